"""Word documents: paragraphs by style, lists, tables, notes; tracked changes count as accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest import captions
from ingest.blocks import Block, Kind, Reading, Removed
from ingest.clean import characters, collapse, raised
from ingest.readers import docx_styles, package, styled
from ingest.readers.docx_parts import CURE, DELETED, MC, WHAT, W, slot, text_of, unpacked, value
from ingest.readers.docx_styles import Style
from ingest.spans import MOST_COLUMNS
from knowledge.errors import UnreadableFile

__all__ = ["read_docx"]

_DC = "{http://purl.org/dc/elements/1.1/}"
_MAIN = "word/document.xml"
_OUTLINED = frozenset("012345678")
_FALLBACK = f"{MC}Fallback"
_ENCLOSING = frozenset({f"{W}tbl", f"{W}txbxContent", _FALLBACK})


def read_docx(name: str, data: bytes) -> Reading:
    """The blocks of a .docx file; raises UnreadableFile when it is damaged or unpacks to too much."""
    return _Docx(name, unpacked(name, data)).read()


class _Docx:
    """One document that is being read."""

    def __init__(self, name: str, parts: dict[str, bytes]) -> None:
        self._name = name
        self._parts = parts
        self._reading = Reading(
            blocks=[], media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        )
        self._styles = docx_styles.styles(self._root("word/styles.xml"))
        self._hidden = docx_styles.hidden(self._styles)
        self._lists = docx_styles.Lists(self._root("word/numbering.xml"))
        self._notes = {kind: self._read_notes(kind) for kind in ("footnote", "endnote")}
        self._number = 0
        self._carried: tuple[str, list[Block]] = ("", [])

    def read(self) -> Reading:
        """The blocks of the document, its notes and title."""
        root = self._root(_MAIN)
        body = root.find(f"{W}body") if root is not None else None
        if body is None:
            raise UnreadableFile(f"{self._name}: is a damaged {WHAT} (it has no body).", cure=CURE)
        self._children(body)
        self._let_go()
        core = self._root("docProps/core.xml")
        title = core.find(f"{_DC}title") if core is not None else None
        self._reading.title = collapse(characters(title.text or "")) if title is not None else ""
        for part in sorted(self._parts):
            if part.startswith(("word/header", "word/footer")):
                text = collapse(" ".join(text_of(p)[0] for p in self._root(part).iter(f"{W}p")))
                if text:
                    self._reading.removed.append(Removed("running head", text))
        self._reading.blocks = styled.finished(self._reading.blocks)
        return self._reading

    def _root(self, part: str) -> Any:
        """The root element of a part; None when there is no such part."""
        data = self._parts.get(part)
        return package.root(self._name, part, data, what=WHAT, cure=CURE) if data is not None else None

    def _read_notes(self, kind: str) -> dict[str, str]:
        root = self._root(f"word/{kind}s.xml")
        notes: dict[str, str] = {}
        for note in root.iter(f"{W}{kind}") if root is not None else ():
            text = collapse(" ".join(text_of(p, self._hidden)[0] for p in note.iter(f"{W}p")))
            if text and note.get(f"{W}type") in (None, "normal"):
                notes[note.get(f"{W}id") or ""] = text
        return notes

    def _children(self, parent: Any) -> None:
        for child in parent:
            if child.tag == f"{W}p":
                self._paragraph(child)
            elif child.tag == f"{W}tbl":
                self._let_go()
                self._table(child)
            elif child.tag == f"{W}sdt":
                content = child.find(f"{W}sdtContent")
                if content is not None:
                    self._children(content)
            elif child.tag in (f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"):
                self._children(child)
            elif child.tag == f"{W}altChunk":
                self._reading.warnings.append("a file that is inserted in it was not read (save it anew in Word)")

    def _paragraph(self, paragraph: Any) -> None:
        before, cited_before = self._carried
        text, cited = self._marked(paragraph, before)
        cited = cited_before + cited
        if _mark_is_deleted(paragraph):
            self._carried = text, cited
        else:
            self._carried = "", []
            self._add(paragraph, collapse(text), cited)
        for box in paragraph.iter(f"{W}txbxContent"):
            gone = any(each.tag in DELETED or each.tag == _FALLBACK for each in box.iterancestors())
            if not gone and next(box.iterancestors(f"{W}p")) is paragraph:
                self._children(box)

    def _let_go(self) -> None:
        """Ends a paragraph whose mark was deleted though no paragraph follows with which it could be one."""
        text, cited = self._carried
        self._carried = "", []
        self._add(None, collapse(text), cited)

    def _add(self, paragraph: Any, text: str, cited: list[Block]) -> None:
        if text:
            kind, level, label = self._kind(paragraph, text) if paragraph is not None else (Kind.BODY, 0, "")
            last = self._reading.blocks[-1] if self._reading.blocks else None
            if kind is Kind.CONTENTS and last is not None and last.kind is Kind.CONTENTS:
                self._reading.blocks[-1] = last.but(text=f"{last.text}\n{text}")
            else:
                self._reading.blocks.append(Block(kind, text, level=level, number=label))
        self._reading.blocks += cited

    def _marked(self, element: Any, before: str = "") -> tuple[str, list[Block]]:
        """The text of an element with raised note marks, after the text `before`, and the notes that it cites."""
        text, references = text_of(element, self._hidden)
        cited: list[Block] = []
        for kind, key in references:
            known = key in self._notes[kind]
            self._number += known
            text = text.replace(slot(kind, key), raised(str(self._number)) if known else "", 1)
            if known:
                cited.append(Block(Kind.FOOTNOTE, self._notes[kind][key], number=str(self._number)))
        return before + text, cited

    def _kind(self, paragraph: Any, text: str) -> tuple[Kind, int, str]:
        """What a paragraph is, with its level, and the number that Word shows before it."""
        properties = paragraph.find(f"{W}pPr")
        key = value(properties.find(f"{W}pStyle")) if properties is not None else ""
        style = self._styles.get(key, Style(name=key))
        label, depth = self._label(properties, style)
        outline = value(properties.find(f"{W}outlineLvl")) if properties is not None else ""
        own = int(outline) + 1 if outline in _OUTLINED else 0
        kind, level = styled.named((style.name, key)) or (Kind.BODY, 0)
        if kind is Kind.HEADING and level:
            return kind, level, label if level != styled.TITLE else ""
        if style.level or own:
            return Kind.HEADING, style.level or own, label
        if kind in (Kind.HEADING, Kind.CONTENTS, Kind.CAPTION) or captions.is_caption(text):
            return kind if kind in (Kind.HEADING, Kind.CONTENTS) else Kind.CAPTION, 0, ""
        if depth or kind is Kind.LIST_ITEM:
            return Kind.LIST_ITEM, max(depth, level if kind is Kind.LIST_ITEM else 0), label
        return Kind.BODY, 0, ""

    def _label(self, properties: Any, style: Style) -> tuple[str, int]:
        """The number before a paragraph, and its depth in its list (1 is the highest, 0 when it is in none)."""
        own = properties.find(f"{W}numPr") if properties is not None else None
        list_id = value(own.find(f"{W}numId")) if own is not None else ""
        list_id = list_id or style.list_id
        depth = (value(own.find(f"{W}ilvl")) if own is not None else "") or style.depth or "0"
        at = int(depth) if depth in _OUTLINED else 0
        if (own is None and not list_id) or list_id == "0":
            return "", 0
        return self._lists.next(list_id, at), at + 1

    def _table(self, table: Any) -> None:
        rows = [
            [
                cell
                for cell in row.iter(f"{W}tc")
                if next(cell.iterancestors(f"{W}tr")) is row and cell.find(f"{W}tcPr/{W}cellDel") is None
            ]
            for row in table.iter(f"{W}tr")
            if next(row.iterancestors(f"{W}tbl")) is table and row.find(f"{W}trPr/{W}del") is None
        ]
        if all(len(cells) <= 1 for cells in rows):
            for cell in (cell for cells in rows for cell in cells):
                self._children(cell)
                self._let_go()
            return
        notes: list[Block] = []
        lines = [" | ".join(cells) for cells in self._cells(rows, notes) if any(cells)]
        if lines:
            self._reading.blocks.append(Block(Kind.TABLE, "\n".join(lines)))
        self._reading.blocks += notes
        for inner in (each for row in rows for cell in row for each in cell.iter(f"{W}tbl", f"{W}txbxContent")):
            above = next(each for each in inner.iterancestors() if each.tag in _ENCLOSING)
            if above is table:
                self._table(inner) if inner.tag == f"{W}tbl" else self._children(inner)
                self._let_go()

    def _cells(self, rows: list[list[Any]], notes: list[Block]) -> Iterator[list[str]]:
        """The texts of a table's cells by row; a cell merged with the one above it says the same. Adds the notes."""
        above: dict[int, str] = {}
        for row in rows:
            texts: list[str] = []
            for cell in row:
                marked = [self._marked(p) for p in cell.iter(f"{W}p") if _stands_in(p, cell)]
                notes += [note for _, cited in marked for note in cited]
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                text = collapse(" ".join(text for text, _ in marked))
                if merge is not None and value(merge) != "restart":
                    text = text or above.get(len(texts), "")
                above[len(texts)] = text
                width = value(cell.find(f"{W}tcPr/{W}gridSpan"))
                wide = int(width) if width.isdecimal() and len(width) < 4 else 1
                texts += [text, *[""] * (min(wide, MOST_COLUMNS) - 1)]
            yield texts


def _mark_is_deleted(paragraph: Any) -> bool:
    """Whether a tracked change took away the paragraph's end: it is one with the next."""
    return any(paragraph.find(f"{W}pPr/{W}rPr/{tag}") is not None for tag in DELETED)


def _stands_in(paragraph: Any, cell: Any) -> bool:
    """Whether a paragraph belongs to a cell itself: not to a table or box in it, and not to what was deleted."""
    for each in paragraph.iterancestors():
        if each is cell:
            return True
        if each.tag in _ENCLOSING or each.tag in DELETED:
            return False
    return False
