"""The text of an OpenDocument paragraph: runs, spaces, fields and note marks; comments and hidden words left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ingest.clean import characters, raised
from ingest.readers.odt_styles import OFFICE, TABLE, TEXT, Style

__all__ = ["APART", "DRAW", "PARAGRAPHS", "is_hidden", "text_of"]

DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
APART = frozenset({f"{TABLE}table", f"{OFFICE}annotation", f"{TEXT}note"})
"""What stands in a paragraph or cell without being part of its text."""
_SIGNS = {f"{TEXT}tab": "\t", f"{TEXT}line-break": " "}
_GONE = frozenset(
    {
        f"{OFFICE}annotation",
        f"{OFFICE}event-listeners",
        f"{TEXT}number",
        f"{TEXT}ruby-text",
        f"{TEXT}script",
        f"{TEXT}tracked-changes",
    }
)
_ELSEWHERE = (DRAW, "{urn:oasis:names:tc:opendocument:xmlns:form:1.0}")
MOST_SPACES = 40


def is_hidden(element: Any) -> bool:
    """Whether an element says of itself that it is not shown."""
    hidden: bool = element.get(f"{TEXT}is-hidden") == "true" or element.get(f"{TEXT}display") == "none"
    return hidden or (element.tag in PARAGRAPHS and _hiding_field(element))


def _hiding_field(paragraph: Any) -> bool:
    return any(each.get(f"{TEXT}is-hidden") == "true" for each in paragraph.iterchildren(f"{TEXT}hidden-paragraph"))


def text_of(element: Any, styles: Mapping[tuple[str, str], Style], number: int = 0) -> tuple[str, list[Any]]:
    """The text of a paragraph, and the bodies of the notes that it cites.

    The marks of the notes are raised digits that count on from `number`; with 0 notes leave no mark.
    """
    pieces: list[str] = []
    notes: list[Any] = []
    _gather(element, styles, number, pieces, notes, False)
    return "".join(pieces), notes


def _gather(
    element: Any,
    styles: Mapping[tuple[str, str], Style],
    number: int,
    pieces: list[str],
    notes: list[Any],
    lifted: bool,
) -> None:
    _add(pieces, element.text, lifted)
    for child in element:
        tag = str(child.tag)
        if tag in _SIGNS:
            pieces.append(_SIGNS[tag])
        elif tag == f"{TEXT}s":
            count = child.get(f"{TEXT}c") or "1"
            pieces.append(" " * min(int(count) if count.isdecimal() and len(count) < 6 else 1, MOST_SPACES))
        elif tag == f"{TEXT}note":
            body = child.find(f"{TEXT}note-body")
            if number and body is not None and "".join(body.itertext()).strip():
                pieces.append(raised(str(number + len(notes))))
                notes.append(body)
        elif tag not in _GONE and not tag.startswith(_ELSEWHERE) and not is_hidden(child):
            style = styles.get(("text", child.get(f"{TEXT}style-name") or ""), Style())
            if not style.vanish:
                raises = style.raised if style.raised is not None else lifted
                _gather(child, styles, number, pieces, notes, raises)
        _add(pieces, child.tail, lifted)


def _add(pieces: list[str], text: str | None, lifted: bool) -> None:
    if text:
        text = characters(text)
        pieces.append(raised(text) if lifted and text.strip().isdigit() else text)
