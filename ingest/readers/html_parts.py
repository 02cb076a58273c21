"""Which parts of an HTML page are shown as its content: not scripts, navigation, forms, or what a style hides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

__all__ = [
    "SILENT",
    "first_number",
    "furniture",
    "hidden_names",
    "is_hidden",
    "is_named_furniture",
    "shown_text",
    "span",
]

SILENT = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "frame",
        "frameset",
        "noframes",
        "object",
        "embed",
        "applet",
        "svg",
        "canvas",
        "audio",
        "video",
        "head",
        "link",
        "meta",
        "title",
        "base",
        "input",
        "select",
        "textarea",
        "button",
        "datalist",
        "output",
        "progress",
        "meter",
        "map",
    }
)
"""Elements without text of the page."""
_FURNITURE = {
    "nav": "navigation",
    "header": "page header",
    "footer": "page footer",
    "form": "form",
    "aside": "beside the text",
    "dialog": "dialog",
    "del": "deleted",
}
_ROLES = {
    "navigation": "navigation",
    "menu": "navigation",
    "menubar": "navigation",
    "banner": "page header",
    "contentinfo": "page footer",
    "search": "form",
    "complementary": "beside the text",
    "dialog": "dialog",
    "alertdialog": "dialog",
}
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:(?:site|page|main|global|top)[_-](?:header|footer|nav)|(?:main|hoofd|nav)?[_-]?menu|navbar|navigation|navigatie"
    r"|breadcrumbs?|kruimelpad|cookie[\w-]*|consent[\w-]*|skip[_-]?(?:link|nav|to[_-]content)|sidebar|share|social[\w-]*"
    r"|pager|pagination|advert[\w-]*|newsletter|nieuwsbrief)(?:$|\s)",
    re.I,
)
"""Names of classes and ids that pages give to what stands around their content."""
_HIDES = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|content-visibility\s*:\s*hidden"
    r"|font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?)\s*(?:!\s*important\s*)?(?:;|$)",
    re.I,
)
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_NAME = re.compile(r"(?:[a-z][a-z0-9]{0,15})?([.#][\w-]{1,80})", re.I)
MOST_CSS = 300_000


def furniture(tag: str, role: str) -> str:
    """What an element is by its tag or role when it is no content; empty for content."""
    return _FURNITURE.get(tag) or _ROLES.get(role.strip().lower()) or ""


def is_named_furniture(element: Any) -> bool:
    """Whether the class or id of an element is one that pages give to what stands around their content."""
    return _NAMED.search(f"{element.get('class') or ''} {element.get('id') or ''}") is not None


def hidden_names(root: Any) -> frozenset[str]:
    """The classes (`.x`) and ids (`#x`) that the page's own style sheets hide whatever the screen."""
    found: set[str] = set()
    for sheet in root.iter("style"):
        if (sheet.get("media") or "all").strip().lower() not in {"all", "screen"}:
            continue
        for selector, body in _rules(_COMMENT.sub("", (sheet.text or "")[:MOST_CSS])):
            if _HIDES.search(body):
                names = (_NAME.fullmatch(each.strip()) for each in selector.split(","))
                found.update(name[1] for name in names if name)
    return frozenset(found)


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """The rules of a style sheet, without those that hold only on some screens."""
    depth, selector = 0, ""
    for piece in re.split(r"([{}])", css):
        if piece == "{":
            depth += 1
        elif piece == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            selector = piece.rpartition(";")[2].strip()
        elif depth == 1 and not selector.startswith("@"):
            yield selector, piece


def is_hidden(element: Any, names: frozenset[str]) -> bool:
    """Whether an element is not shown: it says so, its style does, or a style sheet of the page does."""
    hidden = element.get("hidden")
    if (hidden is not None and hidden.strip().lower() != "until-found") or _HIDES.search(element.get("style") or ""):
        return True
    if not names:
        return False
    own = [f".{name}" for name in (element.get("class") or "").split()[:20]]
    return f"#{element.get('id') or ''}" in names or any(name in names for name in own)


def first_number(element: Any) -> tuple[int, int]:
    """The number of the first item of an `ol`, and the step to the next."""
    start = str(element.get("start") or "").strip()
    step = -1 if element.get("reversed") is not None else 1
    if start.isdecimal() and len(start) < 7:
        return int(start), step
    return (1, step) if step > 0 else (sum(1 for _ in element.iterchildren("li")), step)


def span(cell: Any, name: str) -> int:
    """How many columns or rows a cell of a table takes."""
    value = str(cell.get(name) or "1").strip()
    return int(value) if value.isdecimal() and len(value) < 4 else 1


def shown_text(element: Any, names: frozenset[str] | None) -> Iterator[str]:
    """The shown text of an element, however deep it nests; with None also what is hidden."""
    from lxml import etree

    walker = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, each in walker:
        if event == "start":
            if each.tag.lower() in SILENT or (names is not None and is_hidden(each, names)):
                walker.skip_subtree()
            elif each.text:
                yield each.text
        elif each is not element and each.tail:
            yield each.tail
