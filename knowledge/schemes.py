"""A support scheme or test with its criteria, as plain data that a lawyer can read.

A rule is a list of conditions over a closed set of facts and operators; there is no expression language.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from knowledge.base import Citation, ConceptId, PartialDate, Record, Sentence, Slug
from knowledge.facts import KINDS, Fact, FactKind, Size, as_amount, as_yes_no

__all__ = [
    "Condition",
    "Criterion",
    "Group",
    "LegalReference",
    "Operator",
    "Outcome",
    "Outcomes",
    "Scheme",
    "SchemeKind",
    "SchemeStatus",
    "SubTests",
    "Weight",
]


class Operator(StrEnum):
    """What a condition may ask of a fact."""

    IS = "is"
    ONE_OF = "one of"
    NOT_ONE_OF = "not one of"
    KNOWN = "known"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    FROM = "from"
    UNTIL = "until"


_COMPARING = {
    Operator.AT_LEAST: FactKind.AMOUNT,
    Operator.AT_MOST: FactKind.AMOUNT,
    Operator.FROM: FactKind.DATE,
    Operator.UNTIL: FactKind.DATE,
}
"""The operators that compare, and what they compare; a day counts as from or until itself."""


class Condition(Record):
    """A question about one fact of the profile, such as `sector one of [sectors/electronics]`."""

    fact: Fact
    operator: Operator
    values: tuple[str, ...] = ()

    @model_validator(mode="after")
    def values_fit_the_operator(self) -> Self:
        single = self.operator is Operator.IS or self.operator in _COMPARING
        wanted = "no value" if self.operator is Operator.KNOWN else "one value" if single else "at least one value"
        fits = {"no value": not self.values, "one value": len(self.values) == 1}.get(wanted, bool(self.values))
        if not fits:
            raise ValueError(f"the operator '{self.operator}' takes {wanted}")
        return self

    @model_validator(mode="after")
    def operator_and_values_fit_the_fact(self) -> Self:
        kind = KINDS[self.fact]
        compared = _COMPARING.get(self.operator)
        if compared is not None and compared is not kind:
            raise ValueError(f"the operator '{self.operator}' compares a {compared}, and '{self.fact}' is a {kind}")
        if compared is None and self.operator is not Operator.KNOWN and kind in (FactKind.AMOUNT, FactKind.DATE):
            raise ValueError(f"'{self.fact}' is a {kind}: ask 'known', 'at least', 'at most', 'from' or 'until'")
        for value in self.values:
            match kind:
                case FactKind.AMOUNT:
                    as_amount(value)
                case FactKind.DATE:
                    PartialDate(value=value)
                case FactKind.YES_NO:
                    as_yes_no(value)
                case FactKind.SIZE:
                    Size(value)
                case FactKind.CONCEPT:
                    pass  # whether the vocabulary has it, `check_conditions` tells
        return self


class Weight(StrEnum):
    """Whether a criterion decides alone, is weighed with the others, or asks for words and decides nothing."""

    KNOCK_OUT = "knock-out"
    WEIGHING = "weighing"
    OPEN = "open question"


class Group(StrEnum):
    """Where a criterion stands in its scheme."""

    FRAME = "frame condition"
    CRITERION = "criterion"
    SUB_TEST = "sub-test"


class SubTests(StrEnum):
    """How the sub-tests of a criterion bind its answer: yes stands only where all of them allow it, or one of them."""

    ALL = "all"
    ANY = "any"


class LegalReference(Record):
    """A text of law, or a policy text where there is no law, with its date."""

    text: Sentence
    date: PartialDate = PartialDate()
    url: Annotated[str, StringConstraints(pattern=r"^https://[^\s\"'<>]+$", max_length=500)] | None = None


class Criterion(Record):
    """One line of a scheme: what is asked, what it means, what proves it and where that is written.

    `not_stated` says what the sources leave open; `related` names other criteria of the scheme that it hangs on.
    `sub_tests` says how its sub-tests bind its answer; left out, they only inform.
    """

    id: Slug
    title: Sentence
    group: Group = Group.CRITERION
    parent: Slug | None = None
    weight: Weight = Weight.WEIGHING
    sub_tests: SubTests | None = None
    applies_when: tuple[Condition, ...] = ()
    question: Sentence
    meaning: Sentence
    evidence: tuple[Sentence, ...] = Field(min_length=1)
    examples_yes: tuple[Sentence, ...] = ()
    examples_no: tuple[Sentence, ...] = ()
    not_stated: Sentence | None = None
    legal: tuple[LegalReference, ...] = ()
    citations: tuple[Citation, ...] = ()
    judgement: Sentence | None = None
    concepts: tuple[ConceptId, ...] = ()
    related: tuple[Slug, ...] = ()

    @model_validator(mode="after")
    def a_criterion_names_its_source(self) -> Self:
        if not self.citations and not self.legal:
            raise ValueError(f"criterion '{self.id}' has no passage and no named source: it cannot be published")
        if (self.group is Group.SUB_TEST) != (self.parent is not None):
            raise ValueError(f"criterion '{self.id}': a sub-test, and only that, names its parent")
        if self.parent is not None and self.weight is not Weight.WEIGHING:
            raise ValueError(f"criterion '{self.id}': a sub-test decides nothing but its parent, by its `sub_tests`")
        return self


class SchemeStatus(StrEnum):
    """What force the scheme has."""

    PROPOSED = "proposed"
    IN_FORCE = "in force"
    ENDED = "ended"
    EXPLANATION = "explanation of another scheme"


class SchemeKind(StrEnum):
    """What a scheme is for."""

    TEST = "test"
    SUPPORT = "support"
    DECISION = "decision check"
    INTERVIEW = "interview"


class Outcome(Record):
    """What a state means for this scheme, where "voldoet" does not say it: a few words, and a sentence."""

    label: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    text: Sentence


class Outcomes(Record):
    """The outcomes that a scheme words itself; what is left out is told in general words."""

    meets: Outcome | None = None
    fails: Outcome | None = None


class Scheme(Record):
    """A support scheme or test: an ordered list of criteria, valid for a period, by an authority.

    `applies_when` says for which projects it is meant at all; left out, for any.
    """

    id: Slug
    title: Sentence
    summary: Sentence
    authority: Sentence
    jurisdiction: ConceptId
    kind: SchemeKind = SchemeKind.TEST
    status: SchemeStatus
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+$")]
    reviewed: datetime.date
    valid_from: PartialDate = PartialDate()
    valid_until: PartialDate = PartialDate()
    variant_of: Slug | None = None
    difference: Sentence | None = None
    applies_when: tuple[Condition, ...] = ()
    outcomes: Outcomes = Outcomes()
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    citations: tuple[Citation, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def criteria_hang_together(self) -> Self:
        groups = {c.id: c.group for c in self.criteria}
        open_questions = {c.id for c in self.criteria if c.weight is Weight.OPEN}
        if len(groups) != len(self.criteria):
            raise ValueError("two criteria carry the same id")
        for criterion in self.criteria:
            if strange := [other for other in criterion.related if other not in groups or other == criterion.id]:
                raise ValueError(f"'{criterion.id}' is related to '{strange[0]}', which is no other criterion here")
            if criterion.parent is not None and groups.get(criterion.parent) is not Group.CRITERION:
                raise ValueError(f"the parent '{criterion.parent}' of '{criterion.id}' is no criterion of this scheme")
            if criterion.parent in open_questions:
                raise ValueError(
                    f"'{criterion.parent}' is an open question: it has no yes that '{criterion.id}' grounds"
                )
            if criterion.sub_tests and not any(other.parent == criterion.id for other in self.criteria):
                raise ValueError(f"'{criterion.id}' tells how its sub-tests bind it, and has none")
        begun, ended = self.valid_from.value, self.valid_until.value
        if begun and ended and ended < begun[: len(ended)]:
            raise ValueError(f"it ends ({ended}) before it begins ({begun})")
        if self.outcomes.fails and not any(c.weight is Weight.KNOCK_OUT for c in self.criteria):
            raise ValueError("it words an outcome that it cannot have: without a knock-out criterion nothing fails")
        if (self.variant_of is None) != (self.difference is None):
            raise ValueError("a variant names the scheme that it varies and says what differs")
        return self

    def in_order(self) -> Iterator[Criterion]:
        """The criteria in the order of the scheme, each sub-test right after its parent."""
        for criterion in self.criteria:
            if criterion.parent is None:
                yield criterion
                yield from (sub for sub in self.criteria if sub.parent == criterion.id)

    def numbers(self) -> dict[str, str]:
        """The number of each criterion by its id, in that order: R1 for a frame condition, 1, and 1a for a sub-test."""
        frames = criteria = subs = 0
        found: dict[str, str] = {}
        for criterion in self.in_order():
            match criterion.group:
                case Group.FRAME:
                    frames += 1
                    found[criterion.id] = f"R{frames}"
                case Group.CRITERION:
                    criteria, subs = criteria + 1, 0
                    found[criterion.id] = str(criteria)
                case Group.SUB_TEST:
                    subs += 1
                    found[criterion.id] = f"{criteria}{chr(96 + subs)}" if subs <= 26 else f"{criteria}.{subs}"
        return found
