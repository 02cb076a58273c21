"""Headings in flat text: by number, by the contents page, or by their shape."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ingest.blocks import Kind, Line
from ingest.contents import is_name, key
from ingest.sentences import sentences

__all__ = ["MAX_CHARACTERS", "MAX_WORDS", "Divisions", "level_of", "looks_like", "mark", "numbered"]

_NUMBERED = re.compile(r"((?:\d{1,2}\.){1,5}\d{0,2}\.?|\d{1,2}(?=\s+[A-ZÀ-Þ‘'\"“(]))\s{1,4}(\S.{0,220})", re.S)
_DIVISIONS = (
    "deel",
    "part",
    "boek",
    "titel",
    "hoofdstuk",
    "chapter",
    "afdeling",
    "section",
    "onderafdeling",
    "artikel",
)
"""The names of the parts of a law or report, from the largest to the smallest."""
_CHAPTER = re.compile(
    rf"({'|'.join(_DIVISIONS)}|bijlage|annex)\s+(?:\d{{1,3}}|[IVX]{{1,5}}|[A-Z])(?:/\d{{1,2}})?\b[.:]?(?:\s.{{0,200}})?",
    re.I | re.S,
)
_NOT_A_TITLE = re.compile(
    r"(?:geachte|mijnheer|mevrouw|beste|hoogachtend|dear|met vriendelijke groet|https?://|www\.|bron:|tel\b|[\w.+-]{1,64}@)",
    re.I,
)
_BULLET = re.compile(r"[•▪●◦‣·–—*+-]\s")
_NOTE_DIGITS = re.compile(r"(?<=[.!?:;”\"’)])\s?\d{1,3}$")
_LEADS_ON = re.compile(
    r"(?:,|-|\b(?:de|het|een|van|in|op|voor|met|aan|door|uit|naar|en|of|tot|om|bij|als|dat|the|of|and|to|for|in))$"
)
MAX_CHARACTERS = 170
MAX_WORDS = 24
UNNUMBERED_WORDS = 14
SHORT = 0.85


def numbered(text: str) -> tuple[str, str] | None:
    """(number, title) of a line that has the shape of a numbered heading, else None."""
    match = _NUMBERED.fullmatch(text.strip())
    if match is None:
        return None
    number, title = match[1], match[2].strip()
    if len(text) > MAX_CHARACTERS or len(title.split()) > MAX_WORDS or not any(c.isalpha() for c in title):
        return None
    first = next(c for c in title if c.isalpha())
    if not first.isupper() or title[-1] in ".;,:" or "  " in title:
        return None
    return (number, title) if not number.startswith("0") else None


def level_of(number: str) -> int:
    """The depth that a heading's number tells: 1 for '3.', 3 for '4.2.1'."""
    return len([part for part in number.split(".") if part])


def looks_like(text: str, *, words: int = UNNUMBERED_WORDS, characters: int = 110) -> bool:
    """Whether a text without a number may be a heading by its own shape."""
    text = text.strip()
    if not 2 < len(text) <= characters or len(text.split()) > words or text[-1] in ".;,:-–/" or _BULLET.match(text):
        return False
    if text[-1] in ".!?" and len(sentences(text)) > 1:
        return False
    first = text.lstrip("‘'\"“(")[:1]
    if not first.isupper() or _NOT_A_TITLE.match(text) or "\t" in text or "  " in text:
        return False
    letters = sum(c.isalpha() for c in text)
    return letters >= 0.7 * len(text.replace(" ", ""))


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
            and (closed or (follows and not _runs_on(before)))
            and _is_numbered_heading(plain, i, follows, promised)
        ):
            depth = level_of(found[0])
            order.take(found[0])
            line.role, line.level = Kind.HEADING, depth
            _take_second_line(plain, i)
        elif not closed:
            continue
        elif looks_like(line.text, words=MAX_WORDS) and (level := divisions.level(line.text)):
            depth = level
            line.role, line.level = Kind.HEADING, level
        elif (key(line.text) in promised and len(line.text.split()) <= MAX_WORDS) or is_name(line.text):
            line.role, line.level = Kind.HEADING, promised.get(key(line.text), 1)
            depth = line.level
        elif looks_like(line.text) and _stands_free(plain, i):
            line.role, line.level = Kind.HEADING, depth + 1


class Divisions:
    """The levels of chapters and sections by their names: `Afdeling 1` stands under `Hoofdstuk 2`."""

    def __init__(self) -> None:
        self._open: list[int] = []

    def level(self, text: str) -> int:
        """The level of a text that names a chapter, a section or an annex, else 0."""
        match = _CHAPTER.fullmatch(text.strip())
        if match is None:
            return 0
        name = match[1].casefold()
        rank = _DIVISIONS.index(name) if name in _DIVISIONS else 0
        self._open = [above for above in self._open if above < rank]
        self._open.append(rank)
        return len(self._open)


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
    return text[-1:] in '.!?:;…”"’)' or (line.gap and before.fill < SHORT and text[-1:] not in ",-")


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
    wraps = following.text[:1].islower() and following.fill >= 0.6
    return not wraps and not (again is not None and level_of(again[0]) == 1)


def _take_second_line(lines: Sequence[Line], i: int) -> None:
    """A numbered heading that fills its line goes on when the next line starts in lower case and is short."""
    if i + 1 < len(lines) and lines[i + 1].role is None:
        following = lines[i + 1]
        wraps = (lines[i].fill >= 0.55 and following.text[:1].islower()) or _LEADS_ON.search(lines[i].text) is not None
        if wraps and following.fill < 0.6 and following.text[-1:] not in ".;,:" and numbered(following.text) is None:
            following.role, following.level = Kind.HEADING, 0


def _stands_free(lines: Sequence[Line], i: int) -> bool:
    """A short line between text that ended and text that starts anew and runs on."""
    line = lines[i]
    following = lines[i + 1] if i + 1 < len(lines) else None
    if (line.text[-1:] == "?" and not line.gap) or _LEADS_ON.search(line.text):
        return False
    if line.fill > SHORT or following is None or (following.starts_page and line.fill > 0.7):
        return False
    if following.role is not None:
        if following.role is Kind.TABLE:
            return line.gap or line.starts_page
        return following.role is Kind.CAPTION and line.gap and following.gap
    if _BULLET.match(following.text):
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
