"""Two runs side by side: pairs, groups, what moved, and files that hold no run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.errors import MisuseError
from search.comparison import as_run, compare, read_run
from search.metrics import METRICS


def row(number: str, score: float, **more: Any) -> dict[str, Any]:
    """An answerable question of which every metric has the same value."""
    expected = [{"file": "a.txt", "quote": "het woord"}]
    told = {"id": number, "group": "g", "question": f"vraag {number}", "expected": expected, "first_rank": None}
    return told | dict.fromkeys(METRICS, score) | more


def nothing(number: str, *, rejected: bool) -> dict[str, Any]:
    return {"id": number, "group": "n", "question": f"vraag {number}", "unanswerable": True, "rejected": rejected}


def run(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    searched = {"documents": 2, "passages": 9}
    return {"mode": "hybrid", "encoder": "none", "searched": searched, "per_query": list(rows)} | more


def test_pairs_are_made_by_question() -> None:
    now = run(row("a", 1.0, group="x", first_rank=1), row("b", 0.5), row("c", 0.25), row("d", 0.5))
    before = run(row("d", 0.5), row("c", 0.5), row("b", 0.0), row("a", 0.5, first_rank=2))
    found = compare(now, as_run(before, name="vroeger.json"))
    assert (found["with"], found["n"]) == ("vroeger.json", 4)
    ndcg = found["metrics"]["ndcg@10"]
    assert (ndcg["before"], ndcg["now"], ndcg["difference"]) == (0.375, 0.5625, 0.1875)
    low, high = ndcg["interval"]
    assert low < ndcg["difference"] < high
    assert ndcg["p"] == 0.5  # of 8 ways to put three signs, 0.75 or more comes in 4
    assert [move["id"] for move in found["better"]] == ["a", "b"]
    assert found["better"][0]["first_rank"] == {"before": 2, "now": 1}
    assert [(move["id"], move["before"], move["now"]) for move in found["worse"]] == [("c", 0.5, 0.25)]
    assert {name: part["n"] for name, part in found["groups"].items()} == {"x": 1, "g": 3}
    assert found["groups"]["x"]["metrics"]["ndcg@10"]["interval"] is None
    assert found["notes"] == []


def test_a_run_against_itself_differs_in_nothing() -> None:
    one = run(row("a", 1.0), row("b", 0.5), nothing("c", rejected=True))
    found = compare(one, as_run(one, name="zelf"))
    assert (found["better"], found["worse"]) == ([], [])
    assert all((m["difference"], m["p"]) == (0.0, 1.0) for m in found["metrics"].values())
    assert found["unanswerable"] == {"before": 1, "now": 1, "of": 1}


def test_questions_that_nothing_answers_move_too() -> None:
    now = run(nothing("a", rejected=True), nothing("b", rejected=False))
    before = run(nothing("a", rejected=False), nothing("b", rejected=True))
    found = compare(now, as_run(before, name="v"))
    assert found["metrics"] == {}
    assert found["unanswerable"] == {"before": 1, "now": 1, "of": 2}
    assert [(m["id"], m["by"]) for m in (*found["better"], *found["worse"])] == [("a", "rejected"), ("b", "rejected")]


def test_other_questions_are_left_out_and_told() -> None:
    other = [{"file": "a.txt", "quote": "een ander woord"}]
    now = run(row("a", 1.0), row("b", 1.0), row("c", 1.0), row("d", 1.0), row("nieuw", 1.0))
    before = run(
        row("a", 0.5, question=" VRAAG  a "),
        row("b", 0.5, question="iets anders"),
        row("c", 0.5, expected=other),
        nothing("d", rejected=True),
        row("oud", 0.5),
        row("ouder", 0.5),
        encoder="hash",
        searched={"documents": 1, "passages": 4},
    )
    found = compare(now, as_run(before, name="v.json"))
    assert (found["n"], found["changed"]) == (1, ["b", "c", "d"])
    assert (found["only_now"], found["only_before"]) == (["nieuw"], ["oud", "ouder"])
    one_only, changed, searched, encoder = found["notes"]
    assert "1 question(s) of this run, 2 of v.json" in one_only
    assert changed.endswith("left out: b, c, d.")
    assert "1 document(s) with 4 passages then, 2 document(s) with 9 passages now" in searched
    assert "hash then, none now" in encoder


def test_an_older_run_that_says_less_is_read(tmp_path: Path) -> None:
    bare = {"id": "a", "group": "g", "first_rank": 2, "enough_evidence": True, "not_in_store": []}
    path = tmp_path / "oud.json"
    path.write_text(json.dumps({"per_query": [bare | dict.fromkeys(METRICS, 0.5)]}), encoding="utf-8")
    found = compare(run(row("a", 1.0)), read_run(path, mode="hybrid"))
    assert (found["n"], found["metrics"]["mrr@10"]["difference"], found["notes"]) == (1, 0.5, [])


def test_of_several_modes_the_same_one_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "alles.json"
    words = run(row("a", 0.25), mode="lexical")
    path.write_text(json.dumps(run(row("a", 0.5)) | {"modes": {"lexical": words}}), encoding="utf-8")
    assert compare(run(row("a", 1.0)), read_run(path, mode="lexical"))["mode"]["before"] == "lexical"
    assert compare(run(row("a", 1.0)), read_run(path, mode="hybrid"))["metrics"]["ndcg@10"]["before"] == 0.5


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is not JSON"),
        ("[]", "is not a measured search run"),
        ("7", "is not a measured search run"),
        ('{"windows": 3, "metrics": {}}', "per_query: Field required"),
        ('{"per_query": []}', "per_query"),
        ('{"per_query": [{"id": "a"}]}', "question a lacks one of ndcg@10"),
        ('{"per_query": [{"id": "a", "unanswerable": true}, {"id": "a", "unanswerable": true}]}', "same id"),
        (json.dumps(run(row("a", 7.0))), "less than or equal to 1"),
        (json.dumps(run(row("a", float("nan")))), "per_query.0.ndcg@10"),
        (json.dumps({"modes": {"hybrid": "x"}}), "is not a measured search run"),
    ],
)
def test_a_foreign_file_is_one_sentence(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "vreemd.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(MisuseError, match=r"vreemd\.json") as error:
        read_run(path, mode="hybrid")
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_runs_without_a_common_question() -> None:
    with pytest.raises(MisuseError, match="asks none of the questions"):
        compare(run(row("a", 1.0)), as_run(run(row("b", 1.0)), name="v"))
