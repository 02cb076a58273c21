"""The site in a real browser: search, a checklist that remembers, keyboard, phone, a copy on disk, no other host."""

from __future__ import annotations

import functools
import http.server
import json
import os
import re
import shutil
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from knowledge.answer_files import read_answer_file
from knowledge.catalogue import catalogue
from tests.site_store import HOSTILE, built_site

pytestmark = pytest.mark.browser

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHECKLIST = "checklists/serv-direct-support.html"
CASE = "cases/sylvania-tienen.html"
DOCUMENT = "documenten/nota-terugkeer.html"
EVERY_KIND = (
    "index.html",
    "zoeken.html?q=levertijd",
    DOCUMENT,
    "documenten/rapport-metaal.html",
    "documenten/index-pagina.html",
    "documenten/index.html",
    "begrippen/index.html",
    "begrippen/motives/index.html",
    "begrippen/motives/delivery-time.html",
    CASE,
    "cases/index.html",
    "maatregelen/index.html",
    "maatregelen/japan-ketensteun-2020.html",
    CHECKLIST,
    "checklists/index.html",
    "over/methode.html",
    "over/leeskwaliteit.html",
    "over/kwaliteit-woordenlijst.html",
    "tegenspraken.html",
    "cijfers.html",
    "cijfers/eurofound-motieven.html",
    "cijfers-over-de-gevallen.html",
    "dossiers/index.html",
    "dossiers/werkt-steun.html",
    "systemen/index.html",
    "systemen/reshoring-databank.html",
    "tijdlijn.html",
    "wegwijzer.html",
    "vragen.html",
    "verzoeken.html",
    "risicos.html",
    "begrippenlijst.html",
    "bronnen.html",
    "open-data.html",
    "open-data-kolommen.html",
    "404.html",
)
"""A page of every kind, but for the comparisons: tests/browser/test_compare.py is about these."""
ALIKE = {"alternatieven.html": "risicos.html", "drempels.html": "risicos.html"}
"""Pages that are of the kind of another."""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A server of files that does not talk."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The built site behind a local address, ending in a slash."""
    _, site, _ = built_site()
    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium as Debian ships it."""
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no chromium: the browser test must run there (apt-get install chromium)")
        pytest.skip("there is no chromium on this machine (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


class Visit:
    """A browser page that notes every complaint, and every request that leaves `home`."""

    def __init__(self, browser: Any, home: str, width: int = 1280, **settings: Any) -> None:
        self.home = home
        self.complaints: list[str] = []
        self.foreign: list[str] = []
        self.context = browser.new_context(viewport={"width": width, "height": 800}, accept_downloads=True, **settings)
        self.page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._note)

    def _hear(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _note(self, request: Any) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.foreign.append(request.url)

    def open(self, path: str) -> Any:
        self.page.goto(self.home + path, wait_until="load")
        return self.page

    def close(self) -> None:
        self.context.close()
        assert self.complaints == []
        assert self.foreign == []


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Visit]:
    """A visit that fails when the page complained or asked something of another host."""
    made = Visit(browser, address)
    yield made
    made.close()


def test_a_search_on_the_home_page_finds_a_passage_and_leads_to_it(visit: Visit) -> None:
    page = visit.open("index.html")
    page.fill("input[name=q]", "levertijd van de fabriek")
    page.press("input[name=q]", "Enter")
    page.wait_for_selector("[data-search-results] li a")
    titles = page.locator("[data-search-results] li a").all_inner_texts()
    assert any("Nota over de terugkeer" in title for title in titles)
    page.locator("[data-search-results] li a", has_text="Nota over de terugkeer").first.click()
    page.wait_for_load_state("load")
    assert "/documenten/nota-terugkeer.html#p-" in page.url
    assert page.locator(":target").inner_text().strip() != ""


@pytest.mark.parametrize(
    ("asked", "found", "place"),
    [
        ("12.840 banen monitor", "Banen door reshoringbeslissingen in Europa", "cijfers.html#monitor-12840-banen"),
        ("made-in-effect gevallen", "Motieven in de European Reshoring Monitor", "cijfers/eurofound-motieven.html"),
        ("26,6 of 26,4 miljard", "Het Europese tekort", "tegenspraken.html#tekort-ruwe-materialen-26-6-of-26-4"),
    ],
    ids=["figure", "series", "contradiction"],
)
def test_a_search_finds_a_figure_and_leads_to_it(visit: Visit, asked: str, found: str, place: str) -> None:
    page = visit.open("index.html")
    page.fill("input[name=q]", asked)
    page.press("input[name=q]", "Enter")
    page.wait_for_selector("[data-search-results] li a")
    page.locator("[data-search-results] li a", has_text=found).first.click()
    page.wait_for_load_state("load")
    assert page.url.endswith(f"/{place}")
    if "#" in place:
        assert page.locator(":target").bounding_box()["y"] < 800, "what was looked for stands on the screen"


def test_a_search_for_nothing_we_have_says_so(visit: Visit) -> None:
    page = visit.open("zoeken.html?q=xylofoonquarkzzz")
    page.wait_for_function("document.querySelector('[data-search-results]').innerText.includes('Geen')")
    assert page.locator("[data-search-results] li a").count() == 0


@pytest.mark.parametrize(
    "path", [DOCUMENT, CASE, CHECKLIST, "begrippen/motives/delivery-time.html", "over/methode.html"]
)
def test_a_page_opens_without_a_complaint(visit: Visit, path: str) -> None:
    page = visit.open(path)
    assert page.locator("h1").count() == 1
    assert page.locator("h1").inner_text().strip() != ""


def test_hostile_text_starts_nothing(visit: Visit) -> None:
    page = visit.open("documenten/index-pagina.html")
    page.mouse.move(300, 300)
    assert page.evaluate("window.bezet") is None
    texts = page.locator(".kb-text").all_text_contents()
    assert len(texts) == len(HOSTILE)
    assert HOSTILE[0] in texts
    active = "article iframe, article img, article [onclick], article style"
    # what the page tells a search engine is data, which no browser runs
    assert page.locator(f"{active}, article script:not([type='application/ld+json'])").count() == 0


def test_answers_to_a_checklist_stay_can_be_cleared_and_brought_back(visit: Visit) -> None:
    page = visit.open(CHECKLIST)
    lines = page.locator("[data-criterion]")
    total = lines.count()
    assert page.locator("[data-checklist-progress]").inner_text() == f"0 van {total} ingevuld"
    lines.nth(0).get_by_label("Ja").check()
    lines.nth(1).get_by_label("Deels").check()
    lines.nth(1).locator("textarea").first.fill("Zie het dossier, <b>bijlage 2</b>.")
    assert page.locator("[data-checklist-progress]").inner_text() == f"2 van {total} ingevuld"

    page.reload()
    assert lines.nth(0).get_by_label("Ja").is_checked()
    assert lines.nth(1).get_by_label("Deels").is_checked()
    assert lines.nth(1).locator("textarea").first.input_value() == "Zie het dossier, <b>bijlage 2</b>."

    page.get_by_role("button", name="Alles wissen").click()
    assert page.locator("[data-checklist-progress]").inner_text() == f"0 van {total} ingevuld"
    page.get_by_role("button", name="Wissen ongedaan maken").click()
    assert page.locator("[data-checklist-progress]").inner_text() == f"2 van {total} ingevuld"


def test_answers_are_downloaded_in_the_form_that_the_command_line_reads(visit: Visit, tmp_path: Path) -> None:
    page = visit.open(CHECKLIST)
    line = page.locator("[data-criterion]").nth(0)
    line.get_by_label("Nee").check()
    line.locator("textarea").first.fill('Een "citaat" en een\nnieuwe regel')
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Antwoorden downloaden").click()
    saved = tmp_path / "antwoorden.json"
    waiting.value.save_as(saved)
    criterion = line.get_attribute("data-criterion")
    scheme = catalogue().scheme("serv-direct-support")
    told = json.loads(saved.read_text(encoding="utf-8"))
    assert (told["format"], told["scheme"], told["version"]) == ("thuishaven-answers", scheme.id, scheme.version)
    assert told["answers"][criterion]["answer"] == "no"
    answer = read_answer_file(saved, scheme).given[criterion]
    assert answer.answer.value == "no"
    assert answer.evidence == 'Een "citaat" en een\nnieuwe regel'


def test_an_open_question_has_no_boxes_and_counts_when_it_has_words(visit: Visit) -> None:
    page = visit.open("checklists/good-practice-interview.html")
    total = page.locator("[data-criterion]").count()
    assert page.locator("[data-criterion] input[type=radio]").count() == 0
    page.locator("[data-criterion] textarea").nth(0).fill("Eerst een proefopstelling, dan de hele lijn.")
    assert page.locator("[data-checklist-progress]").inner_text() == f"1 van {total} ingevuld"


def test_a_list_is_narrowed_and_shown_whole_again(visit: Visit) -> None:
    page = visit.open("cases/index.html")
    rows = page.locator("#lijst tbody tr:visible")
    total = rows.count()
    page.select_option("select[name=sector]", index=1)
    assert 0 < rows.count() < total
    assert page.locator("form[data-filter] [role=status]").inner_text() == f"{rows.count()} van {total} getoond"
    page.get_by_role("button", name="Toon alles").click()
    page.wait_for_function(f"document.querySelectorAll('#lijst tbody tr:not([hidden])').length === {total}")


def test_the_keyboard_reaches_the_search_box_and_shows_where_it_is(visit: Visit) -> None:
    page = visit.open("index.html")
    reached = []
    for _ in range(30):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name || document.activeElement.className"))
        if reached[-1] == "q":
            break
    assert "md-skip" in reached[0]
    assert reached[-1] == "q"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.type("levertijd")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-search-results] li a")


def test_the_dark_view_is_chosen_and_remembered(visit: Visit) -> None:
    page = visit.open("index.html")
    assert page.get_attribute("body", "data-md-color-scheme") == "default"
    page.locator("label[title='Donkere weergave']").click()
    assert page.get_attribute("body", "data-md-color-scheme") == "slate"
    visit.open(CASE)
    assert page.get_attribute("body", "data-md-color-scheme") == "slate"


def test_on_a_phone_the_keyboard_opens_the_menu_and_goes_where_it_leads(browser: Any, address: str) -> None:
    phone = Visit(browser, address, width=360)
    page = phone.open(CASE)
    menu = page.get_by_role("button", name="Menu")
    assert not page.get_by_role("link", name="Begrippen", exact=True).is_visible()
    for _ in range(4):
        page.keyboard.press("Tab")
        if menu.evaluate("button => button === document.activeElement"):
            break
    assert menu.get_attribute("aria-expanded") == "false"
    page.keyboard.press("Enter")
    assert menu.get_attribute("aria-expanded") == "true"
    assert page.evaluate("document.activeElement.closest('#menu') !== null")
    page.keyboard.press("Escape")
    assert menu.get_attribute("aria-expanded") == "false"
    assert menu.evaluate("button => button === document.activeElement")
    page.keyboard.press("Space")
    for _ in range(20):
        if page.evaluate("document.activeElement.innerText") == "Cijfers":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cijfers.html")
    phone.close()


def test_on_a_phone_what_the_closed_menu_holds_takes_no_focus(browser: Any, address: str) -> None:
    phone = Visit(browser, address, width=360)
    page = phone.open("index.html")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('#menu') === null")
    phone.close()


WIDER = """() => {
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  const over = [...document.querySelectorAll("article *")].find(
    one => one.getBoundingClientRect().right > window.innerWidth && one.checkVisibility());
  return wide > 0 ? `${wide} px, ${over ? over.outerHTML.slice(0, 200) : "?"}` : "";
}"""
"""By how much a page is wider than its window, with an element that sticks out; empty when it fits."""


def kind_of(path: str) -> str:
    """What pages like this one have in common: the folder of a record's page, else the path itself."""
    path = ALIKE.get(path.partition("?")[0], path.partition("?")[0])
    folder, _, name = path.rpartition("/")
    if name in {"index.html", "vergelijken.html"} or folder in {"", "over"}:
        return re.sub(r"^begrippen/[^/]+/", "begrippen/*/", path)
    return re.sub(r"^begrippen/.*", "begrippen/*", folder) + "/*"


def test_no_kind_of_page_is_left_out() -> None:
    _, site, _ = built_site()
    built = {kind_of(path.relative_to(site).as_posix()) for path in site.rglob("*.html")}
    elsewhere = {"cases/vergelijken.html", "maatregelen/vergelijken.html"}
    assert built == {kind_of(path) for path in EVERY_KIND} | elsewhere


THIN = """() => {
  const inside = one => [one, ...one.querySelectorAll("*")].map(e => e.tagName + " " + e.getAttribute("class"));
  for (const list of document.querySelectorAll("tbody, ul, ol, article")) {
    const seen = {};
    for (const one of [...list.children].filter(e => e.matches("tr, li, section"))) {
      const looks = [...new Set(inside(one))].sort().join();
      seen[looks] = (seen[looks] || 0) + 1;
      if (seen[looks] > 2) one.remove();
    }
  }
}"""
"""Leaves two of the rows, items and sections of a list that are made of the same elements and classes."""


def violations(visit: Visit, paths: Iterable[str]) -> list[tuple[str, str, str]]:
    """What is wrong with these pages, all folded parts open: page, rule and element.

    What axe finds against WCAG 2.2 A and AA, and a page that is wider than its window. Axe takes most of its time for
    long lists: it is shown two of the entries that look alike.
    """
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright",
        reason="axe is not installed (pip install axe-playwright-python): nothing measures the accessibility",
    ).Axe()
    tags = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    found = []
    for path in paths:
        page = visit.open(path)
        if "?q=" in path:
            page.wait_for_selector("[data-search-results] li a")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        if wide := page.evaluate(WIDER):
            found.append((path, "wider than the window", wide))
        page.evaluate(THIN)
        answer = axe.run(page, options={"runOnly": tags, "resultTypes": ["violations"]}).response
        assert answer["testEngine"]["name"] == "axe-core"
        found += [(path, wrong["id"], node["html"]) for wrong in answer["violations"] for node in wrong["nodes"]]
    return found


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_axe_finds_nothing_against_wcag_2_2_aa(browser: Any, address: str, width: int, scheme: str) -> None:
    visit = Visit(browser, address, width=width, color_scheme=scheme, bypass_csp=True)
    assert violations(visit, EVERY_KIND if scheme == "light" else EVERY_KIND[::3]) == []
    visit.close()


WIDE = (
    "index.html",
    DOCUMENT,
    CASE,
    CHECKLIST,
    "begrippen/index.html",
    "checklists/index.html",
    "cases/index.html",
    "maatregelen/index.html",
    "systemen/index.html",
    "cijfers.html",
    "over/leeskwaliteit.html",
    "over/kwaliteit-woordenlijst.html",
)
"""Pages with tables, cards and lines that could be too wide."""


def test_no_window_makes_a_page_scroll_sideways(visit: Visit) -> None:
    """Between a phone and a wide screen too; the test with axe looks at every kind of page on these two."""
    found = []
    for path in WIDE:
        page = visit.open(path)
        for width in (320, 720, 900, 1220):
            page.set_viewport_size({"width": width, "height": 800})
            if wide := page.evaluate(WIDER):
                found.append((path, width, wide))
    assert found == []


def test_a_column_of_concepts_is_wide_enough_to_read(visit: Visit) -> None:
    page = visit.open("cases/index.html")
    widths = page.eval_on_selector_all(
        ".kb-table td:has(.kb-concept)", "cells => cells.map(cell => cell.getBoundingClientRect().width)"
    )
    assert len(widths) > 20
    assert min(widths) >= 7 * 20 - 1, "a row of words under each other cannot be read"


def test_a_copy_on_disk_opens_searches_and_remembers(browser: Any) -> None:
    _, site, _ = built_site()
    visit = Visit(browser, site.as_uri() + "/")
    page = visit.open("index.html")
    page.fill("input[name=q]", "levertijd")
    page.press("input[name=q]", "Enter")
    page.wait_for_selector("[data-search-results] li a")
    visit.open(CHECKLIST)
    page.locator("[data-criterion]").nth(0).get_by_label("Ja").check()
    assert page.locator("[data-checklist-progress]").inner_text().startswith("1 van")
    visit.close()


def test_without_scripts_a_checklist_can_be_read_and_home_says_how_to_search(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + CHECKLIST)
    assert page.locator("[data-criterion] legend").count() == page.locator("[data-criterion]").count() > 0
    assert page.locator("[data-checklist-tools]").is_hidden()
    page.goto(address + "index.html")
    assert "Zoeken vraagt JavaScript" in page.content()
    context.close()
