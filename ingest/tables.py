"""Tables in flat text: the short lines after a table's caption, and lists of abbreviations."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.blocks import Kind, Line
from ingest.captions import is_caption, is_table_caption
from ingest.headings import level_of, numbered

__all__ = ["mark"]

_BULLET = re.compile(r"[•▪●◦‣·–—-]\s")
_ABBREVIATED = re.compile(
    r"((?=(?:[^A-Z\s]{0,14}[A-Z]){2})[A-Za-z][\w&.-]{1,14}(?:[’']s)?|[a-z]{2,6})[ \t:=–-]{1,6}[^\W\d_].{3,90}[^.;:,?!]"
)
SHORT = 0.7
LONG = 0.82
GLOSSARY = 4
"""So many lines of an abbreviation and its meaning in a row make a list of abbreviations."""


def mark(lines: Sequence[Line]) -> None:
    """Gives the lines of tables their role."""
    i = 0
    while i < len(lines):
        line = lines[i]
        if line.role is Kind.CAPTION and is_table_caption(line.text):
            i += 1
            while i < len(lines) and lines[i].role is Kind.CAPTION and not lines[i].starts:
                i += 1
            i = _cells(lines, i)
        else:
            i += 1
    _mark_glossaries(lines)


def _mark_glossaries(lines: Sequence[Line]) -> None:
    run: list[Line] = []
    for line in (*lines, None):
        if line is not None and line.role is None and line.fill < SHORT and _ABBREVIATED.fullmatch(line.text):
            run.append(line)
            continue
        capitals = sum(1 for each in run if any(c.isupper() for c in each.text.split()[0][1:] or each.text[0]))
        if len(run) >= GLOSSARY and capitals >= 0.6 * len(run):
            for k, each in enumerate(run):
                each.role, each.starts = Kind.TABLE, k == 0
                each.text = re.sub(r"^(\S+)\s*[:=–-]?\s+", r"\1 | ", each.text)
        run = []


def _cells(lines: Sequence[Line], i: int) -> int:
    """Marks the short lines from `i` on as cells, up to a heading, a source line or running text."""
    k, first = i, True
    while k < len(lines):
        line = lines[k]
        if line.role is Kind.FOOTNOTE:
            k += 1
            continue
        if line.role is not None or is_caption(line.text) or _ends_table(lines, k):
            break
        line.role, line.starts = Kind.TABLE, first
        first = False
        k += 1
    return k


def _ends_table(lines: Sequence[Line], k: int) -> bool:
    """Whether running text or a heading begins at line `k` of a table."""
    line = lines[k]
    ahead = [each for each in lines[k : k + 4] if each.role is None][:3]
    long = sum(1 for each in ahead if each.fill >= LONG)
    number = numbered(line.text)
    if number is not None:
        return level_of(number[0]) > 1 or long >= 2
    if _BULLET.match(line.text) and line.fill >= SHORT:
        return True
    if line.fill >= LONG:
        return long >= 2
    return long >= 2 and len(ahead) == 3 and line.text[-1:].isalpha() and line.gap
