"""The page of all that is dated: measures, cases, requests and sources, in one order of time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.base import Citation, PartialDate
from knowledge.cases import Phase
from knowledge.catalogue import Catalogue
from templates import links
from templates.holdings import Holdings
from templates.labels import dutch
from templates.sheets import Crumb, Sheet
from templates.uses import place_of

__all__ = ["KINDS", "Moment", "moments", "timeline_page"]

WHO: Crumb = ("Wie en wat", links.ACTORS)
KINDS = {"maatregel": "Maatregelen", "geval": "Praktijkgevallen", "verzoek": "Verzoeken", "bron": "Bronnen"}
"""The kinds of moments, as a reader narrows the page by them."""


@dataclass(frozen=True)
class Moment:
    """Something on a date, as far as it is known: of which kind, what happened, to what, and who says so."""

    date: PartialDate
    kind: str
    what: str
    label: str
    page: str
    anchor: str = ""
    citations: tuple[Citation, ...] = ()
    inferred: bool = False


def moments(catalogue: Catalogue) -> list[Moment]:
    """Everything that a record dates, in order of time; what is only known by year stands before the days in it."""
    found = [*_measures(catalogue), *_cases(catalogue), *_requests(catalogue), *_sources(catalogue)]
    return sorted((one for one in found if one.date.value), key=lambda one: (str(one.date.value), one.label.casefold()))


def timeline_page(holdings: Holdings) -> Iterator[tuple[str, str]]:
    """The page, with a table that can be narrowed by kind and by words; without a script it is whole."""
    found = moments(holdings.catalogue)
    yield Sheet(links.TIMELINE, holdings).render(
        "timeline",
        "Tijdlijn",
        crumbs=(WHO,),
        menu=True,
        years=_by_year(found),
        total=len(found),
        kinds=[(kind, title) for kind, title in KINDS.items() if any(one.kind == kind for one in found)],
    )


def _by_year(found: Iterable[Moment]) -> list[tuple[str, list[Moment]]]:
    years: dict[str, list[Moment]] = {}
    for one in found:
        years.setdefault(str(one.date.value)[:4], []).append(one)
    return list(years.items())


def _measures(catalogue: Catalogue) -> Iterator[Moment]:
    for measure in catalogue.measures.values():
        period = measure.period
        if period.value is None:
            continue
        place = place_of(catalogue, f"measures/{measure.id}")
        same = period.value.start == period.value.end
        for date, what in ((period.value.start, "Begin"), (period.value.end, "Einde")):
            if same and what == "Einde":
                continue
            told = "Moment" if same else what
            inferred = period.basis.value == "inferred"
            yield Moment(date, "maatregel", told, place.label, place.page, "", period.citations, inferred)


def _cases(catalogue: Catalogue) -> Iterator[Moment]:
    for case in catalogue.cases.values():
        place = place_of(catalogue, f"cases/{case.id}")
        for one in case.milestones:
            told = one.text if one.phase is Phase.OTHER else f"{one.text} ({dutch(one.phase)})"
            yield Moment(one.date, "geval", told, place.label, place.page, "", one.citations)


def _requests(catalogue: Catalogue) -> Iterator[Moment]:
    for request in catalogue.requests.values():
        place = place_of(catalogue, f"requests/{request.id}")
        for event in request.history:
            told = f"{event.by}, {dutch(event.kind)}: {event.text}"
            yield Moment(event.date, "verzoek", told, place.label, place.page, place.anchor, event.citations)


def _sources(catalogue: Catalogue) -> Iterator[Moment]:
    for source in catalogue.sources.values():
        place = place_of(catalogue, f"sources/{source.id}")
        yield Moment(source.date, "bron", f"Verschenen: {source.publisher}", place.label, place.page, place.anchor)
