"""Postings as arrays: for a term the rows that hold it, and small counts for each, kept as blobs in SQLite.

The rows of a term lie in blocks of rising number. A new row goes into the last block until that is full, so adding to a
common term costs a block and not the whole list.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["BLOCK", "Postings", "PostingsWriter", "of_terms", "read_postings", "schema"]

BLOCK = 4096
"""A block that holds this many rows takes no more."""
MOST = 255
"""A larger count is written as this."""
FLUSH = 2_000_000


@dataclass(frozen=True, slots=True)
class Postings:
    """The rows that hold a term, rising, and for each a line of counts (bytes, one column a field)."""

    rows: NDArray[np.int32]
    counts: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.rows)

    def having(self, fields: Iterable[int]) -> NDArray[np.bool_]:
        """In which of the rows one of these fields has a count."""
        some = np.zeros(len(self), dtype=np.uint8)
        for field in fields:
            some |= self.counts[:, field]
        return some.astype(bool)

    def only(self, keep: NDArray[np.bool_]) -> Postings:
        """Those of which `keep` is true."""
        return Postings(self.rows[keep], self.counts[keep])


def schema(table: str) -> str:
    """The statement that makes a table of postings."""
    return (
        f"CREATE TABLE {table} (term TEXT NOT NULL, block INTEGER NOT NULL, rows BLOB NOT NULL, counts BLOB NOT NULL,"
        " PRIMARY KEY (term, block)) WITHOUT ROWID"
    )


def read_postings(blocks: Iterable[tuple[bytes, bytes]], width: int) -> Postings:
    """The postings of the blocks of one term, in order; raises ValueError where a block does not fit itself."""
    found = list(blocks)
    rows = np.frombuffer(b"".join(rows for rows, _ in found), dtype="<i4")
    counts = np.frombuffer(b"".join(counts for _, counts in found), dtype=np.uint8)
    return Postings(rows, counts.reshape(len(rows), width))


class PostingsWriter:
    """Adds rows to the postings of a table. Rows must come in rising order; `flush` writes what is still held."""

    def __init__(self, database: sqlite3.Connection, table: str) -> None:
        self._database = database
        self._table = table
        self._rows: dict[str, list[int]] = {}
        self._counts: dict[str, bytearray] = {}
        self._held = 0

    def add(self, term: str, row: int, counts: Iterable[int]) -> None:
        """Says how often a term stands in each field of a row."""
        self._rows.setdefault(term, []).append(row)
        self._counts.setdefault(term, bytearray()).extend(min(count, MOST) for count in counts)
        self._held += 1
        if self._held >= FLUSH:
            self.flush()

    def flush(self) -> None:
        """Writes what is held."""
        table = self._table
        last = f"SELECT block, rows, counts FROM {table} WHERE term = ? ORDER BY block DESC LIMIT 1"  # noqa: S608
        for term in sorted(self._rows):
            rows, counts = np.asarray(self._rows[term], dtype="<i4"), bytes(self._counts[term])
            block, before = 0, (b"", b"")
            for number, old_rows, old_counts in self._database.execute(last, (term,)):
                full = len(old_rows) >= 4 * BLOCK
                block, before = (number + 1, before) if full else (number, (old_rows, old_counts))
            merged = before[0] + rows.tobytes(), before[1] + counts
            self._database.execute(
                f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?, ?)",  # noqa: S608
                (term, block, *merged),
            )
        self._rows, self._counts, self._held = {}, {}, 0


def of_terms(fields: Iterable[str]) -> Iterator[tuple[str, list[int]]]:
    """Each term of some fields (terms with spaces between) with how often it stands in which."""
    lists = [field.split() for field in fields]
    found: dict[str, list[int]] = {}
    for number, terms in enumerate(lists):
        for term in terms:
            counts = found.get(term)
            if counts is None:
                counts = found[term] = [0] * len(lists)
            counts[number] += 1
    yield from found.items()
