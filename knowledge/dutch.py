"""What we know of Dutch words: which exist, their base forms, and the parts of a compound.

The word lists are those of spacy-lookups-data (MIT; the noun, adjective and verb index from Open Dutch WordNet).
"""

from __future__ import annotations

import gzip
import json
import unicodedata
from collections.abc import Container, Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

__all__ = ["Bases", "Lexicon", "entries", "fold", "lexicon"]

LINKS = ("", "s", "en", "e", "n", "er")
MIN_COMPOUND = 8
MAX_COMPOUND = 60
MIN_PART = 4
MAX_PART = 24
MIN_UNKNOWN, MIN_AFTER_UNKNOWN = 5, 6


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SHORT_PARTS = _words(
    "app bio bos cao cel dag dak eco eis gas hub ict ijs job kas kip kmo lid lon mix net rol set som tip tol top uur"
    " vak vee vis web weg wei wet zee"
)
"""Parts of three letters that do form compounds in policy text."""
NO_PARTS = _words(
    "aard aire anti atie baar been bije chien ding dingen eerbaar eerbare enden eren ever heden heid heids isch isme"
    " iteit kelijk lende lijk lijke lijken ling logisch loos maker makers matig mogen moon overe reeks rijk ring schap"
    " schappelijk schappen sering sleden sketen sketens sproken ster streeks tarisch teen tele tering teringen uitg"
    " vers voors zaam achter binnen boven buiten door mede neven onder over samen tegen terug tussen voor weder weer"
)
"""Endings, prefixes and prepositions that the word list holds as words, though as parts they say nothing."""
MODIFIERS = _words("arbeids half hoge hoog klein korte laag lage lange midden nieuw vrij zelf")
"""Words that are no nouns and yet stand first in compounds (`lageloonlanden`)."""
LOANS = _words(
    "backshoring friendshoring insourcing nearshoring offshoring onshoring outsourcing reshoring rightshoring"
    " delokalisatie herlokalisatie relocalisatie"
)
"""Nouns of this field that the word list lacks."""
WHOLE = _words(
    "bijvoorbeeld duitsland engeland estland finland griekenland groenland ierland ijsland letland misschien nederland"
    " oudenaarde rechtstreeks rusland schotland thailand zeeland zwitserland"
)
"""Names and adverbs that look like compounds."""

# What a part costs: fewer parts are better, longer parts are better, a known word beats an unknown one.
PART, FOUR_LETTERS, THREE_LETTERS, LINK, GENITIVE, UNKNOWN = 60, 6, 14, 4, 3, 1000
# After these endings an s is always the link (`toelevering-s-keten`).
_LINKED = ("ing", "heid", "teit", "schap")

_UNDOUBLE = {"bb", "dd", "ff", "gg", "kk", "ll", "mm", "nn", "pp", "rr", "ss", "tt"}


def fold(word: str) -> str:
    """The word in lower case without accents; the ligature for ij becomes two letters."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.lower().replace("\u0133", "ij"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


class Bases(Protocol):
    """What a lexicon asks of a table from forms to bases: a dict has it."""

    def get(self, word: str, /) -> str | None:
        """The base of a form; None where it is not in the table."""
        ...

    def __contains__(self, word: object, /) -> bool: ...


class Lexicon:
    """Dutch words with their base forms. All words go in and come out folded (see `fold`)."""

    def __init__(
        self, lookup: Bases, nouns: Container[str], others: Container[str], adjectives: Container[str] = ()
    ) -> None:
        """`lookup` maps a form to its base; `others` are known words that are no nouns; `adjectives` are known too."""
        self._lookup = lookup
        self._nouns = nouns
        self._others = others
        self._adjectives = adjectives

    def __contains__(self, word: object) -> bool:
        return word in self._lookup or word in self._nouns or word in self._others or word in self._adjectives

    def knows(self, word: str) -> bool:
        """Whether the word or a base form that it can be traced to is in the list."""
        return word in self or self.lemma(word) in self

    def tabled(self, word: str) -> str:
        """The base form that the table gives, else the word itself."""
        return self._lookup.get(word) or word

    def lemma(self, word: str) -> str:
        """The base form: by table, else by undoing an ending where that gives a known word, else the word itself."""
        found = self._lookup.get(word)
        if found is not None:
            return found
        if word in self._nouns:
            return word
        for base in _noun_bases(word):
            if base in self._nouns:
                return base
        if word.endswith("e"):
            for base in _stems(word[:-1]):
                if base in self._adjectives:
                    return base
        return word

    def split(self, word: str, extra: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """The parts of a compound, as they stand in it and without linking letters; a word that is none gives itself.

        The fewest and longest known parts win (`loonkosten|kloof`); split a part again to go deeper. A part is a noun,
        the last may be an adjective; the first may be unknown where a known part of six letters or more follows.
        `extra` holds words that count as known beside the list. A known word is split too, unless it is a verb or
        an adverb. Time is linear in the word's length (a part has at most 24 letters).
        """
        if len(word) < MIN_COMPOUND or len(word) > MAX_COMPOUND or not word.isalpha() or word in WHOLE:
            return (word,)
        known = word in self or self.lemma(word) != word
        if known and not self.is_nominal(word):
            return (word,)
        best: dict[int, tuple[int, tuple[str, ...]]] = {0: (0, ())}
        for start in range(len(word) - 2):
            if start not in best:
                continue
            cost, parts = best[start]
            for end in range(start + 3, min(len(word), start + MAX_PART) + 1):
                part = word[start:end]
                price = self._price(part, extra, first=start == 0, last=end == len(word), known=known)
                if part == word or price is None or (cost >= UNKNOWN and end - start < MIN_AFTER_UNKNOWN):
                    continue
                for link in ("s",) if part.endswith(_LINKED) and word.startswith("s", end) else LINKS:
                    after = end + len(link)
                    if not word.startswith(link, end) or (link and after >= len(word)):
                        continue
                    total = cost + price + (LINK if link else 0)
                    if after not in best or total < best[after][0]:
                        best[after] = (total, (*parts, part))
        parts = best.get(len(word), (0, ()))[1]
        return parts if len(parts) > 1 else (word,)

    def _price(self, part: str, extra: frozenset[str], *, first: bool, last: bool, known: bool) -> int | None:
        """What it costs to take `part` as a part; None when it cannot be one."""
        length = len(part)
        if part in extra and length >= MIN_PART - 1:
            return PART - 2 * length
        if length < MIN_PART:
            return PART + THREE_LETTERS if part in SHORT_PARTS and not (known and last) else None
        if part in NO_PARTS or (known and last and length == MIN_PART):
            return None
        short = FOUR_LETTERS if length == MIN_PART else 0
        if part in self._nouns or (first and part in MODIFIERS):
            genitive = part[-1] == "s" and part[:-1] in self._nouns
            return PART - 2 * length + short + (GENITIVE + LINK if genitive else 0)
        base = self.lemma(part)
        if last and part.endswith(("ste", "ende")):
            return None
        if base in self._nouns and (len(base) >= MIN_PART or base in SHORT_PARTS):
            return PART - 2 * length + short + (GENITIVE + LINK if part[-1] == "s" else 1)
        if last and length >= 6 and base in self._adjectives:
            return PART - 2 * length
        if first and not known and length >= MIN_UNKNOWN:
            return PART + UNKNOWN - length
        return None

    def is_nominal(self, word: str) -> bool:
        """Whether a known word is a noun or adjective, the kinds that are compounds."""
        base = self.lemma(word)
        if base in self._others and base not in self._nouns:
            return False
        return base in self._nouns or base in self._adjectives or word in self._adjectives


def _noun_bases(word: str) -> Iterable[str]:
    """The forms of which `word` may be a plural or diminutive, likeliest first."""
    if word.endswith("heden"):
        yield word[:-5] + "heid"
    if word.endswith("en") and len(word) > 4:
        yield from _stems(word[:-2])
        yield word[:-1]
    for ending in ("'s", "s", "tje", "je"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield word[: -len(ending)]


def _stems(stem: str) -> Iterable[str]:
    """What may have stood before the ending -e or -en: `wett` gives wet, `briev` brief, `neutral` neutraal."""
    if stem[-2:] in _UNDOUBLE:
        yield stem[:-1]
    single = {"v": "f", "z": "s"}.get(stem[-1:], stem[-1:])
    if stem[-1:] in ("v", "z"):
        yield stem[:-1] + single
    if len(stem) > 2 and stem[-2] in "aeou" and stem[-3] not in "aeiou":
        yield stem[:-2] + stem[-2] * 2 + single
    yield stem


@cache
def lexicon() -> Lexicon:
    """The word list; read once a process (about 0.4 seconds)."""
    return Lexicon(*_lists())


def entries() -> Iterator[tuple[str, str | None, tuple[bool, bool, bool]]]:
    """Every word of the list with its base, where a table has it, and whether it is noun, other word, adjective."""
    lookup, *kinds = _lists()
    for word in sorted(frozenset(lookup).union(*kinds)):
        noun, other, adjective = (word in kind for kind in kinds)
        yield word, lookup.get(word), (noun, other, adjective)


@cache
def _lists() -> tuple[dict[str, str], frozenset[str], frozenset[str], frozenset[str]]:
    lookup: dict[str, str] = _table("nl_lemma_lookup.json.gz")
    index: dict[str, list[str]] = _table("nl_lemma_index.json.gz")
    others = frozenset(index["verb"]).union(index["adp"], index["det"])
    return lookup, LOANS.union(index["noun"]), others, frozenset(index["adj"])


def _table(name: str) -> Any:
    """A table of spacy-lookups-data, folded: it is in lower case, so letter by letter will do, which is fast."""
    text = gzip.decompress((files("spacy_lookups_data") / "data" / name).read_bytes()).decode("utf-8")
    for letter in "àáâäåćçèéêëìíîïñòóôöùúûü":
        text = text.replace(letter, fold(letter))
    return json.loads(text)
