"""Facts of a profile drawn from a case or from an ingested document: suggestions with their evidence, never facts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import Field, StringConstraints, model_validator

from knowledge.annotations import Annotation, facts
from knowledge.base import Basis, Citation, Claim, Record, Sentence, Stance, Status, Text
from knowledge.cases import Case, DefinitionTest
from knowledge.catalogue import Catalogue
from knowledge.concepts import Vocabulary
from knowledge.documents import Passage, PassageId, PassageKind
from knowledge.facts import SCHEMES, Fact
from knowledge.interview import QUESTIONS, as_yaml
from knowledge.plain_facts import PlainFact, clauses, plain_facts
from knowledge.profiles import Profile
from knowledge.store import Store

__all__ = ["Ground", "Suggestion", "as_profile", "from_case", "from_document"]

MOST, QUOTE_WORDS, QUOTE_LENGTH = 3, 25, 400
"""How many values a document suggests for a fact, and how much of a passage is quoted: words and characters."""


class Ground(StrEnum):
    """On what a suggestion rests.

    A field of a case that its source states or that we inferred; accepted annotations of a document; or its words.
    """

    STATED = "stated"
    INFERRED = "inferred"
    ANNOTATED = "annotated"
    WORDS = "words"


class Suggestion(Record):
    """A value that a fact of a profile may have, as it would stand there, and where it comes from.

    `origin` says that in Dutch. From a case come the `citations` of its field and, where we inferred, a `note`; from a
    document the `passage`, at most 25 words of it, and in how many `passages` it is told.
    """

    fact: Fact
    value: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    label: Sentence
    ground: Ground
    origin: Sentence
    citations: tuple[Citation, ...] = ()
    note: Sentence | None = None
    passage: PassageId | None = None
    quote: str = ""
    passages: Annotated[int, Field(ge=0)] = 0

    @model_validator(mode="after")
    def its_evidence_is_there(self) -> Self:
        if self.ground in (Ground.ANNOTATED, Ground.WORDS) and not (self.passage and self.quote):
            raise ValueError("what a document suggests needs its passage and a quote")
        if self.ground in (Ground.STATED, Ground.INFERRED) and not (self.citations or self.note):
            raise ValueError("what a case suggests needs a citation or a note")
        if len(self.quote.split()) > QUOTE_WORDS:
            raise ValueError(f"a quote has at most {QUOTE_WORDS} words")
        return self


_DEFINITIONS: Final = {
    DefinitionTest.NARROW: "definitions/reshoring-narrow",
    DefinitionTest.BROAD: "definitions/reshoring-broad",
}
_IMPLIED: Final = {
    "motives/circular-production": Fact.CIRCULARITY,
    "motives/sheltered-workshop-partner": Fact.SOCIAL_PARTNER,
}
"""Motives of a case from which we infer a yes."""
_SAYS_NOTHING: Final = frozenset(
    f"definitions/{name}"
    for name in (
        *("home-country", "host-country", "value-chain", "supply-chain", "total-cost-of-ownership"),
        "reshoring-object",
    )
) | {"governance-models/unclear"}
"""Concepts of a fact's schemes that are no kind of move, or say that it is not known."""
_MONEY: Final = "instruments/financial-incentives"
"""The instruments that a firm can ask for; the others are what a government does."""
_ORDER: Final = [question.fact for question in QUESTIONS]
_GROUNDS: Final = {
    Ground.STATED: "vermeld",
    Ground.INFERRED: "afgeleid",
    Ground.ANNOTATED: "geannoteerd",
    Ground.WORDS: "zo verwoord",
}


def from_case(case: Case, catalogue: Catalogue) -> tuple[Suggestion, ...]:
    """What a case tells of the facts of a profile, in the order of the interview; what is not stated gives nothing."""
    words = catalogue.vocabulary

    def told(fact: Fact, value: str, field: str, basis: Basis, cited: Sequence[Citation], note: str | None) -> None:
        places = [f"{catalogue.source(one.source).title}, {one.locator}" for one in cited]
        found.append(
            Suggestion(
                fact=fact,
                value=value,
                label=words.concept(value).pref.nl if value in words else value,
                ground=Ground.STATED if basis is Basis.STATED else Ground.INFERRED,
                origin="; ".join(dict.fromkeys((f"geval {case.id}, {field}", *places))),
                citations=tuple(cited),
                note=note,
            )
        )

    def claims(fact: Fact, listed: Iterable[Claim], field: str) -> None:
        for one in listed:
            if one.stance is Stance.ASSERTED:
                told(fact, one.concept, field, one.basis, one.citations, one.note)

    def places(fact: Fact, field: Text, name: str) -> None:
        for place in _places(field.value or "", words):
            told(fact, place, name, field.basis, field.citations, field.note)

    found: list[Suggestion] = []
    claims(Fact.SECTOR, case.sectors, "sector")
    if case.object.value and len(case.object.value) <= 200:
        told(
            *(Fact.ACTIVITY, case.object.value, "wat terugkeerde"),
            *(case.object.basis, case.object.citations, case.object.note),
        )
    model = case.governance
    if model.value and model.value not in _SAYS_NOTHING:
        told(Fact.ACTIVITY, model.value, "governancemodel", model.basis, model.citations, model.note)
    claims(Fact.MOTIVE, case.motives, "motief")
    tested = case.definition
    if tested.value in _DEFINITIONS:
        meant = _DEFINITIONS[tested.value]
        told(Fact.DEFINITION, meant, "definitie", tested.basis, tested.citations, tested.note)
    places(Fact.ROUTE_FROM, case.route.origin, "herkomst")
    places(Fact.ROUTE_TO, case.route.destination, "bestemming")
    for one in case.motives:
        if one.concept in _IMPLIED and one.stance is Stance.ASSERTED:
            why = f"Het geval noemt het motief {words.concept(one.concept).pref.nl}."
            told(_IMPLIED[one.concept], "ja", "motief", Basis.INFERRED, one.citations, why)
    return _in_order(found)


def _places(text: str, vocabulary: Vocabulary) -> list[str]:
    """The jurisdictions that a text names by a proper name, without those that hold another one that it names."""
    if "jurisdictions" not in vocabulary.schemes:
        return []
    named = []
    for concept in vocabulary.of("jurisdictions"):
        rest = text
        for other in concept.negative:
            rest = rest.replace(other, " ")
        names = (label for label in concept.labels() if label[:1].isupper())
        if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", rest) for name in names):
            named.append(concept)
    above = {concept.broader for concept in named}
    return [concept.id for concept in named if concept.id not in above]


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
    return _in_order(found)


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
        fitting = [c for c in ranked if c.split("/")[0] in own and c not in _SAYS_NOTHING]
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


def _in_order(found: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Each value of a fact once, in the order of the interview."""
    once: dict[tuple[Fact, str], Suggestion] = {}
    for one in found:
        once.setdefault((one.fact, one.value), one)
    return tuple(sorted(once.values(), key=lambda one: _ORDER.index(one.fact)))


def as_profile(suggestions: Iterable[Suggestion]) -> str:
    """A profile in which all is unknown, and each suggestion a line that counts once a person takes its '#' away."""
    offered: defaultdict[Fact, list[tuple[str, str]]] = defaultdict(list)
    for one in suggestions:
        why = f"; {one.note.rstrip('.')}" if one.ground is Ground.INFERRED and one.note else ""
        quote = f": \u201c{one.quote}\u201d" if one.quote else ""
        remark = f"{one.label} ({_GROUNDS[one.ground]}{why}; bron: {one.origin}{quote})"
        offered[one.fact].append((one.value, remark))
    return as_yaml(Profile(), offered)
