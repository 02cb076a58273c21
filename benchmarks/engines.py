"""The engines that are compared, by name, and how each is measured: index, disk, and every question twice."""

from __future__ import annotations

import importlib.util
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import peers
from benchmarks.apart import size_mb
from benchmarks.models import default_encoder, minilm, own_table

BASE = "bm25s, Dutch stems and stop words"
DEPTH, SHOWN = 30, 10
"""How deep a ranking is read (so that passages that say the same can be folded), and how many hits a user is shown."""
TIMED = 100
"""How many of the questions, spread over all, are asked a second time and timed."""


@dataclass(frozen=True)
class Entry:
    """An engine of the tables: what makes it, of what, and why it is left out where it cannot be had."""

    name: str
    kind: str
    settings: dict[str, str] = field(default_factory=dict)
    missing: str = ""


class Own:
    """Thuishaven in one mode, over a home that holds the passages; an encoder of none leaves the vectors out."""

    def __init__(self, home: str, mode: str, encoder: str) -> None:
        from knowledge.store import Store
        from search.concepts import open_concepts
        from search.encoders import load_encoder

        self._home, self._mode = Path(home), mode
        self._encoder = load_encoder(encoder)
        self._store = Store(self._home / "thuishaven.sqlite")
        self._concepts = open_concepts(self._home)

    def index(self, texts: peers.Texts, folder: Path) -> None:
        """Makes the index in its home; the texts are those of its store."""
        from search.engine import Searcher
        from search.index import open_index

        self._searcher = Searcher(
            self._store, self._concepts, open_index(self._home, self._store, self._encoder), self._encoder
        )

    def find(self, question: str, limit: int) -> list[str]:
        from search.engine import Question

        asked = Question(text=question, mode=self._mode, limit=limit)
        return [hit.passage.id for hit in self._searcher.ask(asked).hits]


MAKERS: dict[str, Callable[..., peers.Engine]] = {
    "own": Own,
    "fts5": peers.Fts5,
    "bm25s": peers.Bm25s,
    "txtai": peers.Txtai,
    "haystack": peers.Haystack,
    "vectors": peers.Vectors,
}


def entries() -> list[Entry]:
    """Every engine of the comparison, those that cannot be had here included."""
    ours = default_encoder()
    no_default = "the command line has no default encoder yet" if ours == "none" else ""
    own = [
        Entry("Thuishaven, hybrid", "own", {"mode": "hybrid", "encoder": ours}, no_default),
        Entry("Thuishaven, hybrid without encoder", "own", {"mode": "hybrid", "encoder": "none"}),
        Entry("Thuishaven, words alone", "own", {"mode": "lexical", "encoder": "none"}),
        Entry("Thuishaven, vectors alone", "own", {"mode": "semantic", "encoder": ours}, no_default),
    ]
    return [
        *own,
        Entry(BASE, "bm25s", {"language": "dutch"}),
        Entry("bm25s, English (the usual default)", "bm25s", {"language": "english"}, _package("bm25s")),
        Entry("SQLite FTS5 as it comes", "fts5"),
        _with_model("txtai, its default (BM25 and MiniLM)", "txtai", "txtai", minilm()),
        _with_model("txtai with our table", "txtai", "txtai", own_table()),
        _with_model("Haystack, BM25 and MiniLM joined", "haystack", "haystack", minilm()),
        _with_model("sentence-transformers, MiniLM", "vectors", "sentence_transformers", minilm(), named=True),
        _with_model("model2vec with our table", "vectors", "model2vec", own_table(), named=True),
    ]


def _with_model(name: str, kind: str, package: str, model: Path | None, *, named: bool = False) -> Entry:
    """An engine that needs a package and the folder of a model."""
    settings = {"model": str(model)} | ({"library": package} if named else {})
    return Entry(name, kind, settings, _package(package) or ("" if model else "its model is not on this machine"))


def _package(name: str) -> str:
    return "" if importlib.util.find_spec(name) else f"the package {name} is not installed"


def measure(kind: str, settings: dict[str, str], texts: str, questions: Sequence[str]) -> dict[str, Any]:
    """One engine on the texts of a JSON file: seconds to index, MB on the disk, rankings, milliseconds a question.

    Loading libraries and models is not timed. Each question is asked once for its ranking, which also warms what the
    engine keeps; then TIMED of them are asked again for their time.
    """
    known: peers.Texts = json.loads(Path(texts).read_text(encoding="utf-8"))
    engine = MAKERS[kind](**settings)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(settings["home"]) / "index" if kind == "own" else Path(made)
        start = time.perf_counter()
        engine.index(known, Path(made))
        seconds = time.perf_counter() - start
        disk = size_mb(folder)
        rankings = [engine.find(question, DEPTH) for question in questions]
        times = milliseconds(lambda question: engine.find(question, SHOWN), spread(questions, TIMED))
    return {"index_s": seconds, "disk_mb": disk, "rankings": rankings, **times}


def spread(questions: Sequence[str], most: int) -> Sequence[str]:
    """No more than so many of the questions, taken evenly from all."""
    return questions[:: max(1, -(-len(questions) // most))]


def milliseconds(ask: Callable[[str], object], questions: Sequence[str]) -> dict[str, float]:
    """The median and the 95th percentile of the milliseconds that questions take, asked one by one."""
    import numpy as np

    took = []
    for question in questions:
        start = time.perf_counter()
        ask(question)
        took.append(1000 * (time.perf_counter() - start))
    return {"median_ms": statistics.median(took), "p95_ms": float(np.percentile(took, 95))}
