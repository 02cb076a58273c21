"""Floors: which are understood, and which metrics lie below theirs."""

from __future__ import annotations

import pytest

from knowledge.errors import MisuseError
from search.floors import below, parse_floors


def test_floors_are_read_and_held_against_a_run() -> None:
    floors = parse_floors(["ndcg@10=0.45", " mrr@10 = 0.5", "success@1=0"])
    assert floors == {"ndcg@10": 0.45, "mrr@10": 0.5, "success@1": 0.0}
    metrics = {"ndcg@10": 0.4499, "mrr@10": 0.5, "success@1": None}
    first, second = below({"metrics": metrics}, floors)
    assert first == "ndcg@10 is 0.4499, below its floor of 0.45."
    assert second.startswith("success@1 was not measured")


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["0.45"], "METRIC=VALUE"),
        (["nDCG10=0.4"], "Use ndcg@10"),
        (["zzz=0.4"], "Use ndcg@10 or mrr@10 or recall@10 or success@1"),
        (["mrr@10=hoog"], "'hoog' for mrr@10"),
        (["mrr@10=nan"], "from 0 to 1"),
        (["mrr@10=1.1"], "from 0 to 1"),
        (["mrr@10="], "from 0 to 1"),
        (["mrr@10=0.1", "mrr@10=0.2"], "two floors"),
    ],
)
def test_a_floor_that_cannot_be(texts: list[str], said: str) -> None:
    with pytest.raises(MisuseError) as error:
        parse_floors(texts)
    assert said in str(error.value)
    assert error.value.exit_code == 2
