"""What the pages are made of: catalogue and store, read once, with what of each document may be shown."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from knowledge.annotations import Annotation
from knowledge.base import Citation, Status
from knowledge.catalogue import Catalogue, cited, curated
from knowledge.documents import Document, Passage
from knowledge.evidence import Evidence, Shelf, resolve
from knowledge.store import Store
from search.twins import elsewhere
from templates.publishing import Span, published_text, span_of

__all__ = ["Holdings", "read_holdings"]


@dataclass(frozen=True)
class Holdings:
    """Everything that pages are made of.

    `annotations` are by passage, those rejected left out; `shown` gives for each passage the spans that may be
    published; `evidence` gives for each citation of the catalogue the passages that stand behind it; `digests` gives
    for a source and locator the passage in which our own digest tells of that place; `elsewhere` gives for a passage
    those of other documents that say the same in nearly the same words. `address` is that of the site, ending in a
    slash, or empty where it is not known.
    """

    catalogue: Catalogue
    version: str
    documents: dict[str, Document]
    passages: dict[str, Passage]
    annotations: dict[str, tuple[Annotation, ...]]
    shown: dict[str, tuple[Span, ...]]
    evidence: dict[Citation, tuple[Evidence, ...]]
    digests: dict[tuple[str, str], str]
    of_document: dict[str, tuple[Passage, ...]]
    of_concept: dict[str, tuple[Annotation, ...]] = field(repr=False)
    elsewhere: dict[str, tuple[str, ...]] = field(default_factory=dict)
    address: str = ""

    def label(self, concept_id: str) -> str:
        """The Dutch label of a concept; its id where the vocabulary does not have it (any more)."""
        vocabulary = self.catalogue.vocabulary
        return vocabulary.concept(concept_id).pref.nl if concept_id in vocabulary else concept_id

    def scheme_title(self, concept_id: str) -> str:
        """The Dutch title of the concept scheme in which a concept stands."""
        return self.catalogue.vocabulary.schemes[concept_id.split("/", 1)[0]].scheme.title.nl

    def is_whole(self, passage: Passage) -> bool:
        """Whether all of the passage may be shown."""
        return self.shown.get(passage.id) == ((0, len(passage.text)),)


def read_holdings(catalogue: Catalogue, store: Store, version: str, address: str = "") -> Holdings:
    """Reads the store and works out what may be shown."""
    documents = {d.id: d for d in store.documents()}
    of_document = {d: tuple(store.passages(d)) for d in documents}
    passages = {p.id: p for found in of_document.values() for p in found}
    annotations: dict[str, list[Annotation]] = defaultdict(list)
    of_concept: dict[str, list[Annotation]] = defaultdict(list)
    for annotation in store.annotations():
        if annotation.status is not Status.REJECTED:
            annotations[annotation.passage].append(annotation)
            of_concept[annotation.concept].append(annotation)
    shelf = Shelf(store)
    evidence = {
        citation: tuple(resolve(citation, shelf, catalogue.sources))
        for citation in dict.fromkeys(c for _, record in curated(catalogue) for c in cited(record))
    }
    places = _cited_places(evidence, passages)
    digests = {
        (c.source, c.locator): e.passage for c, found in reversed(evidence.items()) for e in found[:1] if e.digest
    }
    shown: dict[str, tuple[Span, ...]] = {}
    for document in documents.values():
        own = of_document[document.id]
        shown |= published_text(
            document, own, (a for p in own for a in annotations.get(p.id, ())), places.get(document.id, ())
        )
    return Holdings(
        catalogue=catalogue,
        version=version,
        documents=documents,
        passages=passages,
        annotations={name: tuple(found) for name, found in annotations.items()},
        shown=shown,
        evidence=evidence,
        digests=digests,
        of_document=of_document,
        of_concept={name: tuple(found) for name, found in of_concept.items()},
        elsewhere=elsewhere(passages.values()),
        address=address,
    )


def _cited_places(
    evidence: dict[Citation, tuple[Evidence, ...]], passages: dict[str, Passage]
) -> dict[str, list[tuple[str, Span]]]:
    """For each document the places where words stand that a record cites."""
    places: dict[str, list[tuple[str, Span]]] = defaultdict(list)
    for citation, found in evidence.items():
        for one in found:
            span = span_of(citation.anchor, passages[one.passage].text) if citation.anchor else None
            if span is not None and (one.passage, span) not in places[one.document]:
                places[one.document].append((one.passage, span))
    return places
