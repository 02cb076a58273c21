"""Measures annotations against a gold file: by concept, by span and by stance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ingest.annotate import Annotate
from ingest.gold import GoldLabel, Window, read_gold
from ingest.labels import Word, words
from knowledge.annotations import Annotation
from knowledge.base import Stance, Status
from knowledge.documents import Passage
from knowledge.store import Store

__all__ = ["evaluate_annotation"]

RUN = 5
"""So many words in a row tell that a passage and a window hold the same text."""
JACCARD = 0.5


class _Found(NamedTuple):
    """An annotation of ours with its place in the window."""

    concept: str
    start: int
    end: int
    stance: Stance


@dataclass
class _Tally:
    """Hits, false alarms and misses."""

    hits: int = 0
    extra: int = 0
    missed: int = 0

    def scores(self) -> dict[str, float]:
        """Precision, recall and F1; 0 where nothing was there to find."""
        precision = self.hits / (self.hits + self.extra) if self.hits + self.extra else 0.0
        recall = self.hits / (self.hits + self.missed) if self.hits + self.missed else 0.0
        both = 2 * self.hits + self.extra + self.missed
        f1 = 2 * self.hits / both if both else 0.0
        return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


@dataclass
class _Report:
    """What is counted over all windows of one or of all concept schemes."""

    concept: _Tally = field(default_factory=_Tally)
    span_overlap: _Tally = field(default_factory=_Tally)
    span_jaccard: _Tally = field(default_factory=_Tally)
    stances: list[bool] = field(default_factory=list)

    def metrics(self) -> dict[str, object]:
        """The report as JSON."""
        accuracy = round(sum(self.stances) / len(self.stances), 4) if self.stances else None
        return {
            "concept": self.concept.scores(),
            "span_overlap": self.span_overlap.scores(),
            "span_jaccard": self.span_jaccard.scores(),
            "stance_accuracy": accuracy,
            "stances_scored": len(self.stances),
        }


def evaluate_annotation(gold_path: Path, store: Store, annotate: Annotate) -> dict[str, object]:
    """Annotates the passages that lie in the gold's windows and compares; the result is the JSON of the report.

    A window is looked up in the stored document of that file name, so that our own reading of the document is measured
    too (`from_store`); where the document is not there, the window itself is annotated (`from_window`). Only accepted
    annotations count, and only concept schemes that occur in the gold are compared. A span is right when it overlaps a
    quote of the gold, or shares more than half of their joint letters with one. Raises MisuseError for a gold file
    that cannot be read.
    """
    windows = read_gold(gold_path)
    schemes = sorted({_scheme(label.concept) for window in windows for label in window.annotations})
    ids = {document.file: document.id for document in store.documents()}
    kept: dict[str, list[Passage]] = {}
    total, by_scheme, errors, from_store = _Report(), {scheme: _Report() for scheme in schemes}, [], 0
    for window in windows:
        if window.file in ids and window.file not in kept:
            kept[window.file] = list(store.passages(ids[window.file]))
        found = _in_passages(window.text, kept.get(window.file, []), annotate)
        from_store += found is not None
        if found is None:
            found = _in_window(window, annotate)
        found = [f for f in found if _scheme(f.concept) in schemes and f.concept not in window.disputed]
        missed, extra = _compare(window, found, total, by_scheme)
        if missed or extra:
            errors.append({"id": window.id, "missed": missed, "extra": extra})
    return {
        "windows": len(windows),
        "labels": sum(len(window.annotations) for window in windows),
        "from_store": from_store,
        "from_window": len(windows) - from_store,
        "metrics": total.metrics(),
        "by_scheme": {scheme: report.metrics() for scheme, report in by_scheme.items()},
        "errors": errors,
    }


def _in_window(window: Window, annotate: Annotate) -> list[_Found]:
    """The annotations of the window's own text."""
    if not window.text.strip():
        return []
    passage = Passage.make("window", 0, window.text, seen={})
    return [_Found(a.concept, a.start, a.end, a.stance) for a in _accepted(annotate([passage]))]


def _in_passages(text: str, passages: Sequence[Passage], annotate: Annotate) -> list[_Found] | None:
    """The annotations of stored passages whose words lie in the window; None when no passage touches it.

    Window and passages may differ in white space, punctuation, note numbers and hyphens at line ends, and each may be
    cut where the other is not, so their words are laid over each other by runs of RUN words.
    """
    window = _letters(text)
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, run in enumerate(_runs(window)):
        places[run].append(index)
    touching = []
    for passage in passages:
        inside = _letters(passage.text)
        offsets = [places.get(run, []) for run in _runs(inside)]
        if any(offsets):
            touching.append((passage, inside, offsets))
    if not touching:
        return None
    annotations: dict[str, list[Annotation]] = defaultdict(list)
    for annotation in _accepted(annotate([passage for passage, _, _ in touching])):
        annotations[annotation.passage].append(annotation)
    return [
        found
        for passage, inside, offsets in touching
        for annotation in annotations[passage.id]
        if (found := _placed(annotation, inside, offsets, window)) is not None
    ]


def _letters(text: str) -> list[Word]:
    """The words alone: numbers and punctuation are where two readings of one text differ."""
    return [word for word in words(text) if word.key.isalpha() or "'" in word.key]


def _runs(found: Sequence[Word]) -> Iterator[tuple[str, ...]]:
    for index in range(max(len(found) - RUN + 1, min(len(found), 1))):
        yield tuple(word.key for word in found[index : index + RUN])


def _placed(
    annotation: Annotation, inside: Sequence[Word], offsets: Sequence[list[int]], window: Sequence[Word]
) -> _Found | None:
    """The annotation at its place in the window; None when its words do not lie there."""
    covered = [i for i, word in enumerate(inside) if word.start < annotation.end and annotation.start < word.end]
    if not covered:
        return None
    first, last = covered[0], covered[-1]
    for run in range(max(0, first - RUN + 1), min(first + 1, len(offsets))):
        for place in offsets[run]:
            start, end = place + first - run, place + last - run
            same = end < len(window) and all(
                window[start + i].key == inside[first + i].key for i in range(last - first + 1)
            )
            if same:
                return _Found(annotation.concept, window[start].start, window[end].end, annotation.stance)
    return None


def _accepted(annotations: Iterable[Annotation]) -> list[Annotation]:
    return [a for a in annotations if a.status is Status.ACCEPTED]


def _compare(
    window: Window, found: Sequence[_Found], total: _Report, by_scheme: dict[str, _Report]
) -> tuple[list[str], list[str]]:
    """Counts one window; returns the concepts that were missed and those that were too many."""
    gold: dict[str, list[GoldLabel]] = defaultdict(list)
    ours: dict[str, list[_Found]] = defaultdict(list)
    for label in window.annotations:
        if label.concept not in window.disputed:
            gold[label.concept].append(label)
    for one in found:
        ours[one.concept].append(one)
    missed, extra = sorted(gold.keys() - ours.keys()), sorted(ours.keys() - gold.keys())
    for concept in {*gold, *ours}:
        for report in (total, by_scheme[_scheme(concept)]):
            report.concept.hits += concept not in missed and concept not in extra
            report.concept.missed += concept in missed
            report.concept.extra += concept in extra
            _count_spans(window.text, gold.get(concept, []), ours.get(concept, []), report)
    return missed, extra


def _count_spans(text: str, gold: Sequence[GoldLabel], ours: Sequence[_Found], report: _Report) -> None:
    """Counts the spans of one concept. The stance compared is that of our span that shares most with the label."""
    right: dict[str, set[_Found]] = {"overlap": set(), "jaccard": set()}
    for label in gold:
        spans = [span for quote in (label.quote, *label.quotes) for span in _places(text, quote)]
        shares = {one: max((_share(one, span) for span in spans), default=0.0) for one in ours}
        over = {one for one, share in shares.items() if share > 0}
        half = {one for one, share in shares.items() if share > JACCARD}
        right["overlap"] |= over
        right["jaccard"] |= half
        report.span_overlap.hits += bool(over)
        report.span_overlap.missed += not over
        report.span_jaccard.hits += bool(half)
        report.span_jaccard.missed += not half
        if label.stance is not None and ours:
            report.stances.append(max(ours, key=lambda one: shares[one]).stance is label.stance)
    report.span_overlap.extra += sum(one not in right["overlap"] for one in ours)
    report.span_jaccard.extra += sum(one not in right["jaccard"] for one in ours)


def _places(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """Where the quote stands in the window."""
    at = text.find(quote)
    while at >= 0:
        yield at, at + len(quote)
        at = text.find(quote, at + 1)


def _share(one: _Found, span: tuple[int, int]) -> float:
    """The letters that both hold, as a part of the letters that either holds."""
    both = min(one.end, span[1]) - max(one.start, span[0])
    return both / (max(one.end, span[1]) - min(one.start, span[0])) if both > 0 else 0.0


def _scheme(concept: str) -> str:
    return concept.split("/", 1)[0]
