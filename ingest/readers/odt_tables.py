"""The rows and cells of an OpenDocument table, and what stands in a cell itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ingest.readers.odt_styles import TABLE
from ingest.readers.odt_text import APART, DRAW, PARAGRAPHS
from ingest.spans import MOST_COLUMNS, MOST_ROWS

__all__ = ["filled", "inner", "paragraphs", "rows"]


def rows(table: Any) -> list[list[Any]]:
    """The cells of a table by row, covered ones among them; tables within it have their own."""
    own = (row for row in table.iter(f"{TABLE}table-row") if next(row.iterancestors(f"{TABLE}table")) is table)
    return [[cell for cell in row if str(cell.tag).startswith(TABLE)] for row in own]


def filled(cells: Sequence[Sequence[Any]], text_of: Callable[[Any], str]) -> Iterator[list[str]]:
    """The texts of the cells by row; a cell over several rows says the same in each."""
    below: dict[int, tuple[str, int]] = {}
    for row in cells:
        texts: list[str] = []
        for cell in row:
            at = len(texts)
            text, left = below.pop(at, ("", 0))
            if cell.tag == f"{TABLE}table-cell":
                text, left = text_of(cell), _count(cell, "number-rows-spanned")
            if left > 1:
                below[at] = text, min(left, MOST_ROWS) - 1
            texts += [text, *[""] * (min(_count(cell, "number-columns-repeated"), MOST_COLUMNS) - 1)]
        yield texts


def _count(cell: Any, name: str) -> int:
    value = cell.get(f"{TABLE}{name}") or ""
    return int(value) if value.isdecimal() and len(value) < 7 else 1


def inner(table: Any) -> list[Any]:
    """The tables that stand in the cells of a table, but not those in them."""
    found = (each for each in table.iter(f"{TABLE}table") if each is not table)
    return [each for each in found if next(each.iterancestors(f"{TABLE}table")) is table]


def paragraphs(cell: Any) -> Iterator[Any]:
    """The paragraphs of a cell or table itself: not of a table, shape, note or comment in it."""
    for paragraph in cell.iter(*PARAGRAPHS):
        for each in paragraph.iterancestors():
            if each is cell:
                yield paragraph
                break
            if each.tag in APART or str(each.tag).startswith(DRAW):
                break
