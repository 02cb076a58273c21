"""A support scheme or test with its criteria, as plain data that a lawyer can read.

A rule is a list of conditions over a closed set of facts and operators; there is no expression language.
"""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from knowledge.base import Citation, ConceptId, PartialDate, Record, Sentence, Slug

__all__ = ["Condition", "Criterion", "Fact", "Group", "LegalReference", "Operator", "Scheme", "SchemeStatus", "Weight"]


class Fact(StrEnum):
    """The facts of a profile that a condition may look at."""

    SECTOR = "sector"
    MOTIVE = "motive"
    ACTIVITY = "activity"
    ROUTE_FROM = "route_from"
    ROUTE_TO = "route_to"
    REGION = "region"
    SIZE = "size"


class Operator(StrEnum):
    """What a condition may ask of a fact."""

    IS = "is"
    ONE_OF = "one of"
    NOT_ONE_OF = "not one of"
    KNOWN = "known"


class Condition(Record):
    """A question about one fact of the profile, such as `sector one of [sectors/electronics]`."""

    fact: Fact
    operator: Operator
    values: tuple[str, ...] = ()

    @model_validator(mode="after")
    def values_fit_the_operator(self) -> Self:
        wanted = {Operator.KNOWN: "no value", Operator.IS: "one value"}.get(self.operator, "at least one value")
        fits = {"no value": not self.values, "one value": len(self.values) == 1}.get(wanted, bool(self.values))
        if not fits:
            raise ValueError(f"the operator '{self.operator}' takes {wanted}")
        return self


class Weight(StrEnum):
    """Whether a criterion decides alone or is weighed with the others."""

    KNOCK_OUT = "knock-out"
    WEIGHING = "weighing"


class Group(StrEnum):
    """Where a criterion stands in its scheme."""

    FRAME = "frame condition"
    CRITERION = "criterion"
    SUB_TEST = "sub-test"


class LegalReference(Record):
    """A text of law, or a policy text where there is no law, with its date."""

    text: Sentence
    date: PartialDate = PartialDate()
    url: Annotated[str, StringConstraints(pattern=r"^https://[^\s\"'<>]+$", max_length=500)] | None = None


class Criterion(Record):
    """One line of a scheme: what is asked, what it means, what proves it and where that is written."""

    id: Slug
    title: Sentence
    group: Group = Group.CRITERION
    parent: Slug | None = None
    weight: Weight = Weight.WEIGHING
    applies_when: tuple[Condition, ...] = ()
    question: Sentence
    meaning: Sentence
    evidence: tuple[Sentence, ...] = Field(min_length=1)
    legal: tuple[LegalReference, ...] = ()
    citations: tuple[Citation, ...] = ()
    judgement: Sentence | None = None
    concepts: tuple[ConceptId, ...] = ()

    @model_validator(mode="after")
    def a_criterion_names_its_source(self) -> Self:
        if not self.citations and not self.legal:
            raise ValueError(f"criterion '{self.id}' has no passage and no named source: it cannot be published")
        if (self.group is Group.SUB_TEST) != (self.parent is not None):
            raise ValueError(f"criterion '{self.id}': a sub-test, and only that, names its parent")
        return self


class SchemeStatus(StrEnum):
    """What force the scheme has."""

    PROPOSED = "proposed"
    IN_FORCE = "in force"
    ENDED = "ended"
    EXPLANATION = "explanation of another scheme"


class Scheme(Record):
    """A support scheme or test: an ordered list of criteria, valid for a period, by an authority."""

    id: Slug
    title: Sentence
    summary: Sentence
    authority: Sentence
    jurisdiction: ConceptId
    status: SchemeStatus
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+$")]
    reviewed: datetime.date
    valid_from: PartialDate = PartialDate()
    valid_until: PartialDate = PartialDate()
    variant_of: Slug | None = None
    difference: Sentence | None = None
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    citations: tuple[Citation, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def criteria_hang_together(self) -> Self:
        groups = {c.id: c.group for c in self.criteria}
        if len(groups) != len(self.criteria):
            raise ValueError("two criteria carry the same id")
        for criterion in self.criteria:
            if criterion.parent is not None and groups.get(criterion.parent) is not Group.CRITERION:
                raise ValueError(f"the parent '{criterion.parent}' of '{criterion.id}' is no criterion of this scheme")
        if (self.variant_of is None) != (self.difference is None):
            raise ValueError("a variant names the scheme that it varies and says what differs")
        return self
