"""What every test may ask for: the real documents, an own home, and records made by hand."""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import settings

from knowledge.annotations import Annotation, Annotator, AnnotatorKind
from knowledge.base import Stance, Status
from knowledge.documents import Document, Passage, PassageKind
from knowledge.store import Store
from tests.kept_readers import kept_readers
from tests.once import Common

ROOT = Path(__file__).resolve().parents[1]

# the clock never decides a test: a busy machine is no fault of ours
settings.register_profile("thuishaven", deadline=None, print_blob=True)
settings.load_profile("thuishaven")


LONGEST_FIRST = (
    *("browser/test_site", "test_cli", "browser/test_attack", "ingest/test_apart", "search/relevance", "training/"),
    *("templates/test_build", "ingest/test_kill", "browser/", "ingest/test_pipeline", "ingest/test_ocr", "test_attack"),
)
"""Files that take long, the longest first: what is begun with, one process does not still do when the others are done.
The Makefile tells xdist to keep this order."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the files that take long before the others."""

    def place(item: pytest.Item) -> int:
        name = item.path.relative_to(ROOT / "tests").as_posix()
        return next((n for n, start in enumerate(LONGEST_FIRST) if name.startswith(start)), len(LONGEST_FIRST))

    items.sort(key=place)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test touches the home of the person who runs it."""
    monkeypatch.setenv("THUISHAVEN_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="session", autouse=True)
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run share, for `tests.once`."""
    base = tmp_path_factory.getbasetemp()
    Common.folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "common"
    Common.folder.mkdir(exist_ok=True)
    return Common.folder


@pytest.fixture(scope="session", autouse=True)
def readers_are_kept() -> Iterator[None]:
    """Starting a process that reads files takes longer than most tests; those of `ingest.apart` start their own."""
    with kept_readers():
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the real documents. It is beside the project where we work and in CI, and nowhere else."""
    folder = ROOT.parent / "shared"
    if not (folder / "corpus").is_dir():
        if os.environ.get("CI"):
            pytest.fail("CI has no ../shared: the tests on the real documents must run there")
        pytest.skip("the real documents (../shared) are not on this machine")
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with Store(tmp_path / "home" / "thuishaven.sqlite") as opened:
        yield opened


def make_document(document_id: str = "nota", **fields: object) -> Document:
    """A document with sensible fields, any of which may be given."""
    values: dict[str, object] = {
        "id": document_id,
        "file": f"{document_id}.txt",
        "title": f"De {document_id}",
        "origin": f"map/{document_id}.txt",
        "media_type": "text/plain",
        "sha256": hashlib.sha256(document_id.encode()).hexdigest(),
    }
    return Document.model_validate(values | fields)


def make_passages(document_id: str, texts: Sequence[str], **fields: object) -> list[Passage]:
    """Body passages of a document in this order."""
    seen: dict[str, int] = {}
    make: Callable[..., Passage] = Passage.make
    return [make(document_id, order, text, seen=seen, **fields) for order, text in enumerate(texts)]


def annotate(
    passage: Passage,
    concept: str,
    words: str,
    *,
    stance: Stance = Stance.ASSERTED,
    status: Status = Status.ACCEPTED,
) -> Annotation:
    """An annotation on the first occurrence of `words`."""
    start = passage.text.index(words)
    return Annotation.on(
        passage,
        concept,
        start,
        start + len(words),
        annotator=Annotator(kind=AnnotatorKind.PERSON, name="test"),
        time=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
        confidence=1.0,
        stance=stance,
        status=status,
    )


__all__ = ["ROOT", "PassageKind", "annotate", "make_document", "make_passages"]
