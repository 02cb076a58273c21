"""The pieces of a page put in reading order: tables cut out, columns found, each column read from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest.clean import raised
from ingest.readers.pdf_page import RAISED, Piece

__all__ = ["Region", "regions"]

ALIGNED = 3.0
"""Points within which two left edges count as the same."""


@dataclass(slots=True)
class Region:
    """A column of text (its lines from top to bottom) or a table (its rows, each a list of cells)."""

    lines: list[Piece] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0


def regions(pieces: Sequence[Piece]) -> list[Region]:
    """The regions of a page in reading order."""
    rows = _rows(pieces)
    out: list[Region] = []
    start = 0
    for first, last, columns in _tables(rows):
        out += _columns([p for row in rows[start:first] for p in row])
        out.append(_table(rows[first : last + 1], columns))
        start = last + 1
    out += _columns([p for row in rows[start:] for p in row])
    return out


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces that share a base line, from top to bottom, each row from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (-p.bottom, p.left)):
        if rows and abs(rows[-1][0].bottom - piece.bottom) <= 0.35 * min(piece.height, rows[-1][0].height):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda p: p.left)
    return rows


def _tables(rows: Sequence[Sequence[Piece]]) -> list[tuple[int, int, list[float]]]:
    """(first row, last row, left edges of the columns) of each table: three columns or more that rows share."""
    found: list[tuple[int, int, list[float]]] = []
    i = 0
    while i < len(rows):
        if len(rows[i]) >= 3:
            columns = _shared_columns(rows, i)
            if columns:
                first, last = _extent(rows, i, columns, found[-1][1] + 1 if found else 0)
                found.append((first, last, columns))
                i = last
        i += 1
    return found


def _shared_columns(rows: Sequence[Sequence[Piece]], i: int) -> list[float]:
    """The left edges of row `i` when other rows near it keep to them, else nothing."""
    edges = [piece.left for piece in rows[i]]
    if len(edges) > 12:
        return []
    kept = 0
    for row in rows[i + 1 : i + 14]:
        if not _fits(row, edges):
            break
        kept += len(row) >= 2
    return edges if kept >= 1 else []


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


def _extent(rows: Sequence[Sequence[Piece]], seed: int, edges: list[float], floor: int) -> tuple[int, int]:
    """The first and last row of the table around row `seed`."""
    first = last = seed
    while first > floor and len(rows[first - 1]) >= 2 and _fits(rows[first - 1], edges):
        first -= 1
    largest = 1.09 * max(piece.size for piece in rows[seed])
    while last + 1 < len(rows) and _fits(rows[last + 1], edges) and not _far(rows[last], rows[last + 1]):
        if rows[last + 1][0].size > largest:
            break
        last += 1
    while last > seed and len(rows[last]) == 1 and _far(rows[last - 1], rows[last], 1.9) and rows[last][0].bold:
        last -= 1
    return first, last


def _far(above: Sequence[Piece], below: Sequence[Piece], times: float = 4.5) -> bool:
    return above[0].bottom - below[0].bottom > times * above[0].height


def _table(rows: Sequence[Sequence[Piece]], edges: Sequence[float]) -> Region:
    """A table as rows of cells. A new row begins where the first column begins a cell, or after white space."""
    out: list[list[list[str]]] = []
    before: Sequence[Piece] | None = None
    pitch = _pitch(rows)
    for row in rows:
        starts = row[0].left <= edges[0] + 30
        drop = before[0].bottom - row[0].bottom if before is not None else 0.0
        wraps = before is not None and drop < 1.25 * pitch and (not starts or len(row) == 1 or len(row) < len(edges))
        if not out or not wraps:
            out.append([[] for _ in edges])
        for piece in row:
            column = _column(piece, edges)
            out[-1][column if column is not None else 0].append(piece.text)
        before = row
    region = Region(left=edges[0], right=max(p.right for row in rows for p in row), top=rows[0][0].top)
    region.rows = [["\n".join(cell) for cell in row] for row in out]
    return region


def _pitch(rows: Sequence[Sequence[Piece]]) -> float:
    """The usual distance between two lines of a cell."""
    drops = sorted(a[0].bottom - b[0].bottom for a, b in pairwise(rows))
    return max(drops[len(drops) // 4] if drops else 0.0, rows[0][0].height)


def _columns(pieces: Sequence[Piece]) -> list[Region]:
    """Text in one or two columns (or more, by halves); what spans both parts the page in bands."""
    if not pieces:
        return []
    gutter = _gutter(pieces)
    if gutter is None:
        return [_region(pieces)]
    out: list[Region] = []
    band: list[Piece] = []
    for row in _rows(pieces):
        spanning = [p for p in row if p.left < gutter - 2 and p.right > gutter + 2]
        if spanning:
            out += _halves(band, gutter)
            out.append(_region(row))
            band = []
        else:
            band += row
    return out + _halves(band, gutter)


def _halves(band: Sequence[Piece], gutter: float) -> list[Region]:
    left = [p for p in band if p.right <= gutter + 2]
    right = [p for p in band if p.right > gutter + 2]
    return [region for half in (left, right) if half for region in _columns_once(half)]


def _columns_once(half: Sequence[Piece]) -> list[Region]:
    """A half of a page, itself cut in two when it has columns."""
    gutter = _gutter(half)
    if gutter is None:
        return [_region(half)]
    return [
        _region(part)
        for part in ([p for p in half if p.right <= gutter + 2], [p for p in half if p.right > gutter + 2])
        if part
    ]


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """The place of the white strip between two columns, None when the text has one column.

    The strip is crossed by few lines, has lines of some length on both sides, and lies well within the text.
    """
    if len(pieces) < 6:
        return None
    left, right = min(p.left for p in pieces), max(p.right for p in pieces)
    width = right - left
    best: tuple[float, float] | None = None
    for edge in sorted({round(p.left, 0) for p in pieces}):
        if not left + 0.2 * width < edge < left + 0.85 * width:
            continue
        strip = edge - 3
        on_left = [p for p in pieces if p.right <= strip + 1]
        on_right = [p for p in pieces if p.left >= strip - 1]
        crossing = len(pieces) - len(on_left) - len(on_right)
        if min(len(on_left), len(on_right)) < 2 or crossing > 0.34 * len(pieces):
            continue
        aligned = sum(1 for p in on_right if p.left <= edge + 14)
        if aligned < 0.5 * len(on_right):
            continue
        score = min(len(on_left), len(on_right)) - 3.0 * crossing + 0.5 * aligned
        if best is None or score > best[0]:
            best = (score, strip)
    return best[1] if best is not None else None


def _region(pieces: Sequence[Piece]) -> Region:
    """A column: its lines from top to bottom, pieces of one line put together."""
    lines: list[Piece] = []
    for row in _rows(pieces):
        whole = row[0]
        for piece in row[1:]:
            is_mark = piece.text.strip().isdigit() and piece.size < RAISED * whole.size and piece.bottom > whole.bottom
            text = whole.text + raised(piece.text.strip()) if is_mark else f"{whole.text} {piece.text}"
            most = max(whole, piece, key=lambda p: len(p.text))
            whole = replace(
                whole,
                text=text,
                right=max(whole.right, piece.right),
                top=max(whole.top, piece.top),
                size=most.size,
                bold=most.bold,
                look=most.look,
            )
        lines.append(whole)
    return Region(
        lines=lines, left=min(p.left for p in lines), right=max(p.right for p in lines), top=max(p.top for p in lines)
    )
