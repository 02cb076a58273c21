"""How the letters of a PDF page are set: size, direction, weight, font and colour, asked once for each text object."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from functools import cache
from typing import Any

__all__ = ["ASLANT", "Typeset", "calls", "typeset"]

SLANT = 0.05
"""Text that rises or falls by this share of its length lies level: scanned pages are seldom straight."""
ASLANT = -1
"""The direction of text that is neither level nor upright."""


@dataclass(frozen=True, slots=True)
class Typeset:
    """What all letters of a text object have in common. `straight`: they stand on one base line.

    `direction` is that of their line as in a View, ASLANT for any other.
    """

    size: float
    direction: int
    straight: bool
    bold: bool
    look: str


class _Calls:
    """The functions of pdfium that are called for each word, with addresses as plain numbers: half the time."""

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
        self.matrix = bare("FPDFText_GetMatrix", number, address, number, address)
        self.size = bare("FPDFText_GetFontSize", ctypes.c_double, address, number)
        self.colour = bare("FPDFText_GetFillColor", number, address, number, *[address] * 4)
        self.font = bare("FPDFTextObj_GetFont", address, address)
        self.mode = bare("FPDFTextObj_GetTextRenderMode", number, address)
        self.filled_and_drawn = pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE


calls = cache(_Calls)


def typeset(handle: Any, i: int, fonts: dict[int, tuple[bool, str]]) -> Typeset:
    """How the text object of letter `i` is set; `fonts` holds what the fonts seen before look like."""
    ask, raw = calls(), ctypes.cast(handle, ctypes.c_void_p).value
    matrix, colour = (ctypes.c_float * 6)(), (ctypes.c_uint * 4)()
    if not ask.matrix(raw, i, ctypes.addressof(matrix)):
        return Typeset(0.0, ASLANT, False, False, "")
    text_object = ask.text_object(raw, i)
    key = (ask.font(text_object) if text_object else None) or -1 - i
    if key not in fonts:
        fonts[key] = _font(handle, i)
    bold, name = fonts[key]
    if text_object and ask.mode(text_object) == ask.filled_and_drawn:
        bold = True
    at = ctypes.addressof(colour)
    ask.colour(raw, i, at, at + 4, at + 8, at + 12)
    red, green, blue = (each // 16 for each in colour[:3])
    look = f"{name} {red:x}{green:x}{blue:x}"
    a, b, c, d = matrix[:4]
    direction = ASLANT
    if abs(b) <= SLANT * abs(a):
        direction = 0 if a >= 0 else 2
    elif abs(a) <= SLANT * abs(b):
        direction = 1 if b > 0 else 3
    return Typeset(ask.size(raw, i) * math.hypot(c, d), direction, a == 0 or b == 0, bold, look)


def _font(raw: Any, i: int) -> tuple[bool, str]:
    """Whether the font of a letter is bold, and its name without the letters of the subset."""
    import pypdfium2.raw as pdfium

    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(raw, i, None, 0, flags)
    buffer = ctypes.create_string_buffer(max(1, min(int(length), 200)))
    pdfium.FPDFText_GetFontInfo(raw, i, buffer, len(buffer), flags)
    name = buffer.value.decode("utf-8", errors="replace").rsplit("+", 1)[-1]
    return pdfium.FPDFText_GetFontWeight(raw, i) >= 600 or "bold" in name.casefold(), name
