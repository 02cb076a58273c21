"""How fast texts become vectors: our loader beside the same table in other libraries, and beside MiniLM."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from benchmarks.apart import PEAK, apart
from benchmarks.models import default_encoder, minilm, own_table
from benchmarks.search import files
from benchmarks.tables import table, timed
from ingest.pipeline import read_document

PASSAGES = 128
"""How many texts are encoded; MiniLM needs seconds for them."""
OTHERS = 32
"""How many other texts warm an encoder: enough for ours to read its whole word list, which it does not for a few."""
QUESTIONS = 50
AGAIN = 3


def _encoder(library: str, model: str) -> Callable[[list[str]], Any]:
    if library == "thuishaven":
        from search.encoders import load_encoder

        encoder = load_encoder(model)
        assert encoder is not None
        return encoder.encode_passages
    if library == "model2vec":
        from model2vec import StaticModel

        static = StaticModel.from_pretrained(model)
        return lambda texts: static.encode(texts, show_progress_bar=False)
    from sentence_transformers import SentenceTransformer

    transformer: Any = SentenceTransformer(model, device="cpu", local_files_only=True)
    return lambda texts: transformer.encode(texts, show_progress_bar=False)


def measure(library: str, model: str, texts: list[str], others: list[str]) -> dict[str, float]:
    """Seconds to load, passages a second the first time and again, and milliseconds for a text of ten words.

    What is read only when first needed counts as loading: that ends when the vectors of some other texts stand.
    """
    start = time.perf_counter()
    encode = _encoder(library, model)
    encode(others)
    loaded = time.perf_counter() - start
    _, first = timed(lambda: encode(texts), repeats=1)
    _, again = timed(lambda: encode(texts), repeats=1 if first > 1 else AGAIN)
    asked = [" ".join(text.split()[:10]) for text in texts[:QUESTIONS]]
    _, one = timed(lambda: [encode([text]) for text in asked], repeats=1)
    return {
        "load_s": loaded,
        "first": len(texts) / first,
        "again": len(texts) / again,
        "question_ms": 1000 * one / len(asked),
    }


def run() -> str:
    """One table; what cannot be had is named under it."""
    known = [passage.text for file in files() for passage in read_document(file).passages]
    step = max(2, len(known) // PASSAGES)
    texts, others = known[::step][:PASSAGES], known[1::step][:OTHERS]
    ours, table_folder, slow = default_encoder(), own_table(), minilm()
    wanted = [
        ("sentence-transformers, MiniLM", "sentence_transformers", slow and str(slow)),
        ("Thuishaven's own loader", "thuishaven", None if ours == "none" else ours),
        ("sentence-transformers, the same table", "sentence_transformers", table_folder and str(table_folder)),
        ("model2vec, the same table", "model2vec", table_folder and str(table_folder)),
    ]
    measured = {
        name: apart(measure, library=library, model=model, texts=texts, others=others)
        for name, library, model in wanted
        if model
    }
    base = measured.get(wanted[0][0], {}).get("first")
    rows = [
        (
            name,
            f"{found['load_s']:.2f}",
            f"{found['first']:.0f}",
            f"{found['again']:.0f}",
            f"{found['first'] / base:.0f}" if base else "",
            f"{found['question_ms']:.2f}",
            f"{found[PEAK]:.0f}",
        )
        for name, found in measured.items()
    ]
    head = (
        "encoder",
        "load and first vectors (s)",
        "passages/s, first time",
        "again",
        "times MiniLM",
        "question (ms)",
        "peak memory (MB)",
    )
    words = sum(len(text.split()) for text in texts) // max(1, len(texts))
    left_out = "".join(
        f"- {name}: left out, there is no model for it here.\n" for name, _, model in wanted if not model
    )
    return f"{table(f'Encoding: {len(texts)} passages of {words} words on average', head, rows)}\n{left_out}"
