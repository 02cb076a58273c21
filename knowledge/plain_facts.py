"""What the words of a text show plainly of a project: an amount, its size class, a route. In doubt: nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.annotations import Annotation
from knowledge.facts import Fact, Size, amount_text, as_amount

__all__ = ["PlainFact", "clauses", "plain_facts"]


@dataclass(frozen=True, slots=True)
class PlainFact:
    """A fact with its value as a profile holds it, a Dutch label, and from where to where its words stand."""

    fact: Fact
    value: str
    label: str
    start: int
    end: int


_CLAUSE = re.compile(r"\S(?:.*?[.!?;](?=\s)|.*$)", re.MULTILINE)
_UNSURE = re.compile(
    r"\?|\b(?:niet|geen|zonder|nooit|noch|als|indien|mits|tenzij|zou|zouden|kan|kunnen|mocht(?:en)?|stel|misschien"
    r"|wellicht|eventue\w+|mogelijk\w*|deed|deden|was|waren|werd(?:en)?|had(?:den)?|verhuisden?|verplaatsten?"
    r"|destijds|vroeger\w*|eerder\w*|vorige?)\b",
    re.IGNORECASE,
)
"""What makes a clause deny, ask, suppose, or tell of the past; seen too often rather than too seldom."""
_OTHER = re.compile(
    r"\b(?:jaarlijks\w*|gemiddeld\w*|bijkomende?|extra|concurrent\w*|overheids?\w*|sector)\b", re.IGNORECASE
)
"""What makes an amount another one than that of the project."""
_UNIT = r"(?:EUR|euro|\u20ac)"
_NUMBER = r"\d+(?:[., \u00a0\u202f]\d+)*(?:\s*(?:duizend|miljoen|miljard|mln|mld)\b\.?)?"
# A number is never cut short: what follows would make another amount of it.
_MONEY = (
    rf"(?P<money>{_UNIT}\s*{_NUMBER}|{_NUMBER}\s*{_UNIT})(?![\w%]|[., \u00a0\u202f]?\d)"
    r"(?!\s*(?:[/\u2013%-]|(?:per|\u00e0|a|tot|of|mio|m|k|bn|minder|meer)\b))"
    r"(?!\s*(?:mln|mld|miljoen|miljard|duizend|[mb]illion|thousand))"
)
_LINK = r"(?:\s+(?:van|voor|bedraagt|beloopt|is|in\s+totaal|ten\s+belope\s+van|ter\s+waarde\s+van)){0,3}\s*[:=|]?\s*"
_NAMES = {
    Fact.INVESTMENT: r"investering(?:en|sbedrag|sbudget|skosten)?",
    Fact.AID: r"(?:(?:aan)?gevraagde\s+(?:steun|subsidie)|(?:aan)?gevraagd\s+(?:steun|subsidie)bedrag"
    r"|(?:steun|subsidie)aanvraag)",
}
_BESIDE = {
    fact: (
        re.compile(rf"\b{name}{_LINK}{_MONEY}", re.IGNORECASE),
        re.compile(rf"\b(?:vergt|doet|doen|een|de|voor)\s+{_MONEY}\s+(?:aan\s+)?{name}\b", re.IGNORECASE),
    )
    for fact, name in _NAMES.items()
}
_TWO_READINGS = re.compile(rf",\d{{3}}(?!\d)\s*(?:{_UNIT}|$)", re.IGNORECASE)
"""`2,500` is two and a half thousand to some, and two and a half to others."""
_SIZE = re.compile(
    r"\b(?:(?:wij|we)\s+zijn|(?:ons\s+bedrijf|(?:onze|de|deze)\s+(?:onderneming|firma|aanvrager))\s+is)"
    r"\s+een\s+(?P<kind>micro(?=-?onder)|kleine|middelgrote|grote)\s*-?onderneming\b"
    r"|\b(?:grootte|omvang|ondernemingsgrootte)\s*[:=|]\s*(?P<class>micro|kleine?|middelgro(?:te|ot)|gro(?:te|ot))\b"
    r"(?!\s+(?:of|en|tot)\b)",
    re.IGNORECASE,
)
_SIZES = (
    ("micro", Size.MICRO, "micro-onderneming"),
    ("klein", Size.SMALL, "kleine onderneming"),
    ("middel", Size.MEDIUM, "middelgrote onderneming"),
    ("gro", Size.LARGE, "grote onderneming"),
)
_MOVES = re.compile(
    r"\b(?:verplaats|verhuis|verhuiz|terug|overbreng|overgebracht|overhevel|herlokali|\w{0,9}reshor)", re.IGNORECASE
)
_SOLD = re.compile(
    r"\b(?:export|uitvoer|uitgevoerd|import|invoer|ingevoerd|lever(?:t|en)\b|geleverd|vervoer|transport|verzend)",
    re.IGNORECASE,
)
_FROM = re.compile(r"\buit\s+(?:(?:de|het)\s+|(?:\w+\s+){1,3}in\s+)?$", re.IGNORECASE)
_TO = re.compile(r"\bnaar\s+(?:(?:de|het)\s+|(?:\w+\s+){1,3}in\s+)?$", re.IGNORECASE)
REACH = 120
"""How many characters lie at most between the place that production leaves and the one that it goes to."""


def clauses(text: str) -> Iterator[re.Match[str]]:
    """The sentences of a text, parted at semicolons and line ends too."""
    return _CLAUSE.finditer(text)


def plain_facts(text: str, places: Sequence[Annotation]) -> Iterator[PlainFact]:
    """What each clause shows that denies, asks or supposes nothing and does not tell of the past.

    `places` are the jurisdictions that the text asserts. kmo gives no size class: it is three of them.
    """
    for clause in clauses(text):
        if not _UNSURE.search(clause[0]):
            yield from _amounts(text, *clause.span())
            yield from _sizes(text, *clause.span())
            yield from _route(text, *clause.span(), places)


def _amounts(text: str, start: int, end: int) -> Iterator[PlainFact]:
    if _OTHER.search(text, start, end):
        return
    for fact, patterns in _BESIDE.items():
        for match in (match for pattern in patterns for match in pattern.finditer(text, start, end)):
            money = match["money"]
            if _TWO_READINGS.search(money):
                continue
            try:
                amount = as_amount(money)
            except ValueError:
                continue
            yield PlainFact(fact, amount_text(amount), money, match.start(), match.end())


def _sizes(text: str, start: int, end: int) -> Iterator[PlainFact]:
    for match in _SIZE.finditer(text, start, end):
        word = (match["kind"] or match["class"]).casefold()
        size, label = next((size, label) for opening, size, label in _SIZES if word.startswith(opening))
        yield PlainFact(Fact.SIZE, size.value, label, match.start(), match.end())


def _route(text: str, start: int, end: int, places: Sequence[Annotation]) -> Iterator[PlainFact]:
    """The first 'uit ... naar ...' of a clause that tells of a move, of nothing that is sold; both places asserted."""
    if not _MOVES.search(text, start, end) or _SOLD.search(text, start, end):
        return
    here = [one for one in places if start <= one.start and one.end <= end]
    for origin in here:
        leaves = _FROM.search(text[max(start, origin.start - REACH) : origin.start])
        for target in here if leaves else ():
            near = origin.end <= target.start <= origin.end + REACH and origin.concept != target.concept
            if near and _TO.search(text[origin.end : target.start]):
                yield PlainFact(Fact.ROUTE_FROM, origin.concept, origin.quote, origin.start, target.end)
                yield PlainFact(Fact.ROUTE_TO, target.concept, target.quote, origin.start, target.end)
                return
