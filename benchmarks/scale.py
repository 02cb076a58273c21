"""How cost grows with the number of passages: ours beside the limit that the engines under it set."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import limits, synthetic
from benchmarks.apart import PEAK, apart, say, size_mb
from benchmarks.engines import milliseconds, spread
from benchmarks.models import default_encoder
from benchmarks.search import files, suite
from benchmarks.tables import table

SIZES = (1_000, 10_000, 100_000, 1_000_000)
LARGEST = 10_000
"""What is measured when nothing is said: the rest takes long."""
KINDS = ("paraphrase", "keywords")
ASKED = 60
"""No more than so many of the suite's questions of these kinds are asked, spread over all."""
SHOWN = 10


def index(home: str, encoder: str) -> dict[str, float]:
    """Makes our index of a home; seconds, and what it takes on the disk."""
    from knowledge.store import Store
    from search.encoders import load_encoder
    from search.index import open_index

    made = load_encoder(encoder)
    with Store(Path(home) / "thuishaven.sqlite") as store:
        start = time.perf_counter()
        with open_index(Path(home), store, made) as found:
            return {"index_s": time.perf_counter() - start, "disk_mb": size_mb(found.folder)}


def ask(home: str, encoder: str, questions: Sequence[str]) -> dict[str, float]:
    """Milliseconds to open a home that has its index (encoder and libraries stand), and to ask each question, warm."""
    import faiss  # noqa: F401  (the limit does not count it either)

    from knowledge.store import Store
    from search.concepts import open_concepts
    from search.encoders import load_encoder
    from search.engine import Question, Searcher
    from search.index import open_index

    made = load_encoder(encoder)
    start = time.perf_counter()
    store = Store(Path(home) / "thuishaven.sqlite")
    searcher = Searcher(store, open_concepts(Path(home)), open_index(Path(home), store, made), made)
    opened = 1000 * (time.perf_counter() - start)

    def one(question: str) -> None:
        searcher.ask(Question(text=question, limit=SHOWN))

    for question in questions:
        one(question)
    found = {"open_ms": opened, **milliseconds(one, questions)}
    searcher.close()
    store.close()
    return found


def run(largest: int = LARGEST) -> str:
    """One table; a line of ours and one of the limit for each size."""
    encoder = default_encoder()
    known = dict.fromkeys(question.question for question in suite() if question.group in KINDS)
    questions = spread(list(known), ASKED)
    rows: list[tuple[object, ...]] = []
    words = annotations = 0.0
    for size in (size for size in SIZES if size <= largest):
        with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as pure:
            say(f"scale: {size:,} passages")
            texts = [str(path) for path in files() if path.suffix == ".txt"]
            made = apart(synthetic.fill, home=home, count=size, files=texts)
            words, annotations = made["words"], made["annotations"]
            built = apart(index, home=home, encoder=encoder)
            asked = apart(ask, home=home, encoder=encoder, questions=questions)
            rows.append(_row(size, "Thuishaven, hybrid", built, asked, ""))
            built = apart(limits.index, home=home, encoder=encoder, folder=pure, questions=questions)
            least = apart(limits.ask, folder=pure)
            times = f"{asked['median_ms'] / least['median_ms']:.2f}"
            rows.append(_row(size, "FTS5 and FAISS alone", built, least, times))
    head = (
        *("passages", "engine", "index (s)", "memory for it (MB)", "disk (MB)", "open (ms)"),
        *("median (ms)", "p95 (ms)", "memory to ask (MB)", "ours, times this"),
    )
    title = (
        f"Scale: synthetic passages of {words:.0f} words and {annotations:.1f} annotations, {len(questions)} questions"
    )
    return (
        f"{table(title, head, rows)}\nOur encoder: {encoder}. The limit gets the terms and vectors ready; its memory"
        " for the index is mostly that of reading them out of ours.\n"
    )


def _row(size: int, name: str, built: dict[str, Any], asked: dict[str, Any], times: str) -> tuple[object, ...]:
    return (
        f"{size:,}",
        name,
        f"{built['index_s']:.1f}",
        f"{built[PEAK]:.0f}",
        f"{built['disk_mb']:.0f}",
        f"{asked['open_ms']:.0f}",
        f"{asked['median_ms']:.1f}",
        f"{asked['p95_ms']:.1f}",
        f"{asked[PEAK]:.0f}",
        times,
    )
