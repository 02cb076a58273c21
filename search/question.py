"""What can be asked: a text, by which legs, within which filters, and which page of the answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Filters", "Mode", "Question", "Values"]

Values = str | tuple[str, ...] | None
"""One value, several of which one must fit, or no filter."""


class Mode(StrEnum):
    """Which legs answer."""

    HYBRID = "hybrid"
    LEXICAL = "lexical"
    SEMANTIC = "semantic"


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Narrows a question. Concepts go with or without their scheme (`motives/labour-cost` or `labour-cost`)."""

    kind: Values = None
    jurisdiction: Values = None
    motive: Values = None
    sector: Values = None
    criterion: Values = None
    since: str | None = None
    until: str | None = None
    document: Values = None


@dataclass(frozen=True, kw_only=True)
class Question(Filters):
    """What is asked: the text, how many hits from which on, by which legs, and within which filters."""

    text: str
    limit: int = 10
    offset: int = 0
    mode: Mode | str = Mode.HYBRID
