"""Notes that say something become passages of their own; mere references do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.accounting import lost_words
from ingest.blocks import Block, Kind, Mark
from ingest.notes import says_something
from ingest.segment import passages
from knowledge.documents import PassageKind
from tests.ingest.reading import holding, notes, of_kind, read_text_as

TELLING = "De dienst rekent een bedrijf mee zodra het de helft van zijn werk in eigen streek laat doen."
SOURCE = "Peeters, J. en Claes, A. (2019), Werk dat terugkeert. Een telling in drie streken, Proefpers, Proefstad."


@pytest.mark.parametrize(
    "text",
    [
        TELLING,
        f"{SOURCE} {TELLING}",
        "Bijvoorbeeld hout, staal, glas en papier, maar ook textiel, leer, meubels en kleine machines.",
        "Volgens Peeters (2019) kwamen er in die streek twaalf bedrijven terug, drie meer dan het jaar ervoor.",
        "According to the office twelve firms were counted that had brought their work back to the region.",
        "Zij kozen de bedrijven uit een lijst en schreven er honderd aan, waarvan er veertig antwoordden.",
    ],
)
def test_notes_that_say_something(text: str) -> None:
    assert says_something(text)


@pytest.mark.parametrize(
    "text",
    [
        SOURCE,
        "Zie ook de bijlage.",
        "Zie https://voorbeeld.be/een/heel/lang/adres en https://voorbeeld.be/nog/een en www.voorbeeld.be/en/nog/een",
        "De Proefkrant, Waarom werk toch weer dichter bij huis wordt gedaan dan vroeger, 12 oktober 2021.",
        "Raad voor Proeven (2020), Advies ‘Hoe de streek haar werk kan houden en wat dat vraagt’, 3 maart.",
        "Dienst (2022). Jaarverslag. Hoe kan de streek haar werk houden en wat is daarvoor nodig in die jaren?",
        "Besluit van de Regering van 3 mei 2021 tot vaststelling van de regels voor steun, Staatsblad van 9 mei 2021.",
        "Maes, B. (2018), Why firms are coming home and what they will do next, Proof Press, 3 May 2018.",
    ],
)
def test_notes_that_only_name_a_source(text: str) -> None:
    assert not says_something(text)


def test_a_telling_note_stands_on_its_passage_and_right_after_it(tmp_path: Path) -> None:
    text = (
        "Er kwamen twaalf bedrijven terug.<sup>1</sup> Dat is veel.<sup>2</sup> De rest bleef weg.<sup>3</sup>\n\n"
        f"<sup>1</sup> {TELLING}\n\n<sup>2</sup> {SOURCE}\n\n<sup>3</sup> {TELLING.replace('helft', 'rest')}\n\n"
        "## Daarna\n\nEr kwam niets meer na het laatste bedrijf van dat jaar.\n"
    )
    read = read_text_as(tmp_path, text, "nota.md")
    citing = holding(read, "Er kwamen twaalf bedrijven terug.")
    assert notes(citing) == {"1": TELLING, "2": SOURCE, "3": TELLING.replace("helft", "rest")}
    following = read.passages[citing.order + 1 : citing.order + 3]
    assert [(p.kind, p.text) for p in following] == [
        (PassageKind.FOOTNOTE, TELLING),
        (PassageKind.FOOTNOTE, TELLING.replace("helft", "rest")),
    ]
    assert {p.heading_path for p in following} == {citing.heading_path}
    assert all(p.footnotes == () for p in following)
    assert len(of_kind(read, PassageKind.FOOTNOTE)) == 2
    assert lost_words(text, read.passages, read.removed) == []
    assert lost_words(f"{text}\n{TELLING}", read.passages, read.removed) == TELLING.rstrip(".").lower().split()


def test_a_note_has_the_page_and_speaker_of_its_passage_and_is_cut_when_long() -> None:
    long = f"{TELLING} " * 40
    marks = (Mark(5, "1", long.strip()), Mark(10, "1", long.strip()))
    block = Block(Kind.BODY, "Een zin die iets zegt.", page=3, speaker="An", marks=marks)
    made = passages("nota", [(block, ("A",))])
    assert [p.kind for p in made[:2]] == [PassageKind.BODY, PassageKind.FOOTNOTE]
    assert {(p.page, p.speaker, p.heading_path) for p in made} == {(3, "An", ("A",))}
    assert all(60 <= len(p.text.split()) <= 250 and p.text.endswith(".") for p in made[1:])
    assert sum(len(p.text.split()) for p in made[1:]) == len(long.split())
    assert len({p.id for p in made}) == len(made)


def test_a_note_that_two_passages_cite_is_one_passage() -> None:
    blocks = [Block(Kind.BODY, f"Zin nummer {n}.", marks=(Mark(4, "1", TELLING),)) for n in (1, 2)]
    made = passages("nota", [(blocks[0], ("A",)), (blocks[1], ("B",))])
    assert [p.kind.value for p in made] == ["body", "footnote", "body"]
    assert [len(p.footnotes) for p in made] == [1, 0, 1]
