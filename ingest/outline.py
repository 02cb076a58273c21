"""The outline of a document: paragraphs that are headings, and the path of headings above each block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.blocks import Block, Kind, Mark
from ingest.contents import is_name, key
from ingest.references import is_name as names_references
from ingest.titles import MAX_WORDS, Divisions, is_item_of_business, level_of, looks_like, numbered

__all__ = ["promote", "settle"]


def promote(blocks: Sequence[Block], promised: Mapping[str, int]) -> list[Block]:
    """The blocks of a text with one paragraph a line, with the paragraphs that are headings made so."""
    out: list[Block] = []
    depth = 0
    divisions = Divisions()
    for i, block in enumerate(blocks):
        made = block
        if block.kind is Kind.HEADING:
            depth = block.level or depth
        elif block.kind in (Kind.BODY, Kind.LIST_ITEM) and "\n" not in block.text:
            level = _paragraph_level(blocks, i, promised, depth)
            division = divisions.level(block.text) if level or looks_like(block.text, words=MAX_WORDS) else 0
            if division and numbered(block.text) is None and i + 1 < len(blocks):
                level = depth = division
                made = block.but(kind=Kind.HEADING, level=level)
            elif level:
                made = block.but(kind=Kind.HEADING, level=level)
                if _is_firm(block.text, promised):
                    depth = level
        out.append(made)
    return out


def _is_firm(text: str, promised: Mapping[str, int]) -> bool:
    """Whether a heading's level follows from its number or from the contents page."""
    return numbered(text) is not None or key(text) in promised


def _paragraph_level(blocks: Sequence[Block], i: int, promised: Mapping[str, int], depth: int) -> int:
    """The level of a paragraph that is a heading, else 0."""
    block = blocks[i]
    following = next((b for b in blocks[i + 1 :] if b.kind is not Kind.FOOTNOTE), None)
    if following is None or (following.kind is Kind.CONTENTS and not is_name(block.text)):
        return 0
    found = numbered(block.text)
    if found is not None:
        again = numbered(following.text) if following.kind in (Kind.BODY, Kind.LIST_ITEM) else None
        in_list = again is not None and level_of(again[0]) == 1 and level_of(found[0]) == 1
        return level_of(found[0]) if key(block.text) in promised or not in_list else 0
    if block.kind is Kind.LIST_ITEM:
        return 0
    if is_name(block.text) or (key(block.text) in promised and len(block.text.split()) <= MAX_WORDS):
        return promised.get(key(block.text), 1)
    if names_references(block.text) or is_item_of_business(block.text):
        return 1
    if not looks_like(block.text, words=20, characters=150) or following.text[:1].islower():
        return 0
    runs_on = (
        len(following.text.split()) >= 20
        or following.kind in (Kind.LIST_ITEM, Kind.TABLE)
        or numbered(following.text) is not None
    )
    before = next((b for b in reversed(blocks[:i]) if b.kind is not Kind.FOOTNOTE), None)
    cut = (
        before is not None
        and before.kind is Kind.BODY
        and before.text.rstrip()[-1:] not in '.!?:;”"’)'
        and len(before.text.split()) > 20
    )
    return depth + 1 if runs_on and not cut else 0


def settle(blocks: Sequence[Block]) -> list[tuple[Block, tuple[str, ...]]]:
    """Each block that is no heading with the path of headings above it.

    A heading under which nothing stands is kept as a line of text where it stood, under the headings above it; the
    notes that a heading cites hang on the first block under it.
    """
    path: list[Block] = []
    used: set[int] = set()
    cited: list[Mark] = []
    placed: list[tuple[Block, tuple[str, ...]]] = []

    def close(level: int) -> None:
        if path and path[-1].level >= level and id(path[-1]) not in used:
            *above, bare = path
            placed.append((bare.but(kind=Kind.BODY, level=0), tuple(heading.text for heading in above)))
            used.update(id(heading) for heading in above)
        path[:] = [heading for heading in path if heading.level < level]

    for block in blocks:
        if block.kind is Kind.HEADING:
            level = block.level or (path[-1].level if path else 1)
            close(level)
            path.append(block if block.level else block.but(level=level))
            cited += [replace(mark, offset=0) for mark in block.marks]
        else:
            used.update(id(heading) for heading in path)
            block, cited = block.but(marks=(*cited, *block.marks)), []
            placed.append((block, tuple(heading.text for heading in path)))
    close(0)
    return placed
