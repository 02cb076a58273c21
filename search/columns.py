"""What is known of every passage, in columns: mapped into memory, so that opening a large index costs next to nothing.

Row N of every column is about the same passage. A row of which the document is -1 is dead: its passage has gone or
changed, and nothing may find it any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge.documents import PassageKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["DEAD", "KINDS", "NAMES", "Columns", "read_columns", "write_columns"]

NAMES = ("document", "kind", "words", "order", "twin")
"""Number of the document; number of the kind in KINDS; how many terms; place in the document; group."""
KINDS = tuple(kind.value for kind in PassageKind)
DEAD = -1
ALONE = -1


@dataclass(frozen=True)
class Columns:
    """The columns of an index, one array of int32 each. `twin` is -1 for a passage that says what no other says."""

    table: NDArray[np.int32]

    def __post_init__(self) -> None:
        if self.table.ndim != 2 or self.table.shape[0] != len(NAMES) or self.table.dtype != np.int32:
            raise ValueError(f"columns of shape {self.table.shape} and type {self.table.dtype}")

    def __len__(self) -> int:
        return int(self.table.shape[1])

    def _column(self, number: int) -> NDArray[np.int32]:
        column: NDArray[np.int32] = self.table[number]
        return column

    @property
    def document(self) -> NDArray[np.int32]:
        """The number of each passage's document, -1 for a dead row."""
        return self._column(0)

    @property
    def kind(self) -> NDArray[np.int32]:
        """The number of each passage's kind, in KINDS."""
        return self._column(1)

    @property
    def words(self) -> NDArray[np.int32]:
        """How many terms each passage has."""
        return self._column(2)

    @property
    def order(self) -> NDArray[np.int32]:
        """The place of each passage in its document."""
        return self._column(3)

    @property
    def twin(self) -> NDArray[np.int32]:
        """The group of passages that say the same: the lowest row of it, or -1 for a passage alone."""
        return self._column(4)

    @cached_property
    def alive(self) -> NDArray[np.bool_]:
        """Which rows are not dead."""
        alive: NDArray[np.bool_] = self.document != DEAD
        return alive

    @cached_property
    def living(self) -> int:
        """How many rows are not dead."""
        return int(np.count_nonzero(self.alive))

    @cached_property
    def all_alive(self) -> bool:
        """Whether no row is dead."""
        return self.living == len(self)

    @cached_property
    def mean_words(self) -> float:
        """How many terms a living passage has on average."""
        return int(self.words[self.alive].sum(dtype=np.int64)) / max(1, self.living)

    def group(self, row: int) -> int:
        """The number that a passage shares with all that say the same."""
        twin = int(self.twin[row])
        return row if twin == ALONE else twin


def read_columns(path: Path) -> Columns:
    """The columns of a file, mapped; raises OSError or ValueError when it holds none."""
    return Columns(np.load(path, mmap_mode="r").view(np.ndarray))  # a memmap costs more at each slice


def write_columns(path: Path, columns: Sequence[NDArray[np.int32]]) -> None:
    """Writes columns in the order of NAMES."""
    np.save(path, np.ascontiguousarray(np.stack(columns), dtype=np.int32))
