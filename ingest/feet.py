"""Notes at the feet of the pages of a plain text, found page by page from the numbers that the page cites.

Extractors write the number of a note with a space, glued to its first word, on a line of its own, or behind the last
word of the text above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.blocks import Kind, Line
from ingest.captions import is_caption
from ingest.citing import cites
from ingest.footnotes import AHEAD, note_start
from ingest.titles import level_of, numbered

__all__ = ["mark"]

_STARTS = re.compile(r"(\d{1,3})(?:\s{0,12}(?=[^\W\d_]|https?:|[‘'\"“(])|$)(.*)", re.S)
_BEHIND = re.compile(r"(.*[^\W\d_])(\d{1,3})(?:\s?([A-ZÀ-Þ].*))?", re.S)
LONGEST = 25
"""A note has at most so many lines on a page."""
CITED = 0.5
"""So large a share of the notes of a page must be cited on it by a mark that is plain to see."""
SURE_NOTES = 3
"""A text with so many notes that white space above and behind their numbers tells is left to `ingest.footnotes`."""


@dataclass(frozen=True, slots=True)
class _Start:
    """A note that may begin at line `at`: its number, what stands before it in the line, and its first words."""

    at: int
    number: int
    before: str
    text: str


def mark(lines: Sequence[Line]) -> list[Line]:
    """The lines, of which those of notes at the feet of pages carry their role and number."""
    told = sum(1 for line in lines if line.gap and (found := note_start(line.text)) and found[2])
    if told >= SURE_NOTES or sum(line.starts_page for line in lines) < 2:
        return list(lines)
    out: list[Line] = []
    last = 0
    for page in _pages(lines):
        chain = _chain(page, last)
        if not chain:
            out += page
            continue
        last = chain[-1].number
        out += page[: chain[0].at]
        starts = {start.at: start for start in chain}
        number = ""
        for i, line in enumerate(page[chain[0].at :], start=chain[0].at):
            if start := starts.get(i):
                if start.before:
                    out.append(replace(line, text=f"{start.before}-"))
                number = str(start.number)
                line = replace(line, text=start.text, starts_page=line.starts_page and not start.before)
            if line.text:
                line.role, line.number = Kind.FOOTNOTE, number
                number = ""
                out.append(line)
    return out


def _pages(lines: Sequence[Line]) -> Iterator[list[Line]]:
    page: list[Line] = []
    for line in lines:
        if line.starts_page and page:
            yield page
            page = []
        page.append(line)
    if page:
        yield page


def _chain(page: Sequence[Line], last: int) -> list[_Start]:
    """The notes at the foot of a page: numbers in order, of which the last stands last, cited above the first."""
    starts = [start for i in range(len(page)) if page[i].role is None for start in _starts(page, i)]
    chains = (_upwards(starts, end) for end in dict.fromkeys(start.number for start in starts))
    fitting = [c for c in chains if last < c[0].number <= last + AHEAD or c[0].number == 1]
    cited = [chain for chain in fitting if _is_cited(page, chain) and _is_foot(page, chain)]
    return max(cited, key=lambda c: (c[0].number == last + 1, len(c), c[-1].at), default=[])


def _upwards(starts: Sequence[_Start], end: int) -> list[_Start]:
    """The last place of the note `end`, and above it the last one of the note before, and so on."""
    chain: list[_Start] = []
    for start in reversed(starts):
        if start.number == (chain[0].number - 1 if chain else end) and not (chain and start.at >= chain[0].at):
            chain.insert(0, start)
    return chain


def _starts(page: Sequence[Line], i: int) -> Iterator[_Start]:
    """The notes that may begin at a line."""
    text = page[i].text.strip()
    if match := _STARTS.fullmatch(text):
        goes_on = match[2] or (i + 1 < len(page) and page[i + 1].text[:1].isalpha())
        if goes_on and not match[2][:1].islower():
            yield _Start(i, int(match[1]), "", match[2].strip())
    elif (match := _BEHIND.fullmatch(text)) and i:
        following = match[3] or (page[i + 1].text if i + 1 < len(page) else "")
        if following[:1].isupper():
            yield _Start(i, int(match[2]), match[1], (match[3] or "").strip())


def _is_foot(page: Sequence[Line], chain: Sequence[_Start]) -> bool:
    """Whether nothing but notes stands below the first of a chain: no caption, no heading, no note of half a page."""
    ends = [*(start.at for start in chain[1:]), len(page)]
    if any(end - start.at > LONGEST for start, end in zip(chain, ends, strict=True)):
        return False
    below = [line for line in page[chain[0].at :] if line.text.strip()]
    return not any(is_caption(line.text) or _is_part(line.text) for line in below[1:])


def _is_part(text: str) -> bool:
    """Whether a line is a heading of a second or lower level: '2.1 Kosten'."""
    found = numbered(text)
    return found is not None and level_of(found[0]) > 1


def _is_cited(page: Sequence[Line], chain: Sequence[_Start]) -> bool:
    """Whether the text above a chain of notes, or the words behind which the first one stands, cite enough of them."""
    above = [line.text for line in page[: chain[0].at] if line.role is not Kind.FOOTNOTE] + [chain[0].before]
    cited = [any(cites(text, start.number) for text in above) for start in chain]
    return sum(cited) >= CITED * len(chain) and (cited[0] or not chain[0].before)
