"""Watched files: what comes, changes or goes is told once, and only when it has stood still between two looks."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.watch import Change, Watch
from knowledge.errors import MisuseError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A watched folder with one document."""
    path = tmp_path / "map"
    path.mkdir()
    (path / "eerste.txt").write_text("De eerste nota.")
    return path


def looks(watch: Watch, times: int = 3) -> list[Change]:
    """What so many looks tell, without those that tell nothing."""
    return [change for _ in range(times) if (change := watch.look())]


def test_nothing_is_told_of_what_was_there(folder: Path) -> None:
    watch = Watch([folder])
    assert looks(watch) == []
    assert len(watch) == 1


def test_a_new_file_is_told_once_and_after_it_stood_still(folder: Path) -> None:
    watch = Watch([folder])
    new = folder / "tweede.txt"
    new.write_text("De tweede")
    assert not watch.look(), "it may still be written"
    new.write_text("De tweede nota, en nu helemaal.")
    assert not watch.look(), "it was still being written"
    assert looks(watch) == [Change(files=(new,))]


def test_a_changed_file_and_a_changed_sidecar_are_told(folder: Path) -> None:
    watch = Watch([folder])
    first = folder / "eerste.txt"
    first.write_text("De eerste nota, herzien.")
    assert looks(watch) == [Change(files=(first,))]
    (folder / "eerste.yml").write_text("title: De titel")
    assert looks(watch) == [Change(files=(first,))]
    (folder / "eerste.yml").write_text("title: De betere titel")
    assert looks(watch) == [Change(files=(first,))]


def test_a_change_between_making_the_watch_and_the_first_look_is_not_missed(folder: Path) -> None:
    watch = Watch([folder])
    (folder / "intussen.txt").write_text("Kwam tijdens de eerste ronde.")
    assert looks(watch, 2) == [Change(files=(folder / "intussen.txt",))]


def test_a_file_that_goes_is_told_and_may_come_back(folder: Path) -> None:
    watch = Watch([folder])
    first = folder / "eerste.txt"
    text = first.read_text()
    first.unlink()
    assert looks(watch) == [Change(gone=(first,))]
    first.write_text(text)
    assert looks(watch) == [Change(files=(first,))]


def test_a_file_that_is_replaced_between_two_looks_was_never_gone(folder: Path) -> None:
    watch = Watch([folder])
    first = folder / "eerste.txt"
    first.unlink()
    assert not watch.look()
    first.write_text("Een andere eerste nota.")
    assert looks(watch) == [Change(files=(first,))]


def test_a_renamed_file_comes_and_goes_at_once(folder: Path) -> None:
    watch = Watch([folder])
    first, other = folder / "eerste.txt", folder / "anders.txt"
    first.rename(other)
    assert looks(watch) == [Change(files=(other,), gone=(first,))]


def test_a_folder_that_is_taken_away_tells_nothing_and_may_come_back(folder: Path, tmp_path: Path) -> None:
    below = folder / "onder"
    below.mkdir()
    (below / "derde.txt").write_text("De derde nota.")
    watch = Watch([folder])
    folder.rename(tmp_path / "elders")
    told = looks(watch)
    assert [change.files + change.gone for change in told] == [()], "a disk that is not there is no removal"
    assert "no such file or folder" in told[0].told[0]
    (tmp_path / "elders").rename(folder)
    assert [change.files + change.gone for change in looks(watch)] == []


@pytest.mark.parametrize("name", [".verborgen.txt", "~$open.docx", "plaatje.png", "deel.txt.part"])
def test_what_ingest_leaves_alone_is_not_told(folder: Path, name: str) -> None:
    watch = Watch([folder])
    (folder / name).write_text("niet voor ons")
    assert looks(watch) == []


def test_new_folders_links_and_loops(folder: Path, tmp_path: Path) -> None:
    watch = Watch([folder])
    outside = tmp_path / "buiten"
    outside.mkdir()
    (outside / "vierde.txt").write_text("De vierde nota.")
    (folder / "erin").symlink_to(outside)
    (folder / "lus").symlink_to(folder)
    (folder / "weg.txt").symlink_to(folder / "nergens.txt")
    told, came = looks(watch)
    assert came.files == (folder / "erin" / "vierde.txt",)
    assert ["leads back" in told.told[0], "not there" in told.told[1]] == [True, True]
    (outside / "vierde.txt").write_text("De vierde nota, herzien.")
    assert looks(watch) == [Change(files=(folder / "erin" / "vierde.txt",))]


def test_named_files_are_watched(folder: Path) -> None:
    watch = Watch([folder / "eerste.txt"])
    (folder / "ander.txt").write_text("niet gevraagd")
    assert looks(watch) == []
    (folder / "eerste.txt").write_text("wel gevraagd")
    assert looks(watch) == [Change(files=(folder / "eerste.txt",))]


def test_what_is_not_there_cannot_be_watched(tmp_path: Path) -> None:
    with pytest.raises(MisuseError, match=r"nergens: there is no such file or folder to watch"):
        Watch([tmp_path / "nergens"])


def test_a_disk_that_does_not_answer_is_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch([folder])
    (folder / "nieuw.txt").write_text("Een nieuwe nota.")

    def broken(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr("ingest.watch.expand", broken)
        assert looks(watch) == []
    assert looks(watch) == [Change(files=(folder / "nieuw.txt",))]


def test_the_changes_come_one_after_the_other(folder: Path) -> None:
    steps: list[Callable[[], object]] = [
        lambda: None,
        lambda: (folder / "een.txt").write_text("een"),
        lambda: None,
        lambda: os.utime(folder / "een.txt", (1, 1)),
        lambda: None,
    ]
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        if not steps:
            raise KeyboardInterrupt
        steps.pop(0)()

    found: list[Change] = []
    with pytest.raises(KeyboardInterrupt):
        for change in Watch([folder], still=0.5).changes(wait=wait):
            found.append(change)
    assert found == [Change(files=(folder / "een.txt",))] * 2
    assert min(waited) == 0.5
