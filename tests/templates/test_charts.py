"""Charts: readable without colour, sight or script; every value as text; nothing outside the picture."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.catalogue import catalogue
from knowledge.figures import ChartKind, Series
from knowledge.store import Store
from templates import links
from templates.charts import WIDTH, Group, Mark, bar_chart, line_chart
from templates.figure_pages import figure_nl, series_chart, value_nl
from templates.pages import pages
from tests.site_store import fill

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert(1)</script> "&{{ 7 * 7 }}'


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def texts(svg: str) -> list[str]:
    return [text.text or "" for text in drawn(svg).iter(f"{SVG}text")]


def bars(*numbers: float | None) -> list[Group]:
    return [Group(f"rij {i}", (Mark(n) if n is None else Mark(n, f"{n:g}"),)) for i, n in enumerate(numbers)]


def test_a_chart_is_one_picture_with_a_name_and_a_description() -> None:
    svg = drawn(bar_chart("reeks", "Een titel", ("A",), bars(3, None)))
    title, told = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None
    assert told is not None
    assert svg.get("role") == "img"
    assert (svg.get("aria-labelledby"), svg.get("aria-describedby")) == (title.get("id"), told.get("id"))
    assert title.text == "Een titel"
    assert told.text == (
        "Staafdiagram. rij 0: 3; rij 1: niet vermeld. De tabel bij deze grafiek geeft dezelfde waarden."
    )


def test_every_label_and_value_stands_in_it_as_text() -> None:
    groups = [Group("België", (Mark(2.4, "2,4 %"), Mark(-0.4, "-0,4 %"))), Group("Japan", (Mark(1, "1 %"), Mark(None)))]
    found = texts(bar_chart("groei", "Groei", ("2022", "2023"), groups))
    assert [t for t in found if t not in ("2022", "2023")] == [
        "België",
        "2,4 %",
        "-0,4 %",
        "Japan",
        "1 %",
        "niet vermeld",
    ]
    assert found.count("2022") == found.count("2023") == 2, "each bar says its column: colour alone never does"


def test_it_is_drawn_in_the_ink_of_the_page() -> None:
    svg = bar_chart("reeks", "Titel", ("A", "B"), [Group("een", (Mark(1, "1"), Mark(2, "2")))])
    colours = set(re.findall(r'(?:fill|stroke)="([^"]*)"', svg))
    assert colours == {"currentColor"}
    assert "style=" not in svg
    assert "<script" not in svg
    # the columns differ in density too
    assert len(set(re.findall(r'fill-opacity="([^"]*)"', svg))) == 2


def test_what_is_silent_has_no_bar() -> None:
    assert len(list(drawn(bar_chart("reeks", "Titel", ("A",), bars(3, None, 2))).iter(f"{SVG}rect"))) == 2


@pytest.mark.parametrize(("low", "high"), [(2, 5), (-5, -2), (-1, 3)])
def test_a_range_shows_what_is_sure_and_what_is_open(low: float, high: float) -> None:
    svg = drawn(bar_chart("vork", "Titel", ("A",), [Group("een", (Mark(low, "vork", high),))]))
    sure, unsure = svg.iter(f"{SVG}rect")
    assert unsure.get("stroke-dasharray")
    assert not sure.get("stroke-dasharray")
    left, wide = (float(unsure.get(name, "0")) for name in ("x", "width"))
    start, size = (float(sure.get(name, "0")) for name in ("x", "width"))
    if low < 0 < high:
        assert left < start < left + wide, "nothing is sure: a hair at zero, within the open bar"
        assert size == 1
    else:
        # the sure part runs from zero to the near end, and the open part goes on from there
        assert size / wide == pytest.approx(min(abs(low), abs(high)) / (high - low), rel=0.02)
        assert (start + size if low > 0 else left + wide) == pytest.approx(left if low > 0 else start, abs=0.2)


@given(
    st.lists(st.one_of(st.none(), st.floats(-1e9, 1e9)), min_size=1, max_size=8).filter(
        lambda n: any(x is not None for x in n)
    )
)
def test_no_bar_leaves_the_picture(numbers: list[float | None]) -> None:
    svg = drawn(bar_chart("reeks", "Titel", ("A",), bars(*numbers)))
    _, _, width, height = (float(n) for n in svg.get("viewBox", "").split())
    assert width == WIDTH
    for rect in svg.iter(f"{SVG}rect"):
        x, y, wide, high = (float(rect.get(name, "nan")) for name in ("x", "y", "width", "height"))
        assert -0.2 <= x <= x + wide <= width + 1.2
        assert 0 <= y <= y + high <= height


@given(st.text(min_size=1))
def test_no_text_gets_out_of_its_place(label: str) -> None:
    svg = bar_chart("reeks", label, (label,), [Group(label, (Mark(1, label),))])
    assert {element.tag.removeprefix(SVG) for element in drawn(svg).iter()} <= {
        "svg",
        "title",
        "desc",
        "text",
        "rect",
        "path",
    }


def test_hostile_labels_stay_text() -> None:
    svg = bar_chart("reeks", HOSTILE, (HOSTILE,), [Group(HOSTILE, (Mark(1, HOSTILE),))])
    assert "<script" not in svg
    assert "alert(1)" in " ".join(texts(svg))


def test_a_line_goes_through_its_years_at_their_distance() -> None:
    svg = drawn(
        line_chart("robots", "Robots", ("2015", "2017", "2020"), [Group("Wereld", tuple(map(_mark, (66, 85, 126))))])
    )
    dots = [float(dot.get("cx", "0")) for dot in svg.iter(f"{SVG}circle")]
    assert (dots[2] - dots[1]) / (dots[1] - dots[0]) == pytest.approx(1.5, rel=0.01)
    assert {"2015", "2017", "2020", "66", "85", "126", "Wereld"} <= {t.text for t in svg.iter(f"{SVG}text")}


def _mark(number: float) -> Mark:
    return Mark(number, f"{number:g}")


def test_columns_that_are_no_years_stand_at_equal_distances_and_lines_differ_in_dashes() -> None:
    groups = [Group("een", (_mark(1), _mark(2), _mark(3))), Group("twee", (_mark(3), Mark(None), _mark(-1)))]
    svg = drawn(line_chart("reeks", "Titel", ("voor", "nu", "later"), groups))
    dots = [float(dot.get("cx", "0")) for dot in svg.iter(f"{SVG}circle")]
    assert dots[1] - dots[0] == pytest.approx(dots[2] - dots[1], abs=0.2)
    assert len(dots) == 5
    assert len({path.get("stroke-dasharray") for path in svg.iter(f"{SVG}path") if path.get("stroke-width")}) == 2


def test_a_chart_needs_a_number_and_a_name() -> None:
    for chart in (bar_chart, line_chart):
        with pytest.raises(ValueError, match="has no number"):
            chart("reeks", "Titel", ("A",), [Group("een", (Mark(None),))])
        with pytest.raises(ValueError, match="no name for a chart"):
            chart('x" onload="', "Titel", ("A",), bars(1))


SHIPPED = list(catalogue().series.values())


@pytest.mark.parametrize("series", SHIPPED, ids=lambda s: s.id)
def test_every_shipped_series_is_drawn_as_it_says(series: Series) -> None:
    svg = series_chart(series)
    assert (svg is None) == (series.chart is ChartKind.NONE)
    if svg is not None:
        shown = " ".join(texts(svg))
        for row in series.rows:
            assert all(word in shown for word in row.label.split())
            assert all(value_nl(value, series.unit) in shown for value in row.values)


@pytest.mark.parametrize(
    ("series_id", "row", "column", "shown"),
    [
        ("monitor-bedrijfsgrootte", 0, 0, "bijna 60 %"),
        ("eurostat-backshoring", 0, 0, "3,5 tot 5 %"),
        ("monitor-landen", 0, 1, "niet vermeld"),
        ("nederland-offshoring-banen-periode", 1, 0, "meer dan 30.000"),
        ("slowbalisation", 0, 0, "ongeveer -9,4"),
        ("eurofound-matrix", 0, 0, "intern"),
    ],
)
def test_values_are_written_as_belgians_write_them(series_id: str, row: int, column: int, shown: str) -> None:
    series = catalogue().series[series_id]
    assert value_nl(series.rows[row].values[column], series.unit) == shown


def test_a_figure_says_how_exact_it_is() -> None:
    figures = catalogue().figures
    assert figure_nl(figures["terugkeer-2-tot-5-procent"]) == "2 tot 5"
    assert figure_nl(figures["monitor-12840-banen"]) == "ongeveer 12.840"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every page of the small store with the shipped catalogue, by path."""
    with Store(tmp_path_factory.mktemp("home") / "thuishaven.sqlite") as store:
        fill(store)
        return dict(pages(catalogue(), store, version="9.9"))


def page(made: dict[str, str], name: str) -> str:
    """The text of a page without its tags and its charts, white space collapsed."""
    text = re.sub(r"<svg.*?</svg>", " ", made[links.written(name)], flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))


def test_every_chart_is_followed_by_its_table(made: dict[str, str]) -> None:
    charts = 0
    for name, text in made.items():
        for after in re.split(r"</figure>", text)[1:] if "kb-chart" in text else []:
            charts += 1
            assert re.match(r'\s*(?:<p class="kb-note">[^\n]*\n\s*)?<table', after), name
    assert charts > 70


def test_a_series_page_has_all_its_values_in_the_table(made: dict[str, str]) -> None:
    for series in SHIPPED:
        text = page(made, links.series(series.id)).replace("&#39;", "'").replace("&amp;", "&").replace("&#34;", '"')
        for row in series.rows:
            for value in row.values:
                assert value_nl(value, series.unit) in text, series.id
        assert series.caveat in text


def test_figures_and_contradictions_are_all_on_their_page(made: dict[str, str]) -> None:
    read = catalogue()
    source = made[links.written("cijfers")]
    assert all(f'id="{figure}"' in source for figure in read.figures)
    assert all(f'href="cijfers/{series}.html"' in source for series in read.series)
    assert all(f"{{: #{conflict} }}" in made[links.written("tegenspraken")] for conflict in read.conflicts)


def test_counts_over_the_cases_show_n_and_what_they_cannot_carry(made: dict[str, str]) -> None:
    text = page(made, links.STATISTICS).replace("&nbsp;", " ")
    n = sum(case.kind.value == "reshoring" for case in catalogue().cases.values())
    assert f"Wat {n} gevallen niet kunnen dragen" in text
    assert text.count(f"n = {n}") >= 11
    assert "%" not in text


def test_pictures_of_a_page_do_not_share_a_name(made: dict[str, str]) -> None:
    for name, text in made.items():
        ids = re.findall(r'\bid="([^"]+)"', text)
        assert len(ids) == len(set(ids)), name


def test_the_page_opens_without_cases(tmp_path: Path) -> None:
    empty = catalogue().__class__(vocabulary=catalogue().vocabulary, sources=catalogue().sources)
    with Store(tmp_path / "leeg.sqlite") as store:
        made = dict(pages(empty, store, version="9.9"))
    assert "Er is nog geen geval" in made[links.written(links.STATISTICS)]
    assert "Er is nog geen cijfer" in made[links.written("cijfers")]
    assert "Er is nog geen tegenspraak" in made[links.written("tegenspraken")]
