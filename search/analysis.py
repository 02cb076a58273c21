"""Dutch text to terms: words with their place, stems, the parts of compounds, and references beside them.

A term holds only letters and digits, so that nothing in a text or question can be taken for query syntax. The term of a
word is the Snowball stem of its base form, where the word list knows it as a noun or adjective, else of the word itself
(docs/decisions/0006).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from knowledge.dutch import MIN_COMPOUND, Lexicon, fold, lexicon
from knowledge.names import NAMES
from search.references import references
from search.stopwords import DUTCH

__all__ = ["VERSION", "Analyser", "Fields", "Known", "Word", "analyser", "forms", "words"]

VERSION = "2"
"""Part of an index's name: raise it when the same text gives other terms."""

Known = tuple[str, tuple[tuple[str, str], ...]]
"""The stem of a word and its parts as (term, part as written)."""

MAX_FORM = 64
_LETTER = r"(?:[^\W_]|[\u00ad\u0300-\u036f])"
_WORD = re.compile(
    r"(?<![^\W_])\d{1,3}(?:[.\u00a0\u202f]\d{3}|\ 000)+(?:,\d+)?(?![^\W_])"  # 500.000 and 400 000
    r"|(?<![^\W_])\d+,\d+(?![^\W_])"  # 2,5
    r"|(?<![^\W_])(?:[^\W\d_]\.){2,}"  # b.v.
    rf"|{_LETTER}+(?:[-\u2010\u2011'\u2019&]{_LETTER}+)*",  # niet-Amerikaanse, kmo's, R&D
)
_HYPHEN = re.compile(r"[-\u2010\u2011]")
_NO_TERM = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text from `start` to `end`: its folded `form`, and the `pieces` of it when it has hyphens."""

    start: int
    end: int
    form: str
    pieces: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """The word joined, and its pieces of more than a letter."""
        return (self.form, *(piece for piece in self.pieces if len(piece) > 1))


@dataclass(frozen=True, slots=True)
class Fields:
    """What is indexed of a text, each as terms with spaces between.

    Stems, compound parts, every word as it is (hyphened ones in pieces), dates and references; hyphened words whole.
    """

    terms: str
    parts: str
    surface: str
    references: str = ""
    joined: str = ""

    @property
    def whole(self) -> str:
        """What counts as a whole word: stems and references."""
        return f"{self.terms} {self.references}" if self.references else self.terms


def words(text: str) -> Iterator[Word]:
    """The words of a text in order; linear in its length. Grouped digits and abbreviations are one word."""
    for match in _WORD.finditer(text):
        form, pieces = _read(match.group())
        if form:
            yield Word(match.start(), match.end(), form, pieces)


def forms(texts: Iterable[str]) -> set[str]:
    """Every different folded word of some texts, hyphenated ones joined and apart."""
    raws = {raw for text in texts for raw in _WORD.findall(text)}
    return {form for raw in raws for word in words(raw) for form in word.forms}


@lru_cache(maxsize=1 << 16)
def _read(raw: str) -> tuple[str, tuple[str, ...]]:
    """The folded form of a word as written, and of its pieces; the form is empty where nothing of it is a letter."""
    pieces: tuple[str, ...] = ()
    if raw[0].isdigit() and "," in raw:
        raw = raw.replace(",", "c")  # so that 2,5 stays apart from 25
    elif not raw.isalnum() and _HYPHEN.search(raw):
        pieces = tuple(form for piece in _HYPHEN.split(raw) if (form := _form(piece)))
    return _form(raw), pieces if len(pieces) > 1 else ()


def _form(raw: str) -> str:
    for mark in ("'s", "\u2019s"):
        raw = raw.removesuffix(mark)
    folded = fold(raw)
    if not folded.isalnum() or not folded.isascii():
        folded = _NO_TERM.sub("", folded).lower()
    return folded[:MAX_FORM]


class Analyser:
    """Turns texts into what the index holds, and questions into what is looked up. Remembers every word it has seen."""

    def __init__(self, words: Lexicon | None = None, known: Callable[[str], Known | None] | None = None) -> None:
        """`words` is the word list; left out, the whole Dutch one (read when first needed).

        `known` gives the stem and parts of a word that were found before, as an index has them.
        """
        self._words, self._known = words, known
        self._snowball: Callable[[str], str] | None = None
        self._stems: dict[str, str] = {}
        self._parts: dict[str, tuple[tuple[str, str], ...]] = {}
        self._read: dict[str, tuple[list[str], ...]] = {}

    def stem(self, form: str) -> str:
        """The term of a folded word; what is no plain word (a number, a code) stays as it is."""
        known = None if self._known is None else self._known(form)
        if known is not None:
            return known[0]
        found = self._stems.get(form)
        if found is None:
            found = self._stems[form] = self._stem(form)
        return found

    def _stem(self, form: str) -> str:
        if not form.isalpha() or not 3 < len(form) <= 40 or form in NAMES:
            return form
        words = self._words or lexicon()
        return self._snow(words.lemma(form) if words.is_nominal(form) else form)

    def _snow(self, form: str) -> str:
        if self._snowball is None:
            import snowballstemmer  # reads all its languages: only for whoever meets a new word

            self._snowball = snowballstemmer.stemmer("dutch").stemWord
        return self._snowball(form)

    def parts(self, form: str) -> tuple[tuple[str, str], ...]:
        """The parts of a compound as (term, part as written), deeper ones too; nothing for a word that is none."""
        known = None if self._known is None else self._known(form)
        if known is not None:
            return known[1]
        if len(form) < MIN_COMPOUND or not form.isalpha() or form in NAMES:
            return ()
        found = self._parts.get(form)
        if found is None:
            deep: dict[str, str] = {}
            split = (self._words or lexicon()).split
            todo = list(split(form))
            while todo:
                part = todo.pop(0)
                if part != form:
                    deep.setdefault(self.stem(part), part)
                    todo += [inner for inner in split(part) if inner != part]
            deep.pop(self.stem(form), None)
            found = self._parts[form] = tuple(deep.items())
        return found

    def fields(self, text: str) -> Fields:
        """The terms of a passage's text."""
        terms: list[str] = []
        parts: list[str] = []
        surface: list[str] = []
        joined: list[str] = []
        for raw in _WORD.findall(text):
            found = self._read.get(raw)
            if found is None:
                found = self._read[raw] = self._fields_of(raw)
            terms += found[0]
            parts += found[1]
            surface += found[2]
            joined += found[3]
        found_in = " ".join(term for reference in references(text) for term in reference.terms)
        return Fields(" ".join(terms), " ".join(parts), " ".join(surface), found_in, " ".join(joined))

    def _fields_of(self, raw: str) -> tuple[list[str], ...]:
        terms: list[str] = []
        parts: list[str] = []
        surface: list[str] = []
        joined: list[str] = []
        for word in words(raw):
            surface += word.pieces or (word.form,)
            joined += [word.form] if word.pieces else []
            for form in word.forms:
                if form not in DUTCH:
                    terms.append(self.stem(form))
                    if form is not word.form or not word.pieces:
                        parts += [term for term, _ in self.parts(form)]
        return terms, parts, surface, joined


@cache
def analyser() -> Analyser:
    """The analyser of this process."""
    return Analyser()
