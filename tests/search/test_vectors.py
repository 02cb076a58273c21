"""Files of vectors, exact and with cells, and postings."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from knowledge.documents import Passage
from knowledge.store import Store
from search.encoders import HashEncoder
from search.explain import sentences
from search.index import open_index
from search.postings import BLOCK, PostingsWriter, of_terms, read_postings, schema
from search.semantic import units
from search.vectors import VectorFile, VectorWriter
from tests.conftest import make_document, make_passages


def drawn(count: int, seed: int = 0) -> NDArray[np.float32]:
    """Vectors of length 1 that lie in heaps, as those of texts do."""
    draw = np.random.default_rng(seed)
    heaps = np.random.default_rng(1).normal(size=(20, 32))
    made = heaps[draw.integers(0, 20, count)] + 0.5 * draw.normal(size=(count, 32))
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


def written(path: Path, *parts: NDArray[np.float32], exact: int = 1_000_000) -> VectorFile:
    for part in parts:
        writer = VectorWriter(path, 32, exact)
        writer.add(part)
        writer.write()
    return VectorFile(path)


@pytest.mark.parametrize("exact", [0, 1_000_000])
def test_the_nearest_are_found_also_after_adding_and_within_a_filter(tmp_path: Path, exact: int) -> None:
    vectors = drawn(2000)
    file = written(tmp_path / "v.faiss", vectors[:1500], vectors[1500:], exact=exact)
    assert (tmp_path / "v.cells").exists() == (exact == 0)
    assert len(file) == 2000
    assert np.allclose(file.read(np.array([3, 1999])), vectors[[3, 1999]], atol=1e-3)
    keep = np.arange(2000) % 3 == 0
    found = 0
    for query in drawn(20, seed=5):
        truth = vectors @ query
        nearest = file.nearest(query, 10)
        found += len(set(nearest.tolist()) & set(np.argsort(-truth)[:10].tolist()))
        assert np.allclose(file.cosines(query, nearest), truth[nearest], atol=2e-3)
        some = file.nearest(query, 10, keep)
        assert keep[some].all()
        assert truth[some].max() >= truth[keep].max() - 2e-3
    assert found >= 190
    assert len(file.nearest(vectors[0], 10, np.zeros(2000, dtype=bool))) == 0


def test_a_file_that_holds_something_else(tmp_path: Path) -> None:
    import faiss

    faiss.write_index(faiss.IndexFlatIP(32), str(tmp_path / "v.faiss"))
    with pytest.raises((RuntimeError, AttributeError)):
        VectorFile(tmp_path / "v.faiss")
    written(tmp_path / "w.faiss", drawn(5))
    with pytest.raises(RuntimeError, match="dimension 32"):
        VectorWriter(tmp_path / "w.faiss", 16)


def test_a_passage_has_its_vector_and_that_of_its_best_sentence(store: Store, tmp_path: Path) -> None:
    texts = ["De haven groeit. Robots lassen de ramen.", "Loonkosten dalen in Polen.", "Steun voor de school."]
    passages: list[Passage] = make_passages("nota", texts)
    store.replace(make_document(), passages, [], configuration="1")
    encoder = HashEncoder()
    question = encoder.encode_queries(["robots lassen"])[0]
    with open_index(tmp_path, store, encoder) as index:
        assert index.semantic is not None
        rows = index.semantic.nearest(question, 3)
        assert rows.tolist() == [0, 1, 2]
        passage, sentence = index.semantic.cosines(question, rows)
        for row, text in enumerate(texts):
            parts = [text[start:end] for start, end in units(text)]
            assert passage[row] == pytest.approx(encoder.encode_passages([text])[0] @ question, abs=1e-3)
            assert sentence[row] == pytest.approx((encoder.encode_passages(parts) @ question).max(), abs=1e-3)
        of_sentences = index.semantic.of_sentences(question, rows)
        assert [len(each) for each in of_sentences] == [2, 1, 1]
        start, end = sentences(texts[0])[int(np.argmax(of_sentences[0]))]
        assert texts[0][start:end] == "Robots lassen de ramen."
        only = np.array([False, True, False])
        assert index.semantic.nearest(question, 3, only).tolist() == [1]


@settings(max_examples=30)
@given(st.lists(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 400)), max_size=8), max_size=6))
def test_postings_come_back(batches: list[list[tuple[str, int]]]) -> None:
    db = sqlite3.connect(":memory:")
    db.execute(schema("p"))
    writer = PostingsWriter(db, "p")
    expected: dict[str, list[tuple[int, int]]] = {}
    row = 0
    for batch in batches:
        for term, count in batch:
            writer.add(term, row, (count,))
            expected.setdefault(term, []).append((row, min(count, 255)))
            row += 1
        writer.flush()
    for term in "abc":
        found = read_postings(db.execute("SELECT rows, counts FROM p WHERE term = ? ORDER BY block", (term,)), 1)
        assert list(zip(found.rows.tolist(), found.counts[:, 0].tolist(), strict=True)) == expected.get(term, [])
    db.close()


def test_a_full_block_is_left_as_it_is() -> None:
    db = sqlite3.connect(":memory:")
    db.execute(schema("p"))
    for start in range(0, 3 * BLOCK, BLOCK):
        writer = PostingsWriter(db, "p")
        for row in range(start, start + BLOCK):
            writer.add("steun", row, (1, 2))
        writer.flush()
    assert db.execute("SELECT count(*) FROM p").fetchone() == (3,)
    found = read_postings(db.execute("SELECT rows, counts FROM p ORDER BY block"), 2)
    assert found.rows.tolist() == list(range(3 * BLOCK))
    db.close()


def test_terms_are_counted_by_field() -> None:
    assert dict(of_terms(("a b a", "b", ""))) == {"a": [2, 0, 0], "b": [1, 1, 0]}
