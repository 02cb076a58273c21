"""Figures, series and contradictions: found by the search of the site, and linked both ways with their concepts."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from pydantic import ValidationError

from knowledge.base import Record
from knowledge.catalogue import Catalogue, catalogue, concepts_of, dangling
from knowledge.figures import Conflict, Figure, Series, Topic
from knowledge.store import Store
from search.bundle import BundleRow
from templates import links
from templates.bundle_rows import bundle_rows
from templates.concepts import concept_pages
from templates.figure_pages import figure_nl, figure_pages
from templates.holdings import Holdings, read_holdings
from templates.labels import dutch
from templates.open_data import open_data
from tests.knowledge.small_world import cite, make_source, small_catalogue

GROUPS = ("figures", "series", "conflicts")
FIGURE = {
    "id": "herstart",
    "title": "Bedrijven die herstartten",
    "topic": "extent",
    "value": 12,
    "qualifier": "about",
    "unit": "procent van de bedrijven",
    "population": "Bedrijven met een draaibank",
    "period": "Zomer 2019",
    "caveat": "Een schatting uit een rondvraag",
    "concepts": ["motives/quality", "jurisdictions/be-vlg"],
    "citations": [cite("§3")],
}
SERIES = {
    "id": "redenen",
    "title": "Redenen om te herstarten",
    "topic": "motives",
    "unit": "bedrijven",
    "population": "Bedrijven met een draaibank",
    "period": "Zomer 2019",
    "caveat": "Wie meer redenen gaf, telt meermaals",
    "chart": "bars",
    "columns": ["Aantal"],
    "rows": [
        {"label": "Zuiverheid", "values": [7], "concept": "motives/quality", "citations": [cite("§4")]},
        {"label": "Loon", "values": [None], "note": "Het getal is onleesbaar.", "citations": [cite("§4")]},
    ],
    "concepts": ["sectors/clothing"],
}
CONFLICT = {
    "id": "twaalf-of-dertien",
    "title": "Twaalf of dertien procent",
    "positions": [
        {"statement": "De nota telt er twaalf.", "citations": [cite("§3")]},
        {"statement": "De bijlage telt er dertien.", "citations": [cite("§9")]},
    ],
    "reading": "Wij houden het bij twaalf.",
    "concepts": ["motives/quality"],
}


def small_figures() -> Catalogue:
    """The small catalogue with one figure, one series and one contradiction."""
    return replace(
        small_catalogue(source=make_source()),
        figures={"herstart": Figure.model_validate(FIGURE)},
        series={"redenen": Series.model_validate(SERIES)},
        conflicts={"twaalf-of-dertien": Conflict.model_validate(CONFLICT)},
    )


@pytest.fixture
def small(store: Store) -> Holdings:
    return read_holdings(small_figures(), store, "0")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Holdings:
    """The shipped catalogue without documents."""
    with Store(tmp_path_factory.mktemp("home") / "thuishaven.sqlite") as store:
        return read_holdings(catalogue(), store, "0")


def rows(holdings: Holdings) -> dict[str, BundleRow]:
    """What can be found of these kinds, by folder and id."""
    prefixes = {"cijfer": "figures", "reeks": "series", "tegenspraak": "conflicts"}
    found = ((row, *row.id.partition("/")) for row in bundle_rows(holdings))
    return {f"{prefixes[kind]}/{name}": row for row, kind, _, name in found if kind in prefixes}


def words(source: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", source)))


def test_a_figure_is_found_by_its_number_and_by_all_that_is_said_of_it(small: Holdings) -> None:
    row = rows(small)["figures/herstart"]
    assert (row.url, row.kind, row.title) == ("cijfers.html#herstart", "cijfer", FIGURE["title"])
    assert row.section == f"cijfer · {dutch(Topic.EXTENT)}"
    assert row.text.startswith("ongeveer 12 procent van de bedrijven. ")
    for name in ("population", "period", "caveat"):
        assert f"{FIGURE[name]}." in row.text
    assert row.facets == {"motief": ["kwaliteit"], "rechtsgebied": ["Vlaanderen"]}


def test_a_series_is_found_by_its_rows(small: Holdings) -> None:
    row = rows(small)["series/redenen"]
    assert (row.url, row.kind) == ("cijfers/redenen.html", "cijfer")
    assert "Zuiverheid: 7" in row.text
    assert "Loon: niet vermeld" in row.text
    assert "Het getal is onleesbaar." in row.text
    assert row.facets == {"motief": ["kwaliteit"], "sector": ["kleding"]}


def test_a_contradiction_is_found_by_its_statements_and_our_reading(small: Holdings) -> None:
    row = rows(small)["conflicts/twaalf-of-dertien"]
    assert (row.url, row.kind, row.section) == ("tegenspraken.html#twaalf-of-dertien", "tegenspraak", "tegenspraak")
    assert row.text == ("De nota telt er twaalf. De bijlage telt er dertien. Onze lezing: Wij houden het bij twaalf.")


def test_every_figure_series_and_contradiction_that_ships_is_found_where_it_stands(shipped: Holdings) -> None:
    made, found = dict(figure_pages(shipped)), rows(shipped)
    known = catalogue()
    assert found.keys() == {f"{group}/{name}" for group in GROUPS for name in getattr(known, group)}
    for row in found.values():
        page, _, anchor = row.url.partition("#")
        source = made[page.removesuffix(".html") + ".md"]
        assert not anchor or f'id="{anchor}"' in source or f"{{: #{anchor} }}" in source, row.id
    for figure in known.figures.values():
        assert f"{figure_nl(figure)} {figure.unit}" in found[f"figures/{figure.id}"].text


def test_a_concept_lists_its_figures_and_they_lead_to_it(small: Holdings) -> None:
    made = dict(concept_pages(small)) | dict(figure_pages(small))
    concept = made["begrippen/motives/quality.md"]
    assert "## Cijfers (2)" in concept
    assert "## Tegenspraken (1)" in concept
    for href in (
        "../../cijfers.html#herstart",
        "../../cijfers/redenen.html",
        "../../tegenspraken.html#twaalf-of-dertien",
    ):
        assert f'href="{href}"' in concept
    for page, wanted in (
        ("cijfers.md", ("motives/quality", "jurisdictions/be-vlg")),
        ("cijfers/redenen.md", ("motives/quality", "sectors/clothing")),
        ("tegenspraken.md", ("motives/quality",)),
    ):
        for name in wanted:
            assert f"{links.served(links.concept(name))}" in made[page], (page, name)
    assert "Begrippen: kwaliteit" in words(made["cijfers.md"])


def test_every_concept_that_ships_is_linked_both_ways(shipped: Holdings) -> None:
    made = dict(concept_pages(shipped)) | dict(figure_pages(shipped))
    known = catalogue()
    for group in GROUPS:
        for record in getattr(known, group).values():
            page, anchor = {
                "figures": (links.FIGURES, record.id),
                "series": (links.series(record.id), ""),
                "conflicts": (links.CONFLICTS, record.id),
            }[group]
            for concept_id in concepts_of(record):
                there = links.concept(concept_id)
                assert f'href="{links.href(there, page, anchor)}"' in made[links.written(there)], record.id
                assert f'href="{links.href(page, there)}"' in made[links.written(page)], record.id


@pytest.mark.parametrize("group", GROUPS)
def test_a_concept_that_is_not_there_is_told(group: str) -> None:
    known = small_figures()
    (record,) = getattr(known, group).values()
    wrong = record.model_copy(update={"concepts": ("motives/qualty",)})
    changed: dict[str, Any] = {group: {record.id: wrong}}
    told = dict(dangling(replace(known, **changed)))
    assert "motives/quality" in told[f"{group}/{record.id}"], "a near id is offered"


@pytest.mark.parametrize(("model", "fields"), [(Figure, FIGURE), (Series, SERIES), (Conflict, CONFLICT)])
def test_concepts_are_ids_and_may_be_left_out(model: type[Record], fields: dict[str, object]) -> None:
    without = {name: value for name, value in fields.items() if name != "concepts"}
    assert model.model_validate(without).model_dump()["concepts"] == ()
    for wrong in ("kwaliteit", "motives/quality "):
        with pytest.raises(ValidationError):
            model.model_validate(fields | {"concepts": [wrong]})


def test_concepts_leave_as_a_column_and_in_the_schema() -> None:
    files = dict(open_data(small_figures(), version="9.9"))
    for group, expected in (
        ("figures", "motives/quality|jurisdictions/be-vlg"),
        ("series", "sectors/clothing"),
        ("conflicts", "motives/quality"),
    ):
        (line,) = csv.DictReader(io.StringIO(files[f"{group}.csv"], newline=""))
        assert line["concepts"] == expected
        assert '"concepts"' in files[f"schemas/{group}.json"]
    told = {(one["table"], one["column"]) for one in csv.DictReader(io.StringIO(files["dictionary.csv"], newline=""))}
    assert {(group, "concepts") for group in GROUPS} <= told


def test_the_topic_is_said_where_a_figure_is_found(shipped: Holdings) -> None:
    found = rows(shipped)
    for group in ("figures", "series"):
        for record in getattr(catalogue(), group).values():
            assert found[f"{group}/{record.id}"].section == f"cijfer · {dutch(record.topic)}"
