"""How Belgians write a date and a number, and how a passage is cited in a line of text."""

from __future__ import annotations

import datetime
import re

from knowledge.base import PartialDate
from knowledge.documents import Document, Passage, Source
from knowledge.schemes import Fact

__all__ = ["FACTS", "SIZES", "citation_of", "nl_date", "number_nl", "origin_nl", "place_in"]

MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)

FACTS = {
    Fact.SECTOR: "de sector",
    Fact.MOTIVE: "het motief",
    Fact.ACTIVITY: "de activiteit",
    Fact.ROUTE_FROM: "het land van herkomst",
    Fact.ROUTE_TO: "de bestemming",
    Fact.REGION: "de regio",
    Fact.SIZE: "de grootte",
}
"""The facts of a profile in Dutch, with their article."""
SIZES = {
    "micro": "micro-onderneming",
    "small": "kleine onderneming",
    "medium": "middelgrote onderneming",
    "large": "grote onderneming",
}
"""The size classes of a firm in Dutch."""

_NUMBER = re.compile(r"\d+(?:\.\d+)+|\d+(?=\.? )")


SHORT = {
    "000": "SERV-advies 2022",
    "001": "verslag Vlaams Parlement 2023",
    "002": "SERV-rapport 2022",
    "003": "antwoord op vraag 313 (2025)",
    "004": "Kamerbrief 2021",
}
"""The documents by the numbers that the vocabulary names them with."""
_NUMBERED = re.compile(r"(00[0-4])(?: pt(\d+))?\b")


def origin_nl(source: str) -> str:
    """Where a concept comes from as a reader knows it: `002 \u00a72.2.1` is SERV-rapport 2022 \u00a72.2.1."""
    return _NUMBERED.sub(lambda found: SHORT[found[1]] + (f", punt {found[2]}" if found[2] else ""), source)


def nl_date(value: PartialDate | datetime.date | str | None) -> str:
    """The date in Dutch as far as it is known: 12 januari 2023, januari 2023, 2023, or 'datum onbekend'."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    known = (value if isinstance(value, PartialDate) else PartialDate.model_validate(value)).value
    if known is None:
        return "datum onbekend"
    year, *rest = known.split("-")
    parts = [MONTHS[int(rest[0]) - 1], year] if rest else [year]
    return " ".join([str(int(rest[1])), *parts] if len(rest) == 2 else parts)


def number_nl(value: float, decimals: int | None = None) -> str:
    """The number as Belgians write it (1.234,5), with `decimals` decimals (default: what is needed, two at most)."""
    shown = f"{value:,.{2 if decimals is None else decimals}f}"
    if decimals is None:
        shown = shown.rstrip("0").rstrip(".")
    return shown.translate(str.maketrans(",.", ".,"))


def place_in(passage: Passage, *, speaker: bool = True) -> str:
    """Where a passage stands, as a reader of the paper finds it: heading, page, speaker; empty when none is known.

    Without `speaker` it is left out: a digest tells what was said in our words, and nobody speaks in it.
    """
    *above, heading = passage.heading_path or ("",)
    numbers = [match[0] for one in reversed(above) if (match := _NUMBER.match(one))]
    # A heading without a number is found under the section that has one.
    parts = [f"§{numbers[0]}"] if numbers and not _NUMBER.match(heading) else []
    parts += [heading] if heading else []
    if passage.page is not None:
        several = passage.page_end is not None and passage.page_end > passage.page
        parts.append(f"p. {passage.page}-{passage.page_end}" if several else f"p. {passage.page}")
    if speaker and passage.speaker:
        parts.append(f"spreker: {passage.speaker}")
    return ", ".join(parts)


def citation_of(about: Document | Source, place: str = "") -> str:
    """The line by which a document or source is cited: publisher, title (date), place."""
    publisher = f"{about.publisher}, " if about.publisher else ""
    return f"{publisher}{about.title} ({nl_date(about.date)})" + (f", {place}" if place else "")
