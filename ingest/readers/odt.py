"""OpenDocument texts: paragraphs by style, lists, tables, notes; tracked changes count as accepted."""

from __future__ import annotations

import re
from typing import Any

from ingest import captions
from ingest.blocks import Block, Kind, Reading, Removed
from ingest.clean import characters, collapse
from ingest.readers import odt_styles, odt_tables, package, styled
from ingest.readers.numbering import DEEPEST, Counters
from ingest.readers.odt_styles import OFFICE, STYLE, TABLE, TEXT, Style
from ingest.readers.odt_text import APART, DRAW, PARAGRAPHS, is_hidden, text_of
from knowledge.errors import UnreadableFile

__all__ = ["read_odt"]

_WHAT = "OpenDocument text"
_CURE = "Save it anew in LibreOffice."
_WANTED = re.compile(r"(?:content|styles|meta)\.xml|META-INF/manifest\.xml")
_XML: tuple[str, ...] = ("content.xml", "styles.xml", "meta.xml")
_DC = "{http://purl.org/dc/elements/1.1/}"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_BLOCKS = (*PARAGRAPHS, f"{TEXT}list", f"{TABLE}table")
_INDEXES = frozenset(
    f"{TEXT}{name}"
    for name in (
        "table-of-content",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
        "alphabetical-index",
    )
)
_THROUGH = frozenset(f"{TEXT}{name}" for name in ("index-body", "index-title", "bibliography", "soft-page-break"))


def read_odt(name: str, data: bytes) -> Reading:
    """The blocks of an .odt file; raises UnreadableFile when it is damaged, encrypted, or unpacks to too much."""
    parts = package.parts(name, data, _WANTED, what=_WHAT, cure=_CURE)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise UnreadableFile(f"{name}: is encrypted; it needs a password.", cure="Save it without a password.")
    roots = {part: package.root(name, part, parts[part], what=_WHAT, cure=_CURE) for part in _XML if part in parts}
    body = roots["content.xml"].find(f"{OFFICE}body/{OFFICE}text") if "content.xml" in roots else None
    if body is None:
        raise UnreadableFile(f"{name}: is a damaged {_WHAT} (it has no body).", cure=_CURE)
    return _Odt(roots).read(body)


class _Odt:
    """One document that is being read."""

    def __init__(self, roots: dict[str, Any]) -> None:
        self._roots = roots
        self._reading = Reading(blocks=[], media_type="application/vnd.oasis.opendocument.text")
        styled_by = [roots[part] for part in ("styles.xml", "content.xml") if part in roots]
        self._styles = odt_styles.styles(styled_by)
        self._list_levels = odt_styles.list_levels(styled_by)
        self._outline = odt_styles.outline_levels(styled_by)
        self._headings = Counters()
        self._lists: dict[str, Counters] = {}
        self._number = 0
        self._kind: Kind | None = None

    def read(self, body: Any) -> Reading:
        """The blocks of the document, its notes and title; what is anchored to a page comes last."""
        self._children(body)
        for frame in body:
            if str(frame.tag).startswith(DRAW):
                self._boxes(frame)
        meta = self._roots.get("meta.xml")
        title = next(meta.iter(f"{_DC}title"), None) if meta is not None else None
        self._reading.title = collapse(characters(title.text or "")) if title is not None else ""
        for page in self._roots["styles.xml"].iter(f"{STYLE}master-page") if "styles.xml" in self._roots else ():
            for head in page:
                text = collapse(" ".join(text_of(p, self._styles)[0] for p in head.iter(*PARAGRAPHS)))
                if text:
                    self._reading.removed.append(Removed("running head", text))
        self._reading.blocks = styled.finished(self._reading.blocks)
        return self._reading

    def _children(self, parent: Any) -> None:
        for child in parent:
            if child.tag in PARAGRAPHS:
                self._paragraph(child)
            elif child.tag == f"{TEXT}list":
                self._list(child, 1, "")
            elif child.tag == f"{TABLE}table":
                self._table(child)
            elif child.tag == f"{TEXT}section":
                self._section(child)
            elif child.tag == f"{TEXT}numbered-paragraph":
                self._children(child)
            elif child.tag in _INDEXES:
                before, self._kind = self._kind, Kind.CONTENTS
                self._children(child)
                self._kind = before
            elif child.tag in _THROUGH:
                self._children(child)

    def _section(self, section: Any) -> None:
        style = self._styles.get(("section", section.get(f"{TEXT}style-name") or ""), Style())
        if section.get(f"{TEXT}display") == "none" or section.get(f"{TEXT}is-hidden") == "true" or style.vanish:
            self._hide(collapse(" ".join(text_of(p, self._styles)[0] for p in section.iter(*PARAGRAPHS))))
        else:
            self._children(section)

    def _hide(self, text: str) -> None:
        if text:
            self._reading.removed.append(Removed("hidden", text))

    def _paragraph(self, paragraph: Any, depth: int = 0, label: str = "") -> None:
        style = self._style(paragraph)
        text, cited = self._marked(paragraph)
        if style.vanish or is_hidden(paragraph):
            self._hide(text)
            return
        if text:
            kind, level = self._kind_of(paragraph, style, text, depth)
            if kind is Kind.HEADING and not label:
                label = self._heading_label(paragraph, level)
            last = self._reading.blocks[-1] if self._reading.blocks else None
            if kind is Kind.CONTENTS and last is not None and last.kind is Kind.CONTENTS:
                self._reading.blocks[-1] = last.but(text=f"{last.text}\n{text}")
            else:
                label = label if kind in (Kind.LIST_ITEM, Kind.HEADING) else ""
                self._reading.blocks.append(Block(kind, text, level=level, number=label))
        self._reading.blocks += cited
        self._boxes(paragraph)

    def _style(self, paragraph: Any) -> Style:
        name = paragraph.get(f"{TEXT}style-name") or ""
        return self._styles.get(("paragraph", name), Style(names=(name.replace("_20_", " "),)))

    def _marked(self, element: Any) -> tuple[str, list[Block]]:
        """The text of a paragraph with raised note marks, and the notes that it cites."""
        text, bodies = text_of(element, self._styles, self._number + 1)
        cited: list[Block] = []
        for body in bodies:
            self._number += 1
            note = collapse(" ".join(text_of(p, self._styles)[0] for p in body.iter(*PARAGRAPHS)))
            cited.append(Block(Kind.FOOTNOTE, note, number=str(self._number)))
        return collapse(text), [note for note in cited if note.text]

    def _kind_of(self, paragraph: Any, style: Style, text: str, depth: int) -> tuple[Kind, int]:
        """What a paragraph is, with its level."""
        if self._kind is not None:
            return self._kind, 0
        kind, level = styled.named(style.names) or (Kind.BODY, 0)
        outline = paragraph.get(f"{TEXT}outline-level") or ""
        if paragraph.tag == f"{TEXT}h" or style.level:
            own = int(outline) if outline.isdecimal() and len(outline) < 3 else 0
            titled = kind is Kind.HEADING and level == styled.TITLE
            return Kind.HEADING, styled.TITLE if titled else own or style.level or 1
        if kind is Kind.HEADING:
            return kind, level
        if kind is Kind.CONTENTS:
            return kind, 0
        if kind is Kind.CAPTION or captions.is_caption(text):
            return Kind.CAPTION, 0
        if depth or kind is Kind.LIST_ITEM:
            return Kind.LIST_ITEM, max(depth, level if kind is Kind.LIST_ITEM else 0)
        return Kind.BODY, 0

    def _heading_label(self, paragraph: Any, level: int) -> str:
        if paragraph.tag != f"{TEXT}h" or level < 1 or paragraph.get(f"{TEXT}is-list-header") == "true":
            return ""
        start = paragraph.get(f"{TEXT}start-value") or ""
        if start.isdecimal() and len(start) < 7:
            self._headings.restart(level - 1, int(start))
        return self._headings.next(self._outline, level - 1)

    def _list(self, element: Any, depth: int, style: str, counters: Counters | None = None) -> None:
        """Reads a list; lists within its items go on with its style and its count."""
        style = element.get(f"{TEXT}style-name") or style
        if counters is None:
            counters = self._counters(element, style)
        levels = self._list_levels.get(style, {})
        for item in element.iterchildren(f"{TEXT}list-item", f"{TEXT}list-header"):
            start = item.get(f"{TEXT}start-value") or ""
            if start.isdecimal() and len(start) < 7:
                counters.restart(depth - 1, int(start))
            counted = item.tag == f"{TEXT}list-header"
            for child in item:
                if child.tag in PARAGRAPHS:
                    label = "" if counted else counters.next(levels, depth - 1)
                    counted = True
                    self._paragraph(child, min(depth, DEEPEST), label)
                elif child.tag == f"{TEXT}list":
                    self._list(child, depth + 1, style, counters)
                elif child.tag == f"{TABLE}table":
                    self._table(child)

    def _counters(self, element: Any, style: str) -> Counters:
        """The count of a list: that of the list which it continues, else a new one."""
        continued = element.get(f"{TEXT}continue-list")
        if continued is None and element.get(f"{TEXT}continue-numbering") == "true":
            continued = f"style {style}"
        counters = self._lists.get(continued or "", Counters())
        self._lists[f"style {style}"] = counters
        if element.get(_XML_ID):
            self._lists[element.get(_XML_ID)] = counters
        return counters

    def _boxes(self, element: Any) -> None:
        """Reads the text of the boxes and shapes that are anchored to a paragraph or to the page."""
        for shape in element.iter():
            if not str(shape.tag).startswith(DRAW) or not any(child.tag in _BLOCKS for child in shape):
                continue
            above = next((a for a in shape.iterancestors() if a is element or a.tag in (*PARAGRAPHS, *APART)), None)
            if above is element or shape is element:
                self._children(shape)

    def _table(self, table: Any) -> None:
        cells = odt_tables.rows(table)
        if all(len(row) <= 1 for row in cells):
            for cell in (cell for row in cells for cell in row):
                self._children(cell)
            return
        notes: list[Block] = []

        def text_and_notes(cell: Any) -> str:
            marked = [self._marked(paragraph) for paragraph in odt_tables.paragraphs(cell)]
            notes.extend(note for _, cited in marked for note in cited)
            return collapse(" ".join(text for text, _ in marked))

        lines = [" | ".join(texts) for texts in odt_tables.filled(cells, text_and_notes) if any(texts)]
        if lines:
            self._reading.blocks.append(Block(Kind.TABLE, "\n".join(lines)))
        self._reading.blocks += notes
        for inner in odt_tables.inner(table):
            self._table(inner)
        for paragraph in odt_tables.paragraphs(table):
            self._boxes(paragraph)
