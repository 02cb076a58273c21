"""The command line keeps its contract: keys, exit codes, and one sentence for every failure."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import thuishaven
from knowledge.migrations import MIGRATIONS
from tests.conftest import ROOT
from tests.test_house import loaded_by

NOTE = """\
# Nota over terugkeer

## 1. Waarom

De onderneming Voorbeeld haalde in 2019 haar montage terug uit Polen naar Genk. De loonkosten in Polen stegen snel en
de kwaliteit viel tegen. Volgens de directie speelde ook de nabijheid van de klant een rol, want leveringen kwamen
vaak te laat aan. De nieuwe lijn in Genk is volledig geautomatiseerd en heeft minder mensen nodig dan de oude.

## 2. Wat niet speelde

Overheidssteun was geen motief voor de beslissing. De vraag is of andere bedrijven zullen volgen?
"""

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a command on a home of its own."""

    def call(*words: str, home: str = "home") -> Result:
        return CliRunner().invoke(thuishaven.main, ["--home", str(tmp_path / home), *words])

    return call


@pytest.fixture
def note(tmp_path: Path) -> Path:
    """A document of our own."""
    path = tmp_path / "docs" / "nota-terugkeer.md"
    path.parent.mkdir()
    path.write_text(NOTE, encoding="utf-8")
    return path


def data(result: Result) -> Any:
    """The JSON document on standard output."""
    return json.loads(result.stdout)


def one_sentence(result: Result, *parts: str, code: int) -> None:
    """The command failed with this exit code, a sentence with these parts, and no traceback."""
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    told = result.stderr
    assert all(part in told for part in parts), told


def test_ingest_keeps_its_contract(run: Run, note: Path) -> None:
    result = run("ingest", str(note.parent), "--json")
    assert result.exit_code == 0, result.output
    (row,) = data(result)["documents"]
    assert list(row) == ["file", "id", "status", "reason", "passages", "warnings"]
    assert (row["file"], row["status"], row["passages"] > 0) == ("nota-terugkeer.md", "added", True)
    (again,) = data(run("ingest", str(note), "--json"))["documents"]
    assert again["status"] == "unchanged"
    note.write_text(NOTE.replace("Genk", "Gent"), encoding="utf-8")
    (changed,) = data(run("ingest", str(note), "--json"))["documents"]
    assert (changed["status"], changed["id"]) == ("updated", row["id"])


def test_a_bad_file_fails_alone(run: Run, note: Path) -> None:
    (note.parent / "leeg.txt").write_bytes(b"")
    result = run("ingest", str(note.parent), "--json")
    assert result.exit_code == 1
    rows = {row["file"]: row for row in data(result)["documents"]}
    assert rows["nota-terugkeer.md"]["status"] == "added"
    assert rows["leeg.txt"]["status"] == "failed"
    assert rows["leeg.txt"]["reason"]
    one_sentence(result, "1 of 2 documents failed", code=1)


def test_show_keeps_its_contract(run: Run, note: Path) -> None:
    run("ingest", str(note))
    (listed,) = data(run("documents", "--json"))["documents"]
    shown = data(run("show", listed["id"], "--json"))
    assert shown["file"] == "nota-terugkeer.md"
    for passage in shown["passages"]:
        assert {"id", "kind", "heading_path", "page", "speaker", "text", "footnotes", "annotations"} <= passage.keys()
        for found in passage["annotations"]:
            assert passage["text"][found["start"] : found["end"]] == found["quote"]
    concepts = {a["concept"]: a["stance"] for p in shown["passages"] for a in p["annotations"]}
    assert concepts.get("motives/customer-proximity") == "asserted"
    text = run("show", listed["id"])
    assert text.exit_code == 0
    assert "Voorbeeld" in text.stdout


def test_search_keeps_its_contract(run: Run, note: Path) -> None:
    run("ingest", str(note))
    answer = data(run("search", "montage terug naar Genk", "--json"))
    assert {"query", "mode", "took_ms", "enough_evidence", "hits"} <= answer.keys()
    assert (answer["query"], answer["mode"]) == ("montage terug naar Genk", "hybrid")
    hit = answer["hits"][0]
    assert {"rank", "score", "document", "passage", "highlights", "why", "citation", "also_in"} <= hit.keys()
    assert {"id", "title", "file", "date", "kind"} <= hit["document"].keys()
    assert {"id", "text", "page", "heading_path", "kind", "speaker"} <= hit["passage"].keys()
    marked = [hit["passage"]["text"][start:end].lower() for start, end in hit["highlights"]]
    assert "genk" in marked
    assert answer["enough_evidence"] is True
    text = run("search", "montage terug naar Genk")
    assert "[Genk]" in text.stdout
    assert "why:" in text.stdout


def test_what_is_absent_is_not_answered(run: Run, note: Path) -> None:
    run("ingest", str(note))
    assert data(run("search", "walvisvangst in IJsland", "--json"))["enough_evidence"] is False


def test_filters_narrow_and_a_wrong_one_is_told(run: Run, note: Path) -> None:
    run("ingest", str(note))
    assert data(run("search", "Genk", "--motive", "customer-proximity", "--json"))["hits"]
    assert not data(run("search", "Genk", "--motive", "home-brand", "--json"))["hits"]
    one_sentence(run("search", "Genk", "--motive", "customer-proximty"), "customer-proximity", code=2)


@pytest.mark.parametrize(
    "query", ["", "   ", "a" * 100_000, '"', "NEAR(", "a AND", "-", "*", "col:x", "'; DROP TABLE x"]
)
def test_no_query_breaks_the_search(run: Run, note: Path, query: str) -> None:
    run("ingest", str(note))
    result = run("search", query, "--json")
    assert result.exit_code in (0, 2), result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output


def test_a_query_of_nothing_is_misuse(run: Run, note: Path) -> None:
    run("ingest", str(note))
    one_sentence(run("search", "  "), "thuishaven:", code=2)


def test_search_without_documents_says_what_to_do(run: Run) -> None:
    result = run("search", "reshoring", "--json")
    assert result.exit_code == 0
    assert data(result)["hits"] == []


def test_annotate_again_keeps_everything(run: Run, note: Path) -> None:
    run("ingest", str(note))
    before = data(run("status", "--json"))["annotations"]
    counted = data(run("annotate", "--json"))["concepts"]
    assert counted["motives/customer-proximity"]["asserted"] == 1
    assert data(run("status", "--json"))["annotations"] == before


def test_remove_and_undo(run: Run, note: Path) -> None:
    run("ingest", str(note))
    before = data(run("show", "nota-terugkeer", "--json"))
    assert "restore nota-terugkeer" in run("remove", "nota-terugkeer").stderr
    assert data(run("documents", "--json"))["documents"] == []
    assert data(run("status", "--json"))["removed"] == ["nota-terugkeer"]
    assert "nota-terugkeer" in run("restore").stdout
    assert data(run("restore", "nota-terugkeer", "--json")) == {"restored": ["nota-terugkeer"], "removed": []}
    assert data(run("show", "nota-terugkeer", "--json")) == before
    run("remove", "nota-terugkeer")
    (row,) = data(run("ingest", str(note), "--json"))["documents"]
    assert row["status"] == "added"
    one_sentence(run("restore", "nota-terugkeer"), "stands in its place. Remove that one first.", code=2)
    assert "Deleted 1 removed" in run("vacuum").stderr
    one_sentence(run("restore", "nota-terugkeer"), "There is no removed document", code=2)


def test_a_file_that_asks_too_much_is_told_with_the_option_that_allows_more(run: Run, note: Path) -> None:
    note.write_text("\n\n".join(f"Alinea {n} van een lange nota over werk." for n in range(200_000)), encoding="utf-8")
    result = run("ingest", str(note), "--max-seconds", "1", "--json")
    assert result.exit_code == 1
    (row,) = data(result)["documents"]
    assert row["status"] == "failed"
    assert row["reason"].endswith(
        "took longer than 1 seconds and was ended. Split it, or allow more with --max-seconds."
    )
    assert run("ingest", str(note), "--max-seconds", "0").exit_code == 2


def test_a_file_that_is_gone_is_told_and_removed_only_when_asked(run: Run, note: Path) -> None:
    other = note.with_name("tweede.md")
    other.write_text("# Tweede\n\nEen andere tekst over de haven.\n", encoding="utf-8")
    run("ingest", str(note.parent))
    other.unlink()
    assert data(run("status", "--json"))["missing"] == ["tweede"]
    told = run("ingest", str(note.parent))
    assert told.exit_code == 0
    assert "tweede. Take them out with --remove-missing" in told.stderr
    row = {"id": "tweede", "file": "tweede.md", "origin": str(other)}
    kept = data(run("ingest", str(note.parent), "--json"))
    assert (kept["missing"], kept["removed"]) == ([row], [])
    removed = data(run("ingest", str(note.parent), "--remove-missing", "--json"))
    assert (removed["missing"], removed["removed"]) == ([], [row])
    assert [d["id"] for d in data(run("documents", "--json"))["documents"]] == ["nota-terugkeer"]
    assert run("restore", "tweede").exit_code == 0
    assert len(data(run("documents", "--json"))["documents"]) == 2


@pytest.mark.parametrize(
    ("words", "part", "code"),
    [
        (["show", "nergens"], "There is no document 'nergens'", 2),
        (["remove", "nergens"], "There is no document", 2),
        (["checklist", "serv-direct-suport"], "serv-direct-support", 2),
        (["checklist", "serv-direct-support", "--format", "rtf"], "docx", 2),
        (["checklist", "serv-direct-support", "--format", "pdf"], "--output", 2),
        (["checklist", "serv-direct-support", "--format", "docx"], "--output", 2),
        (["checklist", "serv-direct-support", "--profile", "nergens.yml"], "nergens.yml", 1),
        (["concepts", "motivs"], "motives", 2),
        (["cases", "--motive", "automatio"], "motives/automation", 2),
        (["measures", "--jurisdiction", "jp2"], "jurisdictions/jp", 2),
        (["evaluate", "search", "nergens.json"], "nergens.json", 2),
        (["evaluate", "annotation", "nergens.json"], "nergens.json", 2),
        (["serve", "--site", "nergens"], "build", 2),
        (["--encoder", "no/such-model", "search", "x"], "no/such-model", 1),
        (["--encoder", "none", "search", "x", "--mode", "semantic"], "encoder", 2),
        (["ingest", "nergens.pdf"], "1 of 1 documents failed", 1),
    ],
)
def test_a_wrong_call_is_one_sentence(run: Run, words: list[str], part: str, code: int) -> None:
    one_sentence(run(*words), part, code=code)


def test_a_home_that_is_not_writable_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    one_sentence(run("documents", home="file/home"), "--home", code=1)


def test_a_store_of_a_newer_version_is_told(run: Run, note: Path, tmp_path: Path) -> None:
    import sqlite3

    run("ingest", str(note))
    db = sqlite3.connect(tmp_path / "home" / "thuishaven.sqlite")
    db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    db.close()
    one_sentence(run("documents"), "newer Thuishaven", code=1)


def test_curated_records_are_listed(run: Run) -> None:
    assert len(data(run("cases", "--json"))["cases"]) >= 8
    assert len(data(run("measures", "--json"))["measures"]) >= 10
    assert {s["id"] for s in data(run("schemes", "--json"))["schemes"]} >= {"serv-direct-support"}
    assert {c["id"] for c in data(run("concepts", "motives", "--json"))["concepts"]} >= {"motives/automation"}
    automated = data(run("cases", "--motive", "automation", "--json"))["cases"]
    assert 0 < len(automated) < 8
    assert "jurisdictions/jp" in {m["jurisdiction"] for m in data(run("measures", "--json"))["measures"]}


@pytest.mark.parametrize("form", ["md", "html", "docx", "xlsx", "json"])
def test_a_checklist_is_written_once_and_not_overwritten(run: Run, tmp_path: Path, form: str) -> None:
    profile = ROOT / "docs" / "how-to" / "profile-example.yml"
    output = tmp_path / "out" / f"lijst.{form}"
    words = ["checklist", "serv-direct-support", "--profile", str(profile), "--format", form, "--output", str(output)]
    assert run(*words).exit_code == 0
    assert output.stat().st_size > 2000
    one_sentence(run(*words), "--force", code=2)
    assert run(*words, "--force").exit_code == 0


def test_export_writes_records_with_their_schemas(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "open"
    files = data(run("export", str(folder), "--json"))["files"]
    assert sorted(files) == sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    cases = json.loads((folder / "cases.json").read_text(encoding="utf-8"))
    assert cases["kind"] == "cases"
    assert len(cases["records"]) >= 8
    schema = json.loads((folder / "schemas" / "cases.json").read_text(encoding="utf-8"))
    assert set(schema["required"]) <= cases["records"][0].keys() <= set(schema["properties"])
    one_sentence(run("export", str(folder)), "is not empty", code=2)
    assert run("export", str(folder), "--force").exit_code == 0


def test_check_finds_no_error_in_what_is_shipped(run: Run) -> None:
    result = run("check", "--json")
    assert result.exit_code == 0, result.output
    assert [i for i in data(result)["issues"] if i["severity"] == "error"] == []


def test_status_tells_what_there_is(run: Run, note: Path) -> None:
    run("ingest", str(note))
    told = data(run("status", "--json"))
    assert (told["documents"], told["encoder"]) == (1, "nl-en")
    assert told["records"]["cases"] >= 8
    assert told["index"]["state"] == "missing"
    run("search", "Genk")
    assert data(run("status", "--json"))["index"]["state"] == "current"


def test_evaluate_search_counts(run: Run, note: Path, tmp_path: Path) -> None:
    gold = [
        {
            "id": "1",
            "group": "eigen",
            "question": "Welke montage keerde terug naar Genk?",
            "answers": [{"file": note.name, "quote": "haar montage terug uit Polen"}],
            "unanswerable": False,
        },
        {"id": "2", "group": "eigen", "question": "walvisvangst IJsland", "answers": [], "unanswerable": True},
    ]
    path = tmp_path / "gold.json"
    path.write_text(json.dumps(gold), encoding="utf-8")
    run("ingest", str(note))
    report = data(run("evaluate", "search", str(path), "--json"))
    assert set(report["metrics"]) == {"ndcg@10", "mrr@10", "recall@10", "success@1"}
    assert report["metrics"]["success@1"] == 1.0
    assert report["unanswerable"] == {"rejected": 1, "of": 1}
    assert len(report["per_query"]) == report["queries"] == 2


def test_build_and_serve_what_it_built(run: Run, note: Path, tmp_path: Path) -> None:
    run("ingest", str(note))
    pages, site = tmp_path / "_pages", tmp_path / "_site"
    built = data(run("build", "--pages", str(pages), "--site", str(site), "--json"))
    assert set(built) == {"pages", "bytes", "seconds"}
    assert (site / "index.html").is_file()
    assert built["pages"] == len(list(site.rglob("*.html")))


def test_demo_does_the_whole_job_and_says_what_to_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = os.environ.get("THUISHAVEN_DEMO")  # where CI has run it just now: it takes long
    folder = Path(made) if made else tmp_path
    if made:
        told = (folder / "var" / "demo.txt").read_text(encoding="utf-8")
    else:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("THUISHAVEN_HOME", "var")
        result = CliRunner().invoke(thuishaven.main, ["demo"])
        assert result.exit_code == 0, result.output
        told = result.stdout
    assert "open _site/index.html" in told
    assert (folder / "_site" / "cases" / "sylvania-tienen.html").is_file()
    forms = {path.suffix for path in (folder / "var" / "checklists").iterdir()}
    assert forms == {".md", ".html", ".docx", ".xlsx", ".json"}


def test_text_output_is_for_people(run: Run, note: Path) -> None:
    run("ingest", str(note))
    for words, part in (
        (["documents"], "nota-terugkeer"),
        (["cases"], "sylvania-tienen"),
        (["measures"], "jp"),
        (["concepts", "motives"], "motives/automation"),
        (["schemes"], "proposed"),
        (["annotate"], "asserted 1"),
        (["status"], "encoder"),
        (["checklist", "serv-direct-support"], "geen juridisch advies"),
    ):
        result = run(*words)
        assert result.exit_code == 0, result.output
        assert part in result.stdout
        assert not result.stdout.startswith("{")


def test_a_default_search_loads_no_torch(note: Path, tmp_path: Path) -> None:
    home = str(tmp_path / "home")
    assert CliRunner().invoke(thuishaven.main, ["--home", home, "ingest", str(note)]).exit_code == 0
    code = "from click.testing import CliRunner; import thuishaven\n"
    code += f"r = CliRunner().invoke(thuishaven.main, ['--home', {home!r}, 'search', 'montage Genk', '--json'])\n"
    code += "assert r.exit_code == 0, r.output"
    assert not loaded_by(code) & {"torch", "sentence_transformers", "transformers", "spacy", "mkdocs"}


def test_two_ingests_at_once_lose_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "thuishaven", "--home", str(tmp_path / "home"), "ingest"]
    folders = []
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        for number in range(4):
            (folder / f"{name}{number}.md").write_text(f"# Nota {name}{number}\n\nTekst {name} {number}. " + NOTE)
        folders.append(folder)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    running = [
        subprocess.Popen([*command, str(f)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for f in folders
    ]
    for process in running:
        _, told = process.communicate(timeout=120)
        assert process.returncode == 0, told
    listed = CliRunner().invoke(thuishaven.main, ["--home", str(tmp_path / "home"), "documents", "--json"])
    assert len(json.loads(listed.stdout)["documents"]) == 8


def test_the_reference_page_is_what_help_says() -> None:
    page = ROOT / "docs" / "reference" / "command-line.md"
    wanted = reference()
    if os.environ.get("THUISHAVEN_GOLDEN") == "write":
        page.write_text(wanted, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == wanted


def test_the_golden_switch_is_off() -> None:
    assert "THUISHAVEN_GOLDEN" not in os.environ, "golden files are being rewritten: nothing is being tested"


def reference() -> str:
    """docs/reference/command-line.md as it should be."""
    runner = CliRunner()
    parts = [
        "# The command line\n\n"
        "Made from the help texts; a test keeps it equal to them. Every listing command takes `--json`; data go to\n"
        "standard output, talk and progress to standard error. Exit codes: 0 done, 1 something failed (what succeeded\n"
        "stays), 2 wrongly called.\n"
    ]
    commands = [[], *([name] for name in thuishaven.main.commands), ["evaluate", "search"], ["evaluate", "annotation"]]
    for words in commands:
        help_text = runner.invoke(
            thuishaven.main, [*words, "--help"], prog_name="thuishaven", terminal_width=100
        ).output
        parts.append(f"\n## {' '.join(['thuishaven', *words])}\n\n```text\n{help_text.strip()}\n```\n")
    return "".join(parts)
