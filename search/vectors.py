"""A file of vectors: half-precision numbers in a mapped FAISS index, and another that proposes where they are many.

Up to FEW vectors all are compared with the question. Up to EXACT the second file holds codes of two bits a number
(product quantizer, fast scan): all codes are compared, and the exact vectors decide among the best. Above that it holds
the vectors in bytes, in cells of near ones (IVF), of which only some are looked into.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import faiss
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from search.encoders import Vectors

__all__ = ["EXACT", "VectorFile", "VectorWriter", "cells_for", "read_codes", "write_codes"]

FEW, EXACT = 20_000, 200_000
"""Measured on one core with 256 numbers a vector: 16 ms for 200,000 compared exactly, 80 ms for a million."""
PROPOSED = 10
"""Codes propose so many times the vectors asked for: of the nearest 100 in 92,072 they hold 0.94, of the nearest ten
0.99 (and the first 50 answers to 45 questions are the same), in a fifth of the time."""
PROBES = 32
"""Cells that are looked into: 0.9 ms in a million vectors, with more than 0.99 of the nearest ten."""
GATHERED = 20_000
"""When a filter leaves no more vectors than this, they are compared exactly also where there are cells."""
_TRAINED_ON, _TRAINED_CODES = 64, 20_000
_CODES = faiss.ScalarQuantizer

# A question is one vector: threads cost more than they bring.
faiss.omp_set_num_threads(1)


def _cells_path(path: Path) -> Path:
    return path.with_suffix(".cells")


def _codes_path(path: Path) -> Path:
    return path.with_suffix(".codes")


def _read(path: Path) -> Any:
    return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)


def cells_for(count: int) -> int:
    """How many cells so many vectors get: four times the root of their number, and above two million twice.

    Each vector is compared with each cell once, which is most of the time that many millions take; what a question
    saves with smaller cells is by then little beside the words that it looks up.
    """
    return int((4 if count <= 2_000_000 else 2) * count**0.5)


class VectorFile:
    """The vectors of a file, read only and mapped; for one thread."""

    def __init__(self, path: Path) -> None:
        """Raises RuntimeError when the file holds no vectors of ours."""
        self._index = _read(path)
        kind = getattr(getattr(self._index, "sq", None), "qtype", None)
        size, width = self._index.codes.size(), 2 * self._index.d
        if kind != _CODES.QT_fp16 or size != self._index.ntotal * width:
            raise RuntimeError(f"{path} holds no vectors in half precision")
        self.dimension = int(self._index.d)
        flat = faiss.rev_swig_ptr(self._index.codes.data(), size) if size else np.zeros(0, dtype=np.uint8)
        self._table: NDArray[np.uint8] = flat.reshape(-1, width)
        self._cells: Any = None
        if _cells_path(path).exists():
            self._cells = _read(_cells_path(path))
            if self._cells.ntotal != len(self):
                raise RuntimeError(f"{_cells_path(path)} holds another number of vectors than {path}")
        self._codes = read_codes(_codes_path(path), len(self)) if _codes_path(path).exists() else None
        self._some: Any = faiss.IndexScalarQuantizer(self.dimension, _CODES.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        self._gathered = np.empty((0, width), dtype=np.uint8)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def read(self, places: NDArray[np.integer] | slice) -> Vectors:
        """The vectors in these places."""
        found: Vectors = self._table[places].view(np.float16).astype(np.float32)
        return found

    def cosines(self, vector: Vectors, places: NDArray[np.integer] | slice) -> Vectors:
        """The inner products of a vector with those in these places."""
        codes = self._gather(places)
        # FAISS reads half precision faster than numpy does; and as it takes each vector by itself, the same vector
        # gives the same number wherever it lies
        self._some.reset()
        if len(codes):
            self._some.add_sa_codes(codes)
        found, order = self._some.search(vector[None], max(1, len(codes)))
        cosines = np.empty(len(codes), dtype=np.float32)
        cosines[order[0][: len(codes)]] = found[0][: len(codes)]
        return cosines

    def _gather(self, places: NDArray[np.integer] | slice) -> NDArray[np.uint8]:
        """The numbers in these places, in memory that is kept: to ask for it anew costs more than to fill it."""
        if isinstance(places, slice):
            return self._table[places]
        if len(places) > len(self._gathered):
            self._gathered = np.empty((2 * len(places), self._table.shape[1]), dtype=np.uint8)
        return self._table.take(places, axis=0, out=self._gathered[: len(places)], mode="clip")

    def nearest(self, vector: Vectors, count: int, keep: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """The places of the nearest vectors, among those of which `keep` is true."""
        left = len(self) if keep is None else int(np.count_nonzero(keep))
        count = min(count, left)
        if count == 0:
            return np.zeros(0, dtype=np.int64)
        if self._cells is not None and keep is not None and left <= GATHERED:
            return self._nearest_of(np.flatnonzero(keep), vector, count)
        if self._codes is not None and PROPOSED * count < len(self) // 4:
            proposed = np.sort(self._codes.search(vector[None], PROPOSED * count)[1][0])
            proposed = proposed[proposed >= 0]
            if keep is not None:
                proposed = proposed[keep[proposed]]
            if len(proposed) >= count:  # else a filter left few of them
                return self._nearest_of(proposed, vector, count)
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

    def _nearest_of(self, places: NDArray[np.int64], vector: Vectors, count: int) -> NDArray[np.int64]:
        """The nearest of these places, by their exact vectors."""
        return places[np.argsort(-self.cosines(vector, places), kind="stable")[:count]]


class VectorWriter:
    """Adds vectors behind those of a file in a folder that nobody reads yet, or starts one."""

    def __init__(self, path: Path, dimension: int, *, few: int = FEW, exact: int = EXACT) -> None:
        """Raises RuntimeError when the file is damaged or of another dimension."""
        self._path, self._few, self._exact = path, few, exact
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
        """Writes the file, and beside it the codes or cells that so many vectors need."""
        faiss.write_index(self._index, str(self._path))
        codes, cells = _codes_path(self._path), _cells_path(self._path)
        if len(self) > self._exact:
            codes.unlink(missing_ok=True)
            faiss.omp_set_num_threads(os.cpu_count() or 1)  # each vector beside each centre: here threads bring much
            try:
                self._write_rest(cells, self._trained)
            finally:
                faiss.omp_set_num_threads(1)
        elif len(self) > self._few and self._index.d % 2 == 0:
            self._write_rest(codes, lambda: _trained_codes(self._sample(_TRAINED_CODES)))

    def _write_rest(self, path: Path, made: Callable[[], Any]) -> None:
        """Puts the vectors that an index of this path does not hold yet behind those that it holds."""
        found = faiss.read_index(str(path)) if path.exists() else made()
        step = 100_000
        for start in range(found.ntotal, len(self), step):
            found.add(self._index.reconstruct_n(start, min(step, len(self) - start)))
        faiss.write_index(found, str(path))

    def _sample(self, most: int) -> Vectors:
        """So many of the vectors, always the same of the same."""
        draw = np.random.default_rng(0)
        sample = np.sort(draw.choice(len(self), min(len(self), most), replace=False))
        codes = faiss.rev_swig_ptr(self._index.codes.data(), self._index.codes.size())
        drawn: Vectors = codes.view(np.float16).reshape(len(self), -1)[sample].astype(np.float32)
        return drawn

    def _trained(self) -> Any:
        """Cells without vectors, in proportion to the root of their number."""
        count = cells_for(len(self))
        quantizer: Any = faiss.IndexFlatIP(self._index.d)
        cells: Any = faiss.IndexIVFScalarQuantizer(
            quantizer, self._index.d, count, _CODES.QT_8bit, faiss.METRIC_INNER_PRODUCT
        )
        cells.cp.niter, cells.cp.max_points_per_centroid = 8, _TRAINED_ON
        cells.cp.min_points_per_centroid = 1
        cells.train(self._sample(_TRAINED_ON * count))
        cells.own_fields = True
        quantizer.this.disown()
        return cells


def _trained_codes(vectors: Vectors) -> Any:
    """Codes that know how vectors like these lie, and hold none yet."""
    codes: Any = faiss.IndexPQFastScan(vectors.shape[1], vectors.shape[1] // 2, 4, faiss.METRIC_INNER_PRODUCT)
    codes.pq.cp.niter = 10
    codes.train(vectors)
    return codes


def write_codes(path: Path, vectors: Vectors) -> None:
    """Writes vectors as codes of half a byte for two numbers: small and fast enough to propose, not to decide."""
    codes = _trained_codes(vectors)
    codes.add(vectors)
    faiss.write_index(codes, str(path))


def read_codes(path: Path, count: int) -> Any:
    """What `write_codes` wrote, as a FAISS index; raises RuntimeError when it does not hold `count` vectors."""
    codes = faiss.read_index(str(path))
    if codes.ntotal != count:
        raise RuntimeError(f"{path} holds codes of another number of vectors")
    return codes
