"""Charts as SVG that needs no script: labels and values as text, told apart by more than colour, read aloud by a voice.

A chart is drawn for a narrow screen: each label stands above its bar, so that nothing is cut off or turned. What it
draws with is `currentColor`; a style sheet may give `.kb-chart__ink` another colour. The values stand in the table
beside a chart too: the chart says so in its description.
"""

from __future__ import annotations

import itertools
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from templates.environment import clean

__all__ = ["Group", "Mark", "bar_chart", "line_chart"]

WIDTH = 380
"""The width of every chart, in units of which a letter takes about seven, and a bold one nine."""
LETTER = 7.4
BOLD = 9.4
LINE = 18
BAR = 15
GAP = 9
SHADES = ("0.85", "0.4", "0.12")
"""How dense the bars of the first, second and third column are; beyond that they start again."""
DASHES = ("", "6 4", "2 3", "9 3 2 3")
"""How the lines of a chart differ."""
SILENT = "niet vermeld"
TABLE = "De tabel bij deze grafiek geeft dezelfde waarden."


@dataclass(frozen=True)
class Mark:
    """A value to draw, with the text that says it; `number` is None where the source is silent."""

    number: float | None
    shown: str = SILENT
    up_to: float | None = None

    @property
    def furthest(self) -> float:
        """The end of what is drawn."""
        return self.up_to if self.up_to is not None else self.number or 0.0


@dataclass(frozen=True)
class Group:
    """What has one label: one mark for each column."""

    label: str
    marks: tuple[Mark, ...]


def bar_chart(name: str, title: str, columns: Sequence[str], groups: Sequence[Group]) -> Markup:
    """Horizontal bars, one for each mark. `name` must be a slug, and no other chart of the page may have it.

    With more than one column, each bar says its column. A range is drawn as a bar up to its lower end, and an open one
    from there to its upper end. Raises ValueError when there is no number.
    """
    numbers = [m for group in groups for m in group.marks if m.number is not None]
    if not numbers:
        raise ValueError(f"the chart '{name}' has no number")
    several = len(columns) > 1
    longest = max(len(column) for column in columns) * LETTER
    beside = several and longest <= WIDTH / 5
    left = longest + GAP if beside else 0.0
    right = max(len(m.shown) for group in groups for m in group.marks) * BOLD + GAP
    lowest = min(0.0, *(min(m.number or 0.0, m.furthest) for m in numbers))
    highest = max(0.0, *(m.furthest for m in numbers))
    scale = _scale(WIDTH - left - right, highest - lowest)
    zero = left - lowest * scale
    parts: list[str] = []
    y = 0.0
    for group in groups:
        for line in _wrapped(group.label):
            y += LINE
            parts.append(_text(0, y - 4, line, weight="600" if several else None))
        for place, (column, mark) in enumerate(zip(columns, group.marks, strict=True)):
            if several and not beside:
                for line in _wrapped(column):
                    y += LINE
                    parts.append(_text(0, y - 4, line))
            elif beside:
                parts.append(_text(0, y + BAR - 3, column))
            # the labels above stand on the axis, so it runs along the bars only
            parts.append(f'<path d="M{_n(zero)} {_n(y)}V{_n(y + BAR)}" stroke="currentColor" stroke-opacity="0.6"/>')
            parts += _bar(mark, zero, y, scale, SHADES[place % len(SHADES)])
            y += BAR + (4 if several else 0)
        y += GAP
    return _svg(name, title, _told("Staafdiagram", columns, groups), y, parts)


def _bar(mark: Mark, zero: float, y: float, scale: float, shade: str) -> Iterator[str]:
    if mark.number is None:
        yield _text(zero + 4, y + BAR - 3, mark.shown, style="italic")
        return
    low, high = mark.number, mark.furthest
    # of a range, the part that is sure is filled: from zero to the end that lies nearest to it
    sure = high if mark.up_to is None or high < 0 else max(low, 0.0)
    yield _rect(min(0.0, sure), max(0.0, sure), zero, y, scale, f'fill="currentColor" fill-opacity="{shade}"')
    if mark.up_to is not None:
        open_end = (low, sure) if high < 0 else (sure, high) if low >= 0 else (low, high)
        yield _rect(*open_end, zero, y, scale, 'fill="none" stroke-dasharray="3 2"')
    yield _text(max(zero, zero + mark.furthest * scale) + 6, y + BAR - 3, mark.shown, weight="600")


def _rect(low: float, high: float, zero: float, y: float, scale: float, look: str) -> str:
    return (
        f'<rect class="kb-chart__ink" x="{_n(zero + low * scale)}" y="{_n(y + 1)}" '
        f'width="{_n(max((high - low) * scale, 1))}" height="{BAR - 2}" stroke="currentColor" {look}/>'
    )


def line_chart(name: str, title: str, columns: Sequence[str], groups: Sequence[Group]) -> Markup:
    """A line for each group through its marks, from zero or the lowest; columns that are years stand at their distance.

    Each line has its own dashes and ends in its label; a mark that is silent breaks no line but is not drawn. Raises
    ValueError when there is no number.
    """
    numbers = [m.number for group in groups for m in group.marks if m.number is not None]
    if not numbers:
        raise ValueError(f"the chart '{name}' has no number")
    top, height = LINE * 1.5, 170.0
    lowest, highest = min(0.0, *numbers), max(0.0, *numbers)
    scale = _scale(height, highest - lowest)
    across = _across(columns)
    floor = top + height
    parts = [
        f'<path d="M0 {_n(floor + lowest * scale)}H{WIDTH}" stroke="currentColor" stroke-opacity="0.5"/>',
        *(_text(x, floor + LINE, column, anchor="middle") for x, column in zip(across, columns, strict=True)),
    ]
    y = floor + LINE + GAP
    for place, group in enumerate(groups):
        dashes = DASHES[place % len(DASHES)]
        points = [
            (x, floor - (m.number - lowest) * scale, m.shown)
            for x, m in zip(across, group.marks, strict=True)
            if m.number is not None
        ]
        parts.append(_stroke("M" + "L".join(f"{_n(x)} {_n(at)}" for x, at, _ in points), dashes))
        for x, at, shown in points:
            parts.append(f'<circle class="kb-chart__ink" cx="{_n(x)}" cy="{_n(at)}" r="3.5" fill="currentColor"/>')
            parts.append(_text(x, at - 8, shown, anchor="middle", weight="600"))
        for number, line in enumerate(_wrapped(group.label, 50)):
            y += LINE
            if number == 0:
                parts.append(_stroke(f"M0 {_n(y - 8)}H34", dashes))
            parts.append(_text(42, y - 4, line))
    return _svg(name, title, _told("Lijndiagram", columns, groups), y + GAP, parts)


def _across(columns: Sequence[str]) -> list[float]:
    """Where the columns stand from left to right, clear of the edges."""
    edge = max(len(column) for column in columns) * LETTER / 2 + 10
    years = [float(c) if re.fullmatch(r"\d{4}", c) else None for c in columns]
    found = [year for year in years if year is not None]
    # columns that are not all years, or that do not go up, stand at equal distances
    if len(found) != len(columns) or any(later <= one for one, later in itertools.pairwise(found)):
        found = [float(place) for place in range(len(columns))]
    span = (found[-1] - found[0]) or 1.0
    return [edge + (at - found[0]) / span * (WIDTH - 2 * edge) for at in found]


def _told(kind: str, columns: Sequence[str], groups: Sequence[Group]) -> str:
    """The chart in words: every label with its values."""
    several = len(columns) > 1
    lines = []
    for group in groups:
        values = ", ".join(
            f"{column}: {mark.shown}" if several else mark.shown
            for column, mark in zip(columns, group.marks, strict=True)
        )
        lines.append(f"{group.label}: {values}")
    return f"{kind}. {'; '.join(lines)}. {TABLE}"


def _svg(name: str, title: str, told: str, height: float, parts: Sequence[str]) -> Markup:
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name):
        raise ValueError(f"{name!r} is no name for a chart")
    return Markup(  # noqa: S704 - every text in it went through escape()
        f'<svg class="kb-chart__picture" role="img" aria-labelledby="{name}-titel" aria-describedby="{name}-uitleg" '
        f'viewBox="0 0 {WIDTH} {_n(height)}" font-size="14" fill="currentColor" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{name}-titel">{escape(clean(title))}</title><desc id="{name}-uitleg">{escape(clean(told))}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _text(
    x: float, y: float, text: str, *, anchor: str | None = None, weight: str | None = None, style: str | None = None
) -> str:
    given = {"text-anchor": anchor, "font-weight": weight, "font-style": style}
    more = "".join(f' {name}="{value}"' for name, value in given.items() if value)
    return f'<text x="{_n(x)}" y="{_n(y)}"{more}>{escape(clean(text))}</text>'


def _stroke(path: str, dashes: str) -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path class="kb-chart__ink" d="{path}" fill="none" stroke="currentColor" stroke-width="2"{dashed}/>'


def _scale(room: float, span: float) -> float:
    """Lengths for a unit of value; none where the values lie too near to zero to be drawn."""
    return room / span if span > 1e-12 else 0.0


def _wrapped(label: str, most: int = int(WIDTH / LETTER)) -> list[str]:
    return textwrap.wrap(clean(label), most) or [""]


def _n(number: float) -> str:
    """A length, to a tenth."""
    return f"{number:.1f}".rstrip("0").rstrip(".")
