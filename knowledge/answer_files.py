"""Answers read back from what an adviser has: our workbook, our JSON, what the site saves, or plain YAML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from knowledge.answer_sheet import FORMAT, FORMAT_VERSION, MARK_SHEET, SHEET, WORDS, Column, Mark
from knowledge.errors import RecordError, UnknownRecord
from knowledge.languages import Language, Speech, speech
from knowledge.profile_files import read_answers
from knowledge.profiles import Answer, Answers
from knowledge.reading import read_yaml
from knowledge.schemes import Scheme
from knowledge.workbooks import Cell, Workbook, read_workbook

__all__ = ["read_answer_file"]

MAX_JSON = 20_000_000
"""Bytes of a checklist as JSON, passages and precedents included."""
MOST_TOLD = 20
"""How many mistakes are told at once."""

_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_FIELDS = {
    Column.ANSWER: "answer",
    Column.EVIDENCE: "evidence",
    Column.NOTE: "note",
    Column.BY: "by",
    Column.DATE: "date",
}
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{4})")


def read_answer_file(path: Path, scheme: Scheme) -> Answers:
    """The answers in a file, told apart by what is in it and not by its name.

    A workbook (XLSX) and a checklist as JSON, both as we write them; what the site saves, as JSON or YAML; YAML or JSON
    with an answer for each criterion. Raises RecordError for one of another scheme or version and for every answer that
    cannot be read, with its place; UnreadableFile for a workbook that is damaged or hostile.
    """
    try:
        with path.open("rb") as file:
            start = file.read(64)
    except OSError as error:
        raise RecordError(
            f"{path}: cannot be read ({error.strerror}).", cure="Check the name and the rights."
        ) from None
    if start.startswith(_WORKBOOK):
        return _from_workbook(path, scheme)
    as_json = start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    data = _json(path) if as_json else read_yaml(path)[0]
    if isinstance(data, dict) and str(data.get("format", "")).startswith("thuishaven-"):
        return _from_json(path, data, scheme)
    return read_answers(path, scheme)


def _json(path: Path) -> Any:
    """The data of a JSON file, or None where it is none: YAML may start in the same way."""
    if path.stat().st_size > MAX_JSON:
        raise RecordError(f"{path}: larger than {MAX_JSON:,} bytes.", cure="Give the checklist as it was written.")
    try:
        return json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return None


def _from_json(path: Path, data: dict[str, Any], scheme: Scheme) -> Answers:
    """The answers of a checklist (`thuishaven-checklist`) or of the site (`thuishaven-answers`)."""
    told = data.get("scheme")
    match data["format"]:
        case "thuishaven-checklist":
            about = told if isinstance(told, dict) else {}
            made_for, version, found = about.get("id"), about.get("version"), dict(_lines(path, data.get("lines")))
        case "thuishaven-answers":
            made_for, version, given = told, data.get("version"), data.get("answers")
            found = {f"answers.{key}": (key, value) for key, value in given.items()} if isinstance(given, dict) else {}
        case other:
            cure = "Give a checklist or the answers of the site."
            raise RecordError(f"{path}: the format '{str(other)[:40]}' is not known.", cure=cure)
    _check_form(path, data.get("format_version", FORMAT_VERSION))
    _check_scheme(path, made_for, version, scheme)
    answers: dict[str, Answer] = {}
    wrong = []
    for place, (key, value) in found.items():
        try:
            answers[_known(key, scheme)] = Answer.model_validate(value)
        except UnknownRecord as error:
            wrong.append(f"{path}: {place}: {error}")
        except ValidationError as error:
            wrong += [f"{path}: {'.'.join(map(str, (place, *e['loc'])))}: {e['msg']}." for e in error.errors()]
    return _answers(answers, wrong)


def _lines(path: Path, lines: object) -> Iterator[tuple[str, tuple[object, object]]]:
    """The place of each answer that was given, with the id of its criterion."""
    if not isinstance(lines, list):
        raise RecordError(f"{path}: has no lines.", cure="Give the checklist as it was written.")
    for number, line in enumerate(lines):
        if not isinstance(line, dict):
            raise RecordError(f"{path}: lines.{number} is no line.", cure="Give the checklist as it was written.")
        if line.get("answered"):
            yield f"lines.{number}.answer", (line.get("id"), line.get("answer"))


def _from_workbook(path: Path, scheme: Scheme) -> Answers:
    book = read_workbook(path, (SHEET, MARK_SHEET))
    marks = _marks(book.sheets.get(MARK_SHEET, ()))
    if marks.get(Mark.FORMAT) != FORMAT or SHEET not in book.sheets:
        cure = "Fill in the workbook that `thuishaven checklist --format xlsx` makes."
        raise RecordError(f"{path}: is no checklist of Thuishaven.", cure=cure)
    _check_form(path, marks.get(Mark.FORMAT_VERSION))
    _check_scheme(path, marks.get(Mark.SCHEME), marks.get(Mark.VERSION), scheme)
    answers: dict[str, Answer] = {}
    wrong: list[str] = []
    say, rows = _table(path, book.sheets[SHEET])
    for row in rows:
        given = {column: cell for column, cell in row.items() if column in _FIELDS and _filled(cell)}
        code = row.get(Column.CODE)
        if code is None:
            wrong += [
                f"{path}: {SHEET}!{cell.at}: stands in a row of no criterion. Remove it." for cell in given.values()
            ]
            continue
        here = f"{path}: {SHEET}!{code.at}"
        try:
            key = _known(code.text, scheme)
        except UnknownRecord as error:
            wrong.append(f"{here}: {error}")
            continue
        if key in answers:
            wrong.append(f"{here}: the criterion '{key}' stands here twice. Remove one of its rows.")
        elif given:
            read = {_FIELDS[column]: _read(path, column, cell, book, say, wrong) for column, cell in given.items()}
            answers[key] = Answer(**{field: value for field, value in read.items() if value is not None})
    return _answers(answers, wrong)


def _marks(cells: tuple[Cell, ...]) -> dict[str, str]:
    """What the hidden sheet says: names in its first column, values in its second."""
    names = {cell.row: cell.text for cell in cells if cell.column == "A"}
    return {names[cell.row]: cell.text for cell in cells if cell.column == "B" and cell.row in names}


def _table(path: Path, cells: tuple[Cell, ...]) -> tuple[Speech, list[dict[Column, Cell]]]:
    """The language of the titles of the columns, and the rows under them, wherever these stand, each cell by column."""
    lines: dict[int, list[Cell]] = {}
    for cell in cells:
        lines.setdefault(cell.row, []).append(cell)
    for head, say in ((head, speech(language)) for head in sorted(lines) for language in Language):
        columns = {say(column): column for column in Column}
        titles = {cell.column: columns[cell.text] for cell in lines[head] if cell.text in columns}
        if {Column.CODE, *_FIELDS} <= set(titles.values()):
            break
    else:
        cure = "Give the sheet its first form again, or copy the answers into a new checklist."
        raise RecordError(f"{path}: {SHEET}: lacks a row with the titles of the columns.", cure=cure)
    below = sorted(row for row in lines if row > head)
    return say, [{titles[c.column]: c for c in lines[row] if c.column in titles} for row in below]


def _filled(cell: Cell) -> bool:
    return cell.formula or bool(cell.text.strip(" \t\r\n\u00a0"))


def _read(path: Path, column: Column, cell: Cell, book: Workbook, say: Speech, wrong: list[str]) -> Any:
    """The value of one field; None when it is wrong, which is then told."""
    place = f"{path}: {SHEET}!{cell.at}: "
    if cell.formula:
        wrong.append(f"{place}holds a formula. Write the text or the word itself.")
        return None
    text = _date(cell, book) if column is Column.DATE else cell.text
    shown = "".join(c if c.isprintable() else "\ufffd" for c in text[:40])
    try:
        return getattr(Answer.model_validate({_FIELDS[column]: text}), _FIELDS[column])
    except ValidationError as error:
        if error.errors()[0]["type"] == "string_too_long":
            most = error.errors()[0]["ctx"]["max_length"]
            wrong.append(f"{place}has {len(text):,} characters; at most {most:,} are kept. Shorten it.")
        elif column is Column.DATE:
            wrong.append(f"{place}'{shown}' is no date. Write it as 2026-11-21, 2026-11 or 2026.")
        else:
            listed = ", ".join(map(say, WORDS.values()))
            wrong.append(f"{place}'{shown}' is no answer. Choose {listed} or leave it empty.")
        return None


def _date(cell: Cell, book: Workbook) -> str:
    """A date as we write it: a number that a program made of it, and the Dutch order of day, month and year, too."""
    text = cell.text.strip()
    if cell.number and not re.fullmatch(r"(?:19|20)\d\d", text):
        day = book.day(text)
        return day.isoformat() if day else text
    if found := _DAY_FIRST.fullmatch(text):
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    if found := _MONTH_FIRST.fullmatch(text):
        return f"{found[2]}-{int(found[1]):02}"
    return text


def _known(key: object, scheme: Scheme) -> str:
    """The id when it is one of a criterion of the scheme; raises UnknownRecord."""
    ids = [criterion.id for criterion in scheme.criteria]
    if not isinstance(key, str) or key not in ids:
        raise UnknownRecord("criterion", str(key), ids)
    return key


def _check_form(path: Path, version: object) -> None:
    if version != FORMAT_VERSION:
        told = (
            f"{path}: is written in version '{str(version)[:20]}' of the format; this edition reads {FORMAT_VERSION}."
        )
        raise RecordError(told, cure="Make the checklist again with this edition.")


def _check_scheme(path: Path, made_for: object, version: object, scheme: Scheme) -> None:
    """Raises RecordError unless the file was made for this scheme in this version."""
    if made_for != scheme.id:
        told = f"{path}: holds answers to the scheme '{str(made_for)[:120]}', not to '{scheme.id}'."
        raise RecordError(told, cure="Name the other scheme, or give its own answers.")
    if version != scheme.version:
        told = f"{path}: holds answers to version {str(version)[:20]} of '{scheme.id}', which now is {scheme.version}."
        raise RecordError(told, cure="Make a new checklist, see what changed, and carry the answers over.")


def _answers(answers: dict[str, Answer], wrong: list[str]) -> Answers:
    """The answers; raises RecordError that tells every mistake."""
    if wrong:
        more = [f"... and {len(wrong) - MOST_TOLD} more."] if len(wrong) > MOST_TOLD else []
        raise RecordError("\n".join([*wrong[:MOST_TOLD], *more]))
    return Answers.of(dict(answers))
