"""A checklist as a Word document: real headings, tables and lists, boxes that can be ticked, in Belgian Dutch."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from knowledge.checklist_records import Applies, Checklist, Line
from knowledge.precedents import Related, SourceReference
from knowledge.profiles import AnswerValue
from knowledge.schemes import Weight
from knowledge.wording import nl_date
from templates.checklists import (
    ADVICE,
    blocks,
    fact_rows,
    head_rows,
    heading,
    headings,
    merged,
    passage_text,
    reasons,
    signed,
    still_needed,
)
from templates.environment import clean
from templates.labels import dutch

__all__ = ["checklist_docx"]

LANGUAGE = "nl-BE"
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
INK = RGBColor(0x0B, 0x53, 0x45)


def checklist_docx(checklist: Checklist) -> bytes:
    """The bytes of a .docx file; the same checklist gives the same bytes."""
    paper = Document()
    _set_up(paper, checklist)
    _opening(paper, checklist)
    titles = headings(checklist)
    for block in blocks(checklist):
        paper.add_heading(block.title, level=1)
        for line in block.lines:
            _line(paper, line, titles)
    skipped = [line for line in checklist.lines if line.applies is Applies.NO]
    _section(paper, "Niet van toepassing op dit project", [f"{heading(s)}: {s.applies_reason}" for s in skipped])
    if checklist.similar_cases:
        paper.add_heading("Praktijkgevallen die op het project lijken", level=1)
        _related(paper, checklist.similar_cases)
    return _packed(paper, checklist)


def _set_up(paper: Any, checklist: Checklist) -> None:
    """Page, styles, language and document properties."""
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    styles = paper.styles
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        styles[name].font.color.rgb = INK
    styles["Normal"].font.size = Pt(10.5)
    advice = styles.add_style("Waarschuwing", WD_STYLE_TYPE.PARAGRAPH)
    advice.base_style, advice.font.bold = styles["Normal"], True
    for properties in styles.element.iter(qn("w:rPr")):
        for language in properties.findall(qn("w:lang")):
            properties.remove(language)
    defaults = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    defaults.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/>'))
    paper.settings.element.find(qn("w:themeFontLang")).set(qn("w:val"), LANGUAGE)
    properties = paper.core_properties
    made = datetime.combine(checklist.made, time(), tzinfo=UTC)
    properties.title = clean(f"Checklist: {checklist.scheme.title}")[:255]
    properties.subject = clean(checklist.profile.title or checklist.scheme.authority)[:255]
    properties.author = properties.last_modified_by = "Thuishaven"
    properties.language, properties.category = LANGUAGE, "Checklist"
    properties.keywords = f"{checklist.scheme.id} {checklist.scheme.version} {checklist.knowledge_version}"
    properties.comments, properties.revision = ADVICE, 1
    properties.created = properties.modified = made
    footer = section.footer.paragraphs[0]
    footer.text = clean(f"{checklist.scheme.title}, versie {checklist.scheme.version}. Dit is geen juridisch advies.")


def _opening(paper: Any, checklist: Checklist) -> None:
    scheme, result = checklist.scheme, checklist.result
    paper.add_heading(clean(f"Checklist: {scheme.title}"), level=0)
    if checklist.profile.title:
        paper.add_paragraph(clean(f"Project: {checklist.profile.title}"))
    paper.add_paragraph(ADVICE, style="Waarschuwing")
    paper.add_heading(f"Stand van de toets: {dutch(result.state)}", level=1)
    paper.add_paragraph(clean(result.summary))
    _bullets(paper, reasons(checklist))
    _listed(paper, "Nog nodig", still_needed(checklist))
    paper.add_heading("De regeling", level=1)
    paper.add_paragraph(clean(scheme.summary))
    _table(paper, head_rows(checklist))
    for source in merged(scheme.sources):
        _source(paper.add_paragraph("Bron van de regeling: ", style="List Bullet"), source)
    if scheme.variant_of:
        paper.add_heading(clean(f"Verschil met {scheme.variant_of_title or scheme.variant_of}"), level=1)
        paper.add_paragraph(clean(scheme.difference))
        _listed(paper, "Niet in deze variant", scheme.left_out)
        _listed(paper, "Alleen in deze variant", scheme.added)
    _section(paper, "Let op", checklist.notices)
    paper.add_heading("Het project", level=1)
    _table(paper, fact_rows(checklist))


def _line(paper: Any, line: Line, titles: Mapping[str, str]) -> None:
    paper.add_heading(clean(heading(line)), level=3 if line.parent else 2)
    state = f"{dutch(line.group).capitalize()}, {dutch(line.weight)}. {line.applies_reason}"
    paper.add_paragraph(clean(state)).paragraph_format.keep_with_next = True
    given = line.answer
    # An open question is answered in words, not with a box.
    in_words = line.weight is Weight.OPEN and given.answer is AnswerValue.UNKNOWN
    names = ("Vraag", "Antwoord in woorden") if in_words else ("Vraag", "Antwoord", "Bewijs en toelichting")
    table = paper.add_table(rows=len(names), cols=2, style="Table Grid")
    for row, name in zip(table.rows, names, strict=True):
        _head_cell(row.cells[0], name)
    table.rows[0].cells[1].text = clean(line.question)
    if not in_words:
        boxes = table.rows[1].cells[1].paragraphs[0]
        for value in AnswerValue:
            ticked = line.answered and given.answer is value
            _box(boxes, dutch(value).capitalize(), ticked=ticked, tag=f"{line.id}:{value.value}")
    room = table.rows[-1].cells[1]
    room.text = clean(given.evidence)
    for text in filter(None, (given.note, signed(given))):
        room.add_paragraph(clean(text))
    table.rows[-1].height = Cm(1.8)
    _widths(table)
    _labelled(paper, "Wat het betekent", line.meaning).paragraph_format.space_before = Pt(8)
    _listed(paper, "Gevraagd bewijs", line.evidence_asked)
    _listed(paper, "Voorbeelden van ja", line.examples_yes)
    _listed(paper, "Voorbeelden van nee", line.examples_no)
    if line.not_stated:
        _labelled(paper, "Wat de bronnen niet zeggen", line.not_stated)
    if line.judgement:
        _labelled(paper, "Bij de beoordeling", line.judgement)
    _listed(paper, "Hangt samen met", [titles[other] for other in line.related])
    if line.legal:
        _label(paper, "Rechtsgrond")
        for legal in line.legal:
            paragraph = paper.add_paragraph(style="List Bullet")
            _linked(paragraph, legal.text, legal.url)
            if legal.date.value:
                paragraph.add_run(f" ({nl_date(legal.date)})")
    if line.sources:
        _label(paper, "Bronnen")
        for source in merged(line.sources):
            _source(paper.add_paragraph(style="List Bullet"), source)
    _listed(paper, "Passages", map(passage_text, line.passages))
    for title, found in (("Precedenten (maatregelen)", line.measures), ("Praktijkgevallen", line.cases)):
        if found:
            _label(paper, title)
            _related(paper, found)


def _related(paper: Any, found: Iterable[Related]) -> None:
    for related in found:
        paragraph = paper.add_paragraph(style="List Bullet")
        paragraph.add_run(clean(related.title)).bold = True
        kind = f" ({dutch(related.case_kind)})" if related.case_kind else ""
        paragraph.add_run(f"{kind}: {clean(related.summary)} ")
        paragraph.add_run(clean(f"Waarom hier: {related.why}.")).italic = True
        paragraph.add_run(" Bron: ")
        for number, source in enumerate(merged(related.sources)):
            paragraph.add_run("; " if number else "")
            _source(paragraph, source)


def _source(paragraph: Any, source: SourceReference) -> None:
    paragraph.add_run(clean(source.publisher) + ", ")
    _linked(paragraph, source.title, source.url)
    paragraph.add_run(f" ({nl_date(source.date)}), {clean(source.locator)}")


def _linked(paragraph: Any, text: str, address: str | None) -> None:
    """The text as a link where there is an https address."""
    if address is None or not address.startswith("https://"):
        paragraph.add_run(clean(text))
        return
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{relation}"/>')
    run = paragraph.add_run(clean(text))
    run.font.underline, run.font.color.rgb = True, RGBColor(0x0B, 0x4A, 0x8F)
    link.append(run._r)
    paragraph._p.append(link)


def _box(paragraph: Any, label: str, *, ticked: bool, tag: str) -> None:
    """A box that can be ticked in Word, with its label."""
    glyph = "☒" if ticked else "☐"
    font = 'w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"'
    paragraph._p.append(
        parse_xml(
            f'<w:sdt {nsdecls("w")} {W14}><w:sdtPr><w:alias w:val="{label}"/><w:tag w:val="{tag[:64]}"/>'
            f'<w14:checkbox><w14:checked w14:val="{int(ticked)}"/>'
            '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
            '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
            f"<w:sdtContent><w:r><w:rPr><w:rFonts {font}/></w:rPr><w:t>{glyph}</w:t></w:r></w:sdtContent></w:sdt>"
        )
    )
    paragraph.add_run(f" {label}    ")


def _table(paper: Any, rows: Iterable[tuple[str, str]]) -> None:
    table = paper.add_table(rows=0, cols=2, style="Table Grid")
    for name, value in rows:
        cells = table.add_row().cells
        _head_cell(cells[0], name)
        cells[1].text = clean(value)
    for row in table.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    _widths(table)
    paper.add_paragraph()


def _head_cell(cell: Any, text: str) -> None:
    cell.paragraphs[0].add_run(clean(text)).bold = True


def _widths(table: Any) -> None:
    table.autofit = False
    for column, width in zip(table.columns, (Cm(4.5), Cm(12.5)), strict=True):
        column.width = width
    for row in table.rows:
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))


def _section(paper: Any, title: str, items: Iterable[str]) -> None:
    if items := list(items):
        paper.add_heading(title, level=1)
        _bullets(paper, items)


def _listed(paper: Any, title: str, items: Iterable[str]) -> None:
    if items := list(items):
        _label(paper, title)
        _bullets(paper, items)


def _bullets(paper: Any, items: Iterable[str]) -> None:
    for item in items:
        paper.add_paragraph(clean(item), style="List Bullet")


def _label(paper: Any, text: str) -> None:
    paragraph = paper.add_paragraph()
    paragraph.add_run(text).bold = True
    paragraph.paragraph_format.keep_with_next = True


def _labelled(paper: Any, name: str, text: str) -> Any:
    paragraph = paper.add_paragraph()
    paragraph.add_run(f"{name}. ").bold = True
    paragraph.add_run(clean(text))
    return paragraph


def _packed(paper: Any, checklist: Checklist) -> bytes:
    """The file with the day of the checklist as the time of its parts, so that it does not change from run to run."""
    written, packed = io.BytesIO(), io.BytesIO()
    paper.save(written)
    day = (max(checklist.made.year, 1980), checklist.made.month, checklist.made.day, 0, 0, 0)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, day)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
