"""HTML by lxml: the main content as blocks; scripts, styles, forms and navigation stay out."""

from __future__ import annotations

import re
from typing import Any

from ingest import captions, lifting
from ingest.blocks import Block, Kind, Reading, Removed
from ingest.clean import characters, collapse, raised
from ingest.hyphens import Joiner
from ingest.readers.html_parts import (
    SILENT,
    first_number,
    furniture,
    hidden_names,
    is_hidden,
    is_named_furniture,
    shown_text,
    span,
)
from ingest.readers.numbering import written
from ingest.spans import spanned

__all__ = ["read_html"]

_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_BLOCKS = (
    " p div section article main body html ul ol li dl dt dd table thead tbody tfoot tr td th caption figure figcaption"
    " blockquote pre address hr details summary fieldset center h1 h2 h3 h4 h5 h6 nav header footer form aside dialog "
)
_LISTS = ("ol", "ul", "menu")
_FORMS = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
DEEPEST = 100
"""Elements within elements that are told apart; what lies deeper is read as running text."""
MOST_CELLS = 1000
"""A row of a table is cut off here."""
_CONTAINERS = frozenset({"div", "section", "ul", "ol", "p", "a", "span"})
AROUND = 60
"""A part of a page of so few words may be told by its name alone to stand around the content."""
_NOTE_ID = re.compile(r"_?(?:sd)?(?:fn|ftn|endnote|footnote|note|voetnoot|noot|cite_note)[-_:.]?(\d{1,3})", re.I)
_BACK_LINK = re.compile(r"\s*[↑↩^]+\s*$")


def read_html(text: str) -> Reading:
    """The blocks of an HTML page. Links are read as their words: no address of a link comes into the text."""
    from lxml import etree, html

    reading = Reading(blocks=[], media_type="text/html")
    source = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", characters(text))
    parser = html.HTMLParser(huge_tree=True, no_network=True)
    try:
        root = html.document_fromstring(source or "<p></p>", parser=parser)
    except (etree.ParserError, ValueError):
        return reading
    if any("depth" in entry.message for entry in parser.error_log):
        reading.warnings.append("nests its elements too deep; what lies deeper was not read")
    title = root.find(".//title")
    reading.title = collapse(title.text_content()) if title is not None else ""
    main = _main(root)
    hidden = hidden_names(root)
    walker = _Walker(reading, hidden, words=len(main.text_content().split()))
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

    def __init__(self, reading: Reading, hidden: frozenset[str], words: int = 0) -> None:
        self._reading = reading
        self._hidden = hidden
        self._words = words
        self._inline: list[str] = []
        self._kind = Kind.BODY
        self._level = 0
        self._number = ""
        self._label = ""
        self._lists = 0
        self._depth = 0

    def walk(self, element: Any) -> None:
        """Reads an element with all that it holds, but not the text after it."""
        if not isinstance(element.tag, str):
            return
        tag = element.tag.lower()
        if tag in SILENT:
            return
        if is_hidden(element, self._hidden):
            self._remove(element, "hidden")
            return
        reason = furniture(tag, element.get("role") or "") or self._named(element, tag)
        if reason and not (tag == "header" and element.xpath("boolean(ancestor::article|ancestor::main)")):
            self._remove(element, reason)
        elif self._depth >= DEEPEST:
            self._inline.extend(shown_text(element, self._hidden))
        else:
            self._depth += 1
            self._read(element, tag)
            self._depth -= 1

    def _read(self, element: Any, tag: str) -> None:
        if tag == "table":
            self.flush()
            self._table(element)
        elif tag == "sup" or (tag == "a" and _cites_note(element)):
            self._raised(element)
        elif tag == "br":
            self._inline.append("\n")
        elif tag == "q":
            self._inline.append("\u201c")
            self._children(element)
            self._inline.append("\u201d")
        elif tag in _LISTS:
            self._list(element, tag)
        elif f" {tag} " in _BLOCKS:
            self._block(element, tag)
        else:
            self._children(element)

    def _named(self, element: Any, tag: str) -> str:
        """What the class or id of a part of the page says that it is; a part that holds much of the page is content."""
        if tag not in _CONTAINERS or not is_named_furniture(element):
            return ""
        words = len(element.text_content().split())
        return "around the content" if words <= max(AROUND, 0.25 * self._words) else ""

    def _list(self, element: Any, tag: str) -> None:
        """Reads a list; the items of a numbered one carry their numbers."""
        self.flush()
        before, self._lists = self._label, self._lists + 1
        number, step = first_number(element)
        form = _FORMS.get(element.get("type") or "1", "decimal") if tag == "ol" else ""
        for child in element:
            if child.tag == "li":
                own = str(child.get("value") or "").strip()
                number = int(own) if own.isdecimal() and len(own) < 7 else number
                self._label = f"{written(number, form)}." if form else ""
                number += step
            self.walk(child)
            if child.tail:
                self._inline.append(child.tail)
        self.flush()
        self._label, self._lists = before, self._lists - 1

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
        label, self._label = self._label, ""
        kind = Kind.CAPTION if self._kind is Kind.BODY and captions.is_caption(text) else self._kind
        if kind is Kind.FOOTNOTE:
            number = rf"[\s↑↩^\[(]*(?:{self._number}(?!\d)[\])]?[.:]?)?\s*"
            text = re.sub(f"^{number}", "", _BACK_LINK.sub("", text)) or text
        if kind is Kind.LIST_ITEM and label:
            text = f"{label} {text}"
        level = {Kind.HEADING: self._level, Kind.LIST_ITEM: self._lists}.get(kind, 0)
        self._reading.blocks.append(Block(kind, text, level=level, number=self._number))

    def _raised(self, element: Any) -> None:
        text = collapse(element.text_content()).strip("[]()")
        self._inline.append(raised(text) if text.isdigit() and len(text) <= 3 else element.text_content())

    def _table(self, element: Any) -> None:
        for caption in element.iter("caption"):
            self._block(caption, "caption")
        rows = [
            [cell for cell in row if cell.tag in ("td", "th") and not is_hidden(cell, self._hidden)][:MOST_CELLS]
            for row in element.iter("tr")
            if next(row.iterancestors("table")) is element and not is_hidden(row, self._hidden)
        ]
        if all(len(row) <= 1 for row in rows) or element.get("role") in ("presentation", "none"):
            for cell in (cell for row in rows for cell in row):
                self.walk(cell)
                self.flush()
            return
        cells = spanned(
            [(self._cell(cell), span(cell, "colspan"), span(cell, "rowspan")) for cell in row] for row in rows
        )
        text = "\n".join(" | ".join(row) for row in cells if any(row))
        if text:
            self._reading.blocks.append(Block(Kind.TABLE, text))

    def _cell(self, cell: Any) -> str:
        inner = _Walker(Reading(blocks=[], media_type=""), self._hidden)
        inner._depth = self._depth + 3
        inner._children(cell)
        inner.flush()
        self._reading.removed += inner._reading.removed
        return " ".join(block.text.replace("\n", " ; ") for block in inner._reading.blocks)

    def _remove(self, element: Any, reason: str) -> None:
        text = collapse(" ".join(shown_text(element, None)))
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


def _cites_note(link: Any) -> bool:
    """Whether a link is the mark of a note: `[1]`, leading to the note 1 on the page itself."""
    target = str(link.get("href") or "")
    words = collapse(link.text_content()).strip("[]()")
    return target.startswith("#") and words.isdigit() and _NOTE_ID.fullmatch(target[1:]) is not None
