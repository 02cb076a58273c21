"""The shapes in which pdftotext, pypdf and pdfminer leave pages: each by a small text that shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.accounting import lost_words
from ingest.read import Read
from knowledge.documents import PassageKind
from tests.ingest.reading import all_text, holding, notes, of_kind, read_text_as

LINE = "de molen maalt elke week het graan van twaalf boeren uit de omtrek van het dorp"


def page(*lines: str, filler: int = 5) -> str:
    """A page of running text with these lines at its end."""
    text = [f"{LINE} nummer {i}" for i in range(filler)]
    begun = [text[0].capitalize(), *text[1:], "en dat doet hij al jaren."] if text else []
    return "\n".join([*begun, *lines])


def pages(*texts: str) -> str:
    """Pages with a form feed between them."""
    return "\n\f".join(texts)


def test_a_year_at_a_line_end_is_no_contents_line(tmp_path: Path) -> None:
    text = (
        "Inhoud\nHoofdlijnen .......... 3\n1. Begin .......... 5\n2. Einde .......... 9\n\nHoofdlijnen\n"
        "De molen maalt weer voor de boeren uit de omtrek. Sinds de brand in het jaar 2021\n"
        "staat hij op een nieuwe voet, en dat is aan het meel te merken.\n"
    )
    read = read_text_as(tmp_path, text)
    passage = holding(read, "Sinds de brand in het jaar 2021 staat hij op een nieuwe voet")
    assert passage.kind is PassageKind.BODY
    assert passage.heading_path == ("Hoofdlijnen",)


@pytest.mark.parametrize(
    "foot",
    [
        "1 Molenbond (2019), Het meel van toen.\n2 Zie ook het jaarboek van de streek.",
        "1Molenbond (2019), Het meel van toen.\n2Zie ook het jaarboek van de streek.",
        "1\nMolenbond (2019), Het meel van toen.\n2\nZie ook het jaarboek van de streek.",
        "1       Molenbond (2019), Het meel van toen.\n2       Zie ook het jaarboek van de streek.",
    ],
)
def test_notes_at_the_foot_of_a_page_without_any_white_space_above(tmp_path: Path, foot: str) -> None:
    body = "Zijn stenen zijn oud1 en het meel is goed.2 Wie het proeft, komt nog eens langs met een hele"
    text = pages(page(body, foot), page("zak graan. Zo gaat dat.", filler=0))
    read = read_text_as(tmp_path, text)
    passage = holding(read, "zijn oud en het meel is goed. Wie het proeft, komt nog eens langs met een hele zak graan.")
    assert notes(passage) == {"1": "Molenbond (2019), Het meel van toen.", "2": "Zie ook het jaarboek van de streek."}


def test_the_rest_of_a_note_below_the_text_of_the_next_page(tmp_path: Path) -> None:
    """Each line is followed by a blank one; a page begins with a space; a note goes on at the foot of the next page."""
    wide = "een voornaam en wel zeer oud gilde van mensen die met wind en water werken en daar samen goed van leven"
    note = f"1  Het jaarboek noemt een molenbond als volgt: \u201cDe molenbond is {wide}, in {wide}"
    first = [LINE.capitalize(), f"{LINE} en toch", "heet hij nog altijd molenbond.1", "Zo gaat dat.", note]
    second = [f" {LINE.capitalize()} en verder", f"{LINE} tot in de herfst", "en in de winter staat hij stil.", " "]
    rest = [f"als {wide} en in {wide}", "samen met hun gezinnen.\u201d"]
    third = [f" In een ander dorp staat {LINE}", "en ook die maalt."]
    fourth = [f" {LINE.capitalize()}", "en zo voort."]
    text = "\n".join("\n\n".join(lines) for lines in (first, [*second, *rest], third, fourth, fourth)) + "\n"
    read = read_text_as(tmp_path, text)
    assert notes(holding(read, "heet hij nog altijd molenbond"))["1"].endswith("samen met hun gezinnen.\u201d")
    assert "gezinnen" not in holding(read, "In een ander dorp staat").text


def test_a_note_number_behind_the_word_that_the_page_cut(tmp_path: Path) -> None:
    body = "De bond telt er vier,1 en dat zijn er drie meer dan in de tijd toen er nog geen bak"
    text = pages(page(f"{body}1\nMolenbond (2019), Het meel van toen."), "kerij in het dorp was. Zo gaat dat.")
    read = read_text_as(tmp_path, text)
    assert notes(holding(read, "toen er nog geen bakkerij in het dorp was.")) == {
        "1": "Molenbond (2019), Het meel van toen."
    }


def test_a_heading_with_the_number_of_a_note_stays_a_heading(tmp_path: Path) -> None:
    text = pages(
        page(
            "",
            "1. Waar het meel vandaan komt",
            page("Zijn stenen zijn oud,1 en daarom maalt hij nu wat trager.", "1 Molenbond (2019)."),
        ),
        page(),
    )
    read = read_text_as(tmp_path, text)
    passage = holding(read, "Zijn stenen zijn oud, en daarom maalt hij nu wat trager.")
    assert passage.heading_path == ("1. Waar het meel vandaan komt",)
    assert notes(passage) == {"1": "Molenbond (2019)."}


def test_numbered_lines_that_no_text_cites_are_no_notes(tmp_path: Path) -> None:
    text = pages(page("Er zijn twee redenen.", "1 De wind is er goed.", "2 Het graan is er goedkoop."), page())
    read = read_text_as(tmp_path, text)
    assert not any(p.footnotes for p in read.passages)
    assert "De wind is er goed." in all_text(read)


def test_notes_that_begin_anew_on_each_page(tmp_path: Path) -> None:
    text = pages(
        page(
            "De stenen kwamen in 2021 1 uit een groeve2 in het zuiden van het",
            "1 Eerste bron.",
            "2 Nog een bron van de groeve.",
        ),
        page("land, zegt de bond1 van molenaars.", "1 Tweede bron.", filler=0),
        page(),
    )
    read = read_text_as(tmp_path, text)
    passage = holding(
        read, "De stenen kwamen in 2021 uit een groeve in het zuiden van het land, zegt de bond van molenaars."
    )
    assert [note.text for note in passage.footnotes] == [
        "Eerste bron.",
        "Nog een bron van de groeve.",
        "Tweede bron.",
    ]


def test_page_numbers_tell_the_pages_of_a_text_that_shows_none(tmp_path: Path) -> None:
    parts = [page(filler=14), "1", page(filler=14), "2", page(filler=14), "3"]
    read = read_text_as(tmp_path, "\n".join(parts))
    assert [gone.text for gone in read.removed] == ["1", "2", "3"]


def test_a_running_foot_with_a_stroke_goes(tmp_path: Path) -> None:
    parts = [page(filler=9), "Verslag over de molens | 1", page(filler=9), "Verslag over de molens | 2"]
    read = read_text_as(tmp_path, "\n".join(parts))
    assert "Verslag over de molens" not in all_text(read)
    assert [gone.reason for gone in read.removed] == ["running head", "running head"]


def test_bullets_in_a_column_before_their_items(tmp_path: Path) -> None:
    text = page(
        "De molenaar noemt twee redenen:",
        "•",
        "•",
        "",
        "de wind waait er het hele jaar door en in de herfst nog wat harder dan in",
        "de lente;",
        "het graan is er goedkoop.",
        "",
        page(),
    )
    read = read_text_as(tmp_path, text)
    items = of_kind(read, PassageKind.LIST_ITEM)
    assert len(items) == 1
    assert "dan in de lente;\nhet graan is er goedkoop." in items[0].text
    assert lost_words(text, read.passages, read.removed) == []


def test_lost_bullets_in_small_letters(tmp_path: Path) -> None:
    text = page("Hij noemt twee redenen:", " de wind waait er goed;", " het graan is er goedkoop.", page(), filler=9)
    assert "\nde wind waait er goed;\nhet graan is er goedkoop." in all_text(read_text_as(tmp_path, text))


def test_a_sentence_about_a_figure_is_no_caption(tmp_path: Path) -> None:
    text = page(
        "Figuur 1: Molens in de streek",
        "Figuur 1 laat zien dat er in de hele streek nog maar vier molens zijn die het hele jaar",
        "door graan malen. Dat waren er ooit dertig.",
    )
    read = read_text_as(tmp_path, text)
    assert holding(read, "nog maar vier molens zijn die het hele jaar door graan malen.").kind is PassageKind.BODY
    assert [p.text for p in of_kind(read, PassageKind.CAPTION)] == ["Figuur 1: Molens in de streek"]


def test_rows_of_numbers_are_a_table_also_without_a_caption(tmp_path: Path) -> None:
    rows = "Jaar Molens Zakken\n2019 4 1.200\n2020 4 1.350\n2021 5 1.800"
    read = read_text_as(tmp_path, page(rows, page()))
    assert [p.text for p in of_kind(read, PassageKind.TABLE)] == [rows]


def test_wide_gaps_part_the_cells_of_a_table(tmp_path: Path) -> None:
    rows = "Tabel 1: Zakken per molen\nDe Hoop            39\nDe Vlijt           22\nDe Zwaan           31"
    read = read_text_as(tmp_path, page("", rows, "", page()))
    assert [p.text for p in of_kind(read, PassageKind.TABLE)] == ["De Hoop | 39\nDe Vlijt | 22\nDe Zwaan | 31"]


def test_spaces_that_fill_a_line_are_single_again(tmp_path: Path) -> None:
    wide = [f"De   molen  maalt   elke   week   voor  boer  {i}   en   voor   zijn  buren" for i in range(8)]
    read = read_text_as(tmp_path, "\n".join(wide) + ".\n")
    assert "De molen maalt elke week voor boer 3 en voor zijn buren" in all_text(read)


def test_a_form_feed_within_a_line_ends_it(tmp_path: Path) -> None:
    text = page(filler=3) + "\n1\f" + page(filler=3) + "\n2\f" + page(filler=3)
    read = read_text_as(tmp_path, text)
    assert [gone.text for gone in read.removed] == ["1", "2"]
    assert read.document.pages == 3


def test_a_chapter_right_above_its_first_part(tmp_path: Path) -> None:
    text = page("", "Redenen", "", "Wind en water", "", page())
    paths = {p.heading_path for p in read_text_as(tmp_path, text).passages}
    assert ("Redenen", "Wind en water") in paths


def test_a_numbered_question_that_wraps_is_no_heading(tmp_path: Path) -> None:
    text = page(
        "",
        "1. Hoeveel molens malen er in de jaren 2021, 2022 en 2023 nog het hele jaar door voor de",
        "boeren uit de streek? Graag een lijst.",
        "",
        page(),
    )
    passage = holding(read_text_as(tmp_path, text), "voor de boeren uit de streek? Graag een lijst.")
    assert passage.heading_path == ()


def test_a_list_of_abbreviations_on_a_new_page_has_its_heading(tmp_path: Path) -> None:
    lines = ["AB Algemene Bond", "CD Centrale Dienst", "EFG Eerste Fabriek van Glas", "HI Hoge Instelling"]
    text = pages(page("An DE BOER, voorzitter"), "\n".join(["Gebruikte afkortingen", *lines]), page())
    table = of_kind(read_text_as(tmp_path, text), PassageKind.TABLE)[0]
    assert table.heading_path == ("Gebruikte afkortingen",)


def minutes(tmp_path: Path) -> Read:
    """Minutes word for word, as an extractor leaves them: no white space between the turns."""
    lines = [
        "Vraag om uitleg van An de Boer aan minister Bo Maes over het maalverbod in de vier dorpen",
        "langs de rivier",
        "De voorzitter: Mevrouw de Boer heeft het woord en daarna antwoordt de minister ons allen.",
        "An de Boer (Molenpartij): Minister, de molens staan stil en de boeren wachten op hun meel.",
        "Minister, wanneer mogen zij weer malen?",
        "Minister Bo Maes: Dat mag vanaf maandag, want het water is deze week genoeg gezakt voor hen.",
        "De heer Cas Smit (Dorpsbelang): Ik ben blij met dat antwoord en wacht het verder rustig af.",
    ]
    return read_text_as(tmp_path, "\n".join(lines))


def test_who_speaks_shows_by_name_and_party(tmp_path: Path) -> None:
    read = minutes(tmp_path)
    assert holding(read, "de molens staan stil").speaker == "An de Boer"
    assert holding(read, "Dat mag vanaf maandag").speaker == "Bo Maes"
    assert holding(read, "Ik ben blij met dat antwoord").speaker == "Cas Smit"
    asked = holding(read, "wanneer mogen zij weer malen?")
    assert (asked.kind, asked.speaker) == (PassageKind.QUESTION, "An de Boer")


def test_an_item_of_business_is_a_heading_however_long(tmp_path: Path) -> None:
    title = "Vraag om uitleg van An de Boer aan minister Bo Maes over het maalverbod in de vier dorpen langs de rivier"
    assert {p.heading_path for p in minutes(tmp_path).passages} == {(title,)}


def test_the_minister_is_who_was_introduced_as_such(tmp_path: Path) -> None:
    text = (
        "# 1. Inleiding\n\nBo Maes, minister van Molens, licht toe dat het water gezakt is in alle dorpen.\n\n"
        "An de Boer, lid van de commissie, vraagt wanneer de molens weer mogen malen voor de boeren.\n\n"
        "# 2. Repliek\n\nDe minister herhaalt dat het vanaf maandag weer mag.\n"
    )
    assert holding(read_text_as(tmp_path, text, "v.md"), "vanaf maandag weer mag").speaker == "Bo Maes"


@pytest.mark.parametrize("title", ["Gedeputeerde", "Schepen", "Wethouder"])
def test_who_governs_a_province_or_town_speaks_by_title(tmp_path: Path, title: str) -> None:
    text = (
        "# Verslag\n\nAn de Boer, woordvoerder van de molens, schetst hoe het met de molens in de streek gaat.\n\n"
        f"{title} Bo Maes antwoordt dat de molens vanaf maandag weer mogen malen.\n"
    )
    assert holding(read_text_as(tmp_path, text, "v.md"), "vanaf maandag weer mogen malen").speaker == "Bo Maes"
