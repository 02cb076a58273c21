"""Word documents."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from ingest.readers.docx import read_docx
from knowledge.documents import PassageKind
from knowledge.errors import UnreadableFile
from tests.ingest.builders import docx, paragraph
from tests.ingest.reading import all_text, holding, notes, of_kind, read_bytes_as, told_of_damage

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
    with pytest.raises(UnreadableFile, match=r"damaged Word document \(word/document\.xml declares entities\)"):
        read_docx("bom.docx", docx("", parts={"word/document.xml": bomb}))


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "word/numbering.xml", "word/header1.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_external_entity_is_not_fetched(part: str, encoding: str) -> None:
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>'
    with pytest.raises(UnreadableFile, match=r"damaged Word document \(word/"):
        read_docx("a.docx", docx("", parts={part: outside.encode(encoding)}))


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


def run(text: str) -> str:
    """A run of words."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_a_deleted_paragraph_end_makes_one_paragraph_of_two() -> None:
    ended = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('De eerste helft ')}</w:p>"
    last = f"<w:p><w:pPr><w:rPr><w:moveFrom/></w:rPr></w:pPr>{run('Nog iets.')}</w:p>"
    body = ended + paragraph("en de tweede.") + paragraph("Apart.") + last
    assert [b.text for b in read_docx("a.docx", docx(body)).blocks] == [
        "De eerste helft en de tweede.",
        "Apart.",
        "Nog iets.",
    ]


def test_what_was_moved_or_deleted_is_left_out_and_comments_are_not_read() -> None:
    moved = f"<w:moveFrom>{run('oude plaats ')}</w:moveFrom><w:moveTo>{run('nieuwe plaats')}</w:moveTo>"
    noted = f"<w:del>{REFERENCE}</w:del><w:commentRangeStart w:id='0'/><w:r><w:commentReference w:id='0'/></w:r>"
    table = f"<w:tr>{cell('a')}{cell('b')}</w:tr><w:tr><w:trPr><w:del/></w:trPr>{cell('weg')}{cell('weg')}</w:tr>"
    table += f"<w:tr>{cell('c')}{cell('d')}{cell('weg', '<w:cellDel/>')}</w:tr>"
    comments = f"<w:comments xmlns:w='x'>{paragraph('Klopt dit?')}</w:comments>".encode()
    body = paragraph("De ", inner=moved + noted) + f"<w:tbl>{table}</w:tbl>"
    reading = read_docx("a.docx", docx(body, footnotes=["Een noot."], parts={"word/comments.xml": comments}))
    assert [b.text for b in reading.blocks] == ["De nieuwe plaats", "a | b\nc | d"]


def level(at: int, form: str, text: str, start: int = 1) -> str:
    """A level of a list."""
    parts = f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{at}">{parts}</w:lvl>'


def item(text: str, list_id: int, at: int = 0) -> str:
    """An item of a list."""
    numbering = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return f"<w:p><w:pPr>{numbering}</w:pPr>{run(text)}</w:p>"


def numbered(*levels: str, restarted: int = 0) -> dict[str, bytes]:
    """A numbering part with list 1, and list 2 that counts on or starts anew."""
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    override = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{restarted}"/></w:lvlOverride>' if restarted else ""
    lists = f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>'
    for key, more in ((1, ""), (2, override)):
        lists += f'<w:num w:numId="{key}"><w:abstractNumId w:val="7"/>{more}</w:num>'
    return {"word/numbering.xml": f"<w:numbering {w}>{lists}</w:numbering>".encode()}


def test_lists_keep_their_levels_and_numbers() -> None:
    levels = level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)"), level(2, "bullet", "o")
    body = item("een", 1) + item("binnen", 1, 1) + item("diep", 1, 2) + item("ook binnen", 1, 1) + item("twee", 1)
    body += item("weer binnen", 1, 1) + item("drie", 2)

    def found(parts: dict[str, bytes]) -> list[tuple[int, str]]:
        return [(b.level, b.text) for b in read_docx("a.docx", docx(body, parts=parts)).blocks]

    assert found(numbered(*levels)) == [
        (1, "1. een"),
        (2, "a) binnen"),
        (3, "diep"),
        (2, "b) ook binnen"),
        (1, "2. twee"),
        (2, "a) weer binnen"),
        (1, "3. drie"),
    ]
    assert found(numbered(*levels, restarted=1))[-1] == (1, "1. drie")
    assert found({})[0] == (1, "een")


def test_headings_are_numbered_as_word_numbers_them(tmp_path: Path) -> None:
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    styles = "".join(
        f'<w:style w:styleId="K{n}"><w:name w:val="heading {n}"/><w:pPr><w:numPr><w:ilvl w:val="{n - 1}"/>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for n in (1, 2)
    )
    parts = numbered(level(0, "upperRoman", "Deel %1"), level(1, "decimal", "%2."))
    parts["word/styles.xml"] = f"<w:styles {w}>{styles}</w:styles>".encode()
    body = paragraph("Begin", style="K1") + paragraph("Aanleiding", style="K2") + paragraph("Een eerste zin.")
    body += paragraph("Slot", style="K1") + paragraph("Nog een zin.")
    read = read_bytes_as(tmp_path, docx(body, parts=parts), "nota.docx")
    assert holding(read, "Een eerste zin.").heading_path == ("Deel I Begin", "1. Aanleiding")
    assert holding(read, "Nog een zin.").heading_path == ("Deel II Slot",)


def test_an_item_in_a_list_is_no_heading_but_one_by_itself_may_be(tmp_path: Path) -> None:
    words = (
        "De dienst telde vorig jaar twaalf bedrijven die hun werk naar de streek terughaalden, en dat is meer dan ooit."
    )
    parts = numbered(level(0, "decimal", "%1."))
    body = (
        item("Lening", 1)
        + item("Toelage", 1)
        + paragraph(words)
        + item("Stand van zaken", 1)
        + paragraph(f"Nu. {words}")
    )
    read = read_bytes_as(tmp_path, docx(body, parts=parts), "nota.docx")
    assert holding(read, "1. Lening 2. Toelage").kind is PassageKind.LIST_ITEM
    assert holding(read, "Nu. De dienst").heading_path[-1] == "3. Stand van zaken"


def test_a_nested_table_and_a_box_in_a_cell_are_read_once() -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:txbxContent>{paragraph('In een kader.')}</w:txbxContent>"
    both = f"<w:r><mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    inner = f"<w:tbl><w:tr>{cell('n1')}{cell('n2')}</w:tr></w:tbl>"
    full = f"<w:tc>{paragraph('b', inner=both + '</mc:AlternateContent></w:r>')}{inner}</w:tc>"
    reading = read_docx("a.docx", docx(f"<w:tbl><w:tr>{cell('a')}{full}</w:tr></w:tbl>"))
    assert [b.text for b in reading.blocks] == ["a | b", "In een kader.", "n1 | n2"]


def test_boxes_within_boxes_are_each_read_once() -> None:
    text = paragraph("Diep.")
    for _ in range(30):
        text = paragraph("Vlak.", inner=f"<w:r><w:txbxContent>{text}</w:txbxContent></w:r>")
    assert [b.text for b in read_docx("a.docx", docx(text)).blocks] == ["Vlak."] * 30 + ["Diep."]


def test_styles_hide_words_and_equations_keep_theirs() -> None:
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    styles = '<w:style w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
    styles += '<w:style w:styleId="I"><w:basedOn w:val="H"/></w:style>'
    m = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    hidden = "<w:r><w:rPr><w:rStyle w:val='I'/></w:rPr><w:t>geheim</w:t></w:r>"
    inner = f"{hidden}<m:oMath {m}><m:r><m:t>E=mc</m:t></m:r></m:oMath>"
    parts = {"word/styles.xml": f"<w:styles {w}>{styles}</w:styles>".encode()}
    reading = read_docx("a.docx", docx(paragraph("Er geldt ", inner=inner), parts=parts))
    assert [b.text for b in reading.blocks] == ["Er geldt E=mc"]


def test_strict_documents_and_other_part_names_are_read(tmp_path: Path) -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<w:document xmlns:w="{strict}"><w:body>{paragraph("Een strikt document.")}</w:body></w:document>'
    data = docx("", parts={"word/document.xml": body.encode()})
    assert [b.text for b in read_docx("a.docx", data).blocks] == ["Een strikt document."]
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as renamed:
        for name in package.namelist():
            renamed.writestr(name.replace("document.xml", "document2.xml"), package.read(name))
    assert all_text(read_bytes_as(tmp_path, out.getvalue(), "nota.docx")) == "Een strikt document."


def test_an_encrypted_document_is_told(tmp_path: Path) -> None:
    data = b"\xd0\xcf\x11\xe0" + bytes(64) + "EncryptedPackage".encode("utf-16-le") + bytes(64)
    with pytest.raises(UnreadableFile, match=r"nota\.docx: is an encrypted Office file.*Save it without a password"):
        read_bytes_as(tmp_path, data, "nota.docx")


def test_absurd_ratios_path_tricks_and_doubled_parts_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="times its size, as no Word document does"):
        read_docx("a.docx", docx(paragraph(" " * 20_000_000)))
    with pytest.raises(UnreadableFile, match=r"a file whose name leads out of it \('\.\./\.\./x'\)"):
        read_docx("a.docx", docx(paragraph("x"), parts={"../../x": b"x"}))
    out = io.BytesIO(docx(paragraph("eerste")))
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(out, "a") as package:
        package.writestr("word/document.xml", "<x/>")
    with pytest.raises(UnreadableFile, match="files lie over each other"):
        read_docx("a.docx", out.getvalue())


def test_damaged_documents_are_told_or_read() -> None:
    whole = docx(paragraph("Kop", style="Kop1") + item("een", 1) + paragraph("De dienst telde twaalf bedrijven." * 9))
    assert told_of_damage(read_docx, "a.docx", whole) > 50
