"""Twelve projects as a lawyer would read them: which checklists, and what the filled ones come to.

Eight are the Flemish cases as if they began today, with nothing that their records do not say; four are invented and
say so. THUISHAVEN_GOLDEN=write rewrites what is expected; the tests fail while it is on.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.cases import DefinitionTest
from knowledge.catalogue import catalogue
from knowledge.checklist_records import Applies, Checklist, Line
from knowledge.checklists import (
    Answer,
    AnswerValue,
    Profile,
    ResultState,
    make_checklist,
    points,
    read_answers,
    read_profile,
    scope,
)
from knowledge.choosing import Choice, choose
from knowledge.schemes import Scheme, Weight
from knowledge.verdicts import judge
from knowledge.wording import nl_date
from templates.labels import dutch
from tests.conftest import ROOT

WRITING = os.environ.get("THUISHAVEN_GOLDEN") == "write"
GOLDEN = ROOT / "tests" / "golden" / "projects"
TODAY = datetime.date(2026, 11, 21)
ASKED_ALSO = {
    ("verzonnen-kabelboom", "social-economy-call-2021"): datetime.date(2021, 9, 1),
    ("verzonnen-lagers-emilia", "temporary-crisis-framework-2022"): datetime.date(2022, 8, 1),
}
"""Checklists of a scheme that has ended are made for today, and once more for a day on which it was open."""

FLEMISH = {
    "barco-kortrijk",
    "continental-mechelen",
    "corbeo-zele",
    "eda-kalmthout",
    "ivc-avelgem",
    "metes-dilsen-stokkem",
    "sylvania-tienen",
    "vergokan-oudenaarde",
}
NAMES = sorted(path.stem for path in GOLDEN.glob("*.yml") if "." not in path.stem)
HEADINGS = {Applies.YES: "GELDT", Applies.UNKNOWN: "NIET BEKEND OF HET GELDT", Applies.NO: "GELDT NIET"}


def profile_of(name: str) -> Profile:
    return read_profile(GOLDEN / f"{name}.yml", catalogue().vocabulary)


def answered(name: str) -> list[str]:
    """The schemes to which the answers of a project are given, in the order of their names."""
    return sorted(path.name.split(".")[1] for path in GOLDEN.glob(f"{name}.*.answers.yml"))


@cache
def checklists(name: str) -> tuple[Checklist, ...]:
    """The filled checklists of a project."""
    return tuple(_made(name))


def _made(name: str) -> Iterator[Checklist]:
    for scheme_id in answered(name):
        scheme = catalogue().schemes[scheme_id]
        answers = read_answers(GOLDEN / f"{name}.{scheme_id}.answers.yml", scheme)
        for day in (TODAY, *filter(None, [ASKED_ALSO.get((name, scheme_id))])):
            yield make_checklist(scheme, profile_of(name), answers, catalogue=catalogue(), today=TODAY, asked_on=day)


def told(name: str) -> str:
    """What a lawyer reads: one line a point."""
    profile, filled = profile_of(name), checklists(name)
    lines = [f"# {profile.title}", f"Gevraagd voor {nl_date(TODAY)}.", "", "## PROFIEL", *_facts(filled[0])]
    lines += _choices(choose(profile, catalogue(), TODAY))
    for made in filled:
        lines += ["", *_checklist(made)]
    return "\n".join(lines) + "\n"


def _facts(made: Checklist) -> Iterator[str]:
    yield from (f"- {fact.name}: {fact.value}" for fact in made.facts if fact.known)
    yield f"- niet bekend: {', '.join(fact.name for fact in made.facts if not fact.known) or 'niets'}"


def _choices(found: tuple[Choice, ...]) -> Iterator[str]:
    for applies, heading in HEADINGS.items():
        yield from ("", f"## {heading}")
        listed = [one for one in found if one.applies is applies]
        for one in listed:
            count = "" if applies is Applies.NO else f" [{one.criteria} criteria, {one.open} onzeker]"
            yield f"- {one.title} ({one.scheme}, {dutch(one.status)}){count}: {one.why}"
        if not listed:
            yield "- geen enkele"


def _checklist(made: Checklist) -> Iterator[str]:
    yield f"## CHECKLIST {made.scheme.id} {made.scheme.version}, gevraagd voor {nl_date(made.asked_on)}"
    yield f"Uitkomst: {made.result.label}"
    yield from (f"- let op: {notice}" for notice in made.notices if "passages" not in notice)
    yield f"- samengevat: {made.result.summary}"
    yield from (f"- reden: {reason.title}: {reason.text}" for reason in made.result.reasons)
    yield from (f"- antwoord {_answer(line)}" for line in made.lines if line.answered)
    yield from (f"- geldt niet: {line.number} {line.title}" for line in made.lines if line.applies is Applies.NO)
    numbers = {line.id: line.number for line in made.lines}
    for need in made.result.needed:
        where = numbers.get(need.criterion or "", "profiel" if need.fact else "regeling")
        yield f"- nodig ({dutch(need.kind)}): {where}: {need.text}"


def _answer(line: Line) -> str:
    given = line.answer
    by = " ".join(filter(None, [given.by, nl_date(given.date) if given.date.value else ""]))
    parts = [f"bewijs: {given.evidence}" if given.evidence else "", given.note, f"door {by}" if by else ""]
    behind = "; ".join(part.rstrip(".") for part in parts if part)
    word = "in woorden" if line.weight is Weight.OPEN else dutch(given.answer)
    return f"{line.number} {line.title}: {word}{f' ({behind})' if behind else ''}"


def test_the_golden_switch_is_off() -> None:
    assert not WRITING, "THUISHAVEN_GOLDEN=write is on: look at what is expected now, then run the tests without it"


@pytest.mark.parametrize("name", NAMES)
def test_a_project_comes_to_what_a_lawyer_read(name: str) -> None:
    path = GOLDEN / f"{name}.expected.txt"
    made = told(name)
    if WRITING:
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


def test_there_are_twelve_projects_and_every_file_belongs_to_one() -> None:
    assert len(NAMES) == 12
    assert set(NAMES) >= FLEMISH
    assert {path.name.split(".")[0] for path in GOLDEN.iterdir()} == set(NAMES)
    assert set(ASKED_ALSO) <= {(name, scheme) for name in NAMES for scheme in answered(name)}


def test_between_them_they_reach_every_outcome() -> None:
    reached = {(name in FLEMISH, made.result.state) for name in NAMES for made in checklists(name)}
    assert {state for flemish, state in reached if not flemish} == set(ResultState)
    assert (True, ResultState.MEETS) not in reached, "the records do not say enough to meet anything"


@pytest.mark.parametrize("name", sorted(FLEMISH))
def test_a_flemish_project_says_no_more_than_its_case(name: str) -> None:
    case, profile = catalogue().cases[name], profile_of(name)
    definitions = {
        DefinitionTest.NARROW: "definitions/reshoring-narrow",
        DefinitionTest.BROAD: "definitions/reshoring-broad",
    }
    assert profile.sector == tuple(claim.concept for claim in case.sectors)
    assert profile.motives == tuple(claim.concept for claim in case.motives)
    assert profile.definition == definitions.get(case.definition.value or DefinitionTest.UNCLEAR)
    models = {one for one in profile.activity if one.startswith("governance-models/")}
    assert models == {case.governance.value} - {"governance-models/unclear"}
    money_and_time = (profile.investment, profile.aid.amount, profile.aid.form, profile.region, profile.start.value)
    assert money_and_time == (None,) * 5
    for made in checklists(name):
        for line in made.lines:
            assert not line.answered or line.answer.evidence.startswith(f"Geval {name}, "), line.id


@pytest.mark.parametrize("name", sorted(set(NAMES) - FLEMISH))
def test_an_invented_project_says_that_it_is(name: str) -> None:
    assert name.startswith("verzonnen-")
    assert "(verzonnen)" in (profile_of(name).title or "")
    assert (GOLDEN / f"{name}.yml").read_text(encoding="utf-8").startswith("# Verzonnen: ")


# the shipped schemes, whatever a project and its answers say

POOLS: Mapping[str, tuple[Any, ...]] = {
    "sector": (["agriculture"], ["fishing-aquaculture"], ["batteries"], ["C27"], ["furniture"], ["manufacturing"]),
    "origin": ("China", "Hongarije", "EU", "lageloonlanden", "Turkije"),
    "destination": ("Vlaanderen", "België", "jurisdictions/it-45", "jurisdictions/kr", "ergens"),
    "size": ("micro", "medium", "large"),
    "social_partner": ("ja", "nee"),
    "form": ("instruments/subsidies", "instruments/loans-guarantees", "instruments/financial-incentives"),
    "materials": (["materials/lithium"], ["hout"]),
    "circularity": ("ja", "nee"),
}
DAYS = (datetime.date(2010, 1, 1), datetime.date(2021, 6, 1), datetime.date(2022, 8, 1), TODAY)
SCHEMES = st.sampled_from(list(catalogue().schemes.values()))
ANSWERS = [value.value for value in AnswerValue]
TOLD = "map 1"


def profile_from(facts: Mapping[str, Any]) -> Profile:
    plain = {name: value for name, value in facts.items() if name not in ("origin", "destination", "form")}
    route = {end: facts[end] for end in ("origin", "destination") if end in facts}
    return Profile.model_validate(plain | {"route": route, "aid": {"form": facts.get("form")}})


def state_of(scheme: Scheme, facts: Mapping[str, Any], answers: Mapping[str, str], day: datetime.date) -> ResultState:
    words, profile = catalogue().vocabulary, profile_from(facts)
    given = {
        key: Answer(answer=AnswerValue(value), evidence="" if value == "unknown" else TOLD)
        for key, value in answers.items()
    }
    return judge(tuple(points(scheme, profile, given, words).values()), scope(scheme, profile, words, day)).state


def answers_to(scheme: Scheme, weighed: str) -> dict[str, str]:
    """Yes to all that decides alone, `weighed` to the rest: as near to the edge as answers come."""
    return {c.id: "yes" if c.weight is Weight.KNOCK_OUT else weighed for c in scheme.criteria}


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), scheme=SCHEMES, day=st.sampled_from(DAYS))
def test_filling_in_what_is_unknown_never_unsettles_a_shipped_scheme(
    data: st.DataObject, scheme: Scheme, day: datetime.date
) -> None:
    facts = {name: data.draw(st.sampled_from(pool), name) for name, pool in POOLS.items()}
    ids = st.sampled_from([criterion.id for criterion in scheme.criteria])
    changed = data.draw(st.dictionaries(ids, st.sampled_from(ANSWERS), max_size=3), "changed")
    answers = answers_to(scheme, data.draw(st.sampled_from(ANSWERS), "weighed")) | changed
    left_out = data.draw(st.sets(st.sampled_from(sorted(POOLS))), "left out")
    still_open = data.draw(st.sets(ids, max_size=3), "open")
    fewer_answers = {key: "unknown" if key in still_open else value for key, value in answers.items()}
    fewer_facts = {name: value for name, value in facts.items() if name not in left_out}
    after = state_of(scheme, facts, answers, day)
    for before in (
        state_of(scheme, fewer_facts, answers, day),
        state_of(scheme, facts, fewer_answers, day),
        state_of(scheme, fewer_facts, fewer_answers, day),
    ):
        if before is ResultState.MEETS:
            assert after is not ResultState.UNDECIDED
        if before in (ResultState.FAILS, ResultState.NOT_APPLICABLE):
            assert after is before


@pytest.mark.parametrize("scheme", catalogue().schemes.values(), ids=lambda scheme: scheme.id)
def test_what_is_met_is_not_unsettled_by_one_more_fact(scheme: Scheme) -> None:
    conditional = [criterion.id for criterion in scheme.criteria if criterion.applies_when]
    one_changed = [{}, *({key: value} for key in conditional for value in ("yes", "no", "unknown"))]
    partner = {"social_partner": "ja"} if len(scheme.applies_when) > 1 else {}
    met = 0
    for weighed, changed, day in product(("yes", "no"), one_changed, DAYS):
        answers = answers_to(scheme, weighed) | changed
        for destination in ("Vlaanderen", "jurisdictions/it-45", "jurisdictions/kr"):
            facts = {"destination": destination} | partner
            if state_of(scheme, facts, answers, day) is not ResultState.MEETS:
                continue
            met += 1
            for name, pool in POOLS.items():
                more = (facts | {name: one} for one in pool if name not in facts)
                assert ResultState.UNDECIDED not in {state_of(scheme, one, answers, day) for one in more}, name
    assert met, "nothing was met, so nothing was tested"


@pytest.mark.parametrize("scheme", catalogue().schemes.values(), ids=lambda scheme: scheme.id)
def test_every_outcome_of_a_shipped_scheme_is_reached_by_a_project(scheme: Scheme) -> None:
    hard = {c.id for c in scheme.criteria if c.weight is Weight.KNOCK_OUT}
    ways = [
        {c.id: "yes" for c in scheme.criteria},
        {c.id: "unknown" for c in scheme.criteria},
        {c.id: "no" if c.id in hard else "yes" for c in scheme.criteria},
    ]
    reached = {
        state_of(scheme, {"destination": destination, "social_partner": partner, "sector": ["furniture"]}, answers, day)
        for destination, partner, answers, day in product(POOLS["destination"], ("ja", "nee"), ways, DAYS)
    }
    wanted = {ResultState.MEETS, ResultState.UNDECIDED}
    wanted |= {ResultState.FAILS} if hard else set()
    dated = scheme.valid_from.value or scheme.valid_until.value
    wanted |= {ResultState.NOT_APPLICABLE} if scheme.applies_when or dated else set()
    assert reached == wanted
