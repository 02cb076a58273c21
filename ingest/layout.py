"""Lines joined to blocks: paragraphs, list items, headings, tables, notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate

from ingest.blocks import Block, Kind, Line
from ingest.clean import SUPERSCRIPTS
from ingest.hyphens import Joiner, is_cut
from ingest.levels import Item, levels
from ingest.speakers import is_label

__all__ = ["assemble", "bullet", "enumerated"]

_BULLET = re.compile(r"(?:[•▪●◦‣·*]|[–—-](?=\s)|o(?=\s{1,4}[A-Za-z])|[➢➤✓✔✗✘□■►▸▹▶◆◇●◼◾☐☑☒❑❒❏⇒→»])\s{0,6}(?=\S)")
_ENUMERATED = re.compile(r"(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\)|\d{1,2}°|\d{1,2}\.|[a-z]\.)\s{1,6}(?=\S)")
_ENDS = re.compile(rf"[.!?:;…][\"”’')\]]{{0,2}}(?:\d{{1,3}}|[{SUPERSCRIPTS}]{{1,3}})?$")
FULL = 0.88
LABEL = 0.55
WAITING = 5
"""How many lines of a table a cut word waits for its end."""


def bullet(text: str) -> str | None:
    """The sign with which a list item begins, else None."""
    match = _BULLET.match(text)
    return match[0] if match else None


def enumerated(text: str) -> str | None:
    """The number or letter with which an item of an ordered list begins, else None."""
    match = _ENUMERATED.match(text)
    return match[0] if match else None


def assemble(lines: Sequence[Line], joiner: Joiner) -> list[Block]:
    """The lines as blocks in reading order.

    A note comes after the block that it interrupts, and that block runs on over it. Lines of a note without a number
    belong to the note before. List items get their levels.
    """
    out: list[Block] = []
    waiting: list[Block] = []
    group: list[Line] = []
    notes: list[Line] = []
    items: dict[int, tuple[Line, int]] = {}
    in_list = False
    here = 0

    def flush_notes() -> None:
        nonlocal notes
        if not notes:
            return
        block, notes = _block(notes, joiner), []
        earlier = next((each for each in (waiting, out) if any(b.kind is Kind.FOOTNOTE for b in each)), None)
        if block.number or earlier is None or len(block.text) > 20_000:
            waiting.append(block)
            return
        at = max(i for i, each in enumerate(earlier) if each.kind is Kind.FOOTNOTE)
        earlier[at] = earlier[at].but(text=joiner.join(earlier[at].text, block.text), page_end=block.page_end)

    def flush() -> None:
        nonlocal group
        if group:
            if group[0].role is Kind.LIST_ITEM:
                items[len(out)] = group[0], here
            out.append(_block(group, joiner))
            group = []
        out.extend(waiting)
        waiting.clear()

    for line, stretch in zip(lines, accumulate(line.starts_page for line in lines), strict=True):
        if line.role is Kind.FOOTNOTE:
            if line.number:
                flush_notes()
            notes.append(line)
            continue
        flush_notes()
        if line.role is None:
            _see_item(line, group, in_list)
        if not group or _breaks(group, line):
            flush()
            here = stretch
        in_list = line.role is Kind.LIST_ITEM or (in_list and line.role is None and not line.gap)
        group.append(line)
    flush_notes()
    flush()
    return _leveled(out, items)


def _leveled(blocks: Sequence[Block], items: Mapping[int, tuple[Line, int]]) -> list[Block]:
    """The blocks, with the levels of list items as far as they are known. A list ends at a heading or a paragraph.

    Of each item the first line is given, and on which page or column it stands.
    """
    out = list(blocks)
    lists: list[list[int]] = [[]]
    for i, block in enumerate(out):
        if i in items:
            lists[-1].append(i)
        elif block.kind in (Kind.HEADING, Kind.BODY) and lists[-1]:
            lists.append([])
    for found in lists:
        told = [_item(out[i].text, *items[i]) for i in found]
        for i, level in zip(found, levels(told), strict=True):
            out[i] = out[i].but(level=level)
    return out


def _item(text: str, first: Line, stretch: int) -> Item:
    sign = bullet(first.text) or enumerated(first.text) or ""
    return Item(sign.strip(), first.left, stretch, leads=text.endswith(":"))


def _see_item(line: Line, group: Sequence[Line], in_list: bool) -> None:
    """Gives a line that begins a list item, or goes on with one, its role."""
    before = group[-1] if group else None
    if bullet(line.text) or (
        enumerated(line.text) and (before is None or before.role is not None or _ENDS.search(before.text) or line.gap)
    ):
        line.role, line.starts = Kind.LIST_ITEM, True
    elif before is not None and before.role is Kind.LIST_ITEM and not _ends_paragraph(group, line):
        line.role = Kind.LIST_ITEM


def _breaks(group: Sequence[Line], line: Line) -> bool:
    """Whether a new block begins with `line`."""
    if group[-1].role is not line.role or line.starts:
        return True
    if line.role in (Kind.TABLE, Kind.CONTENTS, Kind.CAPTION):
        return False
    if line.role is Kind.HEADING:
        return line.level != 0
    return _ends_paragraph(group, line)


def _ends_paragraph(group: Sequence[Line], line: Line) -> bool:
    """Whether the paragraph of `group` ends before `line`: by white space, or by a short line that ends a sentence.

    A list item is narrower than the column; its own longest line tells how wide it is.
    """
    before = group[-1]
    text = before.text.rstrip()
    ended = _ENDS.search(text) is not None
    if is_cut(text):
        return False
    if line.text[:1].islower():
        return line.gap and ended
    if ended and ":" in line.text and is_label(line.text):
        return True
    is_item = before.role is Kind.LIST_ITEM
    width = min(1.0, max(each.fill for each in group[:40])) if is_item and len(group) > 1 else 1.0
    if line.gap:
        return ended or before.fill < FULL * width
    if line.starts_page:
        return ended
    if is_item and len(group) == 1:
        return ended and before.fill < FULL
    return before.fill < (FULL if ended else LABEL) * width


def _block(group: Sequence[Line], joiner: Joiner) -> Block:
    first, last = group[0], group[-1]
    kind = first.role or Kind.BODY
    if kind in (Kind.TABLE, Kind.CONTENTS):
        text = (
            _rows([line.text for line in group], joiner)
            if kind is Kind.TABLE
            else "\n".join(line.text for line in group)
        )
    else:
        pieces = [line.text for line in group]
        if kind is Kind.LIST_ITEM and (sign := bullet(pieces[0])):
            pieces[0] = pieces[0][len(sign) :]
        text = joiner.join_all(pieces)
    return Block(kind, text, page=first.page, page_end=last.page, level=first.level, number=first.number)


def _rows(texts: Sequence[str], joiner: Joiner) -> str:
    """The lines of a table; a cell that its width broke is one line again."""
    rows: list[str] = []
    for text in (re.sub(r"(?<=\S)\s{3,}(?=\S)", " | ", each) for each in texts):
        if rows and is_cut(rows[-1]) and text[:1].islower():
            _join_cut(rows, text, joiner)
        elif rows and text[:1].islower() and rows[-1][-1:] not in ".;:" and len(rows[-1]) > 12:
            rows[-1] = f"{rows[-1]} {text}"
        else:
            rows.append(text)
    return "\n".join(rows)


def _join_cut(rows: list[str], text: str, joiner: Joiner) -> None:
    """Adds a line to the rows of which the last ends in a cut word.

    Where columns were read through each other, two words or more wait for their ends, and the line may hold them both.
    The word list then decides which end belongs to which beginning; an end that makes a word with none stays apart.
    """
    waiting = [k for k in range(max(0, len(rows) - WAITING), len(rows) - 1) if is_cut(rows[k])]
    if not waiting or joiner.makes_word(rows[-1], text):
        rows[-1] = joiner.join(rows[-1], text)
        return
    owner = next((k for k in reversed(waiting) if joiner.makes_word(rows[k], text)), None)
    starts = [match.start() for match in re.finditer(r"(?<=\s)[^\W\d_]", text)]
    at = next((start for start in starts if joiner.makes_word(rows[-1], text[start:], compounds=False)), None)
    first, rest = (text[:at].rstrip(), text[at:]) if at is not None else (text, "")
    if rest:
        rows[-1] = joiner.join(rows[-1], rest)
    if owner is not None:
        rows[owner] = joiner.join(rows[owner], first)
    else:
        rows.append(first)
