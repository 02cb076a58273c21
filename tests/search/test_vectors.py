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


MANY = 1_000_000


def written(path: Path, *parts: NDArray[np.float32], few: int = MANY, exact: int = MANY) -> VectorFile:
    for part in parts:
        writer = VectorWriter(path, 32, few=few, exact=exact)
        writer.add(part)
        writer.write()
    return VectorFile(path)


@pytest.mark.parametrize(("few", "exact", "beside"), [(MANY, MANY, []), (0, MANY, ["v.codes"]), (0, 0, ["v.cells"])])
def test_the_nearest_are_found_also_after_adding_and_within_a_filter(
    tmp_path: Path, few: int, exact: int, beside: list[str]
) -> None:
    vectors = drawn(2000)
    file = written(tmp_path / "v.faiss", vectors[:1500], vectors[1500:], few=few, exact=exact)
    assert sorted(path.name for path in tmp_path.iterdir()) == [*beside, "v.faiss"]
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


def test_codes_that_a_filter_leaves_too_few_of_give_way_to_the_vectors(tmp_path: Path) -> None:
    vectors = drawn(2000)
    file = written(tmp_path / "v.faiss", vectors, few=0)
    for query in drawn(5, seed=7):
        furthest = np.argsort(vectors @ query)[:12]
        keep = np.zeros(2000, dtype=bool)
        keep[furthest] = True
        assert set(file.nearest(query, 10, keep).tolist()) == set(furthest[2:].tolist())


def test_as_vectors_grow_cells_take_the_place_of_codes(tmp_path: Path) -> None:
    vectors = drawn(1000)
    path = tmp_path / "v.faiss"
    for count, beside in ((400, []), (200, ["v.codes"]), (400, ["v.cells"])):
        writer = VectorWriter(path, 32, few=500, exact=800)
        writer.add(vectors[len(writer) :][:count])
        writer.write()
        assert sorted(found.name for found in tmp_path.iterdir()) == [*beside, "v.faiss"]
        assert VectorFile(path).nearest(vectors[7], 1).tolist() == [7]


def test_an_odd_number_of_numbers_does_without_codes(tmp_path: Path) -> None:
    vectors = drawn(900)[:, :31]
    writer = VectorWriter(tmp_path / "v.faiss", 31, few=0)
    writer.add(vectors)
    writer.write()
    assert [path.name for path in tmp_path.iterdir()] == ["v.faiss"]
    query = vectors[7] / np.linalg.norm(vectors[7])
    assert VectorFile(tmp_path / "v.faiss").nearest(query, 3)[0] == np.argmax(vectors @ query)


def test_codes_of_other_vectors_are_refused(tmp_path: Path) -> None:
    written(tmp_path / "v.faiss", drawn(900), few=0)
    written(tmp_path / "w.faiss", drawn(800), few=0)
    (tmp_path / "w.codes").replace(tmp_path / "v.codes")
    with pytest.raises(RuntimeError, match="another number of vectors"):
        VectorFile(tmp_path / "v.faiss")


@settings(max_examples=30)
@given(st.lists(st.lists(st.integers(0, 59), max_size=40), min_size=1, max_size=4))
def test_a_vector_gives_the_same_number_wherever_and_after_whatever_it_is_asked(
    shared_vectors: tuple[VectorFile, NDArray[np.float32]], asked: list[list[int]]
) -> None:
    file, query = shared_vectors
    alone = [float(file.cosines(query, np.array([place]))[0]) for place in range(60)]
    for places in asked:
        assert file.cosines(query, np.array(places, dtype=np.int64)).tolist() == [alone[place] for place in places]


@pytest.fixture(scope="module")
def shared_vectors(tmp_path_factory: pytest.TempPathFactory) -> tuple[VectorFile, NDArray[np.float32]]:
    return written(tmp_path_factory.mktemp("vectors") / "v.faiss", drawn(60)), drawn(1, seed=3)[0]


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
