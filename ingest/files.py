"""Which files are meant: named files, and the documents in folders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.readers.registry import EXTENSIONS
from ingest.sidecar import is_sidecar

__all__ = ["expand"]


def expand(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Each file once, with an empty reason; or a path that cannot be taken, with the reason.

    Named files come as they are; from folders come the files of known kinds, in order of name, without hidden files
    and sidecars. A link that leads back to a folder above it is told and not followed.
    """
    seen: set[Path] = set()
    for path in paths:
        if path.is_dir():
            yield from _folder(path, (), seen)
        elif not path.exists():
            yield path, f"{path}: there is no such file or folder. Check the name."
        elif _fresh(path, seen):
            yield path, ""


def _fresh(path: Path, seen: set[Path]) -> bool:
    real = path.resolve()
    if real in seen:
        return False
    seen.add(real)
    return True


def _folder(folder: Path, above: tuple[Path, ...], seen: set[Path]) -> Iterator[tuple[Path, str]]:
    try:
        real = folder.resolve()
        if real in above:
            yield folder, f"{folder}: is a link that leads back to {real}; it is not followed."
            return
        if not _fresh(folder, seen):
            return
        entries = sorted(folder.iterdir(), key=lambda p: p.name)
    except (OSError, RuntimeError) as error:
        told = error.strerror if isinstance(error, OSError) and error.strerror else "a loop of links"
        yield folder, f"{folder}: cannot be opened ({told}). Check its rights."
        return
    for entry in entries:
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_dir():
            yield from _folder(entry, (*above, real), seen)
        elif entry.suffix.lower() in EXTENSIONS and not is_sidecar(entry):
            if not entry.exists():
                yield entry, f"{entry}: is a link to a file that is not there. Remove it."
            elif _fresh(entry, seen):
                yield entry, ""
