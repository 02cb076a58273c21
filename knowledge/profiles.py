"""What is known of a project (its profile) and what was answered about it: two small YAML files of the adviser."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
from knowledge.schemes import Fact

__all__ = ["Answer", "AnswerValue", "Answers", "Profile", "ProfileRoute", "Size", "check_profile", "resolve_value"]

UNKNOWN_WORDS = frozenset({"", "?", "unknown", "onbekend"})
_NACE = re.compile(r"([A-U])?(\d{2}(?:\.?\d+)*)?", re.I)


def _or_unknown(value: object) -> object:
    """'unknown' and 'onbekend' are the same as nothing."""
    if isinstance(value, bool):
        raise ValueError("YAML reads this word as true or false; put it in quotes")
    return None if isinstance(value, str) and value.strip().casefold() in UNKNOWN_WORDS else value


def _as_list(value: object) -> object:
    """One value stands for a list of one; 'unknown' and nothing for an empty list, also inside a list."""
    items = value if isinstance(value, list | tuple) else [value]
    return [item for item in map(_or_unknown, items) if item is not None]


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Known = Annotated[Name | None, BeforeValidator(_or_unknown)]
Several = Annotated[tuple[Name, ...], BeforeValidator(_as_list), Field(max_length=40)]


class Size(StrEnum):
    """The size class of a firm in the sense of Recommendation 2003/361/EC."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class ProfileRoute(Record):
    """Where production comes from and where it goes to: a jurisdiction (id or name) or free text."""

    origin: Known = None
    destination: Known = None


class Profile(Record):
    """What is known of a project. Every fact may be left out or be 'unknown'; then nothing is concluded from it."""

    title: Known = None
    sector: Several = ()
    motives: Several = ()
    activity: Several = ()
    route: Annotated[ProfileRoute, BeforeValidator(lambda v: {} if _or_unknown(v) is None else v)] = ProfileRoute()
    region: Known = None
    size: Annotated[Size | None, BeforeValidator(_or_unknown)] = None

    def values(self, fact: Fact) -> tuple[str, ...]:
        """What the profile says of a fact; empty when it is not known."""
        match fact:
            case Fact.SECTOR:
                return self.sector
            case Fact.MOTIVE:
                return self.motives
            case Fact.ACTIVITY:
                return self.activity
            case Fact.ROUTE_FROM:
                return (self.route.origin,) if self.route.origin else ()
            case Fact.ROUTE_TO:
                return (self.route.destination,) if self.route.destination else ()
            case Fact.REGION:
                return (self.region,) if self.region else ()
            case Fact.SIZE:
                return (self.size.value,) if self.size else ()


_SCHEMES: dict[Fact, tuple[str, ...]] = {
    Fact.SECTOR: ("sectors",),
    Fact.MOTIVE: ("motives",),
    Fact.ACTIVITY: ("governance-models", "value-chains", "ecosystems", "sectors"),
    Fact.ROUTE_FROM: ("jurisdictions",),
    Fact.ROUTE_TO: ("jurisdictions",),
    Fact.REGION: ("jurisdictions",),
}
_FREE = frozenset({Fact.ACTIVITY, Fact.ROUTE_FROM, Fact.ROUTE_TO, Fact.REGION, Fact.SIZE})


def resolve_value(fact: Fact, given: str, vocabulary: Vocabulary) -> str:
    """The concept id that `given` stands for: an id with or without its scheme, a NACE code, or a label.

    A NACE code finer than the vocabulary stands for the finest concept that holds it. What is no concept stays as it is
    where the fact takes free text; for a sector or motive it raises UnknownRecord with near ids.
    """
    concepts = [c for s in _SCHEMES.get(fact, ()) if s in vocabulary.schemes for c in vocabulary.of(s)]
    wanted = given.casefold().strip()
    for name in (given, *(f"{s}/{wanted}" for s in _SCHEMES.get(fact, ()))):
        if name in vocabulary and any(c.id == name for c in concepts):
            return name
    if fact is Fact.SECTOR and (by_code := _by_nace(given, concepts)):
        return by_code
    labelled = {c.id for c in concepts if wanted in {label.casefold() for label in c.labels()}}
    if len(labelled) == 1:
        return labelled.pop()
    if fact in _FREE:
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

    Raises UnknownRecord with near ids for a sector or motive that is no concept.
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
            "route": ProfileRoute(origin=one(Fact.ROUTE_FROM), destination=one(Fact.ROUTE_TO)),
            "region": one(Fact.REGION),
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
