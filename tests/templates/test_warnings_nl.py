"""Warnings reach a Dutch reader in Dutch; one that nobody translated stays, marked as English."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.read import read_document
from ingest.readers.decode import decode
from knowledge.errors import UnreadableFile
from templates.warnings_nl import in_dutch


@pytest.mark.parametrize(
    ("warning", "told"),
    [
        ("1 footnote has no mark in the text: 3", "1 voetnoot zonder verwijzing in de tekst: 3"),
        ("14 footnotes have no mark in the text: 1, 2 ...", "14 voetnoten zonder verwijzing in de tekst: 1, 2 ..."),
        (
            "page 3: no text, probably scanned or a picture",
            "bladzijde 3: geen tekst, waarschijnlijk ingescand of een afbeelding",
        ),
        (
            "pages without text: 1, 2 (2 of 9), probably scanned or pictures",
            "bladzijden zonder tekst: 1, 2 (2 van 9), waarschijnlijk ingescand of afbeeldingen",
        ),
        ("is a PDF though its name ends in '.txt'", "is een pdf, hoewel de bestandsnaam op '.txt' eindigt"),
        ("is a Word document though its name ends in ''", "is een Word-document, hoewel de naam op '' eindigt"),
        ("1 damaged characters (encoding utf-16)", "1 beschadigd teken"),
        ("7 damaged characters (encoding utf-16)", "7 beschadigde tekens (codering utf-16)"),
    ],
)
def test_a_known_kind_of_warning_is_told_in_dutch(warning: str, told: str) -> None:
    assert (in_dutch(warning).text, in_dutch(warning).lang) == (told, "")


@pytest.mark.parametrize("warning", ["", "page 3: two columns were read as one", "een zin", r"\1 (", "1\n2"])
def test_an_unknown_warning_stays_as_it_is_and_is_english(warning: str) -> None:
    assert (in_dutch(warning).text, in_dutch(warning).lang) == (warning, "en")


@pytest.mark.parametrize(
    "data",
    [
        "één zin".encode("cp1252") * 3,
        ("één zin " * 30).encode() + b"\xff",
        b"een zin " * 500 + b"\x00",
        "zin".encode("utf-16") + b"\x00\xd8",
    ],
)
def test_what_the_decoder_warns_of_has_dutch_words(data: bytes) -> None:
    try:
        _, _, warnings = decode("nota.txt", data)
    except UnreadableFile:
        pytest.fail("the example no longer decodes")
    assert warnings
    assert [w for w in warnings if in_dutch(w).lang] == []


def test_what_reading_warns_of_has_dutch_words(tmp_path: Path) -> None:
    html = tmp_path / "kaal.txt"
    html.write_text("<html><body><p>" + "de haven bleef open en het werk ging door " * 20 + "</p></body></html>")
    warnings = read_document(html).document.warnings
    assert warnings
    assert [w for w in warnings if in_dutch(w).lang] == []
