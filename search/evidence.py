"""Whether what was found can be an answer at all, or only shares a word or a subject with the question.

Two rules. With words and concepts alone a share of the question must stand in one passage. With an encoder of words a
logistic model weighs five things about the first hit, because a question in other words shares next to none with its
answer. Neither can tell for certain that a passage on the very subject leaves out the one thing that was asked.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import numpy as np

from search.concept_leg import ConceptLeg
from search.legs import LexicalLegs
from search.nearness import NearLeg
from search.query import Query

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.int64]
    Scores = NDArray[np.float32]

__all__ = ["ENOUGH", "asks_quantity", "evidence", "is_enough", "likelihood", "seems_answered"]

ENOUGH = 0.35
CONCEPT_SHARE = 0.5
"""What a concept of the question, carried as a fact and found in few passages, counts beside the words."""

# Fitted on the questions of the development set and of our relevance suite that the documents answer, and on those that
# they do not (docs/quality.md tells how many): logistic regression with both kinds weighing alike.
WORDS, SENTENCE, NEAR, ENGLISH, QUANTITY, CONSTANT = 1.74, 11.66, 2.95, 1.86, -1.69, -7.88
LIKELY = 0.4
"""From this likelihood on there is enough: it keeps 86 of 100 hard questions that can be answered."""

_QUANTITY = re.compile(
    r"\b(?:hoeveel|hoe\s+(?:hoog|groot|lang|vaak|zwaar)|welk\s+(?:percentage|aandeel|bedrag)|how\s+(?:much|many|high|large|long"
    r"|often)|(?:what|which)\s+(?:percentage|share|amount))\b",
    re.IGNORECASE,
)


def asks_quantity(text: str) -> bool:
    """Whether a question asks how much: then a passage on the subject is not yet an answer."""
    return _QUANTITY.search(text) is not None


def evidence(rows: Rows, legs: LexicalLegs, concepts: ConceptLeg, *, asked: int, passages: int) -> Scores:
    """How much of the question each of these passages holds by its words, 0 to 1.5.

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
    """Whether one of these passages holds enough of the question, by its words and concepts, to be an answer."""
    found = evidence(rows, legs, concepts, asked=asked, passages=passages)
    return bool(found.max(initial=0.0) >= ENOUGH)


def likelihood(words: float, sentence: float, near: float, *, english: bool, quantity: bool) -> float:
    """How likely the first hit answers, 0 to 1.

    `words` is the most `evidence` of the first hits, `sentence` the cosine of the first hit's best sentence, `near` the
    share of the question that it holds nearly.
    """
    score = WORDS * words + SENTENCE * sentence + NEAR * near + ENGLISH * english + QUANTITY * quantity + CONSTANT
    return 1 / (1 + math.exp(-score))


def seems_answered(query: Query, words: float, sentence: float, near: NearLeg, row: int) -> bool:
    """Whether the first hit, in this row, is likely enough an answer."""
    chance = likelihood(
        words,
        sentence,
        float(near.coverage[row]),
        english=query.english,
        quantity=asks_quantity(query.text),
    )
    return chance >= LIKELY
