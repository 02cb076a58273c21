"""Annotations against a gold file: what counts as right, and what a malformed file is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.annotate import Annotate
from ingest.evaluate import evaluate_annotation
from knowledge.catalogue import read_vocabulary
from knowledge.errors import MisuseError
from knowledge.store import Store
from tests.conftest import make_document, make_passages
from tests.ingest.small_vocabulary import annotator

TEXT = "De firma haalde haar productie terug. Het thuismerk telde, en ook de loonkosten. Er was geen kostenbesparing."


def gold(tmp_path: Path, *windows: dict[str, Any]) -> Path:
    path = tmp_path / "gold.json"
    path.write_text(
        json.dumps([{"id": f"w{i}", "file": "nota.txt"} | w for i, w in enumerate(windows)]), encoding="utf-8"
    )
    return path


def label(concept: str, quote: str, stance: str | None = "asserted", *quotes: str) -> dict[str, Any]:
    return {"concept": concept, "quote": quote, "stance": stance, "quotes": list(quotes)}


ALL = [
    label("motives/home-brand", "thuismerk"),
    label("motives/labour-cost", "loonkosten"),
    label("motives/cost-control", "kostenbesparing", "denied"),
]


def metrics(report: dict[str, Any]) -> dict[str, Any]:
    found = report["metrics"]
    assert isinstance(found, dict)
    return found


def test_all_right_is_one(tmp_path: Path, store: Store) -> None:
    report = evaluate_annotation(gold(tmp_path, {"text": TEXT, "annotations": ALL}), store, annotator())
    perfect = {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert metrics(report) == {
        "concept": perfect,
        "span_overlap": perfect,
        "span_jaccard": perfect,
        "stance_accuracy": 1.0,
        "stances_scored": 3,
    }
    assert (report["windows"], report["labels"], report["from_store"], report["from_window"]) == (1, 3, 0, 1)
    assert report["errors"] == []


def test_misses_and_false_alarms_are_counted_and_named(tmp_path: Path, store: Store) -> None:
    window = {"text": TEXT, "annotations": [ALL[0], label("motives/innovation", "haar productie terug")]}
    report = evaluate_annotation(gold(tmp_path, window), store, annotator())
    assert metrics(report)["concept"] == {"precision": 0.3333, "recall": 0.5, "f1": 0.4}
    missed, extra = ["motives/innovation"], ["motives/cost-control", "motives/labour-cost"]
    assert report["errors"] == [{"id": "w0", "missed": missed, "extra": extra}]


def test_disputed_concepts_count_neither_way(tmp_path: Path, store: Store) -> None:
    window = {
        "text": TEXT,
        "annotations": [ALL[0], label("motives/innovation", "productie")],
        "disputed": ["motives/labour-cost", "motives/cost-control", "motives/innovation"],
    }
    report = evaluate_annotation(gold(tmp_path, window), store, annotator())
    assert metrics(report)["concept"]["f1"] == 1.0


def test_only_concept_schemes_of_the_gold_are_compared(tmp_path: Path, store: Store) -> None:
    text = "De textielindustrie toont haar thuismerk."
    window = {"text": text, "annotations": [label("motives/home-brand", "thuismerk")]}
    report = evaluate_annotation(gold(tmp_path, window), store, annotator())
    assert metrics(report)["concept"]["precision"] == 1.0
    assert list(report["by_scheme"]) == ["motives"]  # type: ignore[call-overload]


def test_spans_need_overlap_or_more_than_half(tmp_path: Path, store: Store) -> None:
    wide = label("motives/home-brand", "Het thuismerk telde, en ook")
    report = evaluate_annotation(gold(tmp_path, {"text": TEXT, "annotations": [wide, *ALL[1:]]}), store, annotator())
    assert metrics(report)["span_overlap"]["f1"] == 1.0
    assert metrics(report)["span_jaccard"]["f1"] == 0.6667
    either = label("motives/home-brand", "Het thuismerk telde, en ook", "asserted", "Het thuismerk")
    report = evaluate_annotation(gold(tmp_path, {"text": TEXT, "annotations": [either, *ALL[1:]]}), store, annotator())
    assert metrics(report)["span_jaccard"]["f1"] == 1.0


def test_a_stance_of_null_is_not_scored(tmp_path: Path, store: Store) -> None:
    labels = [label("motives/home-brand", "thuismerk", None), label("motives/labour-cost", "loonkosten", "denied")]
    report = evaluate_annotation(gold(tmp_path, {"text": TEXT, "annotations": labels}), store, annotator())
    assert (metrics(report)["stance_accuracy"], metrics(report)["stances_scored"]) == (0.0, 1)


def test_stored_passages_are_laid_over_the_window(tmp_path: Path, store: Store) -> None:
    """The window begins in the middle of the first passage; note numbers and line ends differ."""
    texts = [
        "Batterijen waren eerst schaars. De firma haalde\nhaar productie terug. Het thuismerk telde,",
        "en ook de loonkosten. Er was geen kostenbesparing. De kwaliteitsbeheersing kwam later aan de beurt.",
    ]
    store.replace(make_document("nota"), make_passages("nota", texts), [], configuration="x")
    window = {"text": TEXT.replace("telde,", "telde,12"), "annotations": ALL}
    report = evaluate_annotation(gold(tmp_path, window), store, annotator())
    assert (report["from_store"], report["from_window"]) == (1, 0)
    assert metrics(report)["concept"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert metrics(report)["span_jaccard"]["f1"] == 1.0


def test_a_document_that_is_not_stored_is_annotated_by_its_window(tmp_path: Path, store: Store) -> None:
    store.replace(make_document("nota"), make_passages("nota", ["Iets heel anders."]), [], configuration="x")
    other = {"text": TEXT, "annotations": ALL, "file": "elders.txt"}
    report = evaluate_annotation(gold(tmp_path, {"text": TEXT, "annotations": ALL}, other), store, annotator())
    assert (report["from_store"], report["from_window"]) == (0, 2)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", ":1: is not JSON"),
        ("[]", "holds no list"),
        ('{"id": "w"}', "holds no list"),
        ('[{"id": "a", "file": "x", "text": "y"}, {"id": "b", "file": "x"}]', "entry 2: text"),
        ('[{"id": "a", "file": "x", "text": "y", "annotations": [{"concept": "motief", "quote": "y"}]}]', "entry 1"),
        (
            '[{"id": "a", "file": "x", "text": "y", "annotations": [{"concept": "a/b", "quote": "y", "stance": "z"}]}]',
            "stance",
        ),
        ("[" * 100_000, "JSON"),
    ],
)
def test_a_malformed_gold_file_is_told_with_its_place(tmp_path: Path, store: Store, content: str, told: str) -> None:
    path = tmp_path / "fout.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(MisuseError) as caught:
        evaluate_annotation(path, store, annotator())
    assert str(path) in caught.value.message
    assert told in caught.value.message


def test_a_missing_or_binary_gold_file_is_told(tmp_path: Path, store: Store) -> None:
    with pytest.raises(MisuseError, match="cannot be read"):
        evaluate_annotation(tmp_path / "weg.json", store, annotator())
    (tmp_path / "bin.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(MisuseError, match="UTF-8"):
        evaluate_annotation(tmp_path / "bin.json", store, annotator())


@pytest.mark.corpus
def test_the_shipped_vocabulary_beats_plain_label_matching(shared: Path, store: Store) -> None:
    """Plain label matching reaches 0.67 on motives and criteria; a fall below 0.80 means that a rule was lost."""
    report: Any = evaluate_annotation(shared / "eval" / "annotation-dev.json", store, Annotate(read_vocabulary()))
    for scheme in ("motives", "criteria"):
        assert report["by_scheme"][scheme]["concept"]["f1"] >= 0.8
    assert report["metrics"]["stance_accuracy"] >= 0.9
    assert report["metrics"]["span_overlap"]["f1"] >= 0.7
