"""The legs of a search put together so that the result does not lose to its best leg.

A query of rare words that stand together in one passage is answered by exact words; a question whose words hardly occur
leans on compound parts, concepts and meaning. How far it is the one or the other is the *coverage*: the share of the
question, weighed by rarity, that the best passage holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from knowledge.documents import PassageKind
from search.legs import LexicalLegs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Scores = NDArray[np.float32]

__all__ = ["KIND_WEIGHTS", "SECOND_HAND", "fuse", "fuse_words", "meaning", "scaled"]

EXACT, EXACT_POWER = 0.7, 3.0
KEYWORDS, KEYWORDS_POWER = 1.0, 1.0
"""What exact words count beside meaning (1), in a question and in a few keywords, and to what power the share of the
question that a passage holds says how far they do."""
NEAR, NEAR_ENGLISH = 0.35, 0.75
"""What near words count beside meaning, and in an English question."""
CONCEPTS, KEYWORDS_CONCEPTS, CONCEPTS_SAY = 0.4, 0.25, 1 / 3
"""What concepts count beside meaning, in a question and in a few keywords, where those of the best passage say this
share of the question, by rarity, or more. Where they say less they count less: that a question names one broad concept
tells little."""
LOW_COVERAGE, HIGH_COVERAGE = 0.25, 0.75
CONCEPTS_AT_MOST, CONCEPTS_AT_LEAST = 0.7, 0.3
"""Without meaning: what concepts count in a question that no passage covers, and in one that a passage covers whole."""
KIND_WEIGHTS = {
    PassageKind.CONTENTS.value: 0.3,
    PassageKind.REFERENCE.value: 0.4,
    PassageKind.CAPTION.value: 0.85,
    PassageKind.TABLE.value: 0.9,
}
"""What a score is multiplied by for passages that seldom answer a question; 1 for the other kinds, footnotes too: of
our documents they are a tenth of the passages, and of our questions they hold a tenth of the answers."""
SECOND_HAND = 0.5
"""What a score is multiplied by in our digest of a source, where the source itself can be searched too."""


def scaled(scores: Scores) -> Scores:
    """The scores with 1 for the highest; none below 0."""
    top = scores.max(initial=0.0)
    made: Scores = (np.maximum(scores, 0) / np.float32(top if top > 0 else 1)).astype(np.float32)
    return made


def meaning(passage: Scores, sentence: Scores) -> Scores:
    """One score, at most 1, for the cosine of a passage and that of its best sentence."""
    return scaled(scaled(passage) + scaled(sentence))


def fuse(
    legs: LexicalLegs,
    concepts: Scores,
    semantic: Scores,
    near: Scores | None,
    *,
    english: bool,
    keywords: bool = False,
) -> Scores:
    """One score for each row; a row that a leg did not find has 0 there.

    Exact words count by the share of the question that the passage itself holds: all of it where it holds all, next to
    nothing where it happens to share a word or two with a question that is asked in other words. Who types a few
    `keywords` names what is wanted: there exact words count for more.
    """
    weight, power, concept_weight = EXACT, EXACT_POWER, CONCEPTS
    if keywords:
        weight, power, concept_weight = KEYWORDS, KEYWORDS_POWER, KEYWORDS_CONCEPTS
    exact = legs.coverage ** np.float32(power) * (scaled(legs.whole) + scaled(legs.split))
    said = float(concepts.max(initial=0.0)) / (legs.total or 1.0)
    concept_weight *= min(1.0, said / CONCEPTS_SAY)
    fused: Scores = semantic + np.float32(weight) * exact + np.float32(concept_weight) * scaled(concepts)
    if near is not None:
        fused += np.float32(NEAR_ENGLISH if english else NEAR) * scaled(near)
    return fused


def fuse_words(legs: LexicalLegs, concepts: Scores) -> Scores:
    """The same without an encoder: whole words decide where a passage holds them, else parts of words and concepts."""
    exact = min(1.0, max(0.0, (legs.best_coverage - LOW_COVERAGE) / (HIGH_COVERAGE - LOW_COVERAGE)))
    concept_weight = CONCEPTS_AT_MOST + exact * (CONCEPTS_AT_LEAST - CONCEPTS_AT_MOST)
    fused: Scores = np.float32(exact) * scaled(legs.whole)
    fused += np.float32(1.0 - 0.5 * exact) * scaled(legs.split)
    fused += np.float32(concept_weight) * scaled(concepts)
    return fused
