"""Text files in the shapes that extractors leave: each defect by a small text that shows it."""

from __future__ import annotations

from pathlib import Path

from ingest.accounting import lost_words
from knowledge.documents import PassageKind
from tests.ingest.reading import all_text, holding, notes, of_kind, read_text_as

LONG = "deze regel is lang genoeg om de hele breedte van de bladspiegel te vullen met gewone woorden"
CITING = "Hier staat een teken1 in de zin die verder gewoon doorloopt tot aan het einde van de regel."


def spaced(*lines: str) -> str:
    """A text with a blank line after every line; a line that starts with '^' follows without one (a new page)."""
    out: list[str] = []
    for line in lines:
        if line.startswith("^"):
            out[-1:] = [" " + line[1:], ""]
        else:
            out += [line, ""]
    return "\n".join(out)


def filler(count: int) -> list[str]:
    """Running text: so many full lines, the last of which ends."""
    full = [f"{LONG} nummer {i}" for i in range(count - 1)]
    return [full[0].capitalize(), *full[1:], "en daarmee is dit stuk tekst aan het einde."]


def test_a_blank_line_after_each_line_is_no_paragraph(tmp_path: Path) -> None:
    read = read_text_as(
        tmp_path, spaced(*filler(6), " ", "De volgende alinea staat er los van en begint opnieuw met een hoofdletter.")
    )
    first = holding(read, "nummer 0")
    assert "nummer 4 en daarmee is dit stuk" in first.text
    assert "\n" not in first.text


def test_a_word_cut_by_a_line_and_by_a_page_is_whole_again(tmp_path: Path) -> None:
    text = spaced(
        *filler(5),
        "Een fabriek in de streek geeft sinds vorig jaar weer ruim aandacht over de on-",
        "derneming in de",
        "^regio die haar werk heeft terugge-",
        "haald uit het buitenland.",
        *filler(5),
    )
    read = read_text_as(tmp_path, text)
    assert "over de onderneming in de regio die haar werk heeft teruggehaald uit het buitenland." in all_text(read)


def test_notes_at_the_foot_of_a_page_leave_the_sentence_whole(tmp_path: Path) -> None:
    text = spaced(
        *filler(6),
        "De fabriek maakt volgens de bond1 sinds vorig jaar voor een groot deel zelf weer alle eigen on-",
        " ",
        "1  Vereniging van Fabrieken (2019). Wat er gemaakt werd.",
        "2  Zie ook het jaarboek, dat over twee regels van de voetnoot doorloopt en dan pas stopt bij het",
        "einde van de tweede regel.",
        "^derdelen voor fietsen, zoals de stad in het verslag2 van vorig jaar vroeg.",
        *filler(5),
    )
    read = read_text_as(tmp_path, text)
    passage = holding(
        read, "weer alle eigen onderdelen voor fietsen, zoals de stad in het verslag van vorig jaar vroeg."
    )
    assert notes(passage)["1"] == "Vereniging van Fabrieken (2019). Wat er gemaakt werd."


def test_a_note_block_without_page_signs_ends_at_white_space(tmp_path: Path) -> None:
    text = "\n".join(
        [
            "De dienst telt bedrijven.1 Dat",
            "doet zij elk jaar.",
            "",
            "1  Jaarverslag.",
            "",
            "Een nieuwe alinea die",
            "na de noten komt.",
            "",
        ]
    )
    read = read_text_as(tmp_path, text)
    passage = holding(read, "Een nieuwe alinea die na de noten komt.")
    assert passage.kind is PassageKind.BODY
    assert notes(passage) == {"1": "Jaarverslag."}


def test_a_note_number_glued_to_a_year_leaves_the_year(tmp_path: Path) -> None:
    numbered = [
        f"en een aanhaling{n} in de tekst van dit stuk over werk en wonen in de stad van vandaag, zoals"
        for n in range(1, 12)
    ]
    feet = [f"{n}  Bron nummer {n} van de lijst." for n in range(1, 12)]
    text = spaced(
        *filler(6),
        *numbered,
        "dat staat. Het plan uit 202112, dat in 2022 begon, kostte 1.250 euro en 3,5% meer.",
        " ",
        *feet,
        "12  De laatste bron.",
        "^" + LONG,
        *filler(3),
    )
    read = read_text_as(tmp_path, text)
    passage = holding(read, "Het plan uit 2021, dat in 2022 begon, kostte 1.250 euro en 3,5% meer.")
    assert notes(passage)["12"] == "De laatste bron."
    assert "202112" not in all_text(read)


def test_a_note_without_a_mark_is_told_and_kept(tmp_path: Path) -> None:
    text = spaced(*filler(6), CITING, " ", "1  Eerste bron.", "2  Tweede bron zonder teken.", "^" + LONG, *filler(3))
    read = read_text_as(tmp_path, text)
    assert "1 footnote has no mark in the text: 2" in read.document.warnings
    assert [p.text for p in of_kind(read, PassageKind.FOOTNOTE)] == ["Tweede bron zonder teken."]


def test_repeated_links_under_notes_are_taken_out(tmp_path: Path) -> None:
    link = "https://voorbeeld.be/nieuws/een-lang-bericht"
    text = spaced(*filler(6), CITING, " ", f"1  Zie {link}", link, "^" + LONG, *filler(3))
    read = read_text_as(tmp_path, text)
    assert [r.text for r in read.removed if r.reason == "repeated link"] == [link]
    assert link not in all_text(read)


def test_bare_page_numbers_go_and_numbers_in_a_table_stay(tmp_path: Path) -> None:
    text = spaced(
        *filler(6),
        " ",
        "12",
        " ",
        *filler(6),
        "Tabel 1: Wie terugkwam",
        "Bakkers",
        "3",
        "Smeden",
        "2",
        "Bron: eigen telling",
        *filler(4),
    )
    read = read_text_as(tmp_path, text)
    assert [r.text for r in read.removed] == ["12"]
    table = of_kind(read, PassageKind.TABLE)
    assert [p.text for p in table] == ["Bakkers\n3\nSmeden\n2"]


def test_the_foot_of_a_parliamentary_paper_goes(tmp_path: Path) -> None:
    text = spaced(
        "Parlement van de Proef", *filler(6), " ", "  99 (2019-2020) – Nr. 3 12", "  Parlement van de Proef", *filler(6)
    )
    read = read_text_as(tmp_path, text)
    assert {r.text for r in read.removed} == {"99 (2019-2020) – Nr. 3 12", "Parlement van de Proef"}


def test_headings_by_number_and_by_shape(tmp_path: Path) -> None:
    text = spaced(
        "1. Waarom dit stuk",
        *filler(4),
        "2. Wat er gebeurt",
        "2.1 In de stad",
        *filler(4),
        "Gevolgen voor de buurt",
        *filler(4),
        "2.2 Op het land en in de",
        "dorpen",
        *filler(3),
    )
    read = read_text_as(tmp_path, text)
    paths = {p.heading_path for p in read.passages}
    assert paths == {
        ("1. Waarom dit stuk",),
        ("2. Wat er gebeurt", "2.1 In de stad"),
        ("2. Wat er gebeurt", "2.1 In de stad", "Gevolgen voor de buurt"),
        ("2. Wat er gebeurt", "2.2 Op het land en in de dorpen"),
    }


def test_numbers_in_a_table_are_no_chapters(tmp_path: Path) -> None:
    text = spaced(
        "1. Waarom dit stuk",
        *filler(4),
        "Tabel 1: Maatregelen",
        "1. Geld",
        "Leningen",
        "X",
        "2. Raad",
        "Loket",
        "X",
        "Bron: de dienst",
    )
    read = read_text_as(tmp_path, text)
    assert {p.heading_path for p in read.passages} == {("1. Waarom dit stuk",)}


def test_bullets_and_lost_bullets_are_list_items(tmp_path: Path) -> None:
    text = spaced(
        *filler(6),
        "Er zijn drie redenen:",
        "– het loon stijgt in de landen waar het",
        "werk naartoe ging;",
        "– de vracht kost meer;",
        "– de klant wil sneller hebben.",
        *filler(3),
    )
    read = read_text_as(tmp_path, text)
    items = (
        "het loon stijgt in de landen waar het werk naartoe ging;\nde vracht kost meer;\nde klant wil sneller hebben."
    )
    assert [items in p.text for p in of_kind(read, PassageKind.LIST_ITEM)] == [True]
    lost = spaced(
        *filler(8),
        "Er zijn twee redenen:",
        " Het loon stijgt in veel landen.",
        " De vracht kost meer dan vroeger.",
        *filler(6),
    )
    assert "\nHet loon stijgt in veel landen.\nDe vracht kost meer dan vroeger." in all_text(
        read_text_as(tmp_path, lost)
    )


def test_contents_pages_are_set_apart_and_confirm_headings(tmp_path: Path) -> None:
    text = "\n".join(
        [
            "Inhoud",
            "",
            "Hoofdlijnen\t3",
            "1. Begin\t5",
            "2. Midden\t7",
            "",
            "Hoofdlijnen",
            "",
            LONG.capitalize()
            + " en nog wat meer woorden om de regel langer te maken dan een bladspiegel, want een regel is alles.",
            "",
            "1. Begin",
            "",
            LONG.capitalize() + ". " + LONG + ".",
            "",
            "2. Midden",
            "",
            LONG.capitalize() + ". " + LONG + ".",
        ]
    )
    read = read_text_as(tmp_path, text)
    assert [p.text for p in of_kind(read, PassageKind.CONTENTS)] == [
        "Inhoud\nHoofdlijnen\t3\n1. Begin\t5\n2. Midden\t7"
    ]
    assert {p.heading_path[-1] for p in of_kind(read, PassageKind.BODY)} == {"Hoofdlijnen", "1. Begin", "2. Midden"}


def test_captions_are_no_running_text(tmp_path: Path) -> None:
    text = spaced(
        *filler(6),
        "Figuur 4: Aantal bedrijven dat terugkwam, naar",
        "grootte (2011-2014)",
        " ",
        "Bron: eigen telling",
        *filler(4),
    )
    read = read_text_as(tmp_path, text)
    assert [p.text for p in of_kind(read, PassageKind.CAPTION)] == [
        "Figuur 4: Aantal bedrijven dat terugkwam, naar grootte (2011-2014) Bron: eigen telling"
    ]


def test_a_list_of_abbreviations_is_a_table(tmp_path: Path) -> None:
    text = spaced(
        *filler(8),
        "^Gebruikte afkortingen",
        "AB Algemene Bond",
        "CD Centrale Dienst",
        "EFG Eerste Fabriek van Glas",
        "kmo kleine of middelgrote onderneming",
        "HI Hoge Instelling",
    )
    read = read_text_as(tmp_path, text)
    table = of_kind(read, PassageKind.TABLE)[0]
    assert table.heading_path[-1] == "Gebruikte afkortingen"
    assert "CD | Centrale Dienst" in table.text.split("\n")


def test_a_reference_list_keeps_its_kind(tmp_path: Path) -> None:
    titles = "Jansen, A. (2019). Werk. Gent.\n\nPeeters, B. (2020). Loon. Luik.\n"
    text = f"# Stuk\n\n{LONG}. {LONG}.\n\n## Referenties\n\n{titles}"
    read = read_text_as(tmp_path, text, "nota.md")
    assert [p.text for p in of_kind(read, PassageKind.REFERENCE)] == [
        "Jansen, A. (2019). Werk. Gent.\nPeeters, B. (2020). Loon. Luik."
    ]


def test_no_word_is_lost(tmp_path: Path) -> None:
    text = spaced(
        "1. Waarom dit stuk",
        *filler(5),
        "De fabriek maakt weer eigen1 on-",
        " ",
        "1  Vereniging van Fabrieken (2019).",
        "^derdelen voor fietsen in de stad.",
        " ",
        "12",
        " ",
        *filler(5),
    )
    read = read_text_as(tmp_path, text)
    assert lost_words(text, read.passages, read.removed) == []
    assert lost_words(text + "\nvergeten woord", read.passages, read.removed) == ["vergeten", "woord"]


def test_columns_of_a_table_that_were_read_through_each_other(tmp_path: Path) -> None:
    text = "\n".join(
        [
            "Tabel 1: Wat er verwacht werd",
            "Genoeg bekwaam perso-",
            "Betere werkne-",
            "mers in de streek, meer exper-",
            "neel in eigen streek) tise bij de hand",
            "Risico kleiner",
            "",
            *[f"{LONG.capitalize()} en zo verder." for _ in range(3)],
        ]
    )
    read = read_text_as(tmp_path, text)
    table = of_kind(read, PassageKind.TABLE)[0].text
    assert "bekwaam personeel in eigen streek)" in table
    assert "Betere werknemers in de streek, meer expertise bij de hand" in table
    assert lost_words(text, read.passages, read.removed) == []


def test_divisions_of_a_law_stand_under_each_other(tmp_path: Path) -> None:
    text = (
        "Decreet over de terugkeer van werk\n\nHoofdstuk 1. Begin\n\nArtikel 1. Dit decreet geldt in de streek.\n\n"
        "Hoofdstuk 2. Voorwaarden\n\nAfdeling 1. Wie mag vragen\n\nArt. 2. § 1. Wie vraagt, toont aan dat:\n"
        "1° hij in de streek werkt;\n2° hij ten minste één machine koopt, waarbij:\na) huur niet meetelt;\n"
        "b) een oude machine half meetelt.\n\nAfdeling 2. Wie beslist\n\nArt. 3. De dienst beslist binnen de maand.\n\n"
        "Hoofdstuk 3. Slot\n\nArt. 4. Dit decreet geldt vanaf 1 januari 2031.\n"
    )
    read = read_text_as(tmp_path, text)
    assert holding(read, "1° hij in de streek werkt;").heading_path == (
        "Hoofdstuk 2. Voorwaarden",
        "Afdeling 1. Wie mag vragen",
    )
    assert holding(read, "De dienst beslist").heading_path[-1] == "Afdeling 2. Wie beslist"
    assert holding(read, "vanaf 1 januari 2031").heading_path == ("Hoofdstuk 3. Slot",)


def test_odd_spaces_in_numbers_become_plain_ones(tmp_path: Path) -> None:
    text = "Antwoord op vraag 7\n\n1. Er kwamen 1\u202f312\u00a0vragen (75\u202f%).\n2. Ik verwijs naar deelvraag 1.\n"
    assert "1. Er kwamen 1 312 vragen (75 %).\n2. Ik verwijs naar deelvraag 1." in all_text(
        read_text_as(tmp_path, text)
    )
