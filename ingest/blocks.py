"""What lies between a file and its passages: lines, blocks, and the record of one reading."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["Block", "Kind", "Line", "Mark", "Reading", "Removed", "Scans"]


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    BODY = "body"
    LIST_ITEM = "list item"
    TABLE = "table"
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    CONTENTS = "contents"
    REFERENCE = "reference"


class Scans(StrEnum):
    """Whether a file has pages that only OCR can read: none, some, or some that it did not come to in its time."""

    NONE = "none"
    READ = "read"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Mark:
    """A note that a block cites: at `offset` in its text stood the mark `number` of the note `text`."""

    offset: int
    number: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, table, caption or note, as one piece of text.

    `level` is the depth of a heading or of an item in its list (1 is the highest, 0 not known). `number` is the number
    of a note. `asks` tells that somebody asks in it; `part` names the written question or answer that it is of.
    """

    kind: Kind
    text: str
    page: int | None = None
    page_end: int | None = None
    level: int = 0
    number: str = ""
    marks: tuple[Mark, ...] = ()
    speaker: str | None = None
    asks: bool = False
    part: str = ""

    def but(self, **changes: object) -> Block:
        """The same block with some fields changed."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]


@dataclass(slots=True)
class Line:
    """A line of a page or of a wrapped text, before lines are joined to blocks.

    `fill` tells how much of the column the line takes (1.0 is a full line). `gap` tells of white space above it,
    `starts_page` that a page or column begins with it, `left` how many spaces from the left it stands. `role` is set
    once it is known; `number` is that of a note which begins here, `level` that of a heading.
    """

    text: str
    page: int | None = None
    fill: float = 1.0
    gap: bool = False
    starts_page: bool = False
    indent: int = 0
    left: int = 0
    role: Kind | None = None
    number: str = ""
    level: int = 0
    starts: bool = False


@dataclass(frozen=True, slots=True)
class Removed:
    """Words of the file that are in no passage, and why."""

    reason: str
    text: str
    page: int | None = None


@dataclass(slots=True)
class Reading:
    """What a reader makes of a file: its blocks in reading order and what a maintainer should know about them."""

    blocks: list[Block]
    media_type: str
    encoding: str | None = None
    pages: int | None = None
    title: str = ""
    removed: list[Removed] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    scans: Scans = Scans.NONE
