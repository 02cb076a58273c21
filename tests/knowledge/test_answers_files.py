"""Answers that come back from a workbook or from JSON: the same as they went, or a sentence that says what is wrong."""

from __future__ import annotations

import datetime
import io
import json
import re
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.answer_files import read_answer_file
from knowledge.answer_sheet import MARK_SHEET, SHEET, Column, decoded, encoded
from knowledge.checklists import Answers, Checklist, make_checklist
from knowledge.errors import RecordError, ThuishavenError, UnreadableFile
from knowledge.profiles import Answer
from knowledge.schemes import Scheme
from templates.checklists import render
from tests.knowledge.small_world import TODAY, criterion, make_scheme, small_catalogue, small_scheme

SCHEME = small_scheme()
IDS = [one.id for one in SCHEME.criteria]
UNTIMED = settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])

WORDS = st.text(max_size=30) | st.sampled_from(
    [
        "=1+1",
        "+32 3 123",
        "-",
        "@naam",
        "_x0041_",
        "_x005F_x0041_",
        "a\r\nb\tc",
        "\x07\u202e",
        "007",
        "  x  ",
        "<r>a</r>",
    ]
)
DATES = st.none() | st.dates().map(str) | st.sampled_from(["2026", "2026-11", "0999-01-01"])
GIVEN = st.builds(
    lambda answer, evidence, note, by, date: Answer(answer=answer, evidence=evidence, note=note, by=by, date=date),
    st.sampled_from(["yes", "no", "partly", "unknown"]),
    WORDS,
    WORDS,
    WORDS,
    DATES,
)
ANSWERS = st.dictionaries(st.sampled_from(IDS), GIVEN).map(Answers.of)


def made(answers: Answers, scheme: Scheme = SCHEME) -> Checklist:
    return make_checklist(scheme, answers=answers, catalogue=small_catalogue(scheme), today=TODAY)


def saved(folder: Path, answers: Answers, form: str) -> Path:
    content = render(made(answers), form)
    path = folder / f"checklist.{form}"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


ONE = Answers.of({"gericht": {"answer": "yes", "evidence": "Bundel 1", "by": "An", "date": "2026-11-20"}})


@pytest.mark.parametrize("form", ["xlsx", "json"])
@UNTIMED
@given(answers=ANSWERS)
def test_answers_come_back_as_they_went(tmp_path_factory: pytest.TempPathFactory, form: str, answers: Answers) -> None:
    back = read_answer_file(saved(tmp_path_factory.mktemp("back"), answers, form), SCHEME)
    assert back.given == answers.given
    assert made(back).result == made(answers).result


@given(st.text())
def test_a_cell_holds_any_text(text: str) -> None:
    assert decoded(encoded(text)) == text
    assert not re.search("[\x00-\x08\x0b-\x1f\ufffe\uffff]", encoded(text))


# what people do to a workbook


def edited(folder: Path, edit: Callable[[Any], None], answers: Answers = ONE) -> Path:
    """The workbook after another program opened it, changed it and saved it."""
    path = saved(folder, answers, "xlsx")
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)
    return path


def place(book: Any, column: Column, key: str = "toets") -> Any:
    """The cell of a column in the row of a criterion."""
    rows = list(book[SHEET].iter_rows())
    head = next(row for row in rows if any(cell.value == Column.CODE for cell in row))
    columns = {cell.value: cell.column for cell in head}
    row = next(row for row in rows if row[columns[Column.CODE] - 1].value == key)
    return row[columns[column] - 1]


@pytest.mark.parametrize(
    ("column", "typed", "field", "wanted"),
    [
        (Column.ANSWER, " Deels ", "answer", "partly"),
        (Column.ANSWER, "neen", "answer", "no"),
        (Column.DATE, "21/11/2026", "date", "2026-11-21"),
        (Column.DATE, "1-2-2026", "date", "2026-02-01"),
        (Column.DATE, "11/2026", "date", "2026-11"),
        (Column.DATE, 2026, "date", "2026"),
        (Column.DATE, datetime.date(2026, 11, 21), "date", "2026-11-21"),
        (Column.EVIDENCE, 12.5, "evidence", "12.5"),
        (Column.NOTE, "Twee\nlijnen", "note", "Twee\nlijnen"),
    ],
)
def test_what_a_person_types_is_understood(
    tmp_path: Path, column: Column, typed: object, field: str, wanted: str
) -> None:
    def fill(book: Any) -> None:
        place(book, Column.ANSWER).value = "ja"
        place(book, column).value = typed

    back = read_answer_file(edited(tmp_path, fill), SCHEME)
    assert back.given.keys() == {"gericht", "toets"}
    assert back.given["toets"].model_dump(mode="json")[field] == ({"value": wanted} if field == "date" else wanted)


def test_an_answer_that_is_cleared_is_gone_and_blanks_are_nothing(tmp_path: Path) -> None:
    def clear(book: Any) -> None:
        for column in (Column.ANSWER, Column.EVIDENCE, Column.BY, Column.DATE):
            place(book, column, "gericht").value = None
        place(book, Column.ANSWER).value = "  "

    assert read_answer_file(edited(tmp_path, clear), SCHEME) == Answers()


def test_rows_and_columns_may_move(tmp_path: Path) -> None:
    def move(book: Any) -> None:
        sheet = book[SHEET]
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        sheet.insert_rows(1, 2)
        sheet.insert_cols(3)

    assert read_answer_file(edited(tmp_path, move), SCHEME) == ONE


def test_days_are_counted_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        place(book, Column.DATE, "gericht").value = datetime.date(2026, 11, 20)

    assert read_answer_file(edited(tmp_path, fill), SCHEME) == ONE


def test_shared_strings_and_marked_up_words_are_read(tmp_path: Path) -> None:
    path = saved(tmp_path, ONE, "xlsx")
    strings = (
        '<sst xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"><si><t>weg</t></si><si><r><rPr><b/></rPr><t>Bun'
        '</t></r><r><t xml:space="preserve">del _x005F_x0041_</t></r><rPh sb="0" eb="1"><t>klank</t></rPh></si></sst>'
    )
    shared = (b't="inlineStr"><is><t>Bundel 1</t></is>', b't="s"><v>1</v>')
    related = b'<Relationship Id="x9" Type="http://x/sharedStrings" Target="letters.xml"/></Relationships>'
    changes: dict[str, Callable[[bytes], bytes]] = {
        FIRST_SHEET: lambda old: old.replace(*shared),
        "xl/_rels/workbook.xml.rels": lambda old: old.replace(b"</Relationships>", related),
    }
    content = replaced(path, changes, {"xl/letters.xml": strings.encode()})
    path.write_bytes(content)
    assert read_answer_file(path, SCHEME).given["gericht"].evidence == "Bundel _x0041_"


@pytest.mark.parametrize(
    ("column", "typed", "told"),
    [
        (Column.ANSWER, "misschien", "'misschien' is no answer. Choose ja, nee, deels, onbekend or leave it empty."),
        (Column.ANSWER, "=1+1", "holds a formula. Write the text or the word itself."),
        (Column.EVIDENCE, "=A1", "holds a formula. Write the text or the word itself."),
        (Column.EVIDENCE, "x" * 4001, "has 4,001 characters; at most 4,000 are kept. Shorten it."),
        (Column.BY, "x" * 201, "has 201 characters; at most 200 are kept. Shorten it."),
        (Column.DATE, "gisteren", "'gisteren' is no date. Write it as 2026-11-21, 2026-11 or 2026."),
        (Column.DATE, "31/02/2026", "'2026-02-31' is no date. Write it as 2026-11-21, 2026-11 or 2026."),
        (Column.DATE, 10**12, "'1000000000000' is no date. Write it as 2026-11-21, 2026-11 or 2026."),
    ],
)
def test_a_wrong_cell_is_named_with_its_cure(tmp_path: Path, column: Column, typed: object, told: str) -> None:
    at = ""

    def fill(book: Any) -> None:
        nonlocal at
        cell = place(book, column)
        cell.value, at = typed, cell.coordinate

    path = edited(tmp_path, fill)
    with pytest.raises(RecordError) as caught:
        read_answer_file(path, SCHEME)
    assert str(caught.value) == f"{path}: {SHEET}!{at}: {told}"


def test_rows_of_no_criterion_and_rows_that_come_twice_are_named(tmp_path: Path) -> None:
    def spoil(book: Any) -> None:
        place(book, Column.CODE, "sector").value = "toets"
        place(book, Column.CODE, "deeltoets").value = "deeltoest"
        place(book, Column.ANSWER, "deeltoest").value = "ja"
        place(book, Column.ANSWER, "toets").value = "ja"
        book[SHEET].cell(40, 8).value = "nee"

    with pytest.raises(RecordError) as caught:
        read_answer_file(edited(tmp_path, spoil), SCHEME)
    told = str(caught.value).splitlines()
    assert len(told) == 3
    assert "There is no criterion 'deeltoest'. Did you mean deeltoets" in str(caught.value)
    assert "the criterion 'toets' stands here twice. Remove one of its rows." in str(caught.value)
    assert f"{SHEET}!H40: stands in a row of no criterion. Remove it." in told[-1]


def test_only_so_many_mistakes_are_told(tmp_path: Path) -> None:
    def spoil(book: Any) -> None:
        for row in range(40, 70):
            book[SHEET].cell(row, 8).value = "nee"

    with pytest.raises(RecordError) as caught:
        read_answer_file(edited(tmp_path, spoil), SCHEME)
    assert len(str(caught.value).splitlines()) == 21
    assert str(caught.value).endswith("... and 10 more.")


# another scheme, another version, no checklist


@pytest.mark.parametrize("form", ["xlsx", "json"])
def test_answers_of_another_scheme_or_version_are_refused(tmp_path: Path, form: str) -> None:
    path = saved(tmp_path, ONE, form)
    other = make_scheme(criterion("gericht"), id="andere-regeling")
    with pytest.raises(RecordError, match=r"answers to the scheme 'proefregeling', not to 'andere-regeling'\. Name"):
        read_answer_file(path, other)
    newer = SCHEME.model_copy(update={"version": "1.3"})
    with pytest.raises(RecordError, match=r"to version 1\.2 of 'proefregeling', which now is 1\.3\. Make a new"):
        read_answer_file(path, newer)


def test_another_format_is_refused(tmp_path: Path) -> None:
    def later(book: Any) -> None:
        book[MARK_SHEET]["B2"].value = "9.0"

    with pytest.raises(RecordError, match=r"version '9\.0' of the format; this edition reads 1\.0\. Make the"):
        read_answer_file(edited(tmp_path, later), SCHEME)

    def unmarked(book: Any) -> None:
        del book[MARK_SHEET]

    with pytest.raises(RecordError, match=r"is no checklist of Thuishaven\. Fill in the workbook"):
        read_answer_file(edited(tmp_path, unmarked), SCHEME)

    def headless(book: Any) -> None:
        place(book, Column.ANSWER, Column.CODE).value = "Reactie"

    with pytest.raises(RecordError, match="lacks a row with the titles of the columns"):
        read_answer_file(edited(tmp_path, headless), SCHEME)


# hostile workbooks


def replaced(path: Path, changes: dict[str, Callable[[bytes], bytes]], more: dict[str, bytes] | None = None) -> bytes:
    """The workbook with parts changed and added."""
    made_again = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(made_again, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, changes.get(name, bytes)(source.read(name)))
        for name, data in (more or {}).items():
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # a name that comes twice is what is tried
                target.writestr(name, data)
    return made_again.getvalue()


FIRST_SHEET = "xl/worksheets/sheet1.xml"
ENTITY = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


def _after_declaration(old: bytes, more: bytes) -> bytes:
    return re.sub(rb"^(<\?xml[^>]*\?>)?", lambda found: found[0] + more, old, count=1)


HOSTILE: dict[str, tuple[dict[str, Callable[[bytes], bytes]], dict[str, bytes], str]] = {
    "bomb": ({}, {"xl/media/x.bin": b"\0" * 30_000_000}, "packs far more than a checklist does"),
    "many parts": ({}, {f"xl/x{n}.xml": b"<x/>" for n in range(400)}, "packs far more than a checklist does"),
    "many tags": ({FIRST_SHEET: lambda old: b"<x>" + b"<y/>" * 600_000 + b"</x>"}, {}, "packs far more than"),
    "many cells": (
        {FIRST_SHEET: lambda old: b"<w><sheetData><row>" + b"<c><v>1</v></c>" * 120_000 + b"</row></sheetData></w>"},
        {},
        "packs far more cells than a checklist does",
    ),
    "entities": ({FIRST_SHEET: lambda old: _after_declaration(old, ENTITY)}, {}, "declares entities"),
    "entities in relations": ({"_rels/.rels": lambda old: _after_declaration(old, ENTITY)}, {}, "declares entities"),
    "other encoding": ({FIRST_SHEET: lambda old: old.decode().encode("utf-16")}, {}, "is no XML"),
    "external links": ({}, {"xl/externalLinks/externalLink1.xml": b"<x/>"}, "holds links to other workbooks"),
    "macros": ({}, {"xl/vbaProject.bin": b"x"}, "holds macros"),
    "connections": ({}, {"xl/connections.xml": b"<x/>"}, "holds connections to data elsewhere"),
    "embedded": ({}, {"xl/embeddings/oleObject1.bin": b"x"}, "holds embedded files"),
    "twice": ({}, {"XL/worksheets/Sheet1.xml": b"<x/>"}, "two parts of one name"),
    "no book": ({"_rels/.rels": lambda old: b"<x/>"}, {}, "is no Excel workbook"),
    "book elsewhere": ({"_rels/.rels": lambda old: old.replace(b"xl/workbook.xml", b"../../x.xml")}, {}, "it lacks"),
    "no xml": ({FIRST_SHEET: lambda old: old[:-30]}, {}, "is no XML"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    changes, more, told = HOSTILE[name]
    path = saved(tmp_path, ONE, "xlsx")
    path.write_bytes(replaced(path, changes, more))
    with pytest.raises(UnreadableFile, match=told) as caught:
        read_answer_file(path, SCHEME)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, r"is an old workbook \(\.xls\), or one with a password\. Save it as"),
        (b"PK\x03\x04" + b"\0" * 600, "is no Excel workbook, or a damaged one"),
        (b"PK\x03\x04" + b"\0" * 6_000_000, "a filled checklist has less than 5,000,000"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "antwoorden.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=told):
        read_answer_file(path, SCHEME)


def test_a_part_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, ONE, "xlsx")
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        size = package.getinfo(FIRST_SHEET).file_size
    at = data.rindex(FIRST_SHEET.encode()) - 46
    data[at + 24 : at + 28] = (size // 2).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    with pytest.raises(UnreadableFile, match="damaged"):
        read_answer_file(path, SCHEME)


def test_a_part_with_a_password_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, ONE, "xlsx")
    data = bytearray(path.read_bytes())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(sign)
        while start >= 0:
            data[start + at] |= 1
            start = data.find(sign, start + 4)
    path.write_bytes(bytes(data))
    with pytest.raises(UnreadableFile, match=r"is encrypted\. Save it as \.xlsx without a password"):
        read_answer_file(path, SCHEME)


@UNTIMED
@given(st.data())
def test_a_spoilt_workbook_never_gives_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = saved(tmp_path_factory.mktemp("spoilt"), ONE, "xlsx")
    part = data.draw(st.sampled_from([FIRST_SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"]))

    def spoil(old: bytes) -> bytes:
        start = data.draw(st.integers(0, len(old)))
        length = data.draw(st.integers(0, 20))
        put = data.draw(
            st.binary(max_size=8) | st.sampled_from([b"<c/>", b'r="ZZZ9999999"', b't="s"', b"1e999", b"<f/>"])
        )
        return old[:start] + put + old[start + length :]

    path.write_bytes(replaced(path, {part: spoil}))
    try:
        read_answer_file(path, SCHEME)
    except ThuishavenError as error:
        assert str(path) in str(error)


# JSON


def test_what_the_site_saves_is_read(tmp_path: Path) -> None:
    path = tmp_path / "antwoorden.json"
    path.write_text(json.dumps({"gericht": {"answer": "yes", "evidence": "Bundel 1"}, "toets": {"answer": "unknown"}}))
    wanted = Answers.of({"gericht": {"answer": "yes", "evidence": "Bundel 1"}, "toets": "unknown"})
    assert read_answer_file(path, SCHEME) == wanted
    told = {"format": "thuishaven-answers", "format_version": "1.0", "scheme": "proefregeling", "version": "1.2"}
    path.write_text(json.dumps(told | {"answers": wanted.model_dump(mode="json")}))
    assert read_answer_file(path, SCHEME) == wanted
    path.write_text(json.dumps(told | {"version": "1.1", "answers": {}}))
    with pytest.raises(RecordError, match=r"answers to version 1\.1"):
        read_answer_file(path, SCHEME)


def test_yaml_is_read_too_also_when_it_starts_like_json(tmp_path: Path) -> None:
    for content in ("gericht: ja\n", "{gericht: ja}\n"):
        path = tmp_path / "antwoorden.yml"
        path.write_text(content)
        assert read_answer_file(path, SCHEME) == Answers.of({"gericht": "yes"})


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"format": "thuishaven-iets"}, "the format 'thuishaven-iets' is not known"),
        ({"format_version": "2.0"}, "version '2.0' of the format"),
        ({"lines": "x"}, "has no lines"),
        ({"lines": ["x"]}, "lines.0 is no line"),
        (
            {"lines": [{"answered": True, "id": "gericht", "answer": {"answer": "misschien"}}]},
            r"lines\.0\.answer\.answer: ",
        ),
        (
            {"lines": [{"answered": True, "id": "gericth", "answer": "yes"}]},
            "no criterion 'gericth'. Did you mean gericht",
        ),
        ({"lines": [{"answered": True, "id": 3, "answer": "yes"}]}, "There is no criterion '3'"),
        ({"scheme": "x"}, "answers to the scheme 'None'"),
    ],
)
def test_a_wrong_json_is_told_with_its_place(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    path = saved(tmp_path, ONE, "json")
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(RecordError, match=told):
        read_answer_file(path, SCHEME)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"cannot be read .*Check the name"):
        read_answer_file(tmp_path / "weg.xlsx", SCHEME)


@pytest.mark.parametrize(("scheme", "told"), [("proefregeling", ""), ("ipcei", "'ipcei'")])
def test_what_the_site_saves_may_be_written_as_yaml(tmp_path: Path, scheme: str, told: str) -> None:
    path = tmp_path / "antwoorden.yml"
    head = f"format: thuishaven-answers\nformat_version: '1.0'\nscheme: {scheme}\nversion: '1.2'\n"
    path.write_text(
        head + "answers:\n  gericht: {answer: ja, evidence: Bundel 1, date: 2026-11-20}\n", encoding="utf-8"
    )
    if not told:
        given = read_answer_file(path, SCHEME).given["gericht"]
        assert (given.answer.value, given.evidence, given.date.value) == ("yes", "Bundel 1", "2026-11-20")
        return
    with pytest.raises(RecordError, match=told):
        read_answer_file(path, SCHEME)
