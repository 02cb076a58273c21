"""The real documents come through whole: no word lost, notes in place, and as clean as the gold asks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.accounting import lost_words, words
from ingest.pipeline import run
from ingest.read import read_document
from knowledge.store import Store

pytestmark = pytest.mark.corpus


@pytest.mark.parametrize(
    "name", ["000-serv-advies-reshoring", "001-vlaams-parlement-verslag", "002-serv-rapport-reshoring"]
)
def test_no_words_are_lost(shared: Path, name: str) -> None:
    path = shared / "corpus" / f"{name}.txt"
    source = path.read_text(encoding="utf-8")
    read = read_document(path)
    lost = lost_words(source, read.passages, read.removed)
    assert len(lost) <= 0.001 * len(words(source)), lost[:40]


def test_the_gold_on_extraction(shared: Path, tmp_path: Path) -> None:
    files = [*sorted((shared / "corpus").glob("*.txt")), *sorted((shared / "corpus" / "pdf").glob("*.pdf"))]
    with Store(tmp_path / "store.sqlite") as store:
        outcomes = run(files, store)
        assert [o.status for o in outcomes] == ["added"] * len(files)
        documents = []
        for document in store.documents():
            passages = [
                {**p.model_dump(mode="json"), "footnotes": [note.text for note in p.footnotes]}
                for p in store.passages(document.id)
            ]
            documents.append({"file": document.file, "passages": passages})
            sizes = [len(p["text"].split()) for p in passages]
            assert sum(size > 400 for size in sizes) <= 0.02 * len(sizes)
    export = tmp_path / "export.json"
    export.write_text(json.dumps({"documents": documents}), encoding="utf-8")
    script = shared / "eval" / "score_extraction.py"
    gold = shared / "eval" / "extraction-dev.json"
    told = subprocess.run([sys.executable, script, gold, export, "--json"], capture_output=True, text=True, check=True)
    result = json.loads(told.stdout)
    assert result["passed"] / result["asked"] >= 0.95, result["failures"]
