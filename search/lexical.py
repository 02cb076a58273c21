"""The words of an index: an FTS5 table over analysed terms, and what else a question needs to know of a passage."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.closing import Closing
from knowledge.documents import Document, Passage, RelationKind
from knowledge.errors import StoreError
from knowledge.store import Store
from search.analysis import Analyser
from search.twins import Twins

__all__ = ["FIELDS", "Counts", "DocumentFacts", "LexicalIndex", "Mark", "PassageFacts", "write_lexical"]

FIELDS = ("stems", "parts", "heading", "title", "notes")
"""The fields of a passage: stems of its text, compound parts, headings and speaker, document, footnotes."""

_SCHEMA = (
    "CREATE TABLE passages (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL,"
    " kind TEXT NOT NULL, words INTEGER NOT NULL, twin INTEGER NOT NULL)",
    "CREATE INDEX twins ON passages (twin)",
    "CREATE TABLE documents (id TEXT PRIMARY KEY, kind TEXT NOT NULL, jurisdiction TEXT, date TEXT,"
    " second_hand INTEGER NOT NULL)",
    "CREATE TABLE marks (concept TEXT NOT NULL, row INTEGER NOT NULL, stance TEXT NOT NULL, status TEXT NOT NULL)",
    "CREATE INDEX marks_of_concept ON marks (concept)",
    "CREATE INDEX marks_of_row ON marks (row)",
    "CREATE TABLE splits (word TEXT PRIMARY KEY, parts TEXT NOT NULL) WITHOUT ROWID",
    # The ascii tokenizer takes every character outside ASCII for a letter; a term holds no other ASCII than a-z, 0-9.
    f"CREATE VIRTUAL TABLE terms USING fts5({', '.join(FIELDS)}, content='', columnsize=0, tokenize='ascii')",
    "CREATE VIRTUAL TABLE surface USING fts5(words, content='', columnsize=0, tokenize='ascii')",
)
# Kept in memory only: a view of the FTS index by term.
_VIEW = "CREATE VIRTUAL TABLE temp.instances USING fts5vocab('main', 'terms', 'instance')"


@dataclass(frozen=True, slots=True)
class Counts:
    """How often a term stands in each field of a passage."""

    stems: int = 0
    parts: int = 0
    heading: int = 0
    title: int = 0
    notes: int = 0


@dataclass(frozen=True, slots=True)
class PassageFacts:
    """What the index knows of a passage without its text; `twin` is the row of the first passage that says the same."""

    id: str
    document: str
    kind: str
    words: int
    twin: int


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What filters ask of a document; `second_hand`: it is our digest of a source that is in the store itself."""

    id: str
    kind: str
    jurisdiction: str | None
    date: str | None
    second_hand: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A concept on a passage, with the stance and status of its annotation."""

    concept: str
    row: int
    stance: str
    status: str


def write_lexical(
    path: Path, store: Store, analyser: Analyser, *, progress: Callable[[int, int], object] | None = None
) -> None:
    """Writes the words of all passages of a store to a new file at `path`."""
    documents = {document.id: document for document in store.documents()}
    second_hand = _second_hand(documents.values())
    total = store.counts()["passages"]
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        for statement in _SCHEMA:
            database.execute(statement)
        database.execute("BEGIN")
        database.executemany(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?)",
            ((d.id, d.kind.value, d.jurisdiction, d.date.value, d.id in second_hand) for d in documents.values()),
        )
        titles = {
            document.id: analyser.fields(f"{document.title} {document.publisher or ''}").terms
            for document in documents.values()
        }
        twins = Twins()
        rows: dict[str, int] = {}
        forms: set[str] = set()
        for row, passage in enumerate(store.passages(), start=1):
            rows[passage.id] = row
            fields = analyser.fields(passage.text)
            notes = " ".join(note.text for note in passage.footnotes)
            database.execute(
                "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)",
                (row, passage.id, passage.document, passage.kind.value, fields.terms.count(" ") + 1,
                 twins.first_of(row, fields.surface)),
            )  # fmt: skip
            database.execute(
                f"INSERT INTO terms (rowid, {', '.join(FIELDS)}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608
                (row, fields.terms, fields.parts, analyser.fields(_heading(passage)).terms,
                 titles.get(passage.document, ""), analyser.fields(notes).terms),
            )  # fmt: skip
            database.execute("INSERT INTO surface (rowid, words) VALUES (?, ?)", (row, fields.surface))
            forms.update(fields.surface.split())
            if progress is not None:
                progress(row, total)
        database.executemany(
            "INSERT INTO splits VALUES (?, ?)",
            ((form, " ".join(f"{t}={p}" for t, p in analyser.parts(form))) for form in sorted(forms)),
        )
        database.executemany(
            "INSERT INTO marks VALUES (?, ?, ?, ?)",
            sorted(
                {
                    (a.concept, rows[a.passage], a.stance.value, a.status.value)
                    for a in store.annotations()
                    if a.passage in rows
                }
            ),
        )
        database.execute("INSERT INTO terms (terms) VALUES ('optimize')")
        database.execute("INSERT INTO surface (surface) VALUES ('optimize')")
        database.execute("COMMIT")
    finally:
        database.close()


def _second_hand(documents: Iterable[Document]) -> set[str]:
    """The digests of which the source is there too: whoever can read the source is not sent to a summary first."""
    known = list(documents)
    present = {document.source for document in known if document.source is not None}
    return {
        document.id
        for document in known
        if any(r.kind is RelationKind.DIGESTS and r.source in present for r in document.relations)
    }


def _heading(passage: Passage) -> str:
    return " ".join((*passage.heading_path, passage.speaker or ""))


class LexicalIndex(Closing):
    """The words of an index, read only."""

    def __init__(self, path: Path) -> None:
        """Raises sqlite3.Error when the file is no such index."""
        self.path = path
        self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
        try:
            self._db.execute(_VIEW)
            rows = self._db.execute("SELECT row, id, document, kind, words, twin FROM passages").fetchall()
            self._db.execute("SELECT rowid FROM surface WHERE surface MATCH ' \"a\" ' LIMIT 1").fetchall()
        except sqlite3.Error:
            self._db.close()
            raise
        self.passages = {row: PassageFacts(*facts) for row, *facts in rows}
        self.mean_words = sum(f.words for f in self.passages.values()) / max(1, len(self.passages))

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def _rows(self, query: str, values: Iterable[object] = ()) -> Iterator[tuple[str, ...]]:
        try:
            yield from self._db.execute(query, tuple(values))
        except sqlite3.Error as error:
            raise StoreError(
                f"{self.path}: the search index is damaged ({error}).",
                cure=f"Remove the folder {self.path.parent}; it is made again at the next search.",
            ) from None

    def postings(self, term: str) -> dict[int, Counts]:
        """The passages that hold a term, with how often in which field."""
        found: dict[int, dict[str, int]] = {}
        query = "SELECT doc, col, count(*) FROM temp.instances WHERE term = ? GROUP BY doc, col"
        for row, field, count in self._rows(query, (term,)):
            found.setdefault(int(row), {})[field] = int(count)
        return {row: Counts(**counts) for row, counts in found.items()}

    def phrase(self, sequence: Iterable[str]) -> set[int]:
        """The passages whose text holds these folded words in this order."""
        quoted = '"' + " ".join(sequence) + '"'
        return {int(row) for (row,) in self._rows("SELECT rowid FROM surface WHERE surface MATCH ?", (quoted,))}

    def parts(self, form: str) -> tuple[tuple[str, str], ...] | None:
        """The parts of a word as (term, part as written); None when the word stands in no passage."""
        for (parts,) in self._rows("SELECT parts FROM splits WHERE word = ?", (form,)):
            pairs = (pair.split("=", 1) for pair in parts.split())
            return tuple((term, part) for term, part in pairs)
        return None

    def documents(self) -> dict[str, DocumentFacts]:
        """What filters ask of the documents, by id."""
        rows = self._rows("SELECT id, kind, jurisdiction, date, second_hand FROM documents")
        return {name: DocumentFacts(name, kind, place, date, bool(digest)) for name, kind, place, date, digest in rows}

    def marks(self, concepts: Iterable[str]) -> list[Mark]:
        """Where these concepts are annotated, in any stance and status."""
        found: list[Mark] = []
        for concept in concepts:
            query = "SELECT concept, row, stance, status FROM marks WHERE concept = ?"
            found += [Mark(c, int(row), stance, status) for c, row, stance, status in self._rows(query, (concept,))]
        return found

    def twins(self, row: int) -> list[int]:
        """The passages that say the same as this one, itself among them, in reading order."""
        first = self.passages[row].twin
        return [int(other) for (other,) in self._rows("SELECT row FROM passages WHERE twin = ? ORDER BY row", (first,))]
