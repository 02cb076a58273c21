"""The parts of a Word package, unpacked within bounds, and the text of their elements."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from ingest.clean import characters, raised
from ingest.limits import MAX_UNPACKED
from knowledge.errors import UnreadableFile

__all__ = ["MC", "W", "slot", "text_of", "unpacked", "value"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = frozenset({f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{MC}Fallback", f"{W}pPr", f"{W}rPr"})


def unpacked(name: str, data: bytes) -> dict[str, bytes]:
    """The XML parts that are read; their unpacked sizes are checked before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            total = sum(info.file_size for info in package.infolist())
            if total > MAX_UNPACKED:
                raise UnreadableFile(
                    f"{name}: unpacks to {total / 1e6:,.0f} MB; at most {MAX_UNPACKED / 1e6:,.0f} MB is read.",
                    cure="Save it anew in Word.",
                )
            wanted = re.compile(
                r"word/(?:document|styles|footnotes|endnotes|header\d*|footer\d*)\.xml|docProps/core\.xml"
            )
            return {
                info.filename: _unpack(name, package, info)
                for info in package.infolist()
                if wanted.fullmatch(info.filename)
            }
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError):
        raise UnreadableFile(
            f"{name}: is a damaged Word document.", cure="Fetch it again, or save it anew in Word."
        ) from None
    except RuntimeError:
        raise UnreadableFile(
            f"{name}: is encrypted; it needs a password.", cure="Save it without a password."
        ) from None


def _unpack(name: str, package: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes of a part; what a part claims about its size is not trusted."""
    with package.open(info) as part:
        data = part.read(min(info.file_size, MAX_UNPACKED) + 1)
    if len(data) > info.file_size:
        raise UnreadableFile(f"{name}: is a damaged Word document ({info.filename}).", cure="Save it anew in Word.")
    return data


def value(element: Any) -> str:
    """The `w:val` of an element, empty when there is none."""
    return str(element.get(f"{W}val") or "") if element is not None else ""


def slot(kind: str, key: str) -> str:
    """A place holder for a note's mark, in characters that `characters` takes out of any text."""
    return f"\ue000{kind}:{key}\ue001"


def text_of(element: Any) -> tuple[str, list[tuple[str, str]]]:
    """The text of an element, with place holders for the notes that it cites, and these notes."""
    pieces: list[str] = []
    references: list[tuple[str, str]] = []
    for each in _walk(element):
        if each.tag == f"{W}t":
            text = characters(each.text or "")
            script = each.getparent().find(f"{W}rPr/{W}vertAlign")
            pieces.append(raised(text) if value(script) == "superscript" and text.strip().isdigit() else text)
        elif each.tag in (f"{W}tab", f"{W}br", f"{W}cr", f"{W}ptab"):
            pieces.append("\t" if each.tag == f"{W}tab" else " ")
        elif each.tag == f"{W}noBreakHyphen":
            pieces.append("-")
        elif each.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            kind = "footnote" if each.tag == f"{W}footnoteReference" else "endnote"
            key = str(each.get(f"{W}id") or "")
            references.append((kind, key))
            pieces.append(slot(kind, key))
    return "".join(pieces).strip(), references


def _walk(element: Any) -> Iterator[Any]:
    """The elements in order, without deleted and hidden text, properties, text boxes and the fallbacks of drawings."""
    for child in element:
        if child.tag in _GONE or child.tag == f"{W}txbxContent" or _is_hidden(child):
            continue
        yield child
        yield from _walk(child)


def _is_hidden(element: Any) -> bool:
    """Whether an element is a run whose text Word does not show."""
    hidden = element.find(f"{W}rPr/{W}vanish") if element.tag == f"{W}r" else None
    return hidden is not None and value(hidden) not in {"0", "false", "off"}
