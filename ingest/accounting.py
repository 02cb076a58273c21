"""Where each word of a source went: into a passage, a note, a heading or the furniture; what is lost is told."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from ingest.blocks import Removed
from ingest.clean import characters, markup
from knowledge.documents import Passage, PassageKind, normalised

__all__ = ["lost_words", "words"]

_WORD = re.compile(r"[^\W_]+")
FAR = 120
"""How many lines may stand between the two halves of a word that notes or a page's end part."""


def words(text: str) -> list[str]:
    """The runs of letters and digits of a text, in lower case; raised digits count as digits."""
    return _WORD.findall(_plain(text))


def lost_words(source: str, passages: Sequence[Passage], removed: Iterable[Removed]) -> list[str]:
    """The words of a source text that are in no passage, note, heading or removed line.

    A word that a line's end had cut counts as kept when its halves stand joined in the passages, and a word to which a
    note's number was glued when both are there.
    """
    there = _there(passages, removed)
    lines = [_WORD.findall(line) for line in _plain(source).split("\n")]
    cut = [line.rstrip()[-1:] == "-" for line in _plain(source).split("\n")]
    for i, line in enumerate(lines):
        if cut[i] and line:
            _take_halves(lines, i, there)
    lost: list[str] = []
    for word in (word for line in lines for word in line):
        if there[word] > 0:
            there[word] -= 1
        elif not _with_number(word, there):
            lost.append(word)
    return lost


def _plain(text: str) -> str:
    text = markup(characters(re.sub("[\u0002\ufffe]\\s*", "-\n", text)))
    return unicodedata.normalize("NFKC", text).casefold()


def _take_halves(lines: list[list[str]], i: int, there: Counter[str]) -> None:
    """The cut word at the end of line `i`: when it stands joined in the passages, both its halves are accounted for.

    The second half begins a line further down; where columns were read through each other, it stands within the next.
    """
    following = [line for line in lines[i + 1 : i + FAR] if line]
    places = [(line, 0) for line in following]
    if not there[lines[i][-1]]:
        places += [(line, k) for line in following[:2] for k in range(1, len(line))]
    for line, k in places:
        if there[lines[i][-1] + line[k]] > 0:
            there[lines[i].pop() + line.pop(k)] -= 1
            return


def _there(passages: Sequence[Passage], removed: Iterable[Removed]) -> Counter[str]:
    there: Counter[str] = Counter()
    paths: set[tuple[str, ...]] = set()
    hanging: tuple[str, ...] = ()
    for passage in passages:
        if passage.kind is not PassageKind.FOOTNOTE:
            hanging = tuple(normalised(note.text) for note in passage.footnotes)
        # a note that hangs on the passage before counts there, not once more as a passage of its own
        if passage.kind is not PassageKind.FOOTNOTE or not any(normalised(passage.text) in note for note in hanging):
            there.update(words(passage.text))
        for note in passage.footnotes:
            there.update(words(note.text))
            there[note.number] += 1
        for depth in range(1, len(passage.heading_path) + 1):
            if passage.heading_path[:depth] not in paths:
                paths.add(passage.heading_path[:depth])
                there.update(words(passage.heading_path[depth - 1]))
    for each in removed:
        there.update(words(each.text))
    return there


def _with_number(word: str, there: Counter[str]) -> bool:
    """Whether a word ends or begins with the number of a note, and the rest is there without it."""
    for size in range(1, min(4, len(word))):
        for number, rest in ((word[-size:], word[:-size]), (word[:size], word[size:])):
            if number.isdigit() and there[rest] > 0:
                there[rest] -= 1
                return True
    return False
