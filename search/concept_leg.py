"""The concept leg: concepts that the question names by a label, and the passages that carry them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from knowledge.base import Stance, Status
from search.analysis import Analyser
from search.concepts import Concepts, KnownLabel
from search.lexical import STANCES, STATUSES, LexicalIndex, Mark
from search.postings import Postings
from search.query import Query

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Scores = NDArray[np.float32]

__all__ = ["ConceptFinder", "ConceptLeg", "search_concepts"]

NARROWER, NO_FACT = 0.8, 0.3
"""What a narrower concept counts beside the one asked for, and a passage that denies, asks or supposes it."""
RARE = 2.0
PLACES = frozenset({"jurisdictions", "sectors", "document-kinds", "outcomes"})
"""Schemes that say where or in what a thing happens; a passage that shares only these may be about anything."""


@dataclass(frozen=True)
class ConceptLeg:
    """Scores by row, and the concepts that were looked for. An index without rows, or no concept: all is 0.

    `telling` is the part of a score that comes from facts of rare concepts that say what is asked, not where.
    """

    scores: Scores
    telling: Scores
    concepts: tuple[str, ...] = ()
    found: tuple[tuple[str, Postings], ...] = ()

    def marks(self, row: int) -> list[Mark]:
        """The concepts found in a row, with their stance."""
        marks: list[Mark] = []
        for concept, postings in self.found:
            start, end = np.searchsorted(postings.rows, [row, row + 1])
            for code in postings.counts[start:end, 0].tolist():
                stance, status = divmod(code, len(STATUSES))
                marks.append(Mark(concept, row, STANCES[stance], STATUSES[status]))
        return marks

    @classmethod
    def nothing(cls, size: int) -> ConceptLeg:
        """A leg that finds nothing in an index of this many rows."""
        return cls(np.zeros(size, dtype=np.float32), np.zeros(size, dtype=np.float32))


class ConceptFinder:
    """Finds concepts by label in questions."""

    def __init__(self, concepts: Concepts, analyser: Analyser) -> None:
        self._concepts, self._analyser = concepts, analyser

    def find(self, query: Query) -> list[str]:
        """The ids of the concepts that the question names, in the order of its words; the longest label wins."""
        stems = [self._analyser.stem(word.form) for word in query.words]
        hits: list[tuple[frozenset[int], KnownLabel]] = []
        for at, word in enumerate(query.words):
            capitals = query.text[word.start : word.end].isupper()
            for label in self._concepts.labels(stems[at]):
                size = len(label.stems)
                if stems[at : at + size] == label.stems and (capitals or not label.cased):
                    hits.append((frozenset(range(at, at + size)), label))
        found: dict[str, int] = {}
        for place, label in hits:
            beaten = any(place < other for other, _ in hits)
            denied = any(place <= other and rival.negative for other, rival in hits)
            if not (label.negative or beaten or denied):
                found.setdefault(label.concept, min(place))
        return sorted(found, key=lambda concept: (found[concept], concept))


def search_concepts(concepts: list[str], known: Concepts, index: LexicalIndex) -> ConceptLeg:
    """The passages that carry these concepts or narrower ones; what is only suggested or rejected does not count."""
    leg = ConceptLeg.nothing(len(index.columns))
    total = max(1, len(index))
    found: list[tuple[str, Postings]] = []
    for asked in concepts:
        best = np.zeros(len(index.columns), dtype=np.float32)
        for concept in sorted(known.with_narrower(asked)):
            marks = index.marks(concept)
            stance, status = np.divmod(marks.counts[:, 0], len(STATUSES))
            accepted = status == STATUSES.index(Status.ACCEPTED.value)
            marks, stance = marks.only(accepted), stance[accepted]
            weights = np.where(stance == STANCES.index(Stance.ASSERTED.value), 1.0, NO_FACT)
            weights *= 1.0 if concept == asked else NARROWER
            np.maximum.at(best, marks.rows, weights.astype(np.float32))
            found.append((concept, marks))
        rows = np.flatnonzero(best)
        rarity = math.log(1 + (total - len(rows) + 0.5) / (len(rows) + 0.5))
        leg.scores[rows] += np.float32(rarity) * best[rows]
        if rarity >= RARE and asked.split("/", 1)[0] not in PLACES:
            telling = rows[best[rows] >= np.float32(NARROWER)]
            leg.telling[telling] += np.float32(rarity) * best[telling]
    return replace(leg, concepts=tuple(concepts), found=tuple(found))
