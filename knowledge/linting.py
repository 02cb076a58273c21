"""The lint of the vocabulary: pure functions from all records, and what the documents show, to findings with a cure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from knowledge.annotations import Annotation, fact_counts
from knowledge.catalogue import Catalogue, concepts_of, curated
from knowledge.concepts import Vocabulary
from knowledge.documents import Passage
from knowledge.dutch import fold
from knowledge.findings import Finding, Kind, Severity, error, note, some, warning
from knowledge.label_rules import LABEL_RULES, dutch_labels
from knowledge.nace import is_nace
from knowledge.occurrence import occurring

__all__ = ["Corpus", "corpus_of", "lint", "used_concepts"]

TOO_MANY = 0.2
"""A concept that more than this share of the passages asserts hardly narrows a search."""
FEW_PASSAGES = 50
"""Of fewer passages no share is taken."""


@dataclass(frozen=True)
class Corpus:
    """What a store shows of the vocabulary: its passages, those that assert each concept, and the labels they hold."""

    passages: int
    facts: Mapping[str, int]
    labels: frozenset[str] = field(repr=False)


def corpus_of(passages: Iterable[Passage], annotations: Iterable[Annotation], vocabulary: Vocabulary) -> Corpus | None:
    """What these passages show; None where there are none."""
    read = list(passages)
    if not read:
        return None
    texts = (text for p in read for text in (p.text, *(footnote.text for footnote in p.footnotes)))
    labels = occurring({label for concept in vocabulary for label in dutch_labels(concept)}, texts)
    return Corpus(len(read), fact_counts(annotations), labels)


def lint(known: Catalogue, corpus: Corpus | None = None) -> list[Finding]:
    """All that there is to say of the vocabulary: the gravest first, then by kind, then in the order of the files."""
    found = [finding for rule in LABEL_RULES for finding in rule(known.vocabulary)]
    found += [finding for rule in RULES for finding in rule(known)]
    if corpus is not None:
        found += [finding for seen in SEEN for finding in seen(known, corpus)]
    severities, kinds = list(Severity), list(Kind)
    return sorted(found, key=lambda f: (severities.index(f.severity), kinds.index(f.kind)))


def used_concepts(known: Catalogue) -> frozenset[str]:
    """The concepts that a curated record or a source names."""
    used = {concept for _, record in curated(known) for concept in concepts_of(record)}
    for scheme in known.schemes.values():
        conditions = (
            *scheme.applies_when,
            *(asked for criterion in scheme.criteria for asked in criterion.applies_when),
        )
        used |= {value for condition in conditions for value in condition.values}
    for source in known.sources.values():
        used |= {f"document-kinds/{source.kind}", f"jurisdictions/{source.jurisdiction}"}
    return frozenset(used)


def pointers_lead_somewhere(known: Catalogue) -> Iterator[Finding]:
    """A broader, related or matched concept of our own vocabulary, and what replaces a concept, exists."""
    vocabulary = known.vocabulary
    for concept in vocabulary:
        ours = [m for m in concept.match if m.split("/")[0] in vocabulary.schemes]
        for other in (concept.broader, concept.replaced_by, *concept.related, *ours):
            if other is not None and other not in vocabulary:
                cure = "Correct the id or remove the pointer."
                yield error(Kind.POINTER, concept.id, f"points to {other}, which does not exist.", cure, others=[other])


def nothing_stands_above_itself(known: Catalogue) -> Iterator[Finding]:
    """Going up from a concept one never comes back to it."""
    vocabulary = known.vocabulary
    for concept in vocabulary:
        above, seen = concept.broader, {concept.id}
        while above is not None and above in vocabulary:
            if above in seen:
                yield error(Kind.CIRCLE, concept.id, "stands above itself.", "Break the circle.")
                break
            seen.add(above)
            above = vocabulary.concept(above).broader


def codes_have_the_form_of_nace(known: Catalogue) -> Iterator[Finding]:
    """A NACE code names a division that its section has."""
    for concept in known.vocabulary:
        for code in (*concept.exact, *concept.close):
            name, _, value = code.partition(":")
            if name == "nace2" and not is_nace(value):
                cure = "Write section and division, such as C27."
                sentence = f"the code {value} cannot be one of NACE Rev. 2."
                yield error(Kind.CODE, concept.id, sentence, cure, labels=[value])


def deprecated_concepts_are_not_used(known: Catalogue) -> Iterator[Finding]:
    """No record and no other concept names a concept that is out of use."""
    old = {concept.id: concept for concept in known.vocabulary if concept.deprecated is not None}
    users = [(name, frozenset(concepts_of(record))) for name, record in curated(known)] if old else []
    users += [
        (concept.id, frozenset((concept.broader or "", *concept.related, *concept.match)))
        for concept in known.vocabulary
        if concept.id not in old
    ]
    for name, named in users:
        for concept_id in sorted(old.keys() & named):
            instead = old[concept_id].replaced_by
            cure = f"Use {instead}." if instead else "Choose another concept."
            sentence = f"uses {concept_id}, which is out of use."
            yield warning(Kind.DEPRECATED, name, sentence, cure, others=[concept_id])


def definitions_are_there(known: Catalogue) -> Iterator[Finding]:
    """A concept has a definition and a preferred label in English; the record demands the Dutch ones."""
    for concept in known.vocabulary:
        if concept.definition.en is None:
            yield warning(Kind.DEFINITION, concept.id, "has no definition in English.", "Write one in your own words.")
        if concept.pref.en is None:
            yield warning(Kind.DEFINITION, concept.id, "has no preferred label in English.", "Write one.")


_SAYS_NOTHING = re.compile(
    r"de|het|een|en|of|in|op|van|voor|met|aan|is|zijn|bij|te|dat|die|wat|om|uit|the|an?|and|or|on|for|to|that|by|from"
)


def definitions_say_more_than_the_label(known: Catalogue) -> Iterator[Finding]:
    """A definition holds words that the preferred label does not hold."""
    for concept in known.vocabulary:
        for label, text in ((concept.pref.nl, concept.definition.nl), (concept.pref.en, concept.definition.en)):
            if label and text and _content(text) <= _content(label):
                cure = "Say what it is in other words."
                sentence = f"is defined by its own label, as '{text}'."
                yield warning(Kind.REPEATS, concept.id, sentence, cure, labels=[label])


def related_concepts_know_each_other(known: Catalogue) -> Iterator[Finding]:
    """When a concept is related to another, that one is related to it, and neither stands above the other."""
    vocabulary = known.vocabulary
    for concept in vocabulary:
        below = vocabulary.with_narrower(concept.id) if concept.related else frozenset()
        for other in concept.related:
            if other in below:
                cure = "Remove the relation: what is narrower is related already."
                yield warning(Kind.ONE_WAY, concept.id, f"is related to {other}, which it holds.", cure, others=[other])
            elif other in vocabulary and concept.id not in vocabulary.concept(other).related:
                cure = f"Add {concept.id} there under `related`."
                sentence = f"is related to {other}, but not the other way round."
                yield warning(Kind.ONE_WAY, concept.id, sentence, cure, others=[other])


RULES: tuple[Callable[[Catalogue], Iterator[Finding]], ...] = (
    pointers_lead_somewhere,
    nothing_stands_above_itself,
    codes_have_the_form_of_nace,
    deprecated_concepts_are_not_used,
    definitions_are_there,
    definitions_say_more_than_the_label,
    related_concepts_know_each_other,
)


def concepts_are_reached(known: Catalogue, corpus: Corpus) -> Iterator[Finding]:
    """A concept has a neighbour in the vocabulary, a record that names it or a passage that asserts it."""
    pointed = {other for c in known.vocabulary for other in (c.broader, *c.related, *c.match)}
    reached = used_concepts(known) | {concept for concept, count in corpus.facts.items() if count}
    for concept in known.vocabulary:
        alone = not (concept.broader or concept.related or concept.match or concept.id in pointed)
        if alone and concept.id not in reached:
            cure = "Give it a broader or related concept, or use it in a record."
            yield warning(Kind.ORPHAN, concept.id, "has no neighbour, no record that names it and no passage.", cure)


def concepts_narrow_a_search(known: Catalogue, corpus: Corpus) -> Iterator[Finding]:
    """No concept is asserted by so many passages that to filter on it hardly helps."""
    for concept in known.vocabulary if corpus.passages >= FEW_PASSAGES else ():
        count = corpus.facts.get(concept.id, 0)
        if count > TOO_MANY * corpus.passages:
            sentence = f"stands in {count} of {corpus.passages} passages ({count / corpus.passages:.0%})."
            cure = "Look whether an everyday label brings in too much; a negative label keeps look-alikes out."
            yield note(Kind.MANY, concept.id, sentence, cure)


def concepts_have_evidence(known: Catalogue, corpus: Corpus) -> Iterator[Finding]:
    """A concept is asserted by a passage or named by a record."""
    used = used_concepts(known)
    for concept in known.vocabulary:
        if not corpus.facts.get(concept.id) and concept.id not in used and concept.deprecated is None:
            cure = "Where the texts use another word, add it as a label; where they are silent, leave it."
            yield note(Kind.EVIDENCE, concept.id, "is asserted by no passage and named by no record.", cure)


def labels_occur(known: Catalogue, corpus: Corpus) -> Iterator[Finding]:
    """A Dutch label stands in the documents, in some form."""
    for concept in known.vocabulary:
        labels = dutch_labels(concept)
        absent = [label for label in labels if label not in corpus.labels]
        if absent:
            sentence = f"{len(absent)} of its {len(labels)} Dutch labels stand in no passage: {some(absent)}."
            cure = "Look whether it is spelled as the texts spell it; a word that only readers use may stay."
            yield note(Kind.ABSENT, concept.id, sentence, cure, labels=absent)


SEEN: tuple[Callable[[Catalogue, Corpus], Iterator[Finding]], ...] = (
    concepts_are_reached,
    concepts_narrow_a_search,
    concepts_have_evidence,
    labels_occur,
)
"""The rules that ask what the documents show."""


def _content(text: str) -> frozenset[str]:
    """The words that carry meaning, without an ending."""
    found = (fold(word) for word in re.findall(r"[^\W_]+", text))
    return frozenset(re.sub(r"(?:en|e|s)$", "", word) for word in found if not _SAYS_NOTHING.fullmatch(word))
