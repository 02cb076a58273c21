"""Two lines put together again: a hyphen at a line's end goes, stays, or stays with a space after it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from knowledge.dutch import fold, lexicon

__all__ = ["ADDRESS", "Joiner", "is_cut"]

Seam = tuple[int, str, int]
REACH = 200
"""How many characters on each side of a seam are looked at."""

_WORD = re.compile(r"[^\W_]+(?:[-’'&][^\W_]+)*")
_LAST_WORD = re.compile(r"[^\W_]+(?:[-&'’][^\W_]+)*$")
_FIRST_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s]{0,300}$|@[^\s]{0,100}$", re.I)
_SUSPENDING = {"en", "of", "als", "and", "or", "und", "oder", "et", "ou", "resp", "respectievelijk", "noch", "dan"}
_BINDING = {"en", "of", "and", "or", "und", "et"}
_KEEPS_HYPHEN = {"niet", "non", "ex", "oud", "pseudo", "quasi", "semi"}
_TITLES = {"president", "generaal", "secretaris", "voorzitter"}
_TITLED = {"minister", "secretaris", "directeur", "administrateur", "inspecteur", "procureur", "advocaat", "vice"}
_PREFIXES = {"de", "re", "pre", "pro", "co", "bio", "auto", "macro", "micro", "socio", "geo", "anti", "agro", "neo"}
_CLASHES = {"aa", "ae", "ai", "au", "ee", "ei", "eu", "ie", "ii", "oe", "oi", "oo", "ou", "ui", "uu", "ij", "éi", "ea"}


def is_cut(text: str) -> bool:
    """Whether a line ends in a word that the line's end has cut."""
    return len(text) > 1 and text[-1] == "-" and text[-2].isalnum()


class Joiner:
    """Joins lines of one document; the words that stand unbroken in it are evidence for the broken ones."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        found: list[str] = []
        for line in lines:
            words = _WORD.findall(line.rstrip("-"))
            found += words[:-1] if is_cut(line) else words
        self._seen: Counter[str] = Counter()
        for word, times in Counter(found).items():
            self._seen[fold(word)] += times

    def join(self, left: str, right: str) -> str:
        """`left` and `right` as one piece of text."""
        return self.join_all((left, right))

    def join_all(self, lines: Iterable[str]) -> str:
        """The lines as one piece of text."""
        pieces: list[str] = []
        for line in lines:
            text = line.strip()
            if not text:
                continue
            if pieces:
                dropped, between, skipped = self._seam(pieces[-1][-REACH:], text[:REACH])
                if dropped:
                    pieces[-1] = pieces[-1][:-dropped]
                pieces.append(between)
                text = text[skipped:]
            pieces.append(text)
        return "".join(pieces)

    def _seam(self, left: str, right: str) -> Seam:
        """How many characters of `left` go, what comes between, and how many characters of `right` go."""
        if is_cut(left):
            return self._undo(left, right)
        last = left.rsplit(None, 1)[-1]
        if ADDRESS.search(last) and last[-1] in "/=?&_%#-":
            return 0, "", 0
        if len(last) > 1 and last[-1] == "/" and last[-2].isalnum() and right[0].isalnum():
            return 0, "", 0
        return 0, " ", 0

    def _undo(self, left: str, right: str) -> Seam:
        """The seam of two lines of which the first ends in a hyphen."""
        head = left[:-1]
        word, first = _LAST_WORD.search(head), _FIRST_WORD.match(right)
        if word is None or ADDRESS.search(head.rsplit(None, 1)[-1]) or "@" in right.split(None, 1)[0]:
            return 0, "", 0
        if first is None:
            if right[0] == "-" and right[1:2].isalpha():  # both lines carry the hyphen
                return 0, "", 1
            return 0, "" if right[0].isdigit() else " ", 0
        whole, tail = word[0], first[0]
        part = re.split(r"[-&]", whole)[-1]
        after = right[first.end() : first.end() + 1]
        ends_a_word = bool(after) and after in ".,;:)!?" and self._is_word(part + tail)
        if tail.lower() in _SUSPENDING and not ends_a_word:
            binds = tail.lower() not in _BINDING and self._is_word(part + tail)
            if not binds:
                return 0, " ", 0
        if self._keeps(whole, part, tail):
            return 0, "", 0
        if tail == "en" and part.endswith(("ie", "ee")):
            return 1, "ë", 1
        return 1, "", 0

    def _keeps(self, whole: str, part: str, tail: str) -> bool:
        """Whether the hyphen is part of the word."""
        if tail[0].isupper() or not part.isalpha() or "&" in whole[-len(part) - 1 :]:
            return True
        if len(part) == 1 or part.isupper():
            return True
        glued, hyphened = fold(whole + tail), fold(f"{whole}-{tail}")
        if self._seen[hyphened] > self._seen[glued] or (part[-1].isupper() and not self._seen[glued]):
            return True
        a, b = fold(part), fold(tail)
        if a in _TITLED and any(b.startswith(title) for title in _TITLES):
            return True
        if self._seen[glued] or (a + b) in lexicon() or lexicon().lemma(a + b) in lexicon():
            return False
        if a in _KEEPS_HYPHEN and self._is_word(tail):
            return True
        whole_words = (a in _PREFIXES or self._is_word(part)) and self._is_word(tail)
        return a[-1] + b[0] in _CLASHES and whole_words

    def _is_word(self, word: str) -> bool:
        folded = fold(word)
        return len(folded) > 2 and (lexicon().knows(folded) or len(lexicon().split(folded)) > 1)

    def makes_word(self, left: str, right: str, *, compounds: bool = True) -> bool:
        """Whether the cut word at the end of `left` and the first letters of `right` are one word that is known.

        Without `compounds` only a word of the list or of the document counts, not what may be a compound.
        """
        word, first = _LAST_WORD.search(left.rstrip().rstrip("-")), _FIRST_WORD.match(right.lstrip())
        if word is None or first is None:
            return False
        glued = fold(re.split(r"[-&]", word[0])[-1] + first[0])
        if self._seen[glued]:
            return True
        return self._is_word(glued) if compounds else len(glued) > 2 and lexicon().knows(glued)
