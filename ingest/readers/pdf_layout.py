"""The pieces of a page put in reading order: tables cut out, columns found, each column read from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.clean import raised
from ingest.readers import pdf_columns, pdf_tables
from ingest.readers.pdf_drawn import Rule
from ingest.readers.pdf_page import RAISED, Piece

__all__ = ["Region", "regions"]


@dataclass(slots=True)
class Region:
    """A column of text (its lines from top to bottom) or a table (its rows, each a list of cells)."""

    lines: list[Piece] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0


DEPTH = 4
"""A page is cut in columns so many times, one within the other, at most."""


def regions(pieces: Sequence[Piece], rules: Sequence[Rule] = (), depth: int = 0) -> list[Region]:
    """The regions of a page in reading order; `rules` are the lines drawn on it."""
    found = pdf_columns.split(pieces, rules) if depth < DEPTH else None
    if found is not None:
        parts = (found.above, found.left, found.right, found.below)
        return [region for part in parts if part for region in regions(part, rules, depth + 1)]
    rows = _rows(pieces)
    out: list[Region] = []
    start = 0
    for first, last, columns in pdf_tables.find(rows, rules):
        out += _columns([p for row in rows[start:first] for p in row])
        table = rows[first : last + 1]
        region = Region(left=columns[0][0], right=max(p.right for row in table for p in row), top=table[0][0].top)
        region.rows = pdf_tables.cells(table, columns, rules)
        out.append(region)
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
