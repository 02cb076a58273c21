"""Scanned pages: read by OCR where tesseract is on the machine, told in a sentence where it is not."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from ingest.apart import Apart
from ingest.blocks import Scans
from ingest.limits import Bounds
from ingest.ocr import Ocr, OcrFailed, PicturesOnly, SeenLine, find_ocr, see
from ingest.ocr_pages import Scanned
from ingest.pipeline import run
from ingest.read import Read, read_document
from knowledge.documents import PassageKind
from knowledge.store import Store
from tests.ingest.builders import At, column, pdf
from tests.ingest.reading import all_text, holding
from tests.ingest.scans import scanned

FOUND = find_ocr()
needs_tesseract = pytest.mark.skipif(FOUND is None, reason="tesseract with Dutch or English is not on this machine")
FIRST = [
    "De onderneming Voorbeeld haalde haar montage terug uit Polen naar Genk.",
    "De loonkosten stegen snel en de kwaliteit viel tegen. Volgens de onder-",
    "neming speelde ook de nabijheid van de klant een rol in haar besluit.",
]
SECOND = [
    "De nieuwe lijn is volledig geautomatiseerd en heeft minder mensen nodig.",
    "Dat kostte samen 3,5 miljoen euro, waarvan een kwart voor opleiding was.",
]
PAGES = [
    [At(50, 780, "Waarom bedrijven terugkeren", 16), *column(50, 740, FIRST)],
    [At(50, 780, "Wat het kostte", 16), *column(50, 740, SECOND)],
]


@pytest.fixture
def ocr() -> Ocr:
    """Tesseract as it is on this machine."""
    assert FOUND is not None
    return FOUND


def read(folder: Path, data: bytes, ocr: Ocr | None) -> Read:
    """The document that these bytes make."""
    path = folder / "scan.pdf"
    path.write_bytes(data)
    return read_document(path, ocr=ocr)


@needs_tesseract
def test_scanned_pages_are_read_with_their_numbers_headings_and_sentences(tmp_path: Path, ocr: Ocr) -> None:
    found = read(tmp_path, scanned(pdf(PAGES)), ocr)
    first = holding(found, "Volgens de onderneming speelde")
    second = holding(found, "3,5 miljoen euro")
    assert (first.page, second.page) == (1, 2)
    assert (first.heading_path, second.heading_path) == (("Waarom bedrijven terugkeren",), ("Wat het kostte",))
    assert (first.kind, found.scans) == (PassageKind.BODY, Scans.READ)
    assert f"pages 1-2 were read by OCR ({ocr})" in found.document.warnings
    assert str(ocr).startswith("tesseract ")


@needs_tesseract
def test_a_scanned_page_between_others_takes_its_place(tmp_path: Path, ocr: Ocr) -> None:
    found = read(tmp_path, scanned(pdf([PAGES[0], PAGES[1], column(50, 740, FIRST)]), only={2}), ocr)
    passage = holding(found, "3,5 miljoen euro")
    assert (passage.page, passage.page_end, passage.heading_path[-1]) == (2, 3, "Wat het kostte")
    assert [p.page for p in found.passages if "uit Polen naar Genk" in p.text] == [1, 2]
    assert f"page 2 was read by OCR ({ocr})" in found.document.warnings


@needs_tesseract
@pytest.mark.parametrize("turn", [180, 270])
def test_a_page_that_was_laid_wrong_is_turned(tmp_path: Path, ocr: Ocr, turn: int) -> None:
    if not ocr.turns:
        pytest.skip("tesseract without osd cannot tell how a page lies")
    found = read(tmp_path, scanned(pdf([[*PAGES[0], *column(50, 640, SECOND)]]), turn=turn), ocr)
    text = " ".join(all_text(found).split())
    assert text.index("naar Genk") < text.index("nabijheid") < text.index("miljoen euro")


@needs_tesseract
def test_a_picture_without_letters_stays_a_picture(tmp_path: Path, ocr: Ocr) -> None:
    found = read(tmp_path, scanned(pdf([PAGES[0], [At(280, 400, "X", 200)]]), only={2}), ocr)
    assert "page 2: no text, probably scanned or a picture" in found.document.warnings
    assert not [told for told in found.document.warnings if "read by OCR" in told]
    with pytest.raises(PicturesOnly, match=r"its only page is a picture, and OCR \(tesseract .*\) finds no letters"):
        read(tmp_path, scanned(pdf([[At(280, 400, "X", 200)]])), ocr)


def test_without_ocr_a_scan_is_told_and_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(
        PicturesOnly, match=r"its 2 pages are pictures\. Run it through OCR first\. .*tesseract-ocr-nld"
    ):
        read(tmp_path, scanned(pdf(PAGES)), None)
    partly = read(tmp_path, scanned(pdf(PAGES), only={2}), None)
    assert "page 2 would be read by OCR with tesseract on this machine" in partly.document.warnings
    assert partly.scans is Scans.READ


def test_an_empty_page_has_nothing_to_do_with_ocr(tmp_path: Path) -> None:
    found = read(tmp_path, pdf([PAGES[0], []]), None)
    assert found.scans is Scans.NONE
    assert not [told for told in found.document.warnings if "OCR" in told]


@needs_tesseract
def test_in_the_process_of_a_reader_memory_is_bounded_and_tesseract_works(tmp_path: Path, ocr: Ocr) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(scanned(pdf(PAGES[:1])))
    with Store(tmp_path / "s.sqlite") as store:
        (outcome,) = run([path], store, bounds=Bounds(seconds=600), ocr=replace(ocr, bounds=Bounds(seconds=600)))
        assert (outcome.status, outcome.reason) == ("added", "")
        assert "naar Genk" in next(store.passages()).text


def program(folder: Path, script: str, seconds: float = 60) -> Ocr:
    """A program in the place of tesseract, and how long it may take."""
    path = folder / "tesseract"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return Ocr(str(path), "9.9", ("nld",), False, Bounds(seconds=seconds, seconds_per_mb=0))


def test_ocr_that_takes_too_long_is_ended_and_the_rest_is_read(tmp_path: Path) -> None:
    slow = program(tmp_path, "exec sleep 600", seconds=1)
    found = read(tmp_path, scanned(pdf(PAGES), only={2}), slow)
    assert found.scans is Scans.CUT
    assert "page 2 was not read by OCR for lack of time: allow more with --max-seconds" in found.document.warnings
    with pytest.raises(PicturesOnly, match=r"OCR \(tesseract 9\.9, nld\) took longer than it may\. Allow more"):
        read(tmp_path, scanned(pdf(PAGES[:1])), slow)


def test_ocr_that_breaks_down_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    for script in ("exit 1", "echo '<html'; exit 0", "kill -9 $$", ""):
        found = read(tmp_path, scanned(pdf(PAGES), only={2}), program(tmp_path, script))
        assert "page 2: no text, probably scanned or a picture" in found.document.warnings
        assert "naar Genk" in all_text(found)
    assert (
        "OCR failed on page 2"
        in read(tmp_path, scanned(pdf(PAGES), only={2}), program(tmp_path, "exit 1")).document.warnings
    )


def test_a_reader_that_is_ended_takes_its_ocr_with_it(tmp_path: Path) -> None:
    sign = tmp_path / "leeft"
    slow = program(tmp_path, f"echo $$ > {sign}; exec sleep 600", seconds=6000)
    path = tmp_path / "scan.pdf"
    path.write_bytes(scanned(pdf(PAGES[:1])))
    with Apart(Bounds(seconds=10, seconds_per_mb=0)) as apart:
        told = apart.read(partial(read_document, ocr=slow), path, "scan", {})
    assert isinstance(told, str)
    assert "took longer than 10 seconds" in told
    assert not (Path("/proc") / sign.read_text().strip() / "exe").exists()


def test_a_program_that_does_not_say_what_it_is_is_no_ocr(tmp_path: Path) -> None:
    assert find_ocr(program=str(tmp_path / "nergens")) is None
    assert find_ocr(program=program(tmp_path, "exit 1").program) is None
    assert find_ocr(program=program(tmp_path, "echo tesseract 5.3.0").program) is None
    told = "case $1 in --version) echo 'tesseract v5.3.0-x';; *) printf 'List:\\nfra\\nnld\\n';; esac"
    found = find_ocr(program=program(tmp_path, told).program)
    assert found is not None
    assert (found.version, found.languages, found.turns, found.until) == ("5.3.0", ("nld",), False, math.inf)


def test_what_ocr_is_not_sure_of_is_told() -> None:
    made = Scanned(read={3: 90.0, 4: 60.4, 5: 88.0, 9: 91.0}, failed=[7], late=[10, 11], enough=900)
    assert made.warnings(Ocr("t", "5.3.0", ("nld", "eng"), True, Bounds())) == [
        "pages 3-5 and 9 were read by OCR (tesseract 5.3.0, nld+eng)",
        "OCR is not sure of its letters (p. 4: 60 %): compare with the original",
        "OCR failed on page 7",
        "pages 10-11 were not read by OCR for lack of time: allow more, such as --max-seconds 900",
    ]


def test_only_documents_with_scans_are_read_again_when_ocr_comes(tmp_path: Path) -> None:
    folder = tmp_path / "map"
    folder.mkdir()
    (folder / "scan.pdf").write_bytes(scanned(pdf(PAGES), only={2}))
    (folder / "nota.pdf").write_bytes(pdf(PAGES))
    (folder / "tekst.txt").write_text(" ".join(SECOND))
    first = program(tmp_path, "exit 1")
    other = replace(first, version="10.0")
    slower = replace(first, bounds=Bounds(seconds=900))

    def statuses(ocr: Ocr | None) -> list[str]:
        return [o.status for o in run([folder], store, ocr=ocr)]

    with Store(tmp_path / "s.sqlite") as store:
        assert statuses(None) == ["added"] * 3
        assert statuses(None) == ["unchanged"] * 3
        for ocr in (first, other, None):
            assert statuses(ocr) == ["unchanged", "updated", "unchanged"]
        assert statuses(first) == ["unchanged", "updated", "unchanged"]
        assert statuses(slower) == ["unchanged"] * 3, "OCR had the time that it needed"


def test_a_document_that_ocr_did_not_finish_is_read_again_with_more_time(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(scanned(pdf(PAGES), only={2}))
    slow = program(tmp_path, "exec sleep 600", seconds=1)
    with Store(tmp_path / "s.sqlite") as store:
        assert run([path], store, ocr=slow)[0].status == "added"
        assert run([path], store, ocr=slow)[0].status == "unchanged"
        more = replace(slow, bounds=Bounds(seconds=2, seconds_per_mb=0))
        assert run([path], store, ocr=more)[0].status == "updated"


def test_what_the_program_says_becomes_lines(tmp_path: Path) -> None:
    hocr = """<html xmlns="http://www.w3.org/1999/xhtml"><body>
    <span class='ocr_line' title="bbox 10 20 300 60; baseline 0.001 -9; x_size 38.5; textangle 180">
    <span class='ocrx_word' title='bbox 1 2 3 4; x_wconf 90'>Twee</span>
    <span class='ocrx_word' title='bbox 1 2 3 4; x_wconf 50'><strong>woorden</strong></span></span>
    <span class='ocr_line' title="bbox 10 70 300 90"><span class='ocrx_word' title='x_wconf 9'> </span></span>
    <span class='ocr_caption' title="bbox 10 100 300 120"><span class='ocrx_word'>bijschrift</span></span>
    </body></html>"""
    (tmp_path / "uit").write_text(hocr)
    lines = see(program(tmp_path, f"cat {tmp_path / 'uit'}"), b"P5 1 1 255\n0", dpi=300, seconds=60)
    assert lines == [
        SeenLine("Twee woorden", 10, 300, 51, 38.5, (4 * 90 + 7 * 50) / 11, 180),
        SeenLine("bijschrift", 10, 300, 120, 20, 0, 0),
    ]
    with pytest.raises(OcrFailed):
        see(program(tmp_path, "exit 3"), b"", dpi=300, seconds=60)
