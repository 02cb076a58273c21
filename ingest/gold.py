"""A gold file for annotation: windows of documents with the concepts that people found in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from pydantic import ConfigDict, Field, ValidationError

from knowledge.base import ConceptId, Record, Stance
from knowledge.errors import MisuseError
from knowledge.reading import read_json

__all__ = ["GoldLabel", "Window", "read_gold"]

MAX_BYTES = 50_000_000


class GoldLabel(Record):
    """A concept with the words that carry it; `quotes` are equally good words, a stance of None is not scored."""

    concept: ConceptId
    quote: Annotated[str, Field(min_length=1)]
    stance: Stance | None = None
    quotes: tuple[str, ...] = ()


class Window(Record):
    """A window of a document's text with its labels; `disputed` concepts count neither way."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    file: str
    text: Annotated[str, Field(min_length=1)]
    annotations: tuple[GoldLabel, ...] = ()
    disputed: tuple[str, ...] = ()


def read_gold(path: Path) -> list[Window]:
    """The windows of a gold file; raises MisuseError that names the place."""
    form = "See 'A gold file for annotation' in the documentation."
    entries = read_json(path, form=form, max_bytes=MAX_BYTES)
    if not isinstance(entries, list) or not entries:
        raise MisuseError(f"{path}: holds no list of windows.", cure=form)
    windows: list[Window] = []
    for number, entry in enumerate(entries, start=1):
        try:
            windows.append(Window.model_validate_json(json.dumps(entry)))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "the entry"
            raise MisuseError(f"{path}: entry {number}: {where}: {first['msg'].lower()}.", cure=form) from None
    return windows
