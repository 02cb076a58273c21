"""A question as typed, taken apart: words, exact phrases between quotes, and what a minus sign excludes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from knowledge.errors import QueryError
from search.analysis import Word, words
from search.references import Reference, references
from search.stopwords import DUTCH, ENGLISH, ENGLISH_ONLY

__all__ = ["MAX_LENGTH", "MAX_WORDS", "Query", "parse"]

MAX_LENGTH = 20_000
"""Characters of a question that are looked at."""
MAX_WORDS = 64
"""Different words of a question that are searched for."""
MOST_KEYWORDS = 6
MAX_REFERENCES = 16
"""Dates and references of a question that are searched for."""

_FUNCTION_WORDS = DUTCH | ENGLISH
_QUOTED = re.compile(
    r"(?P<minus>(?<!\S)-)?[\"\u201c\u201d\u201e\u00ab](?P<phrase>[^\"\u201c\u201d\u201e\u00ab\u00bb]+)[\"\u201c\u201d\u00bb]"
)
_MINUS = re.compile(r"(?<!\S)-(?=[^\W_])(\S+)")


@dataclass(frozen=True)
class Query:
    """What is looked up: content words (with their place in the text), sequences of folded words, references."""

    text: str
    words: tuple[Word, ...]
    references: tuple[Reference, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[tuple[str, ...], ...] = ()
    english: bool = False
    keywords: bool = False
    """It is a few words that name what is wanted, no question: no function word, no question mark."""
    notes: tuple[str, ...] = ()


def parse(text: str, *, is_english: Callable[[str], bool] | None = None) -> Query:
    """The question taken apart. Nothing in it is syntax but quotes and a minus sign before a word or quote.

    Raises QueryError where nothing is left to search for. Of a question of more than 64 different words the first 64
    are used, and a note says so. `is_english` tells the language of a question; left out, its function words do.
    """
    notes = []
    asked = text
    if len(text) > MAX_LENGTH:
        notes.append(f"The question is very long: only its first {MAX_LENGTH:,} characters were looked at.")
        asked = text[:MAX_LENGTH]
        asked = asked[: asked.rfind(" ")] if " " in asked else asked  # not in the middle of a word
    phrases: list[tuple[str, ...]] = []
    excluded: list[tuple[str, ...]] = []

    def take(match: re.Match[str]) -> str:
        sequence = _sequence(match["phrase"])
        if match["minus"]:
            excluded.append(sequence)
            return " " * len(match[0])
        phrases.append(sequence)
        return f" {match['phrase']} "

    def leave_out(match: re.Match[str]) -> str:
        excluded.append(_sequence(match[1]))
        return " " * len(match[0])

    rest = _MINUS.sub(leave_out, _QUOTED.sub(take, asked))
    found = list(words(rest))
    english = looks_english(found) if is_english is None else is_english(rest)
    stop = _FUNCTION_WORDS if english else DUTCH
    content = {word.form: word for word in reversed(found) if word.form not in stop}
    chosen = sorted(content.values(), key=lambda word: word.start)
    if len(chosen) > MAX_WORDS:
        notes.append(f"The question has {len(chosen)} different words: only the first {MAX_WORDS} were searched for.")
        chosen = chosen[:MAX_WORDS]
    phrases = [phrase for phrase in phrases if phrase][:MAX_WORDS]
    if not chosen and not any(phrases):
        if found:
            raise QueryError(
                "The question holds only words that stand everywhere, such as de, het and een.",
                cure="Add a word that says what it is about, or put the words between quotes.",
            )
        if excluded:
            raise QueryError("The question says only what to leave out.", cure="Add a word to search for.")
        raise QueryError("The question holds no word to search for.", cure="Type one or more words.")
    return Query(
        text=asked,
        words=tuple(chosen),
        references=tuple({r.terms: r for r in references(rest)}.values())[:MAX_REFERENCES],
        phrases=tuple(dict.fromkeys(phrases)),
        excluded=tuple(dict.fromkeys(sequence for sequence in excluded if sequence))[:MAX_WORDS],
        english=english,
        keywords=_are_keywords(asked, found),
        notes=tuple(notes),
    )


def _are_keywords(asked: str, found: list[Word]) -> bool:
    functional = any(word.form in _FUNCTION_WORDS for word in found)
    return "?" not in asked and len(found) <= MOST_KEYWORDS and not functional


def looks_english(found: list[Word]) -> bool:
    """Whether the question is in English: more English function words than Dutch ones, and at least two."""
    english = sum(word.form in ENGLISH_ONLY for word in found)
    dutch = sum(word.form in DUTCH and word.form not in ENGLISH for word in found)
    return english >= 2 and english > dutch


def _sequence(text: str) -> tuple[str, ...]:
    return tuple(form for word in words(text) for form in (word.pieces or (word.form,)))
