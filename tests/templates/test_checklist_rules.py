"""The rules as the browser gets them: nothing left to look up, and the same numbers and records as everywhere else."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from knowledge.catalogue import catalogue
from knowledge.checklists import make_checklist
from knowledge.conditions import explain
from knowledge.facts import KINDS, SCHEMES, Fact, FactKind
from knowledge.profiles import Profile
from knowledge.schemes import Criterion, Scheme
from knowledge.sentences import SAY
from knowledge.verdicts import STATES
from templates.checklist_rules import FOLDER, rule_files

MOST = 40_000
"""Bytes of the rules that every checklist loads."""


@pytest.fixture(scope="module")
def files() -> dict[str, Any]:
    """The data of each script by its name, read as a browser would."""
    found = {}
    for path, text in rule_files(catalogue()):
        called = re.fullmatch(r'thuishavenRegels\("([a-z0-9-]+)",(.*)\);\n', text)
        assert called is not None
        assert path == f"{FOLDER}/{called[1]}.js"
        assert not re.search("[<\u2028\u2029]", text), "a script element could be closed or a line ended"
        found[called[1]] = json.loads(called[2])
    return found


def test_there_is_a_file_for_each_scheme_and_the_first_is_small(files: dict[str, Any]) -> None:
    schemes = catalogue().schemes
    assert set(files) == {"index", "woorden"} | {f"regeling-{name}" for name in schemes}
    assert {one["id"] for one in files["index"]["schemes"]} == set(schemes)
    assert len(dict(rule_files(catalogue()))[f"{FOLDER}/index.js"].encode()) < MOST


def test_a_scheme_is_given_whole_with_the_numbers_of_its_checklist(files: dict[str, Any]) -> None:
    for scheme in catalogue().schemes.values():
        told = files[f"regeling-{scheme.id}"]
        assert told["scheme"] == scheme.model_dump(mode="json")
        made = make_checklist(scheme, catalogue=catalogue(), today=scheme.reviewed)
        assert told["numbers"] == scheme.numbers() == {line.id: line.number for line in made.lines}
        said = [one["text"] for one in told["notices"] if one["since"] is None or one["since"] <= str(scheme.reviewed)]
        assert sorted(said) == sorted(one for one in made.notices if "verzameling documenten" not in one)


def test_every_fact_has_a_field_and_every_state_its_words(files: dict[str, Any]) -> None:
    index = files["index"]
    assert index["fields"][0]["fact"] is None
    assert {one["fact"] for one in index["fields"][1:]} == set(Fact)
    for one in index["fields"]:
        value: Any = Profile().model_dump(mode="json")
        for key in one["path"]:
            value = value[key]
        assert value == ([] if one["several"] else None)
    assert index["states"] == {state.value: words for state, words in STATES.items()}
    assert index["say"] == SAY


def test_what_counts_as_meant_is_what_python_takes_for_it(files: dict[str, Any]) -> None:
    """For every concept that a fact can be, the resolved condition says what the vocabulary says."""
    words = catalogue().vocabulary
    index = files["index"]
    about = {one["id"]: one for one in index["schemes"]}
    seen = 0
    for scheme in catalogue().schemes.values():
        told = about[scheme.id]
        rules: list[tuple[Criterion | Scheme, list[int]]] = [(scheme, told["when"])]
        rules += zip(scheme.criteria, told["criteria"], strict=True)
        for rule, when in rules:
            for condition, place in zip(rule.applies_when, when, strict=True):
                if KINDS[condition.fact] is not FactKind.CONCEPT:
                    continue
                alone = rule.model_copy(update={"applies_when": (condition,)})
                resolved = index["conditions"][place]
                negative = resolved["asks"] == "not among"
                for concept in _values(condition.fact):
                    meant, wide = concept in resolved["means"], concept in resolved["wide"]
                    found = not negative if meant else None if wide else negative
                    expected = explain(alone, _only(condition.fact, concept), words)[0]
                    assert found is expected, (rule.id, concept)
                    seen += 1
    assert seen > 500


def _values(fact: Fact) -> list[str]:
    words = catalogue().vocabulary
    return [concept.id for s in SCHEMES[fact] if s in words.schemes for concept in words.of(s)]


def _only(fact: Fact, value: str) -> Profile:
    fields: dict[Fact, dict[str, Any]] = {
        Fact.SECTOR: {"sector": [value]},
        Fact.MOTIVE: {"motives": [value]},
        Fact.ACTIVITY: {"activity": [value]},
        Fact.DEFINITION: {"definition": value},
        Fact.ROUTE_FROM: {"route": {"origin": value}},
        Fact.ROUTE_TO: {"route": {"destination": value}},
        Fact.REGION: {"region": value},
        Fact.MARKET: {"market": [value]},
        Fact.TECHNOLOGY: {"technology": [value]},
        Fact.MATERIAL: {"materials": [value]},
        Fact.AID_FORM: {"aid": {"form": value}},
    }
    return Profile.model_validate(fields[fact])
