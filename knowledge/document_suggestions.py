"""What an ingested document suggests for the profile of a project: concepts it asserts, and plain words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from knowledge.annotations import Annotation, facts
from knowledge.base import Stance, Status
from knowledge.concepts import Vocabulary
from knowledge.documents import Passage, PassageKind
from knowledge.facts import SCHEMES, Fact
from knowledge.plain_facts import PlainFact, clauses, plain_facts
from knowledge.store import Store
from knowledge.suggesting import QUOTE_WORDS, SAYS_NOTHING, Ground, Suggestion, in_order

__all__ = ["from_document"]

MOST, QUOTE_LENGTH = 3, 400
"""How many values a document suggests for a fact, and how many characters of a passage are quoted."""
_MONEY: Final = "instruments/financial-incentives"
"""The instruments that a firm can ask for; the others are what a government does."""


def from_document(document_id: str, store: Store, vocabulary: Vocabulary) -> tuple[Suggestion, ...]:
    """What a document suggests, in the order of the interview; raises UnknownRecord with near ids.

    Concepts that it asserts in more passages than it denies them, those of most passages first, at most three a fact;
    amounts, a size class and a route only where the words leave no doubt and the document gives one value alone.
    What is asked, a list of contents or of references tells nothing.
    """
    title = store.document(document_id).title.strip()[:200] or document_id
    silent = (PassageKind.QUESTION, PassageKind.CONTENTS, PassageKind.REFERENCE)
    passages = {p.id: p for p in store.passages(document_id) if p.kind not in silent}
    annotations = [a for a in store.annotations(document_id) if a.passage in passages]
    found = [*_from_annotations(annotations, passages, vocabulary, title)]
    found += _from_words(passages.values(), facts(annotations), vocabulary, title)
    return in_order(found)


def _from_annotations(
    annotations: Sequence[Annotation], passages: dict[str, Passage], vocabulary: Vocabulary, title: str
) -> Iterator[Suggestion]:
    first: dict[str, Annotation] = {}
    told: defaultdict[str, set[str]] = defaultdict(set)
    for one in facts(annotations):
        first.setdefault(one.concept, one)
        told[one.concept].add(one.passage)
    denied = Counter(
        concept
        for concept, _ in {
            (a.concept, a.passage) for a in annotations if a.stance is Stance.DENIED and a.status is Status.ACCEPTED
        }
    )
    ranked = sorted((c for c in told if len(told[c]) > denied[c] and c in vocabulary), key=lambda c: -len(told[c]))
    for fact, schemes in SCHEMES.items():
        # A name of a place does not say what it is to the project; a sector is no activity on its own.
        own = set(schemes) - {"jurisdictions"} - ({"sectors"} if fact is not Fact.SECTOR else set())
        fitting = [c for c in ranked if c.split("/")[0] in own and c not in SAYS_NOTHING]
        if fact is Fact.AID_FORM:
            forms = vocabulary.with_narrower(_MONEY) if _MONEY in vocabulary else set()
            fitting = [c for c in fitting if c in forms]
        for concept in fitting[:MOST]:
            one = first[concept]
            told_of = PlainFact(fact, concept, vocabulary.concept(concept).pref.nl, one.start, one.end)
            yield _read(told_of, Ground.ANNOTATED, passages[one.passage], title, len(told[concept]))


def _read(told: PlainFact, ground: Ground, passage: Passage, title: str, passages: int = 1) -> Suggestion:
    where = f"{title}, p. {passage.page}" if passage.page else title
    return Suggestion(
        fact=told.fact,
        value=told.value,
        label=told.label,
        ground=ground,
        origin=f"{where}, passage {passage.anchor}",
        passage=passage.id,
        quote=_quote(passage.text, told.start, told.end),
        passages=passages,
    )


def _from_words(
    passages: Iterable[Passage], asserted: Iterable[Annotation], vocabulary: Vocabulary, title: str
) -> Iterator[Suggestion]:
    """Amounts, the size class and the route; where the document gives two values for a fact, neither."""
    places: defaultdict[str, list[Annotation]] = defaultdict(list)
    for one in asserted:
        if one.concept.startswith("jurisdictions/") and one.concept in vocabulary:
            places[one.passage].append(one)
    found: defaultdict[Fact, list[Suggestion]] = defaultdict(list)
    for passage in passages:
        for told in plain_facts(passage.text, places[passage.id]):
            if told.value in vocabulary:
                told = replace(told, label=vocabulary.concept(told.value).pref.nl)
            found[told.fact].append(_read(told, Ground.WORDS, passage, title))
    for listed in found.values():
        if len({one.value for one in listed}) == 1:
            yield listed[0].model_copy(update={"passages": len({one.passage for one in listed})})


def _quote(text: str, start: int, end: int) -> str:
    """At most QUOTE_WORDS words around a span: its sentence, or what of it stands nearest to the span."""
    clause = next((c for c in clauses(text) if c.start() <= start < c.end()), None)
    low, high = (clause.start(), max(clause.end(), end)) if clause else (start, end)
    words = list(re.finditer(r"\S+", text[low:high]))
    if len(words) <= QUOTE_WORDS:
        return " ".join(word[0] for word in words)[:QUOTE_LENGTH]
    room = QUOTE_WORDS - 2
    first = next((n for n, word in enumerate(words) if low + word.end() > start), 0)
    first = max(0, min(first - room // 3, len(words) - room))
    shown = " ".join(word[0] for word in words[first : first + room])[:QUOTE_LENGTH]
    return ("\u2026 " if first else "") + shown + (" \u2026" if first + room < len(words) else "")
