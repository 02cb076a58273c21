"""A table of open data: its columns, each described in Dutch, its rows, and how it is written as CSV.

CSV is UTF-8 without a byte order mark, with commas and CRLF (RFC 4180). Nothing in it can act as a formula in a
spreadsheet: see `safe`. docs/decisions/0011-open-data.md argues both.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from templates.environment import clean

__all__ = ["LIST_MARK", "Column", "Kind", "Table", "Value", "csv_text", "safe"]

Value = str | int | float | bool | tuple[str, ...] | None
Kind = Literal["string", "integer", "number", "boolean", "date"]
"""What stands in a column; *date* is YYYY, YYYY-MM or YYYY-MM-DD, as far as it is known."""

LIST_MARK = "|"
"""What parts the entries of a list in one cell."""

_FORMULA = re.compile(r"'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
"""The start of a cell that a spreadsheet takes for a formula, or that `safe` made of one."""


@dataclass(frozen=True)
class Column:
    """A column. `get` takes the value from what a row is made of; `codes` are the only values that it may have.

    `refers` names the table whose key it holds; `several` says that a cell may hold more than one value.
    """

    name: str
    title: str
    text: str
    get: Callable[[Any], Value]
    kind: Kind = "string"
    required: bool = False
    codes: type[StrEnum] | None = None
    refers: str = ""
    several: bool = False


@dataclass(frozen=True)
class Table:
    """A table; `name` is that of its file without extension, `key` names the columns that tell its rows apart."""

    name: str
    title: str
    text: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    key: tuple[str, ...] = ("id",)

    @classmethod
    def of(
        cls,
        name: str,
        title: str,
        text: str,
        columns: Sequence[Column],
        things: Iterable[Any],
        key: tuple[str, ...] = ("id",),
    ) -> Table:
        """The table with a row for each of these things."""
        return cls(name, title, text, tuple(columns), tuple(tuple(c.get(t) for c in columns) for t in things), key)


def safe(text: str) -> str:
    """The text as a cell: on one line, and with an apostrophe before what a spreadsheet would take for a formula.

    Of a cell that starts with one or more apostrophes and then such a sign, the first apostrophe is ours: who takes it
    away has the text as it was.
    """
    shown = clean(text)
    return f"'{shown}" if _FORMULA.match(shown) else shown


def csv_text(table: Table) -> str:
    """The table as CSV, the names of the columns first."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return written.getvalue()


def _cell(value: Value) -> str:
    """A cell; numbers stay numbers, also below zero."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case tuple():
            return safe(LIST_MARK.join(clean(one).replace(LIST_MARK, "/") for one in value))
        case _:
            return safe(value)
