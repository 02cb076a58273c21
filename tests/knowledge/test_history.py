"""Redirects and changes as their files hold them."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.catalogue import catalogue, holds
from knowledge.errors import RecordError
from knowledge.history import read_changes, read_redirects


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_files_that_are_not_there_say_nothing(tmp_path: Path) -> None:
    assert read_redirects(tmp_path) == ()
    assert read_changes(tmp_path) == ()


def test_a_redirect_and_a_change_are_read(tmp_path: Path) -> None:
    write(tmp_path, "redirects.yml", "redirects:\n  - {old: cases/a, new: cases/b}\n")
    write(tmp_path, "changes.yml", "changes:\n  - {record: cases/b, date: 2026-12-01, text: Banen aangevuld.}\n")
    (redirect,), (change,) = read_redirects(tmp_path), read_changes(tmp_path)
    assert (redirect.old, redirect.new, redirect.reason) == ("cases/a", "cases/b", None)
    assert (change.record, change.date.isoformat()) == ("cases/b", "2026-12-01")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("{old: cases/a, new: cases/b}, {old: cases/a, new: cases/c}", "redirected twice"),
        ("{old: cases/a, new: cases/b}, {old: cases/b, new: cases/c}", "write the last id"),
        ("{old: cases/a, new: cases/a}", "write the last id"),
        ("{old: a, new: cases/b}", "wrong form"),
        ("{old: cases/a}", "is missing"),
    ],
)
def test_a_redirect_that_leads_nowhere_is_refused(lines: str, told: str, tmp_path: Path) -> None:
    write(tmp_path, "redirects.yml", f"redirects: [{lines}]\n")
    with pytest.raises(RecordError, match=told):
        read_redirects(tmp_path)


@pytest.mark.parametrize("line", ["{record: cases/a, date: 2026, text: x}", "{record: cases/a, date: 2026-12-01}"])
def test_a_change_has_a_day_and_a_text(line: str, tmp_path: Path) -> None:
    with pytest.raises(RecordError):
        read_changes(write(tmp_path, "changes.yml", f"changes: [{line}]\n"))


def test_the_shipped_redirects_lead_to_records() -> None:
    assert catalogue().redirects
    for redirect in catalogue().redirects:
        assert holds(catalogue(), redirect.new)
        assert not holds(catalogue(), redirect.old)
