"""The store keeps a document whole or not at all, and says in a sentence when it cannot be used."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import time
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from knowledge import database
from knowledge.documents import ListLevels, Passage
from knowledge.errors import MisuseError, StoreError, UnknownRecord
from knowledge.migrations import MIGRATIONS
from knowledge.store import Store
from tests.conftest import annotate, make_document, make_passages


def fill(
    store: Store, document_id: str = "nota", texts: tuple[str, ...] = ("Lonen stijgen.", "Prijzen dalen.")
) -> None:
    passages = make_passages(document_id, texts)
    annotations = [annotate(passages[0], "motives/labour-cost-gap", texts[0].split()[0])]
    store.replace(make_document(document_id), passages, annotations, configuration="c1")


def test_what_goes_in_comes_out_in_reading_order(store: Store) -> None:
    fill(store, "tweede")
    fill(store, "eerste")
    assert [d.id for d in store.documents()] == ["tweede", "eerste"]
    assert [p.text for p in store.passages("eerste")] == ["Lonen stijgen.", "Prijzen dalen."]
    assert [a.quote for a in store.annotations()] == ["Lonen", "Lonen"]
    assert store.configuration("eerste") == "c1"
    assert store.counts() == {"documents": 2, "passages": 4, "annotations": 2}


def test_replacing_a_document_keeps_its_place_and_leaves_nothing_of_the_old(store: Store) -> None:
    fill(store, "eerste")
    fill(store, "tweede")
    fill(store, "eerste", ("Energie is duur.",))
    assert [d.id for d in store.documents()] == ["eerste", "tweede"]
    assert [p.text for p in store.passages("eerste")] == ["Energie is duur."]
    assert store.counts()["annotations"] == 2


def test_what_does_not_fit_is_refused_and_changes_nothing(store: Store) -> None:
    fill(store)
    before = store.fingerprint()
    passages = make_passages("nota", ["Iets anders."])
    stranger = make_passages("vreemd", ["Lonen."])
    with pytest.raises(ValueError, match="does not belong"):
        store.replace(make_document(), stranger, [], configuration="c")
    with pytest.raises(ValueError, match="not there"):
        store.replace(make_document(), passages, [annotate(stranger[0], "a/b", "Lonen")], configuration="c")
    with pytest.raises(ValueError, match="not there"):
        store.replace_annotations("nota", [annotate(stranger[0], "a/b", "Lonen")])
    assert store.fingerprint() == before


def test_a_failing_write_is_rolled_back(store: Store) -> None:
    fill(store)
    before = store.fingerprint()
    passages = make_passages("nota", ["Nieuw."])
    twice = [passages[0], passages[0]]
    with pytest.raises(StoreError):
        store.replace(make_document(), twice, [], configuration="c")
    assert store.fingerprint() == before
    assert next(store.passages("nota")).text == "Lonen stijgen."


def test_the_fingerprint_follows_content_and_not_the_clock(store: Store, tmp_path: Path) -> None:
    fill(store)
    with Store(tmp_path / "other.sqlite") as other:
        fill(other)
        assert other.fingerprint() == store.fingerprint()
        other.replace_annotations("nota", [])
        assert other.fingerprint() != store.fingerprint()


def test_removing_takes_all_of_it(store: Store) -> None:
    fill(store)
    store.remove("nota")
    assert store.counts() == {"documents": 0, "passages": 0, "annotations": 0}
    with pytest.raises(UnknownRecord):
        store.remove("nota")


def test_what_was_removed_comes_back_as_it_was_and_where_it_was(store: Store) -> None:
    for name in ("eerste", "tweede", "derde"):
        fill(store, name)
    before = (store.fingerprint(), store.documents(), list(store.passages()), list(store.annotations()))
    store.remove("tweede")
    assert [d.id for d in store.documents()] == ["eerste", "derde"]
    (kept,) = store.removed()
    assert (kept.id, kept.file, kept.origin) == ("tweede", "tweede.txt", "map/tweede.txt")
    store.restore("tweede")
    assert before == (store.fingerprint(), store.documents(), list(store.passages()), list(store.annotations()))
    assert store.removed() == []
    with pytest.raises(UnknownRecord):
        store.restore("tweede")


def test_a_removed_document_does_not_push_its_successor_out(store: Store) -> None:
    fill(store)
    store.remove("nota")
    fill(store, "nota", ("Energie is duur.",))
    with pytest.raises(MisuseError, match="'nota' stands in its place"):
        store.restore("nota")
    assert [p.text for p in store.passages()] == ["Energie is duur."]
    store.remove("nota")
    fill(store, "ander")
    store.restore("nota")
    assert [p.text for p in store.passages("nota")] == ["Energie is duur."]
    assert [d.id for d in store.documents()] == ["ander", "nota"]


def test_another_document_from_the_same_place_stands_in_the_way(store: Store) -> None:
    fill(store)
    store.remove("nota")
    store.replace(make_document("nieuw", origin="map/nota.txt"), [], [], configuration="c")
    with pytest.raises(MisuseError, match="'nieuw' stands in its place"):
        store.restore("nota")


def test_a_vacuum_deletes_for_good(store: Store) -> None:
    fill(store)
    store.remove("nota")
    assert store.vacuum() == 1
    assert store.removed() == []
    with pytest.raises(UnknownRecord):
        store.restore("nota")
    assert store.vacuum() == 0


def test_a_writer_that_looked_too_early_writes_nothing(store: Store) -> None:
    def write(text: str, since: str | None, **fields: object) -> bool:
        passages = make_passages("nota", [text])
        return store.replace(make_document("nota", **fields), passages, [], configuration="c", since=since)

    assert write("Een.", "")
    assert not write("Twee.", "")
    seen = store.states()["nota"]
    assert write("Drie.", seen)
    assert not write("Vier.", seen)
    assert write("Vijf.", store.states()["nota"], origin="elders")
    store.replace(make_document("ander"), [], [], configuration="c")
    assert not write("Zes.", store.states()["nota"], origin="map/ander.txt")
    assert [p.text for p in store.passages("nota")] == ["Vijf."]


def test_an_unknown_document_is_told_with_near_ones(store: Store) -> None:
    fill(store, "advies-reshoring")
    with pytest.raises(UnknownRecord, match="advies-reshoring"):
        store.document("advies-reshorin")


def test_passages_are_found_by_id(store: Store) -> None:
    fill(store)
    first = next(store.passages("nota"))
    assert store.passages_with([first.id, "nota/p-000000000000"]) == {first.id: first}


def test_whether_the_levels_of_a_list_are_known_is_kept(store: Store) -> None:
    """A passage that was written before there was such a mark has none."""
    seen: dict[str, int] = {}
    made = [Passage.make("nota", i, f"punt {i}", seen=seen, list_levels=each) for i, each in enumerate(ListLevels)]
    store.replace(make_document("nota"), made, [], configuration="c1")
    assert [p.list_levels for p in store.passages()] == ["known", "unsure"]
    with sqlite3.connect(store.path) as db:
        db.execute("UPDATE passages SET record = json_remove(record, '$.list_levels')")
    db.close()
    assert [p.list_levels for p in store.passages()] == [None, None]


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    Store(path).close()
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    db.close()
    with pytest.raises(StoreError, match="newer Thuishaven"):
        Store(path)


def test_every_earlier_schema_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "s.sqlite"
    with Store(path) as opened:
        fill(opened)
    monkeypatch.setattr(database, "MIGRATIONS", (*MIGRATIONS, ("CREATE TABLE later (x TEXT)",)))
    with Store(path) as opened:
        assert opened.counts()["documents"] == 1
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 1,)
        assert db.execute("SELECT count(*) FROM later").fetchone() == (0,)
    db.close()


def test_a_file_that_is_no_store_is_told(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(StoreError, match="not a Thuishaven store"):
        Store(path)
    assert path.read_bytes() == b"no database" * 1000


def test_a_place_that_cannot_hold_a_store_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="--home"):
        Store(tmp_path / "file" / "s.sqlite")


def _write_many(path: Path, name: str, count: int) -> None:
    with Store(path) as opened:
        for number in range(count):
            fill(opened, f"{name}-{number}")


def test_two_processes_at_once_wait_for_each_other(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_write_many, args=(path, name, 15)) for name in ("a", "b")]
    for process in processes:
        process.start()
    for process in processes:
        process.join(300)
        assert process.exitcode == 0
    with Store(path) as opened:
        assert opened.counts() == {"documents": 30, "passages": 60, "annotations": 30}


def test_a_killed_writer_leaves_whole_documents(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    Store(path).close()
    process = multiprocessing.get_context("spawn").Process(target=_write_many, args=(path, "a", 100_000))
    process.start()
    assert process.pid is not None
    for _ in range(600):
        with Store(path) as opened:
            if opened.counts()["documents"] > 5:
                break
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.join(30)
    with Store(path) as opened:
        counts = opened.counts()
        assert counts["documents"] > 5
        assert counts["passages"] == 2 * counts["documents"]
        assert counts["annotations"] == counts["documents"]
        fill(opened, "daarna")


def test_many_processes_may_make_the_same_store_at_once(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(6)
    processes = [context.Process(target=_open_at_once, args=(path, gate, 40)) for _ in range(6)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(300)
    assert [process.exitcode for process in processes] == [0] * 6


def _open_at_once(path: Path, gate: Barrier, times: int) -> None:
    for number in range(times):
        gate.wait(300)
        with Store(path.with_name(f"{number}.sqlite")) as opened:
            opened.counts()


def test_a_full_disk_is_told_and_leaves_what_there_was(store: Store) -> None:
    fill(store)
    before = store.fingerprint()
    (pages,) = store._db.execute("PRAGMA page_count").fetchone()
    store._db.execute(f"PRAGMA max_page_count = {pages}")
    much = tuple(f"Zin {number}. " * 500 for number in range(50))
    with pytest.raises(StoreError, match=r"disk is full.*space on the disk"):
        fill(store, "groot", much)
    assert store.fingerprint() == before
    store._db.execute("PRAGMA max_page_count = 100000")
    fill(store, "groot", much)
    assert store.counts()["documents"] == 2


def test_a_second_writer_that_waits_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    path = tmp_path / "s.sqlite"
    Store(path).close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with Store(path) as opened, pytest.raises(StoreError, match="another process"):
            fill(opened)
    finally:
        holder.close()
