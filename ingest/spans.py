"""Tables with merged cells as plain rows: each row has all its columns and says by itself what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["MOST_COLUMNS", "spanned"]

MOST_COLUMNS = 60
"""A cell that claims more columns, or a row that would grow longer, is cut off here."""
MOST_ROWS = 200
"""A cell that claims more rows is cut off here."""


def spanned(rows: Iterable[Sequence[tuple[str, int, int]]]) -> list[list[str]]:
    """The texts of the cells by row. Each cell is given as (text, columns, rows).

    A cell over several rows is repeated in each of them; a cell over several columns leaves the further ones empty.
    """
    out: list[list[str]] = []
    below: dict[int, tuple[str, int]] = {}
    for row in rows:
        line: list[str] = []
        cells = list(row)
        while cells or len(line) in below:
            if len(line) in below:
                text, left = below.pop(len(line))
                if left > 1:
                    below[len(line)] = text, left - 1
                line.append(text)
                continue
            text, columns, down = cells.pop(0)
            for k in range(max(1, min(columns, MOST_COLUMNS - len(line)))):
                if down > 1:
                    below[len(line)] = "" if k else text, min(down, MOST_ROWS) - 1
                line.append("" if k else text)
        out.append(line)
    return out
