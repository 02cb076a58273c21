"""How well a document was read, in figures that tell a maintainer which one to look at first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ingest.blocks import Removed
from knowledge.documents import Passage, PassageKind, ReadQuality
from knowledge.dutch import fold, lexicon

__all__ = ["quality"]

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HYPHENED = re.compile(r"(?<![-\w])([^\W\d_]{2,})-([^\W\d_]{2,})(?![-\w])")
_LOOSE = re.compile(r"[^\W\d_]-(?:\s+-|\s*$)", re.M)
_PROSE = (PassageKind.BODY, PassageKind.LIST_ITEM, PassageKind.QUESTION)
LEAST, MOST = 20, 400
"""A passage of running text with fewer or more words is hard to quote."""
LETTERS, FEW = 6, 100
"""Shorter words are mostly function words, which the list leaves out; fewer words than that count as so many."""
USUAL_UNKNOWN = 0.09
"""This share of the different words of a text without errors stands in no list: terms of the trade, new compounds.
Our own digests, which nobody scanned, have 0.07 to 0.11."""
UNKNOWN, HYPHENS, NOTES, TABLES, SIZES = 3.0, 10.0, 0.3, 0.2, 0.2
"""What the score loses by: each share of unknown words above the usual, of words with a doubtful hyphen, of notes
without a place, of tables not understood, and of passages that are too short or too long."""


def quality(
    passages: Sequence[Passage], removed: Iterable[Removed], unplaced: int, *, language: str, pages: int | None
) -> ReadQuality:
    """The figures of one reading. `unplaced` counts the notes that hang on no passage.

    The score goes from 0 to 1 and orders documents; it is no measure of truth. Unknown words count in Dutch only.
    """
    prose = [passage.text for passage in passages if passage.kind in _PROSE]
    words = sum(len(passage.text.split()) for passage in passages)
    gone: Counter[str] = Counter()
    for piece in removed:
        gone[piece.reason] += len(piece.text.split())
    hyphens = sum(map(_doubtful, prose))
    unknown = _unknown(prose) if language == "nl" else None
    tables = [passage for passage in passages if passage.kind is PassageKind.TABLE]
    flat = sum(1 for passage in tables if not _has_cells(passage.text))
    notes = len({note for passage in passages for note in passage.footnotes})
    odd = sum(1 for text in prose if not LEAST <= len(text.split()) <= MOST)
    lost = (
        UNKNOWN * max(0.0, (unknown or 0.0) - USUAL_UNKNOWN)
        + HYPHENS * hyphens / max(1, words)
        + NOTES * unplaced / max(1, notes + unplaced)
        + TABLES * flat / max(1, len(tables))
        + SIZES * odd / max(1, len(prose))
    )
    return ReadQuality(
        pages=pages,
        words=words,
        removed=dict(sorted(gone.items())),
        doubtful_hyphens=hyphens,
        notes=notes,
        notes_unplaced=unplaced,
        tables=len(tables),
        tables_flat=flat,
        odd_sizes=odd,
        unknown_words=None if unknown is None else round(unknown, 4),
        score=round(max(0.0, 1.0 - lost), 3),
    )


def _doubtful(text: str) -> int:
    """Hyphens inside a word that is known without one while one of its halves is no word, and hyphens left loose."""
    count = len(_LOOSE.findall(text))
    for match in _HYPHENED.finditer(text):
        left, right = fold(match[1]), fold(match[2])
        halves = _known(left) and _known(right)
        count += not halves and _known(left + right)
    return count


def _unknown(texts: Iterable[str]) -> float:
    """The share of the different words in lower case of some length that are no known word or compound."""
    words = {word for text in texts for word in _WORD.findall(text) if len(word) >= LETTERS}
    found = {fold(part) for word in words for part in word.split("-") if len(part) >= LETTERS and part.islower()}
    return sum(1 for word in found if not _known(word)) / max(FEW, len(found))


@lru_cache(maxsize=100_000)
def _known(word: str) -> bool:
    return lexicon().knows(word) or len(lexicon().split(word)) > 1


def _has_cells(text: str) -> bool:
    """Whether the lines of a table are rows of cells."""
    lines = [line for line in text.splitlines() if line.strip()]
    return sum(1 for line in lines if "|" in line or "\t" in line) * 2 > len(lines)
