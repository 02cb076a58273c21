"""A reshoring case: what happened to a firm's production, each field with its citation."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from knowledge.base import Basis, Citation, Claim, ConceptId, Record, Sentence, Slug, Stance, Stated, Text

__all__ = ["Case", "CaseKind", "DefinitionTest", "Route"]


class CaseKind(StrEnum):
    """What sort of example it is; only *reshoring* counts in figures about reshoring."""

    RESHORING = "reshoring"
    COUNTER_CASE = "counter-case"
    FOREIGN = "foreign example"
    INVESTMENT = "investment"
    UNNAMED = "claim without a name"


class DefinitionTest(StrEnum):
    """Which definition of reshoring the text lets us say that the case meets."""

    NARROW = "narrow"
    BROAD = "broad"
    UNCLEAR = "unclear"
    COUNTER_CASE = "counter-case"


class Route(Record):
    """From where production came back and to where, in words."""

    origin: Text
    destination: Text


class Case(Record):
    """A case. Every field says whether the source states it, whether we infer it, or that it is not stated."""

    id: Slug
    title: Sentence
    kind: CaseKind = CaseKind.RESHORING
    summary: Sentence
    company: Text
    place: Text
    parent: Text
    sectors: tuple[Claim, ...] = Field(min_length=1)
    product: Text
    route: Route
    offshored: Text
    reshored: Text
    governance: Stated[ConceptId]
    object: Text
    motives: tuple[Claim, ...] = ()
    motives_denied: tuple[Claim, ...] = ()
    barriers: Text
    automation: Text
    stayed_abroad: Text
    partner: Text
    outcome: Text
    jobs: Stated[Annotated[int, Field(ge=0)]]
    lesson: Text
    definition: Stated[DefinitionTest]
    citations: tuple[Citation, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def only_asserted_motives_count(self) -> Self:
        for claim in self.motives:
            if claim.stance is not Stance.ASSERTED:
                raise ValueError(f"{claim.concept} is {claim.stance}: it cannot count as a motive of this case")
        for claim in self.motives_denied:
            if claim.stance is not Stance.DENIED:
                raise ValueError(f"{claim.concept} is {claim.stance}: among the denied motives it must be denied")
        for claim in (*self.motives, *self.motives_denied):
            if not claim.concept.startswith("motives/"):
                raise ValueError(f"{claim.concept} is not a motive")
        for claim in self.sectors:
            if not claim.concept.startswith("sectors/"):
                raise ValueError(f"{claim.concept} is not a sector")
        return self

    @model_validator(mode="after")
    def a_counter_case_meets_no_definition(self) -> Self:
        if (self.kind is CaseKind.COUNTER_CASE) != (self.definition.value is DefinitionTest.COUNTER_CASE):
            raise ValueError("a counter-case, and only that, has 'counter-case' as its definition")
        if self.definition.basis is Basis.NOT_STATED:
            raise ValueError("say 'unclear', with the reason, where the text does not let us tell the definition")
        return self
