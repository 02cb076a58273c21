"""Which files are meant: named files, and the documents in folders; and which documents have lost their file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.readers.registry import EXTENSIONS
from ingest.sidecar import is_sidecar
from knowledge.documents import Document
from knowledge.plain import plain_line
from knowledge.store import Store

__all__ = ["expand", "is_gone", "missing", "shown"]

DEEPEST = 64


def expand(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Each file once, with an empty reason; or a path that cannot be taken, with the reason.

    Named files come as they are; from folders come the files of known kinds, in order of name, without hidden files
    and sidecars. A link that leads back to a folder above it is told and not followed; so is a name that would harm
    where it is shown.
    """
    seen: set[Path] = set()
    for path in paths:
        if _is_folder(path):
            yield from _folder(path, (), seen)
        elif told := _absent(path, "there is no such file or folder. Check the name."):
            yield path, told
        elif _fresh(path, seen):
            yield path, _about_name(path)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that is too long, or a place that may not be looked at
        return False


def _absent(path: Path, told: str) -> str:
    """Empty when there is something under this name; else what is wrong, as `told` says it when nothing is there."""
    try:
        return "" if path.exists() else f"{_whole(path)}: {told}"
    except OSError as error:
        return f"{_whole(path)[:300]}: cannot be opened ({error.strerror}). Check its name and its rights."


def _fresh(path: Path, seen: set[Path]) -> bool:
    real = path.resolve()
    if real in seen:
        return False
    seen.add(real)
    return True


def shown(path: Path) -> str:
    """The name of a file as it can be shown anywhere."""
    return plain_line(path.name)


def _whole(path: Path) -> str:
    """The same of its whole path."""
    return plain_line(str(path))


def _about_name(path: Path) -> str:
    real = path.resolve()
    if _whole(real) == str(real):
        return ""
    return f"{shown(path)}: its path holds control characters or damaged letters. Rename it."


def _folder(folder: Path, above: tuple[Path, ...], seen: set[Path]) -> Iterator[tuple[Path, str]]:
    try:
        real = folder.resolve()
        if real in above:
            yield folder, f"{_whole(folder)}: is a link that leads back to {_whole(real)}; it is not followed."
            return
        if len(above) == DEEPEST:
            yield folder, f"{shown(folder)}: lies more than {DEEPEST} folders deep. Ingest it by itself."
            return
        if not _fresh(folder, seen):
            return
        entries = sorted(folder.iterdir(), key=lambda p: p.name)
    except (OSError, RuntimeError) as error:
        told = error.strerror if isinstance(error, OSError) and error.strerror else "a loop of links"
        yield folder, f"{_whole(folder)}: cannot be opened ({told}). Check its rights."
        return
    for entry in entries:
        if entry.name.startswith((".", "~$")):
            continue
        if _is_folder(entry):
            yield from _folder(entry, (*above, real), seen)
        elif entry.suffix.lower() in EXTENSIONS and not is_sidecar(entry):
            if told := _absent(entry, "is a link to a file that is not there. Remove it."):
                yield entry, told
            elif _fresh(entry, seen):
                yield entry, _about_name(entry)


def is_gone(origin: str) -> bool:
    """Whether there is no file any more where a document came from; a place that may not be looked at is not empty."""
    try:
        return not Path(origin).is_file()
    except OSError:
        return False


def missing(store: Store, paths: Sequence[Path] | None = None) -> list[Document]:
    """The documents of the store whose file is gone; with `paths` only those that came from there.

    A folder that is itself gone tells nothing: it may be on a disk that is not there today.
    """
    gone = [d for d in store.documents() if is_gone(d.origin)]
    if paths is None:
        return gone
    folders = {path.resolve() for path in paths if _is_folder(path)}
    files = {path.resolve() for path in paths if not _is_folder(path) and _is_folder(path.parent)}
    return [d for d in gone if Path(d.origin) in files or folders & set(Path(d.origin).parents)]
