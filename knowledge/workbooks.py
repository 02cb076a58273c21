"""The cells of a workbook (XLSX) from outside, read within bounds.

Only text is taken: no link is followed, no entity expanded, no formula calculated, no macro run.
"""

from __future__ import annotations

import datetime
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.answer_sheet import decoded
from knowledge.errors import UnreadableFile

__all__ = ["Cell", "Workbook", "read_workbook"]

MAX_BYTES = 5_000_000
MAX_UNPACKED = 20_000_000
"""Bytes of all files in the workbook together; a checklist of a hundred criteria has about one million."""
MAX_ENTRIES = 300
MAX_TAGS = 500_000
"""Tags of one part."""
MAX_CELLS = 100_000
"""Cells of one sheet."""

_OLD = b"\xd0\xcf\x11\xe0"
_FOREIGN = {
    "vbaproject": "macros",
    "externallinks/": "links to other workbooks",
    "connections.xml": "connections to data elsewhere",
    "embeddings/": "embedded files",
    "activex/": "programs",
    "macrosheets/": "macros",
}
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, ValueError)
_AGAIN = "Save it once more as an Excel workbook (.xlsx), or make the checklist again."


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds something. `text` is a text, or a number as it is written in the file."""

    column: str
    row: int
    text: str
    number: bool = False
    formula: bool = False

    @property
    def at(self) -> str:
        """Its place, such as H7."""
        return f"{self.column}{self.row}"


@dataclass(frozen=True)
class Workbook:
    """The sheets that were asked for and are there, and the day from which this workbook counts its days."""

    sheets: dict[str, tuple[Cell, ...]]
    epoch: datetime.date

    def day(self, number: str) -> datetime.date | None:
        """The day that a number in a cell stands for; None when it stands for none."""
        try:
            found = self.epoch + datetime.timedelta(days=int(float(number)))
        except (ValueError, OverflowError):
            return None
        return found if found.year >= 1901 else None


def read_workbook(path: Path, wanted: Collection[str]) -> Workbook:
    """The sheets of these names; raises UnreadableFile for what is no workbook, is damaged, too large or hostile."""
    parts = _parts(path)
    book = _target(path, parts, "", "/officeDocument")
    if book is None:
        raise UnreadableFile(f"{path}: is no Excel workbook.", cure=_AGAIN)
    names = {rid: target for rid, _, target in _relations(path, parts, book)}
    tree = _tree(path, book, parts)
    strings_at = _target(path, parts, book, "/sharedStrings")
    strings = [_said(item) for item in _tree(path, strings_at, parts).iterfind("{*}si")] if strings_at else []
    sheets = {}
    for sheet in tree.iterfind("{*}sheets/{*}sheet"):
        name = sheet.get("name", "")
        part = next((names.get(value) for key, value in sheet.attrib.items() if key.endswith("}id")), None)
        if name in wanted and part is not None:
            sheets[name] = tuple(_cells(path, _tree(path, part, parts), strings))
    properties = tree.find("{*}workbookPr")
    late = properties is not None and properties.get("date1904") in ("1", "true")
    return Workbook(sheets, datetime.date(1904, 1, 1) if late else datetime.date(1899, 12, 30))


def _parts(path: Path) -> dict[str, bytes]:
    """The files in the workbook, unpacked; sizes are checked first, and what a file claims of itself not trusted."""
    try:
        size = path.stat().st_size
        data = b"" if size > MAX_BYTES else path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"{path}: cannot be read ({error.strerror}).", cure="Check the name and the rights."
        ) from None
    if size > MAX_BYTES:
        raise UnreadableFile(
            f"{path}: has {size:,} bytes; a filled checklist has less than {MAX_BYTES:,}.", cure=_AGAIN
        )
    if data.startswith(_OLD):
        told = f"{path}: is an old workbook (.xls), or one with a password."
        raise UnreadableFile(told, cure="Save it as .xlsx without a password.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            names = [entry.filename for entry in entries]
            if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                raise UnreadableFile(f"{path}: packs far more than a checklist does.", cure=_AGAIN)
            if len({name.casefold() for name in names}) < len(names):
                raise UnreadableFile(f"{path}: is a damaged workbook (two parts of one name).", cure=_AGAIN)
            for sign, what in _FOREIGN.items():
                if any(sign in name.casefold() for name in names):
                    told = f"{path}: holds {what}, which a checklist of ours never does."
                    raise UnreadableFile(told, cure="Copy the answers into a new checklist.")
            return {e.filename: _unpacked(path, package, e) for e in entries if e.filename.endswith((".xml", ".rels"))}
    except _DAMAGED:
        raise UnreadableFile(f"{path}: is no Excel workbook, or a damaged one.", cure=_AGAIN) from None
    except RuntimeError:  # what zipfile raises for an encrypted part
        raise UnreadableFile(f"{path}: is encrypted.", cure="Save it as .xlsx without a password.") from None


def _unpacked(path: Path, package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with package.open(entry) as part:
        data = part.read(entry.file_size + 1)
    if len(data) > entry.file_size:
        raise UnreadableFile(f"{path}: is a damaged workbook ({entry.filename}).", cure=_AGAIN)
    return data


def _tree(path: Path, name: str, parts: dict[str, bytes]) -> Any:
    """The root element of a part; UTF-8 without document type or entities, as every program writes it."""
    from lxml import etree

    data = parts.get(name)
    if data is None:
        raise UnreadableFile(f"{path}: is a damaged workbook (it lacks {name[:80]}).", cure=_AGAIN)
    if data.count(b"<") > MAX_TAGS:
        raise UnreadableFile(f"{path}: packs far more than a checklist does ({name[:80]}).", cure=_AGAIN)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise UnreadableFile(f"{path}: is a damaged workbook ({name[:80]} declares entities).", cure=_AGAIN)
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise UnreadableFile(f"{path}: is a damaged workbook ({name[:80]} is no XML).", cure=_AGAIN) from None


def _relations(path: Path, parts: dict[str, bytes], part: str) -> Iterator[tuple[str, str, str]]:
    """Of each part that a part names inside the workbook: its id, its type and its name."""
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    if listed not in parts:
        return
    for one in _tree(path, listed, parts).iterfind("{*}Relationship"):
        if one.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")
            yield one.get("Id", ""), one.get("Type", ""), target


def _target(path: Path, parts: dict[str, bytes], part: str, kind: str) -> str | None:
    """The part of a type that a part names first, or None."""
    return next((target for _, type_, target in _relations(path, parts, part) if type_.endswith(kind)), None)


def _cells(path: Path, sheet: Any, strings: list[str]) -> Iterator[Cell]:
    """The cells of a sheet that hold something; one without a place stands right of the one before it."""
    row, seen = 0, 0
    for line in sheet.iterfind("{*}sheetData/{*}row"):
        given = line.get("r", "")
        row, column = int(given) if given.isdecimal() and len(given) < 8 else row + 1, 0
        for cell in line.iterfind("{*}c"):
            place = _REFERENCE.fullmatch(cell.get("r", ""))
            column = _index(place[1]) if place else column + 1
            row = int(place[2]) if place else row
            text, number = _value(cell, strings)
            formula = cell.find("{*}f") is not None
            if text or formula:
                seen += 1
                if seen > MAX_CELLS:
                    raise UnreadableFile(f"{path}: packs far more cells than a checklist does.", cure=_AGAIN)
                yield Cell(_letters(column), row, text, number, formula)


def _value(cell: Any, strings: list[str]) -> tuple[str, bool]:
    """What a cell holds, and whether it is a number."""
    kind, value = cell.get("t", "n"), cell.findtext("{*}v") or ""
    if kind == "inlineStr":
        inline = cell.find("{*}is")
        return ("" if inline is None else _said(inline)), False
    if kind == "s":
        known = value.strip().isdecimal() and len(value) < 9 and int(value) < len(strings)
        return (strings[int(value)] if known else ""), False
    return decoded(value) if kind == "str" else value, kind == "n"


def _said(item: Any) -> str:
    """The text of a string, with or without mark-up; how it is pronounced is left out."""
    return decoded(
        "".join(t.text or "" for t in item.iterfind("{*}t")) + "".join(t.text or "" for t in item.iterfind("{*}r/{*}t"))
    )


def _index(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
