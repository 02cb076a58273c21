"""The pages of checklists: each criterion with its question, sources, precedents, and room for an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge.facts import KINDS, Fact, FactKind, as_amount, as_yes_no
from knowledge.precedents import Related, touching
from knowledge.profiles import Profile
from knowledge.schemes import Condition, Criterion, Group, Operator, Scheme
from knowledge.wording import value_nl
from templates import links
from templates.checklist_rules import PROFILE, rule_files
from templates.excerpts import EvidenceItem, cited_items
from templates.holdings import Holdings
from templates.labels import dutch
from templates.profile_pages import profile_page
from templates.sheets import Crumb, Sheet

__all__ = ["checklist_pages"]

CHECKLISTS: Crumb = ("Checklists", "checklists/index")
ANSWERS = (("yes", "Ja"), ("no", "Nee"), ("partly", "Deels"), ("unknown", "Onbekend"))
"""The answers, in the words of an answers file and in Dutch."""

_TITLES = {Group.FRAME: "Randvoorwaarden", Group.CRITERION: "Criteria", Group.SUB_TEST: "Deeltoetsen"}


@dataclass(frozen=True)
class Line:
    """A criterion on its page with its number: when it applies, other criteria (id and title) that it hangs on, the
    passages behind it, and the measures and cases that touch it."""

    criterion: Criterion
    number: str
    applies: str
    related: tuple[tuple[str, str], ...]
    evidence: list[EvidenceItem]
    measures: tuple[Related, ...]
    cases: tuple[Related, ...]


def checklist_pages(holdings: Holdings) -> Iterator[tuple[str, str]]:
    """The list of checklists and the page of each."""
    schemes = sorted(
        holdings.catalogue.schemes.values(), key=lambda s: (s.variant_of or s.id, s.variant_of is not None, s.id)
    )
    yield Sheet(CHECKLISTS[1], holdings).render("checklists", CHECKLISTS[0], schemes=schemes, profile_page=PROFILE)
    yield profile_page(holdings, (CHECKLISTS,))
    yield from rule_files(holdings.catalogue)
    for scheme in schemes:
        numbered = scheme.numbers()
        titles = {criterion.id: criterion.title for criterion in scheme.criteria}
        lines = [_line(holdings, c, numbered[c.id], titles) for c in scheme.in_order()]
        yield Sheet(links.checklist(scheme.id), holdings).render(
            "checklist",
            scheme.title,
            crumbs=(CHECKLISTS,),
            toc=True,
            scheme=scheme,
            groups=_grouped(lines),
            total=len(lines),
            profile_page=PROFILE,
            answers=ANSWERS,
            meant_for=_when(holdings, scheme),
            variant_of=holdings.catalogue.schemes.get(scheme.variant_of or ""),
        )


def _grouped(lines: list[Line]) -> list[tuple[str, list[Line]]]:
    """The lines in runs under the titles of their groups; a sub-test stays with its parent."""
    groups: list[tuple[str, list[Line]]] = []
    for line in lines:
        title = _TITLES[Group.CRITERION if line.criterion.group is Group.SUB_TEST else line.criterion.group]
        if not groups or groups[-1][0] != title:
            groups.append((title, []))
        groups[-1][1].append(line)
    return groups


def _when(holdings: Holdings, rule: Criterion | Scheme) -> str:
    """When a rule applies, in words; empty for always."""
    return " en ".join(_condition_nl(holdings, condition) for condition in rule.applies_when)


def _line(holdings: Holdings, criterion: Criterion, number: str, titles: Mapping[str, str]) -> Line:
    measures, cases = touching(criterion.concepts, Profile(), holdings.catalogue)
    return Line(
        criterion=criterion,
        number=number,
        applies=_when(holdings, criterion),
        related=tuple((other, titles[other]) for other in criterion.related),
        evidence=cited_items(holdings, criterion.citations),
        measures=measures,
        cases=cases,
    )


def _condition_nl(holdings: Holdings, condition: Condition) -> str:
    """A condition in words, such as 'als de sector textiel of elektronica is'."""
    fact = dutch(condition.fact)
    if KINDS[condition.fact] is FactKind.CONCEPT:
        labels = [holdings.label(value) for value in condition.values]
    else:
        labels = [_value_nl(condition.fact, value) for value in condition.values]
    listed = " of ".join(filter(None, (", ".join(labels[:-1]), *labels[-1:])))
    match condition.operator:
        case Operator.KNOWN:
            return f"als {fact} bekend is"
        case Operator.NOT_ONE_OF:
            return f"als {fact} niet {listed} is"
        case Operator.AT_LEAST:
            return f"als {fact} minstens {listed} is"
        case Operator.AT_MOST:
            return f"als {fact} hoogstens {listed} is"
        case Operator.FROM:
            return f"als {fact} op of na {listed} valt"
        case Operator.UNTIL:
            return f"als {fact} op of voor {listed} valt"
        case _:
            return f"als {fact} {listed} is"


def _value_nl(fact: Fact, value: str) -> str:
    """A value as a scheme writes it, in Dutch."""
    match KINDS[fact]:
        case FactKind.AMOUNT:
            return value_nl(fact, str(as_amount(value)))
        case FactKind.YES_NO:
            return value_nl(fact, as_yes_no(value).value)
        case _:
            return value_nl(fact, value)
