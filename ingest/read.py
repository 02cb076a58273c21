"""One file from its bytes to a document with passages; no store is needed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest import marks, metadata, outline, questions, quotations, references, replies, segment, speakers
from ingest.blocks import Block, Reading, Removed, Scans
from ingest.clean import collapse
from ingest.limits import check_text, read_bytes
from ingest.metadata import Metadata
from ingest.ocr import Ocr
from ingest.quality import quality
from ingest.readers import registry
from ingest.sidecar import Sidecar, beside, read_sidecar
from knowledge.base import Precision
from knowledge.documents import Document, DocumentKind, Guess, Passage, Publish, Source
from knowledge.dutch import fold
from knowledge.errors import UnreadableFile

__all__ = ["VERSION", "Read", "read_document", "read_with_reading", "slug"]

VERSION = "7"
"""Raise this when a change of the readers or the cleaning must make every document be read again."""
SURE = 0.75
"""A guess at least this sure goes before what a recognised source says."""


@dataclass(frozen=True, slots=True)
class Read:
    """A document with its passages, the words of the file that are in neither, and its original text when asked.

    `scans` tells whether it depends on OCR.
    """

    document: Document
    passages: list[Passage]
    removed: list[Removed] = field(default_factory=list)
    original: str = ""
    scans: Scans = Scans.NONE


def slug(name: str) -> str:
    """The id that a file name gives: lower case, letters and digits joined by hyphens."""
    stem = re.sub(r"\.[A-Za-z0-9]{1,8}$", "", name)
    return re.sub(r"[^a-z0-9]+", "-", fold(stem)).strip("-")[:100].strip("-") or "document"


def read_document(
    path: Path,
    *,
    document_id: str | None = None,
    sources: Mapping[str, Source] | None = None,
    ocr: Ocr | None = None,
) -> Read:
    """The document in a file, with its passages; pages that are pictures are read by `ocr` when it is given.

    Raises UnreadableFile when the file cannot be read and RecordError when its sidecar is wrong.
    """
    return read_with_reading(path, document_id=document_id, sources=sources, ocr=ocr)[0]


def read_with_reading(
    path: Path, *, document_id: str | None, sources: Mapping[str, Source] | None, ocr: Ocr | None
) -> tuple[Read, Reading, bytes]:
    """As `read_document`, with what the reader gave before it was cleaned, and the bytes of the file."""
    data = read_bytes(path)
    beside_it = beside(path)
    sidecar = read_sidecar(beside_it) if beside_it is not None else Sidecar()
    reading = registry.read(path, data, ocr.for_file(len(data)) if ocr is not None else None)
    check_text(path.name, "\n".join(block.text for block in reading.blocks))
    blocks, removed, orphans = marks.resolve(reading.blocks)
    blocks, roles = speakers.assign(questions.mark(references.mark(blocks)))
    found = metadata.guess(blocks, own_title=reading.title, roles=roles)
    source = _recognised(reading.blocks, sources or {}, sidecar)
    warnings = [*reading.warnings, *_about_notes(orphans)]
    doc_id = document_id or slug(path.name)
    passages = segment.passages(doc_id, outline.settle(blocks))
    if not passages:
        raise UnreadableFile(f"{path.name}: holds no running text.", cure="Check that it is the right file.")
    document = _document(path, data, doc_id, reading, found, sidecar, source, warnings)
    passages = replies.link(quotations.mark(passages, document.language), roles)
    gone = [*reading.removed, *removed]
    told = quality(passages, gone, len(orphans), language=document.language, pages=document.pages)
    read = Read(document.model_copy(update={"quality": told}), passages, gone, scans=reading.scans)
    return read, reading, data


def _about_notes(orphans: Sequence[str]) -> list[str]:
    if not orphans:
        return []
    shown = ", ".join(orphans[:12]) + (" ..." if len(orphans) > 12 else "")
    verb = "footnote has" if len(orphans) == 1 else "footnotes have"
    return [f"{len(orphans)} {verb} no mark in the text: {shown}"]


def _recognised(blocks: Sequence[Block], sources: Mapping[str, Source], sidecar: Sidecar) -> Source | None:
    """The source that the sidecar names, else the one of which all phrases stand in the text."""
    if sidecar.source is not None:
        return sources.get(sidecar.source)
    candidates = [source for source in sources.values() if source.recognise]
    if not candidates:
        return None
    text = collapse(" ".join(block.text for block in blocks)).casefold()
    fitting = [s for s in candidates if all(collapse(phrase).casefold() in text for phrase in s.recognise)]
    return max(fitting, key=lambda s: sum(map(len, s.recognise)), default=None)


def _document(
    path: Path,
    data: bytes,
    doc_id: str,
    reading: Reading,
    found: Metadata,
    sidecar: Sidecar,
    source: Source | None,
    warnings: list[str],
) -> Document:
    """The record: what a person says goes first, then what the text shows, then what the source says."""
    sure = {guess.field: guess.confidence for guess in found.guesses}
    guesses = list(found.guesses)
    title, publisher, date, kind = found.title, found.publisher, found.date, found.kind
    if source is not None:
        title = title if title and sure.get("title", 0) >= SURE else source.title
        publisher = publisher if publisher and sure.get("publisher", 0) >= SURE else source.publisher
        if date.precision is Precision.UNKNOWN or (sure.get("date", 0) < SURE and source.date.value is not None):
            date = source.date
        kind = kind if kind is not DocumentKind.OTHER and sure.get("kind", 0) >= SURE else source.kind
        guesses.append(Guess(field="source", confidence=0.95, words=" / ".join(source.recognise)[:300]))
    if title is None and sidecar.title is None:
        title = metadata.title_from_name(path.name)
        guesses.append(Guess(field="title", confidence=0.2, words=path.name[:300]))
        warnings.append("the text shows no title; the file name stands in for it")
    given = {name for name in sidecar.model_fields_set if getattr(sidecar, name) not in (None, (), {})}
    guesses = [guess for guess in guesses if guess.field.split(".")[0] not in given]
    guesses += [Guess(field=name, confidence=1.0, words="sidecar") for name in sorted(given)]
    return Document(
        id=doc_id,
        file=path.name,
        title=sidecar.title or title or path.name,
        publisher=sidecar.publisher or publisher,
        date=sidecar.date or date,
        kind=sidecar.kind or kind,
        language=sidecar.language or found.language,
        jurisdiction=sidecar.jurisdiction or (source.jurisdiction if source else None),
        identifiers={**(source.identifiers if source else {}), **found.identifiers, **sidecar.identifiers},
        people=sidecar.people or found.people or (source.people if source else ()),
        relations=sidecar.relations or (source.relations if source else ()),
        licence=sidecar.licence or (source.licence if source else None),
        publish=sidecar.publish or Publish.EXCERPT,
        source=sidecar.source or (source.id if source else None),
        origin=str(path.resolve()),
        media_type=reading.media_type,
        encoding=reading.encoding,
        sha256=hashlib.sha256(data).hexdigest(),
        pages=reading.pages,
        guesses=tuple(guesses),
        warnings=tuple(dict.fromkeys(warnings)),
    )
