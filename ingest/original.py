"""The text of a file before anything is joined, lifted or left out, beside what became of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from ingest.blocks import Reading, Scans
from ingest.limits import Bounds, digest
from ingest.ocr import Ocr, find_ocr
from ingest.read import Read, read_with_reading
from ingest.readers.decode import decode
from knowledge.documents import Document, Source
from knowledge.errors import UnreadableFile

__all__ = ["PAGE_END", "read_again", "read_beside_original"]

PAGE_END = "\f"
"""What parts the pages of an original text."""
_DECODED = ("text/plain", "text/markdown")


def read_again(document: Document, sources: Mapping[str, Source], bounds: Bounds | None = None) -> Read:
    """Reads the file of a document anew, in a process of its own, with its original text.

    Raises UnreadableFile when the file is gone, is no longer the one that was read, or cannot be read.
    """
    from ingest.apart import Apart

    bounds = bounds or Bounds()
    path = Path(document.origin)
    if digest(path) != document.sha256:
        raise UnreadableFile(f"{document.file}: has changed since it was read.", cure="Ingest it again.")
    with Apart(bounds) as apart:
        read = apart.read(partial(read_beside_original, ocr=find_ocr(bounds)), path, document.id, sources)
    if isinstance(read, str):
        raise UnreadableFile(read)
    return read


def read_beside_original(
    path: Path, *, document_id: str | None = None, sources: Mapping[str, Source], ocr: Ocr | None = None
) -> Read:
    """As `read_document`, with the original text: of a text its characters, of a PDF the letters as they lie in the
    file, or what OCR saw on pages that are pictures; of other formats the texts of their paragraphs with what was left
    out below them."""
    read, reading, data = read_with_reading(path, document_id=document_id, sources=sources, ocr=ocr)
    if read.document.media_type in _DECODED:
        return replace(read, original=decode(path.name, data)[0])
    if read.document.media_type != "application/pdf":
        return replace(read, original="\n".join(text for text, _ in _as_read(reading)))
    pages = list(_page_texts(data))
    if read.scans is not Scans.NONE:
        seen = _as_read(reading)
        pages = [
            text if text.strip() else "\n".join(said for said, page in seen if page == number)
            for number, text in enumerate(pages, start=1)
        ]
    return replace(read, original=PAGE_END.join(pages))


def _as_read(reading: Reading) -> list[tuple[str, int | None]]:
    """What a reader gives before anything is cleaned, each with its page."""
    left_out = [(piece.text, piece.page) for piece in reading.removed]
    return [(block.text, block.page) for block in reading.blocks] + left_out


def _page_texts(data: bytes) -> Iterator[str]:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            yield _text(page).replace(PAGE_END, "\n")


def _text(page: Any) -> str:
    textpage = page.get_textpage()
    try:
        # where a line ends in a hyphen, pdfium gives one sign for the hyphen and the line end
        return re.sub("[\u0002\ufffe][ \t]*\n?", "-\n", str(textpage.get_text_range()).replace("\r\n", "\n"))
    finally:
        textpage.close()
        page.close()
