"""The generated pages: what each says, what it must not say, and that nothing is left out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from knowledge.base import Basis
from knowledge.catalogue import Catalogue, catalogue
from knowledge.schemes import Weight
from knowledge.store import Store
from templates import links
from templates.concepts import linked, title_of
from templates.pages import pages
from templates.publishing import MAX_EXCERPT, MAX_SHARE
from templates.records import amounts_nl, period_nl, yes_no
from tests.conftest import annotate, make_document, make_passages
from tests.site_store import EXCERPT, FULL, METADATA, fill


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every page of the small store with the shipped catalogue, by path."""
    with Store(tmp_path_factory.mktemp("home") / "thuishaven.sqlite") as store:
        fill(store)
        found = list(pages(catalogue(), store, version="9.9"))
    assert len(dict(found)) == len(found), "two pages have the same path"
    return dict(found)


def page(made: dict[str, str], name: str) -> str:
    """The text of a page without its tags, white space collapsed."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", made[links.written(name)]))


def test_every_record_has_its_page(made: dict[str, str]) -> None:
    read = catalogue()
    wanted = [links.case(i) for i in read.cases] + [links.measure(i) for i in read.measures]
    wanted += [links.checklist(i) for i in read.schemes] + [links.concept(c.id) for c in read.vocabulary]
    wanted += [links.document(i) for i in (FULL, EXCERPT, METADATA)]
    wanted += ["index", "zoeken", "bronnen", "cijfers", "tegenspraken", "begrippenlijst", "over/leeskwaliteit"]
    assert [name for name in wanted if links.written(name) not in made] == []


def test_the_same_store_gives_the_same_pages(made: dict[str, str], tmp_path: Path) -> None:
    with Store(tmp_path / "again.sqlite") as store:
        fill(store)
        assert dict(pages(catalogue(), store, version="9.9")) == made


def test_a_document_shows_where_each_passage_stands_and_who_speaks(made: dict[str, str]) -> None:
    text = page(made, links.document(FULL))
    for wanted in ("Dienst Nijverheid", "april 2023", "An Peeters (auteur)", "Vlaanderen", "p. 3-4", "Mevrouw De Smet"):
        assert wanted in text
    assert "Voetnoot 1 Gesprek met de directie" in text
    assert "two columns were read as one" in text
    assert "Licentie niet vermeld" in text
    assert re.search(r"Vraag\s+Mevrouw De Smet", text)


def test_a_passage_has_its_own_link_and_a_table_its_cells(made: dict[str, str]) -> None:
    source = made[links.written(links.document(FULL))]
    anchors = re.findall(r'<section[^>]*id="(p-[0-9a-f]{12})"', source)
    assert len(anchors) == 4
    assert all(f'href="#{anchor}"' in source for anchor in anchors)
    assert "<td>Japan</td><td>ja</td>" in source


def test_what_is_no_fact_is_said_in_words(made: dict[str, str]) -> None:
    text = page(made, links.document(FULL))
    for wanted in ("loonkosten ontkend", "maatwerk gevraagd", "automatisering verondersteld", "maatwerk voorgesteld"):
        assert re.sub(r"\s+", " ", wanted) in text
    assert "levertijd ontkend" not in text


def test_only_what_may_be_shown_leaves_the_store(made: dict[str, str]) -> None:
    everything = "\n".join(made.values())
    assert "vertrouwelijke zin" not in everything
    assert "geheim slot" not in everything
    assert "Zij zegt dat de" in page(made, links.document(EXCERPT))


def test_excerpts_of_a_document_stay_within_the_rule(made: dict[str, str], tmp_path: Path) -> None:
    source = made[links.written(links.document(EXCERPT))]
    shown = [re.sub(r"<[^>]*>", "", text) for text in re.findall(r'<div class="kb-text">(.*?)</div>', source, re.S)]
    with Store(tmp_path / "again.sqlite") as store:
        fill(store)
        size = sum(len(p.text) for p in store.passages(EXCERPT))
    assert shown
    assert sum(len(text.strip("… ")) for text in shown) <= MAX_SHARE * size
    assert all(len(text.strip("… ")) <= MAX_EXCERPT for text in shown)


def test_a_document_of_which_no_text_may_be_shown_says_so(made: dict[str, str]) -> None:
    text = page(made, links.document(METADATA))
    assert "tonen we geen tekst" in text
    assert "kb-passage" not in made[links.written(links.document(METADATA))]
    evidence = page(made, links.concept("motives/quality-control"))
    assert "Brief aan de minister" in evidence
    assert "(tekst niet gepubliceerd)" in evidence


def test_a_concept_counts_facts_apart_from_what_is_denied_or_asked(made: dict[str, str]) -> None:
    assert re.search(r"^## Ontkend \(1\)", made[links.written(links.concept("motives/labour-cost-gap"))], re.M)
    assert "## Passages" not in made[links.written(links.concept("motives/labour-cost-gap"))]
    customisation = made[links.written(links.concept("motives/customisation"))]
    assert re.search(r"^## Gevraagd of verondersteld \(1\)", customisation, re.M)
    assert re.search(r"^## Voorgesteld \(1\)", customisation, re.M)
    delivery = made[links.written(links.concept("motives/delivery-time"))]
    assert re.search(r"^## Passages \(41\)", delivery, re.M)
    assert delivery.count('class="kb-evidence"') == 20


def test_evidence_comes_from_different_documents_first_and_the_surest_of_each(store: Store) -> None:
    names = ("een", "twee", "drie")
    for number, name in enumerate(names):
        passages = make_passages(name, [f"Hier telt de levertijd, zegt alinea {n} van {name}." for n in range(9)])
        found = [
            annotate(p, "motives/delivery-time", "levertijd").model_copy(
                update={"confidence": 0.5 + 0.1 * (p.order % 4) + 0.01 * number}
            )
            for p in passages
        ]
        store.replace(make_document(name, publish="full"), passages, found, configuration="proef")
    source = dict(pages(Catalogue(vocabulary=catalogue().vocabulary), store, version="0"))
    concept = source[links.written(links.concept("motives/delivery-time"))]
    order = re.findall(r"alinea (\d) van (\w+)", concept)
    assert [document for _, document in order[:6]] == ["drie", "twee", "een"] * 2
    assert {n for n, _ in order[:6]} == {"3", "7"}
    assert len(order) == len(set(order)) == 20
    assert "## Passages (27)" in concept
    assert "20 van de 27" in concept


def test_a_long_document_in_excerpts_stays_a_light_page(store: Store) -> None:
    concepts = [c.id for c in catalogue().vocabulary][:30]
    words = [f"woord{n}" for n in range(30)]
    filling = [f"{word} staat tussen wat er verder nog te lezen is" for word in words]
    passages = make_passages("lang", [f"Deel {n} telt: {', '.join(filling)}." for n in range(300)])
    found = [annotate(p, c, f"{w} ") for p in passages for c, w in zip(concepts, words, strict=True)]
    store.replace(make_document("lang", publish="excerpt"), passages, found, configuration="proef")
    assert sum(len(p.text) for p in passages) > 400_000
    source = dict(pages(Catalogue(vocabulary=catalogue().vocabulary), store, version="0"))
    page_of = source[links.written(links.document("lang"))]
    assert page_of.count("<section") > 20
    assert len(page_of.encode()) < 350_000  # at most 150 excerpts, each with its citation


def test_a_concept_shows_its_meaning_its_words_and_its_place(made: dict[str, str]) -> None:
    concept = catalogue().vocabulary.concept("motives/delivery-time")
    text = page(made, links.concept(concept.id))
    assert concept.definition.nl in text
    assert concept.alt.nl[0] in text
    assert concept.broader is not None
    assert catalogue().vocabulary.concept(concept.broader).pref.nl in text


def test_every_field_of_a_case_says_on_what_it_rests(made: dict[str, str]) -> None:
    for case in catalogue().cases.values():
        text = page(made, links.case(case.id))
        fields = {name: getattr(case, name) for name in type(case).model_fields}
        stated = [f for f in fields.values() if hasattr(f, "basis")]
        silent = sum(f.basis is Basis.NOT_STATED for f in stated)
        assert text.count("niet vermeld") >= silent
        for field in stated:
            if field.basis is Basis.INFERRED:
                assert f"afgeleid: {field.note}" in text.replace("&#39;", "'").replace("&#34;", '"')
        assert text.count("[1]") >= 1


def test_a_citation_leads_to_a_line_in_the_list_of_sources(made: dict[str, str]) -> None:
    for name in (*map(links.case, catalogue().cases), *map(links.measure, catalogue().measures)):
        source = made[links.written(name)]
        asked = set(re.findall(r'href="#(bron-\d+)"', source))
        given = re.findall(r'<li id="(bron-\d+)">', source)
        assert asked == set(given)
        assert len(given) == len(set(given))


def test_a_checklist_asks_every_criterion_with_four_answers_and_room(made: dict[str, str]) -> None:
    for scheme in catalogue().schemes.values():
        source = made[links.written(links.checklist(scheme.id))]
        assert re.findall(r'data-criterion="([^"]*)"', source).__len__() == len(scheme.criteria)
        for criterion in scheme.criteria:
            radios = re.findall(rf'type="radio" form="checklist" name="{criterion.id}" value="(\w+)"', source)
            in_words = criterion.weight is Weight.OPEN
            assert radios == ([] if in_words else ["yes", "no", "partly", "unknown"])
            assert f'name="{criterion.id}-bewijs"' in source


def test_a_sub_test_stands_right_under_its_criterion(made: dict[str, str]) -> None:
    for scheme in catalogue().schemes.values():
        order = re.findall(r'data-criterion="([^"]*)"', made[links.written(links.checklist(scheme.id))])
        for criterion in scheme.criteria:
            if criterion.parent is not None:
                above = order[: order.index(criterion.id)]
                assert above[-1] == criterion.parent or above[-1] in {
                    c.id for c in scheme.criteria if c.parent == criterion.parent
                }


def test_home_has_one_search_box_three_doors_and_true_counts(made: dict[str, str]) -> None:
    source = made["index.md"]
    assert source.count("data-search data-base") == 1
    doors = re.search(r'<ul class="kb-doors">(.*?)</ul>', source, re.S)
    assert doors is not None
    assert re.findall(r'href="([^"]*)"', doors[1]) == [
        "maatregelen/index.html",
        "cases/index.html",
        "checklists/index.html",
    ]
    text = page(made, "index")
    assert f"8 gevallen van reshoring, {len(catalogue().cases) - 8} andere" in text
    assert "4 documenten" in text


def test_reading_quality_names_what_was_warned_of(made: dict[str, str]) -> None:
    text = page(made, "over/leeskwaliteit")
    assert "two columns were read as one (melding in het Engels)" in text
    assert "1 voetnoot zonder verwijzing in de tekst: 9" in text
    assert "Rapport over de metaalsector" in text


def test_the_search_bundle_holds_what_is_shown_and_points_to_pages_that_exist(made: dict[str, str]) -> None:
    scripts = {name: text for name, text in made.items() if name.endswith(".js")}
    urls = re.findall(
        r'"((?:documenten|begrippen|cases|maatregelen|checklists)/[^"]*\.html[^"]*)"', "".join(scripts.values())
    )
    assert any(url.startswith(links.served(links.document(FULL), "p-")) for url in urls)
    assert not any(url.startswith(links.served(links.document(METADATA))) for url in urls)
    missing = [url for url in urls if url.split("#")[0].removesuffix(".html") + ".md" not in made]
    assert missing == []


def test_an_empty_knowledge_base_has_pages_too(store: Store) -> None:
    empty = dict(pages(Catalogue(vocabulary=catalogue().vocabulary), store, version="0"))
    assert "Er is nog geen document ingelezen" in empty["documenten/index.md"]
    assert "Er is nog geen praktijkgeval" in empty["cases/index.md"]


def test_front_matter_can_be_read_whatever_the_title(made: dict[str, str]) -> None:
    for name, text in made.items():
        if name.endswith(".md"):
            title = re.match(r"---\ntitle: (\".*\")\n", text)
            assert title is not None, name
            assert not re.search(r"[<>]", json.loads(title[1]))


def test_amounts_and_periods_read_as_a_belgian_writes_them() -> None:
    from knowledge.measures import Amount, Period

    amounts = (Amount(amount=5_400_000_000, currency="EUR", purpose="steun"), Amount(amount=1_234_567, currency="USD"))
    assert amounts_nl(amounts) == "5,4 miljard euro (steun); 1.234.567 Amerikaanse dollar"
    assert amounts_nl((Amount(amount=40_000_000, currency="ZZZ"),)) == "40 miljoen ZZZ"
    assert period_nl(Period.model_validate({"start": "2014", "end": "2016-03"})) == "van 2014 tot maart 2016"
    assert period_nl(Period.model_validate({"start": "2014"})) == "sinds 2014"
    assert period_nl(Period.model_validate({"end": "2014"})) == "tot 2014"
    assert period_nl(Period.model_validate({"start": "2014", "end": "2014"})) == "2014"
    assert period_nl(Period()) == "datum onbekend"
    assert [yes_no(v) for v in (True, False, None)] == ["ja", "nee", "niet vermeld"]


def test_an_id_in_a_note_becomes_a_link_and_other_slashes_do_not() -> None:
    vocabulary = catalogue().vocabulary
    found = list(linked("Zie motives/delivery-time, of en/of, of motives/bestaat-niet.", vocabulary))
    assert "".join(part.text for part in found) == "Zie motives/delivery-time, of en/of, of motives/bestaat-niet."
    assert [part.concept for part in found if part.concept] == ["motives/delivery-time"]


def test_a_title_starts_with_a_capital_and_ij_with_two() -> None:
    concept = catalogue().vocabulary.concept("motives/delivery-time")
    assert title_of(concept)[0].isupper()
    iron = concept.model_copy(update={"pref": concept.pref.model_copy(update={"nl": "ijzer en staal"})})
    assert title_of(iron) == "IJzer en staal"
