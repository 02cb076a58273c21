"""When two texts count as the same words: the one rule for anchors, headings and gold quotes."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["comparable"]

_PLAIN = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | {"\u00ad": None, "\u200b": None, "|": " "}
)


def comparable(text: str) -> str:
    """The text on one line, case folded, quotes and dashes plain, without invisible breaks and cell bars."""
    plain = unicodedata.normalize("NFC", text).translate(_PLAIN)
    return re.sub(r"\s+", " ", plain).strip().casefold()
