"""What is drawn on a PDF page beside its text: the lines of tables, and the dots before the items of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from ingest import layout
from ingest.readers.pdf_chars import View
from ingest.readers.pdf_page import Piece

__all__ = ["Dot", "Drawn", "Rule", "drawn", "with_bullets"]

THIN, SHORTEST, MOST = 2.5, 40.0, 5000
"""A drawn line is so many points thick at most and so many long at least; of a page so many drawings are looked at."""
TOUCHING = 3.0
"""Lines of one height that stand so many points apart are one line: a table's cells have borders of their own."""
SMALLEST, LARGEST = 1.2, 9.0
"""A dot that stands for a bullet is so many points wide and high."""
MOST_DOTS = 500
"""Of a page so many dots are looked at: more are a pattern."""
HANGS = 2.5
"""So many times the size of its letters at most a line stands to the right of its dot."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A level line drawn on the page, as between the rows of a table."""

    left: float
    right: float
    y: float


@dataclass(frozen=True, slots=True)
class Dot:
    """A small drawing, about as wide as high: where it ends on the right, and the height of its middle."""

    right: float
    y: float


@dataclass(slots=True)
class Drawn:
    """What is drawn on a page."""

    rules: list[Rule] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)


def drawn(page: Any, view: View) -> Drawn:
    """The lines and thin bars that lie level in a view of a page, and its dots; a box counts by its two edges."""
    import pypdfium2.raw as pdfium

    found = Drawn()
    edges: list[Rule] = []
    for each in islice(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3), MOST):
        left, bottom, right, top = view.box(*each.get_bounds())
        width, height = right - left, top - bottom
        if width > LARGEST:
            edges += [Rule(left, right, y) for y in ({bottom} if height < THIN else {bottom, top})]
        elif SMALLEST <= width <= LARGEST and abs(width - height) <= 0.35 * width:
            found.dots.append(Dot(right, (top + bottom) / 2))
    found.rules = [rule for rule in _whole(edges) if rule.right - rule.left >= SHORTEST]
    return found


def _whole(edges: Sequence[Rule]) -> list[Rule]:
    """The lines, those that touch put together."""
    out: list[Rule] = []
    for edge in sorted(edges, key=lambda each: (round(each.y), each.left)):
        if out and abs(out[-1].y - edge.y) < 1 and edge.left <= out[-1].right + TOUCHING:
            out[-1] = Rule(out[-1].left, max(out[-1].right, edge.right), out[-1].y)
        else:
            out.append(edge)
    return out


def with_bullets(pieces: Sequence[Piece], dots: Sequence[Dot]) -> None:
    """Gives the lines that stand behind a dot a bullet."""
    for dot in dots[:MOST_DOTS]:
        beside = [p for p in pieces if p.bottom < dot.y < p.top and p.right > dot.right - 1]
        line = min(beside, key=lambda p: p.left, default=None)
        if line is not None and -1 < line.left - dot.right < HANGS * line.size and layout.bullet(line.text) is None:
            line.text, line.left = f"• {line.text}", dot.right - 1
