"""Tables on a PDF page: columns that rows share, found by the places of their cells and the lines drawn around them."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from itertools import pairwise

from ingest import layout
from ingest.readers.pdf_page import Piece, Rule

__all__ = ["cells", "find"]

ALIGNED = 3.0
"""Points within which two left edges count as the same."""
ROWS = 3
"""A table of two columns has at least so many rows with both cells."""
NARROW = 0.6
"""In a table of two columns without lines the first one is filled to this share at most: text fills its column."""
LABEL_WORDS = 8
"""The cells of such a first column have at most so many words in a line."""

Rows = Sequence[Sequence[Piece]]


def find(rows: Rows, rules: Sequence[Rule]) -> list[tuple[int, int, list[float]]]:
    """(first row, last row, left edges of the columns) of each table.

    Rows that share three columns or more are a table; two columns are one when lines are drawn through them, or when
    three rows or more have a short label in front.
    """
    found: list[tuple[int, int, list[float]]] = []
    i = 0
    while i < len(rows):
        columns = _shared_columns(rows, i) if len(rows[i]) >= 2 else []
        if columns:
            first, last = _extent(rows, i, columns, found[-1][1] + 1 if found else 0)
            if len(columns) > 2 or _is_pair_table(rows, first, last, columns, rules):
                found.append((first, last, columns))
                i = last
        i += 1
    return found


def _shared_columns(rows: Rows, i: int) -> list[float]:
    """The left edges of row `i` when other rows near it keep to them, else nothing."""
    edges = [piece.left for piece in rows[i]]
    if len(edges) > 12:
        return []
    kept = 0
    for row in rows[i + 1 : i + 14]:
        if not _fits(row, edges):
            break
        kept += len(row) >= 2
    return edges if kept >= (1 if len(edges) > 2 else ROWS - 1) else []


def _is_pair_table(page: Rows, first: int, last: int, edges: Sequence[float], rules: Sequence[Rule]) -> bool:
    """Whether rows in two columns are a table, and neither columns of text, lists beside text, nor a contents page.

    Columns of text go on above or below; the second column of a table does not, and few of its cells run on from the
    row above.
    """
    rows = page[first : last + 1]
    pairs = [row for row in rows if len(row) == 2]
    crossing = [
        rule
        for rule in rules
        if rule.left <= edges[0] + 6
        and rule.right > edges[1]
        and rows[-1][0].bottom - 20 < rule.y < rows[0][0].top + 20
    ]
    if len(crossing) >= ROWS:
        return True
    labels = [row[0] for row in rows if row[0].left < edges[1] - ALIGNED]
    width = statistics.median(label.right - edges[0] for label in labels)
    numbers = [int(row[1].text) for row in pairs if row[1].text.strip().isdecimal()]
    goes_on = sum(abs(piece.left - edges[1]) <= ALIGNED for row in (*page[:first], *page[last + 1 :]) for piece in row)
    running = sum(row[1].text[:1].islower() for row in pairs)
    is_contents = len(numbers) >= 0.7 * len(pairs) and numbers == sorted(numbers)
    return (
        len(pairs) >= ROWS
        and not is_contents
        and goes_on <= 1
        and running <= 0.5 * len(pairs)
        and width < NARROW * (edges[1] - edges[0])
        and all(_is_label(label.text.strip()) for label in labels)
    )


def _is_label(text: str) -> bool:
    return len(text.split()) <= LABEL_WORDS and text[-1:] != "-" and layout.bullet(text) is None


def _fits(row: Sequence[Piece], edges: Sequence[float]) -> bool:
    """Whether each piece of a row starts in a column and ends before the next one."""
    for piece in row:
        column = _column(piece, edges)
        if column is None:
            return False
        if column + 1 < len(edges) and piece.right > edges[column + 1] - 1:
            return False
    return True


def _column(piece: Piece, edges: Sequence[float]) -> int | None:
    """The column in which a piece starts; a cell may be indented by a bullet or a number."""
    for column in range(len(edges) - 1, -1, -1):
        if piece.left >= edges[column] - ALIGNED:
            return column if piece.left <= edges[column] + 30 else None
    return None


def _extent(rows: Rows, seed: int, edges: list[float], floor: int) -> tuple[int, int]:
    """The first and last row of the table around row `seed`."""
    first = last = seed
    while first > floor and len(rows[first - 1]) >= 2 and _fits(rows[first - 1], edges):
        first -= 1
    largest = 1.09 * max(piece.size for piece in rows[seed])
    while last + 1 < len(rows) and _fits(rows[last + 1], edges) and not _far(rows[last], rows[last + 1]):
        if rows[last + 1][0].size > largest:
            break
        last += 1
    while last > seed and len(rows[last]) == 1 and _far(rows[last - 1], rows[last], 1.9):
        if not rows[last][0].bold and len(edges) > 2:
            break
        last -= 1
    return first, last


def _far(above: Sequence[Piece], below: Sequence[Piece], times: float = 4.5) -> bool:
    return above[0].bottom - below[0].bottom > times * above[0].height


def cells(rows: Rows, edges: Sequence[float], rules: Sequence[Rule]) -> list[list[str]]:
    """The cells of a table by row; the lines of a cell are parted by newlines.

    A new row begins below a line that is drawn, where no lines are drawn after white space, and else where the first
    column begins a cell.
    """
    out: list[list[list[str]]] = []
    before: Sequence[Piece] | None = None
    pitch = _pitch(rows)
    lines = sorted(rule.y for rule in rules if rule.left <= edges[0] + 6 and rule.right > edges[1])
    ruled = sum(rows[-1][0].bottom < y < rows[0][0].bottom for y in lines) >= ROWS - 1
    for row in rows:
        starts = row[0].left <= edges[0] + 30
        drop = before[0].bottom - row[0].bottom if before is not None else 0.0
        if before is not None and ruled:
            wraps = not any(row[0].bottom < y < before[0].bottom for y in lines)
        else:
            wraps = (
                before is not None and drop < 1.25 * pitch and (not starts or len(row) == 1 or len(row) < len(edges))
            )
        if not out or not wraps:
            out.append([[] for _ in edges])
        for piece in row:
            column = _column(piece, edges)
            out[-1][column if column is not None else 0].append(piece.text)
        before = row
    return [["\n".join(cell) for cell in row] for row in out]


def _pitch(rows: Rows) -> float:
    """The usual distance between two lines of a cell."""
    drops = sorted(a[0].bottom - b[0].bottom for a, b in pairwise(rows))
    return max(drops[len(drops) // 4] if drops else 0.0, rows[0][0].height)
