"""The word list of an index says what the whole list says."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from knowledge.dutch import entries, lexicon
from search.wordlist import WORDLIST, WordList, write_wordlist


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the list."""
    made = tmp_path_factory.mktemp("words")
    write_wordlist(made)
    return made


def test_it_knows_splits_and_brings_back_as_the_whole_list_does(folder: Path) -> None:
    some = random.Random(1).sample([word for word, *_ in entries()], 3000)
    words = [*some, "loonkostenkloof", "steden", "halfgeleiderbedrijven", "xyzzy", "", "de", "terugkeert"]
    with WordList(folder) as stored:
        for word in words:
            assert (word in stored.lexicon) == (word in lexicon())
            assert stored.lexicon.lemma(word) == lexicon().lemma(word)
            assert stored.lexicon.is_nominal(word) == lexicon().is_nominal(word)
            assert stored.lexicon.split(word) == lexicon().split(word)


@pytest.mark.parametrize("damage", [None, b"", b"no database at all" * 100])
def test_a_damaged_list_is_not_opened(tmp_path: Path, damage: bytes | None) -> None:
    if damage is not None:
        (tmp_path / WORDLIST).write_bytes(damage)
    with pytest.raises(sqlite3.Error):
        WordList(tmp_path)
