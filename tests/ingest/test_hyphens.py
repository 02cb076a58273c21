"""Hyphens at line ends: undone, kept, or kept with a space."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.hyphens import Joiner, is_cut


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("de ontwikke-", "ling van", "de ontwikkeling van"),
        ("hun werkgele-", "genheid daalt", "hun werkgelegenheid daalt"),
        ("de essenti-", "ële goederen", "de essentiële goederen"),
        ("een niet-", "Europese partner", "een niet-Europese partner"),
        ("een niet-", "bindend akkoord", "een niet-bindend akkoord"),
        ("naar Noord-", "Brabant", "naar Noord-Brabant"),
        ("de R&D-", "uitgaven", "de R&D-uitgaven"),
        ("nieuwe AI-", "toepassingen", "nieuwe AI-toepassingen"),
        ("door COVID-", "19 stil", "door COVID-19 stil"),
        ("in 2011-", "2014", "in 2011-2014"),
        ("de minister-", "president zegt", "de minister-president zegt"),
        ("de minister-pre-", "sident zegt", "de minister-president zegt"),
        ("zowel inkoop-", "en verkoopprijzen", "zowel inkoop- en verkoopprijzen"),
        ("een water-", "of luchtfilter", "een water- of luchtfilter"),
        ("vier strategie-", "en.", "vier strategieën."),
        ("het innovatie-", "instrument", "het innovatie-instrument"),
        ("de de-", "industrialisering", "de de-industrialisering"),
        ("dit is zo-", "als verwacht", "dit is zoals verwacht"),
        ("https://voorbeeld.be/een-", "lang-pad", "https://voorbeeld.be/een-lang-pad"),
        ("https://voorbeeld.be/een/", "lang-pad", "https://voorbeeld.be/een/lang-pad"),
        ("schrijf naar info-", "punt@voorbeeld.be", "schrijf naar info-punt@voorbeeld.be"),
        ("privacy/", "veiligheid", "privacy/veiligheid"),
        ("een einde -", "en een begin", "een einde - en een begin"),
        ("een mRNA-", "vaccin", "een mRNA-vaccin"),
        ("de financiëleI-", "steun", "de financiëleI-steun"),
        ("uit niet-", "-EU-landen", "uit niet-EU-landen"),
        ("gewone regel", "loopt door", "gewone regel loopt door"),
    ],
)
def test_two_lines_become_one(left: str, right: str, joined: str) -> None:
    assert Joiner().join(left, right) == joined


def test_a_hyphen_that_the_document_writes_elsewhere_stays() -> None:
    assert Joiner(["een near-shoring plan"]).join("de near-", "shoring golf") == "de near-shoring golf"
    assert Joiner(["een nearshoring plan"]).join("de near-", "shoring golf") == "de nearshoring golf"


def test_what_is_cut() -> None:
    assert is_cut("ontwikke-")
    assert not is_cut("een einde -")
    assert not is_cut("-")


@given(st.lists(st.text(alphabet="abcdeën -&9A", max_size=12), max_size=8))
def test_joining_invents_and_loses_no_letter(lines: list[str]) -> None:
    letters = [c for line in lines for c in line if c.isalnum()]
    joined = [c for c in Joiner().join_all(lines) if c.isalnum()]
    assert [c.replace("ë", "e") for c in joined] == [c.replace("ë", "e") for c in letters]


@given(st.lists(st.text(alphabet="abc deë-", max_size=12), max_size=5))
def test_joining_what_is_joined_changes_nothing(lines: list[str]) -> None:
    joined = Joiner().join_all(lines)
    assert Joiner().join_all([joined]) == joined
