"""The pages of a PDF file by pdfium, with every handle closed again; what cannot be opened is told in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.clean import collapse
from ingest.limits import MAX_CHARACTERS, MAX_PAGES
from ingest.readers.pdf_chars import Typed, View, runs
from ingest.readers.pdf_drawn import Rule, drawn, with_bullets
from ingest.readers.pdf_page import Piece, pieces
from ingest.readers.pdf_typeset import ASLANT
from knowledge.errors import UnreadableFile

__all__ = ["Page", "load"]

TURNED = 200
"""So many characters that do not lie level, as of a wide table on its side, are read as a page of their own."""

_PASSWORD_ERROR, _SECURITY_ERROR = 4, 5


@dataclass(slots=True)
class Page:
    """A page as it is looked at: its number, its size, its pieces and the lines drawn on it."""

    number: int
    width: float
    height: float
    pieces: list[Piece]
    rules: list[Rule] = field(default_factory=list)


def load(name: str, data: bytes) -> tuple[list[Page], str, list[tuple[str, int]]]:
    """The pages, the title in the file's properties and the bookmarks; every handle is closed again."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(f"{name}: {_told(error)}", cure=_cure(error)) from None
    try:
        if len(document) > MAX_PAGES:
            raise UnreadableFile(
                f"{name}: has {len(document):,} pages; at most {MAX_PAGES:,} are read.", cure="Split it."
            )
        if len(document) == 0:
            raise UnreadableFile(f"{name}: has no pages.", cure="Fetch it again.")
        title = collapse(str(document.get_metadata_dict().get("Title") or ""))
        bookmarks = [(collapse(str(mark.get_title() or "")), mark.level + 1) for mark in document.get_toc(max_depth=6)]
        return list(_load_pages(name, document)), title, [(text, level) for text, level in bookmarks if text]
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(f"{name}: {_told(error)}", cure=_cure(error)) from None
    finally:
        document.close()


def _load_pages(name: str, document: Any) -> Iterator[Page]:
    total = 0
    for number in range(len(document)):
        page = document[number]
        try:
            textpage = page.get_textpage()
            try:
                total += textpage.count_chars()
                if total > MAX_CHARACTERS:
                    raise UnreadableFile(
                        f"{name}: has more than {MAX_CHARACTERS:,} characters of text.", cure="Split it."
                    )
                yield from _views(number + 1, page, textpage)
            finally:
                textpage.close()
        finally:
            page.close()


def _views(number: int, page: Any, textpage: Any) -> Iterator[Page]:
    """A page as it shows, and once more for each further direction in which much of its text runs."""
    left, bottom, right, top = page.get_bbox()
    upright = page.get_rotation() // 90 % 4

    def seen(quarter: int) -> tuple[Page, Typed]:
        view = View(left, bottom, right - left, top - bottom, quarter)
        typed = runs(textpage, view)
        found, beside = pieces(typed.runs), drawn(page, view)
        with_bullets(found, beside.dots)
        return Page(number, *view.size, found, beside.rules), typed

    shown, typed = seen(upright)
    yield shown
    for quarter, count in sorted(typed.elsewhere.items()):
        if quarter != ASLANT and count >= TURNED:
            yield seen(quarter)[0]


def _told(error: Exception) -> str:
    code = getattr(error, "err_code", None)
    if code in (_PASSWORD_ERROR, _SECURITY_ERROR) or "assword" in str(error):
        return "is encrypted; it needs a password."
    return "is no whole PDF: it is damaged or was cut off."


def _cure(error: Exception) -> str:
    return "Save it without a password." if "encrypted" in _told(error) else "Fetch it again."
