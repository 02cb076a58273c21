"""The levels of lists: known where indents, numbers or the file itself show them, told as unsure where not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import thuishaven
from ingest.levels import Item, levels
from ingest.read import Read
from knowledge.documents import ListLevels, Passage, PassageKind
from knowledge.store import Store
from tests.conftest import make_document
from tests.ingest.builders import At, Dot, Stroke, column, docx, paragraph, pdf
from tests.ingest.reading import all_text, read_bytes_as, read_text_as

SIGNS = ("•", "–", "o", "▪")
PLAIN = [f"de molen maalt elke week het graan van boeren uit het dorp {n}" for n in "abcdefgh"]


def items(*told: tuple[str, int], stretch: int = 0) -> list[Item]:
    """Items by how each begins and how far it is indented."""
    return [Item(sign, indent, stretch) for sign, indent in told]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param([("•", 0), ("•", 0)], [1, 1], id="one sign, one indent"),
        pytest.param([("•", 4), ("•", 8), ("•", 8), ("•", 4)], [1, 2, 2, 1], id="one sign, two indents"),
        pytest.param([("•", 0), ("–", 4), ("o", 8), ("•", 1)], [1, 2, 3, 1], id="indents that are a space apart"),
        pytest.param([("•", 0), ("–", 0), ("•", 0)], [0, 0, 0], id="two signs without indents"),
        pytest.param([("•", 0), ("•", 1), ("•", 2)], [0, 0, 0], id="no clear steps"),
        pytest.param([("•", 4), ("•", 0)], [0, 0], id="the list begins in the midst"),
        pytest.param([("", 0), ("•", 4)], [0, 0], id="a lost bullet"),
        pytest.param([("1.", 0), ("2.", 0)], [1, 1], id="numbers"),
        pytest.param([("1.", 0), ("a)", 0), ("b)", 0), ("2.", 0), ("a)", 0)], [1, 2, 2, 1, 2], id="numbers count on"),
        pytest.param([("1.", 0), ("•", 0), ("•", 0), ("2.", 0), ("•", 0)], [1, 2, 2, 1, 2], id="bullets in numbers"),
        pytest.param(
            [("1.", 0), ("a)", 0), ("i)", 0), ("ii)", 0), ("b)", 0), ("2.", 0)], [1, 2, 3, 3, 2, 1], id="three"
        ),
        pytest.param([("1.", 0), ("a)", 0), ("b)", 0)], [0, 0, 0], id="numbers that do not count on"),
        pytest.param([("1.", 0), ("•", 0), ("–", 0), ("2.", 0)], [0, 0, 0, 0], id="two signs between numbers"),
        pytest.param([("1.", 0), ("1.", 0), ("2.", 0), ("2.", 0)], [0, 0, 0, 0], id="numbers that begin again"),
        pytest.param([("9.", 2), ("10.", 0), ("11.", 0)], [1, 1, 1], id="numbers that end on one line"),
        pytest.param([("h)", 0), ("i)", 0), ("j)", 0)], [1, 1, 1], id="letters that look like Roman numbers"),
    ],
)
def test_levels(told: list[tuple[str, int]], expected: list[int]) -> None:
    assert levels(items(*told)) == expected


def test_nothing_under_an_item_that_leads_on() -> None:
    flat = [Item("•"), Item("•", leads=True), Item("•")]
    assert levels(flat) == [0, 0, 0]
    assert levels([flat[0], flat[1], Item("•", 4)]) == [1, 1, 2]
    assert levels(flat[:2]) == [1, 1]


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        pytest.param([("•", 8), ("–", 12)], [("–", 12), ("•", 8)], [1, 2, 2, 1], id="the same places"),
        pytest.param([("•", 8), ("–", 12)], [("–", 52), ("•", 48)], [1, 2, 2, 1], id="signs tell in another column"),
        pytest.param([("•", 8), ("–", 12)], [("–", 48)], [1, 2, 2], id="one sign tells"),
        pytest.param([("•", 8), ("•", 12)], [("•", 48)], [0, 0, 0], id="one sign for two levels"),
        pytest.param([("•", 8), ("–", 12)], [("o", 48)], [0, 0, 0], id="a new sign elsewhere"),
        pytest.param([("•", 8), ("–", 12)], [("•", 52), ("–", 48)], [0, 0, 0, 0], id="against the indents"),
        pytest.param([("•", 8)], [("•", 12)], [0, 0], id="one sign in another place"),
    ],
)
def test_a_list_that_goes_on_elsewhere(
    above: list[tuple[str, int]], below: list[tuple[str, int]], expected: list[int]
) -> None:
    assert levels([*items(*above), *items(*below, stretch=1)]) == expected


@given(
    st.lists(st.tuples(st.sampled_from((*SIGNS, "1.", "2.", "a)", "ii)", "")), st.integers(0, 12)), max_size=12),
    st.integers(0, 12),
)
def test_levels_are_all_known_or_all_unsure(told: list[tuple[str, int]], cut: int) -> None:
    found = levels([*items(*told[:cut]), *items(*told[cut:], stretch=1)])
    assert len(found) == len(told)
    assert not any(found) or (found[0] == min(found) == 1 and set(found) == set(range(1, max(found) + 1)))


@given(st.recursive(st.just([]), lambda inner: st.lists(inner, min_size=1, max_size=3), max_leaves=8))
def test_any_tree_that_is_indented_is_known(tree: list[object]) -> None:
    def flat(branch: list[object], depth: int) -> list[int]:
        return [level for child in branch for level in (depth, *flat(child, depth + 1))]  # type: ignore[arg-type]

    expected = flat(tree, 1)
    assert levels(items(*[("•", 3 * level) for level in expected])) == expected


def told_of(read: Read) -> list[ListLevels | None]:
    return [p.list_levels for p in read.passages]


def test_steps_of_a_pdf_list_show_in_the_text(tmp_path: Path) -> None:
    page = [
        *column(50, 780, PLAIN),
        At(60, 670, "• wie maalt;"),
        At(74, 658, "– op weekdagen;"),
        At(74, 646, "– op zaterdag;"),
        At(60, 634, "• wie bakt."),
    ]
    read = read_bytes_as(tmp_path, pdf([page]), "a.pdf")
    assert read.passages[-1].text.endswith("wie maalt;\n  op weekdagen;\n  op zaterdag;\nwie bakt.")
    assert told_of(read)[-1] is ListLevels.KNOWN


def test_a_pdf_list_whose_sub_items_are_not_indented_is_unsure(tmp_path: Path) -> None:
    page = [
        *column(50, 780, PLAIN),
        *column(60, 670, ["• wie maalt;", "– op weekdagen;", "– op zaterdag;", "• wie bakt."]),
    ]
    read = read_bytes_as(tmp_path, pdf([page]), "a.pdf")
    assert read.passages[-1].text.endswith("wie maalt;\nop weekdagen;\nop zaterdag;\nwie bakt.")
    assert told_of(read)[-1] is ListLevels.UNSURE


def test_a_list_with_dots_that_are_drawn_is_known(tmp_path: Path) -> None:
    page: list[At | Stroke | Dot] = [
        *column(50, 780, PLAIN),
        Dot(62, 672),
        At(70, 670, "wie maalt;"),
        Dot(62, 660),
        At(70, 658, "wie bakt."),
    ]
    assert told_of(read_bytes_as(tmp_path, pdf([page]), "a.pdf"))[-1] is ListLevels.KNOWN


@pytest.mark.parametrize(
    ("left", "expected"), [(60, ListLevels.KNOWN), (67, ListLevels.UNSURE)], ids=["the same place", "another place"]
)
def test_a_pdf_list_goes_on_over_a_page(tmp_path: Path, left: int, expected: ListLevels) -> None:
    first = [*column(50, 780, PLAIN), *column(60, 670, ["• wie maalt;", "• wie bakt;"])]
    second = [*column(left, 780, ["• wie verkoopt;", "• wie eet."]), *column(50, 700, PLAIN)]
    read = read_bytes_as(tmp_path, pdf([first, second]), "a.pdf")
    assert [level for p, level in zip(read.passages, told_of(read), strict=True) if "bakt" in p.text] == [expected]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(["• wie maalt;", "• wie bakt."], ListLevels.KNOWN, id="one sign"),
        pytest.param(["• wie maalt;", "   – op zaterdag;", "• wie bakt."], ListLevels.KNOWN, id="indented"),
        pytest.param(["• wie maalt;", "– op zaterdag;", "• wie bakt."], ListLevels.UNSURE, id="indents lost"),
        pytest.param(["1) wie maalt;", "a) op zaterdag;", "2) wie bakt."], ListLevels.KNOWN, id="numbers"),
        pytest.param(["•", "•", "wie maalt;", "wie bakt."], ListLevels.UNSURE, id="bullets before the words"),
    ],
)
def test_lists_of_a_text(tmp_path: Path, lines: list[str], expected: ListLevels) -> None:
    text = "\n".join([*(line.capitalize() + "." for line in PLAIN), "Dat zijn:", *lines])
    read = read_text_as(tmp_path, text + "\n")
    assert [p.list_levels for p in read.passages if p.kind is PassageKind.LIST_ITEM] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("- wie maalt:\n    - op zaterdag;\n- wie bakt.\n", ListLevels.KNOWN, id="indented"),
        pytest.param("- wie maalt;\n* wie bakt.\n", ListLevels.KNOWN, id="signs of Markdown"),
        pytest.param("• wie maalt:\n– op zaterdag;\n• wie bakt.\n", ListLevels.UNSURE, id="signs of a page"),
        pytest.param("- wie maalt:\n- op zaterdag;\n- wie bakt.\n", ListLevels.UNSURE, id="nothing under a colon"),
        pytest.param("1. wie maalt:\n• op zaterdag;\n2. wie bakt.\n", ListLevels.KNOWN, id="numbers"),
    ],
)
def test_lists_of_markdown(tmp_path: Path, text: str, expected: ListLevels) -> None:
    read = read_text_as(tmp_path, f"# Nota\n\n{text}", "a.md")
    assert told_of(read) == [expected]


def test_lists_of_a_web_page_are_known(tmp_path: Path) -> None:
    html = b"<main><h1>Nota</h1><p>Dat zijn:</p><ul><li>wie maalt<ul><li>op zaterdag</li></ul></li></ul></main>"
    read = read_bytes_as(tmp_path, html, "a.html")
    assert told_of(read) == [ListLevels.KNOWN]
    assert all_text(read) == "Dat zijn:\nwie maalt\n  op zaterdag"


@pytest.mark.parametrize(
    ("style", "expected"),
    [("ListBullet", ListLevels.KNOWN), ("ListBullet 2", ListLevels.KNOWN), ("ListParagraph", ListLevels.UNSURE)],
)
def test_a_style_of_word_says_the_level_or_not(tmp_path: Path, style: str, expected: ListLevels) -> None:
    data = docx(paragraph("Dat zijn:") + paragraph("wie maalt", style=style) + paragraph("wie bakt", style=style))
    assert told_of(read_bytes_as(tmp_path, data, "a.docx")) == [expected]


def test_what_is_no_list_has_no_levels(tmp_path: Path) -> None:
    assert told_of(read_text_as(tmp_path, " ".join(PLAIN).capitalize() + ".\n")) == [None]


def test_show_says_that_levels_are_unsure(tmp_path: Path) -> None:
    made = [Passage.make("nota", i, f"punt {i}", seen={}, list_levels=each) for i, each in enumerate(ListLevels)]
    with Store(tmp_path / "thuishaven.sqlite") as store:
        store.replace(make_document("nota"), made, [], configuration="proef")
    shown = CliRunner().invoke(thuishaven.main, ["--home", str(tmp_path), "show", "nota"]).stdout
    assert shown.count("levels of the list: unsure") == 1
    told = CliRunner().invoke(thuishaven.main, ["--home", str(tmp_path), "show", "nota", "--json"]).stdout
    assert [row["list_levels"] for row in json.loads(told)["passages"]] == ["known", "unsure"]
