"""The relevance suite: no kind of question falls below its floor, and the hybrid loses to no leg nor to plain BM25."""

from __future__ import annotations

from statistics import mean

import pytest

from knowledge.documents import PassageKind
from search.engine import Searcher
from search.gold import GoldQuestion
from tests.search.relevance import plain
from tests.search.relevance.suites import CASES, KINDS, MARKS, WHOLE, WRITING, Run, reached, read_floors

SUITES = tuple(pytest.param(suite, marks=marks) for suite, marks in MARKS.items())
EXACT = ("exact-name", "abbreviation", "number", "date", "phrase")
ASIDE = {PassageKind.CONTENTS, PassageKind.REFERENCE}
TOLD_APART = ("(denied, not stated)", "(asked, not stated)", "(supposed, not stated)", "a question: asked, not stated")
SLACK = 0.02
MANY = 15


def each(kinds: list[tuple[str, str]]) -> pytest.MarkDecorator:
    """A test for each suite and kind."""
    return pytest.mark.parametrize(
        ("suite", "kind"), [pytest.param(suite, kind, marks=MARKS[suite]) for suite, kind in kinds]
    )


@pytest.fixture
def run(suite: str, request: pytest.FixtureRequest) -> Run:
    """What came of the suite's cases."""
    found: Run = request.getfixturevalue(f"{suite}_run")
    return found


@pytest.fixture
def searcher(suite: str, request: pytest.FixtureRequest) -> Searcher:
    """The searcher that the suite is asked of."""
    found: Searcher = request.getfixturevalue(suite)
    return found


def test_the_golden_switch_is_off() -> None:
    assert not WRITING, "THUISHAVEN_GOLDEN=write is on: look at the new floors, then run the tests without it"


@pytest.mark.parametrize("suite", list(KINDS))
def test_every_kind_of_case_has_a_floor_and_no_other_has(suite: str) -> None:
    assert read_floors(suite).keys() - {WHOLE} == KINDS[suite].keys()


@each([(suite, kind) for suite, kinds in KINDS.items() for kind in (*sorted(kinds), WHOLE)])
def test_the_floor(run: Run, suite: str, kind: str) -> None:
    figures = reached(run if kind == WHOLE else run["groups"][kind], whole=kind == WHOLE)
    low = {name: (figures[name], floor) for name, floor in read_floors(suite)[kind].items() if figures[name] < floor}
    missed = [row["id"] for row in run["per_query"] if row["group"] == kind and not row.get("first_rank")]
    assert not low, f"{kind}: (measured, floor) {low}; without a right hit among ten: {missed}"


@pytest.mark.parametrize("suite", SUITES)
def test_every_quote_stands_in_a_passage(run: Run, suite: str) -> None:
    ours = {case.id for case in CASES[suite]}
    assert not run["missing_files"]
    assert not ours & {*run["not_in_store"], *run["partly_in_store"]}


@each(
    [(suite, kind) for suite, kinds in KINDS.items() for kind in kinds if kinds[kind] >= MANY and kind != "no-answer"]
)
@pytest.mark.parametrize("leg", ["lexical", "semantic"])
def test_the_hybrid_does_not_lose_to_a_leg(run: Run, suite: str, kind: str, leg: str) -> None:
    hybrid, alone = (run["modes"][mode]["groups"][kind]["metrics"]["ndcg@10"] for mode in ("hybrid", leg))
    assert hybrid >= alone - SLACK


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize("kinds", [EXACT, ("keywords",)], ids=["exact", "keywords"])
def test_exact_words_are_found_as_well_as_by_plain_bm25(
    run: Run, searcher: Searcher, suite: str, kinds: tuple[str, ...]
) -> None:
    asked = [case for case in CASES[suite] if case.group in kinds and not case.filters]
    ours = {row["id"]: row["ndcg@10"] for row in run["per_query"] if not row.get("unanswerable")}
    theirs = plain.ndcg(asked, searcher)
    if theirs is None:
        theirs = {row["id"]: row.get("ndcg@10", 0.0) for row in run["modes"]["lexical"]["per_query"]}
    lost = {case.id: (ours[case.id], theirs[case.id]) for case in asked if ours[case.id] < theirs[case.id]}
    assert mean(ours[case.id] for case in asked) >= mean(theirs[case.id] for case in asked), lost


@pytest.mark.parametrize(
    "case", [case for case in CASES["shipped"] if case.group == "denied"], ids=lambda case: case.id
)
def test_what_is_only_denied_or_asked_says_so(shipped_run: Run, case: GoldQuestion) -> None:
    row = next(row for row in shipped_run["per_query"] if row["id"] == case.id)
    right = [hit for hit in row["hits"] if hit["right"]]
    assert right
    for hit in right:
        assert any(reason.endswith(TOLD_APART) for reason in hit["why"]), hit["why"]


@pytest.mark.parametrize("suite", SUITES)
def test_a_contents_page_or_a_list_of_sources_never_goes_first(run: Run, searcher: Searcher, suite: str) -> None:
    kinds = {passage.id: passage.kind for passage in searcher.store.passages()}
    first = {}
    for row in run["per_query"]:
        held = {kinds[passage] for answer in row.get("expected", ()) for passage in answer["passages"]}
        if held - ASIDE and row["hits"]:
            first[row["id"]] = kinds[row["hits"][0]["passage"]]
    assert first
    assert not {case for case, kind in first.items() if kind in ASIDE}


@pytest.mark.parametrize("suite", SUITES)
def test_every_question_can_be_asked_and_finds_something(run: Run, suite: str) -> None:
    assert not run["notes"]
    assert not [row["id"] for row in run["per_query"] if row.get("expected") and not row["hits"]]
