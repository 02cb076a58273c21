"""Note marks in running text: taken out, and nothing else with them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import Block, Kind
from ingest.marks import resolve


def resolved(text: str, *numbers: int, first: str = "") -> tuple[str, list[str], list[str]]:
    """The text without its marks, the numbers that it cites, and the notes without a mark."""
    body = [Block(Kind.BODY, first)] if first else []
    notes = [Block(Kind.FOOTNOTE, f"noot {n}", number=str(n)) for n in numbers]
    blocks, _, orphans = resolve([*body, Block(Kind.BODY, text), *notes])
    block = blocks[len(body)]
    return block.text, [mark.number for mark in block.marks], orphans


@pytest.mark.parametrize(
    ("text", "number", "clean"),
    [
        ("wat viel te halen.2 Elders niet", 2, "wat viel te halen. Elders niet"),
        ("de term backshoring6 of niet", 6, "de term backshoring of niet"),
        ("in het jaar 202199, was het", 99, "in het jaar 2021, was het"),
        ("in het jaar 2020100 was het", 100, "in het jaar 2020 was het"),
        ("van 66 naar 126 in 2020.62 Dat", 62, "van 66 naar 126 in 2020. Dat"),
        ("steun tot €500.000²⁴ per bedrijf", 24, "steun tot €500.000 per bedrijf"),
        ("volgens de WTO32 daalt het", 32, "volgens de WTO daalt het"),
        ("de reservevaluta's141 die", 141, "de reservevaluta's die"),
        ("het pakket Klaar voor 5582. Dan", 82, "het pakket Klaar voor 55. Dan"),
        ("dat kon niemand weten. 203 In mei", 203, "dat kon niemand weten. In mei"),
        ("op dat niveau 204. De meeste", 204, "op dat niveau. De meeste"),
        ("een ‘begrip’¹ dat leeft", 1, "een ‘begrip’ dat leeft"),
        ("(zie hoger)³, en", 3, "(zie hoger), en"),
        ("een molen van €180.0005 en meer", 5, "een molen van €180.000 en meer"),
        ("de oogst van 2022² viel tegen", 2, "de oogst van 2022 viel tegen"),
        ("de oogst van 2021 4 viel tegen", 4, "de oogst van 2021 viel tegen"),
    ],
)
def test_a_mark_is_taken_out(text: str, number: int, clean: str) -> None:
    assert resolved(text, number) == (clean, [str(number)], [])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("de uitstoot van CO2 en H2O", 2),
        ("een kamer van 12 m² op 3 km²", 2),
        ("op de COP26 in mei", 26),
        ("van 1.250 euro naar 3,5%", 5),
        ("een groei van 24,3% in 2011-2014", 3),
        ("artikel 12 van de wet", 12),
        ("op een vlak van 10² meter", 2),
        ("het kostte in 2021 3 miljoen euro", 3),
        ("er waren er in 2021 4 tot 5", 4),
    ],
)
def test_numbers_that_are_no_marks_stay(text: str, number: int) -> None:
    assert resolved(text, number) == (text, [], [str(number)])


@pytest.mark.parametrize(
    "text", ["dat zal zo zijn.67 Ook zo", "dat zal zo zijn.⁶⁷ Ook zo", "dat zal zo zijn.6,7 Ook zo"]
)
def test_marks_that_stand_together(text: str) -> None:
    assert resolved(text, 6, 7)[1:] == (["6", "7"], [])


def test_a_faint_mark_goes_before_a_plain_one_of_the_next_page() -> None:
    text = "in 2021 1 was er een oogst2 en op de volgende bladzijde de bond1 van molenaars"
    notes = [Block(Kind.FOOTNOTE, f"noot {n}", number=str(n)) for n in (1, 2)]
    blocks, _, orphans = resolve([Block(Kind.BODY, text), *notes, Block(Kind.FOOTNOTE, "noot 3", number="1")])
    assert [mark.text for mark in blocks[0].marks] == ["noot 1", "noot 2", "noot 3"]
    assert orphans == []


def test_a_note_with_a_star_is_no_fault() -> None:
    blocks, _, orphans = resolve([Block(Kind.BODY, "een ster hier"), Block(Kind.FOOTNOTE, "Noot.", number="*")])
    assert ([block.text for block in blocks], orphans) == (["een ster hier", "Noot."], ["*"])


def test_two_marks_in_a_row() -> None:
    assert resolved("dat zal zo zijn262.263 Ook de bond", 262, 263) == (
        "dat zal zo zijn. Ook de bond",
        ["262", "263"],
        [],
    )
    assert resolved("dat is zo¹,² en niet anders", 1, 2)[1] == ["1", "2"]


def test_marks_follow_the_order_of_the_notes() -> None:
    text, cited, orphans = resolved("eerst1 dan2 en weer1 hier", 1, 2)
    assert (cited, orphans) == (["1", "2"], [])
    assert text == "eerst dan en weer1 hier"


def test_a_mark_after_its_note_is_found_when_it_is_raised() -> None:
    note = Block(Kind.FOOTNOTE, "noot", number="1")
    blocks, _, orphans = resolve([note, Block(Kind.BODY, "pas hier¹ staat het")])
    assert [b.text for b in blocks] == ["pas hier staat het"]
    assert blocks[0].marks[0].text == "noot"
    assert orphans == []


@given(st.text(alphabet="ab1 2.,²¹(", max_size=60))
def test_without_notes_plain_digits_stay(text: str) -> None:
    blocks, _, _ = resolve([Block(Kind.BODY, text)])
    kept = [c for c in blocks[0].text if c.isalnum() and c not in "¹²"]
    assert kept == [c for c in text if c.isalnum() and c not in "¹²"]
