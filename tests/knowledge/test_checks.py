"""Each check finds what it is for, and the shipped content has no error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from knowledge.catalogue import Catalogue, catalogue, find_cases, find_measures, read_catalogue
from knowledge.checks import Issue, check_all
from knowledge.concepts import Concept, ConceptScheme, Vocabulary
from knowledge.documents import Source
from knowledge.errors import RecordError, UnknownRecord
from knowledge.evidence import Shelf
from knowledge.figures import Figure
from knowledge.store import Store
from tests.conftest import make_document, make_passages


def vocabulary(*concepts: dict[str, Any]) -> Vocabulary:
    rows = [{"definition": {"nl": "Iets."}, "source": ["eigen"]} | concept for concept in concepts]
    head = {"id": "motives", "title": {"nl": "Motieven"}, "description": {"nl": "Waarom."}}
    return Vocabulary([ConceptScheme.model_validate({"scheme": head, "concepts": rows})])


def figure(**citation: str) -> Figure:
    return Figure.model_validate(
        {
            "id": "vijf",
            "title": "Vijf",
            "value": 5,
            "unit": "stuks",
            "population": "alle",
            "period": "2020",
            "caveat": "Geen.",
            "citations": [{"source": "nota", "locator": "§1"} | citation],
        }
    )


def issues(store: Store, known: Catalogue) -> list[Issue]:
    return check_all(known, Shelf(store))


def texts(found: list[Issue]) -> str:
    return "\n".join(f"{i.severity} {i.record}: {i.text}" for i in found)


NOTA = Source(id="nota", title="De nota", publisher="SERV")


def test_a_broader_concept_that_does_not_exist_and_a_circle_are_errors(store: Store) -> None:
    words = vocabulary(
        {"id": "motives/a", "pref": {"nl": "aa"}, "broader": "motives/b"},
        {"id": "motives/b", "pref": {"nl": "bb"}, "broader": "motives/a"},
        {"id": "motives/c", "pref": {"nl": "cc"}, "broader": "motives/nergens"},
    )
    told = texts(issues(store, Catalogue(words)))
    assert "error motives/a: stands above itself" in told
    assert "error motives/c: points to motives/nergens" in told


def test_a_label_of_two_concepts_is_a_warning(store: Store) -> None:
    words = vocabulary(
        {"id": "motives/a", "pref": {"nl": "loonkosten"}},
        {"id": "motives/b", "pref": {"nl": "bb"}, "alt": {"nl": ["Loonkosten"]}},
    )
    assert "warning motives: the label 'loonkosten' belongs to motives/a, motives/b" in texts(
        issues(store, Catalogue(words))
    )


def test_what_the_documents_show_of_many_concepts_is_one_note_each_and_comes_last(store: Store) -> None:
    words = vocabulary(
        {"id": "motives/a", "pref": {"nl": "loonkosten", "en": "wages"}},
        {"id": "motives/b", "pref": {"nl": "vracht", "en": "freight"}, "related": ["motives/nergens"]},
    )
    assert not [i for i in issues(store, Catalogue(words)) if i.severity == "note"]
    store.replace(make_document(), make_passages("nota", ["De loonkosten stegen."]), [], configuration="c")
    found = issues(store, Catalogue(words))
    assert [i.severity for i in found][:1] == ["error"]
    assert [i.text for i in found if i.severity == "note"] == [
        "2 concepts are asserted by no passage and named by no record (motives 2). The site lists them.",
        "1 Dutch labels of 1 concepts stand in no passage (motives 1). The site lists them.",
    ]
    assert [i.severity for i in found][-2:] == ["note", "note"]


def test_a_source_of_nowhere_or_that_nothing_cites_is_told(store: Store) -> None:
    lost = Source(id="nota", title="De nota", publisher="SERV", jurisdiction="atlantis")
    told = texts(issues(store, Catalogue(vocabulary(), sources={"nota": lost})))
    assert "error nota: the jurisdiction 'atlantis'" in told
    assert "warning nota: no record cites this source" in told


@pytest.mark.parametrize(("anchor", "found"), [("lonen stegen", True), ("lonen daalden", False)])
def test_an_anchor_that_stands_nowhere_is_told_once_the_source_is_there(store: Store, anchor: str, found: bool) -> None:
    known = Catalogue(vocabulary(), sources={"nota": NOTA}, figures={"vijf": figure(anchor=anchor)})
    assert "the words" not in texts(issues(store, known))
    store.replace(make_document(source="nota"), make_passages("nota", ["De lonen stegen."]), [], configuration="c")
    assert (f"the words '{anchor}' stand in no passage" in texts(issues(store, known))) is not found


def test_a_changed_passage_makes_its_citation_stale(store: Store) -> None:
    (passage,) = make_passages("nota", ["De lonen stegen."])
    known = Catalogue(vocabulary(), sources={"nota": NOTA}, figures={"vijf": figure(passage_hash=passage.hash)})
    store.replace(make_document(source="nota"), [passage], [], configuration="c")
    assert "has changed" not in texts(issues(store, known))
    store.replace(make_document(source="nota"), make_passages("nota", ["De lonen daalden."]), [], configuration="c")
    assert "warning figures/vijf: the passage behind nota §1 has changed" in texts(issues(store, known))


def test_the_shipped_content_has_no_error(store: Store) -> None:
    assert not [i for i in issues(store, catalogue()) if i.severity == "error"]


def test_what_records_point_to_must_exist(tmp_path: Path) -> None:
    for folder in ("vocabulary", "figures"):
        (tmp_path / folder).mkdir()
    (tmp_path / "figures" / "vijf.yml").write_text(
        "{id: vijf, title: Vijf, value: 5, unit: stuks, population: alle, period: '2020', caveat: Geen.,"
        " citations: [{source: nergens, locator: §1}]}",
        encoding="utf-8",
    )
    (tmp_path / "figures" / "zes.yml").write_text("{id: zeven}", encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        read_catalogue(tmp_path)
    assert "figures/vijf.yml: cites the source 'nergens'" in caught.value.message
    assert "figures/zes.yml:1: title: is missing" in caught.value.message


def test_records_are_found_by_concept_with_what_is_narrower() -> None:
    known = catalogue()
    assert "sylvania-tienen" in {c.id for c in find_cases(known, motive="intellectual-property")}
    everywhere = find_cases(known)
    assert len(everywhere) == len(known.cases)
    by_sector = find_cases(known, sector="manufacturing")
    assert 0 < len(by_sector) <= len(everywhere)
    financial = find_measures(known, instrument="financial-incentives")
    loans = find_measures(known, instrument="loans-guarantees")
    assert {m.id for m in loans} < {m.id for m in financial}
    with pytest.raises(UnknownRecord):
        find_measures(known, jurisdiction="nergens")


def test_a_concept_is_looked_up_by_its_id() -> None:
    words = vocabulary({"id": "motives/a", "pref": {"nl": "aa", "en": "a-en"}})
    concept: Concept = words.concept("motives/a")
    assert concept.labels() == ("aa", "a-en")
    assert list(words) == [concept]
    assert "motives/a" in words
