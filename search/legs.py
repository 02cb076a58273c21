"""The legs of a search over words: BM25 on whole words, and on whole words and compound parts together."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

from search.analysis import Analyser, Word
from search.lexical import Counts, LexicalIndex
from search.query import Query

__all__ = ["LexicalLegs", "QueryTerm", "query_terms", "search_words"]

K1, B = 1.2, 0.75
HEADING, TITLE, NOTES = 0.5, 0.2, 0.4
"""What a term counts in headings (and speaker), in title and publisher, and in footnotes; in the text it counts 1."""
PART_COVERS = 0.5
"""How far a word is covered by a passage that holds it, or parts of it, only in compounds."""


@dataclass(frozen=True)
class QueryTerm:
    """A word of the question: its terms (several when it has hyphens) and its compound parts (term, as written)."""

    form: str
    terms: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class LexicalLegs:
    """Scores by row; by row which share of the question, weighed by rarity, it holds (0 to 1), and how many words."""

    whole: dict[int, float]
    split: dict[int, float]
    coverage: dict[int, float]
    matched: dict[int, int]
    unknown: tuple[str, ...]
    rarity: dict[str, float]

    @property
    def best_coverage(self) -> float:
        """The largest share of the question that one passage holds."""
        return max(self.coverage.values(), default=0.0)


def query_terms(query: Query, index: LexicalIndex, analyser: Analyser) -> list[QueryTerm]:
    """The words of a question as terms. The Dutch word list is read only for a long word that stands in no passage."""
    return [_query_term(word, index, analyser) for word in query.words]


def _query_term(word: Word, index: LexicalIndex, analyser: Analyser) -> QueryTerm:
    parts: dict[str, str] = {}
    for form in word.forms[1:] or word.forms:
        known = index.parts(form)
        parts.update(analyser.parts(form) if known is None else known)
    terms = tuple(dict.fromkeys(analyser.stem(form) for form in word.forms))
    return QueryTerm(word.form, terms, tuple((term, part) for term, part in parts.items() if term not in terms))


def search_words(terms: list[QueryTerm], index: LexicalIndex) -> LexicalLegs:
    """Both legs for these words."""
    legs = _Legs(index)
    total = 0.0
    covered: defaultdict[int, float] = defaultdict(float)
    matched: defaultdict[int, int] = defaultdict(int)
    unknown: list[str] = []
    for term in terms:
        found: dict[int, float] = {}
        known = False
        for name in term.terms:
            legs.add(name)
            for row, counts in legs.postings(name).items():
                known = True
                in_text = counts.stems or counts.heading or counts.title or counts.notes
                found[row] = max(found.get(row, 0.0), (1.0 if in_text else PART_COVERS) * _share(name, term))
        for name, _ in term.parts:
            legs.add(name, part=True)
            for row in legs.postings(name):
                known = True
                found[row] = max(found.get(row, 0.0), PART_COVERS / len(term.parts))
        if not known:
            unknown.append(term.form)
        rarity = max((legs.rarity(name) for name in term.terms), default=0.0)
        total += rarity
        for row, share in found.items():
            covered[row] += rarity * share
            matched[row] += share >= PART_COVERS
    coverage = {row: value / total for row, value in covered.items()} if total else {}
    return LexicalLegs(dict(legs.whole), dict(legs.split), coverage, dict(matched), tuple(unknown), legs.rarities)


def _share(name: str, term: QueryTerm) -> float:
    """What a piece of a hyphened word covers of it; the word as a whole covers all."""
    return 1.0 if name == term.terms[0] else 1.0 / (len(term.terms) - 1)


class _Legs:
    """Adds up both legs, looking each term up once."""

    def __init__(self, index: LexicalIndex) -> None:
        self._index = index
        self._found: dict[str, dict[int, Counts]] = {}
        self._added: set[tuple[str, bool]] = set()
        self.whole: defaultdict[int, float] = defaultdict(float)
        self.split: defaultdict[int, float] = defaultdict(float)
        self.rarities: dict[str, float] = {}

    def postings(self, term: str) -> dict[int, Counts]:
        if term not in self._found:
            self._found[term] = self._index.postings(term)
        return self._found[term]

    def rarity(self, term: str) -> float:
        """The term's inverse document frequency over the texts, as BM25 has it."""
        if term not in self.rarities:
            n = len(self._index.passages)
            df = sum(1 for counts in self.postings(term).values() if counts.stems or counts.parts)
            self.rarities[term] = math.log(1 + (n - df + 0.5) / (df + 0.5))
        return self.rarities[term]

    def add(self, term: str, *, part: bool = False) -> None:
        if (term, part) in self._added or (term, False) in self._added:
            return
        self._added.add((term, part))
        rarity = self.rarity(term)
        for row, counts in self.postings(term).items():
            outside = HEADING * counts.heading + TITLE * counts.title + NOTES * counts.notes
            norm = K1 * (1 - B + B * self._index.passages[row].words / max(1.0, self._index.mean_words))
            if not part:
                self.whole[row] += rarity * _saturated(counts.stems + outside, norm)
            self.split[row] += rarity * _saturated(counts.stems + counts.parts + outside, norm)


def _saturated(frequency: float, norm: float) -> float:
    return frequency * (K1 + 1) / (frequency + norm)
