"""Damaged files are read or refused in a sentence (in full: python -m tests.ingest.fuzz), and what that once found."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ingest.apart import Apart
from ingest.limits import Bounds
from ingest.plan import Outcome
from ingest.read import read_document
from ingest.readers.registry import EXTENSIONS
from knowledge.errors import UnreadableFile
from tests.ingest.builders import column, pdf
from tests.ingest.damage import corpus_files, damaged, made_files
from tests.ingest.fuzz import Tally, fuzz
from tests.ingest.reading import read_bytes_as


def test_a_sound_file_of_every_kind_is_damaged_in_its_turn(tmp_path: Path) -> None:
    made = made_files()
    same = ({".html", ".htm", ".xhtml"}, {".txt", ".text"}, {".md", ".markdown"})
    kinds = {Path(name).suffix for name in made}
    assert all(kinds & next((group for group in same if suffix in group), {suffix}) for suffix in EXTENSIONS)
    for name, data in made.items():
        assert read_bytes_as(tmp_path, data, name).passages


def test_damaged_small_files() -> None:
    tally = fuzz(48, 11, made_files(), workers=2)
    assert (tally.files, tally.faults, tally.ended) == (48, [], [])
    assert tally.read >= 10
    assert tally.refused >= 5
    assert tally.peak < 1_000_000_000


@pytest.mark.corpus
def test_damaged_real_documents(shared: Path) -> None:
    tally = fuzz(16, 12, corpus_files(), workers=2)
    assert (tally.files, tally.faults, tally.ended) == (16, [], [])
    assert tally.peak < 1_000_000_000


def test_a_seed_always_gives_the_same_damage() -> None:
    for name, data in made_files().items():
        assert damaged(name, data, random.Random(5)) == damaged(name, data, random.Random(5))
        assert any(damaged(name, data, random.Random(n)) != data for n in range(3))


@pytest.mark.parametrize(
    "reason",
    [
        "a.txt: cannot be read because of a fault of ours (KeyError: 1). Report it with the file.",
        "a.txt: took longer than 60 seconds and was ended. Split it, or allow more with --max-seconds.",
        "a.txt: the reader broke down on it. The file is damaged, or there is too little memory.",
        "a.txt: is\x1b[31m red.",
    ],
)
def test_the_tally_tells_what_is_not_as_it_should_be(reason: str) -> None:
    tally = Tally()
    assert not tally.take(Outcome("a.txt", "a", "failed", reason))
    assert tally.faults or tally.ended
    assert tally.take(Outcome("b.txt", "b", "failed", "b.txt: is empty. Fetch it again."))
    assert tally.refused == 1


# what the full run found, smaller


def test_a_page_with_every_line_drawn_twice(tmp_path: Path) -> None:
    lines = [f"In regel {n} staat een korte zin." for n in range(8)]
    read = read_bytes_as(tmp_path, pdf([[*column(50, 700, lines), *column(50, 700, lines)]]), "dubbel.pdf")
    assert "In regel 7" in read.passages[-1].text


def test_a_message_sent_in_a_year_that_no_clock_has(tmp_path: Path) -> None:
    mail = f"From: a@b.be\nDate: Mon, 3 Mar {'9' * 20} 10:00:00 +0100\nSubject: Nota\n\nDe dienst telde er twaalf.\n"
    assert "De dienst telde er twaalf." in read_bytes_as(tmp_path, mail.encode(), "post.eml").passages[-1].text


@pytest.mark.parametrize("mark", ["`", "**", "<sup>"])
def test_marks_around_nothing(tmp_path: Path, mark: str) -> None:
    with pytest.raises(UnreadableFile, match="holds no"):
        read_bytes_as(tmp_path, (mark * 400).encode(), "niets.md")


def test_a_line_of_leaders_does_not_hold_the_reader_up(tmp_path: Path) -> None:
    path = tmp_path / "punten.txt"
    path.write_text(("." * 500 + " 7\n\n") * 400 + "Een zin." + "." * 100_000 + "5", encoding="utf-8")
    with Apart(Bounds(seconds=60)) as apart:
        assert not isinstance(apart.read(read_document, path, "punten", {}), str)
