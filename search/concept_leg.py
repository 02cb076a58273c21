"""The concept leg: concepts that the question names by a label, and the passages that carry them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from knowledge.base import Stance, Status
from knowledge.concepts import Concept, Vocabulary
from knowledge.dutch import fold
from search.analysis import Analyser, words
from search.lexical import LexicalIndex, Mark
from search.query import Query
from search.stopwords import DUTCH

__all__ = ["ConceptFinder", "ConceptLeg", "search_concepts"]

NARROWER, NO_FACT = 0.8, 0.3
"""What a narrower concept counts beside the one asked for, and a passage that denies, asks or supposes it."""
RARE = 2.0
PLACES = frozenset({"jurisdictions", "sectors", "document-kinds", "outcomes"})
"""Schemes that say where or in what a thing happens; a passage that shares only these may be about anything."""
SHORT_NAME = 3
"""Labels in capitals of at most this many letters (FIT, AI, VS) must be typed in capitals."""


@dataclass(frozen=True)
class ConceptLeg:
    """Scores by row, by row the concepts found there with their stance, and the concepts that were looked for.

    `telling` is the part of a score that comes from facts of rare concepts that say what is asked, not where.
    """

    scores: dict[int, float]
    marks: dict[int, tuple[Mark, ...]]
    concepts: tuple[str, ...] = ()
    telling: dict[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Label:
    concept: str
    stems: tuple[str, ...]
    negative: bool
    cased: bool


class ConceptFinder:
    """Finds concepts by label in questions. Only labels that may match are ever analysed."""

    def __init__(self, vocabulary: Vocabulary, analyser: Analyser) -> None:
        self._analyser = analyser
        self._by_start: defaultdict[str, list[tuple[str, str, bool]]] = defaultdict(list)
        for concept in vocabulary:
            for label, negative in _labels(concept):
                starts = {word[:3] for word in fold(label).replace("-", " ").split() if word not in DUTCH}
                for start in starts:
                    self._by_start[start].append((label, concept.id, negative))

    def find(self, query: Query) -> list[str]:
        """The ids of the concepts that the question names, in the order of its words; the longest label wins."""
        stems = [(self._analyser.stem(word.form), query.text[word.start : word.end]) for word in query.words]
        hits: list[tuple[frozenset[int], _Label]] = []
        for label in self._candidates(word.form for word in query.words):
            size = len(label.stems)
            for at in range(len(stems) - size + 1):
                if label.cased and not stems[at][1].isupper():
                    continue
                if tuple(stem for stem, _ in stems[at : at + size]) == label.stems:
                    hits.append((frozenset(range(at, at + size)), label))
        found: dict[str, int] = {}
        for place, label in hits:
            beaten = any(place < other for other, _ in hits)
            denied = any(place <= other and rival.negative for other, rival in hits)
            if not (label.negative or beaten or denied):
                found.setdefault(label.concept, min(place))
        return sorted(found, key=lambda concept: (found[concept], concept))

    def _candidates(self, forms: Iterable[str]) -> Iterator[_Label]:
        typed = set(forms)
        seen: set[tuple[str, str]] = set()
        for form in typed:
            for label, concept, negative in self._by_start.get(form[:3], ()):
                if (label, concept) in seen:
                    continue
                seen.add((label, concept))
                stems = tuple(self._analyser.stem(word.form) for word in words(label) if word.form not in DUTCH)
                if stems:
                    yield _Label(concept, stems, negative, label.isupper() and len(label) <= SHORT_NAME)


def _labels(concept: Concept) -> Iterator[tuple[str, bool]]:
    for label in concept.labels():
        yield label, False
    for label in concept.negative:
        yield label, True


def search_concepts(concepts: list[str], vocabulary: Vocabulary, index: LexicalIndex) -> ConceptLeg:
    """The passages that carry these concepts or narrower ones; what is only suggested or rejected does not count."""
    scores: defaultdict[int, float] = defaultdict(float)
    marks: defaultdict[int, list[Mark]] = defaultdict(list)
    telling: defaultdict[int, float] = defaultdict(float)
    total = max(1, len(index.passages))
    for asked in concepts:
        best: dict[int, float] = {}
        for mark in index.marks(sorted(vocabulary.with_narrower(asked))):
            if mark.status != Status.ACCEPTED.value:
                continue
            weight = (1.0 if mark.concept == asked else NARROWER) * (
                1.0 if mark.stance == Stance.ASSERTED.value else NO_FACT
            )
            best[mark.row] = max(best.get(mark.row, 0.0), weight)
            marks[mark.row].append(mark)
        rarity = math.log(1 + (total - len(best) + 0.5) / (len(best) + 0.5))
        for row, weight in best.items():
            scores[row] += rarity * weight
            if rarity >= RARE and weight >= NARROWER and asked.split("/", 1)[0] not in PLACES:
                telling[row] += rarity * weight
    return ConceptLeg(dict(scores), {row: tuple(found) for row, found in marks.items()}, tuple(concepts), dict(telling))
