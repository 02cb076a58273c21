"""The static search: its files, and what a browser does with them."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.bundle import FOLDER, BundleRow, _numbers, bundle
from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCRIPT = ROOT / "site" / "assets" / "javascript" / "search.js"
BUDGET = 300_000

PAGE = """<!DOCTYPE html><html lang="nl"><meta charset="utf-8"><title>Zoeken</title>
<form data-search data-base="" role="search"><label for="q">Zoek</label><input id="q" name="q">
<button>Zoek</button></form>
<div data-search-results aria-live="polite"></div><script src="search.js"></script></html>"""


def row(number: int, text: str, **more: Any) -> BundleRow:
    values = {"id": f"p-{number}", "url": f"documenten/nota/#p-{number}", "title": f"Nota {number}", "kind": "document"}
    return BundleRow(**(values | {"text": text, "date": "2022-12-05"} | more))


ROWS = [
    row(0, "De loonkostenkloof met Polen werd kleiner en de montage van ledlampen kwam terug.", section="Verlichting"),
    row(1, "Staatssteun voor kmo's moet aan de Europese regels voldoen.", kind="maatregel"),
    row(2, "<img src=x onerror=alert(1)> Een fabriek in <b>Wallonië</b> zocht toeleveranciers. </script>", kind="case"),
    row(
        3,
        "Gemeenten kopen graag dichtbij, en " + "nog veel meer woorden " * 40 + "eindelijk de kabelgoten.",
        date="2021",
    ),
    row(4, "Het budget bedroeg 500.000 euro; 2,5 miljoen volgde in 2022.", facets={"__proto__": ["constructor"]}),
]


def data_of(files: dict[str, str], name: str) -> Any:
    """What a file hands over."""
    text = files[f"{FOLDER}/{name}.js"]
    match = re.fullmatch(r"thuishavenIndex\(\"[a-z0-9-]+\",(.*)\);\n", text, re.DOTALL)
    assert match
    return json.loads(match[1])


def test_the_files_and_what_they_hold() -> None:
    files = dict(bundle(ROWS))
    assert files == dict(bundle(ROWS))
    assert set(files) == {f"{FOLDER}/{name}.js" for name in ("manifest", "facets", "words-0", "terms-0", "rows-0")}
    manifest = data_of(files, "manifest")
    assert manifest["rows"] == 5
    assert ["soort", [["document", 3], ["maatregel", 1], ["case", 1]]] in manifest["facets"]
    words, terms = (part.split(" ") for part in data_of(files, "words-0"))
    assert len(words) == len(terms)
    assert words == sorted(words)
    assert "de" not in words
    kloof, loon = (set(terms[words.index(word)].split(",")) for word in ("loonkostenkloof", "wallonie"))
    assert len(kloof) > len(loon) == 1
    shown = data_of(files, "rows-0")[0]
    assert shown == ["documenten/nota/#p-0", "Nota 0", "Verlichting", "document", "2022-12-05", ROWS[0].text]


def test_no_file_can_end_a_script_element() -> None:
    assert all("<" not in text for text in dict(bundle(ROWS)).values())


def test_an_empty_site_has_a_bundle_too() -> None:
    assert data_of(dict(bundle([])), "manifest")["rows"] == 0


def test_long_texts_are_cut_but_found() -> None:
    files = dict(bundle([row(0, "woord " * 400 + "kabelgoot")]))
    assert data_of(files, "rows-0")[0][5].endswith("woord \u2026")
    assert "kabelgoot" in data_of(files, "words-0")[0]


def read(text: str) -> list[int]:
    """The numbers again, as the browser reads them."""
    found, last, step = [], -1, 0
    for character in text:
        more = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%()".find(character)
        if more >= 0:
            step = step * 32 + more
        else:
            last += step * 32 + "0123456789abcdefghijklmnopqrstuv".index(character) + 1
            found.append(last)
            step = 0
    return found


@given(st.sets(st.integers(min_value=0, max_value=2_000_000)))
def test_numbers_come_back(numbers: set[int]) -> None:
    assert read(_numbers(sorted(numbers))) == sorted(numbers)


@cache
def large() -> dict[str, str]:
    """The bundle of 10,000 passages of 60 words, drawn from 12,000 made-up words as rare as words are."""
    draw = random.Random(4)
    syllables = [
        c + v + e for c in "bdfgklmnprstvwz" for v in ("a", "e", "i", "oo", "ui") for e in ("", "n", "r", "st")
    ]
    made = sorted({"".join(draw.choices(syllables, k=3)) for _ in range(12_000)})
    draw.shuffle(made)
    names = ["fabriek", "steun", "loonkosten", *made]
    shares = list(accumulate(1 / (n + 8) for n in range(len(names))))
    rows = [
        row(
            n,
            " ".join(draw.choices(names, cum_weights=shares, k=60)),
            kind=("document", "case")[n % 2],
            section=made[n],
        )
        for n in range(10_000)
    ]
    return dict(bundle(rows))


def test_a_first_search_stays_small_by_count() -> None:
    """Three words with two compound parts, ten results, each in a file of its own, and all at their largest."""
    sizes: dict[str, int] = {}
    for path, text in large().items():
        name = path.removeprefix(f"{FOLDER}/").removesuffix(".js").split("-")[0]
        sizes[name] = max(sizes.get(name, 0), len(text.encode()))
    most = SCRIPT.stat().st_size + sizes["manifest"] + 3 * sizes["words"] + 5 * sizes["terms"] + 10 * sizes["rows"]
    assert most < BUDGET


# In a browser


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A page of a real Chromium that fails the test when it meets an error."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("there is no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


def lay(folder: Path, files: dict[str, str]) -> str:
    """A site of one page with this bundle; gives the page's address on the disk."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    shutil.copy(SCRIPT, folder / "search.js")
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    return (folder / "index.html").as_uri()


def results(page: Page) -> list[str]:
    page.wait_for_function("/gevonden|Typ een|lukt nu niet/.test(document.querySelector('[role=status]').textContent)")
    return [link.inner_text() for link in page.query_selector_all("[data-search-results] li a")]


def status(page: Page) -> str:
    return page.inner_text("[role=status]")


@pytest.mark.browser
def test_the_page_searches_from_a_disk(page: Page, tmp_path: Path) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    address = lay(tmp_path, dict(bundle(ROWS)))
    page.goto(f"{address}?q=ledlampen")
    assert results(page) == ["Nota 0"]
    assert status(page) == "1 resultaat gevonden"
    assert page.inner_text("mark") == "ledlampen"
    link = page.query_selector("[data-search-results] li a")
    assert link is not None
    assert str(link.get_property("href").json_value()).endswith("/documenten/nota/#p-0")
    assert "Verlichting · 5 december 2022" in page.inner_text("[data-search-results] li")

    def asked(text: str) -> list[str]:
        page.fill("input[name=q]", "")
        page.fill("input[name=q]", text)
        page.press("input[name=q]", "Enter")
        return results(page)

    assert asked("loonkosten") == ["Nota 0"]  # a part of a compound
    assert asked("loonkostenverschil") == ["Nota 0"]  # a word that stands nowhere, with a beginning that does
    assert asked("fabrieken") == ["Nota 2"]
    assert asked("WALLONIË") == ["Nota 2"]
    assert asked("500000") == asked("2,5") == ["Nota 4"]
    assert asked("staatssteun fabriek") == ["Nota 1", "Nota 2"] or asked("staatssteun fabriek") == ["Nota 2", "Nota 1"]
    assert asked("kabelgoten") == ["Nota 3"]
    assert "eindelijk de kabelgoten." in page.inner_text("[data-search-results] li")
    assert asked("kernfusie") == []
    assert status(page) == "Geen resultaten gevonden"
    assert asked("de het een") == []
    assert asked("constructor __proto__ toString") == []
    assert page.query_selector("[data-search-results] img") is None
    assert wrong == []


@pytest.mark.browser
def test_results_can_be_narrowed_and_extended_with_the_keyboard(page: Page, tmp_path: Path) -> None:
    rows = [row(n, f"steun nummer {n}", kind=("document", "checklist")[n % 2]) for n in range(25)]
    page.goto(f"{lay(tmp_path, dict(bundle(rows)))}?q=steun")
    assert len(results(page)) == 10
    assert status(page) == "25 resultaten gevonden"
    page.focus("button:has-text('Meer resultaten')")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('[data-search-results] li').length === 20")
    assert page.evaluate("document.activeElement.tagName") == "A"
    page.focus("input[value=checklist]")
    page.keyboard.press("Space")
    page.wait_for_function("document.querySelector('[role=status]').textContent === '12 resultaten gevonden'")


@pytest.mark.browser
def test_a_missing_index_is_told(page: Page, tmp_path: Path) -> None:
    page.goto(f"{lay(tmp_path, {})}?q=steun")
    assert results(page) == []
    assert status(page) == "Zoeken lukt nu niet: de zoekindex kan niet worden gelezen."


@pytest.mark.browser
def test_a_first_search_among_10_000_passages_transfers_little(page: Page, tmp_path: Path) -> None:
    files = large()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{lay(tmp_path, files)}?q=loonkosten+fabriek+steun")
    assert len(results(page)) == 10
    scripts = [Path(url.split("?")[0].removeprefix("file://")) for url in fetched if url.split("?")[0].endswith(".js")]
    assert len(scripts) > 5
    assert sum(path.stat().st_size for path in scripts) < BUDGET
