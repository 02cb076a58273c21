"""Tables in flat text: the short lines after a table's caption, and lists of abbreviations."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.blocks import Kind, Line
from ingest.captions import is_caption, is_table_caption
from ingest.titles import level_of, numbered

__all__ = ["glossary", "is_numeric_row", "mark"]

_BULLET = re.compile(r"[•▪●◦‣·–—-]\s")
_ABBREVIATED = re.compile(
    r"((?=(?:[^A-Z\s]{0,14}[A-Z]){2})[A-Za-z][\w&.-]{1,14}(?:[’']s)?|[a-z]{2,6})[ \t:=–-]{1,6}[^\W\d_].{3,90}[^.;:,?!]"
)
_NUMERIC = re.compile(r"(?![•▪●◦‣·–—-]\s)\S.{0,90}?(?:\s{1,40}[-–+]?[€$£]?\d[\d.,]{0,15}%?){2,12}")
NUMERIC = 3
"""So many lines that end in two numbers or more make a table, also without a caption."""
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
    _mark_numeric(lines)


def is_numeric_row(text: str) -> bool:
    """Whether a line has the shape of a row of numbers with its name before them."""
    return _NUMERIC.fullmatch(text.strip()) is not None and numbered(text) is None


def _mark_numeric(lines: Sequence[Line]) -> None:
    """Rows of numbers without a caption are a table, and the line above them is its head."""
    i = 0
    while i < len(lines):
        end = i
        while end < len(lines) and lines[end].role is None and is_numeric_row(lines[end].text):
            end += 1
        if end - i >= NUMERIC:
            before = lines[i - 1] if i else None
            headed = before is not None and before.role is None and before.text[-1:] not in ".:;,!?"
            first = i - 1 if headed and before is not None and before.fill < LONG and not lines[i].gap else i
            for k in range(first, end):
                lines[k].role, lines[k].starts = Kind.TABLE, k == first
        i = max(end, i + 1)


def glossary(texts: Sequence[str]) -> list[str] | None:
    """The rows of a list of abbreviations, when texts are nothing but one."""
    if len(texts) < GLOSSARY or not all(_ABBREVIATED.fullmatch(text.strip()) for text in texts):
        return None
    capitals = sum(1 for text in texts if any(c.isupper() for c in text.split()[0]))
    return [_row(text.strip()) for text in texts] if capitals >= 0.6 * len(texts) else None


def _row(text: str) -> str:
    """An abbreviation and its meaning as two cells."""
    return re.sub(r"^(\S+)\s*[:=–-]?\s+", r"\1 | ", text)


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
                each.text = _row(each.text)
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
