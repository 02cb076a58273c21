"""The page on the quality of the vocabulary: its table, its findings and what it says without documents."""

from __future__ import annotations

import re

from knowledge.catalogue import Catalogue
from knowledge.concepts import ConceptScheme, Vocabulary
from knowledge.store import Store
from templates.holdings import read_holdings
from templates.vocabulary_quality import vocabulary_quality_page
from tests.conftest import annotate, make_document, make_passages
from tests.knowledge.small_world import concept

EVIL = "loon <script>alert(1)</script>"


def made(store: Store) -> str:
    head = {"id": "motives", "title": {"nl": "Motieven"}, "description": {"nl": "Waarom."}}
    listed = [
        concept("motives/a", "vrachtkosten", alt={"nl": ["dure containers"], "en": ["freight"]}),
        concept("motives/b", EVIL, negative=["loonfiche"]),
    ]
    known = Catalogue(Vocabulary([ConceptScheme.model_validate({"scheme": head, "concepts": listed})]))
    ((path, text),) = vocabulary_quality_page(read_holdings(known, store, "1"))
    assert path == "over/kwaliteit-woordenlijst.md"
    return text


def cells(text: str) -> dict[str, str]:
    """The cells of the first line of the table by their heading."""
    return {name: re.sub(r"<[^>]*>", "", cell) for name, cell in re.findall(r'data-label="([^"]*)">(.*?)</td>', text)}


def test_the_table_counts_what_a_list_holds_and_what_the_documents_show(store: Store) -> None:
    passages = make_passages("nota", ["De vrachtkosten stegen."])
    marked = [annotate(passages[0], "motives/a", "vrachtkosten")]
    store.replace(make_document(), passages, marked, configuration="c")
    text = made(store)
    assert cells(text) == {
        "Lijst": "Motieven",
        "Begrippen": "2",
        "Omschreven (nl en en)": "0",
        "Met gebruiksnota": "0",
        "In passages": "1",
        "In records": "0",
        "Labels nl": "3",
        "waarvan in de documenten": "1",
        "Labels en": "1",
        "Niet bedoeld": "1",
    }
    assert "## Begrippen zonder vindplaats (1)" in text
    assert ": dure containers</li>" in text
    assert "<li>Kringen</li>" in text


def test_without_documents_it_says_so_and_shows_the_rest(store: Store) -> None:
    text = made(store)
    assert "nog geen document ingelezen" in text
    assert "## Ontbrekende omschrijvingen (4)" in text
    assert "Begrippen zonder vindplaats (" not in text


def test_a_label_cannot_act_as_markup(store: Store) -> None:
    store.replace(make_document(), make_passages("nota", ["Iets anders."]), [], configuration="c")
    assert "<script>" not in made(store)
