"""Tables as text, medians of repeated runs, and paired confidence intervals."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

from search.significance import paired_difference

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table with a title above it, which also names the commit that was measured."""
    shown = [[f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows]
    lines = [f"### {title} (commit {commit()})", "", f"| {' | '.join(head)} |", f"|{'|'.join('---' for _ in head)}|"]
    lines += [f"| {' | '.join(row)} |" for row in shown]
    return "\n".join(lines) + "\n"


def timed(work: Callable[[], T], *, repeats: int = 3) -> tuple[T, float]:
    """The result of `work` and the median of its wall-clock seconds over `repeats` runs."""
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - start)
    return result, statistics.median(seconds)


def difference(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Mean of the paired differences with its 95 % bootstrap interval."""
    found = paired_difference(ours, theirs)
    low, high = found.interval or (found.mean, found.mean)
    return f"{found.mean:+.3f} [{low:+.3f}, {high:+.3f}]"


@cache
def commit() -> str:
    """The commit that is measured, with a mark when the tree differs from it."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return told.stdout.strip() or "unknown"
