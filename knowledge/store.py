"""The store: one SQLite file that holds documents, passages and annotations.

WAL, one transaction a document: a run that is killed leaves each document whole or absent. Search indexes and pages
are derived from it and can always be made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from knowledge.annotations import Annotation
from knowledge.closing import Closing
from knowledge.documents import Document, Passage
from knowledge.errors import StoreError, UnknownRecord
from knowledge.migrations import MIGRATIONS

__all__ = ["Store"]

BUSY_SECONDS = 30.0
_STATE = (
    "UPDATE documents SET state = (SELECT digest(f) FROM ("
    "SELECT d.fingerprint AS f FROM documents d WHERE d.id = documents.id"
    " UNION ALL SELECT p.fingerprint FROM passages p WHERE p.document = documents.id"
    " UNION ALL SELECT a.fingerprint FROM annotations a JOIN passages p ON p.id = a.passage"
    " WHERE p.document = documents.id)) WHERE id = ?"
)
"""Writes down what a document is now; the second migration did the same for all."""


class Store(Closing):
    """The documents of one home. Use it as a context manager; every writing method is one transaction."""

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
        self._db.execute("PRAGMA journal_mode = WAL")
        with self._transaction():
            version = int(self._db.execute("PRAGMA user_version").fetchone()[0])
            for number, statements in enumerate(MIGRATIONS[version:], start=version + 1):
                for statement in statements:
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version = {number}")

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
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: {_told(error)}", cure=_cure(error)) from None

    def _rows(self, query: str, values: Sequence[object] = ()) -> Iterator[tuple[str, ...]]:
        try:
            yield from self._db.execute(query, values)
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: {_told(error)}", cure=_cure(error)) from None

    # reading

    def documents(self) -> list[Document]:
        """Every document, in the order in which it first came in."""
        rows = self._rows("SELECT record FROM documents ORDER BY rowid")
        return [Document.model_validate_json(record) for (record,) in rows]

    def document(self, document_id: str) -> Document:
        """The document with this id; raises UnknownRecord with near ids."""
        for (record,) in self._rows("SELECT record FROM documents WHERE id = ?", (document_id,)):
            return Document.model_validate_json(record)
        raise UnknownRecord("document", document_id, (d.id for d in self.documents()))

    def passages(self, document_id: str | None = None) -> Iterator[Passage]:
        """The passages of one document, or of all, in reading order."""
        where, values = ("WHERE p.document = ?", (document_id,)) if document_id is not None else ("", ())
        query = (
            "SELECT p.record FROM passages p JOIN documents d ON d.id = p.document"
            f" {where} ORDER BY d.rowid, p.position"
        )
        return (Passage.model_validate_json(record) for (record,) in self._rows(query, values))

    def passages_with(self, ids: Iterable[str]) -> dict[str, Passage]:
        """The passages with these ids, by id; an id that is not there is left out."""
        wanted = json.dumps(list(ids))
        rows = self._rows("SELECT record FROM passages WHERE id IN (SELECT value FROM json_each(?))", (wanted,))
        return {p.id: p for p in (Passage.model_validate_json(record) for (record,) in rows)}

    def annotations(self, document_id: str | None = None) -> Iterator[Annotation]:
        """The annotations of one document, or of all, in reading order."""
        where, values = ("WHERE p.document = ?", (document_id,)) if document_id is not None else ("", ())
        query = (
            "SELECT a.record FROM annotations a JOIN passages p ON p.id = a.passage"
            f" JOIN documents d ON d.id = p.document {where} ORDER BY d.rowid, p.position, a.start, a.end, a.id"
        )
        return (Annotation.model_validate_json(record) for (record,) in self._rows(query, values))

    def configuration(self, document_id: str) -> str:
        """The hash of the configuration that the document was read with; raises UnknownRecord."""
        for (configuration,) in self._rows("SELECT configuration FROM documents WHERE id = ?", (document_id,)):
            return configuration
        raise UnknownRecord("document", document_id, (d.id for d in self.documents()))

    def counts(self) -> dict[str, int]:
        """How many documents, passages and annotations there are."""
        tables = ("documents", "passages", "annotations")
        return {t: int(next(self._rows(f"SELECT count(*) FROM {t}"))[0]) for t in tables}

    def count(self, document_id: str) -> int:
        """How many passages a document has; 0 for one that is not there."""
        return int(next(self._rows("SELECT count(*) FROM passages WHERE document = ?", (document_id,)))[0])

    def kinds(self) -> Counter[str]:
        """How many passages there are of each kind."""
        return Counter({kind: int(n) for kind, n in self._rows("SELECT kind, count(*) FROM passages GROUP BY kind")})

    def fingerprint(self) -> str:
        """A hash of everything that an index depends on: the documents, their passages and annotations."""
        return _hash("\n".join(f"{name} {state}" for name, state in self.states().items()))

    def states(self) -> dict[str, str]:
        """By document id, in order of id, a hash of the document, its passages and annotations as they are now.

        It is kept as they are written: to ask for it costs a row for each document, however many passages there are.
        """
        return dict(self._rows("SELECT id, state FROM documents ORDER BY id"))  # type: ignore[arg-type]

    # writing

    def replace(
        self,
        document: Document,
        passages: Sequence[Passage],
        annotations: Sequence[Annotation],
        *,
        configuration: str,
    ) -> None:
        """Puts a document with all that belongs to it into the store, in the place of what stood under its id.

        `configuration` is the hash of what decided how it was read. Raises ValueError for a passage of another document
        and for an annotation that does not stand in its passage; StoreError when it cannot be written. Then nothing
        of it is kept and what stood there before stays.
        """
        by_id = {p.id: p for p in passages}
        for passage in passages:
            if passage.document != document.id:
                raise ValueError(f"{passage.id} does not belong to {document.id}")
        _check(annotations, by_id)
        with self._transaction():
            self._db.execute(
                "INSERT INTO documents (id, file, origin, sha256, configuration, record, fingerprint)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET file = excluded.file,"
                " origin = excluded.origin, sha256 = excluded.sha256, configuration = excluded.configuration,"
                " record = excluded.record, fingerprint = excluded.fingerprint",
                (
                    document.id,
                    document.file,
                    document.origin,
                    document.sha256,
                    configuration,
                    record := document.model_dump_json(),
                    _hash(record),
                ),
            )
            self._db.execute("DELETE FROM passages WHERE document = ?", (document.id,))
            self._db.executemany(
                "INSERT INTO passages (id, document, position, kind, record, fingerprint) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (p.id, document.id, p.order, p.kind.value, record := p.model_dump_json(), _hash(record))
                    for p in passages
                ),
            )
            self._write_annotations(annotations)
            self._db.execute(_STATE, (document.id,))

    def replace_annotations(self, document_id: str, annotations: Sequence[Annotation]) -> None:
        """Puts these annotations in the place of all that the document had. Raises as `replace` does."""
        _check(annotations, {p.id: p for p in self.passages(document_id)})
        with self._transaction():
            self._db.execute(
                "DELETE FROM annotations WHERE passage IN (SELECT id FROM passages WHERE document = ?)", (document_id,)
            )
            self._write_annotations(annotations)
            self._db.execute(_STATE, (document_id,))

    def _write_annotations(self, annotations: Sequence[Annotation]) -> None:
        self._db.executemany(
            "INSERT INTO annotations (id, passage, concept, start, end, record, fingerprint)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (a.id, a.passage, a.concept, a.start, a.end, a.model_dump_json(), _hash(_lasting(a)))
                for a in annotations
            ),
        )

    def remove(self, document_id: str) -> None:
        """Takes a document with its passages and annotations out of the store; raises UnknownRecord."""
        self.document(document_id)
        with self._transaction():
            self._db.execute("DELETE FROM documents WHERE id = ?", (document_id,))


class _Digest:
    """An aggregate of SQL: one hash of many, in whatever order they come."""

    def __init__(self) -> None:
        self._hashes: list[str] = []

    def step(self, value: str) -> None:
        self._hashes.append(value)

    def finalize(self) -> str:
        return _hash("\n".join(sorted(self._hashes)))


def _check(annotations: Iterable[Annotation], passages: dict[str, Passage]) -> None:
    for annotation in annotations:
        if annotation.passage not in passages:
            raise ValueError(f"annotation {annotation.id} stands on {annotation.passage}, which is not there")
        annotation.check_against(passages[annotation.passage])


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _lasting(annotation: Annotation) -> str:
    """What an annotation says, without the time at which it was made."""
    return annotation.model_dump_json(exclude={"time"})


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
