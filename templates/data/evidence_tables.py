"""On what the records rest, as tables: every statement with its basis and note, every claim, every citation."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple

from knowledge.base import Basis, Citation, Claim, PartialDate, Record, Stance, Stated
from knowledge.catalogue import Catalogue, curated
from templates.data.columns import coded, plain
from templates.data.tables import Column, Table

__all__ = ["evidence_tables"]


_FILES = {"glossary": "abbreviations"}
"""The folders whose JSON file has another name."""


class Found(NamedTuple):
    """A part of a record, with the folder and id of the record and the path of the part in it."""

    kind: str
    record: str
    path: str
    order: int
    part: Any


def evidence_tables(catalogue: Catalogue) -> tuple[Table, ...]:
    """The statements, the claims and the citations of all records."""
    found = [
        Found(_FILES.get(folder, folder), record_id, path, order, part)
        for name, record in curated(catalogue)
        for folder, _, record_id in (name.partition("/"),)
        for path, order, part in _parts(record, "", 0)
    ]
    head = (
        plain("kind", "Soort record", "De soort van het record; de naam van het JSON-bestand.", attrgetter("kind")),
        plain("record", "Record", "Kenmerk van het record.", attrgetter("record")),
        plain("path", "Plaats", "Plaats in het JSON-record, zoals outcome of milestones/0.", attrgetter("path")),
    )
    key = ("kind", "record", "path")
    return (
        Table.of(
            "statements",
            "Uitspraken met hun grond",
            "Elk veld dat zegt waarop het rust, met de redenering of het voorbehoud erbij.",
            (
                *head,
                coded("basis", "Grond", "Waarop het veld rust.", Basis, attrgetter("part.basis")),
                Column("value", "Waarde", "De waarde als tekst; leeg als de bron zwijgt.", _value),
                Column("note", "Noot", "Redenering of voorbehoud.", attrgetter("part.note")),
            ),
            (one for one in found if isinstance(one.part, Stated)),
            key,
        ),
        Table.of(
            "claims",
            "Toegekende begrippen",
            "Elk begrip dat een bron aan een record verbindt, met de houding van de bron.",
            (
                *head,
                Column(
                    "concept",
                    "Begrip",
                    "Kenmerk van het begrip.",
                    attrgetter("part.concept"),
                    required=True,
                    refers="concepts",
                ),
                coded("stance", "Houding", "Wat de bron met het begrip doet.", Stance, attrgetter("part.stance")),
                coded("basis", "Grond", "Waarop de toekenning rust.", Basis, attrgetter("part.basis")),
                Column("note", "Noot", "Redenering of voorbehoud.", attrgetter("part.note")),
            ),
            (one for one in found if isinstance(one.part, Claim)),
            key,
        ),
        Table.of(
            "citations",
            "Verwijzingen",
            "Elke verwijzing van een record naar een plaats in een bron.",
            (
                *head,
                plain("order", "Volgnummer", "Rang van de verwijzing binnen het record, vanaf 1.", kind="integer"),
                Column(
                    "source", "Bron", "Kenmerk van de bron.", attrgetter("part.source"), required=True, refers="sources"
                ),
                plain("locator", "Vindplaats", "Waar een lezer van de bron moet zoeken.", attrgetter("part.locator")),
                Column(
                    "anchor",
                    "Zoekwoorden",
                    "Hoogstens tien woorden uit de bron waarmee de passage te vinden is.",
                    attrgetter("part.anchor"),
                ),
            ),
            (one for one in found if isinstance(one.part, Citation)),
            ("kind", "record", "order"),
        ),
    )


def _parts(record: Record, path: str, order: int) -> Iterator[tuple[str, int, Record]]:
    """The records inside a record with their paths; the citations are numbered from 1 through the whole."""
    for name in type(record).model_fields:
        value = getattr(record, name)
        several = isinstance(value, tuple)
        for index, item in enumerate(value if several else (value,)):
            if not isinstance(item, Record):
                continue
            at = f"{path}{name}/{index}" if several else f"{path}{name}"
            if isinstance(item, Citation):
                order += 1
                yield path.rstrip("/") or name, order, item
                continue
            yield at, 0, item
            for inner in _parts(item, f"{at}/", order):
                order = max(order, inner[1])
                yield inner


def _value(found: Found) -> str | None:
    """The value of a statement in one cell: a text, a code, a number, or the parts of a period or an amount."""
    value = found.part.value
    return None if value is None else _told(value)


def _told(value: Any) -> str:
    if isinstance(value, PartialDate):
        return value.value or ""
    if isinstance(value, Record):
        return "; ".join(f"{name}: {_told(part)}" for name, part in value if part not in (None, PartialDate()))
    if isinstance(value, tuple):
        return " / ".join(_told(part) for part in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.value if isinstance(value, StrEnum) else str(value)
