"""Counts over the curated cases: who returned, why, from where and when, with what each count leaves out.

Only cases of kind *reshoring* count. Every count keeps the ids of its cases, so that a reader can look; shares and
tests of significance are left to whoever has enough cases. Nothing is guessed: a case of which the source does not
tell is counted as silent, never left out without a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from knowledge.base import Basis
from knowledge.cases import Case, CaseKind, Phase
from knowledge.concepts import Vocabulary

__all__ = [
    "Count",
    "Cross",
    "Tally",
    "automation",
    "counting",
    "cross",
    "definitions",
    "drivers",
    "governance",
    "motives",
    "origins",
    "periods",
    "sectors",
    "tally",
    "year_of_return",
]

PERIOD = 5
"""Years in a period."""

Marks = dict[str, Basis]
"""The marks of one case, each with the basis on which the case has it; none where the source is silent."""
Facet = Callable[[Case], Marks]

_PERIOD = re.compile(r"\d{4}-\d{4}")
_FIRST_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Count:
    """The cases with one mark (a concept id, a period or a word), and those of them where we inferred it."""

    mark: str
    cases: tuple[str, ...]
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tally:
    """One question put to `n` cases. A case can have several marks; `silent` are the cases that have none."""

    n: int
    counts: tuple[Count, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True)
class Cross:
    """Two questions together: the ids of the cases for each pair of marks. `silent` lack a mark on either side."""

    n: int
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: dict[tuple[str, str], tuple[str, ...]]
    silent: tuple[str, ...]


def counting(cases: Iterable[Case]) -> list[Case]:
    """The cases that count in statistics about reshoring, by id."""
    return sorted((case for case in cases if case.kind is CaseKind.RESHORING), key=lambda case: case.id)


def tally(cases: Sequence[Case], facet: Facet) -> Tally:
    """How many cases have each mark, most cases first."""
    found: dict[str, list[tuple[str, Basis]]] = {}
    for case in cases:
        for mark, basis in facet(case).items():
            found.setdefault(mark, []).append((case.id, basis))
    counts = [
        Count(mark, tuple(i for i, _ in held), tuple(i for i, basis in held if basis is Basis.INFERRED))
        for mark, held in found.items()
    ]
    counts.sort(key=lambda count: (-len(count.cases), count.mark))
    return Tally(len(cases), tuple(counts), tuple(case.id for case in cases if not facet(case)))


def cross(cases: Sequence[Case], row: Facet, column: Facet) -> Cross:
    """Which cases have each pair of marks; rows and columns with most cases first, periods in order of time."""
    cells: dict[tuple[str, str], list[str]] = {}
    for case in cases:
        for one in row(case):
            for other in column(case):
                cells.setdefault((one, other), []).append(case.id)
    rows, columns = ([count.mark for count in tally(cases, facet).counts] for facet in (row, column))
    if all(_PERIOD.fullmatch(mark) for mark in columns):
        columns.sort()
    return Cross(
        n=len(cases),
        rows=tuple(mark for mark in rows if any(pair[0] == mark for pair in cells)),
        columns=tuple(mark for mark in columns if any(pair[1] == mark for pair in cells)),
        cells={pair: tuple(ids) for pair, ids in cells.items()},
        silent=tuple(case.id for case in cases if not (row(case) and column(case))),
    )


def motives(case: Case) -> Marks:
    """The motives of a case, as concept ids."""
    return {claim.concept: claim.basis for claim in case.motives}


def drivers(vocabulary: Vocabulary) -> Facet:
    """A facet: the motives of a case, each as the concept at the top above it; stated when one of them is stated."""

    def facet(case: Case) -> Marks:
        found: Marks = {}
        for claim in case.motives:
            top = _top(claim.concept, vocabulary)
            if found.get(top) is not Basis.STATED:
                found[top] = claim.basis
        return found

    return facet


def sectors(case: Case) -> Marks:
    """The sectors of a case, as concept ids."""
    return {claim.concept: claim.basis for claim in case.sectors}


def origins(vocabulary: Vocabulary) -> Facet:
    """A facet: the country from which production came back, as a concept id, where the words name one we know."""
    named = [
        (c.id, re.compile(rf"\b{re.escape(c.pref.nl)}\b", re.IGNORECASE))
        for c in vocabulary
        if c.scheme == "jurisdictions"
    ]

    def facet(case: Case) -> Marks:
        origin = case.route.origin
        return {concept: origin.basis for concept, name in named if name.search(origin.value or "")}

    return facet


def periods(case: Case) -> Marks:
    """The period of five years in which production came back, such as '2010-2014', where the source dates it."""
    year = year_of_return(case)
    if year is None:
        return {}
    first = year - year % PERIOD
    return {f"{first}-{first + PERIOD - 1}": Basis.STATED}


def year_of_return(case: Case) -> int | None:
    """The year in which production was back or, where only that is dated, in which its return was decided."""
    for phase in (Phase.BACK, Phase.DECIDED):
        for milestone in case.milestones:
            if milestone.phase is phase:
                return int((milestone.date.value or "")[:4])
    return None


def automation(case: Case) -> Marks:
    """Whether automation came with the return: 'ja', 'nee', or 'anders' where the record says neither outright."""
    told = case.automation.value
    if told is None:
        return {}
    first = _FIRST_WORD.search(told.casefold())
    word = first[0] if first else ""
    return {word if word in ("ja", "nee") else "anders": case.automation.basis}


def governance(case: Case) -> Marks:
    """The governance model of a case, as a concept id."""
    return {case.governance.value: case.governance.basis} if case.governance.value is not None else {}


def definitions(case: Case) -> Marks:
    """The definition of reshoring that a case meets, as the value of its test."""
    return {case.definition.value.value: case.definition.basis} if case.definition.value is not None else {}


def _top(concept_id: str, vocabulary: Vocabulary) -> str:
    """The concept at the top of the tree in which this one stands; itself where it is not in the vocabulary."""
    seen: set[str] = set()
    while concept_id in vocabulary and concept_id not in seen:
        seen.add(concept_id)
        above = vocabulary.concept(concept_id).broader
        if above is None:
            break
        concept_id = above
    return concept_id
