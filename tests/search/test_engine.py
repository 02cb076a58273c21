"""Asking questions of a small store."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.catalogue import read_vocabulary
from knowledge.errors import QueryError, UnknownRecord
from knowledge.store import Store
from search.encoders import Encoder, HashEncoder
from search.engine import Answer, Question, Searcher
from search.index import open_index
from tests.conftest import make_document, make_passages

Searchers = Callable[[Encoder | None], Searcher]


def ask(searcher: Searcher, text: str, **more: object) -> Answer:
    return searcher.ask(Question(text=text, **more))  # type: ignore[arg-type]


def first(searcher: Searcher, text: str, **more: object) -> str:
    return ask(searcher, text, **more).hits[0].passage.text


def test_the_json_is_that_of_the_contract(searcher: Searcher) -> None:
    data = json.loads(json.dumps(ask(searcher, "ledlampen Aalst").to_json()))
    assert set(data) == {"query", "mode", "took_ms", "enough_evidence", "hits", "notes", "total", "facets"}
    hit = data["hits"][0]
    assert set(hit) == {"rank", "score", "document", "passage", "highlights", "why", "citation", "also_in"}
    assert hit["document"] == {
        "id": "advies",
        "title": "De advies",
        "file": "advies.txt",
        "date": "2022-12",
        "kind": "advice",
    }
    assert set(hit["passage"]) == {"id", "text", "page", "heading_path", "kind", "speaker"}
    assert hit["passage"]["heading_path"] == ["Deel 1", "Verlichting"]
    assert data["query"] == "ledlampen Aalst"
    assert data["mode"] == "hybrid"
    assert data["enough_evidence"] is True
    assert {hit["passage"]["text"][start:end] for start, end in hit["highlights"]} == {"Aalst", "ledlampen"}
    assert hit["citation"] == f"De Raad, De advies, 2022-12, “Verlichting”, p. 2 [{hit['passage']['id']}]"
    assert data["facets"]["kind"]["advice"] >= 1


def test_ranks_and_pages_follow_on(searcher: Searcher) -> None:
    whole = ask(searcher, "steun robots fabriek euro", limit=4)
    pages = [ask(searcher, "steun robots fabriek euro", limit=1, offset=n).hits[0] for n in range(4)]
    assert [hit.rank for hit in whole.hits] == [hit.rank for hit in pages] == [1, 2, 3, 4]
    assert [hit.passage.id for hit in whole.hits] == [hit.passage.id for hit in pages]
    assert ask(searcher, "steun", offset=99).hits == ()


def test_a_contents_page_goes_below_the_passage_itself(searcher: Searcher) -> None:
    answer = ask(searcher, "assemblage ledlampen")
    assert [hit.passage.kind.value for hit in answer.hits][:2] == ["body", "contents"]


def test_inflections_and_compound_parts_match_and_say_so(searcher: Searcher) -> None:
    hit = ask(searcher, "loonkosten").hits[0]
    assert "loonkosten" in hit.passage.text
    parts = ask(searcher, "kostenkloof loon", mode="lexical").hits
    why = next(h.why for h in parts if "loonkostenkloof" in h.passage.text)
    assert any(reason.startswith("compound part: loon in loonkostenkloof") for reason in why)
    assert "term: gemeente" in ask(searcher, "gemeente").hits[0].why


def test_a_whole_word_counts_more_than_its_parts(searcher: Searcher) -> None:
    hits = ask(searcher, "loonkosten", mode="lexical").hits
    assert "loonkosten, vervoer" in hits[0].passage.text
    assert "loonkostenkloof" in hits[1].passage.text


@pytest.mark.parametrize("text", ["500.000 euro", "500000 euro", "2,5 miljoen", "niet-Europese toeleveranciers"])
def test_numbers_and_hyphens(searcher: Searcher, text: str) -> None:
    assert first(searcher, text)[:3] in {"Het", "Nie"}
    assert ask(searcher, text).enough_evidence


@pytest.mark.parametrize(
    "text",
    [
        'steun AND (fabriek OR "',
        "steun NEAR(fabriek, 3)",
        "steun* ^fabriek",
        "stems:steun",
        "steun'; DROP TABLE passages; --",
        "{stems parts}: steun",
        "steun \x00 fabriek",
        "steun + - ~ ! @ # $ % & | \\ / < >",
    ],
)
def test_search_syntax_is_inert(searcher: Searcher, text: str) -> None:
    assert ask(searcher, text).hits


def test_a_phrase_is_exact_and_a_minus_excludes(searcher: Searcher) -> None:
    assert ask(searcher, '"fabriek moet komen"').total == 1
    assert ask(searcher, '"fabriek nieuwe"').total == 0
    assert "phrase: nieuwe fabriek" in ask(searcher, '"nieuwe fabriek"').hits[0].why
    with_it = {hit.passage.id for hit in ask(searcher, "regels minister robots kmo").hits}
    without = {hit.passage.id for hit in ask(searcher, "regels minister robots kmo -robots").hits}
    assert without < with_it
    assert {hit.passage.id for hit in ask(searcher, 'regels robots -"naar kmo"').hits} < with_it


def test_headings_and_footnotes_are_searched(searcher: Searcher) -> None:
    assert "lampenmaker" in first(searcher, "verlichting")
    assert "heading: verlichting" in ask(searcher, "verlichting").hits[0].why
    assert "lampenmaker" in first(searcher, "Boekarest")
    assert "footnote: boekarest" in ask(searcher, "Boekarest").hits[0].why


def test_what_is_said_twice_is_shown_once(searcher: Searcher) -> None:
    answer = ask(searcher, "keuzehulp landen belastingen")
    shown = [hit for hit in answer.hits if "keuzehulp" in hit.passage.text]
    assert len(shown) == 1
    assert [twin.document for twin in shown[0].also_in] == [{"advies": "verslag"}.get(shown[0].document.id, "advies")]


@pytest.mark.parametrize(
    ("filters", "documents"),
    [
        ({"kind": "advice"}, {"advies"}),
        ({"kind": "document-kinds/advice"}, {"advies"}),
        ({"kind": ("advice", "guide")}, {"advies", "gids"}),
        ({"document": "verslag"}, {"verslag"}),
        ({"document": "verslag.txt"}, {"verslag"}),
        ({"jurisdiction": "nl"}, {"gids"}),
        ({"jurisdiction": "be"}, {"advies", "verslag"}),
        ({"since": "2023"}, {"verslag"}),
        ({"until": "2022-12-31"}, {"advies"}),
        ({"since": "2022-12-15", "until": "2022"}, {"advies"}),
    ],
)
def test_filters_on_documents(searcher: Searcher, filters: dict[str, object], documents: set[str]) -> None:
    answer = ask(searcher, "fabriek regels kwaliteit gemeenten ledlampen euro", **filters)
    assert {hit.document.id for hit in answer.hits} == documents


@pytest.mark.parametrize("motive", ["labour-cost-gap", "motives/labour-cost-gap"])
def test_a_concept_filter_takes_facts_only(searcher: Searcher, motive: str) -> None:
    answer = ask(searcher, "lampenmaker kwaliteit robots arbeid", motive=motive)
    assert [hit.passage.text[:15] for hit in answer.hits] == ["De lampenmaker "]
    assert ask(searcher, "robots", motive="automation").hits == ()
    assert ask(searcher, "dagen", motive="delivery-time").hits == ()


def test_a_concept_stands_for_its_narrower_ones(searcher: Searcher) -> None:
    broader = next(c.id for c in searcher.concepts if "motives/labour-cost-gap" in c.below)
    assert ask(searcher, "lampenmaker", motive=broader).total == 1


def test_a_concept_finds_passages_without_the_word_and_marks_what_is_denied(searcher: Searcher) -> None:
    answer = ask(searcher, "loonkostenkloof")
    denied = [hit for hit in answer.hits if "ontkent" in hit.passage.text]
    assert denied, "the concept leg should bring the passage that says it in other words"
    assert "concept: motives/labour-cost-gap (denied, not stated)" in denied[0].why
    assert "concept: motives/labour-cost-gap" in answer.hits[0].why
    assert denied[0].rank > answer.hits[0].rank


def test_a_question_in_a_document_is_told_as_such(searcher: Searcher) -> None:
    hit = ask(searcher, "subsidies robots Peeters").hits[0]
    assert "a question: asked, not stated" in hit.why


@pytest.mark.parametrize(
    "filters",
    [
        {"motive": "labour-cost-gab"},
        {"sector": "sectors/xx"},
        {"kind": "advise"},
        {"document": "avies"},
        {"jurisdiction": "zz"},
    ],
)
def test_an_unknown_filter_value(searcher: Searcher, filters: dict[str, object]) -> None:
    with pytest.raises(UnknownRecord) as error:
        ask(searcher, "steun", **filters)
    assert "There is no" in error.value.message
    if "labour-cost-gab" in str(filters):
        assert "labour-cost-gap" in error.value.cure


@pytest.mark.parametrize(
    "wrong",
    [{"mode": "magic"}, {"limit": 0}, {"limit": 100_000}, {"offset": -1}, {"since": "gisteren"}, {"until": "2022-13"}],
)
def test_what_cannot_be_asked(searcher: Searcher, wrong: dict[str, object]) -> None:
    with pytest.raises(QueryError) as error:
        ask(searcher, "steun", **wrong)
    assert error.value.exit_code == 2
    assert error.value.cure


def test_meaning_needs_an_encoder(searcher: Searcher) -> None:
    with pytest.raises(QueryError, match="encoder"):
        ask(searcher, "steun", mode="semantic")
    answer = ask(searcher, "steun")
    assert answer.mode == "hybrid"
    assert not any("No encoder" in note for note in answer.notes)
    poor = ask(searcher, "kernfusie tokamak plasma")
    assert any("No encoder" in note for note in poor.notes), "where words do not suffice, it is said what could help"


@pytest.mark.parametrize("text", ["kernfusie tokamak plasma", "voetbalploeg kampioenschap doelman"])
def test_a_question_about_something_else_has_not_enough_evidence(searcher: Searcher, text: str) -> None:
    answer = ask(searcher, text)
    assert not answer.enough_evidence
    assert any("In no passage" in note for note in answer.notes)


def test_with_an_encoder_every_hit_has_a_similarity(searchers: Searchers) -> None:
    searcher = searchers(HashEncoder())
    for mode in ("hybrid", "semantic"):
        answer = ask(searcher, "assemblagewerk lampen", mode=mode)
        assert answer.mode == mode
        assert all(any(reason.startswith("similarity ") for reason in hit.why) for hit in answer.hits)
    assert "lampenmaker" in first(searcher, "lampenmakers", mode="semantic")


def test_a_hit_by_meaning_alone_marks_its_nearest_sentence(searchers: Searchers) -> None:
    searcher = searchers(HashEncoder())
    hits = ask(searcher, "wallonies", mode="semantic").hits
    hit = next(h for h in hits if "Wallonië" in h.passage.text)
    assert "Wallonië" in hit.passage.text[slice(*hit.sentence)]
    assert hit.highlights


def test_the_wrong_encoder_is_refused(searcher: Searcher) -> None:
    with pytest.raises(ValueError, match="without this encoder"):
        Searcher(searcher.store, searcher.concepts, searcher.index, HashEncoder())


def test_a_passage_that_went_meanwhile_is_left_out(searcher: Searcher, filled: Store) -> None:
    filled.remove("gids")
    answer = ask(searcher, "gemeenten werkplaats")
    assert all(hit.document.id != "gids" for hit in answer.hits)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    text=st.one_of(
        st.text(max_size=80),
        st.lists(st.sampled_from(["steun", "loonkosten", '"de', 'klant"', "-euro", "Niet-Europese", "de", "x"])).map(
            " ".join
        ),
    )
)
def test_any_question_is_answered_or_refused_with_spans_that_lie_in_the_text(searcher: Searcher, text: str) -> None:
    try:
        answer = ask(searcher, text)
    except QueryError:
        return
    for hit in answer.hits:
        last = 0
        for start, end in hit.highlights:
            assert last <= start < end <= len(hit.passage.text)
            last = end
        assert 0 <= hit.sentence[0] < hit.sentence[1] <= len(hit.passage.text)
        assert hit.why


def test_a_source_goes_before_our_digest_of_it(tmp_path: Path) -> None:
    digest = make_document("samenvatting", relations=[{"kind": "digests", "source": "nota-x"}])
    texts = ["De drempel voor kabelladders bedraagt negentig ton in Zeebrugge."]
    with Store(tmp_path / "s.sqlite") as store:
        store.replace(digest, make_passages("samenvatting", texts), [], configuration="c")
        assert found_in(tmp_path, store) == ["samenvatting"]
        longer = [texts[0] + " Daarnaast gelden nog andere voorwaarden, die de nota verder uitwerkt en toelicht."]
        store.replace(make_document("bron", source="nota-x"), make_passages("bron", longer), [], configuration="c")
        assert found_in(tmp_path, store) == ["bron", "samenvatting"]


def found_in(home: Path, store: Store) -> list[str]:
    """The documents of the hits for a fixed question, best first."""
    with open_index(home, store, None) as index:
        searcher = Searcher(store, read_vocabulary(), index, None)
        return [hit.document.id for hit in ask(searcher, "drempel kabelladders Zeebrugge").hits]
