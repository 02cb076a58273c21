"""Sheets and cells of a workbook: how they look, that only fields can be changed, and that a text stays a text."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from lxml import etree
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

from knowledge.answer_sheet import encoded
from knowledge.languages import Speech
from templates.environment import clean

__all__ = ["Look", "add_sheet", "packed", "put", "put_formula", "put_lead", "put_row", "set_up"]

INK, SOFT, FIELD, GREY = "0B5345", "F2F5F4", "FFF8DC", "5F5F5F"
MOST = 32_000
"""Characters of a cell; a spreadsheet refuses 32,768."""

LINE_HEIGHT = 13.0
"""Points of a line of text in a cell."""
SIGNS = 1.25
"""Signs of our font that a column takes for each of its width; with a wider font in its place still 1.2."""
HIGHEST = 400.0
"""Points of a row; a spreadsheet stops at 409."""

_FONT = "Arial"
_LINE = Side(style="thin", color="9A9A9A")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_TOP = Alignment(wrap_text=True, vertical="top")


class Look(Enum):
    """How a cell looks: its font, its fill, whether it has a border."""

    TITLE = (Font(name=_FONT, size=16, bold=True, color=INK), None, False)
    SECTION = (Font(name=_FONT, size=13, bold=True, color=INK), None, False)
    LEAD = (Font(name=_FONT, size=10, italic=True), None, False)
    HEAD = (Font(name=_FONT, size=10, bold=True, color="FFFFFF"), INK, True)
    LABEL = (Font(name=_FONT, size=10, bold=True), SOFT, True)
    TEXT = (Font(name=_FONT, size=10), None, True)
    OFF = (Font(name=_FONT, size=10, color=GREY, italic=True), SOFT, True)
    FIELD = (Font(name=_FONT, size=10), FIELD, True)


def add_sheet(book: Workbook, name: str, widths: Sequence[int], say: Speech, *, landscape: bool = False) -> Any:
    """A protected sheet with columns of these widths, that prints on A4 as wide as the page, with page numbers."""
    sheet = book.create_sheet(name)
    for number, width in enumerate(widths):
        sheet.column_dimensions[chr(65 + number)].width = width
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text = f"{name}. {say('Geen juridisch advies')}."
    sheet.oddFooter.right.text = say("Pagina &P van &N")
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.7
    sheet.sheet_view.showGridLines = False
    lock = sheet.protection
    lock.sheet = True  # without a password: it guards against slips, not against its owner
    lock.formatColumns = lock.formatRows = lock.autoFilter = False  # False is: allowed
    return sheet


def put(sheet: Any, row: int, column: int, text: str, look: Look = Look.TEXT, *, exact: bool = False) -> None:
    """A text in a cell, whatever it begins with; `exact` keeps lines, spaces and signs as they are."""
    cell = sheet.cell(row, column)
    font, fill, boxed = look.value
    cell.font, cell.number_format = font, "@"
    if look not in (Look.TITLE, Look.SECTION):
        cell.alignment = _TOP
    if fill:
        cell.fill = PatternFill("solid", start_color=fill)
    if boxed:
        cell.border = _BOX
    if look is Look.FIELD:
        cell.protection = Protection(locked=False)
    if shown := encoded(text if exact else clean(text)[:MOST]):
        cell.value = shown
        cell.data_type = "s"  # openpyxl takes what begins with = for a formula


def put_row(sheet: Any, row: int, texts: Sequence[str], look: Look = Look.TEXT, *, first: Look | None = None) -> None:
    """Texts next to each other from the first column."""
    for column, text in enumerate(texts, 1):
        put(sheet, row, column, text, first if first is not None and column == 1 else look)


def put_lead(sheet: Any, row: int, text: str, columns: int) -> None:
    """A text over the width of so many columns, on as many lines as it needs."""
    put(sheet, row, 1, text, Look.LEAD)
    width = sum(sheet.column_dimensions[chr(65 + number)].width for number in range(columns))
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
    sheet.row_dimensions[row].height = _height(text, width)


def put_formula(sheet: Any, row: int, column: int, formula: str, *, percent: bool = False) -> None:
    """A formula of ours in a cell; never one with a text from outside in it."""
    put(sheet, row, column, "")
    cell = sheet.cell(row, column, formula)
    cell.number_format, cell.alignment = "0%" if percent else "0", Alignment(horizontal="left", vertical="top")


def _height(text: str, width: float) -> float:
    """The points that a text takes in a column of this width; rather a line too many than one too few."""
    lines = sum(1 + int(len(line) / (SIGNS * width)) for line in text.split("\n"))
    return min(HIGHEST, 3 + LINE_HEIGHT * lines)


def _set_heights(sheet: Any) -> None:
    """Gives each row the height that its texts need: not every program does so when it opens the file."""
    for row in sheet.iter_rows():
        dimension = sheet.row_dimensions[row[0].row]
        texts = [cell for cell in row if isinstance(cell.value, str) and cell.alignment.wrap_text]
        if dimension.height is None and texts:
            widths = sheet.column_dimensions
            dimension.height = max(_height(cell.value, widths[cell.column_letter].width) for cell in texts)


def set_up(
    book: Workbook,
    *,
    title: str,
    subject: str,
    keywords: str,
    description: str,
    language: str,
    made: datetime.date,
) -> None:
    """The properties of the workbook; formulas are calculated again when it is opened."""
    properties = book.properties
    properties.title, properties.subject = clean(title)[:255], clean(subject)[:255]
    properties.creator = properties.lastModifiedBy = "Thuishaven"
    properties.language, properties.category, properties.keywords = language, "Checklist", keywords
    properties.description = description
    properties.created = datetime.datetime.combine(made, datetime.time())
    book.calculation.fullCalcOnLoad = True


def packed(book: Workbook, made: datetime.date, values: Mapping[str, Mapping[str, float]]) -> bytes:
    """The file, with the day it was made as the time of all its parts, so that it does not change from run to run.

    `values` holds by sheet and cell what the formulas come to: who looks at a file without calculating sees it too.
    """
    written, made_again = io.BytesIO(), io.BytesIO()
    for sheet in book:
        _set_heights(sheet)
    book.save(written)
    parts = {f"xl/worksheets/sheet{number}.xml": name for number, name in enumerate(book.sheetnames, 1)}
    day = (max(made.year, 1980), made.month, made.day, 0, 0, 0)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(made_again, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                stamp = f"{made.isoformat()}T00:00:00Z".encode()
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, data)
            elif name in parts:
                data = _with_values(data, values.get(parts[name], {}))
            entry = zipfile.ZipInfo(name, day)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, data)
    return made_again.getvalue()


def _with_values(sheet: bytes, values: Mapping[str, float]) -> bytes:
    """The sheet with what its formulas come to, and with rows that grow when more is written in them."""
    tree = etree.fromstring(sheet)
    for row in tree.iterfind("{*}sheetData/{*}row"):
        row.attrib.pop("customHeight", None)
    for cell in tree.iterfind("{*}sheetData/{*}row/{*}c"):
        if cell.get("r") in values:
            cell.find("{*}v").text = repr(values[cell.get("r")])
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))
