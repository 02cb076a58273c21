"""Which checklist, what can be reached in a scheme, and what changed between two versions of it."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest

from knowledge.catalogue import Catalogue, catalogue
from knowledge.checklist_records import Applies
from knowledge.checklists import Answers, Profile, ResultState, applies, make_checklist
from knowledge.choosing import choose
from knowledge.errors import MisuseError
from knowledge.reach import reach, unreachable
from knowledge.scheme_changes import scheme_changes
from knowledge.schemes import Scheme
from tests.knowledge.small_world import TODAY, criterion, make_scheme, small_catalogue, small_vocabulary

WORDS = small_vocabulary()
SECTOR = {"fact": "sector", "operator": "one of", "values": ["sectors/electrical"]}
NOT_THAT = {"fact": "sector", "operator": "not one of", "values": ["sectors/manufacturing"]}
LARGE = {"fact": "investment", "operator": "at least", "values": ["1.000.000"]}


def scheme(**fields: Any) -> Scheme:
    criteria = fields.pop("criteria", [criterion("een", weight="knock-out"), criterion("twee")])
    return make_scheme(*criteria, **fields)


def with_schemes(*schemes: Scheme) -> Catalogue:
    return dataclasses.replace(small_catalogue(), schemes={one.id: one for one in schemes})


def test_schemes_that_apply_come_first_and_each_says_why() -> None:
    known = with_schemes(
        scheme(id="voorbij", valid_from="2018", valid_until="2020"),
        scheme(id="groot", applies_when=[LARGE]),
        scheme(id="sector", applies_when=[SECTOR]),
        scheme(id="altijd"),
    )
    found = choose(Profile.model_validate({"sector": "C27"}), known, TODAY)
    assert [(one.scheme, one.applies) for one in found[-2:]] == [("groot", Applies.UNKNOWN), ("voorbij", Applies.NO)]
    assert {one.scheme for one in found if one.applies is Applies.YES} == {"altijd", "sector"}
    why = {one.scheme: one.why for one in found}
    assert "de investering staat niet in het profiel" in why["groot"]
    assert "gold deze regeling niet meer: ze gold tot en met 2020" in why["voorbij"]
    then = choose(Profile.model_validate({"sector": "C27"}), known, datetime.date(2019, 5, 1))
    assert {one.scheme: one.applies for one in then}["voorbij"] is Applies.YES


def test_a_scheme_outside_its_period_or_project_is_not_applicable_whatever_was_answered() -> None:
    one = scheme(applies_when=[LARGE], valid_from="2022-03-23", valid_until="2023-12-31")
    answers = Answers.of({"een": "ja", "twee": "ja"})

    def state(investment: object, day: datetime.date) -> ResultState:
        profile = Profile.model_validate({"investment": investment})
        made = make_checklist(one, profile, answers, catalogue=small_catalogue(), today=TODAY, asked_on=day)
        assert made.asked_on == day
        return made.result.state

    inside = datetime.date(2022, 6, 1)
    assert state("2 miljoen", inside) is ResultState.MEETS
    assert state("2 duizend", inside) is ResultState.NOT_APPLICABLE
    assert state("onbekend", inside) is ResultState.UNDECIDED
    assert state("2 miljoen", datetime.date(2022, 3, 22)) is ResultState.NOT_APPLICABLE
    assert state("2 miljoen", datetime.date(2024, 1, 1)) is ResultState.NOT_APPLICABLE


def test_a_scheme_of_open_questions_is_done_when_all_have_words() -> None:
    one = scheme(
        kind="interview", criteria=[criterion("een", weight="open question"), criterion("twee", weight="open question")]
    )

    def state(**answers: Any) -> ResultState:
        return make_checklist(one, None, Answers.of(answers), catalogue=small_catalogue(), today=TODAY).result.state

    told = {"answer": "onbekend", "note": "De eerste stap was een proefopstelling."}
    assert state() is ResultState.UNDECIDED
    assert state(een=told) is ResultState.UNDECIDED
    assert state(een=told, twee=told) is ResultState.MEETS


def test_the_fingerprint_follows_scheme_profile_and_answers() -> None:
    def made(profile: dict[str, Any], answers: dict[str, Any], **fields: Any) -> str:
        one = scheme(**fields)
        return make_checklist(
            one, Profile.model_validate(profile), Answers.of(answers), catalogue=small_catalogue(), today=TODAY
        ).fingerprint

    first = made({"sector": "C27"}, {"een": "ja"})
    assert first == made({"sector": "sectors/electrical"}, {"een": "yes"})
    others = {
        made({}, {"een": "ja"}),
        made({"sector": "C27"}, {}),
        made({"sector": "C27"}, {"een": "ja"}, version="1.1"),
    }
    assert len(others | {first}) == 4


def test_every_criterion_and_outcome_of_the_shipped_schemes_is_reached_as_its_witness_shows() -> None:
    known = catalogue()
    for one in known.schemes.values():
        assert unreachable(one, known.vocabulary) == []
        criteria = {c.id: c for c in one.criteria}
        for reached in reach(one, known.vocabulary).reached:
            if reached.criterion is not None:
                assert reached.profile is not None
                verdict = {Applies.YES: True, Applies.NO: False, Applies.UNKNOWN: None}[reached.applies or Applies.YES]
                assert applies(criteria[reached.criterion], reached.profile, known.vocabulary) is verdict


@pytest.mark.parametrize(
    ("criteria", "fields", "told"),
    [
        ([criterion("een", applies_when=[SECTOR, NOT_THAT])], {}, "'een' applies to no project"),
        ([criterion("een", applies_when=[SECTOR])], {"applies_when": [NOT_THAT]}, "'een' applies to no project"),
        (
            [criterion("een", applies_when=[LARGE, {"fact": "investment", "operator": "at most", "values": ["10"]}])],
            {},
            "'een' applies to no project",
        ),
    ],
)
def test_a_rule_that_no_project_meets_is_told(criteria: list[Any], fields: dict[str, Any], told: str) -> None:
    found = unreachable(scheme(criteria=[*criteria, criterion("twee")], **fields), WORDS)
    assert any(told in one for one in found)


def test_what_changed_between_two_versions() -> None:
    old = scheme()
    new = scheme(
        version="1.1",
        summary="Een nieuwe samenvatting.",
        criteria=[criterion("twee"), criterion("een", weight="weighing"), criterion("drie")],
    )
    found = [(c.kind.value, c.criterion, c.field) for c in scheme_changes(old, new)]
    assert ("changed", None, "summary") in found
    assert ("added", "drie", None) in found
    assert ("moved", "een", None) in found
    assert ("changed", "een", "weight") in found
    assert scheme_changes(new, new) == ()
    assert next((c.kind.value, c.criterion) for c in scheme_changes(new, old) if c.field is None) == ("removed", "drie")


def test_two_schemes_or_one_version_number_twice_are_told() -> None:
    with pytest.raises(MisuseError, match="two schemes, not two versions"):
        scheme_changes(scheme(), scheme(id="anders"))
    with pytest.raises(MisuseError, match=r"both say version"):
        scheme_changes(scheme(), scheme(summary="Anders."))
