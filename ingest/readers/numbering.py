"""The numbers that a word processor shows before list items and headings, counted as it counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["DEEPEST", "Counters", "Level", "written"]

DEEPEST = 10
"""Levels that a list may have."""
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_HIGHEST = 100_000


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered.

    `form` is decimal, lower-alpha, upper-alpha, lower-roman, upper-roman, or empty for a bullet; in `text` %1 stands
    for the number of the first level, %2 for that of the second.
    """

    form: str = ""
    text: str = ""
    start: int = 1


class Counters:
    """The numbers that one list has reached, by level."""

    def __init__(self) -> None:
        self._reached: dict[int, int] = {}

    def next(self, levels: dict[int, Level], depth: int) -> str:
        """The label of the next item at `depth` (0 is the highest), empty where it has a bullet or nothing."""
        here = levels.get(depth)
        if here is None:
            return ""
        self._reached = {level: value for level, value in self._reached.items() if level <= depth}
        self._reached[depth] = self._reached.get(depth, here.start - 1) + 1
        if not here.form:
            return ""

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            level = levels.get(at, Level())
            return written(self._reached.get(at, level.start), level.form)

        return re.sub(r"%(\d)", number, here.text).strip().lstrip(".")

    def restart(self, depth: int, value: int) -> None:
        """Makes `value` the number of the next item at `depth`."""
        self._reached[depth] = value - 1


def written(number: int, form: str) -> str:
    """A number in the form of a list: 3, c, C, iii or III. Numbers below 1 and very high ones stay digits."""
    if form.endswith("alpha") and 0 < number <= _HIGHEST:
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(97 + rest) + letters
        text = letters
    elif form.endswith("roman") and 0 < number < 4000:
        text = ""
        for value, sign in _ROMAN:
            times, number = divmod(number, value)
            text += sign * times
    else:
        return str(number) if form else ""
    return text.upper() if form.startswith("upper") else text
