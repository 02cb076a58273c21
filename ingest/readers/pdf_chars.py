"""The characters of a PDF page with their places, asked of pdfium in as few calls as can be."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import Any

__all__ = ["ASLANT", "Char", "Typed", "View", "chars"]

SLANT = 0.05
"""Text that rises or falls by this share of its length lies level: scanned pages are seldom straight."""
ASLANT = -1
_NOTHING, _SOFT_HYPHENS = frozenset("\x00\n\r"), frozenset("\x02\ufffe")


@dataclass(slots=True)
class Char:
    """A character with its place, its size, and the place of its base line; white space after it is part of it."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    look: str


@dataclass(frozen=True, slots=True)
class View:
    """A page as it is looked at: the part of it that shows, turned so that the text of one direction lies level.

    `quarter` is that direction: 0 for text from left to right, 1 for text that runs up the page, 2 for text upside
    down, 3 for text that runs down. `x`, `y`, `width` and `height` are those of the page before it is turned.
    """

    x: float
    y: float
    width: float
    height: float
    quarter: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """The width and height as seen."""
        return (self.height, self.width) if self.quarter % 2 else (self.width, self.height)

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """A box of the page, as (left, bottom, right, top) as seen."""
        left, right, bottom, top = left - self.x, right - self.x, bottom - self.y, top - self.y
        if self.quarter == 0:
            return left, bottom, right, top
        if self.quarter == 1:
            return bottom, self.width - right, top, self.width - left
        if self.quarter == 2:
            return self.width - right, self.height - top, self.width - left, self.height - bottom
        return self.height - top, left, self.height - bottom, right


@dataclass(slots=True)
class Typed:
    """The level characters of a page, and how many there are of each other direction."""

    chars: list[Char] = field(default_factory=list)
    elsewhere: Counter[int] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What all characters of a text object have in common. `straight`: they stand on one base line.

    `direction` is that of their line as in a View, ASLANT for any other.
    """

    size: float
    direction: int
    straight: bool
    bold: bool
    look: str


class _Calls:
    """The functions of pdfium that are called for each character, with addresses as plain numbers: half the time."""

    def __init__(self) -> None:
        import pypdfium2.raw as pdfium

        address, number = ctypes.c_void_p, ctypes.c_int

        def bare(name: str, result: Any, *arguments: Any) -> Any:
            at: Any = ctypes.cast(getattr(pdfium, name), address).value
            return ctypes.PYFUNCTYPE(result, *arguments)(at)

        self.unicode = bare("FPDFText_GetUnicode", ctypes.c_uint, address, number)
        self.box = bare("FPDFText_GetCharBox", number, address, number, *[address] * 4)
        self.origin = bare("FPDFText_GetCharOrigin", number, address, number, *[address] * 2)
        self.text_object = bare("FPDFText_GetTextObject", address, address, number)


_calls = cache(_Calls)


def _is_no_letter(text: str) -> bool:
    return text.isspace() or text in _NOTHING or text in _SOFT_HYPHENS or "\ud800" <= text < "\ue000"


def _end(last: Char, text: str) -> None:
    """Adds white space or a soft hyphen to the character before it."""
    if text in _SOFT_HYPHENS:
        last.text += "\u0002"
    elif text.isspace() and text not in _NOTHING and not last.text.endswith(" "):
        last.text += " "


def _text(textpage: Any) -> str:
    """One character for each of the page's: in one call, where that gives as many as there are."""
    count = textpage.count_chars()
    text: str = textpage.get_text_range() if count else ""
    if len(text) == count:
        return text
    code_of, raw = _calls().unicode, ctypes.cast(textpage.raw, ctypes.c_void_p).value
    return "".join([chr(code_of(raw, i)) for i in range(count)])


def _drawn(raw: Any, i: int, fonts: dict[int, tuple[bool, str]]) -> _Drawn:
    """How the text object of character `i` is drawn; `fonts` holds what the fonts seen before look like."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(raw, i, matrix):
        return _Drawn(0.0, ASLANT, False, False, "")
    text_object = pdfium.FPDFText_GetTextObject(raw, i)
    font = pdfium.FPDFTextObj_GetFont(text_object) if text_object else None
    key = ctypes.addressof(font.contents) if font else -1 - i
    if key not in fonts:
        fonts[key] = _font(raw, i)
    bold, name = fonts[key]
    if text_object and pdfium.FPDFTextObj_GetTextRenderMode(text_object) == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE:
        bold = True
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFText_GetFillColor(raw, i, red, green, blue, alpha)
    look = f"{name} {red.value // 16:x}{green.value // 16:x}{blue.value // 16:x}"
    size = pdfium.FPDFText_GetFontSize(raw, i) * math.hypot(matrix.c, matrix.d)
    a, b = matrix.a, matrix.b
    direction = ASLANT
    if abs(b) <= SLANT * abs(a):
        direction = 0 if a >= 0 else 2
    elif abs(a) <= SLANT * abs(b):
        direction = 1 if b > 0 else 3
    return _Drawn(size, direction, a == 0 or b == 0, bold, look)


def _font(raw: Any, i: int) -> tuple[bool, str]:
    """Whether the font of a character is bold, and its name without the letters of the subset."""
    import pypdfium2.raw as pdfium

    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(raw, i, None, 0, flags)
    buffer = ctypes.create_string_buffer(max(1, min(int(length), 200)))
    pdfium.FPDFText_GetFontInfo(raw, i, buffer, len(buffer), flags)
    name = buffer.value.decode("utf-8", errors="replace").rsplit("+", 1)[-1]
    return pdfium.FPDFText_GetFontWeight(raw, i) >= 600 or "bold" in name.casefold(), name


def chars(textpage: Any, view: View) -> Typed:
    """The characters that lie level in a view of a page, in the order of the file."""
    calls, raw = _calls(), ctypes.cast(textpage.raw, ctypes.c_void_p).value
    places = (ctypes.c_double * 6)()
    left, right, bottom, top, x, y = (ctypes.addressof(places) + 8 * i for i in range(6))
    box_of, object_of, origin_of = calls.box, calls.text_object, calls.origin
    plain = view.quarter == 0 and view.x == view.y == 0.0
    objects: dict[int, _Drawn] = {}
    fonts: dict[int, tuple[bool, str]] = {}
    typed = Typed()
    out = typed.chars
    before, base, given = -1, 0.0, 0.0
    is_level, straight, bold, look = False, True, False, ""
    last: Char | None = None
    for i, text in enumerate(_text(textpage)):
        if (text < "!" or text > "~") and _is_no_letter(text):
            if last is not None:
                _end(last, text)
            continue
        key = object_of(raw, i) or -2 - i
        if key != before:
            before = key
            drawn = objects.get(key)
            if drawn is None:
                drawn = objects[key] = _drawn(textpage.raw, i, fonts)
            is_level, straight = drawn.direction == view.quarter, drawn.straight
            given, bold, look = drawn.size, drawn.bold, drawn.look
            base = -1.0
        if not is_level:
            typed.elsewhere[objects[key].direction] += 1
            continue
        box_of(raw, i, left, right, bottom, top)
        if base < 0 or not straight:
            origin_of(raw, i, x, y)
            base = places[5] if plain else view.box(places[4], places[5], places[4], places[5])[1]
        at_left, at_right, at_bottom, at_top = places[:4]
        if not plain:
            at_left, at_bottom, at_right, at_top = view.box(at_left, at_bottom, at_right, at_top)
        size = given if given > 1.5 else max(at_top - at_bottom, 4.0)
        if at_right < at_left:
            at_right = at_left
        if text < "\x80" and last is not None and not text.isalpha():  # a sign looks like the letter before it
            last = Char(text, at_left, at_right, base, size, last.bold, last.look)
        else:
            last = Char(text, at_left, at_right, base, size, bold, look)
        out.append(last)
    return typed
