"""Letters of a PDF that are taken together: word by word a page gives the same lines as letter by letter."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers import pdf_chars
from ingest.readers.pdf_file import load
from ingest.readers.pdf_page import Piece
from tests.ingest.builders import At, pdf

LETTERS = "abfijlmrtvwABIMTVW0123456789.,;:-/()'éëïœ€•²"
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=8).map(" ".join)
LINES = st.builds(
    At,
    x=st.sampled_from((50.0, 51.3, 180.0, 300.0)),
    y=st.integers(10, 58).map(lambda row: row * 13.5),
    text=WORDS,
    size=st.sampled_from((1.0, 6.5, 10.0, 10.04, 17.0)),
    bold=st.booleans(),
    matrix=st.sampled_from(
        ((1.0, 0.0, 0.0, 1.0), (1.0, 0.01, -0.01, 1.0), (1.1, 0.0, 0.0, 0.9), (0.0, 1.0, -1.0, 0.0))
    ),
    mode=st.sampled_from((0, 0, 0, 2)),
    spacing=st.sampled_from((0.0, 0.0, 0.3, 3.0, 9.5, 20.0)),
)


def found(data: bytes) -> list[Piece]:
    return [piece for page in load("a.pdf", data)[0] for piece in page.pieces]


def letter_by_letter(data: bytes) -> list[Piece]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pdf_chars, "WIDEST", 0.0)
        return found(data)


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=12), st.sampled_from((0, 90, 180)))
def test_words_give_the_pieces_that_their_letters_give(lines: list[At], rotate: int) -> None:
    data = pdf([lines], rotate=rotate)
    assert found(data) == letter_by_letter(data)


def test_a_word_is_asked_for_its_first_and_last_letter_only(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    box = pdf_chars._Letters.box

    def counted(letters: pdf_chars._Letters, i: int) -> tuple[float, float, float, float]:
        asked.append(i)
        return box(letters, i)

    monkeypatch.setattr(pdf_chars._Letters, "box", counted)
    assert [piece.text for piece in found(pdf([[At(50, 700, "een vergunningsplicht")]]))] == ["een vergunningsplicht"]
    assert asked == [0, 2, 4, 20]


def test_letters_far_apart_are_no_word() -> None:
    pieces = found(pdf([[At(50, 700, "ili", spacing=20)]]))
    assert [piece.text for piece in pieces] == ["i", "l", "i"]


def test_a_mark_in_the_midst_of_a_word_is_raised() -> None:
    pieces = found(pdf([[At(50, 700, "in"), At(57.8, 704, "12", 5.5), At(64, 700, "kracht")]]))
    assert [piece.text for piece in pieces] == ["in ¹²kracht"]


def test_signs_look_like_the_letter_before_them() -> None:
    """A sign set in another font than its word, as word processors do, does not make the line look mixed."""
    pieces = found(pdf([[At(50, 700, "Vet", bold=True), At(67, 700, "2024: ", bold=False)]]))
    assert [(piece.text, piece.bold, piece.look != "") for piece in pieces] == [("Vet2024:", True, True)]
