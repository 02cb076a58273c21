"""The characters of a PDF page as pieces of lines, each with its place, size and weight."""

from __future__ import annotations

import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from ingest.clean import SUPERSCRIPTS, characters, raised
from ingest.readers.pdf_chars import Char

__all__ = ["RAISED", "Piece", "pieces"]

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


def pieces(typed: Iterable[Char]) -> list[Piece]:
    """The pieces that the characters of a page make, in the order of the file."""
    rows: list[list[Char]] = []
    row: list[Char] = []
    before: Char | None = None
    for char in typed:
        # most letters follow on the base line of the line: no need to look further
        on_line = before is not None and char.base == before.base == row[0].base and char.left >= before.left
        if not on_line and row and _new_line(row, char):
            rows.append(row)
            row = []
        row.append(char)
        before = char
    if row:
        rows.append(row)
    gaps = [_gaps(each) for each in rows]
    shared = _shared(rows, gaps)
    found = [piece for each, wide in zip(rows, gaps, strict=True) for piece in _split(each, wide, shared)]
    found = _with_initials(found)
    for i, piece in enumerate(found):
        piece.order = i
    return found


def _new_line(row: list[Char], char: Char) -> bool:
    """Whether a character starts a new line: it stands lower or higher than the base line, or far to the left."""
    before, first = row[-1], row[0]
    small, large = (before, char) if before.size < char.size else (char, before)
    size = large.size
    drop, drift = abs(char.base - before.base), abs(char.base - first.base)
    reach = 0.55
    if drop > reach * size or drift > 0.75 * size:  # seldom: only then is it worth asking whether it is a mark
        if small.size < RAISED * size and small.text.strip().isdigit():
            reach = 0.85
        if drop > reach * size or drift > (reach + 0.2) * max(size, first.size):
            return True
    return char.left < before.left - 0.8 * size


def _gaps(row: list[Char]) -> list[tuple[int, float]]:
    """Where in a line there are gaps, and how many times as wide as the letters are large."""
    found = []
    last = row[0]
    for i, char in enumerate(row):
        gap = char.left - last.right
        if gap > SPACE * char.size:
            is_initial = i == 1 and last.size >= INITIAL * char.size and last.text.isalpha()
            if char.size != last.size and not is_initial and not last.text.endswith(" "):
                last.text += " "
            if gap > CLOSE * char.size and gap > CLOSE * last.size:
                found.append((i, gap / max(char.size, last.size)))
        last = char
    return found


def _shared(rows: list[list[Char]], gaps: list[list[tuple[int, float]]]) -> list[tuple[float, float]]:
    """The places (from the left, from the foot) where lines begin or go on after a gap; none when no gap is narrow."""
    if not any(width <= WIDE for each in gaps for _, width in each):
        return []
    begun = [row[0] for row in rows] + [row[i] for row, each in zip(rows, gaps, strict=True) for i, _ in each]
    return sorted((char.left, char.base) for char in begun)


def _is_shared(char: Char, shared: list[tuple[float, float]]) -> bool:
    """Whether lines above and below begin, or go on after a gap, where a character stands."""
    near = shared[bisect_left(shared, (char.left - SAME, 0.0)) : bisect_right(shared, (char.left + SAME, inf))]
    reach = AROUND * char.size
    return sum(1 < abs(base - char.base) < reach for _, base in near) >= OTHERS


def _split(row: list[Char], gaps: list[tuple[int, float]], shared: list[tuple[float, float]]) -> list[Piece]:
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
    return [_piece(group) for group in groups if any(char.text.strip() for char in group)]


def _is_sign(group: list[Char]) -> bool:
    text = "".join(char.text for char in group).strip()
    return (len(text) <= 3 and (not text.isalnum() or text.isdigit())) or (
        len(text) <= 5 and text[-1:] in ".)" and text[:1].isalnum()
    )


def _piece(group: list[Char]) -> Piece:
    sizes = {char.size for char in group}
    rounded = {each: round(each, 1) for each in sizes}
    size = rounded.popitem()[1] if len(rounded) == 1 else statistics.mode(rounded[char.size] for char in group)
    bases = [char.base for char in group if len(sizes) == 1 or rounded[char.size] == size]
    base = bases[0] if bases.count(bases[0]) == len(bases) else statistics.median(bases)
    text = "".join([_mark(char, size, base) if char.text[0].isdigit() else char.text for char in group])
    if text.count(" ") >= SPACED and sum(map(len, text.split())) < 1.5 * (text.count(" ") + 1):
        text = _closed_up(group)
    weight = sum([char.bold for char in group])
    looks = [char.look for char in group]
    look = looks[0] if len(set(looks)) == 1 else statistics.mode(looks)
    return Piece(
        text=characters(text.rstrip()).replace("\u2010", "-"),
        left=group[0].left,
        right=max(char.right for char in group),
        bottom=base,
        top=base + size,
        size=size,
        bold=weight >= 0.6 * len(group) and group[-1].bold,
        look=look if looks.count(look) >= 0.9 * len(looks) else "",
    )


def _closed_up(group: list[Char]) -> str:
    """The text of letters that are set apart (`B E L E I D`), with spaces only where the gaps are wide."""
    gaps = [b.left - a.right for a, b in pairwise(group)]
    usual = statistics.median(gaps) + SPACE * group[0].size
    wide = [gap > usual for gap in gaps]
    return "".join(char.text.strip() + (" " if gap else "") for char, gap in zip(group, (*wide, False), strict=True))


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


def _mark(char: Char, size: float, base: float) -> str:
    """The text of a digit; a small digit above the base line becomes a raised digit."""
    bare = char.text.strip()
    if bare.isdigit() and bare not in SUPERSCRIPTS and char.size < RAISED * size and char.base > base + 0.12 * size:
        return char.text.replace(bare, raised(bare))
    if bare.isdigit() and char.base > base + 0.28 * size:
        return char.text.replace(bare, raised(bare))
    return char.text
