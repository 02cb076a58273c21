"""What the answers to a checklist come to: meets, fails, undecided or not applicable, why, and what is still needed.

A knock-out criterion decides alone. Weighing criteria must be answered but give no score: a scheme without weights or
threshold leaves the weighing to its authority, and so do we. An open question decides nothing; where a scheme has no
others, it is done when all are answered. Sub-tests are the grounds of their parent's answer: they never fail a scheme.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from knowledge import needs
from knowledge.base import Record
from knowledge.needs import Need, NeedKind, Point, Scope
from knowledge.profiles import AnswerValue
from knowledge.schemes import Outcomes, SubTests
from knowledge.sentences import SAY

__all__ = ["STATES", "Need", "NeedKind", "Point", "Reason", "Result", "ResultState", "Scope", "judge"]


class ResultState(StrEnum):
    """What the answers come to."""

    MEETS = "meets"
    FAILS = "fails"
    UNDECIDED = "undecided"
    NOT_APPLICABLE = "not applicable"


STATES = {
    ResultState.MEETS: "voldoet",
    ResultState.FAILS: "voldoet niet",
    ResultState.UNDECIDED: "nog niet te beslissen",
    ResultState.NOT_APPLICABLE: "niet van toepassing",
}
"""The states in Dutch, where a scheme has no words of its own."""


class Reason(Record):
    """A criterion that makes the result what it is, in a Dutch sentence; none of them for the scheme as a whole."""

    criterion: str | None
    title: str
    text: str


class Result(Record):
    """The state with its name and a summary in Dutch, its reasons, and what is still needed, what decides most first.

    A result that fails needs nothing more: no other answer changes it.
    """

    state: ResultState
    label: str
    summary: str
    reasons: tuple[Reason, ...]
    needed: tuple[Need, ...]


_FOR_ALL, _GENERAL = Scope(), Outcomes()


def judge(points: Sequence[Point], scope: Scope = _FOR_ALL, outcomes: Outcomes = _GENERAL) -> Result:
    """The result of these points, within the scope of their scheme and in its words.

    Filling in an unknown fact or an unknown answer never turns *meets* into *undecided*: *meets* is given only when no
    fact or answer that is still open could unsettle it.
    """
    if scope.applies is False:
        whole = Reason(criterion=None, title=SAY["whole"], text=scope.why)
        return _result(ResultState.NOT_APPLICABLE, outcomes, scope.why, (whole,))
    # Stable: within knock-outs, weighing criteria and open questions the order of the scheme stays.
    ordered = sorted(_asked(points), key=lambda p: (not p.knock_out, p.open_question))
    if not ordered:
        return _result(ResultState.NOT_APPLICABLE, outcomes, SAY["nothing"])
    deciding = [p for p in ordered if not p.open_question]
    fails = [p for p in deciding if p.knock_out and p.applies and p.answer.answer is AnswerValue.NO]
    if fails and scope.applies:
        told = tuple(_reason(p, SAY["fails"]) for p in fails)
        return _result(ResultState.FAILS, outcomes, _failing(fails), told)
    needed = needs.needed(ordered, scope)
    reasons = tuple(
        _reason(p, text) for p in deciding or ordered for text in (_undecided(p), _contradiction(p, ordered)) if text
    )
    if scope.applies is None:
        reasons = (Reason(criterion=None, title=SAY["whole"], text=scope.why), *reasons)
    tops = [p for p in deciding if p.criterion.parent is None]
    if not reasons and (balance := _against(tops)):
        reasons = (Reason(criterion=None, title=SAY["balance"], text=balance),)
        needed += (Need(criterion=None, kind=NeedKind.JUDGEMENT, text=SAY["judgement"]),)
    if reasons:
        return _result(ResultState.UNDECIDED, outcomes, _still_open(reasons), reasons, needed)
    return _result(ResultState.MEETS, outcomes, _meeting(tops, told=outcomes.meets is not None), needed=needed)


def _result(
    state: ResultState,
    outcomes: Outcomes,
    summary: str,
    reasons: tuple[Reason, ...] = (),
    needed: tuple[Need, ...] = (),
) -> Result:
    own = {ResultState.MEETS: outcomes.meets, ResultState.FAILS: outcomes.fails}.get(state)
    label, text = (own.label, f"{own.text} {summary}".strip()) if own else (STATES[state], summary)
    return Result(state=state, label=label, summary=text, reasons=reasons, needed=needed)


def _reason(point: Point, text: str) -> Reason:
    return Reason(criterion=point.criterion.id, title=point.criterion.title, text=text)


def _asked(points: Sequence[Point]) -> list[Point]:
    """The points that may apply, without the sub-tests on which nothing hangs any more.

    A no to the parent makes its sub-tests idle; where one of them is enough, so does one that speaks for the project.
    """
    by_id = {point.criterion.id: point for point in points}
    enough = {p.criterion.parent for p in points if p.criterion.parent and p.applies and p.positive}
    asked = []
    for point in points:
        parent = by_id.get(point.criterion.parent or "")
        idle = parent is not None and (
            parent.answer.answer is AnswerValue.NO
            or (
                parent.criterion.sub_tests is SubTests.ANY
                and parent.criterion.id in enough
                and point.answer.answer is AnswerValue.UNKNOWN
            )
        )
        if point.applies is not False and not idle:
            asked.append(point)
    return asked


def _undecided(point: Point) -> str:
    """Why a point keeps the result open; empty when it does not."""
    if point.open_question:
        return "" if point.told else SAY["open"]
    if point.answer.answer is AnswerValue.NO and point.knock_out and point.applies:
        return SAY["failsIf"]
    match point.answer.answer:
        case AnswerValue.YES:
            return ""
        case AnswerValue.UNKNOWN:
            return SAY["open"] if point.applies else SAY["openIf"].format(why=point.why)
        case AnswerValue.PARTLY if point.knock_out:
            return SAY["partly"]
        case AnswerValue.NO if point.knock_out:
            return SAY["noIf"].format(why=point.why)
        case _:
            return ""


def _contradiction(point: Point, asked: Sequence[Point]) -> str:
    """What in the sub-tests contradicts a yes to their parent; empty where nothing does.

    Sub-tests of which it is not known whether they apply speak against the parent and not for it: so a fact that is
    filled in can take a contradiction away and never make one.
    """
    binds = point.criterion.sub_tests
    if binds is None or point.answer.answer is not AnswerValue.YES:
        return ""
    below = [p for p in asked if p.criterion.parent == point.criterion.id]
    denied = [p for p in below if p.answer.answer is AnswerValue.NO]
    if not denied or (binds is SubTests.ANY and any(p.applies and p.positive for p in below)):
        return ""
    which = SAY["subTest" if len(denied) == 1 else "subTests"]
    return SAY["contradicts"].format(which=which, titles=_titles(denied))


def _against(points: Sequence[Point]) -> str:
    """Why the weighing stays open when all is answered: nothing speaks for the project, or that hangs on a fact."""
    weighed = [p for p in points if not p.knock_out]
    positive = [p for p in weighed if p.answer.answer is not AnswerValue.NO]
    if len(positive) == len(weighed) or any(p.applies for p in positive):
        return ""
    if positive:
        return SAY["onlyUnknown"]
    return SAY["against"]


def _titles(points: Sequence[Point]) -> str:
    return "; ".join(p.criterion.title for p in points)


def _failing(fails: Sequence[Point]) -> str:
    which = SAY["conditions" if len(fails) > 1 else "condition"]
    return SAY["failing"].format(count=len(fails), which=which, titles=_titles(fails))


def _still_open(reasons: Sequence[Reason]) -> str:
    if reasons[0].criterion is None:
        return SAY["undecided"].format(text=reasons[0].text)
    return SAY["undecidedOne" if len(reasons) == 1 else "undecidedMore"].format(count=len(reasons))


def _meeting(points: Sequence[Point], *, told: bool) -> str:
    """What meeting comes to; what the scheme has told in its own words is not said again."""
    if not points:
        return "" if told else SAY["answered"]
    weighed = Counter(p.answer.answer for p in points if not p.knock_out)
    text = SAY["meets"] if not told and any(p.knock_out for p in points) else ""
    if weighed:
        counts = ((AnswerValue.YES, "ja"), (AnswerValue.PARTLY, "deels"), (AnswerValue.NO, "nee"))
        text += SAY["weighed"].format(tally=", ".join(f"{weighed[v]} {word}" for v, word in counts if weighed[v]))
    return text.strip()
