"""Answers with their history: who answered what, when, on what evidence, and what stood there before.

The file is that of the site's download (`thuishaven-answers`) with a `trail` behind it. Entries are only added.
"""

from __future__ import annotations

import datetime
import json
import os
import tempfile
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import StringConstraints, ValidationError

from knowledge.answer_files import read_answer_file
from knowledge.base import PartialDate, Record, Slug
from knowledge.errors import RecordError, UnknownRecord
from knowledge.profiles import Answer
from knowledge.schemes import Scheme

__all__ = ["AnswerFile", "Entry", "answered", "read_trail", "write_trail"]

FORMAT = "thuishaven-answers"


class Entry(Record):
    """One change: the answer to a criterion before (None: none was given) and after, by whom and when."""

    when: datetime.datetime
    by: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    criterion: Slug
    before: Answer | None
    after: Answer


class AnswerFile(Record):
    """The answers to a version of a scheme, and how they came about, from old to new."""

    format: Literal["thuishaven-answers"] = "thuishaven-answers"
    format_version: Literal["1.0"] = "1.0"
    scheme: Slug
    version: str
    answers: dict[str, Answer]
    trail: tuple[Entry, ...] = ()


def read_trail(path: Path, scheme: Scheme) -> AnswerFile:
    """The answers in a file of any form that can be read, with its trail where it has one; empty without a file.

    Raises RecordError for a trail that is damaged, and all that `read_answer_file` raises.
    """
    if not path.exists():
        return AnswerFile(scheme=scheme.id, version=scheme.version, answers={})
    answers = read_answer_file(path, scheme).given
    trail: list[Entry] = []
    for number, entry in enumerate(_told(path)):
        try:
            trail.append(Entry.model_validate(entry))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, ("trail", number, *first["loc"])))
            raise RecordError(
                f"{path}: {place}: {first['msg']}.", cure="A trail is not written by hand: take back the last copy."
            ) from None
    return AnswerFile(scheme=scheme.id, version=scheme.version, answers=answers, trail=tuple(trail))


def _told(path: Path) -> list[Any]:
    """The trail in a file as it stands; nothing for a file of another form."""
    try:
        data = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return []
    told = data.get("trail", []) if isinstance(data, dict) and data.get("format") == FORMAT else []
    if not isinstance(told, list):
        raise RecordError(f"{path}: trail is no list.", cure="Take back the last copy of the file.")
    return told


def answered(
    held: AnswerFile, scheme: Scheme, criterion: str, given: Answer, *, by: str, when: datetime.datetime
) -> AnswerFile:
    """The file with one answer changed and told in its trail; the same file where nothing changes.

    Raises UnknownRecord for a criterion that the scheme does not have.
    """
    ids = [one.id for one in scheme.criteria]
    if criterion not in ids:
        raise UnknownRecord("criterion", criterion, ids)
    after = given.model_copy(update={"by": by, "date": PartialDate(value=when.date().isoformat())})
    before = held.answers.get(criterion)
    if before is not None and _says(before) == _says(after):
        return held
    entry = Entry(when=when, by=by, criterion=criterion, before=before, after=after)
    return held.model_copy(update={"answers": {**held.answers, criterion: after}, "trail": (*held.trail, entry)})


def _says(answer: Answer) -> tuple[object, ...]:
    return answer.answer, answer.evidence, answer.note


def write_trail(path: Path, held: AnswerFile) -> None:
    """Writes the file aside and moves it to its place, so that a copy is whole at any moment; raises OSError."""
    handle, aside = tempfile.mkstemp(prefix=".answers-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(held.model_dump(mode="json"), file, ensure_ascii=False, indent=2)
            file.write("\n")
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
