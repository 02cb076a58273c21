"""The interview that makes a profile: what is answered is understood, refused with a cure, or unknown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from knowledge.catalogue import read_vocabulary
from knowledge.checklists import Profile, read_profile
from knowledge.errors import MisuseError, RecordError
from knowledge.facts import Fact, as_amount
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


def test_what_is_offered_stands_beside_what_is_known_and_counts_for_nothing(tmp_path: Path) -> None:
    known = Profile.model_validate({"sector": ["sectors/textiles"], "route": {"origin": "jurisdictions/cn"}})
    offered = {
        Fact.SECTOR: [("sectors/electronics", "elektronica"), ("een: 'eigen' # woord", "regel\neen")],
        Fact.ROUTE_TO: [("jurisdictions/no", "Noorwegen")],
        Fact.REGION: [],
    }
    path = tmp_path / "profiel.yml"
    text = as_yaml(known, offered)
    path.write_text(text, encoding="utf-8")
    assert read_profile(path, WORDS) == known
    assert "#- sectors/electronics  # voorstel: elektronica\n" in text
    path.write_text(re.sub(r"^( *)#(?! )", r"\1", text, flags=re.MULTILINE), encoding="utf-8")
    with pytest.raises(RecordError, match="'destination' stands here twice"):
        read_profile(path, WORDS)
    assert as_yaml(known, {}) == as_yaml(known) == as_yaml(known, {Fact.REGION: []})


@pytest.mark.parametrize("said", ["2,5 miljoen", "1.250.000", "1250000,50", "0,5"])
def test_an_amount_is_written_as_it_is_read(said: str, tmp_path: Path) -> None:
    (question,) = (one for one in QUESTIONS if one.fact is Fact.INVESTMENT)
    made = profile_of({question.field: answer(question, said, WORDS), ("aid", "amount"): said}, WORDS)
    assert made.investment == made.aid.amount == as_amount(said)
    path = tmp_path / "profiel.yml"
    path.write_text(as_yaml(made), encoding="utf-8")
    assert read_profile(path, WORDS) == made


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
