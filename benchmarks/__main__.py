"""Runs every benchmark and prints its tables; name some to run only those: `python -m benchmarks search`."""

from __future__ import annotations

import argparse
import importlib
import platform
import sys
import time

from benchmarks.apart import say
from benchmarks.tables import SHARED, commit

NAMES = ("extraction", "annotation", "search", "encoding", "scale", "cold", "site")


def main() -> int:
    """Exit code 2 for an unknown name or where the real documents are absent."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one or more of {', '.join(NAMES)}; all, left out")
    parser.add_argument("--largest", type=int, help="how many passages the scale curve goes to, up to 1000000 (long)")
    given = parser.parse_args()
    wanted = given.names or list(NAMES)
    if unknown := set(wanted) - set(NAMES):
        print(f"There is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    if not (SHARED / "corpus").is_dir():
        print(
            "The benchmarks measure on the real documents (../shared), which are not on this machine.", file=sys.stderr
        )
        return 2
    print(f"commit {commit()}, Python {platform.python_version()}, {platform.machine()}\n")
    for name in wanted:
        started = time.perf_counter()
        run = importlib.import_module(f"benchmarks.{name}").run
        print(run(given.largest) if name == "scale" and given.largest else run(), flush=True)
        say(f"{name}: {time.perf_counter() - started:.0f} seconds")
    return 0


if __name__ == "__main__":
    sys.exit(main())
