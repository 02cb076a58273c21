"""Text files in the shapes that extractors leave behind: wrapped, spaced, one paragraph a line, or marked up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest import bullets, captions, contents, feet, footnotes, furniture, headings, layout, tables
from ingest.blocks import Line, Reading
from ingest.clean import characters, is_marked_up
from ingest.hyphens import Joiner
from ingest.readers.markdown import read_marked_up

__all__ = ["lines_of", "read_text"]

_DOUBLED = re.compile(r"(?<! )  (?! )")
_STRETCHED = re.compile(r"(?<! ) {2,5}(?! )")
WRAPPED = 140
"""Lines longer than this were not wrapped by a page."""


def read_text(text: str) -> Reading:
    """The blocks of a text file."""
    text = characters(text)
    if is_marked_up(text) or _is_unwrapped(text):
        reading = read_marked_up(text)
        reading.media_type = "text/plain"
        return reading
    lines = lines_of(text)
    reading = Reading(blocks=[], media_type="text/plain", pages=text.count("\f") + 1 if "\f" in text else None)
    lines, reading.removed = furniture.strip(lines)
    promised = contents.mark(lines)
    lines = feet.mark(lines)
    footnotes.mark(lines)
    lines, links = footnotes.without_repeated_links(lines)
    reading.removed += links
    captions.mark(lines)
    tables.mark(lines)
    lines, alone = bullets.without_columns(lines)
    reading.removed += alone
    headings.mark(lines, promised)
    bullets.see_lost(lines)
    joiner = Joiner(line.text for line in lines)
    reading.blocks = layout.assemble(lines, joiner)
    return reading


def _is_unwrapped(text: str) -> bool:
    """Whether each line is a whole paragraph."""
    lengths = sorted(len(line) for line in text.splitlines() if line.strip())
    return bool(lengths) and sum(n for n in lengths if n > WRAPPED) > 0.4 * sum(lengths)


def lines_of(text: str) -> list[Line]:
    """The lines of a wrapped text, with what the white space between them says.

    In a *spaced* text a blank line stands after each line; there a line of spaces is a gap, and a page begins with a
    line that follows without a blank line and is indented.
    """
    raw = re.sub(r"(?<=[^\n])\f", "\n\f", text).split("\n")
    spaced = _is_spaced(raw)
    full = _full_width(raw)
    justified = _is_justified(raw)
    out: list[Line] = []
    blanks, void, form_feed, page = 0, False, False, 1
    paged = "\f" in text
    for each in raw:
        if "\f" in each:
            page += each.count("\f")
            form_feed = True
            each = each.replace("\f", "")
        if not each.strip():
            void = void or bool(each)
            blanks += 1
            continue
        indent = len(each) - len(each.lstrip())
        adjacent = blanks == 0 and not void
        line = Line(
            _tidy(each, justified=justified),
            page=page if paged else None,
            fill=len(each.strip()) / full,
            indent=indent,
            left=indent,
        )
        line.starts_page = form_feed or (spaced and adjacent and indent > 0) or not out
        line.gap = (void or blanks > 1) if spaced else (blanks > 0)
        if spaced and line.starts_page:
            line.indent = max(0, indent - 1)
        out.append(line)
        blanks, void, form_feed = 0, False, False
    return out


def _tidy(text: str, *, justified: bool) -> str:
    """Runs of spaces after the first words stay where they tell columns or a note's number apart."""
    run = _STRETCHED if justified else _DOUBLED
    return run.sub(lambda m: m[0] if m.start() < 5 and m.string[:1].isdigit() else " ", text.strip())


def _is_justified(raw: Sequence[str]) -> bool:
    """Whether spaces were doubled to fill lines: in many lines nearly all words stand equally far apart."""
    runs = [[len(run) for run in re.findall(r"(?<=\S) {1,9}(?=\S)", each)] for each in raw]
    stretched = sum(1 for run in runs if len(run) > 3 and sum(n > 1 for n in run) > 0.6 * len(run) and max(run) <= 5)
    return stretched >= 5 and stretched > 0.02 * sum(map(bool, runs))


def _is_spaced(raw: Sequence[str]) -> bool:
    """Whether nearly every line is followed by a blank one though lines run on."""
    full = [i for i, each in enumerate(raw) if each.strip()]
    if len(full) < 8:
        return False
    pairs = list(pairwise(full))
    apart = sum(1 for a, b in pairs if b - a >= 2)
    running = sum(1 for _, b in pairs if raw[b].lstrip()[:1].islower())
    return apart > 0.7 * len(pairs) and running > 0.25 * len(pairs)


def _full_width(raw: Sequence[str]) -> float:
    """How many characters a full line has."""
    lengths = sorted(len(each.strip()) for each in raw if len(each.strip()) > 25)
    return float(max(40, lengths[int(len(lengths) * 0.8)])) if lengths else 80.0
