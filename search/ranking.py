"""From a score for each row to a page of hits: the best in a fixed order, what is said twice folded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from search.columns import KINDS
from search.fusion import KIND_WEIGHTS, SECOND_HAND
from search.lexical import LexicalIndex

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.int64]
    Scores = NDArray[np.float32]

__all__ = ["DECIMALS", "Folded", "best", "fold", "weighed"]

DECIMALS = 6
"""Scores that differ less than this are equal: what the order of additions changes may not change the order of hits."""
_KINDS = np.array([KIND_WEIGHTS.get(kind, 1.0) for kind in KINDS], dtype=np.float32)


@dataclass(frozen=True)
class Folded:
    """Rows of which each stands for its group."""

    rows: Rows
    scores: NDArray[np.float64]


def weighed(scores: Scores, rows: Rows, index: LexicalIndex) -> NDArray[np.float64]:
    """The scores of these rows, less for kinds of passages and documents that seldom hold the answer; rounded."""
    found = scores[rows] * _KINDS[index.columns.kind[rows]]
    second = [facts.number for facts in index.documents.values() if facts.second_hand]
    if second:
        found = np.where(index.of_documents(second)[rows], found * np.float32(SECOND_HAND), found)
    rounded: NDArray[np.float64] = found.astype(np.float64).round(DECIMALS)
    return rounded


def fold(rows: Rows, scores: NDArray[np.float64], index: LexicalIndex) -> Folded:
    """Of the rows that say the same only the best."""
    twin = index.columns.twin[rows]
    shared = np.flatnonzero(twin >= 0)
    if not len(shared):
        return Folded(rows, scores)
    ordered = shared[np.lexsort((*index.ties(rows[shared]), -scores[shared]))]
    by_group = ordered[np.argsort(twin[ordered], kind="stable")]
    first = np.diff(twin[by_group], prepend=-1) > 0
    keep = twin < 0
    keep[by_group[first]] = True
    return Folded(rows[keep], scores[keep])


def best(rows: Rows, scores: NDArray[np.floating[Any]], count: int, index: LexicalIndex) -> Rows:
    """Positions of the highest scores, best first; equal ones by document and place in it."""
    places = np.arange(len(rows))
    if count < len(rows):
        lowest = np.partition(scores, len(rows) - count)[len(rows) - count]
        places = np.flatnonzero(scores >= lowest)
    ordered: Rows = places[np.lexsort((*index.ties(rows[places]), -scores[places]))][:count]
    return ordered
