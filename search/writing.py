"""The words of an index, brought up to date: what a document adds goes behind the rest, what has gone is marked."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge.closing import Closing
from knowledge.documents import Document, Passage, RelationKind
from knowledge.store import Store
from search.analysis import Analyser
from search.columns import DEAD, KINDS, NAMES, read_columns, write_columns
from search.lexical import COLUMNS, WORDS, mark_code
from search.postings import PostingsWriter, of_terms, schema
from search.twins import SCHEMA as TWINS
from search.twins import Twins, groups

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["SAID", "LexicalWriter", "dead_share"]

SAID = "said.npy"
Progress = Callable[[int, int], object] | None

_SCHEMA = (
    "CREATE TABLE passages (row INTEGER PRIMARY KEY, id TEXT NOT NULL, hash BLOB NOT NULL, said INTEGER NOT NULL)",
    "CREATE INDEX passages_by_hash ON passages (hash)",
    "CREATE INDEX passages_by_said ON passages (said)",
    "CREATE TABLE documents (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, file TEXT NOT NULL,"
    " kind TEXT NOT NULL, jurisdiction TEXT, date TEXT, source TEXT, digests TEXT NOT NULL,"
    " second_hand INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL)",
    "CREATE TABLE splits (word TEXT PRIMARY KEY, stem TEXT NOT NULL, parts TEXT NOT NULL, passages INTEGER NOT NULL)"
    " WITHOUT ROWID",
    schema("postings"),
    schema("marks"),
    *TWINS,
    # The ascii tokenizer takes every character outside ASCII for a letter; a term holds no other ASCII than a-z, 0-9.
    "CREATE VIRTUAL TABLE surface USING fts5(words, columnsize=0, tokenize='ascii')",
)


def dead_share(folder: Path, store: Store) -> float:
    """Which share of its rows would be dead once an index follows the store; raises as opening a damaged one does."""
    states = store.states()
    rows = len(read_columns(folder / COLUMNS))
    database = sqlite3.connect(f"{(folder / WORDS).resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        known = database.execute("SELECT id, state, last - first FROM documents").fetchall()
    finally:
        database.close()
    alive = sum(int(size) for name, state, size in known if states.get(name) == state)
    return 1 - alive / max(1, rows)


class LexicalWriter(Closing):
    """Writes the words of an index in a folder that nobody reads yet: an empty one, or a copy of an earlier index."""

    def __init__(self, folder: Path, analyser: Analyser) -> None:
        """Raises sqlite3.Error, OSError or ValueError when the folder holds a damaged index."""
        self._folder = folder
        self._analyser = analyser
        fresh = not (folder / WORDS).exists()
        self._columns: list[list[int]] = [[] for _ in NAMES]
        self._said: list[int] = []
        self._old = np.zeros((len(NAMES), 0), dtype=np.int32)
        self._old_said: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        if not fresh:
            self._old = np.array(read_columns(folder / COLUMNS).table)
            self._old_said = np.load(folder / SAID)
        self._db = sqlite3.connect(folder / WORDS, isolation_level=None)
        try:
            self._db.execute("PRAGMA journal_mode = OFF")
            self._db.execute("PRAGMA synchronous = OFF")
            self._db.execute("PRAGMA cache_size = -200000")
            for statement in _SCHEMA if fresh else ():
                self._db.execute(statement)
        except BaseException:
            self._db.close()
            raise
        self._fresh = fresh
        self._twins = Twins(self._db)
        self._postings = PostingsWriter(self._db, "postings")
        self._marks = PostingsWriter(self._db, "marks")
        self._forms: Counter[str] = Counter()
        self._beside: set[str] = set()

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def update(self, store: Store, *, progress: Progress = None) -> int:
        """Makes the index follow the store; gives the first row that is new. Unchanged documents are not read."""
        states = store.states()
        known = dict(self._db.execute("SELECT id, state FROM documents").fetchall())
        start = self._next
        new = [name for name, state in states.items() if known.get(name) != state]
        total = sum(store.count(name) for name in new)
        self._db.execute("BEGIN")
        for name, state in known.items():
            if states.get(name) != state:
                self._remove(name)
        for name in new:
            self._add(store, store.document(name), states[name])
            if progress is not None:
                progress(self._next - start, total)
        self._postings.flush()
        self._marks.flush()
        self._write_splits()
        self._write_second_hand()
        if self._fresh:
            self._db.execute("INSERT INTO surface (surface) VALUES ('optimize')")
        self._db.execute("COMMIT")
        self._write_columns()
        return start

    def since(self, row: int) -> tuple[list[str], int]:
        """The documents of which the rows lie from this one on, in order of row, and how many rows those are."""
        found = self._db.execute("SELECT id FROM documents WHERE first >= ? AND last > first ORDER BY first", (row,))
        return [name for (name,) in found], self._next - row

    @property
    def _next(self) -> int:
        return self._old.shape[1] + len(self._said)

    def _remove(self, name: str) -> None:
        query = "SELECT number, first, last FROM documents WHERE id = ?"
        number, first, last = self._db.execute(query, (name,)).fetchone()
        rows = "SELECT p.said, s.words FROM passages p JOIN surface s ON s.rowid = p.row WHERE p.row >= ? AND p.row < ?"
        gone = self._db.execute(rows, (first, last)).fetchall()
        self._db.execute("DELETE FROM passages WHERE row >= ? AND row < ?", (first, last))
        for saying, surface in dict(gone).items():
            self._twins.remove(saying, surface)
        for _, surface in gone:
            self._forms.subtract(set(surface.split()))
        self._db.execute("DELETE FROM surface WHERE rowid >= ? AND rowid < ?", (first, last))
        self._db.execute("DELETE FROM documents WHERE number = ?", (number,))
        self._old[0, first:last] = DEAD

    def _add(self, store: Store, document: Document, state: str) -> None:
        (number,) = self._db.execute("SELECT coalesce(max(number), -1) + 1 FROM documents").fetchone()
        first = self._next
        title = self._aside(f"{document.title} {document.publisher or ''}")
        rows: dict[str, int] = {}
        for passage in store.passages(document.id):
            rows[passage.id] = self._next
            self._add_passage(passage, number, title)
        marks = sorted(
            {
                (rows[a.passage], a.concept, a.stance.value, a.status.value)
                for a in store.annotations(document.id)
                if a.passage in rows
            }
        )
        for row, concept, stance, status in marks:
            self._marks.add(concept, row, (mark_code(stance, status),))
        digests = " ".join(r.source for r in document.relations if r.kind is RelationKind.DIGESTS)
        facts = (document.kind.value, document.jurisdiction, document.date.value, document.source, digests)
        self._db.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)",
            (number, document.id, document.file, *facts, state, first, self._next),
        )

    def _add_passage(self, passage: Passage, number: int, title: str) -> None:
        row = self._next
        fields = self._analyser.fields(passage.text)
        heading = self._aside(" ".join((*passage.heading_path, passage.speaker or "")))
        notes = self._aside(" ".join(note.text for note in passage.footnotes))
        said = self._twins.add(fields.surface)
        self._db.execute(
            "INSERT INTO passages VALUES (?, ?, ?, ?)", (row, passage.id, bytes.fromhex(passage.hash), said)
        )
        self._db.execute("INSERT INTO surface (rowid, words) VALUES (?, ?)", (row, fields.surface))
        for term, counts in of_terms((fields.whole, fields.parts, heading, title, notes)):
            self._postings.add(term, row, counts)
        self._forms.update(set(fields.surface.split()))
        self._beside.update(fields.joined.split())
        words = fields.terms.count(" ") + 1
        for column, value in zip(
            self._columns, (number, KINDS.index(passage.kind.value), words, passage.order, -1), strict=True
        ):
            column.append(value)
        self._said.append(said)

    def _aside(self, text: str) -> str:
        """The whole terms of a text beside the passage; its words are known from then on too."""
        fields = self._analyser.fields(text)
        self._beside.update(fields.surface.split(), fields.joined.split())
        return fields.whole

    def _write_splits(self) -> None:
        """Every word with its stem and parts, and in the texts of how many passages it stands now."""
        self._db.executemany(
            "INSERT OR IGNORE INTO splits VALUES (?, ?, ?, 0)", (self._split(form) for form in sorted(self._beside))
        )
        count = "UPDATE splits SET passages = passages + ? WHERE word = ?"
        for form, passages in sorted(self._forms.items()):
            if passages and not self._db.execute(count, (passages, form)).rowcount:
                self._db.execute("INSERT INTO splits VALUES (?, ?, ?, ?)", (*self._split(form), passages))

    def _split(self, form: str) -> tuple[str, str, str]:
        parts = " ".join(f"{term}={part}" for term, part in self._analyser.parts(form))
        return form, self._analyser.stem(form), parts

    def _write_second_hand(self) -> None:
        """Marks the digests of which the source is there too: whoever can read that is not sent to a summary first."""
        facts = self._db.execute("SELECT number, source, digests FROM documents").fetchall()
        present = {source for _, source, _ in facts if source is not None}
        second = [(number,) for number, _, digests in facts if present & set(digests.split())]
        self._db.execute("UPDATE documents SET second_hand = 0 WHERE second_hand = 1")
        self._db.executemany("UPDATE documents SET second_hand = 1 WHERE number = ?", second)

    def _write_columns(self) -> None:
        table = np.concatenate([self._old, np.asarray(self._columns, dtype=np.int32).reshape(len(NAMES), -1)], axis=1)
        said = np.concatenate([self._old_said, np.asarray(self._said, dtype=np.int64)])
        alive = np.flatnonzero(table[0] != DEAD)
        group = groups(said[alive], self._db.execute("SELECT one, other FROM near WHERE one < other"))
        table[4] = -1
        together = group >= 0
        table[4, alive[together]] = alive[group[together]]
        write_columns(self._folder / COLUMNS, list(table))
        np.save(self._folder / SAID, said)
