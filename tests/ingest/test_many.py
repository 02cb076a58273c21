"""Memory does not grow with the number of documents (in full: python -m tests.ingest.many)."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ingest.pipeline import run
from ingest.read import Read, read_document
from knowledge.documents import Passage
from knowledge.store import Store
from tests.ingest.many import held, ingest_watched, write_folder

MANY = 400_000

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc to see how much memory is held")


def read_much(path: Path, **given: object) -> Read:
    """A reader that gives a document of many letters for a file of one line."""
    read = read_document(path, **given)  # type: ignore[arg-type]
    text = f"{path.stem} " + "woord " * (MANY // 6)
    return Read(read.document, [Passage.make(read.document.id, 0, text, seen={})])


def test_what_was_written_is_let_go(tmp_path: Path, store: Store) -> None:
    for number in range(60):
        (tmp_path / f"n{number:02}.txt").write_text(f"Nota {number}\n\nEen korte tekst over getal {number}.\n")
    after: list[int] = []
    run([tmp_path], store, workers=2, reader=read_much, progress=lambda *_: after.append(held()))
    assert store.counts()["documents"] == 60
    assert after[-1] - after[19] < 20 * MANY


def test_the_folder_of_the_full_run_is_read(tmp_path: Path, store: Store) -> None:
    write_folder(tmp_path / "files", 8)
    assert len(ingest_watched(tmp_path / "files", store)) == 8
