"""Questions of which the answers are known, as people write them down: in JSON or in YAML."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError, field_validator
from pydantic import model_validator as validator

from knowledge.errors import MisuseError, RecordError
from knowledge.reading import read_json, read_yaml
from search.engine import Mode
from search.question import Filters

__all__ = ["GoldAnswer", "GoldQuestion", "read_gold"]

MAX_BYTES = 20_000_000
NO_ANSWER = "no-answer"
FILTERS = tuple(field.name for field in dataclasses.fields(Filters))
_DATES = ("since", "until")
_FORM = (
    "A gold file is a list, in JSON or YAML, of {id, group or kind, question, answers: [{file, quote}], unanswerable},"
    " where wanted with filters and mode."
)

Text = Annotated[str, StringConstraints(min_length=1)]


class GoldAnswer(BaseModel):
    """Words that a right passage holds, and the base name of the document's file."""

    model_config = ConfigDict(frozen=True)
    file: Text
    quote: Text


class GoldQuestion(BaseModel):
    """A question with its known answers; none when nothing in the documents answers it.

    `kind` is another name for `group`; of the kind *no-answer* is what nothing answers. `filters` and `mode` are asked
    with the question; a mode given here goes before that of the run.
    """

    model_config = ConfigDict(frozen=True)
    id: Text
    group: str = ""
    kind: str = ""
    question: str
    answers: tuple[GoldAnswer, ...] = ()
    unanswerable: bool = False
    filters: dict[str, str | tuple[str, ...]] = {}
    mode: Mode | None = None

    @validator(mode="before")
    @classmethod
    def _kind_tells(cls, data: Any) -> Any:
        """Reads 'no-answer' as unanswerable, and a kind as the group where no group is named."""
        if not isinstance(data, dict):
            return data
        read = {name: value for name, value in data.items() if value is not None}
        kind = str(read.get("kind", "")).replace("_", "-").replace(" ", "-").casefold()
        if kind == NO_ANSWER:
            read["unanswerable"] = True
        if "kind" in read and not read.get("group"):
            read["group"] = read["kind"]
        return read

    @field_validator("filters", mode="before")
    @classmethod
    def _known_filters(cls, value: Any) -> Any:
        """The filters as text; YAML reads 2022 as a number and 2022-12-01 as a date."""
        if not isinstance(value, dict):
            raise ValueError("filters are written as name: value")
        for name in value:
            if name not in FILTERS:
                raise ValueError(f"there is no filter '{str(name)[:40]}' (use {', '.join(FILTERS)})")
            if name in _DATES and isinstance(value[name], list):
                raise ValueError(f"{name} takes one date")
        return {name: _as_text(given) for name, given in value.items() if given is not None}

    @validator(mode="after")
    def _answered_or_not(self) -> GoldQuestion:
        if self.unanswerable == bool(self.answers):
            raise ValueError(f"question {self.id} must have answers, or be marked unanswerable, and not both")
        return self


def _as_text(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_as_text(one) for one in value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def read_gold(files: Path | Sequence[Path]) -> list[GoldQuestion]:
    """The questions of one or more gold files, in order; raises MisuseError that says which entry is wrong."""
    questions: dict[str, GoldQuestion] = {}
    for path in [files] if isinstance(files, Path) else files:
        for question in _questions(path):
            if question.id in questions:
                raise MisuseError(f"{path}: two questions have the same id, {question.id!r}.", cure="Rename one.")
            questions[question.id] = question
    if not questions:
        raise MisuseError("No question stands in what was given.", cure=_FORM)
    return list(questions.values())


def _questions(path: Path) -> list[GoldQuestion]:
    lines: dict[tuple[str | int, ...], int] = {}
    if path.suffix.lower() in (".yml", ".yaml"):
        try:
            data, lines = read_yaml(path)
        except RecordError as error:
            raise MisuseError(error.message, cure=error.cure) from None
    else:
        data = read_json(path, form=_FORM, max_bytes=MAX_BYTES)
    try:
        return TypeAdapter(list[GoldQuestion]).validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        known = first["loc"]
        while known and known not in lines:
            known = known[:-1]
        line = f":{lines[known]}" if known else ""
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        told = first["msg"].removeprefix("Value error, ")
        raise MisuseError(f"{path}{line}: entry {where}: {told[:1].lower()}{told[1:]}.", cure=_FORM) from None
