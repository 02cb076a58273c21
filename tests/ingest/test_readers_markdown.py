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
        (Kind.LIST_ITEM, "een", 0),
        (Kind.LIST_ITEM, "twee", 0),
        (Kind.LIST_ITEM, "drie", 0),
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
