"""What a page shows of a passage: the published spans with concepts marked, the concepts in them, or one place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.annotations import Annotation
from knowledge.base import Citation, Stance, Status
from knowledge.documents import Passage
from knowledge.wording import place_in
from templates import links
from templates.holdings import Holdings
from templates.labels import dutch
from templates.marking import Piece, marked
from templates.publishing import Span, excerpt, span_of

__all__ = ["EvidenceItem", "Excerpt", "Found", "cited_items", "concepts_in", "evidence_item", "excerpts", "is_shown"]


@dataclass(frozen=True)
class Excerpt:
    """A published span in pieces; `opens` and `closes` say that text was left out before or after it."""

    parts: tuple[Piece, ...]
    opens: bool
    closes: bool


@dataclass(frozen=True)
class Found:
    """A concept of a passage; `told` says what is not a plain fact about it."""

    concept: str
    told: str


@dataclass(frozen=True)
class EvidenceItem:
    """A place that carries a concept: the words as far as published, and where they stand."""

    parts: tuple[Piece, ...]
    opens: bool
    closes: bool
    title: str
    place: str
    page: str
    anchor: str


def excerpts(holdings: Holdings, passage: Passage) -> list[Excerpt]:
    """What may be shown of a passage, in the order of its text."""
    return [
        _excerpt(passage, holdings.annotations.get(passage.id, ()), span) for span in holdings.shown.get(passage.id, ())
    ]


def is_shown(holdings: Holdings, annotation: Annotation) -> bool:
    """Whether the words of an annotation may be shown."""
    spans = holdings.shown.get(annotation.passage, ())
    return any(start <= annotation.start and annotation.end <= end for start, end in spans)


def concepts_in(holdings: Holdings, passage: Passage) -> tuple[Found, ...]:
    """The concepts of what is shown of a passage, each once for every stance that it has there."""
    found: dict[Found, None] = {}
    for annotation in holdings.annotations.get(passage.id, ()):
        told = "" if annotation.stance is Stance.ASSERTED else dutch(annotation.stance)
        if annotation.status is Status.SUGGESTED:
            told = f"{told}, voorgesteld".lstrip(", ")
        if is_shown(holdings, annotation):
            found[Found(annotation.concept, told)] = None
    return tuple(found)


def evidence_item(holdings: Holdings, annotation: Annotation) -> EvidenceItem:
    """The place of one annotation; without words where they are not published."""
    return _item(holdings, holdings.passages[annotation.passage], (annotation.start, annotation.end), (annotation,))


def cited_items(holdings: Holdings, citations: Iterable[Citation]) -> list[EvidenceItem]:
    """The passages behind the citations of one statement, each once, with the words around the place cited."""
    items: dict[str, EvidenceItem] = {}
    for citation in citations:
        for found in holdings.evidence.get(citation, ()):
            passage = holdings.passages[found.passage]
            place = span_of(citation.anchor, passage.text) if citation.anchor else None
            if passage.id not in items:
                items[passage.id] = _item(holdings, passage, place or (0, 1), ())
    return list(items.values())


def _item(holdings: Holdings, passage: Passage, place: Span, annotations: Sequence[Annotation]) -> EvidenceItem:
    """What may be shown around a place of a passage."""
    document = holdings.documents[passage.document]
    shown = holdings.shown.get(passage.id, ())
    span = next((s for s in shown if s[0] <= place[0] and place[1] <= s[1]), None)
    if span == (0, len(passage.text)):
        span = excerpt(passage.text, *place)
    found = Excerpt((), False, False) if span is None else _excerpt(passage, annotations, span)
    return EvidenceItem(
        parts=found.parts,
        opens=found.opens,
        closes=found.closes,
        title=document.title,
        place=place_in(passage),
        page=links.document(document.id),
        anchor=passage.anchor if passage.id in holdings.shown else "",
    )


def _excerpt(passage: Passage, annotations: Sequence[Annotation], span: Span) -> Excerpt:
    pieces = tuple(marked(passage.text, annotations, span, passage.quotations))
    return Excerpt(pieces, opens=span[0] > 0, closes=span[1] < len(passage.text))
