"""Headings in flat text: by number, by the contents page, or by their shape."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ingest.blocks import Kind, Line
from ingest.contents import is_name, key
from ingest.references import is_name as names_references
from ingest.titles import (
    BULLET,
    BUSINESS,
    MAX_CHARACTERS,
    MAX_WORDS,
    Divisions,
    is_item_of_business,
    leads_on,
    level_of,
    looks_like,
    numbered,
)

__all__ = ["MAX_CHARACTERS", "MAX_WORDS", "level_of", "looks_like", "mark", "numbered"]

_NOTE_DIGITS = re.compile(r"(?<=[.!?:;”\"’)])\s?\d{1,3}$")
SHORT = 0.85
LABEL = 0.6


def mark(lines: Sequence[Line], promised: Mapping[str, int]) -> None:
    """Gives headings among the lines of a flat text their role and level."""
    plain = [line for line in lines if line.role in (None, Kind.CAPTION, Kind.TABLE, Kind.CONTENTS)]
    order, divisions = _Order(), Divisions()
    depth = 0
    for i, line in enumerate(plain):
        if line.role is not None:
            continue
        found = numbered(line.text)
        follows = found is not None and order.expects(found[0])
        before = plain[i - 1] if i else None
        closed = before is None or before.role is not None or _closed(before, line)
        if (
            found is not None
            and (closed or (follows and (not _runs_on(before) or (line.gap and line.fill < LABEL))))
            and _is_numbered_heading(plain, i, follows, promised)
        ):
            depth = level_of(found[0])
            order.take(found[0])
            line.role, line.level = Kind.HEADING, depth
            _take_second_line(plain, i)
        elif (closed or (before is not None and before.fill < LABEL)) and _take_business(plain, i):
            depth = 1
        elif not closed:
            continue
        elif looks_like(line.text, words=MAX_WORDS) and (level := divisions.level(line.text)):
            depth = level
            line.role, line.level = Kind.HEADING, level
        elif names_references(line.text) and line.fill < SHORT:
            line.role, line.level, depth = Kind.HEADING, 1, 1
        elif (key(line.text) in promised and len(line.text.split()) <= MAX_WORDS) or is_name(line.text):
            line.role, line.level = Kind.HEADING, promised.get(key(line.text), 1)
            depth = line.level
        elif looks_like(line.text) and _stands_free(plain, i):
            under = before is not None and before.role is Kind.HEADING and before.level == depth + 1 and not found
            line.role, line.level = Kind.HEADING, depth + 1 + under


def _take_business(lines: Sequence[Line], i: int) -> bool:
    """Makes a line that announces an item of business, and the lines on which it goes on, a heading."""
    if BUSINESS.match(lines[i].text) is None:
        return False
    end = i + 1
    while end < min(i + 4, len(lines)) and _runs_on_in(" ".join(line.text for line in lines[i:end]), lines[end]):
        end += 1
    whole = is_item_of_business(" ".join(line.text for line in lines[i:end])) and end < len(lines)
    for line in lines[i:end] if whole else ():
        line.role, line.level = Kind.HEADING, int(line is lines[i])
    return whole


def _runs_on_in(text: str, line: Line) -> bool:
    """Whether the announcement of an item of business goes on in a line."""
    if line.role is not None or line.gap or line.starts_page or ":" in line.text or line.text[-1:] in ".?!":
        return False
    return line.text[:1].islower() or re.search(r"\sover\s", text) is None


class _Order:
    """The running numbers of headings: what may come after `2.1.3` is `2.1.4`, `2.1.3.1`, `2.2` or `3`."""

    def __init__(self) -> None:
        self._last: tuple[int, ...] = ()

    @staticmethod
    def _parts(number: str) -> tuple[int, ...]:
        return tuple(int(part) for part in number.split(".") if part)

    def expects(self, number: str) -> bool:
        """Whether this number may come next; a number that the extraction lost may be skipped."""
        parts = self._parts(number)
        if not parts:
            return False
        known = self._last[: len(parts) - 1]
        if parts[:-1] != known:
            return len(parts) > 1 and parts[:-1] > known and parts[-1] == 1
        before = self._last[len(parts) - 1] if len(self._last) >= len(parts) else 0
        return before < parts[-1] <= before + 2

    def take(self, number: str) -> None:
        """A heading with this number stands here."""
        self._last = self._parts(number)


def _runs_on(before: Line | None) -> bool:
    """Whether a line fills its column and ends in the midst of a sentence."""
    return before is not None and (before.text[-1:] in ",-" or (before.fill >= SHORT and before.text[-1:].isalpha()))


def _closed(before: Line, line: Line) -> bool:
    """Whether the text before a line has ended, so that a heading may begin."""
    text = _NOTE_DIGITS.sub("", before.text.rstrip())
    return text[-1:] in '.!?:;…”"’)' or (
        (line.gap or line.starts_page) and before.fill < SHORT and text[-1:] not in ",-"
    )


def _is_numbered_heading(lines: Sequence[Line], i: int, follows: bool, promised: Mapping[str, int]) -> bool:
    """A numbered line is a heading when it is promised, or comes in its order and not in a list of such lines."""
    line = lines[i]
    found = numbered(line.text)
    if found is None or key(line.text) in promised:
        return found is not None
    if level_of(found[0]) > 1:
        return follows or line.gap or not lines[i - 1].text[-1:].isalpha()
    following = lines[i + 1] if i + 1 < len(lines) else None
    if not follows or following is None or following.role is Kind.TABLE:
        return False
    again = numbered(following.text)
    if line.fill >= SHORT and following.text[:1].islower() and following.text.rstrip()[-1:] in ".?!;:":
        return False
    wraps = following.text[:1].islower() and following.fill >= 0.6
    return not wraps and not (again is not None and level_of(again[0]) == 1)


def _take_second_line(lines: Sequence[Line], i: int) -> None:
    """A numbered heading that fills its line goes on when the next line starts in lower case and is short."""
    if i + 1 < len(lines) and lines[i + 1].role is None:
        following = lines[i + 1]
        wraps = (lines[i].fill >= 0.55 and following.text[:1].islower()) or leads_on(lines[i].text)
        if wraps and following.fill < 0.6 and following.text[-1:] not in ".;,:" and numbered(following.text) is None:
            following.role, following.level = Kind.HEADING, 0


def _stands_free(lines: Sequence[Line], i: int) -> bool:
    """A short line between text that ended and text that starts anew and runs on."""
    line = lines[i]
    following = lines[i + 1] if i + 1 < len(lines) else None
    if (line.text[-1:] == "?" and not line.gap) or leads_on(line.text):
        return False
    if following is not None and _heads_another(lines, i):
        return True
    if line.fill > SHORT or following is None or (following.starts_page and line.fill > 0.7):
        return False
    if following.role is not None:
        if following.role is Kind.TABLE:
            return line.gap or line.starts_page
        return following.role is Kind.CAPTION and line.gap and following.gap
    if BULLET.match(following.text):
        return line.gap
    starts_anew = not following.text[:1].islower() and (
        following.fill >= 0.8 or (following.gap and len(following.text.split()) >= 4)
    )
    runs_on = following.fill >= 0.8 or following.text.rstrip()[-1:] in ".!?:"
    before = lines[i - 1] if i else None
    after_label = (
        before is not None
        and before.role is None
        and before.fill < 0.5
        and _NOTE_DIGITS.sub("", before.text.rstrip())[-1:] not in ".!?:;"
    )
    return starts_anew and runs_on and not after_label


def _heads_another(lines: Sequence[Line], i: int) -> bool:
    """A short line after a full stop, right above a line that is a heading itself: a chapter above its first part."""
    line, following = lines[i], lines[i + 1]
    ended = i > 0 and _NOTE_DIGITS.sub("", lines[i - 1].text.rstrip())[-1:] in ".!?"
    if not (ended and line.gap and following.gap and line.fill < LABEL and following.role is None):
        return False
    if numbered(following.text) is not None or not looks_like(following.text) or i + 2 >= len(lines):
        return False
    text = lines[i + 2]
    return following.fill < LABEL and text.role is None and text.fill >= SHORT and text.text[:1].isupper()
