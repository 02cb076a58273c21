"""Dates and references to laws and papers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.references import references


def terms(text: str) -> set[str]:
    return {term for reference in references(text) for term in reference.terms}


@pytest.mark.parametrize(
    "same",
    [
        ("artikel 107, lid 3, b) VWEU", "Article 107(3)(b) TFEU", "art. 107, derde lid, onder b, van het VWEU"),
        ("artikel 5, tweede lid van de Awb", "Art. 5 lid 2 Awb", "artikel 5 (2) Awb"),
        ("Kamerstuk 35570 XIII", "kamerstukken 35 570 XIII", "Kamerstukken II 35 570-XIII"),
        (
            "24 februari 2022",
            "24/2/2022",
            "24-02-2022",
            "2022-02-24",
            "24.02.2022",
            "February 24, 2022",
            "24 Feb. 2022",
        ),
        ("februari 2022", "February 2022", "feb. 2022"),
        ("Verordening (EU) 2021/241", "2021/0241", "Regulation (EU) No 2021/241"),
        ("COM(2021) 350", "com (2021) 350 final", "COM 2021 350"),
    ],
)
def test_what_is_written_in_different_ways_gives_the_same_terms(same: tuple[str, ...]) -> None:
    first, *others = (terms(text) - {"2021n350"} for text in same)
    assert first
    for other in others:
        assert other == first


def test_a_date_is_of_its_month_and_a_paragraph_of_its_article() -> None:
    assert terms("februari 2022") < terms("24 februari 2022")
    assert terms("artikel 107") < terms("artikel 107, lid 3") < terms("artikel 107, lid 3, b)")
    assert terms("artikel 107, lid 3") < terms("artikel 107, lid 3 VWEU")
    assert terms("Kamerstuk 35570") < terms("Kamerstuk 35570 XIII") < terms("Kamerstuk 35570 XIII, nr. 12")
    assert not terms("artikel 108") & terms("artikel 107, lid 3")
    assert not terms("artikel 107, lid 3") & terms("artikel 107, lid 2") - terms("artikel 107")


@pytest.mark.parametrize(
    "text", ["", "artikel", "32 februari 2022", "2022-13-40", "1/2/3", "de artikelen", "in 2022", "12,5%", "mei"]
)
def test_what_is_no_reference_gives_no_terms(text: str) -> None:
    assert terms(text) == set()


@given(st.text(alphabet="artikelid 0123456789/.-(),§\u00a0bVWEU٣é", max_size=120))
def test_they_lie_in_the_text_and_hold_no_syntax(text: str) -> None:
    for reference in references(text):
        assert 0 <= reference.start < reference.end <= len(text)
        assert all(term.isascii() and term.isalnum() and term.islower() for term in reference.terms)


@pytest.mark.parametrize(
    "piece",
    ["1 ", "artikel 1 ", "2021/", "art. ", "1.1.2020", "artikel 1(1", " ", "1", "kamerstuk 35 ", "24 februari "],
)
def test_time_grows_with_the_text_only(piece: str) -> None:
    """A pattern that looks back over what it has seen would take hours for this."""
    text = piece * (400_000 // len(piece)) + "1"
    assert all(reference.end <= len(text) for reference in references(text))
