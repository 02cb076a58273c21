"""Markdown cut in runs of lines of one kind: headings, list items, tables, notes and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest import captions, furniture, tables, titles
from ingest.blocks import Kind, Removed
from ingest.clean import SUPERSCRIPTS, collapse, markup
from ingest.levels import Item, levels

__all__ = ["Piece", "cut"]

_HASHES = re.compile(r" {0,3}(#{1,6})\s+(\S.*)")
_RULE = re.compile(r" {0,3}(?:(?:-\s{0,2}){3,}|(?:\*\s{0,2}){3,}|(?:_\s{0,2}){3,})")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)\s*")
_FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,})")
_ITEM = re.compile(r"(\s{0,12})([-*+•▪●◦‣·–]|o(?=\s[A-Z]))\s{1,6}(\S.*)")
_ORDERED = re.compile(r"(\s{0,12})(\d{1,3}[.)])\s{1,6}(\S.*)")
_QUOTE = re.compile(r"^ {0,3}>\s?")
_NOTE = re.compile(rf"<sup>\s{{0,3}}\d{{1,3}}\s{{0,3}}</sup>|\[\^\d{{1,3}}\]:|[{SUPERSCRIPTS}]{{1,3}}\s")
_BOLD_LINE = re.compile(r"(?:\*\*|__)(?=\S)(.{2,160}?)(?:\*\*|__)\s*:?")
_DEFINED = re.compile(r"\[\^\d{1,3}\]:")
_PAGE_COMMENT = re.compile(r"<!--\s*(?:page|pagina)\s*:?\s*(\d{1,4})\s*-->", re.I)
SHORT_LINE = 60
"""A longer line is a paragraph of its own where paragraphs are not wrapped."""
REPEATED = 12
"""A paragraph of at most so many words that a page begins with may be a running head."""
ROW = 110
"""A row of a table that lost its bars has at most so many letters."""


@dataclass(slots=True)
class Piece:
    """A run of source lines of one kind; without lines it is the end of a page. `sign` is that of a list item."""

    kind: Kind
    lines: list[str]
    level: int = 0
    bold: bool = False
    page: int | None = None
    sign: str = ""


def cut(text: str, removed: list[Removed]) -> list[Piece]:
    """The text cut in runs of one kind; rules, page numbers and running heads go to `removed`."""
    pieces = list(_see_tables(list(_without_heads(_runs(text, removed), removed))))
    _nest(pieces)
    return pieces


def _nest(pieces: Iterable[Piece]) -> None:
    """Makes of the indents of list items their levels: 1 is the highest, 0 not known.

    Where no item is indented their signs tell, or tell that levels were lost: a page has more signs than Markdown.
    """
    open_indents: list[int] = []
    items: list[Piece] = []
    for piece in (*pieces, Piece(Kind.BODY, [""])):
        if piece.kind is Kind.LIST_ITEM:
            open_indents = [indent for indent in open_indents if indent < piece.level] + [piece.level]
            piece.level = len(open_indents)
            items.append(piece)
        elif piece.lines:
            if all(item.level == 1 for item in items):
                told = [Item(item.sign, leads=item.lines[-1].rstrip().endswith(":")) for item in items]
                for item, level in zip(items, levels(told), strict=True):
                    item.level = level
            items = []
        if piece.kind is Kind.HEADING:
            open_indents = []


def _without_heads(pieces: Iterable[Piece], removed: list[Removed]) -> Iterator[Piece]:
    """The pieces without short paragraphs that stood above already and stand again where a page begins."""
    seen: set[str] = set()
    begins = False
    for piece in pieces:
        if not piece.lines:
            begins = True
            continue
        plain = collapse(markup(" ".join(piece.lines)))
        note = _NOTE.match(piece.lines[0].lstrip()) is not None
        if begins and piece.kind is Kind.BODY and plain in seen and len(plain.split()) <= REPEATED:
            removed.append(Removed("running head", plain, piece.page))
            continue
        begins = begins and note
        seen.add(plain)
        yield piece


def _see_tables(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces, of which short lines after the caption of a table, and lists of abbreviations, are tables."""
    rows: list[str] = []
    after_caption = False
    page: int | None = None
    for piece in (*pieces, None):
        lines = [markup(line) for line in piece.lines] if piece is not None and piece.kind is Kind.BODY else []
        fits = bool(lines) and all(_is_row(line) for line in lines)
        if after_caption and fits and (not rows or len(lines) == 1):
            page = piece.page if piece is not None and not rows else page
            rows += lines
            after_caption = len(lines) == 1
            continue
        if rows:
            yield Piece(Kind.TABLE if len(rows) > 1 else Kind.BODY, rows, page=page)
        rows = []
        if piece is None:
            return
        after_caption = len(lines) == 1 and captions.is_caption(lines[0]) and captions.is_table_caption(lines[0])
        listed = tables.glossary(lines) if len(lines) > 1 else None
        if sum(tables.is_numeric_row(line) for line in lines) >= max(tables.NUMERIC, len(lines) - 1):
            listed = lines
        yield piece if listed is None else Piece(Kind.TABLE, listed, page=piece.page)


def _is_row(line: str) -> bool:
    """Whether a line may be a row of a table that lost its bars."""
    told = any(c.isdigit() for c in line) or len(line.split()) <= 8
    open_ended = line.rstrip()[-1:] in ".;:,-" or titles.leads_on(line)
    return len(line) <= ROW and told and not open_ended and not captions.is_caption(line)


def _runs(text: str, removed: list[Removed]) -> Iterator[Piece]:
    """The text cut in runs of one kind, with the ends of pages."""
    lines = text.split("\n")
    loose = _wraps(lines)
    paragraph: list[str] = []
    page: int | None = None
    i = 0

    def done() -> Iterator[Piece]:
        nonlocal paragraph
        if paragraph:
            yield _paragraph(paragraph, page)
            paragraph = []

    while i < len(lines):
        line = lines[i]
        if found := _PAGE_COMMENT.search(line):
            page = int(found[1])
            line = line.replace(found[0], "")
        if not line.strip():
            yield from done()
        elif _FENCE.match(line):
            yield from done()
            end = next((k for k in range(i + 1, len(lines)) if _FENCE.match(lines[k])), len(lines))
            yield Piece(Kind.BODY, lines[i + 1 : end], page=page)
            i = end
        elif (
            _UNDERLINE.fullmatch(line)
            and len(paragraph) == 1
            and (line.strip()[0] == "=" or (len(line.strip()) >= 3 and paragraph[0].rstrip()[-1:] not in ".!;:,"))
        ):
            yield Piece(Kind.HEADING, paragraph, level=1 if line.strip()[0] == "=" else 2, page=page)
            paragraph = []
        elif _RULE.fullmatch(line):
            yield from done()
            removed.append(Removed("page end", line.strip(), page))
            yield Piece(Kind.BODY, [])
        elif match := _HASHES.fullmatch(line):
            yield from done()
            title = [match[2].rstrip("# ") or match[2]]
            while _is_bold(title[-1]) and i + 1 < len(lines) and _is_bold(lines[i + 1]) and len(title) < 3:
                i += 1
                title.append(lines[i].strip())
            yield Piece(Kind.HEADING, title, level=len(match[1]), page=page)
        elif i + 1 < len(lines) and "|" in line and "|" in lines[i + 1] and _is_table_rule(lines[i + 1]):
            yield from done()
            end = i
            while end < len(lines) and "|" in lines[end]:
                end += 1
            yield Piece(Kind.TABLE, [row for k, row in enumerate(lines[i:end]) if k != 1], page=page)
            i = end - 1
        elif furniture.is_page_number(markup(line)):
            yield from done()
            removed.append(Removed("page number", line.strip(), page))
            yield Piece(Kind.BODY, [])
        elif match := _ITEM.fullmatch(line) or _ordered(line):
            yield from done()
            body = [match[3]] if match[2][0] not in "0123456789" else [f"{match[2]} {match[3]}"]
            while i + 1 < len(lines) and loose and lines[i + 1].strip() and not _starts_piece(lines[i + 1]):
                i += 1
                body.append(lines[i].strip())
            sign = "-" if match[2] in "-*+" else match[2]
            yield Piece(Kind.LIST_ITEM, body, level=len(match[1].expandtabs(4)), page=page, sign=sign)
        else:
            hangs = paragraph and line[:2].isspace() and _DEFINED.match(paragraph[0])
            line = _QUOTE.sub("", line)
            if paragraph and _NOTE.match(line.lstrip()):
                yield from done()
            flows = loose or (paragraph and paragraph[-1].endswith("  ")) or hangs
            if paragraph and not flows and (len(paragraph[-1]) > SHORT_LINE or captions.is_caption(markup(line))):
                yield from done()
            paragraph.append(line.strip() if not line.endswith("  ") else line.strip() + "  ")
            if not flows and captions.is_table_caption(line) and captions.is_caption(markup(line)):
                yield from done()
        i += 1
    yield from done()


def _is_bold(line: str) -> bool:
    """Whether a line is bold as a whole and does not close a sentence: a heading may go on after it, or go on in it."""
    return _BOLD_LINE.fullmatch(line.strip()) is not None and not _ends(markup(line))


def _is_table_rule(line: str) -> bool:
    """Whether a line parts the head of a table from its body."""
    return "--" in line and not line.strip().strip("|:- \t")


def _ends(text: str) -> bool:
    return text.rstrip()[-1:] in ".!?;:,-"


def _ordered(line: str) -> re.Match[str] | None:
    """An item of an ordered list: not a line that has the shape of a numbered heading."""
    return _ORDERED.fullmatch(line) if titles.numbered(markup(line)) is None else None


def _starts_piece(line: str) -> bool:
    return (
        any(p.match(line) for p in (_HASHES, _ITEM, _ORDERED, _FENCE))
        or _RULE.fullmatch(line) is not None
        or "|" in line[:2]
    )


def _wraps(lines: Sequence[str]) -> bool:
    """Whether paragraphs run over more than one line."""
    pairs = [(a, b) for a, b in pairwise(lines) if a.strip() and b.strip() and not _starts_piece(b)]
    return bool(pairs) and sum(1 for a, b in pairs if b.lstrip()[:1].islower() and len(a) > 30) > 0.3 * len(pairs)


def _paragraph(lines: list[str], page: int | None) -> Piece:
    bold = _BOLD_LINE.fullmatch(" ".join(line.strip() for line in lines)) is not None
    return Piece(Kind.BODY, lines, bold=bold, page=page)
