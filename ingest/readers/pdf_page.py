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


_NOTHING, _SOFT_HYPHENS = frozenset((0, 10, 13)), frozenset((2, 0xFFFE))


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
    before: _Char | None = None
    for char in _chars(textpage):
        # most letters follow on the base line of the line: no need to look further
        on_line = before is not None and char.base == before.base == row[0].base and char.left >= before.left
        if not on_line and row and _new_line(row, char):
            rows.append(row)
            row = []
        row.append(char)
        before = char
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


def _chars(textpage: Any) -> list[_Char]:
    import pypdfium2.raw as pdfium

    raw = textpage.raw
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    box = tuple(ctypes.byref(number) for number in (left, right, bottom, top))
    origin = ctypes.byref(x), ctypes.byref(y)
    unicode_of, origin_of, box_of = (
        pdfium.FPDFText_GetUnicode,
        pdfium.FPDFText_GetCharOrigin,
        pdfium.FPDFText_GetCharBox,
    )
    object_of, address = pdfium.FPDFText_GetTextObject, ctypes.addressof
    # A text object has one size, font and colour, and where it lies level one base line: these are asked for once.
    drawn_as: dict[int, tuple[float, bool, bool, str]] = {}
    before, level, drawn_size, drawn_bold, drawn_look = 0, False, 0.0, False, ""
    out: list[_Char] = []
    last: _Char | None = None
    for i in range(textpage.count_chars()):
        code = unicode_of(raw, i)
        if code in _NOTHING or 0xD800 <= code < 0xE000:
            continue
        text = chr(code)
        if code == 32 or text.isspace():
            if last is not None and not last.text.endswith(" "):
                last.text += " "
            continue
        if code in _SOFT_HYPHENS:
            if last is not None:
                last.text += "\u0002"
            continue
        box_of(raw, i, *box)
        drawn = object_of(raw, i)
        key = address(drawn.contents) if drawn else -1 - i
        if key != before or not level:
            origin_of(raw, i, *origin)
            found = drawn_as.get(key)
            if found is None:
                found = drawn_as[key] = (pdfium.FPDFText_GetFontSize(raw, i), _is_level(raw, i), *_look(raw, i))
            drawn_size, level, drawn_bold, drawn_look = found
            before = key
        size, bold, look = drawn_size, drawn_bold, drawn_look
        if size <= 1.5:
            size = max(top.value - bottom.value, 4.0)
        if code < 128 and last is not None and not text.isalpha():
            bold, look = last.bold, last.look
        last = _Char(text, left.value, max(right.value, left.value), y.value, size, bold, look)
        out.append(last)
    return out


def _is_level(raw: Any, i: int) -> bool:
    """Whether a character, and so all of its text object, stands on a level base line."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    return bool(pdfium.FPDFText_GetMatrix(raw, i, matrix)) and matrix.b == 0


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


def _split(row: list[_Char]) -> list[Piece]:
    """A line in pieces where it has wide gaps; a bullet or number before a gap stays with its text."""
    group = row[:1]
    groups = [group]
    last = row[0]
    for char in islice(row, 1, None):
        gap = char.left - last.right
        if gap > WIDE * char.size and gap > WIDE * last.size and not _is_sign(group):
            group = []
            groups.append(group)
        group.append(char)
        last = char
    return [_piece(group) for group in groups if any(char.text.strip() for char in group)]


def _is_sign(group: list[_Char]) -> bool:
    text = "".join(char.text for char in group).strip()
    return (len(text) <= 3 and (not text.isalnum() or text.isdigit())) or (
        len(text) <= 5 and text[-1:] in ".)" and text[:1].isalnum()
    )


def _piece(group: list[_Char]) -> Piece:
    sizes = {char.size for char in group}
    rounded = {each: round(each, 1) for each in sizes}
    size = rounded.popitem()[1] if len(rounded) == 1 else statistics.mode(rounded[char.size] for char in group)
    bases = [char.base for char in group if len(sizes) == 1 or rounded[char.size] == size]
    base = bases[0] if bases.count(bases[0]) == len(bases) else statistics.median(bases)
    text = "".join([_mark(char, size, base) if char.text[0].isdigit() else char.text for char in group])
    weight = sum([char.bold for char in group])
    looks = [char.look for char in group]
    look = looks[0] if len(set(looks)) == 1 else statistics.mode(looks)
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
    """The text of a digit; a small digit above the base line becomes a raised digit."""
    bare = char.text.strip()
    if bare.isdigit() and bare not in SUPERSCRIPTS and char.size < RAISED * size and char.base > base + 0.12 * size:
        return char.text.replace(bare, raised(bare))
    if bare.isdigit() and char.base > base + 0.28 * size:
        return char.text.replace(bare, raised(bare))
    return char.text
