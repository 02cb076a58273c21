"""Near-duplicates: passages that say the same in nearly the same words, found while an index is built."""

from __future__ import annotations

import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable

__all__ = ["SAME", "Twins"]

SAME = 0.8
"""Share of runs of words that two passages must have in common (Jaccard)."""
SHINGLE = 4
SKETCH = 8
"""Passages are compared when they share one of this many smallest hashes."""


class Twins:
    """Gives each passage the row of the first passage that says the same, or its own."""

    def __init__(self) -> None:
        self._shingles: dict[int, array[int]] = {}
        self._buckets: defaultdict[int, list[int]] = defaultdict(list)

    def first_of(self, row: int, surface: str) -> int:
        """The row of the passage that this one repeats; `surface` is all its words, folded, with spaces between."""
        shingles = _shingles(surface.split())
        sketch = sorted(shingles)[:SKETCH]
        near = dict.fromkeys(other for code in sketch for other in self._buckets.get(code, ()))
        for other in near:
            if _jaccard(shingles, self._shingles[other]) >= SAME:
                return other
        self._shingles[row] = array("L", shingles)
        for code in sketch:
            self._buckets[code].append(row)
        return row


def _shingles(words: list[str]) -> set[int]:
    runs = (words[start : start + SHINGLE] for start in range(max(1, len(words) - SHINGLE + 1)))
    return {zlib.crc32(" ".join(run).encode()) for run in runs}


def _jaccard(one: set[int], other: Iterable[int]) -> float:
    others = set(other)
    return len(one & others) / len(one | others)
