"""Files into the store: what is new or changed is read, annotated and written, one transaction a document."""

from __future__ import annotations

import hashlib
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from ingest.files import expand
from ingest.limits import read_bytes
from ingest.read import VERSION, Read, read_document, slug
from ingest.sidecar import beside
from knowledge.annotations import Annotation
from knowledge.documents import Document, Passage, Source
from knowledge.errors import StoreError, ThuishavenError
from knowledge.store import Store

__all__ = ["Outcome", "read_document", "run"]

Annotate = Callable[[Sequence[Passage]], list[Annotation]]
Progress = Callable[["Outcome", int, int], None]
Reader = Callable[..., Read]
"""`read_document` or what stands in for it; with several workers it must be a function of a module."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. `status` is added, updated, unchanged or failed; `reason` says why when it failed or
    when nothing was done."""

    file: str
    id: str
    status: str
    reason: str = ""
    passages: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Job:
    """One file and what is to be done with it: read it, or report `outcome`."""

    path: Path
    id: str = ""
    status: str = ""
    configuration: str = ""
    outcome: Outcome | None = None
    twin: int | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)


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
) -> list[Outcome]:
    """Brings files and folders into the store and tells what became of each, in the order in which they were found.

    A file is skipped when its path, bytes, sidecar and the configuration are those of the last run. A file that cannot
    be read leaves what the store had of it. With `workers` above 1 files are read in so many processes; documents are
    always written here, in order, so the result is the same. Raises StoreError when the store cannot be written.
    """
    jobs = _plan(paths, store, annotate_version, sources or {})
    outcomes: list[Outcome] = []
    for i, (job, read) in enumerate(_reads(jobs, workers, reader)):
        outcome = job.outcome or _twin(job, outcomes) or _written(job, read, store, annotate)
        outcomes.append(outcome)
        if progress is not None:
            progress(outcome, i + 1, len(jobs))
    return outcomes


def _plan(paths: Sequence[Path], store: Store, annotate_version: str, sources: Mapping[str, Source]) -> list[_Job]:
    """What is to be done with each file; ids are given out here, so that they do not depend on who reads first."""
    stored = store.documents()
    by_origin = {d.origin: d for d in stored}
    by_bytes: dict[str, Document | int] = {d.sha256: d for d in reversed(stored)}
    taken = {d.id for d in stored}
    jobs: list[_Job] = []
    for path, refusal in expand(paths):
        if refusal:
            jobs.append(_Job(path, outcome=Outcome(path.name, "", "failed", refusal)))
            continue
        old = by_origin.get(str(path.resolve()))
        try:
            digest = hashlib.sha256(read_bytes(path)).hexdigest()
            configuration = _configuration(path, annotate_version, sources)
        except ThuishavenError as error:
            jobs.append(_Job(path, outcome=Outcome(path.name, old.id if old else "", "failed", str(error))))
            continue
        if old is not None:
            if old.sha256 == digest and store.configuration(old.id) == configuration:
                count = sum(1 for _ in store.passages(old.id))
                told = Outcome(path.name, old.id, "unchanged", "same file, same configuration", count, old.warnings)
                jobs.append(_Job(path, outcome=told))
            else:
                jobs.append(_Job(path, old.id, "updated", configuration, sources=sources))
            continue
        twin = by_bytes.get(digest)
        if isinstance(twin, Document):
            jobs.append(_Job(path, outcome=_same_as(path, twin.id, twin.file)))
        elif twin is not None:
            jobs.append(_Job(path, twin=twin))
        else:
            by_bytes[digest] = len(jobs)
            jobs.append(_Job(path, _free(slug(path.name), taken), "added", configuration, sources=sources))
    return jobs


def _free(wanted: str, taken: set[str]) -> str:
    """The id itself, or with -2, -3 ... when other documents have it."""
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    taken.add(name)
    return name


def _configuration(path: Path, annotate_version: str, sources: Mapping[str, Source]) -> str:
    """The hash of all that decides how a file is read, its own bytes aside."""
    digest = hashlib.sha256(f"{VERSION}\n{annotate_version}\n".encode())
    for key in sorted(sources):
        digest.update(sources[key].model_dump_json().encode())
    beside_it = beside(path)
    if beside_it is not None:
        digest.update(beside_it.read_bytes())
    return digest.hexdigest()


def _same_as(path: Path, document_id: str, file: str) -> Outcome:
    return Outcome(
        path.name, document_id, "unchanged", f"has the same content as {file}, which is in the store as '{document_id}'"
    )


def _twin(job: _Job, outcomes: Sequence[Outcome]) -> Outcome | None:
    """What becomes of a file whose bytes came earlier in this run."""
    if job.twin is None:
        return None
    first = outcomes[job.twin]
    if first.status == "failed":
        return Outcome(job.path.name, "", "failed", first.reason)
    return _same_as(job.path, first.id, first.file)


def _written(job: _Job, read: Read | str, store: Store, annotate: Annotate | None) -> Outcome:
    """Writes what was read, with its annotations."""
    if isinstance(read, str):
        return Outcome(job.path.name, job.id, "failed", read)
    document, passages = read.document, read.passages
    try:
        annotations = annotate(passages) if annotate is not None else []
        store.replace(document, passages, annotations, configuration=job.configuration)
    except StoreError:
        raise
    except Exception as error:  # one bad document must not stop the others
        return Outcome(job.path.name, job.id, "failed", _fault(job.path, error))
    return Outcome(job.path.name, job.id, job.status, "", len(passages), document.warnings)


def _read(job: _Job, reader: Reader) -> Read | str:
    """What a file holds, or the sentence that says why it cannot be read. Runs in a process of its own, too."""
    try:
        return reader(job.path, document_id=job.id, sources=job.sources)
    except ThuishavenError as error:
        return str(error)
    except Exception as error:  # one bad document must not stop the others
        return _fault(job.path, error)


def _fault(path: Path, error: Exception) -> str:
    told = f"{type(error).__name__}: {str(error)[:200]}"
    return f"{path.name}: cannot be read because of a fault of ours ({told}). Report it with the file."


def _reads(jobs: Sequence[_Job], workers: int, reader: Reader) -> Iterator[tuple[_Job, Read | str]]:
    """The jobs in order, each with what its file holds."""
    todo = [job for job in jobs if job.outcome is None and job.twin is None]
    if workers <= 1 or len(todo) <= 1:
        for job in jobs:
            yield job, _read(job, reader) if job.outcome is None and job.twin is None else ""
        return
    executor = _pool(min(workers, len(todo)))
    try:
        futures: dict[int, Future[Read | str]] = {id(job): executor.submit(_read, job, reader) for job in todo}
        for job in jobs:
            yield job, _result(job, futures.pop(id(job)), reader) if id(job) in futures else ""
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor:
    """Processes that leave Ctrl-C to this one: they end with the file in hand, without a word."""
    ignore = (signal.SIGINT, signal.SIG_IGN)
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=signal.signal, initargs=ignore)


def _result(job: _Job, future: Future[Read | str], reader: Reader) -> Read | str:
    """The result of a process; a file whose process died is tried once more in a process of its own."""
    try:
        return future.result()
    except BrokenProcessPool:
        pass
    with _pool(1) as alone:
        try:
            return alone.submit(_read, job, reader).result()
        except BrokenProcessPool:
            return f"{job.path.name}: the reader broke down on it. The file is damaged, or there is too little memory."
