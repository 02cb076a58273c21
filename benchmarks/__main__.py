"""Runs every benchmark and prints its tables; name some to run only those: `python -m benchmarks search`."""

from __future__ import annotations

import importlib
import platform
import sys

from benchmarks.tables import SHARED, commit

NAMES = ("extraction", "annotation", "search", "site")


def main() -> int:
    """Exit code 2 for an unknown name or where the real documents are absent."""
    wanted = sys.argv[1:] or list(NAMES)
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
        print(importlib.import_module(f"benchmarks.{name}").run())
    return 0


if __name__ == "__main__":
    sys.exit(main())
