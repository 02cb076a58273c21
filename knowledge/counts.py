"""What a written sentence may count: how many records of a kind there are now, so that a sentence cannot fall behind.

A name of the list below, or the id of a concept: that counts the cases of reshoring that have it as motive, sector or
governance model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from knowledge.base import Basis, Record
from knowledge.cases import Case, CaseKind, DefinitionTest
from knowledge.catalogue import Catalogue
from knowledge.dialogue import AnswerState, RequestStatus
from knowledge.measures import MeasureStatus
from knowledge.statistics import counting
from knowledge.systems import SystemStatus

__all__ = ["COUNTS", "count_of", "stale_counts"]


def _cases(known: Catalogue) -> list[Case]:
    return counting(known.cases.values())


COUNTS: dict[str, Callable[[Catalogue], int]] = {
    "cases": lambda known: len(_cases(known)),
    "all-cases": lambda known: len(known.cases),
    "other-cases": lambda known: sum(c.kind is not CaseKind.RESHORING for c in known.cases.values()),
    "cases-narrow": lambda known: sum(c.definition.value is DefinitionTest.NARROW for c in _cases(known)),
    "cases-with-jobs": lambda known: sum(c.jobs.value is not None for c in _cases(known)),
    "cases-with-outcome": lambda known: sum(c.outcome.value is not None for c in _cases(known)),
    "cases-with-steps": lambda known: sum(c.steps.value is not None for c in _cases(known)),
    "cases-with-challenges": lambda known: sum(c.challenges.value is not None for c in _cases(known)),
    "measures": lambda known: len(known.measures),
    "measures-explicit": lambda known: sum(m.explicit_reshoring.value is True for m in known.measures.values()),
    "measures-evaluated": lambda known: sum(m.evaluation.value is not None for m in known.measures.values()),
    "measures-ended": lambda known: sum(m.status.value is MeasureStatus.ENDED for m in known.measures.values()),
    "systems-ended": lambda known: sum(s.status.value is SystemStatus.ENDED for s in known.systems.values()),
    "conflicts": lambda known: len(known.conflicts),
    "questions": lambda known: len(known.questions),
    "questions-unanswered": lambda known: _questions(known, AnswerState.NOT_ANSWERED),
    "questions-partly": lambda known: _questions(known, AnswerState.PARTLY),
    "requests": lambda known: len(known.requests),
    "requests-no-trace": lambda known: _requests(known, RequestStatus.NO_TRACE),
    "requests-taken-up": lambda known: _requests(known, RequestStatus.TAKEN_UP),
    "requests-partly": lambda known: _requests(known, RequestStatus.PARTLY),
    "requests-examined": lambda known: _requests(known, RequestStatus.EXAMINED),
    "requests-declined": lambda known: _requests(known, RequestStatus.DECLINED),
    "alternatives": lambda known: len(known.vocabulary.of("alternatives")),
    "barriers": lambda known: len(known.vocabulary.of("barriers")),
    "risks": lambda known: len(known.vocabulary.of("risks")),
}
"""For each name how it is counted."""


def _questions(known: Catalogue, state: AnswerState) -> int:
    return sum(question.state is state for question in known.questions.values())


def _requests(known: Catalogue, status: RequestStatus) -> int:
    return sum(request.status.value is status for request in known.requests.values())


def count_of(known: Catalogue, name: str) -> int | None:
    """How many there are; of a concept the cases that have it or a narrower one. None for a name that is none."""
    if name in COUNTS:
        return COUNTS[name](known)
    if name not in known.vocabulary:
        return None
    wanted = known.vocabulary.with_narrower(name)
    return sum(bool(wanted & set(_concepts_of(case))) for case in _cases(known))


def _concepts_of(case: Case) -> Iterator[str]:
    yield from (claim.concept for claim in (*case.motives, *case.sectors))
    if case.governance.value is not None and case.governance.basis is not Basis.NOT_STATED:
        yield case.governance.value


def stale_counts(known: Catalogue) -> Iterator[tuple[str, str]]:
    """The sentences of dossiers whose numbers no longer hold: (name of the record, what is wrong and what to do)."""
    for dossier in known.dossiers.values():
        for statement in dossier.statements:
            for name, told in statement.counts.items():
                found = count_of(known, name)
                start = f"the sentence '{statement.plain[:60]}…' counts '{name}'"
                if found is None:
                    yield f"dossiers/{dossier.id}", f"{start}, which nothing can be counted by. Correct the name."
                elif found != told:
                    yield f"dossiers/{dossier.id}", f"{start} as {told}; there are {found}. Write it again."


def silent_fields(cases: list[Case]) -> dict[str, list[str]]:
    """For each field of a case on which a source is silent somewhere, the ids of those cases."""
    found: dict[str, list[str]] = {}
    for case in cases:
        for name in type(case).model_fields:
            value = getattr(case, name)
            if isinstance(value, Record) and getattr(value, "basis", None) is Basis.NOT_STATED:
                found.setdefault(name, []).append(case.id)
    return found
