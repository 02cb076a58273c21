"""Derived files of a store: made when missing, stale or damaged, named by what they were made from.

`home/index/NAME/` holds `words.sqlite`, with an encoder `vectors.faiss`, and `manifest.json`. NAME is a hash of the
store's fingerprint and of everything that decides what is made of it, so an index never answers for another store,
another analysis or another encoder. It is written aside and renamed; two processes at once do no harm.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.closing import Closing
from knowledge.errors import StoreError
from knowledge.store import Store
from search.analysis import VERSION as ANALYSIS
from search.analysis import analyser
from search.encoders import Encoder
from search.lexical import LexicalIndex, write_lexical

if TYPE_CHECKING:
    from search.encoders import Vectors
    from search.semantic import SemanticIndex

__all__ = ["Index", "Progress", "index_name", "index_state", "open_index"]

FORMAT = "2"
"""Part of an index's name: raise it when its files change form."""
ABANDONED_SECONDS = 6 * 3600.0
TRIES = 3

WORDS, VECTORS, HASHES, MANIFEST = "words.sqlite", "vectors.faiss", "passages.json", "manifest.json"
_MAKING = ".making-"

Progress = Callable[[str, int, int], object]
"""Is told what is being done ("words" or "vectors"), how much of it is done and how much there is."""


class Index(Closing):
    """An opened index. Use it as a context manager."""

    def __init__(self, folder: Path, encoder: Encoder | None, notes: tuple[str, ...] = ()) -> None:
        """Raises OSError, ValueError, RuntimeError or sqlite3.Error when the folder holds no whole index."""
        self.folder = folder
        self.notes = notes
        self.manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        for name, size in self.manifest["files"].items():
            if (folder / name).stat().st_size != size:
                raise ValueError(f"{folder / name} has another size than its manifest says")
        self.lexical = LexicalIndex(folder / WORDS)
        self.semantic: SemanticIndex | None = None
        try:
            if len(self.lexical.passages) != self.manifest["passages"]:
                raise ValueError(f"{folder / WORDS} holds another number of passages than its manifest says")
            if encoder is not None:
                from search.semantic import SemanticIndex

                self.semantic = SemanticIndex(folder / VECTORS, encoder, self.manifest["passages"])
        except BaseException:
            self.lexical.close()
            raise

    def close(self) -> None:
        """Closes its files."""
        self.lexical.close()


_DAMAGE = (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, sqlite3.Error)


def index_name(store: Store, encoder: Encoder | None) -> str:
    """The name of the folder that holds the index of this store as it is now."""
    parts = (store.fingerprint(), FORMAT, ANALYSIS, encoder.fingerprint if encoder else "none")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def open_index(home: Path, store: Store, encoder: Encoder | None, *, progress: Progress | None = None) -> Index:
    """The index of the store as it is now; made first where there is none, or where it is stale or damaged.

    What was done is told in the index's notes. Raises StoreError when it must be made and cannot be written, and
    EncoderError when the encoder fails.
    """
    root = home / "index"
    note = ""
    for _ in range(TRIES):
        name = index_name(store, encoder)
        folder = root / name
        if folder.is_dir():
            try:
                return Index(folder, encoder, (note,) if note else ())
            except _DAMAGE:
                note = "The search index was damaged and was made anew."
                _put_away(root, folder)
        elif not note:
            stale = any(path.is_dir() for path in _folders(root))
            note = "The search index was out of date and was made anew." if stale else "The search index was made."
        _make(root, folder, store, encoder, progress)
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
    for folder in _folders(home / "index"):
        try:
            manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
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
        except _DAMAGE:
            continue  # the next search puts a damaged index in order and says so
    return state


def _make(root: Path, folder: Path, store: Store, encoder: Encoder | None, progress: Progress | None) -> None:
    """Makes the index aside and moves it to its place. Does nothing where another process was faster."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f"{_MAKING}{os.getpid()}-", dir=root))
    except OSError as error:
        raise _unwritable(root, error) from None
    try:
        before = store.fingerprint()
        started = time.perf_counter()
        _write(aside, root, store, encoder, progress)
        if store.fingerprint() != before or index_name(store, encoder) != folder.name:
            return  # the store changed meanwhile: what was written is of no state of it
        _write_manifest(aside, before, encoder, time.perf_counter() - started)
        try:
            aside.chmod(0o755)
            aside.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise
        _tidy(root, before)
    except (OSError, sqlite3.Error) as error:
        raise _unwritable(root, error) from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _unwritable(root: Path, error: Exception) -> StoreError:
    reason = getattr(error, "strerror", None) or error
    return StoreError(
        f"{root}: the search index is not up to date and cannot be written ({reason}).",
        cure="Make the folder writable, free space on the disk, or choose another --home.",
    )


def _write(aside: Path, root: Path, store: Store, encoder: Encoder | None, progress: Progress | None) -> None:
    def tell(what: str) -> Callable[[int, int], object] | None:
        return None if progress is None else lambda done, total: progress(what, done, total)

    write_lexical(aside / WORDS, store, analyser(), progress=tell("words"))
    if encoder is None:
        return
    from search.semantic import write_vectors

    passages = list(store.passages())
    hashes = [passage.hash for passage in passages]
    earlier = _earlier_vectors(root, encoder)
    known = {position: earlier[h] for position, h in enumerate(hashes) if h in earlier}
    write_vectors(aside / VECTORS, encoder, [p.text for p in passages], known, progress=tell("vectors"))
    (aside / HASHES).write_text(json.dumps(hashes), encoding="utf-8")


def _earlier_vectors(root: Path, encoder: Encoder) -> dict[str, Vectors]:
    """What the same encoder made for an earlier state of the store, by passage hash."""
    from search.semantic import read_vectors

    found: dict[str, Vectors] = {}
    for folder in _folders(root):
        try:
            manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            if manifest["encoder"]["fingerprint"] != encoder.fingerprint:
                continue
            vectors = read_vectors(folder / VECTORS)
            hashes = json.loads((folder / HASHES).read_text(encoding="utf-8"))
            if vectors.shape == (len(hashes), encoder.dimension):
                found.update(zip(hashes, vectors, strict=True))
        except _DAMAGE:
            continue  # an old index that cannot be read is of no use, and goes when the new one stands
    return found


def _write_manifest(aside: Path, fingerprint: str, encoder: Encoder | None, seconds: float) -> None:
    with LexicalIndex(aside / WORDS) as lexical:
        passages = len(lexical.passages)
    manifest = {
        "format": FORMAT,
        "analysis": ANALYSIS,
        "thuishaven": _version(),
        "made": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "seconds": round(seconds, 2),
        "store": fingerprint,
        "passages": passages,
        "encoder": {
            "name": encoder.name if encoder else "none",
            "dimension": encoder.dimension if encoder else 0,
            "fingerprint": encoder.fingerprint if encoder else "none",
        },
        "files": {path.name: path.stat().st_size for path in sorted(aside.iterdir())},
    }
    (aside / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def _version() -> str:
    try:
        return metadata.version("thuishaven")
    except metadata.PackageNotFoundError:
        return "unknown"


def _folders(root: Path) -> Iterator[Path]:
    if root.is_dir():
        yield from (path for path in sorted(root.iterdir()) if path.is_dir() and not path.name.startswith("."))


def _put_away(root: Path, folder: Path) -> None:
    """Moves a damaged index out of the way and removes it; another process may have done so already."""
    try:
        aside = Path(tempfile.mkdtemp(prefix=_MAKING, dir=root))
        try:
            with contextlib.suppress(FileNotFoundError):
                folder.rename(aside / folder.name)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise _unwritable(root, error) from None


def _tidy(root: Path, fingerprint: str) -> None:
    """Removes indexes of earlier states of the store, and what processes that were killed left behind."""
    for path in list(root.iterdir()):
        with contextlib.suppress(OSError):  # another process may be tidying too
            if path.name.startswith(_MAKING):
                if time.time() - path.stat().st_mtime > ABANDONED_SECONDS:
                    shutil.rmtree(path, ignore_errors=True)
            elif path.is_dir() and _store_of(path) != fingerprint:
                shutil.rmtree(path, ignore_errors=True)


def _store_of(folder: Path) -> str | None:
    try:
        store = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["store"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return str(store)
