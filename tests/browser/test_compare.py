"""Records side by side in a real browser: choosing, a shared link, the keyboard, a phone, a copy on disk, no script."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.test_site import Visit, address, browser, violations, visit
from tests.site_store import built_site

__all__ = ["address", "browser", "visit"]  # fixtures

pytestmark = pytest.mark.browser

MEASURES = "maatregelen/vergelijken.html"
CASES = "cases/vergelijken.html"
JAPAN, KOREA, FRANCE = "japan-ketensteun-2020", "zuid-korea-u-turn-act-2013", "frankrijk-relance-relocalisatie"


def heads(page: Any) -> list[str]:
    """The ids of the records that stand beside each other, from the links in the heads of the columns."""
    links = page.locator("[data-compare-result] thead a")
    return [str(links.nth(i).get_attribute("href")).removesuffix(".html") for i in range(links.count())]


def choose(page: Any, record_id: str) -> None:
    page.select_option("form[data-compare] select", record_id)
    page.get_by_role("button", name="Zet ernaast").click()


def row(page: Any, field: str) -> list[str]:
    """What the chosen records say in a field."""
    line = page.locator("[data-compare-result] tbody tr", has=page.get_by_role("rowheader", name=field, exact=True))
    return [text.strip() for text in line.locator("td").all_inner_texts()]


def test_two_are_chosen_and_stand_in_one_table(visit: Visit) -> None:
    page = visit.open(MEASURES)
    status = page.locator("form[data-compare] [role=status]")
    assert status.inner_text() == "Kies er twee of meer."
    choose(page, JAPAN)
    assert status.inner_text() == "Kies er nog een."
    assert page.locator("#alles").is_visible()
    choose(page, KOREA)
    assert status.inner_text() == "2 naast elkaar."
    assert heads(page) == [JAPAN, KOREA]
    assert page.locator("#alles").is_hidden()
    assert page.url.endswith(f"?maatregelen={JAPAN},{KOREA}")
    assert row(page, "Rechtsgebied") == ["Japan", "Zuid-Korea"]
    assert row(page, "Budget")[0].startswith("2 miljard Amerikaanse dollar")
    assert row(page, "Budget")[1] == "niet vermeld"


def test_a_row_side_by_side_says_what_the_whole_table_says(visit: Visit) -> None:
    page = visit.open(MEASURES)
    whole = {
        field.get_attribute("data-label"): field.text_content().strip()
        for field in page.locator(f"#alles tr[data-id={FRANCE}] td").all()
    }
    visit.open(f"{MEASURES}?maatregelen={JAPAN},{FRANCE}")
    fields = page.locator("[data-compare-result] tbody th").all_inner_texts()
    assert ["Maatregel", *fields] == list(whole)
    for index, field in enumerate(fields):
        cell = page.locator("[data-compare-result] tbody tr").nth(index).locator("td").nth(1)
        assert cell.text_content().strip() == whole[field]


def test_a_shared_link_shows_the_same_in_the_same_order(browser: Any, address: str, visit: Visit) -> None:
    page = visit.open(MEASURES)
    for record_id in (FRANCE, JAPAN, KOREA):
        choose(page, record_id)
    link = page.locator("[data-compare-link] a").evaluate("a => a.href")
    other = Visit(browser, address)
    assert heads(other.open(link.removeprefix(address))) == [FRANCE, JAPAN, KOREA]
    other.close()


def test_what_is_removed_goes_and_the_keyboard_stays_somewhere(visit: Visit) -> None:
    page = visit.open(f"{MEASURES}?maatregelen={FRANCE},{JAPAN},{KOREA}")
    page.locator("[data-compare-chosen] button").nth(1).focus()
    assert page.evaluate("document.activeElement.ariaLabel").startswith("Verwijder Japan")
    page.keyboard.press("Enter")
    assert heads(page) == [FRANCE, KOREA]
    assert page.evaluate("document.activeElement.name") == "keuze"
    page.get_by_role("button", name="Begin opnieuw").click()
    assert heads(page) == []
    assert page.locator("#alles").is_visible()
    assert page.url.endswith(MEASURES)


def test_the_keyboard_alone_sets_two_side_by_side(visit: Visit) -> None:
    page = visit.open(MEASURES)
    for first_letters in ("Japan leent", "Zuid-Kor"):
        page.locator("form[data-compare] select").focus()
        page.keyboard.type(first_letters)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.innerText") == "Zet ernaast"
        page.keyboard.press("Enter")
        page.wait_for_timeout(1100)  # letters typed sooner would go on with the same word
    assert heads(page) == [JAPAN, KOREA]


@pytest.mark.parametrize(
    ("asked", "shown", "said"),
    [
        (f"{JAPAN},bestaat-niet,{KOREA}", [JAPAN, KOREA], "2 naast elkaar. 1 uit de link is hier niet bekend."),
        (f"{JAPAN},{JAPAN}", [], "Kies er nog een."),
        ("%3Cscript%3E,%22", [], "Kies er twee of meer. 2 uit de link zijn hier niet bekend."),
        ("", [], "Kies er twee of meer."),
    ],
)
def test_a_strange_link_does_no_harm(visit: Visit, asked: str, shown: list[str], said: str) -> None:
    page = visit.open(f"{MEASURES}?maatregelen={asked}")
    assert heads(page) == shown
    assert page.locator("form[data-compare] [role=status]").inner_text() == said


def test_cases_are_compared_in_the_same_way(visit: Visit) -> None:
    page = visit.open(f"{CASES}?gevallen=sylvania-tienen,metes-dilsen-stokkem")
    assert heads(page) == ["sylvania-tienen", "metes-dilsen-stokkem"]
    assert all(row(page, "Van"))
    assert len(row(page, "Motieven")) == 2


@pytest.mark.parametrize(
    ("start", "end"), [("maatregelen/japan-ketensteun-2020.html", MEASURES), ("cases/sylvania-tienen.html", CASES)]
)
def test_the_page_of_a_record_leads_to_a_comparison_that_holds_it(visit: Visit, start: str, end: str) -> None:
    page = visit.open(start)
    page.locator("article a[href*='vergelijken.html?']").click()
    page.wait_for_load_state("load")
    assert end in page.url
    assert heads(page)[0] == start.rsplit("/", 1)[1].removesuffix(".html")
    assert len(heads(page)) > 1


@pytest.mark.parametrize("path", [MEASURES, f"{MEASURES}?maatregelen={JAPAN},{KOREA},{FRANCE}", CASES])
def test_a_phone_needs_no_scrolling_sideways(browser: Any, address: str, path: str) -> None:
    phone = Visit(browser, address, width=360)
    page = phone.open(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    phone.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_axe_finds_nothing_against_wcag_2_2_aa(browser: Any, address: str, width: int, scheme: str) -> None:
    reader = Visit(browser, address, width=width, color_scheme=scheme, bypass_csp=True)
    paths = (MEASURES, f"{MEASURES}?maatregelen={JAPAN},{KOREA}", f"{CASES}?gevallen=sylvania-tienen,corbeo-zele")
    assert violations(reader, paths) == []
    reader.close()


def test_a_copy_on_disk_compares_too(browser: Any) -> None:
    _, site, _ = built_site()
    reader = Visit(browser, site.as_uri() + "/")
    page = reader.open(f"{MEASURES}?maatregelen={JAPAN}")
    choose(page, KOREA)
    assert heads(page) == [JAPAN, KOREA]
    link = page.locator("[data-compare-link] a").evaluate("a => a.href")
    assert link.endswith(f"{MEASURES}?maatregelen={JAPAN},{KOREA}")
    reader.close()


def test_without_scripts_the_page_says_so_and_shows_all(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + MEASURES)
    assert "Zonder JavaScript staat hieronder de volledige tabel" in page.locator("article").inner_text()
    assert page.locator("#alles tbody tr:visible").count() == page.locator("#alles tbody tr").count() > 2
    assert page.locator("form[data-compare]").is_hidden()
    context.close()
