"""Statistics with their caveats, alone or in series, statements that contradict each other, and abbreviations."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from knowledge.base import Citation, ConceptId, Record, Sentence, Slug

__all__ = [
    "Abbreviation",
    "ChartKind",
    "Conflict",
    "Figure",
    "Glossary",
    "Position",
    "Qualifier",
    "Row",
    "Series",
    "Topic",
    "Value",
]


class Topic(StrEnum):
    """What a statistic is about, as a reader looks for it; *plans* are intentions, not returns."""

    EXTENT = "extent"
    OFFSHORING = "offshoring"
    PLANS = "plans"
    MOTIVES = "motives"
    JOBS = "jobs"
    TECHNOLOGY = "technology"
    SUSTAINABILITY = "sustainability"
    CHAINS = "supply chains"
    DEPENDENCE = "dependence"
    ECONOMY = "economy"
    OTHER = "other"


class Qualifier(StrEnum):
    """What the source says of a number that it does not give exactly."""

    ABOUT = "about"
    ALMOST = "almost"
    OVER = "over"
    UNDER = "under"


class Figure(Record):
    """One statistic: what was counted, where, when, and what a reader must know before using it.

    `up_to` is the upper end where the source gives a range; `concepts` is what it is about, in words of the vocabulary.
    """

    id: Slug
    title: Sentence
    topic: Topic = Topic.OTHER
    value: float
    up_to: float | None = None
    qualifier: Qualifier | None = None
    unit: Sentence
    population: Sentence
    period: Sentence
    caveat: Sentence
    concepts: tuple[ConceptId, ...] = ()
    citations: tuple[Citation, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def a_range_goes_up(self) -> Self:
        _goes_up(self.value, self.up_to)
        return self


class Value(Record):
    """A cell of a series: a number, exact, qualified or a range, or a few words.

    In YAML a bare number or a bare text will do.
    """

    number: float | None = None
    up_to: float | None = None
    qualifier: Qualifier | None = None
    text: Sentence | None = None

    @model_validator(mode="before")
    @classmethod
    def a_bare_value_will_do(cls, data: object) -> object:
        if isinstance(data, int | float) and not isinstance(data, bool):
            return {"number": data}
        return {"text": data} if isinstance(data, str) else data

    @model_validator(mode="after")
    def it_is_one_thing(self) -> Self:
        if (self.number is None) == (self.text is None):
            raise ValueError("a value is either a number or a text; write null where the source is silent")
        if self.number is None and (self.up_to is not None or self.qualifier is not None):
            raise ValueError("only a number has a qualifier or an upper end")
        if self.number is not None:
            _goes_up(self.number, self.up_to)
        return self


class ChartKind(StrEnum):
    """How a series is drawn: each row as a bar, as a group of bars (one a column), as a line, or not at all."""

    BARS = "bars"
    GROUPED = "grouped bars"
    LINES = "lines"
    NONE = "none"


class Row(Record):
    """A line of a series: one value for each column, None where the source does not give it."""

    label: Sentence
    values: tuple[Value | None, ...]
    concept: ConceptId | None = None
    note: Sentence | None = None
    citations: tuple[Citation, ...] = Field(min_length=1)


class Series(Record):
    """Like values side by side, from one count or survey: years, countries, motives, answers.

    All numbers have the same unit. A chart needs numbers; a series of texts has none. `concepts` is what the whole
    series is about; a row may name a concept of its own.
    """

    id: Slug
    title: Sentence
    topic: Topic
    unit: Sentence
    population: Sentence
    period: Sentence
    caveat: Sentence
    concepts: tuple[ConceptId, ...] = ()
    chart: ChartKind
    columns: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    rows: Annotated[tuple[Row, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def every_row_fills_the_columns(self) -> Self:
        for names, what in ((self.columns, "columns"), (tuple(row.label for row in self.rows), "rows")):
            if len(set(names)) != len(names):
                raise ValueError(f"two {what} have the same name")
        for row in self.rows:
            if len(row.values) != len(self.columns):
                raise ValueError(f"the row '{row.label}' has {len(row.values)} values for {len(self.columns)} columns")
        return self

    @model_validator(mode="after")
    def the_chart_can_be_drawn(self) -> Self:
        if self.chart is ChartKind.NONE:
            return self
        values = [value for row in self.rows for value in row.values if value is not None]
        if not values or any(value.number is None for value in values):
            raise ValueError("a chart needs numbers; set chart to 'none' for a series of texts")
        if (self.chart is ChartKind.BARS) != (len(self.columns) == 1):
            raise ValueError("bars have one column; grouped bars and lines have more")
        return self


def _goes_up(number: float, up_to: float | None) -> None:
    if up_to is not None and up_to <= number:
        raise ValueError("the upper end of a range lies above its lower end")


class Position(Record):
    """One of two or more statements that disagree."""

    statement: Sentence
    citations: tuple[Citation, ...] = Field(min_length=1)


class Conflict(Record):
    """Statements of the corpus that disagree, side by side; `reading` says how we deal with it.

    `concepts` is what the disagreement is about.
    """

    id: Slug
    title: Sentence
    positions: Annotated[tuple[Position, ...], Field(min_length=2)]
    reading: Sentence
    concepts: tuple[ConceptId, ...] = ()


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
