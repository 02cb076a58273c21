"""How much a file may ask of us; beyond it the file is refused with one sentence."""

from __future__ import annotations

from pathlib import Path

from knowledge.errors import UnreadableFile

__all__ = ["MAX_BYTES", "MAX_CHARACTERS", "MAX_LINES", "MAX_PAGES", "MAX_UNPACKED", "check_text", "read_bytes"]

MAX_BYTES = 100_000_000
MAX_CHARACTERS = 20_000_000
MAX_LINES = 1_000_000
MAX_PAGES = 5_000
MAX_UNPACKED = 200_000_000


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; raises UnreadableFile when it is missing, no file, empty, not readable or too large."""
    try:
        if not path.exists():
            raise UnreadableFile(f"{path.name}: there is no such file.", cure="Check the name.")
        if not path.is_file():
            raise UnreadableFile(f"{path.name}: is not a file.", cure="Give a document or a folder.")
        size = path.stat().st_size
        if size == 0:
            raise UnreadableFile(f"{path.name}: is empty.", cure="Fetch it again.")
        if size > MAX_BYTES:
            raise UnreadableFile(
                f"{path.name}: has {size / 1e6:,.0f} MB; at most {MAX_BYTES / 1e6:,.0f} MB is read.", cure="Split it."
            )
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path.name}: cannot be read ({error.strerror}).", cure="Check its rights.") from None


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
