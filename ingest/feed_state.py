"""What is remembered of a feed between two runs: which entries were fetched, into which files."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import tempfile
from pathlib import Path
from typing import IO, Annotated

from pydantic import Field, StringConstraints, ValidationError

from knowledge.base import Record
from knowledge.errors import ThuishavenError

__all__ = ["FILE", "FeedState", "Seen", "read_state", "write_safely", "write_state"]

FILE = "feed.json"
FileName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+\.[a-z]{1,8}$")]


class Seen(Record):
    """An entry that was fetched. `changed` is what the feed said of its last change, `file` the name of the file."""

    file: FileName
    changed: str = ""
    etag: str = ""
    modified: str = ""


class FeedState(Record):
    """`seen` is by the id of the entry. `etag` and `modified` are kept when all of the feed was fetched: only then is
    nothing to be done when the feed itself has not changed. `refused` are the entries that could not be fetched,
    `waiting` the files that were fetched and not yet ingested."""

    feed: str
    etag: str = ""
    modified: str = ""
    seen: dict[str, Seen] = Field(default_factory=dict)
    refused: tuple[str, ...] = ()
    waiting: tuple[FileName, ...] = ()


def read_state(folder: Path, feed: str) -> FeedState:
    """What is remembered of the feed; nothing when it was never fetched or the file is damaged."""
    try:
        return FeedState.model_validate_json((folder / FILE).read_bytes())
    except (OSError, ValidationError):
        return FeedState(feed=feed)


def write_state(folder: Path, state: FeedState) -> None:
    """Keeps it; raises ThuishavenError when the folder cannot be written."""
    write_safely(folder / FILE, io.BytesIO(state.model_dump_json(indent=1).encode()))


def write_safely(path: Path, data: IO[bytes]) -> None:
    """Writes a file whole or not at all; raises ThuishavenError when it cannot be written."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                shutil.copyfileobj(data, file)
            Path(name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise ThuishavenError(f"{path}: cannot be written ({error.strerror}).", cure="Check rights and room.") from None
