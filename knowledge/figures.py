"""Statistics with their caveats, statements that contradict each other, and the abbreviations of the trade."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from knowledge.base import Citation, Record, Sentence, Slug

__all__ = ["Abbreviation", "Conflict", "Figure", "Glossary", "Position"]


class Figure(Record):
    """One statistic: what was counted, where, when, and what a reader must know before using it.

    `up_to` is the upper end where the source gives a range.
    """

    id: Slug
    title: Sentence
    value: float
    up_to: float | None = None
    unit: Sentence
    population: Sentence
    period: Sentence
    caveat: Sentence
    citations: tuple[Citation, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def a_range_goes_up(self) -> Self:
        if self.up_to is not None and self.up_to <= self.value:
            raise ValueError("the upper end of a range lies above its lower end")
        return self


class Position(Record):
    """One of two or more statements that disagree."""

    statement: Sentence
    citations: tuple[Citation, ...] = Field(min_length=1)


class Conflict(Record):
    """Statements of the corpus that disagree, side by side; `reading` says how we deal with it."""

    id: Slug
    title: Sentence
    positions: Annotated[tuple[Position, ...], Field(min_length=2)]
    reading: Sentence


class Abbreviation(Record):
    """An abbreviation with its full form and, where needed, a word of explanation."""

    id: Slug
    short: Sentence
    full: Sentence
    english: Sentence | None = None
    explanation: Sentence | None = None
    citations: tuple[Citation, ...] = Field(min_length=1)


class Glossary(Record):
    """The abbreviations, as one file holds them."""

    abbreviations: tuple[Abbreviation, ...]
