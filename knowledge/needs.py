"""What is still needed to decide on a project: facts, answers and proof, what decides most first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.base import Record
from knowledge.facts import Fact
from knowledge.profiles import Answer, AnswerValue
from knowledge.schemes import Criterion, Weight
from knowledge.sentences import SAY
from knowledge.wording import FACTS

__all__ = ["Need", "NeedKind", "Point", "Scope", "needed"]


class NeedKind(StrEnum):
    """What is still needed: a fact of the project, an answer, proof, or a judgement by the authority."""

    FACT = "fact"
    ANSWER = "answer"
    EVIDENCE = "evidence"
    JUDGEMENT = "judgement"


class Need(Record):
    """What is still needed, in Dutch: of a criterion, or a fact of the profile on which one or more of them hang."""

    criterion: str | None
    kind: NeedKind
    text: str
    fact: Fact | None = None


@dataclass(frozen=True)
class Point:
    """A criterion as it stands: whether it applies (None: unknown) with the reason, and its answer.

    `missing` are the facts on which it hangs whether it applies, each with whether the profile tells it too widely.
    """

    criterion: Criterion
    applies: bool | None
    why: str
    answer: Answer
    missing: tuple[tuple[Fact, bool], ...] = ()

    @property
    def knock_out(self) -> bool:
        """Whether it decides alone."""
        return self.criterion.weight is Weight.KNOCK_OUT

    @property
    def open_question(self) -> bool:
        """Whether it asks for words and decides nothing."""
        return self.criterion.weight is Weight.OPEN

    @property
    def positive(self) -> bool:
        """Whether its answer speaks for the project."""
        return self.answer.answer in (AnswerValue.YES, AnswerValue.PARTLY)

    @property
    def told(self) -> bool:
        """Whether an open question has words for an answer."""
        return bool(self.answer.evidence or self.answer.note)


@dataclass(frozen=True)
class Scope:
    """Whether the scheme as a whole is for this project on this day (None: not known), with the reason in Dutch.

    `missing` as in a Point.
    """

    applies: bool | None = True
    why: str = ""
    missing: tuple[tuple[Fact, bool], ...] = ()


def needed(points: Sequence[Point], scope: Scope) -> tuple[Need, ...]:
    """What is still needed: facts, the one on which most hangs first, then answers, and proof at the end."""
    answers = [need for point in points for need in _answers(point)]
    proof = [
        Need(
            criterion=p.criterion.id,
            kind=NeedKind.EVIDENCE,
            text=SAY["needProof"].format(proof=p.criterion.evidence[0]),
        )
        for p in points
        if p.positive and not p.open_question and not p.answer.evidence
    ]
    return (*_facts(points, scope), *answers, *proof)


def _facts(points: Sequence[Point], scope: Scope) -> Iterator[Need]:
    """The facts that are missing or told too widely, once each."""
    hanging = {fact: [p for p in points if fact in dict(p.missing)] for p in points for fact, _ in p.missing}
    whole = dict(scope.missing)
    wide = whole | {fact: told for p in points for fact, told in p.missing}
    # What settles the whole scheme comes first, then what settles most of its criteria.
    for fact in sorted(wide, key=lambda f: (f not in whole, -len(hanging.get(f, ())), list(Fact).index(f))):
        under = hanging.get(fact, [])
        if fact in whole:
            end = SAY["endWhole"]
        elif len(under) == 1:
            end = SAY["endOne"].format(title=under[0].criterion.title)
        else:
            end = SAY["endMore"].format(count=len(under))
        text = SAY["needWide" if wide[fact] else "needFact"].format(name=FACTS[fact], end=end)
        only = under[0].criterion.id if len(under) == 1 and fact not in whole else None
        yield Need(criterion=only, kind=NeedKind.FACT, text=text, fact=fact)


def _answers(point: Point) -> Iterator[Need]:
    criterion, given = point.criterion, point.answer.answer
    if not point.told if point.open_question else given is AnswerValue.UNKNOWN:
        yield Need(criterion=criterion.id, kind=NeedKind.ANSWER, text=criterion.question)
    elif given is AnswerValue.PARTLY and point.knock_out:
        text = SAY["needWholly"].format(question=criterion.question)
        yield Need(criterion=criterion.id, kind=NeedKind.ANSWER, text=text)
