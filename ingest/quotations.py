"""Stretches of a passage in another language than its document: quoted sentences, titles, sayings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.sentences import sentences
from ingest.signs import FUNCTION_WORDS
from knowledge.documents import Passage, Quotation

__all__ = ["foreign", "mark"]

LEAST_WORDS = 4
"""A shorter stretch is a term, and may be borrowed."""
LEAST_SIGNS = 2
SHARE = 0.12
"""At least so many, and so large a share, of the words must be function words of the other language alone."""
OWN_SHARE = 0.25
"""So many words of the document's own language may stand among them: the sentence that leads the quotation in."""
_QUOTED = re.compile(r"[“„\"«][^“”„\"«»]{12,2000}[”“\"»]|[‘'](?=\w)[^‘’']{12,1000}['’](?!\w)")
_WORD = re.compile(r"[^\W\d_]+")
_SHARED = frozenset(
    {"of", "was", "as", "or", "be", "in", "is", "de", "die", "der", "des", "den", "en", "als", "van", "te"}
)
"""Words that two of the languages have, or that stand in Dutch names and terms."""
_SETS = {code: frozenset(words.split()) for code, words in FUNCTION_WORDS.items()}
_SIGNS = {
    code: words - _SHARED - frozenset().union(*(other for name, other in _SETS.items() if name != code))
    for code, words in _SETS.items()
}
"""By language its function words that no other has."""


def mark(passages: Sequence[Passage], language: str) -> list[Passage]:
    """The passages, each with what it holds in another language than that of the document."""
    own = language[:2]
    if own not in _SIGNS:
        return list(passages)
    return [
        passage.model_copy(update={"quotations": found}) if (found := foreign(passage.text, own)) else passage
        for passage in passages
    ]


def foreign(text: str, own: str) -> tuple[Quotation, ...]:
    """The stretches of a text that are in another language than `own`, in order and apart from each other.

    A stretch is a sentence, or what stands between quotation marks within one; neighbours in the same language make
    one. Languages that are known by their function words: Dutch, English, French and German.
    """
    found: list[Quotation] = []
    if not _may_hold(text, own):
        return ()
    for start, end in _stretches(text):
        code = _language(text[start:end], own)
        if code is None:
            continue
        if found and found[-1].language == code and not text[found[-1].end : start].strip():
            found[-1] = Quotation(start=found[-1].start, end=end, language=code)
        else:
            found.append(Quotation(start=start, end=end, language=code))
    return tuple(found)


def _may_hold(text: str, own: str) -> bool:
    """Whether a text has as many function words of some other language as a stretch in it needs."""
    words = _WORD.findall(text.casefold())
    return any(sum(map(signs.__contains__, words)) >= LEAST_SIGNS for code, signs in _SIGNS.items() if code != own)


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """The sentences that hold no quotation, and of the others what is quoted and what stands around it."""
    quoted = [(m.start() + 1, m.end() - 1) for m in _QUOTED.finditer(text)]
    for start, end in sentences(text):
        at = start
        for first, last in quoted:
            if at <= first and last <= end:
                yield from ((at, first - 1),) if text[at : first - 1].strip() else ()
                yield first, last
                at = min(last + 1, end)
        if text[at:end].strip():
            yield at + len(text[at:end]) - len(text[at:end].lstrip()), end


def _language(stretch: str, own: str) -> str | None:
    words = [word.casefold() for word in _WORD.findall(stretch)]
    if len(words) < LEAST_WORDS:
        return None
    counts = {code: sum(word in signs for word in words) for code, signs in _SIGNS.items()}
    best = max(counts, key=lambda code: (counts[code], code == own))
    enough = counts[best] >= LEAST_SIGNS and counts[best] >= SHARE * len(words)
    return best if best != own and enough and counts[own] <= OWN_SHARE * counts[best] else None
