"""Markdown, and the Markdown-like text of extractors, read line by line.

A reader for true Markdown would take '1. Situering' for an ordered list and bold runs that a page cuts for text; here a
line is a paragraph or a part of one, and what a page cut is joined again by `ingest.footnotes.lift`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest import captions, contents, furniture, headings, lifting, outline
from ingest.blocks import Block, Kind, Line, Reading, Removed
from ingest.clean import SUPERSCRIPTS, characters, collapse, markup
from ingest.hyphens import Joiner

__all__ = ["read_marked_up"]

_HASHES = re.compile(r" {0,3}(#{1,6})\s+(\S.*)")
_RULE = re.compile(r" {0,3}(?:(?:-\s{0,2}){3,}|(?:\*\s{0,2}){3,}|(?:_\s{0,2}){3,})")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)\s*")
_FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,})")
_ITEM = re.compile(r"(\s{0,12})([-*+•▪●◦‣·–]|o(?=\s[A-Z]))\s{1,6}(\S.*)")
_ORDERED = re.compile(r"(\s{0,12})(\d{1,3}[.)])\s{1,6}(\S.*)")
_QUOTE = re.compile(r"^ {0,3}>\s?")
_NOTE = re.compile(rf"<sup>\s{{0,3}}\d{{1,3}}\s{{0,3}}</sup>|\[\^\d{{1,3}}\]:|[{SUPERSCRIPTS}]{{1,3}}\s")
_BOLD_LINE = re.compile(r"(?:\*\*|__)(?=\S)(.{2,160}?)(?:\*\*|__)\s*:?")
_PAGE_COMMENT = re.compile(r"<!--\s*(?:page|pagina)\s*:?\s*(\d{1,4})\s*-->", re.I)


HEADED = 15
"""A paragraph of so many words may stand under a bold line as its heading."""


@dataclass(slots=True)
class _Piece:
    """A run of source lines of one kind."""

    kind: Kind
    lines: list[str]
    level: int = 0
    bold: bool = False
    page: int | None = None


def read_marked_up(text: str) -> Reading:
    """The blocks of a Markdown text."""
    text = characters(text)
    reading = Reading(blocks=[], media_type="text/markdown")
    body = _without_front_matter(text, reading)
    pieces = list(_pieces(body, reading.removed))
    reading.pages = max((p.page for p in pieces if p.page), default=None)
    joiner = Joiner(markup(line) for piece in pieces for line in piece.lines)
    blocks = [_block(piece, joiner) for piece in pieces]
    blocks = _without_loose_headings([block for block in blocks if block.text])
    blocks, promised = _see_contents(blocks)
    blocks = lifting.lift(blocks, joiner)
    blocks = [_see_caption(block) for block in blocks]
    reading.blocks = outline.promote(_firm_levels(blocks), promised)
    return reading


def _without_front_matter(text: str, reading: Reading) -> str:
    """The text after the block of fields between two rules at its top."""
    match = re.match(
        r"---\n((?:[A-Za-z_-]{1,40}:[^\n]{0,2000}\n|[ \t]+[^\n]{0,2000}\n|-[^\n]{0,2000}\n){1,80}?)(?:---|\.\.\.)\n",
        text,
    )
    if match is None:
        return text
    reading.removed.append(Removed("front matter", match[1]))
    title = re.search(r"(?m)^title:\s*[\"']?(.{1,300}?)[\"']?\s*$", match[1])
    reading.title = title[1] if title else ""
    return text[match.end() :]


def _pieces(text: str, removed: list[Removed]) -> Iterator[_Piece]:
    """The text cut in runs of one kind; rules and page numbers go to `removed`."""
    lines = text.split("\n")
    loose = _wraps(lines)
    paragraph: list[str] = []
    page: int | None = None
    i = 0

    def done() -> Iterator[_Piece]:
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
            yield _Piece(Kind.BODY, lines[i + 1 : end], page=page)
            i = end
        elif (
            _UNDERLINE.fullmatch(line)
            and len(paragraph) == 1
            and (line.strip()[0] == "=" or (len(line.strip()) >= 3 and not _ends(paragraph[0])))
        ):
            yield _Piece(Kind.HEADING, paragraph, level=1 if line.strip()[0] == "=" else 2, page=page)
            paragraph = []
        elif _RULE.fullmatch(line):
            yield from done()
            removed.append(Removed("page end", line.strip(), page))
        elif match := _HASHES.fullmatch(line):
            yield from done()
            title = [match[2].rstrip("# ") or match[2]]
            while _is_bold(title[-1]) and i + 1 < len(lines) and _is_bold(lines[i + 1]) and len(title) < 3:
                i += 1
                title.append(lines[i].strip())
            yield _Piece(Kind.HEADING, title, level=len(match[1]), page=page)
        elif i + 1 < len(lines) and "|" in line and "|" in lines[i + 1] and _is_table_rule(lines[i + 1]):
            yield from done()
            end = i
            while end < len(lines) and "|" in lines[end]:
                end += 1
            yield _Piece(Kind.TABLE, [row for k, row in enumerate(lines[i:end]) if k != 1], page=page)
            i = end - 1
        elif furniture.is_page_number(markup(line)):
            removed.append(Removed("page number", line.strip(), page))
        elif match := _ITEM.fullmatch(line) or _ordered(line):
            yield from done()
            body = [match[3]] if match[2][0] not in "0123456789" else [f"{match[2]} {match[3]}"]
            while i + 1 < len(lines) and loose and lines[i + 1].strip() and not _starts_piece(lines[i + 1]):
                i += 1
                body.append(lines[i].strip())
            yield _Piece(Kind.LIST_ITEM, body, level=min(6, len(match[1]) // 2), page=page)
        else:
            line = _QUOTE.sub("", line)
            if paragraph and _NOTE.match(line.lstrip()):
                yield from done()
            if paragraph and not loose and not paragraph[-1].endswith("  ") and len(paragraph[-1]) > 60:
                yield from done()
            paragraph.append(line.strip() if not line.endswith("  ") else line.strip() + "  ")
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
    return _ORDERED.fullmatch(line) if headings.numbered(markup(line)) is None else None


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


def _paragraph(lines: list[str], page: int | None) -> _Piece:
    bold = _BOLD_LINE.fullmatch(" ".join(line.strip() for line in lines)) is not None
    return _Piece(Kind.BODY, lines, bold=bold, page=page)


def _block(piece: _Piece, joiner: Joiner) -> Block:
    if piece.kind is Kind.TABLE:
        rows = (row.strip().strip("|").split("|") for row in piece.lines)
        text = "\n".join(" | ".join(collapse(markup(cell)) for cell in row) for row in rows)
        return Block(Kind.TABLE, text, page=piece.page)
    text = joiner.join_all(_one_line(line) for line in piece.lines)
    if piece.kind is Kind.BODY and any("\t" in line for line in piece.lines):
        text = "\n".join(_one_line(line) for line in piece.lines)
    kind = piece.kind
    if piece.bold and headings.looks_like(text):
        kind = Kind.HEADING
    return Block(kind, text, page=piece.page, level=piece.level if kind is not Kind.LIST_ITEM else 0)


def _without_loose_headings(blocks: Sequence[Block]) -> list[Block]:
    """A bold line is a heading only when text, a list or a table follows; else it is a line of a letterhead."""
    out: list[Block] = []
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        heads = following is not None and (following.kind is not Kind.BODY or len(following.text.split()) >= HEADED)
        loose = block.kind is Kind.HEADING and not block.level and not heads
        out.append(block.but(kind=Kind.BODY) if loose else block)
    return out


def _one_line(line: str) -> str:
    text = markup(line).strip()
    return text if "\t" in text or re.match(r"\d{1,3}\s{2,}", text) else collapse(text)


def _see_contents(blocks: Sequence[Block]) -> tuple[list[Block], dict[str, int]]:
    """Paragraphs of contents lines become contents."""
    lines = [
        Line(text, fill=0.5)
        for block in blocks
        for text in (block.text.split("\n") if block.kind is Kind.BODY else [block.text])
    ]
    promised = contents.mark(lines)
    if not promised:
        return list(blocks), {}
    out: list[Block] = []
    at = 0
    for block in blocks:
        here = lines[at : at + (block.text.count("\n") + 1 if block.kind is Kind.BODY else 1)]
        at += len(here)
        if not all(line.role is Kind.CONTENTS for line in here):
            out.append(block)
        elif out and out[-1].kind is Kind.CONTENTS:
            out[-1] = out[-1].but(text=f"{out[-1].text}\n{block.text}")
        else:
            out.append(block.but(kind=Kind.CONTENTS))
    return out, promised


def _see_caption(block: Block) -> Block:
    return block.but(kind=Kind.CAPTION) if block.kind is Kind.BODY and captions.is_caption(block.text) else block


def _firm_levels(blocks: Sequence[Block]) -> list[Block]:
    """Headings without hashes are a level below the last one with hashes; numbers outrank hashes where they nest."""
    out: list[Block] = []
    last = 0
    for block in blocks:
        made = block
        if block.kind is Kind.HEADING:
            made = block if block.level else block.but(level=last + 1)
            last = block.level or last
        out.append(made)
    return out
