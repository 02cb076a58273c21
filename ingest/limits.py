"""How much a file may ask of us; beyond it the file is refused with one sentence."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.errors import UnreadableFile

__all__ = [
    "MAX_BYTES",
    "MAX_CHARACTERS",
    "MAX_LINES",
    "MAX_PAGES",
    "MAX_UNPACKED",
    "Bounds",
    "bounds_of",
    "check_file",
    "check_text",
    "digest",
    "read_bytes",
]

MAX_BYTES = 100_000_000
MAX_CHARACTERS = 20_000_000
MAX_LINES = 1_000_000
MAX_PAGES = 5_000
MAX_UNPACKED = 200_000_000


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the reading of one file may take before it is ended: `seconds`, and so many more for each MB of the file;
    and bytes of memory, of which the program itself takes about 40 million."""

    seconds: float = 120.0
    seconds_per_mb: float = 10.0
    memory: int = 1_000_000_000

    def seconds_for(self, size: int) -> float:
        """How many seconds a file of `size` bytes may take."""
        return self.seconds + self.seconds_per_mb * size / 1e6


def bounds_of(*, seconds: float | None, megabytes: float | None) -> Bounds:
    """The usual bounds, with other seconds for a file of any size or other MB of memory where these are given."""
    bounds = Bounds()
    if seconds is not None:
        bounds = replace(bounds, seconds=seconds, seconds_per_mb=0.0)
    return bounds if megabytes is None else replace(bounds, memory=int(megabytes * 1e6))


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; raises UnreadableFile when it is missing, no file, empty, not readable or too large."""
    check_file(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from None


def digest(path: Path) -> str:
    """The SHA-256 (hex) of the bytes of a file, read piece by piece; raises UnreadableFile when it cannot be opened."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _unreadable(path, error) from None


def check_file(path: Path) -> None:
    """Raises UnreadableFile when the file is missing, no file, empty or too large."""
    try:
        if not path.exists():
            raise UnreadableFile(f"{path.name}: there is no such file.", cure="Check the name.")
        if not path.is_file():
            raise UnreadableFile(f"{path.name}: is not a file.", cure="Give a document or a folder.")
        size = path.stat().st_size
    except OSError as error:
        raise _unreadable(path, error) from None
    if size == 0:
        raise UnreadableFile(f"{path.name}: is empty.", cure="Fetch it again.")
    if size > MAX_BYTES:
        raise UnreadableFile(
            f"{path.name}: has {size / 1e6:,.0f} MB; at most {MAX_BYTES / 1e6:,.0f} MB is read.", cure="Split it."
        )


def _unreadable(path: Path, error: OSError) -> UnreadableFile:
    return UnreadableFile(f"{path.name}: cannot be read ({error.strerror}).", cure="Check its rights.")


def check_text(name: str, text: str) -> str:
    """The text itself; raises UnreadableFile when it holds nothing, or more characters or lines than may be."""
    if not text.strip():
        raise UnreadableFile(f"{name}: holds no text.", cure="Check that it is the right file.")
    if len(text) > MAX_CHARACTERS:
        raise UnreadableFile(
            f"{name}: has {len(text):,} characters of text; at most {MAX_CHARACTERS:,} are read.", cure="Split it."
        )
    lines = text.count("\n") + 1
    if lines > MAX_LINES:
        raise UnreadableFile(f"{name}: has {lines:,} lines; at most {MAX_LINES:,} are read.", cure="Split it.")
    return text
