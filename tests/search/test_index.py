"""Derived files: made when needed, never used for anything else than what they were made from."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from knowledge.catalogue import read_vocabulary
from knowledge.concepts import Vocabulary
from knowledge.errors import StoreError
from knowledge.store import Store
from search.answers import Hit
from search.encoders import HashEncoder
from search.engine import Question, Searcher
from search.index import Index, index_name, index_state, open_index
from tests.conftest import make_document, make_passages

if TYPE_CHECKING:
    from search.encoders import Vectors


class Counting(HashEncoder):
    """Remembers which passages it was asked to encode."""

    def __init__(self, fingerprint: str = "counting-1") -> None:
        self.fingerprint = fingerprint
        self.seen: list[str] = []

    def encode_passages(self, texts: list[str]) -> Vectors:
        self.seen += texts
        return super().encode_passages(texts)


def folders(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "index").iterdir())


def opened(home: Path, store: Store, encoder: HashEncoder | None = None) -> Index:
    index = open_index(home, store, encoder)
    index.close()
    return index


def test_it_is_made_once_and_then_used(home: Path, filled: Store) -> None:
    made = opened(home, filled)
    assert made.notes == ("The search index was made.",)
    written = {path: path.stat().st_mtime_ns for path in made.folder.iterdir()}
    again = opened(home, filled)
    assert again.notes == ()
    assert {path: path.stat().st_mtime_ns for path in again.folder.iterdir()} == written
    assert made.folder.name == index_name(filled, None)


def test_the_manifest_says_how_it_was_made(home: Path, filled: Store) -> None:
    manifest = opened(home, filled, HashEncoder()).manifest
    assert manifest["passages"] == filled.counts()["passages"]
    assert manifest["encoder"] == {"name": "hash", "dimension": 256, "fingerprint": "hash-1"}
    assert manifest["store"] == filled.fingerprint()
    assert set(manifest["files"]) == {
        "words.sqlite",
        "columns.npy",
        "dutch.sqlite",
        "said.npy",
        "passages.faiss",
        "sentences.faiss",
        "starts.npy",
    }
    assert manifest["made"].endswith("+00:00")


def test_the_state_is_told_without_making_anything(home: Path, filled: Store) -> None:
    assert index_state(home, filled, "none") == {"state": "missing"}
    made = opened(home, filled)
    told = index_state(home, filled, "none")
    assert told["state"] == "current"
    assert told["folder"] == made.folder.name
    assert told["passages"] == filled.counts()["passages"]
    assert index_state(home, filled, "hash") == {"state": "missing"}
    filled.remove("gids")
    assert index_state(home, filled, "none")["state"] == "out of date"
    (made.folder / "manifest.json").write_text("[", encoding="utf-8")
    assert index_state(home, filled, "none") == {"state": "missing"}


def test_a_changed_store_gets_a_new_index_and_the_old_one_goes(home: Path, filled: Store) -> None:
    old = opened(home, filled).folder
    filled.remove("gids")
    new = opened(home, filled)
    assert new.notes == ("The search index was out of date and was renewed.",)
    assert folders(home) == [new.folder.name]
    assert not old.exists()


def test_indexes_of_several_encoders_stand_side_by_side(home: Path, filled: Store) -> None:
    names = {opened(home, filled).folder.name, opened(home, filled, HashEncoder()).folder.name}
    assert len(names) == 2
    assert set(folders(home)) == names


def test_another_encoder_encodes_everything_anew_and_never_mixes(home: Path, filled: Store) -> None:
    one, other = Counting("one"), Counting("other")
    opened(home, filled, one)
    index = opened(home, filled, other)
    assert len(other.seen) == len(one.seen) > filled.counts()["passages"]
    assert index.manifest["encoder"]["fingerprint"] == "other"


def test_the_same_encoder_encodes_only_what_is_new(home: Path, filled: Store) -> None:
    opened(home, filled, Counting())
    filled.replace(make_document("nieuw"), make_passages("nieuw", ["Een verse passage."]), [], configuration="1")
    encoder = Counting()
    index = open_index(home, filled, encoder)
    assert set(encoder.seen) == {"Een verse passage."}
    assert index.semantic is not None
    vector = encoder.encode_queries(["verse passage"])[0]
    rows = index.semantic.nearest(vector, 1)
    best = int(rows[index.semantic.of_passages(vector, rows).argmax()])
    assert index.lexical.ids([best])[best].startswith("nieuw/")
    index.close()


@pytest.mark.parametrize(
    "name", ["words.sqlite", "columns.npy", "manifest.json", "passages.faiss", "sentences.faiss", "starts.npy"]
)
@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "noise"])
def test_a_damaged_index_is_made_anew(
    home: Path, filled: Store, vocabulary: Vocabulary, name: str, damage: str
) -> None:
    encoder = HashEncoder()
    path = opened(home, filled, encoder).folder / name
    content = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes({"empty": b"", "cut": content[: len(content) // 2], "noise": b"\xff" * len(content)}[damage])
    with open_index(home, filled, encoder) as index:
        assert index.notes == ("The search index was damaged and was made anew.",)
        assert Searcher(filled, vocabulary, index, encoder).ask(Question(text="ledlampen")).hits
    assert folders(home) == [index.folder.name]


def test_damage_that_only_a_search_meets_is_told_with_a_cure(home: Path, filled: Store, vocabulary: Vocabulary) -> None:
    path = opened(home, filled).folder / "words.sqlite"
    content = bytearray(path.read_bytes())
    page = 4096
    with open_index(home, filled, None) as index:
        searcher = Searcher(filled, vocabulary, index)
        for start in range(page, len(content), page):
            content[start : start + page] = b"\xff" * page
        path.write_bytes(content)
        with pytest.raises(StoreError, match="damaged") as error:
            for word in ("ledlampen", "fabriek", "klant", "euro", "regels"):
                searcher.ask(Question(text=word))
    assert "Remove the folder" in error.value.cure


def test_a_home_that_cannot_be_written(home: Path, filled: Store) -> None:
    (home / "index").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be written") as error:
        open_index(home, filled, None)
    assert "--home" in error.value.cure


def test_a_current_index_needs_no_writing(home: Path, filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(home, filled)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    for name in ("mkdir", "rename", "write_text", "chmod"):
        monkeypatch.setattr(Path, name, refuse)
    assert opened(home, filled).notes == ()
    with pytest.raises(StoreError, match="Permission denied"):
        open_index(home, filled, HashEncoder())


def test_what_killed_processes_left_is_removed_in_time(home: Path, filled: Store) -> None:
    root = home / "index"
    for name, age in ((".making-1-old", 10 * 3600), (".making-2-busy", 0)):
        (root / name).mkdir(parents=True)
        os.utime(root / name, (time.time() - age, time.time() - age))
    name = opened(home, filled).folder.name
    assert folders(home) == sorted([".making-2-busy", name])


def test_an_empty_store_has_an_empty_index(home: Path, store: Store, vocabulary: Vocabulary) -> None:
    for encoder in (None, HashEncoder()):
        with open_index(home, store, encoder) as index:
            answer = Searcher(store, vocabulary, index, encoder).ask(Question(text="steun"))
        assert answer.hits == ()
        assert not answer.enough_evidence


def test_progress_is_told(home: Path, filled: Store) -> None:
    told: list[tuple[str, int, int]] = []
    open_index(home, filled, HashEncoder(), progress=lambda what, done, total: told.append((what, done, total))).close()
    n = filled.counts()["passages"]
    assert ("words", n, n) in told
    assert told[-1] == ("vectors", n, n)


def _search(home: Path, answers: multiprocessing.Queue[int]) -> None:
    with Store(home / "thuishaven.sqlite") as store, open_index(home, store, None) as index:
        answers.put(Searcher(store, read_vocabulary(), index).ask(Question(text="ledlampen")).total)


def test_two_processes_at_once(home: Path, filled: Store) -> None:
    context = multiprocessing.get_context("spawn")
    answers: multiprocessing.Queue[int] = context.Queue()
    processes = [context.Process(target=_search, args=(home, answers)) for _ in range(2)]
    for process in processes:
        process.start()
    found = [answers.get(timeout=120) for _ in processes]
    for process in processes:
        process.join(timeout=120)
    assert found[0] == found[1] > 0
    assert [process.exitcode for process in processes] == [0, 0]
    assert folders(home) == [index_name(filled, None)]


def test_words_that_it_has_no_room_to_remember_are_looked_up_again(
    home: Path, filled: Store, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answers() -> list[tuple[Hit, ...]]:
        with open_index(home, filled, None) as index:
            searcher = Searcher(filled, vocabulary, index)
            asked = [Question(text=text) for text in ("loonkosten en kwaliteit", "haven", "kwaliteit in de haven")]
            return [searcher.ask(question).hits for question in asked]

    expected = answers()
    assert any(expected)
    monkeypatch.setattr("search.lexical.KNOWN_WORDS", 3)
    assert answers() == expected


def test_an_index_of_another_number_of_passages_is_damaged(home: Path, filled: Store) -> None:
    folder = opened(home, filled).folder
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["passages"] += 1
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ValueError, match="number of passages"):
        Index(folder, None)
    shutil.rmtree(folder)
    assert opened(home, filled).notes == ("The search index was made.",)
