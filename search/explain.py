"""Why a passage was found, which words of it to mark, and how to cite it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge.base import Stance
from knowledge.documents import Document, Passage, PassageKind
from search.analysis import Analyser, Word, words
from search.references import references
from search.stopwords import DUTCH

if TYPE_CHECKING:
    from search.legs import QueryTerm
    from search.lexical import LexicalIndex, Mark

__all__ = ["Explainer", "Match", "best_sentence", "cite", "reasons", "sentences"]

Span = tuple[int, int]

MAX_MARKED = 40
MAX_NEAR = 5
"""So many near words are told as reasons."""
TOLD, NEAR = 0.5, 0.5
"""From which cosine on a near word is told, and what it weighs beside a word of rarity 1."""
_END = re.compile(
    r"(?<=[.!?\u2026])[\"'\u2019\u201d)\]]*\s+(?=[\"'\u2018\u201c\u201e(\u20ac]*[A-Z0-9\u00c0-\u00dd])|\n+"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:art|nr|blz|pp?|bv|bijv|bvb|ca|cf|dr|prof|mr|ir|ing|dhr|mevr|resp|incl|excl|vgl|zgn|afb|tab|fig|etc|st|vs"
    r"|par|hfst|red)|\b[A-Za-z](?:\.[A-Za-z])*)\.$",
    re.IGNORECASE,
)
_STANCES = {
    Stance.ASSERTED.value: "",
    Stance.DENIED.value: " (denied, not stated)",
    Stance.ASKED.value: " (asked, not stated)",
    Stance.HYPOTHETICAL.value: " (supposed, not stated)",
}


@dataclass(frozen=True)
class Match:
    """Where the question's words stand in a passage: the spans, what matched there, and what in headings and notes."""

    spans: tuple[Span, ...]
    sentence: Span
    terms: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]
    outside: tuple[str, ...]
    near: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Told:
    """What a word has to do with a question: how much it weighs, which words it is and which parts it shares."""

    weight: float = 0.0
    whole: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    near: tuple[tuple[str, str], ...] = ()


_NOTHING = _Told()


def sentences(text: str) -> list[Span]:
    """The sentences of a text as spans that together leave out only white space."""
    return list(_sentences(text))


@lru_cache(maxsize=512)
def _sentences(text: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    start = 0
    for end in [*(m for m in _END.finditer(text)), None]:
        stop = end.start() if end else len(text)
        if (
            end
            and end.group().strip("\n ") == ""
            and "\n" not in end.group()
            and _ABBREVIATION.search(text[start:stop][-20:])
        ):
            continue
        begin, close = _trimmed(text, start, stop + (len(end.group().rstrip()) if end else 0))
        if begin < close:
            spans.append((begin, close))
        start = end.end() if end else len(text)
    return tuple(spans) or ((0, len(text)),)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


class Explainer:
    """Explains the hits of one question. What it finds out about a word serves for every passage that has it."""

    def __init__(
        self,
        terms: list[QueryTerm],
        phrases: tuple[tuple[str, ...], ...],
        rarity: Mapping[str, float],
        index: LexicalIndex,
        analyser: Analyser,
        near: Mapping[str, Mapping[str, tuple[str, float]]] | None = None,
    ) -> None:
        """`near` gives for each word of the question the terms that mean nearly the same, with their cosine."""
        self._terms, self._phrases, self._rarity = terms, phrases, rarity
        self._index, self._analyser = index, analyser
        self._wanted = {name: term.form for term in terms for name in term.terms}
        self._pieces = {name: part for term in terms for name, part in term.parts}
        self._near: dict[str, tuple[str, float]] = {}
        for asked, terms_near in (near or {}).items():
            for term, (_, cosine) in terms_near.items():
                if cosine < TOLD or term in self._wanted or term in self._pieces:
                    continue
                if term not in self._near or cosine >= self._near[term][1]:
                    self._near[term] = (asked, cosine)
        self._asked = self._wanted.keys() | self._pieces.keys() | self._near.keys()
        self._seen: set[str] = set()
        self._told: dict[str, _Told] = {}  # of words that have something to do with the question
        self._references = {name: term.form for term in terms if term.reference for name in term.terms}

    def match(self, passage: Passage, meaning: Sequence[float] | None = None) -> Match:
        """Finds the question's words in a passage. The spans are in order and lie in its text; at most 40 are given.

        `meaning` is how near each of its `sentences` is to the question; the best sentence is chosen by that too.
        """
        marked: list[tuple[Span, float]] = []
        whole: dict[str, None] = {}
        parts: dict[tuple[str, str], None] = {}
        near: dict[tuple[str, str], None] = {}
        content = _read(passage.text)
        self._look_at(content.forms.keys() - self._seen)
        telling = content.forms.keys() & self._told.keys()
        found = [(word, self._told[form]) for form in telling for word in content.forms[form]]
        found += [(word, self._of(word.forms)) for word in content.hyphened]
        for word, told in sorted(found, key=lambda one: one[0].start):
            if told is not _NOTHING:
                whole.update(dict.fromkeys(told.whole))
                parts.update(dict.fromkeys(told.parts))
                near.update(dict.fromkeys(told.near))
                marked.append(((word.start, word.end), told.weight))
        for reference in references(passage.text) if self._references else ():
            asked = [(self._references[term], term) for term in reference.terms if term in self._references]
            whole.update(dict.fromkeys(form for form, _ in asked))
            weights = [self._rarity.get(term, 0.1) for _, term in asked]
            marked += [((reference.start, reference.end), weight) for weight in weights[:1]]
        if self._phrases:
            marked += [(span, 1.0) for span in _phrase_spans(content.words, self._phrases)]
        sentence = best_sentence(passage.text, marked, meaning)
        spans = _chosen(marked, sentence)
        outside: dict[str, None] = {}
        for place, texts in (
            ("heading", (*passage.heading_path, passage.speaker or "")),
            ("footnote", tuple(note.text for note in passage.footnotes)),
        ):
            forms = {word.form for text in texts for word in _read(text).words}
            self._index.learn(forms)
            there = {self._analyser.stem(form) for form in forms}
            if self._references:
                there |= {term for text in texts for reference in references(text) for term in reference.terms}
            outside.update(
                {f"{place}: {t.form}": None for t in self._terms if t.form not in whole and there & set(t.terms)}
            )
        return Match(spans, sentence, tuple(whole), tuple(parts), tuple(outside), tuple(near))

    def _look_at(self, forms: set[str]) -> None:
        """Finds out about words. Most have nothing to do with the question, and that must be seen at once."""
        found, asked = self._index.learn(forms), self._asked
        self._seen |= forms
        for form in forms:
            known = found[form]
            if (
                known is not None
                and known[0] not in asked
                and not (known[1] and any(part in asked for part, _ in known[1]))
            ):
                continue
            told = self._of((form,))
            if told is not _NOTHING:
                self._told[form] = told

    def _of(self, found: tuple[str, ...]) -> _Told:
        """What a word of a passage, given by its forms, has to do with the question."""
        if found[0] in DUTCH:
            return _NOTHING
        wanted, pieces, rarity = self._wanted, self._pieces, self._rarity
        weight = 0.0
        whole: list[str] = []
        parts: list[tuple[str, str]] = []
        near: list[tuple[str, str]] = []
        for form in found:
            stem, inner = self._index.word(form) or (self._analyser.stem(form), ())
            if stem in wanted:
                whole.append(wanted[stem])
                weight = max(weight, rarity.get(stem, 0.1))
                continue  # its parts say nothing more
            if stem in pieces:
                parts.append((pieces[stem], form))
                weight = max(weight, rarity.get(stem, 0.1) / 2)
            if stem in self._near:
                asked, cosine = self._near[stem]
                near.append((form, asked))
                weight = max(weight, NEAR * cosine)
            for name, part in inner:
                if name in wanted or name in pieces:
                    parts.append((part, form))
                    weight = max(weight, rarity.get(name, 0.1) / 2)
        return _Told(weight, tuple(whole), tuple(parts), tuple(near)) if weight > 0 else _NOTHING


@dataclass(frozen=True, slots=True)
class _Content:
    """The words of a passage in order; those without hyphens by their form, and those with."""

    words: tuple[Word, ...]
    forms: dict[str, list[Word]]
    hyphened: list[Word]


@lru_cache(maxsize=512)
def _read(text: str) -> _Content:
    """What a passage says; of the passages that were shown last it is remembered."""
    content = _Content(tuple(words(text)), {}, [])
    for word in content.words:
        if word.pieces:
            content.hyphened.append(word)
        else:
            content.forms.setdefault(word.form, []).append(word)
    return content


def _phrase_spans(content: Iterable[Word], phrases: Iterable[tuple[str, ...]]) -> list[Span]:
    sequence = [(piece, word) for word in content for piece in (word.pieces or (word.form,))]
    spans = []
    for phrase in phrases:
        for at in range(len(sequence) - len(phrase) + 1):
            if tuple(piece for piece, _ in sequence[at : at + len(phrase)]) == phrase:
                spans.append((sequence[at][1].start, sequence[at + len(phrase) - 1][1].end))
    return spans


def best_sentence(text: str, marked: list[tuple[Span, float]], meaning: Sequence[float] | None = None) -> Span:
    """The sentence in which the marked words weigh most, each different word once; and which is nearest in meaning.

    Words and meaning count alike, each as a share of the best that a sentence of this text has.
    """
    spans = sentences(text)
    weighed = []
    for start, end in spans:
        weights = {text[a:b].lower(): weight for (a, b), weight in marked if start <= a and b <= end}
        weighed.append(sum(weights.values()))
    most = max(weighed) or 1.0
    nearest = max(meaning, default=0.0) if meaning else 0.0
    if meaning and nearest > 0:
        cosines = [*meaning, *(0.0 for _ in range(len(spans) - len(meaning)))]
        weighed = [weight / most + cosine / nearest for weight, cosine in zip(weighed, cosines, strict=False)]
    return spans[weighed.index(max(weighed))]


def _chosen(marked: list[tuple[Span, float]], sentence: Span) -> tuple[Span, ...]:
    """The spans without overlaps, those of the best sentence before the others, in order of place."""
    ordered = sorted({span for span, _ in marked}, key=lambda s: (not (sentence[0] <= s[0] < sentence[1]), s[0], -s[1]))
    merged: list[Span] = []
    for start, end in sorted(ordered[:MAX_MARKED]):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def reasons(
    passage: Passage,
    found: Match,
    phrases: Iterable[tuple[str, ...]],
    marks: Iterable[Mark],
    similarity: float | None,
) -> list[str]:
    """Short sentences, in English, on why a passage was found."""
    why = [f"phrase: {' '.join(phrase)}" for phrase in phrases]
    why += [f"term: {term}" for term in found.terms]
    why += found.outside
    why += [
        f"compound part: {part} in {word}" if part != word else f"compound part: {part}" for part, word in found.parts
    ]
    why += [f"near word: {word} ({asked})" for word, asked in found.near[:MAX_NEAR]]
    why += [f"concept: {mark.concept}{_STANCES[mark.stance]}" for mark in _surest(marks)]
    if similarity is not None:
        why.append(f"similarity {similarity:.2f}")
    if passage.kind is PassageKind.QUESTION:
        why.append("a question: asked, not stated")
    return why


def _surest(marks: Iterable[Mark]) -> list[Mark]:
    """One mark for each concept: the asserted one where there is one."""
    chosen: dict[str, Mark] = {}
    for mark in marks:
        if mark.concept not in chosen or mark.stance == Stance.ASSERTED.value:
            chosen[mark.concept] = mark
    return list(chosen.values())


def cite(document: Document, passage: Passage) -> str:
    """A line to paste: publisher, title, date, section, page and the passage's own name."""
    parts = [document.publisher or "", document.title, document.date.value or "no date"]
    if passage.heading_path:
        parts.append(f"\u201c{passage.heading_path[-1]}\u201d")
    if passage.page is not None:
        last = passage.page_end
        parts.append(f"pp. {passage.page}-{last}" if last is not None and last > passage.page else f"p. {passage.page}")
    return f"{', '.join(part for part in parts if part)} [{passage.id}]"
