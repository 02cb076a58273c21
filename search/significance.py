"""How sure a measured mean or difference is: bootstrap intervals, and a paired randomisation test.

Everything is seeded, so that the same values always give the same figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Difference", "interval", "paired_difference", "randomisation_test"]

BOOTSTRAP_DRAWS = 5_000
SIGN_DRAWS = 10_000
EXACT_UP_TO = 14
"""With so many differences that are not zero, all ways to put their signs are tried (2 to that power)."""
_AT_ONCE = 2_000_000
"""Drawn values held in memory together."""


@dataclass(frozen=True)
class Difference:
    """The mean of paired differences, its 95 % interval (None under two pairs), p, and the number of pairs."""

    mean: float
    interval: tuple[float, float] | None
    p: float
    n: int


def interval(values: Sequence[float], *, draws: int = BOOTSTRAP_DRAWS, seed: int = 0) -> tuple[float, float] | None:
    """The 95 % percentile bootstrap interval of the mean; None where fewer than two values cannot vary."""
    import numpy as np

    if len(values) < 2:
        return None
    array = np.asarray(values, dtype=np.float64)
    generator = np.random.default_rng(seed)
    step = max(1, _AT_ONCE // len(array))
    means = [
        array[generator.integers(0, len(array), (min(step, draws - start), len(array)))].mean(axis=1)
        for start in range(0, draws, step)
    ]
    low, high = np.percentile(np.concatenate(means), [2.5, 97.5])
    return float(low), float(high)


def randomisation_test(differences: Sequence[float], *, draws: int = SIGN_DRAWS, seed: int = 0) -> float:
    """The two-sided p of paired differences under random signs, when neither side is better (Fisher, Pitman).

    Few differences are tested exactly; of many, `draws` ways to put the signs are drawn, and the way that was found
    counts as one of them.
    """
    import numpy as np

    told = np.asarray([d for d in differences if d], dtype=np.float64)
    if not len(told):
        return 1.0
    # equal sums may differ in the last bits when they are added in another order
    least = abs(told.sum()) - 1e-9
    if len(told) <= EXACT_UP_TO:
        every = (np.arange(2 ** len(told))[:, None] >> np.arange(len(told))) & 1
        return float((np.abs(_signed(every, told)) >= least).mean())
    generator = np.random.default_rng(seed)
    step = max(1, _AT_ONCE // len(told))
    as_far = 0
    for start in range(0, draws, step):
        drawn = generator.integers(0, 2, (min(step, draws - start), len(told)))
        as_far += int((np.abs(_signed(drawn, told)) >= least).sum())
    return (as_far + 1) / (draws + 1)


def _signed(bits: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sums of the values, those with a 0 counted as negative."""
    sums: NDArray[np.float64] = (2 * bits - 1) @ values
    return sums


def paired_difference(now: Sequence[float], before: Sequence[float]) -> Difference:
    """How much better `now` is than `before`, value by value; raises ValueError for unequal numbers or none."""
    pairs = [a - b for a, b in zip(now, before, strict=True)]
    if not pairs:
        raise ValueError("nothing to compare")
    return Difference(sum(pairs) / len(pairs), interval(pairs), randomisation_test(pairs), len(pairs))
