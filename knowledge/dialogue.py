"""What was asked in the documents: questions with their answers or the lack of one, and requests with their fate."""

from __future__ import annotations

import itertools
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from knowledge.base import Basis, Citation, ConceptId, PartialDate, Record, Sentence, Slug, Stated, Text

__all__ = [
    "AnswerState",
    "Event",
    "EventKind",
    "Question",
    "Reply",
    "Request",
    "RequestForm",
    "RequestStatus",
    "Subject",
]


class AnswerState(StrEnum):
    """What became of a question.

    *answered*: a reply takes up what was asked. *partly*: a reply takes up a part of it. *not answered*: no reply
    takes it up. *referred*: the reply only points elsewhere. *not known*: we have not seen the reply.
    """

    ANSWERED = "answered"
    PARTLY = "partly"
    NOT_ANSWERED = "not answered"
    REFERRED = "referred"
    NOT_KNOWN = "not known"


class Subject(StrEnum):
    """What a question is about."""

    EXTENT = "extent"
    SUPPORT = "support"
    INSTRUMENTS = "instruments"
    DETECTION = "detection"
    SECTORS = "sectors"
    LABOUR = "labour"
    COMPETITIVENESS = "competitiveness"
    EUROPE = "europe"
    ABROAD = "abroad"
    SOCIAL_ECONOMY = "social economy"
    DEPENDENCE = "dependence"


class Reply(Record):
    """What someone answered, or where the answer points."""

    by: Sentence
    text: Text


class Question(Record):
    """A question as it was put, with the replies that take it up. A question is never a fact.

    `number` is its place in the document; `premise` is what the asker takes for granted, which nobody confirmed by
    being asked; `note` says what of the question no reply takes up. `citations` are the places of the question.
    """

    POINTERS: ClassVar[dict[str, str]] = {
        "systems": "systems",
        "requests": "requests",
        "measures": "measures",
        "figures": "figures",
        "conflicts": "conflicts",
    }

    id: Slug
    source: Slug
    number: Annotated[int, Field(ge=1)]
    asker: Sentence
    addressee: Text
    subject: Subject
    question: Text
    premise: Text | None = None
    state: AnswerState
    replies: tuple[Reply, ...] = ()
    note: Sentence | None = None
    concepts: tuple[ConceptId, ...] = ()
    systems: tuple[Slug, ...] = ()
    requests: tuple[Slug, ...] = ()
    measures: tuple[Slug, ...] = ()
    figures: tuple[Slug, ...] = ()
    conflicts: tuple[Slug, ...] = ()
    citations: tuple[Citation, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def the_state_fits_the_replies(self) -> Self:
        if self.state in {AnswerState.ANSWERED, AnswerState.PARTLY, AnswerState.REFERRED}:
            if not self.replies:
                raise ValueError(f"a question that is '{self.state}' has a reply; say by whom and what")
        elif self.replies:
            raise ValueError(f"a question that is '{self.state}' has no reply")
        if self.state is not AnswerState.ANSWERED and not self.note:
            raise ValueError("say in a note what stays open, or why we do not know the answer")
        return self

    @model_validator(mode="after")
    def a_reply_says_something(self) -> Self:
        if any(reply.text.basis is Basis.NOT_STATED for reply in self.replies):
            raise ValueError("a reply without content is no reply: leave it out and set the state")
        return self


class RequestForm(StrEnum):
    """How strongly it is put."""

    ASKS = "asks"
    PLEADS = "pleads"
    RECOMMENDS = "recommends"
    PROPOSES = "proposes"
    PROMISES = "promises"


class EventKind(StrEnum):
    """What happened to a request."""

    ASKED = "asked"
    REPEATED = "repeated"
    QUESTIONED = "questioned"
    RESERVED = "reserved"
    EXAMINED = "to be examined"
    UNDER_WAY = "under way"
    TAKEN_UP = "taken up"
    DECLINED = "declined"


class RequestStatus(StrEnum):
    """How it stands with a request in the latest of the documents."""

    NO_TRACE = "no trace"
    EXAMINED = "to be examined"
    PARTLY = "partly taken up"
    TAKEN_UP = "taken up"
    DECLINED = "declined"


class Event(Record):
    """Something that happened to a request, on a date as far as it is known, told by a source."""

    date: PartialDate
    kind: EventKind
    by: Sentence
    text: Sentence
    citations: tuple[Citation, ...] = Field(min_length=1)
    note: Sentence | None = None


class Request(Record):
    """An explicit request, to whom it was put and what became of it; the history runs from old to new."""

    POINTERS: ClassVar[dict[str, str]] = {"systems": "systems", "measures": "measures", "conflicts": "conflicts"}

    id: Slug
    title: Sentence
    form: RequestForm
    requester: Sentence
    addressee: Text
    summary: Sentence
    history: tuple[Event, ...] = Field(min_length=1)
    status: Stated[RequestStatus]
    concepts: tuple[ConceptId, ...] = ()
    systems: tuple[Slug, ...] = ()
    measures: tuple[Slug, ...] = ()
    conflicts: tuple[Slug, ...] = ()
    citations: tuple[Citation, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def the_history_runs_forward(self) -> Self:
        if self.history[0].kind is not EventKind.ASKED:
            raise ValueError("the history starts with the request itself (kind 'asked')")
        days = [event.date.value for event in self.history if event.date.value]
        # a year or month counts from its first day; what is only known by year may follow a day in that year
        if any(later < earlier[: len(later)] for earlier, later in itertools.pairwise(days)):
            raise ValueError("the history runs from old to new")
        if self.status.basis is Basis.NOT_STATED:
            raise ValueError("say 'no trace' (inferred) where the documents tell of no follow-up")
        return self
