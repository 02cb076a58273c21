"""The vectors of an index: exact inner products in FAISS, one vector for each passage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from search.encoders import Encoder, checked

if TYPE_CHECKING:
    from search.encoders import Vectors

__all__ = ["SemanticIndex", "read_vectors", "write_vectors"]

BATCH = 64


def write_vectors(
    path: Path,
    encoder: Encoder,
    texts: list[str],
    known: dict[int, Vectors],
    *,
    progress: Callable[[int, int], object] | None = None,
) -> None:
    """Encodes texts and writes their vectors to `path`, in the same order.

    `known` holds vectors that the same encoder made before, by position; they are taken over. Raises EncoderError.
    """
    import faiss
    import numpy as np

    vectors = np.zeros((len(texts), encoder.dimension), dtype=np.float32)
    for position, vector in known.items():
        vectors[position] = vector
    todo = [position for position in range(len(texts)) if position not in known]
    for start in range(0, len(todo), BATCH):
        batch = todo[start : start + BATCH]
        made = encoder.encode_passages([texts[position] for position in batch])
        vectors[batch] = checked(encoder, made, len(batch))
        if progress is not None:
            progress(start + len(batch), len(todo))
    index: Any = faiss.IndexFlatIP(encoder.dimension)
    index.add(vectors)
    faiss.write_index(index, str(path))


def read_vectors(path: Path) -> Vectors:
    """All vectors of a file, in order; raises RuntimeError when it cannot be read."""
    import faiss

    index: Any = faiss.read_index(str(path))
    vectors: Vectors = index.reconstruct_n(0, index.ntotal)
    return vectors


class SemanticIndex:
    """The vectors of an index with the encoder that made them."""

    def __init__(self, path: Path, encoder: Encoder, count: int) -> None:
        """Raises RuntimeError when the file is not what this encoder made of `count` passages."""
        import faiss

        self.encoder = encoder
        self._index: Any = faiss.read_index(str(path))
        if self._index.ntotal != count or self._index.d != encoder.dimension:
            raise RuntimeError(f"{path} holds {self._index.ntotal} vectors of dimension {self._index.d}")

    def scores(self, text: str) -> dict[int, float]:
        """The cosine of a question with every passage, by row (rows count from 1); raises EncoderError."""
        if self._index.ntotal == 0:
            return {}
        query = checked(self.encoder, self.encoder.encode_queries([text]), 1)
        found, ids = self._index.search(query, self._index.ntotal)
        return {int(i) + 1: float(score) for i, score in zip(ids[0], found[0], strict=True) if i >= 0}

    def best_sentence(self, text: str, sentences: list[str]) -> int:
        """Which of these sentences is nearest to the question; raises EncoderError."""
        import numpy as np

        query = checked(self.encoder, self.encoder.encode_queries([text]), 1)
        made = checked(self.encoder, self.encoder.encode_passages(sentences), len(sentences))
        return int(np.argmax(made @ query[0]))
