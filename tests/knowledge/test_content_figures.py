"""The statistics, series and contradictions that ship: every group of the map, true to the text, honest about gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pydantic import ValidationError

from knowledge.base import Citation
from knowledge.catalogue import Catalogue, catalogue, cited
from knowledge.figures import ChartKind, Conflict, Figure, Qualifier, Row, Series, Topic, Value
from knowledge.wording import number_nl

GROUPS = {
    "FI01": (
        "terugkeer-2-tot-5-procent",
        "cbs-1-procent-teruggehaald",
        "nederland-reshoring-aandeel",
        "nederland-teruggehaalde-activiteiten",
        "nederland-teruggehaalde-banen",
    ),
    "FI02": ("eurostat-home-shoring", "eurostat-backshoring"),
    "FI03": ("duitsland-vestigingen-buitenland",),
    "FI04": ("ems-4-3-procent-teruggehaald", "ems-herkomst", "ems-landen", "ems-grootte", "ems-technologie"),
    "FI05": (
        "eurofound-253-gevallen",
        "monitor-46-gevallen-2018",
        "monitor-60-procent-2016-2017",
        "monitor-landen",
        "monitor-bedrijfsgrootte",
        "monitor-sectoren",
        "monitor-china-30-procent",
        "monitor-12840-banen",
        "monitor-banen-bekend",
        "monitor-meest-11-tot-50-banen",
    ),
    "FI06": ("trendeo-projecten", "trendeo-banen"),
    "FI07": (
        "nederland-offshoring-aandeel",
        "nederland-offshoring-sector",
        "nederland-offshoring-moederbedrijf",
        "nederland-75-procent-insourcing",
        "nederland-offshoring-banen-periode",
        "nederland-offshoring-banen-sector",
        "nederland-verdwenen-per-nieuwe-baan",
    ),
    "FI08": ("savills-voornemens",),
    "FI09": (
        "ey-2020-83-procent-overwoog",
        "ey-2021-plannen",
        "ey-2020-83-procent-regionalisering",
        "ey-2020-61-procent-minder-afhankelijk",
        "ey-2021-trends-door-covid",
    ),
    "FI10": (
        "vs-thomas-deloitte",
        "vs-amcham-china",
        "vs-ism",
        "vs-amcham-shanghai",
        "vs-1-3-miljoen-banen",
        "tco-15-procent-loonkosten",
        "tco-56-procent-totale-kosten",
    ),
    "FI11": (
        "mckinsey-25-procent-wereldexport",
        "mckinsey-4500-miljard-dollar",
        "bofa-80-procent-overwoog",
        "bofa-80-procent-hinder",
        "bofa-drie-vierde-schaalt-op",
        "bofa-1000-miljard-dollar",
        "bofa-druk",
        "buck-60-procent-deel-terug",
        "buck-omvang",
        "proactis-75-procent-uitbreiding",
        "proactis-87-procent-digitaal",
    ),
    "FI12": ("fedustria-60-procent-logistiek", "fedustria-zoektocht", "fedustria-resultaat"),
    "FI13": ("offshoring-40-procent-zonder-bron", "offshoring-3-5-miljoen-banen-zonder-bron"),
    "FI14": ("eurofound-motieven", "eurofound-matrix", "eurofound-33-procent-klantwaarde", "eurofound-56-motieven"),
    "FI15": ("robots-per-10000", "productiviteitsgroei-sinds-1998", "robots-en-groei", "robots-10-procent-bbp"),
    "FI16": ("adidas-banen", "duurzaamheid-kansen-interviews"),
    "FI17": (
        "sdg-aandacht-belgie",
        "flanders-make-70-procent-duurzaamheid",
        "esg-in-bonussen-landen",
        "esg-in-bonussen-grootte",
        "esg-30-procent-variabel-loon",
        "ibm-csco",
        "zorgvuldigheid-70-procent-eu-kader",
        "consument-8-op-10-duurzaamheid",
        "voorkeur-lokaal-42-procent",
    ),
    "FI18": (
        "thoughtlab-esg",
        "beurzen-verplichte-rapportering",
        "cdp-klimaatdoelen",
        "cdp-15-procent-meer-zicht",
        "bcg-bestuurders-esg",
        "bcg-2-op-3-klimaat-prioriteit",
        "bcg-1-op-5-klaar",
        "mckinsey-zicht-op-keten",
        "mckinsey-43-procent-grondstoffen",
        "consumentenketen-milieu",
    ),
    "FI19": (
        "keten-9-op-10-problemen",
        "proactis-drempels-2022",
        "deloitte-cfo-nederland",
        "imf-zonder-knelpunten",
        "imf-oorzaken-knelpunten",
        "kbc-0-7-procentpunt",
    ),
    "FI20": (
        "slowbalisation",
        "spoor-50-procent-via-rusland",
        "spoor-30-procent-stijging",
        "gas-700-miljoen-per-dag",
        "europeanen-85-procent-russische-energie",
    ),
    "FI21": ("ifs-voorraad-en-leveranciers",),
    "FI22": ("vlaanderen-21-procent-circulair", "verloren-tabellen"),
    "FI23": (
        "bdi-instroom-2021",
        "bdi-verandering-2021",
        "bdi-aandeel-eu",
        "bdi-screening-besluiten",
        "bdi-1563-zaken",
        "bdi-belgie-achtste",
    ),
    "FI24": (
        "voedsel-10-miljoen-armen",
        "rusland-oekraine-12-procent-calorieen",
        "graaninvoer-uit-rusland-oekraine",
        "eu-8-6-procent-maaltijd",
    ),
    "FI25": (
        "flanders-make-22-procent-voorraad",
        "flanders-make-voorraadstrategie",
        "flanders-make-leveranciers",
        "mckinsey-80-procent-dual-sourcing",
    ),
    "FI26": ("ai-keten-voorlopers", "google-cloud-ai", "mckinsey-digitaal-talent", "mckinsey-talent-zoeken"),
    "FI27": ("tno-90-procent-data-op-vs-servers",),
    "FI28": ("vdab-vacatures", "vdab-vacatures-stijging"),
    "FI29": ("west-vlaanderen-47-8-procent-maatwerk",),
    "FI30": ("imf-groei-oktober-2022", "wereldbank-groei-juni-2022", "oeso-groei-november-2022"),
    "FI31": ("wereldbevolking",),
    # tables and counts that the map has in other sections: 2E, 8B, 3, 4 and 7
    "2E": ("verwachte-uitkomsten",),
    "8B": ("unctad-trajecten",),
    "SE07 SE08": (
        "afhankelijke-producten",
        "belgie-277-strategische-producten",
        "belgie-herkomst-strategische-invoer",
    ),
    "SE09": ("planbureau-verstoring",),
    "SE12": ("eu-grondstoffenhandel-2020",),
    "SE13": ("eu-meststoffen",),
    "CR37": ("mit-maatregelen-vs",),
    "7A": ("wereldgroei-85-procent-buiten-eu",),
}
"""Each group of the map with the records that hold it."""

CONFLICTS = {
    1: "crisiskader-plafond-500000-of-400000",
    2: "strategische-producten-137-of-139",
    3: "tco-56-procent-wiens-ondernemingen",
    4: "reshoring-monitor-periode",
    5: "reshoringgegevens-bestaan-of-niet",
    6: "tekort-ruwe-materialen-26-6-of-26-4",
    7: "ipcei-mededeling-november-of-december-2021",
    8: "mas-einde-voor-of-na-brexit",
    9: "eurostat-enquete-2007-periode",
    10: "grondstoffenscanner-2022-en-2025",
    11: "unctad-textiel-reshoring-of-diversificatie",
    12: "staatssteun-vijf-criteria-niet-opgesomd",
    13: "voorraden-of-productiecapaciteit",
    14: "serv-criteria-vier-of-vijf",
    15: "com-2021-35-of-350",
    16: "twee-tot-vijf-procent-alleen-in-parlement",
    17: "banen-trendeo-en-monitor",
}
"""The contradictions by their number in the map."""

TEXTS = {
    "serv-advies-reshoring-2022": "000-*.txt",
    "vlaams-parlement-verslag-1563": "001-*.txt",
    "serv-rapport-reshoring-2022": "002-*.txt",
}
NEAR = 260
"""Characters on either side of an anchor in which its value must stand."""
LONGEST_SHARED_RUN = 10


@pytest.fixture(scope="module")
def content() -> Catalogue:
    return catalogue()


def cell(series: Series, row: str, column: int = 0) -> Value | None:
    """The value of a row that starts with these words."""
    (found,) = (r for r in series.rows if r.label.startswith(row))
    return found.values[column]


def numbers(series: Series) -> dict[str, list[float | None]]:
    return {r.label: [v.number if v else None for v in r.values] for r in series.rows}


def test_every_group_of_the_map_is_there_and_nothing_else(content: Catalogue) -> None:
    wanted = [record for ids in GROUPS.values() for record in ids]
    assert len(set(wanted)) == len(wanted)
    assert set(wanted) == content.figures.keys() | content.series.keys()
    assert not content.figures.keys() & content.series.keys()


def test_the_seventeen_contradictions_are_side_by_side(content: Catalogue) -> None:
    assert set(content.conflicts) == set(CONFLICTS.values())
    for conflict in content.conflicts.values():
        places = [tuple((c.source, c.locator, c.anchor) for c in p.citations) for p in conflict.positions]
        assert len(set(places)) == len(places), conflict.id


def test_every_statistic_has_a_topic_and_only_lost_tables_are_about_the_sources(content: Catalogue) -> None:
    assert [f.id for f in content.figures.values() if f.topic is Topic.OTHER] == []
    assert [s.id for s in content.series.values() if s.topic is Topic.OTHER] == ["verloren-tabellen"]


def test_the_motives_of_eurofound_are_those_in_the_text_and_the_two_others_stay_open(content: Catalogue) -> None:
    series = content.series["eurofound-motieven"]
    assert [v for values in numbers(series).values() for v in values] == [51, 48, 43, 40, 28, 19, 18, None, None]
    assert {r.concept for r in series.rows if r.values[0] is None} == {
        "motives/global-reorganisation",
        "motives/delivery-time",
    }
    assert series.period == "2015-2018"
    assert "2014-2018" in series.caveat
    assert "niet noodzakelijk het hoogste" in series.caveat


def test_the_matrix_has_four_quadrants_and_agrees_with_the_counts(content: Catalogue) -> None:
    matrix = content.series["eurofound-matrix"]
    where = {r.label.split(":")[0]: tuple(v.text for v in r.values[:2] if v) for r in matrix.rows}
    assert where == {
        "Kwadrant 1": ("intern", "waarde voor de klant"),
        "Kwadrant 2": ("extern", "waarde voor de klant"),
        "Kwadrant 3": ("extern", "kostenefficiëntie"),
        "Kwadrant 4": ("intern", "kostenefficiëntie"),
    }
    counts = {r.concept: r.values[0] for r in content.series["eurofound-motieven"].rows}
    assert all(counts[r.concept] == r.values[2] for r in matrix.rows)


def test_the_expected_outcomes_are_complete_and_four_are_not_found(content: Catalogue) -> None:
    rows = content.series["verwachte-uitkomsten"].rows
    assert len(rows) == 32
    assert len({r.values[0].text for r in rows if r.values[0]}) == 11
    assert [r.label for r in rows if r.values[1] is None] == [
        "Brede productielijn",
        "Brede distributie",
        "Nieuwe dienst",
        "Milieuvriendelijke producten",
    ]
    found = content.vocabulary.of("outcomes")
    narrow = {c.id for c in found if c.broader and c.broader != "outcomes/sustainability-opportunities"}
    assert {r.concept for r in rows} == narrow


@pytest.mark.parametrize(
    ("series_id", "row", "values"),
    [
        ("imf-groei-oktober-2022", "Duitsland", [1.6, -0.3]),
        ("imf-groei-oktober-2022", "Wereld", [3.2, 2.7]),
        ("wereldbank-groei-juni-2022", "Eurozone", [2.5, 1.9, 1.9]),
        ("oeso-groei-november-2022", "België", [2.9, 0.5, 1.1]),
        ("oeso-groei-november-2022", "Verenigd Koninkrijk", [4.4, -0.4, 0.2]),
        ("eurostat-home-shoring", "België", [6.3, 3.1]),
        ("bdi-verandering-2021", "Europese Unie", [-31, -68]),
        ("vdab-vacatures", "waarvan in Vlaanderen", [60122, 75498]),
        ("afhankelijke-producten", "België, volgens de SERV", [621, 277]),
        ("monitor-landen", "België", [None, 3]),
    ],
)
def test_values_are_those_of_the_documents(
    series_id: str, row: str, values: list[float | None], content: Catalogue
) -> None:
    assert numbers(content.series[series_id])[row] == values


def test_the_traps_are_told(content: Catalogue) -> None:
    figures, series = content.figures, content.series
    assert "Amerikaanse" in figures["tco-56-procent-totale-kosten"].population
    for name in GROUPS["FI13"]:
        assert figures[name].caveat.startswith("Zonder bron")
        assert {c.source for c in figures[name].citations} == {"vlaams-parlement-verslag-1563"}
    two_83 = [f for f in figures.values() if f.value == 83]
    assert len(two_83) == 2
    assert all("83 %" in f.caveat for f in two_83)
    assert "39,1 %" in figures["monitor-12840-banen"].caveat
    assert cell(series["mckinsey-digitaal-talent"], "Heeft", 1) is None
    lost = {r.label for r in series["verloren-tabellen"].rows}
    assert {"Tabel 2", "Tabel 9", "Tabel 11", "Figuur 55"} <= lost
    assert "Tabel 10" not in lost


def test_what_a_source_does_not_give_exactly_is_not_made_exact(content: Catalogue) -> None:
    banen = content.series["nederland-offshoring-banen-sector"]
    assert cell(banen, "Industrie") == Value(number=20000, qualifier=Qualifier.ALMOST)
    assert cell(banen, "Samen") == Value(number=30000, qualifier=Qualifier.OVER)
    assert cell(content.series["eurostat-backshoring"], "Maakindustrie") == Value(number=3.5, up_to=5)


def cells(content: Catalogue) -> Iterator[tuple[str, float, tuple[Citation, ...]]]:
    """Each number with the record that it stands in and its citations; what the text says in words is left out."""
    for figure in content.figures.values():
        yield figure.id, figure.value, figure.citations
    for series in content.series.values():
        for row in series.rows:
            if not (row.note or "").startswith("In de tekst"):
                for value in row.values:
                    if value is not None and value.number is not None:
                        yield f"{series.id}: {row.label}", value.number, row.citations


IN_WORDS = {
    "bofa-drie-vierde-schaalt-op",
    "bcg-2-op-3-klimaat-prioriteit",
    "bcg-1-op-5-klaar",
    "consument-8-op-10-duurzaamheid",
    "keten-9-op-10-problemen",
    "duurzaamheid-kansen-interviews",  # the number stands on the next line of a table, which the anchor does not reach
}
"""What the text says in words, such as three in four."""


def written(number: float) -> list[str]:
    """The ways in which a source may write a number."""
    number = abs(number)
    ways = [number_nl(number), f"{number:.1f}".replace(".", ",")]
    if number >= 1000:
        ways += [f"{number_nl(number / 1000)} duizend", f"{number_nl(number / 1000)} biljoen", f"{number:,.0f}"]
        ways.append(f"{number:,.0f}".replace(",", " "))
    return ways


@cache
def flat(path: Path) -> str:
    """A document on one line: words that a line's end broke are joined, white space is collapsed."""
    return " ".join(re.sub(r"(\w)-\s*\n\s*(?=\w)", r"\1", path.read_text(encoding="utf-8")).split())


@pytest.fixture(scope="module")
def texts(shared: Path) -> dict[str, str]:
    return {source: flat(next((shared / "corpus").glob(pattern))) for source, pattern in TEXTS.items()}


@pytest.mark.corpus
def test_every_anchor_stands_in_the_document(content: Catalogue, texts: dict[str, str]) -> None:
    records: list[Figure | Series | Conflict] = [*content.figures.values(), *content.series.values()]
    records += content.conflicts.values()
    found = [(record.id, c) for record in records for c in cited(record) if c.source in texts]
    assert len(found) > 400
    assert [(i, c.anchor) for i, c in found if c.anchor is None or c.anchor not in texts[c.source]] == []


@pytest.mark.corpus
def test_every_number_stands_where_it_is_cited(content: Catalogue, texts: dict[str, str]) -> None:
    """A mistyped value would pass every other test."""
    wrong, checked = [], 0
    for name, number, citations in cells(content):
        own = [c for c in citations if c.source in texts and c.anchor]
        if not own or name.split(":")[0] in IN_WORDS:
            continue
        checked += 1
        around = ""
        for citation in own:
            at = texts[citation.source].index(citation.anchor or "")
            around += " " + texts[citation.source][max(0, at - NEAR) : at + len(citation.anchor or "") + NEAR]
        if not any(re.search(rf"(?<![\d,.]){re.escape(way)}(?![\d])", around) for way in written(number)):
            wrong.append((name, number))
    assert wrong == []
    assert checked > 300


@pytest.mark.corpus
def test_nothing_is_copied(content: Catalogue, texts: dict[str, str]) -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"[^\W_]+", text.casefold())
        return {tuple(words[i : i + LONGEST_SHARED_RUN + 1]) for i in range(len(words) - LONGEST_SHARED_RUN)}

    theirs = {run for text in texts.values() for run in runs(text)}
    ours: list[str] = []
    for figure in content.figures.values():
        ours += [figure.title, figure.population, figure.period, figure.caveat]
    for series in content.series.values():
        ours += [series.title, series.population, series.period, series.caveat]
        ours += [
            t for row in series.rows for t in (row.label, row.note or "", *(v.text or "" for v in row.values if v))
        ]
    for conflict in content.conflicts.values():
        ours += [conflict.title, conflict.reading, *(p.statement for p in conflict.positions)]
    assert [text for text in ours if runs(text) & theirs] == []


CITED = {"source": "nota", "locator": "§1"}
ROW = {"label": "een", "values": [1], "citations": [CITED]}
SERIES: dict[str, object] = {
    "id": "reeks",
    "title": "Reeks",
    "topic": "extent",
    "unit": "gevallen",
    "population": "Iedereen",
    "period": "2020",
    "caveat": "Geen.",
    "chart": "bars",
    "columns": ["A"],
    "rows": [ROW],
}


def test_a_bare_value_is_a_number_or_a_text() -> None:
    row = Row.model_validate({"label": "een", "values": [3, "drie", None], "citations": [CITED]})
    assert row.values == (Value(number=3), Value(text="drie"), None)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"columns": ["A", "B"], "chart": "grouped bars"}, "has 1 values for 2 columns"),
        ({"columns": ["A", "A"]}, "two columns have the same name"),
        ({"rows": [ROW, ROW]}, "two rows have the same name"),
        ({"chart": "lines"}, "bars have one column"),
        ({"rows": [{"label": "een", "values": ["tekst"], "citations": [CITED]}]}, "a chart needs numbers"),
        ({"rows": [{"label": "een", "values": [None], "citations": [CITED]}]}, "a chart needs numbers"),
        ({"rows": [{"label": "een", "values": [1], "citations": []}]}, "at least 1 item"),
        ({"rows": [{"label": "een", "values": [{"number": 1, "text": "x"}], "citations": [CITED]}]}, "either a number"),
        ({"rows": [{"label": "een", "values": [{"number": 5, "up_to": 2}], "citations": [CITED]}]}, "upper end"),
        ({"rows": [{"label": "een", "values": [{"text": "x", "up_to": 2}], "citations": [CITED]}]}, "only a number"),
    ],
)
def test_a_series_that_makes_no_sense_is_refused(change: dict[str, object], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Series.model_validate(SERIES | change)


def test_a_series_of_texts_needs_no_chart() -> None:
    rows = [{"label": "een", "values": ["tekst"], "citations": [CITED]}]
    assert Series.model_validate(SERIES | {"chart": "none", "rows": rows}).chart is ChartKind.NONE


def test_a_figure_may_be_qualified() -> None:
    fields = {k: SERIES[k] for k in ("id", "title", "unit", "population", "period", "caveat")}
    made = Figure.model_validate(fields | {"value": 2, "qualifier": "almost", "citations": [CITED]})
    assert (made.qualifier, made.topic) == (Qualifier.ALMOST, Topic.OTHER)
