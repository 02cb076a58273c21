"""What happened to records: ids that went out of use and lead to another record, and changes with their date."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from knowledge.base import Record, Sentence
from knowledge.reading import read_record

__all__ = ["Change", "Changes", "Redirect", "Redirects", "read_changes", "read_redirects"]

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", max_length=160)]
"""A record by its folder and id, such as cases/sylvania-tienen, or a concept by its id."""


class Redirect(Record):
    """An id that was published once, and the record that stands in its place."""

    old: Name
    new: Name
    reason: Sentence | None = None


class Redirects(Record):
    """All ids that went out of use, as `redirects.yml` holds them. A redirect leads to its end in one step."""

    redirects: tuple[Redirect, ...] = ()

    @model_validator(mode="after")
    def each_leads_to_its_end(self) -> Self:
        old = [one.old for one in self.redirects]
        for one in self.redirects:
            if old.count(one.old) > 1:
                raise ValueError(f"'{one.old}' is redirected twice")
            if one.new in old:
                raise ValueError(f"'{one.old}' leads to '{one.new}', which is redirected itself: write the last id")
        return self


class Change(Record):
    """A change of a record that a reader should hear of, on the day on which it was made."""

    record: Name
    date: datetime.date
    text: Sentence


class Changes(Record):
    """The changes that editors noted, as `changes.yml` holds them. A record may have none, one or more."""

    changes: tuple[Change, ...] = ()


def read_redirects(content: Path) -> tuple[Redirect, ...]:
    """The redirects of `content`, none where it has no such file; raises RecordError."""
    path = content / "redirects.yml"
    return read_record(path, Redirects).redirects if path.is_file() else ()


def read_changes(content: Path) -> tuple[Change, ...]:
    """The changes of `content`, none where it has no such file; raises RecordError."""
    path = content / "changes.yml"
    return read_record(path, Changes).changes if path.is_file() else ()
