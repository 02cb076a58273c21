"""Characters made plain: ligatures, odd spaces, invisible signs, and the mark-up of Markdown and of note marks."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

__all__ = ["SUPERSCRIPTS", "characters", "collapse", "is_marked_up", "markup", "raised"]

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISE = str.maketrans("0123456789", SUPERSCRIPTS)

_LIGATURES = {"ĳ": "ij", "Ĳ": "IJ", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_SPACES = dict.fromkeys(
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
)
_LINE_ENDS = dict.fromkeys("\r\v\u2028\u2029", "\n")
_PLAIN = str.maketrans({**_LIGATURES, **_SPACES, **_LINE_ENDS, "\u2010": "-", "\u2011": "-"})
_LINE_END_HYPHEN = re.compile(r"[\u0002\u00ad\ufffe](?=[ \t]*(?:\n|$))")
_BULLET_GLYPH = re.compile(r"(?m)^([ \t]*)[\ue000-\uf8ff][ \t]*")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ue000-\uf8ff"
    r"\ufeff\ufffe\uffff\ufff9-\ufffb\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)

_COMMENT = re.compile(r"<!--[^<>]{0,4000}-->")
_RAISED_TAG = re.compile(r"<sup>\s{0,3}\[?(\d{1,3})\]?\s{0,3}</sup>", re.I)
_NOTE_MARK = re.compile(r"\[\^(\d{1,3})\]")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,2000})>")
_IMAGE = re.compile(r"!\[([^\[\]]{0,500})\]\([^()\s]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]]{1,500})\]\(((?:[^()\s]|\([^()\s]{0,500}\)){1,2000})\)(?=(,?\s{0,3}[^\W_])?)")
_ADDRESS = re.compile(r"(?:https?://|mailto:|www\.)", re.I)
_BREAK = re.compile(r"<br\s{0,3}/?>", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LOOSE_ENTITY = re.compile(r"&(?:amp;(?!#?\w{1,31};)|lt;(?![!?/A-Za-z])|gt;)")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,15}(?:\s[^<>]{0,300})?/?>")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_STARS = re.compile(r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}")
_LINE_SCORES = re.compile(r"(?<![\w/.:@-])_{1,3}(?=\w)|(?<=[\w.,;:!?)])_{1,3}(?![\w/-])")
_CODE = re.compile(r"`{1,3}")


def characters(text: str) -> str:
    """The text in NFC with plain spaces and letters, without invisible signs; a soft hyphen at a line's end is kept.

    A glyph of a private font at the start of a line was a bullet and becomes one.
    """
    if text.isascii() and text.isprintable():
        return text
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


def _linked(match: re.Match[str]) -> str:
    """The words of a Markdown link, with the address where that is one of the web or of mail and says more.

    In the midst of a sentence the address would only cut it.
    """
    words, address = match[1], match[2]
    told = _ADDRESS.match(address) and words not in address and match[3] is None
    return f"{words} ({address})" if told else words


def _written(match: re.Match[str]) -> str:
    """The sign that an HTML entity stands for; one that would make a tag or another entity stays as it is."""
    if match[0] in ("&amp;", "&lt;", "&gt;"):
        return unescape(match[0]) if _LOOSE_ENTITY.match(match.string, match.start()) else match[0]
    sign = characters(unescape(match[0])).replace("\ufffd", "")
    return sign if len(sign) == 1 and sign not in "<>&" else match[0] if sign else ""


def markup(text: str) -> str:
    """The text without the signs of Markdown and inline HTML; note marks become superscript digits, link texts stay."""
    text = _COMMENT.sub("", text)
    text = _RAISED_TAG.sub(lambda m: raised(m[1]), text)
    text = _NOTE_MARK.sub(lambda m: raised(m[1]), text)
    text = _AUTOLINK.sub(r"\1", text)
    text = _IMAGE.sub(r"\1", text)
    text = _LINK.sub(_linked, text)
    text = _BREAK.sub(" ", text)
    text = _TAG.sub("", text)
    text = _STARS.sub("", text)
    text = _LINE_SCORES.sub("", text)
    text = _CODE.sub("", text)
    text = _ENTITY.sub(_written, text)
    return _ESCAPE.sub(r"\1", text)


def collapse(text: str) -> str:
    """The text with each run of white space as one space, and none at its ends."""
    return " ".join(text.split())
