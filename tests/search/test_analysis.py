"""Texts to terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.dutch import Lexicon
from search.analysis import MAX_FORM, Analyser, analyser, words


def forms(text: str) -> list[str]:
    return [word.form for word in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("€500.000 of 400 000 EUR", ["500000", "of", "400000", "eur"]),
        ("2,5% van 25", ["2c5", "van", "25"]),
        ("in 2021 2022", ["in", "2021", "2022"]),
        ("R&D en IPCEI's", ["rd", "en", "ipcei"]),
        ("o.a. de N.V.", ["oa", "de", "nv"]),
        ("Oekraïne- en", ["oekraine", "en"]),
        ("soft\u00adware", ["software"]),
        ("cafe\u0301", ["cafe"]),
        ('AND OR "x" * ^ : - ( )', ["and", "or", "x"]),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


def test_hyphenated_words_count_joined_and_apart() -> None:
    fields = analyser().fields("niet-Europese e-fietsen")
    stem = analyser().stem
    assert fields.terms.split() == [stem("nieteuropese"), stem("europese"), stem("efietsen"), stem("fietsen")]
    assert fields.surface == "niet europese e fietsen"


def test_stop_words_are_left_out_of_terms_and_kept_in_surface() -> None:
    fields = analyser().fields("De steun van het Rijk")
    assert fields.terms.split() == [analyser().stem("steun"), analyser().stem("rijk")]
    assert fields.surface == "de steun van het rijk"


def test_inflections_share_a_term() -> None:
    stem = analyser().stem
    assert stem("bedrijven") == stem("bedrijf")
    assert stem("subsidies") == stem("subsidie")
    assert stem("2022") == "2022"


def test_parts_go_deeper_and_leave_out_the_word_itself() -> None:
    parts = dict(analyser().parts("loonkostenkloof"))
    assert set(parts.values()) == {"loonkosten", "kloof", "loon", "kosten"}
    assert analyser().stem("loonkostenkloof") not in parts
    assert analyser().parts("steun") == ()


def test_the_word_list_can_be_given() -> None:
    words = Lexicon({}, {"abcd", "efgh"}, set())
    assert dict(Analyser(words).parts("abcdefgh")) == {"abcd": "abcd", "efgh": "efgh"}


@given(st.text(max_size=200))
def test_any_text_gives_words_that_lie_in_it_and_terms_without_syntax(text: str) -> None:
    last = 0
    for word in words(text):
        assert last <= word.start < word.end <= len(text)
        assert 0 < len(word.form) <= MAX_FORM
        assert all(form.isalnum() for form in (word.form, *word.pieces))
        last = word.end
    fields = analyser().fields(text)
    assert all(character.isalnum() or character == " " for character in fields.terms + fields.parts + fields.surface)


@given(st.text(alphabet="aeks-'.,0 5&\u0301", max_size=60))
def test_awkward_joints_do_no_harm(text: str) -> None:
    assert all(word.form for word in words(text))
