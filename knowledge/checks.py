"""The checks: pure functions from all records to issues, listed in one place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from enum import StrEnum

from knowledge.base import Record
from knowledge.catalogue import Catalogue, cited, curated
from knowledge.conditions import check_conditions
from knowledge.evidence import FoundBy, Shelf, is_stale, resolve

__all__ = ["CHECKS", "Issue", "Severity", "check_all", "citations_are_fresh"]


class Severity(StrEnum):
    """An *error* makes a record wrong; a *warning* is a place to look."""

    ERROR = "error"
    WARNING = "warning"


class Issue(Record):
    """What is wrong with which record, and what to do."""

    severity: Severity
    record: str
    text: str


def broader_concepts_exist(known: Catalogue, shelf: Shelf) -> Iterator[Issue]:
    """A broader, related or matched concept of our own vocabulary exists, and no concept stands above itself."""
    vocabulary = known.vocabulary
    for concept in vocabulary:
        ours = [m for m in concept.match if m.split("/")[0] in vocabulary.schemes]
        for other in (*((concept.broader,) if concept.broader else ()), *concept.related, *ours):
            if other not in vocabulary:
                yield Issue(
                    severity=Severity.ERROR, record=concept.id, text=f"points to {other}, which does not exist."
                )
        above, seen = concept.broader, {concept.id}
        while above is not None and above in vocabulary:
            if above in seen:
                yield Issue(severity=Severity.ERROR, record=concept.id, text="stands above itself. Break the circle.")
                break
            seen.add(above)
            above = vocabulary.concept(above).broader


def labels_are_unique_in_a_concept_scheme(known: Catalogue, shelf: Shelf) -> Iterator[Issue]:
    """Two concepts of one concept scheme do not share a label."""
    for scheme_id, scheme in known.vocabulary.schemes.items():
        owners: dict[str, set[str]] = defaultdict(set)
        for concept in scheme.concepts:
            for label in concept.labels():
                owners[label if label.isupper() else label.casefold()].add(concept.id)
        for label, ids in owners.items():
            if len(ids) > 1:
                text = f"the label '{label}' belongs to {', '.join(sorted(ids))}. Give it to one, or part the two."
                yield Issue(severity=Severity.WARNING, record=scheme_id, text=text)


def sources_have_a_known_jurisdiction(known: Catalogue, shelf: Shelf) -> Iterator[Issue]:
    """The jurisdiction of a source is in the vocabulary."""
    for source in known.sources.values():
        if source.jurisdiction is not None and f"jurisdictions/{source.jurisdiction}" not in known.vocabulary:
            text = f"the jurisdiction '{source.jurisdiction}' is not in the vocabulary."
            yield Issue(severity=Severity.ERROR, record=source.id, text=text)


def sources_are_used(known: Catalogue, shelf: Shelf) -> Iterator[Issue]:
    """A source is cited by a record."""
    used = {citation.source for _, record in curated(known) for citation in cited(record)}
    for source_id in known.sources.keys() - used:
        yield Issue(severity=Severity.WARNING, record=source_id, text="no record cites this source.")


def conditions_can_be_asked(known: Catalogue, shelf: Shelf) -> Iterator[Issue]:
    """Every value in a condition of a scheme is a concept of the right kind."""
    for scheme in known.schemes.values():
        for text in check_conditions(scheme, known.vocabulary):
            yield Issue(severity=Severity.ERROR, record=f"schemes/{scheme.id}", text=text)


def anchors_are_found(known: Catalogue, shelf: Shelf) -> Iterator[Issue]:
    """Where the source's own text is in the store, the anchor of a citation stands in it."""
    for name, record in curated(known):
        for citation in cited(record):
            if citation.anchor is None or not shelf.of(citation.source):
                continue
            found = resolve(citation, shelf, known.sources)
            if not any(evidence.found_by is FoundBy.ANCHOR for evidence in found):
                text = f"the anchor '{citation.anchor}' stands in no passage of {citation.source}. Correct it."
                yield Issue(severity=Severity.WARNING, record=name, text=text)


def citations_are_fresh(known: Catalogue, shelf: Shelf) -> Iterator[Issue]:
    """A passage that a reviewed citation rests on still reads as it did."""
    for name, record in curated(known):
        for citation in cited(record):
            if is_stale(citation, shelf):
                text = f"the passage behind {citation.source} {citation.locator} has changed. Review the record."
                yield Issue(severity=Severity.WARNING, record=name, text=text)


CHECKS: tuple[Callable[[Catalogue, Shelf], Iterator[Issue]], ...] = (
    broader_concepts_exist,
    labels_are_unique_in_a_concept_scheme,
    sources_have_a_known_jurisdiction,
    sources_are_used,
    conditions_can_be_asked,
    anchors_are_found,
    citations_are_fresh,
)


def check_all(known: Catalogue, shelf: Shelf) -> list[Issue]:
    """What every check finds, errors first."""
    found = [issue for check in CHECKS for issue in check(known, shelf)]
    return sorted(found, key=lambda issue: issue.severity is not Severity.ERROR)
