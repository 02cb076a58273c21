"""Which passages a question may be answered from: kind, jurisdiction, concepts, dates and document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from pydantic import ValidationError

from knowledge.base import PartialDate, Stance, Status
from knowledge.documents import DocumentKind
from knowledge.errors import QueryError, UnknownRecord
from search.concepts import Concepts
from search.lexical import DocumentFacts, LexicalIndex, mark_code
from search.postings import Postings
from search.question import Filters, Values

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.bool_]

__all__ = ["SCHEMES", "Scope", "fact_rows", "facts", "from_places", "narrow", "places"]

_FACT = mark_code(Stance.ASSERTED.value, Status.ACCEPTED.value)

SCHEMES = {"motive": "motives", "sector": "sectors", "criterion": "criteria"}
"""By filter the concept scheme of its values."""


@dataclass(frozen=True)
class Scope:
    """Which rows may answer (None: all), and what is worth telling about it."""

    rows: Rows | None = None
    notes: tuple[str, ...] = ()


def narrow(filters: Filters, index: LexicalIndex, concepts: Concepts) -> Scope:
    """The passages that the filters leave. Raises UnknownRecord for a value that does not exist, QueryError for a date.

    A concept stands for its narrower ones too, and only where it is asserted and accepted; a jurisdiction also fits
    all passages of a document from there.
    """
    notes: list[str] = []
    chosen = _documents(filters, index, notes)
    rows: Rows | None = None
    if chosen is not None:
        rows = index.of_documents(index.documents[name].number for name in chosen)
    for name, scheme in SCHEMES.items():
        if values := _several(getattr(filters, name)):
            rows = _both(rows, facts(_concepts(name, scheme, values, concepts), index))
    if values := _several(filters.jurisdiction):
        rows = _both(rows, places(_concepts("jurisdiction", "jurisdictions", values, concepts), index))
    return Scope(rows, tuple(notes))


def _documents(filters: Filters, index: LexicalIndex, notes: list[str]) -> set[str] | None:
    """The documents that fit kind, dates and id; None when none of these is asked."""
    if not (_several(filters.kind) or _several(filters.document) or filters.since or filters.until):
        return None
    documents: dict[str, DocumentFacts] = index.documents
    chosen = set(documents)
    if values := _several(filters.kind):
        kinds = [kind.value for kind in DocumentKind]
        wanted = {value.removeprefix("document-kinds/") for value in values}
        for value in sorted(wanted - set(kinds)):
            raise UnknownRecord("document kind", value, kinds)
        chosen = {name for name in chosen if documents[name].kind in wanted}
    if values := _several(filters.document):
        files = {document.file: document.id for document in documents.values()}
        asked = {files.get(value, value) for value in values}
        for value in sorted(asked - set(documents)):
            raise UnknownRecord("document", value, [*documents, *files])
        chosen &= asked
    if filters.since or filters.until:
        since, until = _date("since", filters.since), _date("until", filters.until)
        undated = sum(documents[name].date is None for name in chosen)
        if undated:
            notes.append(f"{undated} document(s) without a date were left out.")
        chosen = {name for name in chosen if _in_time(documents[name].date, since, until)}
    return chosen


def _date(name: str, value: str | None) -> str | None:
    if not value:
        return None
    try:
        return PartialDate(value=value.strip()).value
    except ValidationError:
        raise QueryError(f"'{value[:40]}' is no date for {name}.", cure="Write YYYY, YYYY-MM or YYYY-MM-DD.") from None


def _in_time(date: str | None, since: str | None, until: str | None) -> bool:
    """Whether a document of this date may lie in the period; a year alone may be any day of it."""
    if date is None:
        return False
    return not (since and date + "-99-99"[len(date) - 4 :] < since) and not (
        until and date > until + "-99-99"[len(until) - 4 :]
    )


def _concepts(name: str, scheme: str, values: Iterable[str], concepts: Concepts) -> set[str]:
    found: set[str] = set()
    for value in values:
        concept = value.strip().removeprefix(f"{scheme}/")
        if f"{scheme}/{concept}" not in concepts:
            known = [c.id.split("/", 1)[1] for c in concepts if c.scheme == scheme]
            raise UnknownRecord(name, concept, known)
        found |= concepts.with_narrower(f"{scheme}/{concept}")
    return found


def places(jurisdictions: set[str], index: LexicalIndex) -> Rows:
    """The passages that are about one of these jurisdictions, or in a document from there."""
    return from_places(jurisdictions, index) | facts(jurisdictions, index)


def from_places(jurisdictions: set[str], index: LexicalIndex) -> Rows:
    """The passages of documents from one of these jurisdictions."""
    return index.of_documents(
        d.number for d in index.documents.values() if f"jurisdictions/{d.jurisdiction}" in jurisdictions
    )


def facts(concepts: Iterable[str], index: LexicalIndex) -> Rows:
    """The passages on which one of these concepts is asserted and accepted."""
    rows = np.zeros(len(index.columns), dtype=bool)
    for concept in concepts:
        rows[fact_rows(index.marks(concept))] = True
    return rows


def fact_rows(marks: Postings) -> NDArray[np.int32]:
    """The rows in which these marks of a concept state it and are accepted."""
    rows: NDArray[np.int32] = marks.rows[marks.counts[:, 0] == _FACT]
    return rows


def _both(rows: Rows | None, more: Rows) -> Rows:
    return more if rows is None else rows & more


def _several(values: Values) -> tuple[str, ...]:
    return (values,) if isinstance(values, str) else tuple(values or ())
