"""A few words of a passage, chosen to show what it is cited for, and how well texts meet the words of a context."""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from knowledge.comparing import comparable
from knowledge.documents import Passage

__all__ = ["QUOTE_WORDS", "Overlaps", "overlaps", "quote_of", "texts_of"]

QUOTE_WORDS = 60
"""How many words of a passage are quoted at most, the ellipses counted as words."""

_SENTENCE = re.compile(r"(?<=[.!?;:])\s+(?=[\"'(]?[A-Z0-9À-Þ])")
_STOP = frozenset(
    """
    aan als bij dan dat deze die dit door een geen haar het hun kan maar met moet naar niet nog ook onder over tot uit
    van voor waar wat welk welke werd worden wordt zich zijn zoals zou project projecten onderneming ondernemingen
    and are for from that the this was with
    """.split()  # noqa: SIM905 - a list of words reads better as words
)


def texts_of(passage: Passage) -> list[str]:
    """The text of a passage and of the footnotes that hang on it."""
    return [passage.text, *(note.text for note in passage.footnotes)]


def overlaps(context: str, texts: Sequence[str]) -> list[float]:
    """For each text how much of the context's words it holds.

    A word weighs more when few of the texts hold it, and when the context repeats it.
    """
    return Overlaps(texts).of(context)


class Overlaps:
    """The same for texts that are asked many times: their words are taken apart once."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._count = len(texts)
        self._places: dict[str, list[int]] = {}
        for place, text in enumerate(texts):
            for stem in set(_stems(text)):
                self._places.setdefault(stem, []).append(place)

    def of(self, context: str) -> list[float]:
        """For each text how much of the context's words it holds."""
        held = [0.0] * self._count
        # In a fixed order: the sum of floats depends on it, and with it the choice between equals.
        for stem, times in sorted(Counter(_stems(context)).items()):
            places = self._places.get(stem, ())
            weight = math.log(1 + self._count / len(places)) * math.sqrt(times) if places else 0.0
            for place in places:
                held[place] += weight
        return held


def _stems(text: str) -> list[str]:
    return [_stem(word) for word in re.findall(r"[^\W\d_]{3,}", comparable(text)) if word not in _STOP]


@functools.cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("dutch")


@functools.lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


def quote_of(passage: Passage, anchor: str | None = None, context: str = "", limit: int = QUOTE_WORDS) -> str:
    """At most `limit` words of a passage: the sentences around the anchor, else those that best meet the context.

    What is left out at either end is shown by an ellipsis. The words come from the text or, when the anchor stands in
    one, from a footnote.
    """
    sought = comparable(anchor) if anchor else ""
    text = next((t for t in texts_of(passage) if sought and sought in comparable(t)), passage.text)
    words = text.split()
    if len(words) <= limit:
        return " ".join(words)
    sentences = [sentence.split(" ") for sentence in _SENTENCE.split(" ".join(words))]
    first = _best_sentence(sentences, sought, context)
    start = sum(len(sentence) for sentence in sentences[:first])
    end, room = start, limit - 2
    for sentence in sentences[first:]:
        if end - start + len(sentence) > room:
            break
        end += len(sentence)
    if end == start:
        whole = start + len(sentences[first])
        wanted = start + _word_of(sought, words[start:whole]) - room // 4
        start = max(start, min(wanted, whole - room))
        end = start + room
    return ("… " if start else "") + " ".join(words[start:end]) + (" …" if end < len(words) else "")


def _best_sentence(sentences: Sequence[Sequence[str]], sought: str, context: str) -> int:
    """The number of the sentence in which the anchor starts, else of the one that best meets the context."""
    at = comparable(" ".join(word for sentence in sentences for word in sentence)).find(sought) if sought else -1
    if at >= 0:
        length = 0
        for number, sentence in enumerate(sentences):
            length += len(comparable(" ".join(sentence))) + 1
            if at < length:
                return number
    scores = overlaps(context, [" ".join(sentence) for sentence in sentences])
    return scores.index(max(scores))


def _word_of(sought: str, words: Sequence[str]) -> int:
    """The number of the word in which the anchor starts; 0 when it does not start here."""
    joined = comparable(" ".join(words))
    return joined[: max(joined.find(sought), 0)].count(" ")
