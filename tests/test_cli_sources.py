"""New files from a watched folder and from feeds, the concepts that somebody waits for, and OCR: the command line."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import thuishaven
from tests.conftest import ROOT
from tests.ingest.builders import At, pdf
from tests.ingest.scans import scanned
from tests.ingest.webserver import Page, Web, serving
from tests.test_cli import NOTE, Run, data, note, one_sentence, run

__all__ = ["note", "run"]

WANTED = "motives/customer-proximity"
OTHER = "# Nota over vergaderen\n\nDe raad vergadert elke maand in het grote gebouw aan de rand van de stad.\n"


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """A web server of this machine, with a feed of two entries."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with serving() as made:
        made.pages["/nota.md"] = Page(NOTE.encode(), "text/markdown")
        made.pages["/ander.md"] = Page(OTHER.encode(), "text/markdown")
        items = "".join(f"<item><title>De {n}</title><link>/{n}.md</link></item>" for n in ("nota", "ander"))
        made.pages["/rss"] = Page(
            f"<rss version='2.0'><channel><title>Het nieuws</title>{items}</channel></rss>".encode(), etag='"1"'
        )
        yield made


def test_a_concept_that_somebody_waits_for_stands_out(run: Run, note: Path) -> None:
    (note.parent / "ander.md").write_text(OTHER, encoding="utf-8")
    result = run("ingest", str(note.parent), "--flag", "customer-proximity", "--flag", "sectors/textiles", "--json")
    assert data(result)["flagged"] == [{"id": "nota-terugkeer", "concepts": [WANTED]}]
    assert data(run("ingest", str(note.parent), "--flag", WANTED, "--json"))["flagged"] == [], "nothing is new"
    assert "flagged" not in data(run("ingest", str(note.parent), "--json"))
    note.write_text(NOTE.replace("Genk", "Gent"), encoding="utf-8")
    told = run("ingest", str(note.parent), "--flag", WANTED).stdout
    assert f">> FLAGGED  nota-terugkeer.md: {WANTED} (1)" in told.splitlines()


def test_a_broader_concept_counts_for_what_lies_below_it(run: Run, note: Path) -> None:
    from knowledge.catalogue import read_vocabulary

    vocabulary = read_vocabulary()
    broader = vocabulary.concept(WANTED).broader
    held = WANTED
    if broader is None:
        pytest.fail("this test needs a concept with a broader one")
    found = data(run("ingest", str(note), "--flag", broader, "--json"))["flagged"]
    assert held in found[0]["concepts"]


@pytest.mark.parametrize("command", ["ingest", "feed"])
def test_an_unknown_concept_is_told_with_near_ones(run: Run, note: Path, command: str) -> None:
    one_sentence(run(command, str(note), "--flag", "motives/customer-proximty"), WANTED, code=2)
    one_sentence(run("documents", "--json"), code=0)


def test_ocr_that_is_asked_for_must_be_there(run: Run, note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(note.parent))
    one_sentence(run("ingest", str(note), "--ocr"), "no tesseract", "apt-get install", code=2)
    assert run("ingest", str(note)).exit_code == 0


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not on this machine")
def test_scanned_pages_are_read_or_left_as_asked(run: Run, tmp_path: Path) -> None:
    words = "De onderneming Voorbeeld haalde haar montage terug uit Polen naar Genk."
    path = tmp_path / "scan.pdf"
    path.write_bytes(scanned(pdf([[At(50, 700, words, 12)]])))
    left = run("ingest", str(path), "--no-ocr", "--json")
    assert (left.exit_code, data(left)["documents"][0]["status"]) == (1, "failed")
    assert "Run it through OCR first" in data(left)["documents"][0]["reason"]
    (read,) = data(run("ingest", str(path), "--ocr", "--json"))["documents"]
    assert read["status"] == "added"
    assert any("page 1 was read by OCR (tesseract" in told for told in read["warnings"])
    assert "naar Genk" in run("show", read["id"]).stdout


def test_a_feed_is_fetched_read_and_flagged(run: Run, web: Web, tmp_path: Path) -> None:
    result = run("feed", web.url("/rss"), "--flag", WANTED, "--json")
    assert result.exit_code == 0, result.output
    told = data(result)
    (feed,) = told["feeds"]
    assert list(feed) == [
        "feed", "title", "folder", "entries", "fetched", "failed", "left", "unchanged", "reason",
    ]  # fmt: skip
    assert (feed["title"], feed["entries"], len(feed["fetched"]), feed["reason"]) == ("Het nieuws", 2, 2, "")
    assert Path(feed["folder"]).is_relative_to(tmp_path / "home" / "feeds")
    first, second = told["documents"]
    assert (first["status"], first["flagged"], first["concepts"][WANTED]) == ("added", [WANTED], 1)
    assert second["flagged"] == []
    assert told["flagged"] == [{"id": first["id"], "concepts": [WANTED]}]
    shown = data(run("show", first["id"], "--json"))
    assert shown["title"] == "De nota"
    assert shown["identifiers"] == {"url": web.url("/nota.md")}
    again = data(run("feed", web.url("/rss"), "--json"))
    assert (again["feeds"][0]["unchanged"], again["documents"]) == (True, [])
    assert "flagged" not in again


def test_a_feed_says_what_a_person_wants_to_know(run: Run, web: Web) -> None:
    result = run("feed", web.url("/rss"), "--flag", WANTED)
    assert "Het nieuws: 2 entries, 2 new or changed" in result.stdout
    assert "holds " in result.stdout
    assert ">> FLAGGED" in result.stdout
    assert f"{web.url('/rss')}: unchanged" in run("feed", web.url("/rss")).stdout


def test_one_feed_or_entry_that_fails_does_not_stop_the_others(run: Run, web: Web) -> None:
    del web.pages["/ander.md"]
    result = run("feed", web.url("/weg"), web.url("/rss"), "--json")
    one_sentence(result, "answers 404", "1 of 2 feeds could not be fetched", code=1)
    told = data(result)
    assert [bool(feed["reason"]) for feed in told["feeds"]] == [False, True]
    assert len(told["documents"]) == 1
    again = run("feed", web.url("/rss"))
    one_sentence(again, "De ander: 127.0.0.1: answers 404 not found.", "1 entry could not be fetched", code=1)


@pytest.mark.parametrize(
    ("given", "told", "code"),
    [
        ("ftp://127.0.0.1/feed", "neither an http address nor a file", 2),
        ("nergens.xml", "there is no such file", 1),
        ("http://127.0.0.1:1/feed", "cannot be reached", 1),
        ("http://[", "none that can be fetched", 1),
    ],
)
def test_what_is_no_feed_gets_one_sentence(run: Run, given: str, told: str, code: int) -> None:
    one_sentence(run("feed", given), told, code=code)


def test_a_feed_cannot_steer_the_terminal_or_the_store(run: Run, web: Web) -> None:
    title = "&#x202e;Nota&lt;script&gt;alert(1)&lt;/script&gt; ../../x"
    feed = f"<rss version='2.0'><channel><title>\u202eX</title><item><title>{title}</title><link>/nota.md</link></item>"
    web.pages["/rss"] = Page(f"{feed}</channel></rss>".encode())
    result = run("feed", web.url("/rss"))
    assert result.exit_code == 0, result.output
    assert "\u202e" not in result.output
    (listed,) = data(run("documents", "--json"))["documents"]
    assert "\u202e" not in listed["title"]


def started(home: Path, *words: str) -> subprocess.Popen[str]:
    """The command in a process of its own that Ctrl-C reaches, however the tests themselves were started."""
    code = "import signal, thuishaven; signal.signal(signal.SIGINT, signal.default_int_handler); thuishaven.main()"
    return subprocess.Popen(
        [sys.executable, "-c", code, "--home", str(home), *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )


def lines(process: subprocess.Popen[str], *, until: str) -> list[str]:
    """What it says on the error stream up to the line that holds `until`."""
    assert process.stderr is not None
    told = []
    for line in process.stderr:
        told.append(line)
        if until in line:
            return told
    raise AssertionError(f"it ended without saying {until!r}: {told}")


def test_a_watched_folder_gives_a_line_for_each_document_until_ctrl_c(tmp_path: Path, note: Path) -> None:
    words = ("ingest", str(note.parent), "--watch", "--flag", WANTED, "--json")
    with started(tmp_path / "home", *words) as process:
        assert process.stdout is not None

        def told() -> Any:
            assert process.stdout is not None
            return json.loads(process.stdout.readline())

        first = told()
        assert (first["status"], first["file"], first["flagged"]) == ("added", note.name, [WANTED])
        assert first["concepts"][WANTED] == 1
        lines(process, until="Watching 1 files")
        (note.parent / "ander.md").write_text(OTHER, encoding="utf-8")
        second = told()
        assert (second["status"], second["file"], second["flagged"]) == ("added", "ander.md", [])
        note.unlink()
        gone = told()
        assert (gone["status"], gone["id"]) == ("missing", "nota-terugkeer")
        lines(process, until="No longer there, and kept in the store: nota-terugkeer")
        process.send_signal(signal.SIGINT)
        rest, talk = process.communicate()
    assert (process.returncode, rest) == (0, "")
    assert talk.splitlines() == ["Stopped watching. What was finished is in the store."]


def test_what_is_not_there_cannot_be_watched(run: Run, tmp_path: Path) -> None:
    one_sentence(run("ingest", str(tmp_path / "nergens"), "--watch"), "no such file or folder to watch", code=2)


def test_the_options_of_reading_are_the_same_for_files_and_feeds() -> None:
    named = {name: {o.name for o in thuishaven.main.commands[name].params} for name in ("ingest", "feed")}
    assert named["ingest"] & named["feed"] >= {"workers", "max_seconds", "max_memory", "use_ocr", "flagged", "as_json"}
