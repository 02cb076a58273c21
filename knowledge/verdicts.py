"""What the answers to a checklist come to: meets, fails, undecided or not applicable, why, and what is still needed.

A knock-out criterion decides alone. Weighing criteria must be answered but give no score: a scheme without weights or
threshold leaves the weighing to its authority, and so do we. An open question decides nothing; where a scheme has no
others, it is done when all are answered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.base import Record
from knowledge.profiles import Answer, AnswerValue
from knowledge.schemes import Criterion, Weight

__all__ = ["Need", "NeedKind", "Point", "Reason", "Result", "ResultState", "Scope", "judge"]


class ResultState(StrEnum):
    """What the answers come to."""

    MEETS = "meets"
    FAILS = "fails"
    UNDECIDED = "undecided"
    NOT_APPLICABLE = "not applicable"


class NeedKind(StrEnum):
    """What is still needed: a fact of the project, an answer, proof, or a judgement by the authority."""

    FACT = "fact"
    ANSWER = "answer"
    EVIDENCE = "evidence"
    JUDGEMENT = "judgement"


class Reason(Record):
    """A criterion that makes the result what it is, in a Dutch sentence; none of them for the scheme as a whole."""

    criterion: str | None
    title: str
    text: str


class Need(Record):
    """What is still needed for a criterion, in Dutch."""

    criterion: str | None
    kind: NeedKind
    text: str


class Result(Record):
    """The state with a Dutch summary, its reasons, and what is still needed; knock-out criteria come first."""

    state: ResultState
    summary: str
    reasons: tuple[Reason, ...]
    needed: tuple[Need, ...]


@dataclass(frozen=True)
class Point:
    """A criterion as it stands: whether it applies (None: unknown) with the reason, and its answer."""

    criterion: Criterion
    applies: bool | None
    why: str
    answer: Answer

    @property
    def knock_out(self) -> bool:
        """Whether it decides alone."""
        return self.criterion.weight is Weight.KNOCK_OUT

    @property
    def open_question(self) -> bool:
        """Whether it asks for words and decides nothing."""
        return self.criterion.weight is Weight.OPEN


@dataclass(frozen=True)
class Scope:
    """Whether the scheme as a whole is for this project on this day (None: not known), with the reason in Dutch."""

    applies: bool | None = True
    why: str = ""


def judge(points: Sequence[Point], scope: Scope = Scope()) -> Result:
    """The result of these points, within the scope of their scheme.

    Filling in an unknown fact or an unknown answer never turns *meets* into *undecided*: *meets* is given only when no
    fact or answer that is still open could unsettle it.
    """
    if scope.applies is False:
        whole = Reason(criterion=None, title=WHOLE, text=scope.why)
        return Result(state=ResultState.NOT_APPLICABLE, summary=scope.why, reasons=(whole,), needed=())
    open_points = [p for p in points if p.applies is not False]
    if not open_points:
        return Result(state=ResultState.NOT_APPLICABLE, summary=NOTHING_APPLIES, reasons=(), needed=())
    # Stable: within knock-outs, weighing criteria and open questions the order of the scheme stays.
    ordered = sorted(open_points, key=lambda p: (not p.knock_out, p.open_question))
    deciding = [p for p in ordered if not p.open_question]
    needed = tuple(need for point in ordered for need in _needs(point))
    if scope.applies is None:
        needed = (Need(criterion=None, kind=NeedKind.FACT, text=scope.why), *needed)
    fails = [p for p in deciding if p.knock_out and p.applies and p.answer.answer is AnswerValue.NO]
    if fails and scope.applies:
        told = tuple(_reason(p, "Het antwoord is nee, en zonder ja op dit punt valt het project af.") for p in fails)
        return Result(state=ResultState.FAILS, summary=_failing(fails), reasons=told, needed=needed)
    reasons = tuple(_reason(p, text) for p in deciding or ordered if (text := _undecided(p)))
    if scope.applies is None:
        reasons = (Reason(criterion=None, title=WHOLE, text=scope.why), *reasons)
    if not reasons and (balance := _against(deciding)):
        reasons = (Reason(criterion=None, title="De afweging", text=balance),)
        needed += (Need(criterion=None, kind=NeedKind.JUDGEMENT, text="Een oordeel van de bevoegde overheid."),)
    if reasons:
        return Result(state=ResultState.UNDECIDED, summary=_still_open(reasons), reasons=reasons, needed=needed)
    return Result(state=ResultState.MEETS, summary=_meeting(deciding), reasons=(), needed=needed)


WHOLE = "De regeling als geheel"
NOTHING_APPLIES = "Geen enkel criterium van deze regeling geldt voor dit project."


def _reason(point: Point, text: str) -> Reason:
    return Reason(criterion=point.criterion.id, title=point.criterion.title, text=text)


def _is_told(point: Point) -> bool:
    """Whether an open question has words for an answer."""
    return bool(point.answer.evidence or point.answer.note)


def _undecided(point: Point) -> str:
    """Why a point keeps the result open; empty when it does not."""
    if point.open_question:
        return "" if _is_told(point) else "De vraag is nog niet beantwoord."
    if point.answer.answer is AnswerValue.NO and point.knock_out and point.applies:
        return "Het antwoord is nee, en zonder ja op dit punt valt het project af als de regeling ervoor geldt."
    match point.answer.answer:
        case AnswerValue.YES:
            return ""
        case AnswerValue.UNKNOWN:
            return "De vraag is nog niet beantwoord." if point.applies else f"{point.why} De vraag is niet beantwoord."
        case AnswerValue.PARTLY if point.knock_out:
            return "Het antwoord is deels; dit punt moet volledig vervuld zijn."
        case AnswerValue.NO if point.knock_out:
            return f"Het antwoord is nee; dat weegt alleen door als dit punt geldt. {point.why}"
        case _:
            return ""


def _against(points: Sequence[Point]) -> str:
    """Why the weighing stays open when all is answered: nothing speaks for the project, or that hangs on a fact."""
    weighed = [p for p in points if not p.knock_out]
    positive = [p for p in weighed if p.answer.answer is not AnswerValue.NO]
    if len(positive) == len(weighed) or any(p.applies for p in positive):
        return ""
    if positive:
        return "Alleen punten waarvan niet bekend is of ze gelden, spreken voor het project."
    return (
        "Geen enkel af te wegen criterium spreekt voor het project. De regeling noemt geen drempel; "
        "de overheid beslist, en de kans op een gunstig oordeel lijkt klein."
    )


def _needs(point: Point) -> list[Need]:
    criterion, given = point.criterion, point.answer.answer
    needs = []
    if point.applies is None:
        needs.append(Need(criterion=criterion.id, kind=NeedKind.FACT, text=point.why))
    if point.open_question:
        if not _is_told(point):
            needs.append(Need(criterion=criterion.id, kind=NeedKind.ANSWER, text=criterion.question))
        return needs
    if given is AnswerValue.UNKNOWN:
        needs.append(Need(criterion=criterion.id, kind=NeedKind.ANSWER, text=criterion.question))
    if given is AnswerValue.PARTLY and point.knock_out:
        text = f"Toon aan dat volledig aan dit punt is voldaan: {criterion.question}"
        needs.append(Need(criterion=criterion.id, kind=NeedKind.ANSWER, text=text))
    if given in (AnswerValue.YES, AnswerValue.PARTLY) and not point.answer.evidence:
        text = f"Bewijs, bijvoorbeeld: {criterion.evidence[0]}"
        needs.append(Need(criterion=criterion.id, kind=NeedKind.EVIDENCE, text=text))
    return needs


def _titles(points: Sequence[Point]) -> str:
    return "; ".join(p.criterion.title for p in points)


def _failing(fails: Sequence[Point]) -> str:
    many = "doorslaggevende voorwaarden" if len(fails) > 1 else "doorslaggevende voorwaarde"
    return f"Het project voldoet niet aan {len(fails)} {many}: {_titles(fails)}."


def _still_open(reasons: Sequence[Reason]) -> str:
    points = sum(reason.criterion is not None for reason in reasons)
    if reasons[0].title == WHOLE:
        return f"Nog niet te beslissen. {reasons[0].text}"
    if not points:
        return f"Nog niet te beslissen. {reasons[0].text}"
    return f"Nog niet te beslissen: {points} {'punt staat' if points == 1 else 'punten staan'} open."


def _meeting(points: Sequence[Point]) -> str:
    if not points:
        return "Alle vragen zijn beantwoord."
    knock_outs = [p for p in points if p.knock_out]
    weighed = Counter(p.answer.answer for p in points if not p.knock_out)
    text = "Volgens de antwoorden voldoet het project aan elke doorslaggevende voorwaarde. " if knock_outs else ""
    if weighed:
        counts = ((AnswerValue.YES, "ja"), (AnswerValue.PARTLY, "deels"), (AnswerValue.NO, "nee"))
        tally = ", ".join(f"{weighed[value]} {word}" for value, word in counts if weighed[value])
        text += f"Af te wegen criteria: {tally}; de overheid weegt ze."
    return text.strip()
