"""Questions as typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import QueryError
from search.query import MAX_WORDS, parse


def test_words_phrases_and_exclusions() -> None:
    query = parse('steun "nieuwe fabriek" -robots -"grote kmo" tien-tal')
    assert [word.form for word in query.words] == ["steun", "nieuwe", "fabriek", "tiental"]
    assert query.phrases == (("nieuwe", "fabriek"),)
    assert [query.text[word.start : word.end] for word in query.words][-1] == "tien-tal"
    assert set(query.excluded) == {("robots",), ("grote", "kmo")}


@pytest.mark.parametrize("text", ["", "   ", '""', "***", "- -"])
def test_nothing_to_search_for(text: str) -> None:
    with pytest.raises(QueryError, match="no word"):
        parse(text)


def test_only_stop_words_or_only_exclusions() -> None:
    with pytest.raises(QueryError, match="stand everywhere"):
        parse("de het een")
    with pytest.raises(QueryError, match="leave out"):
        parse("-robots")


def test_an_exact_phrase_of_stop_words_can_be_asked() -> None:
    assert parse('"niet meer dan"').phrases == (("niet", "meer", "dan"),)


def test_a_very_long_question_is_cut_and_says_so() -> None:
    query = parse(" ".join(f"woord{n}" for n in range(12_000)))
    assert len(query.words) == MAX_WORDS
    assert len(query.notes) == 2


def test_english_questions_lose_their_function_words() -> None:
    query = parse("which companies have moved their production from Norway")
    assert query.english
    assert [word.form for word in query.words] == ["companies", "moved", "production", "norway"]
    assert not parse("welke bedrijven haalden hun productie terug").english


@given(st.text(max_size=300))
def test_any_text_can_be_asked_or_is_refused_with_a_sentence(text: str) -> None:
    try:
        query = parse(text)
    except QueryError as error:
        assert error.message.endswith(".")
    else:
        assert query.words or query.phrases
