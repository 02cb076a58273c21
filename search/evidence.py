"""Whether what was found can be an answer at all, or only shares a word with the question.

The rule was set on the 22 answerable questions of the development set and on 24 own questions about other things
(football, cooking, driving licences). It cannot tell that a passage on the subject leaves out what was asked.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from search.concept_leg import ConceptLeg
from search.legs import LexicalLegs

__all__ = ["ENOUGH", "evidence", "is_enough"]

ENOUGH = 0.35
CONCEPT_SHARE = 0.5
"""What a concept of the question, carried as a fact and found in few passages, counts beside the words."""


def evidence(row: int, legs: LexicalLegs, concepts: ConceptLeg, *, asked: int, passages: int) -> float:
    """How much of the question a passage holds, 0 to 1.5.

    It is the share of the question's words, weighed by rarity; half of that when it is a single word out of several;
    and up to a half for the concepts that say what is asked (not where, or in which sector). `asked` is the number of
    the question's words, `passages` of all passages.
    """
    share = legs.coverage.get(row, 0.0)
    if legs.matched.get(row, 0) < min(2, asked):
        share /= 2
    told = concepts.telling.get(row, 0.0) / math.log(max(3, passages))
    return share + CONCEPT_SHARE * min(1.0, told)


def is_enough(rows: Iterable[int], legs: LexicalLegs, concepts: ConceptLeg, *, asked: int, passages: int) -> bool:
    """Whether one of these passages holds enough of the question to be an answer."""
    return any(evidence(row, legs, concepts, asked=asked, passages=passages) >= ENOUGH for row in rows)
