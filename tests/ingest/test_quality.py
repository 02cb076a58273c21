"""What is told of a reading."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import Removed
from ingest.quality import quality
from ingest.read import read_document
from knowledge.documents import Footnote, Passage, PassageKind, ReadQuality

GOOD = (
    "De fabriek kwam terug naar de streek omdat de lonen daar minder ver uit elkaar lagen dan vroeger"
    " en de meeste klanten dichter bij de deur woonden."
)


def passages(*texts: str, kind: PassageKind = PassageKind.BODY, notes: tuple[Footnote, ...] = ()) -> list[Passage]:
    seen: dict[str, int] = {}
    return [Passage.make("d", n, text, seen=seen, kind=kind, footnotes=notes) for n, text in enumerate(texts)]


def told(
    found: list[Passage], removed: tuple[Removed, ...] = (), unplaced: int = 0, language: str = "nl"
) -> ReadQuality:
    return quality(found, removed, unplaced, language=language, pages=None)


def test_a_clean_text_has_a_full_score_and_each_fault_takes_from_it() -> None:
    clean = told(passages(GOOD))
    assert (clean.score, clean.doubtful_hyphens, clean.odd_sizes) == (1.0, 0, 0)
    faulty = {
        "a word cut in two": told(passages(GOOD + " De produc-tie en de verplaat-sing vielen stil.")),
        "words glued and broken": told(
            passages(
                GOOD + " zxqovk brtelm onsdewerkk xkwalsk vrtoondde plqmerk tqwerkl bzzoken rrtebben kqlaten pwrteld."
            )
        ),
        "a passage of three words": told(passages(GOOD, "Een kort stuk.")),
        "a note without a place": told(passages(GOOD), unplaced=2),
        "a table without cells": told([*passages(GOOD), *passages("2 3\n4 5", kind=PassageKind.TABLE)]),
    }
    for fault, found in faulty.items():
        assert found.score < clean.score, fault
    assert faulty["a word cut in two"].doubtful_hyphens == 2


@pytest.mark.parametrize(
    "text", ["niet-Amerikaanse R&D-activiteiten", "in- en uitvoer", "minister-president", "e-fiets"]
)
def test_a_hyphen_that_belongs_is_no_doubt(text: str) -> None:
    assert told(passages(f"{GOOD} {text}.")).doubtful_hyphens == 0


def test_what_was_left_out_is_counted_by_reason() -> None:
    removed = (
        Removed("page number", "12"),
        Removed("page number", "13"),
        Removed("running head", "Jaarverslag van toen"),
    )
    assert told(passages(GOOD), removed).removed == {"page number": 2, "running head": 3}


def test_unknown_words_are_told_of_dutch_only() -> None:
    assert told(passages(GOOD), language="fr").unknown_words is None
    assert told(passages(GOOD)).unknown_words is not None


def test_a_document_carries_it(tmp_path: Path) -> None:
    path = tmp_path / "stuk.txt"
    path.write_text(GOOD * 3, encoding="utf-8")
    found = read_document(path).document.quality
    assert found is not None
    assert found.words == len((GOOD * 3).split())


@given(st.lists(st.text(alphabet="abcdefg -\n|", min_size=1).filter(str.strip), max_size=5), st.integers(0, 9))
def test_the_score_lies_between_nothing_and_one(texts: list[str], unplaced: int) -> None:
    assert 0 <= told(passages(*texts), unplaced=unplaced).score <= 1
