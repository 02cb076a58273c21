"""Which labels stand in a set of texts, judged loosely: inflection, compounds and hyphens aside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from knowledge.dutch import fold

__all__ = ["occurring", "stems_of"]

_WORD = re.compile(r"[^\W_]+")
_ENDINGS = ("en", "e", "s", "n")
MIN_STEM = 4


def occurring(labels: Iterable[str], texts: Iterable[str]) -> frozenset[str]:
    """Those of the labels that the texts seem to hold.

    A label of one word may be a part of a longer word; of a longer label each two neighbouring words must stand side
    by side somewhere. So a label may be found that is not there, seldom the other way round.
    """
    stems: dict[str, str] = {}
    keys = {label: tuple(stems_of(label, stems)) for label in labels}
    wanted = {pair for key in keys.values() for pair in pairwise(key)}
    words: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    for text in texts:
        found = stems_of(text, stems)
        words.update(found)
        pairs.update(wanted.intersection(pairwise(found)))
    joined = "\n".join(sorted(words))

    def stands(key: tuple[str, ...]) -> bool:
        if len(key) == 1:
            return key[0] in (joined if len(key[0]) >= MIN_STEM else words)
        return bool(key) and pairs.issuperset(pairwise(key))

    return frozenset(label for label, key in keys.items() if stands(key))


def stems_of(text: str, known: dict[str, str] | None = None) -> list[str]:
    """The words of a text, folded and without an ending, so that the forms of most words are the same.

    `known` keeps the stems from one text to the next.
    """
    known = {} if known is None else known
    found = []
    for word in _WORD.findall(text):
        stem = known.get(word)
        if stem is None:
            stem = known[word] = _stem(fold(word))
        found.append(stem)
    return found


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= MIN_STEM:
            return word[: -len(ending)]
    return word
