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
