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
