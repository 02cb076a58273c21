"""Suggestions for the facts of a profile, each with its evidence; none is a fact until a person takes it over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import Field, StringConstraints, model_validator

from knowledge.base import Citation, Record, Sentence
from knowledge.documents import PassageId
from knowledge.facts import Fact
from knowledge.interview import QUESTIONS, as_yaml
from knowledge.profiles import Profile

__all__ = ["QUOTE_WORDS", "SAYS_NOTHING", "Ground", "Suggestion", "as_profile", "in_order"]

QUOTE_WORDS = 25
"""How many words of a passage are quoted at most."""


class Ground(StrEnum):
    """On what a suggestion rests.

    A field of a case that its source states or that we inferred; accepted annotations of a document; or its words.
    """

    STATED = "stated"
    INFERRED = "inferred"
    ANNOTATED = "annotated"
    WORDS = "words"


class Suggestion(Record):
    """A value that a fact of a profile may have, as it would stand there, and where it comes from.

    `origin` says that in Dutch. From a case come the `citations` of its field and, where we inferred, a `note`; from a
    document the `passage`, at most 25 words of it, and in how many `passages` it is told.
    """

    fact: Fact
    value: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    label: Sentence
    ground: Ground
    origin: Sentence
    citations: tuple[Citation, ...] = ()
    note: Sentence | None = None
    passage: PassageId | None = None
    quote: str = ""
    passages: Annotated[int, Field(ge=0)] = 0

    @model_validator(mode="after")
    def its_evidence_is_there(self) -> Self:
        if self.ground in (Ground.ANNOTATED, Ground.WORDS) and not (self.passage and self.quote):
            raise ValueError("what a document suggests needs its passage and a quote")
        if self.ground in (Ground.STATED, Ground.INFERRED) and not (self.citations or self.note):
            raise ValueError("what a case suggests needs a citation or a note")
        if len(self.quote.split()) > QUOTE_WORDS:
            raise ValueError(f"a quote has at most {QUOTE_WORDS} words")
        return self


SAYS_NOTHING: Final = frozenset(
    f"definitions/{name}"
    for name in (
        *("home-country", "host-country", "value-chain", "supply-chain", "total-cost-of-ownership"),
        "reshoring-object",
    )
) | {"governance-models/unclear"}
"""Concepts of a fact's schemes that are no kind of move, or say that it is not known."""
_ORDER: Final = [question.fact for question in QUESTIONS]
_GROUNDS: Final = {
    Ground.STATED: "vermeld",
    Ground.INFERRED: "afgeleid",
    Ground.ANNOTATED: "geannoteerd",
    Ground.WORDS: "zo verwoord",
}


def in_order(found: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Each value of a fact once, in the order of the interview."""
    once: dict[tuple[Fact, str], Suggestion] = {}
    for one in found:
        once.setdefault((one.fact, one.value), one)
    return tuple(sorted(once.values(), key=lambda one: _ORDER.index(one.fact)))


def as_profile(suggestions: Iterable[Suggestion]) -> str:
    """A profile in which all is unknown, and each suggestion a line that counts once a person takes its '#' away."""
    offered: defaultdict[Fact, list[tuple[str, str]]] = defaultdict(list)
    for one in suggestions:
        why = f"; {one.note.rstrip('.')}" if one.ground is Ground.INFERRED and one.note else ""
        quote = f": \u201c{one.quote}\u201d" if one.quote else ""
        remark = f"{one.label} ({_GROUNDS[one.ground]}{why}; bron: {one.origin}{quote})"
        offered[one.fact].append((one.value, remark))
    return as_yaml(Profile(), offered)
