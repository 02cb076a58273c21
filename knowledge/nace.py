"""The form of a NACE Rev. 2 code: a section, a division of it, a group or a class (Regulation (EC) No 1893/2006)."""

from __future__ import annotations

import re

__all__ = ["is_nace"]

_CODE = re.compile(r"([A-U])(?:(\d{2})(?:\.\d{1,2})?)?")
_DIVISIONS = {
    "A": (1, 3),
    "B": (5, 9),
    "C": (10, 33),
    "D": (35, 35),
    "E": (36, 39),
    "F": (41, 43),
    "G": (45, 47),
    "H": (49, 53),
    "I": (55, 56),
    "J": (58, 63),
    "K": (64, 66),
    "L": (68, 68),
    "M": (69, 75),
    "N": (77, 82),
    "O": (84, 84),
    "P": (85, 85),
    "Q": (86, 88),
    "R": (90, 93),
    "S": (94, 96),
    "T": (97, 98),
    "U": (99, 99),
}
"""For each section its first and last division; the numbers between two sections do not exist."""


def is_nace(code: str) -> bool:
    """Whether the code can be one of NACE Rev. 2: `C`, `C27`, `C27.2` or `C27.20`, its division in its section."""
    match = _CODE.fullmatch(code)
    if match is None:
        return False
    section, division = match.groups()
    first, last = _DIVISIONS[section]
    return division is None or first <= int(division) <= last
