"""Whether what was found can be an answer at all, or only shares a word with the question.

The rule was set on the 22 answerable questions of the development set and on 24 own questions about other things
(football, cooking, driving licences). It cannot tell that a passage on the subject leaves out what was asked.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from search.concept_leg import ConceptLeg
from search.legs import LexicalLegs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.int64]
    Scores = NDArray[np.float32]

__all__ = ["ENOUGH", "evidence", "is_enough"]

ENOUGH = 0.35
CONCEPT_SHARE = 0.5
"""What a concept of the question, carried as a fact and found in few passages, counts beside the words."""


def evidence(rows: Rows, legs: LexicalLegs, concepts: ConceptLeg, *, asked: int, passages: int) -> Scores:
    """How much of the question each of these passages holds, 0 to 1.5.

    It is the share of the question's words, weighed by rarity; half of that when it is a single word out of several;
    and up to a half for the concepts that say what is asked (not where, or in which sector). `asked` is the number of
    the question's words, `passages` of all passages.
    """
    share = legs.coverage[rows]
    share = np.where(legs.matched[rows] < min(2, asked), share / 2, share)
    told = concepts.telling[rows] / np.float32(math.log(max(3, passages)))
    held: Scores = share + np.float32(CONCEPT_SHARE) * np.minimum(1, told)
    return held


def is_enough(rows: Rows, legs: LexicalLegs, concepts: ConceptLeg, *, asked: int, passages: int) -> bool:
    """Whether one of these passages holds enough of the question to be an answer."""
    found = evidence(rows, legs, concepts, asked=asked, passages=passages)
    return bool(found.max(initial=0.0) >= ENOUGH)
