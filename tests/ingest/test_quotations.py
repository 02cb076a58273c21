"""What a passage says in another language than its document."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.quotations import foreign
from tests.ingest.reading import holding, read_text_as


def stretches(text: str, own: str = "nl") -> list[tuple[str, str]]:
    """Language and words of what is in another language."""
    return [(q.language, text[q.start : q.end]) for q in foreign(text, own)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "De minister zei het zo: “We should not leave this to the market” en ging verder.",
            [("en", "We should not leave this to the market")],
        ),
        (
            "Dit is de lijn. The board has decided that it will not be with us on this. Daarna volgde een stemming.",
            [("en", "The board has decided that it will not be with us on this.")],
        ),
        (
            "Het akkoord zegt: “Wir werden das mit unseren Partnern nicht auf die lange Bank schieben”.",
            [("de", "Wir werden das mit unseren Partnern nicht auf die lange Bank schieben")],
        ),
        ("Men noemt dat ‘supply chain resilience’ of ‘just in case’ in plaats van just in time.", []),
        ("De raad van de stad is in de week van de opening te gast bij de haven van Gent.", []),
    ],
)
def test_sentences_and_quotations_in_another_language_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert stretches(text) == expected


def test_neighbouring_sentences_make_one_stretch() -> None:
    text = "The board has not decided on this. It will be with us by the end of the year. Dat zei hij."
    assert stretches(text) == [("en", "The board has not decided on this. It will be with us by the end of the year.")]


def test_dutch_in_an_english_document_is_foreign_too() -> None:
    text = "The board met. Zij heeft het niet aan de leden voorgelegd en dat wordt ook niet meer gedaan."
    assert stretches(text, "en") == [
        ("nl", "Zij heeft het niet aan de leden voorgelegd en dat wordt ook niet meer gedaan.")
    ]


def test_a_read_passage_carries_it(tmp_path: Path) -> None:
    said = "We should not leave this to the market, and it will be done by the end of this year."
    around = "De dienst onderzoekt het en meldt de stand van zaken elk jaar aan de leden van de raad. " * 3
    passage = holding(read_text_as(tmp_path, f"{around}De voorzitter zei daarover: “{said}”\n"), "De voorzitter zei")
    assert {passage.text[q.start : q.end] for q in passage.quotations} == {said}


@given(st.text(alphabet="The of en de. “”'‘’ and?\n", max_size=300))
def test_stretches_lie_in_the_text_apart_and_in_order(text: str) -> None:
    found = foreign(text, "nl")
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
