"""The shapes of titles: numbered, named as a chapter is, announced in minutes, or told by their own look."""

from __future__ import annotations

import re

from ingest.sentences import sentences

__all__ = [
    "BULLET",
    "BUSINESS",
    "MAX_CHARACTERS",
    "MAX_WORDS",
    "Divisions",
    "is_item_of_business",
    "is_salutation",
    "leads_on",
    "level_of",
    "looks_like",
    "numbered",
]

_NUMBERED = re.compile(r"((?:\d{1,2}\.){1,5}\d{0,2}\.?|\d{1,2}(?=\s+[A-ZÀ-Þ‘'\"“(]))\s{1,4}(\S.{0,220})", re.S)
_DIVISIONS = (
    "deel",
    "part",
    "boek",
    "titel",
    "hoofdstuk",
    "chapter",
    "afdeling",
    "section",
    "onderafdeling",
    "artikel",
)
"""The names of the parts of a law or report, from the largest to the smallest."""
_CHAPTER = re.compile(
    rf"({'|'.join(_DIVISIONS)}|bijlage|annex)\s+(?:\d{{1,3}}|[IVX]{{1,5}}|[A-Z])(?:/\d{{1,2}})?\b[.:]?(?:\s.{{0,200}})?",
    re.I | re.S,
)
_NOT_A_TITLE = re.compile(
    r"(?:geachte|mijnheer|mevrouw|beste|hoogachtend|dear|met vriendelijke groet|https?://|www\.|bron:|tel\b|[\w.+-]{1,64}@"
    r"|(?:minister|voorzitter|collega[’']?s),\s|laatst (?:bijgewerkt|gewijzigd)|(?:gepubliceerd|bijgewerkt) op\b)",
    re.I,
)
_SALUTATION = re.compile(r"(?:geachte|beste|mijnheer de|mevrouw de|dear)\s[^.:;!?]{2,80},", re.I)
BUSINESS = re.compile(
    r"(?:samengevoegde\s)?(?:(?:actuele|dringende|mondelinge|schriftelijke)\s)?(?:vragen|vraag|interpellaties?|gedachtewisseling"
    r"|hoorzitting)(?:\som\suitleg)?\s(?:van|door|met|over)\s(?:de\s(?:heer|leden)\s|het\slid\s|mevrouw\s)?[A-ZÀ-Þ].{4,350}",
    re.I | re.S,
)
"""An item of the order of business, as minutes announce it in one long line."""
BULLET = re.compile(r"[•▪●◦‣·–—*+-]\s")
_LEADS_ON = re.compile(
    r"(?:,|-|\b(?:de|het|een|van|in|op|voor|met|aan|door|uit|naar|en|of|tot|om|bij|als|dat|the|of|and|to|for|in))$"
)
MAX_CHARACTERS = 170
MAX_WORDS = 24
UNNUMBERED_WORDS = 14


def numbered(text: str) -> tuple[str, str] | None:
    """(number, title) of a line that has the shape of a numbered heading, else None."""
    match = _NUMBERED.fullmatch(text.strip())
    if match is None:
        return None
    number, title = match[1], match[2].strip()
    if len(text) > MAX_CHARACTERS or len(title.split()) > MAX_WORDS or not any(c.isalpha() for c in title):
        return None
    first = next(c for c in title if c.isalpha())
    if not first.isupper() or title[-1] in ".;,:" or "  " in title:
        return None
    return (number, title) if not number.startswith("0") else None


def level_of(number: str) -> int:
    """The depth that a heading's number tells: 1 for '3.', 3 for '4.2.1'."""
    return len([part for part in number.split(".") if part])


def looks_like(text: str, *, words: int = UNNUMBERED_WORDS, characters: int = 110) -> bool:
    """Whether a text without a number may be a heading by its own shape."""
    text = text.strip()
    if not 2 < len(text) <= characters or len(text.split()) > words or text[-1] in ".;,:-–/" or BULLET.match(text):
        return False
    if text[-1] in ".!?" and len(sentences(text)) > 1:
        return False
    first = text.lstrip("‘'\"“(")[:1]
    if not first.isupper() or _NOT_A_TITLE.match(text) or "\t" in text or "  " in text:
        return False
    letters = sum(c.isalpha() for c in text)
    return letters >= 0.7 * len(text.replace(" ", ""))


def leads_on(text: str) -> bool:
    """Whether a text breaks off after a comma, a hyphen or a word that cannot end a title."""
    return _LEADS_ON.search(text.rstrip()) is not None


def is_salutation(text: str) -> bool:
    """Whether a text begins as a letter does: 'Geachte voorzitter,'."""
    return _SALUTATION.match(text) is not None


def is_item_of_business(text: str) -> bool:
    """Whether a text announces an item of the order of business: 'Vraag om uitleg van X aan minister Y over Z'."""
    text = text.strip()
    named = BUSINESS.fullmatch(text) is not None and re.search(r"\s(?:aan|over|tot|met)\s", text) is not None
    return named and text[-1] not in ".;:,?!" and len(text.split()) <= 2 * MAX_WORDS and ". " not in text


class Divisions:
    """The levels of chapters and sections by their names: `Afdeling 1` stands under `Hoofdstuk 2`."""

    def __init__(self) -> None:
        self._open: list[int] = []

    def level(self, text: str) -> int:
        """The level of a text that names a chapter, a section or an annex, else 0."""
        match = _CHAPTER.fullmatch(text.strip())
        if match is None:
            return 0
        name = match[1].casefold()
        rank = _DIVISIONS.index(name) if name in _DIVISIONS else 0
        self._open = [above for above in self._open if above < rank]
        self._open.append(rank)
        return len(self._open)
