"""Notes that stand as paragraphs in the midst of a text: lifted out, and the sentences that they cut joined again."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.blocks import Block, Kind
from ingest.footnotes import REACH, ends, expected, is_link, note_start
from ingest.hyphens import Joiner, is_cut

__all__ = ["LONGEST", "lift"]

LONGEST = 20_000
"""Characters above which a paragraph or note is not added to."""
_FUNCTION_WORDS = (
    " de het een van in op voor met aan door bij uit naar over onder tussen tegen tot om en of als dat die dit deze"
    " zijn haar hun waarin waarbij waarvan waardoor zoals maar want omdat dan zowel alsook dus noch wordt worden"
    " the a an of in on for with by from to and or that this its their "
)
SENTENCE = 12
"""A list item of fewer words may be whole though no sign ends it."""


def lift(blocks: Sequence[Block], joiner: Joiner) -> list[Block]:
    """Notes that stand as paragraphs in the midst of the text become footnotes, and what they cut is joined again.

    A paragraph that follows a note belongs to it as long as the sentence that the notes interrupted goes on only
    further down. The footnotes come right after the block that they interrupted.
    """
    return _Lifter(blocks, joiner).run()


class _Lifter:
    """Walks through the blocks with the last one of the running text and the last note in hand."""

    def __init__(self, blocks: Sequence[Block], joiner: Joiner) -> None:
        self._blocks = blocks
        self._joiner = joiner
        self._out: list[Block] = []
        self._body: int | None = None
        self._note: int | None = None
        self._in_notes = False
        self._last = 0

    def run(self) -> list[Block]:
        for i, block in enumerate(self._blocks):
            self._take(i, block)
        return self._out

    def _take(self, i: int, block: Block) -> None:
        start = note_start(block.text) if block.kind in (Kind.BODY, Kind.LIST_ITEM, Kind.FOOTNOTE) else None
        if block.kind is Kind.FOOTNOTE and block.number:
            self._add_note(block, int(block.number) if block.number.isdigit() else self._last)
        elif (
            start is not None
            and start[2]
            and block.kind is Kind.BODY
            and (expected(start[0], self._last) or start[0] == 1)
        ):
            self._add_note(block.but(kind=Kind.FOOTNOTE, text=start[1], number=str(start[0])), start[0])
        elif block.kind is Kind.BODY and self._continues_body(i, block):
            self._extend(self._body, block)
            self._in_notes = False
        elif block.kind is Kind.BODY and self._note is not None and self._continues_note(i, block):
            self._extend(self._note, block)
            self._in_notes = True
        else:
            self._out.append(block)
            if block.kind in (Kind.BODY, Kind.LIST_ITEM):
                self._body = len(self._out) - 1
            elif block.kind is Kind.HEADING:
                self._body = None
            self._in_notes = False

    def _add_note(self, block: Block, number: int) -> None:
        self._out.append(block)
        self._note, self._last, self._in_notes = len(self._out) - 1, number, True

    def _extend(self, at: int | None, block: Block) -> None:
        if at is not None:
            whole = self._out[at]
            self._out[at] = whole.but(
                text=self._joiner.join(whole.text, block.text), page_end=block.page_end or block.page
            )

    def _text(self, at: int | None) -> str:
        return self._out[at].text if at is not None else ""

    def _continues_body(self, i: int, block: Block) -> bool:
        left = self._text(self._body)
        if not left or len(left) > LONGEST or (not self._in_notes and self._body != len(self._out) - 1):
            return False
        if self._in_notes and is_link(block.text):
            return False
        if is_cut(left):
            if not block.text[:1].islower():
                return left.rsplit(None, 1)[-1][:1].isupper() and block.text[:1].isupper() and not self._in_notes
            note = self._text(self._note)
            return (
                not is_cut(note)
                or self._joiner.makes_word(left, block.text)
                or not self._joiner.makes_word(note, block.text)
            )
        if ends(left):
            return False
        if block.text[:1].islower():
            if not self._in_notes and self._is_whole_item(left):
                return False
            note = self._text(self._note)
            if self._in_notes and is_cut(note):
                return False
            return not (_leads_on(note) and not ends(note) and self._rest_follows(i, left))
        return self._in_notes and _leads_on(left) and not self._note_follows(i)

    def _continues_note(self, i: int, block: Block) -> bool:
        note, body = self._text(self._note), self._text(self._body)
        if len(note) > LONGEST:
            return False
        if block.text[:1].islower() and (is_cut(note) or (_leads_on(note) and not ends(note))):
            return True
        if not self._in_notes:
            return False
        if is_link(block.text) or (block.text[:1].islower() and not ends(note)):
            return True
        return bool(body) and not ends(body) and (self._rest_follows(i, body) or self._note_follows(i))

    def _is_whole_item(self, text: str) -> bool:
        """Whether the last block is an item of a list in which no sign ends the items."""
        at = self._body or 0
        if self._out[at].kind is not Kind.LIST_ITEM or _leads_on(text) or text[-1:] == ",":
            return False
        beside = self._out[at - 1] if at else None
        unsigned = beside is not None and beside.kind is Kind.LIST_ITEM and not ends(beside.text)
        return unsigned or len(text.split()) < SENTENCE

    def _rest_follows(self, i: int, body: str) -> bool:
        """Whether the cut sentence of the running text goes on further down."""
        for block in self._blocks[i + 1 : i + REACH]:
            if block.kind is not Kind.BODY:
                return False
            if block.text[:1].islower() and (not is_cut(body) or self._joiner.makes_word(body, block.text)):
                return True
        return False

    def _note_follows(self, i: int) -> bool:
        """Whether the next note comes before anything but links."""
        for block in self._blocks[i + 1 : i + REACH]:
            start = note_start(block.text)
            if block.kind is Kind.FOOTNOTE or (start is not None and start[2] and start[0] == self._last + 1):
                return True
            if not is_link(block.text):
                return False
        return False


def _leads_on(text: str) -> bool:
    """Whether a text breaks off after a word that cannot end a sentence."""
    return bool(text.strip()) and f" {text.rsplit(None, 1)[-1].casefold()} " in _FUNCTION_WORDS
