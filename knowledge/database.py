"""One SQLite file: opened, brought to the present schema, written in transactions, and told of in sentences."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from knowledge.closing import Closing
from knowledge.errors import StoreError
from knowledge.migrations import MIGRATIONS

__all__ = ["Database", "hashed"]

BUSY_SECONDS = 30.0
RETRY_SECONDS = 0.01


class Database(Closing):
    """A SQLite file in WAL mode. Use it as a context manager."""

    def __init__(self, path: Path) -> None:
        """Opens the store at `path` and makes or migrates it; raises StoreError with the cure."""
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(
                f"{path}: cannot be opened ({error}).", cure="Choose a writable folder with --home."
            ) from None
        try:
            self._db.execute("PRAGMA foreign_keys = ON")
            self._db.create_aggregate("digest", 1, _Digest)  # type: ignore[arg-type]
            self._migrate()
            self._db.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.Error as error:
            self._db.close()
            raise StoreError(f"{path}: {_told(error)}", cure=_cure(error)) from None
        except StoreError:
            self._db.close()
            raise

    def _migrate(self) -> None:
        version = int(self._db.execute("PRAGMA user_version").fetchone()[0])
        if version > len(MIGRATIONS):
            raise StoreError(
                f"{self.path}: was made by a newer Thuishaven (schema {version}; this one knows {len(MIGRATIONS)}).",
                cure="Upgrade Thuishaven, or choose another --home.",
            )
        if version == len(MIGRATIONS):
            return
        self._write_ahead()
        with self._transaction():
            version = int(self._db.execute("PRAGMA user_version").fetchone()[0])
            for number, statements in enumerate(MIGRATIONS[version:], start=version + 1):
                for statement in statements:
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version = {number}")

    def _write_ahead(self) -> None:
        """Switches to WAL. SQLite tells at once, without waiting, when others do so at the same moment."""
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self._db.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
            time.sleep(RETRY_SECONDS)

    def close(self) -> None:
        """Closes the file; the store cannot be used after it."""
        self._db.close()

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing. A second writer waits for its turn, BUSY_SECONDS at most."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # SQLite has ended it already when the disk is full
                    self._db.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: {_told(error)}", cure=_cure(error)) from None

    def _rows(self, query: str, values: Sequence[object] = ()) -> Iterator[tuple[str, ...]]:
        try:
            yield from self._db.execute(query, values)
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: {_told(error)}", cure=_cure(error)) from None

    def compact(self) -> None:
        """Gives room that is no longer used back to the disk; raises StoreError when another process is in the way."""
        try:
            self._db.execute("VACUUM")
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: {_told(error)}", cure=_cure(error)) from None


def hashed(text: str) -> str:
    """The SHA-256 (hex) of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


class _Digest:
    """An aggregate of SQL: one hash of many, in whatever order they come."""

    def __init__(self) -> None:
        self._hashes: list[str] = []

    def step(self, value: str) -> None:
        self._hashes.append(value)

    def finalize(self) -> str:
        return hashed("\n".join(sorted(self._hashes)))


def _told(error: sqlite3.Error) -> str:
    text = str(error)
    if "locked" in text or "busy" in text:
        return f"another process has been writing for more than {BUSY_SECONDS:.0f} seconds."
    if "not a database" in text or "malformed" in text:
        return "is not a Thuishaven store, or is damaged."
    if "readonly" in text or "read-only" in text:
        return "cannot be written."
    return f"cannot be used ({text})."


def _cure(error: sqlite3.Error) -> str:
    text = str(error)
    if "locked" in text or "busy" in text:
        return "Wait for it and try again."
    if "not a database" in text or "malformed" in text:
        return "Move it away and ingest again."
    return "Choose a writable folder with --home, with space on the disk."
