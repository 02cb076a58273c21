"""The smaller parts: fusion, sentences, evidence."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from search.concept_leg import ConceptLeg
from search.evidence import ENOUGH, evidence, is_enough
from search.explain import sentences
from search.fusion import exactness, fuse, scaled
from search.legs import LexicalLegs


def array(*values: float) -> NDArray[np.float32]:
    return np.array(values, dtype=np.float32)


def test_exact_words_decide_when_a_passage_covers_the_question() -> None:
    whole, split, near = array(9.0, 3.0, 0.0), array(9.0, 8.0, 0.0), array(0.1, 0.9, 0.95)
    assert fuse(whole, split, array(0.0, 0.0, 0.0), near, coverage=1.0).argmax() == 0
    assert fuse(whole, split, array(0.0, 0.0, 0.0), near, coverage=0.1).argmax() == 1


@given(st.floats(min_value=0, max_value=1), st.floats(min_value=0, max_value=1))
def test_more_coverage_never_makes_words_count_less(one: float, other: float) -> None:
    low, high = sorted((exactness(one), exactness(other)))
    assert (low, high) == (exactness(min(one, other)), exactness(max(one, other)))
    assert 0 <= low <= high <= 1


def test_scores_are_scaled_between_nothing_and_the_best() -> None:
    assert scaled(array(2.0, 8.0)).tolist() == [0.25, 1.0]
    assert scaled(array(2.0, 8.0), floor=None).tolist() == [0.0, 1.0]
    assert scaled(array(2.0, np.nan, 8.0), floor=None).tolist() == [0.0, 0.0, 1.0]
    assert scaled(array(0.0)).tolist() == [0.0]
    assert scaled(array(np.nan)).tolist() == [0.0]
    assert scaled(array()).tolist() == []


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
    nothing = array(0.0)
    return LexicalLegs(nothing, nothing, array(coverage), np.array([matched], dtype=np.int16), (), {})


def test_one_word_of_many_is_no_evidence_and_a_telling_concept_is() -> None:
    nothing = ConceptLeg.nothing(1)
    telling = ConceptLeg(array(6.0), array(6.0), ("motives/x",))
    row, none = np.array([0]), np.array([], dtype=np.int64)
    assert is_enough(row, legs(0.5, 2), nothing, asked=5, passages=800)
    assert not is_enough(row, legs(0.5, 1), nothing, asked=5, passages=800)
    assert is_enough(row, legs(1.0, 1), nothing, asked=1, passages=800)
    assert is_enough(row, legs(0.0, 0), telling, asked=5, passages=800)
    assert not is_enough(none, legs(1.0, 5), telling, asked=5, passages=800)
    assert evidence(row, legs(0.2, 2), nothing, asked=3, passages=800) == pytest.approx([0.2])
    assert 0 < ENOUGH < 1
