"""Footnotes found where they stand: blocks of notes in the midst of the text, by their running number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.blocks import Kind, Line, Removed
from ingest.citing import cites
from ingest.clean import SUPERSCRIPTS

__all__ = ["REACH", "ends", "expected", "is_link", "mark", "note_start", "without_repeated_links"]

_RAISED_START = re.compile(rf"([{SUPERSCRIPTS}]{{1,3}})[\s.):]{{0,3}}(\S.*)", re.S)
_DOUBLE_SPACED = re.compile(r"(\d{1,3})(?:\s{2,}|\t+)(\S.*)", re.S)
_SINGLE_SPACED = re.compile(r"(\d{1,3})[.):]?\s(\S.*)", re.S)
_BRACKETED = re.compile(r"\[\^?(\d{1,3})\]:?\s{0,3}(\S.*)", re.S)
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_LINK_LINE = re.compile(r"<?(?:https?://|www\.)\S+>?")
_ENDS = re.compile(r"[.!?…:;][\"”’')\]]{0,3}$|\)$|[/\w](?:\.html?|\.pdf|\.aspx)$")
_LOWER = str.maketrans(SUPERSCRIPTS, "0123456789")
AHEAD = 5
"""How many numbers a running sequence of notes may skip (notes that the extraction lost)."""
SMALL_PRINT = 1.05
"""A line so many times as long as a full line is in smaller letters than the text."""
REACH = 12
"""How many lines or paragraphs of notes are looked through for the rest of a cut sentence."""


def note_start(text: str) -> tuple[int, str, bool] | None:
    """(number, text, sure) when a line begins a note; not sure where an ordinary sentence may begin so too."""
    text = text.strip()
    if not text[:1].isdigit() and text[:1] != "[":
        return None
    for pattern in (_RAISED_START, _BRACKETED, _DOUBLE_SPACED):
        if match := pattern.match(text):
            return int(match[1].translate(_LOWER)), match[2].strip(), True
    if match := _SINGLE_SPACED.match(text):
        return int(match[1]), match[2].strip(), _LINK.match(match[2]) is not None
    return None


def ends(text: str) -> bool:
    """Whether a text ends as a sentence, a reference or a link does."""
    text = text.rstrip().rstrip(SUPERSCRIPTS)
    return (
        _ENDS.search(text[-60:]) is not None
        or _LINK_LINE.fullmatch(text.rsplit(None, 1)[-1] if text else "") is not None
    )


def expected(number: int, last: int) -> bool:
    """Whether a note of this number may follow the note `last`."""
    return last < number <= last + AHEAD


def is_link(text: str) -> bool:
    """Whether a text is nothing but a link."""
    return _LINK_LINE.fullmatch(text.strip()) is not None


def mark(lines: Sequence[Line]) -> None:
    """Gives the lines of note blocks their role and number.

    A block goes from a numbered line to the page's end; where a text does not show its pages, to the next white space.
    """
    last = 0
    inside = False
    open_note = ""
    paged = sum(line.starts_page for line in lines) > 2
    for i, line in enumerate(lines):
        if line.role is Kind.CONTENTS:
            inside = False
            continue
        if line.role is Kind.FOOTNOTE:  # found at the foot of its page
            last, inside, open_note = int(line.number or last), True, line.text
            continue
        if inside and line.starts_page and not _goes_over(lines, i, last, open_note):
            inside = False
        found = _starts_at(lines, i, last, inside=inside)
        if found is not None:
            number, text = found
            line.role, line.number, line.text = Kind.FOOTNOTE, str(number), text
            last, inside, open_note = number, True, text
            continue
        goes_on = is_link(line.text) or (line.text[:1].islower() and not ends(open_note))
        if not paged and line.gap and not goes_on:
            inside = False
        if inside or _runs_on(lines, i, last, open_note):
            line.role, inside, open_note = Kind.FOOTNOTE, True, line.text


def _starts_at(lines: Sequence[Line], i: int, last: int, *, inside: bool) -> tuple[int, str] | None:
    """The number and text of a note that begins at a line, when it comes in its order and place."""
    line = lines[i]
    start = note_start(line.text)
    if start is None or not (line.gap or inside or line.starts_page):
        return None
    number, text, sure = start
    again = number == 1 and sure and line.gap
    if (
        not expected(number, last)
        and not again
        and not (sure and line.gap and number > last and _is_followed(lines, i, number))
    ):
        return None
    if not inside and line.text[:1].isdigit() and line.text[0] not in SUPERSCRIPTS and not _is_cited(lines, i, number):
        return None
    if not sure and not (inside and number == last + 1):
        return None
    return (number, text) if sure or not text[:1].islower() else None


def _is_cited(lines: Sequence[Line], i: int, number: int) -> bool:
    """Whether the number stands glued to a word, or before a full stop, above: '1  Inleiding' is no note."""
    mark = re.compile(rf"(?<=[^\s(]){number}(?!\d)|\s{number}[.,;]?(?=\s|$)")
    above = [line.text for line in lines[max(0, i - 150) : i] if line.role is not Kind.FOOTNOTE]
    return any(mark.search(text) or cites(text, number) for text in above)


def _is_followed(lines: Sequence[Line], i: int, number: int) -> bool:
    """Whether the next note in order begins further down: then the notes between were lost."""
    starts = (note_start(line.text) for line in lines[i + 1 : i + 100])
    return any(start is not None and start[2] and start[0] == number + 1 for start in starts)


def _goes_over(lines: Sequence[Line], i: int, last: int, open_note: str) -> bool:
    """Whether the note that a page ends with goes on atop the next: no white space parts it from the next note."""
    if ends(open_note):
        return False
    for line in lines[i : i + REACH]:
        start = note_start(line.text)
        if start is not None and start[2] and start[0] == last + 1:
            return not line.gap
        if line is not lines[i] and line.starts_page:
            return False
    return False


def _runs_on(lines: Sequence[Line], i: int, last: int, open_note: str) -> bool:
    """Whether a note that its page cut goes on at a line.

    White space or smaller letters part it from the text above, and below it on the same page comes the next note, or
    nothing but small print.
    """
    line = lines[i]
    wide = line.fill >= SMALL_PRINT
    if line.starts_page or i == 0 or not open_note or not (wide or line.gap):
        return False
    if not (wide and line.gap) and (ends(open_note) or (not wide and ends(lines[i - 1].text))):
        return False
    small = 0
    for k in range(i + 1, min(i + 60, len(lines))):
        if lines[k].starts_page:
            # the last line of a note is seldom full: it does not speak against one that was cut in mid-sentence
            least = k - i - 1 if ends(open_note) else k - i - 2
            return wide and line.gap and line.text[:1].islower() and small >= 0.5 * least
        start = note_start(lines[k].text)
        if start is not None and start[2] and start[0] == last + 1:
            return k - i < REACH or small > 0.6 * (k - i)
        small += lines[k].fill >= SMALL_PRINT
    return False


def without_repeated_links(lines: Sequence[Line]) -> tuple[list[Line], list[Removed]]:
    """The lines without those that only repeat a link of the notes above them, as link layers of PDFs leave behind."""
    kept: list[Line] = []
    removed: list[Removed] = []
    recent: list[str] = []
    for line in lines:
        if line.role is not Kind.FOOTNOTE:
            recent.clear() if line.role is None else None
        elif not line.number and _LINK_LINE.fullmatch(line.text.strip()):
            link = _bare(line.text)
            if link in "".join(recent):
                removed.append(Removed("repeated link", line.text, line.page))
                continue
            recent.append(link)
        else:
            recent.append(_bare(line.text))
        kept.append(line)
    return kept, removed


def _bare(text: str) -> str:
    return re.sub(r"[\s<>;-]", "", text)
