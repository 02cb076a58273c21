"""Note marks in the running text: found by the running number of the notes, taken out, and remembered by place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from ingest.blocks import Block, Kind, Mark, Removed
from ingest.citing import FINDERS, LOWER, PLAIN, RUN, Finder, following, is_power

__all__ = ["resolve"]

_CITING = (Kind.BODY, Kind.LIST_ITEM, Kind.TABLE, Kind.CAPTION, Kind.HEADING)


REACH = 150
"""How many blocks before a note its mark is looked for."""


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
    texts = [(block.text, block.text.translate(LOWER)) for block in blocks]
    for (at, number), after_it in zip_longest(notes, notes[1:]):
        found = (_find(texts, citing, number, after, at, finder) for finder in FINDERS)
        cut = next((each for each in found if each is not None), None)
        if cut is not None and after_it is not None and after_it[1] in following(number):
            limit = _plainly(texts, citing, after_it[1], after, at)
            if limit is not None and limit < (cut.block, cut.start):
                fainter = (each for each in found if each is not None and (each.block, each.start) < limit)
                cut = next(fainter, cut)
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


def _plainly(
    texts: Sequence[tuple[str, str]], citing: Sequence[int], number: str, after: tuple[int, int], until: int
) -> tuple[int, int] | None:
    """Where the mark of the next note stands, if it is plain to see."""
    found = (_find(texts, citing, number, after, until, finder) for finder in PLAIN)
    return next(((cut.block, cut.start) for cut in found if cut is not None), None)


def _nearest(places: Sequence[int], i: int) -> int:
    """The place nearest to `i`; -1 when there is none."""
    at = bisect_left(places, i)
    return min(places[max(0, at - 1) : at + 1], key=lambda place: abs(place - i), default=-1)


def _find(
    texts: Sequence[tuple[str, str]], citing: Sequence[int], number: str, after: tuple[int, int], until: int, at: Finder
) -> _Cut | None:
    """The first mark of a note after a place and before the note itself, in the blocks that may cite."""
    first, offset = after
    last = bisect_left(citing, until)
    for i in citing[max(bisect_left(citing, first), last - REACH) : last]:
        if number not in texts[i][1]:
            continue
        span = at(texts[i][0], number, offset if i == first else 0)
        if span is not None:
            return _Cut(i, span[0], span[1], number)
    return None


def _left_over(i: int, text: str, numbers: Container[str]) -> list[_Cut]:
    """Raised digits that were not matched with a note in order: repeated marks, or marks of notes that were lost."""
    found = []
    for match in RUN.finditer(text):
        number = match[0].translate(LOWER)
        if len(number) > 3 or is_power(number, text[: match.start()]):
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
