"""`thuishaven evaluate search`: tables, comparison, page, floors, and one sentence for every failure."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import thuishaven
from knowledge.store import Store

Run = Callable[..., Result]

GOLD = """\
- id: lamp
  kind: compound
  question: ledlampen Aalst
  answers: [{file: advies.txt, quote: De lampenmaker uit Aalst}]
- id: stap
  kind: inflection
  question: loonkosten
  answers: [{file: advies.txt, quote: loonkostenkloof was}]
- id: kwijt
  kind: inflection
  question: robots
  answers: [{file: kwijt.txt, quote: nergens}]
- {id: niets, kind: no-answer, question: kernfusie tokamak}
"""


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """A small list of questions."""
    path = tmp_path / "vragen.yml"
    path.write_text(GOLD, encoding="utf-8")
    return path


@pytest.fixture
def run(filled: Store, home: Path, questions: Path) -> Run:
    """Measures the search on the small store."""

    def call(*words: str) -> Result:
        return CliRunner().invoke(
            thuishaven.main, ["--home", str(home), "--encoder", "none", "evaluate", "search", str(questions), *words]
        )

    return call


def data(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def one_sentence(result: Result, said: str, code: int) -> None:
    assert result.exit_code == code, result.output
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_figures_intervals_and_groups_on_the_terminal(run: Run) -> None:
    result = run()
    assert result.exit_code == 0, result.output
    assert "3 questions with a known answer, hybrid" in result.stdout
    assert "ndcg@10" in result.stdout
    assert " to " in result.stdout
    assert "inflection  2" in result.stdout
    assert "No answer in the store, not found: kwijt." in result.stderr
    assert "Not in the store: kwijt.txt." in result.stderr
    assert "4 questions (hybrid); unanswerable rejected 1 of 1" in result.stderr


def test_all_modes_on_the_terminal(run: Run) -> None:
    result = run("--mode", "all")
    assert result.exit_code == 0, result.output
    assert "by mode" in result.stdout
    assert "hybrid against lexical" in result.stdout
    assert "The semantic leg was left out" in result.stderr


def test_a_run_is_compared_with_an_earlier_one(run: Run, tmp_path: Path) -> None:
    earlier = tmp_path / "vroeger.json"
    told = data(run("--json", "--mode", "all"))
    assert {"queries", "metrics", "unanswerable", "per_query", "intervals", "groups", "modes", "took_ms"} <= told.keys()
    for row in told["modes"]["hybrid"]["per_query"]:
        if row["id"] == "lamp":
            row |= {"ndcg@10": 0.0}
        if row["id"] == "stap":
            row |= {"ndcg@10": 1.0}
    earlier.write_text(json.dumps(told), encoding="utf-8")
    now = data(run("--json", "--compare", str(earlier)))
    assert now["comparison"]["n"] == 3
    assert [move["id"] for move in now["comparison"]["better"]] == ["lamp"]
    shown = run("--compare", str(earlier)).stdout
    assert "against vroeger.json (hybrid)" in shown
    assert "better: 1" in shown
    assert "worse: 1" in shown


def test_a_page_is_written(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "uit" / "verslag.html"
    assert run("--report", str(page), "--json").exit_code == 0
    assert "De lampenmaker uit Aalst" in page.read_text(encoding="utf-8")


def test_a_floor_that_is_not_reached_is_a_failure(run: Run) -> None:
    assert run("--floor", "recall@10=0.5", "--floor", "success@1=0").exit_code == 0
    failed = run("--floor", "recall@10=0.99", "--floor", "success@1=0", "--json")
    one_sentence(failed, "recall@10 is 0.6667, below its floor of 0.99.", 1)
    assert json.loads(failed.stdout)["queries"] == 4, "the figures are told all the same"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--floor", "ndcg=1"], "Use ndcg@10"),
        (["--floor", "ndcg@10"], "METRIC=VALUE"),
        (["--compare", "nergens.json"], "nergens.json: cannot be read"),
        (["--compare", __file__], "is not JSON"),
        (["--report", "."], "is a folder"),
        (["--report", "vragen.yml"], "Let it end in .html"),
        (["--mode", "semantic"], "encoder"),
        (["nergens.yml"], "nergens.yml: cannot be read"),
        (["--mode", "diep"], "Invalid value for '--mode'"),
    ],
)
def test_a_wrong_call(run: Run, words: list[str], said: str) -> None:
    one_sentence(run(*words), said, 2)
