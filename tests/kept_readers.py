"""Processes that read files, kept for the next test that reads alike: starting one takes longer than most tests."""

from __future__ import annotations

import contextlib
import os
import sys
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from pathlib import Path
from typing import ClassVar

import pytest

import ingest.apart
from ingest.apart import Apart
from ingest.inside import Reader
from ingest.limits import Bounds
from ingest.read import Read
from knowledge.documents import Source

__all__ = ["kept_readers"]

OF_ONE_TEST = frozenset({"PYTEST_CURRENT_TEST", "THUISHAVEN_HOME"})
"""What differs in the environment from test to test and says nothing to a process that reads."""


class _Kept(Apart):
    """A process that, when it is closed between two files, waits for who wants one with the same bounds and
    surroundings."""

    idle: ClassVar[defaultdict[Hashable, list[_Kept]]] = defaultdict(list)

    def __init__(self, bounds: Bounds | None, kind: Hashable) -> None:
        super().__init__(bounds)
        self._kind = kind
        self._reading = False

    @classmethod
    def of(cls, bounds: Bounds | None = None) -> _Kept:
        """One that waits, or a new one."""
        surroundings = frozenset(item for item in os.environ.items() if item[0] not in OF_ONE_TEST)
        kind = (bounds or Bounds(), surroundings, tuple(sys.path), Path.cwd())
        return cls.idle[kind].pop() if cls.idle[kind] else cls(bounds, kind)

    def read(self, reader: Reader, path: Path, document_id: str, sources: Mapping[str, Source]) -> Read | str:
        self._reading = True
        try:
            return super().read(reader, path, document_id, sources)
        finally:
            self._reading = False

    def stop(self) -> None:
        if self._reading:
            super().stop()

    def close(self) -> None:
        if self._stopped:
            super().close()
        else:
            self.idle[self._kind].append(self)

    def end(self) -> None:
        """Ends the process after all."""
        super().stop()
        super().close()


@contextlib.contextmanager
def kept_readers() -> Iterator[None]:
    """While this lasts processes that read are kept; then they end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ingest.apart, "Apart", _Kept.of)
        yield
    for kept in [kept for same in _Kept.idle.values() for kept in same]:
        kept.end()
    _Kept.idle.clear()
