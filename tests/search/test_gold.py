"""Gold files: JSON and YAML, kinds, filters, and what is told of a wrong one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.errors import MisuseError
from search.engine import Mode
from search.gold import FILTERS, read_gold

YAML = """\
- id: lamp
  kind: compound
  question: Wie maakt lampen?
  answers:
    - {file: advies.txt, quote: De lampenmaker uit Aalst}
  filters: {kind: advice, since: 2022, until: 2022-12-31, document: [advies, 7]}
  mode: lexical
- id: maan
  kind: No answer
  question: Hoe ver is de maan?
  answers:
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_list_in_yaml(tmp_path: Path) -> None:
    lamp, moon = read_gold(write(tmp_path, "vragen.yml", YAML))
    assert (lamp.group, lamp.mode, lamp.unanswerable) == ("compound", Mode.LEXICAL, False)
    assert lamp.answers[0].quote == "De lampenmaker uit Aalst"
    wanted = {"kind": "advice", "since": "2022", "until": "2022-12-31", "document": ("advies", "7")}
    assert lamp.filters == wanted
    assert (moon.group, moon.answers, moon.unanswerable) == ("No answer", (), True)


def test_a_group_goes_before_a_kind(tmp_path: Path) -> None:
    data = [{"id": "1", "group": "firm", "kind": "no-answer", "question": "x"}]
    (question,) = read_gold(write(tmp_path, "g.json", json.dumps(data)))
    assert (question.group, question.unanswerable) == ("firm", True)


def test_several_files_are_one_list(tmp_path: Path) -> None:
    first = write(tmp_path, "a.yaml", "- {id: a, kind: no-answer, question: x}\n")
    second = write(tmp_path, "b.json", '[{"id": "b", "question": "y", "unanswerable": true}]')
    assert [question.id for question in read_gold([second, first])] == ["b", "a"]
    with pytest.raises(MisuseError, match=r"a\.yaml: two questions have the same id, 'a'"):
        read_gold([first, first])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- {id: a, question: x, answers: [{file: f}]}", r"v\.yml:1: entry 0\.answers\.0\.quote: field required"),
        ("\n- {id: a,\n   question: 7}", r"v\.yml:3: entry 0\.question: input should be a valid string"),
        ("- {id: a, question: x, kind: no-answer, answers: [{file: f, quote: q}]}", "must have answers, or be marked"),
        ("- {id: a, question: x, kind: no-answer, mode: fast}", "mode: input should be 'hybrid', 'lexical'"),
        (
            "- {id: a, question: x, kind: no-answer, filters: {sinds: 2022}}",
            rf"no filter 'sinds' \(use {', '.join(FILTERS)}\)",
        ),
        ("- {id: a, question: x, kind: no-answer, filters: [advice]}", "filters are written as name: value"),
        ("- {id: a, question: x, kind: no-answer, filters: {since: [1, 2]}}", "since takes one date"),
        ("- {id: a, question: x, kind: no-answer, filters: {kind: true}}", "filters.kind"),
        ("- {id: a, question: x, kind: no-answer, filters: {kind: {}}}", "filters.kind"),
        ("- &a {id: a, question: x, kind: no-answer}\n- *a", "alias"),
        ("- {id: a", "is not YAML"),
        ("- een\n- twee", "entry 0"),
        ("id: a", "entry the file: input should be a valid list"),
        ("[]", "No question"),
        ("- !!python/object/apply:os.getcwd []", "is not YAML"),
    ],
)
def test_a_wrong_list_is_told_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(MisuseError, match=said) as error:
        read_gold(write(tmp_path, "v.yml", text))
    assert error.value.exit_code == 2


def test_a_list_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MisuseError, match="cannot be read") as error:
        read_gold(tmp_path / "geen.yml")
    assert error.value.exit_code == 2
