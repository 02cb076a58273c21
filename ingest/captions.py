"""Captions of figures and tables, and the source lines under them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.blocks import Kind, Line

__all__ = ["is_caption", "is_table_caption", "mark"]

_CAPTION = re.compile(
    r"(?:figuur|fig\.|tabel|grafiek|kaart|afbeelding|schema|diagram|infografiek|figure|table|chart|graph|tabelle|abbildung|tableau)"
    r"\s{1,3}[A-Z]?\d{1,3}(?:[.-]\d{1,3}){0,2}[a-z]?\s{0,2}(?:[:.–—|-]|\s)\s{0,3}\S",
    re.I,
)
_TABLE = re.compile(r"(?:tabel|table|tabelle|tableau)\s", re.I)
_SOURCE = re.compile(r"(?:bron(?:nen)?|source|quelle)\s?:", re.I)
_LABELLED = re.compile(r"(?:\S+\s+\S*\d[a-z]?\s{0,2}[:.–—|-]|(?:bron(?:nen)?|source|quelle)\s?:)", re.I)
_TELLS = frozenset(
    """
    toont tonen geeft geven laat laten bevat bevatten vat vatten schetst schetsen illustreert illustreren maakt maken is
    zijn was wordt worden werd staat stelt presenteert somt vergelijkt bevestigt leert biedt heeft en of hieronder
    hierboven shows show gives presents illustrates compares summarises lists is and
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
LONG = 0.82
MAX_CAPTION = 45


def is_caption(text: str) -> bool:
    """Whether a text is the caption of a figure or table, or the source line under one."""
    text = text.strip()
    words = len(text.split())
    if _SOURCE.match(text):
        return words <= MAX_CAPTION
    return _CAPTION.match(text) is not None and words <= MAX_CAPTION and not _is_sentence(text)


def is_table_caption(text: str) -> bool:
    """Whether a caption announces a table."""
    return _TABLE.match(text.strip()) is not None


def _is_sentence(text: str) -> bool:
    """'Figuur 3 toont dat ...': a sentence about a figure, not its caption."""
    after = re.sub(r"^\S+\s+\S+\s*", "", text)
    if not after[:1].islower() or ":" in text[:14]:
        return False
    return text.rstrip()[-1:] == "." or after.split(None, 1)[0] in _TELLS


def mark(lines: Sequence[Line]) -> None:
    """Gives captions among the lines of a flat text their role."""
    for i, line in enumerate(lines):
        if line.role is None and is_caption(line.text) and not (i and _goes_on(lines[i - 1], line)):
            line.role, line.starts = Kind.CAPTION, True
            _rest_of_caption(lines, i)


def _goes_on(before: Line, line: Line) -> bool:
    """Whether a line that names a figure goes on with the sentence of the line before: 'zie ook / tabel 2 voor'."""
    if before.role is not None or line.gap or _LABELLED.match(line.text):
        return False
    return before.fill >= LONG and before.text.rstrip()[-1:] not in ".!?:;)"


def _rest_of_caption(lines: Sequence[Line], i: int) -> None:
    """Marks the further lines of a wrapped caption."""
    k = i + 1
    while k < len(lines) and lines[k].role is None and k <= i + 2:
        before, here = lines[k - 1], lines[k]
        wraps = here.text[:1].islower() or (before.fill >= 0.72 and here.text[:1] in "(0123456789" and here.fill < LONG)
        cut = before.text[-1:] == "-" or before.text.rsplit(None, 1)[-1] in {
            "van",
            "de",
            "het",
            "en",
            "in",
            "naar",
            "voor",
            "of",
        }
        if here.gap or not (wraps or cut) or before.text[-1:] in ".;:":
            break
        here.role = Kind.CAPTION
        k += 1
