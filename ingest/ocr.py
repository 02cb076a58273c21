"""Tesseract, the program of the system that reads the letters in a picture; without it pictures stay pictures."""

from __future__ import annotations

import math
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ingest.clean import collapse
from ingest.limits import Bounds
from knowledge.errors import UnreadableFile

__all__ = ["LANGUAGES", "SHARE", "Ocr", "OcrFailed", "PicturesOnly", "SeenLine", "find_ocr", "see"]

LANGUAGES = ("nld", "eng")
SHARE = 0.7
"""OCR takes at most this share of the time that a file may take; what it did not come to is told."""
_HOW_TO_GET_IT = (
    "With tesseract on this machine that is done here (on Debian: apt-get install tesseract-ocr tesseract-ocr-nld)."
)
_ASKING_SECONDS = 20.0
_AUTOMATIC, _AUTOMATIC_AND_TURNED = "3", "1"
_PIXELS = re.compile(r"bbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_SIZE = re.compile(r"x_size ([\d.]+)")
_BASELINE = re.compile(r"baseline (-?[\d.]+) (-?[\d.]+)")
_SURE = re.compile(r"x_wconf (\d+)")
_TURN = re.compile(r"textangle (\d+)")


class PicturesOnly(UnreadableFile):
    """A file without any text: its pages are pictures, which OCR could not read or was not there to read.

    `cut` says that OCR did not come to them in its time.
    """

    def __init__(self, name: str, pages: int, ocr: Ocr | None, *, cut: bool = False) -> None:
        self.cut = cut
        what = "its only page is a picture" if pages == 1 else f"its {pages} pages are pictures"
        told = f"{name}: holds no text: {what}"
        if ocr is None:
            super().__init__(f"{told}.", cure=f"Run it through OCR first. {_HOW_TO_GET_IT}")
        elif cut:
            super().__init__(f"{told}, and OCR ({ocr}) took longer than it may.", cure="Allow more: --max-seconds.")
        else:
            super().__init__(f"{told}, and OCR ({ocr}) finds no letters.", cure="Scan it again, sharper.")


class OcrFailed(Exception):
    """Tesseract gave nothing: it broke down, or took longer than it may."""

    def __init__(self, *, late: bool) -> None:
        self.late = late
        super().__init__("tesseract gave nothing")


@dataclass(frozen=True, slots=True)
class Ocr:
    """Tesseract as it was found: the program, its version, and the languages of ours that it knows.

    `turns` says that it can tell how a page was laid on the scanner. `bounds` are those of the reading of one file, and
    `until` is when (monotonic seconds) OCR must have done with it.
    """

    program: str
    version: str
    languages: tuple[str, ...]
    turns: bool
    bounds: Bounds
    until: float = math.inf

    def __str__(self) -> str:
        return f"tesseract {self.version}, {'+'.join(self.languages)}"

    def for_file(self, size: int) -> Ocr:
        """The same for a file of so many bytes, whose reading begins now."""
        return replace(self, until=time.monotonic() + SHARE * self.bounds.seconds_for(size))


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A line of letters in a picture: places in pixels from its upper left corner, `base` where the letters stand,
    `size` the height of the letters, `sure` from 0 to 100. `turn` is how far (degrees) the line is turned."""

    text: str
    left: float
    right: float
    base: float
    size: float
    sure: float
    turn: int


def find_ocr(bounds: Bounds | None = None, program: str = "tesseract") -> Ocr | None:
    """Tesseract, when it is on this machine and knows Dutch or English; else None."""
    path = shutil.which(program)
    if path is None:
        return None
    version = re.match(r"tesseract v?(\d[\w.]*)", _told(path, "--version"))
    known = set(_told(path, "--list-langs").split("\n")[1:])
    languages = tuple(language for language in LANGUAGES if language in known)
    if version is None or not languages:
        return None
    return Ocr(path, version[1], languages, "osd" in known, bounds or Bounds())


def _told(program: str, question: str) -> str:
    try:
        done = subprocess.run(
            [program, question], capture_output=True, timeout=_ASKING_SECONDS, stdin=subprocess.DEVNULL, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stdout or done.stderr).decode("utf-8", errors="replace")


def see(ocr: Ocr, picture: bytes, *, dpi: int, seconds: float) -> list[SeenLine]:
    """The lines of letters in a picture (PNM), in reading order.

    The program runs in the process group of whoever calls, so that it ends with it. Raises OcrFailed.
    """
    layout = _AUTOMATIC_AND_TURNED if ocr.turns else _AUTOMATIC
    command = [ocr.program, "stdin", "stdout", "--dpi", str(dpi), "--psm", layout, "-l", "+".join(ocr.languages)]
    try:
        done = subprocess.run(
            [*command, "hocr"],
            input=picture,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            # its threads gain little, and each would take of the memory that a reader may use
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise OcrFailed(late=True) from None
    except OSError:
        raise OcrFailed(late=False) from None
    if done.returncode:
        raise OcrFailed(late=False)
    return list(_lines(done.stdout))


def _lines(hocr: bytes) -> Iterator[SeenLine]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root = etree.fromstring(hocr, parser) if hocr.strip() else None
    for element in root.iter("{*}span") if root is not None else ():
        if element.get("class") in ("ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"):
            line = _line(element)
            if line is not None:
                yield line


def _line(element: Any) -> SeenLine | None:
    told = element.get("title") or ""
    box, size, base, turn = (pattern.search(told) for pattern in (_PIXELS, _SIZE, _BASELINE, _TURN))
    words: list[tuple[str, int]] = []
    for word in element.iter("{*}span"):
        text = collapse("".join(word.itertext()))
        if word.get("class") == "ocrx_word" and text:
            sure = _SURE.search(word.get("title") or "")
            words.append((text, int(sure[1]) if sure else 0))
    if box is None or not words:
        return None
    left, top, right, bottom = (float(number) for number in box.groups())
    letters = sum(len(text) for text, _ in words)
    return SeenLine(
        " ".join(text for text, _ in words),
        left,
        right,
        bottom + (float(base[2]) if base else 0.0),
        float(size[1]) if size else bottom - top,
        sum(len(text) * sure for text, sure in words) / letters,
        int(turn[1]) if turn else 0,
    )
