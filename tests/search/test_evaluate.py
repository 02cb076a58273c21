"""Measuring a searcher."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.comparing import comparable
from knowledge.concepts import Vocabulary
from knowledge.errors import MisuseError, QueryError
from knowledge.store import Store
from search.encoders import Encoder, HashEncoder
from search.engine import Searcher
from search.evaluate import evaluate_search
from search.index import open_index
from search.metrics import METRICS


def write(path: Path, *questions: dict[str, object]) -> Path:
    path.write_text(json.dumps(questions), encoding="utf-8")
    return path


def gold(number: str, question: str, *answers: tuple[str, str]) -> dict[str, object]:
    found = [{"file": file, "quote": quote} for file, quote in answers]
    return {"id": number, "group": "g", "question": question, "answers": found, "unanswerable": not answers}


def test_the_measures(tmp_path: Path, searcher: Searcher) -> None:
    path = write(
        tmp_path / "gold.json",
        gold("1", "ledlampen Aalst", ("advies.txt", "De  LAMPENMAKER uit\nAalst")),
        gold("2", "robots kmo", ("gids.txt", "Gemeenten kunnen")),
        gold("3", "keuzehulp belastingen", ("verslag.txt", "moet staan"), ("kwijt.txt", "nergens")),
        gold("4", "kernfusie tokamak"),
        gold("5", "de het een"),
    )
    report = evaluate_search(path, searcher, mode="lexical")
    assert report["queries"] == 5
    assert report["metrics"] == {"ndcg@10": 0.6667, "mrr@10": 0.6667, "recall@10": 0.5, "success@1": 0.6667}
    assert report["unanswerable"] == {"rejected": 2, "of": 2}
    assert (report["not_in_store"], report["partly_in_store"]) == ([], ["3"])
    assert report["missing_files"] == ["kwijt.txt"]
    rows = {row["id"]: row for row in report["per_query"]}
    assert rows["1"]["first_rank"] == 1
    assert rows["2"]["first_rank"] is None
    assert rows["3"]["not_in_store"] == [{"file": "kwijt.txt", "quote": "nergens"}]
    assert "error" in rows["5"]


def test_a_lower_rank_counts_less(tmp_path: Path, searcher: Searcher) -> None:
    path = write(tmp_path / "gold.json", gold("1", "loonkosten", ("advies.txt", "loonkostenkloof was")))
    metrics = evaluate_search(path, searcher, mode="lexical")["metrics"]
    assert metrics == {"ndcg@10": 0.6309, "mrr@10": 0.5, "recall@10": 1.0, "success@1": 0.0}


LAMP = gold("lamp", "ledlampen Aalst", ("advies.txt", "De lampenmaker uit Aalst")) | {"group": "woorden"}
STEPS = gold("stap", "loonkosten", ("advies.txt", "loonkostenkloof was")) | {"group": "woorden"}
LOST = gold("kwijt", "robots kmo", ("kwijt.txt", "nergens")) | {"group": "andere"}
NOTHING = gold("niets", "kernfusie tokamak") | {"group": "geen"}


def test_what_came_of_each_question(tmp_path: Path, searcher: Searcher) -> None:
    report = evaluate_search(write(tmp_path / "gold.json", STEPS, LOST, NOTHING), searcher)
    assert report["gold"] == ["gold.json"]
    assert report["not_in_store"] == ["kwijt"]
    assert report["searched"] == {"documents": 3, "passages": 10}
    assert report["encoder"] == "none"
    step, lost, nothing = report["per_query"]
    assert [hit["rank"] for hit in step["hits"]] == list(range(1, len(step["hits"]) + 1))
    assert [hit["right"] for hit in step["hits"]].index(True) == step["first_rank"] - 1
    (expected,) = step["expected"]
    assert expected["rank"] == step["first_rank"]
    right = step["hits"][step["first_rank"] - 1]
    assert expected["passages"] == [right["passage"]]
    assert (right["document"], right["file"]) == ("advies", "advies.txt")
    assert right["why"]
    assert right["score"] > 0
    passage = searcher.store.passages_with([right["passage"]])[right["passage"]]
    start, end = right["sentence"]
    assert "loonkosten" in passage.text[start:end].lower()
    assert lost["expected"] == [{"file": "kwijt.txt", "quote": "nergens", "passages": [], "rank": None}]
    assert not any(hit["right"] for hit in [*lost["hits"], *nothing["hits"]])
    assert 0 < report["took_ms"]["median"] <= report["took_ms"]["p95"]


def test_what_says_the_same_counts_where_it_stands_elsewhere(tmp_path: Path, searcher: Searcher) -> None:
    path = write(tmp_path / "gold.json", gold("1", "keuzehulp voor landen", ("verslag.txt", "moet staan")))
    (row,) = evaluate_search(path, searcher)["per_query"]
    assert row["first_rank"] == 1
    shown = row["hits"][0]
    assert row["expected"][0]["passages"][0] in [shown["passage"], *shown["also_in"]]


def test_intervals_and_groups(tmp_path: Path, searcher: Searcher) -> None:
    path = write(tmp_path / "gold.json", LAMP, STEPS, LOST, NOTHING)
    report = evaluate_search(path, searcher)
    assert evaluate_search(path, searcher)["intervals"] == report["intervals"]
    for name in METRICS:
        low, high = report["intervals"][name]
        assert low <= report["metrics"][name] <= high
    assert list(report["groups"]) == ["woorden", "andere", "geen"]
    words, other, none = report["groups"].values()
    assert (words["answerable"]["of"], words["metrics"]["recall@10"]) == (2, 1.0)
    assert words["intervals"]["success@1"] == [0.0, 1.0]
    assert other["intervals"]["ndcg@10"] is None  # one question cannot vary
    assert none["unanswerable"] == {"rejected": 1, "of": 1}
    assert none["metrics"]["ndcg@10"] is None


def test_filters_and_mode_go_with_a_question(tmp_path: Path, searcher: Searcher) -> None:
    inside = LAMP | {"filters": {"kind": "advice", "since": "2022"}, "mode": "lexical"}
    outside = LAMP | {"id": "buiten", "filters": {"document": ["gids"]}}
    wrong = LAMP | {"id": "fout", "filters": {"kind": "advies"}}
    absent = NOTHING | {"filters": {"document": "weg"}}
    unasked = LAMP | {"id": "stil", "mode": "semantic"}
    report = evaluate_search(write(tmp_path / "g.json", inside, outside, wrong, absent, unasked), searcher)
    rows = {row["id"]: row for row in report["per_query"]}
    assert rows["lamp"]["first_rank"] == 1
    assert (rows["lamp"]["filters"], rows["lamp"]["mode"]) == ({"kind": "advice", "since": "2022"}, "lexical")
    assert rows["buiten"]["first_rank"] is None
    assert {hit["document"] for hit in rows["buiten"]["hits"]} <= {"gids"}
    assert "There is no document kind 'advies'" in rows["fout"]["error"]
    assert not rows["niets"]["rejected"], "a filter that does not exist is no judgement on the documents"
    assert "encoder" in rows["stil"]["error"]
    assert [note.split(" could")[0] for note in report["notes"]] == ["Question fout", "Question niets", "Question stil"]


def test_every_mode_side_by_side(
    tmp_path: Path, searchers: Callable[[Encoder | None], Searcher], searcher: Searcher
) -> None:
    path = write(tmp_path / "gold.json", LAMP, STEPS, LOST, NOTHING)
    report = evaluate_search(path, searchers(HashEncoder()), mode="all")
    assert list(report["modes"]) == ["hybrid", "lexical", "semantic"]
    assert list(report["hybrid_against"]) == ["lexical", "semantic"]
    for name, run in report["modes"].items():
        assert run["mode"] == name
        assert (run["queries"], len(run["per_query"])) == (4, 4)
    told = ("mode", "metrics", "intervals", "groups", "per_query", "unanswerable")
    assert all(report[name] == report["modes"]["hybrid"][name] for name in told)
    assert report["encoder"] == "hash"
    against = report["hybrid_against"]["semantic"]["metrics"]["ndcg@10"]
    assert against["now"] == report["metrics"]["ndcg@10"]
    assert against["before"] == report["modes"]["semantic"]["metrics"]["ndcg@10"]
    without: dict[str, Any] = evaluate_search(path, searcher, mode="all")
    assert list(without["modes"]) == ["hybrid", "lexical"]
    assert without["notes"] == ["The semantic leg was left out: no encoder is chosen."]


def test_when_nothing_could_be_asked_or_found(tmp_path: Path, store: Store, vocabulary: Vocabulary) -> None:
    path = write(tmp_path / "gold.json", LAMP, gold("1", "de het een"))
    with open_index(tmp_path / "home", store, None) as index:
        report = evaluate_search(path, Searcher(store, vocabulary, index))
    assert set(report["metrics"].values()) == {0.0}
    assert report["not_in_store"] == ["lamp"]
    assert report["searched"] == {"documents": 0, "passages": 0}
    with open_index(tmp_path / "home", store, None) as index:
        silent = evaluate_search(write(path, gold("1", "de het een")), Searcher(store, vocabulary, index))
    assert silent["took_ms"] == {"median": None, "p95": None}
    assert set(silent["metrics"].values()) == {None}


@pytest.mark.parametrize("mode", ["semantic", "diep"])
def test_a_mode_that_cannot_be_asked(tmp_path: Path, searcher: Searcher, mode: str) -> None:
    with pytest.raises(QueryError, match=r"encoder|no search mode"):
        evaluate_search(write(tmp_path / "gold.json", LAMP), searcher, mode=mode)


def test_quotes_are_compared_without_typography() -> None:
    assert comparable("‘Made  in’ – “ooit”\n") == comparable("'made in' - \"Ooit\"")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "not JSON"),
        ("\udcff", "not JSON"),
        ("{}", "list"),
        ('[{"id": "1"}]', "question"),
        ('[{"id": 1, "question": "x"}]', "id"),
        ('[{"id": "1", "question": "x", "answers": [{"file": "a"}]}]', "quote"),
        ('[{"id": "1", "question": "x"}]', "must have answers"),
        (
            '[{"id": "1", "question": "x", "unanswerable": true}, {"id": "1", "question": "y", "unanswerable": true}]',
            "same id",
        ),
    ],
)
def test_a_malformed_gold_file(tmp_path: Path, searcher: Searcher, content: str, said: str) -> None:
    path = tmp_path / "gold.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(MisuseError, match=said) as error:
        evaluate_search(path, searcher)
    assert error.value.exit_code == 2


def test_a_gold_file_that_is_not_there(tmp_path: Path, searcher: Searcher) -> None:
    with pytest.raises(MisuseError, match="cannot be read"):
        evaluate_search(tmp_path / "geen.json", searcher)
