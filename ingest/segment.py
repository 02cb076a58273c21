"""Blocks cut and merged to passages of 60 to 250 words that never cross a heading, a kind, a speaker or an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.blocks import Block, Kind
from ingest.notes import says_something
from ingest.questions import link
from ingest.shares import MOST, MOST_CELLS, lines, shares, word_count
from ingest.titles import is_salutation
from knowledge.documents import Footnote, ListLevels, Passage, PassageKind

__all__ = ["passages"]

ENOUGH = 120
"""A passage of this many words takes no further paragraph."""
SHORT = 60
"""A passage of fewer words joins its neighbour under the same heading, be it text or list."""
INDENT = "  "
DEEPEST = 5
"""List items of lower levels are not indented further."""


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
    indent: str = ""
    levels: ListLevels | None = None


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
                texts += [(PassageKind.FOOTNOTE, note.text[start:end], ()) for start, end in shares(note.text)]
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
                list_levels=_levels_of(group) if kind is not PassageKind.FOOTNOTE else None,
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
            if not alike or not _has_room(group[0].kind, words, piece.words) or is_salutation(piece.text):
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
    if is_salutation(right[0].text):  # a letter begins here; the letterhead above is no part of its text
        return False
    sizes = [sum(piece.words for piece in group) for group in (left, right)]
    return min(sizes) < SHORT and sum(sizes) <= MOST


def _same_voice(one: _Piece, other: _Piece) -> bool:
    """Whether one speaker says both, in the same question or answer."""
    return one.speaker == other.speaker and one.part == other.part


def _kind_of(group: Sequence[_Piece]) -> PassageKind:
    """The kind of a group; one that holds list items is a list."""
    return PassageKind.LIST_ITEM if any(p.kind is PassageKind.LIST_ITEM for p in group) else group[0].kind


def _levels_of(group: Sequence[_Piece]) -> ListLevels | None:
    """Whether the levels of all list items in a group are known; None where it has no items."""
    told = {piece.levels for piece in group}
    return ListLevels.UNSURE if ListLevels.UNSURE in told else ListLevels.KNOWN if ListLevels.KNOWN in told else None


def _text_of(group: Sequence[_Piece]) -> str:
    """The texts of a group: paragraphs run on, rows and list items, indented by level, stand on lines of their own."""
    text = group[0].text
    for before, piece in pairwise(group):
        runs_on = before.kind is piece.kind and piece.kind in _RUNNING
        text += " " + piece.text if runs_on else f"\n{piece.indent}{piece.text}"
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
    spans = lines(block.text) if kind in _BY_LINE else shares(block.text)
    pieces: list[_Piece] = []
    level = block.level if block.kind is Kind.LIST_ITEM else None
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
                word_count(text),
                kind,
                block.speaker,
                block.part,
                block.page,
                block.page_end or block.page,
                cited,
                INDENT * min(level - 1, DEEPEST) if level and k == 0 else "",
                None if level is None else ListLevels.KNOWN if level else ListLevels.UNSURE,
            )
        )
        last = until
    return pieces
