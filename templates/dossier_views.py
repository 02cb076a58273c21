"""The tables and charts in a dossier, made of the records when the page is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from markupsafe import Markup

from knowledge.annotations import fact_counts
from knowledge.cases import Case, CaseKind
from knowledge.counts import silent_fields
from knowledge.dialogue import AnswerState
from knowledge.dossiers import View, ViewKind
from knowledge.measures import Measure, MeasureStatus
from knowledge.statistics import Facet, counting, motives, sectors, tally
from knowledge.systems import SystemStatus
from knowledge.wording import number_nl
from templates import links
from templates.concepts import title_of
from templates.figure_pages import series_chart, value_nl
from templates.holdings import Holdings
from templates.labels import dutch
from templates.told import amounts_nl, period_nl
from templates.uses import place_of

__all__ = ["Shown", "Words", "shown"]

SILENT = "niet vermeld"

_FIELDS = {
    "parent": "Groep",
    "place": "Plaats",
    "product": "Product",
    "offshored": "Vertrek",
    "reshored": "Terugkeer",
    "object": "Wat terugkwam",
    "governance": "Governancemodel",
    "stayed_abroad": "Wat in het buitenland bleef",
    "steps": "Stappen",
    "challenges": "Uitdagingen op de weg terug",
    "success_factors": "Kritische succesfactoren",
    "benefits": "Voordelen",
    "barriers": "Drempels",
    "automation": "Automatisering",
    "partner": "Partner",
    "outcome": "Resultaat",
    "jobs": "Banen",
    "lesson": "Les",
}
"""The fields of a case on which a source can be silent, as the page of a case calls them."""


@dataclass(frozen=True)
class Words:
    """A few words in a cell; they lead to `page` where it is given."""

    text: str
    page: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Shown:
    """A view as the page shows it: a table, the chart above it if it has one, and where there is more."""

    title: str
    head: tuple[str, ...]
    rows: list[list[list[Words]]]
    note: str = ""
    chart: Markup | None = None
    more: Words | None = None
    unit: str = field(default="")


def shown(holdings: Holdings, view: View) -> Shown:
    """The table or chart that a view asks for."""
    return _MADE[view.show](holdings, view)


def _series(holdings: Holdings, view: View) -> Shown:
    series = holdings.catalogue.series[view.of or ""]
    return Shown(
        series.title,
        ("Onderdeel", *series.columns),
        [[_plain(row.label), *(_plain(value_nl(value, series.unit)) for value in row.values)] for row in series.rows],
        series.caveat,
        series_chart(series),
        Words("Lees waar elk cijfer staat", links.series(series.id)),
        series.unit,
    )


def _tally(facet: Facet, name: str) -> Callable[[Holdings, View], Shown]:
    def made(holdings: Holdings, view: View) -> Shown:
        cases = holdings.catalogue.cases
        found = tally(counting(cases.values()), facet)
        rows = [
            [
                [Words(holdings.label(count.mark), links.concept(count.mark))],
                _plain(number_nl(len(count.cases))),
                _plain(number_nl(len(count.inferred))),
                [_case(cases[one]) for one in count.cases],
            ]
            for count in found.counts
        ]
        more = Words("Meer tellingen over de gevallen", links.STATISTICS)
        head = (name, "Gevallen", "waarvan afgeleid", "Welke")
        return Shown(f"{dutch(view.show)}, n = {found.n}", head, rows, more=more)

    return made


def _cases(holdings: Holdings, view: View) -> Shown:
    cases = counting(holdings.catalogue.cases.values())
    rows = [
        [
            [_case(case)],
            _plain(case.place.value),
            [Words(holdings.label(claim.concept), links.concept(claim.concept)) for claim in case.sectors],
            _plain(case.route.origin.value),
            _plain(case.reshored.value),
        ]
        for case in cases
    ]
    head = ("Geval", "Plaats", "Sector", "Kwam uit", "Terugkeer")
    return Shown(dutch(view.show), head, rows, more=Words("Alle praktijkgevallen", "cases/index"))


def _other_cases(holdings: Holdings, view: View) -> Shown:
    order = list(CaseKind)
    cases = [c for c in holdings.catalogue.cases.values() if c.kind is not CaseKind.RESHORING]
    cases.sort(key=lambda c: (order.index(c.kind), c.title.casefold()))
    rows = [[[Words(c.title, links.case(c.id))], _plain(dutch(c.kind))] for c in cases]
    return Shown(dutch(view.show), ("Voorbeeld", "Soort"), rows, "Geen van deze telt mee in cijfers over reshoring.")


def _evaluations(holdings: Holdings, view: View) -> Shown:
    found = [m for m in holdings.catalogue.measures.values() if m.evaluation.value is not None]
    rows = [[_measure(m), _jurisdiction(holdings, m), _plain(m.evaluation.value)] for m in found]
    return Shown(dutch(view.show), ("Maatregel", "Rechtsgebied", "Wat de bron zegt"), rows)


def _explicit(holdings: Holdings, view: View) -> Shown:
    found = [m for m in holdings.catalogue.measures.values() if m.explicit_reshoring.value is True]
    found.sort(key=lambda m: (holdings.label(m.jurisdiction).casefold(), m.title.casefold()))
    rows = [
        [
            _measure(m),
            _jurisdiction(holdings, m),
            _plain(amounts_nl(m.budget.value) if m.budget.value else None),
            _plain(dutch(m.status.value) if m.status.value else None),
            _plain("ja" if m.evaluation.value else "nee"),
        ]
        for m in found
    ]
    head = ("Maatregel", "Rechtsgebied", "Budget", "Stand", "Beoordeeld")
    return Shown(dutch(view.show), head, rows, more=Words("Zet maatregelen naast elkaar", links.COMPARE_MEASURES))


def _ended(holdings: Holdings, view: View) -> Shown:
    catalogue = holdings.catalogue
    rows = [
        [_measure(m), _plain("maatregel"), _plain(period_nl(m.period.value) if m.period.value else None)]
        for m in catalogue.measures.values()
        if m.status.value in (MeasureStatus.ENDED, MeasureStatus.REJECTED)
    ]
    rows += [
        [[Words(s.title, links.system(s.id))], _plain("systeem"), _plain(s.status.note)]
        for s in catalogue.systems.values()
        if s.status.value in (SystemStatus.ENDED, SystemStatus.DECLINED)
    ]
    return Shown(dutch(view.show), ("Wat", "Soort", "Wanneer of waarom"), rows)


def _concepts(holdings: Holdings, view: View) -> Shown:
    scheme = holdings.catalogue.vocabulary.schemes[view.of or ""]
    counts = fact_counts(a for concept in scheme.concepts for a in holdings.of_concept.get(concept.id, ()))
    rows = [
        [
            [Words(title_of(c), links.concept(c.id))],
            _plain(c.definition.nl),
            _plain(number_nl(counts.get(c.id, 0))),
        ]
        for c in scheme.concepts
    ]
    note = "De passages zijn die in de kennisbank waarin het begrip als vaststelling staat."
    return Shown(scheme.scheme.title.nl, ("Begrip", "Wat het is", "Passages"), rows, note)


def _conflicts(holdings: Holdings, view: View) -> Shown:
    conflicts = sorted(holdings.catalogue.conflicts.values(), key=lambda c: c.title.casefold())
    rows = [[[Words(c.title, links.CONFLICTS, c.id)], _plain(c.reading)] for c in conflicts]
    return Shown(dutch(view.show), ("Tegenspraak", "Onze lezing"), rows)


def _questions(holdings: Holdings, view: View) -> Shown:
    open_ones = (AnswerState.NOT_ANSWERED, AnswerState.PARTLY)
    found = [q for q in holdings.catalogue.questions.values() if q.state in open_ones]
    found.sort(key=lambda q: open_ones.index(q.state))
    rows = [
        [[_named(holdings, f"questions/{q.id}")], _plain(q.asker), _plain(dutch(q.state)), _plain(q.note)]
        for q in found
    ]
    return Shown(dutch(view.show), ("Vraag", "Wie vroeg het", "Antwoord", "Wat open blijft"), rows)


def _requests(holdings: Holdings, view: View) -> Shown:
    told = [(r, dutch(r.status.value) if r.status.value else SILENT) for r in holdings.catalogue.requests.values()]
    told.sort(key=lambda one: (one[1], one[0].title.casefold()))
    rows = [[[_named(holdings, f"requests/{r.id}")], _plain(r.requester), _plain(status)] for r, status in told]
    return Shown(dutch(view.show), ("Verzoek", "Van wie", "Stand"), rows)


def _silences(holdings: Holdings, view: View) -> Shown:
    cases = counting(holdings.catalogue.cases.values())
    found = sorted(silent_fields(cases).items(), key=lambda item: (-len(item[1]), item[0]))
    rows = [
        [
            _plain(_FIELDS.get(name, name)),
            _plain(f"{len(ids)} van {len(cases)}"),
            [_case(holdings.catalogue.cases[one]) for one in ids],
        ]
        for name, ids in found
    ]
    return Shown(f"{dutch(view.show)}, n = {len(cases)}", ("Veld", "Zwijgt bij", "Welke"), rows)


_MADE: dict[ViewKind, Callable[[Holdings, View], Shown]] = {
    ViewKind.SERIES: _series,
    ViewKind.MOTIVES: _tally(motives, "Motief"),
    ViewKind.SECTORS: _tally(sectors, "Sector"),
    ViewKind.CASES: _cases,
    ViewKind.OTHER_CASES: _other_cases,
    ViewKind.EVALUATIONS: _evaluations,
    ViewKind.EXPLICIT: _explicit,
    ViewKind.ENDED: _ended,
    ViewKind.CONCEPTS: _concepts,
    ViewKind.CONFLICTS: _conflicts,
    ViewKind.QUESTIONS: _questions,
    ViewKind.REQUESTS: _requests,
    ViewKind.SILENCES: _silences,
}


def _plain(text: str | None) -> list[Words]:
    return [Words(text or SILENT)]


def _case(case: Case) -> Words:
    return Words(case.title.split(":")[0], links.case(case.id))


def _measure(measure: Measure) -> list[Words]:
    return [Words(measure.title, links.measure(measure.id))]


def _jurisdiction(holdings: Holdings, measure: Measure) -> list[Words]:
    return [Words(holdings.label(measure.jurisdiction), links.concept(measure.jurisdiction))]


def _named(holdings: Holdings, ref: str) -> Words:
    place = place_of(holdings.catalogue, ref)
    return Words(place.label, place.page, place.anchor)
