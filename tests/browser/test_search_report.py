"""The page of a measured search run in a real browser: nothing against WCAG, no script runs, no other host is asked."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.catalogue import read_vocabulary
from knowledge.store import Store
from search.comparison import as_run, compare
from search.encoders import HashEncoder
from search.engine import Searcher
from search.evaluate import evaluate_search
from search.index import open_index
from templates.page_file import write_page
from templates.search_report import render_search_report
from tests.browser.test_site import Visit, browser
from tests.site_store import FULL, HOSTILE, fill

__all__ = ["browser"]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with every part on it: modes, groups, a comparison, questions of each outcome, hostile text."""
    home = tmp_path_factory.mktemp("home")
    found = [{"file": f"{FULL}.txt", "quote": "de"}]
    lost = [{"file": "kwijt.txt", "quote": HOSTILE[1]}]
    questions = [
        *(
            {"id": f"kwaad {number}", "group": text, "question": f"levertijd {text}", "answers": answers}
            for number, (text, answers) in enumerate(zip(HOSTILE[:4], (found, lost, found, lost), strict=True))
        ),
        {"id": "niets", "kind": "no-answer", "question": "kernfusie tokamak"},
        {"id": "stil", "kind": "no-answer", "question": "de het een"},
    ]
    gold = home / "vragen.json"
    gold.write_text(json.dumps(questions), encoding="utf-8")
    with Store(home / "thuishaven.sqlite") as store:
        fill(store)
        encoder, vocabulary = HashEncoder(), read_vocabulary()
        with open_index(home, store, encoder) as index:
            report = evaluate_search(gold, Searcher(store, vocabulary, index, encoder), mode="all")
        report["comparison"] = compare(report, as_run(report["modes"]["lexical"], name=HOSTILE[0]))
        text = render_search_report(report, store, vocabulary, made=datetime.date(2026, 11, 21))
    return write_page(home / "verslag.html", text)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (360, "light")])
def test_the_page_is_quiet_and_accessible(browser: Any, page_file: Path, width: int, scheme: str) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright",
        reason="axe is not installed (pip install axe-playwright-python): nothing measures the accessibility",
    ).Axe()
    visit = Visit(browser, page_file.parent.as_uri() + "/", width=width, color_scheme=scheme, bypass_csp=True)
    page = visit.open(page_file.name)
    assert page.evaluate("window.bezet") is None
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    tags = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    answer = axe.run(page, options={"runOnly": tags, "resultTypes": ["violations"]}).response
    assert answer["testEngine"]["name"] == "axe-core"
    assert [(wrong["id"], node["html"]) for wrong in answer["violations"] for node in wrong["nodes"]] == []
    visit.close()
