"""Measuring a searcher."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.comparing import comparable
from knowledge.errors import MisuseError
from search.engine import Searcher
from search.evaluate import evaluate_search


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
