"""Ingests a folder of many documents and tells how much memory the process holds as it goes.

python -m tests.ingest.many --documents 1000
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ingest.pipeline import Annotate, run
from knowledge.store import Store
from tests.ingest.builders import column, docx, paragraph, pdf

__all__ = ["held", "ingest_watched", "write_folder"]

_WORDS = (
    "de dienst telde vorig jaar bedrijven die werk uit het buitenland terughaalden omdat lonen stegen en klanten"
    " sneller levering vroegen terwijl de fabriek nieuwe machines kreeg en de overheid steun gaf aan onderzoek"
)


def held() -> int:
    """The bytes of memory that this process holds now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


def write_folder(folder: Path, count: int, *, paragraphs: int = 60) -> None:
    """So many documents of four kinds, no two alike."""
    folder.mkdir()
    for number in range(count):
        dice = random.Random(number)
        texts = [" ".join(dice.choices(_WORDS.split(), k=60)).capitalize() + f" {number}." for _ in range(paragraphs)]
        path = folder / f"n{number:04}"
        match number % 4:
            case 0:
                path.with_suffix(".txt").write_text("\n\n".join(texts), encoding="utf-8")
            case 1:
                path.with_suffix(".md").write_text("# Nota\n\n" + "\n\n".join(texts), encoding="utf-8")
            case 2:
                path.with_suffix(".docx").write_bytes(docx("".join(paragraph(text) for text in texts)))
            case _:
                pages = [column(50, 780, [" ".join(t.split()[i : i + 12]) for i in (0, 12, 24)]) for t in texts[:20]]
                path.with_suffix(".pdf").write_bytes(pdf(pages))


def ingest_watched(folder: Path, store: Store, *, workers: int = 1, annotate: Annotate | None = None) -> list[int]:
    """Ingests a folder; the memory held after each document."""
    after: list[int] = []
    outcomes = run([folder], store, workers=workers, annotate=annotate, progress=lambda *_: after.append(held()))
    assert all(o.status == "added" for o in outcomes), next(o for o in outcomes if o.status != "added")
    return after


def main(words: Sequence[str] | None = None) -> int:
    """Prints the memory held after every hundredth document."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args(words)
    from ingest.annotate import Annotate as Annotator
    from knowledge.catalogue import catalogue

    annotate = Annotator(catalogue().vocabulary)
    with tempfile.TemporaryDirectory() as name, Store(Path(name) / "home" / "thuishaven.sqlite") as store:
        write_folder(Path(name) / "files", given.documents)
        after = ingest_watched(Path(name) / "files", store, workers=given.workers, annotate=annotate)
        for done in range(min(100, len(after)), len(after) + 1, 100):
            print(f"{done:6} documents: {after[done - 1] / 1e6:.0f} MB")
        print(store.counts())
    return 0


if __name__ == "__main__":
    sys.exit(main())
