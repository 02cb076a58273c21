"""Counts over cases: every case is counted or named as silent, and nothing is guessed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import statistics
from knowledge.base import Basis, Claim, Stated
from knowledge.cases import Case, CaseKind, DefinitionTest
from knowledge.catalogue import catalogue
from knowledge.concepts import Vocabulary

CITED = {"source": "nota", "locator": "§1"}
FACETS = ("motives", "sectors", "periods", "automation", "governance", "definitions")


def stated(value: object) -> dict[str, object]:
    return {"value": value, "citations": [CITED]}


def _is_stated(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Stated)


def case(case_id: str = "touw", **fields: Any) -> Case:
    """A case of which the source tells nothing but what is given here."""
    values: dict[str, Any] = {
        name: "not stated" for name, field in Case.model_fields.items() if _is_stated(field.annotation)
    } | {
        "id": case_id,
        "title": case_id,
        "summary": "Een geval.",
        "sectors": [{"concept": "sectors/textiles", "citations": [CITED]}],
        "route": {"origin": "not stated", "destination": "not stated"},
        "definition": {"value": "unclear", "basis": "inferred", "note": "De tekst zwijgt."},
        "citations": [CITED],
    }
    return Case.model_validate(values | fields)


def motive(name: str, basis: Basis = Basis.STATED) -> Claim:
    return Claim.model_validate(
        {"concept": f"motives/{name}", "basis": basis, "citations": [CITED], "note": "Zo gelezen."}
    )


def test_only_cases_of_reshoring_count() -> None:
    foreign = case("ver", kind=CaseKind.FOREIGN)
    counter = case(
        "weg",
        kind=CaseKind.COUNTER_CASE,
        definition=stated(DefinitionTest.COUNTER_CASE),
    )
    assert [c.id for c in statistics.counting([case("b"), foreign, case("a"), counter])] == ["a", "b"]


def test_a_tally_names_the_cases_those_inferred_and_those_that_are_silent() -> None:
    cases = [
        case("a", motives=[motive("automation"), motive("flexibility")]),
        case("b", motives=[motive("automation", Basis.INFERRED)]),
        case("c"),
    ]
    found = statistics.tally(cases, statistics.motives)
    assert (found.n, found.silent) == (3, ("c",))
    assert [(c.mark, c.cases, c.inferred) for c in found.counts] == [
        ("motives/automation", ("a", "b"), ("b",)),
        ("motives/flexibility", ("a",), ()),
    ]


def test_motives_are_taken_together_under_the_driver_above_them(vocabulary: Vocabulary) -> None:
    facet = statistics.drivers(vocabulary)
    both = case(motives=[motive("automation", Basis.INFERRED), motive("flexibility")])
    assert facet(both) == {"motives/production-process": Basis.STATED}
    assert facet(case(motives=[motive("automation", Basis.INFERRED)])) == {"motives/production-process": Basis.INFERRED}
    assert facet(case(motives=[motive("not-in-the-vocabulary")])) == {"motives/not-in-the-vocabulary": Basis.STATED}


def dated(*milestones: tuple[str, str]) -> Case:
    """A case with milestones: their dates and phases."""
    told = [{"date": date, "phase": phase, "text": "Zo gezegd.", "citations": [CITED]} for date, phase in milestones]
    return case(milestones=told)


@pytest.mark.parametrize(
    ("milestones", "year"),
    [
        ([("1996", "left"), ("2018", "decided")], 2018),
        ([("2018-03", "decided"), ("2021-06-30", "back")], 2021),
        ([("2008", "left")], None),
        ([("2013", "other")], None),
        ([], None),
    ],
)
def test_the_year_of_the_return_is_dated_by_the_source(milestones: list[tuple[str, str]], year: int | None) -> None:
    assert statistics.year_of_return(dated(*milestones)) == year


def test_a_year_falls_in_a_period_of_five() -> None:
    assert statistics.periods(dated(("2014", "back"))) == {"2010-2014": Basis.STATED}
    assert statistics.periods(dated(("2015", "back"))) == {"2015-2019": Basis.STATED}
    assert statistics.periods(case()) == {}


def test_a_country_counts_where_the_words_name_it(vocabulary: Vocabulary) -> None:
    facet = statistics.origins(vocabulary)

    def origin(told: str) -> set[str]:
        return set(facet(case(route={"origin": stated(told), "destination": "not stated"})))

    assert origin("Veszprém, Hongarije") == {"jurisdictions/hu"}
    assert origin("China (externe partij)") == {"jurisdictions/cn"}
    assert origin("Lageloonlanden; welke, staat er niet") == set()
    assert set(facet(case())) == set()


@pytest.mark.parametrize(
    ("told", "answer"),
    [("Ja, in sterke mate", "ja"), ("Nee, het blijft handwerk", "nee"), ("Waarschijnlijk", "anders")],
)
def test_automation_is_what_the_record_says_outright(told: str, answer: str) -> None:
    assert statistics.automation(case(automation=stated(told))) == {answer: Basis.STATED}


def test_two_questions_together(vocabulary: Vocabulary) -> None:
    cases = [
        case("a", motives=[motive("automation")], milestones=dated(("2018", "back")).milestones),
        case("b", motives=[motive("automation")], milestones=dated(("2012", "back")).milestones),
        case("c", motives=[motive("home-brand")]),
    ]
    found = statistics.cross(cases, statistics.motives, statistics.periods)
    assert found.columns == ("2010-2014", "2015-2019")
    assert found.rows == ("motives/automation",)
    assert found.cells == {
        ("motives/automation", "2015-2019"): ("a",),
        ("motives/automation", "2010-2014"): ("b",),
    }
    assert found.silent == ("c",)


@given(st.lists(st.lists(st.sampled_from(["automation", "flexibility", "home-brand"]), unique=True), max_size=6))
def test_every_case_is_counted_or_silent(motives: list[list[str]]) -> None:
    cases = [case(f"geval-{i}", motives=[motive(name) for name in names]) for i, names in enumerate(motives)]
    found = statistics.tally(cases, statistics.motives)
    counted = {case_id for count in found.counts for case_id in count.cases}
    assert counted | set(found.silent) == {c.id for c in cases}
    assert not counted & set(found.silent)
    assert sum(len(count.cases) for count in found.counts) == sum(map(len, motives))
    assert [len(c.cases) for c in found.counts] == sorted((len(c.cases) for c in found.counts), reverse=True)


@pytest.mark.parametrize("name", FACETS)
def test_the_shipped_cases_are_all_accounted_for(name: str) -> None:
    cases = statistics.counting(catalogue().cases.values())
    found = statistics.tally(cases, getattr(statistics, name))
    assert found.n == len(cases) > 0
    assert {i for c in found.counts for i in c.cases} | set(found.silent) == {c.id for c in cases}
    assert all(set(c.inferred) <= set(c.cases) for c in found.counts)


def test_metes_has_no_year_and_continental_has_one() -> None:
    cases = catalogue().cases
    assert statistics.year_of_return(cases["metes-dilsen-stokkem"]) is None
    assert statistics.year_of_return(cases["continental-mechelen"]) == 2018
