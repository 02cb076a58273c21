"""Which words get a row in the table, and which other words and pieces lead to the same row."""

from __future__ import annotations

import gzip
import json
import math
from collections import Counter
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from knowledge.dutch import SHORT_PARTS, fold
from search.pieces import ENGLISH, NUMBER, PREFIX, UNKNOWN, plain_words
from training.sources import Kind, Pair

__all__ = ["DUTCH", "LINKS", "Rows", "make_rows"]

LINKS = ("s", "e", "en", "n", "er")
"""What stands between the parts of a Dutch compound; it means nothing of its own."""
DUTCH, BRITISH = 1, 2
"""Bits that tell in which language a word was seen."""

_YEARS = [str(year) for year in range(1950, 2050)]
_MIN_PART = 4
_MAX_PART = 20
_DUTCH_COUNT, _ENGLISH_COUNT = 2, 3
_ENGLISH_WORDS = 20_000
"""How many of the likeliest English words get a row although no pair holds them."""
_COGNATE_PROBABILITY = -17.5


@dataclass
class Rows:
    """The tokens of the table, each with its row and the languages it was seen in. Row 0 is nothing: all zeros."""

    row_of: dict[str, int] = field(default_factory=dict)
    language_of: dict[str, int] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)

    def row(self, name: str) -> int:
        """The row of this name, made when it is new."""
        if name not in self.row_of:
            self.row_of[name] = len(self.names)
            self.names.append(name)
        return self.row_of[name]


def _table(name: str) -> dict[str, Any]:
    path = files("spacy_lookups_data") / "data" / name
    found: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return found


def _lemmas(name: str) -> dict[str, str]:
    # `gemoederen` has its lemma with a space behind it
    return {fold(form): fold(lemma).strip() for form, lemma in _table(name).items() if fold(form).isalpha()}


def make_rows(pairs: list[Pair], teacher_words: list[str]) -> Rows:
    """Rows for lemmas of both languages; forms, compounds' parts and linking letters lead to them.

    A word that both languages have keeps two rows where both are lemmas of pairs: the Dutch one under its own name, the
    English one under a name that only English questions reach.
    """
    dutch_lemma, english_lemma = _lemmas("nl_lemma_lookup.json.gz"), _lemmas("en_lemma_lookup.json.gz")
    dutch, english = _counted(pairs)
    probabilities = {word.lower(): p for word, p in _table("en_lexeme_prob.json.gz").items() if word.isascii()}

    rows = Rows()
    for name in (UNKNOWN, NUMBER, *_YEARS):
        rows.row(name)
        rows.language_of[name] = DUTCH | BRITISH

    for word in dutch:
        name = dutch_lemma.get(word, word)
        rows.row(name)
        for form in (name, word):
            rows.language_of[form] = rows.language_of.get(form, 0) | DUTCH
            rows.row_of.setdefault(form, rows.row_of[name])
    known = set(english_lemma) | set(english_lemma.values())
    likely = sorted((w for w in probabilities if w.isalpha() and w in known), key=lambda w: -probabilities[w])
    for word in dict.fromkeys((*english, *teacher_words, *likely[:_ENGLISH_WORDS])):
        _add_english(rows, word, english_lemma, english)
    for form, lemma in sorted(english_lemma.items()):
        if form not in rows.row_of and lemma in rows.row_of and rows.language_of[lemma] & BRITISH:
            rows.row_of[form] = rows.row_of.get(ENGLISH + lemma, rows.row_of[lemma])
            rows.language_of[form] = BRITISH
    for form, lemma in sorted(dutch_lemma.items()):
        if lemma in rows.row_of and rows.language_of[lemma] & DUTCH:
            if not rows.language_of.get(form, 0) & DUTCH and form in rows.row_of:
                continue
            rows.row_of.setdefault(form, rows.row_of[lemma])
            rows.language_of[form] = rows.language_of.get(form, 0) | DUTCH
    _add_cognates(rows, pairs, probabilities)
    _add_pieces(rows, dutch)
    return rows


def _counted(pairs: list[Pair]) -> tuple[list[str], list[str]]:
    """The words of each side that are worth a row: from terms and our own text all, from other text the repeated."""
    sure: tuple[dict[str, None], dict[str, None]] = ({}, {})
    counts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for pair in pairs:
        own = pair.kind in (Kind.OWN_SENTENCE, Kind.OWN_TERM)
        for side, (text, longest) in enumerate(((pair.dutch, 3), (pair.english, 4))):
            words = [word for word in plain_words(text) if word.isalpha()]
            if own or (pair.kind is not Kind.SENTENCE and len(words) <= longest):
                sure[side].update(dict.fromkeys(words))
            counts[side].update(words)
    return (
        list(dict.fromkeys((*sure[0], *sorted(w for w, n in counts[0].items() if n >= _DUTCH_COUNT)))),
        list(dict.fromkeys((*sure[1], *sorted(w for w, n in counts[1].items() if n >= _ENGLISH_COUNT)))),
    )


def _add_english(rows: Rows, word: str, lemma_of: dict[str, str], in_pairs: object) -> None:
    name = lemma_of.get(word, word)
    for form in (name, word):
        if rows.language_of.get(form, 0) & DUTCH:
            rows.row_of[ENGLISH + form] = rows.row(ENGLISH + name)
            rows.language_of[ENGLISH + form] = BRITISH
        elif form not in rows.row_of:
            target = ENGLISH + name if ENGLISH + name in rows.row_of else name
            rows.row_of[form] = rows.row(target)
        rows.language_of[form] = rows.language_of.get(form, 0) | BRITISH


def _add_cognates(rows: Rows, pairs: list[Pair], probabilities: dict[str, float]) -> None:
    """A Dutch word without a row leads to the English word that it looks like, where a rule or pair says so."""
    for pair in pairs:
        if pair.source.startswith("cognate"):
            for word, like in zip(plain_words(pair.dutch), plain_words(pair.english), strict=False):
                common = probabilities.get(like, -math.inf) > _COGNATE_PROBABILITY
                if common and word not in rows.row_of and like in rows.row_of:
                    rows.row_of[word] = rows.row_of[like]
                    rows.language_of[word] = DUTCH


def _add_pieces(rows: Rows, dutch: list[str]) -> None:
    """The parts that may follow another in a compound: Dutch words of four letters or more, some shorter, and links."""
    for link in LINKS:
        rows.row_of[PREFIX + link] = 0
        rows.language_of[PREFIX + link] = 0
    for word, row in list(rows.row_of.items()):
        fits = word in SHORT_PARTS or _MIN_PART <= len(word) <= _MAX_PART
        if fits and word.isalpha() and rows.language_of[word] & DUTCH:
            rows.row_of.setdefault(PREFIX + word, row)
            rows.language_of.setdefault(PREFIX + word, DUTCH)
