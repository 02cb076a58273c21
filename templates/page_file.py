"""One page as a file: checked before the work is done, written aside and renamed after it."""

from __future__ import annotations

import os
from pathlib import Path

from knowledge.errors import BuildError, MisuseError

__all__ = ["check_place", "write_page"]


def check_place(path: Path) -> None:
    """Raises MisuseError where no page can be written under this name; nothing is made yet."""
    if path.is_dir():
        raise MisuseError(f"{path}: is a folder.", cure="Name a file, such as report.html.")
    if path.suffix.lower() not in (".html", ".htm"):
        raise MisuseError(f"{path}: is not the name of a page.", cure="Let it end in .html.")


def write_page(path: Path, text: str) -> Path:
    """Writes a page aside and renames it, so that what stood there stays whole until the new one is.

    Raises MisuseError as `check_place` does, and BuildError when it cannot be written.
    """
    check_place(path)
    aside = path.with_name(f".{path.name}.{os.getpid()}.making")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            aside.write_text(text, encoding="utf-8")
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        told = f"{path}: the page cannot be written ({error.strerror})."
        raise BuildError(told, cure="Choose another place, or free space on the disk.") from None
    return path
