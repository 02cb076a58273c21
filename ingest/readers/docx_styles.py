"""What the styles and lists of a Word document make of a paragraph: its kind's name, level, visibility and number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ingest.readers.docx_parts import W, flag, value
from ingest.readers.numbering import DEEPEST, Counters, Level

__all__ = ["Lists", "Style", "hidden", "styles"]

CHAIN = 20
"""A style may inherit from so many others, one after the other."""
_FORMS = {
    "bullet": "",
    "none": "",
    "lowerLetter": "lower-alpha",
    "upperLetter": "upper-alpha",
    "lowerRoman": "lower-roman",
    "upperRoman": "upper-roman",
}


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits. `level` is its outline level (1 is the highest, 0 none), `vanish` tells that
    its text is not shown; `list_id` and `depth` are empty where it says nothing of a list."""

    name: str = ""
    base: str = ""
    level: int = 0
    vanish: bool | None = None
    list_id: str = ""
    depth: str = ""


def styles(root: Any) -> dict[str, Style]:
    """The styles by id, of the root of `styles.xml` or of None."""
    own: dict[str, Style] = {}
    for each in root.iter(f"{W}style") if root is not None else ():
        outline = value(each.find(f"{W}pPr/{W}outlineLvl"))
        vanish = each.find(f"{W}rPr/{W}vanish")
        own[each.get(f"{W}styleId") or ""] = Style(
            name=value(each.find(f"{W}name")),
            base=value(each.find(f"{W}basedOn")),
            level=int(outline) + 1 if outline in set("012345678") else 0,
            vanish=flag(vanish) if vanish is not None else None,
            list_id=value(each.find(f"{W}pPr/{W}numPr/{W}numId")),
            depth=value(each.find(f"{W}pPr/{W}numPr/{W}ilvl")),
        )
    return {key: _inherited(style, own) for key, style in own.items()}


def _inherited(style: Style, own: dict[str, Style]) -> Style:
    base = style.base
    for _ in range(CHAIN):
        above = own.get(base)
        if above is None:
            break
        style = replace(
            style,
            level=style.level or above.level,
            vanish=above.vanish if style.vanish is None else style.vanish,
            list_id=style.list_id or above.list_id,
            depth=style.depth or above.depth,
        )
        base = above.base
    return style


def hidden(known: dict[str, Style]) -> frozenset[str]:
    """The ids of the styles whose text Word does not show."""
    return frozenset(key for key, style in known.items() if style.vanish)


class Lists:
    """The lists of a document, which count on as its paragraphs are read in order."""

    def __init__(self, root: Any) -> None:
        self._abstract: dict[str, dict[int, Level]] = {}
        self._of: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = {}
        self._counters: dict[str, Counters] = {}
        self._begun: set[str] = set()
        for each in root.iter(f"{W}abstractNum") if root is not None else ():
            self._abstract[each.get(f"{W}abstractNumId") or ""] = dict(_levels(each.iterchildren(f"{W}lvl")))
        for each in root.iter(f"{W}num") if root is not None else ():
            base = value(each.find(f"{W}abstractNumId"))
            changed = dict(_levels(each.iterfind(f"{W}lvlOverride/{W}lvl")))
            starts = {
                int(one.get(f"{W}ilvl") or 0): int(start)
                for one in each.iterchildren(f"{W}lvlOverride")
                if (start := value(one.find(f"{W}startOverride"))).isdecimal()
                and len(start) < 7
                and (one.get(f"{W}ilvl") or "0") in set("012345678")
            }
            levels = {**self._abstract.get(base, {}), **changed}
            self._of[each.get(f"{W}numId") or ""] = (base, levels, starts)

    def next(self, list_id: str, depth: int) -> str:
        """The number before the next paragraph of a list at `depth` (0 is the highest); empty where it has none."""
        if list_id not in self._of:
            return ""
        base, levels, starts = self._of[list_id]
        counters = self._counters.setdefault(base, Counters())
        if list_id not in self._begun:
            self._begun.add(list_id)
            for at, start in starts.items():
                counters.restart(at, start)
        return counters.next(levels, depth)


def _levels(elements: Any) -> list[tuple[int, Level]]:
    found = []
    for each in elements:
        at, start = each.get(f"{W}ilvl") or "", value(each.find(f"{W}start"))
        if at.isdecimal() and len(at) < 3 and int(at) < DEEPEST:
            form = _FORMS.get(value(each.find(f"{W}numFmt")) or "decimal", "decimal")
            first = int(start) if start.isdecimal() and len(start) < 7 else 1
            found.append((int(at), Level(form, value(each.find(f"{W}lvlText"))[:40], first)))
    return found
