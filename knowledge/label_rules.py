"""The rules of the vocabulary's lint that are about labels: shared, repeated, or in the wrong language."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

from knowledge.concepts import Concept, Vocabulary
from knowledge.dutch import fold
from knowledge.findings import Finding, Kind, some, warning
from knowledge.occurrence import stems_of

__all__ = ["LABEL_RULES", "dutch_labels", "english_labels"]

_ID = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")
_ENGLISH = re.compile(r"\b(?:the|and|from|with|without|against|their|our|which)\b")
_DUTCH = re.compile(
    r"\b(?:het|een|van|voor|naar|door|bij|uit|onder|tussen|tegen|wordt|worden|niet|geen|zijn|met|ook|wie)\b"
)
"""Little words that only the one language has; `of` and `in` belong to both."""


def dutch_labels(concept: Concept) -> tuple[str, ...]:
    """Its Dutch labels, the preferred one first."""
    return (concept.pref.nl, *concept.alt.nl, *concept.hidden.nl)


def english_labels(concept: Concept) -> tuple[str, ...]:
    """Its English labels, the preferred one first."""
    return (*((concept.pref.en,) if concept.pref.en else ()), *concept.alt.en, *concept.hidden.en)


def labels_are_unique_in_a_concept_scheme(vocabulary: Vocabulary) -> Iterator[Finding]:
    """Two concepts of one concept scheme do not share a label."""
    for scheme_id, scheme in vocabulary.schemes.items():
        for label, ids in _owners(scheme.concepts).items():
            if len(ids) > 1:
                sentence = f"the label '{label}' belongs to {', '.join(sorted(ids))}."
                cure = "Give it to one, or part the two."
                yield warning(Kind.COLLISION, scheme_id, sentence, cure, labels=[label], others=sorted(ids))


def concepts_that_share_a_label_are_linked(vocabulary: Vocabulary) -> Iterator[Finding]:
    """Concepts of different concept schemes that share a label know of each other."""
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for label, ids in _owners(vocabulary).items():
        ordered = sorted(ids)
        for at, one in enumerate(ordered):
            for other in ordered[at + 1 :]:
                if one.split("/")[0] != other.split("/")[0]:
                    shared[one, other].append(label)
    for (one, other), labels in shared.items():
        if other not in _linked(vocabulary.concept(one)) and one not in _linked(vocabulary.concept(other)):
            sentence = f"shares {some(labels)} with {other}, and nothing links the two."
            cure = "Name each under `related` of the other, or part the labels."
            yield warning(Kind.ACROSS, one, sentence, cure, labels=labels, others=[other])


def labels_stand_once(vocabulary: Vocabulary) -> Iterator[Finding]:
    """A concept does not have the same label twice in one language; accents and capitals do not make it another."""
    for concept in vocabulary:
        for language, labels in (("Dutch", dutch_labels(concept)), ("English", english_labels(concept))):
            times = Counter(fold(label) for label in labels)
            twice = [label for label, count in times.items() if count > 1]
            if twice:
                sentence = f"has the {language} label {some(twice)} twice."
                yield warning(Kind.TWICE, concept.id, sentence, "Remove one.", labels=twice)


def negative_labels_are_other_words(vocabulary: Vocabulary) -> Iterator[Finding]:
    """A negative label is no other form of a label (kopers, koper): it would keep that label from being found."""
    for concept in vocabulary:
        stems = {tuple(stems_of(label)): label for label in dutch_labels(concept)}
        for negative in concept.negative:
            label = stems.get(tuple(stems_of(negative)))
            if label is not None:
                sentence = f"has the negative label '{negative}', which is a form of its label '{label}'."
                cure = "Remove it, or write the words around it that make the difference."
                yield warning(Kind.SELF_DENIED, concept.id, sentence, cure, labels=[negative, label])


def labels_are_in_their_language(vocabulary: Vocabulary) -> Iterator[Finding]:
    """A label in the words of the other language stands there too; names, which have capitals, are left alone."""
    for concept in vocabulary:
        dutch, english = dutch_labels(concept), english_labels(concept)
        for language, other, own, others, tells in (
            ("Dutch", "English", dutch, english, _ENGLISH),
            ("English", "Dutch", english, dutch, _DUTCH),
        ):
            there = {fold(label) for label in others}
            strange = [label for label in own if label.islower() and tells.search(label) and fold(label) not in there]
            if strange:
                sentence = f"has among its {language} labels {some(strange)}, which looks {other}."
                cure = f"Move it to the {other} labels, or write it there too where both languages use it."
                yield warning(Kind.LANGUAGE, concept.id, sentence, cure, labels=strange)


LABEL_RULES: tuple[Callable[[Vocabulary], Iterator[Finding]], ...] = (
    labels_are_unique_in_a_concept_scheme,
    concepts_that_share_a_label_are_linked,
    labels_stand_once,
    negative_labels_are_other_words,
    labels_are_in_their_language,
)


def _owners(concepts: Iterable[Concept]) -> dict[str, set[str]]:
    """The concepts that have each label; an abbreviation counts with its capitals."""
    owners: dict[str, set[str]] = defaultdict(set)
    for concept in concepts:
        for label in concept.labels():
            owners[label if label.isupper() else label.casefold()].add(concept.id)
    return owners


def _linked(concept: Concept) -> frozenset[str]:
    """The concepts that this one points to, in its fields or in the sentence on its use."""
    told = _ID.findall(concept.note.nl) if concept.note else []
    return frozenset((*concept.related, *concept.match, *told, *((concept.broader,) if concept.broader else ())))
