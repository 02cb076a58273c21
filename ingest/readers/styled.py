"""What word processors tell by the names of their styles and by the numbers that they show before paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest import lifting, outline
from ingest.blocks import Block, Kind
from ingest.hyphens import Joiner

__all__ = ["TITLE", "finished", "named"]

TITLE = -1
"""The level of a document's title while its headings are being read."""

_HEADING = re.compile(r"(?:heading|kop|überschrift|titre) ?(\d)", re.I)
_CONTENTS = re.compile(r"(?:toc|contents|inhopg|inhoudsopgave|verzeichnis)(?: |\d|$)", re.I)
_CAPTION = re.compile(r"caption|bijschrift|beschriftung", re.I)
_LIST = re.compile(r"list|lijst|opsomming|aufzählung", re.I)
_LIST_DEPTH = re.compile(r" ([2-9])$")
_ANY_LIST = re.compile(r"list[ _]?(?:paragraph|contents|heading)|lijst[ _]?alinea|listenabsatz", re.I)
_TITLE = re.compile(r"(?:title|titel|subtitle|ondertitel)", re.I)
_LABELLED = (Kind.LIST_ITEM, Kind.HEADING)


def named(names: Iterable[str]) -> tuple[Kind, int] | None:
    """The kind and level that the first telling name of a style gives; None when no name tells anything."""
    for name in names:
        if heading := _HEADING.match(name):
            return Kind.HEADING, int(heading[1])
        if _CONTENTS.match(name):
            return Kind.CONTENTS, 0
        if _TITLE.fullmatch(name):
            return Kind.HEADING, 0 if name.casefold().startswith(("sub", "onder")) else TITLE
        if _CAPTION.match(name):
            return Kind.CAPTION, 0
        if _LIST.match(name):
            depth = _LIST_DEPTH.search(name)
            return Kind.LIST_ITEM, int(depth[1]) if depth else 0 if _ANY_LIST.match(name) else 1
    return None


def finished(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a styled document, with headings under the title, notes lifted, and numbers written.

    The numbers of list items and headings are in `number`, which only notes use otherwise: while headings are looked
    for, an item of a list must not be taken for a numbered heading.
    """
    placed = _alone(_under_title(blocks))
    return _labelled(outline.promote(lifting.lift(placed, Joiner(block.text for block in placed)), {}))


def _under_title(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with a title at level 1 and the headings that come after it one level deeper."""
    out: list[Block] = []
    deeper = 0
    for block in blocks:
        if block.kind is Kind.HEADING and block.level == TITLE:
            deeper = 1
            block = block.but(level=1)
        elif block.kind is Kind.HEADING:
            block = block.but(level=block.level + deeper if block.level else 1 + deeper)
        out.append(block)
    return out


def _alone(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with the number written before each numbered item that has no item beside it.

    Such an item may be a heading that its author numbered with the list button.
    """
    text = [block for block in blocks if block.kind is not Kind.FOOTNOTE]
    single = {
        id(block)
        for before, block, after in zip([None, *text], text, [*text[1:], None], strict=False)
        if block.kind is Kind.LIST_ITEM
        and all(each is None or each.kind is not Kind.LIST_ITEM for each in (before, after))
    }
    return [_with_label(block) if id(block) in single else block for block in blocks]


def _labelled(blocks: Iterable[Block]) -> list[Block]:
    return [_with_label(block) if block.kind in _LABELLED else block for block in blocks]


def _with_label(block: Block) -> Block:
    return block.but(text=f"{block.number} {block.text}", number="") if block.number else block
