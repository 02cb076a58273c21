"""What became of the words of a file: each difference is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import Removed
from ingest.changes import Change, ChangeKind, changes
from ingest.original import PAGE_END, read_again, read_beside_original
from knowledge.documents import Footnote, Passage
from knowledge.errors import UnreadableFile
from tests.ingest.reading import read_bytes_as

NOTE = Footnote(number="7", text="Zie het jaarverslag van de dienst over hetzelfde jaar.")
FILE = (
    "De dienst onder-\nzoekt de keten7 en meldt\n7  Zie het jaarverslag van de dienst over hetzelfde jaar.\n"
    "de stand elk jaar aan de **raad**.\n3"
)
TEXT = "De dienst onderzoekt de keten en meldt de stand elk jaar aan de raad."


def passage(text: str, *notes: Footnote) -> Passage:
    """A passage of a document."""
    return Passage.make("nota", 0, text, seen={}, footnotes=notes)


def told(found: list[Change]) -> set[tuple[ChangeKind, int, str, str]]:
    """Kind, line, before and after."""
    return {(change.kind, change.line, change.before, change.after) for change in found}


def test_each_change_is_told_with_its_place() -> None:
    found = changes(FILE, [passage(TEXT, NOTE)], [Removed("page number", "3")])
    assert told(found) == {
        (ChangeKind.JOINED, 1, "onder- zoekt", "onderzoekt"),
        (ChangeKind.MARK, 2, "keten7", "keten"),
        (ChangeKind.MOVED, 3, "7 " + NOTE.text, ""),
        (ChangeKind.PLAIN, 4, "**raad**.", "raad."),
        (ChangeKind.LEFT_OUT, 5, "3", "page number"),
    }
    assert {change.passage for change in found if change.kind is not ChangeKind.LEFT_OUT} == {passage(TEXT).anchor}


def test_a_text_that_stands_as_it_is_has_no_changes() -> None:
    assert changes("De dienst meldt\nde stand elk jaar.", [passage("De dienst meldt de stand elk jaar.")], []) == []


def test_what_is_in_no_passage_and_what_is_new_are_told() -> None:
    found = changes(
        "De dienst meldt de stand elk jaar.\nDit verdween zomaar.",
        [passage("De dienst meldt de stand nooit elk jaar.")],
        [],
    )
    assert told(found) == {
        (ChangeKind.LOST, 2, "Dit verdween zomaar.", ""),
        (ChangeKind.ADDED, 1, "", "nooit"),
    }


def test_pages_are_counted() -> None:
    found = changes(f"Een\n{PAGE_END}De dienst onder-\nzoekt het.", [passage("Een De dienst onderzoekt het.")], [])
    assert [(change.page, change.line) for change in found] == [(2, 1)]


def test_a_word_cut_twice_and_one_whose_trema_gave_way() -> None:
    found = changes(
        "Wij zien wereld-\nhandels-\npartners en hun strategie-\nen terug.",
        [passage("Wij zien wereldhandelspartners en hun strategieën terug.")],
        [],
    )
    assert {change.after for change in found if change.kind is ChangeKind.JOINED} == {
        "wereldhandelspartners",
        "strategieën",
    }


words = st.lists(
    st.sampled_from(
        ["de", "keten", "van", "een", "dienst", "meldt", "elk", "jaar", "raad", "stand", "over", "veel", "goed"]
    ),
    min_size=1,
)


@given(st.lists(words, min_size=1, max_size=8))
def test_every_word_of_the_file_is_in_a_passage_or_told(lines: list[list[str]]) -> None:
    """However often the same words come back: half of the lines become passages, the others must be told as lost."""
    text = "\n".join(" ".join(line) for line in lines)
    kept, lost = lines[::2], lines[1::2]
    found = changes(text, [passage(" ".join(line)) for line in kept], [])
    assert not [change for change in found if change.kind is not ChangeKind.LOST]
    assert sorted(word for change in found for word in change.before.split()) == sorted(
        word for line in lost for word in line
    )


def test_the_original_is_read_again_and_shown_as_it_is(tmp_path: Path) -> None:
    document = read_bytes_as(tmp_path, f"{FILE}\n".encode(), "nota.txt").document
    read = read_again(document, {})
    assert read.original == f"{FILE}\n"
    assert ChangeKind.JOINED in {change.kind for change in changes(read.original, read.passages, read.removed)}


def test_of_a_web_page_the_texts_are_the_original(tmp_path: Path) -> None:
    page = "<html><body><nav>Menu van de dienst</nav><p>De dienst meldt de <b>stand</b>.</p></body></html>"
    path = tmp_path / "nota.html"
    path.write_text(page)
    read = read_beside_original(path, sources={})
    assert "De dienst meldt de stand." in read.original and "<" not in read.original


@pytest.mark.parametrize("gone", [True, False])
def test_a_file_that_is_gone_or_changed_is_told(tmp_path: Path, gone: bool) -> None:
    document = read_bytes_as(tmp_path, f"{FILE}\n".encode(), "nota.txt").document
    path = tmp_path / "nota.txt"
    if gone:
        path.unlink()
    else:
        path.write_text("Iets anders.")
    with pytest.raises(UnreadableFile, match="cannot be read" if gone else "has changed since"):
        read_again(document, {})
