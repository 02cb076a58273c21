"""kill -9 at any moment leaves a whole store, and the next run goes on (in full: python -m tests.ingest.kill)."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.ingest.kill import Killer, NotWhole

TIMES = 3


def test_a_killed_ingest_leaves_whole_documents_and_the_next_run_goes_on(tmp_path: Path) -> None:
    killer = Killer(tmp_path, seed=4)
    for number in range(TIMES):
        killer.kill(number)
    assert killer.landed["killed"] >= TIMES // 2
    assert killer.landed["gone on to the end"] >= 1


def test_the_test_sees_a_document_that_is_not_whole(tmp_path: Path) -> None:
    killer = Killer(tmp_path, seed=1)
    with sqlite3.connect(tmp_path / "thuishaven.sqlite") as db:
        db.execute("DELETE FROM annotations WHERE rowid = (SELECT min(rowid) FROM annotations)")
    db.close()
    with pytest.raises(NotWhole, match="is not whole"):
        killer._look("by hand")
