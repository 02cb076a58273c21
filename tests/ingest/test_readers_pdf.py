"""PDF pages: reading order, furniture, notes, tables, headings, and what cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers.pdf import read_pdf
from knowledge.documents import PassageKind
from knowledge.errors import UnreadableFile
from tests.ingest.builders import At, Stroke, column, pdf
from tests.ingest.reading import all_text, holding, notes, of_kind, read_bytes_as

LEFT = [f"linker kolom regel {n} met genoeg woorden" for n in "abcdefgh"]
RIGHT = [f"rechter kolom regel {n} met genoeg woorden" for n in "abcdefgh"]


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    page = [
        At(50, 780, "Een kop over de hele breedte van de bladzijde heen", 16),
        *column(50, 740, LEFT),
        *column(310, 740, RIGHT),
    ]
    read = read_bytes_as(tmp_path, pdf([page]), "a.pdf")
    text = " ".join(all_text(read).split())
    assert text.index("linker kolom regel h") < text.index("rechter kolom regel a")
    assert {p.heading_path for p in read.passages} == {("Een kop over de hele breedte van de bladzijde heen",)}


def test_a_sentence_goes_over_columns_and_pages(tmp_path: Path) -> None:
    first = [
        *column(50, 740, [*LEFT[:-1], "het einde van de linkerkolom gaat onder-"]),
        *column(310, 740, ["weg naar de rechter en dan", *RIGHT[1:]]),
    ]
    second = column(50, 740, ["en op de volgende bladzijde verder.", "Nieuwe zin."])
    read = read_bytes_as(tmp_path, pdf([first, second]), "a.pdf")
    text = " ".join(all_text(read).split())
    assert "gaat onderweg naar de rechter en dan" in text
    assert "met genoeg woorden en op de volgende bladzijde verder." in text
    passage = holding(read, "op de volgende bladzijde")
    assert (passage.page, passage.page_end) == (1, 2)


def test_running_heads_and_page_numbers_go(tmp_path: Path) -> None:
    pages = [
        [
            At(50, 815, "Verslag van de dienst"),
            *column(50, 740, [f"Bladzijde over onderwerp {n}.", *LEFT]),
            At(280, 20, f"{n} / 4"),
        ]
        for n in range(1, 5)
    ]
    read = read_bytes_as(tmp_path, pdf(pages), "a.pdf")
    assert "Verslag van de dienst" not in all_text(read)
    assert "/ 4" not in all_text(read)
    assert [(r.reason, r.page) for r in read.removed].count(("page number", 3)) == 1
    assert (read.passages[0].page, read.passages[-1].page_end) == (1, 4)


def test_a_note_in_small_letters_hangs_on_its_passage(tmp_path: Path) -> None:
    page = [
        *column(50, 740, LEFT),
        At(50, 640, "De dienst telde twaalf bedrijven."),
        At(206, 644, "1", 5.5),
        At(215, 640, "En dat was het."),
        At(50, 60, "1", 4.5),
        At(54, 57, "Jaarverslag van de dienst, tweede deel.", 7),
    ]
    read = read_bytes_as(tmp_path, pdf([page]), "a.pdf")
    passage = holding(read, "De dienst telde twaalf bedrijven. En dat was het.")
    assert notes(passage) == {"1": "Jaarverslag van de dienst, tweede deel."}


def test_three_columns_that_rows_share_are_a_table(tmp_path: Path) -> None:
    rows = [
        ("Actie", "Hulp", "Gevolg"),
        ("Tellen", "Lijst", "Cijfers"),
        ("Bellen", "Nummers", "Namen"),
        ("Schrijven", "Pen", "Verslag"),
    ]
    page = [*column(50, 780, LEFT[:4])]
    for i, row in enumerate(rows):
        page += [At(50 + 170 * k, 690 - 22 * i, cell) for k, cell in enumerate(row)]
    read = read_bytes_as(tmp_path, pdf([page]), "a.pdf")
    assert [p.text for p in of_kind(read, PassageKind.TABLE)] == ["\n".join(" | ".join(row) for row in rows)]


PAIRS = [
    ("Soort", "Wat het is"),
    ("Lening", "Geld dat terugkomt"),
    ("Toelage", "Geld dat blijft"),
    ("Borg", "Een belofte"),
]


def test_short_labels_before_their_meaning_are_a_table(tmp_path: Path) -> None:
    page = [*column(50, 780, [*LEFT[:3], "en dit is het einde."])]
    for i, (label, meaning) in enumerate(PAIRS):
        page += [At(50, 690 - 18 * i, label), At(200, 690 - 18 * i, meaning)]
    page += column(50, 560, ["Daarna gaat de tekst gewoon verder over de hele breedte van de bladzijde heen."])
    read = read_bytes_as(tmp_path, pdf([page]), "a.pdf")
    assert [p.text for p in of_kind(read, PassageKind.TABLE)] == ["\n".join(" | ".join(pair) for pair in PAIRS)]
    assert "Daarna gaat" not in of_kind(read, PassageKind.TABLE)[0].text


def test_drawn_lines_part_the_rows_of_a_table(tmp_path: Path) -> None:
    page: list[At | Stroke] = [*column(50, 780, [*LEFT[:3], "en dit is het einde."])]
    left = [
        "De vraag van de",
        "kamer in het kort",
        "Het antwoord van",
        "de dienst daarop",
        "Wat er nog moet",
        "gebeuren dit jaar",
    ]
    right = [
        "Waarom keert werk",
        "terug naar de streek",
        "Omdat vracht en loon",
        "elders duurder zijn",
        "Een telling van alle",
        "bedrijven in de streek",
    ]
    for i, (a, b) in enumerate(zip(left, right, strict=True)):
        page += [At(50, 690 - 14 * i, a), At(160, 690 - 14 * i, b)]
    page += [Stroke(48, 300, 690 + 11 - 28 * i) for i in range(4)]
    read = read_bytes_as(tmp_path, pdf([page]), "a.pdf")
    assert [p.text for p in of_kind(read, PassageKind.TABLE)] == [
        "De vraag van de kamer in het kort | Waarom keert werk terug naar de streek\n"
        "Het antwoord van de dienst daarop | Omdat vracht en loon elders duurder zijn\n"
        "Wat er nog moet gebeuren dit jaar | Een telling van alle bedrijven in de streek"
    ]


def test_a_list_beside_a_column_of_text_is_no_table(tmp_path: Path) -> None:
    page = [*column(50, 740, ["• een lening", "• een toelage", "• een borg", "• een prijs"]), *column(310, 740, RIGHT)]
    read = read_bytes_as(tmp_path, pdf([page]), "a.pdf")
    assert of_kind(read, PassageKind.TABLE) == []
    assert "regel a met genoeg woorden rechter kolom regel b" in " ".join(all_text(read).split())


def test_labels_of_a_figure_are_captions_and_its_numbers_go(tmp_path: Path) -> None:
    page = [
        At(50, 780, "Een kop over de hele breedte", 16),
        *column(50, 750, [*LEFT[:3], "en dit is het einde."]),
        At(120, 600, "Vooraf"),
        At(120, 560, "7"),
        At(120, 500, "Nadien"),
        *column(50, 400, RIGHT),
    ]
    read = read_bytes_as(tmp_path, pdf([page]), "a.pdf")
    assert "Vooraf" in " ".join(p.text for p in of_kind(read, PassageKind.CAPTION))
    assert ("number in a figure", "7") in [(r.reason, r.text) for r in read.removed]


def test_headings_have_levels_by_size(tmp_path: Path) -> None:
    page = [
        At(50, 780, "Het hele stuk", 20),
        *column(50, 750, LEFT),
        At(50, 630, "Een deel", 14),
        *column(50, 610, LEFT),
        At(50, 500, "Vet kopje", 10, bold=True),
        *column(50, 485, LEFT),
    ]
    read = read_bytes_as(tmp_path, pdf([page], title="Iets anders"), "a.pdf")
    assert [p.heading_path for p in read.passages][-1] == ("Het hele stuk", "Een deel", "Vet kopje")
    assert read.document.title == "Het hele stuk"


UP, DOWN = (0, 1, -1, 0), (0, -1, 1, 0)


@pytest.mark.parametrize(("rotate", "matrix"), [(90, UP), (270, DOWN), (180, (-1, 0, 0, -1))])
def test_a_page_that_is_shown_turned_is_read_as_it_is_shown(
    tmp_path: Path, rotate: int, matrix: tuple[float, float, float, float]
) -> None:
    def turned(line: At) -> At:
        x, y = {90: (595 - line.y, line.x), 270: (line.y, 842 - line.x), 180: (595 - line.x, 842 - line.y)}[rotate]
        return At(x, y, line.text, line.size, matrix=matrix)

    page = [At(60, 500, "Een kop boven twee kolommen", 16), *column(60, 460, LEFT), *column(400, 460, RIGHT)]
    read = read_bytes_as(tmp_path, pdf([[turned(line) for line in page]], rotate=rotate), "a.pdf")
    text = " ".join(all_text(read).split())
    assert text.index("linker kolom regel h") < text.index("rechter kolom regel a")
    assert read.passages[0].heading_path == ("Een kop boven twee kolommen",)


def test_a_table_on_its_side_is_read_after_what_stands_upright(tmp_path: Path) -> None:
    rows = [("Actie van de dienst", "Hulp van derden", "Gevolg voor de streek")] * 5
    page = column(50, 780, [*LEFT, "en dit is het einde."])
    for i, row in enumerate(rows):
        page += [At(150 + 22 * i, 60 + 170 * k, f"{cell} {i}", matrix=UP) for k, cell in enumerate(row)]
    read = read_bytes_as(tmp_path, pdf([page, column(50, 780, RIGHT)]), "a.pdf")
    (table,) = of_kind(read, PassageKind.TABLE)
    assert table.text.splitlines()[1] == "Actie van de dienst 1 | Hulp van derden 1 | Gevolg voor de streek 1"
    assert (table.page, read.document.pages) == (1, 2)


def test_a_word_up_the_margin_is_no_text(tmp_path: Path) -> None:
    page = [*column(50, 780, LEFT), At(30, 300, "CONCEPT VAN DE DIENST", matrix=UP)]
    assert "CONCEPT" not in all_text(read_bytes_as(tmp_path, pdf([page]), "a.pdf"))


def test_lines_of_a_crooked_scan_are_read(tmp_path: Path) -> None:
    page = [At(50, 780 - 14 * i, line, matrix=(1, 0.01, -0.01, 1)) for i, line in enumerate(LEFT)]
    read = read_bytes_as(tmp_path, pdf([page]), "a.pdf")
    assert all_text(read) == " ".join(LEFT)


def test_the_size_of_letters_is_that_on_the_page(tmp_path: Path) -> None:
    page = [
        At(50, 780, "Een kop", 1, matrix=(16, 0, 0, 16)),
        *[At(50, 750 - 12 * i, line, 1, matrix=(10, 0, 0, 10)) for i, line in enumerate(LEFT)],
        *[At(50, 640 - 12 * i, line, 20, matrix=(0.5, 0, 0, 0.5)) for i, line in enumerate(RIGHT)],
    ]
    read = read_bytes_as(tmp_path, pdf([page]), "a.pdf")
    assert {p.heading_path for p in read.passages} == {("Een kop",)}


def test_letters_with_an_outline_are_bold(tmp_path: Path) -> None:
    page = [At(50, 780, "Een vet kopje", mode=2), *column(50, 766, LEFT)]
    assert read_bytes_as(tmp_path, pdf([page]), "a.pdf").passages[0].heading_path == ("Een vet kopje",)


def test_what_stands_outside_the_page_that_shows_goes(tmp_path: Path) -> None:
    page = [At(45, 20, "nota_v7.indd 3"), *column(100, 740, LEFT), At(280, 75, "1")]
    read = read_bytes_as(tmp_path, pdf([page], shown=(80, 60, 560, 800)), "a.pdf")
    assert all_text(read) == " ".join(LEFT)
    assert [(r.reason, r.text) for r in read.removed] == [
        ("outside the page", "nota_v7.indd 3"),
        ("page number", "1"),
    ]


def test_a_page_without_text_is_told(tmp_path: Path) -> None:
    read = read_bytes_as(tmp_path, pdf([column(50, 740, LEFT), [], column(50, 740, RIGHT)]), "a.pdf")
    assert read.document.warnings[0] == "page 2: no text, probably scanned or a picture"
    assert read.document.pages == 3


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (pdf([[], []]), r"a\.pdf: holds no text: its 2 pages are pictures\. Run it through OCR first\."),
        (pdf([column(50, 740, LEFT)], encrypted=True), r"a\.pdf: is encrypted; it needs a password\."),
        (b"%PDF-1.4\nniets meer", r"a\.pdf: is no whole PDF: it is damaged or was cut off\. Fetch it again\."),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(data: bytes, told: str) -> None:
    with pytest.raises(UnreadableFile, match=told):
        read_pdf("a.pdf", data)


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.readers.pdf_file.MAX_PAGES", 2)
    with pytest.raises(UnreadableFile, match="has 3 pages; at most 2 are read"):
        read_pdf("a.pdf", pdf([column(50, 740, LEFT)] * 3))
