"""Documents full of attacks, outside a browser: what the command line prints, checklists, and the files of the site.

What a browser makes of the pages is in tests/browser/test_attack.py.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import Result

from tests.attacks import (
    ATTACKS,
    CODES,
    ELEMENTS,
    FORMULAS,
    NAMES,
    REFUSED_NAMES,
    SCHEME,
    Attacked,
    Told,
    attacked,
    command,
)
from tests.site_reading import read_html

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="no file can have these names on Windows"),
]
_TURNS = frozenset("\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
SCHEMES = re.compile(r"[\s\x00-\x20]*(?:java|vb|live)\s*script:|[\s\x00-\x20]*(?:data|file|blob|about):", re.I)
"""The start of an address that runs or opens something."""


@pytest.fixture(scope="module")
def made() -> Attacked:
    """The documents, the home and the site."""
    return attacked()


def steering(text: str) -> list[str]:
    """The characters of an output that steer a terminal; line ends do not."""
    return sorted({c for c in text if (unicodedata.category(c) in ("Cc", "Cs") and c != "\n") or c in _TURNS})


def quiet(result: Result | Told) -> str:
    """All that a command printed, which steers nothing."""
    assert "Traceback" not in result.output
    assert steering(result.stdout) == []
    assert steering(result.stderr) == []
    return result.stdout + result.stderr


def data(result: Result) -> Any:
    """The JSON document that a command printed, which steers nothing."""
    quiet(result)
    return json.loads(result.stdout)


def test_every_document_is_read_and_the_names_that_would_harm_are_refused(made: Attacked) -> None:
    told = made.talk[0]
    assert len(made.ids) == len(NAMES) + 3, told.output
    assert f"{len(REFUSED_NAMES)} of {len(NAMES) + 3 + len(REFUSED_NAMES)} documents failed" in told.stderr
    for result in made.talk:
        quiet(result)


def test_the_attacks_came_through_as_text(made: Attacked) -> None:
    """A reader that dropped them all would pass every other test here."""
    shown = {name: quiet(command(made.home, "show", name)) for name in made.ids}
    written = [name for name in shown if "<script>window.aanval=1</script>" in shown[name]]
    assert len(written) >= 6
    for attack in (*ELEMENTS[5:7], "{{ 7 * 7 }}", "{: onclick=", "=HYPERLINK(", "[2J"):
        assert any(attack in text for text in shown.values()), attack


@pytest.mark.parametrize(
    "words", [("documents",), ("report",), ("status",), ("check",), ("checklist", SCHEME), ("annotate",)]
)
def test_nothing_that_is_printed_steers_the_terminal(made: Attacked, words: tuple[str, ...]) -> None:
    assert quiet(command(made.home, *words))
    if words[0] != "checklist":
        data(command(made.home, *words, "--json"))


def test_nor_does_what_is_told_of_what_was_removed(made: Attacked) -> None:
    for name in made.ids:
        quiet(command(made.home, "remove", name))
        assert name in quiet(command(made.home, "restore"))
        quiet(command(made.home, "restore", name))


@pytest.mark.parametrize("query", ["loonkosten kwaliteit", "window.aanval", *CODES, "\x1b[31m loonkosten"])
def test_nor_does_an_answer_to_a_question(made: Attacked, query: str) -> None:
    quiet(command(made.home, "search", query, "--limit", "50"))
    answer = data(command(made.home, "search", query, "--json"))
    assert answer["query"] == query


def test_json_says_what_was_there(made: Attacked, tmp_path: Path) -> None:
    """Escapes stand for the characters that the terminal must not see: whoever reads the JSON gets them back."""
    folder = tmp_path / "open\x9b2J\u202e"
    folder.mkdir()
    result = command(tmp_path / "home", "ingest", str(folder / "weg\x1b[31m.txt"), "--json")
    (row,) = data(result)["documents"]
    assert row["status"] == "failed"


@pytest.mark.parametrize(
    "words",
    [
        ("show", "{}"),
        ("remove", "{}"),
        ("restore", "{}"),
        ("report", "{}"),
        ("ingest", "{}"),
        ("ingest", "{}/weg.txt"),
        ("{}",),
        ("--{}",),
        ("show", "a", "{}"),
        ("search", "x", "--{}"),
        ("search", "x", "--limit", "{}"),
        ("search", "x", "--mode", "{}"),
        ("search", "x", "--motive", "{}"),
        ("search", "x", "--since", "{}"),
        ("search", "x", "--document", "{}"),
        ("cases", "--sector", "{}"),
        ("concepts", "{}"),
        ("checklist", "{}"),
        ("checklist", SCHEME, "--format", "{}"),
        ("checklist", SCHEME, "--profile", "{}"),
        ("checklist", SCHEME, "--answers", "{}"),
        ("evaluate", "search", "{}"),
        ("evaluate", "annotation", "{}"),
        ("evaluate", "{}"),
        ("serve", "--site", "{}"),
        ("--encoder", "{}", "search", "x"),
    ],
    ids=" ".join,
)
def test_nor_does_what_is_told_of_a_wrong_call(made: Attacked, words: tuple[str, ...]) -> None:
    code = "rood\x1b[31m c1\x9b2J \x1b]52;c;eA==\x07 om\u202eker"
    result = command(made.home, *(word.format(code) for word in words))
    assert result.exit_code in (1, 2), result.output
    assert quiet(result)


def test_folders_with_such_names_are_told_plainly(made: Attacked, tmp_path: Path) -> None:
    folder = tmp_path / "map\x1b[31m"
    (folder / "in\x9b2J").mkdir(parents=True)
    (folder / "in\x9b2J" / "lus\u202e").symlink_to(folder, target_is_directory=True)
    (folder / "dood\x1b[0m.txt").symlink_to(folder / "weg")
    (folder / "tekst.txt").write_text("Een tekst.\n", encoding="utf-8")
    told = quiet(command(tmp_path / "home", "ingest", str(folder)))
    assert "3 of 3 documents failed" in told


# checklists and other files


def answers(path: Path) -> Path:
    """Answers to the checklist of which all that a person can write is an attack."""
    from knowledge.catalogue import catalogue

    criteria = catalogue().scheme(SCHEME).criteria
    texts = [ELEMENTS[17], FORMULAS[0], *ELEMENTS, *FORMULAS]
    given = {
        criterion.id: {"answer": "yes", "evidence": texts[n], "note": texts[-1 - n], "by": texts[n % 7]}
        for n, criterion in enumerate(criteria)
    }
    path.write_text(yaml.safe_dump(given, allow_unicode=True), encoding="utf-8")
    return path


def checklist(made: Attacked, folder: Path, form: str, *words: str) -> bytes:
    """The checklist with the cited attacks and the answers, as a file."""
    output = folder / f"lijst.{form}"
    more = ("--answers", str(answers(folder / "antwoorden.yml")), *words)
    result = command(made.home, "checklist", SCHEME, "--format", form, "--output", str(output), *more)
    assert result.exit_code == 0, result.output
    return output.read_bytes()


def test_a_checklist_in_word_holds_no_field_link_or_formula_of_a_document(made: Attacked, tmp_path: Path) -> None:
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(checklist(made, tmp_path, "docx"))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert "window.aanval" in parts["word/document.xml"].decode()
    for name, data in parts.items():
        assert name.endswith((".xml", ".rels", ".jpeg")), name
        if not name.endswith(".jpeg"):
            root = etree.fromstring(data)
            tags = {etree.QName(e).localname for e in root.iter() if isinstance(e.tag, str)}
            fields = [e for e in root.iter() if isinstance(e.tag, str) and etree.QName(e).localname == "fldSimple"]
            assert {value.strip() for e in fields for value in e.attrib.values()} <= {"PAGE", "NUMPAGES"}
            assert not tags & {"instrText", "object", "altChunk", "control", "subDoc", "attachedTemplate"}
            targets = [e.get("Target") for e in root.iter() if e.get("TargetMode") == "External"]
            assert all(t.startswith("https://") and "kwaad" not in t for t in targets), targets


def test_a_checklist_in_json_and_markdown_holds_the_attacks_as_text(made: Attacked, tmp_path: Path) -> None:
    told = json.dumps(json.loads(checklist(made, tmp_path, "json")))
    assert "window.aanval" in told
    text = checklist(made, tmp_path, "md").decode()
    assert steering(text) == []
    assert re.search(r"<(?:script|img|svg|a|iframe|meta|base|form|style|h1)\b", text) is None
    assert re.search(r"(?<!\\)\]\((?!<?https://(?!kwaad))", text) is None


def test_a_checklist_in_html_runs_and_fetches_nothing(made: Attacked, tmp_path: Path) -> None:
    checklist(made, tmp_path, "html")
    inert(tmp_path / "lijst.html")


def inert(path: Path) -> None:
    """A page with no handler, script or address that an attack brought in."""
    page = read_html(path)
    assert page.handlers == [], path
    assert page.inline_scripts == [], path
    assert [url for url in (*page.links, *page.fetched) if SCHEMES.match(url) or "kwaad.example" in url] == [], path
    assert "gekaapt" not in page.ids, path
    assert page.elements.count("h1") == 1, path
    assert not {"iframe", "object", "embed", "base", "math", "video"} & {*page.elements}, path
    assert steering(path.read_text(encoding="utf-8").replace("\t", "")) == [], path


def test_no_page_of_the_site_holds_anything_active(made: Attacked) -> None:
    pages = [path for path in made.site.rglob("*.html") if path.name != "404.html"]
    assert len(pages) > len(made.ids)
    for path in pages:
        inert(path)


def test_the_files_of_the_search_are_data(made: Attacked) -> None:
    held = ""
    for path in sorted((made.site / "zoekindex").glob("*.js")):
        text = path.read_text(encoding="utf-8")
        match = re.fullmatch(r'thuishavenIndex\("[a-z0-9-]+",(.*)\);\n', text)
        assert match, path
        held += json.dumps(json.loads(match[1]))
        assert "<" not in text, path
        assert steering(text) == [], path
    assert "<script>window.aanval=1</script>" in held


def test_exported_records_hold_nothing_of_a_document_and_no_formula(made: Attacked, tmp_path: Path) -> None:
    assert command(made.home, "export", str(tmp_path / "open")).exit_code == 0
    paths = [path for path in (tmp_path / "open").rglob("*") if path.is_file()]
    assert paths
    for path in paths:
        text = path.read_text(encoding="utf-8-sig")
        assert "window.aanval" not in text, path
        assert steering(text.replace("\r\n", "\n").replace("\t", "")) == [], path
        if path.suffix == ".json":
            assert json.loads(text)
        if path.suffix == ".csv":
            cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
            assert [cell for cell in cells if cell[:1] in "=+-@\t\r" and not is_number(cell) and cell] == [], path


def is_number(cell: str) -> bool:
    """Whether a cell is a mere number, which a sheet may well take for one."""
    return re.fullmatch(r"-?[\d.,]+", cell) is not None


def test_no_attack_is_in_the_list_twice() -> None:
    assert len({*ATTACKS}) == len(ATTACKS)
