"""Word documents: paragraphs by style, lists, tables, notes; tracked changes count as accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest import captions, lifting, outline
from ingest.blocks import Block, Kind, Reading, Removed
from ingest.clean import collapse, raised
from ingest.hyphens import Joiner
from ingest.readers.docx_parts import MC, W, slot, text_of, unpacked, value
from ingest.spans import MOST_COLUMNS
from knowledge.errors import UnreadableFile

__all__ = ["read_docx"]

_DC = "{http://purl.org/dc/elements/1.1/}"
_MAIN = "word/document.xml"
_HEADING = re.compile(r"(?:heading|kop|überschrift|titre) ?(\d)", re.I)
_CONTENTS = re.compile(r"(?:toc|inhopg|inhoudsopgave|verzeichnis) ?\d?", re.I)
_CAPTION = re.compile(r"caption|bijschrift|beschriftung", re.I)
_LIST = re.compile(r"list|lijst|opsomming|aufzählung", re.I)
_TITLE = re.compile(r"(?:title|titel|subtitle|ondertitel)", re.I)


def read_docx(name: str, data: bytes) -> Reading:
    """The blocks of a .docx file; raises UnreadableFile when it is damaged or unpacks to too much."""
    return _Docx(name, unpacked(name, data)).read()


TITLE = -1
"""The level of a document's title while its headings are being read."""


class _Docx:
    """One document that is being read."""

    def __init__(self, name: str, parts: dict[str, bytes]) -> None:
        self._name = name
        self._parts = parts
        self._reading = Reading(
            blocks=[], media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        )
        self._styles = self._read_styles()
        self._notes = {kind: self._read_notes(kind) for kind in ("footnote", "endnote")}
        self._number = 0

    def read(self) -> Reading:
        """The blocks of the document, its notes and title."""
        root = self._root(_MAIN)
        body = root.find(f"{W}body") if root is not None else None
        if body is None:
            raise UnreadableFile(
                f"{self._name}: is a damaged Word document (it has no body).", cure="Save it anew in Word."
            )
        self._children(body)
        core = self._root("docProps/core.xml")
        title = core.find(f"{_DC}title") if core is not None else None
        self._reading.title = collapse(title.text or "") if title is not None else ""
        for part in sorted(self._parts):
            if part.startswith(("word/header", "word/footer")):
                text = collapse(" ".join(text_of(p)[0] for p in self._root(part).iter(f"{W}p")))
                if text:
                    self._reading.removed.append(Removed("running head", text))
        blocks = _under_title(self._reading.blocks)
        self._reading.blocks = outline.promote(lifting.lift(blocks, Joiner(b.text for b in blocks)), {})
        return self._reading

    def _root(self, part: str) -> Any:
        """The root element of a part; None when there is no such part."""
        from lxml import etree

        data = self._parts.get(part)
        if data is None:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise UnreadableFile(
                f"{self._name}: is a damaged Word document ({part}: {error.msg}).", cure="Save it anew in Word."
            ) from None

    def _read_styles(self) -> dict[str, tuple[str, int]]:
        """The name and outline level (1 is the highest, 0 none) of each style, also where it inherits them."""
        root = self._root("word/styles.xml")
        own: dict[str, tuple[str, int, str]] = {}
        for style in root.iter(f"{W}style") if root is not None else ():
            name = value(style.find(f"{W}name"))
            outline = style.find(f"{W}pPr/{W}outlineLvl")
            level = int(value(outline)) + 1 if outline is not None and value(outline).isdigit() else 0
            own[style.get(f"{W}styleId") or ""] = (
                name,
                level if level <= 9 else 0,
                value(style.find(f"{W}basedOn")),
            )
        styles: dict[str, tuple[str, int]] = {}
        for key, (name, level, base) in own.items():
            seen = {key}
            while not level and base in own and base not in seen:
                seen.add(base)
                level, base = own[base][1], own[base][2]
            styles[key] = (name, level)
        return styles

    def _read_notes(self, kind: str) -> dict[str, str]:
        root = self._root(f"word/{kind}s.xml")
        notes: dict[str, str] = {}
        for note in root.iter(f"{W}{kind}") if root is not None else ():
            text = collapse(" ".join(text_of(p)[0] for p in note.iter(f"{W}p")))
            if text and note.get(f"{W}type") in (None, "normal"):
                notes[note.get(f"{W}id") or ""] = text
        return notes

    def _children(self, parent: Any) -> None:
        for child in parent:
            if child.tag == f"{W}p":
                self._paragraph(child)
            elif child.tag == f"{W}tbl":
                self._table(child)
            elif child.tag == f"{W}sdt":
                content = child.find(f"{W}sdtContent")
                if content is not None:
                    self._children(content)
            elif child.tag in (f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"):
                self._children(child)

    def _paragraph(self, paragraph: Any) -> None:
        text, cited = self._marked(paragraph)
        if text:
            kind, level = self._kind(paragraph, text)
            last = self._reading.blocks[-1] if self._reading.blocks else None
            if kind is Kind.CONTENTS and last is not None and last.kind is Kind.CONTENTS:
                self._reading.blocks[-1] = last.but(text=f"{last.text}\n{text}")
            else:
                self._reading.blocks.append(Block(kind, text, level=level))
        self._reading.blocks += cited
        for box in paragraph.iter(f"{W}txbxContent"):
            if not any(each.tag == f"{MC}Fallback" for each in box.iterancestors()):
                self._children(box)

    def _marked(self, element: Any) -> tuple[str, list[Block]]:
        """The text of an element with raised note marks, and the notes that it cites."""
        text, references = text_of(element)
        cited: list[Block] = []
        for kind, key in references:
            self._number += 1
            mark = raised(str(self._number)) if key in self._notes[kind] else ""
            text = text.replace(slot(kind, key), mark, 1)
            if mark:
                cited.append(Block(Kind.FOOTNOTE, self._notes[kind][key], number=str(self._number)))
            else:
                self._number -= 1
        return collapse(text), cited

    def _kind(self, paragraph: Any, text: str) -> tuple[Kind, int]:
        properties = paragraph.find(f"{W}pPr")
        style = value(properties.find(f"{W}pStyle")) if properties is not None else ""
        name, level = self._styles.get(style, (style, 0))
        heading = _HEADING.match(name) or _HEADING.match(style)
        outline = properties.find(f"{W}outlineLvl") if properties is not None else None
        if heading or level or (outline is not None and value(outline).isdigit() and int(value(outline)) < 9):
            return Kind.HEADING, int(heading[1]) if heading else level or int(value(outline)) + 1
        if _CONTENTS.match(name):
            return Kind.CONTENTS, 0
        if _TITLE.fullmatch(name):
            return Kind.HEADING, 0 if name.casefold().startswith(("sub", "onder")) else TITLE
        if _CAPTION.match(name) or captions.is_caption(text):
            return Kind.CAPTION, 0
        if (properties is not None and properties.find(f"{W}numPr") is not None) or _LIST.match(name):
            return Kind.LIST_ITEM, 0
        return Kind.BODY, 0

    def _table(self, table: Any) -> None:
        rows = [
            [cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]
            for row in table.iter(f"{W}tr")
            if next(row.iterancestors(f"{W}tbl")) is table
        ]
        if all(len(cells) <= 1 for cells in rows):
            for cell in (cell for cells in rows for cell in cells):
                self._children(cell)
            return
        notes: list[Block] = []
        lines = [" | ".join(cells) for cells in self._cells(rows, notes) if any(cells)]
        if lines:
            self._reading.blocks.append(Block(Kind.TABLE, "\n".join(lines)))
        self._reading.blocks += notes

    def _cells(self, rows: list[list[Any]], notes: list[Block]) -> Iterator[list[str]]:
        """The texts of a table's cells by row; a cell merged with the one above it says the same. Adds the notes."""
        above: dict[int, str] = {}
        for row in rows:
            texts: list[str] = []
            for cell in row:
                marked = [self._marked(p) for p in cell.iter(f"{W}p")]
                notes += [note for _, cited in marked for note in cited]
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                text = " ".join(text for text, _ in marked if text)
                if merge is not None and value(merge) != "restart":
                    text = text or above.get(len(texts), "")
                above[len(texts)] = text
                width = value(cell.find(f"{W}tcPr/{W}gridSpan"))
                texts += [text, *[""] * (min(int(width), MOST_COLUMNS) - 1 if width.isdecimal() else 0)]
            yield texts


def _under_title(blocks: list[Block]) -> list[Block]:
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
