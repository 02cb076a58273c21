"""Near-duplicates: passages that say the same in nearly the same words, whatever the order in which they came.

Passages with the same runs of words have one *saying*. Sayings that are near each other are linked; a group is all that
links connect. Links depend on the two sayings alone, so groups do not depend on what was added or removed before.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import sqlite3
import zlib
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from knowledge.documents import Passage
from knowledge.dutch import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["SAME", "SCHEMA", "Twins", "elsewhere", "groups"]

SAME = 0.8
"""Share of runs of words that two passages must have in common (Jaccard)."""
SHINGLE = 4
SKETCH = 8
SHARED = 3
"""Sayings are compared when at least this many of their smallest hashes (SKETCH of each) are the same."""

FEWEST = 12
_WORD = re.compile(r"\w+")

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


def elsewhere(passages: Iterable[Passage]) -> dict[str, tuple[str, ...]]:
    """For each passage that another document has too, the ids of those there, in the order given.

    Passages of fewer than FEWEST words say the same by chance and are left out.
    """
    ids: list[str] = []
    documents: list[str] = []
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        for statement in (*SCHEMA, "CREATE TABLE passages (row INTEGER, said INTEGER)", "CREATE TABLE surface (words)"):
            database.execute(statement)
        database.execute("CREATE INDEX sayings ON passages (said)")
        twins = Twins(database)
        said: list[int] = []
        for passage in passages:
            words = _WORD.findall(fold(passage.text))
            if len(words) >= FEWEST:
                said.append(twins.add(" ".join(words)))
                ids.append(passage.id)
                documents.append(passage.document)
                database.execute("INSERT INTO passages VALUES (?, ?)", (len(ids), said[-1]))
                database.execute("INSERT INTO surface (rowid, words) VALUES (?, ?)", (len(ids), " ".join(words)))
        near = database.execute("SELECT one, other FROM near").fetchall()
    together: dict[int, list[int]] = {}
    for row, group in enumerate(groups(np.asarray(said, dtype=np.int64), near)):
        if group >= 0:
            together.setdefault(int(group), []).append(row)
    found = {
        ids[row]: tuple(ids[other] for other in rows if documents[other] != documents[row])
        for rows in together.values()
        for row in rows
    }
    return {name: others for name, others in found.items() if others}


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
