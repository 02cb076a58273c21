"""Floors: what a measured run must reach, such as ndcg@10=0.45."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping
from typing import Any

from knowledge.errors import MisuseError
from search.metrics import METRICS

__all__ = ["below", "parse_floors"]


def parse_floors(texts: Iterable[str]) -> dict[str, float]:
    """The floor of each metric; raises MisuseError for another name, two floors of one, or a value outside 0 to 1."""
    floors: dict[str, float] = {}
    for text in texts:
        name, separator, value = (part.strip() for part in text.partition("="))
        if not separator:
            raise MisuseError(f"'{text[:60]}' is no floor.", cure="Write METRIC=VALUE, such as ndcg@10=0.45.")
        if name not in METRICS:
            near = difflib.get_close_matches(name.lower(), METRICS, n=1) or METRICS
            raise MisuseError(f"There is no metric '{name[:40]}'.", cure=f"Use {' or '.join(near)}.")
        if name in floors:
            raise MisuseError(f"The metric {name} has two floors.", cure="Give one.")
        floors[name] = _share(name, value)
    return floors


def _share(name: str, value: str) -> float:
    try:
        share = float(value)
    except ValueError:
        share = math.nan
    if not 0 <= share <= 1:
        raise MisuseError(f"A floor of '{value[:40]}' for {name} cannot be.", cure="Give a number from 0 to 1.")
    return share


def below(report: Mapping[str, Any], floors: Mapping[str, float]) -> list[str]:
    """A sentence for each metric of a measured run that does not reach its floor."""
    told = []
    for name, floor in floors.items():
        reached = report["metrics"][name]
        if reached is None:
            told.append(f"{name} was not measured: no question has an answer; its floor is {floor:.4g}.")
        elif reached < floor:
            told.append(f"{name} is {reached:.4f}, below its floor of {floor:.4g}.")
    return told
