"""The parts of a Word package, unpacked within bounds, and the text of their elements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.clean import characters, raised
from ingest.limits import MAX_UNPACKED
from ingest.readers import package

__all__ = ["CURE", "DELETED", "MC", "WHAT", "W", "flag", "slot", "text_of", "unpacked", "value"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WHAT = "Word document"
CURE = "Save it anew in Word."
DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_GONE = DELETED | {
    f"{W}{name}" for name in ("instrText", "delText", "delInstrText", "pPr", "rPr", "sdtPr", "rt", "txbxContent")
} | {f"{MC}Fallback"}  # fmt: skip
_WANTED = re.compile(r"word/(?:document|styles|numbering|footnotes|endnotes|header|footer)\d*\.xml|docProps/core\.xml")
_ONLY_ONE = re.compile(r"(word/(?:document|styles|numbering|footnotes|endnotes))\d*\.xml")
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_PLAIN = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def unpacked(name: str, data: bytes) -> dict[str, bytes]:
    """The XML parts that are read, by name; `document2.xml`, as some programs write, is called `document.xml`.

    Raises UnreadableFile when the package is damaged, encrypted, or unpacks to too much.
    """
    found = package.parts(name, data, _WANTED, what=WHAT, most=MAX_UNPACKED, cure=CURE)
    out: dict[str, bytes] = {}
    for part in sorted(found):
        out.setdefault(_ONLY_ONE.sub(r"\1.xml", part), found[part].replace(_STRICT, _PLAIN))
    return out


def value(element: Any) -> str:
    """The `w:val` of an element, empty when there is none."""
    return str(element.get(f"{W}val") or "") if element is not None else ""


def flag(element: Any) -> bool:
    """Whether a property that is on or off is on: it stands there, and does not say that it is off."""
    return element is not None and value(element) not in {"0", "false", "off"}


def slot(kind: str, key: str) -> str:
    """A place holder for a note's mark, in characters that `characters` takes out of any text."""
    return f"\ue000{kind}:{key}\ue001"


def text_of(element: Any, hidden: frozenset[str] = frozenset()) -> tuple[str, list[tuple[str, str]]]:
    """The text of an element, with place holders for the notes that it cites, and these notes.

    `hidden` are the ids of the styles whose text Word does not show.
    """
    pieces: list[str] = []
    references: list[tuple[str, str]] = []
    for each in _walk(element, hidden):
        if each.tag == f"{W}t":
            text = characters(each.text or "")
            script = each.getparent().find(f"{W}rPr/{W}vertAlign")
            pieces.append(raised(text) if value(script) == "superscript" and text.strip().isdigit() else text)
        elif each.tag == _MATH:
            pieces.append(characters(each.text or ""))
        elif each.tag in (f"{W}tab", f"{W}br", f"{W}cr", f"{W}ptab"):
            pieces.append("\t" if each.tag == f"{W}tab" else " ")
        elif each.tag == f"{W}noBreakHyphen":
            pieces.append("-")
        elif each.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            kind = "footnote" if each.tag == f"{W}footnoteReference" else "endnote"
            key = str(each.get(f"{W}id") or "")
            references.append((kind, key))
            pieces.append(slot(kind, key))
    return "".join(pieces), references


def _walk(element: Any, hidden: frozenset[str]) -> Iterator[Any]:
    """The elements in order, without deleted and hidden text, properties, text boxes and the fallbacks of drawings."""
    for child in element:
        if child.tag in _GONE or _is_hidden(child, hidden):
            continue
        yield child
        yield from _walk(child, hidden)


def _is_hidden(element: Any, hidden: frozenset[str]) -> bool:
    """Whether an element is a run whose text Word does not show."""
    properties = element.find(f"{W}rPr") if element.tag == f"{W}r" else None
    if properties is None:
        return False
    own = properties.find(f"{W}vanish")
    return flag(own) if own is not None else value(properties.find(f"{W}rStyle")) in hidden
