"""The vocabulary compiled for spaCy: finds where labels stand in a text, and in what way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from ingest.compounds import MAX_WORD, MIN_WORD, cuts, ends, first_ends, runs
from ingest.labels import Form, Language, Word, base, forms, key, words
from ingest.language import pipeline
from knowledge.concepts import Vocabulary
from knowledge.dutch import LINKS, MIN_PART, lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Hit", "How", "Matcher"]

MAX_REMEMBERED = 200_000
_JOINERS = frozenset({",", "en", "of", "and", "or"})
_PREPOSITIONS = frozenset({"van", "in", "op", "bij", "voor", "met", "inzake", "rond"})
_NO_REACH = frozenset({"die", "dat", "en", "of", "als", "maar", "door"})


class How(IntEnum):
    """How a label was found, surest first."""

    EXACT = 0
    """The label's own words, capitals and accents aside."""
    LEMMA = 1
    """Other forms of its words: bedrijf, bedrijven."""
    COORDINATED = 2
    """A compound that is written in two places: kwaliteits- en kostenbeheersing."""
    HEAD = 3
    """The last part of a compound: beroepsonderwijs is onderwijs."""
    PHRASE = 4
    """A compound label written out: problemen in de aanvoerketens for aanvoerproblemen."""
    PART = 5
    """Another part of a compound: loonkostenkloof is about loonkosten."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A label found in the words `first` to `last` (exclusive) of a text.

    `region` is what the label itself covers: (word, letter) to (word, letter), so that a label inside a compound
    covers only its part.
    """

    form: Form
    how: How
    first: int
    last: int
    region: tuple[tuple[int, int], tuple[int, int]]

    @classmethod
    def over(cls, form: Form, how: How, first: int, last: int) -> Hit:
        """A hit on whole words."""
        return cls(form, how, first, last, ((first, 0), (last, 0)))

    def covers(self, other: Hit) -> bool:
        """Whether this label reaches over all that the other covers."""
        return self.region[0] <= other.region[0] and other.region[1] <= self.region[1]


class Matcher:
    """Finds labels in texts. Making one takes seconds (it reads the word lists).

    `forms` are the labels that it looks for.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._nlp = pipeline()  # first: it imports spaCy without what spaCy would load of torch
        from spacy.matcher import PhraseMatcher

        self._single: dict[str, list[Form]] = defaultdict(list)
        self._pairs: dict[str, dict[str, list[Form]]] = defaultdict(lambda: defaultdict(list))
        self._twos: dict[str, dict[str, list[Form]]] = defaultdict(lambda: defaultdict(list))
        self._parts: dict[str, tuple[tuple[Form, int, int], ...]] = {}
        self._by_match: dict[int, list[Form]] = defaultdict(list)
        self._matchers = {
            How.EXACT: PhraseMatcher(self._nlp.vocab, attr="NORM"),
            How.LEMMA: PhraseMatcher(self._nlp.vocab, attr="LEMMA"),
        }
        self.forms = tuple(forms(vocabulary))
        for form in self.forms:
            self._add(form)
        self._part_words = frozenset(self._single)

    def _add(self, form: Form) -> None:
        doc = self._doc(words(form.label))
        self._register(How.EXACT, " ".join(form.keys), form, doc)
        if form.language is not Language.EN:
            self._register(How.LEMMA, " ".join(token.lemma_ for token in doc), form, doc)
            if form.is_part:
                for name in {form.keys[0], form.bases[0]}:
                    self._single[name].append(form)
                self._add_pair(form)
            elif len(form.keys) == 2 and not form.cased:
                self._twos[form.bases[0]][form.bases[1]].append(form)

    def _register(self, how: How, name: str, form: Form, doc: Doc) -> None:
        known = f"{how.name} {name}"
        number = self._nlp.vocab.strings.add(known)
        if number not in self._by_match:
            self._matchers[how].add(known, [doc])
        self._by_match[number].append(form)

    def _add_pair(self, form: Form) -> None:
        """Keeps a label of two parts by its last and first part, to find it written out."""
        parts = lexicon().split(form.keys[0])
        if len(parts) == 2 and min(map(len, parts)) >= MIN_PART:
            for first in {parts[0], *(parts[0].removesuffix(link) for link in LINKS if link)}:
                self._pairs[base(parts[1])][base(first)].append(form)

    def _doc(self, found: Sequence[Word]) -> Doc:
        """The words as spaCy sees them: NORM is the folded word, LEMMA its base form."""
        from spacy.tokens import Doc

        doc = Doc(self._nlp.vocab, words=[w.text for w in found])
        for _, component in self._nlp.pipeline:
            doc = component(doc)
        for token, word in zip(doc, found, strict=True):
            token.norm_ = word.key
            token.lemma_ = base(key(token.lemma_)) if token.lemma_ else base(word.key)
        return doc

    def find(self, found: Sequence[Word], *, english: bool = False) -> list[Hit]:
        """Every label in the words of one text, positive and negative ones, overlapping or not.

        `english` says that the text is English; the parts of Dutch compounds are then not looked for.
        """
        doc = self._doc(found)
        hits = [hit for how in self._matchers for hit in self._phrases(doc, found, how)]
        if not english:
            for index, word in enumerate(found):
                for form, start, end in self.parts(word.key):
                    how = How.HEAD if end == len(word.key) else How.PART
                    hits.append(Hit(form, how, index, index + 1, ((index, start), (index, end))))
            hits += self._coordinated(found)
            hits += self._written_out(found)
            hits += self._with_more_between(found)
        return hits

    def _phrases(self, doc: Doc, found: Sequence[Word], how: How) -> Iterator[Hit]:
        matcher: Any = self._matchers[how]
        for number, first, last in matcher(doc):
            spelled = tuple(w.text for w in found[first:last])
            for form in self._by_match[number]:
                if form.allows(spelled):
                    yield Hit.over(form, how, first, last)

    def parts(self, word: str) -> tuple[tuple[Form, int, int], ...]:
        """The labels that are a part, or a run of parts, of a folded compound, with the letters that they cover."""
        known = self._parts.get(word)
        if known is None:
            known = tuple(self._find_parts(word)) if MIN_WORD <= len(word) <= MAX_WORD and word.isalpha() else ()
            if len(self._parts) < MAX_REMEMBERED:
                self._parts[word] = known
        return known

    def _find_parts(self, word: str) -> Iterator[tuple[Form, int, int]]:
        for start, end in sorted(runs(word) | ends(word, self._part_words)):
            if end == len(word) and not _is_head(word, word[start:]):
                continue
            for form in self._labels_at(word, start, end):
                yield form, start, end

    def _labels_at(self, word: str, start: int, end: int) -> Iterable[Form]:
        part = word[start:end]
        names = dict.fromkeys([part, base(part)])
        if end < len(word):
            names |= dict.fromkeys(part.removesuffix(link) for link in LINKS if link)
        return dict.fromkeys(form for name in names for form in self._single.get(name, ()) if not form.is_name)

    def _coordinated(self, found: Sequence[Word]) -> Iterator[Hit]:
        """`kwaliteits- en kostenbeheersing` holds kwaliteitsbeheersing; `voordelen en -nadelen` goes the other way."""
        for index, word in enumerate(found):
            if word.hyphen and (partner := _partner(found, index)) is not None:
                whole = found[partner].key
                for cut in cuts(whole):
                    yield from self._as_one(word.key + whole[cut:], index, partner + 1)
            if word.leads and index >= 2 and found[index - 1].key in _JOINERS:
                whole = found[index - 2].key
                for cut in cuts(whole):
                    yield from self._as_one(whole[:cut] + word.key, index - 2, index + 1)
            if word.glued and index >= 1:
                yield from self._as_one(found[index - 1].key + word.key, index - 1, index + 1)

    def _as_one(self, word: str, first: int, last: int) -> Iterator[Hit]:
        for form in dict.fromkeys(f for name in (word, base(word)) for f in self._single.get(name, ())):
            yield Hit.over(form, How.COORDINATED, first, last)

    def _written_out(self, found: Sequence[Word]) -> Iterator[Hit]:
        """`problemen in de aanvoerketens` is aanvoerproblemen; two words may stand between."""
        for index in range(len(found) - 2):
            heads = self._pairs.get(base(found[index].key))
            if not heads or found[index + 1].key not in _PREPOSITIONS:
                continue
            for at in range(index + 2, min(index + 5, len(found))):
                word = found[at]
                if word.is_stop or word.key in _NO_REACH:
                    break
                names = {base(word.key), *(base(word.key[:cut]) for cut in first_ends(word.key))}
                matched = dict.fromkeys(form for name in names for form in heads.get(name, ()))
                if matched:
                    for form in matched:
                        yield Hit.over(form, How.PHRASE, index, at + 1)
                    break

    def _with_more_between(self, found: Sequence[Word]) -> Iterator[Hit]:
        """`flexibele en op maat afgestemde productie` is flexibele productie: the adjective shares its noun."""
        for index in range(len(found) - 3):
            nouns = self._twos.get(base(found[index].key))
            if not nouns or found[index + 1].key not in _JOINERS:
                continue
            for at in range(index + 3, min(index + 7, len(found))):
                if found[at - 1].is_stop and found[at - 1].key != ",":
                    break
                for form in nouns.get(base(found[at].key), ()):
                    yield Hit.over(form, How.COORDINATED, index, at + 1)


def _is_head(word: str, part: str) -> bool:
    """Whether a word may end in this part: its base form ends in that of the part (goedkoper is no koper)."""
    whole = lexicon().lemma(word)
    return whole == word or whole.endswith((part, lexicon().lemma(part)))


def _partner(found: Sequence[Word], index: int) -> int | None:
    """The whole word that completes a hanging one: `reis-, verblijfs- en transportkosten`."""
    for at in range(index + 1, min(index + 8, len(found))):
        word = found[at]
        if not (word.hyphen or word.key in _JOINERS):
            return at if at > index + 1 else None
    return None
