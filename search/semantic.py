"""The meaning of passages: a vector for each and one for each of its sentences, and which are near a question."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge.documents import Passage
from search.encoders import Encoder, checked
from search.explain import Span, sentences
from search.lexical import WORDS
from search.vectors import VectorFile, VectorWriter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from search.encoders import Vectors

__all__ = ["PAIRS", "SemanticIndex", "units", "write_vectors"]

PASSAGES, SENTENCES, STARTS = "passages.faiss", "sentences.faiss", "starts.npy"
PAIRS = True
"""Whether two neighbouring sentences together have a vector too; raise the index's FORMAT when this changes."""
MOST_UNITS = 100
"""No more sentences of a passage than this have a vector of their own."""
BATCH = 64


def units(text: str) -> list[Span]:
    """What of a passage has a vector: each sentence and, with PAIRS, each two that follow each other."""
    spans = sentences(text)
    pairs = [(one[0], other[1]) for one, other in pairwise(spans)] if PAIRS else []
    return [*spans[:MOST_UNITS], *pairs[:MOST_UNITS]]


class SemanticIndex:
    """The vectors of an index; `alive` tells which of its rows may be found."""

    def __init__(self, folder: Path, encoder: Encoder, alive: NDArray[np.bool_]) -> None:
        """Raises RuntimeError, OSError or ValueError when the files are not what this encoder made of these rows."""
        self.encoder = encoder
        dimension = encoder.dimension
        self._passages, self._sentences = VectorFile(folder / PASSAGES), VectorFile(folder / SENTENCES)
        self._starts: NDArray[np.int64] = np.load(folder / STARTS, mmap_mode="r").view(np.ndarray)
        self._alive = None if bool(alive.all()) else alive
        found = (len(self._passages), len(self._starts) - 1, int(self._starts[-1]))
        if found != (len(alive), len(alive), len(self._sentences)):
            raise RuntimeError(f"{folder} holds vectors of another number of passages")
        if {self._passages.dimension, self._sentences.dimension} != {dimension}:
            raise RuntimeError(f"{folder} holds vectors of dimension {self._passages.dimension}, not {dimension}")

    def nearest(self, vector: Vectors, count: int, allowed: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """The `count` nearest passages, and those that hold the `count` nearest sentences; of `allowed` rows only."""
        keep = allowed if self._alive is None else self._alive if allowed is None else allowed & self._alive
        of_sentences = None if keep is None else np.repeat(keep, np.diff(self._starts))
        rows = self._passages.nearest(vector, count, keep)
        found = self._sentences.nearest(vector, count, of_sentences)
        chosen = np.zeros(len(self._passages), dtype=bool)
        chosen[rows] = True
        chosen[np.searchsorted(self._starts, found, side="right") - 1] = True
        return np.flatnonzero(chosen)

    def cosines(self, vector: Vectors, rows: NDArray[np.int64]) -> tuple[Vectors, Vectors]:
        """The cosine of each of these passages with a vector, and that of its best sentence; exact."""
        passage = self._passages.cosines(vector, rows)
        if not len(rows):
            return passage, passage
        first, units = self._of_units(vector, rows)
        return passage, np.maximum.reduceat(units, first[:-1])

    def of_passages(self, vector: Vectors, rows: NDArray[np.int64]) -> Vectors:
        """The cosine of each of these passages with a vector, without their sentences."""
        return self._passages.cosines(vector, rows)

    def of_sentences(self, vector: Vectors, rows: NDArray[np.int64]) -> list[list[float]]:
        """For each of these passages the cosine of each of its first MOST_UNITS sentences with a vector."""
        first, cosines = self._of_units(vector, rows)
        ends = [(start, (start + end + 1) // 2 if PAIRS else end) for start, end in pairwise(first.tolist())]
        return [cosines[start:end].tolist() for start, end in ends]

    def _of_units(self, vector: Vectors, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], Vectors]:
        """The cosines of the units of these passages, one passage after another, and where each passage starts."""
        starts = self._starts[rows]
        sizes = self._starts[rows + 1] - starts
        first = np.concatenate([[0], np.cumsum(sizes)])
        places = np.repeat(starts - first[:-1], sizes) + np.arange(int(first[-1]))
        return first, self._sentences.cosines(vector, places)

    def vectors(self, row: int) -> tuple[Vectors, Vectors]:
        """The vector of a passage, and those of its units."""
        return self._passages.read(slice(row, row + 1)), self._sentences.read(self._places(row))

    def _places(self, row: int) -> slice:
        return slice(int(self._starts[row]), int(self._starts[row + 1]))


class Earlier:
    """Vectors that the same encoder made for an earlier state of the store, by passage hash."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        """Raises what opening a damaged index raises."""
        starts = np.load(folder / STARTS, mmap_mode="r")
        self._index = SemanticIndex(folder, encoder, np.ones(len(starts) - 1, dtype=bool))
        self._db = sqlite3.connect(f"{(folder / WORDS).resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        self._db.execute("SELECT row FROM passages LIMIT 1").fetchall()

    def of(self, passage: Passage) -> tuple[Vectors, Vectors] | None:
        """The vector of a passage and those of its units, where it was there before."""
        query = "SELECT row FROM passages WHERE hash = ? LIMIT 1"
        for (row,) in self._db.execute(query, (bytes.fromhex(passage.hash),)):
            found = self._index.vectors(row)
            if len(found[1]) == len(units(passage.text)):
                return found
        return None

    def close(self) -> None:
        """Closes its files."""
        self._db.close()


def write_vectors(
    folder: Path,
    encoder: Encoder,
    passages: Iterable[Passage],
    total: int,
    earlier: Iterable[Earlier],
    *,
    progress: Callable[[int, int], object] | None = None,
) -> None:
    """Adds the vectors of passages, in order, behind those that the folder holds; raises EncoderError.

    What stood in an earlier index with the same hash is taken over and not encoded again.
    """
    known = list(earlier)
    whole = VectorWriter(folder / PASSAGES, encoder.dimension)
    parts = VectorWriter(folder / SENTENCES, encoder.dimension)
    path = folder / STARTS
    starts: list[int] = np.load(path).tolist() if path.exists() else [0]
    done = 0
    for batch in _batches(passages):
        found = [next((f for f in (e.of(passage) for e in known) if f is not None), None) for passage in batch]
        made = iter(_encoded(encoder, [p for p, f in zip(batch, found, strict=True) if f is None]))
        for vectors in (known_before or next(made) for known_before in found):
            whole.add(vectors[0])
            parts.add(vectors[1])
            starts.append(starts[-1] + len(vectors[1]))
        done += len(batch)
        if progress is not None:
            progress(done, total)
    whole.write()
    parts.write()
    np.save(path, np.asarray(starts, dtype=np.int64))


def _encoded(encoder: Encoder, passages: list[Passage]) -> list[tuple[Vectors, Vectors]]:
    """For each passage its vector and those of its units, checked."""
    if not passages:
        return []
    spans = [units(passage.text) for passage in passages]
    texts = [p.text for p in passages]
    whole = checked(encoder, encoder.encode_passages(texts), len(texts))
    texts = [p.text[start:end] for p, found in zip(passages, spans, strict=True) for start, end in found]
    parts = checked(encoder, encoder.encode_passages(texts), len(texts))
    bounds = np.cumsum([0, *map(len, spans)]).tolist()
    return [(whole[n : n + 1], parts[start:end]) for n, (start, end) in enumerate(pairwise(bounds))]


def _batches(passages: Iterable[Passage]) -> Iterator[list[Passage]]:
    source = iter(passages)
    while batch := list(islice(source, BATCH)):
        yield batch
