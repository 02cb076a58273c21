"""A text cut into pieces along its annotations, so that a page can mark the words that carry a concept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.annotations import Annotation
from knowledge.base import Status
from knowledge.documents import Quotation
from templates.publishing import Span

__all__ = ["Piece", "marked"]


@dataclass(frozen=True)
class Piece:
    """A run of text; `annotation` is what marks it, None for the text between. `language` is empty where it is that of
    the document."""

    text: str
    annotation: Annotation | None = None
    language: str = ""


def marked(
    text: str,
    annotations: Iterable[Annotation],
    span: Span | None = None,
    quotations: Sequence[Quotation] = (),
) -> Iterator[Piece]:
    """The pieces of `text` within `span`, in order; joined they give that text again.

    Where annotations overlap the one that starts first is marked, and the longest of those. Only what is accepted is
    marked, and only where it lies wholly within the span. `quotations`, in order and apart, tell what is in another
    language.
    """
    for start, end, annotation in _runs(text, annotations, span):
        borders = [b for q in quotations for b in (q.start, q.end) if start < b < end] if annotation is None else []
        for first, last in pairwise((start, *borders, end)):
            language = next((q.language for q in quotations if q.start <= first < q.end), "")
            yield Piece(text[first:last], annotation, language)


def _runs(
    text: str, annotations: Iterable[Annotation], span: Span | None
) -> Iterator[tuple[int, int, Annotation | None]]:
    """The runs of text that one annotation or none marks."""
    first, last = span if span is not None else (0, len(text))
    at = first
    for annotation in sorted(annotations, key=lambda a: (a.start, -a.end, a.concept)):
        if annotation.status is not Status.ACCEPTED or annotation.start < at or annotation.end > last:
            continue
        if annotation.start > at:
            yield at, annotation.start, None
        yield annotation.start, annotation.end, annotation
        at = annotation.end
    if at < last:
        yield at, last, None
