"""What a search costs from the command line, the start of the process included."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.apart import QUIET
from benchmarks.models import default_encoder
from benchmarks.search import fill
from benchmarks.tables import ROOT, table
from ingest.annotate import Annotate
from knowledge.catalogue import read_vocabulary
from knowledge.store import Store

RUNS = 7
QUESTION = "steun voor bedrijven die hun productie terughalen"
LIMIT = "python, importing numpy, faiss and sqlite3"


def run() -> str:
    """Medians of whole processes, which take turns so that a busy machine is busy for all."""
    search = [str(Path(sys.executable).parent / "thuishaven"), "--home"]
    with tempfile.TemporaryDirectory() as home:
        with Store(Path(home) / "thuishaven.sqlite") as store:
            fill(store, Annotate(read_vocabulary()))
            passages = store.counts()["passages"]
        commands = {
            "python, importing nothing": [sys.executable, "-c", "pass"],
            LIMIT: [sys.executable, "-c", "import numpy, faiss, sqlite3"],
            "thuishaven search --encoder none": [*search, home, "--encoder", "none", "search", QUESTION],
        }
        if (ours := default_encoder()) != "none":
            commands["thuishaven search"] = [*search, home, "--encoder", ours, "search", QUESTION]
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(RUNS + 1):
            for name, command in commands.items():
                took = _seconds(command)
                if number:  # the first run makes the index and fills the file cache
                    seconds[name].append(took)
    median = {name: statistics.median(took) for name, took in seconds.items()}
    rows = [
        (name, f"{median[name]:.2f}", f"{min(took):.2f}", f"{max(took):.2f}", f"{median[name] / median[LIMIT]:.2f}")
        for name, took in seconds.items()
    ]
    head = ("whole process", "median (s)", "fastest", "slowest", "times the imports alone")
    return table(f"Cold: a search in {passages} passages, {RUNS} processes each", head, rows)


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env={**os.environ, **QUIET}, capture_output=True, check=True)
    return time.perf_counter() - start
