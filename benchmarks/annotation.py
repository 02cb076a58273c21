"""How well concepts are found, beside plain label matching on word boundaries (the rule of Climate Policy Radar)."""

from __future__ import annotations

import datetime
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.tables import SHARED, table, timed
from ingest.annotate import Annotate
from ingest.evaluate import evaluate_annotation
from ingest.pipeline import run as ingest
from knowledge.annotations import Annotation, Annotator, AnnotatorKind
from knowledge.catalogue import read_vocabulary
from knowledge.concepts import Vocabulary
from knowledge.documents import Passage
from knowledge.store import Store

PLAIN = Annotator(kind=AnnotatorKind.RULE, name="plain-labels", version="1")


class PlainLabels:
    """Every label between word boundaries, longest first; a label with a capital keeps its case; all asserted."""

    version = "plain"

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._patterns = [
            (concept.id, self._pattern([x for x in concept.labels() if x.islower()], re.IGNORECASE))
            for concept in vocabulary
        ] + [(concept.id, self._pattern([x for x in concept.labels() if not x.islower()], 0)) for concept in vocabulary]

    @staticmethod
    def _pattern(labels: Sequence[str], flags: int) -> re.Pattern[str] | None:
        if not labels:
            return None
        words = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
        return re.compile(rf"(?<!\w)(?:{words})(?!\w)", flags)

    def __call__(self, passages: Sequence[Passage]) -> list[Annotation]:
        now = datetime.datetime.now(datetime.UTC)
        found: dict[str, Annotation] = {}
        for passage in passages:
            for concept, pattern in self._patterns:
                for match in pattern.finditer(passage.text) if pattern else ():
                    made = Annotation.on(
                        passage, concept, match.start(), match.end(), annotator=PLAIN, time=now, confidence=1.0
                    )
                    found[made.id] = made
        return list(found.values())


def run() -> str:
    """Scores of both on the development gold, over the stored passages of the same documents."""
    vocabulary = read_vocabulary()
    gold = SHARED / "eval" / "annotation-dev.json"
    head = ("annotator", "concept F1", "P", "R", "span overlap F1", "span Jaccard F1", "stance", "passages/s")
    rows = []
    windows: object = 0
    labels: object = 0
    for name, annotate in (("Thuishaven", Annotate(vocabulary)), ("plain labels", PlainLabels(vocabulary))):
        with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "s.sqlite") as store:
            ingest(sorted((SHARED / "corpus").glob("*.txt")), store)
            passages = list(store.passages())
            made, seconds = timed(lambda a=annotate, p=passages: a(p), repeats=1)  # type: ignore[misc]
            for document in store.documents():
                inside = [a for a in made if a.passage.startswith(document.id + "/")]
                store.replace_annotations(document.id, inside)
            report = evaluate_annotation(gold, store, annotate)  # type: ignore[arg-type]
        metrics: Any = report["metrics"]
        windows, labels = report["windows"], report["labels"]
        concept = metrics["concept"]
        rows.append(
            (
                name,
                concept["f1"],
                concept["precision"],
                concept["recall"],
                metrics["span_overlap"]["f1"],
                metrics["span_jaccard"]["f1"],
                metrics["stance_accuracy"],
                f"{len(passages) / seconds:.0f}",
            )
        )
    return table(f"Annotation: {windows} windows, {labels} labels", head, rows)
