"""Where the parts of a Dutch compound lie, counted in letters of the folded word."""

from __future__ import annotations

from ingest.labels import MIN_PART_LABEL
from knowledge.dutch import LINKS, MIN_PART, NO_PARTS, SHORT_PARTS, lexicon

__all__ = ["MAX_WORD", "MIN_WORD", "cuts", "ends", "first_ends", "runs"]

MIN_WORD, MAX_WORD = 8, 60
"""Shorter and longer words are no compounds to us."""
_LINKS_BEFORE_END = ("", "s", "en")


def _spans(word: str) -> list[tuple[int, int]]:
    """The letters of each part of a compound, in order; a word that is none is its only part."""
    spans, at = [], 0
    for part in lexicon().split(word):
        at = word.find(part, at)
        spans.append((at, at + len(part)))
        at += len(part)
    return spans


def runs(word: str) -> set[tuple[int, int]]:
    """The letters that each part of a compound covers, and each run of parts, the whole word left out."""
    spans = _spans(word)
    found = {(start, end) for i, (start, _) in enumerate(spans) for _, end in spans[i:]}
    if len(spans) > 1:
        for start, end in spans:
            found |= {(start + a, start + b) for a, b in runs(word[start:end])}
    return found - {(0, len(word))}


def cuts(word: str) -> list[int]:
    """Where the parts of a compound begin, its first part left out."""
    return [start for start, _ in _spans(word)[1:]]


def first_ends(word: str) -> list[int]:
    """Where the first part, and the first runs of parts, of a compound end."""
    return sorted({end for start, end in runs(word) if start == 0})


def ends(word: str, labels: frozenset[str]) -> set[tuple[int, int]]:
    """The letters of a label at the beginning or the end of a compound, where what remains is a word too.

    This finds what the split of the word list missed, because it cut elsewhere. A word that the list knows and does
    not split (rechtstreeks) is left whole.
    """
    found: set[tuple[int, int]] = set()
    if lexicon().knows(word) and len(lexicon().split(word)) == 1:
        return found
    for cut in range(MIN_PART_LABEL, len(word) - 2):
        if word[:cut] in labels and any(_is_rest(word[cut:].removeprefix(link)) for link in LINKS):
            found.add((0, cut))
    for cut in range(3, len(word) - MIN_PART_LABEL + 1):
        tail = word[cut:]
        is_label = tail in labels or lexicon().lemma(tail) in labels
        if is_label and any(_is_rest(word[:cut].removesuffix(link)) for link in _LINKS_BEFORE_END):
            found.add((cut, len(word)))
    return found


def _is_rest(rest: str) -> bool:
    """Whether the rest of a compound is a word or a compound itself."""
    if len(rest) < MIN_PART:
        return rest in SHORT_PARTS
    return rest not in NO_PARTS and (lexicon().knows(rest) or len(lexicon().split(rest)) > 1)
