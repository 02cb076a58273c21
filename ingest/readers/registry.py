"""Which reader takes a file: decided by its content, and by its extension where the content leaves a choice."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from ingest.blocks import Reading, Scans
from ingest.limits import check_text
from ingest.ocr import Ocr, PicturesOnly
from ingest.readers import package
from ingest.readers.decode import decode
from knowledge.errors import UnreadableFile

__all__ = ["EXTENSIONS", "read"]

TEXTS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}
_NAMED = {".pdf": "a PDF", ".docx": "a Word document", ".odt": "an OpenDocument text"}
EXTENSIONS = frozenset({*_NAMED, ".eml", *TEXTS})
"""The extensions of the files that are taken from a folder."""

_MAIN_PART = re.compile(r"word/document\d*\.xml")
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\xd0\xcf\x11\xe0", "an old Office file or Outlook message (.doc, .xls, .ppt, .msg)"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3", "a database"),
)


def read(path: Path, data: bytes, ocr: Ocr | None = None) -> Reading:
    """The blocks of a file; raises UnreadableFile with what is wrong and what to do.

    A file whose content is of another kind than its extension says is refused, except among texts. With `ocr` the
    pages of a PDF that are pictures are read by it.
    """
    if path.suffix.lower() == ".eml" and _content(data) is None:
        from ingest.readers.eml import read_eml

        scans: list[Scans] = []

        def attached(name: str, data: bytes) -> Reading:
            try:
                reading = _document(name, data, ocr)
            except PicturesOnly as error:
                scans.append(Scans.CUT if error.cut else Scans.READ)
                raise
            scans.append(reading.scans)
            return reading

        message = read_eml(path.name, data, attached)
        message.scans = max(scans, default=Scans.NONE, key=list(Scans).index)
        return message
    return _document(path.name, data, ocr)


def _document(name: str, data: bytes, ocr: Ocr | None) -> Reading:
    """The blocks of a file that is no message: also of one that is attached to a message."""
    extension = Path(name).suffix.lower()
    content = _content(data)
    if content == "pdf":
        return _pdf(name, data, extension, ocr)
    readers = {"docx": _docx, "odt": _odt}
    if content in readers:
        return readers[content](name, data, extension)
    if content is not None:
        raise UnreadableFile(f"{name}: is {content}, not a document that can be read.", cure=_cure(content))
    if extension in _NAMED:
        raise UnreadableFile(
            f"{name}: is not {_NAMED[extension]}, whatever its name says (or it is damaged).", cure="Fetch it again."
        )
    if extension not in TEXTS:
        known = ", ".join(sorted(EXTENSIONS))
        raise UnreadableFile(f"{name}: files of this kind are not read.", cure=f"Readable are {known}.")
    return _text(name, data, TEXTS[extension])


def _content(data: bytes) -> str | None:
    """What the bytes say: `pdf`, `docx`, `odt`, another kind in words, or None for what may be text."""
    head = data[:1024]
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _package(data)
    if head.startswith(b"\xd0\xcf\x11\xe0") and "EncryptedPackage".encode("utf-16-le") in data:
        return "an encrypted Office file"
    return next(
        (name for start, name in _FOREIGN if head.startswith(start) and not (start == b"MZ" and head[2:3].isalpha())),
        None,
    )


def _package(data: bytes) -> str:
    """What a zip package holds."""
    names = package.listed(data)
    if names is None:
        return "a damaged Office file or zip archive"
    if any(_MAIN_PART.fullmatch(name) for name in names):
        return "docx"
    if "mimetype" in names:
        told = package.media_type(data)
        if told.startswith("application/vnd.oasis.opendocument.text"):
            return "odt"
        if told.startswith("application/vnd.oasis.opendocument"):
            return "an OpenDocument file other than a text"
        if told.startswith("application/epub"):
            return "an EPUB book"
    if "xl/workbook.xml" in names:
        return "an Excel workbook"
    if any(name.startswith("ppt/") for name in names):
        return "a PowerPoint presentation"
    return "a zip archive"


def _cure(content: str) -> str:
    if "image" in content:
        return "Run it through OCR first."
    if "encrypted" in content:
        return "Save it without a password."
    if ("Office" in content and "damaged" not in content) or "RTF" in content:
        return "Save it as .docx or .pdf."
    if "archive" in content and "damaged" not in content:
        return "Unpack it first."
    return "Check that it is the right file, or save it as .docx or .pdf."


def _pdf(name: str, data: bytes, extension: str, ocr: Ocr | None) -> Reading:
    from ingest.readers.pdf import read_pdf

    return _mislabelled(read_pdf(name, data, ocr), extension, {".pdf"}, "a PDF")


def _docx(name: str, data: bytes, extension: str) -> Reading:
    from ingest.readers.docx import read_docx

    return _mislabelled(read_docx(name, data), extension, {".docx", ".docm"}, "a Word document")


def _odt(name: str, data: bytes, extension: str) -> Reading:
    from ingest.readers.odt import read_odt

    return _mislabelled(read_odt(name, data), extension, {".odt", ".ott"}, "an OpenDocument text")


def _mislabelled(reading: Reading, extension: str, own: set[str], what: str) -> Reading:
    if extension not in own:
        reading.warnings.append(f"is {what} though its name ends in '{extension}'")
    return reading


def _text(name: str, data: bytes, kind: str) -> Reading:
    text, encoding, warnings = decode(name, data)
    check_text(name, text)
    head = text.lstrip("\ufeff \n\r\t")[:600].casefold()
    if kind == "text" and head.startswith(("<!doctype html", "<html")):
        kind = "html"
        warnings.append("is HTML though its name says plain text")
    readers: dict[str, Callable[[str], Reading]] = {"text": _as_text, "markdown": _as_markdown, "html": _as_html}
    reading = readers[kind](text)
    reading.encoding = encoding
    reading.warnings[:0] = warnings
    return reading


def _as_text(text: str) -> Reading:
    from ingest.readers.text import read_text

    return read_text(text)


def _as_markdown(text: str) -> Reading:
    from ingest.readers.markdown import read_marked_up

    return read_marked_up(text)


def _as_html(text: str) -> Reading:
    from ingest.readers.html import read_html

    return read_html(text)
