"""Makes the trained table small enough to ship: rows that say nearly the same become one; lengths stay per token."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.dutch import lexicon
from search.pieces import ENGLISH, PREFIX, UNKNOWN
from training.rows import LINKS, Rows
from training.student import Example
from training.threads import in_one_thread

__all__ = ["MAX_ROWS", "Table", "shrink"]

Matrix = NDArray[np.float32]

MAX_ROWS = 46_000
"""So that the shipped files stay under 20 MB, words included."""
SAME_SENSE = 0.8
"""An English sense this near to the Dutch word of the same spelling needs no row of its own (`export`)."""
NEIGHBOURS = 12


@dataclass(frozen=True)
class Table:
    """Directions as int8, and for each token its row, what a unit of that is worth for it, and its languages."""

    directions: NDArray[np.int8]
    tokens: list[str]
    mapping: NDArray[np.int32]
    weights: NDArray[np.float32]
    languages: NDArray[np.uint8]


@in_one_thread()
def shrink(rows: Rows, values: Matrix, examples: list[Example]) -> Table:
    """The table to ship. Unseen words go, parts of compounds are nouns and adjectives, the nearest rows are merged."""
    lengths = np.linalg.norm(values, axis=1)
    units = np.divide(values, lengths[:, None], out=np.zeros_like(values), where=lengths[:, None] > 0)
    always = {UNKNOWN, *(PREFIX + link for link in LINKS)}
    kept = {
        name: row
        for name, row in sorted(rows.row_of.items())  # in this order a reader can look a word up in the file itself
        if name in always or (lengths[row] > 0 and _wanted(name, row, rows, units))
    }
    seen = Counter(row for example in examples for side in (example.dutch, example.english) for row in side)
    target = _merged(units, sorted(set(kept.values())), seen)
    final = sorted({target[row] for row in kept.values()})
    place = {row: number for number, row in enumerate(final)}
    directions, scale = _quantised(units[final])
    mapping = np.array([place[target[row]] for row in kept.values()], dtype=np.int32)
    weights = np.array([lengths[row] for row in kept.values()], dtype=np.float32) * scale[mapping]
    languages = np.array([rows.language_of.get(name, 0) for name in kept], dtype=np.uint8)
    return Table(directions, list(kept), mapping, weights, languages)


def _wanted(name: str, row: int, rows: Rows, units: Matrix) -> bool:
    if name.startswith(ENGLISH):
        dutch = rows.row_of.get(name.removeprefix(ENGLISH))
        return dutch is None or float(units[row] @ units[dutch]) < SAME_SENSE
    return not name.startswith(PREFIX) or lexicon().is_nominal(name.removeprefix(PREFIX))


def _merged(units: Matrix, wanted: list[int], seen: Counter[int]) -> dict[int, int]:
    """For each row the row that stands for it: the nearest pairs are merged, the rarer into the more common."""
    import faiss

    inside = units[wanted]
    index: Any = faiss.index_factory(inside.shape[1], "IVF256,Flat", faiss.METRIC_INNER_PRODUCT)
    index.train(inside)
    index.add(inside)
    index.nprobe = 8
    near, who = index.search(inside, NEIGHBOURS)
    one = np.repeat(np.arange(len(wanted)), NEIGHBOURS)
    pairs = np.stack([one, who.ravel()], axis=1)[(one < who.ravel())]
    order = np.argsort(-near.ravel()[one < who.ravel()], kind="stable")
    target = {row: row for row in wanted}
    gone: set[int] = set()
    stays: set[int] = set()
    for first, second in pairs[order]:
        if len(wanted) - len(gone) <= MAX_ROWS:
            break
        common, rare = sorted((wanted[first], wanted[second]), key=lambda row: (-seen[row], row))
        # Every row is one step from the row that stands for it, so that likeness does not wander off.
        if rare in gone or common in gone or rare in stays or rare == 0:
            continue
        target[rare] = common
        gone.add(rare)
        stays.add(common)
    return target


def _quantised(units: Matrix) -> tuple[NDArray[np.int8], Matrix]:
    """Whole numbers from -127 to 127 for each row, and what one of them is worth in it."""
    scale = np.abs(units).max(axis=1) / 127
    scale[scale == 0] = 1.0
    return np.rint(units / scale[:, None]).astype(np.int8), scale.astype(np.float32)
