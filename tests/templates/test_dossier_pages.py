"""The pages of dossiers and the timeline, and the ways back: from a record to whatever names it."""

from __future__ import annotations

import re
from html import unescape

import pytest

from knowledge.catalogue import catalogue
from knowledge.dossiers import ViewKind
from knowledge.statistics import counting
from knowledge.store import Store
from templates import links
from templates.bundle_rows import bundle_rows
from templates.dossier_pages import dossier_pages
from templates.dossier_views import Shown, shown
from templates.figure_pages import figure_pages
from templates.holdings import Holdings, read_holdings
from templates.records import case_pages, measure_pages
from templates.system_pages import system_pages
from templates.timeline import KINDS, moments, timeline_page
from templates.uses import place_of, uses_of
from tests.site_store import fill


@pytest.fixture(scope="module")
def holdings(tmp_path_factory: pytest.TempPathFactory) -> Holdings:
    """The small store with the shipped catalogue."""
    with Store(tmp_path_factory.mktemp("home") / "thuishaven.sqlite") as store:
        fill(store)
        return read_holdings(catalogue(), store, "9.9")


@pytest.fixture(scope="module")
def made(holdings: Holdings) -> dict[str, str]:
    """The pages that this file is about, by path."""
    parts = (dossier_pages, timeline_page, case_pages, measure_pages, system_pages, figure_pages)
    return {path: text for part in parts for path, text in part(holdings)}


def words(source: str) -> str:
    """A page without its tags, white space collapsed."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", source)))


def test_every_sentence_stands_on_the_page_with_its_number_or_its_mark(made: dict[str, str]) -> None:
    for dossier in catalogue().dossiers.values():
        page = made[links.written(links.dossier(dossier.id))]
        plain = words(page)
        for statement in dossier.statements:
            # the words that lead to a record are parted from what follows by the tags that are gone
            told = words(statement.plain)
            assert told.replace(" ", "") in plain.replace(" ", ""), told
        assert page.count("(onze lezing)") == sum(s.ours for s in dossier.statements)
        numbers = {int(n) for n in re.findall(r'href="#bron-(\d+)"', page)}
        assert numbers == set(range(1, len(numbers) + 1))
        assert page.count('<li id="bron-') == len(numbers)


def test_the_list_names_every_dossier(made: dict[str, str]) -> None:
    page = made[links.written(links.DOSSIERS)]
    assert [page.index(one.title) for one in sorted(catalogue().dossiers.values(), key=lambda d: d.order)] == sorted(
        page.index(one.title) for one in catalogue().dossiers.values()
    )


@pytest.mark.parametrize("kind", ViewKind)
def test_every_view_is_used_and_made_of_the_records(holdings: Holdings, kind: ViewKind) -> None:
    views = [v for d in catalogue().dossiers.values() for s in d.sections for v in s.views if v.show is kind]
    assert views, f"no dossier shows {kind}"
    for view in views:
        found: Shown = shown(holdings, view)
        assert found.rows
        assert all(len(row) == len(found.head) for row in found.rows)


def test_the_view_of_silences_counts_the_cases(holdings: Holdings) -> None:
    view = next(
        v for d in catalogue().dossiers.values() for s in d.sections for v in s.views if v.show is ViewKind.SILENCES
    )
    rows = {row[0][0].text: row for row in shown(holdings, view).rows}
    cases = counting(catalogue().cases.values())
    assert rows["Banen"][1][0].text == f"{len(cases)} van {len(cases)}"
    assert len(rows["Banen"][2]) == len(cases)


@pytest.mark.parametrize(
    ("page", "by"),
    [
        (links.case("sylvania-tienen"), "Waarom keren ondernemingen terug?"),
        (links.measure("zuid-korea-u-turn-act-2013"), "Werkt steun?"),
        (links.series("eurofound-motieven"), "Waarom keren ondernemingen terug?"),
        (links.system("european-reshoring-monitor"), "Waar en in welke sectoren?"),
        (links.CONFLICTS, "Wat weten we niet?"),
        (links.FIGURES, "Wat ging er mis?"),
    ],
)
def test_a_record_leads_back_to_the_dossiers_that_name_it(made: dict[str, str], page: str, by: str) -> None:
    assert by in words(made[links.written(page)])


def test_a_measure_leads_back_to_systems_requests_questions_and_bodies() -> None:
    known = catalogue()
    uses = uses_of(known)
    for folder, heading in (
        ("systems", "Systemen"),
        ("requests", "Verzoeken"),
        ("questions", "Vragen"),
        ("actors", "Wie"),
    ):
        for record_id, record in getattr(known, folder).items():
            for measure in record.measures:
                named = dict(uses[f"measures/{measure}"])[heading]
                assert place_of(known, f"{folder}/{record_id}").label in [use.label for use in named]


def test_a_question_is_told_as_a_question_where_it_is_listed() -> None:
    uses = uses_of(catalogue())
    asked = [use for groups in uses.values() for kind, found in groups if kind == "Vragen" for use in found]
    assert asked
    assert all(use.told.startswith("gevraagd, ") for use in asked)


def test_every_place_that_is_named_is_there(made: dict[str, str]) -> None:
    known = catalogue()
    for group in uses_of(known).values():
        for _, found in group:
            for use in found:
                path = links.written(use.page)
                if use.anchor and path in made:
                    assert f'id="{use.anchor}"' in made[path] or f"#{use.anchor} " in made[path]


def test_the_timeline_holds_all_that_is_dated_in_order(made: dict[str, str]) -> None:
    known = catalogue()
    found = moments(known)
    dates = [str(one.date.value) for one in found]
    assert dates == sorted(dates)
    assert {one.kind for one in found} == set(KINDS)
    milestones = sum(len(case.milestones) for case in known.cases.values())
    assert sum(one.kind == "geval" for one in found) == milestones
    events = [event for request in known.requests.values() for event in request.history if event.date.value]
    assert sum(one.kind == "verzoek" for one in found) == len(events)
    assert sum(one.kind == "bron" for one in found) == sum(s.date.value is not None for s in known.sources.values())
    page = made[links.written(links.TIMELINE)]
    assert page.count("<tr data-kind=") == len(found)
    assert re.search(r'<form class="kb-filter" data-filter="lijst" hidden>', page), "hidden until a script shows it"
    assert "<table" in page.split("</form>")[1]


def test_the_dossiers_can_be_found(holdings: Holdings) -> None:
    rows = [row for row in bundle_rows(holdings) if row.kind == "dossier"]
    assert {row.id for row in rows} == {f"dossier/{name}" for name in catalogue().dossiers}
    assert all("](" not in row.text for row in rows)
