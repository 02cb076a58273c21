"""What it costs to read the shipped content and to build its site."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.tables import table, timed
from ingest.annotate import Annotate
from ingest.pipeline import run as ingest
from knowledge.catalogue import CONTENT, catalogue
from knowledge.store import Store
from templates.build import build


def run() -> str:
    """Pages, bytes and seconds of a build on the shipped content."""
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "s.sqlite") as store:
        annotate = Annotate(catalogue().vocabulary)
        _, reading = timed(lambda: ingest([CONTENT / "digests"], store, annotate=annotate), repeats=1)
        report = build(catalogue(), store, pages_dir=Path(folder) / "p", site_dir=Path(folder) / "s")
    rows = [(report.pages, report.bytes, f"{reading:.1f}", f"{report.seconds:.1f}")]
    return table("Site: the shipped content", ("pages", "bytes", "seconds to ingest", "seconds to build"), rows)
