"""The letters of a PDF page with their places, asked of pdfium in as few calls as can be."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.pdf_typeset import Typeset, calls, typeset

__all__ = ["Run", "Typed", "View", "runs"]

TINY = 1.5
"""A font of fewer points tells nothing about the size of its letters."""
NARROWEST, WIDEST = 0.1, 0.8
"""Letters that stand together take between so many times their size each (half as much at most for the last one): with
a gap between them that parts a line they would take more, drawn over one another less."""
_NOTHING, _SOFT_HYPHENS = frozenset("\x00\n\r"), frozenset("\x02\ufffe")
_WORD = re.compile(r"[^\s\x00\x02\ufffe\ud800-\udfff]{1,100}")
_SIGNS = re.compile(r"[!-@\[-`{-\x7f]+")


@dataclass(slots=True)
class Run:
    """Letters of one word and one look with their place, their size, and the place of their base line.

    `text` ends with the white space after them; `letters` counts them without it. `last` is where the last one begins.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    look: str
    letters: int
    last: float


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
    """The level letters of a page, and how many there are of each other direction."""

    runs: list[Run] = field(default_factory=list)
    elsewhere: Counter[int] = field(default_factory=Counter)


def _end(last: Run, white: str) -> None:
    """Adds the white space and soft hyphens between two words to the letters before them."""
    if white == " " and not last.text.endswith(" "):  # as nearly always
        last.text += " "
        return
    for sign in white:
        if sign in _SOFT_HYPHENS:
            last.text += "\u0002"
        elif sign.isspace() and sign not in _NOTHING and not last.text.endswith(" "):
            last.text += " "


def _text(textpage: Any) -> str:
    """One character for each of the page's: in one call, where that gives as many as there are."""
    count = textpage.count_chars()
    text: str = textpage.get_text_range() if count else ""
    if len(text) == count:
        return text
    code_of, raw = calls().unicode, ctypes.cast(textpage.raw, ctypes.c_void_p).value
    return "".join([chr(code_of(raw, i)) for i in range(count)])


class _Letters:
    """The letters of a page, by number, as they lie in a view of it."""

    def __init__(self, textpage: Any, view: View) -> None:
        self.text = _text(textpage)
        self._handle, self._view = textpage.raw, view
        self._raw = ctypes.cast(textpage.raw, ctypes.c_void_p).value
        ask = calls()
        self._box, self._origin, self._object = ask.box, ask.origin, ask.text_object
        self._places = (ctypes.c_double * 4)()
        self._at = [ctypes.addressof(self._places) + 8 * k for k in range(4)]
        self._plain = view.quarter == 0 and view.x == view.y == 0.0
        self._objects: dict[int, Typeset] = {}
        self._fonts: dict[int, tuple[bool, str]] = {}

    def parts(self, start: int, end: int) -> Iterator[tuple[int, int, Typeset]]:
        """The letters of a word from `start` to `end` by text object; as few of them are asked for theirs as can be."""
        final = self._object(self._raw, end - 1)
        i = start
        while i < end:
            key = (final if i + 1 == end else self._object(self._raw, i)) or -2 - i
            upto = end if key == final else i + 1
            set_as = self._objects.get(key)
            if set_as is None:
                set_as = self._objects[key] = typeset(self._handle, i, self._fonts)
            yield i, upto, set_as
            i = upto

    def box(self, i: int) -> tuple[float, float, float, float]:
        """The left, bottom, right and top of a letter."""
        self._box(self._raw, i, *self._at)
        left, right, bottom, top = self._places[:]
        if self._plain:
            return left, bottom, right, top
        return self._view.box(left, bottom, right, top)

    def base(self, i: int) -> float:
        """The place of the base line of a letter."""
        self._origin(self._raw, i, *self._at[:2])
        x, y = self._places[:2]
        return y if self._plain else self._view.box(x, y, x, y)[1]


def runs(textpage: Any, view: View) -> Typed:
    """The letters that lie level in a view of a page, in the order of the file.

    What pdfium put in one word and one text object is one run: only its first and last letter are asked for.
    """
    page, typed = _Letters(textpage, view), Typed()
    last: Run | None = None
    before: Typeset | None = None
    base, at = 0.0, 0
    for word in _WORD.finditer(page.text):
        start, end = word.span()
        if last is not None and at < start:
            _end(last, page.text[at:start])
        at = end
        for first, upto, set_as in page.parts(start, end):
            if set_as.direction != view.quarter:
                typed.elsewhere[set_as.direction] += upto - first
                before = set_as
                continue
            i = first
            while i < upto:
                if set_as is not before or base < 0 or not set_as.straight:
                    base, before = page.base(i), set_as
                last = _run(page, i, upto, set_as, base, last)
                typed.runs.append(last)
                i += last.letters
    if last is not None:
        _end(last, page.text[at:])
    return typed


def _run(page: _Letters, i: int, upto: int, set_as: Typeset, base: float, before: Run | None) -> Run:
    """The letters from `i` on that can be taken together, at most up to `upto`."""
    size, bold, look = set_as.size, set_as.bold, set_as.look
    if before is not None and (look != before.look or bold != before.bold):
        signs = _SIGNS.match(page.text, i, upto)  # they look like the letter before them
        if signs is not None:
            bold, look, upto = before.bold, before.look, signs.end()
    left, bottom, right, top = page.box(i)
    last = left
    if size <= TINY:
        size, upto = max(top - bottom, 4.0), i + 1
    elif not set_as.straight:
        upto = i + 1
    elif upto > i + 1:
        at_last, _, end, _ = page.box(upto - 1)
        count = upto - i
        if NARROWEST * size * count < end - left < WIDEST * size * (count - 0.5):
            last, right = at_last, end
        else:  # they may stand apart or over one another: only this one is sure
            upto = i + 1
    if right < last:
        right = last
    return Run(page.text[i:upto], left, right, base, size, bold, look, upto - i, last)
