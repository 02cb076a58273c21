"""What came of the typed cases on the digests and on the real documents: measured once, however many test."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from search.engine import Searcher
from search.evaluate import ALL_MODES, evaluate_search
from tests.once import once
from tests.search.relevance.suites import DEV, DEV_ENGLISH, FILES, Run, keep

HERE = Path(__file__).parent


def measured(suite: str, gold: Sequence[Path], searcher: Searcher) -> Run:
    """What came of a suite's cases, per leg and hybrid."""
    path = searcher.store.path.parent / "run.json"
    made = once(path, lambda: path.write_text(json.dumps(evaluate_search(gold, searcher, mode=ALL_MODES))))
    return keep(suite, json.loads(made.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def shipped_run(shipped: Searcher) -> Run:
    """What came of the cases on the digests."""
    return measured("shipped", FILES["shipped"], shipped)


@pytest.fixture(scope="session")
def corpus_run(corpus: Searcher, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """What came of the cases on the real documents and of the development questions, in Dutch and in English."""
    dutch: list[dict[str, Any]] = json.loads((shared / "eval" / "questions-dev.json").read_text(encoding="utf-8"))
    asked = yaml.safe_load((HERE.parent / "dev-english.yml").read_text(encoding="utf-8"))
    english = [entry | {"id": f"{entry['id']}-en", "question": asked[entry["id"]], "group": DEV_ENGLISH}
               for entry in dutch if entry["id"] in asked]  # fmt: skip
    path = tmp_path_factory.mktemp("gold") / "dev.json"
    path.write_text(json.dumps([*(entry | {"group": DEV} for entry in dutch), *english]), encoding="utf-8")
    return measured("corpus", [*FILES["corpus"], path], corpus)
