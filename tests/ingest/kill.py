"""Kills an ingest again and again at random points, and looks whether the store is whole and the next run goes on.

    python -m tests.ingest.kill --times 100 --seed 1

Half of the kills come from outside, a random time after the start or after a random file; the other half fall within a
transaction, at a random statement. Each begins with an empty store, with one that holds an earlier version of every
file, or with what the kill before it left.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.pipeline import run
from knowledge.annotations import Annotation, Annotator, AnnotatorKind
from knowledge.documents import Passage
from knowledge.store import Store
from tests.conftest import ROOT
from tests.ingest.builders import column, docx, paragraph, pdf

__all__ = ["Killer", "NotWhole"]

FILES = 24
Dump = dict[str, str]
"""By document id all that the store holds of it, times aside."""


class NotWhole(Exception):
    """A kill left something behind that must not be; the message says which kill and what."""


def mark_dienst(passages: Sequence[Passage]) -> list[Annotation]:
    """An annotator that marks one word: it starts at once."""
    time = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    by = Annotator(kind=AnnotatorKind.RULE, name="test")
    return [
        Annotation.on(p, "sectors/test", at, at + 6, annotator=by, time=time, confidence=1.0)
        for p in passages
        if (at := p.text.find("dienst")) >= 0
    ]


def write_files(folder: Path, version: int) -> None:
    """Small files of several kinds; with each version a third of them changes."""
    folder.mkdir(exist_ok=True)
    for n in range(FILES):
        changed = version if n % 3 == 0 else 1
        texts = [
            f"In onderdeel {k} van nota {n} telde de dienst bedrijven die werk terughaalden, versie {changed}."
            for k in range(4 + n)
        ]
        match n % 4:
            case 0:
                (folder / f"n{n:02}.txt").write_text("\n\n".join(texts), encoding="utf-8")
            case 1:
                marked = "\n\n".join(f"## Deel {k}\n\n{text}" for k, text in enumerate(texts))
                (folder / f"n{n:02}.md").write_text(marked, encoding="utf-8")
            case 2:
                (folder / f"n{n:02}.docx").write_bytes(docx("".join(paragraph(text) for text in texts)))
            case _:
                (folder / f"n{n:02}.pdf").write_bytes(pdf([column(50, 780, texts[:50], size=8, leading=14)]))


def dump(path: Path) -> Dump:
    """What the store holds, by document."""
    with Store(path) as store:
        return {
            d.id: json.dumps(
                [
                    d.model_dump(mode="json"),
                    [p.model_dump(mode="json") for p in store.passages(d.id)],
                    [a.model_dump(mode="json") for a in store.annotations(d.id)],
                ]
            )
            for d in store.documents()
        }


class Killer:
    """Kills at points that a seed decides, in a folder of its own."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._random = random.Random(seed)
        self._home, self._files, self._store = folder, folder / "files", folder / "thuishaven.sqlite"
        self._wanted: dict[int, Dump] = {}
        self._statements: dict[str, int] = {}
        for begin, version in (("empty", 1), ("earlier", 2)):
            write_files(self._files, version)
            self._statements[begin] = self._finish("first")
            self._wanted[version] = dump(self._store)
            shutil.copy(self._store, self._kept(version))
        self._left = False
        self.landed: Counter[str] = Counter()

    def _kept(self, version: int) -> Path:
        return self._home / f"version-{version}.sqlite"

    def kill(self, number: int) -> None:
        """One kill, the look at what it left, and now and then the run that goes on. Raises NotWhole."""
        begin = self._random.choice(["empty", "earlier", "left"] if self._left else ["empty", "earlier"])
        if begin != "left":
            for suffix in ("", "-wal", "-shm"):
                self._store.with_name(self._store.name + suffix).unlink(missing_ok=True)
            if begin == "earlier":
                shutil.copy(self._kept(1), self._store)
        statement = self._random.choice([0, self._random.randint(1, self._statements.get(begin, 100))])
        file = self._random.randrange(FILES)
        told = f"kill {number} ({begin}, {f'statement {statement}' if statement else f'file {file}'})"
        with self._child(statement) as child:
            assert child.stdout is not None
            for _ in range(file if not statement else 10 * FILES):
                if not child.stdout.readline():
                    break
            else:
                time.sleep(self._random.uniform(0, 0.02 if file else 1.0))
            child.kill()
        self.landed["killed" if child.returncode == -signal.SIGKILL else "had ended"] += 1
        self._look(told)
        self._left = self._random.random() < 0.5
        if not self._left:
            self._finish(told)
            if dump(self._store) != self._wanted[2]:
                raise NotWhole(f"{told}: the next run came to another result than an undisturbed one")
            self.landed["gone on to the end"] += 1

    def _look(self, told: str) -> None:
        """The file is sound, and each document is whole, as it was before or as it will be."""
        with contextlib.closing(sqlite3.connect(self._store)) as db:
            for pragma, right in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
                if (found := db.execute(f"PRAGMA {pragma}").fetchall()) != right:
                    raise NotWhole(f"{told}: {pragma} says {found}")
        stored = dump(self._store)
        for name, content in stored.items():
            if content not in (self._wanted[1].get(name), self._wanted[2].get(name)):
                raise NotWhole(f"{told}: {name} is not whole")
        done = sum(self._wanted[2][name] == content for name, content in stored.items())
        self.landed["before the first file" if not done else "at the end" if done == FILES else "between"] += 1

    @contextlib.contextmanager
    def _child(self, statement: int) -> Iterator[subprocess.Popen[bytes]]:
        command = [sys.executable, "-m", "tests.ingest.kill", "--child", str(self._home)]
        command += ["--statement", str(statement), "--workers", str(self._random.choice([1, 2]))]
        child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
        assert child.stdout is not None
        try:
            yield child
        finally:
            child.kill()
            child.wait()
            child.stdout.close()

    def _finish(self, told: str) -> int:
        """A run that nobody disturbs; tells how many statements changed the store."""
        with self._child(0) as child:
            said, _ = child.communicate()
            if child.returncode != 0:
                raise NotWhole(f"{told}: the next run ended with exit code {child.returncode}")
            return int(said.split()[-1])


def ingest(home: Path, workers: int, statement: int) -> int:
    """An ingest that tells each file, and at last how many statements changed the store; it kills itself at the
    `statement`-th when that is above 0."""
    seen = 0

    def look(text: str) -> None:
        nonlocal seen
        seen += text.startswith(("BEGIN", "INSERT", "DELETE", "UPDATE", "COMMIT"))
        if seen == statement > 0:
            os.kill(os.getpid(), signal.SIGKILL)

    with Store(home / "thuishaven.sqlite") as store:
        store._db.set_trace_callback(look)
        outcomes = run(
            [home / "files"],
            store,
            workers=workers,
            annotate=mark_dienst,
            progress=lambda outcome, done, total: print(outcome.file, flush=True),
        )
    print(seen)
    return int(any(o.status == "failed" for o in outcomes))


def main(words: Sequence[str] | None = None) -> int:
    """Kills as often as is asked and prints what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1, help=argparse.SUPPRESS)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--statement", type=int, default=0, help=argparse.SUPPRESS)
    given = parser.parse_args(words)
    if given.child:
        return ingest(given.child, given.workers, given.statement)
    with tempfile.TemporaryDirectory() as folder:
        killer = Killer(Path(folder), given.seed)
        for number in range(given.times):
            killer.kill(number)
            print(f"\r{number + 1} of {given.times}", end="", file=sys.stderr)
    print(f"\n{given.times} kills: " + ", ".join(f"{what} {n}" for what, n in sorted(killer.landed.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
