"""Characters made plain: ligatures, odd spaces, invisible signs, and the mark-up of Markdown and of note marks."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["SUPERSCRIPTS", "characters", "collapse", "is_marked_up", "markup", "raised"]

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISE = str.maketrans("0123456789", SUPERSCRIPTS)

_LIGATURES = {"ĳ": "ij", "Ĳ": "IJ", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_SPACES = dict.fromkeys(
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
)
_PLAIN = str.maketrans({**_LIGATURES, **_SPACES, "\r": "\n", "\v": "\n", "\u2028": "\n", "\u2029": "\n", "\u2011": "-"})
_LINE_END_HYPHEN = re.compile(r"[\u0002\u00ad\ufffe](?=[ \t]*(?:\n|$))")
_BULLET_GLYPH = re.compile(r"(?m)^([ \t]*)[\ue000-\uf8ff][ \t]*")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ue000-\uf8ff\ufeff\ufffe\uffff\ufff9-\ufffb]"
)

_COMMENT = re.compile(r"<!--[^<>]{0,4000}-->")
_RAISED_TAG = re.compile(r"<sup>\s{0,3}\[?(\d{1,3})\]?\s{0,3}</sup>", re.I)
_NOTE_MARK = re.compile(r"\[\^(\d{1,3})\]")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,2000})>")
_IMAGE = re.compile(r"!\[([^\[\]]{0,500})\]\([^()\s]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]]{1,500})\]\(([^()\s]{1,2000})\)")
_BREAK = re.compile(r"<br\s{0,3}/?>", re.I)
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,15}(?:\s[^<>]{0,300})?/?>")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_STARS = re.compile(r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}")
_LINE_SCORES = re.compile(r"(?<![\w/.:@-])_{1,3}(?=\w)|(?<=[\w.,;:!?)])_{1,3}(?![\w/-])")
_CODE = re.compile(r"`{1,3}")


def characters(text: str) -> str:
    """The text in NFC with plain spaces and letters, without invisible signs; a soft hyphen at a line's end is kept.

    A glyph of a private font at the start of a line was a bullet and becomes one.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_PLAIN))
    text = _LINE_END_HYPHEN.sub("-", text)
    text = _BULLET_GLYPH.sub(r"\1• ", text)
    return _INVISIBLE.sub("", text)


def raised(number: str) -> str:
    """The digits as a note mark above the line."""
    return number.translate(_RAISE)


def is_marked_up(text: str) -> bool:
    """Whether a text carries the signs of Markdown: paired stars, hash headings, raised tags, bar tables."""
    lines = text.splitlines()
    hashes = sum(1 for line in lines if re.match(r"#{1,6} \S", line))
    bars = sum(1 for line in lines if re.match(r"\|?\s*:?-{3,}:?\s*\|", line))
    return text.count("**") >= 4 or hashes >= 2 or bars >= 1 or len(_RAISED_TAG.findall(text)) >= 2


def markup(text: str) -> str:
    """The text without the signs of Markdown and inline HTML; note marks become superscript digits, link texts stay."""
    text = _COMMENT.sub("", text)
    text = _RAISED_TAG.sub(lambda m: raised(m[1]), text)
    text = _NOTE_MARK.sub(lambda m: raised(m[1]), text)
    text = _AUTOLINK.sub(r"\1", text)
    text = _IMAGE.sub(r"\1", text)
    text = _LINK.sub(lambda m: m[1] if m[2].startswith("#") or m[1] in m[2] else f"{m[1]} ({m[2]})", text)
    text = _BREAK.sub(" ", text)
    text = _TAG.sub("", text)
    text = _STARS.sub("", text)
    text = _LINE_SCORES.sub("", text)
    text = _CODE.sub("", text)
    return _ESCAPE.sub(r"\1", text)


def collapse(text: str) -> str:
    """The text with each run of white space as one space, and none at its ends."""
    return " ".join(text.split())
