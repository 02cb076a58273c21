"""The pages of statistics from the sources: single figures, series with their chart, and contradictions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from knowledge.figures import ChartKind, Figure, Qualifier, Series, Topic, Value
from knowledge.wording import number_nl
from templates import links
from templates.charts import Group, Mark, bar_chart, line_chart
from templates.holdings import Holdings
from templates.labels import dutch
from templates.sheets import Crumb, Sheet
from templates.uses import uses_of

__all__ = ["ABOUT", "FIGURES", "figure_nl", "figure_pages", "series_chart", "value_nl"]

ABOUT: Crumb = ("Over", "over/methode")
FIGURES: Crumb = ("Cijfers", "cijfers")


def figure_pages(holdings: Holdings) -> Iterator[tuple[str, str]]:
    """The page of all figures, that of each series, and the contradictions."""
    catalogue = holdings.catalogue
    uses = uses_of(catalogue)
    yield Sheet(FIGURES[1], holdings).render(
        "figures",
        FIGURES[0],
        crumbs=(ABOUT,),
        menu=True,
        toc=True,
        topics=_topics(holdings),
        shown=figure_nl,
        uses=uses,
    )
    for series in catalogue.series.values():
        yield Sheet(links.series(series.id), holdings).render(
            "series",
            series.title,
            crumbs=(ABOUT, FIGURES),
            series=series,
            uses=uses.get(f"series/{series.id}", []),
            chart=series_chart(series),
            shown=value_nl,
            beside=[s for s in catalogue.series.values() if s.topic is series.topic and s.id != series.id],
        )
    conflicts = sorted(catalogue.conflicts.values(), key=lambda c: c.title.casefold())
    yield Sheet("tegenspraken", holdings).render(
        "conflicts", "Tegenspraken", crumbs=(ABOUT,), menu=True, toc=True, conflicts=conflicts, uses=uses
    )


@dataclass(frozen=True)
class _About:
    """What there is on one topic."""

    title: str
    series: list[Series]
    figures: list[Figure]


def _topics(holdings: Holdings) -> list[_About]:
    catalogue = holdings.catalogue
    found = []
    for topic in Topic:
        series = sorted((s for s in catalogue.series.values() if s.topic is topic), key=lambda s: s.title.casefold())
        figures = sorted((f for f in catalogue.figures.values() if f.topic is topic), key=lambda f: f.title.casefold())
        if series or figures:
            found.append(_About(dutch(topic), series, figures))
    return found


def figure_nl(figure: Figure) -> str:
    """The number of a figure as a reader sees it, such as 'bijna 0,7' or '2 tot 5'; its unit stands beside it."""
    return _number(figure.value, figure.up_to, figure.qualifier)


def value_nl(value: Value | None, unit: str) -> str:
    """A cell as a reader sees it: 'bijna 60 %', '3,5 tot 5 %', '2,4', a text, or 'niet vermeld'."""
    if value is None:
        return "niet vermeld"
    if value.number is None:
        return value.text or ""
    return _number(value.number, value.up_to, value.qualifier) + (" %" if _is_percent(unit) else "")


def _number(number: float, up_to: float | None, qualifier: Qualifier | None) -> str:
    told = number_nl(number) + (f" tot {number_nl(up_to)}" if up_to is not None else "")
    return f"{dutch(qualifier)} {told}" if qualifier is not None else told


def _is_percent(unit: str) -> bool:
    return unit.split()[0].rstrip(",") == "procent"


def series_chart(series: Series) -> Markup | None:
    """The chart of a series, or None for one that is not to be drawn."""
    if series.chart is ChartKind.NONE:
        return None
    draw = line_chart if series.chart is ChartKind.LINES else bar_chart
    groups = [Group(row.label, tuple(_mark(value, series.unit) for value in row.values)) for row in series.rows]
    return draw(f"grafiek-{series.id}", series.title, series.columns, groups)


def _mark(value: Value | None, unit: str) -> Mark:
    return Mark(None) if value is None else Mark(value.number, value_nl(value, unit), value.up_to)
