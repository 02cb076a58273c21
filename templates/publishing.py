"""How much of a document the site may show: all of it, short excerpts around evidence, or none.

Everything that leaves the store for a page or for the search bundle passes through `published_text`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from knowledge.annotations import Annotation
from knowledge.base import Stance, Status
from knowledge.documents import Document, Passage, Publish

__all__ = ["MAX_EXCERPT", "MAX_EXCERPTS", "MAX_SHARE", "Span", "excerpt", "published_text", "span_of"]

MAX_EXCERPT = 300
"""Characters of one excerpt."""
MAX_EXCERPTS = 150
"""Excerpts of one document: the longest that we know is cited at some hundred places."""
MAX_IN_PASSAGE = 2
"""Excerpts of one passage, so that they never read on as the text itself."""
MAX_SHARE = 0.10
"""Share of a document's characters that excerpts may take together."""

Span = tuple[int, int]

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-ZÀ-ÖØ-Þ0-9])|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b[A-Za-z]|\b(?:art|nr|blz|p|bv|bijv|dhr|mevr|prof|dr|ca|resp|cf|vgl|par|afb|incl|excl))\.$", re.I
)


def published_text(
    document: Document,
    passages: Sequence[Passage],
    annotations: Iterable[Annotation] = (),
    cited: Iterable[tuple[str, Span]] = (),
) -> dict[str, tuple[Span, ...]]:
    """The spans of each passage (by id) that may be shown, in the order of the text; one without any is left out.

    `cited` are the words that records rest on, as (passage id, span): where room is short they take turns with the
    places that carry a concept most, one for each concept, and the rest comes after in reading order. A document under
    `excerpt` never shows more than MAX_EXCERPTS excerpts of MAX_EXCERPT characters, MAX_IN_PASSAGE of one passage, nor
    more than MAX_SHARE of its text.
    """
    if document.publish is Publish.METADATA:
        return {}
    if document.publish is Publish.FULL:
        return {p.id: ((0, len(p.text)),) for p in passages}
    by_id = {p.id: p for p in passages}
    room = int(MAX_SHARE * sum(len(p.text) for p in passages))
    chosen: dict[str, list[Span]] = {}
    count = 0
    for passage_id, (start, end) in _by_worth(annotations, cited):
        if passage_id not in by_id or count == MAX_EXCERPTS:
            continue
        span = excerpt(by_id[passage_id].text, start, end)
        there = chosen.get(passage_id, [])
        size = span[1] - span[0]
        overlaps = any(span[0] < other[1] and other[0] < span[1] for other in there)
        if overlaps or not 0 < size <= room or len(there) == MAX_IN_PASSAGE:
            continue
        chosen.setdefault(passage_id, []).append(span)
        room -= size
        count += 1
    return {p.id: tuple(sorted(chosen[p.id])) for p in passages if p.id in chosen}


def _by_worth(annotations: Iterable[Annotation], cited: Iterable[tuple[str, Span]]) -> Iterable[tuple[str, Span]]:
    """The places to show: by turns what is cited and the best place of each concept, frequent ones first; then others.

    What is cited most often goes first. The best place of a concept lies in the passage that carries it most often.
    Facts go before what is no fact.
    """
    accepted = [a for a in annotations if a.status is Status.ACCEPTED]
    often = Counter(a.concept for a in accepted)
    here = Counter((a.concept, a.passage) for a in accepted)
    best: dict[str, Annotation] = {}
    for annotation in sorted(accepted, key=lambda a: (a.stance is not Stance.ASSERTED, -here[a.concept, a.passage])):
        best.setdefault(annotation.concept, annotation)
    first = sorted(best.values(), key=lambda a: -often[a.concept])
    rested_on = [place for place, _ in Counter(cited).most_common()]
    for place, annotation in zip_longest(rested_on, first):
        if place is not None:
            yield place
        if annotation is not None:
            yield annotation.passage, (annotation.start, annotation.end)
    yield from ((a.passage, (a.start, a.end)) for a in accepted)


def excerpt(text: str, start: int, end: int, size: int = MAX_EXCERPT) -> Span:
    """The span of the sentence that holds `start`-`end`, or, of a long one, at most `size` characters around it."""
    first, last = 0, len(text)
    for boundary in _SENTENCE_END.finditer(text):
        if _ABBREVIATION.search(text[max(0, boundary.start() - 8) : boundary.start() + 1]):
            continue
        if boundary.end() <= start:
            first = boundary.end()
        elif boundary.start() + 1 >= end:
            last = boundary.start() + len(boundary[0].rstrip())
            break
    if last - first > size:
        spare = max(0, size - (end - start))
        left = max(first, start - spare // 2)
        right = min(last, left + size)
        left = max(first, right - size)
        while left > first and left < start and not text[left - 1].isspace():
            left += 1
        while right < last and right > end and not text[right].isspace():
            right -= 1
        first, last = left, min(right, left + size)
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    return first, last


_ALIKE = (('"“”„«»', '["“”„«»]'), ("'‘’‚´`", "['‘’‚´`]"), ("-‐‑‒–—−", "[-‐‑‒–—−]"))


def span_of(anchor: str, text: str) -> Span | None:
    """Where the words of an anchor stand in a text, whatever its quotes, dashes, capitals and white space."""

    def pattern(character: str) -> str:
        return next((several for alike, several in _ALIKE if character in alike), re.escape(character))

    words = ("".join(pattern(c) for c in word) for word in anchor.split())
    match = re.search(r"\s+".join(words), text, re.IGNORECASE)
    return match.span() if match else None
