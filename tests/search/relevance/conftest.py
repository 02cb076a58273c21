"""The digests that ship and the real documents, each read and measured once, however many processes test."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.annotate import Annotate
from ingest.pipeline import run
from knowledge.catalogue import CONTENT, read_vocabulary
from knowledge.store import Store
from search.encoders import OWN, load_encoder
from search.engine import Searcher
from search.evaluate import ALL_MODES, evaluate_search
from search.index import open_index
from tests.search.relevance.suites import DEV, DEV_ENGLISH, FILES, Run, keep

HERE = Path(__file__).parent
WAIT = 600.0


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run share; `xdist_group` is no help, as pytest 9.2 leaves it unread."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "relevance"
    folder.mkdir(exist_ok=True)
    return folder


def once(made: Path, make: Callable[[], object]) -> Path:
    """Makes what is not there yet; another process that wants it waits."""
    with contextlib.closing(sqlite3.connect(f"{made}.lock", timeout=WAIT, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        if not made.exists():
            make()
        assert made.exists()
    return made


def opened(home: Path, paths: Sequence[Path]) -> Iterator[Searcher]:
    """A searcher with the default encoder on what a user has after reading these files."""
    vocabulary = read_vocabulary()
    encoder = load_encoder(OWN)
    path = home / "thuishaven.sqlite"

    def make() -> None:
        with Store(path) as store:
            outcomes = run(paths, store, annotate=Annotate(vocabulary))
            assert {outcome.status for outcome in outcomes} == {"added"}
            open_index(home, store, encoder).close()
        (home / "ready").touch()

    home.mkdir(exist_ok=True)
    once(home / "ready", make)
    with Store(path) as store, open_index(home, store, encoder) as index:
        yield Searcher(store, vocabulary, index, encoder)


def measured(suite: str, gold: Sequence[Path], searcher: Searcher) -> Run:
    """What came of a suite's cases, per leg and hybrid."""
    path = searcher.store.path.parent / "run.json"
    made = once(path, lambda: path.write_text(json.dumps(evaluate_search(gold, searcher, mode=ALL_MODES))))
    return keep(suite, json.loads(made.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def shipped(common: Path) -> Iterator[Searcher]:
    """A searcher on the shipped digests."""
    yield from opened(common / "shipped", [CONTENT / "digests"])


@pytest.fixture(scope="session")
def corpus(common: Path, shared: Path) -> Iterator[Searcher]:
    """A searcher on the real documents."""
    found = [*sorted((shared / "corpus").glob("0*.txt")), shared / "corpus" / "pdf"]
    yield from opened(common / "corpus", found)


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
