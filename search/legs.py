"""The legs of a search over words: BM25 on whole words, and on whole words and compound parts together.

Both are computed for all passages at once: an array with a place for each row of the index.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from search.analysis import Analyser, Word
from search.lexical import FIELDS, LexicalIndex
from search.postings import Postings
from search.query import Query

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Scores = NDArray[np.float32]

__all__ = ["LexicalLegs", "QueryTerm", "query_terms", "search_words"]

K1, B = 1.2, 0.75
HEADING, TITLE, NOTES = 0.5, 0.2, 0.4
"""What a term counts in headings (and speaker), in title and publisher, and in footnotes; in the text it counts 1."""
PART_COVERS = 0.5
"""How far a word is covered by a passage that holds it, or parts of it, only in compounds."""

_STEMS, _PARTS = FIELDS.index("stems"), FIELDS.index("parts")
_WHOLE = [_STEMS, *(FIELDS.index(name) for name in ("heading", "title", "notes"))]


@dataclass(frozen=True)
class QueryTerm:
    """A word of the question: its terms (several when it has hyphens) and its compound parts (term, as written).

    A date or reference is one too, beside the words that it consists of: what none has then tells nothing.
    """

    form: str
    terms: tuple[str, ...]
    parts: tuple[tuple[str, str], ...] = ()
    reference: bool = False


@dataclass(frozen=True)
class LexicalLegs:
    """Scores by row; by row which share of the question, weighed by rarity, it holds (0 to 1), and how many words.

    `total` is the rarity of all words of the question together.
    """

    whole: Scores
    split: Scores
    coverage: Scores
    matched: NDArray[np.int16]
    unknown: tuple[str, ...]
    rarity: dict[str, float]
    total: float

    @cached_property
    def best_coverage(self) -> float:
        """The largest share of the question that one passage holds."""
        return float(self.coverage.max(initial=0.0))


def query_terms(query: Query, index: LexicalIndex, analyser: Analyser) -> list[QueryTerm]:
    """The words, dates and references of a question as terms."""
    index.learn(form for word in query.words for form in word.forms)
    found = [_query_term(word, analyser) for word in query.words]
    for reference in query.references:
        written = " ".join(query.text[reference.start : reference.end].split())
        found.append(QueryTerm(written, reference.terms, reference=True))
    return found


def _query_term(word: Word, analyser: Analyser) -> QueryTerm:
    parts: dict[str, str] = {}
    for form in word.forms[1:] or word.forms:
        parts.update(analyser.parts(form))
    terms = tuple(dict.fromkeys(analyser.stem(form) for form in word.forms))
    return QueryTerm(word.form, terms, tuple((term, part) for term, part in parts.items() if term not in terms))


def search_words(terms: list[QueryTerm], index: LexicalIndex) -> LexicalLegs:
    """Both legs for these words."""
    legs = _Legs(index)
    size = len(index.columns)
    total = 0.0
    covered = np.zeros(size, dtype=np.float32)
    matched = np.zeros(size, dtype=np.int16)
    unknown: list[str] = []
    for term in terms:
        shares = [_whole_share(legs.add(name), _share(name, term)) for name in term.terms]
        for name, _ in term.parts:
            found = legs.add(name, part=True).rows
            shares.append((found, np.full(len(found), PART_COVERS / len(term.parts), dtype=np.float32)))
        if not any(len(rows) for rows, _ in shares):
            unknown.append(term.form)
            if term.reference:
                continue
        rarity = max((legs.rarity(name) for name in term.terms), default=0.0)
        total += rarity
        rows, best = _largest(shares, size)
        covered[rows] += np.float32(rarity) * best
        matched[rows] += best >= PART_COVERS
    coverage = covered / np.float32(total) if total else covered
    return LexicalLegs(legs.whole, legs.split, coverage, matched, tuple(unknown), legs.rarities, total)


def _share(name: str, term: QueryTerm) -> float:
    """What a piece of a hyphened word covers of it; the word as a whole covers all."""
    return 1.0 if name == term.terms[0] else 1.0 / (len(term.terms) - 1)


def _whole_share(found: Postings, share: float) -> tuple[NDArray[np.int32], Scores]:
    in_text = found.having(_WHOLE)
    return found.rows, np.where(in_text, np.float32(share), np.float32(PART_COVERS * share))


def _largest(shares: list[tuple[NDArray[np.int32], Scores]], size: int) -> tuple[NDArray[np.int64], Scores]:
    """The rows of all shares, each with its largest."""
    if len(shares) == 1:
        return shares[0][0].astype(np.int64), shares[0][1]
    best = np.zeros(size, dtype=np.float32)
    for rows, share in shares:
        best[rows] = np.maximum(best[rows], share)
    found = np.flatnonzero(best)
    return found, best[found]


class _Legs:
    """Adds up both legs, looking each term up once."""

    def __init__(self, index: LexicalIndex) -> None:
        self._index = index
        self._found: dict[str, Postings] = {}
        self._added: set[tuple[str, bool]] = set()
        self._mean = max(1.0, index.columns.mean_words)
        self.whole = np.zeros(len(index.columns), dtype=np.float32)
        self.split = np.zeros(len(index.columns), dtype=np.float32)
        self.rarities: dict[str, float] = {}

    def postings(self, term: str) -> Postings:
        if term not in self._found:
            self._found[term] = self._index.postings(term)
        return self._found[term]

    def rarity(self, term: str) -> float:
        """The term's inverse document frequency over the texts, as BM25 has it."""
        if term not in self.rarities:
            n = len(self._index)
            df = int(np.count_nonzero(self.postings(term).having((_STEMS, _PARTS))))
            self.rarities[term] = math.log(1 + (n - df + 0.5) / (df + 0.5))
        return self.rarities[term]

    def add(self, term: str, *, part: bool = False) -> Postings:
        """Adds a term to the legs, the first time that it comes as a whole word or part; gives its postings."""
        found = self.postings(term)
        if (term, part) in self._added or (term, False) in self._added:
            return found
        self._added.add((term, part))
        rarity = np.float32(self.rarity(term))
        words = self._index.columns.words[found.rows].astype(np.float32)
        norm = np.float32(K1 * (1 - B)) + np.float32(K1 * B / self._mean) * words
        stems, parts, heading, title, notes = found.counts.T.astype(np.float32)
        frequency = stems + np.float32(HEADING) * heading + np.float32(TITLE) * title + np.float32(NOTES) * notes
        if not part:
            self.whole[found.rows] += rarity * _saturated(frequency, norm)
        self.split[found.rows] += rarity * _saturated(frequency + parts, norm)
        return found


def _saturated(frequency: Scores, norm: Scores) -> Scores:
    return frequency * np.float32(K1 + 1) / (frequency + norm)
