"""A measure: a policy precedent, with what it cost, whom it helped, on which conditions and how it was judged."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from knowledge.base import Citation, Claim, ConceptId, PartialDate, Record, Sentence, Slug, Stated, Text

__all__ = ["Amount", "Measure", "MeasureKind", "MeasureStatus", "Period"]


class MeasureKind(StrEnum):
    """What sort of act a measure is: a grant and a letter are not compared as if they were alike.

    *support* is money or a service for who applies; *rules* bind or allow; a *strategy* is a plan or a line of policy;
    a *position* is what a government, a parliament or a council says that it wants.
    """

    SUPPORT = "support"
    RULES = "rules"
    STRATEGY = "strategy"
    POSITION = "position"


class MeasureStatus(StrEnum):
    """How far the measure is and whether it can still be used, as far as the source tells.

    *proposed* is before those who decide; *rejected* was voted down or dropped.
    """

    ANNOUNCED = "announced"
    PROPOSED = "proposed"
    RUNNING = "running"
    ENDED = "ended"
    REJECTED = "rejected"
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
    """A policy measure of a government or of the Union; `related` are those that it follows, carries out or is like."""

    POINTERS: ClassVar[dict[str, str]] = {"related": "measures"}

    id: Slug
    title: Sentence
    kind: MeasureKind = MeasureKind.SUPPORT
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
    related: tuple[Slug, ...] = ()
    citations: tuple[Citation, ...] = Field(min_length=1)
