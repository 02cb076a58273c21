"""The letters of a PDF page as pieces of lines, each with its place, size and weight."""

from __future__ import annotations

import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat
from math import inf
from typing import TypeVar

from ingest.clean import characters, raised
from ingest.readers.pdf_chars import Run

__all__ = ["RAISED", "Piece", "pieces"]

T = TypeVar("T")

WIDE, CLOSE = 1.7, 0.9
"""A gap of this many times the size of the letters parts two pieces of a line; a narrower one, where lines share it."""
SAME, OTHERS, AROUND = 1.0, 2, 5.0
"""Gaps so many points apart are in the same place; so many lines share it, within so many times the size of the letters
above and below."""
SPACED = 4
"""So many spaces at least, about as many as letters, make a word whose letters are set apart."""
INITIAL = 1.8
"""A large first letter is so many times as large as the text at least."""
HANGING = 4.5
"""A bullet or number stands so many times the size of the letters before its text at most."""
SPACE = 0.2
"""A gap of this many times the size of the letters is a space where their size changes and the file has none."""
RAISED = 0.75
"""Digits below this share of the line's size are a note mark when they stand above its base line."""


@dataclass(slots=True)
class Piece:
    """A run of characters on one line without a wide gap. Coordinates in points, `top` above `bottom`.

    `look` names the font and colour of its letters; it is empty when they differ.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool
    look: str = ""
    order: int = 0

    @property
    def height(self) -> float:
        """The height of a line of letters of this size."""
        return max(self.size, 1.0)


def pieces(typed: Iterable[Run]) -> list[Piece]:
    """The pieces that the letters of a page make, in the order of the file."""
    rows: list[list[Run]] = []
    row: list[Run] = []
    before: Run | None = None
    for run in typed:
        # most words follow on the base line of the line: no need to look further
        on_line = before is not None and run.base == before.base == row[0].base and run.left >= before.last
        if not on_line and row and _new_line(row, run):
            rows.append(row)
            row = []
        row.append(run)
        before = run
    if row:
        rows.append(row)
    gaps = [_gaps(each) for each in rows]
    shared = _shared(rows, gaps)
    found = [piece for each, wide in zip(rows, gaps, strict=True) for piece in _split(each, wide, shared)]
    found = _with_initials(found)
    for i, piece in enumerate(found):
        piece.order = i
    return found


def _new_line(row: list[Run], run: Run) -> bool:
    """Whether a word starts a new line: it stands lower or higher than the base line, or far to the left."""
    before, first = row[-1], row[0]
    size = max(before.size, run.size)
    drop, drift = abs(run.base - before.base), abs(run.base - first.base)
    reach = 0.55
    if drop > reach * size or drift > 0.75 * size:  # seldom: only then is it worth asking whether it is a mark
        small = before.text.rstrip()[-1] if before.size < run.size else run.text[0]
        if min(before.size, run.size) < RAISED * size and small.isdigit():
            reach = 0.85
        if drop > reach * size or drift > (reach + 0.2) * max(size, first.size):
            return True
    return run.left < before.last - 0.8 * size


def _gaps(row: list[Run]) -> list[tuple[int, float]]:
    """Where in a line there are gaps, and how many times as wide as the letters are large."""
    found = []
    last = row[0]
    for i, run in enumerate(row):
        gap = run.left - last.right
        if gap > SPACE * run.size:
            if run.size != last.size and not last.text.endswith(" "):
                is_initial = i == last.letters == 1 and last.size >= INITIAL * run.size and last.text.isalpha()
                last.text += "" if is_initial else " "
            if gap > CLOSE * run.size and gap > CLOSE * last.size:
                found.append((i, gap / max(run.size, last.size)))
        last = run
    return found


def _shared(rows: list[list[Run]], gaps: list[list[tuple[int, float]]]) -> list[tuple[float, float]]:
    """The places (from the left, from the foot) where lines begin or go on after a gap; none when no gap is narrow."""
    if not any(width <= WIDE for each in gaps for _, width in each):
        return []
    begun = [row[0] for row in rows] + [row[i] for row, each in zip(rows, gaps, strict=True) for i, _ in each]
    return sorted((run.left, run.base) for run in begun)


def _is_shared(run: Run, shared: list[tuple[float, float]]) -> bool:
    """Whether lines above and below begin, or go on after a gap, where a word stands."""
    near = shared[bisect_left(shared, (run.left - SAME, 0.0)) : bisect_right(shared, (run.left + SAME, inf))]
    reach = AROUND * run.size
    return sum(1 < abs(base - run.base) < reach for _, base in near) >= OTHERS


def _split(row: list[Run], gaps: list[tuple[int, float]], shared: list[tuple[float, float]]) -> list[Piece]:
    """A line in pieces where it has wide gaps, or narrower ones in the same place as other lines.

    A bullet or number before a gap stays with its text.
    """
    cuts = [0]
    for i, width in gaps:
        if len(cuts) == 1 and width < HANGING and _is_sign(row[:i]):
            continue
        if width > WIDE or _is_shared(row[i], shared):
            cuts.append(i)
    groups = [row[start:end] for start, end in pairwise((*cuts, len(row)))]
    return [_piece(group) for group in groups]


def _is_sign(group: list[Run]) -> bool:
    text = "".join(run.text for run in group).strip()
    return (len(text) <= 3 and (not text.isalnum() or text.isdigit())) or (
        len(text) <= 5 and text[-1:] in ".)" and text[:1].isalnum()
    )


def _piece(group: list[Run]) -> Piece:
    size, base, text = _line(group)
    if text.count(" ") >= SPACED and sum(map(len, text.split())) < 1.5 * (text.count(" ") + 1):
        text = _closed_up(group)
    bold, look = _look(group)
    return Piece(
        text=characters(text.rstrip()).replace("\u2010", "-"),
        left=group[0].left,
        right=max([run.right for run in group]),
        bottom=base,
        top=base + size,
        size=size,
        bold=bold,
        look=look,
    )


def _line(group: list[Run]) -> tuple[float, float, str]:
    """The size of the letters of a piece, its base line, and its text with raised digits where they stand above it."""
    first = group[0]
    if len({(run.size, run.base) for run in group}) == 1:
        return round(first.size, 1), first.base, "".join([run.text for run in group])
    size = _most((round(run.size, 1), run.letters) for run in group)
    bases = [(run.base, run.letters) for run in group if round(run.size, 1) == size]
    base = bases[0][0]
    if any(each != base for each, _ in bases):
        base = statistics.median(each for at, letters in bases for each in repeat(at, letters))
    return size, base, "".join(_marked(run, size, base) for run in group)


def _look(group: list[Run]) -> tuple[bool, str]:
    """Whether the letters of a piece are bold, and how they look when nearly all look the same."""
    first = group[0]
    if len({(run.bold, run.look) for run in group}) == 1:
        return first.bold, first.look
    total = sum(run.letters for run in group)
    look = _most((run.look, run.letters) for run in group)
    alike = sum(run.letters for run in group if run.look == look)
    bold = sum(run.letters for run in group if run.bold)
    return bold >= 0.6 * total and group[-1].bold, look if alike >= 0.9 * total else ""


def _most(weighed: Iterable[tuple[T, int]]) -> T:
    """What has the most weight; of equals the one that came first."""
    found: dict[T, int] = {}
    for each, weight in weighed:
        found[each] = found.get(each, 0) + weight
    return max(found, key=found.__getitem__)


def _closed_up(group: list[Run]) -> str:
    """The text of letters that are set apart (`B E L E I D`), with spaces only where the gaps are wide."""
    gaps = [after.left - run.right for run, after in pairwise(group)]
    inside = repeat(0.0, sum([run.letters - 1 for run in group]))
    usual = statistics.median([*gaps, *inside]) + SPACE * group[0].size
    wide = [gap > usual for gap in gaps]
    return "".join(run.text.strip() + (" " if gap else "") for run, gap in zip(group, (*wide, False), strict=True))


def _with_initials(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, with a large first letter put before the first of the lines that it stands beside."""
    out = list(pieces)
    large = INITIAL * statistics.median(p.size for p in pieces) if pieces else 0.0
    for piece in pieces:
        if piece.size < large or len(piece.text) > 1 or not piece.text.isalpha():
            continue
        beside = [
            p
            for p in out
            if p is not piece
            and INITIAL * p.size <= piece.size
            and piece.right - 1 <= p.left < piece.right + p.size
            and piece.bottom - p.size < p.bottom < piece.top
        ]
        if len(beside) >= 2:
            first = max(beside, key=lambda p: p.bottom)
            first.text, first.left = piece.text + first.text, piece.left
            out.remove(piece)
    return out


def _marked(run: Run, size: float, base: float) -> str:
    """The text of a run, in which digits that stand above the base line are raised ones."""
    height = run.base - base
    if height > 0.12 * size and (height > 0.28 * size or run.size < RAISED * size):
        return raised(run.text)
    return run.text
