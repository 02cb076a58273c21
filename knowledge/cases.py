"""A case: what happened to a firm's production, each field with its citation, and what sort of example it is."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from knowledge.base import Basis, Citation, Claim, ConceptId, PartialDate, Record, Sentence, Slug, Stance, Stated, Text

__all__ = ["Case", "CaseKind", "DefinitionTest", "Milestone", "Phase", "Route"]


class CaseKind(StrEnum):
    """What sort of example it is; only *reshoring* counts in figures about reshoring.

    A *foreign example* is told as a return, but to another country. A *counter-case* produces abroad on purpose. An
    *investment* is new production or capacity that the source does not call a return. A *claim without a name* tells
    of firms that nobody can look up. A *mention* names a firm for another reason: nothing was moved or built.
    """

    RESHORING = "reshoring"
    COUNTER_CASE = "counter-case"
    FOREIGN = "foreign example"
    INVESTMENT = "investment"
    UNNAMED = "claim without a name"
    MENTION = "mention"


class DefinitionTest(StrEnum):
    """Which definition of reshoring the text lets us say that the case meets.

    *unclear*: the text does not let us tell. *neither*: it does, and the case meets neither the narrow nor the broad
    one, without being the opposite of reshoring (that is a *counter-case*).
    """

    NARROW = "narrow"
    BROAD = "broad"
    UNCLEAR = "unclear"
    COUNTER_CASE = "counter-case"
    NEITHER = "neither"


class Phase(StrEnum):
    """What a milestone is in the story: production left, its return was decided, it is back; or something else."""

    LEFT = "left"
    DECIDED = "decided"
    BACK = "back"
    OTHER = "other"


class Milestone(Record):
    """Something that the source dates. What the source does not date is no milestone: leave it out."""

    date: PartialDate
    phase: Phase
    text: Sentence
    citations: tuple[Citation, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def it_is_dated(self) -> Self:
        if self.date.value is None:
            raise ValueError("a milestone needs a date that the source gives; leave it out where there is none")
        return self


class Route(Record):
    """From where production came back and to where, in words."""

    origin: Text
    destination: Text


class Case(Record):
    """A case. Every field says whether the source states it, whether we infer it, or that it is not stated.

    `also_called`: other spellings and names that the sources use. `barriers`: what spoke against the return or kept it
    small. `steps`, `challenges`, `success_factors` and `benefits` are what parliament asked example firms to tell: what
    was done to bring production back, what was hard in doing it, on what it depended, and what the firm gained.
    `outcome` is what came of it, `benefits` also what was only expected (the text then says so). `milestones` holds
    what the source dates, in order of time; it may be empty.
    """

    id: Slug
    title: Sentence
    kind: CaseKind = CaseKind.RESHORING
    summary: Sentence
    company: Text
    also_called: tuple[Text, ...] = ()
    place: Text
    parent: Text
    sectors: tuple[Claim, ...] = ()
    product: Text
    route: Route
    offshored: Text
    reshored: Text
    milestones: tuple[Milestone, ...] = ()
    governance: Stated[ConceptId]
    object: Text
    motives: tuple[Claim, ...] = ()
    motives_denied: tuple[Claim, ...] = ()
    steps: Text
    challenges: Text
    success_factors: Text
    benefits: Text
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
    def only_a_return_has_motives_to_return(self) -> Self:
        if self.motives and self.kind not in (CaseKind.RESHORING, CaseKind.FOREIGN):
            raise ValueError(f"a {self.kind} has no motives: they are reasons to return, and nothing returned")
        if not self.sectors and self.kind not in (CaseKind.UNNAMED, CaseKind.MENTION):
            raise ValueError("a sector is missing: name at least one, inferred from the product where need be")
        return self

    @model_validator(mode="after")
    def a_counter_case_meets_no_definition(self) -> Self:
        if (self.kind is CaseKind.COUNTER_CASE) != (self.definition.value is DefinitionTest.COUNTER_CASE):
            raise ValueError("a counter-case, and only that, has 'counter-case' as its definition")
        if self.definition.basis is Basis.NOT_STATED:
            raise ValueError("say 'unclear', with the reason, where the text does not let us tell the definition")
        if not (self.definition.note or self.definition.citations):
            raise ValueError("say in a note why the case meets this definition")
        return self

    @model_validator(mode="after")
    def milestones_go_forward_and_names_are_names(self) -> Self:
        dates = [one.date.value or "" for one in self.milestones]
        if dates != sorted(dates):
            raise ValueError("the milestones do not stand in order of time; put the earliest first")
        if any(name.value is None for name in self.also_called):
            raise ValueError("another name is missing its value; leave the entry out")
        return self
