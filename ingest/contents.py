"""Contents pages: lines that end in a page number, and the titles that they promise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.blocks import Kind, Line

__all__ = ["entry", "key", "mark", "titles"]

_TABBED = re.compile(r"(.{2,300}?)(?:\t{1,20}| {0,3}[.…·_]{3}[ .…·_]{0,400}| {3,80})\s{0,20}(\d{1,4})")
_SPACED = re.compile(r"(\S.{1,250}?\D)\s{1,2}(\d{1,4})")
_NAMES = {
    "inhoud",
    "inhoudsopgave",
    "inhoudstafel",
    "inhoudsopgaaf",
    "contents",
    "table of contents",
    "inhaltsverzeichnis",
}
FARTHEST = 150
"""More pages than this do not lie between two entries; such a number is a year."""
_NUMBER = re.compile(r"^(?:(?:hoofdstuk|deel|bijlage|chapter)\s+)?(?:\d+(?:\.\d+)*|[a-zA-Z])[.)]?\s+", re.I)


def key(title: str) -> str:
    """A title as it is compared: without number, punctuation and capitals."""
    return re.sub(r"[^\w]+", " ", _NUMBER.sub("", title.strip())).strip().casefold()


def is_name(text: str) -> bool:
    """Whether a line is the heading of a contents page."""
    return text.strip().strip(":").casefold() in _NAMES


def entry(text: str, *, sure: bool) -> str | None:
    """The title of a contents line, else None. `sure` takes lines that only a contents page has."""
    text = text.strip()
    if not text[-1:].isdecimal():  # most lines: no need to look for leaders
        return None
    match = (_TABBED if sure else _SPACED).fullmatch(text)
    return match[1].strip(" .…·_\t") if match else None


def mark(lines: Sequence[Line]) -> dict[str, int]:
    """Gives the lines of contents pages their role; returns the promised titles (see `key`) with their depth."""
    found: dict[str, int] = {}
    i = 0
    while i < len(lines):
        named = is_name(lines[i].text)
        end = _run(lines, i + 1 if named else i, after_name=named)
        if end - i >= (2 if named else 3):
            for line in lines[i:end]:
                line.role = Kind.CONTENTS
            found.update(titles(line.text for line in lines[i:end]))
            i = end
        else:
            i += 1
    return found


def _run(lines: Sequence[Line], start: int, *, after_name: bool) -> int:
    """Where a run of contents lines ends; a wrapped title, whose number stands on the next line, is bridged."""
    end = i = start
    entries = 0
    last = 0
    promised: set[str] = set()
    while i < len(lines) and lines[i].role in (None, Kind.HEADING):
        text = lines[i].text
        if promised and key(text) in promised:  # the first chapter begins
            break
        title = entry(text, sure=True) or (entry(text, sure=False) if after_name else None)
        if title is None and entries and after_name and text.strip().isdigit():
            title = text
        if title is not None:
            page = int(re.search(r"\d+$", text.strip())[0])  # type: ignore[index]
            in_order = last - 1 <= page <= last + FARTHEST
            if not in_order and (not after_name or not entry(text, sure=True)):
                break
            promised.add(key(title))
            last = max(last, page)
            entries += 1
            end = i + 1
        elif not after_name or i > end + 1 or len(text) > 160 or (entries and text.strip()[-1:] in ".;:"):
            break
        i += 1
    return end if entries >= (1 if after_name else 3) else start


def titles(texts: Iterable[str]) -> dict[str, int]:
    """The titles of contents lines with their depth: by number, and 1 for a title without one."""
    found: dict[str, int] = {}
    for text in texts:
        title = entry(text, sure=True) or entry(text, sure=False)
        if title and not is_name(title):
            number = re.match(r"(\d+(?:\.\d+)*)\.?\s", title)
            found.setdefault(key(title), number[1].count(".") + 1 if number else 1)
    found.pop("", None)
    return found
