"""Columns of running text on a PDF page, told apart from the columns of a table by how their lines run on."""

from __future__ import annotations

import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from operator import neg

from ingest import layout
from ingest.readers.pdf_drawn import Rule
from ingest.readers.pdf_page import Piece

__all__ = ["Split", "split"]

ALIGNED = 3.0
"""Points within which two left edges, or two base lines, count as the same."""
FEW, MANY = 3, 2000
"""A column of text has at least so many lines; a page with more pieces than that is a drawing, and is not cut."""
WIDE, HANGS = 7.0, 14.0
"""The white strip between two columns is at least so many points wide; a bullet hangs out in it so far at most."""
SPACED = 1.35
"""A line that stands so many times the usual distance below the one above it begins something new."""
AROUND, MANY_RULES = 14.0, 200
"""The lines around a table stand so many points from its text at most; more lines than that are a drawing."""
LARGE, ALONE = 1.4, 0.3
"""A heading in letters so many times as large as usual, with white above and below it of so many times its size."""
LOOSE = 1.5
"""The usual distance between lines is so many times the size of the letters at most."""
FILLED, WORDY = 0.75, 20
"""A line on which its text runs on takes this share of its column, and has so many characters."""
NEAR = 4.0
"""A line above that is so many times the size of the letters away has nothing to do with a line."""


@dataclass(frozen=True, slots=True)
class Split:
    """What stands above two columns, in the left one, in the right one, and below them."""

    above: list[Piece]
    left: list[Piece]
    right: list[Piece]
    below: list[Piece]


@dataclass(frozen=True, slots=True)
class _Line:
    """What a line does: whether the text above runs on in it, down from the base line `start`, or it begins an item, or
    stands apart, below white space, or is a bold heading of what stands below it."""

    bottom: float
    start: float
    flows: bool
    item: bool
    apart: bool
    heads: bool


def split(pieces: Sequence[Piece], rules: Sequence[Rule]) -> Split | None:
    """The two columns of text that hold the most lines, None where there are none. More columns are cut in turn."""
    edges = _edges(pieces) if 2 * FEW <= len(pieces) <= MANY else []
    if not edges:
        return None
    known = _known(pieces)
    over = _over(pieces)
    best: tuple[float, Split] | None = None
    for edge in edges:
        for found in _bands(pieces, edge, over):
            score = _score(found, edge)
            if (best is None or score > best[0]) and _is_text(found, edge, rules, known):
                best = (score, found)
    return best[1] if best is not None else None


def _edges(pieces: Sequence[Piece]) -> list[float]:
    """The places where a column may begin: left edges that lines share, well within the text."""
    left, right = min(p.left for p in pieces), max(p.right for p in pieces)
    lefts = sorted(p.left for p in pieces if left + 0.12 * (right - left) < p.left < right - 20)
    found: list[float] = []
    run: list[float] = []
    for at in (*lefts, float("inf")):
        if run and at - run[0] > ALIGNED:
            if len(run) >= FEW:
                found.append(run[0])
            run = []
        run.append(at)
    return found


def _known(pieces: Sequence[Piece]) -> dict[int, _Line]:
    """What each line does, by its place in the file."""
    ordered = sorted(pieces, key=lambda p: -p.bottom)
    above: dict[int, Piece] = {}
    for i, piece in enumerate(ordered):
        for k in range(i - 1, -1, -1):
            before = ordered[k]
            drop = before.bottom - piece.bottom
            if drop > NEAR * piece.height:
                break
            if drop > 0.5 * piece.height and before.left < piece.right and before.right > piece.left:
                above[piece.order] = before
                break
    widths: dict[int, float] = {}
    for piece in pieces:
        widths[round(piece.left)] = max(widths.get(round(piece.left), 0.0), piece.right - piece.left)
    drops = [above[p.order].bottom - p.bottom for p in pieces if p.order in above]
    pitch = statistics.median(drops) if drops else 0.0
    plain = {above[p.order].order for p in pieces if p.order in above and not p.bold}
    return {p.order: _line(p, above.get(p.order), pitch, widths, p.bold and p.order in plain) for p in pieces}


def _line(piece: Piece, above: Piece | None, pitch: float, widths: Mapping[int, float], heads: bool) -> _Line:
    item = (layout.bullet(piece.text) or layout.enumerated(piece.text)) is not None
    if above is None:
        return _Line(piece.bottom, piece.bottom, flows=False, item=item, apart=True, heads=heads)
    apart = above.bottom - piece.bottom > SPACED * min(max(pitch, piece.height), LOOSE * piece.height)
    ended = above.text.rstrip()[-1:] in ".!?:;"
    full = above.right - above.left >= FILLED * max(widths[round(above.left)], widths[round(piece.left)])
    flows = (
        not item
        and not ended
        and len(above.text) >= WORDY
        and not apart
        and abs(above.size - piece.size) < 0.6
        and (piece.text[:1].islower() or (full and not piece.text[:1].isupper()))
    )
    return _Line(piece.bottom, above.bottom, flows, item, apart, heads)


def _over(pieces: Sequence[Piece]) -> set[float]:
    """The base lines of large headings with nothing beside them: they stand over all columns, however short."""
    usual = statistics.median(p.size for p in pieces)
    large = [p for p in pieces if p.size >= LARGE * usual]
    return {
        p.bottom
        for p in large
        if not any(
            q.bottom < p.top + ALONE * p.size and q.top > p.bottom - ALONE * p.size
            for q in pieces
            if q is not p and (abs(q.size - p.size) > 0.5 or abs(q.left - p.left) > ALIGNED)
        )
    }


def _bands(pieces: Sequence[Piece], edge: float, over: Iterable[float]) -> list[Split]:
    """The parts of the page that no line crosses at an edge, each with what stands above and below it."""
    strip, hung = edge - WIDE, edge - HANGS
    crossing = sorted({p.bottom for p in pieces if p.left < hung and p.right > strip} | set(over), reverse=True)
    bands: list[list[Piece]] = [[] for _ in range(len(crossing) + 1)]
    for piece in pieces:
        k = bisect_left(crossing, -piece.bottom, key=neg)
        if k == len(crossing) or crossing[k] != piece.bottom:
            bands[k].append(piece)
    found = []
    for k, band in enumerate(bands):
        left, right = [p for p in band if p.left < hung], [p for p in band if p.left >= hung]
        if min(len(left), len(right)) >= FEW:
            top, foot = crossing[k - 1] if k else inf, crossing[k] if k < len(crossing) else -inf
            above, below = [p for p in pieces if p.bottom >= top], [p for p in pieces if p.bottom <= foot]
            found.append(Split(above, left, right, below))
    return found


def _score(found: Split, edge: float) -> float:
    aligned = sum(p.left <= edge + ALIGNED for p in found.right)
    return min(len(found.left), len(found.right)) + 0.5 * aligned


def _is_text(found: Split, edge: float, rules: Sequence[Rule], known: Mapping[int, _Line]) -> bool:
    """Whether two sides are columns of text, and no cells of a table.

    Where a line begins something new, the row of a table begins on both sides; in columns of text the other side runs
    on there. Lines drawn across both sides part the rows of a table.
    """
    left, right = ([known[p.order] for p in side] for side in (found.left, found.right))
    against, together = _compared(left, right, apart=True)
    headed = len({round(line.bottom) for line in left if line.heads and _beside(line, right)})
    if headed >= 2 and headed > 0.6 * together:
        return True
    if _is_ruled(found, edge, rules, (*left, *right)):
        return False
    if together >= 2 and together >= against:
        return False
    if against > together:
        return True
    against, together = _compared(left, right, apart=False)
    if against >= 2 and against > together:
        return True
    if min(sum(line.item for line in side) for side in (left, right)) >= 2:
        return True
    return together < 2 and min(sum(line.flows for line in side) for side in (left, right)) >= 2


def _is_ruled(found: Split, edge: float, rules: Sequence[Rule], lines: Sequence[_Line]) -> bool:
    """Whether lines are drawn across both sides as between, above and below the rows of a table."""
    both = (*found.left, *found.right)
    top, foot = max(p.top for p in both) + AROUND, min(p.bottom for p in both) - AROUND
    drawn = {round(r.y) for r in rules if foot < r.y < top and r.left < edge - 20 and r.right > edge + 20}
    flowing = [(line.bottom, line.start) for line in lines if line.flows]
    return FEW <= len(drawn) <= MANY_RULES and not any(bottom < y < start for bottom, start in flowing for y in drawn)


def _beside(line: _Line, others: Sequence[_Line]) -> bool:
    """Whether a heading stands beside another one, as over boxes: of a table only the first row is bold throughout."""
    return any(other.heads and abs(other.bottom - line.bottom) <= ALIGNED for other in others)


def _compared(left: Sequence[_Line], right: Sequence[_Line], *, apart: bool) -> tuple[int, int]:
    """How often something new begins on one side where the other runs on, and how often on both at once."""
    new_left, new_right = _beginnings(left, apart=apart), _beginnings(right, apart=apart)
    together = sum(_has(new_right, a - ALIGNED, a + ALIGNED) for a in new_left)
    return _running(left, new_right) + _running(right, new_left), together


def _has(places: Sequence[float], low: float, high: float) -> bool:
    """Whether one of the sorted places lies between two."""
    at = bisect_left(places, low)
    return at < len(places) and places[at] <= high


def _beginnings(lines: Sequence[_Line], *, apart: bool) -> list[float]:
    """The base lines on which something new begins below the first line of a side."""
    first = max(line.bottom for line in lines)
    new = (line for line in lines if not line.flows and (line.apart or not apart))
    return sorted({round(line.bottom, 1) for line in new if line.bottom < first - ALIGNED})


def _running(lines: Sequence[_Line], new: Sequence[float]) -> int:
    """How often something new begins on the other side where the text of this side runs on."""
    crossed: set[float] = set()
    for line in lines:
        if line.flows:
            crossed.update(new[bisect_right(new, line.bottom - ALIGNED) : bisect_left(new, line.start - ALIGNED)])
    return len(crossed)
