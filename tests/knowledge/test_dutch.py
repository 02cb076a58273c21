"""Folding, base forms and the parts of compounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.dutch import MAX_COMPOUND, Lexicon, fold, lexicon


@pytest.mark.parametrize(
    ("word", "folded"),
    [("Oekraïne", "oekraine"), ("CAFÉ", "cafe"), ("\u0132sland", "ijsland"), ("kmo", "kmo"), ("", "")],
)
def test_fold(word: str, folded: str) -> None:
    assert fold(word) == folded


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing_for_letters(text: str) -> None:
    once = fold(text)
    assert fold(once.lower()) == once.lower() or not once.isascii()


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("bedrijven", "bedrijf"),
        ("wetten", "wet"),
        ("lonen", "loon"),
        ("mogelijkheden", "mogelijkheid"),
        ("criteria", "criterium"),
        ("intensieve", "intensief"),
        ("neutrale", "neutraal"),
        ("robots", "robot"),
        ("xqzwv", "xqzwv"),
    ],
)
def test_lemma(form: str, base: str) -> None:
    assert lexicon().lemma(form) == base


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("loonkostenkloof", "loonkosten kloof"),
        ("toeleveringsketens", "toelevering ketens"),
        ("staatssteun", "staat steun"),
        ("overheidssubsidies", "overheid subsidies"),
        ("lageloonlanden", "lage loon landen"),
        ("landenselectietool", "landen selectie tool"),
        ("productiehub", "productie hub"),
        ("gasprijs", "gas prijs"),
        ("reshoringbeleid", "reshoring beleid"),
        ("relocalisatieprojecten", "relocalisatie projecten"),
        ("klimaatneutrale", "klimaat neutrale"),
        ("arbeidsintensieve", "arbeids intensieve"),
        ("covidproblematiek", "covid problematiek"),
        ("werkgelegenheidseffecten", "werkgelegenheid effecten"),
        ("kabelladders", "kabel ladders"),
    ],
)
def test_compounds_fall_apart(word: str, parts: str) -> None:
    found = " ".join(lexicon().split(word))
    assert found == parts or found == parts.replace("arbeids", "arbeid")


@pytest.mark.parametrize(
    "word",
    [
        "administratie",
        "instrumenten",
        "verschillende",
        "belangrijkste",
        "nederland",
        "oudenaarde",
        "duitsland",
        "misschien",
        "rechtstreeks",
        "weergegeven",
        "bijvoorbeeld",
        "agentschappen",
        "gefinancierd",
        "ondernemingen",
        "massachusetts",
        "developing",
        "concurrentie",
        "steun",
        "klassieke",
        "mogelijkheden",
        "statistieken",
        "nationalisme",
        "sylvania",
    ],
)
def test_what_is_no_compound_stays_whole(word: str) -> None:
    assert lexicon().split(word) == (word,)


def test_words_may_be_given_besides_the_list() -> None:
    assert lexicon().split("xqzwvsteun") == ("xqzwvsteun",)
    assert lexicon().split("xqzwvsteun", frozenset({"xqzwv"})) == ("xqzwv", "steun")


def test_the_list_knows_forms_and_bases() -> None:
    words = lexicon()
    assert "bedrijf" in words
    assert words.knows("bedrijven")
    assert not words.knows("xqzwv")


def test_a_small_list_will_do() -> None:
    small = Lexicon({"kosten": "kost"}, ["kost", "loon", "kloof"], [], ["neutraal"])
    assert small.split("loonkostenkloof") == ("loon", "kosten", "kloof")
    assert small.lemma("neutrale") == "neutraal"


@given(st.text(alphabet="abdegiklnorstuvz", min_size=1, max_size=MAX_COMPOUND + 5))
def test_the_parts_stand_in_the_word_in_order(word: str) -> None:
    place = 0
    for part in lexicon().split(word):
        place = word.index(part, place) + len(part)
    assert place == len(word)
