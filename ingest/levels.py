"""How deep each item of a list stands: by its indent, by the signs that stand at it, or by numbers that count on.

A level is told only where something shows it. A list with one sign (or with numbers that grow) in one place is taken
for a list of one level: who nests a list nearly always indents it or changes the sign, and an extractor that loses the
indents keeps the signs. Where the signs themselves were lost, where several stand in one place, or where nothing stands
under an item that ends in a colon, the levels are not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

__all__ = ["Item", "levels"]

SAME = 1
"""Items whose indents differ by so many spaces at most stand in one place; the next place is further away."""
SHIFT = 3
"""Numbers that count on and end on one line (9. and 10.) begin so many spaces apart at most."""
_NUMBER = re.compile(r"\d+|[a-z]+")
_ROMAN = {"i": 1, "v": 5, "x": 10}


@dataclass(frozen=True, slots=True)
class Item:
    """How a list item begins: its sign (empty where it was lost), its indent in spaces, and on which stretch it stands.

    A stretch is a page or a column: between two of them indents may not compare. `leads` tells that the item ends in a
    colon: what follows it should stand under it.
    """

    sign: str
    indent: int = 0
    stretch: int = 0
    leads: bool = False


@dataclass(frozen=True, slots=True)
class _Sign:
    """A sign as a kind of sign, and the number that it gives (None for a bullet)."""

    form: str
    value: int | None = None


def levels(items: Sequence[Item]) -> list[int]:
    """The level of each item of one list, 1 for the highest; 0 for all where the levels are not known."""
    if not items or not all(item.sign for item in items):
        return [0] * len(items)
    signs = _signs(items)
    items = _aligned(items, signs)
    found = _by_indent(items, signs) or _by_sign(items, signs) or _by_number(signs)
    if any(item.leads and below <= level for item, (level, below) in zip(items, pairwise(found), strict=False)):
        found = []
    return found or [0] * len(items)


def _signs(items: Iterable[Item]) -> list[_Sign]:
    """The signs of the items. A letter that may be a Roman number is a letter where it follows the one before it."""
    found: list[_Sign] = []
    reached: dict[str, int] = {}
    for sign in (item.sign for item in items):
        number = _NUMBER.search(sign)
        if number is None or sign == "o":
            found.append(_Sign(sign))
            continue
        text = number[0]
        kind, value = ("1", int(text)) if text.isdecimal() else ("a", ord(text[0]))
        around = sign.replace(text, "{}")
        if kind == "a" and set(text) <= set(_ROMAN) and (len(text) > 1 or reached.get(f"a{around}") != value - 1):
            kind, value = "i", _roman(text)
        form = f"{kind}{around}"
        reached[form] = value
        found.append(_Sign(form, value))
    return found


def _roman(text: str) -> int:
    values = [_ROMAN[letter] for letter in text]
    return sum(-a if a < b else a for a, b in pairwise([*values, 0]))


def _aligned(items: Sequence[Item], signs: Sequence[_Sign]) -> list[Item]:
    """The items, those with numbers that count on put in the place of the one before them when they stand near it."""
    out: list[Item] = []
    last: dict[str, tuple[int, Item]] = {}
    for item, sign in zip(items, signs, strict=True):
        if sign.value is not None:
            number, before = last.get(sign.form, (0, item))
            if (
                sign.value == number + 1
                and before.stretch == item.stretch
                and abs(before.indent - item.indent) <= SHIFT
            ):
                item = replace(item, indent=before.indent)
            last[sign.form] = sign.value, item
        out.append(item)
    return out


def _by_indent(items: Sequence[Item], signs: Sequence[_Sign]) -> list[int]:
    """The levels that the places of the items tell, nothing where they do not.

    What stands on a later page or column compares when it stands in places that were there before.
    """
    places = _places(item.indent for item in items)
    if not places or places[items[0].indent] > 1:
        return []
    seen = {places[item.indent] for item in items if item.stretch == items[0].stretch}
    if any(places[item.indent] not in seen for item in items):
        return []
    if len(seen) == 1 and not _is_one_level(signs):
        return []
    return [places[item.indent] for item in items]


def _places(indents: Iterable[int]) -> dict[int, int]:
    """Which place each indent is, 1 for the first from the left; nothing where they form no clear steps."""
    places: dict[int, int] = {}
    begun = before = place = 0
    for indent in sorted(set(indents)):
        if not places or indent - before > SAME:
            begun, place = indent, place + 1
        elif indent - begun > SAME:
            return {}
        places[indent], before = place, indent
    return places


def _is_one_level(signs: Sequence[_Sign]) -> bool:
    """Whether items in one place are of one level: all have the same sign, or numbers that grow."""
    if len({sign.form for sign in signs}) > 1:
        return False
    values = [sign.value for sign in signs if sign.value is not None]
    return all(a < b for a, b in pairwise(values))


def _by_sign(items: Sequence[Item], signs: Sequence[_Sign]) -> list[int]:
    """The levels where a list goes on elsewhere: signs that told levels on its first stretch tell them further on."""
    stretches: dict[int, list[int]] = {}
    for i, item in enumerate(items):
        stretches.setdefault(item.stretch, []).append(i)
    first, *others = stretches.values()
    told = _by_indent([items[i] for i in first], [signs[i] for i in first])
    pairs = {(signs[i].form, level) for i, level in zip(first, told, strict=False)}
    known = dict(pairs)
    if not others or not told or len(known) < len(pairs) or len(set(told)) < 2:
        return []
    if any(sign.form not in known for sign in signs):
        return []
    for part in others:
        places = _places(items[i].indent for i in part)
        steps = {(places.get(items[i].indent, 0), known[signs[i].form]) for i in part}
        if not places or any(a[0] == b[0] or a[1] >= b[1] for a, b in pairwise(sorted(steps))):
            return []
    return [known[sign.form] for sign in signs]


def _by_number(signs: Sequence[_Sign]) -> list[int]:
    """The levels that numbers tell: what stands between one number and the next stands under the first."""
    outer = [i for i, sign in enumerate(signs) if sign.form == signs[0].form]
    values = [signs[i].value for i in outer]
    if any(a is None or b != a + 1 for a, b in pairwise(values)):
        return []
    if outer[-1] == len(outer) - 1:  # all the rest follows the last number: nothing shows that it stands under it
        return []
    found: list[int] = []
    for start, end in pairwise((*outer, len(signs))):
        under = signs[start + 1 : end]
        inner = [1] * len(under) if _is_one_level(under) else _by_number(under)
        if not inner and under:
            return []
        found += [1, *(level + 1 for level in inner)]
    return found
