"""PDF pages as they are designed: columns beside tables and boxes, notes, bullets that are drawn, and set letters."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers.pdf import read_pdf
from knowledge.documents import PassageKind
from tests.ingest.builders import At, Dot, Stroke, column, pdf
from tests.ingest.reading import all_text, holding, notes, of_kind, read_bytes_as

TEXT = [
    "De kade ligt er al sinds mensen",
    "heugenis, en wie er langs loopt",
    "hoort de hamers van de werven.",
    "Toch daalt het aantal scheepjes",
    "dat er aanlegt, zo blijkt uit de",
    "telling van de havenmeester die",
    "elk jaar in het najaar plaats",
    "heeft en die iedereen mag zien.",
]
OTHER = [
    "Aan de overkant wachten twee",
    "loodsen op een nieuwe huurder",
    "die er fietsen wil herstellen,",
    "of stoelen, of wat er maar kan.",
    "De gemeente vraagt er weinig",
    "voor, als er maar leerlingen",
    "uit de buurt mogen meewerken",
    "aan het herstel van de muren.",
]
THIRD = [
    "Wie daar voor voelt, schrijft",
    "een brief van een bladzijde en",
    "steekt die bij de portier in de",
    "bus, waar de raad hem leest.",
    "Na de zomer volgt een gesprek",
    "met de buren, die het laatste",
    "woord hebben over het lawaai",
    "en over de uren van de vracht.",
]


def flat(text: str) -> str:
    return " ".join(text.split())


def test_three_columns_of_one_grid_are_no_table(tmp_path: Path) -> None:
    page = [*column(40, 740, TEXT), *column(215, 740, OTHER), *column(390, 740, THIRD)]
    read = read_bytes_as(tmp_path, pdf([page]), "a.pdf")
    assert of_kind(read, PassageKind.TABLE) == []
    assert flat(all_text(read)) == " ".join([*TEXT, *OTHER, *THIRD])


def test_columns_below_text_over_the_whole_width(tmp_path: Path) -> None:
    wide = [
        f"Een inleiding over de hele breedte van de bladzijde, regel {n}, met veel woorden erin" for n in "abcdefgh"
    ]
    page = [*column(50, 780, wide), *column(50, 650, TEXT), *column(310, 650, OTHER)]
    text = flat(all_text(read_bytes_as(tmp_path, pdf([page]), "a.pdf")))
    assert text.index("iedereen mag zien.") < text.index("Aan de overkant")


def test_a_table_beside_a_column_of_text(tmp_path: Path) -> None:
    rows = [
        ("Stap", "Wie", "Jaar"),
        ("Opmeten", "de werf", "2031"),
        ("Bouwen", "de buurt", "2032"),
        ("Vieren", "allen", "2033"),
    ]
    page = column(50, 740, TEXT)
    for i, row in enumerate(rows):
        page += [At(310 + 80 * k, 735 - 20 * i, cell) for k, cell in enumerate(row)]
    read = read_bytes_as(tmp_path, pdf([page]), "a.pdf")
    assert [p.text for p in of_kind(read, PassageKind.TABLE)] == ["\n".join(" | ".join(row) for row in rows)]
    assert flat(of_kind(read, PassageKind.BODY)[0].text) == " ".join(TEXT)


def test_a_table_of_long_cells_is_no_text_in_columns(tmp_path: Path) -> None:
    page: list[At] = []
    for i in range(4):
        top = 740 - 50 * i
        page += column(50, top, [f"Doel {i} is dat de werf", "weer leerlingen krijgt"])
        page += column(210, top, [f"Actie {i} bestaat uit een", "open dag met uitleg en", "een rondgang voor ouders"])
        page += column(400, top, [f"Het bestuur {i} volgt dat", "op met een telling"])
    read = read_bytes_as(tmp_path, pdf([page]), "a.pdf")
    (table,) = of_kind(read, PassageKind.TABLE)
    assert table.text.splitlines()[2] == (
        "Doel 2 is dat de werf weer leerlingen krijgt | "
        "Actie 2 bestaat uit een open dag met uitleg en een rondgang voor ouders | "
        "Het bestuur 2 volgt dat op met een telling"
    )


def test_columns_of_numbers_that_end_on_one_line_are_a_table(tmp_path: Path) -> None:
    rows = [
        ("Jaar", "2030", "2031"),
        ("Aanvragen", "9", "1.140"),
        ("Toegekend", "120", "87"),
        ("Bedrag", "1.250.000", "9"),
    ]
    page: list[At] = []
    for i, row in enumerate(rows):
        page += [At(50, 700 - 20 * i, row[0])]
        page += [At(260 + 120 * k - 5.56 * len(cell), 700 - 20 * i, cell) for k, cell in enumerate(row[1:])]
    read = read_bytes_as(tmp_path, pdf([column(50, 780, TEXT[:3]) + page]), "a.pdf")
    assert [p.text for p in of_kind(read, PassageKind.TABLE)] == ["\n".join(" | ".join(row) for row in rows)]


def test_numbered_rows_have_their_number_in_a_cell_of_its_own(tmp_path: Path) -> None:
    rows = [
        ("Nr.", "Maatregel", "Uitvoerder"),
        ("1", "Opmeten", "de werf"),
        ("2", "Bouwen", "de buurt"),
        ("3", "Vieren", "allen"),
    ]
    page: list[At] = []
    for i, row in enumerate(rows):
        page += [At(x, 700 - 20 * i, cell) for x, cell in zip((50, 180, 330), row, strict=True)]
    read = read_bytes_as(tmp_path, pdf([column(50, 780, TEXT[:3]) + page]), "a.pdf")
    assert [p.text for p in of_kind(read, PassageKind.TABLE)] == ["\n".join(" | ".join(row) for row in rows)]


def test_close_columns_are_told_by_what_lines_share(tmp_path: Path) -> None:
    rows = [("Streek", "Aantal"), ("Noorden", "121"), ("Zuiden", "89"), ("Oosten", "46"), ("Westen", "12")]
    page: list[At] = []
    for i, (name, count) in enumerate(rows):
        page += [At(50, 700 - 20 * i, name), At(104, 700 - 20 * i, count)]
    read = read_bytes_as(tmp_path, pdf([column(50, 780, TEXT[:3]) + page]), "a.pdf")
    assert [p.text for p in of_kind(read, PassageKind.TABLE)] == ["\n".join(" | ".join(row) for row in rows)]


def test_borders_of_single_cells_make_one_line(tmp_path: Path) -> None:
    left = [
        "Wat de raad van de",
        "buurt graag weet",
        "Wat de werf daarop",
        "te zeggen heeft",
        "Wat de loods nog",
        "moet uitleggen",
    ]
    right = [
        "Hoeveel vracht er komt",
        "in de week en wanneer",
        "Twee wagens, nooit",
        "voor zeven uur",
        "Wie er huurt en",
        "voor hoe lang",
    ]
    page: list[At | Stroke] = []
    for i, (a, b) in enumerate(zip(left, right, strict=True)):
        page += [At(50, 690 - 14 * i, a), At(160, 690 - 14 * i, b)]
    for i in range(4):
        page += [Stroke(48, 157, 701 - 28 * i), Stroke(158, 300, 701 - 28 * i)]
    read = read_bytes_as(tmp_path, pdf([[*page, *column(50, 600, TEXT)]]), "a.pdf")
    assert [p.text for p in of_kind(read, PassageKind.TABLE)] == [
        "Wat de raad van de buurt graag weet | Hoeveel vracht er komt in de week en wanneer\n"
        "Wat de werf daarop te zeggen heeft | Twee wagens, nooit voor zeven uur\n"
        "Wat de loods nog moet uitleggen | Wie er huurt en voor hoe lang"
    ]


def test_boxes_with_a_heading_beside_each_other_are_read_one_by_one(tmp_path: Path) -> None:
    page: list[At] = []
    for k, lines in enumerate((TEXT, OTHER, THIRD)):
        x = 40 + 175 * k
        page += [At(x, 740, f"Kader {('een', 'twee', 'drie')[k]}", 11, bold=True), *column(x, 722, lines)]
    read = read_bytes_as(tmp_path, pdf([page]), "a.pdf")
    assert holding(read, "loodsen op een nieuwe huurder").heading_path == ("Kader twee",)
    assert flat(holding(read, "steekt die bij de portier").text) == " ".join(THIRD)


def test_lists_beside_each_other_are_no_table(tmp_path: Path) -> None:
    page: list[At | Dot] = []
    for x, side in ((60, "links"), (320, "rechts")):
        for i in range(4):
            page += [
                Dot(x - 10, 703 - 30 * i),
                At(x, 700 - 30 * i, f"punt {i} {side} van de kade"),
                At(x, 688 - 30 * i, "in twee regels"),
            ]
    read = read_bytes_as(tmp_path, pdf([page]), "a.pdf")
    text = flat(all_text(read))
    assert of_kind(read, PassageKind.TABLE) == []
    assert text.index("punt 3 links") < text.index("punt 0 rechts")


def test_dots_that_are_drawn_are_bullets(tmp_path: Path) -> None:
    page: list[At | Dot] = [
        *column(50, 780, ["De raad vraagt het volgende:"]),
        *[Dot(56, 762.5 - 14 * i) for i in range(3)],
        *column(66, 760, ["een hijskraan", "een lange steiger", "een droge loods"], leading=14),
        *column(50, 700, TEXT),
    ]
    read = read_bytes_as(tmp_path, pdf([page]), "a.pdf")
    assert "een hijskraan\neen lange steiger\neen droge loods" in holding(read, "een lange steiger").text


def test_boxes_to_tick_are_bullets(tmp_path: Path) -> None:
    page = column(50, 780, ["» kijk naar de stroom", "» vraag naar de huur", "» tel de deuren"])
    read = read_bytes_as(tmp_path, pdf([page]), "a.pdf")
    assert all_text(read) == "kijk naar de stroom\nvraag naar de huur\ntel de deuren"


def test_a_large_first_letter_belongs_to_its_word(tmp_path: Path) -> None:
    page = [
        At(50, 780, "Een kop boven het stuk", 15),
        At(50, 736, "D", 30),
        *column(74, 748, [TEXT[0][1:], TEXT[1]]),
        *column(50, 724, TEXT[2:]),
    ]
    read = read_bytes_as(tmp_path, pdf([page]), "a.pdf")
    assert flat(all_text(read)) == " ".join(TEXT)


def test_letters_set_apart_are_words(tmp_path: Path) -> None:
    heading = [At(50 + 15 * i, 780, letter, 14) for i, letter in enumerate("WERK AAN ZEE") if letter != " "]
    read = read_bytes_as(tmp_path, pdf([[*heading, *column(50, 750, TEXT)]]), "a.pdf")
    assert read.passages[0].heading_path == ("WERK AAN ZEE",)


def test_a_number_in_another_size_stands_apart_from_its_heading(tmp_path: Path) -> None:
    page = [At(50, 780, "1", 20), At(66, 780, "Kijk eerst rond", 13), *column(50, 750, TEXT)]
    assert read_bytes_as(tmp_path, pdf([page]), "a.pdf").passages[0].heading_path == ("1 Kijk eerst rond",)


def test_a_small_bold_heading_over_larger_text(tmp_path: Path) -> None:
    page = [
        At(50, 500, "Voor en tegen", 26),
        At(50, 460, "Wat ervoor pleit", 10, bold=True),
        *column(50, 440, TEXT, size=15, leading=19),
    ]
    assert read_bytes_as(tmp_path, pdf([page]), "a.pdf").passages[0].heading_path == (
        "Voor en tegen",
        "Wat ervoor pleit",
    )


def test_a_heading_goes_on_in_bold(tmp_path: Path) -> None:
    page = [At(50, 780, "Verboden", 14), At(50, 764, "werk op zondag", 14, bold=True), *column(50, 740, TEXT)]
    assert read_bytes_as(tmp_path, pdf([page]), "a.pdf").passages[0].heading_path == ("Verboden werk op zondag",)


def note_page(mark: str, lines: list[str]) -> list[At | Stroke | Dot]:
    """A page of text that cites a note, with a short line above the lines of its notes."""
    text = [*column(50, 740, TEXT[:6]), At(50, 668, "elk jaar"), At(88, 672, mark, 5.5), At(94, 668, "plaats heeft.")]
    return [*text, Stroke(50, 150, 106), *column(50, 96, lines, size=8, leading=9)]


def test_notes_come_in_their_order_below_a_line(tmp_path: Path) -> None:
    lines = [
        "1 Zie de telling van 2030, waarin",
        "2 van de 40 schepen ontbreken.",
        "2 Brief van de buurt.",
        "3Verslag.",
    ]
    read = read_bytes_as(tmp_path, pdf([note_page("1", lines)]), "a.pdf")
    assert notes(holding(read, "die elk jaar plaats heeft.")) == {
        "1": "Zie de telling van 2030, waarin 2 van de 40 schepen ontbreken."
    }
    assert [p.text for p in of_kind(read, PassageKind.FOOTNOTE)] == ["Brief van de buurt.", "Verslag."]


def test_a_note_goes_on_below_the_line_of_the_next_page(tmp_path: Path) -> None:
    first = note_page("1", ["1 Zie de telling van 2030, die er"])
    second = note_page("2", ["kwam op vraag van de raad.", "2 Brief van de buurt."])
    read = read_bytes_as(tmp_path, pdf([first, second]), "a.pdf")
    found = {number: text for p in read.passages for number, text in notes(p).items()}
    assert found == {"1": "Zie de telling van 2030, die er kwam op vraag van de raad.", "2": "Brief van de buurt."}


def test_notes_of_two_columns_are_not_mixed(tmp_path: Path) -> None:
    page = [*column(50, 740, TEXT[:2]), At(194, 732, "1", 5.5), *column(50, 716, TEXT[2:])]
    page += [*column(310, 740, OTHER[:2]), At(456, 732, "2", 5.5), *column(310, 716, OTHER[2:])]
    page += [*column(50, 96, ["1 De telling van 2030 door", "de havenmeester."], size=8, leading=9)]
    page += [*column(310, 96, ["2 De brief van de buurt aan", "de raad."], size=8, leading=9)]
    read = read_bytes_as(tmp_path, pdf([page]), "a.pdf")
    found = {number: text for p in read.passages for number, text in notes(p).items()}
    assert found == {"1": "De telling van 2030 door de havenmeester.", "2": "De brief van de buurt aan de raad."}


def test_the_body_is_what_stands_outside_tables_and_notes(tmp_path: Path) -> None:
    page: list[At | Stroke] = [At(50, 780, "Een kop", 12), *column(50, 760, TEXT)]
    for i in range(8):
        page += [At(50 + 120 * k, 640 - 12 * i, f"Een lange cel {i} {k} van tekst", 8) for k in range(4)]
    read = read_bytes_as(tmp_path, pdf([page]), "a.pdf")
    assert holding(read, "heugenis, en wie er langs loopt").heading_path == ("Een kop",)


def test_what_stands_in_one_place_of_two_pages_is_a_running_head(tmp_path: Path) -> None:
    pages = [[At(50, 815, "Nota over de kade"), *column(50, 740, lines)] for lines in (TEXT, OTHER)]
    read = read_bytes_as(tmp_path, pdf(pages), "a.pdf")
    assert "Nota over de kade" not in all_text(read)


@pytest.mark.parametrize("last", ["3", "14"])
def test_a_contents_page_in_three_columns_is_no_table(last: str) -> None:
    rows = [("1", "Waarom de kade", "2"), ("2", "Wat er ligt", "2"), ("3", "Wat er komt", last)]
    page = [
        At(x, 700 - 14 * i, cell) for i, row in enumerate(rows) for x, cell in zip((50, 100, 500), row, strict=True)
    ]
    assert [b.text for b in read_pdf("a.pdf", pdf([[*page, *column(50, 500, TEXT)]])).blocks if b.kind == "table"] == []
