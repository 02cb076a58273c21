"""Watched files: which have come, changed or gone since the last look, told when they have stood still."""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.files import expand
from ingest.sidecar import beside
from knowledge.errors import MisuseError

__all__ = ["STILL", "Change", "Watch"]

STILL = 2.0
"""So many seconds a file must have stood still before it is taken: what is being copied grows."""
SHARE = 10
"""The looks take at most one part in so many of the time, however many files there are or however slow the disk is."""

Stamp = tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Change:
    """What happened: files that came or changed, files that are gone, and sentences on what cannot be taken."""

    files: tuple[Path, ...] = ()
    gone: tuple[Path, ...] = ()
    told: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.files or self.gone or self.told)


class Watch:
    """The files of some paths. Make it before they are ingested: what happens meanwhile is then not missed.

    It looks again and again. A disk that another machine writes to sends no signals, and signals can get lost.
    Raises MisuseError for a path that is not there.
    """

    def __init__(self, paths: Sequence[Path], *, still: float = STILL) -> None:
        for path in paths:
            if not path.exists():
                raise MisuseError(f"{path}: there is no such file or folder to watch.", cure="Check the name.")
        self._paths = list(paths)
        self._still = still
        self._seen: dict[Path, Stamp] = {}
        self._told: set[str] = set()
        self._waiting: dict[Path, Stamp] = {}
        self._traces: set[tuple[str, int, int]] | None = None
        self._seen, self._told = self._look()

    def __len__(self) -> int:
        """How many files are watched now."""
        return len(self._seen)

    def changes(self, *, wait: Callable[[float], object] = time.sleep) -> Iterator[Change]:
        """Each change as it comes, without end; `wait` is called between two looks with the seconds to wait."""
        pause = self._still
        while True:
            wait(pause)
            start = time.monotonic()
            change = self.look()
            pause = max(self._still, SHARE * (time.monotonic() - start))
            if change:
                yield change

    def look(self) -> Change:
        """What is otherwise than it was, and the same as at the look before this one."""
        traces = {trace for path in self._paths for trace in _traces(str(path))}
        if traces == self._traces and not self._waiting:
            return Change()
        try:
            now, told = self._look()
        except OSError:  # the disk does not answer: it may come back
            return Change()
        self._traces = traces
        differing: dict[Path, Stamp] = {p: stamp for p, stamp in now.items() if self._seen.get(p) != stamp}
        differing |= {p: None for p in self._seen if p not in now and p.parent.is_dir()}
        settled = [p for p, stamp in differing.items() if p in self._waiting and self._waiting[p] == stamp]
        self._waiting = {p: stamp for p, stamp in differing.items() if p not in settled}
        gone = [p for p in settled if differing[p] is None]
        for path in settled:
            if differing[path] is None:
                del self._seen[path]
            else:
                self._seen[path] = differing[path]
        fresh, self._told = sorted(told - self._told), told
        return Change(tuple(p for p in settled if p not in gone), tuple(gone), tuple(fresh))

    def _look(self) -> tuple[dict[Path, Stamp], set[str]]:
        """Every file with its stamp, and the sentences on what cannot be taken."""
        stamps: dict[Path, Stamp] = {}
        told: set[str] = set()
        for path, refusal in expand(self._paths):
            if refusal:
                told.add(refusal)
            elif (stamp := _stamp(path)) is not None:
                stamps[path] = stamp
        return stamps, told


def _stamp(path: Path) -> Stamp:
    """What changes when a file or its sidecar is written; None when the file has just gone."""
    found: list[int] = []
    for each in (path, beside(path)):
        if each is not None:
            try:
                status = each.stat()
            except FileNotFoundError:
                if each is path:
                    return None
                continue
            found += [status.st_size, status.st_mtime_ns]
    return tuple(found)


def _traces(path: str, above: frozenset[tuple[int, int]] = frozenset()) -> Iterator[tuple[str, int, int]]:
    """Every file with its size and time: a tenth of the work of looking which of them are meant."""
    with contextlib.suppress(OSError):
        status = os.stat(path)  # noqa: PTH116 - a Path for each file costs as much as the look itself
        if not stat.S_ISDIR(status.st_mode):
            yield path, status.st_size, status.st_mtime_ns
        elif (real := (status.st_dev, status.st_ino)) not in above:
            with os.scandir(path) as entries:
                found = [entry.path for entry in entries]
            for each in found:
                yield from _traces(each, above | {real})
