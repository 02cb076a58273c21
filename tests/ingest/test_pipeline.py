"""Files into the store: what is new, changed, the same, a twin, or bad."""

from __future__ import annotations

import datetime
import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest.pipeline import Outcome, run
from ingest.read import Read, read_document
from knowledge.annotations import Annotation, Annotator, AnnotatorKind
from knowledge.documents import Passage, Source
from knowledge.errors import StoreError
from knowledge.store import Store
from tests.ingest.builders import column, pdf

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
    results = []
    for workers in (1, 2):
        with Store(tmp_path / f"{workers}.sqlite") as store:
            outcomes = run([*paths, broken, paths[0], whole], store, workers=workers, annotate=mark_dienst)
            results.append((outcomes, store.documents(), list(store.passages()), list(store.annotations())))
    assert results[0] == results[1]


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
