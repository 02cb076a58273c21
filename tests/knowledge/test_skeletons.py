"""Skeletons: every blank is named with its line, and once they are filled the record is one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import thuishaven
from knowledge.base import Basis, Record
from knowledge.cases import Case
from knowledge.documents import Source
from knowledge.errors import MisuseError, RecordError, UnknownRecord
from knowledge.measures import Measure
from knowledge.reading import BLANK, read_record
from knowledge.skeletons import SkeletonKind, new_record, skeleton

MODELS: dict[SkeletonKind, type[Record]] = {
    SkeletonKind.CASE: Case,
    SkeletonKind.MEASURE: Measure,
    SkeletonKind.SOURCE: Source,
}
FILLED: dict[str, str | dict[SkeletonKind, str]] = {
    "kind": {SkeletonKind.CASE: "reshoring", SkeletonKind.MEASURE: "support", SkeletonKind.SOURCE: "report"},
    "jurisdiction": {SkeletonKind.MEASURE: "jurisdictions/be-vlg", SkeletonKind.SOURCE: "be-vlg"},
    "date": "2023-05",
    "amount": "2500000",
    "start": "2020",
    "end": "2022-06-30",
    "source": "raadsnota",
    "locator": "p. 3",
    "anchor": "een paar woorden",
}
"""What a person might write where a word in their own words will not do; other blanks take any sentence."""
CONCEPTS = {"sectors": "sectors/textiles", "motives": "motives/quality-control", "instruments": "instruments/loans"}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A folder of records with one source."""
    sources = tmp_path / "knowledge" / "sources"
    sources.mkdir(parents=True)
    (sources / "raadsnota.yml").write_text("id: raadsnota\n", encoding="utf-8")
    return sources.parent


SILENT = ("governance", "jobs", "status", "explicit_reshoring", "evaluation")
"""Fields that a sentence will not do for, and on which the source of this test is silent."""


ONE_LINE = ("kind", "summary", "publisher", "date", "jurisdiction")
"""Fields that are one line and must say something."""


def word_for(kind: SkeletonKind, block: str, name: str) -> str:
    """What goes into the blank `name` of a field `block`."""
    if name == "concept":
        return CONCEPTS[block]
    if name == "value" and block == "definition":
        return "narrow"
    wish = "not stated" if name in SILENT else FILLED.get(name, "Een zin in eigen woorden.")
    return wish[kind] if isinstance(wish, dict) else wish


def filled(text: str, kind: SkeletonKind) -> str:
    """The skeleton as a person could fill it in, from top to bottom."""
    lines: list[str] = []
    block = ""
    for line in text.splitlines():
        top = re.match(r"(\w+):", line)
        block = top[1] if top else block
        if (
            top
            and line == f"{block}: {BLANK}"
            and block not in ("kind", "summary", "publisher", "date", "jurisdiction")
        ):
            line = f"{block}: not stated"  # a field in one line: the source is silent
        while not line.lstrip().startswith("#") and (blank := re.search(rf'(\w+): "?{BLANK}', line)):
            line = line.replace(BLANK, word_for(kind, block, blank[1]), 1)
        lines.append(line)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("kind", MODELS)
def test_a_filled_skeleton_is_a_record(content: Path, kind: SkeletonKind) -> None:
    path = new_record(kind, "proef-gent", content=content)
    path.write_text(filled(path.read_text(encoding="utf-8"), kind), encoding="utf-8")
    record = read_record(path, MODELS[kind])
    assert getattr(record, "id", "") == "proef-gent"
    if isinstance(record, Case):
        assert record.company.basis is Basis.STATED
        assert record.jobs.basis is Basis.NOT_STATED
        assert record.company.citations[0].anchor == "een paar woorden"


@pytest.mark.parametrize("kind", MODELS)
def test_every_blank_of_a_new_record_is_named_with_its_line(content: Path, kind: SkeletonKind) -> None:
    path = new_record(kind, "proef-gent", content=content)
    lines = path.read_text(encoding="utf-8").splitlines()
    blanks = sum(line.count(BLANK) for line in lines if not line.lstrip().startswith("#"))
    with pytest.raises(RecordError) as told:
        read_record(path, MODELS[kind])
    *named, last = told.value.message.splitlines()
    assert len(named) == blanks
    assert f"{blanks} to fill in" in last
    for sentence in named:
        match = re.fullmatch(rf"{re.escape(str(path))}:(\d+): ([\w.]+): still says {BLANK}\.", sentence)
        assert match, sentence
        assert BLANK in lines[int(match[1]) - 1]


def test_a_field_that_is_left_empty_is_told(content: Path) -> None:
    path = new_record(SkeletonKind.CASE, "proef-gent", content=content)
    text = filled(path.read_text(encoding="utf-8"), SkeletonKind.CASE)
    path.write_text(re.sub(r"(?m)^summary: .*$", "summary:", text), encoding="utf-8")
    with pytest.raises(RecordError, match=r"summary: is left empty\. Write what the source says"):
        read_record(path, Case)


def test_the_source_is_written_in_and_must_be_there(content: Path) -> None:
    path = new_record(SkeletonKind.MEASURE, "proef", source="raadsnota", content=content)
    assert f"source: {BLANK}" not in path.read_text(encoding="utf-8")
    with pytest.raises(UnknownRecord, match="Did you mean raadsnota"):
        new_record(SkeletonKind.MEASURE, "andere", source="raadsnoot", content=content)


def test_nothing_is_written_over(content: Path) -> None:
    path = new_record(SkeletonKind.CASE, "proef", content=content)
    path.write_text("van mij", encoding="utf-8")
    with pytest.raises(MisuseError, match="is there already"):
        new_record(SkeletonKind.CASE, "proef", content=content)
    assert path.read_text(encoding="utf-8") == "van mij"


@pytest.mark.parametrize("name", ["Proef Gent", "../weg", "a--b", "", "x" * 121, "é"])
def test_an_id_is_an_id(content: Path, name: str) -> None:
    with pytest.raises(MisuseError, match="is no id"):
        new_record(SkeletonKind.CASE, name, content=content)
    assert not (content / "cases").exists()


def test_a_sidecar_goes_beside_its_file_and_only_once(content: Path, tmp_path: Path) -> None:
    file = tmp_path / "nota.pdf"
    file.write_bytes(b"x")
    path = new_record(SkeletonKind.DOCUMENT, str(file), source="raadsnota", content=content)
    assert path == tmp_path / "nota.yml"
    assert "source: raadsnota" in path.read_text(encoding="utf-8")
    with pytest.raises(MisuseError, match="is there already"):
        new_record(SkeletonKind.DOCUMENT, str(file), content=content)
    with pytest.raises(MisuseError, match="is no document"):
        new_record(SkeletonKind.DOCUMENT, str(path), content=content)
    with pytest.raises(MisuseError, match="is no document"):
        new_record(SkeletonKind.DOCUMENT, str(tmp_path / "weg.pdf"), content=content)


@pytest.mark.parametrize("kind", MODELS)
def test_a_skeleton_leaves_no_required_field_out(kind: SkeletonKind) -> None:
    text = skeleton(kind, "proef")
    required = [name for name, info in MODELS[kind].model_fields.items() if info.is_required()]
    assert [name for name in required if not re.search(rf"(?m)^{name}:", text)] == []


def test_the_command_writes_beside_a_file_and_tells_a_wrong_call(tmp_path: Path) -> None:
    file = tmp_path / "nota.md"
    file.write_text("# Nota", encoding="utf-8")
    done = CliRunner().invoke(thuishaven.main, ["new", "document", str(file)])
    assert done.exit_code == 0
    assert done.stdout.strip() == str(tmp_path / "nota.yml")
    assert "still missing" in done.stderr
    again = CliRunner().invoke(thuishaven.main, ["new", "document", str(file)])
    assert again.exit_code == 2
    assert "is there already" in again.stderr
    wrong = CliRunner().invoke(thuishaven.main, ["new", "case", "Proef Gent"])
    assert wrong.exit_code == 2
    assert "is no id" in wrong.stderr
