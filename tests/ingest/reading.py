"""Helpers that read a text or a file and show what matters of the passages."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from ingest.pipeline import read_document
from ingest.read import Read
from knowledge.documents import Passage, PassageKind
from knowledge.errors import UnreadableFile

__all__ = ["all_text", "holding", "notes", "of_kind", "read_bytes_as", "read_text_as", "told_of_damage"]


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


def told_of_damage(read: Callable[[str, bytes], object], name: str, whole: bytes) -> int:
    """Of 150 files with bytes changed, some cut off too, how many are refused; each with one sentence that names it."""
    chance = random.Random(4)
    told = 0
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            read(name, bytes(data[: chance.choice((len(data), chance.randrange(len(data))))]))
        except UnreadableFile as error:
            told += 1
            assert str(error).startswith(f"{name}: ")
            assert "\n" not in str(error)
    return told
