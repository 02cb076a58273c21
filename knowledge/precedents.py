"""Which measures and cases touch a criterion or a project: those that share a concept with it, and which one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.base import Claim, PartialDate, Record, Stance
from knowledge.cases import Case, CaseKind
from knowledge.catalogue import Catalogue
from knowledge.concepts import Vocabulary
from knowledge.documents import DocumentKind
from knowledge.likeness import COMPARED
from knowledge.measures import Measure
from knowledge.profiles import Profile

__all__ = ["ConceptReference", "Related", "SourceReference", "like_project", "reference", "touching"]

MOST = 5
"""How many measures, and how many cases, are given at most."""


class ConceptReference(Record):
    """A concept with its Dutch label."""

    id: str
    label: str


class SourceReference(Record):
    """A bibliographic source and the place in it."""

    id: str
    title: str
    publisher: str
    date: PartialDate
    kind: DocumentKind
    locator: str
    url: str | None = None


class Related(Record):
    """A measure or case that shares concepts, with the reason in Dutch and the sources that it rests on."""

    id: str
    title: str
    summary: str
    case_kind: CaseKind | None = None
    concepts: tuple[ConceptReference, ...]
    why: str
    sources: tuple[SourceReference, ...]


def reference(source_id: str, locator: str, catalogue: Catalogue) -> SourceReference:
    """The reference to a place in a source; raises UnknownRecord."""
    source = catalogue.source(source_id)
    return SourceReference(
        id=source.id,
        title=source.title,
        publisher=source.publisher,
        date=source.date,
        kind=source.kind,
        locator=locator,
        url=source.url,
    )


def touching(
    concepts: Iterable[str], profile: Profile, catalogue: Catalogue
) -> tuple[tuple[Related, ...], tuple[Related, ...]]:
    """The measures and cases that share one of these concepts; first those that are also like the project."""
    wanted = tuple(concepts)
    if not wanted:
        return (), ()
    return (
        _related(catalogue.measures.values(), wanted, profile, catalogue),
        _related(_precedents(catalogue), wanted, profile, catalogue),
    )


def like_project(profile: Profile, catalogue: Catalogue) -> tuple[Related, ...]:
    """The cases that share a sector, a motive or the place of origin with the project."""
    return _related(_precedents(catalogue), (), profile, catalogue)


def _precedents(catalogue: Catalogue) -> list[Case]:
    """The cases in which something moved: what is only named, or has no name, is no precedent."""
    return [case for case in catalogue.cases.values() if case.kind in COMPARED]


def _related(
    records: Iterable[Measure | Case], wanted: tuple[str, ...], profile: Profile, catalogue: Catalogue
) -> tuple[Related, ...]:
    """The MOST that share most; cases of reshoring before what is none."""
    words = catalogue.vocabulary
    of_project = (*profile.sector, *profile.motives)
    found = []
    for record in records:
        own = _facts(record)
        shared = [c for c in own if any(_under(c, w, words) for w in wanted)]
        alike = [c for c in own if any(_under(c, w, words) or _under(w, c, words) for w in of_project)]
        origin = isinstance(record, Case) and _same_origin(record, profile, words)
        if shared if wanted else (alike or origin):
            other = isinstance(record, Case) and record.kind is not CaseKind.RESHORING
            order = (other, -len(alike) - origin, -len(shared), record.title)
            found.append((order, record, shared, alike, origin))
    found.sort(key=lambda entry: entry[0])
    return tuple(_told(*entry[1:], catalogue) for entry in found[:MOST])


def _same_origin(case: Case, profile: Profile, words: Vocabulary) -> bool:
    """Whether production came from the same place as in the project: the case names it, by any of its labels."""
    origin, named = profile.route.origin, case.route.origin.value
    if origin is None or named is None:
        return False
    labels = words.concept(origin).labels() if origin in words else (origin,)
    return any(re.search(rf"(?<!\w){re.escape(label)}(?!\w)", named, re.IGNORECASE) for label in labels)


def _facts(record: Measure | Case) -> list[str]:
    """The concepts that a record asserts: a denied motive is none of them."""
    if isinstance(record, Case):
        claims: tuple[Claim, ...] = (*record.sectors, *record.motives)
        more: tuple[str, ...] = (record.governance.value,) if record.governance.value else ()
    else:
        claims, more = record.instruments, (*record.criteria, *record.sectors)
    return list(dict.fromkeys((*(c.concept for c in claims if c.stance is Stance.ASSERTED), *more)))


def _under(concept: str, wanted: str, words: Vocabulary) -> bool:
    """Whether a concept is the wanted one or narrower.

    What stands below a heading of its scheme (a section of NACE, a group of criteria) is not alike for that; what
    stands below a driver at the top of the motives is.
    """
    if concept == wanted:
        return True
    if wanted not in words or (words.concept(wanted).broader is None and not wanted.startswith("motives/")):
        return False
    seen: set[str] = set()
    current: str | None = concept
    while current is not None and current in words and current not in seen:
        seen.add(current)
        current = words.concept(current).broader
        if current == wanted:
            return True
    return False


def _told(record: Measure | Case, shared: list[str], alike: list[str], origin: bool, catalogue: Catalogue) -> Related:
    words = catalogue.vocabulary

    def labels(ids: list[str]) -> str:
        return ", ".join(words.concept(i).pref.nl if i in words else i for i in ids)

    why = [f"hangt samen met dit criterium via {labels(shared)}"] if shared else []
    why += [f"sluit aan bij het project via {labels(alike)}"] if alike else []
    why += (
        [f"zelfde herkomst als het project: {record.route.origin.value}"] if origin and isinstance(record, Case) else []
    )
    both = dict.fromkeys((*shared, *alike))
    cited = dict.fromkeys((c.source, c.locator) for c in record.citations)
    return Related(
        id=record.id,
        title=record.title,
        summary=record.summary,
        case_kind=record.kind if isinstance(record, Case) else None,
        concepts=tuple(ConceptReference(id=i, label=labels([i])) for i in both),
        why="; ".join(why),
        sources=tuple(reference(source, locator, catalogue) for source, locator in list(cited)[:2]),
    )
