"""Index folders: made aside and moved to their place, from an earlier one where that serves, and tidied away."""

from __future__ import annotations

import contextlib
import datetime
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

from knowledge.errors import StoreError
from knowledge.store import Store
from search.analysis import VERSION as ANALYSIS
from search.analysis import analyser

if TYPE_CHECKING:
    from knowledge.documents import Passage
    from search.encoders import Encoder
    from search.semantic import Earlier

__all__ = ["DAMAGE", "FORMAT", "MANIFEST", "Progress", "folders", "make", "put_away", "read_manifest"]

FORMAT = "7"
"""Part of an index's name: raise it when its files change form."""
MANIFEST = "manifest.json"
MOST_DEAD = 0.3
"""An index of which more would be dead is made anew."""
ABANDONED_SECONDS = 6 * 3600.0
DAMAGE = (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, IndexError, EOFError, sqlite3.Error)
"""What reading a damaged file may raise."""
_MAKING = ".making-"

Progress = Callable[[str, int, int], object]
"""Is told what is being done ("words" or "vectors"), how much of it is done and how much there is."""


def read_manifest(folder: Path) -> dict[str, Any]:
    """How the index of a folder was made; raises one of DAMAGE, also when one of its files has another size."""
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    for name, size in manifest["files"].items():
        if (folder / name).stat().st_size != size:
            raise ValueError(f"{folder / name} has another size than its manifest says")
    return manifest


def folders(root: Path) -> Iterator[Path]:
    """The folders of indexes, whole or not."""
    if root.is_dir():
        yield from (path for path in sorted(root.iterdir()) if path.is_dir() and not path.name.startswith("."))


def make(
    folder: Path, store: Store, encoder: Encoder | None, name: Callable[[], str], progress: Progress | None
) -> None:
    """Makes an index aside and moves it to `folder`. Does nothing where another process was faster.

    `name` gives the name that an index of the store as it is now has. Raises StoreError and EncoderError.
    """
    root = folder.parent
    try:
        root.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f"{_MAKING}{os.getpid()}-", dir=root))
    except OSError as error:
        raise _unwritable(root, error) from None
    try:
        before = store.fingerprint()
        started = time.perf_counter()
        earlier = _earlier(root, encoder)
        begun = next((path for path, told in earlier if told["analysis"] == ANALYSIS and _serves(path, store)), None)
        try:
            _write(aside, begun, [path for path, _ in earlier], store, encoder, progress)
        except DAMAGE:
            if begun is None:
                raise
            shutil.rmtree(aside)  # the earlier index is damaged where its sizes do not tell
            aside.mkdir()
            _write(aside, None, [], store, encoder, progress)
        if store.fingerprint() != before or name() != folder.name:
            return  # the store changed meanwhile: what was written is of no state of it
        _write_manifest(aside, before, store, encoder, time.perf_counter() - started)
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


def _earlier(root: Path, encoder: Encoder | None) -> list[tuple[Path, dict[str, Any]]]:
    """The whole indexes of this format and encoder, newest first."""
    found = []
    for folder in folders(root):
        with contextlib.suppress(*DAMAGE):  # what cannot be read is of no use, and goes when the new one stands
            manifest = read_manifest(folder)
            fingerprint = encoder.fingerprint if encoder else "none"
            if (manifest["format"], manifest["encoder"]["fingerprint"]) == (FORMAT, fingerprint):
                found.append((folder, manifest))
    return sorted(found, key=lambda entry: str(entry[1]["made"]), reverse=True)


def _serves(folder: Path, store: Store) -> bool:
    """Whether an earlier index is worth beginning with."""
    from search.writing import dead_share

    try:
        return dead_share(folder, store) <= MOST_DEAD
    except DAMAGE:
        return False


def _write(
    aside: Path,
    begun: Path | None,
    earlier: list[Path],
    store: Store,
    encoder: Encoder | None,
    progress: Progress | None,
) -> None:
    from search.wordlist import WORDLIST, write_wordlist
    from search.writing import LexicalWriter

    def tell(what: str) -> Callable[[int, int], object] | None:
        return None if progress is None else lambda done, total: progress(what, done, total)

    for path in begun.iterdir() if begun else ():
        if path.name != MANIFEST:
            shutil.copyfile(path, aside / path.name)
    if not (aside / WORDLIST).exists():
        write_wordlist(aside)
    with LexicalWriter(aside, analyser()) as writer:
        first = writer.update(store, progress=tell("words"))
        names, total = writer.since(first)
    if encoder is None:
        return
    from search.nearness import WordEncoder, write_near
    from search.semantic import Earlier, write_vectors

    if isinstance(encoder, WordEncoder):
        write_near(aside, encoder)

    def passages() -> Iterator[Passage]:
        for name in names:
            yield from store.passages(name)

    known: list[Earlier] = []
    try:
        for folder in earlier:
            with contextlib.suppress(*DAMAGE):
                known.append(Earlier(folder, encoder))
        write_vectors(aside, encoder, passages(), total, known, progress=tell("vectors"))
    finally:
        for one in known:
            one.close()


def _write_manifest(aside: Path, fingerprint: str, store: Store, encoder: Encoder | None, seconds: float) -> None:
    manifest = {
        "format": FORMAT,
        "analysis": ANALYSIS,
        "thuishaven": _version(),
        "made": datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds"),
        "seconds": round(seconds, 2),
        "store": fingerprint,
        "passages": store.counts()["passages"],
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


def put_away(folder: Path) -> None:
    """Moves a damaged index out of the way and removes it; another process may have done so already."""
    root = folder.parent
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
