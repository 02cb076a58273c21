"""The page of a measured search run: what it says, that it asks nothing of others, that nothing comes alive in it."""

from __future__ import annotations

import datetime
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from knowledge.catalogue import read_vocabulary
from knowledge.concepts import Vocabulary
from knowledge.documents import Passage
from knowledge.errors import BuildError, MisuseError
from knowledge.store import Store
from search.comparison import as_run, compare
from search.engine import Searcher
from search.evaluate import evaluate_search
from search.index import open_index
from templates.page_file import check_place, write_page
from templates.search_report import render_search_report
from tests.conftest import annotate, make_document

EVIL = '"><script>alert(1)</script><img src="https://kwaad.be/x" onerror="alert(2)">{{ 7 * 7 }}\u202e\x07'
LAMP = (
    "Vroeger stond de werkplaats in Polen. De lampenmaker uit Aalst haalde in 2019 de assemblage van ledlampen terug."
    " De loonkostenkloof was klein geworden."
)
TEXTS = (
    LAMP,
    f"De ledlampen {EVIL} van een ander bedrijf bleven in Azië.",
    "De gemeente koopt ledlampen voor haar straten.",
)
TODAY = datetime.date(2026, 11, 21)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    """The shipped vocabulary."""
    return read_vocabulary()


@pytest.fixture
def searcher(store: Store, tmp_path: Path, vocabulary: Vocabulary) -> Iterator[Searcher]:
    """A searcher on a small store with a hostile document in it."""
    seen: dict[str, int] = {}
    made = [
        Passage.make("nota", order, text, seen=seen, page=order + 1, heading_path=(f"Deel {EVIL}",))
        for order, text in enumerate(TEXTS)
    ]
    document = make_document("nota", title=f"Nota {EVIL}", file="nota.txt")
    found = [annotate(made[0], "motives/labour-cost-gap", "loonkostenkloof")]
    store.replace(document, made, found, configuration="1")
    with open_index(tmp_path / "home", store, None) as index:
        yield Searcher(store, vocabulary, index)


def gold(number: str, question: str, *quotes: str, **more: Any) -> dict[str, Any]:
    answers = [{"file": "nota.txt", "quote": quote} for quote in quotes]
    return {"id": number, "group": "g", "question": question, "answers": answers, "unanswerable": not quotes} | more


QUESTIONS = (
    gold("raak", "assemblage ledlampen Aalst loonkostenkloof", "lampenmaker uit Aalst", group="woorden"),
    gold("mis", "kabelbomen", "koopt ledlampen"),
    gold("weg", "ledlampen", "deze woorden staan nergens", "koopt ledlampen"),
    gold("kwijt", "ledlampen", "dit staat ook nergens"),
    gold("niets", "kernfusie tokamak", group=f"geen {EVIL}"),
    gold("stil", "de het een"),
    gold(EVIL, f"ledlampen {EVIL}", f"De ledlampen {EVIL}", filters={"kind": ["other", "report"], "document": "nota"}),
)


@pytest.fixture
def report(searcher: Searcher, tmp_path: Path) -> dict[str, Any]:
    """A run in all modes, compared with one in which some questions went otherwise."""
    path = tmp_path / f"vragen {EVIL.replace('/', '')[:40]}.json"
    path.write_text(json.dumps(QUESTIONS), encoding="utf-8")
    made = evaluate_search(path, searcher, mode="all")
    earlier = json.loads(json.dumps(made["modes"]["hybrid"]))
    for row in earlier["per_query"]:
        if row["id"] == "raak":
            row |= dict.fromkeys(("ndcg@10", "mrr@10", "recall@10", "success@1"), 0.0) | {"first_rank": None}
        if row["id"] == "niets":
            row["rejected"] = False
        if row["id"] == "mis":
            row |= {"ndcg@10": 0.25}
    earlier["per_query"].append(earlier["per_query"][0] | {"id": f"oud {EVIL}"})
    earlier |= {"encoder": f"map/{EVIL}", "searched": {"documents": 1, "passages": 2}, "mode": f"x{EVIL}"}
    made["comparison"] = compare(made, as_run(earlier, name=f"vroeger {EVIL}.json"))
    return made


@pytest.fixture
def text(report: dict[str, Any], searcher: Searcher) -> str:
    """The page."""
    return render_search_report(report, searcher.store, searcher.vocabulary, made=TODAY)


def said(element: Any) -> str:
    return " ".join(element.text_content().split())


def article(text: str, title: str) -> Any:
    (found,) = [one for one in html.fromstring(text).iter("article") if said(one.find("h3")).startswith(title)]
    return found


def test_the_figures_are_told_in_plain_words(text: str, report: dict[str, Any]) -> None:
    page = said(html.fromstring(text))
    assert "Gemeten met 7 vragen" in page
    assert "op 21 november 2026" in page
    assert "1 documenten met 3 passages" in page
    assert "Van de 2 vragen waarop de documenten geen antwoord geven, zijn er 2 als zodanig herkend." in page
    low, high = report["intervals"]["ndcg@10"]
    shown = f"{low:.2f} tot {high:.2f}".replace(".", ",")
    assert f"Volgorde van de eerste tien (nDCG@10){report['metrics']['ndcg@10']:.2f}".replace(".", ",") in page
    assert shown in page
    assert "Zoeken op betekenis alleen is weggelaten" in page


def test_a_question_that_was_answered(text: str) -> None:
    found = article(text, "raak.")
    words = said(found)
    assert "Uitslag: juist op plaats 1." in words
    assert "Gevonden op plaats 1." in words
    assert ", p. 1 (nota.txt)" in words
    first = found.find(".//ol/li")
    assert first.get("value") == "1"
    assert said(first).startswith("Juist: Nota ")
    (marked,) = first.iter("mark")
    assert said(marked) == "De lampenmaker uit Aalst haalde in 2019 de assemblage van ledlampen terug."
    assert "woord: assemblage" in said(first)
    assert "begrip: " in said(first)
    assert "motives/" not in said(first)
    assert [one.text for one in first.iter("span") if one.get("lang") == "en"] == []


def test_questions_that_were_not(text: str) -> None:
    assert "geen juiste passage bij de eerste tien" in said(article(text, "mis."))
    assert "Ontbreekt bij de eerste tien." in said(article(text, "mis."))
    lost = said(article(text, "weg."))
    assert "Staat niet in de doorzochte documenten (verwacht in nota.txt)." in lost
    assert "Niet het verwachte: Nota " in lost
    page = said(html.fromstring(text))
    assert "tellen mee als niet gevonden: kwijt." in page
    assert "een deel van de verwachte citaten er niet in: weg." in page
    assert "terecht gezegd dat niets goed past" in said(article(text, "niets."))
    assert "niet gesteld" in said(article(text, "stil."))
    assert "Alleen gezocht in: kind: other of report; document: nota." in said(article(text, EVIL[:3]))


def test_the_comparison_says_what_moved_and_how_sure_that_is(text: str, report: dict[str, Any]) -> None:
    page = html.fromstring(text)
    (table,) = [one for one in page.iter("table") if said(one.find("caption")) == "Verschil met de vroegere meting"]
    first = [said(cell) for cell in table.find("tbody/tr")]
    found = report["comparison"]["metrics"]["ndcg@10"]
    assert first[0] == "alle vragen"
    assert first[2] == str(report["comparison"]["n"])
    assert first[5] == f"{found['difference']:+.2f}".replace(".", ",") == "+0,15"
    assert first[7] == f"{found['p']:.3f}".replace(".", ",")
    assert first[8] == "kan toeval zijn"
    words = said(page)
    assert "Vragen die beter gaan: 2" in words
    assert "Vragen die slechter gaan: 1" in words
    assert "niet herkendherkend als vraag zonder antwoord" in words  # two cells
    assert "Alleen in de vroegere meting: oud " in words
    assert "Toen werden 2 passages doorzocht, nu 3" in words


@pytest.mark.parametrize(
    ("difference", "p", "verdict"),
    [
        (0.2, 0.01, "beter, wellicht geen toeval"),
        (-0.2, 0.01, "slechter, wellicht geen toeval"),
        (-0.2, 0.05, "kan toeval zijn"),
        (0.0, 1.0, "geen verschil"),
    ],
)
def test_what_a_difference_says(
    report: dict[str, Any], searcher: Searcher, difference: float, p: float, verdict: str
) -> None:
    report["comparison"]["metrics"]["ndcg@10"] |= {"difference": difference, "p": p}
    made = html.fromstring(render_search_report(report, searcher.store, searcher.vocabulary, made=TODAY))
    (row,) = made.xpath("//table[caption[@id='verschil']]/tbody/tr[1]")
    assert said(row).endswith(verdict)


def test_nothing_of_a_document_or_question_comes_alive(text: str) -> None:
    page = html.fromstring(text)
    assert not list(page.iter("script", "img", "iframe", "object", "embed", "link", "form", "svg"))
    for element in page.iter():
        assert not [name for name in element.attrib if name.startswith("on") or name in ("src", "style")]
        assert element.get("href", "#").startswith("#")
    assert "alert(1)" in said(page), "the hostile text is shown"
    assert "{{ 7 * 7 }}" in said(page)
    assert "\u202e" not in text
    assert "\x07" not in text
    policy = page.find(".//meta[@http-equiv='Content-Security-Policy']").get("content")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert not re.search(r"url\(|@import", page.find(".//style").text)


def test_the_page_is_made_for_everyone(text: str) -> None:
    page = html.fromstring(text)
    assert page.get("lang") == "nl"
    levels = [int(one.tag[1]) for one in page.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    tables = list(page.iter("table"))
    assert len(tables) >= 7
    for table in tables:
        assert said(table.find("caption"))
        assert {cell.get("scope") for cell in table.iter("th")} <= {"col", "row"}
        assert table.find("thead/tr/th") is not None
    ids = [one.get("id") for one in page.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    links = {one.get("href")[1:] for one in page.iter("a")}
    assert links <= set(ids)
    assert "prefers-color-scheme: dark" in text


def test_a_run_in_one_mode_without_groups_is_a_page_too(searcher: Searcher, tmp_path: Path) -> None:
    path = tmp_path / "kort.yml"
    path.write_text("- {id: a, kind: no-answer, question: kernfusie}\n", encoding="utf-8")
    made = render_search_report(evaluate_search(path, searcher), searcher.store, searcher.vocabulary, made=TODAY)
    assert "Per groep" not in made
    assert "Vergeleken" not in made
    assert "Wat niet gevonden kon worden" not in made


def test_a_passage_that_is_gone_is_told(report: dict[str, Any], searcher: Searcher, tmp_path: Path) -> None:
    with Store(tmp_path / "leeg.sqlite") as empty:
        made = render_search_report(report, empty, searcher.vocabulary, made=TODAY)
    assert "Deze passage staat niet meer in de databank." in made


def test_a_long_sentence_is_cut_between_words(report: dict[str, Any], searcher: Searcher) -> None:
    words = " ".join(f"woord{number}" for number in range(500))
    sentence = [words.index("woord150"), words.index(" woord400")]
    passage = Passage.make("nota", 0, words, seen={})
    searcher.store.replace(make_document("nota"), [passage], [], configuration="2")
    for row in report["per_query"]:
        row["hits"] = [hit | {"passage": passage.id, "sentence": sentence} for hit in row["hits"][:1]]
    made = render_search_report(report, searcher.store, searcher.vocabulary, made=TODAY)
    (marked, *_) = html.fromstring(made).iter("mark")
    shown = said(marked.getparent())
    assert shown.startswith("… woord")
    assert shown.endswith(" …")
    assert len(said(marked)) <= 602
    assert all(word == "…" or word in words for word in shown.split())


def test_an_unknown_reason_is_shown_as_english(report: dict[str, Any], searcher: Searcher) -> None:
    report["per_query"][0]["hits"][0]["why"] = [
        "read between the lines",
        "concept: motives/labour-cost-gap (denied, not stated)",
        "concept: weg/begrip",
        "similarity -0.12",
    ]
    made = render_search_report(report, searcher.store, searcher.vocabulary, made=TODAY)
    hit = article(made, "raak.").find(".//ol/li")
    assert [one.text for one in hit.iter("span") if one.get("lang") == "en"] == ["read between the lines"]
    assert re.search(r"begrip: [^;]+ \(ontkend\); begrip: weg/begrip; nabijheid in betekenis -0,12", said(hit))


def test_a_page_is_written_aside_and_renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "nieuw" / "uitslag.html"
    assert write_page(path, "<p>één</p>") == path
    assert path.read_text(encoding="utf-8") == "<p>één</p>"

    def fail(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(BuildError, match="cannot be written \\(No space left"):
        write_page(path, "<p>twee</p>")
    assert path.read_text(encoding="utf-8") == "<p>één</p>"
    assert list(path.parent.iterdir()) == [path]


def test_a_page_is_not_written_anywhere(tmp_path: Path) -> None:
    (tmp_path / "map.html").mkdir()
    with pytest.raises(MisuseError, match="is a folder"):
        check_place(tmp_path / "map.html")
    with pytest.raises(MisuseError, match=r"gold\.json: is not the name of a page"):
        write_page(tmp_path / "gold.json", "")
    (tmp_path / "bestand").write_text("", encoding="utf-8")
    with pytest.raises(BuildError, match="cannot be written"):
        write_page(tmp_path / "bestand" / "uitslag.html", "")
