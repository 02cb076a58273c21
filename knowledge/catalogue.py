"""The curated content as a whole: every YAML file under `knowledge/`, read once and checked against each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeVar

from knowledge.actors import Actor
from knowledge.base import Citation, Record
from knowledge.cases import Case
from knowledge.concepts import ConceptScheme, Vocabulary
from knowledge.dialogue import Question, Request
from knowledge.documents import Source
from knowledge.dossiers import Dossier
from knowledge.errors import RecordError, UnknownRecord
from knowledge.figures import Abbreviation, Conflict, Figure, Glossary, Series
from knowledge.history import Change, Redirect, read_changes, read_redirects
from knowledge.measures import Measure
from knowledge.reading import read_record
from knowledge.schemes import Scheme
from knowledge.systems import System

__all__ = [
    "CONTENT",
    "Catalogue",
    "catalogue",
    "cited",
    "concepts_of",
    "find_cases",
    "find_measures",
    "holds",
    "read_catalogue",
    "read_vocabulary",
]

CONTENT = Path(__file__).parent
R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Catalogue:
    """The curated records by id, and the vocabulary that they are written in."""

    vocabulary: Vocabulary
    sources: dict[str, Source] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    schemes: dict[str, Scheme] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    series: dict[str, Series] = field(default_factory=dict)
    conflicts: dict[str, Conflict] = field(default_factory=dict)
    systems: dict[str, System] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    dossiers: dict[str, Dossier] = field(default_factory=dict)
    abbreviations: tuple[Abbreviation, ...] = ()
    redirects: tuple[Redirect, ...] = ()
    changes: tuple[Change, ...] = ()

    def case(self, record_id: str) -> Case:
        """The case with this id; raises UnknownRecord."""
        return _known("case", record_id, self.cases)

    def measure(self, record_id: str) -> Measure:
        """The measure with this id; raises UnknownRecord."""
        return _known("measure", record_id, self.measures)

    def scheme(self, record_id: str) -> Scheme:
        """The scheme with this id; raises UnknownRecord."""
        return _known("scheme", record_id, self.schemes)

    def source(self, record_id: str) -> Source:
        """The bibliographic source with this id; raises UnknownRecord."""
        return _known("source", record_id, self.sources)


def _known(kind: str, record_id: str, records: dict[str, R]) -> R:
    if record_id not in records:
        raise UnknownRecord(kind, record_id, records)
    return records[record_id]


def read_vocabulary(folder: Path = CONTENT / "vocabulary") -> Vocabulary:
    """The vocabulary of a folder with one YAML file a concept scheme; raises RecordError."""
    return Vocabulary(read_record(path, ConceptScheme) for path in sorted(folder.glob("*.yml")))


@cache
def catalogue() -> Catalogue:
    """The shipped content; read and checked once a process."""
    return read_catalogue(CONTENT)


def read_catalogue(content: Path) -> Catalogue:
    """All records under `content`. Raises RecordError with every mistake of every file, not only the first."""
    mistakes: list[str] = []

    def records(folder: str, model: type[R]) -> dict[str, R]:
        found: dict[str, R] = {}
        for path in sorted((content / folder).glob("*.yml")):
            try:
                record = read_record(path, model)
            except RecordError as error:
                mistakes.append(error.message)
                continue
            record_id = str(getattr(record, "id", ""))
            if record_id != path.stem:
                mistakes.append(f"{path}:1: id: '{record_id}' is not the file's name. Name the file {record_id}.yml.")
            found[record_id] = record
        return found

    vocabulary = read_vocabulary(content / "vocabulary")
    abbreviations: list[Abbreviation] = []
    for path in sorted((content / "glossary").glob("*.yml")):
        try:
            abbreviations += read_record(path, Glossary).abbreviations
        except RecordError as error:
            mistakes.append(error.message)
    try:
        redirects, changes = read_redirects(content), read_changes(content)
    except RecordError as error:
        redirects, changes = (), ()
        mistakes.append(error.message)
    read = Catalogue(
        vocabulary=vocabulary,
        sources=records("sources", Source),
        cases=records("cases", Case),
        measures=records("measures", Measure),
        schemes=records("schemes", Scheme),
        figures=records("figures", Figure),
        series=records("series", Series),
        conflicts=records("conflicts", Conflict),
        systems=records("systems", System),
        actors=records("actors", Actor),
        questions=records("questions", Question),
        requests=records("requests", Request),
        dossiers=records("dossiers", Dossier),
        abbreviations=tuple(abbreviations),
        redirects=redirects,
        changes=changes,
    )
    mistakes += [f"{content / name}.yml: {text}" for name, text in dangling(read)]
    if mistakes:
        raise RecordError("\n".join(mistakes))
    return read


def find_cases(read: Catalogue, *, motive: str | None = None, sector: str | None = None) -> list[Case]:
    """The cases with this motive and in this sector, narrower ones counted in; raises UnknownRecord.

    Concept ids may be given without the name of their concept scheme.
    """
    motives = _with_narrower(read, "motives", motive)
    sectors = _with_narrower(read, "sectors", sector)
    return [
        case
        for case in read.cases.values()
        if (motives is None or any(claim.concept in motives for claim in case.motives))
        and (sectors is None or any(claim.concept in sectors for claim in case.sectors))
    ]


def find_measures(read: Catalogue, *, jurisdiction: str | None = None, instrument: str | None = None) -> list[Measure]:
    """The measures of this jurisdiction and with this instrument, narrower ones counted in; raises UnknownRecord."""
    jurisdictions = _with_narrower(read, "jurisdictions", jurisdiction)
    instruments = _with_narrower(read, "instruments", instrument)
    return [
        measure
        for measure in read.measures.values()
        if (jurisdictions is None or measure.jurisdiction in jurisdictions)
        and (instruments is None or any(claim.concept in instruments for claim in measure.instruments))
    ]


def _with_narrower(read: Catalogue, scheme_id: str, concept_id: str | None) -> set[str] | None:
    if concept_id is None:
        return None
    return read.vocabulary.with_narrower(concept_id if "/" in concept_id else f"{scheme_id}/{concept_id}")


def curated(read: Catalogue) -> Iterator[tuple[str, Record]]:
    """Every record that rests on evidence, with its name: the folder and the id."""
    groups: dict[str, Iterable[Record]] = {
        "cases": read.cases.values(),
        "measures": read.measures.values(),
        "schemes": read.schemes.values(),
        "figures": read.figures.values(),
        "series": read.series.values(),
        "conflicts": read.conflicts.values(),
        "systems": read.systems.values(),
        "actors": read.actors.values(),
        "questions": read.questions.values(),
        "requests": read.requests.values(),
        "dossiers": read.dossiers.values(),
        "glossary": read.abbreviations,
    }
    for folder, records in groups.items():
        for record in records:
            yield f"{folder}/{getattr(record, 'id', '')}", record


def dangling(read: Catalogue) -> Iterator[tuple[str, str]]:
    """What records point to and nothing carries: (name of the record, sentence)."""
    for name, record in curated(read):
        for citation in cited(record):
            if citation.source not in read.sources:
                yield name, f"cites the source '{citation.source}', which does not exist. Add it to sources/."
        for concept_id in concepts_of(record):
            if concept_id not in read.vocabulary:
                unknown = UnknownRecord("concept", concept_id, (c.id for c in read.vocabulary))
                yield name, f"{unknown.message} {unknown.cure}"
        for field_name, group in getattr(type(record), "POINTERS", {}).items():
            for target in getattr(record, field_name):
                if target not in getattr(read, group):
                    unknown = UnknownRecord(group.removesuffix("s"), target, getattr(read, group))
                    yield name, f"{field_name}: {unknown.message} {unknown.cure}"
    for dossier in read.dossiers.values():
        for ref in dossier.records:
            if not holds(read, ref):
                yield f"dossiers/{dossier.id}", f"leads to '{ref}', which does not exist. Correct the id."
    for source in read.sources.values():
        for relation in source.relations:
            if relation.source not in read.sources:
                yield f"sources/{source.id}", f"relates to the source '{relation.source}', which does not exist."
    for scheme in read.schemes.values():
        if scheme.variant_of is not None and scheme.variant_of not in read.schemes:
            yield f"schemes/{scheme.id}", f"varies the scheme '{scheme.variant_of}', which does not exist."


def holds(read: Catalogue, ref: str) -> bool:
    """Whether there is such a record, named by its folder and id, or such a concept."""
    folder, _, record_id = ref.partition("/")
    group = getattr(read, folder, None)
    return record_id in group if isinstance(group, dict) else ref in read.vocabulary


def _inside(record: Record) -> Iterator[Record]:
    """The record and every record inside it."""
    yield record
    for name in type(record).model_fields:
        yield from _parts(getattr(record, name))


def _parts(value: object) -> Iterator[Record]:
    if isinstance(value, Record):
        yield from _inside(value)
    elif isinstance(value, tuple):
        for item in value:
            yield from _parts(item)


def cited(record: Record) -> list[Citation]:
    """Every citation in a record, in the order of its fields."""
    return [part for part in _inside(record) if isinstance(part, Citation)]


def concepts_of(record: Record) -> list[str]:
    """The id of every concept that a record names, in the order of its fields, each once."""
    found: list[str] = []
    for part in _inside(record):
        for name in (one for one in type(part).model_fields if one in _CONCEPT_FIELDS):
            value = getattr(part, name)
            found += [v for v in (value if isinstance(value, tuple) else (value,)) if _is_concept_id(v)]
    return list(dict.fromkeys(found))


_CONCEPT_FIELDS = frozenset({"concept", "concepts", "criteria", "jurisdiction", "sectors", "value"})


def _is_concept_id(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[a-z0-9-]+/[a-z0-9-]+", value) is not None
