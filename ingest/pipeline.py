"""Files into the store: what is new or changed is read, annotated and written, one transaction a document."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path

from ingest.apart import Readers
from ingest.inside import Reader, fault
from ingest.limits import Bounds
from ingest.ocr import Ocr
from ingest.plan import Job, Outcome, plan, same_as
from ingest.read import Read, read_document
from knowledge.annotations import Annotation
from knowledge.documents import Passage, Source
from knowledge.errors import StoreError
from knowledge.store import Store

__all__ = ["Outcome", "read_document", "run"]

AHEAD = 2
"""So many files more than there are processes are read before they can be written: memory does not grow with files."""
TRIES = 5
BATCH = 40
"""So many passages are annotated between two looks at the clock."""

Annotate = Callable[[Sequence[Passage]], list[Annotation]]
Progress = Callable[[Outcome, int, int], None]


def run(
    paths: Sequence[Path],
    store: Store,
    *,
    workers: int = 1,
    annotate: Annotate | None = None,
    annotate_version: str = "",
    sources: Mapping[str, Source] | None = None,
    progress: Progress | None = None,
    reader: Reader = read_document,
    bounds: Bounds | None = None,
    ocr: Ocr | None = None,
) -> list[Outcome]:
    """Brings files and folders into the store and tells what became of each, in the order in which they were found.

    A file is skipped when its path, bytes, sidecar and the configuration are those of the last run. A file that cannot
    be read leaves what the store had of it. With `ocr` scanned pages are read, and a document that has some is read
    again when there was none before. Files are read in `workers` processes, each ended when a file exceeds the
    `bounds`; documents are annotated and written here, in order, so the result is the same for any number. A document
    may take as long to annotate as a file of its size to read. Another process may write at the same time. Raises
    StoreError when the store cannot be written.
    """
    known, bounds = sources or {}, bounds or Bounds()
    jobs = plan(paths, store, annotate_version, known, ocr)
    if ocr is not None:
        reader = partial(reader, ocr=ocr)
    outcomes: list[Outcome] = []
    with Readers(min(workers, max(1, sum(job.is_read for job in jobs))), bounds) as readers:

        def written(job: Job, read: Read | str) -> Outcome:
            """Writes what was read; when another process wrote the document meanwhile, the file is planned anew."""
            for _ in range(TRIES):
                outcome = _written(job, read, store, annotate, bounds)
                if outcome is not None:
                    return outcome
                (job,) = plan([job.path], store, annotate_version, known, ocr)
                if job.outcome is not None:
                    return job.outcome
                read = readers.submit(reader, job.path, job.id, job.sources).result()
            return Outcome(job.path.name, job.id, "failed", f"{job.path.name}: other processes keep changing it.")

        for job, read in _reads(jobs, readers, workers + AHEAD, reader):
            outcome = job.outcome or _twin(job, outcomes) or written(job, read)
            outcomes.append(outcome)
            if progress is not None:
                progress(outcome, len(outcomes), len(jobs))
    return outcomes


def _reads(jobs: Sequence[Job], readers: Readers, ahead: int, reader: Reader) -> Iterator[tuple[Job, Read | str]]:
    """The jobs in order, each with what its file holds; at most `ahead` files are being read or wait."""
    todo = iter([job for job in jobs if job.is_read])
    waiting: deque[Future[Read | str]] = deque()
    for job in jobs:
        while len(waiting) < ahead and (following := next(todo, None)) is not None:
            waiting.append(readers.submit(reader, following.path, following.id, following.sources))
        yield job, waiting.popleft().result() if job.is_read else ""


def _twin(job: Job, outcomes: Sequence[Outcome]) -> Outcome | None:
    """What becomes of a file whose bytes came earlier in this run."""
    if job.twin is None:
        return None
    first = outcomes[job.twin]
    if first.status == "failed":
        return Outcome(job.path.name, "", "failed", first.reason)
    return same_as(job.path, first.id, first.file)


def _written(job: Job, read: Read | str, store: Store, annotate: Annotate | None, bounds: Bounds) -> Outcome | None:
    """Writes what was read, with its annotations; None when the document is no longer what it was at planning."""
    if isinstance(read, str):
        return Outcome(job.path.name, job.id, "failed", read)
    document, passages = read.document, read.passages
    assert job.configuration is not None
    configuration = job.configuration.that_counts(read.scans)
    try:
        seconds = bounds.seconds_for(sum(len(passage.text) for passage in passages))
        annotations = _annotated(passages, annotate, seconds)
        if annotations is None:
            told = f"{job.path.name}: took longer than {seconds:,.0f} seconds to annotate and was left out."
            return Outcome(job.path.name, job.id, "failed", f"{told} Split it, or allow more with --max-seconds.")
        if not store.replace(document, passages, annotations, configuration=configuration, since=job.since):
            return None
    except StoreError:
        raise
    except Exception as error:  # one bad document must not stop the others
        return Outcome(job.path.name, job.id, "failed", fault(job.path, error))
    return Outcome(job.path.name, job.id, job.status, job.reason, len(passages), document.warnings)


def _annotated(passages: Sequence[Passage], annotate: Annotate | None, seconds: float) -> list[Annotation] | None:
    """The annotations of a document; None when they take longer than so many seconds."""
    found: list[Annotation] = []
    if annotate is None:
        return found
    until = time.monotonic() + seconds
    for start in range(0, len(passages), BATCH):
        if time.monotonic() > until:
            return None
        found += annotate(passages[start : start + BATCH])
    return found
