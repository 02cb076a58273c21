"""What is known of a project (its profile) and what was answered about it: two small YAML files of the adviser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from knowledge.base import PartialDate, Record, Slug
from knowledge.concepts import Concept, Vocabulary
from knowledge.errors import UnknownRecord
from knowledge.facts import SCHEMES, Fact, Size, YesNo, as_amount, as_yes_no

__all__ = [
    "STRICT",
    "UNKNOWN_WORDS",
    "Answer",
    "AnswerValue",
    "Answers",
    "Profile",
    "ProfileAid",
    "ProfileRoute",
    "check_profile",
    "resolve_value",
]

UNKNOWN_WORDS = frozenset({"", "?", "unknown", "onbekend"})
_NACE = re.compile(r"([A-U])?(\d{2}(?:\.?\d+)*)?", re.I)


def _is_unknown(value: object) -> bool:
    return value is None or (isinstance(value, str) and value.strip().casefold() in UNKNOWN_WORDS)


def _or_unknown(value: object) -> object:
    """'unknown' and 'onbekend' are the same as nothing."""
    if isinstance(value, bool):
        raise ValueError("YAML reads this word as true or false; put it in quotes")
    return None if _is_unknown(value) else value


def _as_list(value: object) -> object:
    """One value stands for a list of one; 'unknown' and nothing for an empty list, also inside a list."""
    items = value if isinstance(value, list | tuple) else [value]
    return [item for item in map(_or_unknown, items) if item is not None]


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Known = Annotated[Name | None, BeforeValidator(_or_unknown)]
Several = Annotated[tuple[Name, ...], BeforeValidator(_as_list), Field(max_length=40)]


def _unless_unknown(read: Callable[[object], object]) -> BeforeValidator:
    """Reads a value in its own way, unless it is unknown."""
    return BeforeValidator(lambda value: None if _is_unknown(value) else read(value))


Amount = Annotated[Decimal | None, _unless_unknown(as_amount)]
KnownYesNo = Annotated[YesNo | None, _unless_unknown(as_yes_no)]


class ProfileRoute(Record):
    """Where production comes from and where it goes to: a jurisdiction (id or name) or free text."""

    origin: Known = None
    destination: Known = None


class ProfileAid(Record):
    """The aid that is asked for: how much in euro, and in which form (an instrument of the vocabulary)."""

    amount: Amount = None
    form: Known = None


class Profile(Record):
    """What is known of a project. Every fact may be left out or be 'unknown'; then nothing is concluded from it.

    `investment` is in euro; `circularity` tells whether the project makes an effort on recovered or renewable
    materials, `social_partner` whether a firm of the social economy takes part; `market` is where it sells, `start`
    when it begins.
    """

    title: Known = None
    sector: Several = ()
    motives: Several = ()
    activity: Several = ()
    definition: Known = None
    route: Annotated[ProfileRoute, BeforeValidator(lambda v: {} if _or_unknown(v) is None else v)] = ProfileRoute()
    region: Known = None
    market: Several = ()
    size: Annotated[Size | None, BeforeValidator(_or_unknown)] = None
    investment: Amount = None
    technology: Several = ()
    circularity: KnownYesNo = None
    materials: Several = ()
    social_partner: KnownYesNo = None
    start: Annotated[PartialDate, BeforeValidator(lambda v: None if _is_unknown(v) else v)] = PartialDate()
    aid: Annotated[ProfileAid, BeforeValidator(lambda v: {} if _is_unknown(v) else v)] = ProfileAid()

    @model_validator(mode="after")
    def facts_do_not_contradict_each_other(self) -> Self:
        if self.investment is not None and self.aid.amount is not None and self.aid.amount > self.investment:
            raise ValueError(
                f"the aid asked ({self.aid.amount:,.0f} euro) is more than the investment ({self.investment:,.0f} euro)"
            )
        origin, destination = self.route.origin, self.route.destination
        if origin and destination and origin.casefold() == destination.casefold():
            raise ValueError(f"the route goes from {origin} to {destination}: nothing comes back from where it stays")
        return self

    def values(self, fact: Fact) -> tuple[str, ...]:
        """What the profile says of a fact, in words; empty when it is not known."""
        one: dict[Fact, object] = {
            Fact.DEFINITION: self.definition,
            Fact.ROUTE_FROM: self.route.origin,
            Fact.ROUTE_TO: self.route.destination,
            Fact.REGION: self.region,
            Fact.SIZE: self.size,
            Fact.INVESTMENT: self.investment,
            Fact.CIRCULARITY: self.circularity,
            Fact.SOCIAL_PARTNER: self.social_partner,
            Fact.START: self.start.value,
            Fact.AID: self.aid.amount,
            Fact.AID_FORM: self.aid.form,
        }
        several = {
            Fact.SECTOR: self.sector,
            Fact.MOTIVE: self.motives,
            Fact.ACTIVITY: self.activity,
            Fact.MARKET: self.market,
            Fact.TECHNOLOGY: self.technology,
            Fact.MATERIAL: self.materials,
        }
        if fact in several:
            return several[fact]
        return () if one[fact] is None else (str(one[fact]),)


STRICT = frozenset({Fact.SECTOR, Fact.MOTIVE, Fact.DEFINITION, Fact.TECHNOLOGY})
"""Facts of which the vocabulary should know every value; for the others words of one's own will do."""


def resolve_value(fact: Fact, given: str, vocabulary: Vocabulary) -> str:
    """The concept id that `given` stands for: an id with or without its scheme, a NACE code, or a label.

    A NACE code finer than the vocabulary stands for the finest concept that holds it. What is no concept stays as it is
    where the fact takes free text; for a sector, motive, definition or technology it raises UnknownRecord with near
    ids.
    """
    concepts = [c for s in SCHEMES.get(fact, ()) if s in vocabulary.schemes for c in vocabulary.of(s)]
    wanted = given.casefold().strip()
    for name in (given, *(f"{s}/{wanted}" for s in SCHEMES.get(fact, ()))):
        if name in vocabulary and any(c.id == name for c in concepts):
            return name
    if fact is Fact.SECTOR and (by_code := _by_nace(given, concepts)):
        return by_code
    labelled = {c.id for c in concepts if wanted in {label.casefold() for label in c.labels()}}
    if len(labelled) == 1:
        return labelled.pop()
    if fact not in STRICT:
        return given
    raise UnknownRecord(fact.value, given, [*(c.id for c in concepts), *(c.notation for c in concepts if c.notation)])


def _by_nace(given: str, concepts: Iterable[Concept]) -> str | None:
    """The finest concept whose NACE code holds this one, or None."""
    code = given.strip().upper().removeprefix("NACE").strip(" -:")
    match = _NACE.fullmatch(code)
    if match is None or not code:
        return None
    letter, digits = match[1] or "", (match[2] or "").replace(".", "")
    best: tuple[int, str] | None = None
    for concept in concepts:
        for part in (concept.notation or "").split("-"):
            here = _NACE.fullmatch(part)
            if not part or here is None or (letter and here[1] != letter):
                continue
            own = (here[2] or "").replace(".", "")
            fits = digits.startswith(own) if own else (letter == here[1] and not digits)
            if fits and (best is None or len(own) > best[0]):
                best = (len(own), concept.id)
    return best[1] if best else None


def check_profile(profile: Profile, vocabulary: Vocabulary) -> Profile:
    """The profile with each name replaced by the id of the concept that it stands for.

    Raises UnknownRecord with near ids for a sector, motive, definition or technology that is no concept.
    """

    def found(fact: Fact) -> tuple[str, ...]:
        return tuple(dict.fromkeys(resolve_value(fact, value, vocabulary) for value in profile.values(fact)))

    def one(fact: Fact) -> str | None:
        return next(iter(found(fact)), None)

    return profile.model_copy(
        update={
            "sector": found(Fact.SECTOR),
            "motives": found(Fact.MOTIVE),
            "activity": found(Fact.ACTIVITY),
            "definition": one(Fact.DEFINITION),
            "route": ProfileRoute(origin=one(Fact.ROUTE_FROM), destination=one(Fact.ROUTE_TO)),
            "region": one(Fact.REGION),
            "market": found(Fact.MARKET),
            "technology": found(Fact.TECHNOLOGY),
            "materials": found(Fact.MATERIAL),
            "aid": ProfileAid(amount=profile.aid.amount, form=one(Fact.AID_FORM)),
        }
    )


class AnswerValue(StrEnum):
    """What was answered to the question of a criterion."""

    YES = "yes"
    NO = "no"
    PARTLY = "partly"
    UNKNOWN = "unknown"


_DUTCH = {
    "ja": "yes",
    "nee": "no",
    "neen": "no",
    "deels": "partly",
    "onbekend": "unknown",
    "?": "unknown",
    "": "unknown",
}


def _answer_word(value: object) -> object:
    """YAML reads `yes` and `no` as true and false; Dutch words are understood too."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "unknown"
    word = value.strip().casefold() if isinstance(value, str) else value
    return _DUTCH.get(word, word) if isinstance(word, str) else word


Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]


class Answer(Record):
    """The answer to one criterion: the evidence that was given, a note, by whom and when."""

    answer: Annotated[AnswerValue, BeforeValidator(_answer_word)] = AnswerValue.UNKNOWN
    evidence: Words = ""
    note: Words = ""
    by: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    date: PartialDate = PartialDate()

    @model_validator(mode="before")
    @classmethod
    def a_bare_answer_will_do(cls, data: object) -> object:
        return data if isinstance(data, dict | Answer) else {"answer": data}


_ID: TypeAdapter[str] = TypeAdapter(Slug)


class Answers(Record):
    """The answers by criterion id: `criterion-id: yes`, or `criterion-id: {answer: partly, evidence: ..., by: ...}`."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Answer]

    @model_validator(mode="after")
    def keys_are_ids(self) -> Self:
        for key in self.given:
            try:
                _ID.validate_python(key)
            except ValidationError:
                raise ValueError(f"'{key[:60]}' is not the id of a criterion") from None
        return self

    @classmethod
    def of(cls, answers: dict[str, Any]) -> Self:
        """Answers from a mapping of criterion id to answer; raises ValidationError."""
        return cls.model_validate(answers)

    @property
    def given(self) -> dict[str, Answer]:
        """The answers by criterion id."""
        return self.__pydantic_extra__
