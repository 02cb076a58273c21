"""The records that a checklist consists of, as it is rendered and as it is stored in JSON."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Literal, Self

from pydantic import model_validator

from knowledge.base import PartialDate, Record
from knowledge.evidence import Evidence
from knowledge.facts import Fact
from knowledge.precedents import ConceptReference, Related, SourceReference
from knowledge.profiles import Answer, Profile
from knowledge.schemes import Group, LegalReference, SchemeKind, SchemeStatus, Weight
from knowledge.verdicts import Result

__all__ = ["Applies", "Checklist", "Line", "ProfileFact", "SchemeSummary"]


class Applies(StrEnum):
    """Whether a line applies to the project."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class ProfileFact(Record):
    """A fact of the profile in Dutch: its name, and its value or that it is not known."""

    fact: Fact
    name: str
    value: str
    known: bool


class SchemeSummary(Record):
    """The scheme that a checklist is made from. `left_out` and `added` compare a variant with the scheme it varies."""

    id: str
    title: str
    summary: str
    authority: str
    jurisdiction: str
    kind: SchemeKind
    status: SchemeStatus
    version: str
    reviewed: datetime.date
    valid_from: PartialDate
    valid_until: PartialDate
    sources: tuple[SourceReference, ...]
    variant_of: str | None = None
    variant_of_title: str | None = None
    difference: str | None = None
    left_out: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


class Line(Record):
    """A criterion for this project. `number` is R1 for a frame condition, 1 for a criterion, 1a for a sub-test.

    `answered` tells an answer that is unknown from one that was not given. `related` holds ids of other lines;
    `not_stated` says what the sources leave open.
    """

    number: str
    id: str
    group: Group
    parent: str | None
    weight: Weight
    title: str
    question: str
    meaning: str
    evidence_asked: tuple[str, ...]
    examples_yes: tuple[str, ...] = ()
    examples_no: tuple[str, ...] = ()
    not_stated: str | None = None
    legal: tuple[LegalReference, ...]
    judgement: str | None
    concepts: tuple[ConceptReference, ...]
    related: tuple[str, ...] = ()
    applies: Applies
    applies_reason: str
    answered: bool
    answer: Answer
    sources: tuple[SourceReference, ...]
    passages: tuple[Evidence, ...]
    stale: bool
    measures: tuple[Related, ...]
    cases: tuple[Related, ...]

    @model_validator(mode="after")
    def a_line_names_its_source(self) -> Self:
        if not self.sources and not self.legal:
            raise ValueError(f"line '{self.id}' has no passage and no named source: it cannot be published")
        return self


class Checklist(Record):
    """A checklist as it is rendered and stored.

    `asked_on` is the day for which the scheme was asked; `fingerprint` a SHA-256 of the scheme, the profile and the
    answers, the same for the same on every machine.
    """

    format: Literal["thuishaven-checklist"] = "thuishaven-checklist"
    format_version: Literal["1.0"] = "1.0"
    knowledge_version: str
    made: datetime.date
    asked_on: datetime.date
    fingerprint: str
    scheme: SchemeSummary
    profile: Profile
    facts: tuple[ProfileFact, ...]
    notices: tuple[str, ...]
    result: Result
    lines: tuple[Line, ...]
    similar_cases: tuple[Related, ...]
