"""The metrics of a ranking, against values worked out by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.metrics import METRICS, mean, scores

GROUPS = st.lists(st.integers(1, 40), unique=True, max_size=15)
RIGHT = st.lists(st.sets(st.integers(1, 40), max_size=5), min_size=1, max_size=4)


def test_the_only_right_one_at_rank_three() -> None:
    found = scores([5, 9, 1, 7], [{1}])
    assert found == {"ndcg@10": 0.5, "mrr@10": 0.3333, "recall@10": 1.0, "success@1": 0.0}


def test_two_answers_of_which_one_is_found() -> None:
    ideal = 1 + 1 / math.log2(3) + 1 / 2
    found = scores([1, 9, 2], [{1, 2}, {3}])
    assert found == {"ndcg@10": round(1.5 / ideal, 4), "mrr@10": 1.0, "recall@10": 0.5, "success@1": 1.0}


def test_the_ideal_is_ten_hits_however_many_are_right() -> None:
    assert scores(range(10), [set(range(30))])["ndcg@10"] == 1.0


def test_what_comes_after_the_tenth_hit_does_not_count() -> None:
    assert set(scores(list(range(11)), [{10}]).values()) == {0.0}


def test_an_answer_that_is_nowhere_counts_as_not_found() -> None:
    assert set(scores([1, 2], [set()]).values()) == {0.0}


@given(GROUPS, RIGHT)
def test_metrics_lie_between_nothing_and_perfect(groups: list[int], right: list[set[int]]) -> None:
    found = scores(groups, right)
    assert list(found) == list(METRICS)
    assert all(0 <= value <= 1 for value in found.values())
    assert (found["mrr@10"] > 0) == (found["ndcg@10"] > 0) == (found["recall@10"] > 0)
    assert (found["success@1"] == 1) == (found["mrr@10"] == 1)


@given(st.lists(st.integers(1, 40), unique=True, min_size=2, max_size=10), RIGHT)
def test_a_right_passage_one_place_up_is_never_worse(groups: list[int], right: list[set[int]]) -> None:
    relevant = set().union(*right)
    better = sorted(groups, key=lambda group: group not in relevant)
    assert all(scores(better, right)[name] >= scores(groups, right)[name] for name in METRICS)


def test_the_mean_of_nothing_is_none() -> None:
    assert mean([]) is None
    assert mean([0.0, 1.0, 1.0]) == pytest.approx(0.6667)
