"""Trains the table: each row learns until the sum of a text's rows points where the teacher's vector points.

Start values, losses and constants follow the study in docs/encoder (a distillation with a contrastive part).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.threads import in_one_thread

__all__ = ["Example", "start_values", "train"]

Matrix = NDArray[np.float32]

SHORT_TEXT = 3
"""A word's start value is taken from texts of at most this many words, where it stands in one."""
SMOOTHING = 1e-4
"""The a of a / (a + p) that weighs a word of share p less the more common it is (Arora et al. 2017, SIF)."""
BATCH, EPOCHS, RATE = 2048, 2, 0.003
SCALE = 20.0
TO_TEACHER, TO_OTHER = 0.03, 0.06
"""What telling a text's own target, and its translation, from those of the batch weighs beside the two cosines."""


@dataclass(frozen=True, slots=True)
class Example:
    """Rows of a Dutch text and of its translation (or twice those of an English one), and the target's number."""

    dutch: tuple[int, ...]
    english: tuple[int, ...]
    target: int


def start_values(examples: list[Example], targets: Matrix, rows: int) -> Matrix:
    """A first vector for each row: the mean of what the texts mean that it stands in, short texts first."""
    near, far = _summed(examples, targets, rows, short=True), _summed(examples, targets, rows, short=False)
    seen = Counter(row for example in examples for side in (example.dutch, example.english) for row in side)
    lengths = np.linalg.norm(near, axis=1)
    values = np.where(lengths[:, None] > 0, near, far)
    norms = np.linalg.norm(values, axis=1, keepdims=True)
    values = np.divide(values, norms, out=np.zeros_like(values), where=norms > 0)
    total = sum(seen.values())
    share = np.array([seen[row] / total for row in range(rows)], dtype=np.float32)
    return np.asarray(values * (SMOOTHING / (SMOOTHING + share))[:, None], dtype=np.float32)


def _summed(examples: list[Example], targets: Matrix, rows: int, *, short: bool) -> Matrix:
    """For each row the sum of the targets of the short (or long) texts that it stands in; a short text counts more."""
    from scipy.sparse import csr_matrix

    found = [
        (row, example.target, 1 / len(side) ** 2)
        for example in examples
        for side in (example.dutch, example.english)
        if (len(side) <= SHORT_TEXT) == short
        for row in side
    ]
    places, numbers, weights = zip(*found, strict=True)
    shape = (rows, len(targets))
    return np.asarray(csr_matrix((np.array(weights, np.float32), (places, numbers)), shape) @ targets, np.float32)


@in_one_thread()
def train(
    examples: list[Example],
    targets: Matrix,
    values: Matrix,
    *,
    seed: int,
    progress: Callable[[int, int, float], object],
    epochs: int = EPOCHS,
) -> Matrix:
    """The trained rows; row 0 stays zero. The same seed on the same machine gives the same rows."""
    import torch
    from torch.nn import functional

    torch.manual_seed(seed)
    generator = np.random.default_rng(seed)
    table = torch.nn.EmbeddingBag.from_pretrained(torch.from_numpy(values.copy()), freeze=False, mode="sum")
    optimiser = torch.optim.Adam(table.parameters(), lr=RATE, betas=(0.9, 0.99))
    goal = torch.from_numpy(targets)
    steps = epochs * ((len(examples) + BATCH - 1) // BATCH)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)

    def summed(side: list[tuple[int, ...]]) -> torch.Tensor:
        offsets = np.cumsum([0, *(len(rows) for rows in side[:-1])])
        flat = np.fromiter((row for rows in side for row in rows), dtype=np.int64)
        made: torch.Tensor = table(torch.from_numpy(flat), torch.from_numpy(offsets))
        return functional.normalize(made, dim=1, eps=1e-8)

    step = 0
    for _ in range(epochs):
        order = generator.permutation(len(examples))
        for start in range(0, len(order), BATCH):
            batch = [examples[n] for n in order[start : start + BATCH]]
            numbers = torch.tensor([example.target for example in batch])
            wanted = goal[numbers]
            dutch, english = summed([e.dutch for e in batch]), summed([e.english for e in batch])
            loss = (2 - (dutch * wanted).sum(1) - (english * wanted).sum(1)).mean()
            # Texts of the same meaning are no wrong answers to each other.
            same = (numbers[:, None] == numbers[None, :]) & ~torch.eye(len(batch), dtype=torch.bool)
            own = torch.arange(len(batch))
            contrasts = ((dutch, wanted, TO_TEACHER), (english, wanted, TO_TEACHER), (dutch, english, TO_OTHER))
            for one, other, weight in contrasts:
                likeness = (SCALE * one @ other.T).masked_fill(same, -1e4)
                loss = loss + weight * functional.cross_entropy(likeness, own)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            assert table.weight.grad is not None
            table.weight.grad[0] = 0.0
            optimiser.step()
            schedule.step()
            step += 1
            progress(step, steps, loss.item())
    return np.asarray(table.weight.detach().numpy(), dtype=np.float32)
