"""What is to be done with each file: read it as a new or a changed document, or leave it and say why."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.blocks import Scans
from ingest.files import expand, is_gone, shown
from ingest.limits import check_file, digest
from ingest.ocr import Ocr
from ingest.read import VERSION, slug
from ingest.sidecar import beside
from knowledge.database import hashed
from knowledge.documents import Document, Source
from knowledge.errors import ThuishavenError
from knowledge.store import Store

__all__ = ["Configuration", "Job", "Outcome", "plan", "same_as"]


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
class Configuration:
    """Hashes of all that decides how a file is read, its own bytes aside; which one counts depends on what is in it.

    Only a document with scanned pages depends on OCR, and only one that OCR did not finish on the time that it had.
    """

    none: str
    read: str
    cut: str

    @classmethod
    def of(cls, known: str, ocr: Ocr | None) -> Configuration:
        """The hashes for what is known of the rest and this OCR."""
        scanned = hashed(f"{known}\n{ocr}")
        return cls(known, scanned, hashed(f"{scanned}\n{ocr.bounds.seconds_for(0)}") if ocr is not None else scanned)

    def that_counts(self, scans: Scans) -> str:
        """The hash for a document with such pages."""
        return str(getattr(self, scans.value))

    def __contains__(self, configuration: str) -> bool:
        return configuration in (self.none, self.read, self.cut)


@dataclass(frozen=True, slots=True)
class Job:
    """One file and what is to be done with it: read it, or report `outcome`, or what became of its `twin` (the place
    of a job with the same bytes). `since` is the state of the document that it replaces, empty for a new one."""

    path: Path
    id: str = ""
    status: str = ""
    reason: str = ""
    configuration: Configuration | None = None
    since: str = ""
    outcome: Outcome | None = None
    twin: int | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)

    @property
    def is_read(self) -> bool:
        """Whether the file has to be read."""
        return self.outcome is None and self.twin is None


def plan(
    paths: Sequence[Path],
    store: Store,
    annotate_version: str,
    sources: Mapping[str, Source],
    ocr: Ocr | None = None,
) -> list[Job]:
    """A job for each file; ids are given out here, so that they do not depend on who reads first.

    A file with the bytes of a document whose own file is gone is that document, moved: it keeps its id.
    """
    return _Planner(store, annotate_version, sources, ocr).jobs(paths)


def same_as(path: Path, document_id: str, file: str) -> Outcome:
    """What is told of a file whose bytes are in the store already."""
    return Outcome(
        path.name, document_id, "unchanged", f"has the same content as {file}, which is in the store as '{document_id}'"
    )


class _Planner:
    def __init__(self, store: Store, annotate_version: str, sources: Mapping[str, Source], ocr: Ocr | None) -> None:
        self._store, self._sources, self._ocr = store, sources, ocr
        documents = store.documents()
        self._states = store.states()
        self._by_origin = {d.origin: d for d in documents}
        self._by_bytes: dict[str, Document | int] = {d.sha256: d for d in reversed(documents)}
        self._taken = {d.id for d in documents}
        known = hashlib.sha256(f"{VERSION}\n{annotate_version}\n".encode())
        for key in sorted(sources):
            known.update(sources[key].model_dump_json().encode())
        self._known = known.hexdigest()

    def jobs(self, paths: Sequence[Path]) -> list[Job]:
        found: list[Job] = []
        for path, refusal in expand(paths):
            found.append(_told(path, "failed", refusal) if refusal else self._job(path, len(found)))
        return found

    def _job(self, path: Path, place: int) -> Job:
        old = self._by_origin.get(str(path.resolve()))
        try:
            check_file(path)
            sha256 = digest(path)
            configuration = self._configuration(path)
        except ThuishavenError as error:
            return _told(path, "failed", str(error), old)
        if old is not None:
            if old.sha256 == sha256 and self._store.configuration(old.id) in configuration:
                return _told(path, "unchanged", "same file, same configuration", old, self._store.count(old.id))
            return self._update(path, old, configuration)
        twin = self._by_bytes.get(sha256)
        if isinstance(twin, int):
            return Job(path, twin=twin)
        self._by_bytes[sha256] = place
        if twin is not None and is_gone(twin.origin):
            return self._update(path, twin, configuration, f"moved here from {twin.origin}")
        if twin is not None and _holds(twin.origin, sha256):
            self._by_bytes[sha256] = twin
            return Job(path, outcome=same_as(path, twin.id, twin.file))
        return Job(path, self._free(slug(path.name)), "added", configuration=configuration, sources=self._sources)

    def _update(self, path: Path, old: Document, configuration: Configuration, reason: str = "") -> Job:
        since = self._states[old.id]
        return Job(path, old.id, "updated", reason, configuration, since, sources=self._sources)

    def _free(self, wanted: str) -> str:
        """The id itself, or with -2, -3 ... when other documents have it."""
        name, number = wanted, 1
        while name in self._taken:
            number += 1
            name = f"{wanted}-{number}"
        self._taken.add(name)
        return name

    def _configuration(self, path: Path) -> Configuration:
        beside_it = beside(path)
        known = self._known if beside_it is None else hashed(f"{self._known}{digest(beside_it)}")
        return Configuration.of(known, self._ocr)


def _holds(origin: str, sha256: str) -> bool:
    """Whether the file of a document still has the bytes that it was read from."""
    try:
        return digest(Path(origin)) == sha256
    except ThuishavenError:
        return True


def _told(path: Path, status: str, reason: str, old: Document | None = None, passages: int = 0) -> Job:
    kept = old.warnings if old is not None and status == "unchanged" else ()
    return Job(path, outcome=Outcome(shown(path), old.id if old else "", status, reason, passages, kept))
