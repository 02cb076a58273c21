"""Passages: their size, their kinds, their notes."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import Block, Kind, Mark
from ingest.segment import passages
from ingest.sentences import sentences
from knowledge.documents import Footnote, PassageKind

SENTENCE = "De dienst telde vorig jaar twaalf bedrijven die werk naar huis haalden. "


def placed(*blocks: Block, path: tuple[str, ...] = ()) -> list[tuple[Block, tuple[str, ...]]]:
    """Blocks under one heading path."""
    return [(block, path) for block in blocks]


def test_short_paragraphs_are_merged_and_headings_are_not_crossed() -> None:
    block = Block(Kind.BODY, SENTENCE.strip() * 1)
    made = passages("nota", [*placed(*[block] * 12, path=("A",)), *placed(block, path=("B",))])
    assert [p.heading_path for p in made] == [("A",), ("B",)]
    assert made[0].text.count("twaalf") == 12
    assert [p.order for p in made] == [0, 1]


def test_a_long_paragraph_is_split_at_sentence_ends_in_even_shares() -> None:
    made = passages("nota", placed(Block(Kind.BODY, (SENTENCE * 60).strip())))
    sizes = [len(p.text.split()) for p in made]
    assert all(60 <= size <= 250 for size in sizes)
    assert all(p.text.endswith(".") for p in made)
    assert max(sizes) - min(sizes) < 60


def test_kinds_and_speakers_are_kept_apart() -> None:
    made = passages(
        "nota",
        placed(
            Block(Kind.BODY, "Een.", speaker="An"),
            Block(Kind.BODY, "Twee.", speaker="An", asks=True),
            Block(Kind.BODY, "Drie.", speaker="Bo"),
            Block(Kind.LIST_ITEM, "vier;"),
            Block(Kind.LIST_ITEM, "vijf."),
            Block(Kind.TABLE, "a | b"),
            Block(Kind.TABLE, "c | d"),
            Block(Kind.CAPTION, "Figuur 1: zes"),
        ),
    )
    assert [(p.kind, p.speaker, p.text) for p in made] == [
        (PassageKind.BODY, "An", "Een."),
        (PassageKind.QUESTION, "An", "Twee."),
        (PassageKind.BODY, "Bo", "Drie."),
        (PassageKind.LIST_ITEM, None, "vier;\nvijf."),
        (PassageKind.TABLE, None, "a | b"),
        (PassageKind.TABLE, None, "c | d"),
        (PassageKind.CAPTION, None, "Figuur 1: zes"),
    ]


def test_notes_hang_on_the_part_that_cites_them() -> None:
    text = (SENTENCE * 40).strip()
    block = Block(Kind.BODY, text, marks=(Mark(12, "1", "Een."), Mark(len(text), "2", "Twee.")))
    made = passages("nota", placed(block))
    assert made[0].footnotes == (Footnote(number="1", text="Een."),)
    assert made[-1].footnotes == (Footnote(number="2", text="Twee."),)


def test_a_text_without_any_end_is_cut_all_the_same() -> None:
    made = passages("nota", placed(Block(Kind.BODY, "woord " * 20_000)))
    assert max(len(p.text.split()) for p in made) <= 700
    assert sum(len(p.text.split()) for p in made) == 20_000


def test_a_word_without_end_fills_no_passage_without_end() -> None:
    for text in ("loonkosten-" * 50_000, "\u0301" * 200_000, "a " * 9 + "b" * 300_000):
        made = passages("nota", placed(Block(Kind.BODY, text)))
        assert max(len(p.text) for p in made) < 15_000
        assert "".join(p.text for p in made).replace(" ", "") == text.replace(" ", "")


def test_a_long_table_is_split_between_rows() -> None:
    made = passages("nota", placed(Block(Kind.TABLE, "\n".join(["een | twee | drie | vier"] * 200))))
    assert len(made) > 1
    assert all(len(p.text.split()) <= 400 for p in made)
    assert all(line == "een | twee | drie | vier" for p in made for line in p.text.split("\n"))


def test_short_forms_end_no_sentence() -> None:
    text = (
        "Volgens prof. Maes, o.a. in art. 3 en nr. 12, is dat zo. De heer J. Claes telt bv. Twaalf niet mee! Toch? Ja."
    )
    parts = [text[start:end] for start, end in sentences(text)]
    assert parts[0] == "Volgens prof. Maes, o.a. in art. 3 en nr. 12, is dat zo."
    assert parts[-2:] == ["Toch?", "Ja."]


@given(st.text(alphabet='aB.?! \n"(1', max_size=120))
def test_sentences_hold_every_character_but_white_space_in_order(text: str) -> None:
    spans = sentences(text)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert all(start < end for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@given(
    st.lists(
        st.tuples(
            st.sampled_from([Kind.BODY, Kind.LIST_ITEM, Kind.TABLE]), st.text("ab. \n", min_size=1, max_size=400)
        ),
        max_size=12,
    )
)
def test_segmenting_keeps_every_word_in_order(blocks: list[tuple[Kind, str]]) -> None:
    made = passages("nota", placed(*(Block(kind, text) for kind, text in blocks if text.strip())))
    assert " ".join(p.text for p in made).split() == " ".join(text for _, text in blocks).split()
    assert len({p.id for p in made}) == len(made)


def test_a_short_sentence_stays_with_the_list_that_it_introduces() -> None:
    long = Block(Kind.BODY, (SENTENCE * 12).strip())
    lead, items = Block(Kind.BODY, "Dat zijn:"), [Block(Kind.LIST_ITEM, "een lening;"), Block(Kind.LIST_ITEM, "raad.")]
    made = passages("nota", [*placed(lead, *items, path=("A",)), *placed(*items, path=("B",))])
    assert [(p.kind, p.text) for p in made] == [
        (PassageKind.LIST_ITEM, "Dat zijn:\neen lening;\nraad."),
        (PassageKind.LIST_ITEM, "een lening;\nraad."),
    ]
    assert [p.kind for p in passages("nota", placed(long, *items, long))] == [PassageKind.LIST_ITEM, PassageKind.BODY]


def test_list_items_are_indented_by_their_level() -> None:
    items = [
        Block(Kind.LIST_ITEM, text, level=level) for text, level in (("een:", 1), ("a;", 2), ("b;", 2), ("twee.", 1))
    ]
    assert [p.text for p in passages("nota", placed(*items))] == ["een:\n  a;\n  b;\ntwee."]
    unsure = [Block(Kind.LIST_ITEM, text) for text in ("een;", "twee.")]
    assert [p.text for p in passages("nota", placed(*unsure))] == ["een;\ntwee."]


def test_short_neighbours_of_other_speakers_stay_apart() -> None:
    blocks = [Block(Kind.BODY, "Dat zijn:", speaker="An"), Block(Kind.LIST_ITEM, "een lening.", speaker="Bo")]
    assert [p.speaker for p in passages("nota", placed(*blocks))] == ["An", "Bo"]
