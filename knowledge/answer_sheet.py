"""What the workbook of a checklist looks like to a program: names that the writer and the reader share."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from knowledge.profiles import AnswerValue

__all__ = ["FORMAT", "FORMAT_VERSION", "MARK_SHEET", "SHEET", "WORDS", "Column", "Mark", "decoded", "encoded"]

FORMAT: Final = "thuishaven-checklist-xlsx"
FORMAT_VERSION: Final = "1.0"

SHEET: Final = "Checklist"
"""The sheet with a row for each criterion, under a row with the titles of the columns."""
MARK_SHEET: Final = "Thuishaven"
"""The hidden sheet that says of which scheme and version the workbook is: names in column A, values in column B."""


class Column(StrEnum):
    """The columns of the sheet, by the Dutch titles above them; `knowledge.english` has the English ones."""

    NUMBER = "Nr"
    TITLE = "Criterium"
    GROUP = "Groep"
    WEIGHT = "Gewicht"
    APPLIES = "Geldt"
    WHY = "Waarom"
    QUESTION = "Vraag"
    ANSWER = "Antwoord"
    EVIDENCE = "Bewijs en toelichting"
    NOTE = "Nota"
    BY = "Door"
    DATE = "Datum"
    CODE = "Code"


class Mark(StrEnum):
    """What the hidden sheet names."""

    FORMAT = "format"
    FORMAT_VERSION = "format_version"
    SCHEME = "scheme"
    VERSION = "version"
    KNOWLEDGE_VERSION = "knowledge_version"
    FINGERPRINT = "fingerprint"
    MADE = "made"


WORDS: Final = dict(zip(AnswerValue, ("ja", "nee", "deels", "onbekend"), strict=True))
"""The Dutch words of the list from which an answer is chosen."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TO_ESCAPE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def encoded(text: str) -> str:
    """The text as a cell holds it: what XML cannot hold is written `_xHHHH_`, and so is what looks like that."""
    return _TO_ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def decoded(text: str) -> str:
    """The text that a cell stands for; a half of a pair that is no sign by itself stays as it was written."""
    return _ESCAPED.sub(lambda m: m[0] if 0xD800 <= int(m[1], 16) < 0xE000 else chr(int(m[1], 16)), text)
