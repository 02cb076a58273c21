"""A question asked of the store: the legs run, fused, folded and explained."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from knowledge.closing import Closing
from knowledge.concepts import Vocabulary
from knowledge.documents import Document, Passage
from knowledge.errors import QueryError
from knowledge.store import Store
from search.analysis import Analyser, analyser
from search.concept_leg import ConceptFinder, ConceptLeg, search_concepts
from search.encoders import Encoder
from search.evidence import is_enough
from search.explain import Match, Span, cite, match, reasons, sentences
from search.filters import Filters, Scope, narrow
from search.fusion import KIND_WEIGHTS, SECOND_HAND, fuse, scaled
from search.index import Index
from search.legs import LexicalLegs, QueryTerm, query_terms, search_words
from search.query import Query, parse

__all__ = ["Answer", "Hit", "Mode", "Question", "Searcher", "Twin"]

MAX_LIMIT = 1000
SEMANTIC_HITS = 100
"""How many passages the semantic leg may add to those that share a word with the question."""


class Mode(StrEnum):
    """Which legs answer."""

    HYBRID = "hybrid"
    LEXICAL = "lexical"
    SEMANTIC = "semantic"


@dataclass(frozen=True, kw_only=True)
class Question(Filters):
    """What is asked: the text, how many hits from which on, by which legs, and within which filters."""

    text: str
    limit: int = 10
    offset: int = 0
    mode: Mode | str = Mode.HYBRID


@dataclass(frozen=True)
class Twin:
    """Another passage that says the same."""

    document: str
    passage: str


@dataclass(frozen=True)
class Hit:
    """A passage found. `sentence` is the span of the sentence that answers best."""

    rank: int
    score: float
    document: Document
    passage: Passage
    highlights: tuple[Span, ...]
    sentence: Span
    why: tuple[str, ...]
    citation: str
    also_in: tuple[Twin, ...]

    def to_json(self) -> dict[str, Any]:
        """The hit as the command line's contract has it."""
        document, passage = self.document, self.passage
        return {
            "rank": self.rank,
            "score": round(self.score, 4),
            "document": {
                "id": document.id,
                "title": document.title,
                "file": document.file,
                "date": document.date.value,
                "kind": document.kind.value,
            },
            "passage": {
                "id": passage.id,
                "text": passage.text,
                "page": passage.page,
                "heading_path": list(passage.heading_path),
                "kind": passage.kind.value,
                "speaker": passage.speaker,
            },
            "highlights": [list(span) for span in self.highlights],
            "why": list(self.why),
            "citation": self.citation,
            "also_in": [{"document": twin.document, "passage": twin.passage} for twin in self.also_in],
        }


@dataclass(frozen=True)
class Answer:
    """What was found. `enough_evidence` is False when nothing in the store seems to answer the question."""

    query: str
    mode: Mode
    took_ms: float
    enough_evidence: bool
    total: int
    hits: tuple[Hit, ...]
    notes: tuple[str, ...] = ()
    facets: dict[str, dict[str, int]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The answer as the command line's contract has it."""
        return {
            "query": self.query,
            "mode": self.mode.value,
            "took_ms": round(self.took_ms, 1),
            "enough_evidence": self.enough_evidence,
            "total": self.total,
            "hits": [hit.to_json() for hit in self.hits],
            "notes": list(self.notes),
            "facets": self.facets,
        }


@dataclass(frozen=True)
class _Found:
    """What the legs found, before it is cut to a page of hits."""

    scores: dict[int, float]
    terms: list[QueryTerm]
    legs: LexicalLegs
    concepts: ConceptLeg
    semantic: dict[int, float] | None


class Searcher(Closing):
    """Answers questions from a store and its index. Use one for many questions: it remembers words and labels."""

    def __init__(self, store: Store, vocabulary: Vocabulary, index: Index, encoder: Encoder | None = None) -> None:
        """`encoder` is the one that the index was opened with. Raises ValueError for another."""
        if encoder is not None and index.semantic is None:
            raise ValueError("the index was opened without this encoder")
        self.store = store
        self.vocabulary = vocabulary
        self.index = index
        self._analyser: Analyser = analyser()
        self._finder: ConceptFinder | None = None

    def close(self) -> None:
        """Closes the index; the store stays open."""
        self.index.close()

    def ask(self, question: Question) -> Answer:
        """The answer. Raises QueryError for what cannot be asked and UnknownRecord for an unknown filter value."""
        started = time.perf_counter()
        mode = self._mode(question)
        query = parse(question.text)
        scope = narrow(question, self.index.lexical, self.store, self.vocabulary)
        notes = [*self.index.notes, *query.notes, *scope.notes]
        found = self._search(query, mode, scope)
        enough = is_enough(
            found.scores,
            found.legs,
            found.concepts,
            asked=len(query.words),
            passages=len(self.index.lexical.passages),
        )
        if mode is Mode.HYBRID and self.index.semantic is None and not enough:
            notes.append("No encoder is chosen: words and concepts were searched, not meaning.")
        if found.legs.unknown:
            notes.append(f"In no passage: {', '.join(found.legs.unknown[:10])}.")
        rows = self._folded(found.scores)
        hits = self._hits(rows[question.offset : question.offset + question.limit], question.offset, query, found)
        return Answer(
            query=question.text,
            mode=mode,
            took_ms=(time.perf_counter() - started) * 1000,
            enough_evidence=enough,
            total=len(rows),
            hits=tuple(hits),
            notes=tuple(notes),
            facets=self._facets(rows),
        )

    def group(self, hit: Hit) -> int:
        """The number that a hit shares with all passages that say the same."""
        return next(f.twin for f in self.index.lexical.passages.values() if f.id == hit.passage.id)

    def _mode(self, question: Question) -> Mode:
        if not 1 <= question.limit <= MAX_LIMIT or question.offset < 0:
            raise QueryError(
                f"A limit of {question.limit} from hit {question.offset} on cannot be given.",
                cure=f"Ask for 1 to {MAX_LIMIT} hits, from hit 0 on.",
            )
        try:
            mode = Mode(question.mode)
        except ValueError:
            raise QueryError(
                f"There is no search mode '{str(question.mode)[:40]}'.", cure="Use hybrid, lexical or semantic."
            ) from None
        if mode is Mode.SEMANTIC and self.index.semantic is None:
            raise QueryError(
                "Searching by meaning needs an encoder, and none is chosen.",
                cure="Choose one with --encoder (the name or folder of a model), or use --mode hybrid.",
            )
        return mode

    def _search(self, query: Query, mode: Mode, scope: Scope) -> _Found:
        lexical = self.index.lexical
        terms = query_terms(query, lexical, self._analyser)
        legs = search_words(terms, lexical)
        concepts = ConceptLeg({}, {})
        semantic: dict[int, float] | None = None
        if mode is not Mode.LEXICAL:
            self._finder = self._finder or ConceptFinder(self.vocabulary, self._analyser)
            concepts = search_concepts(self._finder.find(query), self.vocabulary, lexical)
        if mode is not Mode.LEXICAL and self.index.semantic is not None:
            semantic = self.index.semantic.scores(query.text)
        allowed = self._allowed(query, scope)
        scores: dict[int, float]
        if mode is Mode.SEMANTIC:
            scores = scaled(_most(semantic or {}, None, allowed), floor=None)
        else:
            near = None if semantic is None else {r: s for r, s in semantic.items() if allowed is None or r in allowed}
            scores = fuse(legs.whole, legs.split, concepts.scores, near, coverage=legs.best_coverage)
            keep = set(legs.split) | set(concepts.scores) | set(_most(near or {}, SEMANTIC_HITS, allowed))
            for phrase in query.phrases:
                keep |= lexical.phrase(phrase)
            scores = {row: scores.get(row, 0.0) for row in keep if allowed is None or row in allowed}
        documents = lexical.documents()
        for row in scores:
            facts = lexical.passages[row]
            scores[row] *= KIND_WEIGHTS.get(facts.kind, 1.0)
            scores[row] *= SECOND_HAND if documents[facts.document].second_hand else 1.0
        return _Found(scores, terms, legs, concepts, semantic)

    def _allowed(self, query: Query, scope: Scope) -> set[int] | None:
        """The rows that filters, exact phrases and exclusions leave; None for all."""
        rows = None if scope.rows is None else set(scope.rows)
        for phrase in query.phrases:
            holding = self.index.lexical.phrase(phrase)
            rows = holding if rows is None else rows & holding
        if query.excluded:
            rows = set(self.index.lexical.passages) if rows is None else rows
            for sequence in query.excluded:
                rows -= self.index.lexical.phrase(sequence)
                if len(sequence) == 1:
                    postings = self.index.lexical.postings(self._analyser.stem(sequence[0]))
                    rows -= {row for row, counts in postings.items() if counts.stems}
        return rows

    def _folded(self, scores: dict[int, float]) -> list[int]:
        """The rows by score, of passages that say the same only the best; equal scores in reading order."""
        passages = self.index.lexical.passages
        first: dict[int, int] = {}
        for row in sorted(scores, key=lambda row: (-scores[row], row)):
            first.setdefault(passages[row].twin, row)
        return list(first.values())

    def _hits(self, rows: list[int], offset: int, query: Query, found: _Found) -> list[Hit]:
        facts = self.index.lexical.passages
        passages = self.store.passages_with(facts[row].id for row in rows)
        documents = {name: self.store.document(name) for name in {p.document for p in passages.values()}}
        hits: list[Hit] = []
        for row in rows:
            passage = passages.get(facts[row].id)
            if passage is None:
                continue  # the store changed between the index and this line
            document = documents[passage.document]
            matched = match(passage, found.terms, query.phrases, found.legs.rarity, self.index.lexical, self._analyser)
            spans, sentence = self._marked(passage, matched, query)
            similarity = None if found.semantic is None else found.semantic.get(row)
            why = reasons(passage, matched, query.phrases, found.concepts.marks.get(row, ()), similarity)
            twins = [facts[other] for other in self.index.lexical.twins(row) if other != row]
            hits.append(
                Hit(
                    rank=offset + len(hits) + 1,
                    score=found.scores[row],
                    document=document,
                    passage=passage,
                    highlights=spans,
                    sentence=sentence,
                    why=tuple(why),
                    citation=cite(document, passage),
                    also_in=tuple(Twin(twin.document, twin.id) for twin in twins),
                )
            )
        return hits

    def _marked(self, passage: Passage, matched: Match, query: Query) -> tuple[tuple[Span, ...], Span]:
        """What to mark; where no word of the question stands in the passage, the sentence nearest to it in meaning."""
        if matched.spans or self.index.semantic is None:
            return matched.spans, matched.sentence
        spans = sentences(passage.text)
        texts = [passage.text[start:end] for start, end in spans]
        nearest = spans[self.index.semantic.best_sentence(query.text, texts)]
        return (nearest,), nearest

    def _facets(self, rows: list[int]) -> dict[str, dict[str, int]]:
        facts = self.index.lexical.passages
        documents = self.index.lexical.documents()
        kinds = Counter(documents[facts[row].document].kind for row in rows)
        by_document = Counter(facts[row].document for row in rows)
        return {"kind": dict(kinds.most_common()), "document": dict(by_document.most_common())}


def _most(scores: dict[int, float], count: int | None, allowed: set[int] | None) -> dict[int, float]:
    """The best of the allowed rows; `count` None gives them all."""
    best = sorted((row for row in scores if allowed is None or row in allowed), key=lambda row: -scores[row])
    return {row: scores[row] for row in best[:count]}
