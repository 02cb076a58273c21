"""What the styles and lists of an OpenDocument text make of a paragraph or a run of words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ingest.readers.numbering import DEEPEST, Level

__all__ = ["OFFICE", "STYLE", "TABLE", "TEXT", "Style", "list_levels", "outline_levels", "styles"]

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
LO_EXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
"""LibreOffice's own additions to the format."""
CHAIN = 20
"""A style may inherit from so many others, one after the other."""
_FORMS = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman", "1": "decimal"}
_CODE = re.compile(r"_([0-9a-f]{2,4})_")
_RAISED = re.compile(r"super|[1-9]\d?%")


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits: `names` holds its own readable name and those of the styles above it."""

    names: tuple[str, ...] = ()
    base: str = ""
    level: int = 0
    vanish: bool | None = None
    raised: bool | None = None
    list_style: str = ""


def styles(roots: list[Any]) -> dict[tuple[str, str], Style]:
    """The styles of the parts of a document, by family (paragraph, text, section) and name."""
    own: dict[tuple[str, str], Style] = {}
    for root in roots:
        for each in root.iter(f"{STYLE}style"):
            key = (each.get(f"{STYLE}family") or "", each.get(f"{STYLE}name") or "")
            own[key] = _style(each, key[1])
    return {key: _inherited(key[0], style, own) for key, style in own.items()}


def _style(element: Any, name: str) -> Style:
    outline = element.get(f"{STYLE}default-outline-level") or ""
    words = element.find(f"{STYLE}text-properties")
    section = element.find(f"{STYLE}section-properties")
    shown = words.get(f"{TEXT}display") if words is not None else None
    position = words.get(f"{STYLE}text-position") if words is not None else None
    readable = element.get(f"{STYLE}display-name") or _CODE.sub(lambda m: chr(int(m[1], 16)), name)
    return Style(
        names=(readable,),
        base=element.get(f"{STYLE}parent-style-name") or "",
        level=int(outline) if outline.isdecimal() and len(outline) < 3 else 0,
        vanish=shown == "none" if shown else (True if _is_off(section) else None),
        raised=_RAISED.match(position) is not None if position else None,
        list_style=element.get(f"{STYLE}list-style-name") or "",
    )


def _is_off(section: Any) -> bool:
    return section is not None and section.get(f"{TEXT}display") == "none"


def _inherited(family: str, style: Style, own: dict[tuple[str, str], Style]) -> Style:
    base = style.base
    for _ in range(CHAIN):
        above = own.get((family, base))
        if above is None:
            break
        style = replace(
            style,
            names=style.names + above.names,
            level=style.level or above.level,
            vanish=above.vanish if style.vanish is None else style.vanish,
            raised=above.raised if style.raised is None else style.raised,
            list_style=style.list_style or above.list_style,
        )
        base = above.base
    return style


def list_levels(roots: list[Any]) -> dict[str, dict[int, Level]]:
    """How each list style numbers its levels (0 is the highest)."""
    return {
        each.get(f"{STYLE}name") or "": dict(_levels(each)) for root in roots for each in root.iter(f"{TEXT}list-style")
    }


def outline_levels(roots: list[Any]) -> dict[int, Level]:
    """How the document numbers its headings."""
    found: dict[int, Level] = {}
    for root in roots:
        for each in root.iter(f"{TEXT}outline-style"):
            found.update(_levels(each))
    return found


def _levels(element: Any) -> Iterator[tuple[int, Level]]:
    for each in element.iterchildren(f"{TEXT}list-level-style-number", f"{TEXT}outline-level-style"):
        at = _number(each.get(f"{TEXT}level"), 1) - 1
        if not 0 <= at < DEEPEST:
            continue
        form = _FORMS.get(each.get(f"{STYLE}num-format") or "", "")
        shown = max(1, min(_number(each.get(f"{TEXT}display-levels"), 1), at + 1))
        numbers = ".".join(f"%{k + 1}" for k in range(at + 1 - shown, at + 1))
        pattern = each.get(f"{LO_EXT}num-list-format")
        if pattern is None:
            before, after = each.get(f"{STYLE}num-prefix") or "", each.get(f"{STYLE}num-suffix") or ""
            text = f"{before[:20]}{numbers}{after[:20]}"
        else:
            text = re.sub(r"%(\d{1,2})%", r"%\1", pattern[:60])
        yield at, Level(form, text if form else "", _number(each.get(f"{TEXT}start-value"), 1))


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else otherwise
