"""The text of a message cut in what its sender wrote and the earlier messages that it quotes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from ingest.blocks import Block, Kind, Reading, Removed
from ingest.clean import collapse

__all__ = ["Body", "cut_blocks", "under", "unflowed"]

DEEPEST = 6
"""Quotations within quotations; deeper ones are read as one."""
SIGNATURE = 15
"""Lines that a signature may have; more under a line of two hyphens is text."""
QUOTED = "Aangehaald bericht"
"""The heading above quoted lines of which nothing says who wrote them."""
_MARKS = re.compile(r"(?:>[ \t]?)+")
_MONTH_OR_DAY = r"(?:\d{4}|\d{1,2}[/.-]\d{1,2}|\d{1,2}:\d{2})"
_ATTRIBUTION = re.compile(
    rf"(?:(?:Op|On|Le|Am)\s.{{0,160}}{_MONTH_OR_DAY}.{{0,160}}\b(?:schreef|schrijft|wrote|a écrit|schrieb)\b.{{0,160}}:"
    rf"|.{{3,120}}\b(?:schreef|wrote|schrieb)\b.{{0,60}}{_MONTH_OR_DAY}.{{0,60}}:)"
)
_FIELD = re.compile(
    r"\*?(Van|Verzonden|Aan|Cc|Onderwerp|Datum|From|Sent|To|Subject|Date|De|Envoyé|À|Objet|Von|Gesendet|An|Betreff)"
    r"\s?:\*?\s+(.{1,500})",
    re.I,
)
_FROM = frozenset({"van", "from", "de", "von"})
_DIVIDER = re.compile(
    r"(?:-{3,}|_{10,})\s?(?:.{0,20}(?:bericht|message|nachricht|message d'origine)\s?-{3,})?"
    r"|Begin doorgestuurd bericht:|Begin forwarded message:",
    re.I,
)
_ADDRESS = re.compile(r"\s?[<\[(](?:mailto:)?[^<>()\[\]\s]{1,200}@[^<>()\[\]\s]{1,200}[>\])]")
_FIELDS_IN_LINE = re.compile(
    r"(?:Van|From|De|Von)\s?:\s.{2,200}?\s(?:Verzonden|Sent|Datum|Date|Envoyé|Gesendet)\s?:\s.{2,400}", re.I | re.S
)


def unflowed(text: str, *, without_space: bool = False) -> str:
    """The text of a `format=flowed` part with its soft line ends undone."""
    out: list[str] = []
    depth_before = -1
    for line in text.replace("\r\n", "\n").split("\n"):
        marks = re.match(r">*", line)
        depth = marks.end() if marks else 0
        body = line[depth:].removeprefix(" ")
        open_line = bool(out) and out[-1].endswith(" ") and depth == depth_before and out[-1].lstrip("> ") != "-- "
        if open_line and body != "-- ":
            out[-1] = (out[-1][:-1] if without_space else out[-1]) + body
        else:
            out.append(">" * depth + (" " if depth else "") + body)
        depth_before = depth
    return "\n".join(line if line.lstrip("> ") == "-- " else line.rstrip(" ") for line in out)


def under(blocks: Sequence[Block], level: int) -> list[Block]:
    """The blocks with their headings below a heading of `level`; one of unknown depth is as deep as the last one."""
    out: list[Block] = []
    last = 1
    for block in blocks:
        if block.kind is Kind.HEADING:
            last = block.level or last
            block = block.but(level=level + last)
        out.append(block)
    return out


def cut_blocks(blocks: Sequence[Block], level: int) -> list[Block]:
    """The blocks of a page of mail, with the line that introduces an earlier message made a heading below `level`."""
    return [
        block.but(kind=Kind.HEADING, text=_introduction(block.text), level=level + 1, marks=())
        if block.kind is Kind.BODY and len(block.text) < 900 and _introduces(block.text)
        else block
        for block in blocks
    ]


def _introduces(text: str) -> bool:
    return _ATTRIBUTION.fullmatch(text) is not None or _FIELDS_IN_LINE.fullmatch(text) is not None


def _introduction(text: str) -> str:
    """The line over an earlier message without the addresses in it."""
    return collapse(_ADDRESS.sub("", text)).rstrip(":")


class Body:
    """The plain text of one message that is being cut. `read` makes blocks of a piece of text."""

    def __init__(self, read: Callable[[str], Reading], subject: str) -> None:
        self._read = read
        self._subject = subject
        self._attributed: dict[int, str] = {}
        self.blocks: list[Block] = []
        self.removed: list[Removed] = []
        self.warnings: list[str] = []

    def take(self, text: str, level: int) -> None:
        """Reads the text of a message whose subject is a heading of `level`."""
        self._lines(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), self._subject, level, 0)

    def _lines(self, lines: list[str], title: str, level: int, depth: int) -> None:
        own: list[str] = []
        away = False
        for quoted, run in groupby(lines, key=lambda line: depth < DEEPEST and line.startswith(">")):
            here = list(run)
            if not quoted:
                own = here
                continue
            own, heading = _without_attribution(own)
            away = self._own(own, title, level, away)
            heading = self._attributed[depth] = heading or self._attributed.get(depth, QUOTED)
            self._heading(heading, level + 1)
            self._lines([_stripped(line, depth + 1) for line in here], heading, level + 1, depth + 1)
            own, away = [], True
        self._own(own, title, level, away)

    def _own(self, lines: list[str], title: str, level: int, away: bool) -> bool:
        """Reads what stands outside the quotation marks: the text itself, and earlier messages under their headers.

        `away` tells that headings of quotations came since the message's own heading; gives back whether it is so now.
        """
        starts = list(_headers(lines))
        first = starts[0][0] if starts else len(lines)
        text, signature = _without_signature(lines[:first])
        if signature:
            self.removed.append(Removed("signature", signature))
        if text.strip():
            if away and title:
                self._heading(title, level)
                away = False
            self._add(text, level)
        for (_, start, fields), end in zip(starts, [*(s[0] for s in starts[1:]), len(lines)], strict=False):
            self._heading(f"{fields[0][0]}: {fields[0][1]}", level + 1)
            self.blocks.append(Block(Kind.TABLE, "\n".join(f"{name} | {value}" for name, value in fields)))
            text, signature = _without_signature(lines[start:end])
            if signature:
                self.removed.append(Removed("signature", signature))
            if text.strip():
                self._add(text, level + 1)
            away = True
        return away

    def _add(self, text: str, level: int) -> None:
        reading = self._read(text)
        self.blocks += under(reading.blocks, level)
        self.removed += reading.removed
        self.warnings += reading.warnings

    def _heading(self, text: str, level: int) -> None:
        self.blocks.append(Block(Kind.HEADING, text, level=level))


def _stripped(line: str, depth: int) -> str:
    """A quoted line without one mark; at the last depth without any."""
    if depth >= DEEPEST:
        return _MARKS.sub("", line, count=1)
    return line[1:].removeprefix(" ")


def _without_attribution(lines: list[str]) -> tuple[list[str], str]:
    """The lines without the one (it may be wrapped) that says who wrote what is quoted below, and that line."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    for count in (1, 2, 3):
        start = end - count
        if start < 0 or not lines[start].strip():
            break
        told = collapse(" ".join(lines[start:end]))
        if _ATTRIBUTION.fullmatch(told):
            return lines[:start], _introduction(told)
    return lines, ""


def _headers(lines: Sequence[str]) -> Iterator[tuple[int, int, list[tuple[str, str]]]]:
    """Where the headers of earlier messages stand: (first line, line after them, their fields)."""
    i = 0
    while i < len(lines):
        match = _FIELD.fullmatch(lines[i].strip())
        if match is None or match[1].casefold() not in _FROM:
            i += 1
            continue
        fields = [(match[1], _introduction(match[2]))]
        end = i + 1
        while end < min(i + 8, len(lines)) and (found := _FIELD.fullmatch(lines[end].strip())):
            fields.append((found[1], _introduction(found[2])))
            end += 1
        if len(fields) >= 3:
            start = i
            while start and (not lines[start - 1].strip() or _DIVIDER.fullmatch(lines[start - 1].strip())):
                start -= 1
            yield start, end, fields
        i = end


def _without_signature(lines: Sequence[str]) -> tuple[str, str]:
    """(text, signature): what stands under a line of two hyphens at the end of a text, when it is short."""
    marks = [i for i, line in enumerate(lines) if line in ("-- ", "--")]
    if marks:
        rest = [line for line in lines[marks[-1] + 1 :] if line.strip()]
        if len(rest) <= SIGNATURE:
            return "\n".join(lines[: marks[-1]]), collapse(" ".join(rest))
    return "\n".join(lines), ""
