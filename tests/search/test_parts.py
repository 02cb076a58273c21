"""The smaller parts: fusion, twins, sentences, evidence."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.concept_leg import ConceptLeg
from search.evidence import ENOUGH, evidence, is_enough
from search.explain import sentences
from search.fusion import exactness, fuse, scaled
from search.legs import LexicalLegs
from search.twins import Twins


def test_exact_words_decide_when_a_passage_covers_the_question() -> None:
    whole, split, near = {1: 9.0, 2: 3.0}, {1: 9.0, 2: 8.0}, {1: 0.1, 2: 0.9, 3: 0.95}
    exact = fuse(whole, split, {}, near, coverage=1.0)
    assert max(exact, key=lambda row: exact[row]) == 1
    vague = fuse(whole, split, {}, near, coverage=0.1)
    assert max(vague, key=lambda row: vague[row]) == 2


@given(st.floats(min_value=0, max_value=1), st.floats(min_value=0, max_value=1))
def test_more_coverage_never_makes_words_count_less(one: float, other: float) -> None:
    low, high = sorted((exactness(one), exactness(other)))
    assert (low, high) == (exactness(min(one, other)), exactness(max(one, other)))
    assert 0 <= low <= high <= 1


def test_scores_are_scaled_between_nothing_and_the_best() -> None:
    assert scaled({1: 2.0, 2: 8.0}) == {1: 0.25, 2: 1.0}
    assert scaled({1: 2.0, 2: 8.0}, floor=None) == {1: 0.0, 2: 1.0}
    assert scaled({1: 0.0}) == {1: 0.0}
    assert scaled({}) == {}


def test_twins_share_the_row_of_the_first() -> None:
    text = " ".join(f"woord{n}" for n in range(60))
    twins = Twins()
    assert twins.first_of(1, text) == 1
    assert twins.first_of(2, f"{text} erbij") == 1
    assert twins.first_of(3, " ".join(reversed(text.split()))) == 3
    assert twins.first_of(4, text.replace("woord3", "anders3")) == 4
    assert twins.first_of(5, "kort") == 5
    assert twins.first_of(6, "kort") == 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Een zin. Nog een zin! En?", ["Een zin.", "Nog een zin!", "En?"]),
        ("Volgens art. 107 mag het. Punt.", ["Volgens art. 107 mag het.", "Punt."]),
        ("De N.V. De Lamp groeit.", ["De N.V. De Lamp groeit."]),
        ("Zij zei: “Kom terug.” Hij kwam.", ["Zij zei: “Kom terug.”", "Hij kwam."]),
        ("Regel een\nRegel twee", ["Regel een", "Regel twee"]),
        ("zonder einde", ["zonder einde"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.text(alphabet="aB .?!\n\"”artnr'1", min_size=1, max_size=80))
def test_sentences_lose_only_white_space(text: str) -> None:
    spans = sentences(text)
    kept = "".join("".join(text[start:end].split()) for start, end in spans)
    assert kept == "".join(text.split())
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


def legs(coverage: float, matched: int) -> LexicalLegs:
    return LexicalLegs({}, {}, {1: coverage}, {1: matched}, (), {})


def test_one_word_of_many_is_no_evidence_and_a_telling_concept_is() -> None:
    nothing = ConceptLeg({}, {})
    telling = ConceptLeg({1: 6.0}, {}, ("motives/x",), {1: 6.0})
    assert is_enough([1], legs(0.5, 2), nothing, asked=5, passages=800)
    assert not is_enough([1], legs(0.5, 1), nothing, asked=5, passages=800)
    assert is_enough([1], legs(1.0, 1), nothing, asked=1, passages=800)
    assert is_enough([1], legs(0.0, 0), telling, asked=5, passages=800)
    assert not is_enough([], legs(1.0, 5), telling, asked=5, passages=800)
    assert evidence(1, legs(0.2, 2), nothing, asked=3, passages=800) == pytest.approx(0.2)
    assert 0 < ENOUGH < 1
