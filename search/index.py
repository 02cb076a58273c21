"""Derived files of a store: made when missing, stale or damaged, named by what they were made from.

`home/index/NAME/` holds the words (`words.sqlite`, `columns.npy`, `dutch.sqlite`), with an encoder the vectors, and
`manifest.json`.
NAME is a hash of the store's fingerprint and of everything that decides what is made of it, so an index never answers
for another store, another analysis or another encoder. A changed document costs that document: its passages are
added to a copy of the index as it was, and its old ones are dead from then on. Two processes at once do no harm.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.closing import Closing
from knowledge.errors import StoreError
from knowledge.store import Store
from search.analysis import VERSION as ANALYSIS
from search.analysis import Analyser
from search.encoders import Encoder
from search.making import DAMAGE, FORMAT, Progress, folders, make, put_away, read_manifest

if TYPE_CHECKING:
    from search.nearness import NearWords
    from search.semantic import SemanticIndex
    from search.wordlist import WordList

__all__ = ["Index", "Progress", "index_name", "index_state", "open_index"]

TRIES = 3


class Index(Closing):
    """An opened index. Use it as a context manager."""

    def __init__(self, folder: Path, encoder: Encoder | None, notes: tuple[str, ...] = ()) -> None:
        """Raises OSError, ValueError, RuntimeError or sqlite3.Error when the folder holds no whole index."""
        from search.lexical import LexicalIndex

        self.folder = folder
        self.notes = notes
        self.manifest: dict[str, Any] = read_manifest(folder)
        self.lexical = LexicalIndex(folder)
        self._words = self._opened(folder)
        self.analyser = Analyser(self._words.lexicon, self.lexical.word)
        self.semantic: SemanticIndex | None = None
        self.near: NearWords | None = None
        try:
            if len(self.lexical) != self.manifest["passages"]:
                raise ValueError(f"{folder} holds another number of passages than its manifest says")
            if encoder is not None:
                from search.nearness import NearWords, WordEncoder
                from search.semantic import SemanticIndex

                self.semantic = SemanticIndex(folder, encoder, self.lexical.columns.alive)
                if isinstance(encoder, WordEncoder):
                    self.near = NearWords(folder, encoder, encoder.dimension)
        except BaseException:
            self.close()
            raise

    def _opened(self, folder: Path) -> WordList:
        from search.wordlist import WordList

        try:
            return WordList(folder)
        except BaseException:
            self.lexical.close()
            raise

    def close(self) -> None:
        """Closes its files."""
        self.lexical.close()
        self._words.close()

    def group(self, row: int) -> int:
        """The number that the passage of a row shares with all that say the same."""
        return self.lexical.columns.group(row)

    def groups(self) -> dict[str, int]:
        """The same for every passage, by id."""
        return self.lexical.groups()


def index_name(store: Store, encoder: Encoder | None) -> str:
    """The name of the folder that holds the index of this store as it is now."""
    parts = (store.fingerprint(), FORMAT, ANALYSIS, encoder.fingerprint if encoder else "none")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def open_index(home: Path, store: Store, encoder: Encoder | None, *, progress: Progress | None = None) -> Index:
    """The index of the store as it is now; made or brought up to date first where it is missing, stale or damaged.

    What was done is told in the index's notes. Raises StoreError when it must be made and cannot be written, and
    EncoderError when the encoder fails.
    """
    root = home / "index"
    note = ""
    for _ in range(TRIES):
        folder = root / index_name(store, encoder)
        if folder.is_dir():
            try:
                return Index(folder, encoder, (note,) if note else ())
            except DAMAGE:
                note = "The search index was damaged and was made anew."
                put_away(folder)
        elif not note:
            stale = any(True for _ in folders(root))
            note = "The search index was out of date and was renewed." if stale else "The search index was made."
        make(folder, store, encoder, lambda: index_name(store, encoder), progress)
    raise StoreError(
        f"{root}: the search index changes or breaks while it is being made.",
        cure="Wait until no other process works on this home, then try again.",
    )


def index_state(home: Path, store: Store, encoder: str) -> dict[str, Any]:
    """What stands for the encoder of this name, without loading it: state (current, out of date, missing), made, ...

    Nothing is made or changed.
    """
    current = store.fingerprint()
    state: dict[str, Any] = {"state": "missing"}
    for folder in folders(home / "index"):
        try:
            manifest = read_manifest(folder)
            if manifest["encoder"]["name"] != encoder:
                continue
            same = manifest["store"] == current and (manifest["format"], manifest["analysis"]) == (FORMAT, ANALYSIS)
            if same or state["state"] == "missing":
                state = {
                    "state": "current" if same else "out of date",
                    "made": manifest["made"],
                    "passages": manifest["passages"],
                    "seconds": manifest["seconds"],
                    "bytes": sum(manifest["files"].values()),
                    "folder": folder.name,
                }
        except DAMAGE:
            continue  # the next search puts a damaged index in order and says so
    return state
