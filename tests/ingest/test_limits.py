"""Bad input: each is refused with one sentence that says what is wrong and what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.read import read_document
from knowledge.errors import UnreadableFile
from tests.ingest.builders import column, docx, paragraph, pdf
from tests.ingest.reading import all_text, read_bytes_as

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
TEXT = "De dienst telde vorig jaar twaalf bedrijven die werk naar huis haalden, één meer dan het jaar ervoor.\n"


def refused(folder: Path, name: str, data: bytes) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(UnreadableFile) as caught:
        read_bytes_as(folder, data, name)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("leeg.txt", b"", "leeg.txt: is empty."),
        ("wit.txt", b" \n\n\t ", "wit.txt: holds no text."),
        ("plaat.pdf", PNG, "plaat.pdf: is a PNG image, not a document that can be read. Run it through OCR first."),
        ("plaat.txt", PNG, "plaat.txt: is a PNG image"),
        ("oud.doc", b"\xd0\xcf\x11\xe0" + bytes(64), "oud.doc: is an old Office file"),
        ("tekst.pdf", TEXT.encode(), "tekst.pdf: is not a PDF, whatever its name says"),
        ("tekst.docx", TEXT.encode(), "tekst.docx: is not a Word document, whatever its name says"),
        ("half.docx", docx(paragraph("x"))[:120], "half.docx: is a damaged Office file or zip archive"),
        ("nul.txt", b"tekst " + bytes(400), "nul.txt: is not text"),
        ("ding.xyz", b"tekst", "ding.xyz: files of this kind are not read."),
        ("half.pdf", pdf([column(50, 700, ["tekst"])])[:150], "half.pdf: is no whole PDF"),
        ("niets.html", b"<html><body><script>x</script></body></html>", "niets.html: holds no text."),
    ],
)
def test_refused_in_one_sentence(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    assert refused(tmp_path, name, data).startswith(told)


def test_missing_and_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"weg\.txt: there is no such file"):
        read_document(tmp_path / "weg.txt")
    with pytest.raises(UnreadableFile, match="is not a file"):
        read_document(tmp_path)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    path = tmp_path / "dicht.txt"
    path.write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(Path, "read_bytes", denied)
    with pytest.raises(UnreadableFile, match=r"dicht\.txt: cannot be read \(Permission denied\)"):
        read_document(path)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "groot.txt"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 200_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    with pytest.raises(UnreadableFile, match=r"groot\.txt: has 200 MB; at most 100 MB is read\. Split it\."):
        read_document(path)


def test_too_many_lines_or_characters_are_refused(tmp_path: Path) -> None:
    assert "has 1,000,002 lines; at most 1,000,000 are read" in refused(tmp_path, "lang.txt", b"a\n" * 1_000_001)
    assert "characters of text; at most 20,000,000 are read" in refused(tmp_path, "breed.txt", b"woord " * 3_400_000)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.readers.docx_parts.MAX_UNPACKED", 100_000)
    bomb = docx(paragraph("x"), parts={"word/media/leeg.bin": bytes(200_000)})
    assert len(bomb) < 10_000
    assert "unpacks to 0 MB" in refused(tmp_path, "bom.docx", bomb)


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", ()),
        ("utf-8-sig", ()),
        ("utf-16", ()),
        ("cp1252", ("not UTF-8; read as cp1252: check the accents",)),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, told: tuple[str, ...]) -> None:
    read = read_bytes_as(tmp_path, (TEXT * 3).encode(encoding), "nota.txt")
    assert "één meer dan" in all_text(read)
    assert tuple(w for w in read.document.warnings if "UTF" in w) == told


def test_a_few_damaged_bytes_in_utf8_are_told(tmp_path: Path) -> None:
    read = read_bytes_as(tmp_path, (TEXT * 30).encode() + b"en \xc3 slot. \x00", "nota.txt")
    assert "1 damaged characters in what is otherwise UTF-8" in read.document.warnings
    assert read.document.encoding == "utf-8"
    assert "\x00" not in all_text(read)


def test_html_under_a_text_name_is_read_as_html(tmp_path: Path) -> None:
    read = read_bytes_as(tmp_path, b"<!DOCTYPE html><body><h1>Kop</h1><p>Een alinea.</p></body>", "pagina.txt")
    assert all_text(read) == "Een alinea."
    assert "is HTML though its name says plain text" in read.document.warnings


def test_a_pdf_under_another_name_is_read_and_told(tmp_path: Path) -> None:
    read = read_bytes_as(tmp_path, pdf([column(50, 700, ["Een regel tekst in een bestand."])]), "nota.txt")
    assert "is a PDF though its name ends in '.txt'" in read.document.warnings


@pytest.mark.parametrize(
    "text",
    [
        "woord-\n" * 30_000,
        "een kleine letter zonder einde\n\n" * 20_000,
        "# " + "a" + " " * 200_000 + "b",
        "<!-- " * 20_000,
        "[" * 50_000 + "](" * 50_000,
        "*" * 100_000,
        "|" + "--|" * 5_000 + " " * 50_000 + "x\n|a|",
        "---\n" + "\n" * 5_000 + "x",
        "1  noot.1\n\n" * 20_000,
        "a" + "\t" * 100_000 + "b",
        "¹" * 50_000,
        "x" * 300_000,
    ],
    ids=range(12),
)
def test_hostile_texts_are_read_all_the_same(tmp_path: Path, text: str) -> None:
    read = read_bytes_as(tmp_path, ("Begin van de tekst.\n\n" + text + "\n\n**a** **b** einde").encode(), "nota.txt")
    assert read.passages
