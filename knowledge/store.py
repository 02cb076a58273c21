"""The store: one SQLite file that holds documents, passages and annotations.

WAL, one transaction a document: a run that is killed leaves each document whole or absent. Search indexes and pages
are derived from it and can always be made again.
"""

from __future__ import annotations

import datetime
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.annotations import Annotation
from knowledge.database import Database, hashed
from knowledge.documents import Document, Passage
from knowledge.errors import MisuseError, UnknownRecord

__all__ = ["RemovedDocument", "Store"]

_STATE = (
    "UPDATE documents SET state = (SELECT digest(f) FROM ("
    "SELECT d.fingerprint AS f FROM documents d WHERE d.id = documents.id"
    " UNION ALL SELECT p.fingerprint FROM passages p WHERE p.document = documents.id"
    " UNION ALL SELECT a.fingerprint FROM annotations a JOIN passages p ON p.id = a.passage"
    " WHERE p.document = documents.id)) WHERE id = ?"
)
"""Writes down what a document is now; the second migration did the same for all."""

_OWN = {
    "documents": "id = ?",
    "passages": "document = ?",
    "annotations": "passage IN (SELECT id FROM passages WHERE document = ?)",
}
"""Where a document stands: its rows in each table, in the order in which they are put back."""


@dataclass(frozen=True, slots=True)
class RemovedDocument:
    """A document that was removed and can be restored; `time` is when it was removed (ISO 8601, UTC)."""

    id: str
    file: str
    origin: str
    time: str


class Store(Database):
    """The documents of one home. Use it as a context manager; every writing method is one transaction."""

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
        return hashed("\n".join(f"{name} {state}" for name, state in self.states().items()))

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
        since: str | None = None,
    ) -> bool:
        """Puts a document with all that belongs to it into the store, in the place of what stood under its id.

        `configuration` is the hash of what decided how it was read. With `since`, the state that the document had when
        it was looked at (empty: it was not there), nothing is written and False given when another process changed it
        or took its id or its origin since. Raises ValueError for a passage of another document
        and for an annotation that does not stand in its passage; StoreError when it cannot be written. Then nothing
        of it is kept and what stood there before stays.
        """
        by_id = {p.id: p for p in passages}
        for passage in passages:
            if passage.document != document.id:
                raise ValueError(f"{passage.id} does not belong to {document.id}")
        _check(annotations, by_id)
        with self._transaction():
            if since is not None and not self._stands(document, since):
                return False
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
                    hashed(record),
                ),
            )
            self._db.execute("DELETE FROM passages WHERE document = ?", (document.id,))
            self._db.executemany(
                "INSERT INTO passages (id, document, position, kind, record, fingerprint) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (p.id, document.id, p.order, p.kind.value, record := p.model_dump_json(), hashed(record))
                    for p in passages
                ),
            )
            self._write_annotations(annotations)
            self._db.execute(_STATE, (document.id,))
        return True

    def _stands(self, document: Document, since: str) -> bool:
        query = "SELECT id, state FROM documents WHERE id = ? OR origin = ?"
        found = dict(self._db.execute(query, (document.id, document.origin)))
        return found == ({document.id: since} if since else {})

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
                (a.id, a.passage, a.concept, a.start, a.end, a.model_dump_json(), hashed(_lasting(a)))
                for a in annotations
            ),
        )

    # removing, and undoing it

    def remove(self, document_id: str) -> None:
        """Takes a document with its passages and annotations out of the store; raises UnknownRecord.

        It can be put back with `restore` until `vacuum`, or until another document of this id is removed.
        """
        with self._transaction():
            rows = {table: self._own_rows(table, document_id) for table in _OWN}
            if not rows["documents"]:
                raise UnknownRecord("document", document_id, (d.id for d in self.documents()))
            time = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
            (own,) = rows["documents"]
            self._db.execute(
                "INSERT OR REPLACE INTO removed (id, file, origin, time, content) VALUES (?, ?, ?, ?, ?)",
                (document_id, own["file"], own["origin"], time, zlib.compress(json.dumps(rows).encode())),
            )
            self._db.execute("DELETE FROM documents WHERE id = ?", (document_id,))

    def _own_rows(self, table: str, document_id: str) -> list[dict[str, object]]:
        cursor = self._db.execute(f"SELECT rowid, * FROM {table} WHERE {_OWN[table]}", (document_id,))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def removed(self) -> list[RemovedDocument]:
        """What can be restored, in the order in which it was removed."""
        rows = self._rows("SELECT id, file, origin, time FROM removed ORDER BY rowid")
        return [RemovedDocument(*row) for row in rows]

    def restore(self, document_id: str) -> None:
        """Puts a removed document back as it was, in its old place where that is free.

        Raises UnknownRecord when nothing of this id was removed, and MisuseError when the store has it again.
        """
        with self._transaction():
            found = self._db.execute("SELECT content FROM removed WHERE id = ?", (document_id,)).fetchone()
            if found is None:
                raise UnknownRecord("removed document", document_id, (r.id for r in self.removed()))
            rows = json.loads(zlib.decompress(found[0]))
            (own,) = rows["documents"]
            same = "SELECT id FROM documents WHERE id = ? OR origin = ?"
            for (other,) in self._db.execute(same, (document_id, own["origin"])).fetchall():
                raise MisuseError(
                    f"'{document_id}' cannot be restored: '{other}' stands in its place.", cure="Remove that one first."
                )
            for table in _OWN:
                for row in rows[table]:
                    self._put_back(table, row)
            self._db.execute("DELETE FROM removed WHERE id = ?", (document_id,))

    def _put_back(self, table: str, row: dict[str, object]) -> None:
        """Inserts a row, under its old number when that is free: the order of documents depends on it."""
        number = row.pop("rowid")
        if self._db.execute(f"SELECT 1 FROM {table} WHERE rowid = ?", (number,)).fetchone():
            number = None
        places = ", ".join("?" * (len(row) + 1))
        self._db.execute(f"INSERT INTO {table} (rowid, {', '.join(row)}) VALUES ({places})", (number, *row.values()))

    def vacuum(self) -> int:
        """Deletes for good what was removed and gives its room on the disk back; tells how many documents that were."""
        with self._transaction():
            count = self._db.execute("DELETE FROM removed").rowcount
        self.compact()
        return count


def _check(annotations: Iterable[Annotation], passages: dict[str, Passage]) -> None:
    for annotation in annotations:
        if annotation.passage not in passages:
            raise ValueError(f"annotation {annotation.id} stands on {annotation.passage}, which is not there")
        annotation.check_against(passages[annotation.passage])


def _lasting(annotation: Annotation) -> str:
    """What an annotation says, without the time at which it was made."""
    return annotation.model_dump_json(exclude={"time"})
