"""Columns that come back in many tables: the id, a text, a statement with its basis, a list of ids, a date."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from operator import attrgetter
from typing import Any

from knowledge.base import Basis, PartialDate
from templates.data.tables import Column, Kind, Value

__all__ = [
    "CONCEPTS",
    "coded",
    "concepts",
    "dated",
    "identifier",
    "listed",
    "of_record",
    "plain",
    "stated",
    "summary",
    "titled",
]

Get = Callable[[Any], Value]


def identifier(what: str) -> Column:
    """The id of a record."""
    return Column("id", "Kenmerk", f"Vast kenmerk van {what}; hetzelfde als in JSON.", attrgetter("id"), required=True)


def titled(what: str) -> Column:
    """The title of a record."""
    return Column("title", "Titel", f"Titel van {what}.", attrgetter("title"), required=True)


def summary(what: str) -> Column:
    """The summary of a record."""
    return Column("summary", "Samenvatting", f"Korte beschrijving van {what}.", attrgetter("summary"), required=True)


def plain(name: str, title: str, text: str, get: Get | None = None, *, kind: Kind = "string") -> Column:
    """A column that always has a value."""
    return Column(name, title, text, get or attrgetter(name), kind, required=True)


def of_record(name: str, title: str, table: str, get: Get) -> Column:
    """The key of the row of another table to which this row belongs."""
    text = f"Kenmerk van het record waarbij deze rij hoort; zie de tabel {table}."
    return Column(name, title, text, get, required=True, refers=table)


def coded(name: str, title: str, text: str, codes: type[StrEnum], get: Get | None = None) -> Column:
    """A column with a value of one of our lists of codes."""
    return Column(name, title, text, get or attrgetter(name), required=True, codes=codes)


def dated(name: str, title: str, text: str, get: Callable[[Any], PartialDate]) -> Column:
    """A date as far as it is known."""
    return Column(name, title, text, lambda thing: get(thing).value, "date")


def concepts(name: str, title: str, text: str, get: Callable[[Any], tuple[str, ...]]) -> Column:
    """The ids of concepts in one cell."""
    return Column(name, title, f"{text} Kenmerken uit de tabel concepts.", get, several=True)


CONCEPTS = concepts("concepts", "Begrippen", "Begrippen waarover het gaat.", attrgetter("concepts"))
"""The concepts of a record that names them without saying in which way."""


def listed(name: str, title: str, text: str, get: Callable[[Any], tuple[str, ...]] | None = None) -> Column:
    """Texts or ids in one cell."""
    return Column(name, title, text, get or attrgetter(name), several=True)


def stated(
    name: str,
    title: str,
    text: str,
    *,
    kind: Kind = "string",
    codes: type[StrEnum] | None = None,
    at: str | None = None,
    refers: str = "",
) -> tuple[Column, Column]:
    """A field with its basis, in two columns; `at` is where the field stands in the record (default: the name)."""
    field = attrgetter(at or name)

    def value(record: Any) -> Value:
        found: Value = field(record).value
        return found

    told = f"Waarop '{title}' rust: in de bron vermeld, door ons afgeleid, of niet vermeld (dan is de waarde leeg)."
    return (
        Column(name, title, f"{text} Leeg als de bron het niet vermeldt.", value, kind, codes=codes, refers=refers),
        coded(f"{name}_basis", f"{title}: grond", told, Basis, lambda record: field(record).basis),
    )
