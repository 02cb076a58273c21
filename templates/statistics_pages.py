"""The page of counts over the curated cases: each count with its n, its cases and what the sources leave out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from knowledge.cases import Case, DefinitionTest
from knowledge.concepts import Vocabulary
from knowledge.statistics import (
    Count,
    Cross,
    Facet,
    Tally,
    automation,
    counting,
    cross,
    definitions,
    drivers,
    governance,
    motives,
    origins,
    periods,
    sectors,
    tally,
)
from knowledge.wording import number_nl
from templates import links
from templates.charts import Group, Mark, bar_chart
from templates.figure_pages import ABOUT, FIGURES
from templates.holdings import Holdings
from templates.labels import dutch
from templates.sheets import Sheet

__all__ = ["statistics_pages"]

FEW = 30
"""With fewer cases than this, the page says what they cannot carry."""
SILENT = "de bron zegt het niet"


@dataclass(frozen=True)
class _Asked:
    """A question that is put to the cases; `in_time` puts its answers in the order of time."""

    anchor: str
    title: str
    lead: str
    facet: Facet
    in_time: bool = False


@dataclass(frozen=True)
class _Line:
    """A line of a count: its label (and concept, if it is one), its cases, and how many of those are inferred."""

    label: str
    concept: str | None
    cases: list[Case]
    inferred: int


@dataclass(frozen=True)
class _Question:
    """One question with its answers, its chart and the cases that do not tell."""

    asked: _Asked
    n: int
    lines: list[_Line]
    silent: list[Case]
    chart: Markup | None


@dataclass(frozen=True)
class _Table:
    """The drivers against another question: for each driver the cases in each column."""

    asked: _Asked
    n: int
    columns: list[str]
    rows: list[tuple[str, list[list[Case]]]]
    silent: list[Case]


def statistics_pages(holdings: Holdings) -> Iterator[tuple[str, str]]:
    """The page of counts over the cases; everything on it is counted when it is made."""
    catalogue = holdings.catalogue
    cases = counting(catalogue.cases.values())
    top = drivers(catalogue.vocabulary)
    yield Sheet(links.STATISTICS, holdings).render(
        "statistics",
        "Cijfers over de gevallen",
        crumbs=(ABOUT, FIGURES),
        menu=True,
        toc=True,
        n=len(cases),
        few=len(cases) < FEW,
        others=len(catalogue.cases) - len(cases),
        questions=[_question(holdings, one, tally(cases, one.facet)) for one in _questions(catalogue.vocabulary)],
        tables=[_table(holdings, one, cross(cases, top, one.facet)) for one in _crossed(catalogue.vocabulary)],
    )


def _questions(vocabulary: Vocabulary) -> tuple[_Asked, ...]:
    return (
        _Asked("motieven", "Motieven", "Een geval heeft meestal meer motieven en telt dan in meer rijen mee.", motives),
        _Asked(
            "drijfveren",
            "Motieven, samengenomen per drijfveer",
            "De motieven hierboven, elk onder de ruimere drijfveer van de woordenlijst.",
            drivers(vocabulary),
        ),
        _Asked("sectoren", "Sectoren", "Een geval kan in twee sectoren thuishoren.", sectors),
        _Asked(
            "herkomst",
            "Land waar de productie vandaan kwam",
            "Een land telt mee als de bron het met zoveel woorden noemt.",
            origins(vocabulary),
        ),
        _Asked(
            "periode",
            "Periode van de terugkeer",
            "Het jaar van de terugkeer of van de beslissing, als de bron er een geeft.",
            periods,
            in_time=True,
        ),
        _Asked("automatisering", "Automatisering", "Of de terugkeer met automatisering samenging.", automation),
        _Asked(
            "governancemodel",
            "Governancemodel",
            "Het model lezen we meestal zelf uit het verhaal: let op de kolom afgeleid.",
            governance,
        ),
        _Asked("definitie", "Definitie van reshoring", "Welke definitie het geval haalt, in onze lezing.", definitions),
    )


def _crossed(vocabulary: Vocabulary) -> tuple[_Asked, ...]:
    return (
        _Asked("naar-sector", "Drijfveren naar sector", "Gevallen die een drijfveer en een sector delen.", sectors),
        _Asked(
            "naar-herkomst",
            "Drijfveren naar land van herkomst",
            "Gevallen die een drijfveer en een land van herkomst delen.",
            origins(vocabulary),
        ),
        _Asked("naar-periode", "Drijfveren naar periode", "Gevallen die een drijfveer en een periode delen.", periods),
    )


def _question(holdings: Holdings, asked: _Asked, found: Tally) -> _Question:
    def line(count: Count) -> _Line:
        concept = count.mark if count.mark in holdings.catalogue.vocabulary else None
        return _Line(_label(holdings, count.mark), concept, _cases(holdings, count.cases), len(count.inferred))

    lines = [line(count) for count in found.counts]
    if asked.in_time:
        lines.sort(key=lambda one: one.label)
    drawn = [(one.label, len(one.cases)) for one in lines]
    drawn += [(SILENT, len(found.silent))] if found.silent else []
    groups = [Group(label, (Mark(number, number_nl(number)),)) for label, number in drawn]
    title = f"{asked.title}, n = {found.n}"
    chart = bar_chart(f"grafiek-{asked.anchor}", title, ("Gevallen",), groups) if lines else None
    return _Question(asked, found.n, lines, _cases(holdings, found.silent), chart)


def _table(holdings: Holdings, asked: _Asked, found: Cross) -> _Table:
    rows = [
        (row, [_cases(holdings, found.cells.get((row, column), ())) for column in found.columns]) for row in found.rows
    ]
    columns = [_label(holdings, column) for column in found.columns]
    return _Table(asked, found.n, columns, rows, _cases(holdings, found.silent))


def _label(holdings: Holdings, mark: str) -> str:
    """The Dutch words for a mark: of a concept its label, of a definition its name, else the mark itself."""
    return dutch(DefinitionTest(mark)) if mark in set(DefinitionTest) else holdings.label(mark)


def _cases(holdings: Holdings, ids: tuple[str, ...]) -> list[Case]:
    return [holdings.catalogue.cases[one] for one in ids]
