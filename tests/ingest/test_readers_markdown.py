"""Markdown, and the Markdown-like text of extractors."""

from __future__ import annotations

from pathlib import Path

from ingest.blocks import Kind
from ingest.readers.markdown import read_marked_up
from knowledge.documents import PassageKind
from tests.ingest.reading import all_text, holding, notes, of_kind, read_text_as

WORDS = "De dienst telde vorig jaar twaalf bedrijven die hun werk uit het buitenland terughaalden naar de eigen streek"


def test_headings_lists_and_tables() -> None:
    reading = read_marked_up(
        "# Stuk #\n\n## Deel\n\n- een\n  - twee\n* drie\n\n| a | b |\n|---|:--|\n| 1 | **2** |\n\nOnder\n=====\n"
    )
    assert [(b.kind, b.text, b.level) for b in reading.blocks] == [
        (Kind.HEADING, "Stuk", 1),
        (Kind.HEADING, "Deel", 2),
        (Kind.LIST_ITEM, "een", 1),
        (Kind.LIST_ITEM, "twee", 2),
        (Kind.LIST_ITEM, "drie", 1),
        (Kind.TABLE, "a | b\n1 | 2", 0),
        (Kind.HEADING, "Onder", 1),
    ]


def test_front_matter_is_set_apart() -> None:
    reading = read_marked_up('---\ntitle: "Een stuk"\ntags:\n  - x\n---\nTekst.\n')
    assert (reading.title, [b.text for b in reading.blocks]) == ("Een stuk", ["Tekst."])
    assert reading.removed[0].reason == "front matter"


def test_a_page_end_with_notes_leaves_sentence_and_heading_whole(tmp_path: Path) -> None:
    text = (
        "### Het begin\n\n---\n\n<sup>1</sup> Bureau Een (2020), *Waar het werk bleef*.\n"
        "<sup>2</sup> Bureau Twee (2021).\n\n"
        f"{WORDS}.<sup>1</sup> Dat geldt ook voor wie het eerst had laten\n\n---\n\n<sup>3</sup> Stuk 12, nr. 6.\n\n"
        f"uitvoeren waar het goedkoper was.<sup>2</sup> Zo staat het ook in de brief<sup>3</sup>, die volgde.\n"
    )
    read = read_text_as(tmp_path, text)
    passage = holding(
        read, "het eerst had laten uitvoeren waar het goedkoper was. Zo staat het ook in de brief, die volgde."
    )
    assert passage.heading_path == ("Het begin",)
    assert notes(passage) == {
        "1": "Bureau Een (2020), Waar het werk bleef.",
        "2": "Bureau Twee (2021).",
        "3": "Stuk 12, nr. 6.",
    }
    assert read.document.warnings == ()


def test_a_note_that_a_page_cut_is_whole_again(tmp_path: Path) -> None:
    text = (
        f"{WORDS} en dat is goed voor de buurt¹ en de werkgele-\n\n¹ Bureau Een, verslag over de onderne-\n\n"
        f"genheid van velen.\n\nmingen in de streek.\n\n**Slot van dit stuk**\n\n{WORDS}. {WORDS}.\n"
    )
    read = read_text_as(tmp_path, text)
    passage = holding(read, "de buurt en de werkgelegenheid van velen.")
    assert notes(passage) == {"1": "Bureau Een, verslag over de ondernemingen in de streek."}


def test_bold_cut_by_a_page_and_amounts_with_a_raised_mark(tmp_path: Path) -> None:
    text = (
        f"{WORDS} en **daarmee is een begin ge-**\n\n¹ Het plafond lag eerder lager.\n\n"
        f"maakt met steun tot €500.000¹ per bedrijf.** {WORDS}.\n"
    )
    read = read_text_as(tmp_path, text)
    passage = holding(read, "een begin gemaakt met steun tot €500.000 per bedrijf.")
    assert notes(passage) == {"1": "Het plafond lag eerder lager."}


def test_a_bold_line_of_a_letterhead_is_no_heading(tmp_path: Path) -> None:
    read = read_text_as(
        tmp_path,
        f"**Dienst\nWerk & Wonen**\n\n**Kenmerk**\nAB-12\n\n**Wat wij doen**\n\n{WORDS}. {WORDS}.\n",
        "brief.md",
    )
    assert {p.heading_path for p in read.passages} == {(), ("Wat wij doen",)}


def test_numbered_lines_are_headings_or_items_by_their_shape(tmp_path: Path) -> None:
    items = "1. De eerste vraag is wat het kost.\n2. De tweede vraag is wie betaalt.\n"
    text = f"## Deel\n\n1. Begin\n\n{WORDS}. {WORDS}.\n\n2. Einde\n\n{items}"
    read = read_text_as(tmp_path, text)
    assert holding(read, "De tweede vraag").kind is PassageKind.LIST_ITEM
    assert holding(read, "De tweede vraag").heading_path[-1] == "2. Einde"
    assert len(of_kind(read, PassageKind.LIST_ITEM)) == 1


def test_code_comments_and_quotes_come_through(tmp_path: Path) -> None:
    read = read_text_as(tmp_path, f"<!-- weg -->\n> Een aanhaling van a > b.\n\n```\nx = 1\n```\n\n{WORDS}.\n", "a.md")
    assert "Een aanhaling van a > b." in all_text(read)
    assert "x = 1" in all_text(read)
    assert "weg" not in all_text(read)


def test_a_bold_heading_goes_on_in_the_next_bold_line(tmp_path: Path) -> None:
    text = (
        "> Retouradres Postbus 9\n\n## **Stand van zaken per**\n**sector**\n\nIn de voeding liep alles goed.\n\n"
        "### **Wat nu**\n\n**Let op.** Deze alinea begint vet en gaat dan gewoon verder met tekst.\n"
    )
    read = read_text_as(tmp_path, text, "brief.md")
    assert holding(read, "In de voeding").heading_path == ("Stand van zaken per sector",)
    assert holding(read, "Let op. Deze alinea").heading_path == ("Stand van zaken per sector", "Wat nu")


def test_two_short_sentences_are_no_heading(tmp_path: Path) -> None:
    text = (
        "# Verslag\n\nWe telden zes bedrijven in de streek, en daarvan waren er vier klaar voor de volgende stap.\n\n"
        "Ik heb nog een punt. Wie betaalt dat?\n\n"
        "De dienst betaalt de helft, en de rest komt van de bedrijven zelf, die daarvoor geld opzij hebben gezet.\n"
    )
    assert {p.heading_path for p in read_text_as(tmp_path, text, "v.md").passages} == {("Verslag",)}


def test_a_letter_begins_below_its_letterhead(tmp_path: Path) -> None:
    text = "Postbus 9\n\nBetreft Werk dichtbij\n\nGeachte voorzitter,\n\nHierbij stuur ik u het verslag van dit jaar.\n"
    first, second = read_text_as(tmp_path, text, "brief.md").passages
    assert first.text.endswith("Werk dichtbij")
    assert second.text.startswith("Geachte voorzitter, Hierbij")


def test_what_a_letter_repeats_on_each_page_goes(tmp_path: Path) -> None:
    text = (
        "**Ons kenmerk**\nAB-12\n\nGeachte voorzitter,\n\nHierbij stuur ik u het verslag over wat de dienst liet\n\n"
        "---\n\nMinisterie van Molens | Pagina 2 van 3\n\n**Ons kenmerk**\nAB-12\n\nbouwen in de streek.\n"
    )
    read = read_text_as(tmp_path, text, "brief.md")
    assert "over wat de dienst liet bouwen in de streek." in all_text(read)
    assert all_text(read).count("AB-12") == 1
    assert [gone.reason for gone in read.removed] == ["page end", "page number", "running head"]


def test_bold_lines_above_the_salutation_are_no_headings(tmp_path: Path) -> None:
    address = (
        "**Bezoekadres**\nMolenkade 3\n1234 AB Molendam\nTelefoon 012 345 67 89 (elke dag tussen negen en vijf uur)"
    )
    letter = f"Geachte voorzitter,\n\n{WORDS}.\n\n**Wat wij doen**\n\n{WORDS}. {WORDS}.\n"
    text = f"**Dienst\nMolens & Meel**\n\n{address}\n\n{letter}"
    read = read_text_as(tmp_path, text, "brief.md")
    assert {p.heading_path for p in read.passages} == {(), ("Wat wij doen",)}
    assert "Dienst Molens & Meel" in all_text(read)


def test_levels_of_a_list_show(tmp_path: Path) -> None:
    text = "- wie maalt:\n    - op weekdagen;\n    - op zaterdag;\n- wie bakt.\n"
    assert all_text(read_text_as(tmp_path, text, "a.md")) == "wie maalt:\n  op weekdagen;\n  op zaterdag;\nwie bakt."


def test_a_note_goes_on_in_an_indented_line(tmp_path: Path) -> None:
    note = "Een werkplaats waar elk jaar minstens drie leerlingen stage mogen lopen."
    text = f"{WORDS}.[^1]\n\n[^1]: {note}\n    De school zegt dat.\n"
    passage = holding(read_text_as(tmp_path, text, "a.md"), "eigen streek.")
    assert notes(passage)["1"].endswith("stage mogen lopen. De school zegt dat.")


def test_a_question_underlined_is_a_heading() -> None:
    reading = read_marked_up(f"Wie mag malen?\n--------------\n\n{WORDS}.\n")
    assert next((b.kind, b.text) for b in reading.blocks) == (Kind.HEADING, "Wie mag malen?")


def test_a_table_that_lost_its_bars(tmp_path: Path) -> None:
    rows = "Molen Zakken\nDe Hoop 39\nDe Vlijt 22"
    text = f"# Stuk\n\n{WORDS}. {WORDS}.\n\nTabel 1: Zakken per molen\n\n{rows}\n\n{WORDS}. {WORDS}.\n"
    read = read_text_as(tmp_path, text, "a.md")
    assert [p.text for p in of_kind(read, PassageKind.TABLE)] == [rows]
    assert [p.text for p in of_kind(read, PassageKind.CAPTION)] == ["Tabel 1: Zakken per molen"]


def test_a_sentence_that_a_page_cut_after_a_table_is_no_row_of_it(tmp_path: Path) -> None:
    text = (
        "# Stuk\n\nTabel 1: Zakken per molen\n\nDe Hoop 39\nDe Vlijt 22\n\nDe molenaar komt in\n\n¹ Een bron.\n\n"
        f"de winter¹ terug. {WORDS}.\n"
    )
    assert (
        holding(read_text_as(tmp_path, text, "a.md"), "De molenaar komt in de winter terug.").kind is PassageKind.BODY
    )


def test_abbreviations_in_a_paragraph_are_a_table(tmp_path: Path) -> None:
    rows = "AB Algemene Bond\nCD Centrale Dienst\nEFG Eerste Fabriek van Glas\nHI Hoge Instelling"
    read = read_text_as(tmp_path, f"# Stuk\n\n{WORDS}. {WORDS}.\n\nGebruikte afkortingen\n\n{rows}\n", "a.md")
    assert "CD | Centrale Dienst" in of_kind(read, PassageKind.TABLE)[0].text


def test_short_references_stand_under_their_heading(tmp_path: Path) -> None:
    text = f"# 1. Stuk\n\n{WORDS}. {WORDS}.\n\nReferenties\n\nJansen, A. (2019). Meel. Gent.\n"
    assert [p.text for p in of_kind(read_text_as(tmp_path, text, "a.md"), PassageKind.REFERENCE)] == [
        "Jansen, A. (2019). Meel. Gent."
    ]


def test_items_without_a_sign_do_not_swallow_the_text_below(tmp_path: Path) -> None:
    read = read_marked_up("Wij noemen:\n\n- het loon\n- de vracht\n\nen dat is niet alles wat er te noemen valt.\n")
    assert [b.text for b in read.blocks][-2:] == ["de vracht", "en dat is niet alles wat er te noemen valt."]


def test_an_item_that_a_page_cut_is_whole_again() -> None:
    text = (
        "- De molenaar verhuisde zijn zware stenen vorig jaar naar **Noord-**\n\n---\n\n**Brabant**, en dat beviel.\n"
    )
    assert [b.text for b in read_marked_up(text).blocks] == [
        "De molenaar verhuisde zijn zware stenen vorig jaar naar Noord-Brabant, en dat beviel."
    ]


def test_a_note_that_goes_on_below_the_next_page(tmp_path: Path) -> None:
    text = (
        f"{WORDS}.<sup>1</sup>\n\n---\n\n<sup>1</sup> Verslag van de dienst, waarin\n\n"
        "Veel van wat de molenaars hadden laten\n\n---\n\nde bond een toets aankondigt.\n\nbouwen, staat er nog.\n"
    )
    read = read_text_as(tmp_path, text, "a.md")
    assert "Veel van wat de molenaars hadden laten bouwen, staat er nog." in all_text(read)
    assert notes(holding(read, "eigen streek."))["1"] == "Verslag van de dienst, waarin de bond een toets aankondigt."


def test_a_heading_without_text_stands_under_the_one_above(tmp_path: Path) -> None:
    read = read_text_as(tmp_path, f"# Deel\n\n## Leeg\n\n# Ander\n\n{WORDS}.\n", "a.md")
    assert [(p.heading_path, p.text[:4]) for p in read.passages] == [(("Deel",), "Leeg"), (("Ander",), "De d")]
