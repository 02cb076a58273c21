"""What a lint finds: of which kind, how grave, about which record, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from knowledge.base import Record

__all__ = ["Finding", "Kind", "Severity", "error", "note", "some", "warning"]

SHOWN = 6
"""So many labels a finding names; the rest is counted."""


class Severity(StrEnum):
    """An *error* makes a record wrong; a *warning* is a place to look; a *note* tells what the documents show."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Kind(StrEnum):
    """What a finding is about, the gravest first."""

    POINTER = "pointer"
    CIRCLE = "circle"
    CODE = "code"
    DEPRECATED = "deprecated"
    COLLISION = "collision"
    ACROSS = "collision across schemes"
    TWICE = "label twice"
    SELF_DENIED = "negative form of a label"
    LANGUAGE = "language"
    DEFINITION = "missing definition"
    REPEATS = "definition repeats"
    ONE_WAY = "one way"
    ORPHAN = "orphan"
    MANY = "too many hits"
    EVIDENCE = "no evidence"
    ABSENT = "label never occurs"


class Finding(Record):
    """What is found about a concept (or a concept scheme): a sentence about it, and what to do.

    `labels` are the labels that it is about, and `others` the ids of the other concepts.
    """

    kind: Kind
    severity: Severity
    record: str
    sentence: str
    cure: str
    labels: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def error(
    kind: Kind, record: str, sentence: str, cure: str, *, labels: Iterable[str] = (), others: Iterable[str] = ()
) -> Finding:
    """A finding that makes the record wrong."""
    return _finding(Severity.ERROR, kind, record, sentence, cure, labels, others)


def warning(
    kind: Kind, record: str, sentence: str, cure: str, *, labels: Iterable[str] = (), others: Iterable[str] = ()
) -> Finding:
    """A finding that is worth a look."""
    return _finding(Severity.WARNING, kind, record, sentence, cure, labels, others)


def note(
    kind: Kind, record: str, sentence: str, cure: str, *, labels: Iterable[str] = (), others: Iterable[str] = ()
) -> Finding:
    """What the documents show, which need not be a fault."""
    return _finding(Severity.NOTE, kind, record, sentence, cure, labels, others)


def some(labels: Iterable[str]) -> str:
    """The first few of them, quoted, and how many more there are."""
    listed = list(labels)
    more = f" and {len(listed) - SHOWN} more" if len(listed) > SHOWN else ""
    return ", ".join(f"'{label}'" for label in listed[:SHOWN]) + more


def _finding(
    severity: Severity,
    kind: Kind,
    record: str,
    sentence: str,
    cure: str,
    labels: Iterable[str],
    others: Iterable[str],
) -> Finding:
    return Finding(
        kind=kind,
        severity=severity,
        record=record,
        sentence=sentence,
        cure=cure,
        labels=tuple(labels),
        others=tuple(others),
    )
