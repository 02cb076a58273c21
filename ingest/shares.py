"""A text cut in spans that each fit a passage: at the ends of sentences, or of lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.sentences import sentences

__all__ = ["MOST", "MOST_CELLS", "lines", "shares", "word_count"]

MOST = 230
"""Above this many words a passage is not filled further, and a longer paragraph is split."""
MOST_CELLS = 380
"""A table, contents page or list of references is split above this many words, at a line's end."""
LONGEST = 40
"""Characters that a word takes at most, on the average of a text."""
MAX_UNIT = 4000
"""Characters above which a text without sentence ends is cut at a space."""


def lines(text: str) -> list[tuple[int, int]]:
    """Spans of whole lines with at most MOST_CELLS words each."""
    return _fill(_units(text, [(m, e) for m, e in _line_spans(text)]), text, MOST_CELLS)


def _line_spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1


def shares(text: str) -> list[tuple[int, int]]:
    """Spans of whole sentences: the text itself when it is short enough, else shares of about equal size."""
    total = word_count(text)
    if total <= MOST and len(text) <= MAX_UNIT:
        return [(0, len(text))] if text.strip() else []
    parts = max(2, -(-total // 190))
    return _fill(_units(text, sentences(text)), text, max(60, -(-total // parts) + 15))


def _units(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans, and one that is far too long (or has no end) cut at spaces."""
    out: list[tuple[int, int]] = []
    for start, end in spans:
        while end - start > MAX_UNIT:
            space = text.rfind(" ", start, start + MAX_UNIT // 2)
            cut = space if space > start else start + MAX_UNIT // 2
            out.append((start, cut))
            start = cut + 1 if text[cut : cut + 1] == " " else cut
        if end > start:
            out.append((start, end))
    return out


def word_count(text: str) -> int:
    """How many words a text has; one without spaces counts for as many as would fill its room."""
    return max(len(text.split()), len(text) // LONGEST)


def _fill(units: Sequence[tuple[int, int]], text: str, most: int) -> list[tuple[int, int]]:
    """Neighbouring units as spans of at most `most` words, one unit at least."""
    out: list[tuple[int, int]] = []
    words = 0
    for start, end in units:
        here = word_count(text[start:end])
        if out and words + here <= most:
            out[-1] = (out[-1][0], end)
            words += here
        else:
            out.append((start, end))
            words = here
    return out
