"""What an overview and its comparison say: the same cells, in a fixed order, silent where the source is silent."""

from __future__ import annotations

import re

import pytest

from knowledge.base import Basis
from knowledge.catalogue import Catalogue, catalogue
from knowledge.measures import MeasureStatus
from knowledge.store import Store
from templates import links
from templates.compare import Line, case_lines, compare_pages, measure_lines
from templates.holdings import Holdings, read_holdings
from templates.records import measure_pages
from tests.knowledge.small_world import make_case, make_measure, small_catalogue
from tests.site_store import fill


@pytest.fixture(scope="module")
def holdings(tmp_path_factory: pytest.TempPathFactory) -> Holdings:
    """The shipped catalogue over a small store."""
    with Store(tmp_path_factory.mktemp("home") / "thuishaven.sqlite") as store:
        fill(store)
        return read_holdings(catalogue(), store, "9.9")


@pytest.fixture
def small(store: Store) -> Holdings:
    """One measure and one case."""
    return read_holdings(small_catalogue(), store, "9.9")


def cells(page: str, record_id: str) -> dict[str, str]:
    """The cells of a row of the table of all records, by field, without tags."""
    (row,) = re.findall(rf'<tr data-id="{record_id}">(.*?)</tr>', page)
    found = re.findall(r'<td data-label="([^"]*)">(.*?)</td>', row)
    return {label: re.sub(r"<[^>]*>", "", told).strip() for label, told in found}


def test_every_record_has_a_line_and_all_lines_have_the_same_fields(holdings: Holdings) -> None:
    for lines, records in (
        (measure_lines(holdings), holdings.catalogue.measures),
        (case_lines(holdings), holdings.catalogue.cases),
    ):
        assert sorted(line.id for line in lines) == sorted(records)
        assert len({tuple(line.cells) for line in lines}) == 1


def test_lines_of_one_group_stand_together_and_flanders_comes_first(holdings: Holdings) -> None:
    for lines in (measure_lines(holdings), case_lines(holdings)):
        groups = [line.group for line in lines]
        assert len(list(dict.fromkeys(groups))) == sum(a != b for a, b in zip(groups, ["", *groups], strict=False))
    assert list(dict.fromkeys(line.group for line in measure_lines(holdings)))[:4] == [
        "Vlaanderen",
        "België",
        "Europese Unie",
        "Nederland",
    ]


def test_a_cell_is_empty_exactly_where_the_source_is_silent(holdings: Holdings) -> None:
    for line in measure_lines(holdings):
        measure = holdings.catalogue.measure(line.id)
        for label, field in (
            ("Periode", measure.period),
            ("Budget", measure.budget),
            ("Begunstigden", measure.beneficiaries),
            ("Voorwaarden", measure.conditions),
            ("Evaluatie", measure.evaluation),
            ("Stand", measure.status),
        ):
            assert bool(line.cells[label].text) is (field.basis is not Basis.NOT_STATED), f"{line.id}: {label}"
            assert line.cells[label].inferred is (field.basis is Basis.INFERRED), f"{line.id}: {label}"


def test_the_page_has_every_field_of_every_record(small: Holdings) -> None:
    made = dict(compare_pages(small))
    measures, cases = made[links.written(links.COMPARE_MEASURES)], made[links.written(links.COMPARE_CASES)]
    assert cells(measures, "kringloopsteun") == {
        "Maatregel": "Steun voor de kringloop",
        "Rechtsgebied": "België",
        "Soort": "steun of dienst",
        "Instrument": "subsidies",
        "Periode": "niet vermeld",
        "Budget": "niet vermeld",
        "Begunstigden": "niet vermeld",
        "Voorwaarden": "niet vermeld",
        "Evaluatie": "niet vermeld",
        "Stand": "niet vermeld",
        "Uitdrukkelijk reshoring": "niet vermeld",
        "Sectoren": "niet vermeld",
        "Criteria": "kringloop",
    }
    told = cells(cases, "lampen")
    assert told["Van"] == "fabriek in China"
    assert told["Motieven"] == "loonkosten"
    assert told["Uitdrukkelijk geen motief"] == "kwaliteit"


def test_the_page_says_what_to_do_without_javascript_and_stays_a_whole_table(small: Holdings) -> None:
    for page in dict(compare_pages(small)).values():
        assert "<noscript><p" in page
        assert "Zonder JavaScript staat hieronder de volledige tabel" in page
        form = re.search(r"<form [^>]*>", page)
        assert form is not None
        assert form[0].endswith(" hidden>")
        assert not re.search(r'<(table|div) [^>]*id="alles"[^>]*hidden', page)


def test_overview_and_comparison_say_the_same(holdings: Holdings) -> None:
    overview = dict(measure_pages(holdings))["maatregelen/index.md"]
    whole = dict(compare_pages(holdings))[links.written(links.COMPARE_MEASURES)]
    rows = re.findall(r"<tr data-jurisdiction.*?</tr>", overview)
    assert len(rows) == len(holdings.catalogue.measures)
    for line, row in zip(measure_lines(holdings), rows, strict=True):
        told = {
            label: re.sub(r"<[^>]*>", "", text).strip()
            for label, text in re.findall(r'<td data-label="([^"]*)">(.*?)</td>', row)
        }
        assert told.items() <= cells(whole, line.id).items(), line.id


def test_the_overview_counts_what_it_holds(holdings: Holdings) -> None:
    overview = dict(measure_pages(holdings))["maatregelen/index.md"]
    found = holdings.catalogue.measures.values()
    for number, words in (
        (len(found), "maatregelen"),
        (sum(m.explicit_reshoring.value is True for m in found), "noemen reshoring uitdrukkelijk"),
        (sum(m.evaluation.value is not None for m in found), "met een evaluatie of telling in de bron"),
    ):
        assert f"<li><b>{number}</b> {words}</li>" in overview


def test_a_measure_leads_to_its_kin_both_ways_and_to_the_comparison(store: Store) -> None:
    pair = {
        "kringloopsteun": make_measure(related=["zustersteun"]),
        "zustersteun": make_measure("zustersteun", title="Steun bij de buren", status=told(MeasureStatus.REJECTED)),
    }
    known = small_catalogue()
    made = dict(measure_pages(read_holdings(Catalogue(**{**vars(known), "measures": pair}), store, "9.9")))
    for one, other in (("kringloopsteun", "zustersteun"), ("zustersteun", "kringloopsteun")):
        page = made[links.written(links.measure(one))]
        assert f'href="{other}.html"' in page
        assert f'href="vergelijken.html?maatregelen={one},{other}"' in page
    assert "niet aangenomen" in made[links.written(links.measure("zustersteun"))]


def told(value: str) -> dict[str, object]:
    """A stated value with its citation."""
    return {"value": value, "citations": [{"source": "raadsnota", "locator": "§4"}]}


def test_a_hostile_title_stays_text(store: Store) -> None:
    nasty = '<script>x</script>"><b>'
    known = small_catalogue()
    read = Catalogue(
        **{**vars(known), "measures": {"a": make_measure("a", title=nasty)}, "cases": {"b": make_case("b")}}
    )
    holdings = read_holdings(read, store, "9.9")
    page = dict(compare_pages(holdings))[links.written(links.COMPARE_MEASURES)]
    assert nasty not in page
    assert cells(page, "a")["Maatregel"] == "&lt;script&gt;x&lt;/script&gt;&#34;&gt;&lt;b&gt;"


def test_a_record_named_as_the_page_does_not_take_its_place(store: Store) -> None:
    read = Catalogue(**{**vars(small_catalogue()), "measures": {"vergelijken": make_measure("vergelijken")}})
    holdings = read_holdings(read, store, "9.9")
    names = [name for name, _ in (*measure_pages(holdings), *compare_pages(holdings))]
    assert len(set(names)) == len(names)


def test_an_empty_list_has_a_page_too(store: Store) -> None:
    holdings = read_holdings(Catalogue(vocabulary=catalogue().vocabulary), store, "0")
    lines: list[Line] = [*measure_lines(holdings), *case_lines(holdings)]
    assert lines == []
    assert all("Er is nog niets om te vergelijken" in page for _, page in compare_pages(holdings))
