"""Dates and references to laws and parliamentary papers as terms of their own, whichever way they are written.

`artikel 107, lid 3, b) VWEU` and `Article 107(3)(b) TFEU` give the same terms; so do `24 februari 2022` and
`24/2/2022`. The words that they consist of stay words beside that. Every pattern looks only a bounded way ahead, so that the time is
linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

__all__ = ["Reference", "references"]

_MONTHS = (
    ("januari", "jan", "january"),
    ("februari", "feb", "february"),
    ("maart", "mrt", "march"),
    ("april", "apr"),
    ("mei", "may"),
    ("juni", "jun", "june"),
    ("juli", "jul", "july"),
    ("augustus", "aug", "august"),
    ("september", "sep", "sept"),
    ("oktober", "okt", "october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_NAME = "|".join(sorted(_MONTH, key=len, reverse=True))
_TREATIES = {"tfeu": "vweu", "teu": "veu", "gdpr": "avg", "gber": "agvv", "echr": "evrm"}
"""English abbreviations of laws by their Dutch ones."""
_NTH = ("eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende")

_GAP = r"[\s\u00a0]{1,3}"
_OPTIONAL = r"[\s\u00a0]{0,3}"
_DIGIT = re.compile("[0-9]")
_START, _END = r"(?<![^\W_])", r"(?![^\W_])"


class Reference(NamedTuple):
    """A date or reference from `start` to `end`; its terms, the most exact first, of letters and digits only."""

    start: int
    end: int
    terms: tuple[str, ...]


def _day_month_year(match: re.Match[str]) -> tuple[str, ...]:
    return _date(match["y"], _MONTH[match["m"].lower()], match["d"])


def _numeric_date(match: re.Match[str]) -> tuple[str, ...]:
    return _date(match["y"], int(match["m"]), match["d"])


def _date(year: str, month: int, day: str | None) -> tuple[str, ...]:
    """Terms of a day and its month, or of a month; nothing for what is no date."""
    if not 1 <= month <= 12 or (day is not None and not 1 <= int(day) <= 31):
        return ()
    of_month = f"m{year}{month:02}"
    return (of_month,) if day is None else (f"d{year}{month:02}{int(day):02}", of_month)


def _article(match: re.Match[str]) -> tuple[str, ...]:
    """The article with paragraph, letter and law, then less exact: without law, without letter, the article alone."""
    steps = [f"art{match['n'].replace('.', 'p').lower()}"]
    paragraph = match["p"] or match["p2"] or (match["nth"] and str(_NTH.index(match["nth"].lower()) + 1))
    letter = match["l"] or match["l2"] or match["l3"]
    if paragraph:
        steps.append(f"{steps[-1]}lid{paragraph}")
    if letter:
        steps.append(f"{steps[-1]}{letter.lower()}")
    law = match["law"]
    if not law:
        return tuple(reversed(steps))
    name = re.sub(r"\W", "", law).lower()
    name = _TREATIES.get(name, name)
    return (f"{steps[-1]}x{name}", *([f"{steps[0]}x{name}"] if len(steps) > 1 else []), *reversed(steps))


def _parliament(match: re.Match[str]) -> tuple[str, ...]:
    """A paper of the Dutch parliament: file with chapter and number, with chapter, alone."""
    steps = ["kst" + re.sub(r"\D", "", match["n"])]
    if match["chapter"]:
        steps.append(steps[-1] + match["chapter"].lower())
    if match["nr"]:
        steps.append(f"{steps[-1]}nr{match['nr']}")
    return tuple(reversed(steps))


def _pair(match: re.Match[str]) -> tuple[str, ...]:
    """Two numbers with a stroke, as laws of the Union have."""
    return (f"{int(match['a'])}n{int(match['b'])}",)


def _com(match: re.Match[str]) -> tuple[str, ...]:
    return (f"{match['kind'].lower()}{match['y']}n{int(match['n'])}",)


_RULES: tuple[tuple[str, Callable[[re.Match[str]], tuple[str, ...]]], ...] = (
    (rf"{_START}(?:(?P<d>[0-9]{{1,2}})(?:e|de|ste|st|nd|rd|th)?{_GAP})?(?P<m>{_NAME})\.?{_GAP}(?P<y>(?:19|20)[0-9][0-9]){_END}",
     _day_month_year),
    (rf"{_START}(?P<m>{_NAME}){_GAP}(?P<d>[0-9]{{1,2}}),{_OPTIONAL}(?P<y>(?:19|20)[0-9][0-9]){_END}", _day_month_year),
    (rf"{_START}(?P<d>[0-9]{{1,2}})(?P<s>[-./])(?P<m>[0-9]{{1,2}})(?P=s)(?P<y>(?:19|20)[0-9][0-9]){_END}", _numeric_date),
    (rf"{_START}(?P<y>(?:19|20)[0-9][0-9])-(?P<m>[0-9][0-9])-(?P<d>[0-9][0-9]){_END}", _numeric_date),
    (rf"{_START}(?:artikelen|artikel|articles|article|art\.?){_OPTIONAL}(?P<n>[0-9]{{1,4}}(?:[.:][0-9]{{1,3}})?[a-z]?){_END}"
     rf"(?:{_OPTIONAL}\({_OPTIONAL}(?P<p2>[0-9]{{1,2}})\)"
     rf"|,?{_OPTIONAL}(?:lid|paragraph|par\.|§){_OPTIONAL}(?P<p>[0-9]{{1,2}}){_END}"
     rf"|,?{_GAP}(?P<nth>{'|'.join(_NTH)}){_GAP}lid{_END})?"
     rf"(?:{_OPTIONAL}\((?P<l2>[a-z])\)|,?{_GAP}(?P<l3>[a-z])\)"
     rf"|,?{_GAP}(?:onder|punt|sub|letter|point){_GAP}\(?(?P<l>[a-z])\)?{_END})?"
     rf"(?:,?{_GAP}(?:van{_GAP}(?:de|het){_GAP}|of{_GAP}the{_GAP})?(?-i:(?P<law>[A-Z]{{2,6}}|Awb|Grw|Gw)){_END})?",
     _article),
    (rf"{_START}kamerstuk(?:ken)?(?:{_GAP}(?:II|I))?(?:,?{_GAP}[0-9]{{4}}[/-][0-9]{{2,4}})?,?{_GAP}"
     rf"(?P<n>[0-9]{{2}}[ .\u00a0]?[0-9]{{3}})(?:[ \u00a0-](?-i:(?P<chapter>[IVXL]{{1,6}})){_END})?"
     rf"(?:,?{_OPTIONAL}nr\.?{_OPTIONAL}(?P<nr>[0-9]{{1,4}}))?{_END}",
     _parliament),
    (rf"{_START}(?P<kind>com|swd|jec){_OPTIONAL}\(?(?P<y>(?:19|20)[0-9][0-9])\)?{_OPTIONAL}/?{_OPTIONAL}(?P<n>[0-9]{{1,4}}){_END}",
     _com),
    (rf"(?<![^\W_])(?<![0-9]/)(?P<a>[0-9]{{1,4}})/(?P<b>[0-9]{{1,4}})(?!/?[0-9]){_END}", _pair),
)  # fmt: skip


@cache
def _rules() -> list[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[str, ...]]]]:
    return [(re.compile(pattern, re.IGNORECASE), rule) for pattern, rule in _RULES]


def references(text: str) -> Iterator[Reference]:
    """The dates and references of a text, in no set order."""
    if not _DIGIT.search(text):
        return
    for pattern, rule in _rules():
        for match in pattern.finditer(text):
            if terms := rule(match):
                yield Reference(match.start(), match.end(), terms)
