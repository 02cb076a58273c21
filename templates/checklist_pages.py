"""The pages of checklists: each criterion with its question, sources, precedents, and room for an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.precedents import Related, touching
from knowledge.profiles import Profile
from knowledge.schemes import Condition, Criterion, Group, Operator, Scheme
from templates import links
from templates.excerpts import EvidenceItem, cited_items
from templates.holdings import Holdings
from templates.labels import dutch
from templates.sheets import Crumb, Sheet

__all__ = ["checklist_pages"]

CHECKLISTS: Crumb = ("Checklists", "checklists/index")
ANSWERS = (("yes", "Ja"), ("no", "Nee"), ("partly", "Deels"), ("unknown", "Onbekend"))
"""The answers, in the words of an answers file and in Dutch."""

_TITLES = {Group.FRAME: "Randvoorwaarden", Group.CRITERION: "Criteria", Group.SUB_TEST: "Deeltoetsen"}


@dataclass(frozen=True)
class Line:
    """A criterion on its page: when it applies, the passages behind it, and the measures and cases that touch it."""

    criterion: Criterion
    applies: str
    evidence: list[EvidenceItem]
    measures: tuple[Related, ...]
    cases: tuple[Related, ...]


def checklist_pages(holdings: Holdings) -> Iterator[tuple[str, str]]:
    """The list of checklists and the page of each."""
    schemes = sorted(
        holdings.catalogue.schemes.values(), key=lambda s: (s.variant_of or s.id, s.variant_of is not None, s.id)
    )
    yield Sheet(CHECKLISTS[1], holdings).render("checklists", CHECKLISTS[0], schemes=schemes)
    for scheme in schemes:
        lines = [_line(holdings, criterion) for criterion in _ordered(scheme)]
        yield Sheet(links.checklist(scheme.id), holdings).render(
            "checklist",
            scheme.title,
            crumbs=(CHECKLISTS,),
            toc=True,
            scheme=scheme,
            groups=_grouped(lines),
            total=len(lines),
            answers=ANSWERS,
            variant_of=holdings.catalogue.schemes.get(scheme.variant_of or ""),
        )


def _ordered(scheme: Scheme) -> Iterator[Criterion]:
    """The criteria in the order of the scheme, each sub-test right after its parent."""
    for criterion in scheme.criteria:
        if criterion.parent is None:
            yield criterion
            yield from (c for c in scheme.criteria if c.parent == criterion.id)


def _grouped(lines: list[Line]) -> list[tuple[str, list[Line]]]:
    """The lines in runs under the titles of their groups; a sub-test stays with its parent."""
    groups: list[tuple[str, list[Line]]] = []
    for line in lines:
        title = _TITLES[Group.CRITERION if line.criterion.group is Group.SUB_TEST else line.criterion.group]
        if not groups or groups[-1][0] != title:
            groups.append((title, []))
        groups[-1][1].append(line)
    return groups


def _line(holdings: Holdings, criterion: Criterion) -> Line:
    measures, cases = touching(criterion.concepts, Profile(), holdings.catalogue)
    return Line(
        criterion=criterion,
        applies=" en ".join(_condition_nl(holdings, condition) for condition in criterion.applies_when),
        evidence=cited_items(holdings, criterion.citations),
        measures=measures,
        cases=cases,
    )


def _condition_nl(holdings: Holdings, condition: Condition) -> str:
    """A condition in words, such as 'als de sector textiel of elektronica is'."""
    labels = [holdings.label(value) for value in condition.values]
    listed = " of ".join(filter(None, (", ".join(labels[:-1]), *labels[-1:])))
    match condition.operator:
        case Operator.KNOWN:
            return f"als {dutch(condition.fact)} bekend is"
        case Operator.NOT_ONE_OF:
            return f"als {dutch(condition.fact)} niet {listed} is"
        case _:
            return f"als {dutch(condition.fact)} {listed} is"
