"""Near-duplicates: passages that say the same in nearly the same words, whatever the order in which they came.

Passages with the same runs of words have one *saying*. Sayings that are near each other are linked; a group is all that
links connect. Links depend on the two sayings alone, so groups do not depend on what was added or removed before.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["SAME", "SCHEMA", "Twins", "groups"]

SAME = 0.8
"""Share of runs of words that two passages must have in common (Jaccard)."""
SHINGLE = 4
SKETCH = 8
SHARED = 3
"""Sayings are compared when at least this many of their smallest hashes (SKETCH of each) are the same."""

SCHEMA = (
    "CREATE TABLE sketches (code INTEGER NOT NULL, said INTEGER NOT NULL, PRIMARY KEY (code, said)) WITHOUT ROWID",
    "CREATE TABLE near (one INTEGER NOT NULL, other INTEGER NOT NULL, PRIMARY KEY (one, other)) WITHOUT ROWID",
)


class Twins:
    """The sayings of an index that is being written; reads its tables `passages` and `surface`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._shingles_of = lru_cache(maxsize=1 << 13)(self._read)

    def add(self, surface: str) -> int:
        """The number of what a passage says; links it when it is new. `surface` is all its words, folded."""
        shingles = _shingles(surface)
        said = _number(shingles)
        if self._stands(said):
            return said
        sketch = _sketch(shingles)
        marks = ",".join("?" * len(sketch))
        near = self._database.execute(
            f"SELECT said FROM sketches WHERE code IN ({marks}) GROUP BY said HAVING count(*) >= ?",  # noqa: S608
            (*sketch, min(SHARED, len(sketch))),
        ).fetchall()
        for (other,) in near:
            if _jaccard(shingles, self._shingles_of(other)) >= SAME:
                self._database.executemany("INSERT INTO near VALUES (?, ?)", ((said, other), (other, said)))
        self._database.executemany("INSERT INTO sketches VALUES (?, ?)", ((code, said) for code in sketch))
        return said

    def remove(self, said: int, surface: str) -> None:
        """Takes a saying with its links away, once no passage says it any more."""
        if self._stands(said):
            return
        others = self._database.execute("SELECT other FROM near WHERE one = ?", (said,)).fetchall()
        self._database.executemany("DELETE FROM near WHERE one = ? AND other = ?", ((o, said) for (o,) in others))
        self._database.execute("DELETE FROM near WHERE one = ?", (said,))
        sketch = _sketch(_shingles(surface))
        self._database.executemany(
            "DELETE FROM sketches WHERE code = ? AND said = ?", ((code, said) for code in sketch)
        )

    def _stands(self, said: int) -> bool:
        return bool(self._database.execute("SELECT 1 FROM passages WHERE said = ? LIMIT 1", (said,)).fetchall())

    def _read(self, said: int) -> frozenset[int]:
        query = "SELECT words FROM surface WHERE rowid = (SELECT row FROM passages WHERE said = ? LIMIT 1)"
        return frozenset(_shingles(self._database.execute(query, (said,)).fetchone()[0]))


def groups(said: NDArray[np.int64], near: Iterable[tuple[int, int]]) -> NDArray[np.int64]:
    """For each passage the position of the first of its group, or -1 where no other says the same."""
    names, first, member = np.unique(said, return_index=True, return_inverse=True)
    root = np.arange(len(names))

    def find(name: int) -> int:
        while root[name] != name:
            root[name] = root[root[name]]
            name = int(root[name])
        return name

    pairs = np.asarray(list(near), dtype=np.int64).reshape(-1, 2)
    for one, other in np.searchsorted(names, pairs):
        a, b = sorted((find(int(one)), find(int(other))), key=lambda name: int(first[name]))
        root[b] = a
    roots = np.asarray([find(name) for name in range(len(names))], dtype=np.int64) if len(pairs) else root
    group: NDArray[np.int64] = first[roots][member].astype(np.int64)
    sizes = np.bincount(group, minlength=len(said))
    group[sizes[group] == 1] = -1
    return group


def _shingles(surface: str) -> set[int]:
    words = surface.split()
    runs = (words[start : start + SHINGLE] for start in range(max(1, len(words) - SHINGLE + 1)))
    return {zlib.crc32(" ".join(run).encode()) for run in runs}


def _sketch(shingles: set[int]) -> list[int]:
    return sorted(shingles)[:SKETCH]


def _number(shingles: set[int]) -> int:
    digest = hashlib.blake2b(np.asarray(sorted(shingles), dtype="<u4").tobytes(), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def _jaccard(one: set[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other)
