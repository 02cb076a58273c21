"""Helpers that read a text or a file and show what matters of the passages."""

from __future__ import annotations

from pathlib import Path

from ingest.pipeline import read_document
from ingest.read import Read
from knowledge.documents import Passage, PassageKind

__all__ = ["all_text", "holding", "notes", "of_kind", "read_bytes_as", "read_text_as"]


def read_text_as(folder: Path, text: str, name: str = "nota.txt") -> Read:
    """The document that a text makes when it stands in a file."""
    return read_bytes_as(folder, text.encode(), name)


def read_bytes_as(folder: Path, data: bytes, name: str) -> Read:
    """The document that bytes make when they stand in a file."""
    path = folder / name
    path.write_bytes(data)
    return read_document(path)


def holding(read: Read, words: str) -> Passage:
    """The only passage that holds these words; its text is compared with white space collapsed."""
    found = [p for p in read.passages if words in " ".join(p.text.split())]
    assert len(found) == 1, f"{words!r} stands in {len(found)} passages of {[p.text for p in read.passages]}"
    return found[0]


def of_kind(read: Read, kind: PassageKind) -> list[Passage]:
    """The passages of a kind."""
    return [p for p in read.passages if p.kind is kind]


def notes(passage: Passage) -> dict[str, str]:
    """The notes of a passage by number."""
    return {note.number: note.text for note in passage.footnotes}


def all_text(read: Read) -> str:
    """The texts of all passages."""
    return "\n".join(p.text for p in read.passages)
