"""Blocks cut and merged to passages of 60 to 250 words that never cross a heading, a kind, a speaker or an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.blocks import Block, Kind
from ingest.notes import says_something
from ingest.questions import link
from ingest.sentences import sentences
from knowledge.documents import Footnote, Passage, PassageKind

__all__ = ["passages"]

ENOUGH = 120
"""A passage of this many words takes no further paragraph."""
MOST = 230
"""Above this many words a passage is not filled further, and a longer paragraph is split."""
MOST_CELLS = 380
"""A table, contents page or list of references is split above this many words, at a line's end."""
SHORT = 60
"""A passage of fewer words joins its neighbour under the same heading, be it text or list."""
MAX_UNIT = 4000
"""Characters above which a text without sentence ends is cut at a space."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a block that fits a passage."""

    text: str
    words: int
    kind: PassageKind
    speaker: str | None
    part: str
    page: int | None
    page_end: int | None
    notes: tuple[Footnote, ...]


_KINDS = {
    Kind.BODY: PassageKind.BODY,
    Kind.LIST_ITEM: PassageKind.LIST_ITEM,
    Kind.TABLE: PassageKind.TABLE,
    Kind.CAPTION: PassageKind.CAPTION,
    Kind.FOOTNOTE: PassageKind.FOOTNOTE,
    Kind.CONTENTS: PassageKind.CONTENTS,
    Kind.REFERENCE: PassageKind.REFERENCE,
}
_PROSE = (PassageKind.BODY, PassageKind.LIST_ITEM)
_RUNNING = (PassageKind.BODY, PassageKind.QUESTION, PassageKind.CAPTION)
_SALUTATION = re.compile(r"(?:geachte|beste|mijnheer de|mevrouw de|dear)\s[^.:;!?]{2,80},", re.I)
"""A letter begins here; the letterhead above is no part of its text."""
_BY_LINE = (PassageKind.TABLE, PassageKind.CONTENTS, PassageKind.REFERENCE)


def passages(document: str, placed: Sequence[tuple[Block, tuple[str, ...]]]) -> list[Passage]:
    """The passages of a document. `placed` are its blocks with their heading paths.

    A note that says something stands twice: on the passage that cites it, and as a passage of its own right after it.
    """
    out: list[Passage] = []
    parts: list[str] = []
    seen: dict[str, int] = {}
    told: set[Footnote] = set()
    for group, path in _joined(_groups(placed)):
        notes = tuple(dict.fromkeys(note for piece in group for note in piece.notes))
        pages = [page for piece in group for page in (piece.page, piece.page_end) if page]
        texts = [(_kind_of(group), _text_of(group), notes)]
        for note in notes:
            if note not in told and says_something(note.text):
                told.add(note)
                texts += [(PassageKind.FOOTNOTE, note.text[start:end], ()) for start, end in _shares(note.text)]
        for kind, text, cited in texts:
            made = Passage.make(
                document,
                len(out),
                text,
                seen=seen,
                kind=kind,
                heading_path=path,
                page=min(pages, default=None),
                page_end=max(pages, default=None),
                speaker=group[0].speaker,
                footnotes=cited,
            )
            out.append(made)
            parts.append("" if kind is PassageKind.FOOTNOTE else group[0].part)
    return link(out, parts)


def _groups(placed: Sequence[tuple[Block, tuple[str, ...]]]) -> Iterator[tuple[list[_Piece], tuple[str, ...]]]:
    """The pieces that make one passage, with their heading path.

    A run of paragraphs is shared out so that each passage has about ENOUGH words.
    """
    group: list[_Piece] = []
    here: tuple[str, ...] = ()
    words = 0
    for block, path in placed:
        for piece in _pieces(block):
            alike = group and path == here and piece.kind is group[0].kind and _same_voice(piece, group[0])
            if not alike or not _has_room(group[0].kind, words, piece.words) or _SALUTATION.match(piece.text):
                if group:
                    yield group, here
                group, words = [], 0
            group.append(piece)
            here = path
            words += piece.words
    if group:
        yield group, here


def _joined(
    groups: Iterable[tuple[list[_Piece], tuple[str, ...]]],
) -> Iterator[tuple[list[_Piece], tuple[str, ...]]]:
    """The groups, of which a short one of text or list items goes together with its neighbour of the other kind.

    A sentence that introduces a list stays with it so. Headings and speakers are not crossed.
    """
    open_group: list[_Piece] = []
    here: tuple[str, ...] = ()
    for group, path in groups:
        if open_group and path == here and _may_join(open_group, group):
            open_group = [*open_group, *group]
            continue
        if open_group:
            yield open_group, here
        open_group, here = group, path
    if open_group:
        yield open_group, here


def _may_join(left: Sequence[_Piece], right: Sequence[_Piece]) -> bool:
    if not _same_voice(left[0], right[0]) or any(piece.kind not in _PROSE for piece in (left[-1], right[0])):
        return False
    if _SALUTATION.match(right[0].text):
        return False
    sizes = [sum(piece.words for piece in group) for group in (left, right)]
    return min(sizes) < SHORT and sum(sizes) <= MOST


def _same_voice(one: _Piece, other: _Piece) -> bool:
    """Whether one speaker says both, in the same question or answer."""
    return one.speaker == other.speaker and one.part == other.part


def _kind_of(group: Sequence[_Piece]) -> PassageKind:
    """The kind of a group; one that holds list items is a list."""
    return PassageKind.LIST_ITEM if any(p.kind is PassageKind.LIST_ITEM for p in group) else group[0].kind


def _text_of(group: Sequence[_Piece]) -> str:
    """The texts of a group: paragraphs run on, list items and rows stand on lines of their own."""
    text = group[0].text
    for before, piece in pairwise(group):
        runs_on = before.kind is piece.kind and piece.kind in _RUNNING
        text += (" " if runs_on else "\n") + piece.text
    return text


def _has_room(kind: PassageKind, words: int, more: int) -> bool:
    if kind is PassageKind.FOOTNOTE:
        return False
    if kind in _BY_LINE:
        return kind is not PassageKind.TABLE and words + more <= MOST_CELLS
    if words + more > MOST:
        return False
    return words < ENOUGH or (more < 25 and words + more <= ENOUGH + 60)


def _pieces(block: Block) -> list[_Piece]:
    """The block as pieces that each fit a passage."""
    kind = PassageKind.QUESTION if block.asks else _KINDS[block.kind]
    spans = _lines(block.text) if kind in _BY_LINE else _shares(block.text)
    pieces: list[_Piece] = []
    last = 0
    for k, (start, end) in enumerate(spans):
        until = end if k + 1 < len(spans) else len(block.text)
        cited = tuple(
            Footnote(number=m.number, text=m.text)
            for m in block.marks
            if m.text and (last < m.offset <= until or m.offset == last == 0)
        )
        text = block.text[start:end]
        pieces.append(
            _Piece(
                text,
                len(text.split()),
                kind,
                block.speaker,
                block.part,
                block.page,
                block.page_end or block.page,
                cited,
            )
        )
        last = until
    return pieces


def _lines(text: str) -> list[tuple[int, int]]:
    """Spans of whole lines with at most MOST_CELLS words each."""
    return _fill(_units(text, [(m, e) for m, e in _line_spans(text)]), text, MOST_CELLS)


def _line_spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1


def _shares(text: str) -> list[tuple[int, int]]:
    """Spans of whole sentences: the text itself when it is short enough, else shares of about equal size."""
    total = len(text.split())
    if total <= MOST and len(text) <= MAX_UNIT:
        return [(0, len(text))] if text.strip() else []
    parts = max(2, -(-total // 190))
    return _fill(_units(text, sentences(text)), text, max(60, -(-total // parts) + 15))


def _units(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans, and one that is far too long (or has no end) cut at spaces."""
    out: list[tuple[int, int]] = []
    for start, end in spans:
        while end - start > MAX_UNIT:
            space = text.rfind(" ", start, start + MAX_UNIT // 2)
            cut = space if space > start else start + MAX_UNIT // 2
            out.append((start, cut))
            start = cut + 1 if text[cut : cut + 1] == " " else cut
        if end > start:
            out.append((start, end))
    return out


def _fill(units: Sequence[tuple[int, int]], text: str, most: int) -> list[tuple[int, int]]:
    """Neighbouring units as spans of at most `most` words, one unit at least."""
    out: list[tuple[int, int]] = []
    words = 0
    for start, end in units:
        here = len(text[start:end].split())
        if out and words + here <= most:
            out[-1] = (out[-1][0], end)
            words += here
        else:
            out.append((start, end))
            words = here
    return out
