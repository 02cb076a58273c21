"""How a text cites a note: where the mark of a numbered note stands, from the plainest shape to the faintest."""

from __future__ import annotations

import re
from collections.abc import Callable

from ingest.clean import SUPERSCRIPTS

__all__ = ["FINDERS", "LOWER", "PLAIN", "RUN", "Finder", "cites", "following", "is_power"]

RUN = re.compile(rf"[{SUPERSCRIPTS}]+")
LOWER = str.maketrans(SUPERSCRIPTS, "0123456789")
_UNIT = re.compile(r"(?:\b[cdkm]?m|\bha|\bft|\d|\bCO|\bH|\bR|\bE=mc|\bχ)$")
Finder = Callable[[str, str, int], tuple[int, int] | None]
"""Where in a text, from an offset on, the mark of a note stands."""


def _raised_at(text: str, number: str, start: int) -> tuple[int, int] | None:
    for match in RUN.finditer(text, start):
        if match[0].translate(LOWER) == number and not is_power(number, text[: match.start()]):
            return match.span()
    return None


def is_power(number: str, before: str) -> bool:
    """Whether a raised 2 or 3 belongs to a unit or a number: not after a year, which nobody squares."""
    return number in {"2", "3"} and _UNIT.search(before[-6:]) is not None and _AFTER_YEAR.search(before[-6:]) is None


def following(number: str) -> tuple[str, ...]:
    """The number of the note that follows a numbered one."""
    return (str(int(number) + 1),) if number.isdecimal() else ()


def _together(number: str) -> tuple[str, ...]:
    """The digits of two and of three notes that stand together without white space."""
    if not number.isdecimal():
        return ()
    two = number + str(int(number) + 1)
    return two, two + str(int(number) + 2)


def _raised_pair_at(text: str, number: str, start: int) -> tuple[int, int] | None:
    """The first of two or three raised notes that stand together, as 6 and 7 do in `⁶⁷`."""
    for match in RUN.finditer(text, start):
        if match[0].translate(LOWER) in _together(number):
            return match.start(), match.start() + len(number)
    return None


def _glued_at(text: str, number: str, start: int) -> tuple[int, int] | None:
    """Digits at the end of a word, of a year or of a closing sign."""
    place = text.find(number, start)
    while place >= 0:
        end = place + len(number)
        follows_mark = start > 0 and not text[start:place].strip(" .,;")
        cites = follows_mark or _may_cite(text[:place][-12:], text[end : end + 2])
        if (cites and not text[end : end + 1].isalnum()) or _two_notes(text, place, end):
            return place, end
        place = text.find(number, place + 1)
    return None


_ACRONYM = re.compile(r"(?:^|[\s(/’'\"“‘-])([A-Z][A-Z&]{1,5})$")
_COUNTED = frozenset(
    ["CO", "PM", "NO", "CH", "SO", "EU", "COP", "MP", "MH", "GT", "AA", "BB", "ISO", "NEN", "EN", "IEC", "CEN", "BIO"]
)


def _on_acronym_at(text: str, number: str, start: int) -> tuple[int, int] | None:
    """Digits at the end of an abbreviation (`WTO32`), unless it is one that is numbered (`COP26`)."""
    for match in re.finditer(rf"(?<=[A-Z]){number}(?![\w-])", text[start:]):
        acronym = _ACRONYM.search(text[: start + match.start()][-8:])
        if acronym is not None and not (acronym[1] in _COUNTED and int(number) < 100):
            return start + match.start(), start + match.end()
    return None


_AFTER_WORD = re.compile(r"(?:[^\W\d_]{2}|[’'][^\W\d_])[’'\"”)\]%]{0,3}$")
_AFTER_SIGN = re.compile(r"(?:[^\W\d_]|\d|[%’'\"”)\]])[.,;:!?][’'\"”)\]]{0,2}$|[’'\"”)\]%]$")
_AFTER_YEAR = re.compile(r"(?:^|[\s(–-])(?:1[5-9]|20)\d\d$")
_AFTER_NUMBERED_SIGN = re.compile(r"\d[.,]$")


def _may_cite(before: str, after: str) -> bool:
    if after[:1] in {"-", "/"} or (after[:1] in {",", "."} and after[1:2].isdigit()):
        return False
    if _AFTER_YEAR.search(before):
        return True
    if _AFTER_NUMBERED_SIGN.search(before):
        return _AFTER_YEAR.search(before[:-1]) is not None
    if before[-1:].isupper():
        return False
    return _AFTER_WORD.search(before) is not None or _AFTER_SIGN.search(before) is not None


def _glued_pair_at(text: str, number: str, start: int) -> tuple[int, int] | None:
    """The first of two or three notes whose digits stand together, as 6 and 7 do in `vroeg.67`."""
    found = next((place for digits in _together(number) if (place := _glued_at(text, digits, start))), None)
    return (found[0], found[0] + len(number)) if found is not None else None


def _two_notes(text: str, start: int, end: int) -> bool:
    """Two marks in a row, as in `zijn262.263`: the next number follows after a full stop or comma."""
    before = text[:start][-12:]
    return (
        (_AFTER_WORD.search(before) is not None or _AFTER_SIGN.search(before) is not None)
        and text[end : end + 1] in ".,"
        and text[end + 1 : end + 4].startswith(str(int(text[start:end]) + 1))
    )


def _spaced_at(text: str, number: str, start: int) -> tuple[int, int] | None:
    """Digits between spaces, before the end of a sentence or right after it."""
    for match in re.finditer(rf"(?<=[^\W\d])[.!?]?[’'\"”)]? {number}(?=[.,;]?(?:\s|$))", text[start:]):
        before, after = match[0], text[start + match.end() :]
        closes = before[0] in ".!?" or not after or after[0] in ".,;"
        if closes and not re.match(r"[.,;]?\s(?:procent|%|euro|miljoen|miljard|januari|jaar)", after):
            end = start + match.end()
            return end - len(number) - 1, end
    return None


def _on_number_at(text: str, number: str, start: int) -> tuple[int, int] | None:
    """Digits at the end of a plain number: the last resort, for notes of two digits or more."""
    if len(number) < 2:
        return None
    match = re.compile(rf"(?<![\w.,/-])\d{{1,4}}{number}(?=[.,;:)]?(?:\s|$))").search(text, start)
    return (match.end() - len(number), match.end()) if match else None


def _on_amount_at(text: str, number: str, start: int) -> tuple[int, int] | None:
    """Digits at the end of an amount whose last thousand has three digits already: the 5 of `180.0005`."""
    match = re.compile(rf"(?<![\w.,])\d{{1,3}}(?:\.\d{{3}})+({number})(?![\w%])(?![.,]\d)").search(text, start)
    return match.span(1) if match else None


_COUNTS = (
    r"\s(?:procent|euro|dollar|miljoen|miljard|duizend|jaar|maanden|dagen|uur|maal|keer|keren|tot|of"
    r"|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)\b"
)
"""Words before which a number counts something, or names a day."""


def _after_number_at(text: str, number: str, start: int) -> tuple[int, int] | None:
    """Digits a space behind a year or a large amount, which an extractor parted: the 1 of `in 2021 1 kwam`."""
    before = r"(?:\b(?:19|20)\d\d|\d\.\d{3})[’'\"”)]?"
    match = re.compile(rf"{before}( {number})(?=[,.;:)]?(?:\s[^\W\d_]|$))(?!{_COUNTS})").search(text, start)
    return match.span(1) if match else None


PLAIN: tuple[Finder, ...] = (_raised_at, _glued_at, _on_acronym_at, _on_amount_at)
FINDERS: tuple[Finder, ...] = (
    *PLAIN,
    _raised_pair_at,
    _glued_pair_at,
    _spaced_at,
    _after_number_at,
    _on_number_at,
)


def cites(text: str, number: int) -> bool:
    """Whether a text plainly carries the mark of a note: raised, or glued to a word, a sign, a year or an amount."""
    if str(number) not in text.translate(LOWER):
        return False
    pairs = (_raised_pair_at, _glued_pair_at)
    if any(at(text, str(number), 0) for at in (*PLAIN, *pairs)):
        return True
    return number > 1 and any(at(text, str(number - 1), 0) for at in pairs)
