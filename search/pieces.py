"""Words and pieces of words of a static table: how a text becomes the numbers of its rows.

The same rules stand in the table's tokenizer.json (a WordPiece model), so that other libraries make the same rows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

__all__ = ["ENGLISH", "MAX_LETTERS", "NUMBER", "PREFIX", "UNKNOWN", "Pieces", "plain_words"]

PREFIX = "##"
"""Marks a piece that only follows another inside a word, as WordPiece has it."""
ENGLISH = "en:"
"""Marks the English sense of a word that Dutch has too (`wet`): no text can hold it, only an English question does."""
UNKNOWN = "[UNK]"
NUMBER = "0"
"""Stands for every number that is no year."""
MAX_LETTERS = 64
"""A longer word is unknown."""

_MARKS = re.compile("[\u0300-\u036f]+")
_WORD = re.compile("[a-z]+|[0-9]+")
_YEAR = re.compile("19[5-9][0-9]|20[0-4][0-9]")


def plain_words(text: str) -> list[str]:
    """The words of a text as runs of a-z or digits, without accents, in lower case; a number that is no year is 0."""
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    found = _WORD.findall(text.lower())
    return [NUMBER if word[0] <= "9" and not _YEAR.fullmatch(word) else word for word in found]


class Pieces:
    """Turns words into the numbers of their tokens, and remembers every word it has seen.

    A word that the table knows is one token. Another is cut into pieces, always the longest that fits first; where
    that does not come out even, the word is unknown. Linear in the text's length, since words have a largest one.
    """

    def __init__(self, tokens: Mapping[str, int]) -> None:
        """`tokens` gives the number of each word and piece; it must hold UNKNOWN."""
        self._tokens = tokens
        self._unknown = tokens[UNKNOWN]
        self._seen: dict[str, tuple[int, ...]] = {}

    def of(self, word: str, *, english: bool = False) -> tuple[int, ...]:
        """The tokens of a plain word; with `english` in its English sense, where it has one of its own."""
        if english:
            own = self._tokens.get(ENGLISH + word)
            if own is not None:
                return (own,)
        found = self._seen.get(word)
        if found is None:
            found = self._seen[word] = self._cut(word)
        return found

    def knows(self, word: str) -> bool:
        """Whether the word, or all the pieces of it, stand in the table."""
        return self._unknown not in self.of(word)

    def _cut(self, word: str) -> tuple[int, ...]:
        if len(word) > MAX_LETTERS:
            return (self._unknown,)
        tokens: list[int] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                token = self._tokens.get((PREFIX if start else "") + word[start:end])
                if token is not None:
                    break
            else:
                return (self._unknown,)
            tokens.append(token)
            start = end
        return tuple(tokens)
