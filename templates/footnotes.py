"""The notes under a passage, each shown once: a note that is a passage too is shown as that passage, with its link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.documents import Footnote, Passage, PassageKind, normalised
from templates.excerpts import Found, concepts_in, excerpts
from templates.holdings import Holdings
from templates.marking import Piece

__all__ = ["Note", "Part", "notes_of", "right_after"]


@dataclass(frozen=True)
class Part:
    """A stretch of a note; `anchor` is the name of the passage that it is, or nothing."""

    parts: tuple[Piece, ...]
    anchor: str = ""
    concepts: tuple[Found, ...] = ()


@dataclass(frozen=True)
class Note:
    """A note with its number, in the stretches of which it consists."""

    number: str
    parts: tuple[Part, ...]


def right_after(passages: Sequence[Passage], place: int) -> tuple[Passage, ...]:
    """The footnote passages that follow the passage at `place` without another passage between."""
    last = place + 1
    while last < len(passages) and passages[last].kind is PassageKind.FOOTNOTE:
        last += 1
    return tuple(passages[place + 1 : last])


def notes_of(holdings: Holdings, passage: Passage, after: Sequence[Passage]) -> tuple[tuple[Note, ...], frozenset[str]]:
    """The notes that a passage cites, and the ids of those of the footnote passages `after` it that they show.

    A footnote passage belongs to the first note that holds its words; a long note may be several passages.
    """
    left = list(after)
    notes = tuple(Note(note.number, tuple(_parts(holdings, note, left))) for note in passage.footnotes)
    return notes, frozenset(p.id for p in after) - frozenset(p.id for p in left)


def _parts(holdings: Holdings, note: Footnote, left: list[Passage]) -> list[Part]:
    """The stretches of one note; the passages that it shows are taken out of `left`."""
    text = normalised(note.text)
    parts: list[Part] = []
    at = 0
    for passage in tuple(left):
        words = normalised(passage.text)
        start = text.find(words, at)
        if start < 0:
            continue
        left.remove(passage)
        parts += _plain(text[at:start])
        for shown in excerpts(holdings, passage):
            parts.append(Part(shown.parts, passage.anchor, concepts_in(holdings, passage)))
        at = start + len(words)
    return parts + _plain(text[at:])


def _plain(text: str) -> list[Part]:
    return [Part((Piece(text.strip()),))] if text.strip() else []
