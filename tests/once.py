"""What is dear to make is made once for a run of the tests: the process that comes first makes it, the others wait."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

__all__ = ["Common", "common", "once"]

WAIT = 900.0


class Common:
    """The folder that all processes of this run share; the fixture `common` of tests/conftest.py says where."""

    folder: Path | None = None


def common() -> Path:
    """That folder."""
    assert Common.folder is not None, "the fixture `common` did not run"
    return Common.folder


def once(made: Path, make: Callable[[], object]) -> Path:
    """Makes what is not there yet; another process that wants it waits."""
    with contextlib.closing(sqlite3.connect(f"{made}.lock", timeout=WAIT, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        if not made.exists():
            make()
        assert made.exists()
    return made
