"""Marking: the text stays the text, and only what is accepted is marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.base import Status
from knowledge.documents import Quotation
from templates.marking import marked
from tests.conftest import annotate, make_passages

WORDS = ["steun", "loonkosten", "keten", "kwaliteit"]


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=20),
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(["a", "b"])), max_size=8, unique=True),
    st.data(),
)
def test_the_pieces_joined_are_the_text(said: list[str], wanted: list[tuple[str, str]], data: st.DataObject) -> None:
    passage = make_passages("nota", [" ".join(said)])[0]
    found = [annotate(passage, f"motives/{c}", w) for w, c in wanted if w in passage.text]
    start = data.draw(st.integers(0, len(passage.text)))
    end = data.draw(st.integers(start, len(passage.text)))
    for span in (None, (start, end)):
        pieces = list(marked(passage.text, found, span))
        first, last = span if span else (0, len(passage.text))
        assert "".join(p.text for p in pieces) == passage.text[first:last]
        assert all(p.annotation is None or p.annotation.quote == p.text for p in pieces)


def test_the_longest_of_two_that_overlap_is_marked() -> None:
    passage = make_passages("nota", ["Directe steun aan bedrijven."])[0]
    found = [annotate(passage, "motives/a", "Directe"), annotate(passage, "motives/b", "Directe steun")]
    assert [p.text for p in marked(passage.text, found) if p.annotation] == ["Directe steun"]


def test_a_suggestion_is_not_marked() -> None:
    passage = make_passages("nota", ["Directe steun aan bedrijven."])[0]
    found = [annotate(passage, "motives/a", "steun", status=Status.SUGGESTED)]
    assert [p.annotation for p in marked(passage.text, found)] == [None]


def test_what_is_in_another_language_says_so_and_the_text_stays_the_text() -> None:
    text = "Hij zei: we shall see, en ging."
    pieces = list(marked(text, (), None, (Quotation(start=9, end=21, language="en"),)))
    assert [(piece.language, piece.text) for piece in pieces] == [
        ("", "Hij zei: "),
        ("en", "we shall see"),
        ("", ", en ging."),
    ]
