"""List items whose bullets an extractor lost, or wrote one below the other before the words of the list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.blocks import Kind, Line, Removed
from ingest.clean import collapse
from ingest.titles import numbered

__all__ = ["see_lost", "without_columns"]

_ALONE = re.compile(r"[•▪●◦‣·*–—o➢➤✓✔□■►-]")
_ENDED = re.compile(r"[.;:?!,][\"”’')\]]{0,2}$")
NEAR = 8
"""Items whose bullets were lost stand within so many lines of each other."""
LONGEST = 60
"""So many lines after a column of bullets its items are looked for."""


def see_lost(lines: Sequence[Line]) -> None:
    """Indented lines in a text that is not indented lost their bullets, when there are two or more of them in a row."""
    plain = [line for line in lines if line.role is None]
    indented = sum(1 for line in plain if line.indent)
    if indented > 0.25 * len(plain):
        return
    starts = [i for i, line in enumerate(plain) if line.indent and _may_follow(plain, i)]
    for i, before, after in zip(starts, [-99, *starts], [*starts[1:], len(plain) + 99], strict=False):
        if min(i - before, after - i) <= NEAR:
            plain[i].role, plain[i].starts = Kind.LIST_ITEM, True


def _may_follow(plain: Sequence[Line], i: int) -> bool:
    """Whether a list item may begin after the line before; in small letters only in the midst of a list."""
    signs = ".:;,)" if plain[i].text[:1].isupper() else ":;"
    return (i == 0 and len(signs) > 2) or (i > 0 and collapse(plain[i - 1].text)[-1:] in signs)


def without_columns(lines: Sequence[Line]) -> tuple[list[Line], list[Removed]]:
    """The lines without bullets on lines of their own; as many items begin in the lines below them."""
    kept: list[Line] = []
    removed: list[Removed] = []
    waiting = 0
    gap = starts = False
    for i, line in enumerate(lines):
        if line.role is None and _ALONE.fullmatch(line.text.strip()):
            removed.append(Removed("bullet", line.text.strip(), line.page))
            waiting, gap, starts = waiting + 1, gap or line.gap, starts or line.starts_page
            continue
        if waiting:
            line.gap, line.starts_page = line.gap or gap, line.starts_page or starts
            above = next((each.text for each in reversed(kept) if each.role is not Kind.FOOTNOTE), "")
            goes_on = bool(above) and line.text[:1].islower() and _ENDED.search(above.rstrip()) is None
            _begin_items(lines[i : i + LONGEST], waiting, first=not goes_on)
            waiting, gap, starts = 0, False, False
        kept.append(line)
    return kept, removed


def _begin_items(lines: Sequence[Line], count: int, *, first: bool) -> None:
    """Marks the first lines of `count` items: the first line, unless it goes on with the text above the bullets, and
    the lines where an item most likely begins."""
    region: list[Line] = []
    for line in lines:
        over = line.role is not None or _ALONE.fullmatch(line.text.strip()) or numbered(line.text) is not None
        if over and (region or line.role is not None):
            break
        region.append(line)
    likely = {i: _likeliness(region, i) for i in range(1, len(region))}
    by_block = [i for i in likely if region[i].gap]
    inner = [i for i in likely if likely[i] > 0 and (not by_block or i < by_block[0])]
    more = count - first
    if len(inner) < more:
        inner = [i for i in likely if likely[i] > 0]
    chosen = sorted(inner, key=lambda i: (-likely[i], i))[:more]
    for i in (*([0] if first else []), *chosen):
        region[i].role, region[i].starts = Kind.LIST_ITEM, True


def _likeliness(region: Sequence[Line], i: int) -> int:
    """How likely an item begins at a line: after white space, after a line that ends an item or that is short."""
    before, line = region[i - 1], region[i]
    ended = _ENDED.search(before.text.rstrip()) is not None
    if before.text.rstrip()[-1:] in ",-" or (line.text[:1].islower() and not ended and not line.gap):
        return 0
    alike = region[0].text[:1].islower() == line.text[:1].islower()
    return (
        3 * (line.gap and (ended or alike))
        + 2 * (ended and alike)
        + (before.text.rstrip()[-1:] == ";")
        + (before.fill < 0.8 and alike)
    )
