"""The pages of cases and measures: each field with its citations, as inferred, or as not stated."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.base import Citation
from knowledge.cases import CaseKind
from knowledge.likeness import Alike, Ground, comparable_cases, like_case
from knowledge.measures import Measure, MeasureKind, MeasureStatus
from knowledge.schemes import Scheme
from templates import links
from templates.compare import measure_lines
from templates.holdings import Holdings
from templates.sheets import Crumb, Sheet
from templates.told import amounts_nl, period_nl, yes_no
from templates.uses import uses_of

__all__ = ["amounts_nl", "case_pages", "measure_pages", "period_nl", "yes_no"]

CASES: Crumb = ("Praktijkgevallen", "cases/index")
MEASURES: Crumb = ("Beleidsprecedenten", "maatregelen/index")
COLUMNS = ("Rechtsgebied", "Soort", "Instrument", "Periode", "Budget", "Evaluatie", "Stand", "Uitdrukkelijk reshoring")
"""The fields in the table of measures; the page on which they are compared has all."""

KINDS = {
    CaseKind.RESHORING: (
        "Reshoring in Vlaanderen",
        "Ondernemingen die volgens de bron productie naar België haalden of dat beslisten.",
    ),
    CaseKind.FOREIGN: (
        "Buitenlandse voorbeelden",
        "De bron spreekt van een terugkeer, maar naar een ander land.",
    ),
    CaseKind.COUNTER_CASE: (
        "Tegenvoorbeeld",
        "Wie bewust in het buitenland blijft of er uitbreidt.",
    ),
    CaseKind.INVESTMENT: (
        "Investeringen die geen reshoring zijn",
        "Nieuwe of grotere productie, waarvan de bron niet zegt dat ze terugkeert.",
    ),
    CaseKind.UNNAMED: (
        "Beweringen zonder naam",
        "De bron zegt dat ondernemingen iets deden, maar niet welke. Niemand kan het natrekken.",
    ),
    CaseKind.MENTION: (
        "Genoemd in een ander verband",
        "Ondernemingen die de bronnen om een andere reden noemen; er verhuist geen productie.",
    ),
}
"""The kinds of cases in the order of the list, each with its heading and what belongs there."""

ASKED = Citation(
    source="vlaams-parlement-verslag-1563",
    locator="§2.1, tussenkomst van Allessia Claes",
    anchor="voorbeeldondernemingen die uitgebreid toelichten",
)
"""Where parliament asks what example firms should tell: steps, challenges, success factors and benefits."""

GROUNDS = {
    Ground.SECTOR: "sector",
    Ground.MOTIVE: "motief",
    Ground.ORIGIN: "komt uit",
    Ground.DESTINATION: "gaat naar",
    Ground.WORDS: "woorden",
}


def case_pages(holdings: Holdings) -> Iterator[tuple[str, str]]:
    """The list of cases, by kind, and the page of each; only cases of reshoring count and can be filtered."""
    order = list(KINDS)
    cases = sorted(holdings.catalogue.cases.values(), key=lambda c: (order.index(c.kind), c.title.casefold()))
    known = {c.id: c for c in cases}
    uses = uses_of(holdings.catalogue)
    among = comparable_cases(cases, holdings.catalogue.vocabulary)
    counted = [c for c in cases if c.kind is CaseKind.RESHORING]
    yield Sheet(CASES[1], holdings).render(
        "cases",
        CASES[0],
        cases=cases,
        counted=counted,
        parts=[(*KINDS[kind], found) for kind in order[1:] if (found := [c for c in cases if c.kind is kind])],
        heading=KINDS[CaseKind.RESHORING],
        origins={c.id: among[c.id].origins for c in counted},
        sectors=_by_label(holdings, {claim.concept for c in counted for claim in c.sectors}),
        motives=_by_label(holdings, {claim.concept for c in counted for claim in c.motives}),
        places=_by_label(holdings, {place for c in counted for place in among[c.id].origins}),
    )
    for case in cases:
        yield Sheet(links.case(case.id), holdings).render(
            "case",
            case.title,
            crumbs=(CASES,),
            case=case,
            uses=uses.get(f"cases/{case.id}", []),
            asked=[ASKED] if ASKED.source in holdings.catalogue.sources else [],
            alike=[(known[a.case], _reasons(a)) for a in like_case(case, among, holdings.catalogue.vocabulary)],
        )


def _reasons(alike: Alike) -> list[tuple[str, tuple[str, ...], bool]]:
    """Why a case is alike: the ground in Dutch, what is shared, and whether that is concepts (else words)."""
    return [(GROUNDS[r.ground], r.shared, r.ground is not Ground.WORDS) for r in alike.reasons]


def measure_pages(holdings: Holdings) -> Iterator[tuple[str, str]]:
    """The table of measures and the page of each."""
    measures = holdings.catalogue.measures
    lines = measure_lines(holdings)
    uses = uses_of(holdings.catalogue)
    found = [measures[line.id] for line in lines]
    yield Sheet(MEASURES[1], holdings).render(
        "measures",
        MEASURES[0],
        lines=[(line, measures[line.id]) for line in lines],
        columns=COLUMNS,
        jurisdictions=list(dict.fromkeys(m.jurisdiction for m in found)),
        instruments=_by_label(holdings, {claim.concept for m in found for claim in m.instruments}),
        kinds=[kind for kind in MeasureKind if any(m.kind is kind for m in found)],
        statuses=[status for status in MeasureStatus if any(m.status.value is status for m in found)],
        explicit=sum(m.explicit_reshoring.value is True for m in found),
        evaluated=sum(m.evaluation.value is not None for m in found),
        budgeted=sum(m.budget.value is not None for m in found),
    )
    for measure in found:
        yield Sheet(links.measure(measure.id), holdings).render(
            "measure",
            measure.title,
            crumbs=(MEASURES,),
            measure=measure,
            period=period_nl(measure.period.value) if measure.period.value else "",
            budget=amounts_nl(measure.budget.value or ()),
            checklists=_checklists(holdings, measure),
            related=_related(measure, found),
            yes_no=yes_no,
            uses=uses.get(f"measures/{measure.id}", []),
        )


def _related(measure: Measure, measures: list[Measure]) -> list[Measure]:
    """The measures that this one names, and those that name it."""
    return [m for m in measures if m.id in measure.related or measure.id in m.related]


def _checklists(holdings: Holdings, measure: Measure) -> list[Scheme]:
    """The schemes of which a criterion asks what this measure asked."""
    wanted = set(measure.criteria)
    return [s for s in holdings.catalogue.schemes.values() if any(wanted & set(c.concepts) for c in s.criteria)]


def _by_label(holdings: Holdings, concept_ids: set[str]) -> list[str]:
    return sorted(concept_ids, key=lambda concept_id: holdings.label(concept_id).casefold())
