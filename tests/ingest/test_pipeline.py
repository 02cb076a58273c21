"""Files into the store: what is new, changed, the same, a twin, or bad."""

from __future__ import annotations

import datetime
import os
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from ingest.files import missing
from ingest.pipeline import Outcome, run
from ingest.read import Read, read_document
from knowledge.annotations import Annotation, Annotator, AnnotatorKind
from knowledge.documents import Passage, Source
from knowledge.errors import StoreError
from knowledge.store import Store
from tests.ingest.builders import column, pdf
from tests.ingest.damage import made_files

TEXT = "Nota over werk\n\nDe dienst telde vorig jaar {} bedrijven die hun werk uit het buitenland terughaalden.\n"


def write(folder: Path, name: str, number: str = "twaalf") -> Path:
    """A small text file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEXT.format(number), encoding="utf-8")
    return path


def told(outcomes: Sequence[Outcome]) -> list[tuple[str, str, str]]:
    """File, id and status of each outcome."""
    return [(o.file, o.id, o.status) for o in outcomes]


def mark_dienst(passages: Sequence[Passage]) -> list[Annotation]:
    """An annotator that marks one word."""
    time = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    annotator = Annotator(kind=AnnotatorKind.RULE, name="test")
    return [
        Annotation.on(p, "sectors/test", at, at + 6, annotator=annotator, time=time, confidence=1.0)
        for p in passages
        if (at := p.text.find("dienst")) >= 0
    ]


def test_added_unchanged_updated(tmp_path: Path, store: Store) -> None:
    path = write(tmp_path, "nota.txt")
    assert told(run([path], store)) == [("nota.txt", "nota", "added")]
    again = run([path], store)
    assert told(again) == [("nota.txt", "nota", "unchanged")]
    assert again[0].passages == 1
    write(tmp_path, "nota.txt", "dertien")
    assert told(run([path], store)) == [("nota.txt", "nota", "updated")]
    assert "dertien" in next(iter(store.passages("nota"))).text


def test_a_new_configuration_reads_again(tmp_path: Path, store: Store) -> None:
    path = write(tmp_path, "nota.txt")
    run([path], store, annotate_version="1")
    assert run([path], store, annotate_version="1")[0].status == "unchanged"
    assert run([path], store, annotate_version="2")[0].status == "updated"
    path.with_suffix(".yml").write_text("title: Anders\n")
    assert run([path], store, annotate_version="2")[0].status == "updated"
    assert store.document("nota").title == "Anders"
    known = {"b": Source(id="b", title="T", publisher="P", recognise=("de dienst telde",))}
    assert run([path], store, annotate_version="2", sources=known)[0].status == "updated"
    assert store.document("nota").source == "b"


def test_twins_and_namesakes(tmp_path: Path, store: Store) -> None:
    first, twin = write(tmp_path, "a/nota.txt"), write(tmp_path, "b/kopie.txt")
    namesake = write(tmp_path, "b/nota.txt", "dertien")
    outcomes = run([first, twin, namesake], store)
    assert told(outcomes) == [
        ("nota.txt", "nota", "added"),
        ("kopie.txt", "nota", "unchanged"),
        ("nota.txt", "nota-2", "added"),
    ]
    assert outcomes[1].reason == "has the same content as nota.txt, which is in the store as 'nota'"
    assert told(run([twin], store)) == [("kopie.txt", "nota", "unchanged")]
    assert store.counts()["documents"] == 2


def test_a_file_that_moved_keeps_its_id(tmp_path: Path, store: Store) -> None:
    first = write(tmp_path, "a/nota.txt")
    run([tmp_path], store)
    (passage,) = store.passages("nota")
    (tmp_path / "b").mkdir()
    moved = first.rename(tmp_path / "b" / "verslag.txt")
    copy = write(tmp_path, "c/kopie.txt")
    outcomes = run([tmp_path], store)
    assert told(outcomes) == [("verslag.txt", "nota", "updated"), ("kopie.txt", "nota", "unchanged")]
    assert outcomes[0].reason == f"moved here from {first}"
    assert [p.id for p in store.passages()] == [passage.id]
    assert (store.document("nota").file, store.document("nota").origin) == ("verslag.txt", str(moved))
    assert missing(store) == []
    assert told(run([copy, moved], store)) == [("kopie.txt", "nota", "unchanged"), ("verslag.txt", "nota", "unchanged")]


def test_a_copy_of_what_a_file_was_before_is_not_lost(tmp_path: Path, store: Store) -> None:
    path = write(tmp_path, "nota.txt")
    run([path], store)
    write(tmp_path, "nota.txt", "dertien")
    old = write(tmp_path, "oud.txt")
    assert told(run([old, path], store)) == [("oud.txt", "oud", "added"), ("nota.txt", "nota", "updated")]


def test_documents_whose_file_is_gone_are_told(tmp_path: Path, store: Store) -> None:
    paths = [write(tmp_path, name, name) for name in ("a/een.txt", "a/b/twee.txt", "c/drie.txt", "c/vier.txt")]
    run([tmp_path], store)
    assert missing(store) == []
    for path in paths[:3]:
        path.unlink()
    assert [d.id for d in missing(store)] == ["twee", "een", "drie"]
    assert [d.id for d in missing(store, [tmp_path / "a"])] == ["twee", "een"]
    assert [d.id for d in missing(store, [tmp_path / "a" / "b"])] == ["twee"]
    assert [d.id for d in missing(store, [paths[2], paths[3]])] == ["drie"]
    (tmp_path / "a" / "b").rmdir()
    assert [d.id for d in missing(store, [tmp_path / "a" / "b"])] == []  # a folder that is gone tells nothing
    assert store.counts()["documents"] == 4


def writes_meanwhile(store: Store, folder: Path) -> Callable[[Sequence[Passage]], list[Annotation]]:
    """An annotator during whose first call another process ingests a folder into the same store."""
    done: list[bool] = []

    def annotate(passages: Sequence[Passage]) -> list[Annotation]:
        if not done:
            done.append(True)
            with Store(store.path) as other:
                run([folder], other)
        return []

    return annotate


def test_a_namesake_that_another_process_adds_meanwhile_is_not_written_over(tmp_path: Path, store: Store) -> None:
    ours, theirs = write(tmp_path, "a/nota.txt", "acht"), write(tmp_path, "b/nota.txt", "negen")
    outcomes = run([ours], store, annotate=writes_meanwhile(store, theirs.parent))
    assert told(outcomes) == [("nota.txt", "nota-2", "added")]
    assert [(d.id, d.origin) for d in store.documents()] == [("nota", str(theirs)), ("nota-2", str(ours))]
    assert "acht" in next(iter(store.passages("nota-2"))).text


def test_the_same_folder_twice_at_once(tmp_path: Path, store: Store) -> None:
    paths = [write(tmp_path, f"map/{n}.txt", f"getal {n}") for n in range(3)]
    outcomes = run(paths, store, annotate=writes_meanwhile(store, tmp_path / "map"))
    assert [o.status for o in outcomes] == ["unchanged"] * 3
    assert store.counts()["documents"] == 3


def test_names_that_would_harm_where_they_are_shown_are_refused(tmp_path: Path, store: Store) -> None:
    names = [
        "rood\x1b[31m.txt",
        "regel\nnog een.txt",
        "om\u202egekeerd.txt",
        os.fsdecode(b"los\xff.txt"),
        "gewoon é.txt",
    ]
    for name in names:
        write(tmp_path, name, name[:3])
    outcomes = run([tmp_path, tmp_path / names[0]], store)
    assert sorted(o.status for o in outcomes) == ["added", "failed", "failed", "failed", "failed"]
    assert all(o.file.isprintable() and o.reason.isprintable() for o in outcomes)
    assert [d.file for d in store.documents()] == ["gewoon é.txt"]


def test_names_as_long_as_a_name_can_be_and_longer(tmp_path: Path, store: Store) -> None:
    write(tmp_path, f"{'a' * 251}.txt")
    outcomes = run([tmp_path, tmp_path / f"{'b' * 300}.txt", tmp_path / "c" / ("d" * 5_000)], store)
    assert [o.status for o in outcomes] == ["added", "failed", "failed"]
    assert all("File name too long" in o.reason for o in outcomes[1:])
    assert missing(store, [tmp_path / ("b" * 300)]) == []


def test_folders_and_links_with_names_that_would_harm_are_told_plainly(tmp_path: Path, store: Store) -> None:
    folder = tmp_path / "map\x1b[31m"
    write(folder, "tekst.txt")
    (folder / "lus\x9b2J").symlink_to(folder, target_is_directory=True)
    (folder / "dood\u202e.txt").symlink_to(folder / "weg")
    outcomes = run([folder, folder / "nergens\n.txt"], store)
    assert [o.status for o in outcomes] == ["failed"] * 4
    assert all(o.file.isprintable() and o.reason.isprintable() for o in outcomes)


def test_a_bottomless_folder_is_told(tmp_path: Path, store: Store) -> None:
    deep = tmp_path
    for _ in range(80):
        deep = deep / "d"
    write(deep, "diep.txt")
    (outcome,) = run([tmp_path], store)
    assert "folders deep" in outcome.reason


def test_one_bad_file_does_not_stop_the_others_and_the_old_version_stays(tmp_path: Path, store: Store) -> None:
    paths = [write(tmp_path, "a.txt"), write(tmp_path, "b.txt", "acht"), write(tmp_path, "c.txt", "negen")]
    run(paths, store)
    before = list(store.passages("b"))
    paths[1].write_bytes(b"\x89PNG\r\n\x1a\n")
    write(tmp_path, "c.txt", "tien")
    outcomes = run([*paths, tmp_path / "weg.txt", write(tmp_path, "d.xyz", "elf")], store)
    assert [o.status for o in outcomes] == ["unchanged", "failed", "updated", "failed", "failed"]
    assert "PNG image" in outcomes[1].reason
    assert "no such file" in outcomes[3].reason
    assert "files of this kind are not read" in outcomes[4].reason
    assert list(store.passages("b")) == before


def test_a_fault_in_one_document_is_told_and_the_others_go_on(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(passages: Sequence[Passage]) -> list[Annotation]:
        if "acht" in passages[0].text:
            raise KeyError("oei")
        return mark_dienst(passages)

    outcomes = run([write(tmp_path, "a.txt", "acht"), write(tmp_path, "b.txt")], store, annotate=broken)
    assert [o.status for o in outcomes] == ["failed", "added"]
    assert outcomes[0].reason.startswith("a.txt: cannot be read because of a fault of ours (KeyError")
    assert [a.quote for a in store.annotations()] == ["dienst"]


def test_what_takes_too_long_to_annotate_is_told_and_the_others_go_on(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]
    monkeypatch.setattr("ingest.pipeline.time", SimpleNamespace(monotonic=lambda: clock[0]))
    monkeypatch.setattr("ingest.pipeline.BATCH", 1)

    def slow(passages: Sequence[Passage]) -> list[Annotation]:
        clock[0] += 50
        return mark_dienst(passages)

    many = write(tmp_path, "a.txt")
    many.write_text("\n\n".join(f"## Deel {n}\n\n{TEXT.format(n)}" for n in range(9)), encoding="utf-8")
    outcomes = run([many, write(tmp_path, "b.txt")], store, annotate=slow)
    assert [o.status for o in outcomes] == ["failed", "added"]
    assert outcomes[0].reason == (
        "a.txt: took longer than 120 seconds to annotate and was left out. Split it, or allow more with --max-seconds."
    )
    assert [d.id for d in store.documents()] == ["b"]


def test_folders_sidecars_hidden_files_and_loops(tmp_path: Path, store: Store) -> None:
    folder = tmp_path / "map"
    write(folder, "b.txt", "twee")
    write(folder, "a/c.md", "drie")
    write(folder, ".verborgen.txt")
    write(folder, "~$slot.txt")
    write(folder, "beeld.jpg")
    (folder / "b.yml").write_text("title: Titel\n")
    (folder / "a" / "lus").symlink_to(folder, target_is_directory=True)
    (folder / "dood.txt").symlink_to(folder / "weg.txt")
    outcomes = run([folder, folder / "b.txt"], store)
    assert [(o.file, o.status) for o in outcomes] == [
        ("c.md", "added"),
        ("lus", "failed"),
        ("b.txt", "added"),
        ("dood.txt", "failed"),
    ]
    assert "leads back to" in outcomes[1].reason
    assert store.document("b").title == "Titel"


def test_a_broken_sidecar_fails_its_document_only(tmp_path: Path, store: Store) -> None:
    bad, good = write(tmp_path, "a.txt"), write(tmp_path, "b.txt", "acht")
    bad.with_suffix(".yml").write_text("titel: x\n")
    outcomes = run([bad, good], store)
    assert [o.status for o in outcomes] == ["failed", "added"]
    assert "a.yml:1: titel: no such field" in outcomes[0].reason


def test_more_workers_give_the_same(tmp_path: Path) -> None:
    paths = [write(tmp_path, f"{n}.txt", f"getal {n}") for n in range(3)]
    broken = tmp_path / "x.pdf"
    broken.write_bytes(b"%PDF-1.4 half")
    whole = tmp_path / "y.pdf"
    whole.write_bytes(pdf([column(50, 700, ["Een regel tekst in een bestand."])]))
    kinds = tmp_path / "soorten"
    kinds.mkdir()
    for name, data in made_files().items():
        (kinds / name).write_bytes(data)
    results = []
    for workers in (1, 2, 5):
        with Store(tmp_path / f"{workers}.sqlite") as store:
            outcomes = run([*paths, broken, kinds, paths[0], whole], store, workers=workers, annotate=mark_dienst)
            assert store.counts()["annotations"] > 10
            results.append((outcomes, store.documents(), list(store.passages()), list(store.annotations())))
    assert results[0] == results[1] == results[2]


def test_progress_is_told_for_each_file(tmp_path: Path, store: Store) -> None:
    seen: list[tuple[str, int, int]] = []
    paths = [write(tmp_path, "a.txt"), tmp_path / "weg.txt"]
    run(paths, store, progress=lambda o, done, total: seen.append((o.file, done, total)))
    assert seen == [("a.txt", 1, 2), ("weg.txt", 2, 2)]


def test_an_interrupted_run_keeps_whole_documents_and_goes_on_where_it_stopped(tmp_path: Path, store: Store) -> None:
    paths = [write(tmp_path, f"{n}.txt", f"getal {n}") for n in range(3)]

    def stop(passages: Sequence[Passage]) -> list[Annotation]:
        if "getal 1" in passages[0].text:
            raise KeyboardInterrupt
        return mark_dienst(passages)

    with pytest.raises(KeyboardInterrupt):
        run(paths, store, annotate=stop)
    assert store.counts() == {"documents": 1, "passages": 1, "annotations": 1}
    assert [o.status for o in run(paths, store, annotate=mark_dienst)] == ["unchanged", "added", "added"]


def test_a_store_that_cannot_be_written_stops_the_run(tmp_path: Path, store: Store) -> None:
    path = write(tmp_path, "a.txt")
    store.close()
    with pytest.raises(StoreError):
        run([path], store)


def test_nothing_to_do(store: Store, tmp_path: Path) -> None:
    assert run([], store) == []
    assert run([tmp_path], store) == []


def read_or_die(path: Path, **given: object) -> Read:
    """A reader whose process dies on some files."""
    if "valkuil" in path.read_text(encoding="utf-8"):
        os._exit(3)
    return read_document(path, **given)  # type: ignore[arg-type]


def test_a_process_that_dies_costs_its_own_file_only(tmp_path: Path, store: Store) -> None:
    paths = [write(tmp_path, f"{n}.txt", word) for n, word in enumerate(["een", "valkuil", "drie", "vier"])]
    outcomes = run(paths, store, workers=2, reader=read_or_die)
    assert [o.status for o in outcomes] == ["added", "failed", "added", "added"]
    assert outcomes[1].reason.startswith("1.txt: the reader broke down on it.")
    assert [d.id for d in store.documents()] == ["0", "2", "3"]


def read_and_interrupt(path: Path, **given: object) -> Read:
    """A reader that waits on file 1 until file 0 is written, and then presses Ctrl-C in the process that waits."""
    whom = path.parent / "pid"
    if path.stem == "1":
        for _ in range(600):
            if whom.exists():
                os.kill(int(whom.read_text()), signal.SIGINT)
                break
            time.sleep(0.05)
    return read_document(path, **given)  # type: ignore[arg-type]


def test_ctrl_c_with_two_workers_leaves_whole_documents(tmp_path: Path, store: Store) -> None:
    # where the tests were started in the background the shell has told them to ignore it
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        _interrupted(tmp_path, store)
    finally:
        signal.signal(signal.SIGINT, before)


def _interrupted(tmp_path: Path, store: Store) -> None:
    paths = [write(tmp_path, f"{n}.txt", f"getal {n}") for n in range(4)]

    def tell(outcome: Outcome, done: int, total: int) -> None:
        ready = tmp_path / "pid.new"
        ready.write_text(str(os.getpid()))
        ready.rename(tmp_path / "pid")
        if outcome.file == "1.txt":
            time.sleep(30)  # the interrupt comes here at the latest

    with pytest.raises(KeyboardInterrupt):
        run(paths, store, workers=2, annotate=mark_dienst, progress=tell, reader=read_and_interrupt)
    counts = store.counts()
    assert 1 <= counts["documents"] <= 2
    assert counts["documents"] == counts["passages"] == counts["annotations"]
    again = run(paths, store, workers=2, annotate=mark_dienst)
    assert [o.status for o in again] == ["unchanged"] * counts["documents"] + ["added"] * (4 - counts["documents"])
