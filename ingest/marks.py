"""Note marks in the running text: found by the running number of the notes, taken out, and remembered by place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace

from ingest.blocks import Block, Kind, Mark, Removed
from ingest.clean import SUPERSCRIPTS

__all__ = ["resolve"]

_RAISED = re.compile(rf"\s?[{SUPERSCRIPTS}]+(?:[,;]?\s?[{SUPERSCRIPTS}]+){{0,6}}")
_RUN = re.compile(rf"[{SUPERSCRIPTS}]+")
_UNIT = re.compile(r"(?:\b[cdkm]?m|\bha|\bft|\d|\bCO|\bH|\bR|\bE=mc|\bχ)$")
_LOWER = str.maketrans(SUPERSCRIPTS, "0123456789")
_CITING = (Kind.BODY, Kind.LIST_ITEM, Kind.TABLE, Kind.CAPTION, Kind.HEADING)


REACH = 150
"""How many blocks before a note its mark is looked for."""
Finder = Callable[[str, str, int], tuple[int, int] | None]
"""Where in a text, from an offset on, the mark of a note stands."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """A mark to take out of block `block`: characters `start` to `end`."""

    block: int
    start: int
    end: int
    number: str
    note: int = -1


def resolve(blocks: Sequence[Block]) -> tuple[list[Block], list[Removed], list[str]]:
    """The blocks without note marks and cited notes, each with the notes that it cites; what was taken out; the numbers
    of the notes without a mark, which stay blocks of their own.

    Notes stand after the words that cite them, in the order of their numbers. So the mark of a note is looked for
    between the mark of the note before it and the note itself: raised digits first, then digits glued to a word or
    to a closing sign (`behalen.2`, `2021` with the 99 of the ninety-ninth note), then digits after a space or at the
    end of another number.
    """
    notes = [(i, block.number) for i, block in enumerate(blocks) if block.kind is Kind.FOOTNOTE and block.number]
    cuts: list[_Cut] = []
    citing = [i for i, block in enumerate(blocks) if block.kind in _CITING]
    after = (0, 0)
    for at, number in notes:
        found = (_find(blocks, citing, number, after, at, finder) for finder in _FINDERS)
        cut = next((each for each in found if each is not None), None)
        if cut is not None:
            cuts.append(replace(cut, note=at))
            after = (cut.block, cut.end)
    known = {(cut.block, cut.start) for cut in cuts}
    places: dict[str, list[int]] = {}
    for at, number in notes:
        places.setdefault(number, []).append(at)
    for i in citing:
        for cut in _left_over(i, blocks[i].text, places):
            if (i, cut.start) not in known:
                cuts.append(replace(cut, note=_nearest(places.get(cut.number, []), i)))
    cited = {cut.note for cut in cuts}
    out = [block for i, block in enumerate(_apply(blocks, cuts)) if i not in cited]
    orphans = [number for at, number in notes if at not in cited]
    return out, [Removed("note mark", cut.number, blocks[cut.block].page) for cut in cuts], orphans


def _nearest(places: Sequence[int], i: int) -> int:
    """The place nearest to `i`; -1 when there is none."""
    at = bisect_left(places, i)
    return min(places[max(0, at - 1) : at + 1], key=lambda place: abs(place - i), default=-1)


def _find(
    blocks: Sequence[Block], citing: Sequence[int], number: str, after: tuple[int, int], until: int, at: Finder
) -> _Cut | None:
    """The first mark of a note after a place and before the note itself, in the blocks that may cite."""
    first, offset = after
    last = bisect_left(citing, until)
    for i in citing[max(bisect_left(citing, first), last - REACH) : last]:
        if number not in blocks[i].text.translate(_LOWER):
            continue
        span = at(blocks[i].text, number, offset if i == first else 0)
        if span is not None:
            return _Cut(i, span[0], span[1], number)
    return None


def _raised_at(text: str, number: str, start: int) -> tuple[int, int] | None:
    for match in _RUN.finditer(text, start):
        if match[0].translate(_LOWER) == number and not (
            len(number) == 1 and number in "23" and _UNIT.search(text[: match.start()][-6:])
        ):
            return match.span()
    return None


def _glued_at(text: str, number: str, start: int) -> tuple[int, int] | None:
    """Digits at the end of a word, of a year or of a closing sign."""
    place = text.find(number, start)
    while place >= 0:
        end = place + len(number)
        follows_mark = start > 0 and not text[start:place].strip(" .,;")
        cites = follows_mark or _may_cite(text[:place][-12:], text[end : end + 2])
        if (cites and not text[end : end + 1].isalnum()) or _two_notes(text, place, end):
            return place, end
        place = text.find(number, place + 1)
    return None


_ACRONYM = re.compile(r"(?:^|[\s(/’'\"“‘-])([A-Z][A-Z&]{1,5})$")
_COUNTED = frozenset(
    ["CO", "PM", "NO", "CH", "SO", "EU", "COP", "MP", "MH", "GT", "AA", "BB", "ISO", "NEN", "EN", "IEC", "CEN", "BIO"]
)


def _on_acronym_at(text: str, number: str, start: int) -> tuple[int, int] | None:
    """Digits at the end of an abbreviation (`WTO32`), unless it is one that is numbered (`COP26`)."""
    for match in re.finditer(rf"(?<=[A-Z]){number}(?![\w-])", text[start:]):
        acronym = _ACRONYM.search(text[: start + match.start()][-8:])
        if acronym is not None and not (acronym[1] in _COUNTED and int(number) < 100):
            return start + match.start(), start + match.end()
    return None


_AFTER_WORD = re.compile(r"(?:[^\W\d_]{2}|[’'][^\W\d_])[’'\"”)\]%]{0,3}$")
_AFTER_SIGN = re.compile(r"(?:[^\W\d_]|\d|[%’'\"”)\]])[.,;:!?][’'\"”)\]]{0,2}$|[’'\"”)\]%]$")
_AFTER_YEAR = re.compile(r"(?:^|[\s(–-])(?:1[5-9]|20)\d\d$")
_AFTER_NUMBERED_SIGN = re.compile(r"\d[.,]$")


def _may_cite(before: str, following: str) -> bool:
    if following[:1] in {"-", "/"} or (following[:1] in {",", "."} and following[1:2].isdigit()):
        return False
    if _AFTER_YEAR.search(before):
        return True
    if _AFTER_NUMBERED_SIGN.search(before):
        return _AFTER_YEAR.search(before[:-1]) is not None
    if before[-1:].isupper():
        return False
    return _AFTER_WORD.search(before) is not None or _AFTER_SIGN.search(before) is not None


def _two_notes(text: str, start: int, end: int) -> bool:
    """Two marks in a row, as in `zijn262.263`: the next number follows after a full stop or comma."""
    return (
        _AFTER_WORD.search(text[:start][-12:]) is not None
        and text[end : end + 1] in ".,"
        and text[end + 1 : end + 4].startswith(str(int(text[start:end]) + 1))
    )


def _spaced_at(text: str, number: str, start: int) -> tuple[int, int] | None:
    """Digits between spaces, before the end of a sentence or right after it."""
    for match in re.finditer(rf"(?<=[^\W\d])[.!?]?[’'\"”)]? {number}(?=[.,;]?(?:\s|$))", text[start:]):
        before, following = match[0], text[start + match.end() :]
        closes = before[0] in ".!?" or not following or following[0] in ".,;"
        if closes and not re.match(r"[.,;]?\s(?:procent|%|euro|miljoen|miljard|januari|jaar)", following):
            end = start + match.end()
            return end - len(number) - 1, end
    return None


def _on_number_at(text: str, number: str, start: int) -> tuple[int, int] | None:
    """Digits at the end of a plain number: the last resort, for notes of two digits or more."""
    if len(number) < 2:
        return None
    match = re.compile(rf"(?<![\w.,/-])\d{{1,4}}{number}(?=[.,;:)]?(?:\s|$))").search(text, start)
    return (match.end() - len(number), match.end()) if match else None


_FINDERS: tuple[Finder, ...] = (_raised_at, _glued_at, _on_acronym_at, _spaced_at, _on_number_at)


def _left_over(i: int, text: str, numbers: Container[str]) -> list[_Cut]:
    """Raised digits that were not matched with a note in order: repeated marks, or marks of notes that were lost."""
    found = []
    for match in _RUN.finditer(text):
        number = match[0].translate(_LOWER)
        if len(number) > 3 or (number in {"2", "3"} and _UNIT.search(text[: match.start()][-6:])):
            continue
        if number in numbers or (match.start() and not text[match.start() - 1].isdigit()):
            found.append(_Cut(i, match.start(), match.end(), number))
    return found


def _apply(blocks: Sequence[Block], cuts: Sequence[_Cut]) -> list[Block]:
    by_block: dict[int, list[_Cut]] = {}
    for cut in cuts:
        by_block.setdefault(cut.block, []).append(cut)
    out = list(blocks)
    for i, here in by_block.items():
        text, pieces, marks, at, length = blocks[i].text, [], [], 0, 0
        for cut in sorted(here, key=lambda c: c.start):
            piece = text[at : cut.start]
            if text[cut.end : cut.end + 1] in {"", " ", ".", ",", ";", ":", ")", "!", "?"}:
                piece = piece.rstrip(" ")
            pieces.append(piece)
            length += len(piece)
            marks.append(Mark(length, cut.number, blocks[cut.note].text if cut.note >= 0 else ""))
            at = cut.end
        pieces.append(text[at:])
        out[i] = blocks[i].but(text="".join(pieces) or text, marks=tuple(marks))
    return out
