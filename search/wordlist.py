"""The Dutch word list as a file of an index, so that a question looks up its own words and need not read the list."""

from __future__ import annotations

import sqlite3
from functools import cache
from pathlib import Path

from knowledge.closing import Closing
from knowledge.dutch import Lexicon, entries

__all__ = ["WORDLIST", "WordList", "write_wordlist"]

WORDLIST = "dutch.sqlite"
MOST_SEEN = 1 << 17
"""So many words are kept at hand."""
NOUN, OTHER, ADJECTIVE = 1, 2, 4

_Row = tuple[str | None, int]
_NO_WORD: _Row = (None, 0)


def write_wordlist(folder: Path) -> None:
    """Writes the list in a folder that nobody reads yet."""
    (folder / WORDLIST).write_bytes(_database())


@cache
def _database() -> bytes:
    """The list as a database; made once a process."""
    database = sqlite3.connect(":memory:", isolation_level=None)
    try:
        database.execute("BEGIN")
        database.execute("CREATE TABLE words (word TEXT PRIMARY KEY, base TEXT, kinds INTEGER NOT NULL) WITHOUT ROWID")
        database.executemany(
            "INSERT INTO words VALUES (?, ?, ?)",
            (
                (word, base, NOUN * noun + OTHER * other + ADJECTIVE * adjective)
                for word, base, (noun, other, adjective) in entries()
            ),
        )
        database.execute("COMMIT")
        return database.serialize()
    finally:
        database.close()


class WordList(Closing):
    """The list of an index, read only; `lexicon` is the same as `knowledge.dutch.lexicon()`, word by word."""

    def __init__(self, folder: Path) -> None:
        """Raises sqlite3.Error when there is no such list."""
        uri = f"{(folder / WORDLIST).resolve().as_uri()}?mode=ro&immutable=1"
        self._db = sqlite3.connect(uri, uri=True, isolation_level=None)
        self._seen: dict[str, _Row] = {}
        try:
            self.row("de")
        except sqlite3.Error:
            self._db.close()
            raise
        self.lexicon = Lexicon(_Bases(self), _Kind(self, NOUN), _Kind(self, OTHER), _Kind(self, ADJECTIVE))

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def row(self, word: str) -> _Row:
        """The base and the kinds of a word."""
        found = self._seen.get(word)
        if found is None:
            if len(self._seen) >= MOST_SEEN:
                self._seen.clear()
            query = "SELECT base, kinds FROM words WHERE word = ?"
            found = self._seen[word] = self._db.execute(query, (word,)).fetchone() or _NO_WORD
        return found


class _Bases:
    def __init__(self, words: WordList) -> None:
        self._words = words

    def get(self, word: str) -> str | None:
        return self._words.row(word)[0]

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self._words.row(word)[0] is not None


class _Kind:
    def __init__(self, words: WordList, kind: int) -> None:
        self._words, self._kind = words, kind

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and bool(self._words.row(word)[1] & self._kind)
