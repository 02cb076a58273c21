"""What a label becomes before it is matched: words, base forms, and whether capitals matter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import lru_cache
from typing import NamedTuple

from knowledge.concepts import Concept, Vocabulary
from knowledge.dutch import fold, lexicon

__all__ = ["MIN_PART_LABEL", "Form", "Language", "Rank", "Word", "base", "forms", "key", "words"]

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_MARKS = "\u0300-\u036f"
_LETTER = r"[^\W\d_\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089]"
_TOKEN = re.compile(
    rf"(?P<word>{_LETTER}(?:{_LETTER}|[{_MARKS}{_INVISIBLE}]|['\u2019](?=s(?!{_LETTER})))*)"
    r"|(?P<number>[0-9\u2080-\u2089]+)"
    r"|(?P<stop>[.;:!?\u2026,\u2022\u2013\u2014|](?:[ \n]*[.;:!?\u2026,\u2022\u2013\u2014|])*)"
)
_SUSPENDED = re.compile(r"-(?![^\W_])")
_DIGITS = str.maketrans("\u2080\u2081\u2082\u2083\u2084\u2085\u2086\u2087\u2088\u2089", "0123456789")
_VOWELS = "aeiou"
MIN_PART_LABEL = 5


class Word(NamedTuple):
    """A word, number or mark of punctuation with its place in the text.

    `key` is the folded form; `hyphen` says whether the word hangs in the air before a hyphen (`kosten- en ...`) or,
    with `leads`, after one (`... en -nadelen`); `glued` says that only a hyphen parts it from the word before.
    """

    text: str
    key: str
    start: int
    end: int
    hyphen: bool = False
    leads: bool = False
    glued: bool = False

    @property
    def is_stop(self) -> bool:
        """Whether it is punctuation, over which no label reaches unless it holds the same mark."""
        return not self.key[0].isalnum()


@lru_cache(maxsize=100_000)
def key(word: str) -> str:
    """The word folded, with one kind of apostrophe and without characters that do not show."""
    shown = word.translate({ord(c): None for c in _INVISIBLE}).replace("\u2019", "'").translate(_DIGITS)
    return fold(unicodedata.normalize("NFC", shown)) or shown or word


def words(text: str) -> list[Word]:
    """The words, numbers and punctuation of a text with their places.

    Hyphens, slashes, quotes, brackets, white space and raised note marks are no words: `dual-sourcing` and
    `dual sourcing` are the same two words. Letters and digits are taken apart, so that a note number that was glued
    to a word does not hide it.
    """
    found: list[Word] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        token = match.group()
        if match.lastgroup == "stop":
            found.append(Word(token, min(token, key=_strength), start, end))
            continue
        hangs = match.lastgroup == "word" and _SUSPENDED.match(text, end) is not None
        after = start > 0 and text[start - 1] == "-"
        glued = after and bool(found) and found[-1].end == start - 1
        leads = after and not glued and (start == 1 or not text[start - 2].isalnum())
        found.append(Word(token, key(token), start, end, hangs, leads, glued))
    return found


def _strength(mark: str) -> int:
    """How strongly a mark cuts; the strongest of a run stands for it."""
    return ".!?;:\u2026|\u2022\u2013\u2014,".find(mark) if mark in ".!?;:\u2026|\u2022\u2013\u2014," else 99


@lru_cache(maxsize=100_000)
def base(word: str) -> str:
    """The base form of a folded word: its lemma, that of its last compound part, and without an inflectional -e.

    Both label and text pass through here, so it need not be a word; it must be the same for the forms of one word.
    """
    if word.endswith("'s"):
        word = word[:-2]
    if len(word) < 4 or not word.isalpha():
        return word
    lemma = lexicon().lemma(word)
    if lemma == word:
        head = lexicon().split(word)[-1]
        if head != word:
            lemma = word[: len(word) - len(head)] + lexicon().lemma(head)
    return _without_e(lemma)


def _without_e(word: str) -> str:
    """The form without -e, spelled as Dutch spells it: hoge to hoog, intensieve to intensief, drukke to druk."""
    if len(word) < 4 or not word.endswith("e") or word.endswith(("ee", "ie", "ue")):
        return word
    stem = word[:-1]
    if stem[-1] in _VOWELS:
        return word
    if stem[-1] == stem[-2]:
        return stem[:-1]
    single = stem[-2] in "aou" and stem[-3] not in _VOWELS
    last = {"v": "f", "z": "s"}.get(stem[-1], stem[-1])
    return (stem[:-2] + stem[-2] * 2 if single else stem[:-1]) + last


class Rank(IntEnum):
    """What a label is to its concept, best first."""

    PREFERRED = 0
    ALTERNATIVE = 1
    HIDDEN = 2
    NEGATIVE = 3


class Language(StrEnum):
    """The language of a label. A negative label has none of its own and counts as Dutch."""

    NL = "nl"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Form:
    """A label made ready for matching.

    `raw` holds for each word the spelling that the text must have, or None where capitals do not matter.
    """

    label: str
    concept: str
    rank: Rank
    language: Language
    keys: tuple[str, ...]
    bases: tuple[str, ...]
    raw: tuple[str | None, ...]

    @property
    def cased(self) -> bool:
        """Whether capitals matter anywhere in it."""
        return any(self.raw)

    @property
    def is_name(self) -> bool:
        """Whether it begins with a capital: as a part of a compound it would be another word (Spanje, spanne)."""
        return self.label[:1].isupper()

    @property
    def is_part(self) -> bool:
        """Whether it may be a part of a compound: one word of some length whose capitals do not matter."""
        return len(self.keys) == 1 and len(self.keys[0]) >= MIN_PART_LABEL and self.keys[0].isalpha() and not self.cased

    @property
    def is_everyday(self) -> bool:
        """Whether it is a single everyday word (innovatie, plafond): one of the dictionary that is no compound.

        Such a word says little by itself; a compound (leveringstermijn) or a phrase is a term.
        """
        if len(self.keys) > 1 or self.cased or self.bases[0] not in lexicon():
            return False
        return all(len(lexicon().split(word)) == 1 for word in (self.keys[0], self.bases[0]))

    def allows(self, spelled: tuple[str, ...]) -> bool:
        """Whether words spelled like this may stand for it."""
        return all(want is None or _spelled(want, has) for want, has in zip(self.raw, spelled, strict=True))


def _spelled(want: str, has: str) -> bool:
    """An abbreviation is spelled exactly; a name begins with its capital."""
    if want[1:] == want[1:].lower():
        return has[:1].isupper()
    return has.startswith(want)


def forms(vocabulary: Vocabulary) -> Iterator[Form]:
    """Every label of the concepts in use as a form, with repeats within a concept left out; the best rank stays.

    A concept that is out of use has none: what replaces it has labels of its own. A label that is the same in both
    languages counts as Dutch. An English label that is a Dutch word too (plant, concrete) is marked English and matches
    only in English text.
    """
    for concept in vocabulary:
        if concept.deprecated is not None:
            continue
        seen: set[tuple[object, ...]] = set()
        for label, rank, language in _labels(concept):
            parts = words(label)
            keys = tuple(p.key for p in parts)
            raw = tuple(_case(p.text, alone=len(parts) == 1) for p in parts)
            if keys and any(k[0].isalnum() for k in keys) and (keys, raw) not in seen:
                seen.add((keys, raw))
                yield Form(label, concept.id, rank, language, keys, tuple(base(k) for k in keys), raw)


def _labels(concept: Concept) -> Iterator[tuple[str, Rank, Language]]:
    """The labels, Dutch ones first."""
    yield concept.pref.nl, Rank.PREFERRED, Language.NL
    for label in concept.negative:
        yield label, Rank.NEGATIVE, Language.NL
    for label in concept.alt.nl:
        yield label, Rank.ALTERNATIVE, Language.NL
    for label in concept.hidden.nl:
        yield label, Rank.HIDDEN, Language.NL
    if concept.pref.en:
        yield concept.pref.en, Rank.PREFERRED, Language.EN
    for label in concept.alt.en:
        yield label, Rank.ALTERNATIVE, Language.EN
    for label in concept.hidden.en:
        yield label, Rank.HIDDEN, Language.EN


def _case(word: str, *, alone: bool) -> str | None:
    """The spelling that the text must have.

    A label of one word that is an abbreviation (FIT, AI, IIoT) or a name (Namen) needs its capitals. Inside a longer
    label the other words tell enough, but an abbreviation of two or three letters (`US`) keeps its capitals.
    """
    stem = word.removesuffix("'s").removesuffix("\u2019s")
    if stem[1:] != stem[1:].lower():
        plain = stem.removesuffix("s")
        return plain if alone or len(plain) < 4 else None
    if not alone or stem == stem.lower():
        return None
    return stem if len(stem) < 6 or fold(stem) in lexicon() else None
