"""Open data on the site: the page with the downloads, how to cite, schema.org in pages, and where a former id leads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from knowledge.catalogue import Catalogue
from knowledge.checks import CHECKS, check_all
from knowledge.concepts import Vocabulary
from knowledge.errors import MisuseError
from knowledge.evidence import Shelf
from knowledge.store import Store
from templates import links
from templates.data.names import checked_address
from templates.data.schema_org import as_block
from templates.open_data import open_data
from templates.pages import pages
from tests.knowledge.small_world import make_note, put
from tests.site_reading import read_html
from tests.site_store import NASTY, built_site
from tests.templates.data_world import ADDRESS, HOSTILE, hostile_catalogue

BLOCK = re.compile(r'^<script type="application/ld\+json">(.*)</script>$', re.M)


@cache
def made(address: str = "") -> dict[str, str]:
    """The pages and files of the hostile catalogue, with a document that a measure cites."""
    with TemporaryDirectory() as folder, Store(Path(folder) / "thuishaven.sqlite") as store:
        put(store, *make_note(publish="full"))
        return dict(pages(hostile_catalogue(), store, version="9.9", address=address))


def blocks(text: str) -> list[dict[str, Any]]:
    return [json.loads(one) for one in BLOCK.findall(text)]


def test_the_files_of_the_site_are_those_of_the_export_and_the_citations_of_documents() -> None:
    exported = {f"data/{path}": text for path, text in open_data(hostile_catalogue(), version="9.9")}
    found = {path: text for path, text in made().items() if path.startswith("data/")}
    assert {path: text for path, text in found.items() if path in exported} == exported
    assert found.keys() - exported.keys() == {f"data/citaties/documenten/nota.{end}" for end in ("bib", "ris", "json")}


def test_every_download_on_a_page_is_a_file() -> None:
    files = made()
    seen = set()
    for path, text in files.items():
        if path.endswith(".md"):
            root = "../" * path.count("/")
            for href in re.findall(r'href="((?:\.\./)*data/[^"]+)"', text):
                assert href.startswith(f"{root}data/"), (path, href)
                seen.add(href.removeprefix(root))
    assert seen <= files.keys()
    assert {"data/cases.csv", "data/catalog.ttl", "data/feeds/alles.xml", "data/citaties/cases/lampen.ris"} <= seen
    assert any(path.startswith("data/feeds/motives/") for path in seen)


@pytest.mark.parametrize("page", ["cases/lampen.md", "maatregelen/kringloopsteun.md", "documenten/nota.md"])
@pytest.mark.parametrize("address", ["", ADDRESS])
def test_a_page_says_how_to_cite_it_and_what_it_is(page: str, address: str) -> None:
    text = made(address)[page]
    assert "<summary>Citeer</summary>" in text
    (data,) = blocks(text)
    assert data["@context"] == "https://schema.org"
    assert data["@type"] in ("Article", "CreativeWork")
    if not page.startswith("documenten"):
        assert [one["name"] for one in data["citation"]] == [HOSTILE[7]]
        assert (f"{ADDRESS}{page.removesuffix('.md')}.html" in text) == bool(address)


def test_a_passage_says_how_to_cite_it() -> None:
    text = made(ADDRESS)["documenten/nota.md"]
    anchors = re.findall(r'<section [^>]*id="(p-[0-9a-f]+)"', text)
    assert len(anchors) == 5
    for anchor in anchors:
        assert f"{ADDRESS}documenten/nota.html#{anchor}</p>" in text


def test_the_page_of_the_open_data_describes_every_data_set() -> None:
    for address in ("", ADDRESS):
        (data,) = blocks(made(address)["open-data.md"])
        assert data["@type"] == "DataCatalog"
        for one in data["dataset"]:
            assert one["@type"] == "Dataset"
            assert len(one["description"]) >= 50
            for file in one["distribution"]:
                assert file["contentUrl"].removeprefix(address) in made(address)


@pytest.mark.parametrize("text", [*HOSTILE, "</script", "<!--", "\u2028", "\ud800"])
def test_nothing_ends_a_block_of_data(text: str) -> None:
    block = str(as_block({"name": text, text: 1}))
    inner = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not re.search(r"[<>&\x00-\x1f\x7f-\uffff]", inner)
    assert json.loads(inner)["name"] == text


def test_a_hostile_title_is_text_in_its_block() -> None:
    for number, text in enumerate(HOSTILE):
        (data,) = blocks(made()[f"cases/vals-{number}.md"])
        assert data["headline"].split() == re.sub(r"[\x00\x1b\u202e]", "", text).split()


def test_the_builder_leaves_blocks_and_files_as_they_are() -> None:
    pages_dir, site, _ = built_site()
    for page in (f"documenten/{NASTY}-pagina", "cases/sylvania-tienen", "open-data"):
        written = BLOCK.findall((pages_dir / f"{page}.md").read_text(encoding="utf-8"))
        shown = re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', (site / f"{page}.html").read_text(encoding="utf-8")
        )
        assert len(written) == 1
        assert shown == written
    for path in (pages_dir / "data").rglob("*"):
        if path.is_file():
            assert (site / path.relative_to(pages_dir)).read_bytes() == path.read_bytes()
    assert read_html(site / "open-data.html").inline_scripts == []


# ids that went out of use


def test_the_old_address_of_a_record_leads_to_the_record_that_came_instead() -> None:
    text = made()["cases/vroeger.md"]
    assert '<a href="lampen.html">Lampen keren terug</a>' in text
    assert "Het geval kreeg een betere naam." in text
    assert '<a href="quality.html">kwaliteit</a>' in made()["begrippen/motives/vroeger.md"]


def test_an_old_place_on_a_page_still_is_a_place() -> None:
    text = unescape(made()["cijfers.md"])
    assert '<p class="kb-notice" id="vroeger">' in text
    assert f'<a href="{links.href("cijfers", links.measure("bedrag"))}">' in text


@pytest.fixture
def shelf(store: Store) -> Iterator[Shelf]:
    """No document at all."""
    yield Shelf(store)


def test_redirects_and_changes_are_checked(shelf: Shelf) -> None:
    known = hostile_catalogue()
    assert [i for i in check_all(known, shelf) if i.record in ("redirects", "changes")] == []
    empty = Catalogue(vocabulary=Vocabulary([]), redirects=known.redirects, changes=known.changes)
    (check,) = (one for one in CHECKS if one.__name__ == "old_ids_lead_somewhere")
    assert [issue.record for issue in check(empty, shelf)] == ["redirects"] * 3 + ["changes"]
    back = Catalogue(vocabulary=known.vocabulary, cases={**known.cases, "vroeger": known.cases["lampen"]},
                     measures=known.measures, redirects=known.redirects)  # fmt: skip
    assert ["exists" in issue.text for issue in check(back, shelf)] == [True]


@pytest.mark.parametrize(
    "text", ["http://site.be/", "site.be", "https://site.be/?x=1", 'https://site.be/"onload', "https://"]
)
def test_what_is_no_address_of_a_site_is_refused(text: str) -> None:
    with pytest.raises(MisuseError, match="address of a site"):
        checked_address(text)


def test_an_address_ends_in_a_slash() -> None:
    assert checked_address("https://site.be/kennis") == checked_address("https://site.be/kennis/")
    assert checked_address("") == ""
