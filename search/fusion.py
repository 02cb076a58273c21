"""The legs of a search put together so that the result does not lose to its best leg.

A query of rare words that stand together in one passage is answered by exact words; a question whose words hardly occur
leans on compound parts, concepts and meaning. How far it is the one or the other is the *coverage*: the share of the
question, weighed by rarity, that the best passage holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from knowledge.documents import PassageKind

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


def scaled(scores: Mapping[int, float], *, floor: float | None = 0.0) -> dict[int, float]:
    """The scores between 0 and 1. `floor` is what becomes 0; None takes the lowest score."""
    if not scores:
        return {}
    low = min(scores.values()) if floor is None else floor
    span = max(scores.values()) - low
    return {row: (score - low) / span if span > 0 else 0.0 for row, score in scores.items()}


def fuse(
    whole: Mapping[int, float],
    split: Mapping[int, float],
    concepts: Mapping[int, float],
    semantic: Mapping[int, float] | None,
    *,
    coverage: float,
) -> dict[int, float]:
    """One score for each passage that any leg found; a passage that a leg did not find has 0 there."""
    exact = exactness(coverage)
    fused: defaultdict[int, float] = defaultdict(float)
    parts_weight = 0.5 if semantic is not None else 1.0 - 0.5 * exact
    legs: list[tuple[float, Mapping[int, float]]] = [
        (exact, scaled(whole)),
        (parts_weight, scaled(split)),
        (CONCEPTS_AT_MOST + exact * (CONCEPTS_AT_LEAST - CONCEPTS_AT_MOST), scaled(concepts)),
    ]
    if semantic is not None:
        legs.append((1.0 - exact, scaled(semantic, floor=None)))
    for weight, leg in legs:
        for row, score in leg.items():
            fused[row] += weight * score
    return dict(fused)
