"""The trail of an answers file: who changed what, when and on what evidence; nothing in it is ever rewritten."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from knowledge.answer_files import read_answer_file
from knowledge.errors import RecordError, UnknownRecord
from knowledge.profiles import Answer, AnswerValue
from knowledge.trail import AnswerFile, answered, read_trail, write_trail
from tests.knowledge.small_world import small_scheme

SCHEME = small_scheme()
FIRST = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)
LATER = datetime.datetime(2026, 12, 1, 14, 0, tzinfo=datetime.UTC)


def given(answer: str, evidence: str = "") -> Answer:
    return Answer.model_validate({"answer": answer, "evidence": evidence})


def twice(path: Path) -> AnswerFile:
    """A file in which one answer was given and changed."""
    held = answered(read_trail(path, SCHEME), SCHEME, "gericht", given("deels"), by="An", when=FIRST)
    held = answered(held, SCHEME, "gericht", given("ja", "map 3"), by="Bart", when=LATER)
    write_trail(path, held)
    return held


def test_each_change_is_told_and_the_file_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "antwoorden.json"
    held = twice(path)
    assert read_trail(path, SCHEME) == held
    assert [(e.by, e.before and e.before.answer, e.after.answer) for e in held.trail] == [
        ("An", None, AnswerValue.PARTLY),
        ("Bart", AnswerValue.PARTLY, AnswerValue.YES),
    ]
    (now,) = read_answer_file(path, SCHEME).given.values()
    assert (now.answer, now.evidence, now.by, now.date.value) == (AnswerValue.YES, "map 3", "Bart", "2026-12-01")


def test_the_same_answer_again_changes_nothing(tmp_path: Path) -> None:
    held = twice(tmp_path / "a.json")
    assert answered(held, SCHEME, "gericht", given("ja", "map 3"), by="Cis", when=LATER) is held


def test_a_criterion_that_is_not_there_and_a_damaged_trail_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    held = twice(path)
    with pytest.raises(UnknownRecord, match="gericht"):
        answered(held, SCHEME, "gerigt", given("ja"), by="An", when=LATER)
    data = json.loads(path.read_text(encoding="utf-8"))
    data["trail"][1]["when"] = "gisteren"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(RecordError, match=r"trail\.1\.when.*last copy"):
        read_trail(path, SCHEME)
    data["trail"] = "niets"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(RecordError, match="trail is no list"):
        read_trail(path, SCHEME)


def test_a_file_without_a_trail_begins_one(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_text("gericht: nee\n", encoding="utf-8")
    held = answered(read_trail(path, SCHEME), SCHEME, "gericht", given("ja"), by="An", when=FIRST)
    (entry,) = held.trail
    assert entry.before is not None
    assert entry.before.answer is AnswerValue.NO
