"""Who speaks, and what is asked, in minutes."""

from __future__ import annotations

from ingest.blocks import Block, Kind
from ingest.speakers import assign


def minutes(*rows: tuple[str, str]) -> list[Block]:
    """Blocks from (kind, text): 'h1' is a heading of level 1, anything else a kind."""
    made = []
    for kind, text in rows:
        level = int(kind[1]) if kind.startswith("h") else 0
        made.append(Block(Kind.HEADING if level else Kind(kind), text, level=level))
    return made


ROWS = (
    ("h1", "1. Inleiding"),
    ("body", "Jan Peeters, directeur van de dienst, licht toe hoe er geteld werd."),
    ("body", "Er waren twaalf bedrijven."),
    ("h2", "1.1. Gevolgen"),
    ("list item", "meer werk"),
    ("h1", "2. Bespreking"),
    ("body", "De commissie bespreekt het verslag."),
    ("h2", "2.1. Tussenkomsten"),
    ("h3", "Tussenkomst van An De Smet"),
    ("body", "An De Smet vraagt hoe er geteld werd."),
    ("body", "Het lid vindt twaalf weinig."),
    ("body", "Komt er steun? Dat is de vraag."),
    ("h3", "Tussenkomst van Piet Van den Berg"),
    ("body", "Ook Piet Van den Berg wijst op de kosten."),
    ("h2", "2.2. Antwoorden"),
    ("body", "Jan Peeters antwoordt dat er vier keer geteld werd. Is dat weinig? Neen."),
    ("body", "De dienst vindt dat genoeg."),
    ("body", "Commissievoorzitter Els Maes besluit de bespreking."),
    ("body", "Els MAES,"),
    ("body", "voorzitter"),
)


def test_speakers_go_on_until_the_next_or_a_chapter() -> None:
    blocks, roles = assign(minutes(*ROWS))
    said = {b.text.split(".")[0][:28]: b.speaker for b in blocks if b.kind is not Kind.HEADING}
    assert said["Er waren twaalf bedrijven"] == "Jan Peeters"
    assert said["meer werk"] == "Jan Peeters"
    assert said["De commissie bespreekt het v"] is None
    assert said["Het lid vindt twaalf weinig"] == "An De Smet"
    assert said["Ook Piet Van den Berg wijst "] == "Piet Van den Berg"
    assert said["De dienst vindt dat genoeg"] == "Jan Peeters"
    assert said["Commissievoorzitter Els Maes"] == "Els Maes"
    assert said["Els MAES,"] is None
    assert roles == {"Jan Peeters": "directeur van de dienst"}


def test_what_a_member_asks_is_a_question_and_an_answer_is_none() -> None:
    blocks, _ = assign(minutes(*ROWS))
    assert [b.text for b in blocks if b.asks] == [
        "An De Smet vraagt hoe er geteld werd.",
        "Komt er steun? Dat is de vraag.",
    ]


def test_labels_with_a_colon() -> None:
    blocks, _ = assign(
        minutes(
            ("body", "De voorzitter: De heer Claes heeft het woord."),
            ("body", "De heer Tom Claes (Partij): Minister, komt er steun?"),
            ("body", "Minister Maes: Die komt er."),
        )
    )
    assert [b.speaker for b in blocks] == ["De voorzitter", "Tom Claes", "Maes"]
    assert [b.asks for b in blocks] == [False, True, False]


def test_a_report_has_no_speakers() -> None:
    rows = minutes(
        ("body", "De SERV vraagt hoe het verder moet."),
        ("body", "Volgens Jan Peeters is dat duidelijk."),
        ("body", "Het IMF stelt dat de groei daalt."),
        ("body", "De Europese Unie heeft plannen."),
    )
    assert assign(rows) == (rows, {})


def test_labels_of_other_parliaments() -> None:
    rows = (
        ("body", "De voorzitter: Het woord is aan de heer Claes."),
        ("body", "De heer Tom Claes (Lijst A): Dank u. Waarom komt er geen steun?"),
        ("body", "Mevrouw An Van den Berg (Lijst B): Ik sluit me aan."),
        ("body", "Minister Jo Maes: De steun is er voor wie investeert."),
        ("body", "Dat blijft zo."),
        ("body", "01.01 Els Smets (PX): Wij stemmen voor."),
        ("body", "01.02 Minister Jo Maes: Waarvoor dank."),
        ("body", "01.03 Piet Janssens: Wij niet."),
        ("body", "Kosten (in euro): twaalf."),
        ("body", "Raad van Proeven (RP): een raad."),
    )
    blocks, _ = assign(minutes(*rows))
    assert [block.speaker for block in blocks] == [
        "De voorzitter",
        "Tom Claes",
        "An Van den Berg",
        "Jo Maes",
        "Jo Maes",
        "Els Smets",
        "Jo Maes",
        "Piet Janssens",
        "Piet Janssens",
        "Piet Janssens",
    ]
    assert [block.asks for block in blocks][1]
