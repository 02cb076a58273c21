"""Lists of references: what stands under a heading that names them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.blocks import Block, Kind
from ingest.contents import key

__all__ = ["is_name", "mark"]

_NAMES = re.compile(
    r"(?:geraadpleegde |lijst van )?(?:referenties|referentielijst|literatuur(?:lijst|opgave|verwijzingen)?"
    r"|bibliografie|bronnen(?:lijst|vermelding)?|bronvermelding|geraadpleegde werken|references|bibliography"
    r"|works cited|literaturverzeichnis)"
)


def is_name(text: str) -> bool:
    """Whether a line is the heading of a list of references."""
    return len(text) <= 60 and _NAMES.fullmatch(key(text)) is not None


def mark(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with the paragraphs and items under a heading of references made references."""
    out: list[Block] = []
    under = 0
    for block in blocks:
        if block.kind is Kind.HEADING:
            level = block.level or 1
            if is_name(block.text):
                under = level
            elif level <= under:
                under = 0
        elif under and block.kind in (Kind.BODY, Kind.LIST_ITEM):
            block = block.but(kind=Kind.REFERENCE)
        out.append(block)
    return out
