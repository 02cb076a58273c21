"""The smaller parts: sentences, the best of them, evidence."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from search.concept_leg import ConceptLeg
from search.evidence import ENOUGH, LIKELY, asks_quantity, evidence, is_enough, likelihood
from search.explain import best_sentence, sentences
from search.legs import LexicalLegs


def array(*values: float) -> NDArray[np.float32]:
    return np.array(values, dtype=np.float32)


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
    return LexicalLegs(nothing, nothing, array(coverage), np.array([matched], dtype=np.int16), (), {}, 10)


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


SHARES = st.floats(min_value=0, max_value=1)


@given(SHARES, SHARES, SHARES, SHARES, st.booleans(), st.booleans())
def test_more_of_anything_never_makes_an_answer_less_likely(
    words: float, sentence: float, near: float, more: float, english: bool, quantity: bool
) -> None:
    base = likelihood(words, sentence, near, english=english, quantity=quantity)
    assert 0 <= base <= 1
    assert likelihood(words + more, sentence, near, english=english, quantity=quantity) >= base
    assert likelihood(words, sentence + more, near, english=english, quantity=quantity) >= base
    assert likelihood(words, sentence, near + more, english=english, quantity=quantity) >= base
    assert likelihood(words, sentence, near, english=english, quantity=True) <= base


def test_a_passage_that_holds_all_is_an_answer_and_one_that_holds_nothing_is_none() -> None:
    assert likelihood(1.0, 0.7, 1.0, english=False, quantity=True) > LIKELY
    assert likelihood(0.1, 0.3, 0.3, english=False, quantity=False) < LIKELY


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("Hoeveel landen doen mee?", True),
        ("Hoe hoog is de boete?", True),
        ("How many countries take part?", True),
        ("At what share of the votes?", True),
        ("Welk aandeel telt?", True),
        ("Hoe werkt een robot?", False),
        ("Welke landen doen mee?", False),
        ("Waarom keert een bedrijf terug?", False),
    ],
)
def test_a_question_for_a_quantity_is_known(text: str, quantity: bool) -> None:
    assert asks_quantity(text) is quantity


def test_the_best_sentence_weighs_words_and_meaning() -> None:
    text = "Een zin over robots. Een zin over lonen. En nog een."
    first, second, third = sentences(text)
    robots = [((13, 19), 1.0)]
    assert best_sentence(text, robots) == first
    assert best_sentence(text, robots, [0.5, 0.6, 0.1]) == first
    assert best_sentence(text, [], [0.1, 0.6, 0.5]) == second
    assert best_sentence(text, [], [-0.4, -0.2, -0.3]) in (first, second, third)
