"""PDF by pdfium: characters with their places become lines in reading order, and lines become blocks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest import captions, contents, furniture, layout
from ingest.blocks import Block, Kind, Line, Reading, Removed, Scans
from ingest.clean import collapse
from ingest.hyphens import Joiner
from ingest.ocr import Ocr, PicturesOnly
from ingest.readers.pdf_file import Page, load
from ingest.readers.pdf_layout import Region, regions
from ingest.readers.pdf_notes import Notes
from ingest.readers.pdf_page import Piece
from ingest.readers.pdf_style import LARGER, Style, settle_headings

__all__ = ["read_pdf"]

EDGE = 0.075
"""The share of a page's height at its top and foot where running heads and page numbers stand."""
WORDLESS = 4
"""A text of so few characters is no running head where it stands on two pages only."""
CRUMB = 2
"""A paragraph of so few words without an end is a label in a diagram."""
GAP, LEAST_PITCH = 1.45, 1.05
"""White space of so many times the usual distance of lines parts paragraphs; that is so many times their size at least.
"""
SPACE = 3.0
"""A space is about so many points wide: indents of list items are counted in spaces."""
SCANNED = 12
"""A page with fewer characters than this holds no text."""


def read_pdf(name: str, data: bytes, ocr: Ocr | None = None) -> Reading:
    """The blocks of a PDF; raises UnreadableFile when it is encrypted, damaged, too long or without any text.

    With `ocr` the pages that are pictures are read by it.
    """
    pages, title, bookmarks = load(name, data)
    total = pages[-1].number
    reading = Reading(blocks=[], media_type="application/pdf", pages=total, title=title)
    held = Counter[int]()
    for page in pages:
        held[page.number] += sum(len(p.text) for p in page.pieces)
    blank = [number for number, characters in held.items() if characters < SCANNED]
    if blank:
        from ingest.ocr_pages import by_ocr

        blank = by_ocr(ocr, data, pages, blank, reading)
    if len(blank) == total:
        raise PicturesOnly(name, total, ocr, cut=reading.scans is Scans.CUT)
    if blank:
        reading.warnings.append(_about_blank(blank, total))
    reading.removed = _strip_edges(pages)
    style = Style(pages)
    notes = Notes(style)
    lines = [line for page in pages for line in _lines(page, style, notes)]
    promised = {**contents.mark(lines), **{contents.key(text): level for text, level in bookmarks}}
    settle_headings(lines, style, promised)
    _mark_captions(lines)
    joiner = Joiner(line.text for line in lines)
    reading.blocks, crumbs = _without_crumbs(layout.assemble(lines, joiner))
    reading.removed += crumbs
    return reading


def _without_crumbs(blocks: Sequence[Block]) -> tuple[list[Block], list[Removed]]:
    """The labels of diagrams, which stand alone in a word or two, become captions; their bare numbers go."""
    out: list[Block] = []
    removed: list[Removed] = []
    for block in blocks:
        words = block.text.split()
        if block.kind is Kind.BODY and len(words) <= CRUMB and block.text[-1:] not in ".;:,":
            if not any(c.isalpha() for c in block.text):
                removed.append(Removed("number in a figure", block.text, block.page))
                continue
            block = block.but(kind=Kind.CAPTION)
        out.append(block)
    return out, removed


def _about_blank(blank: Sequence[int], total: int) -> str:
    shown = ", ".join(map(str, blank[:15])) + (" ..." if len(blank) > 15 else "")
    if len(blank) == 1:
        return f"page {shown}: no text, probably scanned or a picture"
    return f"pages without text: {shown} ({len(blank)} of {total}), probably scanned or pictures"


def _strip_edges(pages: Sequence[Page]) -> list[Removed]:
    """Takes page numbers and what recurs at the top or foot of pages out of the pages."""
    shapes: Counter[str] = Counter()
    places: Counter[tuple[str, int, int]] = Counter()
    for page in pages:
        outer = [p for p in page.pieces if _at_edge(p, page)]
        shapes.update({_shape(p) for p in outer})
        places.update({_place(p) for p in outer})
    often = max(3, len(pages) // 4)
    removed: list[Removed] = []
    for page in pages:
        kept = []
        for piece in page.pieces:
            edge = _at_edge(piece, page)
            text = piece.text.strip()
            if _is_outside(piece, page):
                removed.append(Removed("outside the page", text, page.number))
            elif edge and (
                furniture.is_page_number(text) or text == str(page.number) or (text.isdigit() and shapes["#"] >= often)
            ):
                removed.append(Removed("page number", text, page.number))
            elif edge and (shapes[_shape(piece)] >= often or (places[_place(piece)] > 1 and len(text) > WORDLESS)):
                removed.append(Removed("running head", text, page.number))
            elif text:
                kept.append(piece)
        page.pieces = kept
    return removed


def _at_edge(piece: Piece, page: Page) -> bool:
    return piece.bottom < EDGE * page.height or piece.bottom > (1 - EDGE) * page.height


def _is_outside(piece: Piece, page: Page) -> bool:
    """Whether nothing of a piece shows, as the name of the file that a printer finds beside the page."""
    return piece.right <= 0 or piece.left >= page.width or piece.top <= 0 or piece.bottom >= page.height


def _shape(piece: Piece) -> str:
    return re.sub(r"\d+", "#", collapse(piece.text).casefold())


def _place(piece: Piece) -> tuple[str, int, int]:
    """What a piece says and where: what stands in one place of two pages is a running head even in a short document."""
    return _shape(piece), round(piece.left), round(piece.bottom)


def _lines(page: Page, style: Style, notes: Notes) -> list[Line]:
    """The lines of a page in reading order, with what their place and letters tell; its notes come last."""
    out: list[Line] = []
    body, low = notes.part(page)
    for region in regions(body, page.rules):
        fresh = _table_lines(region, page.number) if region.rows else _column_lines(region, style, page.number)
        if fresh:
            fresh[0].starts_page = True
            out += fresh
    return out + low


def _table_lines(region: Region, page: int) -> list[Line]:
    """A table as lines, one a row, with bars between the cells."""
    joiner = Joiner()
    rows = [" | ".join(joiner.join_all(cell.split("\n")) for cell in row) for row in region.rows]
    return [Line(text, page=page, role=Kind.TABLE, starts=i == 0) for i, text in enumerate(rows)]


def _column_lines(region: Region, style: Style, page: int) -> list[Line]:
    width = max(region.right - region.left, 1.0)
    lines: list[Line] = []
    for i, piece in enumerate(region.lines):
        above = region.lines[i - 1] if i else None
        fill, left = (piece.right - region.left) / width, round(piece.left / SPACE)
        line = Line(piece.text, page=page, fill=fill, left=left)
        if above is not None:
            drop = above.bottom - piece.bottom
            line.gap = drop > GAP * LEAST_PITCH * piece.size and drop > GAP * _pitch(region.lines, i)
        goes_on = (
            bool(lines)
            and lines[-1].role is Kind.HEADING
            and above is not None
            and above.size == piece.size > LARGER * style.body
        )
        if (goes_on or style.is_heading(piece) or style.stands_out(region.lines, i)) and not layout.bullet(piece.text):
            line.role, line.indent = Kind.HEADING, round(piece.size * 10) + piece.bold
            line.gap = line.gap and above is not None and above.bottom - piece.bottom > 2.3 * piece.size
        lines.append(line)
    return lines


def _pitch(lines: Sequence[Piece], i: int) -> float:
    """The usual distance between lines of the size of line `i` around it."""
    drops = sorted(
        a.bottom - b.bottom
        for a, b in zip(lines[max(0, i - 12) : i + 12], lines[max(0, i - 12) + 1 : i + 13], strict=False)
        if a.size == b.size
    )
    drops = [d for d in drops if d > 0.8 * lines[i].size]
    return max(drops[len(drops) // 3] if drops else 1.25 * lines[i].size, LEAST_PITCH * lines[i].size)


def _mark_captions(lines: Sequence[Line]) -> None:
    """Gives the captions among the lines of a PDF their role; its tables are known by their places."""
    for i, line in enumerate(lines):
        if line.role is None and captions.is_caption(line.text):
            line.role, line.starts = Kind.CAPTION, True
            if (
                i + 1 < len(lines)
                and lines[i + 1].role is None
                and line.fill > 0.8
                and not lines[i + 1].gap
                and (lines[i + 1].text[:1].islower() or (lines[i + 1].text[:1].isdigit() and lines[i + 1].fill < 0.5))
            ):
                lines[i + 1].role = Kind.CAPTION
