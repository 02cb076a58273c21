"""Damages files of every kind in ways that a seed decides, and ingests them: each is read or refused in a sentence.

    python -m tests.ingest.fuzz --files 2000 --seed 1

The files are those of ../shared/corpus where that is present, and small ones made here. A damaged file that is not told
of as it should be is kept in the folder named by --keep.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.limits import Bounds
from ingest.pipeline import Annotate, Outcome, run
from ingest.read import Read, read_document
from knowledge.store import Store
from tests.ingest.damage import corpus_files, damaged, made_files

__all__ = ["BOUNDS", "Tally", "fuzz"]

BOUNDS = Bounds(seconds=60, seconds_per_mb=10, memory=1_000_000_000)
BATCH = 50


@dataclass(slots=True)
class Tally:
    """What became of the damaged files. `faults` are mistakes of ours; `ended` exceeded a limit or broke the reader."""

    files: int = 0
    read: int = 0
    refused: int = 0
    faults: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    peak: int = 0
    slowest: float = 0.0
    reasons: Counter[str] = field(default_factory=Counter)

    def take(self, outcome: Outcome) -> bool:
        """Counts an outcome; whether it is as it should be."""
        self.files += 1
        if outcome.status != "failed":
            self.read += 1
            return True
        told = f"{outcome.file}: {outcome.reason}"
        self.reasons[re.sub(r"\d[\d,.]*", "N", outcome.reason.split(": ", 1)[-1])[:70]] += 1
        if "fault of ours" in outcome.reason or not outcome.reason.isprintable():
            self.faults.append(told)
        elif "was ended" in outcome.reason or "broke down" in outcome.reason:
            self.ended.append(told)
        else:
            self.refused += 1
            return True
        return False

    def __str__(self) -> str:
        return (
            f"{self.files} damaged files: {self.read} read, {self.refused} refused in a sentence,"
            f" {len(self.faults)} faults, {len(self.ended)} ended; slowest {self.slowest:.1f} s,"
            f" most memory {self.peak / 1e6:.0f} MB"
        )


def reading_measured(path: Path, **given: object) -> Read:
    """Reads, and writes down the seconds and the most memory that the process has had so far."""
    began = time.monotonic()
    try:
        return read_document(path, **given)  # type: ignore[arg-type]
    finally:
        status = Path("/proc/self/status")
        peak = re.search(r"VmHWM:\s*(\d+)", status.read_text()) if status.exists() else None
        with (path.parent / "measured").open("a") as file:
            file.write(f"{time.monotonic() - began:.3f} {int(peak[1]) * 1024 if peak else 0}\n")


def _batches(count: int, seed: int, sources: dict[str, bytes]) -> Iterator[list[tuple[str, bytes]]]:
    batch: list[tuple[str, bytes]] = []
    for number in range(count):
        dice = random.Random(f"{seed}/{number}")
        name = dice.choice(sorted(sources))
        batch.append((f"{number:05}-{name}", damaged(name, sources[name], dice)))
        if len(batch) == BATCH or number == count - 1:
            yield batch
            batch = []


def fuzz(
    count: int,
    seed: int,
    sources: dict[str, bytes],
    *,
    workers: int = 1,
    annotate: Annotate | None = None,
    keep: Path | None = None,
    progress: Callable[[Tally], None] = lambda tally: None,
) -> Tally:
    """Damages `count` files, ingests them into a store and tells what became of them."""
    tally = Tally()
    for batch in _batches(count, seed, sources):
        with tempfile.TemporaryDirectory() as name, Store(Path(name) / "home" / "thuishaven.sqlite") as store:
            folder = Path(name)
            paths = [folder / file for file, _ in batch]
            for path, (_, data) in zip(paths, batch, strict=True):
                path.write_bytes(data)
            for outcome in run(
                paths, store, workers=workers, annotate=annotate, reader=reading_measured, bounds=BOUNDS
            ):
                if not tally.take(outcome) and keep is not None:
                    keep.mkdir(parents=True, exist_ok=True)
                    shutil.copy(folder / outcome.file, keep)
            measured = folder / "measured"
            for line in measured.read_text().splitlines() if measured.exists() else ():
                seconds, peak = line.split()
                tally.slowest, tally.peak = max(tally.slowest, float(seconds)), max(tally.peak, int(peak))
        progress(tally)
    return tally


def main(words: Sequence[str] | None = None) -> int:
    """Fuzzes as many files as are asked and prints what became of them; exit code 1 when some went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--only", default="", help="only sources whose name ends so, such as .docx")
    parser.add_argument("--annotate", action="store_true", help="annotate what could be read, too")
    parser.add_argument("--keep", type=Path, help="where the files go that were not told of as they should be")
    given = parser.parse_args(words)
    annotate = None
    if given.annotate:
        from ingest.annotate import Annotate as Annotator
        from knowledge.catalogue import catalogue

        annotate = Annotator(catalogue().vocabulary)
    sources = {n: data for n, data in (made_files() | corpus_files()).items() if n.endswith(given.only)}
    tally = fuzz(
        given.files,
        given.seed,
        sources,
        workers=given.workers,
        annotate=annotate,
        keep=given.keep,
        progress=lambda tally: print(f"\r{tally.files} of {given.files}", end="", file=sys.stderr, flush=True),
    )
    print(f"\n{tally} (seed {given.seed}, {len(sources)} sources)")
    for reason, times in tally.reasons.most_common(30):
        print(f"{times:6} {reason}")
    for told in [*tally.faults, *tally.ended][:100]:
        print(f"  ! {told}")
    return int(bool(tally.faults or tally.ended))


if __name__ == "__main__":
    from tests.ingest import fuzz as named  # the reader is sent by the name of its module, which __main__ is not

    sys.exit(named.main())
