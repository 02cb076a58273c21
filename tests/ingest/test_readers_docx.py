"""Word documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers.docx import read_docx
from knowledge.documents import PassageKind
from knowledge.errors import UnreadableFile
from tests.ingest.builders import docx, paragraph
from tests.ingest.reading import all_text, holding, notes, of_kind, read_bytes_as

LIST = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
CELL = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
REFERENCE = '<w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:t> En verder.</w:t></w:r>'


def test_headings_lists_tables_and_notes(tmp_path: Path) -> None:
    table = "".join(
        f"<w:tr>{CELL.format(a)}{CELL.format(b)}</w:tr>" for a, b in (("Soort", "Bedrag"), ("Lening", "500.000"))
    )
    body = (
        paragraph("Werk keert terug", style="Kop1")
        + paragraph("De dienst telde twaalf bedrijven.", inner=REFERENCE)
        + paragraph("Steun", style="Kop2")
        + LIST.format("een lening;")
        + LIST.format("een toelage.")
        + f"<w:tbl>{table}</w:tbl>"
    )
    read = read_bytes_as(tmp_path, docx(body, footnotes=["Jaarverslag van de dienst."]), "nota.docx")
    passage = holding(read, "De dienst telde twaalf bedrijven. En verder.")
    assert passage.heading_path == ("Werk keert terug",)
    assert notes(passage) == {"1": "Jaarverslag van de dienst."}
    assert [p.text for p in of_kind(read, PassageKind.LIST_ITEM)] == ["een lening;\neen toelage."]
    assert [p.text for p in of_kind(read, PassageKind.TABLE)] == ["Soort | Bedrag\nLening | 500.000"]


def test_tracked_changes_count_as_accepted(tmp_path: Path) -> None:
    changed = "<w:del><w:r><w:delText>oude</w:delText></w:r></w:del><w:ins><w:r><w:t>nieuwe</w:t></w:r></w:ins>"
    read = read_bytes_as(tmp_path, docx(paragraph("De ", inner=changed + "<w:r><w:t> regel.</w:t></w:r>")), "nota.docx")
    assert all_text(read) == "De nieuwe regel."


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:txbxContent>{paragraph('In een kader.')}</w:txbxContent>"
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    inner = f"<w:r><mc:AlternateContent {mc}>{both}</mc:AlternateContent></w:r>"
    read = read_bytes_as(tmp_path, docx(paragraph("Lopende tekst.", inner=inner)), "nota.docx")
    assert all_text(read).count("In een kader.") == 1
    assert all_text(read).startswith("Lopende tekst.")


def test_an_entity_bomb_is_not_opened() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
    with pytest.raises(UnreadableFile, match="damaged Word document"):
        read_docx("bom.docx", docx("", parts={"word/document.xml": bomb}))


@pytest.mark.parametrize("data", [b"PK\x03\x04 half", docx(paragraph("x"))[:200]])
def test_a_damaged_package_is_told(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"a\.docx: is a damaged Word document"):
        read_docx("a.docx", data)


def test_broken_xml_is_told() -> None:
    with pytest.raises(UnreadableFile, match=r"damaged Word document \(word/document\.xml"):
        read_docx("a.docx", docx("<w:p>"))


def cell(text: str, properties: str = "") -> str:
    """A cell of a table, with properties such as a merge."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def test_merged_cells_are_filled_and_a_table_of_one_cell_is_text(tmp_path: Path) -> None:
    rows = (
        cell("Streek", '<w:vMerge w:val="restart"/>') + cell("ja") + cell("3"),
        cell("", "<w:vMerge/>") + cell("nee") + cell("4"),
        cell("samen", '<w:gridSpan w:val="2"/>') + cell("7"),
    )
    table = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    box = f"<w:tr>{cell('De raad vraagt meer tijd.')}</w:tr>"
    body = f"<w:tbl>{table}</w:tbl>" + paragraph("Tussenin.") + f"<w:tbl>{box}</w:tbl>"
    read = read_bytes_as(tmp_path, docx(body), "nota.docx")
    assert [p.text for p in of_kind(read, PassageKind.TABLE)] == ["Streek | ja | 3\nStreek | nee | 4\nsamen |  | 7"]
    assert holding(read, "De raad vraagt meer tijd.").kind is PassageKind.BODY


def test_hidden_text_stays_hidden(tmp_path: Path) -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>geheim</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>open</w:t></w:r>'
    read = read_bytes_as(tmp_path, docx(paragraph("Alles is ", inner=hidden + shown)), "nota.docx")
    assert all_text(read) == "Alles is open"


def test_headings_stand_under_the_title(tmp_path: Path) -> None:
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    named = {"T": "Title", "S": "Subtitle", "K": "heading 1", "C": "caption", "I": "toc 1"}
    styles = "".join(f'<w:style w:styleId="{key}"><w:name w:val="{name}"/></w:style>' for key, name in named.items())
    styles += '<w:style w:styleId="E"><w:basedOn w:val="O"/></w:style><w:style w:styleId="O"><w:name w:val="Kopje"/>'
    styles += '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    body = (
        paragraph("Werk dichtbij", style="T")
        + paragraph("Begin 3", style="I")
        + paragraph("Slot 9", style="I")
        + paragraph("Begin", style="K")
        + paragraph("Eerste zin van het begin.")
        + paragraph("Kaart van de streek", style="C")
        + paragraph("Dieper", style="E")
        + paragraph("Tweede zin, die dieper staat.")
    )
    parts = {"word/styles.xml": f"<w:styles {w}>{styles}</w:styles>".encode()}
    read = read_bytes_as(tmp_path, docx(body, parts=parts), "nota.docx")
    assert holding(read, "Eerste zin").heading_path == ("Werk dichtbij", "Begin")
    assert holding(read, "Tweede zin").heading_path == ("Werk dichtbij", "Begin", "Dieper")
    assert [p.text for p in of_kind(read, PassageKind.CONTENTS)] == ["Begin 3\nSlot 9"]
    assert [p.text for p in of_kind(read, PassageKind.CAPTION)] == ["Kaart van de streek"]
    assert read.document.title == "Werk dichtbij"


def test_heads_controls_moves_signs_and_lost_notes(tmp_path: Path) -> None:
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    signs = (
        "<w:r><w:t>twee</w:t><w:noBreakHyphen/><w:t>delig</w:t><w:br/><w:t>en</w:t><w:tab/><w:t>meer</w:t></w:r>"
        '<w:r><w:footnoteReference w:id="77"/></w:r>'
    )
    body = (
        f"<w:sdt><w:sdtContent>{paragraph('In een veld.')}</w:sdtContent></w:sdt><w:sdt/>"
        f"<w:ins>{paragraph('Nieuw ingevoegd.')}</w:ins><w:moveFrom>{paragraph('Verhuisd.')}</w:moveFrom>"
        + paragraph("Het is ", inner=signs)
    )
    head = f"<w:hdr {w}>{paragraph('Kop van de bladzijde')}</w:hdr>".encode()
    core = b'<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Een eigen titel voor dit stuk</dc:title></c>'
    read = read_bytes_as(tmp_path, docx(body, parts={"word/header1.xml": head, "docProps/core.xml": core}), "nota.docx")
    assert " ".join(all_text(read).split()) == "In een veld. Nieuw ingevoegd. Het is twee-delig en meer"
    assert ("running head", "Kop van de bladzijde") in [(r.reason, r.text) for r in read.removed]
    assert read.passages[-1].footnotes == ()


def test_a_document_without_a_body_is_told() -> None:
    with pytest.raises(UnreadableFile, match="it has no body"):
        read_docx("a.docx", docx("", parts={"word/document.xml": b"<x/>"}))
