"""The legs of a search put together so that the result does not lose to its best leg.

A query of rare words that stand together in one passage is answered by exact words; a question whose words hardly occur
leans on compound parts, concepts and meaning. How far it is the one or the other is the *coverage*: the share of the
question, weighed by rarity, that the best passage holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from knowledge.documents import PassageKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Scores = NDArray[np.float32]

__all__ = ["KIND_WEIGHTS", "SECOND_HAND", "exactness", "fuse", "scaled"]

LOW_COVERAGE, HIGH_COVERAGE = 0.25, 0.75
CONCEPTS_AT_MOST, CONCEPTS_AT_LEAST = 0.7, 0.3
"""What concepts count in a question that no passage covers, and in one that a passage covers wholly."""
KIND_WEIGHTS = {
    PassageKind.CONTENTS.value: 0.3,
    PassageKind.REFERENCE.value: 0.4,
    PassageKind.CAPTION.value: 0.85,
    PassageKind.TABLE.value: 0.9,
    PassageKind.FOOTNOTE.value: 0.85,
}
"""What a score is multiplied by for passages that seldom answer a question; 1 for the other kinds."""
SECOND_HAND = 0.5
"""What a score is multiplied by in our digest of a source, where the source itself can be searched too."""


def exactness(coverage: float) -> float:
    """How far the whole words decide: 0 up to a quarter of the question covered, 1 from three quarters on."""
    return min(1.0, max(0.0, (coverage - LOW_COVERAGE) / (HIGH_COVERAGE - LOW_COVERAGE)))


def scaled(scores: Scores, *, floor: float | None = 0.0) -> Scores:
    """The scores between 0 and 1. `floor` is what becomes 0; None takes the lowest. NaN, for not known, becomes 0."""
    known = ~np.isnan(scores)
    if not known.any():
        return np.zeros_like(scores)
    low = np.float32(np.nanmin(scores) if floor is None else floor)
    span = np.nanmax(scores) - low
    if span <= 0:
        return np.zeros_like(scores)
    return np.where(known, (scores - low) / span, np.float32(0))


def fuse(whole: Scores, split: Scores, concepts: Scores, semantic: Scores | None, *, coverage: float) -> Scores:
    """One score for each row; a row that a leg did not find has 0 there, or NaN in the semantic leg."""
    exact = exactness(coverage)
    parts_weight = 0.5 if semantic is not None else 1.0 - 0.5 * exact
    concept_weight = CONCEPTS_AT_MOST + exact * (CONCEPTS_AT_LEAST - CONCEPTS_AT_MOST)
    fused: Scores = np.float32(exact) * scaled(whole)
    fused += np.float32(parts_weight) * scaled(split)
    fused += np.float32(concept_weight) * scaled(concepts)
    if semantic is not None:
        fused += np.float32(1.0 - exact) * scaled(semantic, floor=None)
    return fused
