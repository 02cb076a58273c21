"""The words of an index, read only: postings, exact phrases, concepts on passages, and what is known of documents."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.base import Stance, Status
from knowledge.closing import Closing
from knowledge.errors import StoreError
from search.columns import Columns, read_columns
from search.postings import Postings, read_postings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from search.analysis import Known

__all__ = ["COLUMNS", "FIELDS", "STANCES", "STATUSES", "WORDS", "DocumentFacts", "LexicalIndex", "Mark", "mark_code"]

WORDS, COLUMNS = "words.sqlite", "columns.npy"
FIELDS = ("stems", "parts", "heading", "title", "notes")
"""The fields of a passage: stems of its text, compound parts, headings and speaker, document, footnotes."""
STANCES = tuple(stance.value for stance in Stance)
STATUSES = tuple(status.value for status in Status)
MAPPED = 1 << 40
"""More of the file than SQLite would map: it maps what it may."""
KNOWN_WORDS = 1 << 17
"""So many words of passages are kept at hand."""


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What filters ask of a document; `second_hand`: it is our digest of a source that is in the store itself."""

    number: int
    id: str
    file: str
    kind: str
    jurisdiction: str | None
    date: str | None
    second_hand: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A concept on a passage, with the stance and status of its annotation."""

    concept: str
    row: int
    stance: str
    status: str


def mark_code(stance: str, status: str) -> int:
    """Stance and status in one number."""
    return STANCES.index(stance) * len(STATUSES) + STATUSES.index(status)


class LexicalIndex(Closing):
    """The words of an index. Rows count from 0; what is dead is never given."""

    def __init__(self, folder: Path) -> None:
        """Raises sqlite3.Error, OSError or ValueError when the folder holds no such index."""
        self.path = folder / WORDS
        self.columns: Columns = read_columns(folder / COLUMNS)
        uri = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
        self._db = sqlite3.connect(uri, uri=True, isolation_level=None)
        try:
            self._db.execute(f"PRAGMA mmap_size = {MAPPED}")  # postings are long: mapped, they are copied once
            self._db.execute("SELECT rowid FROM surface WHERE surface MATCH ' \"a\" ' LIMIT 1").fetchall()
            self._db.execute("SELECT rows FROM postings LIMIT 1").fetchall()
        except sqlite3.Error:
            self._db.close()
            raise
        self._words: dict[str, Known | None] = {}

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def _rows(self, query: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._db.execute(query, tuple(values)).fetchall()
        except sqlite3.Error as error:
            raise StoreError(
                f"{self.path}: the search index is damaged ({error}).",
                cure=f"Remove the folder {self.path.parent}; it is made again at the next search.",
            ) from None

    def __len__(self) -> int:
        """How many passages can be found."""
        return self.columns.living

    # words

    def postings(self, term: str) -> Postings:
        """The rows that hold a term, and how often it stands in each of FIELDS."""
        return self._postings("postings", term, len(FIELDS))

    def _postings(self, table: str, term: str, width: int) -> Postings:
        query = f"SELECT rows, counts FROM {table} WHERE term = ? ORDER BY block"  # noqa: S608
        found = read_postings(self._rows(query, (term,)), width)
        return found if self.columns.all_alive else found.only(self.columns.alive[found.rows])

    def raw_postings(self, terms: Iterable[str]) -> dict[str, tuple[bytes, bytes]]:
        """Rows and counts of many terms at once as bytes, dead rows among them; for what adds up very many."""
        wanted = json.dumps(sorted(terms))
        query = (
            "SELECT term, rows, counts FROM postings WHERE term IN (SELECT value FROM json_each(?))"
            " ORDER BY term, block"
        )
        found: dict[str, tuple[bytes, bytes]] = {}
        for term, rows, counts in self._rows(query, (wanted,)):
            before = found.get(term)
            found[term] = (rows, counts) if before is None else (before[0] + rows, before[1] + counts)
        return found

    def phrase(self, sequence: Iterable[str]) -> NDArray[np.int64]:
        """The rows of which the text holds these folded words in this order."""
        quoted = '"' + " ".join(sequence) + '"'
        rows = self._rows("SELECT rowid FROM surface WHERE surface MATCH ?", (quoted,))
        return np.fromiter((row for (row,) in rows), dtype=np.int64)

    def learn(self, forms: Iterable[str]) -> Mapping[str, Known | None]:
        """Looks many words up at once, for `stem` and `parts`; gives what `word` gives for these and others."""
        asked = dict.fromkeys(forms)
        new = [form for form in asked if form not in self._words]
        if len(self._words) + len(new) > KNOWN_WORDS:
            self._words.clear()
            new = list(asked)
        for start in range(0, len(new), 500):
            some = new[start : start + 500]
            self._words.update(dict.fromkeys(some))
            marks = ",".join("?" * len(some))
            query = f"SELECT word, stem, parts FROM splits WHERE word IN ({marks})"  # noqa: S608
            for word, stem, parts in self._rows(query, some):
                pairs = (pair.split("=", 1) for pair in parts.split())
                self._words[word] = (stem, tuple((term, part) for term, part in pairs))
        return self._words

    def stem(self, form: str) -> str | None:
        """The term of a folded word; None when the word stands in no passage."""
        found = self.word(form)
        return None if found is None else found[0]

    def parts(self, form: str) -> tuple[tuple[str, str], ...] | None:
        """The parts of a word as (term, part as written); None when the word stands in no passage."""
        found = self.word(form)
        return None if found is None else found[1]

    def word(self, form: str) -> Known | None:
        """Both of these at once."""
        if form not in self._words:
            self.learn((form,))
        return self._words[form]

    # passages and documents

    def ids(self, rows: Iterable[int]) -> dict[int, str]:
        """The ids of the passages in these rows."""
        wanted = json.dumps([int(row) for row in rows])
        query = "SELECT row, id FROM passages WHERE row IN (SELECT value FROM json_each(?))"
        return dict(self._rows(query, (wanted,)))

    def groups(self) -> dict[str, int]:
        """For every passage, by id, the number that it shares with all that say the same."""
        return {name: self.columns.group(row) for row, name in self._rows("SELECT row, id FROM passages")}

    def twins(self, row: int) -> list[int]:
        """The passages that say the same as this one, itself among them, by document and place."""
        twin = int(self.columns.twin[row])
        if twin < 0:
            return [row]
        rows = np.flatnonzero((self.columns.twin == twin) & self.columns.alive)
        return [int(other) for other in rows[np.lexsort(self.ties(rows))]]

    @cached_property
    def documents(self) -> dict[str, DocumentFacts]:
        """What filters ask of the documents, by id and in order of id."""
        query = "SELECT number, id, file, kind, jurisdiction, date, second_hand FROM documents ORDER BY id"
        return {facts[1]: DocumentFacts(*facts) for facts in self._rows(query)}

    @cached_property
    def numbered(self) -> dict[int, DocumentFacts]:
        """The same by number, as the column `document` has it."""
        return {facts.number: facts for facts in self.documents.values()}

    @cached_property
    def _place(self) -> NDArray[np.int32]:
        """By number of a document its place in the order of ids."""
        numbers = [facts.number for facts in self.documents.values()]
        place = np.zeros(max(numbers, default=0) + 1, dtype=np.int32)
        place[numbers] = np.arange(len(numbers))
        return place

    def ties(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """What decides between equal scores, for `np.lexsort`: the document, then the place in it."""
        return self.columns.order[rows], self._place[self.columns.document[rows]]

    def of_documents(self, numbers: Iterable[int]) -> NDArray[np.bool_]:
        """Which rows belong to these documents."""
        chosen = np.zeros(max(1, len(self._place)), dtype=bool)
        chosen[list(numbers)] = True
        document = self.columns.document
        return chosen[document] & self.columns.alive

    # concepts

    def marks(self, concept: str) -> Postings:
        """The rows on which a concept is annotated, in any stance and status, each with its `mark_code`.

        A row comes as often as the concept is annotated there in different ways.
        """
        return self._postings("marks", concept, 1)

    def all_marks(self) -> Iterator[tuple[str, Postings]]:
        """The same for every concept that is annotated, in one reading."""
        found = self._rows("SELECT term, rows, counts FROM marks ORDER BY term, block")
        for concept, blocks in groupby(found, key=lambda row: str(row[0])):
            postings = read_postings((block[1:] for block in blocks), 1)
            yield concept, postings if self.columns.all_alive else postings.only(self.columns.alive[postings.rows])
