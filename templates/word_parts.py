"""The parts of a Word document: text that says its language, boxes to tick, fields to write in, tables and links."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import quoteattr

from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from knowledge.languages import Language, Speech, speech
from templates.environment import clean, on_one_line
from templates.said import Piece, Said
from templates.word_styles import FIELD, set_up

__all__ = ["WordPaper"]

W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
BLUE = RGBColor(0x0B, 0x4A, 0x8F)
WIDTHS = Cm(4.5), Cm(12.5)
"""The columns of a table: names, and what they stand for."""

Text = str | Piece | Said


class WordPaper:
    """A document on A4 in one language, in which content in Dutch says so where that is another."""

    def __init__(self, say: Speech, *, foot: Text) -> None:
        self.say = say
        self.document: Any = Document()
        self._fields = 0
        self._anchors: list[str] = []
        set_up(self.document, say.tag)
        self._set_foot(foot)

    def _set_foot(self, foot: Text) -> None:
        """The foot of each page: a text, and at the right the number of the page and of all pages."""
        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.style.paragraph_format.tab_stops.clear_all()
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(17), WD_TAB_ALIGNMENT.RIGHT)
        self.write(paragraph, foot).add_run("\t")
        for number, name in enumerate(("PAGE", "NUMPAGES")):
            paragraph.add_run(" / " if number else "")
            paragraph._p.append(
                parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>')
            )

    def set_properties(self, *, title: str, subject: str, keywords: str, comments: str, made: datetime.date) -> None:
        """What the file says of itself."""
        properties = self.document.core_properties
        properties.title, properties.subject = clean(title)[:255], clean(subject)[:255]
        properties.author = properties.last_modified_by = "Thuishaven"
        properties.language, properties.category = self.say.tag, "Checklist"
        properties.keywords, properties.comments, properties.revision = keywords, comments, 1
        moment = datetime.datetime.combine(made, datetime.time(), tzinfo=datetime.UTC)
        properties.created = properties.modified = moment

    def write(self, paragraph: Any, text: Text, *, bold: bool = False, italic: bool = False) -> Any:
        """Adds a text to a paragraph, in runs that say their language; gives the paragraph."""
        pieces = (Piece(text),) if isinstance(text, str) else (text,) if isinstance(text, Piece) else text
        for piece in pieces:
            run = paragraph.add_run(on_one_line(piece.text))
            run.bold, run.italic = bold or None, italic or None
            self._mark(run, piece)
        return paragraph

    def _mark(self, run: Any, piece: Piece) -> None:
        if piece.content and not self.say.dutch:
            tag = speech(Language.NL).tag
            run._r.get_or_add_rPr().append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{tag}"/>'))

    def heading(self, text: Text, level: int, *, anchor: str = "") -> None:
        """A heading; level 0 is the title of the document. `anchor` is a name to jump to it by."""
        heading = self.document.add_heading("", level=level)
        mark = f'{nsdecls("w")} w:id="{len(self._anchors)}"'
        if anchor:
            self._anchors.append(anchor)
            heading._p.append(parse_xml(f"<w:bookmarkStart {mark} w:name={quoteattr(anchor[:40])}/>"))
        self.write(heading, text)
        if anchor:
            heading._p.append(parse_xml(f"<w:bookmarkEnd {mark}/>"))

    def jump(self, text: str, anchor: str) -> None:
        """A link to a heading in this document."""
        paragraph = self.document.add_paragraph()
        self._as_link(paragraph, Piece(text), f"w:anchor={quoteattr(anchor[:40])}")

    def paragraph(self, text: Text = "", style: str | None = None) -> Any:
        """A paragraph at the end of the document."""
        return self.write(self.document.add_paragraph(style=style), text)

    def bullet(self, text: Text = "") -> Any:
        """An item of a list."""
        return self.paragraph(text, "List Bullet")

    def bullets(self, items: Iterable[Text]) -> None:
        """The items of a list."""
        for item in items:
            self.bullet(item)

    def label(self, text: str) -> None:
        """A name that stays with what stands below it."""
        form = self.write(self.document.add_paragraph(), text, bold=True).paragraph_format
        form.keep_with_next, form.space_after = True, Pt(2)

    def labelled(self, name: str, text: Text) -> Any:
        """A name with its text behind it."""
        return self.write(self.write(self.document.add_paragraph(), f"{name}. ", bold=True), text)

    def listed(self, title: str, items: Iterable[Text]) -> None:
        """A list under its name; nothing when it is empty."""
        if items := list(items):
            self.label(title)
            self.bullets(items)

    def section(self, title: str, items: Iterable[Text]) -> None:
        """A list under a heading; nothing when it is empty."""
        if items := list(items):
            self.heading(title, 1)
            self.bullets(items)

    def link(self, paragraph: Any, text: Piece, address: str | None) -> None:
        """The text as a link where there is an https address."""
        if address is None or not address.startswith("https://"):
            self.write(paragraph, text)
            return
        relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        self._as_link(paragraph, text, f'r:id="{relation}"')

    def _as_link(self, paragraph: Any, text: Piece, target: str) -> None:
        link = parse_xml(f"<w:hyperlink {nsdecls('w', 'r')} {target}/>")
        run = paragraph.add_run(clean(text.text))
        run.font.underline, run.font.color.rgb = True, BLUE
        self._mark(run, text)
        link.append(run._r)
        paragraph._p.append(link)

    def table(self, rows: Iterable[tuple[str, Text]], about: str) -> Any:
        """A table of names and values, its `about` for who does not see it; a row stays on one page."""
        table = self.document.add_table(rows=0, cols=2, style="Table Grid")
        for name, value in rows:
            cells = table.add_row().cells
            self.write(cells[0].paragraphs[0], name, bold=True)
            self.write(cells[1].paragraphs[0], value)
        table.autofit = False
        for column, width in zip(table.columns, WIDTHS, strict=True):
            column.width = width
        for row in table.rows:
            row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        for row in table.rows[:-1]:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
        table._tbl.tblPr.append(parse_xml(f"<w:tblCaption {nsdecls('w')} w:val={quoteattr(clean(about)[:250])}/>"))
        return table

    def box(self, paragraph: Any, label: str, *, ticked: bool, tag: str) -> None:
        """A box that can be ticked in Word, with its label."""
        font = 'w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"'
        state = (
            f'<w14:checkbox {W14}><w14:checked w14:val="{int(ticked)}"/>'
            '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
            '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
        )
        run = f"<w:r><w:rPr><w:rFonts {font}/></w:rPr><w:t>{'☒' if ticked else '☐'}</w:t></w:r>"
        paragraph._p.append(self._control(label, tag, "", state, run))
        paragraph.add_run(f"\u00a0{label}    ")

    def field(self, paragraph: Any, label: str, text: str, *, tag: str) -> None:
        """A field to write in, on more lines than one; empty, it says so in grey."""
        lines = [clean(line) for line in text.splitlines()] if text.strip() else []
        empty = "" if lines else "<w:showingPlcHdr/>"
        control = self._control(label, tag, empty, '<w:text w:multiLine="1"/>', "")
        paragraph._p.append(control)
        run = paragraph.add_run("" if lines else self.say("Schrijf hier"), style=None if lines else FIELD)
        for number, line in enumerate(lines):
            if number:
                run.add_break()
            run.add_text(line)
        control.find(qn("w:sdtContent")).append(run._r)

    def _control(self, label: str, tag: str, showing: str, kind: str, inside: str) -> Any:
        """A content control; its properties stand in the order that the schema of Word demands."""
        self._fields += 1
        named = f"<w:alias w:val={quoteattr(label)}/><w:tag w:val={quoteattr(tag[:64])}/>"
        return parse_xml(
            f'<w:sdt {nsdecls("w")}><w:sdtPr>{named}<w:id w:val="{self._fields}"/>{showing}{kind}</w:sdtPr>'
            f"<w:sdtContent>{inside}</w:sdtContent></w:sdt>"
        )

    def packed(self, made: datetime.date) -> bytes:
        """The file with one day as the time of its parts, so that it does not change from run to run."""
        written, packed = io.BytesIO(), io.BytesIO()
        self.document.save(written)
        day = (max(made.year, 1980), made.month, made.day, 0, 0, 0)
        with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                entry = zipfile.ZipInfo(name, day)
                entry.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(entry, source.read(name))
        return packed.getvalue()
