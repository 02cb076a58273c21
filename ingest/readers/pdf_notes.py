"""The footnotes of a PDF: small letters at the foot of a column, below a short line or from a number on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest import footnotes
from ingest.blocks import Kind, Line
from ingest.readers.pdf_drawn import Rule
from ingest.readers.pdf_file import Page
from ingest.readers.pdf_page import Piece
from ingest.readers.pdf_style import MOST_RULES, Style

__all__ = ["Notes"]

SEPARATOR = 0.5
"""The line above the notes is at most so many times as long as the page is wide."""
CLOSE = 3.0
"""The first note stands so many times the size of its letters below that line at most."""
HANGS = 30.0
"""The lines of a note begin so many points from one another at most."""
_GLUED = re.compile(r"(\d{1,3})(?=[^\W\d_]|[\"'“‘(])(\S.*)", re.S)


class Notes:
    """Takes the notes out of the pages of a document, one page after the other, and knows how far their numbers are."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self._last = 0
        self._open = ""

    def part(self, page: Page) -> tuple[list[Piece], list[Line]]:
        """The pieces of a page that are no notes, and the lines of its notes."""
        small = [p for p in page.pieces if self._style.is_note(p) and p.text.strip()]
        taken: set[int] = set()
        lines: list[Line] = []
        zones = self._below_rules(page, small) + self._from_numbers(page.pieces, small)
        for zone in sorted(zones, key=lambda each: (round(each[0].left / HANGS), -each[0].bottom)):
            fresh = [p for p in zone if p.order not in taken]
            taken |= {p.order for p in fresh}
            lines += self._lines(fresh, page.number)
        return [p for p in page.pieces if p.order not in taken], lines

    def _below_rules(self, page: Page, small: Sequence[Piece]) -> list[list[Piece]]:
        """What stands below the short lines that part notes from the text."""
        found = []
        for rule in page.rules[:MOST_RULES]:
            if rule.right - rule.left > SEPARATOR * page.width:
                continue
            zone = _column(rule.left, [p for p in small if p.top <= rule.y + 2])
            if zone and self._is_noted(zone, page.pieces, rule):
                found.append(zone)
        return found

    def _is_noted(self, zone: Sequence[Piece], pieces: Sequence[Piece], rule: Rule) -> bool:
        first = zone[0]
        if rule.y - first.top > CLOSE * first.size or not _ends_column(zone, pieces, self._style):
            return False
        return self._number(first.text, 0) is not None or bool(self._open)

    def _from_numbers(self, pieces: Sequence[Piece], small: Sequence[Piece]) -> list[list[Piece]]:
        """Small letters at a column's foot from a number on; where the page before broke off a note, from its rest."""
        found: list[list[Piece]] = []
        taken: set[int] = set()
        starts = [p for p in small if footnotes.note_start(p.text) is not None]
        for start in sorted(starts, key=lambda p: (round(p.left / HANGS), -p.bottom)):
            if start.order in taken:
                continue
            zone = _column(start.left, [p for p in small if p.order not in taken and p.bottom <= start.bottom + 1])
            if zone and _ends_column(zone, pieces, self._style):
                found.append(zone)
                taken |= {p.order for p in zone}
        return found

    def _lines(self, zone: Sequence[Piece], page: int) -> list[Line]:
        lines: list[Line] = []
        last = 0
        left = min((p.left for p in zone), default=0.0)
        for row in _rows(zone):
            text = "  ".join(p.text.strip() for p in row)
            line = Line(text, page=page, role=Kind.FOOTNOTE)
            begun = self._number(text, last) if row[0].left < left + HANGS else None
            if begun is not None:
                line.number, line.text = str(begun[0]), begun[1]
                last = self._last = begun[0]
            lines.append(line)
            self._open = "" if footnotes.ends(line.text) else line.text
        return lines

    def _number(self, text: str, last: int) -> tuple[int, str] | None:
        """(number, text) where a note begins; `last` is the number of the note above it on the page, 0 for none.

        A number that does not stand raised or apart must come in its order.
        """
        start = footnotes.note_start(text)
        if start is None:
            glued = _GLUED.fullmatch(text.strip())
            start = (int(glued[1]), glued[2], False) if glued is not None else None
        if start is None or start[0] <= last:
            return None
        number, rest, sure = start
        if not sure and rest[:1].islower() and self._open:
            return None
        if sure or number == last + 1 or (not last and footnotes.expected(number, self._last)):
            return number, rest
        return None


def _column(left: float, small: Sequence[Piece]) -> list[Piece]:
    """The pieces of the column that begins at `left`, from top to bottom."""
    right = max((p.right for p in small if abs(p.left - left) <= HANGS), default=left)
    return sorted((p for p in small if left - 4 <= p.left < right), key=lambda p: (-round(p.bottom), p.left))


def _ends_column(zone: Sequence[Piece], pieces: Sequence[Piece], style: Style) -> bool:
    """Whether nothing but a number follows in larger letters below the first line of notes."""
    left, right = min(p.left for p in zone), max(p.right for p in zone)
    return not any(
        p.bottom < zone[0].bottom - 1
        and p.left < right
        and p.right > left
        and not style.is_note(p)
        and not p.text.strip().isdecimal()
        for p in pieces
    )


def _rows(zone: Sequence[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for piece in zone:
        if rows and abs(rows[-1][0].bottom - piece.bottom) < 0.4 * piece.height:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows
