"""The scanned pages of a PDF, read by OCR: their lines take their place among those of the other pages."""

from __future__ import annotations

import contextlib
import math
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.blocks import Reading, Scans
from ingest.clean import characters
from ingest.ocr import SHARE, Ocr, OcrFailed, SeenLine, see
from ingest.readers.pdf_file import Page
from ingest.readers.pdf_page import Piece

__all__ = ["Scanned", "by_ocr", "read_scans"]

DPI = 300
MAX_PIXELS = 30_000_000
"""Of one page; an A3 sheet at 300 dots an inch has 17 million. A larger one is looked at more coarsely."""
PAGE_SECONDS = 60.0
DOUBTFUL, NOISE = 75.0, 45.0
"""Below the first a page is told as doubtful; below the second it holds a picture and no text."""
FEWEST = 12
ALIKE = 0.14
"""Letters that differ by less from those of the body are of its size: OCR measures a line by the letters that happen to
be in it."""
STEP = 1.3
"""Letters of headings, and of notes, that differ by less are of one size."""


@dataclass(slots=True)
class Scanned:
    """What became of the pages without text: which were read (with how sure, 0 to 100), on which OCR failed, which it
    did not come to for lack of time (with how many seconds would be `enough` for the file), and which hold nothing to
    read."""

    read: dict[int, float] = field(default_factory=dict)
    failed: list[int] = field(default_factory=list)
    late: list[int] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    enough: int = 0

    def warnings(self, ocr: Ocr) -> list[str]:
        """What a maintainer should know of it, a sentence each."""
        told = []
        if self.read:
            told.append(f"{_pages(self.read)} read by OCR ({ocr})")
        doubtful = {number: sure for number, sure in self.read.items() if sure < DOUBTFUL}
        if doubtful:
            shares = ", ".join(f"p. {number}: {sure:.0f} %" for number, sure in list(doubtful.items())[:10])
            more = " ..." if len(doubtful) > 10 else ""
            told.append(f"OCR is not sure of its letters ({shares}{more}): compare with the original")
        if self.failed:
            told.append(f"OCR failed on {_pages(self.failed, verb=False)}")
        if self.late:
            enough = f", such as --max-seconds {self.enough}" if self.enough else " with --max-seconds"
            told.append(f"{_pages(self.late)} not read by OCR for lack of time: allow more{enough}")
        return told


def by_ocr(ocr: Ocr | None, data: bytes, pages: Sequence[Page], numbers: Sequence[int], reading: Reading) -> list[int]:
    """Reads those of these pages that show a picture, tells of it in `reading`, and gives those still without text."""
    pictures = _with_pictures(data, numbers)
    if not pictures:
        return list(numbers)
    reading.scans = Scans.READ
    if ocr is None:
        reading.warnings.append(f"{_pages(pictures, verb=False)} would be read by OCR with tesseract on this machine")
        return list(numbers)
    scanned = read_scans(ocr, data, pages, pictures)
    reading.warnings += scanned.warnings(ocr)
    if scanned.late:
        reading.scans = Scans.CUT
    return [number for number in numbers if number not in scanned.read]


def _with_pictures(data: bytes, numbers: Iterable[int]) -> list[int]:
    import pypdfium2

    found = []
    with pypdfium2.PdfDocument(data) as document:
        for number in numbers:
            with contextlib.suppress(pypdfium2.PdfiumError), contextlib.closing(document[number - 1]) as page:
                if _shows_a_picture(page):
                    found.append(number)
    return found


def read_scans(ocr: Ocr, data: bytes, pages: Sequence[Page], numbers: Iterable[int]) -> Scanned:
    """Reads these pages of the PDF, which show a picture each, and puts their lines into `pages`."""
    import pypdfium2

    scanned = Scanned()
    start = time.monotonic()
    seen: dict[int, tuple[list[SeenLine], float]] = {}
    with pypdfium2.PdfDocument(data) as document:
        for number in numbers:
            page = document[number - 1]
            try:
                if time.monotonic() >= ocr.until:
                    scanned.late.append(number)
                else:
                    seen[number] = _seen(ocr, page)
            except OcrFailed as error:
                (scanned.late if error.late and time.monotonic() >= ocr.until else scanned.failed).append(number)
            except pypdfium2.PdfiumError:
                scanned.failed.append(number)
            finally:
                page.close()
    if scanned.late and seen:
        pages_a_second = len(seen) / (time.monotonic() - start)
        wanted = (len(seen) + len(scanned.late)) / pages_a_second / SHARE
        scanned.enough = 300 * math.ceil(1.2 * wanted / 300)
    kept = {number: lines for number, (lines, _) in seen.items() if _is_text(lines)}
    scanned.blank = sorted(seen.keys() - kept.keys())
    scanned.read = {number: _sure(lines) for number, lines in kept.items()}
    _place(pages, {number: (lines, seen[number][1]) for number, lines in kept.items()})
    return scanned


def _shows_a_picture(page: Any) -> bool:
    import pypdfium2.raw as pdfium

    return next(iter(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)), None) is not None


def _seen(ocr: Ocr, page: Any) -> tuple[list[SeenLine], float]:
    """The lines of a page that is laid upright, and how many points a pixel has."""
    lines, scale = _asked(ocr, page, 0)
    turn = _turned(lines)
    if turn:
        lines, scale = _asked(ocr, page, turn)
    return [line for line in lines if line.turn == 0], 1 / scale


def _asked(ocr: Ocr, page: Any, turn: int) -> tuple[list[SeenLine], float]:
    width, height = page.get_size()
    scale = min(DPI / 72, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
    picture = _picture(page, scale, turn)
    seconds = min(PAGE_SECONDS, max(0.1, ocr.until - time.monotonic()))
    return see(ocr, picture, dpi=max(70, round(72 * scale)), seconds=seconds), scale


def _picture(page: Any, scale: float, turn: int) -> bytes:
    """The page in shades of grey, as PNM."""
    bitmap = page.render(scale=scale, rotation=turn, grayscale=True, may_draw_forms=False)
    try:
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        rows = bytes(bitmap.buffer)
    finally:
        bitmap.close()
    if stride != width:
        rows = b"".join(rows[at : at + width] for at in range(0, stride * height, stride))
    return b"P5 %d %d 255\n%b" % (width, height, rows)


def _turned(lines: Sequence[SeenLine]) -> int:
    """By how many degrees clockwise a page must be turned to be read; 0 when most of it lies level."""
    weights: Counter[int] = Counter()
    for line in lines:
        weights[line.turn] += len(line.text)
    turn = weights.most_common(1)[0][0] if weights else 0
    return turn if turn in (90, 180, 270) else 0


def _is_text(lines: Sequence[SeenLine]) -> bool:
    return sum(len(line.text) for line in lines) >= FEWEST and _sure(lines) >= NOISE


def _sure(lines: Sequence[SeenLine]) -> float:
    """How sure OCR is of a page, by the letters of its lines."""
    return sum(line.sure * len(line.text) for line in lines) / max(1, sum(len(line.text) for line in lines))


def _place(pages: Sequence[Page], found: dict[int, tuple[list[SeenLine], float]]) -> None:
    """The lines become pieces of their pages, in points from the lower left corner."""
    typed = Counter[float]()
    for page in pages:
        for piece in page.pieces:
            typed[piece.size] += len(piece.text)
    sizes = sorted((line.size * point, len(line.text)) for lines, point in found.values() for line in lines)
    usual = _weighted_median(sizes)
    body = typed.most_common(1)[0][0] if typed else round(usual, 1)
    if abs(body - usual) > 2 * ALIKE * usual:  # the scans are in other letters than the rest
        body = round(usual, 1)
    shown = _settled([size for size, _ in sizes], usual, body)
    for page in pages:
        if page.number in found:
            lines, point = found.pop(page.number)
            page.pieces = [
                _piece(line, point, page.height, shown[line.size * point], i) for i, line in enumerate(lines)
            ]


def _settled(sizes: Sequence[float], usual: float, body: float) -> dict[float, float]:
    """For each measured size the one that it stands for, so that headings of one level have letters of one size."""
    shown: dict[float, float] = {}
    group: list[float] = []
    for size in [*sizes, math.inf]:
        near = abs(size - usual) <= ALIKE * usual
        if group and (near or size > STEP * group[0] or group[0] < usual < size):
            shown |= dict.fromkeys(group, round(statistics.median(group) * body / usual, 1))
            group = []
        if near:
            shown[size] = body
        else:
            group.append(size)
    return shown


def _weighted_median(sizes: Sequence[tuple[float, int]]) -> float:
    return statistics.median_low([size for size, weight in sizes for _ in range(weight)]) if sizes else 10.0


def _piece(line: SeenLine, point: float, height: float, size: float, order: int) -> Piece:
    bottom = height - line.base * point
    return Piece(
        text=characters(line.text),
        left=line.left * point,
        right=line.right * point,
        bottom=bottom,
        top=bottom + size,
        size=size,
        bold=False,
        order=order,
    )


def _pages(numbers: Iterable[int], *, verb: bool = True) -> str:
    """'page 3 was', 'pages 3-5 and 9 were'; without the verb 'page 3', 'pages 3-5 and 9'."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    shown = [str(a) if a == b else f"{a}-{b}" for a, b in runs]
    more = [f"{len(shown) - 15} more stretches"] if len(shown) > 15 else []
    told = [*shown[:15], *more]
    joined = f"{', '.join(told[:-1])} and {told[-1]}" if len(told) > 1 else told[0]
    single = len(runs) == 1 and runs[0][0] == runs[0][1]
    return f"{'page' if single else 'pages'} {joined}" + (f" {'was' if single else 'were'}" if verb else "")
