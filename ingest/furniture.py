"""Page furniture: page numbers, running heads and feet are recognised and taken out of the lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ingest.blocks import Line, Removed

__all__ = ["is_page_number", "page_number", "strip"]

_NUMBERED_PAGE = re.compile(
    r"(?:(?:pagina|page|pag\.?|p\.|blz\.?|bladzijde|seite)\s{0,3})?(\d{1,4})\s{0,3}(?:(?:van|of|de|von|/|\|)\s{0,3}\d{1,4})",
    re.I,
)
_NAMED_PAGE = re.compile(r"(?:pagina|page|pag\.?|p\.|blz\.?|bladzijde|seite)\s{0,3}(\d{1,4})", re.I)
_DASHED_PAGE = re.compile(r"[-–—|]\s{0,3}(\d{1,4})\s{0,3}[-–—|]")
_BARE = re.compile(r"\d{1,4}")
_PARLIAMENT = re.compile(
    r"(?:\d{1,4}\s{1,3})?(?:stuk\s{1,3})?\d{1,5}(?:[-/]\w{1,4})?\s{0,3}\(\d{4}\s{0,2}[-–/]\s{0,2}\d{2,4}\)\s{0,3}[-–—]?\s{0,3}nr\.?\s{0,3}\d{1,3}(?:[-/]\w{1,4})?(?:\s{1,3}\d{1,4})?"
    r"|tweede kamer,? vergaderjaar \d{4}[-–]\d{4}, \d{2,5}(?:[- ][\w-]{1,6})?,? nr\.? ?\d{1,4}(?:\s{1,3}\d{1,4})?"
    r"|(?:\d{1,4}\s{1,3})?doc\s{1,3}\d{2}\s{1,3}\d{3,4}/\d{3}(?:\s{1,3}\d{1,4})?",
    re.I,
)
_FOOT = re.compile(
    r"(?:\S.{0,100}\s[|•·–—-]|.{1,100}\s{3}|\S.{0,100}\t)\s{0,40}(?:pagina|page|pag\.?|blz\.?|bladzijde)\s(\d{1,4})"
    r"(?:\s(?:van|of|/)\s\d{1,4})?",
    re.I,
)
"""A running foot with the page's number: 'Ministerie | Pagina 2 van 4'."""
_STROKED = re.compile(r"(\D.{2,120}?)\s{0,9}[|•·–—]\s{0,9}(\d{1,4})|(\d{1,4})\s{0,9}[|•·–—]\s{0,9}(\D.{2,120})")
_DIGITS = re.compile(r"\d+")
RECURS = 3
PAGE = 12
"""A page has at least so many lines."""
SEARCHED = 50
"""The first page number is one of so many bare numbers."""
MAX_WORDS = 14


def page_number(text: str) -> int | None:
    """The page number that a line states on its own ('7 / 24', 'pagina 7', '- 7 -'), else None."""
    text = text.strip()
    for pattern in (_NUMBERED_PAGE, _NAMED_PAGE, _DASHED_PAGE, _FOOT):
        if match := pattern.fullmatch(text):
            return int(match[1])
    return None


def is_page_number(text: str) -> bool:
    """Whether a line is nothing but a page number or the foot of a parliamentary paper."""
    return page_number(text) is not None or _PARLIAMENT.fullmatch(text.strip()) is not None


def strip(lines: Sequence[Line]) -> tuple[list[Line], list[Removed]]:
    """The lines without page furniture, and what was taken out.

    A line is furniture when it states a page number, when it is the foot of a parliamentary paper, when it is a bare
    number alone in white space that grows through the document, or when it stands three times or more at the edge of
    a page. The white space and the page's start that a removed line carried pass to the next line.
    """
    doomed = (
        _recurring(lines) | _bare_numbers(lines) | _page_by_page(lines) | _at_page_ends(lines) | _numbered_feet(lines)
    )
    for i, line in enumerate(lines):
        if is_page_number(line.text):
            doomed[i] = "page number"
    _neighbours(lines, doomed)
    kept: list[Line] = []
    removed: list[Removed] = []
    gap = start = False
    for i, line in enumerate(lines):
        if i in doomed:
            removed.append(Removed(doomed[i], line.text, line.page))
            gap, start = gap or line.gap, True
            continue
        line.gap, line.starts_page = line.gap or gap, line.starts_page or start
        gap = start = False
        kept.append(line)
    return kept, removed


def _at_edge(lines: Sequence[Line], i: int) -> bool:
    """Whether a line begins or ends a page."""
    return lines[i].starts_page or i == len(lines) - 1 or lines[i + 1].starts_page


def _recurring(lines: Sequence[Line]) -> dict[int, str]:
    """Lines at the edge of a page that recur on other pages, numbers aside."""
    edge = [
        i
        for i, line in enumerate(lines)
        if _at_edge(lines, i) and len(line.text.split()) <= MAX_WORDS and line.text[-1:] not in ".;,"
    ]
    shape = {i: _DIGITS.sub("#", lines[i].text.casefold()) for i in edge}
    count = Counter(shape.values())
    return {
        i: "running head"
        for i in edge
        if count[shape[i]] >= RECURS and any(c.isalpha() for c in shape[i]) and len(shape[i]) > 3
    }


def _bare_numbers(lines: Sequence[Line]) -> dict[int, str]:
    """Bare numbers that stand alone at a page's edge or in white space on both sides, and that grow."""
    found: dict[int, str] = {}
    last = 0
    for i, line in enumerate(lines):
        if not _BARE.fullmatch(line.text.strip()):
            continue
        number = int(line.text)
        alone = line.gap and (i + 1 == len(lines) or lines[i + 1].gap)
        edge = line.starts_page or i + 1 == len(lines) or lines[i + 1].starts_page
        beside = [lines[k].text.strip() for k in (i - 1, i + 1) if 0 <= k < len(lines)]
        in_column = any(len(text) <= 4 for text in beside)
        if (alone or (edge and line.gap)) and not in_column and last < number <= last + 400:
            found[i] = "page number"
            last = number
    return found


def _at_page_ends(lines: Sequence[Line]) -> dict[int, str]:
    """Bare numbers that end or begin pages and are as far from the count of the pages as most such numbers are."""
    page = 0
    found: list[tuple[int, int]] = []
    for i, line in enumerate(lines):
        page += line.starts_page
        if _BARE.fullmatch(line.text.strip()) and _at_edge(lines, i):
            found.append((i, int(line.text) - page))
    offset, times = Counter(offset for _, offset in found).most_common(1)[0] if found else (0, 0)
    return {i: "page number" for i, here in found if here == offset} if times >= RECURS - 1 else {}


def _numbered_feet(lines: Sequence[Line]) -> dict[int, str]:
    """Lines of a title, a stroke and a number that grows by one from one such line to the next."""
    found: dict[str, list[tuple[int, int]]] = {}
    for i, line in enumerate(lines):
        if (match := _STROKED.fullmatch(line.text.strip())) and len(line.text.split()) <= MAX_WORDS + 2:
            found.setdefault(match[1] or match[4], []).append((i, int(match[2] or match[3])))
    doomed: dict[int, str] = {}
    for places in found.values():
        growing = all(b[1] == a[1] + 1 and b[0] > a[0] + 1 for a, b in pairwise(places))
        if len(places) > 1 and growing:
            doomed |= {i: "running head" for i, _ in places}
    return doomed


def _page_by_page(lines: Sequence[Line]) -> dict[int, str]:
    """Bare numbers of which each is one higher than the last, a page further down: in texts that show no pages."""
    if sum(line.starts_page for line in lines) > 2:
        return {}
    bare = [(i, int(line.text)) for i, line in enumerate(lines) if _BARE.fullmatch(line.text.strip())]
    best: list[int] = []
    for start, (first, number) in enumerate(bare[:SEARCHED]):
        chain = [first]
        for i, found in bare[start + 1 :]:
            if found == number + len(chain) and i - chain[-1] >= PAGE:
                chain.append(i)
        best = max(best, chain, key=len)
    beside = {i for i in best for k in (i - 1, i + 1) if 0 <= k < len(lines) and _BARE.fullmatch(lines[k].text.strip())}
    whole = len(best) == RECURS - 1 and best[-1] >= len(lines) - 2 and int(lines[best[0]].text) <= 2
    return dict.fromkeys(best, "page number") if (len(best) >= RECURS or whole) and not beside else {}


def _neighbours(lines: Sequence[Line], doomed: dict[int, str]) -> None:
    """A short line beside a page's foot that also stands elsewhere in the document belongs to the foot."""
    count = Counter(line.text.strip() for line in lines)
    for i in list(doomed):
        for k in (i - 1, i + 1):
            if not 0 <= k < len(lines) or k in doomed:
                continue
            text = lines[k].text.strip()
            if count[text] >= 2 and len(text.split()) <= 6 and text[-1:] not in ".;:,?!":
                doomed[k] = "running head"
