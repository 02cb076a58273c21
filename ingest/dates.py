"""Dates in Dutch and English text."""

from __future__ import annotations

import datetime
import re

__all__ = ["dates"]

_MONTH = {
    name: i % 12 + 1
    for i, name in enumerate(
        re.findall(
            r"\w+",
            "januari februari maart april mei juni juli augustus september oktober november december"
            " january february march april may june july august september october november december",
        )
    )
}
_DAY = re.compile(rf"\b(\d{{1,2}})\s(?:e\s)?({'|'.join(_MONTH)})\s(\d{{4}})\b", re.I)
_MONTH_YEAR = re.compile(rf"\b({'|'.join(_MONTH)})\s(\d{{4}})\b", re.I)
_NUMERIC = re.compile(r"\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b")


def dates(text: str) -> list[tuple[re.Match[str], str]]:
    """Each date with the place where it stands: YYYY-MM-DD, or YYYY-MM where no day is named."""
    found: list[tuple[re.Match[str], str]] = []
    days = []
    for match in _DAY.finditer(text):
        days.append(match.span())
        _add(found, match, int(match[3]), _MONTH[match[2].casefold()], int(match[1]))
    for match in _NUMERIC.finditer(text):
        _add(found, match, int(match[3]), int(match[2]), int(match[1]))
    for match in _MONTH_YEAR.finditer(text):
        if not any(start <= match.start() < end for start, end in days) and 1900 < int(match[2]) < 2100:
            found.append((match, f"{int(match[2]):04d}-{_MONTH[match[1].casefold()]:02d}"))
    return found


def _add(found: list[tuple[re.Match[str], str]], match: re.Match[str], year: int, month: int, day: int) -> None:
    try:
        value = datetime.date(year, month, day)
    except ValueError:
        return
    if 1900 < year < 2100:
        found.append((match, value.isoformat()))
