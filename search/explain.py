"""Why a passage was found, which words of it to mark, and how to cite it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.base import Stance
from knowledge.documents import Document, Passage, PassageKind
from search.analysis import Analyser, words
from search.legs import QueryTerm
from search.lexical import LexicalIndex, Mark
from search.stopwords import DUTCH

__all__ = ["Match", "best_sentence", "cite", "match", "reasons", "sentences"]

Span = tuple[int, int]

MAX_MARKED = 40
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


def sentences(text: str) -> list[Span]:
    """The sentences of a text as spans that together leave out only white space."""
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
    return spans or [(0, len(text))]


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def match(
    passage: Passage,
    terms: list[QueryTerm],
    phrases: Iterable[tuple[str, ...]],
    rarity: Mapping[str, float],
    index: LexicalIndex,
    analyser: Analyser,
) -> Match:
    """Finds the question's words in a passage. The spans are in order and lie in its text; at most 40 are given."""
    wanted = {name: term.form for term in terms for name in term.terms}
    pieces = {name: part for term in terms for name, part in term.parts}
    marked: list[tuple[Span, float]] = []
    whole: dict[str, None] = {}
    parts: dict[tuple[str, str], None] = {}
    for word in words(passage.text):
        if word.form in DUTCH:
            continue
        weight = 0.0
        for form in word.forms:
            stem = analyser.stem(form)
            if stem in wanted:
                whole.setdefault(wanted[stem])
                weight = max(weight, rarity.get(stem, 0.1))
                continue  # its parts say nothing more
            if stem in pieces:
                parts.setdefault((pieces[stem], form))
                weight = max(weight, rarity.get(stem, 0.1) / 2)
            for name, part in index.parts(form) or ():
                if name in wanted or name in pieces:
                    parts.setdefault((part, form))
                    weight = max(weight, rarity.get(name, 0.1) / 2)
        if weight > 0:
            marked.append(((word.start, word.end), weight))
    marked += [(span, 1.0) for span in _phrase_spans(passage.text, phrases)]
    sentence = best_sentence(passage.text, marked)
    spans = _chosen(marked, sentence)
    outside: dict[str, None] = {}
    for place, texts in (
        ("heading", (*passage.heading_path, passage.speaker or "")),
        ("footnote", tuple(note.text for note in passage.footnotes)),
    ):
        there = {analyser.stem(word.form) for text in texts for word in words(text)}
        outside.update({f"{place}: {t.form}": None for t in terms if t.form not in whole and there & set(t.terms)})
    return Match(spans, sentence, tuple(whole), tuple(parts), tuple(outside))


def _phrase_spans(text: str, phrases: Iterable[tuple[str, ...]]) -> list[Span]:
    sequence = [(piece, word) for word in words(text) for piece in (word.pieces or (word.form,))]
    spans = []
    for phrase in phrases:
        for at in range(len(sequence) - len(phrase) + 1):
            if tuple(piece for piece, _ in sequence[at : at + len(phrase)]) == phrase:
                spans.append((sequence[at][1].start, sequence[at + len(phrase) - 1][1].end))
    return spans


def best_sentence(text: str, marked: list[tuple[Span, float]]) -> Span:
    """The sentence in which the marked words weigh most; each different word counts once."""
    best, most = (0, 0), -1.0
    for start, end in sentences(text):
        weights: dict[str, float] = {}
        for (a, b), weight in marked:
            if start <= a and b <= end:
                weights[text[a:b].lower()] = weight
        if sum(weights.values()) > most:
            best, most = (start, end), sum(weights.values())
    return best


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
