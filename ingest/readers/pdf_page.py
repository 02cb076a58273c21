"""The characters of a PDF page as pieces of lines, each with its place, size and weight."""

from __future__ import annotations

import ctypes
import statistics
from dataclasses import dataclass
from itertools import islice
from typing import Any

from ingest.clean import SUPERSCRIPTS, characters, raised

__all__ = ["RAISED", "Piece", "Rule", "pieces", "rules"]

WIDE = 1.7
"""A gap of this many times the size of the letters parts two pieces of one line."""
THIN, SHORTEST, MOST_DRAWN = 2.5, 40.0, 5000
"""A drawn line is so many points thick at most and so many long at least; of a page so many drawings are looked at."""
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


@dataclass(frozen=True, slots=True)
class Rule:
    """A level line drawn on the page, as between the rows of a table."""

    left: float
    right: float
    y: float


@dataclass(slots=True)
class _Char:
    """A character with its place, its size, and the place of its base line."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    look: str


def pieces(textpage: Any) -> list[Piece]:
    """The pieces of a page, in the order of the file; text that does not lie level is left out."""
    rows: list[list[_Char]] = []
    row: list[_Char] = []
    for char in _chars(textpage):
        if char is None:
            continue
        if row and _new_line(row, char):
            rows.append(row)
            row = []
        row.append(char)
    if row:
        rows.append(row)
    found = [piece for each in rows for piece in _split(each)]
    for i, piece in enumerate(found):
        piece.order = i
    return found


def rules(page: Any) -> list[Rule]:
    """The level lines and thin bars drawn on a page; a box counts by its upper and lower edge."""
    import pypdfium2.raw as pdfium

    found: list[Rule] = []
    for drawn in islice(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3), MOST_DRAWN):
        left, bottom, right, top = drawn.get_bounds()
        if right - left >= SHORTEST:
            found += [Rule(left, right, y) for y in ({bottom} if top - bottom < THIN else {bottom, top})]
    return found


def _chars(textpage: Any) -> list[_Char | None]:
    import pypdfium2.raw as pdfium

    raw = textpage.raw
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    x, y = ctypes.c_double(), ctypes.c_double()
    out: list[_Char | None] = []
    for i in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, i)
        if code in (0, 10, 13) or 0xD800 <= code < 0xE000:
            continue
        text = chr(code)
        if text.isspace():
            if out and out[-1] is not None and not out[-1].text.endswith(" "):
                out[-1].text += " "
            continue
        pdfium.FPDFText_GetCharOrigin(raw, i, x, y)
        if code in (2, 0xFFFE):
            if out and out[-1] is not None:
                out[-1].text += "\u0002"
            continue
        pdfium.FPDFText_GetCharBox(raw, i, left, right, bottom, top)
        size = pdfium.FPDFText_GetFontSize(raw, i)
        if size <= 1.5:
            size = max(top.value - bottom.value, 4.0)
        if code < 128 and not text.isalpha() and out and out[-1] is not None:
            bold, look = out[-1].bold, out[-1].look
        else:
            bold, look = _look(raw, i)
        out.append(_Char(text, left.value, max(right.value, left.value), y.value, size, bold, look))
    return out


def _look(raw: Any, i: int) -> tuple[bool, str]:
    """Whether a character is bold, and the name of its font (without the subset's letters) with its colour."""
    import pypdfium2.raw as pdfium

    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(raw, i, None, 0, flags)
    buffer = ctypes.create_string_buffer(max(1, min(int(length), 200)))
    pdfium.FPDFText_GetFontInfo(raw, i, buffer, len(buffer), flags)
    font = buffer.value.decode("utf-8", errors="replace").rsplit("+", 1)[-1]
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFText_GetFillColor(raw, i, red, green, blue, alpha)
    bold = pdfium.FPDFText_GetFontWeight(raw, i) >= 600 or "bold" in font.casefold()
    return bold, f"{font} {red.value // 16:x}{green.value // 16:x}{blue.value // 16:x}"


def _new_line(row: list[_Char], char: _Char) -> bool:
    """Whether a character starts a new line: it stands lower or higher than the base line, or far to the left."""
    before = row[-1]
    size = max(before.size, char.size)
    is_mark = (
        min(before.size, char.size) < RAISED * size
        and (before if before.size < char.size else char).text.strip().isdigit()
    )
    reach = 0.85 if is_mark else 0.55
    if abs(char.base - before.base) > reach * size or abs(char.base - row[0].base) > (reach + 0.2) * max(
        size, row[0].size
    ):
        return True
    return char.left < before.left - 0.8 * size


def _split(row: list[_Char]) -> list[Piece]:
    """A line in pieces where it has wide gaps; a bullet or number before a gap stays with its text."""
    groups: list[list[_Char]] = [[]]
    for char in row:
        last = groups[-1][-1] if groups[-1] else None
        if last is not None and char.left - last.right > WIDE * max(last.size, char.size) and not _is_sign(groups[-1]):
            groups.append([])
        groups[-1].append(char)
    return [_piece(group) for group in groups if any(char.text.strip() for char in group)]


def _is_sign(group: list[_Char]) -> bool:
    text = "".join(char.text for char in group).strip()
    return (len(text) <= 3 and (not text.isalnum() or text.isdigit())) or (
        len(text) <= 5 and text[-1:] in ".)" and text[:1].isalnum()
    )


def _piece(group: list[_Char]) -> Piece:
    size = statistics.mode(round(char.size, 1) for char in group if char.text.strip())
    base = statistics.median(char.base for char in group if round(char.size, 1) == size)
    text = "".join(_mark(char, size, base) for char in group)
    weight = sum(char.bold for char in group)
    looks = [char.look for char in group]
    look = statistics.mode(looks)
    return Piece(
        text=characters(text.rstrip()),
        left=group[0].left,
        right=max(char.right for char in group),
        bottom=base,
        top=base + size,
        size=size,
        bold=weight >= 0.6 * len(group) and group[-1].bold,
        look=look if looks.count(look) >= 0.9 * len(looks) else "",
    )


def _mark(char: _Char, size: float, base: float) -> str:
    """The character; a small digit above the base line becomes a raised digit."""
    bare = char.text.strip()
    if bare.isdigit() and bare not in SUPERSCRIPTS and char.size < RAISED * size and char.base > base + 0.12 * size:
        return char.text.replace(bare, raised(bare))
    if bare.isdigit() and char.base > base + 0.28 * size:
        return char.text.replace(bare, raised(bare))
    return char.text
