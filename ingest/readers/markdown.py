"""Markdown, and the Markdown-like text of extractors, read line by line.

A reader for true Markdown would take '1. Situering' for an ordered list and bold runs that a page cuts for text; here a
line is a paragraph or a part of one, and what a page cut is joined again by `ingest.footnotes.lift`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from ingest import captions, contents, lifting, outline, titles
from ingest.blocks import Block, Kind, Line, Reading, Removed
from ingest.clean import characters, collapse, markup
from ingest.hyphens import Joiner
from ingest.readers.pieces import Piece, cut

__all__ = ["read_marked_up"]

HEADED = 15
"""A paragraph of so many words may stand under a bold line as its heading."""
LETTERHEAD = 40
"""A letter begins within so many paragraphs."""


def read_marked_up(text: str) -> Reading:
    """The blocks of a Markdown text."""
    text = characters(text)
    reading = Reading(blocks=[], media_type="text/markdown")
    body = _without_front_matter(text, reading)
    pieces = cut(body, reading.removed)
    reading.pages = max((p.page for p in pieces if p.page), default=None)
    joiner = Joiner(markup(line) for piece in pieces for line in piece.lines)
    blocks = [_block(piece, joiner) for piece in pieces]
    blocks = _without_loose_headings([block for block in blocks if block.text])
    blocks, promised = _see_contents(blocks)
    blocks = lifting.lift([_see_caption(block) for block in blocks], joiner)
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


def _block(piece: Piece, joiner: Joiner) -> Block:
    if piece.kind is Kind.TABLE:
        rows = (row.strip().strip("|").split("|") for row in piece.lines)
        text = "\n".join(" | ".join(collapse(markup(cell)) for cell in row) for row in rows)
        return Block(Kind.TABLE, text, page=piece.page)
    text = joiner.join_all(_one_line(line) for line in piece.lines)
    if piece.kind is Kind.BODY and any("\t" in line for line in piece.lines):
        text = "\n".join(_one_line(line) for line in piece.lines)
    kind = piece.kind
    if piece.bold and titles.looks_like(text):
        kind = Kind.HEADING
    return Block(kind, text, page=piece.page, level=piece.level)


def _without_loose_headings(blocks: Sequence[Block]) -> list[Block]:
    """A bold line is a heading only when text, a list or a table follows; else it is a line of a letterhead.

    A letter has no headings before its salutation but those with hashes.
    """
    out: list[Block] = []
    begins = next((i for i, block in enumerate(blocks[:LETTERHEAD]) if titles.is_salutation(block.text)), 0)
    for i, (block, following) in enumerate(zip_longest(blocks, blocks[1:])):
        heads = following is not None and (following.kind is not Kind.BODY or len(following.text.split()) >= HEADED)
        loose = block.kind is Kind.HEADING and not block.level and (not heads or i < begins)
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
