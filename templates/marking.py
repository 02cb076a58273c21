"""A text cut into pieces along its annotations, so that a page can mark the words that carry a concept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.annotations import Annotation
from knowledge.base import Status
from templates.publishing import Span

__all__ = ["Piece", "marked"]


@dataclass(frozen=True)
class Piece:
    """A run of text; `annotation` is what marks it, None for the text between."""

    text: str
    annotation: Annotation | None = None


def marked(text: str, annotations: Iterable[Annotation], span: Span | None = None) -> Iterator[Piece]:
    """The pieces of `text` within `span`, in order; joined they give that text again.

    Where annotations overlap the one that starts first is marked, and the longest of those. Only what is accepted is
    marked, and only where it lies wholly within the span.
    """
    first, last = span if span is not None else (0, len(text))
    at = first
    for annotation in sorted(annotations, key=lambda a: (a.start, -a.end, a.concept)):
        if annotation.status is not Status.ACCEPTED or annotation.start < at or annotation.end > last:
            continue
        if annotation.start > at:
            yield Piece(text[at : annotation.start])
        yield Piece(text[annotation.start : annotation.end], annotation)
        at = annotation.end
    if at < last:
        yield Piece(text[at:last])
