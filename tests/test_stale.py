"""From the command line: a cited passage that changed or vanished makes the record that cites it stale, and status says
so; an edit elsewhere does not."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import thuishaven
from knowledge.base import Citation
from knowledge.catalogue import catalogue
from knowledge.documents import Source
from knowledge.figures import Figure

CITED = "In dat jaar stegen de lonen in de metaalsector sneller dan de opbrengst van een uur werk. " * 6
OTHER = "De haven kreeg er twee kranen bij, en de spoorlijn werd hersteld na de overstroming. " * 6

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a command on a home of its own."""

    def call(*words: str) -> Result:
        result = CliRunner().invoke(thuishaven.main, ["--home", str(tmp_path / "home"), *words])
        assert result.exit_code == 0, result.output
        return result

    return call


def write(path: Path, cited: str = CITED, other: str = OTHER) -> None:
    """The source as a file."""
    path.write_text(f"# Jaarnota\n\n## Lonen\n\n{cited}\n\n## Vervoer\n\n{other}\n", encoding="utf-8")


def stale(run: Run) -> list[str]:
    """The records that status calls stale."""
    told: Any = json.loads(run("status", "--json").stdout)["stale"]
    return [issue["record"] for issue in told]


def test_status_tells_which_records_rest_on_a_passage_that_changed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "jaarnota.md"
    write(path)
    path.with_suffix(".yml").write_text("source: jaarnota\n", encoding="utf-8")
    run("ingest", str(path))
    passages: Any = json.loads(run("show", "jaarnota", "--json").stdout)["passages"]
    (cited,) = [p for p in passages if "lonen" in p["text"]]

    source = Source(id="jaarnota", title="Jaarnota", publisher="Dienst")
    figure = Figure.model_validate(
        {"id": "lonen", "title": "Lonen", "value": 5, "unit": "%", "population": "alle", "period": "2020"}
        | {"caveat": "Geen.", "citations": [Citation(source="jaarnota", locator="§1", passage_hash=cited["hash"])]}
    )
    shipped = catalogue()
    known = dataclasses.replace(
        shipped, sources=shipped.sources | {"jaarnota": source}, figures=shipped.figures | {"lonen": figure}
    )
    monkeypatch.setattr("knowledge.catalogue.catalogue", lambda: known)
    assert stale(run) == []

    write(path, other=OTHER.replace("twee kranen", "drie kranen"))
    run("ingest", str(path))
    assert stale(run) == []
    after: Any = json.loads(run("show", "jaarnota", "--json").stdout)["passages"]
    assert cited["id"] in [p["id"] for p in after]

    write(path, cited=CITED.replace("sneller", "trager"))
    run("ingest", str(path))
    assert stale(run) == ["figures/lonen"]
    assert "figures/lonen: the passage behind jaarnota §1 has changed. Review the record." in run("status").stdout
    assert "figures/lonen" in run("check").stdout

    write(path)
    run("ingest", str(path))
    assert stale(run) == []

    write(path, cited="Dit deel verviel.")
    run("ingest", str(path))
    assert stale(run) == ["figures/lonen"]
