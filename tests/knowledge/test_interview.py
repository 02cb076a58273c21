"""The interview that makes a profile: what is answered is understood, refused with a cure, or unknown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from knowledge.catalogue import read_vocabulary
from knowledge.checklists import Profile, read_profile
from knowledge.errors import MisuseError
from knowledge.facts import Fact
from knowledge.interview import QUESTIONS, answer, as_yaml, profile_of
from thuishaven import main

WORDS = read_vocabulary()


def test_there_is_a_question_for_every_fact_and_its_example_is_understood(tmp_path: Path) -> None:
    assert {question.fact for question in QUESTIONS} == {None, *Fact}
    given = {question.field: answer(question, question.example, WORDS) for question in QUESTIONS}
    assert None not in given.values()
    made = profile_of(given, WORDS)
    assert all(made.values(fact) for fact in Fact)
    path = tmp_path / "profiel.yml"
    path.write_text(as_yaml(made), encoding="utf-8")
    assert read_profile(path, WORDS) == made


def test_unknown_is_always_an_answer(tmp_path: Path) -> None:
    for said in ("", "onbekend", "?", " unknown "):
        given = {question.field: answer(question, said, WORDS) for question in QUESTIONS}
        assert profile_of(given, WORDS) == Profile()
    path = tmp_path / "profiel.yml"
    path.write_text(as_yaml(Profile()), encoding="utf-8")
    assert read_profile(path, WORDS) == Profile()


@pytest.mark.parametrize(
    ("fact", "said", "told"),
    [
        (Fact.INVESTMENT, "1.5", r"comma for decimals.*Write for example: 2,5 miljoen"),
        (Fact.CIRCULARITY, "misschien", "ja, nee or onbekend"),
        (Fact.START, "morgen", "YYYY"),
        (Fact.SIZE, "reusachtig", "micro"),
    ],
)
def test_what_is_not_understood_is_told_with_an_example(fact: Fact, said: str, told: str) -> None:
    (question,) = (one for one in QUESTIONS if one.fact is fact)
    with pytest.raises(MisuseError) as error:
        answer(question, said, WORDS)
    assert re.search(told, f"{error.value.message} {error.value.cure}", re.DOTALL)


def test_the_command_asks_again_and_writes_a_profile_that_can_be_used(tmp_path: Path) -> None:
    path = tmp_path / "profiel.yml"
    told = [
        "Lampen terug",
        "C27",
        "",
        "levertijd",
        "",
        "China",
        "China",
        "Vlaanderen",
        "",
        "",
        "",
        "1.5",
        "2,5 miljoen",
    ]
    said = "\n".join([*told, *[""] * len(QUESTIONS)]) + "\n"
    done = CliRunner().invoke(main, ["profile", "--output", str(path)], input=said)
    assert done.exit_code == 0, done.output
    assert "nothing comes back from where it stays" in done.output
    assert "comma for decimals" in done.output
    found = read_profile(path, WORDS)
    assert (found.title, found.values(Fact.INVESTMENT)) == ("Lampen terug", ("2500000",))
    assert CliRunner().invoke(main, ["profile", "--output", str(path)], input=said).exit_code != 0, "it exists"
