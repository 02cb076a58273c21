"""HTML pages: the main content, and nothing that runs or navigates."""

from __future__ import annotations

from pathlib import Path

from ingest.readers.html import read_html
from knowledge.documents import PassageKind
from tests.ingest.reading import all_text, holding, notes, of_kind, read_bytes_as, read_text_as

PAGE = """<!DOCTYPE html><html><head><title>Werk keert terug | Dienst</title><script>alert(1)</script></head><body>
<header>Naam van de dienst</header><nav><a href="/">Begin</a></nav><div>Laatste nieuws</div>
<main><h1>Werk keert terug</h1><p>De dienst telde in 2023 <b>twaalf</b> bedrijven.<sup><a href="#fn1">1</a></sup>
Dat is meer<br>dan in de jaren daarvoor, toen er niet eens een telling bestond en niemand wist hoeveel het er waren.</p>
<h2>Steun</h2><ul><li>een lening;</li><li>een <em>toelage</em>.</li></ul>
<table><caption>Tabel 1: Steun</caption>
<tr><th>Soort</th><th>Bedrag</th></tr><tr><td>Lening</td><td>500.000</td></tr></table>
<form>Zoek <input value="x"></form><p style="display: none">verborgen</p><p hidden>ook verborgen</p>
<ol><li id="fn1">Jaarverslag van de dienst. ↩</li></ol></main><footer>Privacy</footer></body></html>"""


def test_the_main_content_is_read_and_the_rest_accounted_for(tmp_path: Path) -> None:
    read = read_text_as(tmp_path, PAGE, "pagina.html")
    body = holding(read, "twaalf bedrijven. Dat is meer dan in de jaren daarvoor")
    assert body.heading_path == ("Werk keert terug",)
    assert notes(body) == {"1": "Jaarverslag van de dienst."}
    assert [p.text for p in of_kind(read, PassageKind.LIST_ITEM)] == ["een lening;\neen toelage."]
    assert [p.text for p in of_kind(read, PassageKind.TABLE)] == ["Soort | Bedrag\nLening | 500.000"]
    assert of_kind(read, PassageKind.TABLE)[0].heading_path == ("Werk keert terug", "Steun")
    text = all_text(read)
    assert not any(word in text for word in ("alert", "Begin", "Privacy", "Zoek", "verborgen", "nieuws", "Naam van"))
    assert {r.text for r in read.removed} >= {"Begin", "Privacy", "Zoek", "Laatste nieuws", "Naam van de dienst"}


def test_a_layout_table_is_read_as_text() -> None:
    reading = read_html("<table><tr><td><p>Een alinea.</p><p>Nog een.</p></td></tr></table>")
    assert [b.text for b in reading.blocks] == ["Een alinea.", "Nog een."]


def test_broken_and_empty_pages_give_no_error() -> None:
    assert read_html("").blocks == []
    assert [b.text for b in read_html("<p>half <b>open").blocks] == ["half open"]
    assert [
        b.text for b in read_html("<?xml version='1.0' encoding='utf-8'?><html><body><p>é</p></body></html>").blocks
    ] == ["é"]


def test_deep_nesting_does_not_break() -> None:
    assert read_html("<div>" * 50_000 + "diep" + "</div>" * 50_000).media_type == "text/html"


AROUND = "<html><body>{}<div class='content'><h1>Werk keert terug</h1><p>{}</p>{}</div>{}</body></html>"


def test_menus_and_cookie_notices_are_known_by_their_names(tmp_path: Path) -> None:
    before = (
        "<div class='site-header'><ul class='menu'><li>Start</li></ul></div><a class='skip-link'>Naar de inhoud</a>"
    )
    after = "<div id='cookie-melding'><p>Koekjes?</p></div><div role='dialog'>Venster</div>"
    after += "<div class='site-footer'>Adres</div>"
    words = "De dienst telde twaalf bedrijven die terugkwamen. " * 12
    page = AROUND.format(before, words, "<p class='menu-kaart'>De menukaart van de kantine bleef.</p>", after)
    read = read_bytes_as(tmp_path, page.encode(), "a.html")
    text = all_text(read)
    assert not any(word in text for word in ("Start", "Naar de inhoud", "Koekjes", "Venster", "Adres"))
    assert sorted(r.text for r in read.removed) == ["Adres", "Koekjes?", "Naar de inhoud", "Start", "Venster"]


def test_a_name_does_not_take_away_the_content_itself(tmp_path: Path) -> None:
    words = "De dienst telde twaalf bedrijven die terugkwamen. " * 12
    page = f"<html><body><div class='page-header main-menu'><p>{words}</p></div></body></html>"
    assert all_text(read_bytes_as(tmp_path, page.encode(), "a.html")).startswith("De dienst telde")


def test_merged_cells_are_filled(tmp_path: Path) -> None:
    table = (
        "<table><tr><th>Soort</th><th>Deel</th><th>Ten hoogste</th></tr><tr><td>Klein</td><td rowspan='2'>20 %</td>"
        "<td>5</td></tr><tr><td>Groot</td><td>9</td></tr><tr><td colspan='2'>Samen</td><td>14</td></tr></table>"
    )
    read = read_bytes_as(tmp_path, AROUND.format("", "Een zin vooraf.", table, "").encode(), "a.html")
    assert [p.text for p in of_kind(read, PassageKind.TABLE)] == [
        "Soort | Deel | Ten hoogste\nKlein | 20 % | 5\nGroot | 20 % | 9\nSamen |  | 14"
    ]


def texts(page: str) -> list[str]:
    """The texts of the blocks of a page."""
    return [block.text for block in read_html(page).blocks]


def test_what_is_hidden_or_deleted_is_left_out_and_accounted_for() -> None:
    page = """<style>.weg{display:none} @media print {.druk{display:none}} p.z, #q {visibility: hidden}</style>
    <p>Een<span class=weg>een</span> zin<span class=druk> blijft</span><span
    style="DISPLAY : none !important">twee</span>.</p><p id=q>drie</p><p class=z>vier</p>
    <p hidden>vijf</p><p style="font-size:0">zes</p><p>Nu <del>toen</del>geldt.</p>"""
    reading = read_html(page)
    assert [block.text for block in reading.blocks] == ["Een zin blijft.", "Nu geldt."]
    removed = [(r.reason, r.text) for r in reading.removed]
    hidden = ("een", "twee", "drie", "vier", "vijf", "zes")
    assert removed == [*(("hidden", word) for word in hidden), ("deleted", "toen")]


def test_no_address_of_a_link_and_nothing_that_runs_comes_into_the_text() -> None:
    page = """<p>Lees <a href="javascript:alert(1)">hier</a> of <a href="data:text/html,&lt;script&gt;">daar</a> verder
    <img src=x onerror="alert(1)" alt="plaat"><svg><script>alert(1)</script><text>teken</text></svg>.</p>
    <iframe srcdoc="<p>kader</p>">kader</iframe><object data="data:text/html,x">ding</object><noscript>zonder</noscript>
    <template><p>mal</p></template><math><mi>x</mi></math><button onclick="f()">Klik</button><style>p{}</style>"""
    assert texts(page) == ["Lees hier of daar verder .", "x"]


def test_numbered_lists_keep_their_numbers_and_levels() -> None:
    page = """<ol><li>Een lening.<ul><li>Met rente.</li></ul></li><li><p>Een toelage.</p><p>Eenmalig.</p></li>
    <li value=9>Advies.</li></ol><ol type=a start=3><li>Derde.</li></ol><ol reversed><li>Twee.</li><li>Een.</li></ol>"""
    assert [(block.level, block.text) for block in read_html(page).blocks] == [
        (1, "1. Een lening."),
        (2, "Met rente."),
        (1, "2. Een toelage."),
        (1, "Eenmalig."),
        (1, "9. Advies."),
        (1, "c. Derde."),
        (1, "2. Twee."),
        (1, "1. Een."),
    ]


def test_notes_of_a_page_saved_by_word_hang_where_they_are_cited(tmp_path: Path) -> None:
    page = """<html><body><p>De dienst telde twaalf bedrijven.<a href="#_ftn1"><span>[1]</span></a> Zie ook
    <a href="#deel">[2]</a>.</p><div id=ftn1><p><a href="#_ftnref1">[1]</a>
    Jaarverslag van de dienst.</p></div></body>"""
    read = read_text_as(tmp_path, page, "pagina.html")
    passage = holding(read, "De dienst telde twaalf bedrijven. Zie ook [2].")
    assert notes(passage) == {"1": "Jaarverslag van de dienst."}


def test_a_note_keeps_the_numbers_of_its_text() -> None:
    page = "<p>Een.<sup>1</sup> Twee.<sup>2</sup></p><p id=sdfootnote1>1In 2021.</p><p id=fn2>2021 was een jaar. ↩</p>"
    assert [b.text for b in read_html(page).blocks if b.number] == ["In 2021.", "2021 was een jaar."]


def test_words_between_quotation_tags_stay_quoted() -> None:
    assert texts("<p>Zij zegt: <q>het werkt</q>.</p>") == ["Zij zegt: “het werkt”."]


def test_nesting_is_bounded_without_losing_what_can_be_read() -> None:
    page = "<div>" * 1_000 + "<p>diep</p>" + "</div>" * 1_000 + "<p>Daarna.</p>"
    assert texts(page) == ["diep", "Daarna."]
    deeper = read_html("<p>Vooraf.</p>" + "<div>" * 9_000 + "diep")
    assert [block.text for block in deeper.blocks] == ["Vooraf."]
    assert deeper.warnings == ["nests its elements too deep; what lies deeper was not read"]
    tables = "<table><tr><td>a</td><td>" * 250 + "x" + "</td></tr></table>" * 250
    assert texts(tables)[0].startswith("a | ")
    assert len(texts("<table><tr>" + "<td>x</td>" * 50_000 + "</tr></table>")[0]) < 10_000


def test_a_table_for_the_looks_alone_is_text() -> None:
    assert texts("<table role=presentation><tr><td>Links.</td><td>Rechts.</td></tr></table>") == ["Links.", "Rechts."]
    table = "<table><tr><td>a</td><td>b</td></tr><tr hidden><td>c</td><td>d</td></tr></table>"
    assert texts(table) == ["a | b"]
