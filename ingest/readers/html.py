"""HTML by lxml: the main content as blocks; scripts, styles, forms and navigation stay out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest import captions, lifting
from ingest.blocks import Block, Kind, Reading, Removed
from ingest.clean import characters, collapse, raised
from ingest.hyphens import Joiner
from ingest.spans import spanned

__all__ = ["read_html"]

_SILENT = (
    " script style noscript template iframe object embed svg canvas audio video head link meta input select textarea"
    " button "
)
_FURNITURE = {
    "nav": "navigation",
    "header": "page header",
    "footer": "page footer",
    "form": "form",
    "aside": "beside the text",
    "dialog": "dialog",
}
_ROLES = {
    "navigation": "navigation",
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
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_BLOCKS = (
    " p div section article main body html ul ol li dl dt dd table thead tbody tfoot tr td th caption figure figcaption"
    " blockquote pre address hr details summary fieldset center h1 h2 h3 h4 h5 h6 nav header footer form aside dialog "
)
_CONTAINERS = frozenset({"div", "section", "ul", "ol", "p", "a", "span"})
AROUND = 60
"""A part of a page of so few words may be told by its name alone to stand around the content."""
_NOTE_ID = re.compile(r"_?(?:fn|ftn|footnote|note|voetnoot|noot|cite_note)[-_:.]?(\d{1,3})", re.I)
_BACK_LINK = re.compile(r"^[\s↑↩^\[(]*\d{0,3}[\])]?[.:]?\s*|\s*[↑↩^]+\s*$")


def read_html(text: str) -> Reading:
    """The blocks of an HTML page."""
    from lxml import etree, html

    reading = Reading(blocks=[], media_type="text/html")
    source = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", characters(text))
    try:
        root = html.document_fromstring(source or "<p></p>")
    except (etree.ParserError, ValueError):
        return reading
    title = root.find(".//title")
    reading.title = collapse(title.text_content()) if title is not None else ""
    main = _main(root)
    walker = _Walker(reading, words=len(main.text_content().split()))
    walker.walk(main)
    walker.flush()
    walker.account(root.find("body"), main)
    reading.blocks = lifting.lift(reading.blocks, Joiner(block.text for block in reading.blocks))
    return reading


def _main(root: Any) -> Any:
    """The element that holds the content: `main`, the only `article`, else the body."""
    for path in ("//main", "//*[@role='main']", "//article"):
        found = root.xpath(path)
        if len(found) == 1 and len(collapse(found[0].text_content())) > 200:
            return found[0]
    body = root.find("body")
    return body if body is not None else root


class _Walker:
    """Walks through elements and gathers inline text until a block ends."""

    def __init__(self, reading: Reading, words: int = 0) -> None:
        self._reading = reading
        self._words = words
        self._inline: list[str] = []
        self._kind = Kind.BODY
        self._level = 0
        self._number = ""

    def walk(self, element: Any) -> None:
        """Reads an element with all that it holds, but not the text after it."""
        if not isinstance(element.tag, str):
            return
        tag = element.tag.lower()
        if (
            f" {tag} " in _SILENT
            or element.get("hidden") is not None
            or "display:none" in (element.get("style") or "").replace(" ", "")
        ):
            return
        reason = _FURNITURE.get(tag) or _ROLES.get(element.get("role") or "") or self._named(element, tag)
        if reason and not (tag == "header" and element.xpath("ancestor::article|ancestor::main")):
            self._remove(element, reason)
        elif tag == "table":
            self.flush()
            self._table(element)
        elif tag == "sup":
            self._raised(element)
        elif tag == "br":
            self._inline.append("\n")
        elif f" {tag} " in _BLOCKS:
            self._block(element, tag)
        else:
            self._children(element)

    def _named(self, element: Any, tag: str) -> str:
        """What the class or id of a part of the page says that it is; a part that holds much of the page is content."""
        if tag not in _CONTAINERS or not _NAMED.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            return ""
        words = len(element.text_content().split())
        return "around the content" if words <= max(AROUND, 0.25 * self._words) else ""

    def _children(self, element: Any) -> None:
        if element.text:
            self._inline.append(element.text)
        for child in element:
            self.walk(child)
            if child.tail:
                self._inline.append(child.tail)

    def _block(self, element: Any, tag: str) -> None:
        self.flush()
        before = self._kind, self._level, self._number
        note = _NOTE_ID.fullmatch(element.get("id") or "")
        if tag in _HEADINGS:
            self._kind, self._level = Kind.HEADING, _HEADINGS[tag]
        elif note:
            self._kind, self._number = Kind.FOOTNOTE, note[1]
        elif self._kind is Kind.BODY and tag in {"li", "dd", "dt"}:
            self._kind = Kind.LIST_ITEM
        elif tag in {"figcaption", "caption"}:
            self._kind = Kind.CAPTION
        self._children(element)
        self.flush()
        self._kind, self._level, self._number = before

    def flush(self) -> None:
        """Ends the block that is being gathered."""
        text = collapse("".join(self._inline))
        self._inline = []
        if not text:
            return
        kind = Kind.CAPTION if self._kind is Kind.BODY and captions.is_caption(text) else self._kind
        if kind is Kind.FOOTNOTE:
            text = _BACK_LINK.sub("", text) or text
        self._reading.blocks.append(
            Block(kind, text, level=self._level if kind is Kind.HEADING else 0, number=self._number)
        )

    def _raised(self, element: Any) -> None:
        text = collapse(element.text_content()).strip("[]()")
        self._inline.append(raised(text) if text.isdigit() and len(text) <= 3 else element.text_content())

    def _table(self, element: Any) -> None:
        for caption in element.iter("caption"):
            self._block(caption, "caption")
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
        cells = spanned(
            [(_cell(cell), _span(cell, "colspan"), _span(cell, "rowspan")) for cell in row if cell.tag in ("td", "th")]
            for row in rows
        )
        if any(len(row) > 1 for row in cells):
            text = "\n".join(" | ".join(row) for row in cells if any(row))
            if text:
                self._reading.blocks.append(Block(Kind.TABLE, text))
            return
        for row in rows:
            for cell in row:
                self.walk(cell)
                self.flush()

    def _remove(self, element: Any, reason: str) -> None:
        text = collapse(" ".join(_words(element)))
        if text:
            self._reading.removed.append(Removed(reason, text))

    def account(self, body: Any, main: Any) -> None:
        """Notes what of the page lies outside its main content."""
        inner = main
        while inner is not body and inner.getparent() is not None:
            outer = inner.getparent()
            for child in outer:
                if child is not inner:
                    self._remove(child, "outside the main content")
            inner = outer


def _span(cell: Any, name: str) -> int:
    value = str(cell.get(name) or "1").strip()
    return int(value) if value.isdecimal() and len(value) < 4 else 1


def _cell(cell: Any) -> str:
    walker = _Walker(Reading(blocks=[], media_type=""))
    walker._children(cell)
    walker.flush()
    return " ".join(block.text.replace("\n", " ; ") for block in walker._reading.blocks)


def _words(element: Any) -> Iterator[str]:
    """The visible text of an element."""
    if not isinstance(element.tag, str) or f" {element.tag.lower()} " in _SILENT:
        return
    if element.text:
        yield element.text
    for child in element:
        yield from _words(child)
        if child.tail:
            yield child.tail
