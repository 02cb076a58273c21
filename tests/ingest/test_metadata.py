"""What a text shows about itself, and what it does not show."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.metadata import title_from_name
from knowledge.documents import DocumentKind
from tests.ingest.reading import read_text_as

WORDS = "De dienst telde vorig jaar twaalf bedrijven die hun werk uit het buitenland terughaalden naar de eigen streek."


def test_an_advice_with_its_front_page(tmp_path: Path) -> None:
    text = (
        "ADVIES\n\nWERK IN DE STREEK\n\nRaad voor Proeven, Teststraat 12, 1000 Proefstad\n\n"
        "Advies op eigen initiatief\n\n"
        f"Goedkeuring raad 5 maart 2021\n\nContactpersoon Jan Peeters\n\n{WORDS} {WORDS}\n\nAdvies nr. 21\n"
    )
    document = read_text_as(tmp_path, text).document
    assert document.title == "Advies werk in de streek"
    assert document.publisher == "Raad voor Proeven"
    assert document.date.value == "2021-03-05"
    assert document.kind is DocumentKind.ADVICE
    assert document.language == "nl"
    assert document.identifiers == {"number": "21"}
    assert [(p.name, p.role) for p in document.people] == [("Jan Peeters", "contactpersoon")]
    shown = {guess.field: guess.words for guess in document.guesses}
    assert "5 maart 2021" in shown["date"]
    assert all(0 < guess.confidence < 1 and guess.words for guess in document.guesses)


def test_a_letter_is_about_its_subject(tmp_path: Path) -> None:
    text = (
        f"Datum 3 mei 2023\nBetreft Werk dat terugkeert\n\nGeachte voorzitter,\n\n{WORDS}\n\nOns kenmerk AB-1 / 2345\n"
    )
    document = read_text_as(tmp_path, text).document
    assert (document.title, document.kind, document.date.value) == (
        "Werk dat terugkeert",
        DocumentKind.LETTER,
        "2023-05-03",
    )
    assert document.identifiers["reference"] == "AB-1 / 2345"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Versie 2.1 (augustus 2025)", "2025-08"),
        ("Datum: 1/2/2024", "2024-02-01"),
        ("Vastgesteld op 31 februari 2024", None),
        (f"{WORDS} Dat was op 4 april 2019 al zo, en ook later, toen er opnieuw geteld werd in de streek.", None),
    ],
)
def test_only_the_documents_own_date_counts(tmp_path: Path, text: str, date: str | None) -> None:
    assert read_text_as(tmp_path, f"Verslag van de dienst\n\n{text}\n\n{WORDS}\n").document.date.value == date


def test_the_language_is_told_by_small_words(tmp_path: Path) -> None:
    text = "The office counted twelve firms that had brought the work back to the region, and it is not clear why. " * 4
    assert read_text_as(tmp_path, text).document.language == "en"


def test_a_mention_of_a_body_does_not_make_it_the_publisher(tmp_path: Path) -> None:
    text = f"Nota over werk\n\n{WORDS} Volgens de Europese Commissie is dat zo, maar zij geeft geen cijfers.\n"
    assert read_text_as(tmp_path, text).document.publisher is None


def test_nothing_is_invented_and_the_file_name_stands_in(tmp_path: Path) -> None:
    document = read_text_as(tmp_path, f"{WORDS} {WORDS} {WORDS}", "mijn_nota-over werk.txt").document
    assert document.title == "Mijn nota over werk"
    assert (document.publisher, document.date.value, document.kind) == (None, None, DocumentKind.OTHER)
    assert "the text shows no title; the file name stands in for it" in document.warnings
    assert {g.field: g.confidence for g in document.guesses}["title"] <= 0.2


def test_the_title_of_a_file_name() -> None:
    assert title_from_name("serv-advies_2022.tar.pdf") == "Serv advies 2022 tar"
    assert title_from_name("___") == "___"


@pytest.mark.parametrize(
    ("sentence", "reference"),
    [
        ("De minister schreef dit met kenmerk 4711-B. De raad gaf daarop advies 12", "4711-B"),
        ("Ons kenmerk: DGX-TOP / 778899, zoals in de brief van 12", "DGX-TOP / 778899"),
        ("De brief (kenmerk AB 12) telt 30 regels", "AB 12"),
        ("Onze referentie WS/2023.014-b\nBijlagen 3", "WS/2023.014-b"),
        ("Kenmerk\n2023-0000417", "2023-0000417"),
        ("Kenmerk 5512 De dienst telde er 12", "5512"),
        ("Dit kenmerk van de streek geldt al 12 jaar", None),
    ],
)
def test_a_reference_stops_where_its_sentence_or_line_does(
    tmp_path: Path, sentence: str, reference: str | None
) -> None:
    document = read_text_as(tmp_path, f"Nota over werk\n\n{sentence}\n\n{WORDS}\n").document
    assert document.identifiers.get("reference") == reference


def test_the_addressee_is_not_the_publisher_and_a_table_is_no_sign_of_the_kind(tmp_path: Path) -> None:
    text = f"Aan de Voorzitter van de Tweede Kamer\n\n{WORDS}\n\n| Soort | Gevolg |\n|---|---|\n| Advies | geen |\n"
    document = read_text_as(tmp_path, text, "brief.md").document
    assert (document.publisher, document.kind) == (None, DocumentKind.OTHER)


def test_labelled_speakers_make_minutes(tmp_path: Path) -> None:
    text = "# Commissie voor werk\n\n**De voorzitter**: Wie vraagt het woord?\n\n**De heer Jan Claes (Lijst A)**: Ik.\n"
    assert read_text_as(tmp_path, text, "v.md").document.kind is DocumentKind.MINUTES
