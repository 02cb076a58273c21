"""A note is shown once: under the passage that cites it, with the link and the concepts of the passage that it is."""

from __future__ import annotations

import functools
import re

import pytest

from knowledge.annotations import Annotation
from knowledge.catalogue import Catalogue, catalogue
from knowledge.documents import Footnote, Passage, PassageKind
from knowledge.store import Store
from templates import links
from templates.pages import pages
from tests.conftest import annotate, make_document

LONG = "De haven bleef dicht door de staking. Daarna steeg de levertijd van onderdelen tot vier maanden in de streek."
SHORT = "Jaarverslag van de haven, blz. 12."
STRAY = "Een losse noot over kwaliteit die bij geen enkele passage hoort, ook al staat ze hier."


def _passages(document: str) -> tuple[list[Passage], list[Annotation]]:
    """A text that cites a long note, told in two passages, and a short one; a stray note; a text that cites again."""
    make = functools.partial(Passage.make, document, seen={})
    first, second = LONG.split(". ", 1)
    long, short = Footnote(number="1", text=LONG), Footnote(number="2", text=SHORT)
    passages = [
        make(0, "Schepen bleven weg. " * 20 + "Het automatiseren ging door.", footnotes=(long, short), page=3),
        make(1, first + ".", kind=PassageKind.FOOTNOTE, page=3),
        make(2, second, kind=PassageKind.FOOTNOTE, page=3),
        make(3, STRAY, kind=PassageKind.FOOTNOTE, page=3),
        make(4, "Later kwam de haven op dat punt terug. " * 9, footnotes=(long,), page=4),
    ]
    found = [annotate(passages[2], "motives/delivery-time", "levertijd")]
    return passages, [*found, annotate(passages[3], "motives/quality-control", "kwaliteit")]


@pytest.fixture
def site(store: Store) -> dict[str, str]:
    """The pages of one document under each rule, by path."""
    for rule in ("full", "excerpt", "metadata"):
        passages, found = _passages(rule)
        store.replace(make_document(rule, publish=rule), passages, found, configuration="proef")
    return dict(pages(Catalogue(vocabulary=catalogue().vocabulary), store, version="0"))


def _page(site: dict[str, str], document: str) -> str:
    return site[links.written(links.document(document))]


def _plain(source: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", source))


def _notes(source: str) -> list[str]:
    return re.findall(r'<dl class="kb-footnotes">(.*?)</dl>', source, re.S)


def test_a_note_that_is_a_passage_carries_its_link_and_its_concepts(site: dict[str, str]) -> None:
    passages, _ = _passages("full")
    source = _page(site, "full")
    note = _notes(source)[0]
    assert re.findall(r'<dd id="([^"]+)">', note) == [passages[1].anchor, passages[2].anchor]
    assert note.count(f'href="#{passages[2].anchor}"') == 1
    assert "<mark>levertijd</mark>" in note
    assert "Begrippen:" in note.split(passages[2].anchor, 1)[1]
    assert re.search(r"<dt>Voetnoot 2</dt><dd>Jaarverslag van de haven", note)


def test_a_note_is_shown_once_and_loses_no_word(site: dict[str, str]) -> None:
    source = _page(site, "full")
    passages, _ = _passages("full")
    sections = re.findall(r'<section[^>]*id="([^"]+)"', source)
    assert sections == [passages[n].anchor for n in (0, 3, 4)]
    apart = re.sub(r'<span class="kb-passage__concepts">.*?</span>|</d[td]>', " ", _notes(source)[0])
    assert _plain(apart).replace("¶", "").split() == f"Voetnoot 1 {LONG} Voetnoot 2 {SHORT}".split()
    assert LONG in _plain(_notes(source)[1])
    ids = re.findall(r'id="(p-[^"]+)"', source)
    assert sorted(ids) == sorted(p.anchor for p in passages)


def test_a_footnote_passage_that_no_note_holds_stands_by_itself(site: dict[str, str]) -> None:
    source = _page(site, "full")
    section = re.search(r'<section class="kb-passage kb-passage--footnote".*?</section>', source, re.S)
    assert section is not None
    assert STRAY.split(" over ")[0] in section[0]
    assert "<b>Voetnoot</b>" in section[0]


def test_under_excerpts_a_footnote_is_a_passage_like_another(site: dict[str, str]) -> None:
    source = _page(site, "excerpt")
    assert _notes(source) == []
    assert SHORT not in _plain(source)
    passages, _ = _passages("excerpt")
    shown = re.findall(r'<section[^>]*id="([^"]+)"', source)
    assert shown
    assert set(shown) <= {passages[2].anchor, passages[3].anchor}
    assert "haven" not in _page(site, "metadata")


def test_a_short_passage_that_is_shown_whole_as_an_excerpt_keeps_its_notes_back(store: Store) -> None:
    make = functools.partial(Passage.make, "kort", seen={})
    cited = make(0, "De levertijd liep op.", footnotes=(Footnote(number="1", text="Geheim gesprek met de buren."),))
    filling = make(1, "Er is verder veel te vertellen over andere zaken. " * 20)
    store.replace(
        make_document("kort", publish="excerpt"),
        [cited, filling],
        [annotate(cited, "motives/delivery-time", "levertijd")],
        configuration="proef",
    )
    source = "\n".join(text for _, text in pages(Catalogue(vocabulary=catalogue().vocabulary), store, version="0"))
    assert f'id="{cited.anchor}"' in source
    assert "Geheim gesprek" not in source


def test_search_leads_to_the_place_of_a_note(site: dict[str, str]) -> None:
    scripts = "".join(text for name, text in site.items() if name.endswith(".js"))
    for document in ("full", "excerpt"):
        wanted = set(re.findall(rf'"{links.served(links.document(document))}#(p-[^"]+)"', scripts))
        assert wanted
        assert wanted <= set(re.findall(r'id="(p-[^"]+)"', _page(site, document)))
    passages, _ = _passages("full")
    assert f"#{passages[2].anchor}" in scripts
    assert "voetnoot" in scripts
