"""The sidecar `NAME.yml` beside a file: what a person knows about the document goes before what is guessed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from knowledge.base import PartialDate, Record, Sentence, Slug
from knowledge.documents import DocumentKind, Person, Publish, Relation
from knowledge.errors import RecordError
from knowledge.reading import read_record

__all__ = ["SUFFIXES", "Sidecar", "beside", "is_sidecar", "read_sidecar"]

SUFFIXES = (".yml", ".yaml")


class Sidecar(Record):
    """What a sidecar may say; each field goes before what the text shows."""

    title: Sentence | None = None
    publisher: Sentence | None = None
    date: PartialDate | None = None
    kind: DocumentKind | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] | None = None
    jurisdiction: Slug | None = None
    identifiers: dict[str, str] = Field(default_factory=dict)
    people: tuple[Person, ...] = ()
    relations: tuple[Relation, ...] = ()
    licence: Sentence | None = None
    publish: Publish | None = None
    source: Slug | None = None


def beside(path: Path) -> Path | None:
    """The sidecar of a file: `NAME.ext.yml`, else `NAME.yml`; None when there is none."""
    for suffix in SUFFIXES:
        for candidate in (path.with_name(path.name + suffix), path.with_suffix(suffix)):
            if candidate != path and _is_there(candidate):
                return candidate
    return None


def _is_there(candidate: Path) -> bool:
    try:
        return candidate.is_file()
    except OSError:  # a name with `.yml` behind it can be too long to be that of a file
        return False


def is_sidecar(path: Path) -> bool:
    """Whether a file found in a folder is a sidecar and no document."""
    return path.suffix.lower() in SUFFIXES


def read_sidecar(path: Path) -> Sidecar:
    """The sidecar in a file; raises RecordError that names file, line, field and cure."""
    if path.stat().st_size == 0:
        raise RecordError(f"{path}:1: holds no fields.", cure="Write 'field: value' lines, or remove the file.")
    return read_record(path, Sidecar)
