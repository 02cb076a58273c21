"""Where a record or concept stands on the site, and which curated records name it: what its page lists below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from knowledge.base import Record, Stance
from knowledge.catalogue import Catalogue, concepts_of
from knowledge.dialogue import Question
from templates import links
from templates.labels import dutch

__all__ = ["Use", "Uses", "place_of", "uses_of"]


@dataclass(frozen=True)
class Use:
    """A record that names another or a concept: where it stands, and what is no fact about the two (denied, asked)."""

    label: str
    page: str
    anchor: str = ""
    told: str = ""


Uses = dict[str, list[tuple[str, list[Use]]]]
"""For each concept id, and each record by folder and id, who names it, by kind of record in a fixed order."""

_PLACES: dict[str, Callable[[str], tuple[str, str]]] = {
    "cases": lambda one: (links.case(one), ""),
    "measures": lambda one: (links.measure(one), ""),
    "schemes": lambda one: (links.checklist(one), ""),
    "series": lambda one: (links.series(one), ""),
    "systems": lambda one: (links.system(one), ""),
    "dossiers": lambda one: (links.dossier(one), ""),
    "figures": lambda one: (links.FIGURES, one),
    "conflicts": lambda one: (links.CONFLICTS, one),
    "actors": lambda one: (links.ACTORS, one),
    "questions": lambda one: (links.QUESTIONS, one),
    "requests": lambda one: (links.REQUESTS, one),
    "sources": lambda one: (links.BIBLIOGRAPHY, f"bron-{one}"),
}
"""For each folder of records the page and the place in it of one record."""

_KINDS = {
    "dossiers": "Dossiers",
    "cases": "Praktijkgevallen",
    "measures": "Beleidsprecedenten",
    "schemes": "Checklists",
    "figures": "Cijfers",
    "series": "Cijfers",
    "conflicts": "Tegenspraken",
    "systems": "Systemen",
    "requests": "Verzoeken",
    "questions": "Vragen",
    "actors": "Wie",
}
"""The folders of records that name others, in the order in which they are listed, each with its heading.

Figures and series share one.
"""


def place_of(catalogue: Catalogue, ref: str) -> Use:
    """Where a record (by folder and id) or a concept stands, with its title; raises KeyError for what is not there."""
    folder, _, record_id = ref.partition("/")
    if folder in _PLACES:
        record = getattr(catalogue, folder)[record_id]
        return Use(_title(record), *_PLACES[folder](record_id))
    return Use(catalogue.vocabulary.concept(ref).pref.nl, links.concept(ref))


def _title(record: Record) -> str:
    """The title of a record; a question is its own title."""
    if isinstance(record, Question):
        return record.question.value or f"Vraag {record.number}"
    return str(getattr(record, "title", ""))


def uses_of(catalogue: Catalogue) -> Uses:
    """Who names each concept and record."""
    found: dict[str, dict[str, list[Use]]] = defaultdict(lambda: defaultdict(list))
    for folder, heading in _KINDS.items():
        for record_id, record in getattr(catalogue, folder).items():
            use = place_of(catalogue, f"{folder}/{record_id}")
            for ref in dict.fromkeys(_named(record)):
                found[ref][heading].append(_with_doubt(use, record, ref))
    return {ref: list(groups.items()) for ref, groups in found.items()}


def _named(record: Record) -> Iterator[str]:
    """The concepts and records that a record names, those of its own kind left out: its own page tells of these."""
    yield from concepts_of(record)
    pointers: dict[str, str] = getattr(type(record), "POINTERS", {})
    for field, folder in pointers.items():
        if field == folder:  # 'related' measures and 'linked' systems have a part of the page to themselves
            yield from (f"{folder}/{target}" for target in getattr(record, field))
    named: Iterable[str] = getattr(record, "records", ())
    yield from named


def _with_doubt(use: Use, record: Record, ref: str) -> Use:
    """The use, and what is to be said of it: denied by a case, or only asked."""
    if isinstance(record, Question):
        return Use(use.label, use.page, use.anchor, f"{dutch(Stance.ASKED)}, {dutch(record.state)}")
    if ref in {claim.concept for claim in getattr(record, "motives_denied", ())}:
        return Use(use.label, use.page, use.anchor, dutch(Stance.DENIED))
    return use
