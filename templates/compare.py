"""Records as comparable lines: the same cells make an overview and the page that sets records side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from knowledge.base import Basis, Claim, Stated
from knowledge.cases import Case, CaseKind
from knowledge.measures import Measure
from knowledge.wording import number_nl
from templates import links
from templates.holdings import Holdings
from templates.labels import dutch
from templates.sheets import Crumb, Sheet
from templates.told import amounts_nl, period_nl, yes_no

__all__ = ["Cell", "Line", "case_lines", "compare_pages", "measure_lines"]

_NEAR = ("jurisdictions/be-vlg", "jurisdictions/be", "jurisdictions/eu", "jurisdictions/nl")
"""The jurisdictions that stand first, nearest to the reader before further ones."""


@dataclass(frozen=True)
class Cell:
    """What a record says in one field: words, concepts, or nothing where the source is silent."""

    text: str = ""
    concepts: tuple[str, ...] = ()
    inferred: bool = False


@dataclass(frozen=True)
class Line:
    """A record with its cells by the Dutch name of the field; every line of a list has the same names."""

    id: str
    title: str
    page: str
    group: str
    cells: dict[str, Cell]


def measure_lines(holdings: Holdings) -> list[Line]:
    """The measures: Flanders and Belgium first, then the Union and the Netherlands, then the others by name."""

    def place(measure: Measure) -> tuple[int, str, str]:
        near = _NEAR.index(measure.jurisdiction) if measure.jurisdiction in _NEAR else len(_NEAR)
        return near, holdings.label(measure.jurisdiction).casefold(), measure.title.casefold()

    return [
        Line(m.id, m.title, links.measure(m.id), holdings.label(m.jurisdiction), _measure_cells(m))
        for m in sorted(holdings.catalogue.measures.values(), key=place)
    ]


def _measure_cells(measure: Measure) -> dict[str, Cell]:
    return {
        "Rechtsgebied": Cell(concepts=(measure.jurisdiction,)),
        "Soort": Cell(dutch(measure.kind)),
        "Instrument": _claimed(measure.instruments),
        "Periode": _told(measure.period, period_nl(measure.period.value) if measure.period.value else ""),
        "Budget": _told(measure.budget, amounts_nl(measure.budget.value or ())),
        "Begunstigden": _told(measure.beneficiaries, measure.beneficiaries.value or ""),
        "Voorwaarden": _told(measure.conditions, measure.conditions.value or ""),
        "Evaluatie": _told(measure.evaluation, measure.evaluation.value or ""),
        "Stand": _told(measure.status, dutch(measure.status.value) if measure.status.value else ""),
        "Uitdrukkelijk reshoring": _told(measure.explicit_reshoring, yes_no(measure.explicit_reshoring.value)),
        "Sectoren": Cell(concepts=measure.sectors),
        "Criteria": Cell(concepts=measure.criteria),
    }


def case_lines(holdings: Holdings) -> list[Line]:
    """The cases, real cases of reshoring first."""
    order = list(CaseKind)
    return [
        Line(c.id, c.title, links.case(c.id), dutch(c.kind), _case_cells(c))
        for c in sorted(holdings.catalogue.cases.values(), key=lambda c: (order.index(c.kind), c.title.casefold()))
    ]


def _case_cells(case: Case) -> dict[str, Cell]:
    def words(field: Stated[str]) -> Cell:
        return _told(field, field.value or "")

    return {
        "Soort": Cell(dutch(case.kind)),
        "Plaats": words(case.place),
        "Sector": _claimed(case.sectors),
        "Product": words(case.product),
        "Van": words(case.route.origin),
        "Naar": words(case.route.destination),
        "Vertrek": words(case.offshored),
        "Terugkeer": words(case.reshored),
        "Wat terugkwam": words(case.object),
        "Wat in het buitenland bleef": words(case.stayed_abroad),
        "Governancemodel": Cell(
            concepts=(case.governance.value,) if case.governance.value else (),
            inferred=case.governance.basis is Basis.INFERRED,
        ),
        "Motieven": _claimed(case.motives),
        "Uitdrukkelijk geen motief": _claimed(case.motives_denied),
        "Stappen": words(case.steps),
        "Uitdagingen": words(case.challenges),
        "Kritische succesfactoren": words(case.success_factors),
        "Voordelen": words(case.benefits),
        "Drempels": words(case.barriers),
        "Automatisering": words(case.automation),
        "Partner": words(case.partner),
        "Resultaat": words(case.outcome),
        "Banen": _told(case.jobs, number_nl(case.jobs.value, 0) if case.jobs.value is not None else ""),
        "Les": words(case.lesson),
        "Definitie van reshoring": _told(
            case.definition, dutch(case.definition.value) if case.definition.value else ""
        ),
    }


def _told(field: Stated[Any], shown: str) -> Cell:
    return Cell(shown if field.value is not None else "", inferred=field.basis is Basis.INFERRED)


def _claimed(claims: Iterable[Claim]) -> Cell:
    found = tuple(claims)
    return Cell(
        concepts=tuple(claim.concept for claim in found),
        inferred=bool(found) and all(claim.basis is Basis.INFERRED for claim in found),
    )


def compare_pages(holdings: Holdings) -> Iterator[tuple[str, str]]:
    """The page on which a reader sets measures side by side, and that for cases."""
    yield _page(
        holdings,
        links.COMPARE_MEASURES,
        ("Beleidsprecedenten", "maatregelen/index"),
        "maatregel",
        measure_lines(holdings),
    )
    yield _page(holdings, links.COMPARE_CASES, ("Praktijkgevallen", "cases/index"), "geval", case_lines(holdings))


def _page(holdings: Holdings, here: str, above: Crumb, noun: str, lines: Sequence[Line]) -> tuple[str, str]:
    plural = {"maatregel": "maatregelen", "geval": "gevallen"}[noun]
    return Sheet(here, holdings).render(
        "compare",
        f"{plural.capitalize()} vergelijken",
        crumbs=(above,),
        noun=noun,
        plural=plural,
        lines=lines,
        fields=list(lines[0].cells) if lines else [],
        groups=[(group, list(found)) for group, found in groupby(lines, key=lambda line: line.group)],
    )
