"""Open data as files: JSON that fits its schema, CSV that is described and harmless, the same bytes every time."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import unicodedata
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.catalogue import Catalogue, catalogue, curated
from knowledge.concepts import Vocabulary
from templates.data.data_sets import DATA_SETS, MEDIA
from templates.data.tables import Column, Table, csv_text, safe
from templates.environment import clean
from templates.open_data import data_tables, open_data
from tests.conftest import ROOT
from tests.templates.data_world import ADDRESS, HOSTILE, hostile, hostile_catalogue, shipped

MADE = pytest.mark.parametrize("made", [shipped, hostile], ids=["shipped", "hostile"])
FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def without(cell: str) -> str:
    """The text of a cell, as the page of the open data tells a reader to find it."""
    return cell[1:] if re.match(r"'+[=+\-@＝＋－＠]", cell) else cell


def tables_of(files: dict[str, str]) -> dict[str, list[list[str]]]:
    return {path.removesuffix(".csv"): rows(text) for path, text in files.items() if path.endswith(".csv")}


def validated(folder: Path, files: dict[str, str]) -> Any:
    """What frictionless finds wrong with the package of these files."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the validator itself
        import frictionless

        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(text.encode())
        report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.stats["tasks"] > 30
    return [(task.name, error.note) for task in report.tasks for error in task.errors] + list(report.errors)


@MADE
def test_the_data_package_is_valid(made: Any, tmp_path: Path) -> None:
    assert validated(tmp_path, made()) == []


def test_the_validator_sees_what_is_wrong(tmp_path: Path) -> None:
    files = dict(hostile())
    files["cases.csv"] = files["cases.csv"].replace("not stated", "weet niet", 1)
    wrong = dict(validated(tmp_path, files))
    assert "cases" in wrong


@MADE
def test_every_table_says_the_same_of_its_columns_everywhere(made: Any) -> None:
    files = made()
    package, metadata = json.loads(files["datapackage.json"]), json.loads(files["csv-metadata.json"])
    found = tables_of(files)
    fields = {r["path"]: r["schema"]["fields"] for r in package["resources"] if r["type"] == "table"}
    columns = {t["url"]: t["tableSchema"]["columns"] for t in metadata["tables"]}
    assert fields.keys() == columns.keys() == {f"{name}.csv" for name in found}
    told = {(row[0], row[1]): row[6] for row in found["dictionary"][1:]}
    for name, (header, *lines) in found.items():
        assert header == [f["name"] for f in fields[f"{name}.csv"]] == [c["titles"] for c in columns[f"{name}.csv"]]
        assert {len(line) for line in lines} <= {len(header)}, name
        for field in fields[f"{name}.csv"]:
            assert field["title"] and field["description"].endswith("."), (name, field)
            assert name == "dictionary" or told[name, field["name"]] in field["description"]


@MADE
def test_a_key_tells_rows_apart_and_a_reference_leads_to_a_row(made: Any) -> None:
    files = made()
    found = tables_of(files)
    for table in json.loads(files["csv-metadata.json"])["tables"]:
        header, *lines = found[table["url"].removesuffix(".csv")]
        places = [header.index(name) for name in table["tableSchema"]["primaryKey"]]
        keys = [tuple(line[place] for place in places) for line in lines]
        assert len(keys) == len(set(keys)), table["url"]
        for link in table["tableSchema"].get("foreignKeys", ()):
            other, *targets = found[link["reference"]["resource"].removesuffix(".csv")]
            known = {line[other.index(link["reference"]["columnReference"])] for line in targets}
            given = {line[header.index(link["columnReference"])] for line in lines} - {""}
            assert given <= known, (table["url"], link)


def test_every_record_is_a_row_with_its_statements_and_citations() -> None:
    found, known = tables_of(shipped()), catalogue()
    for name in ("cases", "measures", "figures", "series", "conflicts", "systems", "actors", "questions", "requests"):
        assert [line[0] for line in found[name][1:]] == list(getattr(known, name))
    cited = {(line[0], line[1]) for line in found["citations"][1:]}
    folders = {"glossary": "abbreviations"}
    for name, _ in curated(known):
        folder, _, record_id = name.partition("/")
        if folder != "dossiers":
            assert (folders.get(folder, folder), record_id) in cited, name
    header, *lines = found["cases"]
    for line in lines:
        row = dict(zip(header, line, strict=True))
        for column in header:
            if column.endswith("_basis"):
                assert (row[column] == "not stated") == (row[column.removesuffix("_basis")] == "")


@MADE
def test_no_text_cell_starts_a_formula_and_none_steers(made: Any) -> None:
    files = made()
    for table in json.loads(files["datapackage.json"])["resources"]:
        if table["type"] != "table":
            continue
        numeric = [f["type"] in ("number", "integer") for f in table["schema"]["fields"]]
        for line in rows(files[table["path"]])[1:]:
            for number, cell in zip(numeric, line, strict=True):
                assert number or not FORMULA.match(cell), (table["path"], cell)
    for path, text in files.items():
        odd = {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in "\r\n"}
        assert odd == set(), (path, odd)
        assert not text.startswith("\ufeff")


def test_hostile_texts_come_out_as_text() -> None:
    header, *lines = tables_of(hostile())["cases"]
    titles = {line[0]: line[header.index("title")] for line in lines}
    for number, text in enumerate(HOSTILE):
        assert without(titles[f"vals-{number}"]) == clean(text)
    assert titles["vals-0"].startswith("'=")
    assert titles["vals-5"] == "''=1+1"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_the_apostrophe_can_be_taken_away_again(text: str) -> None:
    cell = safe(text)
    assert not FORMULA.match(cell)
    assert without(cell) == clean(text)


@given(st.one_of(st.integers(-(10**12), 10**12), st.floats(-1e12, 1e12)))
def test_numbers_stay_numbers(value: float) -> None:
    table = Table("t", "t", "t", (Column("x", "x", "x", lambda one: one, "number"),), ((value,),), ("x",))
    header, cell = csv_text(table).split("\r\n")[:2]
    assert header == "x"
    assert float(cell) == value


def test_lines_end_as_rfc_4180_says() -> None:
    text = shipped()["cases.csv"]
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")


@MADE
def test_every_json_file_fits_its_schema(made: Any) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    files = made()
    kinds = [r for r in json.loads(files["datapackage.json"])["resources"] if r["type"] == "json"]
    assert len(kinds) >= 14
    for kind in kinds:
        data = json.loads(files[kind["path"]])
        assert {data["format"], data["knowledge_base"]} == {"thuishaven-open-data", "9.9"}
        validator = jsonschema.Draft202012Validator(json.loads(files[kind["jsonSchema"]]))
        assert [e.message for record in data["records"] for e in validator.iter_errors(record)][:3] == [], kind["path"]


def test_every_file_belongs_to_a_data_set_or_describes_one() -> None:
    files = shipped()
    offered = {path for one in DATA_SETS for path in one.paths}
    assert offered <= files.keys()
    others = {path for path in files if not path.startswith(("schemas/", "citaties/", "feeds/"))} - offered
    assert others == {
        "catalog.jsonld",
        "catalog.ttl",
        "changes.json",
        "codes.csv",
        "csv-metadata.json",
        "datapackage.json",
        "dictionary.csv",
        "dossiers.json",
        "redirects.json",
    }
    assert {path.rsplit(".", 1)[1] for path in files} == MEDIA.keys()


def test_every_code_has_a_dutch_word() -> None:
    header, *lines = tables_of(shipped())["codes"]
    assert header == ["table", "column", "code", "label"]
    assert all(line[3] for line in lines)
    tables = {table.name: table for table in data_tables(catalogue())}
    for table, column, code, _ in lines:
        (found,) = (c for c in tables[table].columns if c.name == column)
        assert found.codes is not None and code in [one.value for one in found.codes]


def test_the_same_records_give_the_same_bytes() -> None:
    """In another process, where sets have another order."""
    script = (
        "import hashlib; from tests.templates.data_world import hostile;"
        "print(hashlib.sha256(repr(sorted(hostile().items())).encode()).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def test_an_empty_knowledge_base_can_be_exported(tmp_path: Path) -> None:
    files = dict(open_data(Catalogue(vocabulary=Vocabulary([])), version="1", address=ADDRESS))
    assert validated(tmp_path, files) == []
    assert rows(files["cases.csv"])[1:] == []


def test_a_former_id_is_in_the_open_data() -> None:
    assert [row[:2] for row in tables_of(hostile())["redirects"][1:]] == [
        [one.old, one.new] for one in hostile_catalogue().redirects
    ]
