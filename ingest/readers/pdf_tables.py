"""Tables on a PDF page: columns that rows share, found by the places of their cells and the lines drawn around them."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest import layout
from ingest.readers.pdf_drawn import Rule
from ingest.readers.pdf_page import Piece

__all__ = ["Span", "cells", "find"]

CLEAR = 3.0
"""So many points of white part two columns."""
ALIGNED = 3.0
"""Points within which two left edges count as the same."""
ROWS = 3
"""A table of two columns has at least so many rows with both cells."""
MOST_COLUMNS = 14
NARROW = 0.6
"""In a table of two columns without lines the first one is filled to this share at most: text fills its column."""
LABEL_WORDS = 8
"""The cells of such a first column have at most so many words in a line."""
NUMBERS = 0.6
"""A second column of numbers to this share needs no white space before it."""
LONG_CELL = 5
"""The rows of a table of two columns without lines have so many lines each: more are text with keywords beside it."""
RUNS_ON = 0.4
"""Where more than this share of the cells goes on in the midst of a sentence there are columns of text, no rows."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a table, and in how many rows something stands in it."""

    left: float
    right: float
    rows: int = 1


Rows = Sequence[Sequence[Piece]]
Span = tuple[float, float]
"""Where a column begins and ends."""
_NUMBERING = re.compile(r"(?:\d{1,2}(?:\.\d+)*|[A-Z])[.)]?")


def find(rows: Rows, rules: Sequence[Rule]) -> list[tuple[int, int, list[Span]]]:
    """(first row, last row, columns) of each table.

    Rows that share three columns or more are a table; two columns are one when lines are drawn through them, or when
    three rows or more have a short label in front.
    """
    found: list[tuple[int, int, list[Span]]] = []
    i = floor = 0
    while i < len(rows):
        if len(rows[i]) >= 2 and (table := _around(rows, i, floor)) is not None:
            first, last, spans = table
            if _is_table(rows, first, last, spans, rules):
                found.append(table)
                i, floor = last, last + 1
            else:  # what a later row would find is mostly the same: time must not grow with the square of the rows
                i += max(0, last - i) // 2
        i += 1
    return found


def _around(rows: Rows, seed: int, floor: int) -> tuple[int, int, list[Span]] | None:
    """The rows around row `seed` that keep to its columns, with the columns; None when too few do."""
    columns = [_Column(piece.left, piece.right) for piece in rows[seed]]
    first = last = seed
    largest = 1.09 * max(piece.size for piece in rows[seed])
    kept = 1
    while last + 1 < len(rows) and not _far(rows[last], rows[last + 1]) and rows[last + 1][0].size <= largest:
        wider = _with_row(columns, rows[last + 1])
        if wider is None:
            break
        columns, last = wider, last + 1
        kept += len(rows[last]) >= 2
    if kept < (2 if len(columns) > 2 else ROWS) or not 2 <= len(columns) <= MOST_COLUMNS:
        return None
    while first > floor and len(rows[first - 1]) >= 2 and not _far(rows[first - 1], rows[first]):
        wider = _with_row(columns, rows[first - 1])
        if wider is None or len(wider) != len(columns):
            break
        columns, first = wider, first - 1
    while last > seed and len(rows[last]) == 1 and _far(rows[last - 1], rows[last], 1.9):
        if not rows[last][0].bold and len(columns) > 2:
            break
        last -= 1
    return first, last, [(column.left, column.right) for column in columns]


def _with_row(columns: Sequence[_Column], row: Sequence[Piece]) -> list[_Column] | None:
    """The columns with a further row in them, None when one of its pieces lies in two columns that are sure.

    What only one row showed as a column was none when a piece reaches over it: a line with wide spaces.
    """
    out = list(columns)
    fresh = len(row) >= 2
    for piece in row:
        hit = [each for each in out if piece.left < each.right + CLEAR and piece.right > each.left - CLEAR]
        if sum(each.rows > 1 for each in hit) > 1 or (not hit and not fresh):
            return None
        held = max((each.rows for each in hit), default=0) + 1
        left, right = min([piece.left, *(e.left for e in hit)]), max([piece.right, *(e.right for e in hit)])
        out = [each for each in out if each not in hit] + [_Column(left, right, held)]
    out.sort(key=lambda each: each.left)
    return out if len(out) > 1 and all(b.left - a.right >= CLEAR for a, b in pairwise(out)) else None


def _is_table(page: Rows, first: int, last: int, spans: Sequence[Span], rules: Sequence[Rule]) -> bool:
    """Whether rows in columns are a table, and neither columns of text nor a contents page."""
    rows = page[first : last + 1]
    if _is_contents(rows, spans):
        return False
    crossing = {
        round(rule.y)
        for rule in rules
        if rule.left <= spans[0][0] + 6
        and rule.right > spans[1][0]
        and rows[-1][0].bottom - 20 < rule.y < rows[0][0].top + 20
    }
    if len(crossing) >= ROWS:
        return True
    if len(spans) == 2:
        return _is_pair_table(page, first, last, spans)
    grid = cells(rows, spans, rules)
    texts = [cell for row in grid[1:] for cell in row if cell]
    running = sum(text[:1].islower() or text.rstrip()[-1:] == "-" for text in texts)
    return running <= RUNS_ON * len(texts)


def _is_contents(rows: Rows, spans: Sequence[Span]) -> bool:
    """Whether rows end in page numbers that grow, behind titles that may be numbered."""
    last = [row[-1].text.strip() for row in rows if len(row) >= 2]
    numbers = [int(text) for text in last if text.isdecimal()]
    if len(numbers) < 0.7 * len(last) or numbers != sorted(numbers) or len(spans) > 3:
        return False
    return len(spans) == 2 or sum(_NUMBERING.fullmatch(row[0].text.strip()) is not None for row in rows) >= 0.5 * len(
        rows
    )


def _is_pair_table(page: Rows, first: int, last: int, spans: Sequence[Span]) -> bool:
    """Whether rows in two columns are a table, and neither columns of text nor lists beside text.

    Columns of text go on above or below; the second column of a table does not, and few of its cells run on from the
    row above.
    """
    rows = page[first : last + 1]
    pairs = [row for row in rows if len(row) == 2]
    labels = [row[0] for row in rows if row[0].left < spans[1][0] - ALIGNED]
    if not labels:  # the same line drawn twice is no pair
        return False
    width = statistics.median(label.right - spans[0][0] for label in labels)
    beyond = (*page[:first], *page[last + 1 :])
    goes_on = sum(abs(piece.left - spans[1][0]) <= ALIGNED for row in beyond for piece in row)
    running = sum(row[1].text[:1].islower() for row in pairs)
    numbers = sum(not any(c.isalpha() for c in row[1].text) for row in pairs)
    return (
        ROWS <= len(pairs) >= len(rows) / LONG_CELL
        and goes_on <= 1
        and running <= 0.5 * len(pairs)
        and (width < NARROW * (spans[1][0] - spans[0][0]) or numbers >= NUMBERS * len(pairs))
        and all(_is_label(label.text.strip()) for label in labels)
    )


def _is_label(text: str) -> bool:
    return len(text.split()) <= LABEL_WORDS and text[-1:] != "-" and layout.bullet(text) is None


def _far(above: Sequence[Piece], below: Sequence[Piece], times: float = 4.5) -> bool:
    return above[0].bottom - below[0].bottom > times * above[0].height


def cells(rows: Rows, spans: Sequence[Span], rules: Sequence[Rule]) -> list[list[str]]:
    """The cells of a table by row; the lines of a cell are parted by newlines.

    A new row begins below a line that is drawn, where no lines are drawn after white space, and else where the first
    column begins a cell.
    """
    out: list[list[list[str]]] = []
    before: Sequence[Piece] | None = None
    pitch = _pitch(rows)
    lines = sorted(rule.y for rule in rules if rule.left <= spans[0][0] + 6 and rule.right > spans[1][0])
    spaced = _is_spaced(rows, pitch)
    ruled = sum(rows[-1][0].bottom < y < rows[0][0].bottom for y in lines) >= ROWS - 1
    for row in rows:
        starts = row[0].left < spans[0][1]
        drop = before[0].bottom - row[0].bottom if before is not None else 0.0
        if before is not None and ruled:
            wraps = not any(row[0].bottom < y < before[0].bottom for y in lines)
        else:
            wraps = (
                before is not None
                and drop < 1.25 * pitch
                and (spaced or not starts or len(row) == 1 or len(row) < len(spans))
            )
        if not out or not wraps:
            out.append([[] for _ in spans])
        for piece in row:
            out[-1][_column(piece, spans)].append(piece.text)
        before = row
    return [["\n".join(cell) for cell in row] for row in out]


def _is_spaced(rows: Rows, pitch: float) -> bool:
    """Whether white space parts the rows: the lines of their cells stand closer, and run on."""
    drops = [(a[0].bottom - b[0].bottom, b) for a, b in pairwise(rows)]
    close = [row for drop, row in drops if drop < 1.25 * pitch and len(row) >= 2]
    running = sum(any(piece.text[:1].islower() for piece in row) for row in close)
    return sum(drop > 1.4 * pitch for drop, _ in drops) >= 2 and running >= 0.5 * max(1, len(close))


def _column(piece: Piece, spans: Sequence[Span]) -> int:
    """The column in which a piece lies."""
    for k, (left, right) in enumerate(spans):
        if left <= piece.left and piece.right <= right:
            return k
    return max(range(len(spans)), key=lambda k: min(piece.right, spans[k][1]) - max(piece.left, spans[k][0]))


def _pitch(rows: Rows) -> float:
    """The usual distance between two lines of a cell."""
    drops = sorted(a[0].bottom - b[0].bottom for a, b in pairwise(rows))
    return max(drops[len(drops) // 4] if drops else 0.0, rows[0][0].height)
