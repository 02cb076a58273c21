"""The cases by suite, and the floors that their measured figures may not fall below.

`THUISHAVEN_GOLDEN=write pytest tests/search/relevance` measures and writes the floors anew; the tests fail while it is
on. A floor lies a margin below what was measured: 0.05, or half a question where a kind has few.
"""

from __future__ import annotations

import json
import math
import os
from collections import Counter
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from search.gold import GoldQuestion, read_gold
from search.metrics import METRICS

Run: TypeAlias = dict[str, Any]
"""A report of `evaluate_search`."""
Floors: TypeAlias = dict[str, dict[str, float]]
"""By kind of case the floor of each figure."""

HERE = Path(__file__).parent
WRITING = os.environ.get("THUISHAVEN_GOLDEN") == "write"
SHIPPED = HERE / "shipped.yml"
FILES = {"shipped": [SHIPPED], "corpus": sorted(path for path in HERE.glob("*.yml") if path != SHIPPED)}
CASES: dict[str, list[GoldQuestion]] = {suite: read_gold(files) for suite, files in FILES.items()}
DEV, DEV_ENGLISH = "dev", "dev in English"
KINDS = {suite: Counter(case.group for case in cases) for suite, cases in CASES.items()}
FLOORS = {suite: HERE / f"floors-{suite}.json" for suite in FILES}
KINDS["corpus"].update({DEV: 25, DEV_ENGLISH: 22})
WHOLE = "all kinds"
ENOUGH, REJECTED = "enough evidence", "rejected"
MARGIN = 0.05
MARKS: dict[str, tuple[pytest.MarkDecorator, ...]] = {"shipped": (), "corpus": (pytest.mark.corpus,)}


def reached(summary: Run, *, whole: bool = False) -> dict[str, float]:
    """The figures of a summary: quality, and how many of the questions that nothing answers were told apart.

    Over all kinds also the other metrics, and how many of the answerable questions were said to be answered.
    """
    answered, unanswered = summary["answerable"], summary["unanswerable"]
    figures = {name: summary["metrics"][name] for name in (METRICS if whole else METRICS[:1]) if answered["of"]}
    if unanswered["of"]:
        figures[REJECTED] = unanswered[REJECTED] / unanswered["of"]
    if whole:
        figures[ENOUGH] = answered["enough_evidence"] / answered["of"]
    return figures


def keep(suite: str, run: Run) -> Run:
    """The run as it is; where the switch is on its floors are written first."""
    if WRITING:
        floors = {kind: _below(summary) for kind, summary in sorted(run["groups"].items())}
        floors[WHOLE] = _below(run, whole=True)
        FLOORS[suite].write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
    return run


def _below(summary: Run, *, whole: bool = False) -> dict[str, float]:
    margin = max(MARGIN, 0.5 / summary["queries"])
    return {
        name: max(0.0, math.floor(100 * (value - margin) + 1e-6) / 100)
        for name, value in reached(summary, whole=whole).items()
    }


def read_floors(suite: str) -> Floors:
    """The floors of a suite."""
    floors: Floors = json.loads(FLOORS[suite].read_text(encoding="utf-8"))
    return floors
