"""The pages of cases and measures: each field with its citations, as inferred, or as not stated."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.cases import Case, CaseKind
from knowledge.measures import Amount, Measure, Period
from knowledge.schemes import Scheme
from knowledge.wording import nl_date, number_nl
from templates import links
from templates.holdings import Holdings
from templates.sheets import Crumb, Sheet

__all__ = ["amounts_nl", "case_pages", "measure_pages", "period_nl", "yes_no"]

CASES: Crumb = ("Praktijkgevallen", "cases/index")
MEASURES: Crumb = ("Beleidsprecedenten", "maatregelen/index")

_SCALES = ((1_000_000_000, "miljard"), (1_000_000, "miljoen"))
_CURRENCIES = {
    "EUR": "euro",
    "USD": "Amerikaanse dollar",
    "GBP": "pond sterling",
    "JPY": "yen",
    "KRW": "won",
    "TWD": "Taiwanese dollar",
    "CNY": "yuan",
    "CHF": "Zwitserse frank",
}


def case_pages(holdings: Holdings) -> Iterator[tuple[str, str]]:
    """The list of cases and the page of each; real cases of reshoring come first."""
    order = list(CaseKind)
    cases = sorted(holdings.catalogue.cases.values(), key=lambda c: (order.index(c.kind), c.title.casefold()))
    yield Sheet(CASES[1], holdings).render(
        "cases",
        CASES[0],
        cases=cases,
        count=sum(c.kind is CaseKind.RESHORING for c in cases),
        sectors=_by_label(holdings, {claim.concept for c in cases for claim in c.sectors}),
        motives=_by_label(holdings, {claim.concept for c in cases for claim in c.motives}),
    )
    for case in cases:
        yield Sheet(links.case(case.id), holdings).render(
            "case", case.title, crumbs=(CASES,), case=case, alike=_alike(case, cases)
        )


def _alike(case: Case, cases: list[Case]) -> list[tuple[Case, list[str]]]:
    """The three cases that share most sectors and motives with this one."""

    def marks(one: Case) -> set[str]:
        return {claim.concept for claim in (*one.sectors, *one.motives)}

    shared = [(other, sorted(marks(case) & marks(other))) for other in cases if other.id != case.id]
    return sorted((pair for pair in shared if pair[1]), key=lambda pair: -len(pair[1]))[:3]


def measure_pages(holdings: Holdings) -> Iterator[tuple[str, str]]:
    """The list of measures and the page of each."""
    measures = sorted(
        holdings.catalogue.measures.values(),
        key=lambda m: (holdings.label(m.jurisdiction).casefold(), m.title.casefold()),
    )
    yield Sheet(MEASURES[1], holdings).render(
        "measures",
        MEASURES[0],
        measures=measures,
        jurisdictions=_by_label(holdings, {m.jurisdiction for m in measures}),
        instruments=_by_label(holdings, {claim.concept for m in measures for claim in m.instruments}),
        yes_no=yes_no,
    )
    for measure in measures:
        yield Sheet(links.measure(measure.id), holdings).render(
            "measure",
            measure.title,
            crumbs=(MEASURES,),
            measure=measure,
            period=period_nl(measure.period.value) if measure.period.value else "",
            budget=amounts_nl(measure.budget.value or ()),
            checklists=_checklists(holdings, measure),
            yes_no=yes_no,
        )


def _checklists(holdings: Holdings, measure: Measure) -> list[Scheme]:
    """The schemes of which a criterion asks what this measure asked."""
    wanted = set(measure.criteria)
    return [s for s in holdings.catalogue.schemes.values() if any(wanted & set(c.concepts) for c in s.criteria)]


def period_nl(period: Period) -> str:
    """The period in words: 'van 2014 tot maart 2016', 'sinds 2020', 'tot 2019' or 'datum onbekend'."""
    start = nl_date(period.start) if period.start.value else ""
    end = nl_date(period.end) if period.end.value else ""
    if start and end:
        return start if start == end else f"van {start} tot {end}"
    return f"sinds {start}" if start else f"tot {end}" if end else nl_date(None)


def amounts_nl(amounts: tuple[Amount, ...]) -> str:
    """The amounts in words, such as '5,4 miljard euro (overheidsgeld van de lidstaten)'."""
    return "; ".join(f"{_amount_nl(a)} ({a.purpose})" if a.purpose else _amount_nl(a) for a in amounts)


def _amount_nl(amount: Amount) -> str:
    currency = _CURRENCIES.get(amount.currency, amount.currency)
    for scale, word in _SCALES:
        if amount.amount >= scale:
            # two decimals of a million at most: where that would round, the amount is written out
            shown = amount.amount / scale
            if round(shown, 2) == shown:
                return f"{number_nl(shown)} {word} {currency}"
    return f"{number_nl(amount.amount)} {currency}"


def yes_no(value: bool | None) -> str:
    """'ja', 'nee' or 'niet vermeld'."""
    return "niet vermeld" if value is None else "ja" if value else "nee"


def _by_label(holdings: Holdings, concept_ids: set[str]) -> list[str]:
    return sorted(concept_ids, key=lambda concept_id: holdings.label(concept_id).casefold())
