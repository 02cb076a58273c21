"""Intervals and the randomisation test, on values of which the outcome is known."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import significance
from search.significance import interval, paired_difference, randomisation_test

VALUES = st.lists(st.floats(0, 1), min_size=2, max_size=30)


def test_an_interval_is_the_same_every_time() -> None:
    draw = random.Random(3)
    values = [draw.random() for _ in range(40)]
    assert interval(values) == interval(values)
    assert interval(values, seed=1) != interval(values, seed=2)


def test_an_interval_is_as_wide_as_theory_says() -> None:
    """For a share of one half over 400 values the standard error is 0.025, so 1.96 of them to either side."""
    found = interval([0.0, 1.0] * 200)
    assert found is not None
    assert found == pytest.approx((0.451, 0.549), abs=0.006)


def test_draws_in_parts_are_the_draws_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(5)
    values = [draw.random() for _ in range(30)]
    whole = interval(values)
    monkeypatch.setattr(significance, "_AT_ONCE", 1000)
    parts = interval(values)
    assert whole is not None
    assert parts == pytest.approx(whole, abs=0.02)


@pytest.mark.parametrize("values", [[], [0.4]])
def test_nothing_is_said_of_fewer_than_two(values: list[float]) -> None:
    assert interval(values) is None


def test_values_that_do_not_vary() -> None:
    assert interval([0.25] * 6) == (0.25, 0.25)


@given(VALUES)
@settings(max_examples=25)
def test_an_interval_lies_among_the_values(values: list[float]) -> None:
    found = interval(values, draws=200)
    assert found is not None
    low, high = found
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9


@pytest.mark.parametrize(
    ("differences", "p"),
    [
        ([], 1.0),
        ([0.0, 0.0, 0.0], 1.0),
        ([0.5], 1.0),  # one coin
        ([0.1] * 5, 2 / 2**5),  # all heads or all tails
        ([-0.1] * 5, 2 / 2**5),
        ([0.3, 0.2, 0.1], 2 / 8),
        ([0.3, -0.3], 1.0),
        ([0.3, 0.2, -0.1], 4 / 8),  # 0.6, 0.4 and their mirrors reach 0.4
        ([0.0, 0.3, 0.0, 0.2, -0.1], 4 / 8),  # what did not move says nothing
    ],
)
def test_few_differences_are_tested_exactly(differences: list[float], p: float) -> None:
    assert randomisation_test(differences) == pytest.approx(p)


def test_many_differences_one_way_are_hardly_chance() -> None:
    assert randomisation_test([0.2] * 40, draws=999) == pytest.approx(1 / 1000)


def test_many_differences_that_even_out_are_chance() -> None:
    assert randomisation_test([0.2, -0.2] * 30) == 1.0


def test_drawn_signs_come_close_to_all_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(8)
    differences = [draw.gauss(0.15, 0.4) for _ in range(12)]
    exact = randomisation_test(differences)
    monkeypatch.setattr(significance, "EXACT_UP_TO", 0)
    assert randomisation_test(differences) == pytest.approx(exact, abs=0.02)
    assert randomisation_test(differences) == randomisation_test(differences)
    assert randomisation_test(differences, seed=1) != randomisation_test(differences, seed=2)


def test_when_nothing_differs_a_small_p_is_rare() -> None:
    """Under the null hypothesis p lies below 0.1 in about a tenth of the runs: 20 of 200, give or take 3 deviations."""
    draw = random.Random(21)
    low = sum(randomisation_test([draw.gauss(0, 1) for _ in range(10)]) <= 0.1 for _ in range(200))
    assert 7 <= low <= 33


def test_a_paired_difference() -> None:
    found = paired_difference([1.0, 0.5, 1.0, 0.5], [0.5, 0.5, 0.5, 0.0])
    assert (found.mean, found.n, found.p) == (0.375, 4, 0.25)
    assert found.interval is not None
    assert 0.125 <= found.interval[0] < found.mean < found.interval[1] <= 0.5


def test_pairs_must_be_pairs() -> None:
    with pytest.raises(ValueError, match="shorter"):
        paired_difference([1.0, 0.5], [1.0])
    with pytest.raises(ValueError, match="nothing to compare"):
        paired_difference([], [])
