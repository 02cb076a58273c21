"""The pages of systems, actors, questions, requests and themes: all there, linked both ways, asked told from stated."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape

import pytest

from knowledge.base import Stance
from knowledge.catalogue import Catalogue, catalogue
from knowledge.dialogue import AnswerState
from knowledge.store import Store
from templates import links
from templates.bundle_rows import bundle_rows
from templates.dialogue_pages import question_page, request_page
from templates.holdings import Holdings, read_holdings
from templates.labels import dutch
from templates.open_data import open_data
from templates.system_pages import actor_page, system_pages
from templates.theme_pages import MOST, theme_pages
from templates.uses import uses_of
from tests.conftest import annotate, make_document, make_passages
from tests.site_store import fill

THEMES = {"risicos": "risks", "drempels": "barriers", "alternatieven": "alternatives"}


@pytest.fixture(scope="module")
def holdings(tmp_path_factory: pytest.TempPathFactory) -> Holdings:
    """The small store with the shipped catalogue."""
    with Store(tmp_path_factory.mktemp("home") / "thuishaven.sqlite") as store:
        fill(store)
        return read_holdings(catalogue(), store, "9.9")


def made_of(holdings: Holdings) -> Iterator[tuple[str, str]]:
    """Every page that this file is about."""
    for pages in (actor_page, system_pages, question_page, request_page, theme_pages):
        yield from pages(holdings)


@pytest.fixture(scope="module")
def made(holdings: Holdings) -> dict[str, str]:
    """The pages by path."""
    found = list(made_of(holdings))
    assert len(dict(found)) == len(found), "two pages have the same path"
    return dict(found)


def words(source: str) -> str:
    """A page or a piece of it without tags, white space collapsed."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", source)))


def section(source: str, question_id: str) -> str:
    """The card of one question."""
    found = re.search(rf'<section class="kb-question" id="{question_id}".*?</section>', source, re.S)
    assert found is not None, question_id
    return found[0]


def test_every_record_has_its_page_or_its_place(made: dict[str, str]) -> None:
    read = catalogue()
    assert [i for i in read.systems if links.written(links.system(i)) not in made] == []
    for page, records in (
        (links.ACTORS, read.actors),
        (links.QUESTIONS, read.questions),
        (links.REQUESTS, read.requests),
    ):
        source = made[links.written(page)]
        places = set(re.findall(r'(?:id="|\{: #)([a-z0-9-]+)', source))
        assert set(records) <= places, page


def test_links_within_and_between_these_pages_lead_to_a_place(made: dict[str, str]) -> None:
    anchors = {name: set(re.findall(r'(?:id="|\{: #)([a-z0-9-]+)', source)) for name, source in made.items()}
    for name, source in made.items():
        for target, anchor in re.findall(r'href="([^"#]*)#([^"]+)"', source):
            if target == "":
                assert anchor in anchors[name], (name, anchor)
            for page in (links.ACTORS, links.QUESTIONS, links.REQUESTS):
                if target.endswith(f"{page}.html"):
                    assert anchor in anchors[links.written(page)], (name, target, anchor)


def test_a_question_says_whether_it_was_answered_and_what_was_only_assumed(made: dict[str, str]) -> None:
    source = made[links.written(links.QUESTIONS)]
    assert "Een vraag is geen vaststelling" in words(source)
    for question in catalogue().questions.values():
        card = section(source, question.id)
        assert dutch(question.state) in words(card)
        assert ("door de vraag niet bevestigd" in words(card)) == (question.premise is not None)
        if question.state is AnswerState.NOT_ANSWERED:
            assert re.search(r"Antwoord\s+geen", words(card)), question.id
        if question.note:
            assert words(question.note) in words(card)
        for reply in question.replies:
            assert reply.by in words(card)


def test_the_count_of_questions_by_state_is_true(made: dict[str, str]) -> None:
    questions = list(catalogue().questions.values())
    text = words(made[links.written(links.QUESTIONS)])
    assert f"Samen {len(questions)} vragen" in text
    for state in AnswerState:
        number = sum(q.state is state for q in questions)
        assert (f"{number} {dutch(state)}" in text) == bool(number)


def test_a_request_tells_its_history_in_order(made: dict[str, str]) -> None:
    source = made[links.written(links.REQUESTS)]
    part = source[source.index("{: #grondstoffenscanner-onderzoeken }") :]
    dates = re.findall(r'kb-timeline__date">([^<]+)<', part[: part.index("</ol>")])
    assert dates == ["5 december 2022", "12 januari 2023", "12 januari 2023", "12 januari 2023", "2025"]
    told = words(part[: part.index("</table>")])
    assert "SERV vraagt" in told
    assert "niet weerhouden" in told


def test_system_request_question_and_actor_lead_to_each_other(made: dict[str, str]) -> None:
    system = made[links.written(links.system("reshoring-databank"))]
    assert 'href="../verzoeken.html#databank-oprichten"' in system
    assert 'href="../vragen.html#de-roo-beheerder-databank"' in system
    assert 'href="../wegwijzer.html#serv"' in system
    assert 'href="../begrippen/instruments/reshoring-databank.html"' in system
    assert 'href="systemen/reshoring-databank.html"' in made[links.written(links.REQUESTS)]
    assert 'href="verzoeken.html#databank-oprichten"' in made[links.written(links.QUESTIONS)]
    assert 'href="vragen.html#de-roo-beheerder-databank"' in made[links.written(links.REQUESTS)]


def test_a_link_between_systems_shows_on_both_pages(made: dict[str, str]) -> None:
    older = words(made[links.written(links.system("reshore-uk"))])
    newer = words(made[links.written(links.system("reshoring-uk"))])
    assert "volgt op: Reshore UK" in newer
    assert "werd opgevolgd door: Reshoring UK" in older


def test_every_field_of_a_system_says_on_what_it_rests(made: dict[str, str]) -> None:
    for system in catalogue().systems.values():
        source = made[links.written(links.system(system.id))]
        asked = set(re.findall(r'href="#(bron-\d+)"', source))
        assert asked == set(re.findall(r'<li id="(bron-\d+)">', source))
        for one in system.silent:
            assert words(one) in words(source)


def test_a_concept_lists_what_was_asked_as_asked() -> None:
    uses = dict(uses_of(catalogue())["instruments/reshoring-databank"])
    assert {u.page for u in uses["Systemen"]} >= {links.system("reshoring-databank")}
    assert all(u.told.startswith(dutch(Stance.ASKED)) for u in uses["Vragen"])
    assert {u.anchor for u in uses["Verzoeken"]} >= {"databank-oprichten"}


def test_a_theme_shows_each_concept_with_its_facts_only(store: Store) -> None:
    passages = make_passages(
        "nota", [f"Alinea {n} zegt dat het een quasi onhaalbaar doel is." for n in range(MOST + 2)]
    )
    found = [annotate(p, "risks/self-sufficiency-unattainable", "quasi onhaalbaar") for p in passages[:-1]]
    found.append(
        annotate(passages[-1], "risks/self-sufficiency-unattainable", "quasi onhaalbaar", stance=Stance.DENIED)
    )
    store.replace(make_document("nota", publish="full"), passages, found, configuration="proef")
    read = catalogue()
    made = dict(theme_pages(read_holdings(read, store, "0")))
    for page, scheme in THEMES.items():
        source = made[links.written(page)]
        for concept in read.vocabulary.schemes[scheme].concepts:
            assert f"{{: #{concept.id.replace('/', '-')} }}" in source
            assert words(concept.definition.nl) in words(source)
    source = made["risicos.md"]
    assert source.count('class="kb-evidence"') == MOST
    assert f"{MOST} van de {MOST + 1} passages" in words(source)


def test_the_search_of_the_site_tells_a_question_from_a_fact(holdings: Holdings) -> None:
    rows = {row.id: row for row in bundle_rows(holdings)}
    read = catalogue()
    kinds: dict[str, Mapping[str, object]] = {
        "systeem": read.systems,
        "wie": read.actors,
        "verzoek": read.requests,
        "vraag": read.questions,
    }
    for kind, records in kinds.items():
        assert {name.split("/", 1)[1] for name in rows if name.startswith(f"{kind}/")} == records.keys()
    for question in read.questions.values():
        row = rows[f"vraag/{question.id}"]
        assert row.section == f"vraag van {question.asker} · {dutch(question.state)}"
        assert row.kind == "vraag"
        assert row.facets == {}


def test_the_records_leave_as_open_data_that_fits_its_schema() -> None:
    files = dict(open_data(catalogue(), version="9.9"))
    read = catalogue()
    for name, records in (
        ("systems", read.systems),
        ("actors", read.actors),
        ("questions", read.questions),
        ("requests", read.requests),
    ):
        assert {row["id"] for row in json.loads(files[f"{name}.json"])["records"]} == set(records)
        assert json.loads(files[f"schemas/{name}.json"])["additionalProperties"] is False


def test_without_records_the_pages_say_so(store: Store) -> None:
    empty = dict(made_of(read_holdings(Catalogue(vocabulary=catalogue().vocabulary), store, "0")))
    for page, told in (
        (links.SYSTEMS, "nog geen systeem"),
        (links.ACTORS, "nog niemand"),
        (links.QUESTIONS, "nog geen vraag"),
        (links.REQUESTS, "nog geen verzoek"),
    ):
        assert told in words(empty[links.written(page)])
