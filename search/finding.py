"""A question taken through the legs of the search: what each finds, put together in one score for each row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from search.analysis import Analyser
from search.concept_leg import ConceptFinder, ConceptLeg, search_concepts
from search.concepts import Concepts
from search.encoders import Encoder, checked
from search.filters import Scope
from search.fusion import fuse, fuse_words, meaning
from search.index import Index
from search.legs import LexicalLegs, QueryTerm, query_terms, search_words
from search.nearness import NearLeg
from search.query import Query
from search.question import Mode
from search.ranking import Folded, best, fold, weighed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from search.encoders import Vectors

__all__ = ["Finder", "Found"]

SEMANTIC_HITS = 100
"""How many passages the semantic leg may add to those that share a word with the question."""
COMPARED = 100
"""So many of the best passages of each other leg are compared with the question in meaning too.

With 60 the first ten answers to our 283 questions with an answer are still those of 200."""
SEMANTIC_MOST = 1000
"""A search by meaning alone goes no further than this many passages."""


@dataclass(frozen=True)
class Found:
    """What the legs found, folded, before it is cut to a page of hits."""

    folded: Folded
    rows: NDArray[np.int64]
    terms: list[QueryTerm]
    legs: LexicalLegs
    concepts: ConceptLeg
    near: NearLeg | None
    vector: Vectors | None


class Finder:
    """Runs the legs over an index. It remembers words and labels."""

    def __init__(self, index: Index, concepts: Concepts, encoder: Encoder | None, analyser: Analyser) -> None:
        self._index, self._concepts, self._encoder, self._analyser = index, concepts, encoder, analyser
        self._labels: ConceptFinder | None = None

    def find(self, query: Query, mode: Mode, scope: Scope) -> Found:
        """All that answers a question within a scope; raises EncoderError."""
        lexical = self._index.lexical
        allowed = self._allowed(query, scope)
        vector = None if mode is Mode.LEXICAL else self._vector(query)
        terms = query_terms(query, lexical, self._analyser)
        legs = search_words(terms, lexical)
        concepts, near = ConceptLeg.nothing(len(lexical.columns)), None
        if mode is not Mode.LEXICAL:
            self._labels = self._labels or ConceptFinder(self._concepts, self._analyser)
            concepts = search_concepts(self._labels.find(query), self._concepts, lexical)
            near = self._near(query)
        if mode is Mode.SEMANTIC:
            rows, scores = self._by_meaning(vector, allowed)
        else:
            rows, scores = self._fused(query, legs, concepts, near, vector, allowed)
        folded = fold(rows, weighed(scores, rows, lexical), lexical)
        return Found(folded, rows, terms, legs, concepts, near, vector)

    def _vector(self, query: Query) -> Vectors | None:
        """The question's vector, made once."""
        if self._encoder is None or self._index.semantic is None:
            return None
        made: Vectors = checked(self._encoder, self._encoder.encode_queries([query.text]), 1)[0]
        return made

    def _near(self, query: Query) -> NearLeg | None:
        """The words near those of the question, where the encoder knows single words."""
        return None if self._index.near is None else self._index.near.search(query, self._index.lexical, self._analyser)

    def _by_meaning(
        self, vector: Vectors | None, allowed: NDArray[np.bool_] | None
    ) -> tuple[NDArray[np.int64], Vectors]:
        scores = self._nothing()
        if vector is None or self._index.semantic is None:
            return np.zeros(0, dtype=np.int64), scores
        rows = self._index.semantic.nearest(vector, SEMANTIC_MOST, allowed)
        scores[rows] = meaning(*self._index.semantic.cosines(vector, rows))
        return rows, scores

    def _fused(
        self,
        query: Query,
        legs: LexicalLegs,
        concepts: ConceptLeg,
        near: NearLeg | None,
        vector: Vectors | None,
        allowed: NDArray[np.bool_] | None,
    ) -> tuple[NDArray[np.int64], Vectors]:
        keep = (legs.split > 0) | (concepts.scores > 0)
        for phrase in query.phrases:
            keep[self._index.lexical.phrase(phrase)] = True
        if allowed is not None:
            keep &= allowed
        if vector is None or self._index.semantic is None:
            return np.flatnonzero(keep), fuse_words(legs, concepts.scores)
        others = [legs.split, concepts.scores, *(() if near is None else (near.scores,))]
        compared = self._best(others, allowed)
        compared[self._index.semantic.nearest(vector, SEMANTIC_HITS, allowed)] = True
        rows = np.flatnonzero(compared)
        semantic = self._nothing()
        semantic[rows] = meaning(*self._index.semantic.cosines(vector, rows))
        scores = fuse(
            legs,
            concepts.scores,
            semantic,
            None if near is None else near.scores,
            english=query.english,
            keywords=query.keywords,
        )
        return np.flatnonzero(keep | (compared & (scores > 0))), scores

    def _best(self, legs: list[Vectors], allowed: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
        """The best of the allowed rows of each leg."""
        chosen = np.zeros(len(self._index.lexical.columns), dtype=bool)
        for scores in legs:
            rows = np.flatnonzero(scores > 0 if allowed is None else (scores > 0) & allowed)
            chosen[rows[best(rows, scores[rows], COMPARED, self._index.lexical)]] = True
        return chosen

    def _nothing(self) -> Vectors:
        return np.zeros(len(self._index.lexical.columns), dtype=np.float32)

    def _allowed(self, query: Query, scope: Scope) -> NDArray[np.bool_] | None:
        """The rows that filters, exact phrases and exclusions leave; None for all."""
        lexical = self._index.lexical
        if scope.rows is None and not query.phrases and not query.excluded:
            return None
        rows = np.array(lexical.columns.alive if scope.rows is None else scope.rows)
        for phrase in query.phrases:
            holding = np.zeros(len(rows), dtype=bool)
            holding[lexical.phrase(phrase)] = True
            rows &= holding
        for sequence in query.excluded:
            rows[lexical.phrase(sequence)] = False
            if len(sequence) == 1:
                found = lexical.postings(self._analyser.stem(sequence[0]))
                rows[found.rows[found.counts[:, 0] > 0]] = False
        return rows
