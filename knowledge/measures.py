"""A measure: a policy precedent, with what it cost, whom it helped, on which conditions and how it was judged."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from knowledge.base import Citation, Claim, ConceptId, PartialDate, Record, Sentence, Slug, Stated, Text

__all__ = ["Amount", "Measure", "MeasureStatus", "Period"]


class MeasureStatus(StrEnum):
    """Whether the measure can still be used, as far as the source tells."""

    ANNOUNCED = "announced"
    RUNNING = "running"
    ENDED = "ended"
    NOT_STATED = "not stated"


class Period(Record):
    """From when to when; either end may be unknown."""

    start: PartialDate = PartialDate()
    end: PartialDate = PartialDate()


class Amount(Record):
    """An amount of money with its currency (ISO 4217) and what it was for."""

    amount: Annotated[float, Field(gt=0)]
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    purpose: Sentence | None = None


class Measure(Record):
    """A policy measure of a government or of the Union."""

    id: Slug
    title: Sentence
    summary: Sentence
    jurisdiction: ConceptId
    instruments: tuple[Claim, ...] = Field(min_length=1)
    period: Stated[Period]
    budget: Stated[tuple[Amount, ...]]
    beneficiaries: Text
    conditions: Text
    evaluation: Text
    status: Stated[MeasureStatus]
    explicit_reshoring: Stated[bool]
    criteria: tuple[ConceptId, ...] = ()
    sectors: tuple[ConceptId, ...] = ()
    citations: tuple[Citation, ...] = Field(min_length=1)
