"""A file of vectors: half-precision numbers in a mapped FAISS index, and cells of near ones when there are very many.

Up to EXACT vectors all are compared with the question. Above that a second file holds the same vectors in bytes, in
cells of near ones (IVF): it proposes, and the exact vectors decide.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import faiss
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from search.encoders import Vectors

__all__ = ["EXACT", "VectorFile", "VectorWriter", "cells_for", "read_codes", "write_codes"]

EXACT = 200_000
"""Measured on one core with 256 numbers a vector: 16 ms for 200,000 compared exactly, 80 ms for a million."""
PROBES = 32
"""Cells that are looked into: 0.9 ms in a million vectors, with more than 0.99 of the nearest ten."""
GATHERED = 20_000
"""When a filter leaves no more vectors than this, they are compared exactly also where there are cells."""
_TRAINED_ON = 64
_CODES = faiss.ScalarQuantizer

# A question is one vector: threads cost more than they bring.
faiss.omp_set_num_threads(1)


def _cells_path(path: Path) -> Path:
    return path.with_suffix(".cells")


def _read(path: Path) -> Any:
    return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)


def cells_for(count: int) -> int:
    """How many cells so many vectors get: four times the root of their number, and above two million twice.

    Each vector is compared with each cell once, which is most of the time that many millions take; what a question
    saves with smaller cells is by then little beside the words that it looks up.
    """
    return int((4 if count <= 2_000_000 else 2) * count**0.5)


class VectorFile:
    """The vectors of a file, read only and mapped."""

    def __init__(self, path: Path) -> None:
        """Raises RuntimeError when the file holds no vectors of ours."""
        self._index = _read(path)
        kind = getattr(getattr(self._index, "sq", None), "qtype", None)
        size, width = self._index.codes.size(), 2 * self._index.d
        if kind != _CODES.QT_fp16 or size != self._index.ntotal * width:
            raise RuntimeError(f"{path} holds no vectors in half precision")
        self.dimension = int(self._index.d)
        flat = faiss.rev_swig_ptr(self._index.codes.data(), size) if size else np.zeros(0, dtype=np.uint8)
        self._table: NDArray[np.float16] = flat.view(np.float16).reshape(-1, self.dimension)
        self._cells: Any = None
        if _cells_path(path).exists():
            self._cells = _read(_cells_path(path))
            if self._cells.ntotal != len(self):
                raise RuntimeError(f"{_cells_path(path)} holds another number of vectors than {path}")

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def read(self, places: NDArray[np.integer] | slice) -> Vectors:
        """The vectors in these places."""
        found: Vectors = self._table[places].astype(np.float32)
        return found

    def cosines(self, vector: Vectors, places: NDArray[np.integer] | slice) -> Vectors:
        """The inner products of a vector with those in these places."""
        codes = np.ascontiguousarray(self._table[places])
        # FAISS reads half precision faster than numpy does; and as it takes each vector by itself, the same vector
        # gives the same number wherever it lies
        some: Any = faiss.IndexScalarQuantizer(self.dimension, _CODES.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        if len(codes):
            some.add_sa_codes(codes.view(np.uint8))
        found, order = some.search(vector[None], max(1, len(codes)))
        cosines = np.empty(len(codes), dtype=np.float32)
        cosines[order[0][: len(codes)]] = found[0][: len(codes)]
        return cosines

    def nearest(self, vector: Vectors, count: int, keep: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """The places of the nearest vectors, among those of which `keep` is true."""
        left = len(self) if keep is None else int(np.count_nonzero(keep))
        count = min(count, left)
        if count == 0:
            return np.zeros(0, dtype=np.int64)
        if self._cells is not None and keep is not None and left <= GATHERED:
            places = np.flatnonzero(keep)
            return places[np.argsort(-self.cosines(vector, places), kind="stable")[:count]]
        parameters: Any = faiss.SearchParameters()
        if self._cells is not None:
            parameters = faiss.SearchParametersIVF()
            parameters.nprobe = PROBES
        if keep is not None:
            bits = np.packbits(keep, bitorder="little")
            parameters.sel = selector = faiss.IDSelectorBitmap(len(keep), faiss.swig_ptr(bits))  # noqa: F841
        _, places = (self._cells or self._index).search(vector[None], count, params=parameters)
        found: NDArray[np.int64] = places[0][places[0] >= 0]
        return found


class VectorWriter:
    """Adds vectors behind those of a file in a folder that nobody reads yet, or starts one."""

    def __init__(self, path: Path, dimension: int, exact: int = EXACT) -> None:
        """Raises RuntimeError when the file is damaged or of another dimension."""
        self._path, self._exact = path, exact
        self._index: Any = faiss.IndexScalarQuantizer(dimension, _CODES.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        if path.exists():
            self._index = faiss.read_index(str(path))
            if self._index.d != dimension:
                raise RuntimeError(f"{path} holds vectors of dimension {self._index.d}")

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, vectors: Vectors) -> None:
        """Adds vectors, one a line."""
        if len(vectors):
            self._index.add(np.ascontiguousarray(vectors))

    def write(self) -> None:
        """Writes the file, and the cells where there are so many vectors that it needs them."""
        faiss.write_index(self._index, str(self._path))
        if len(self) <= self._exact:
            return
        path = _cells_path(self._path)
        faiss.omp_set_num_threads(os.cpu_count() or 1)  # every vector beside every centre: here threads do bring much
        try:
            cells = faiss.read_index(str(path)) if path.exists() else self._trained()
            step = 100_000
            for start in range(cells.ntotal, len(self), step):
                cells.add(self._index.reconstruct_n(start, min(step, len(self) - start)))
        finally:
            faiss.omp_set_num_threads(1)
        faiss.write_index(cells, str(path))

    def _trained(self) -> Any:
        """Cells without vectors, in proportion to the root of their number, drawn on a fixed sample."""
        count = cells_for(len(self))
        draw = np.random.default_rng(0)
        sample = np.sort(draw.choice(len(self), min(len(self), _TRAINED_ON * count), replace=False))
        codes = faiss.rev_swig_ptr(self._index.codes.data(), self._index.codes.size())
        table = codes.view(np.float16).reshape(len(self), -1)[sample].astype(np.float32)
        quantizer: Any = faiss.IndexFlatIP(self._index.d)
        cells: Any = faiss.IndexIVFScalarQuantizer(
            quantizer, self._index.d, count, _CODES.QT_8bit, faiss.METRIC_INNER_PRODUCT
        )
        cells.cp.niter, cells.cp.max_points_per_centroid = 8, _TRAINED_ON
        cells.cp.min_points_per_centroid = 1
        cells.train(table)
        cells.own_fields = True
        quantizer.this.disown()
        return cells


def write_codes(path: Path, vectors: Vectors) -> None:
    """Writes vectors as codes of half a byte for two numbers: small and fast enough to propose, not to decide."""
    codes: Any = faiss.IndexPQFastScan(vectors.shape[1], vectors.shape[1] // 2, 4, faiss.METRIC_INNER_PRODUCT)
    codes.pq.cp.niter = 10
    codes.train(vectors)
    codes.add(vectors)
    faiss.write_index(codes, str(path))


def read_codes(path: Path, count: int) -> Any:
    """What `write_codes` wrote, as a FAISS index; raises RuntimeError when it does not hold `count` vectors."""
    codes = faiss.read_index(str(path))
    if codes.ntotal != count:
        raise RuntimeError(f"{path} holds codes of another number of vectors")
    return codes
