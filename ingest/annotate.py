"""Passages become annotations: each concept with its words, how sure it is, and what the passage does with it."""

from __future__ import annotations

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ingest.context import Context
from ingest.labels import Rank, Word, words
from ingest.language import pipeline_name
from ingest.matcher import Hit, Matcher
from ingest.rules import ACCEPTED, Rules
from ingest.stance import stance_of
from knowledge.annotations import Annotation, Annotator, AnnotatorKind
from knowledge.base import Stance, Status
from knowledge.concepts import Vocabulary
from knowledge.documents import Passage, PassageKind

__all__ = ["Annotate", "annotator_version", "counts"]

NAME = "label-matcher"
ABOUT_AS_SURE = 0.1
CODE_VERSION = "3"
"""Raise it when a change of the code changes annotations: what is in a store is then made again."""


def annotator_version(vocabulary: Vocabulary) -> str:
    """The version of the annotator for this vocabulary, told without making one."""
    digest = hashlib.sha256(f"{CODE_VERSION}\n{pipeline_name()}".encode())
    for concept in vocabulary:
        digest.update(concept.model_dump_json().encode())
    return digest.hexdigest()[:16]


class Annotate:
    """Annotates passages with the concepts of a vocabulary.

    Making one takes a few seconds. It may be sent to another process, where it is made again from the vocabulary.
    `version` changes with the code, the vocabulary and the language pipeline.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._matcher = Matcher(vocabulary)
        labels = ((f.keys, f.concept) for f in self._matcher.forms if f.rank is not Rank.NEGATIVE)
        self._rules = Rules(vocabulary, labels)
        self.version = annotator_version(vocabulary)

    def __reduce__(self) -> tuple[type[Annotate], tuple[Vocabulary]]:
        return Annotate, (self._vocabulary,)

    def __call__(self, passages: Sequence[Passage]) -> list[Annotation]:
        """The annotations of these passages, in reading order; all carry the time of this call (UTC).

        In a sentence a concept is annotated once, at its most telling place. What is likely but not sure has the
        status *suggested*.
        """
        time = datetime.datetime.now(datetime.UTC)
        annotator = Annotator(kind=AnnotatorKind.RULE, name=NAME, version=self.version)
        return [a for passage in passages for a in self._annotations(passage, annotator, time)]

    def _annotations(self, passage: Passage, annotator: Annotator, time: datetime.datetime) -> Iterator[Annotation]:
        found = words(passage.text)
        if not found:
            return
        context = Context(passage.text, found, " ".join(passage.heading_path))
        hits = self._matcher.find(found, english=context.is_english)
        question = passage.kind is PassageKind.QUESTION
        for hit, sure, stance in _chosen(context, self._rules.judge(context, hits), question=question):
            yield Annotation.on(
                passage,
                hit.form.concept,
                *_span(found, hit),
                annotator=annotator,
                time=time,
                confidence=round(sure, 2),
                stance=stance,
                status=Status.ACCEPTED if sure >= ACCEPTED else Status.SUGGESTED,
            )


def _span(found: Sequence[Word], hit: Hit) -> tuple[int, int]:
    """The letters of the hit, with what a hyphen ties to them: `COVID-19` in `COVID-19-crisis` is the whole word."""
    first, last = hit.first, hit.last
    while first > 0 and found[first].glued:
        first -= 1
    while last < len(found) and found[last].glued:
        last += 1
    return found[first].start, found[last - 1].end


def _chosen(
    context: Context, scored: Sequence[tuple[float, Hit]], *, question: bool
) -> list[tuple[Hit, float, Stance]]:
    """For each concept one hit a sentence: of those about as sure as the surest the longest, then the first."""
    found: dict[tuple[str, int], list[tuple[float, Hit]]] = defaultdict(list)
    for sure, hit in scored:
        found[hit.form.concept, context.sentence(hit.first).start].append((sure, hit))
    chosen = []
    for places in found.values():
        enough = max(sure for sure, _ in places) - ABOUT_AS_SURE
        sure, hit = min((p for p in places if p[0] >= enough), key=lambda p: (p[1].first - p[1].last, p[1].first))
        chosen.append((hit, sure, stance_of(context, hit.first, hit.last, question=question)))
    return sorted(chosen, key=lambda c: (c[0].first, c[0].last, c[0].form.concept))


def counts(annotations: Iterable[Annotation]) -> dict[str, dict[str, int]]:
    """For each concept how many passages hold it, and in how many each stance is taken; most frequent first.

    Only accepted annotations count; `suggested` tells in how many further passages the concept is merely suggested.
    """
    accepted: dict[str, dict[str, set[str]]] = {}
    suggested: dict[str, set[str]] = {}
    for annotation in annotations:
        if annotation.status is Status.ACCEPTED:
            by_stance = accepted.setdefault(annotation.concept, {})
            by_stance.setdefault(annotation.stance.value, set()).add(annotation.passage)
        elif annotation.status is Status.SUGGESTED:
            suggested.setdefault(annotation.concept, set()).add(annotation.passage)
    found = {}
    for concept in {*accepted, *suggested}:
        by_stance = accepted.get(concept, {})
        passages = set().union(*by_stance.values())
        row = {"passages": len(passages)} | {s.value: len(by_stance.get(s.value, ())) for s in Stance}
        found[concept] = row | {"suggested": len(suggested.get(concept, set()) - passages)}
    return dict(sorted(found.items(), key=lambda item: (-item[1]["passages"], item[0])))
