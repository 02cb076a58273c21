"""Documents full of attacks, opened in a real browser: nothing runs, nothing is asked of another, all of it is text."""

from __future__ import annotations

import functools
import http.server
import re
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.attacks import CANARY, ELEMENTS, MARKDOWN, SCHEME, TEMPLATES, Attacked, attacked
from tests.browser.test_site import Quiet, Visit, browser
from tests.test_attack import checklist

__all__ = ["browser"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(sys.platform == "win32", reason="no file can have these names on Windows"),
]

LOOK = """(root) => {
  const found = [];
  const address = /^(href|src|srcset|action|formaction|data|poster|background|ping|xlink:href|srcdoc|style|content)$/i;
  for (const each of document.querySelectorAll('*')) {
    for (const { name, value } of each.attributes) {
      const bare = value.replace(/[\\s\\u0000-\\u0020]/g, '');
      if (/^on/i.test(name)) found.push(`${each.tagName} ${name}`);
      if (address.test(name) && /^(javascript|vbscript|data|blob|about):/i.test(bare)) found.push(`${name}=${value}`);
      if (name === 'style' && /url\\(|expression/i.test(bare)) found.push(`style=${value}`);
      if (address.test(name) && /kwaad\\.example/i.test(value)) found.push(`${name}=${value}`);
    }
  }
  for (const link of document.links) {
    if (!['http:', 'https:', 'file:'].includes(link.protocol)) found.push(link.href);
  }
  for (const script of document.scripts) {
    if (['application/json', 'application/ld+json'].includes(script.type)) JSON.parse(script.textContent);
    else if (!script.src.startsWith(root)) found.push(script.outerHTML);
  }
  if (document.querySelectorAll('script[type$=json]').length > 2) found.push('other data');
  if (document.querySelectorAll('#__config').length > 1) found.push('other settings');
  if (document.querySelectorAll('h1').length !== 1) found.push('another title');
  if (document.querySelector('#gekaapt, .weg, .danger, .admonition, .tabbed-set, abbr, base, iframe, object, embed'))
    found.push('an element of an attack');
  return found;
}"""
"""Everything on a page that would run, or lead to where a document wants."""
OURS = frozenset(
    [
        *("A", "B", "DD", "DETAILS", "DIV", "DL", "DT", "H1", "H2", "H3", "H4", "H5", "H6", "LI", "MARK", "NAV", "OL"),
        *("P", "SECTION", "SPAN", "SUMMARY", "SUP", "TABLE", "TBODY", "TD", "TH", "TR", "UL"),
    ]
)
"""The elements of which our pages of documents are made."""


@pytest.fixture(scope="module")
def made() -> Attacked:
    """The documents, the home and the site."""
    return attacked()


@pytest.fixture(scope="module")
def address(made: Attacked) -> Iterator[str]:
    """The site behind a local address, ending in a slash."""
    handler = functools.partial(Quiet, directory=str(made.site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


class Watch(Visit):
    """A visit that also notes dialogs, other pages that open, downloads, and requests for what is not there."""

    def __init__(self, browser: Any, home: str, **settings: Any) -> None:
        super().__init__(browser, home, **settings)
        self.happened: list[str] = []
        self.guarded = False
        self.page.on("dialog", self._shut)
        self.page.on("popup", lambda page: self.happened.append(f"opened {page.url}"))
        self.page.on("download", lambda file: self.happened.append(f"downloaded {file.url}"))
        self.page.on("response", self._hear_answer)
        self.page.on("framenavigated", self._follow)
        self.wanted = ""

    def _shut(self, dialog: Any) -> None:
        self.happened.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _hear_answer(self, response: Any) -> None:
        if response.status >= 400:
            self.happened.append(f"{response.status} {response.url}")

    def _follow(self, frame: Any) -> None:
        if frame.url.split("#")[0].split("?")[0] != self.wanted and frame.url != "about:blank":
            self.happened.append(f"went to {frame.url}")

    def look(self, path: str) -> Any:
        """Opens a page, touches what a reader touches, and looks at all of it."""
        self.wanted = (self.home + path).split("?")[0]
        page = self.open(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        page.mouse.move(400, 300)
        page.mouse.wheel(0, 600)
        page.keyboard.press("Tab")
        assert page.evaluate(LOOK, self.home) == [], path
        assert page.evaluate(f"window.{CANARY}") is None, path
        assert self.happened == [], path
        return page


@pytest.fixture(params=[True, False], ids=["without policy", "with policy"])
def watch(request: pytest.FixtureRequest, browser: Any, address: str) -> Iterator[Watch]:
    """A visit to the site, as it is and without the policy that would stop what the pages themselves let through."""
    opened = Watch(browser, address, bypass_csp=request.param)
    opened.guarded = not request.param
    yield opened
    opened.close()


def test_the_pages_of_the_documents_are_text(watch: Watch, made: Attacked) -> None:
    shown = ""
    for name in made.ids:
        page = watch.look(f"documenten/{name}.html")
        tags = set(
            page.evaluate("[...document.querySelectorAll('article :not(script[type$=json])')].map(e => e.tagName)")
        )
        assert tags <= OURS, (name, tags - OURS)
        classes = (
            "[...document.querySelectorAll('.kb-text *, .kb-footnotes dd *')].map(e => e.classList[0] || e.tagName)"
        )
        known = {"kb-mark", "MARK", "kb-stance", "kb-link", "kb-concept", "kb-passage__concepts"}
        assert set(page.evaluate(classes)) <= known, name
        foreign = "[...document.querySelectorAll('article a')].map(a => a.host).filter(host => host !== location.host)"
        assert page.evaluate(foreign) == [], name
        shown += page.locator("article").inner_text()
    for attack in (ELEMENTS[0], ELEMENTS[2], ELEMENTS[5], TEMPLATES[0], MARKDOWN[0], MARKDOWN[2], MARKDOWN[4]):
        assert attack in shown, attack


def test_so_are_the_pages_that_quote_them(watch: Watch, made: Attacked) -> None:
    quoting = re.compile(rb"documenten/(?:" + b"|".join(re.escape(name.encode()) for name in made.ids) + rb")\.html")
    pages = [path.relative_to(made.site) for path in sorted(made.site.rglob("*.html"))]
    pages = [path for path in pages if path.parts[0] != "documenten"]
    pages = [path for path in pages if quoting.search((made.site / path).read_bytes())]
    assert any(path.parts[0] == "begrippen" for path in pages)
    # what holds without the policy holds with it: there it is enough to see that it stops nothing of ours
    for path in [Path("index.html"), Path("documenten/index.html"), *pages[:: 3 if watch.guarded else 1]]:
        watch.look(path.as_posix())


@pytest.mark.parametrize("asked", ["loonkosten kwaliteit", ELEMENTS[0], ELEMENTS[3], TEMPLATES[0], "__proto__ script"])
def test_so_is_what_a_search_finds(watch: Watch, asked: str) -> None:
    for path in ("index.html", "zoeken.html"):
        page = watch.look(f"{path}?q={quote(asked)}")
        page.wait_for_selector("[data-search-results] li a")
        tags = set(page.evaluate("[...document.querySelectorAll('[data-search-results] *')].map(e => e.tagName)"))
        assert tags <= {"BUTTON", "A", "FIELDSET", "INPUT", "LABEL", "LEGEND", "LI", "MARK", "OL", "P"}
        assert page.evaluate(LOOK, watch.home) == []
        assert page.evaluate(f"window.{CANARY}") is None
        assert page.input_value("input[name=q]") == asked
        assert watch.happened == []


def test_a_found_passage_is_where_the_search_leads(watch: Watch, made: Attacked) -> None:
    page = watch.look("zoeken.html?q=loonkosten+kwaliteit+dienst")
    link = page.locator("[data-search-results] li a[href*='documenten/']").first
    link.wait_for()
    watch.wanted = link.evaluate("a => a.href").split("#")[0]
    link.click()
    page.wait_for_load_state("load")
    assert page.locator(":target").inner_text().strip()
    assert page.evaluate(f"window.{CANARY}") is None


def test_a_copy_on_disk_is_no_less_safe(browser: Any, made: Attacked) -> None:
    watch = Watch(browser, made.site.as_uri() + "/")
    for name in made.ids:
        watch.look(f"documenten/{name}.html")
    watch.close()


def test_a_checklist_that_quotes_them_runs_nothing(browser: Any, made: Attacked, tmp_path: Path) -> None:
    assert b"window.aanval" in checklist(made, tmp_path, "html")
    watch = Watch(browser, tmp_path.as_uri() + "/", bypass_csp=True)
    page = watch.look("lijst.html")
    assert page.locator("article").count() > 5
    held = page.evaluate("[...document.querySelectorAll('textarea')].map(e => e.value)")
    assert ELEMENTS[17] in held
    watch.close()


def test_the_checklist_of_the_site_shows_the_passages_as_text(watch: Watch) -> None:
    page = watch.look(f"checklists/{SCHEME}.html")
    assert page.locator("[data-criterion]").count() > 5
