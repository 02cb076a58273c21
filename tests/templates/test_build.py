"""The built site: whole, linked, silent on the network, deaf to hostile text; and never half a site on disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml

import templates.build
from knowledge.catalogue import Catalogue
from knowledge.concepts import Vocabulary
from knowledge.errors import BuildError
from knowledge.store import Store
from templates.build import build, site_sources
from templates.environment import clean
from templates.pages import pages
from tests.conftest import ROOT
from tests.site_reading import Html, read_html
from tests.site_store import HOSTILE, NASTY_TITLE, built_site

EMPTY = Catalogue(vocabulary=Vocabulary([]))


@cache
def html_pages() -> dict[str, Html]:
    """Every page of the built site, by path."""
    _, site, _ = built_site()
    return {path.relative_to(site).as_posix(): read_html(path) for path in sorted(site.rglob("*.html"))}


def test_every_page_that_was_written_is_in_the_site_and_nothing_was_complained_of() -> None:
    pages_dir, site, report = built_site()
    written = {path.relative_to(pages_dir).with_suffix("").as_posix() for path in pages_dir.rglob("*.md")}
    built = {name.removesuffix(".html") for name in html_pages()}
    assert built == written | {"404"}
    assert report.warnings == ()
    assert report.pages == len(built)
    assert report.bytes > 1_000_000
    assert report.seconds > 0
    for path in pages_dir.rglob("*.js"):
        assert (site / path.relative_to(pages_dir)).is_file()


def test_every_link_inside_the_site_leads_to_a_page_and_a_place_that_exist() -> None:
    _, site, _ = built_site()
    found = html_pages()
    wrong = []
    for name, page in found.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (site / name).parent / unquote(parts.path) if parts.path else site / name
            path = target.resolve().relative_to(site.resolve()).as_posix()
            path = path if path != "." else "index.html"
            if path not in found and not parts.fragment and (site / path).is_file():
                continue
            if path not in found or (parts.fragment and unquote(parts.fragment) not in found[path].ids):
                wrong.append((name, link))
    assert wrong[:10] == []


def test_the_page_for_a_wrong_address_leans_on_nothing_for_a_server_shows_it_at_any_depth() -> None:
    page = html_pages()["404.html"]
    assert page.fetched == ["data:,"]  # an empty icon, so that a browser asks for none
    assert page.links == []
    assert page.headings == ["Deze pagina bestaat niet"]


def test_where_the_address_of_the_site_is_known_the_page_for_a_wrong_address_leads_home(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources, settings_file = site_sources()
    settings = yaml.safe_load(settings_file.read_text(encoding="utf-8")) | {"site_url": "https://site.example/kennis/"}
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    monkeypatch.setattr(templates.build, "site_sources", lambda: (sources, tmp_path / "mkdocs.yml"))
    build(EMPTY, store, pages_dir=tmp_path / "_pages", site_dir=tmp_path / "_site")
    assert read_html(tmp_path / "_site" / "404.html").links == ["/kennis/zoeken.html", "/kennis/index.html"]


def test_no_page_has_an_id_twice() -> None:
    wrong = {name for name, page in html_pages().items() if len(page.ids) != len(set(page.ids))}
    assert wrong == set()


def test_nothing_is_fetched_from_another_host_and_nothing_is_sent() -> None:
    foreign = [(name, url) for name, page in html_pages().items() for url in page.fetched if urlsplit(url).netloc]
    assert foreign == []
    _, site, _ = built_site()
    for path in site.rglob("*.css"):
        urls = re.findall(r"url\(([^)]*)\)", path.read_text(encoding="utf-8"))
        assert [u for u in urls if not u.strip("\"'").startswith(("data:", "#")) and "//" in u] == []
        assert "@import" not in path.read_text(encoding="utf-8")
    for path in (ROOT / "site").rglob("*.js"):
        assert "http" not in path.read_text(encoding="utf-8")


def test_every_page_forbids_inline_scripts_and_other_hosts_and_keeps_to_it() -> None:
    for name, page in html_pages().items():
        assert page.inline_scripts == [], name
        assert page.handlers == [], name
        assert len(page.policies) == 1, name
        policy = dict(part.split(" ", 1) for part in page.policies[0].split("; "))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == "'self' file:"
        assert not re.search(r"https?:|\*", page.policies[0])
        assert [link for link in page.links if re.match(r"\s*(javascript|data|vbscript):", link, re.I)] == []


def shown(text: str) -> str:
    return clean(text.replace("\x02", "").replace("\x03", ""))


def test_hostile_text_is_shown_as_it_is_and_does_nothing() -> None:
    _, site, _ = built_site()
    path = site / "documenten" / "index-pagina.html"
    page = read_html(path, of="kb-text")
    assert [shown(text) for text in page.texts] == [shown(text) for text in HOSTILE]
    headings = [shown(heading) for heading in page.headings]
    assert shown(NASTY_TITLE) in headings
    for text in HOSTILE:
        assert shown(text[:60]) in headings
    ordinary = read_html(site / "documenten" / "nota-terugkeer.html")
    assert set(page.elements) <= set(ordinary.elements)
    assert not any("kwaad.example" in link for link in (*page.links, *page.fetched))
    assert "overgenomen" not in page.ids
    assert html_title(path).startswith(shown(NASTY_TITLE))


def html_title(path: Path) -> str:
    """The title as a browser reads it."""
    import html

    match = re.search(r"<title>(.*?)</title>", path.read_text(encoding="utf-8"), re.S)
    assert match is not None
    return html.unescape(match[1])


def test_site_holds_no_python_and_the_builder_no_hooks() -> None:
    assert list((ROOT / "site").rglob("*.py")) == []
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    assert "hooks" not in settings
    assert settings["plugins"] == []
    assert (settings["docs_dir"], settings["site_dir"]) == ("_pages", "_site")


def test_the_navigation_names_pages_that_exist() -> None:
    pages_dir, _, _ = built_site()
    nav = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]

    def paths(items: list[dict[str, object]]) -> Iterator[str]:
        for item in items:
            for value in item.values():
                if isinstance(value, list):
                    yield from paths(value)
                else:
                    yield str(value)

    assert [path for path in paths(nav) if not (pages_dir / path).is_file()] == []


def test_the_sources_are_found_in_a_checkout() -> None:
    folder, settings = site_sources()
    assert (folder / "overrides" / "main.html").is_file()
    assert settings.name == "mkdocs.yml"


@pytest.mark.parametrize("builder", ["mkdocs", "zensical"])
def test_both_builders_make_every_page_and_replace_what_they_made_before(
    builder: templates.build.Builder, store: Store, tmp_path: Path
) -> None:
    pages_dir, site_dir = tmp_path / "out" / "_pages", tmp_path / "out" / "_site"
    first = build(EMPTY, store, pages_dir=pages_dir, site_dir=site_dir, builder=builder)
    (site_dir / "left-over.html").write_text("old")
    second = build(EMPTY, store, pages_dir=pages_dir, site_dir=site_dir, builder=builder)
    assert first.pages == second.pages
    assert (site_dir / "index.html").is_file()
    assert not (site_dir / "left-over.html").exists()
    assert sorted(path.name for path in site_dir.parent.iterdir()) == ["_pages", "_site"]


def test_a_folder_that_no_build_made_is_left_alone(store: Store, tmp_path: Path) -> None:
    site_dir = tmp_path / "thuis"
    site_dir.mkdir()
    (site_dir / "brief.txt").write_text("belangrijk")
    with pytest.raises(BuildError, match="holds something that no build made"):
        build(EMPTY, store, pages_dir=tmp_path / "_pages", site_dir=site_dir)
    assert (site_dir / "brief.txt").read_text() == "belangrijk"
    file = tmp_path / "bestand"
    file.write_text("x")
    with pytest.raises(BuildError, match="no build made"):
        build(EMPTY, store, pages_dir=file, site_dir=tmp_path / "_site")


@pytest.mark.parametrize(("pages_name", "site_name"), [("a", "a"), ("a/b", "a"), ("a", "a/b")])
def test_folders_that_overlap_are_refused(pages_name: str, site_name: str, store: Store, tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="overlap"):
        build(EMPTY, store, pages_dir=tmp_path / pages_name, site_dir=tmp_path / site_name)


def test_the_hand_written_sources_are_never_replaced(store: Store, tmp_path: Path) -> None:
    for folder in (ROOT, ROOT / "site", ROOT / "site" / "over"):
        with pytest.raises(BuildError, match="overlap"):
            build(EMPTY, store, pages_dir=tmp_path / "_pages", site_dir=folder)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("index.md", "# nog eens\n"), "Two pages have the path 'index.md'"),
        (("over/methode.md", "# over wat met de hand is geschreven\n"), "Two pages have the path"),
        (("../buiten.md", "# a\n"), "outside the site"),
        (("meer.md", "# a\n\n[weg](bestaat-niet.md)\n"), "bestaat-niet.md"),
    ],
)
def test_a_build_that_fails_leaves_the_site_as_it_was(
    wrong: tuple[str, str], told: str, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages_dir, site_dir = tmp_path / "_pages", tmp_path / "_site"
    for folder in (pages_dir, site_dir):
        folder.mkdir()
        (folder / templates.build.MARK).write_text("")
        (folder / "index.html").write_text("de vorige")
    monkeypatch.setattr(
        templates.build, "pages", lambda catalogue, store, **given: [*pages(catalogue, store, **given), wrong]
    )
    with pytest.raises(BuildError, match=re.escape(told)):
        build(EMPTY, store, pages_dir=pages_dir, site_dir=site_dir)
    assert (site_dir / "index.html").read_text() == "de vorige"
    assert (pages_dir / "index.html").read_text() == "de vorige"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".build")]


def test_a_place_where_nothing_can_be_written_is_told(store: Store, tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("x")
    with pytest.raises(BuildError, match="cannot be written"):
        build(EMPTY, store, pages_dir=tmp_path / "_pages", site_dir=tmp_path / "bestand" / "_site")
