"""From a citation to the passages that stand behind it: in the source itself, else in a digest of it.

What is found says which of the two it is, how it was found and whether it still is the passage that was reviewed.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from knowledge.base import Citation, Record
from knowledge.comparing import comparable
from knowledge.documents import Document, DocumentKind, Passage, PassageKind, Publish, RelationKind, Source
from knowledge.places import Place, place_of
from knowledge.quoting import overlaps, quote_of, texts_of
from knowledge.store import Store
from knowledge.wording import citation_of, place_in

__all__ = ["Evidence", "FoundBy", "Shelf", "is_stale", "resolve", "resolve_all"]

MOST = 2
"""How many passages one citation gives at most."""
EXACT = 1.2
"""How much more a passage counts that stands in the very section that is named, and not below it."""
NEARLY_AS_GOOD = 0.8
"""A second passage of a section is given when it meets the context at least this well, compared with the first."""

_PASSED_OVER = frozenset({PassageKind.CONTENTS, PassageKind.REFERENCE})

_SPOKEN = frozenset({DocumentKind.MINUTES, DocumentKind.ANSWER})
"""The kinds of documents in which it matters who speaks."""


class FoundBy(StrEnum):
    """How a passage was found: as the very passage that was reviewed, by words that stand in it, or by its section."""

    HASH = "hash"
    ANCHOR = "anchor"
    SECTION = "section"


class Evidence(Record):
    """A passage that stands behind a statement.

    `digest`: it is our own summary of the source, not the source itself. `stale`: the source's text is no longer what
    it was when the statement was reviewed. `quote` has at most 60 words and is empty where the document may not be
    quoted.
    """

    document: str
    title: str
    citation: str
    page: int | None = None
    heading: str = ""
    quote: str
    passage: str
    hash: str
    url: str | None = None
    source: str
    locator: str
    digest: bool = False
    found_by: FoundBy
    stale: bool = False


class Shelf:
    """A store as the resolver reads it: documents by source, and each document's passages, read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._documents = store.documents()
        self._passages = functools.cache(self._read)
        self._said: dict[str, tuple[str, ...]] = {}

    @property
    def store(self) -> Store:
        """The store that it reads."""
        return self._store

    def _read(self, document_id: str) -> tuple[Passage, ...]:
        return tuple(p for p in self._store.passages(document_id) if p.kind not in _PASSED_OVER)

    def passages(self, document: Document) -> tuple[Passage, ...]:
        """The passages of a document that can be evidence, in reading order."""
        return self._passages(document.id)

    def said(self, passage: Passage) -> tuple[str, ...]:
        """The texts of a passage as anchors are compared."""
        if passage.id not in self._said:
            self._said[passage.id] = tuple(comparable(text) for text in texts_of(passage))
        return self._said[passage.id]

    def of(self, source: str) -> list[Document]:
        """The documents that are this source."""
        return [d for d in self._documents if d.source == source]

    def digests_of(self, source: str) -> list[Document]:
        """The documents that are a digest of this source."""
        return [
            d
            for d in self._documents
            if any(r.kind is RelationKind.DIGESTS and r.source == source for r in d.relations)
        ]


def resolve(
    citation: Citation, store: Store | Shelf, sources: Mapping[str, Source], context: str = ""
) -> list[Evidence]:
    """The passages behind a citation, best first, `MOST` at most; none where the store does not hold them.

    In the source itself: the passage with the reviewed hash, else those that hold the anchor, else those at the place
    that the locator names that best meet the words of `context`. Without the source: the same in its digests. Pass a
    `Shelf` to resolve many citations without reading the store again.
    """
    shelf = store if isinstance(store, Shelf) else Shelf(store)
    originals = shelf.of(citation.source)
    digests = [d for d in shelf.digests_of(citation.source) if d not in originals]
    for documents, digest in ((originals, False), (digests, True)):
        passages = [(d, p) for d in documents for p in shelf.passages(d)]
        found, by = _find(citation, [p for _, p in passages], shelf, context)
        if found:
            holder = {p.id: d for d, p in passages}
            stale = is_stale(citation, shelf)
            return [_evidence(citation, holder[p.id], p, by, digest, stale, sources, context) for p in found]
    return []


def is_stale(citation: Citation, store: Store | Shelf) -> bool:
    """Whether the cited text has changed: the source is in the store, and what was reviewed in it is not.

    What was reviewed is the passage with its hash, and without one the words of the anchor. Without either, or without
    the source itself, nothing can be said of it: False.
    """
    shelf = store if isinstance(store, Shelf) else Shelf(store)
    originals = shelf.of(citation.source)
    if not originals:
        return False
    held = [p for d in (*originals, *shelf.digests_of(citation.source)) for p in shelf.passages(d)]
    if citation.passage_hash is not None:
        return all(p.hash != citation.passage_hash for p in held)
    return citation.anchor is not None and not (
        _holding(citation.anchor, held, shelf) or _headed(citation.anchor, held)
    )


def resolve_all(
    citations: Iterable[Citation], store: Store | Shelf, sources: Mapping[str, Source], context: str = ""
) -> list[Evidence]:
    """The passages behind several citations of one statement, each passage once, in the order of the citations."""
    shelf = store if isinstance(store, Shelf) else Shelf(store)
    found: dict[str, Evidence] = {}
    for citation in citations:
        for evidence in resolve(citation, shelf, sources, context):
            found.setdefault(evidence.passage, evidence)
    return list(found.values())


def _find(citation: Citation, passages: Sequence[Passage], shelf: Shelf, context: str) -> tuple[list[Passage], FoundBy]:
    reviewed = [p for p in passages if citation.passage_hash is not None and p.hash == citation.passage_hash]
    if reviewed:
        return reviewed[:1], FoundBy.HASH
    place = place_of(citation.locator)
    words = _words(citation, context)
    if citation.anchor is not None:
        if there := _at_or_all(place, _holding(citation.anchor, passages, shelf)):
            return there[:MOST], FoundBy.ANCHOR
        if there := _at_or_all(place, _headed(citation.anchor, passages)):
            # the heading holds the anchor, so the passage stands even where its text meets no word of the context
            return (_best(there, [1.0] * len(there), words) or there)[:1], FoundBy.ANCHOR
    # An anchor that is not found means one passage of the section all the same: the one that best meets its words.
    return _at(place, passages, words)[: 1 if citation.anchor else MOST], FoundBy.SECTION


def _holding(anchor: str, passages: Sequence[Passage], shelf: Shelf) -> list[Passage]:
    """The passages in which the words of an anchor stand."""
    words = comparable(anchor)
    return [p for p in passages if any(words in text for text in shelf.said(p))]


def _headed(anchor: str, passages: Sequence[Passage]) -> list[Passage]:
    """The passages under a heading in which the words of an anchor stand."""
    words = comparable(anchor)
    return [p for p in passages if any(words in comparable(heading) for heading in p.heading_path)]


def _at_or_all(place: Place, passages: Sequence[Passage]) -> list[Passage]:
    """Those of the passages that lie at the place, the most exact first; all of them where none does."""
    there = [p for p in passages if place.rank(p)] or passages
    return sorted(there, key=place.rank, reverse=True)


def _words(citation: Citation, context: str) -> str:
    """What a passage of the section should be about; the words of the citation itself count twice."""
    own = f"{place_of(citation.locator).rest} {citation.anchor or ''}".strip()
    return f"{context} {own} {own}".strip()


def _at(place: Place, passages: Sequence[Passage], words: str) -> list[Passage]:
    """The passages at a place that best meet the words; with words that none of them meets: none."""
    there = [(rank, p) for p in passages if (rank := place.rank(p))]
    if not there:
        return _at(place.coarser(), passages, words) if place != place.coarser() else []
    named = [(rank, p) for rank, p in there if place.is_named_by(p)]
    there = sorted(named or there, key=lambda ranked: -ranked[0])
    return _best([p for _, p in there], [EXACT if rank > 1 else 1.0 for rank, _ in there], words)


def _best(passages: Sequence[Passage], weights: Sequence[float], words: str) -> list[Passage]:
    """The passages that best meet the words; the first of them where no word is long enough to compare (ED&A)."""
    if overlaps(words, [words]) == [0.0]:
        return list(passages[:MOST])
    met = overlaps(words, [" ".join((*p.heading_path, p.speaker or "", *texts_of(p))) for p in passages])
    scores = [score * weight for score, weight in zip(met, weights, strict=True)]
    top = max(scores)
    order = sorted(range(len(passages)), key=lambda i: -scores[i])
    return [passages[i] for i in order if scores[i] > 0 and scores[i] >= NEARLY_AS_GOOD * top][:MOST]


def _evidence(
    citation: Citation,
    document: Document,
    passage: Passage,
    by: FoundBy,
    digest: bool,
    stale: bool,
    sources: Mapping[str, Source],
    context: str,
) -> Evidence:
    source = sources.get(citation.source)
    place = place_in(passage, speaker=not digest and document.kind in _SPOKEN)
    note = _note_of(citation, passage)
    return Evidence(
        document=document.id,
        title=document.title,
        citation=citation_of(document, ", ".join(filter(None, (place, note)))),
        page=passage.page,
        heading=" › ".join(passage.heading_path),
        quote=""
        if document.publish is Publish.METADATA
        else quote_of(passage, citation.anchor, _words(citation, context)),
        passage=passage.id,
        hash=passage.hash,
        url=source.url if source else None,
        source=citation.source,
        locator=citation.locator,
        digest=digest,
        found_by=by,
        stale=stale,
    )


def _note_of(citation: Citation, passage: Passage) -> str:
    """The footnote in which the anchor stands, when it does not stand in the text itself."""
    anchor = comparable(citation.anchor or "")
    if not anchor or anchor in comparable(passage.text):
        return ""
    return next((f"voetnoot {n.number}" for n in passage.footnotes if anchor in comparable(n.text)), "")
