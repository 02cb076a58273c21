"""A question asked of the store: the legs run, fused, folded and explained."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from knowledge.closing import Closing
from knowledge.documents import Document
from knowledge.errors import QueryError
from knowledge.store import Store
from search.answers import Answer, Hit, Twin
from search.concepts import Concepts
from search.encoders import Encoder
from search.explain import Explainer, cite, reasons
from search.index import Index
from search.query import Query, parse
from search.question import Mode, Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from knowledge.concepts import Vocabulary
    from search.facets import Facets
    from search.finding import Finder, Found

__all__ = ["Answer", "Hit", "Mode", "Question", "Searcher", "Twin"]

MAX_LIMIT = 1000
FIRST = 5
"""So many of the first hits are looked at to tell whether there is an answer."""


class Searcher(Closing):
    """Answers questions from a store and its index. Use one for many questions: it remembers words and labels."""

    def __init__(
        self, store: Store, concepts: Concepts | Vocabulary, index: Index, encoder: Encoder | None = None
    ) -> None:
        """`concepts` comes from `open_concepts`, or is a vocabulary; `encoder` is the one the index was opened with.

        Raises ValueError for another encoder.
        """
        if encoder is not None and index.semantic is None:
            raise ValueError("the index was opened without this encoder")
        self.store = store
        self.concepts = concepts if isinstance(concepts, Concepts) else Concepts.of(concepts)
        self._vocabulary = None if isinstance(concepts, Concepts) else concepts
        self.index = index
        self._encoder = encoder
        self._analyser = index.analyser
        self._finder: Finder | None = None
        self._facets: Facets | None = None
        self._documents: dict[str, Document] = {}  # as they were when the index was opened

    @property
    def vocabulary(self) -> Vocabulary:
        """The whole vocabulary; the shipped one is read when it is first asked for."""
        from knowledge.catalogue import read_vocabulary

        self._vocabulary = self._vocabulary or read_vocabulary()
        return self._vocabulary

    def close(self) -> None:
        """Closes the index; the store stays open."""
        self.index.close()

    def ask(self, question: Question) -> Answer:
        """The answer. Raises QueryError for what cannot be asked and UnknownRecord for an unknown filter value."""
        # numpy comes in here: whoever only imports this module does not pay for it
        from search.facets import Facets
        from search.filters import narrow
        from search.finding import Finder
        from search.nearness import WordEncoder
        from search.ranking import best

        started = time.perf_counter()
        mode = self._mode(question)
        known = self._encoder if isinstance(self._encoder, WordEncoder) else None
        query = parse(question.text, is_english=None if known is None else known.is_english)
        lexical = self.index.lexical
        scope = narrow(question, lexical, self.concepts)
        notes = [*self.index.notes, *query.notes, *scope.notes]
        self._facets = self._facets or Facets(lexical, self.concepts)
        self._finder = self._finder or Finder(self.index, self.concepts, self._encoder, self._analyser)
        found = self._finder.find(query, mode, scope)
        if found.legs.unknown:
            notes.append(f"In no passage: {', '.join(found.legs.unknown[:10])}.")
        rows, scores = found.folded.rows, found.folded.scores
        page = best(rows, scores, question.offset + question.limit, lexical)[question.offset :]
        enough = self._enough(query, found, rows[best(rows, scores, FIRST, lexical)])
        if mode is Mode.HYBRID and self.index.semantic is None and not enough:
            notes.append("No encoder is chosen: words and concepts were searched, not meaning.")
        shown = [(int(rows[place]), float(scores[place])) for place in page]
        hits, facets = self._hits(shown, question.offset, query, found), self._facets.count(rows)
        return Answer(
            query=question.text,
            mode=mode,
            took_ms=(time.perf_counter() - started) * 1000,
            enough_evidence=enough,
            total=len(rows),
            hits=tuple(hits),
            notes=tuple(notes),
            facets=facets,
        )

    def group(self, hit: Hit) -> int:
        """The number that a hit shares with all passages that say the same."""
        return hit.group

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

    def _enough(self, query: Query, found: Found, first: NDArray[np.int64]) -> bool:
        """Whether the first hits, best first, can hold an answer; by words alone where meaning was not searched."""
        from search.evidence import evidence, is_enough, seems_answered

        if not len(first):
            return False
        asked, passages = len(query.words), len(self.index.lexical)
        if found.near is None or found.vector is None or self.index.semantic is None:
            return is_enough(found.rows, found.legs, found.concepts, asked=asked, passages=passages)
        words = evidence(first, found.legs, found.concepts, asked=asked, passages=passages).max()
        _, sentence = self.index.semantic.cosines(found.vector, first[:1])
        return seems_answered(query, float(words), float(sentence[0]), found.near, int(first[0]))

    def _hits(self, shown: Sequence[tuple[int, float]], offset: int, query: Query, found: Found) -> list[Hit]:
        lexical = self.index.lexical
        twins = {row: [other for other in lexical.twins(row) if other != row] for row, _ in shown}
        ids = lexical.ids({*twins, *(other for others in twins.values() for other in others)})
        passages = self.store.passages_with(ids[row] for row in twins)
        documents = {name: self._document(name) for name in {p.document for p in passages.values()}}
        near = None if found.near is None else found.near.near
        explainer = Explainer(found.terms, query.phrases, found.legs.rarity, lexical, self._analyser, near)
        similarity, of_sentences = self._meaning([row for row, _ in shown], found)
        hits: list[Hit] = []
        for row, score in shown:
            passage = passages.get(ids[row])
            if passage is None:
                continue  # the store changed between the index and this line
            document = documents[passage.document]
            matched = explainer.match(passage, of_sentences.get(row))
            hits.append(
                Hit(
                    rank=offset + len(hits) + 1,
                    score=score,
                    document=document,
                    passage=passage,
                    highlights=matched.spans or (matched.sentence,),
                    sentence=matched.sentence,
                    why=tuple(reasons(passage, matched, query.phrases, found.concepts.marks(row), similarity.get(row))),
                    citation=cite(document, passage),
                    also_in=tuple(Twin(ids[other].rsplit("/", 1)[0], ids[other]) for other in twins[row]),
                    group=self.index.group(row),
                )
            )
        return hits

    def _document(self, name: str) -> Document:
        if name not in self._documents:
            self._documents[name] = self.store.document(name)
        return self._documents[name]

    def _meaning(self, rows: list[int], found: Found) -> tuple[dict[int, float], dict[int, list[float]]]:
        """By row the cosine of the passage with the question, and of each sentence; nothing without vectors."""
        import numpy as np

        if found.vector is None or self.index.semantic is None:
            return {}, {}
        chosen = np.array(rows, dtype=np.int64)
        similarity = self.index.semantic.of_passages(found.vector, chosen).tolist()
        each = self.index.semantic.of_sentences(found.vector, chosen)
        return dict(zip(rows, similarity, strict=True)), dict(zip(rows, each, strict=True))
