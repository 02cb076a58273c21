"""The checks: pure functions from all records to issues, listed in one place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from knowledge.base import Record
from knowledge.catalogue import Catalogue, cited, curated, holds
from knowledge.conditions import check_conditions
from knowledge.counts import stale_counts
from knowledge.documents import RelationKind
from knowledge.evidence import Shelf, is_stale
from knowledge.findings import Finding, Kind, Severity
from knowledge.laws import CHANGING, law_changes
from knowledge.linting import corpus_of, lint
from knowledge.reach import unreachable

__all__ = ["CHECKS", "Issue", "Severity", "check_all", "citations_are_fresh"]


class Issue(Record):
    """What is wrong with which record, and what to do."""

    severity: Severity
    record: str
    text: str


def the_vocabulary_is_sound(known: Catalogue, shelf: Shelf) -> Iterator[Issue]:
    """What the lint of the vocabulary finds; what it only notes of many concepts is counted."""
    counted: dict[Kind, list[Finding]] = defaultdict(list)
    store = shelf.store
    for finding in lint(known, corpus_of(store.passages(), store.annotations(), known.vocabulary)):
        if finding.kind in _TOLD:
            counted[finding.kind].append(finding)
        else:
            text = f"{finding.sentence} {finding.cure}"
            yield Issue(severity=finding.severity, record=finding.record, text=text)
    for kind, found in counted.items():
        schemes = Counter(finding.record.split("/")[0] for finding in found).most_common()
        where = ", ".join(f"{name} {count}" for name, count in schemes)
        labels = sum(len(finding.labels) for finding in found)
        text = f"{_TOLD[kind].format(concepts=len(found), labels=labels)} ({where}). The site lists them."
        yield Issue(severity=Severity.NOTE, record="vocabulary", text=text)


_TOLD = {
    Kind.EVIDENCE: "{concepts} concepts are asserted by no passage and named by no record",
    Kind.ABSENT: "{labels} Dutch labels of {concepts} concepts stand in no passage",
}
"""How the many notes of a kind are told in one sentence."""


def sources_have_a_known_jurisdiction(known: Catalogue, shelf: Shelf) -> Iterator[Issue]:
    """The jurisdiction of a source is in the vocabulary."""
    for source in known.sources.values():
        if source.jurisdiction is not None and f"jurisdictions/{source.jurisdiction}" not in known.vocabulary:
            text = f"the jurisdiction '{source.jurisdiction}' is not in the vocabulary."
            yield Issue(severity=Severity.ERROR, record=source.id, text=text)


def sources_are_used(known: Catalogue, shelf: Shelf) -> Iterator[Issue]:
    """A source is cited by a record, or changes one that is."""
    used = {citation.source for _, record in curated(known) for citation in cited(record)}
    # a text that changes a cited one is there to tell that
    used |= {s.id for s in known.sources.values() if any(r.kind in CHANGING and r.source in used for r in s.relations)}
    for source_id in known.sources.keys() - used:
        yield Issue(severity=Severity.WARNING, record=source_id, text="no record cites this source.")


def conditions_can_be_asked(known: Catalogue, shelf: Shelf) -> Iterator[Issue]:
    """Every value in a condition of a scheme is a concept of the right kind."""
    for scheme in known.schemes.values():
        for text in check_conditions(scheme, known.vocabulary):
            yield Issue(severity=Severity.ERROR, record=f"schemes/{scheme.id}", text=text)


def rules_can_be_reached(known: Catalogue, shelf: Shelf) -> Iterator[Issue]:
    """Some project meets each criterion of a scheme, some escapes it, and each outcome can come about."""
    for scheme in known.schemes.values():
        if not check_conditions(scheme, known.vocabulary):
            for text in unreachable(scheme, known.vocabulary):
                told = f"{text} Correct its conditions (applies_when)."
                yield Issue(severity=Severity.ERROR, record=f"schemes/{scheme.id}", text=told)


def variants_lead_to_a_scheme(known: Catalogue, shelf: Shelf) -> Iterator[Issue]:
    """A variant names a scheme that is there, and no two are variants of each other."""
    for scheme in known.schemes.values():
        seen = [scheme.id]
        while (base := known.schemes[seen[-1]].variant_of) is not None:
            if base not in known.schemes or base in seen:
                text = (
                    f"it varies '{base}', which is no scheme. Correct 'variant_of'."
                    if base not in known.schemes
                    else f"'variant_of' goes round in a circle ({' > '.join([*seen, base])}). Take one of them out."
                )
                yield Issue(severity=Severity.ERROR, record=f"schemes/{scheme.id}", text=text)
                break
            seen.append(base)


def counts_in_sentences_hold(known: Catalogue, shelf: Shelf) -> Iterator[Issue]:
    """Where a sentence of a dossier counts records, there are as many."""
    for name, text in stale_counts(known):
        yield Issue(severity=Severity.ERROR, record=name, text=text)


def old_ids_lead_somewhere(known: Catalogue, shelf: Shelf) -> Iterator[Issue]:
    """An id that went out of use leads to a record that exists, and is not used again; a change names such a record."""
    for redirect in known.redirects:
        if not holds(known, redirect.new):
            text = f"'{redirect.old}' leads to '{redirect.new}', which does not exist. Correct the new id."
            yield Issue(severity=Severity.ERROR, record="redirects", text=text)
        if holds(known, redirect.old):
            text = f"'{redirect.old}' exists, so it cannot lead elsewhere. Remove the redirect or rename the record."
            yield Issue(severity=Severity.ERROR, record="redirects", text=text)
    for change in known.changes:
        if not holds(known, change.record):
            text = f"'{change.record}' does not exist. Correct the id, or write the id that it has now."
            yield Issue(severity=Severity.ERROR, record="changes", text=text)


def citations_are_fresh(known: Catalogue, shelf: Shelf) -> Iterator[Issue]:
    """What a citation rests on still stands in its source: the reviewed passage, or the words of the anchor."""
    for name, record in curated(known):
        for citation in cited(record):
            if is_stale(citation, shelf):
                words = f"the words '{citation.anchor}' stand in no passage of {citation.source}."
                passage = f"the passage behind {citation.source} {citation.locator} has changed."
                text = f"{passage if citation.passage_hash else words} Review the record."
                yield Issue(severity=Severity.WARNING, record=name, text=text)


_CHANGED = {RelationKind.AMENDS: "amended", RelationKind.REPLACES: "replaced"}


def laws_are_those_that_were_reviewed(known: Catalogue, shelf: Shelf) -> Iterator[Issue]:
    """No text that a scheme rests on was amended or replaced after the scheme was reviewed."""
    for scheme in known.schemes.values():
        for change in law_changes(scheme, known.sources):
            if change.after_review:
                text = f"{change.source} was {_CHANGED[change.kind]} by {change.by} after the last review. Review it."
                yield Issue(severity=Severity.WARNING, record=f"schemes/{scheme.id}", text=text)


CHECKS: tuple[Callable[[Catalogue, Shelf], Iterator[Issue]], ...] = (
    the_vocabulary_is_sound,
    sources_have_a_known_jurisdiction,
    sources_are_used,
    conditions_can_be_asked,
    rules_can_be_reached,
    variants_lead_to_a_scheme,
    counts_in_sentences_hold,
    old_ids_lead_somewhere,
    citations_are_fresh,
    laws_are_those_that_were_reviewed,
)


def check_all(known: Catalogue, shelf: Shelf) -> list[Issue]:
    """What every check finds: errors first, then warnings, then notes."""
    found = [issue for check in CHECKS for issue in check(known, shelf)]
    return sorted(found, key=lambda issue: list(Severity).index(issue.severity))
