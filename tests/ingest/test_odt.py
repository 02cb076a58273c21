"""OpenDocument texts."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from ingest.blocks import Block, Kind
from ingest.readers import package, registry
from ingest.readers.odt import read_odt
from knowledge.documents import PassageKind
from knowledge.errors import UnreadableFile
from tests.ingest.reading import all_text, holding, notes, of_kind, read_bytes_as, told_of_damage

NAMES = " ".join(
    f'xmlns:{short}="{long}"'
    for short, long in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
        "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    }.items()
)
MEDIA_TYPE = b"application/vnd.oasis.opendocument.text"
WORDS = "De dienst telde twaalf bedrijven die hun werk terughaalden."


def odt(
    body: str, *, styles: str = "", named: str = "", title: str = "", parts: dict[str, bytes] | None = None
) -> bytes:
    """An .odt file: `styles` are automatic styles, `named` goes into styles.xml."""
    content = f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}"
    content = f"<office:document-content {NAMES}>{content}</office:text></office:body></office:document-content>"
    meta = (
        f"<office:document-meta {NAMES}><office:meta><dc:title>{title}</dc:title></office:meta></office:document-meta>"
    )
    files = {
        "mimetype": MEDIA_TYPE,
        "content.xml": content.encode(),
        "styles.xml": f"<office:document-styles {NAMES}>{named}</office:document-styles>".encode(),
        "meta.xml": meta.encode(),
        **(parts or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def p(text: str, style: str = "Standard") -> str:
    """A paragraph."""
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def h(text: str, level: int) -> str:
    """A heading."""
    return f'<text:h text:outline-level="{level}">{text}</text:h>'


def blocks(body: str, **more: str) -> list[Block]:
    """The blocks of a body."""
    return read_odt("a.odt", odt(body, **more)).blocks  # type: ignore[arg-type]


def test_headings_lists_tables_and_notes(tmp_path: Path) -> None:
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f"<text:note-body>{p('Jaarverslag van de dienst.')}</text:note-body></text:note>"
    )
    cells = "".join(
        f"<table:table-row><table:table-cell>{p(a)}</table:table-cell><table:table-cell>{p(b)}</table:table-cell>"
        "</table:table-row>"
        for a, b in (("Soort", "Bedrag"), ("Lening", "500.000"))
    )
    items = "".join(f"<text:list-item>{p(each)}</text:list-item>" for each in ("een lening;", "een toelage."))
    body = (
        p("Werk dichtbij", "Title")
        + h("Werk keert terug", 1)
        + p(f"De dienst telde twaalf bedrijven{note}. En verder.")
        + h("Steun", 2)
        + f"<text:list>{items}</text:list><table:table>{cells}</table:table>"
    )
    read = read_bytes_as(tmp_path, odt(body, title="Werk dichtbij"), "nota.odt")
    passage = holding(read, "De dienst telde twaalf bedrijven. En verder.")
    assert passage.heading_path == ("Werk dichtbij", "Werk keert terug")
    assert notes(passage) == {"1": "Jaarverslag van de dienst."}
    assert [p.text for p in of_kind(read, PassageKind.LIST_ITEM)] == ["een lening;\neen toelage."]
    table = of_kind(read, PassageKind.TABLE)[0]
    assert table.text == "Soort | Bedrag\nLening | 500.000"
    assert table.heading_path == ("Werk dichtbij", "Werk keert terug", "Steun")
    assert read.document.title == "Werk dichtbij"
    assert read.document.media_type == MEDIA_TYPE.decode()


def test_styles_tell_headings_captions_and_hidden_words() -> None:
    styles = (
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Heading_20_2"/>'
        '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Illustration"/>'
        '<style:style style:name="P3" style:family="paragraph"><style:text-properties text:display="none"/>'
        "</style:style>"
        '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="T2" style:family="text"><style:text-properties style:text-position="super 58%"/>'
        "</style:style>"
    )
    named = (
        "<office:styles>"
        '<style:style style:name="Illustration" style:family="paragraph" style:parent-style-name="Caption"/>'
        '<style:style style:name="Caption" style:family="paragraph"/>'
        '<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph"'
        ' style:default-outline-level="2"/></office:styles>'
    )
    body = (
        p("Een kop", "P1")
        + p(f'{WORDS} Dat is 12 km<text:span text:style-name="T2">2</text:span>'
            '<text:span text:style-name="T1"> geheim</text:span>.')
        + p("Kaart van de streek", "P2")
        + p("Verborgen alinea", "P3")
        + f'<text:section text:display="none">{p("Verborgen deel")}</text:section>'
        + '<text:p>Ook <text:hidden-text text:is-hidden="true">weg</text:hidden-text>dit.</text:p>'
    )  # fmt: skip
    reading = read_odt("a.odt", odt(body, styles=styles, named=named))
    assert [(b.kind, b.text) for b in reading.blocks] == [
        (Kind.HEADING, "Een kop"),
        (Kind.BODY, f"{WORDS} Dat is 12 km²."),
        (Kind.CAPTION, "Kaart van de streek"),
        (Kind.BODY, "Ook dit."),
    ]
    assert [(r.reason, r.text) for r in reading.removed] == [
        ("hidden", "Verborgen alinea"),
        ("hidden", "Verborgen deel"),
    ]


def test_tracked_changes_count_as_accepted_and_comments_are_left_out() -> None:
    tracked = f"<text:tracked-changes><text:changed-region><text:deletion>{p('oude')}</text:deletion>"
    body = (
        f"{tracked}</text:changed-region></text:tracked-changes>"
        '<text:p>De <text:change text:change-id="a"/><text:change-start text:change-id="b"/>nieuwe'
        '<text:change-end text:change-id="b"/> regel<office:annotation><dc:creator>X</dc:creator>'
        f"{p('Klopt dit?')}</office:annotation><office:annotation-end/> geldt.</text:p>"
    )
    assert [b.text for b in blocks(body)] == ["De nieuwe regel geldt."]


def test_spaces_tabs_and_breaks() -> None:
    body = (
        '<text:p>een<text:s text:c="3"/>twee<text:tab/>drie<text:line-break/>vier<text:soft-page-break/>vijf</text:p>'
    )
    assert [b.text for b in blocks(body)] == ["een twee drie viervijf"]


NUMBERED = (
    '<text:list-style style:name="L1">'
    '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/>'
    '<text:list-level-style-bullet text:level="3"/></text:list-style>'
)


def test_lists_keep_their_levels_and_numbers() -> None:
    deep = f"<text:list><text:list-item>{p('diep')}</text:list-item></text:list>"
    within = f"<text:list><text:list-item>{p('binnen')}{deep}</text:list-item></text:list>"
    first = f"<text:list-item>{p('een')}{p('nog een')}{within}</text:list-item>"
    body = f'<text:list text:style-name="L1">{first}<text:list-item>{p("twee")}</text:list-item></text:list>'
    body += p("Tussenin staat een zin.")
    more = f"<text:list-item>{p('drie')}</text:list-item>"
    body += f'<text:list text:style-name="L1" text:continue-numbering="true">{more}{more}</text:list>'
    body += f'<text:list text:style-name="L1">{more}{more}</text:list>'
    found = [(b.level, b.text) for b in blocks(body, styles=NUMBERED) if b.kind is Kind.LIST_ITEM]
    assert found == [
        (1, "1. een"),
        (1, "nog een"),
        (2, "a) binnen"),
        (3, "diep"),
        (1, "2. twee"),
        (1, "3. drie"),
        (1, "4. drie"),
        (1, "1. drie"),
        (1, "2. drie"),
    ]


def test_headings_are_numbered_as_the_document_numbers_them() -> None:
    outline = (
        "<office:styles><text:outline-style>"
        '<text:outline-level-style text:level="1" style:num-format="1"/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>'
        "</text:outline-style></office:styles>"
    )
    unnumbered = '<text:h text:outline-level="1" text:is-list-header="true">Bijlage</text:h>'
    body = h("Begin", 1) + p(WORDS) + h("Deel", 2) + p(WORDS) + h("Slot", 1) + p(WORDS) + unnumbered + p(WORDS)
    found = [b.text for b in blocks(body, named=outline) if b.kind is Kind.HEADING]
    assert found == ["1 Begin", "1.1 Deel", "2 Slot", "Bijlage"]


def test_merged_nested_and_one_celled_tables() -> None:
    def cell(text: str, more: str = "") -> str:
        return f"<table:table-cell {more}>{p(text)}</table:table-cell>"

    covered = "<table:covered-table-cell/>"
    inner = f"<table:table><table:table-row>{cell('n1')}{cell('n2')}</table:table-row></table:table>"
    rows = (
        cell("Streek", 'table:number-rows-spanned="2"') + cell("ja") + cell("3"),
        covered + cell("nee") + f"<table:table-cell>{p('4')}{inner}</table:table-cell>",
        cell("samen", 'table:number-columns-spanned="2"') + covered + cell("7"),
        '<table:table-cell table:number-columns-repeated="16384"/>',
    )
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    box = f"<table:table><table:table-row>{cell('De raad vraagt meer tijd.')}</table:table-row></table:table>"
    found = [(b.kind, b.text) for b in blocks(f"<table:table>{table}</table:table>{box}")]
    assert found == [
        (Kind.TABLE, "Streek | ja | 3\nStreek | nee | 4\nsamen |  | 7"),
        (Kind.TABLE, "n1 | n2"),
        (Kind.BODY, "De raad vraagt meer tijd."),
    ]


def test_boxes_contents_heads_and_indexes() -> None:
    box = f"<draw:frame><draw:text-box>{p('In een kader.')}</draw:text-box></draw:frame>"
    contents = f"<text:table-of-content><text:index-body>{p('Begin 3')}{p('Slot 9')}</text:index-body>"
    head = f"<office:master-styles><style:master-page><style:header>{p('Kop')}</style:header></style:master-page>"
    body = (
        f"{contents}</text:table-of-content>" + f"<text:p>{WORDS}{box}</text:p>" + box.replace("kader", "ander kader")
    )
    reading = read_odt("a.odt", odt(body, named=f"{head}</office:master-styles>"))
    assert [(b.kind, b.text) for b in reading.blocks] == [
        (Kind.CONTENTS, "Begin 3\nSlot 9"),
        (Kind.BODY, WORDS),
        (Kind.BODY, "In een kader."),
        (Kind.BODY, "In een ander kader."),
    ]
    assert [(r.reason, r.text) for r in reading.removed] == [("running head", "Kop")]


ENTITIES = f'<!DOCTYPE x [<!ENTITY a "{"a" * 50}"><!ENTITY b "{"&a;" * 50}">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
DOCUMENT = f"<office:document-content {NAMES}><office:body><office:text><text:p>&a;</text:p></office:text>"


@pytest.mark.parametrize("head", [ENTITIES, OUTSIDE, "<!DOCTYPE x>"], ids=("bomb", "outside", "bare"))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_unopened(head: str, encoding: str) -> None:
    content = f"{head}{DOCUMENT}</office:body></office:document-content>"
    with pytest.raises(UnreadableFile, match=r"a\.odt: is a damaged OpenDocument text \(content\.xml"):
        read_odt("a.odt", odt("", parts={"content.xml": content.encode(encoding)}))


def test_what_packs_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = odt("<text:p>" + " " * 20_000_000 + "</text:p>")
    assert len(bomb) < 30_000
    with pytest.raises(UnreadableFile, match=r"content\.xml unpacks to [\d,]+ times its size"):
        read_odt("a.odt", bomb)
    with pytest.raises(UnreadableFile, match="unpacks to 210 MB; at most 200 MB is read"):
        read_odt("a.odt", odt("", parts={"Pictures/leeg.bin": bytes(210_000_000)}))
    monkeypatch.setattr(package, "MAX_XML", 1_000)
    with pytest.raises(UnreadableFile, match="of text with its mark-up"):
        read_odt("a.odt", odt(p("woord " * 500)))
    monkeypatch.undo()
    monkeypatch.setattr(package, "MAX_TAGS", 100)
    with pytest.raises(UnreadableFile, match="at most 100 are read"):
        read_odt("a.odt", odt(p("x") * 100))
    monkeypatch.setattr(package, "MAX_ENTRIES", 3)
    with pytest.raises(UnreadableFile, match="packs more than 3 files"):
        read_odt("a.odt", odt(""))


@pytest.mark.parametrize("name", ["../buiten.txt", "/etc/x", "C:/x", "a\\..\\..\\b"])
def test_names_that_lead_out_are_refused(name: str) -> None:
    with pytest.raises(UnreadableFile, match="whose name leads out of it"):
        read_odt("a.odt", odt(p("x"), parts={name: b"x"}))


def test_an_encrypted_text_is_told(tmp_path: Path) -> None:
    manifest = b'<manifest:manifest><manifest:encryption-data manifest:checksum="x"/></manifest:manifest>'
    data = odt("", parts={"META-INF/manifest.xml": manifest, "content.xml": b"\x01\x02"})
    with pytest.raises(UnreadableFile, match=r"nota\.odt: is encrypted; it needs a password"):
        read_bytes_as(tmp_path, data, "nota.odt")


def test_deep_nesting_is_refused_or_read() -> None:
    deep = "<text:list><text:list-item>" * 60 + p("diep") + "</text:list-item></text:list>" * 60
    assert [b.text for b in blocks(deep)] == ["diep"]
    deeper = "<text:span>" * 400 + "diep" + "</text:span>" * 400
    with pytest.raises(UnreadableFile, match=r"damaged OpenDocument text \(content\.xml: .*depth"):
        blocks(p(deeper))


def test_a_package_is_known_by_what_it_holds(tmp_path: Path) -> None:
    read = read_bytes_as(tmp_path, odt(p(WORDS)), "nota.txt")
    assert "is an OpenDocument text though its name ends in '.txt'" in read.document.warnings
    assert all_text(read) == WORDS
    sheet = odt("", parts={"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})
    with pytest.raises(UnreadableFile, match="is an OpenDocument file other than a text"):
        registry.read(Path("blad.odt"), sheet)
    with pytest.raises(UnreadableFile, match="is not an OpenDocument text, whatever its name says"):
        registry.read(Path("tekst.odt"), b"tekst")
    with pytest.raises(UnreadableFile, match="it has no body"):
        read_odt("a.odt", odt("", parts={"content.xml": b"<x/>"}))


def test_damaged_files_are_told_or_read() -> None:
    whole = odt(h("Kop", 1) + p(WORDS * 5) + f"<text:list><text:list-item>{p('een')}</text:list-item></text:list>")
    assert told_of_damage(read_odt, "a.odt", whole) > 50
