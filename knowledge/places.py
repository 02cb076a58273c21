"""Where in a document a locator points: section numbers, pages, footnotes and headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.comparing import comparable
from knowledge.documents import Passage

__all__ = ["Place", "place_of"]

_SECTION = re.compile(r"§{1,2}\s*(\d+(?:\.\d+)*)|\b(\d+(?:\.\d+)+)\b")
_PAGE = re.compile(r"\b(?:p|pp|blz|pag|pagina|bladzijde)\.?\s*(\d+)", re.I)
_NOTE = re.compile(r"\b(?:voetnoot|voetnoten|noot|fn|vn)\.?\s*(\d+)", re.I)
_NUMBERED = re.compile(r"\b(artikel|antwoord|vraag|punt|hoofdstuk|deel|bijlage)\s+(\d+[a-z]?)\b")


@lru_cache(maxsize=4096)
def _heading(text: str) -> str:
    """A heading as it is compared; the same few headings come back with every passage and citation."""
    return comparable(text)


@dataclass(frozen=True)
class Place:
    """What a locator says. All that it says must hold for a passage to be there; `rest` are words that only help."""

    sections: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    rest: str = ""

    def rank(self, passage: Passage) -> int:
        """How exactly the passage lies at this place: 0 not at all, 1 below the section named, 2 in it."""
        headings = [_heading(heading) for heading in passage.heading_path]
        ranks = []
        if self.sections:
            ranks.append(max((_in_section(s, headings) for s in self.sections), default=0))
        if self.pages:
            first, last = passage.page or 0, passage.page_end or passage.page or 0
            ranks.append(2 if any(first <= page <= last for page in self.pages) else 0)
        if self.notes:
            ranks.append(2 if any(note.number == wanted for note in passage.footnotes for wanted in self.notes) else 0)
        if self.names:
            ranks.append(2 if any(_named(name, headings, passage) for name in self.names) else 0)
        return min(ranks, default=0)

    def is_named_by(self, passage: Passage) -> bool:
        """Whether a heading or the speaker of the passage holds all the words that the locator adds to its number."""
        wanted = set(re.findall(r"\w{3,}", self.rest))
        said = [_heading(part) for part in (*passage.heading_path, passage.speaker or "")]
        return bool(wanted) and any(wanted <= set(re.findall(r"\w+", part)) for part in said)

    def coarser(self) -> Place:
        """The place without page and footnote, which not every reading of a document keeps."""
        return Place(sections=self.sections, names=self.names, rest=self.rest)


@lru_cache(maxsize=1024)
def place_of(locator: str) -> Place:
    """The place that a locator means, such as `§4.2.1, voetnoot 15`, `p. 12`, `antwoord 5` or `Krachtlijnen`."""
    plain = re.sub(r"\bart\.\s*", "artikel ", comparable(locator))
    rest = plain
    for pattern in (_PAGE, _NOTE):
        rest = pattern.sub(" ", rest)
    numbered = [f"{noun} {number}" for noun, number in _NUMBERED.findall(rest)]
    sections = [a or b for a, b in _SECTION.findall(rest)]
    names = tuple(numbered)
    if not sections and not numbered:
        first = re.split(r"[,;(]", rest)[0].strip(" .:")
        names = (first,) if len(first) > 2 else ()
    return Place(
        sections=tuple(sections),
        pages=tuple(int(page) for page in _PAGE.findall(plain)),
        notes=tuple(_NOTE.findall(plain)),
        names=names,
        rest=_SECTION.sub(" ", rest).strip(" ,;"),
    )


def _in_section(number: str, headings: Sequence[str]) -> int:
    exact = re.compile(rf"(?:§\s*|(?:hoofdstuk|deel|artikel)\s+)?{re.escape(number)}\.?(?![\d.]*\d)(?:\W|$)")
    below = re.compile(rf"(?:§\s*|(?:hoofdstuk|deel|artikel)\s+)?{re.escape(number)}\.\d")
    deepest = headings[-1:] if headings else []
    if any(exact.match(heading) for heading in deepest):
        return 2
    return 1 if any(exact.match(heading) or below.match(heading) for heading in headings) else 0


def _named(name: str, headings: Sequence[str], passage: Passage) -> bool:
    """Whether a heading carries the name ('krachtlijnen', 'antwoord 5'), or the passage is that numbered item."""
    if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", heading) for heading in headings):
        return True
    noun, _, number = name.partition(" ")
    if not number or not number[0].isdigit():
        return False
    item = re.compile(rf"{re.escape(number)}\s*[.):]")
    return any(
        re.match(rf"(?:{re.escape(noun)}\s+)?{item.pattern}", part)
        for part in (*headings, comparable(passage.text[:40]))
    )
