"""The letters of a PDF: which sizes and looks are headings, notes and body, and how deep each heading stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ingest import headings
from ingest.blocks import Kind, Line
from ingest.clean import collapse
from ingest.contents import key
from ingest.readers.pdf_file import Page
from ingest.readers.pdf_page import Piece

__all__ = ["LARGER", "Style", "settle_headings"]

LARGER = 1.09
"""Letters so many times as large as those of the body make a heading."""
SMALLER = 0.93
"""Letters so many times as large as those of the body, at a column's foot, make a note."""


class Style:
    """The letters of a document: the size of its body text and of its headings."""

    def __init__(self, pages: Sequence[Page]) -> None:
        sizes: Counter[float] = Counter()
        bold: Counter[float] = Counter()
        for page in pages:
            for piece in page.pieces:
                sizes[piece.size] += len(piece.text)
                bold[piece.size] += len(piece.text) * piece.bold
        self.body = sizes.most_common(1)[0][0] if sizes else 10.0
        looks = Counter[str]()
        for page in pages:
            for piece in page.pieces:
                looks[piece.look] += len(piece.text) if piece.size == self.body else 0
        self.look = looks.most_common(1)[0][0] if looks else ""
        self.bold_body = bold[self.body] > 0.4 * sizes[self.body]

    def is_heading(self, piece: Piece) -> bool:
        """Whether a piece has the letters of a heading."""
        if not any(c.isalpha() for c in piece.text):
            return False
        return piece.size >= LARGER * self.body or (
            piece.bold and not self.bold_body and piece.size >= 0.97 * self.body
        )

    def stands_out(self, lines: Sequence[Piece], i: int) -> bool:
        """Whether a line in letters of the body's size is a heading by its font or colour, its place and its shape."""
        line = lines[i]
        below = lines[i + 1] if i + 1 < len(lines) else None
        if (
            not line.look
            or not self.look
            or line.look == self.look
            or abs(line.size - self.body) > 0.6
            or below is None
            or below.look == line.look
        ):
            return False
        above = lines[i - 1] if i else None
        free = above is None or above.bottom - line.bottom > 1.6 * line.size or above.look == line.look
        return free and headings.looks_like(line.text, words=10) and line.look.split()[-1] != self.look.split()[-1]

    def is_note(self, piece: Piece) -> bool:
        """Whether a piece has the letters of a note."""
        return piece.size <= SMALLER * self.body


def settle_headings(lines: Sequence[Line], style: Style, promised: Mapping[str, int]) -> None:
    """Lines in a heading's letters become headings with levels by size, or go back to the text where they run on.

    A line of the body's letters that the contents page or a bookmark promises is a heading, too.
    """
    for line in lines:
        if line.role is None and (line.gap or line.starts_page) and key(line.text) in promised:
            line.role, line.indent = Kind.HEADING, round(style.body * 10) - promised[key(line.text)]
    for group in _heading_groups(lines):
        text = collapse(" ".join(line.text for line in group))
        if group[0].text[:1].isdigit() and headings.numbered(text) is None and len(text) < 4:
            for line in group:
                line.role = None
            continue
        is_long = len(text.split()) > headings.MAX_WORDS or len(text) > headings.MAX_CHARACTERS
        runs_on = (
            text[-1:] in ",;"
            or (text[-1:] == "." and group[0].indent <= round(style.body * 10) + 1)
            or text[:1].islower()
        )
        if is_long or runs_on:
            for line in group:
                line.role = None
            continue
        for line in group[1:]:
            line.level = 0
    sizes = sorted({line.indent for line in lines if line.role is Kind.HEADING}, reverse=True)
    rank = {size: i + 1 for i, size in enumerate(sizes)}
    fresh = True
    for line in lines:
        if line.role is Kind.HEADING:
            line.level = rank[line.indent] if fresh or line.starts else 0
        fresh = line.role is not Kind.HEADING


def _heading_groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of lines in the same heading's letters without white space between them; each first line starts a block."""
    group: list[Line] = []
    for line in lines:
        same = (
            group
            and line.role is Kind.HEADING
            and line.indent == group[-1].indent
            and not line.gap
            and (not line.starts_page or line.text[:1].islower())
        )
        if group and not same:
            yield group
            group = []
        if line.role is Kind.HEADING:
            line.starts = not group
            group.append(line)
    if group:
        yield group
