"""Fusion: what the legs add up to, and that no leg ever turns against a passage that it finds better."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from knowledge.concepts import Vocabulary
from knowledge.store import Store
from search import fusion
from search.engine import Question, Searcher
from search.fusion import fuse, fuse_words, meaning, scaled
from search.index import open_index
from search.legs import LexicalLegs
from search.static import StaticEncoder
from tests.conftest import make_document, make_passages

Scores = NDArray[np.float32]


def array(*values: float) -> Scores:
    return np.array(values, dtype=np.float32)


def legs(whole: Scores, split: Scores, coverage: Scores, total: float = 10) -> LexicalLegs:
    """The legs over words; how many words matched is not asked in fusion."""
    return LexicalLegs(whole, split, coverage, np.zeros(len(whole), dtype=np.int16), (), {}, total)


def test_scores_are_scaled_by_the_best() -> None:
    assert scaled(array(2, 8, -4)).tolist() == [0.25, 1.0, 0.0]
    assert scaled(array(-1, -2)).tolist() == [0.0, 0.0]
    assert scaled(array(0)).tolist() == [0.0]
    assert scaled(array()).tolist() == []


def test_meaning_takes_passage_and_sentence_alike() -> None:
    # scaled: 1, 0.5, 0 and 0.5, 1, 0.25; the sums 1.5, 1.5, 0.25 over the largest
    assert meaning(array(0.8, 0.4, -0.1), array(0.3, 0.6, 0.15)) == pytest.approx(array(1, 1, 1 / 6))
    assert meaning(array(0, 0), array(0, 0)).tolist() == [0, 0]


def test_legs_add_up_by_their_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = {"EXACT": 0.5, "NEAR": 0.4, "NEAR_ENGLISH": 0.8, "CONCEPTS": 0.2, "CONCEPTS_SAY": 0.4, "EXACT_POWER": 3}
    for name, weight in weights.items():
        monkeypatch.setattr(fusion, name, weight)
    words = legs(array(10, 5, 0), array(10, 8, 0), array(1, 0.5, 0))
    concepts, semantic, near = array(0, 2, 4), array(0.5, 0.25, 1), array(3, 6, 1.5)
    # exact words: 1 * (1 + 1), 0.125 * (0.5 + 0.8), 0; concepts: 0, 0.5, 1; near words: 0.5, 1, 0.25
    without = array(0.5 + 1.0, 0.25 + 0.08125 + 0.1, 1 + 0.2)
    assert fuse(words, concepts, semantic, None, english=False) == pytest.approx(without)
    dutch = without + 0.4 * array(0.5, 1, 0.25)
    assert fuse(words, concepts, semantic, near, english=False) == pytest.approx(dutch)
    english = without + 0.8 * array(0.5, 1, 0.25)
    assert fuse(words, concepts, semantic, near, english=True) == pytest.approx(english)


def test_concepts_count_by_the_share_of_the_question_that_they_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fusion, "CONCEPTS", 0.2)
    monkeypatch.setattr(fusion, "KEYWORDS_CONCEPTS", 0.1)
    monkeypatch.setattr(fusion, "CONCEPTS_SAY", 0.5)
    nothing, concepts = array(0, 0), array(3, 1.5)
    for total, weight in ((4, 0.2), (6, 0.2), (12, 0.1), (60, 0.02)):
        words = legs(nothing, nothing, nothing, total)
        made = fuse(words, concepts, nothing, None, english=False)
        assert made == pytest.approx(array(weight, weight / 2))
        keywords = fuse(words, concepts, nothing, None, english=False, keywords=True)
        assert keywords == pytest.approx(made / 2)
    assert fuse(legs(nothing, nothing, nothing, 0), nothing, nothing, None, english=False).tolist() == [0, 0]


def test_without_an_encoder_the_best_coverage_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fusion, "LOW_COVERAGE", 0.25)
    monkeypatch.setattr(fusion, "HIGH_COVERAGE", 0.75)
    monkeypatch.setattr(fusion, "CONCEPTS_AT_MOST", 0.7)
    monkeypatch.setattr(fusion, "CONCEPTS_AT_LEAST", 0.3)
    whole, split, concepts = array(4, 2, 0), array(2, 4, 0), array(0, 0, 5)
    covered = fuse_words(legs(whole, split, array(0.9, 0.4, 0)), concepts)
    assert covered == pytest.approx(array(1 + 0.5 * 0.5, 0.5 + 0.5, 0.3))
    half = fuse_words(legs(whole, split, array(0.5, 0.4, 0)), concepts)
    assert half == pytest.approx(array(0.5 + 0.75 * 0.5, 0.25 + 0.75, 0.5))
    apart = fuse_words(legs(whole, split, array(0.2, 0.1, 0)), concepts)
    assert apart == pytest.approx(array(0.5, 1, 0.7))


SCORE = st.integers(min_value=0, max_value=100).map(lambda number: number / 10)
SHARE = st.integers(min_value=0, max_value=20).map(lambda number: number / 20)
LEGS = ("whole", "split", "coverage", "concepts", "passage", "sentence", "near")


@st.composite
def raised(draw: st.DrawFn) -> tuple[dict[str, Scores], dict[str, Scores], int]:
    """Scores of the legs for a few rows, and the same with one leg's score of one row raised."""
    count = draw(st.integers(min_value=1, max_value=6))
    before = {
        name: array(*draw(st.lists(SHARE if name == "coverage" else SCORE, min_size=count, max_size=count)))
        for name in LEGS
    }
    row, leg = draw(st.integers(min_value=0, max_value=count - 1)), draw(st.sampled_from(LEGS))
    after = {name: scores.copy() for name, scores in before.items()}
    more = after[leg][row] + draw(SHARE if leg == "coverage" else st.one_of(SCORE, st.just(1000.0)))
    after[leg][row] = min(1.0, more) if leg == "coverage" else more
    return before, after, row


def fused(scores: dict[str, Scores], *, encoder: bool, english: bool) -> Scores:
    words = legs(scores["whole"], scores["split"], scores["coverage"])
    if not encoder:
        return fuse_words(words, scores["concepts"])
    semantic = meaning(scores["passage"], scores["sentence"])
    return fuse(words, scores["concepts"], semantic, scores["near"], english=english)


@settings(max_examples=300)
@given(raised(), st.booleans())
def test_a_higher_score_in_a_leg_never_lowers_a_rank(
    change: tuple[dict[str, Scores], dict[str, Scores], int], english: bool
) -> None:
    before, after, row = change
    for encoder in (True, False):
        if not encoder and not np.array_equal(before["coverage"], after["coverage"]):
            continue  # there coverage is no leg: it says how far to trust the legs
        old = fused(before, encoder=encoder, english=english)
        new = fused(after, encoder=encoder, english=english)
        beaten = old[row] >= old
        assert (new[row] >= new[beaten] - 1e-5).all()


@given(raised(), st.booleans())
def test_what_no_leg_finds_has_no_score(
    change: tuple[dict[str, Scores], dict[str, Scores], int], english: bool
) -> None:
    scores, _, row = change
    for name in LEGS:
        scores[name][row] = 0
    for encoder in (True, False):
        made = fused(scores, encoder=encoder, english=english)
        assert made[row] == 0
        assert (made >= 0).all()
        assert np.isfinite(made).all()


def test_a_passage_that_holds_all_the_words_goes_before_one_that_is_only_near() -> None:
    words = legs(array(9, 0), array(9, 0), array(1, 0))
    assert fuse(words, array(0, 0), array(0.5, 1), array(8, 9), english=False).argmax() == 0
    # and a word or two of many, that happen to stand there, do not
    words = legs(array(9, 0), array(9, 0), array(0.3, 0))
    assert fuse(words, array(0, 0), array(0.5, 1), array(8, 9), english=False).argmax() == 1


PAIRS = {
    "kabelgoten galvaniseren": (
        "In de loods staan twee lijnen om kabelgoten te galvaniseren, naast een oude pers.",
        "De metaalbewerker verzinkt stalen buizen en beschermt ijzeren leidingen tegen roest.",
    ),
    "subsidie zonnepanelen": (
        "Wie een subsidie kreeg voor zonnepanelen, houdt de facturen tien jaar bij.",
        "De overheid geeft financiële steun aan gezinnen die hernieuwbare energie op hun dak leggen.",
    ),
    "stakingsaanzegging haven Zeebrugge": (
        "Na de stakingsaanzegging lag de haven van Zeebrugge er een dag stil bij.",
        "De vakbonden legden het werk neer op de kaaien, waardoor schepen in Gent moesten wachten.",
    ),
}
FILLERS = [
    "Het archief bewaart brieven van boeren uit de polder en foto's van oude molens langs het kanaal.",
    "Leerlingen van de tuinbouwschool snoeien elk voorjaar de perenbomen rond het kasteel.",
    "Een koor uit Hasselt zong drie avonden na elkaar in een kerk vol kaarsen.",
]


@pytest.fixture
def mixed(home: Path, store: Store, vocabulary: Vocabulary) -> Iterator[Searcher]:
    """For each query a passage that holds its words, and one that only means nearly the same."""
    texts = [text for pair in PAIRS.values() for text in pair] + FILLERS
    store.replace(make_document("mengeling"), make_passages("mengeling", texts), [], configuration="1")
    encoder = StaticEncoder()
    with open_index(home, store, encoder) as index:
        yield Searcher(store, vocabulary, index, encoder)


@pytest.mark.parametrize("query", PAIRS)
def test_keywords_find_first_the_passage_that_holds_them(mixed: Searcher, query: str) -> None:
    found = [hit.passage.text for hit in mixed.ask(Question(text=query)).hits]
    assert found[0] == PAIRS[query][0]
    assert PAIRS[query][1] in found[1:3], "the passage that means nearly the same is found too"


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("Hoe voorkom je dat ijzer gaat roesten?", 0),
        ("Krijg ik geld van de staat als ik groene stroom opwek?", 1),
        ("Waarom konden de boten niet lossen?", 2),
    ],
)
def test_a_question_in_other_words_finds_what_it_means(mixed: Searcher, query: str, place: int) -> None:
    found = [hit.passage.text for hit in mixed.ask(Question(text=query, limit=2)).hits]
    assert found[0] in list(PAIRS.values())[place]
