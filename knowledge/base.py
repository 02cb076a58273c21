"""What every record shares: strictness, ids, bilingual labels, dates with a precision, statements with a basis."""

from __future__ import annotations

import datetime
import re
from enum import StrEnum
from typing import Annotated, Generic, Self, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

T = TypeVar("T")

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=120)]
ConceptId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", max_length=160)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


class Record(BaseModel):
    """A record: nothing unknown in it, nothing changed after it is made."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=False, defer_build=True)


class Label(Record):
    """A label in Dutch and, where there is one, in English."""

    nl: Sentence
    en: Sentence | None = None


class Precision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


_DATE = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


class PartialDate(Record):
    """A date of which the day or the month may be unknown.

    `value` is YYYY, YYYY-MM or YYYY-MM-DD, or None where nothing is known; its length is its precision.
    """

    value: str | None = None

    @model_validator(mode="before")
    @classmethod
    def a_bare_value_will_do(cls, data: object) -> object:
        if data is None or isinstance(data, str | int | datetime.date):
            return {"value": None if data is None else str(data)}
        return data

    @model_validator(mode="after")
    def the_date_exists(self) -> Self:
        if self.value is None:
            return self
        match = _DATE.match(self.value)
        if match is None:
            raise ValueError("a date is YYYY, YYYY-MM or YYYY-MM-DD")
        year, month, day = (int(part) if part else 1 for part in match.groups())
        datetime.date(year, month, day)
        return self

    @property
    def precision(self) -> Precision:
        """How much of the date is known."""
        if self.value is None:
            return Precision.UNKNOWN
        return {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}[len(self.value)]


class Citation(Record):
    """Where a statement comes from: a source of `knowledge/sources`, or a document of the store, and a place in it.

    `locator` is a place that a reader of the paper can find (a section, a page, a question number).
    `anchor` is a handful of words that stand in the cited passage, by which the passage is found when the document
    itself is in the store; it is a pointer, never shown as our own words.
    `passage_hash` is the hash of the passage as it was when the record was reviewed; when it no longer matches,
    what rests on the citation is stale.
    """

    source: Slug
    locator: Sentence
    anchor: Annotated[str, StringConstraints(max_length=90)] | None = None
    passage_hash: str | None = None

    @model_validator(mode="after")
    def an_anchor_is_short(self) -> Self:
        if self.anchor is not None and len(self.anchor.split()) > 10:
            raise ValueError("an anchor has at most ten words: it points to the passage, it does not copy it")
        return self


class Basis(StrEnum):
    """On what a field rests."""

    STATED = "stated"
    INFERRED = "inferred"
    NOT_STATED = "not stated"


class Stated(Record, Generic[T]):
    """A value with what it rests on.

    *stated* has citations; *inferred* has a note that gives the reasoning; *not stated* has no value.
    """

    value: T | None = None
    basis: Basis = Basis.STATED
    citations: tuple[Citation, ...] = ()
    note: Sentence | None = None

    @model_validator(mode="before")
    @classmethod
    def not_stated_will_do(cls, data: object) -> object:
        return {"basis": Basis.NOT_STATED} if data == Basis.NOT_STATED.value else data

    @model_validator(mode="after")
    def the_basis_is_shown(self) -> Self:
        if self.basis is Basis.NOT_STATED:
            if self.value is not None:
                raise ValueError("what is not stated has no value")
        elif self.value is None:
            raise ValueError(f"a value is missing; write 'not stated' where the source is silent (basis {self.basis})")
        elif self.basis is Basis.STATED and not self.citations:
            raise ValueError("a stated value needs at least one citation")
        elif self.basis is Basis.INFERRED and not self.note:
            raise ValueError("an inferred value needs a note that says from what it is inferred")
        return self


class Stance(StrEnum):
    """What a passage does with a concept: only *asserted* counts as a fact."""

    ASSERTED = "asserted"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"
    ASKED = "asked"


class Status(StrEnum):
    """Whether a person or a trusted rule stands behind an annotation."""

    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Claim(Record):
    """A concept that a source attributes to the subject of a record, with its stance and its evidence."""

    concept: ConceptId
    stance: Stance = Stance.ASSERTED
    basis: Basis = Basis.STATED
    citations: tuple[Citation, ...] = ()
    note: Sentence | None = None

    @model_validator(mode="after")
    def a_claim_has_evidence(self) -> Self:
        if self.basis is Basis.NOT_STATED:
            raise ValueError("leave out a concept that the source does not state")
        if self.basis is Basis.STATED and not self.citations:
            raise ValueError(f"the claim '{self.concept}' needs at least one citation")
        if self.basis is Basis.INFERRED and not self.note:
            raise ValueError(f"the inferred claim '{self.concept}' needs a note that says from what it is inferred")
        return self


Text = Stated[Sentence]
