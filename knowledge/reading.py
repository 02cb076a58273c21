"""YAML to records, and JSON to data: every mistake is told with file, line, field and cure."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError

from knowledge.base import Record
from knowledge.errors import MisuseError, RecordError

__all__ = ["BLANK", "read_json", "read_record", "read_yaml"]

R = TypeVar("R", bound=Record)
Path_ = tuple[str | int, ...]

MAX_BYTES = 2_000_000
BLANK = "VUL IN"
"""What a skeleton holds where a person has still to write something."""
_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> tuple[Any, dict[Path_, int]]:
    """The data of a YAML file and the line (from 1) on which each field starts.

    Raises RecordError for a file that is missing, too large, not UTF-8 or not YAML, that uses aliases or repeats a key.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RecordError(f"{path}: larger than {MAX_BYTES:,} bytes.", cure="Split it: one file a record.")
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise RecordError(
            f"{path}: cannot be read ({error.strerror}).", cure="Check the name and the rights."
        ) from None
    except UnicodeDecodeError:
        raise RecordError(f"{path}: is not UTF-8.", cure="Save it as UTF-8.") from None
    lines: dict[Path_, int] = {}
    try:
        for event in yaml.parse(text, Loader=_LOADER) if "*" in text else ():
            if isinstance(event, yaml.AliasEvent):
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise RecordError(f"{path}:{line}: uses a YAML alias (*name).", cure="Write the value out.")
        loader = _LOADER(text)
        try:
            node = loader.get_single_node()
            _note_lines(path, node, (), lines)
            data = loader.construct_document(node) if node is not None else None
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RecordError(f"{path}:{line}: is not YAML ({error.problem}).", cure="Check indents and quotes.") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise RecordError(f"{path}: is not YAML ({error}).", cure="Check indents, quotes and dates.") from None
    return data, lines


def _note_lines(path: Path, node: yaml.Node | None, at: Path_, lines: dict[Path_, int]) -> None:
    if node is None:
        return
    lines.setdefault(at, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = str(key.value)
            if (*at, name) in lines:
                line = key.start_mark.line + 1
                raise RecordError(f"{path}:{line}: the field '{name}' stands here twice.", cure="Remove one.")
            lines[(*at, name)] = key.start_mark.line + 1
            _note_lines(path, value, (*at, name), lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _note_lines(path, value, (*at, index), lines)


def read_json(path: Path, *, form: str, max_bytes: int) -> Any:
    """The data of a JSON file that a person names on the command line, such as a gold file.

    `form` says what such a file should look like. Raises MisuseError for one that is missing, too large, not UTF-8 or
    not JSON.
    """
    try:
        if path.stat().st_size > max_bytes:
            raise MisuseError(f"{path}: larger than {max_bytes:,} bytes.", cure=form)
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        told = f"{path}: cannot be read ({error.strerror})."
        raise MisuseError(told, cure="Check the name and the rights.") from None
    except UnicodeDecodeError:
        raise MisuseError(f"{path}: is not JSON, for it is not UTF-8.", cure="Save it as UTF-8.") from None
    except json.JSONDecodeError as error:
        raise MisuseError(f"{path}:{error.lineno}: is not JSON ({error.msg}).", cure=form) from None
    except RecursionError:
        raise MisuseError(f"{path}: is not JSON (nested too deep).", cure=form) from None


def read_record(path: Path, model: type[R]) -> R:
    """The record that a YAML file holds; raises RecordError that lists every mistake with line, field and cure."""
    data, lines = read_yaml(path)
    if not isinstance(data, dict):
        raise RecordError(f"{path}:1: holds no fields.", cure="Write 'field: value' lines.")
    blanks = [at for at in _blanks(data, ()) if at in lines]
    if blanks:
        told = [f"{path}:{lines[at]}: {_field(at)}: still says {BLANK}." for at in blanks]
        raise RecordError("\n".join([*told, f"{path}: {len(blanks)} to fill in. {_FILL}"]))
    try:
        return model.model_validate(data)
    except ValidationError as error:
        told = [_sentence(path, model, lines, detail) for detail in error.errors()]
        raise RecordError("\n".join(dict.fromkeys(told))) from None


_FILL = "Write what the source says, or 'not stated' where it is silent, or take the line out."


def _blanks(data: object, at: Path_) -> Iterator[Path_]:
    """The places that a person has still to fill in."""
    if isinstance(data, str) and data.strip() == BLANK:
        yield at
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for name, part in parts:
        yield from _blanks(part, (*at, name if isinstance(name, int) else str(name)))


def _field(location: Path_) -> str:
    return ".".join(str(part) for part in location) or "the record"


def _sentence(path: Path, model: type[BaseModel], lines: dict[Path_, int], detail: Any) -> str:
    """One mistake as 'FILE:LINE: field: what is wrong. What to do.'"""
    location = tuple(part for part in detail["loc"])
    known = location
    while known and known not in lines:
        known = known[:-1]
    start = f"{path}:{lines.get(known, 1)}: {_field(location)}: "
    given = detail.get("input")
    match detail["type"]:
        case _ if given is None and detail["type"].endswith("_type"):
            return start + f"is left empty. {_FILL}"
        case "missing":
            return (
                start + "is missing. Add it (or write 'not stated' where the source is silent and the field allows it)."
            )
        case "extra_forbidden":
            near = difflib.get_close_matches(str(location[-1]), _field_names(model), n=2, cutoff=0.6)
            cure = f"Did you mean {' or '.join(near)}?" if near else "Remove it or correct its name."
            return start + f"no such field. {cure}"
        case "value_error":
            return start + str(detail["ctx"]["error"]) + "."
        case "enum":
            return start + f"'{given}' is not allowed. Use {detail['ctx']['expected']}."
        case "string_pattern_mismatch":
            return start + f"'{given}' has the wrong form (wanted {detail['ctx']['pattern']})."
        case _:
            shown = f" (given: {str(given)[:60]!r})" if isinstance(given, str | int | float) else ""
            told = str(detail["msg"])
            return f"{start}{told[:1].lower()}{told[1:]}{shown}."


def _field_names(model: type[BaseModel], depth: int = 0) -> set[str]:
    """The names of a model's fields and of the models inside it."""
    names = set(model.model_fields)
    if depth < 4:
        for info in model.model_fields.values():
            for inner in (info.annotation, *_arguments(info.annotation)):
                if isinstance(inner, type) and issubclass(inner, BaseModel):
                    names |= _field_names(inner, depth + 1)
    return names


def _arguments(annotation: Any) -> list[Any]:
    return [inner for argument in get_args(annotation) for inner in (argument, *_arguments(argument))]
