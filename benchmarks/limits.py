"""The limit of a search: the engines that we stand on, FTS5 and FAISS, with our terms and vectors and nothing else.

They get the terms ready and the vectors made: no text is analysed or encoded, no score fused, no hit shown.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.apart import size_mb
from benchmarks.engines import milliseconds

WORDS, QUESTIONS = "words.sqlite", "questions.json"
BATCH, SHOWN = 10_000, 10
TRAINED_ON = 64
"""Vectors a cell that cells are trained on, as our own index has it."""


def index(home: str, encoder: str, folder: str, questions: Sequence[str]) -> dict[str, float]:
    """Writes both indexes from what our index of this home holds, and the questions as they can ask them.

    Seconds count the engines' own work: adding rows and vectors, training, writing.
    """
    from knowledge.store import Store
    from search.analysis import analyser
    from search.encoders import load_encoder
    from search.index import open_index

    read, made, target = analyser(), load_encoder(encoder), Path(folder)

    def terms(text: str) -> str:
        fields = read.fields(text)
        return f"{fields.terms} {fields.parts}"

    with Store(Path(home) / "thuishaven.sqlite") as store:
        seconds = _words(target / WORDS, (terms(passage.text) for passage in store.passages()))
        with open_index(Path(home), store, made) as ours:
            for path in sorted(ours.folder.glob("*.faiss")) if made else ():
                seconds += _vectors(path, target / path.name)
    vectors = [[] for _ in questions] if made is None else made.encode_queries(list(questions)).tolist()
    asked = [
        (" OR ".join(dict.fromkeys(terms(question).split())), vector)
        for question, vector in zip(questions, vectors, strict=True)
    ]
    disk = size_mb(target)
    (target / QUESTIONS).write_text(json.dumps(asked), encoding="utf-8")
    return {"index_s": seconds, "disk_mb": disk}


def _words(path: Path, rows: Iterator[str]) -> float:
    """Puts terms in a table of FTS5 that keeps no text; gives the seconds."""
    seconds = 0.0
    db = sqlite3.connect(path)
    db.execute("CREATE VIRTUAL TABLE f USING fts5 (terms, content='')")
    while batch := list(islice(rows, BATCH)):
        start = time.perf_counter()
        db.executemany("INSERT INTO f (terms) VALUES (?)", ((row,) for row in batch))
        seconds += time.perf_counter() - start
    start = time.perf_counter()
    db.commit()
    db.close()
    return seconds + time.perf_counter() - start


def _vectors(path: Path, target: Path) -> float:
    """Indexes the vectors of one of our files as FAISS would have them: in half precision, where many in cells."""
    import faiss
    import numpy as np

    from search.vectors import EXACT, cells_for

    theirs = faiss.read_index(str(path), faiss.IO_FLAG_MMAP)
    count, seconds = theirs.ntotal, 0.0
    form = "SQfp16" if count <= EXACT else f"IVF{cells_for(count)},SQ8"
    fresh: Any = faiss.index_factory(theirs.d, form, faiss.METRIC_INNER_PRODUCT)
    if not fresh.is_trained:
        chosen = np.random.default_rng(0).choice(count, min(count, TRAINED_ON * fresh.nlist), replace=False)
        sample = theirs.reconstruct_batch(np.sort(chosen))
        start = time.perf_counter()
        fresh.train(sample)
        seconds += time.perf_counter() - start
    for first in range(0, count, BATCH):
        some = theirs.reconstruct_n(first, min(BATCH, count - first))
        start = time.perf_counter()
        fresh.add(some)
        seconds += time.perf_counter() - start
    start = time.perf_counter()
    faiss.write_index(fresh, str(target))
    return seconds + time.perf_counter() - start


def ask(folder: str) -> dict[str, float]:
    """Milliseconds to open both, and to ask each question of both, warm: the ten best rows and the ten best vectors."""
    import faiss
    import numpy as np

    from search.vectors import PROBES

    faiss.omp_set_num_threads(1)  # as our own search has it
    asked = json.loads((Path(folder) / QUESTIONS).read_text(encoding="utf-8"))
    start = time.perf_counter()
    db = sqlite3.connect(Path(folder) / WORDS)
    db.execute("SELECT count(*) FROM f WHERE f MATCH 'reshoring'").fetchall()
    indexes = [faiss.read_index(str(path), faiss.IO_FLAG_MMAP) for path in sorted(Path(folder).glob("*.faiss"))]
    opened = 1000 * (time.perf_counter() - start)
    for one in indexes:
        if hasattr(one, "nprobe"):
            one.nprobe = PROBES
    vectors = {query: np.array([vector], dtype=np.float32) for query, vector in asked}

    def both(query: str) -> None:
        db.execute("SELECT rowid FROM f WHERE f MATCH ? ORDER BY rank LIMIT ?", (query, SHOWN)).fetchall()
        for one in indexes:
            one.search(vectors[query], SHOWN)

    for query in vectors:
        both(query)
    found = {"open_ms": opened, **milliseconds(both, list(vectors))}
    db.close()
    return found
