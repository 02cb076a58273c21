"""Runs a piece of work in a process of its own, so that its memory, its libraries and its threads are its own."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
QUIET = {
    "DO_NOT_TRACK": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
"""No library calls home while it is measured, and none looks for a model elsewhere."""
PEAK = "peak_mb"


def say(what: str) -> None:
    """Tells on standard error what is being measured, for whoever waits; the tables stay alone on standard output."""
    print(f"  {what}", file=sys.stderr, flush=True)


def apart(work: Callable[..., Mapping[str, Any]], **job: Any) -> dict[str, Any]:
    """What a function of a module gives in a fresh interpreter, and under PEAK the most memory that it took (MB).

    What goes in and comes out is JSON. Raises RuntimeError with the last line of its complaint when the work fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.apart", f"{work.__module__}:{work.__name__}", str(told)],
            input=json.dumps(job),
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
            env={**os.environ, **QUIET},
        )
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
            raise RuntimeError(f"{work.__module__}:{work.__name__} failed: {last}")
        result: dict[str, Any] = json.loads(told.read_text(encoding="utf-8"))
        return result


def peak_memory() -> float:
    """The most memory that this process has held, in MB (getrusage would count that of the process that started it)."""
    for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("this system does not tell how much memory a process has held")


def size_mb(path: Path) -> float:
    """What a file, or all files of a folder, take on the disk, in MB."""
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    return sum(p.stat().st_size for p in files) / 1e6


def _main(name: str, told: str) -> None:
    module, function = name.split(":")
    result = dict(getattr(importlib.import_module(module), function)(**json.load(sys.stdin)))
    Path(told).write_text(json.dumps({**result, PEAK: peak_memory()}), encoding="utf-8")


if __name__ == "__main__":
    _main(*sys.argv[1:])
