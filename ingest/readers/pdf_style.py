"""The letters of a PDF: which sizes and looks are headings, notes and body, and how deep each heading stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from ingest import headings
from ingest.blocks import Kind, Line
from ingest.clean import collapse
from ingest.contents import key
from ingest.readers.pdf_drawn import Rule
from ingest.readers.pdf_file import Page
from ingest.readers.pdf_page import Piece

__all__ = ["LARGER", "MOST_RULES", "Style", "settle_headings"]

LARGER = 1.09
"""Letters so many times as large as those of the body make a heading."""
SMALL_HEADING = 0.6
"""A bold heading in smaller letters than the body is so many times as large at least."""
MOST_RULES = 100
"""So many of the lines drawn on a page are looked at for one that parts the notes from the text."""
MOST_COLUMNS = 2
"""Where more pieces stand on one line, there is a table; pages with more columns of text have nothing else."""
SMALLER = 0.93
"""Letters so many times as large as those of the body, at a column's foot, make a note."""


class Style:
    """The letters of a document: the size of its body text and of its headings."""

    def __init__(self, pages: Sequence[Page]) -> None:
        sizes: Counter[float] = Counter()
        bold: Counter[float] = Counter()
        looks: dict[float, Counter[str]] = {}
        for page in pages:
            for piece, weight in _weighed(page):
                sizes[piece.size] += weight
                bold[piece.size] += weight * piece.bold
                looks.setdefault(piece.size, Counter())[piece.look] += weight
        self.body = sizes.most_common(1)[0][0] if sizes else 10.0
        self.look = looks[self.body].most_common(1)[0][0] if sizes else ""
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
            or (abs(line.size - self.body) > 0.6 and not self._is_small_heading(line, below))
            or below is None
            or below.look == line.look
        ):
            return False
        above = lines[i - 1] if i else None
        free = above is None or above.bottom - line.bottom > 1.6 * line.size or above.look == line.look
        coloured = line.look.split()[-1] != self.look.split()[-1]
        return free and headings.looks_like(line.text, words=10) and (coloured or self._is_small_heading(line, below))

    def _is_small_heading(self, line: Piece, below: Piece | None) -> bool:
        """Whether a line is bold, smaller than the body, and above a line that is not bold, as on slides."""
        return (
            line.bold
            and not self.bold_body
            and SMALL_HEADING * self.body <= line.size < self.body
            and below is not None
            and not below.bold
        )

    def is_note(self, piece: Piece) -> bool:
        """Whether a piece has the letters of a note."""
        return piece.size <= SMALLER * self.body


def _weighed(page: Page) -> Iterator[tuple[Piece, int]]:
    """The pieces of a page with their weight as body text: that of tables and of notes below a line counts little."""
    beside = Counter(round(piece.bottom) for piece in page.pieces)
    low = max((rule.y for rule in page.rules[:MOST_RULES] if _parts_notes(rule, page)), default=0.0)
    for piece in page.pieces:
        aside = beside[round(piece.bottom)] > MOST_COLUMNS or piece.bottom < low
        yield piece, len(piece.text) * (1 if aside else 4)


def _parts_notes(rule: Rule, page: Page) -> bool:
    """Whether nothing but smaller letters stands below a short line."""
    if rule.right - rule.left > 0.5 * page.width:
        return False
    above = [piece.size for piece in page.pieces if piece.bottom > rule.y]
    below = [piece.size for piece in page.pieces if piece.bottom < rule.y]
    return bool(above) and bool(below) and max(below) <= SMALLER * median(above)


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


def _only_bolder(above: Line, line: Line) -> bool:
    """Whether a heading goes on in letters of the same size that only differ in being bold, as designed ones do."""
    return above.indent // 10 == line.indent // 10 and abs(above.indent - line.indent) == 1 and line.text[:1].islower()


def _heading_groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of lines in the same heading's letters without white space between them; each first line starts a block."""
    group: list[Line] = []
    for line in lines:
        same = (
            group
            and line.role is Kind.HEADING
            and (line.indent == group[-1].indent or _only_bolder(group[-1], line))
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
