"""How cleanly and how fast documents are read, beside the readers that one would take otherwise."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.tables import SHARED, table, timed
from ingest.pipeline import read_document

PDFS = sorted((SHARED / "corpus" / "pdf").glob("*.pdf"))
TEXTS = sorted((SHARED / "corpus").glob("*.txt"))


def scorer() -> ModuleType:
    """The scoring program that is kept beside the gold."""
    spec = importlib.util.spec_from_file_location("score_extraction", SHARED / "eval" / "score_extraction.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def paragraphs(text: str) -> list[dict[str, Any]]:
    """What a plain reader gives: blocks between blank lines, all of one kind."""
    return [{"id": str(i), "text": block} for i, block in enumerate(re.split(r"\n\s*\n", text)) if block.strip()]


def ours(path: Path) -> list[dict[str, Any]]:
    """Our passages, in the form of `show --json`."""
    rows = []
    for passage in read_document(path).passages:
        row = passage.model_dump(mode="json", exclude={"footnotes"})
        rows.append(row | {"footnotes": [note.text for note in passage.footnotes]})
    return rows


def pypdfium2_raw(path: Path) -> list[dict[str, Any]]:
    """Plain text of each page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return paragraphs("\n\n".join(page.get_textpage().get_text_bounded() for page in document))
    finally:
        document.close()


def pypdf(path: Path) -> list[dict[str, Any]]:
    """Plain text of each page."""
    from pypdf import PdfReader

    return paragraphs("\n\n".join(page.extract_text() for page in PdfReader(path).pages))


def pdfminer(path: Path) -> list[dict[str, Any]]:
    """Text by layout analysis."""
    from pdfminer.high_level import extract_text

    return paragraphs(extract_text(path))


def pdfplumber(path: Path) -> list[dict[str, Any]]:
    """Text of each page by the places of its characters."""
    from pdfplumber import open as open_pdf

    with open_pdf(path) as document:
        return paragraphs("\n\n".join(page.extract_text() for page in document.pages))


def markitdown(path: Path) -> list[dict[str, Any]]:
    """Markdown, as it is made for language models."""
    from markitdown import MarkItDown

    return paragraphs(MarkItDown(enable_plugins=False).convert(path).text_content)


def plain_text(path: Path) -> list[dict[str, Any]]:
    """The file as it is."""
    return paragraphs(path.read_text(encoding="utf-8"))


def run() -> str:
    """One table for the PDFs and one for the texts."""
    import pypdfium2

    pages = 0
    for path in PDFS:
        document = pypdfium2.PdfDocument(path)
        pages += len(document)
        document.close()
    readers: list[tuple[str, Callable[[Path], list[dict[str, Any]]]]] = [
        ("Thuishaven", ours),
        ("pypdfium2, raw", pypdfium2_raw),
        ("pypdf", pypdf),
        ("pdfminer.six", pdfminer),
        ("pdfplumber", pdfplumber),
        ("markitdown", markitdown),
    ]
    head = ("reader", "assertions held", "score", "pages/s", "passages", "median words", "over 400 words")
    parts = [table(f"PDF: {len(PDFS)} documents, {pages} pages", head, [_row(n, r, PDFS, pages) for n, r in readers])]
    texts = [("Thuishaven", ours), ("the file as it is", plain_text)]
    head = ("reader", "assertions held", "score", "kB/s", *head[4:])
    size = sum(path.stat().st_size for path in TEXTS) // 1000
    parts.append(table(f"Text: {len(TEXTS)} documents, {size} kB", head, [_row(n, r, TEXTS, size) for n, r in texts]))
    return "\n".join(parts)


def _row(name: str, read: Callable[[Path], list[dict[str, Any]]], paths: list[Path], amount: int) -> tuple[object, ...]:
    gold = json.loads((SHARED / "eval" / "extraction-dev.json").read_text(encoding="utf-8"))
    documents, seconds = timed(lambda: [(path.name, read(path)) for path in paths])
    results = scorer().score(
        gold,
        {"documents": [{"file": file, "passages": rows} for file, rows in documents]},
        None,
        {path.name for path in paths},
        False,
    )
    held = sum(reason is None for _, reason in results)
    words = sorted(len(row["text"].split()) for _, rows in documents for row in rows)
    return (
        name,
        f"{held} of {len(results)}",
        held / len(results),
        f"{amount / seconds:.0f}",
        len(words),
        words[len(words) // 2],
        sum(n > 400 for n in words),
    )
