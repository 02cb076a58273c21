"""The errors that a user may meet: each names the record or file at fault and what to do about it.

ThuishavenError           exit 1: something failed; the rest of the work went on
+-- RecordError           a curated record does not say what a record may say
+-- UnreadableFile        a document cannot be read
+-- StoreError            the database cannot be opened, read or written
+-- EncoderError          the chosen encoder cannot be loaded or used
+-- BuildError            the site or a checklist cannot be made
+-- MisuseError           exit 2: the command was called wrongly
    +-- UnknownRecord     an id that nothing carries, with the nearest ones
    +-- QueryError        a question that cannot be asked
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = [
    "BuildError",
    "EncoderError",
    "MisuseError",
    "QueryError",
    "RecordError",
    "StoreError",
    "ThuishavenError",
    "UnknownRecord",
    "UnreadableFile",
]


class ThuishavenError(Exception):
    """A failure told in one sentence, with the cure where there is one.

    `message` says what is wrong and with which file or record; `cure` says what to do.
    """

    exit_code = 1

    def __init__(self, message: str, *, cure: str = "") -> None:
        self.message = message
        self.cure = cure
        super().__init__(f"{message} {cure}".strip())


class RecordError(ThuishavenError):
    """A curated record is wrong: the message starts with FILE:LINE and names the field."""


class UnreadableFile(ThuishavenError):
    """A document cannot be read; the others are not touched by it."""


class StoreError(ThuishavenError):
    """The database cannot be opened, read or written."""


class EncoderError(ThuishavenError):
    """An encoder cannot be loaded, or gives vectors that cannot be used."""


class BuildError(ThuishavenError):
    """The site or a checklist cannot be made."""


class MisuseError(ThuishavenError):
    """The command was called with something that it cannot work with."""

    exit_code = 2


class UnknownRecord(MisuseError):
    """An id that no record carries; the message offers the nearest ids."""

    def __init__(self, kind: str, wanted: str, known: Iterable[str]) -> None:
        wanted = "".join(character if character.isprintable() else "\ufffd" for character in wanted[:120])
        near = difflib.get_close_matches(wanted, list(known), n=3, cutoff=0.5)
        plural = f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"
        cure = f"Did you mean {' or '.join(near)}?" if near else f"List the {plural} to see which there are."
        super().__init__(f"There is no {kind} '{wanted}'.", cure=cure)


class QueryError(MisuseError):
    """A question that cannot be asked."""
