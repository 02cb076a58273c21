"""A dossier: what the records say together on one question, written in sentences that each show on what they rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from knowledge.base import Citation, Record, Sentence, Slug

__all__ = ["Dossier", "Run", "Section", "Statement", "View", "ViewKind"]

Ref = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", max_length=160)]
"""A record by its folder and id, such as cases/sylvania-tienen, or a concept by its id."""

_LINK = re.compile(r"\[([^\[\]]+)\]\(([a-z0-9-]+/[a-z0-9-]+)\)")
_NO_LINK = re.compile(r"\]\(")


class ViewKind(StrEnum):
    """A table or chart that is made of the records when the page is made, so that it never lags behind them."""

    SERIES = "series"
    MOTIVES = "motives"
    SECTORS = "sectors"
    CASES = "cases"
    OTHER_CASES = "other cases"
    EVALUATIONS = "evaluations"
    EXPLICIT = "explicit measures"
    ENDED = "ended"
    CONCEPTS = "concepts"
    CONFLICTS = "conflicts"
    QUESTIONS = "open questions"
    REQUESTS = "requests"
    SILENCES = "silences"


class View(Record):
    """A view by name; `of` is the series that is shown, or the concept scheme that is listed."""

    show: ViewKind
    of: Slug | None = None

    @model_validator(mode="after")
    def it_says_of_what(self) -> Self:
        if (self.of is not None) != (self.show in (ViewKind.SERIES, ViewKind.CONCEPTS)):
            raise ValueError("'series' and 'concepts', and only these, say in 'of' which one is shown")
        return self


class Run(Record):
    """A stretch of a sentence; `ref` is the record to which these words lead, or nothing."""

    text: str
    ref: str = ""


class Statement(Record):
    """A sentence with what it rests on: places in sources, records, or ourselves.

    In the text `[words](cases/some-id)` leads to a record, which counts as one of its records; `refs` are records on
    which it rests and that it does not name. `ours` marks our conclusion or a bridge between two sentences: it is
    shown as such. `counts` says how many records of a kind the sentence speaks of (see `counts.py`): when that is no
    longer so, `check` says that the sentence must be written again.
    """

    text: Sentence
    citations: tuple[Citation, ...] = ()
    refs: tuple[Ref, ...] = ()
    ours: bool = False
    counts: dict[str, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def it_shows_on_what_it_rests(self) -> Self:
        if not (self.citations or self.records or self.ours):
            raise ValueError(
                "the sentence shows nothing on which it rests: cite a source, name a record, or mark it 'ours: true'"
            )
        if _NO_LINK.search(self.plain):
            raise ValueError("a link to a record is written as [words](folder/id), such as [Sylvania](cases/sylvania)")
        return self

    @property
    def runs(self) -> tuple[Run, ...]:
        """The text in stretches, those that lead to a record apart."""
        pieces = _LINK.split(self.text)
        told = [Run(text=pieces[0])]
        for words, ref, after in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
            told += [Run(text=words, ref=ref), Run(text=after)]
        return tuple(run for run in told if run.text)

    @property
    def plain(self) -> str:
        """The text as it is read."""
        return _LINK.sub(r"\1", self.text)

    @property
    def records(self) -> tuple[str, ...]:
        """The records that the sentence names or rests on, each once."""
        return tuple(dict.fromkeys([*(run.ref for run in self.runs if run.ref), *self.refs]))


class Section(Record):
    """A part of a dossier: a heading, paragraphs of sentences, and the views that stand below them."""

    title: Sentence
    paragraphs: tuple[Annotated[tuple[Statement, ...], Field(min_length=1)], ...] = Field(min_length=1)
    views: tuple[View, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The sentences, in the order in which they are read."""
        return tuple(statement for paragraph in self.paragraphs for statement in paragraph)


class Dossier(Record):
    """A dossier: a question, a short answer (`summary`, which rests on evidence like the rest), and its sections.

    `order` is its place in the list of dossiers.
    """

    id: Slug
    title: Sentence
    question: Sentence
    order: Annotated[int, Field(ge=1)] = 1
    summary: Annotated[tuple[Statement, ...], Field(min_length=1)]
    sections: tuple[Section, ...] = Field(min_length=1)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All sentences, in the order in which they are read."""
        return (*self.summary, *(statement for section in self.sections for statement in section.statements))

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations of all sentences, each once."""
        return tuple(dict.fromkeys(c for statement in self.statements for c in statement.citations))

    @property
    def records(self) -> tuple[str, ...]:
        """Every record that a sentence or view leads to, each once."""
        return tuple(dict.fromkeys([*(r for s in self.statements for r in s.records), *self._shown()]))

    def _shown(self) -> Iterator[str]:
        for section in self.sections:
            for view in section.views:
                if view.show is ViewKind.SERIES and view.of:
                    yield f"series/{view.of}"
