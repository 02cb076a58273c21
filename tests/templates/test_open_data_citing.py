"""Citations: as a line, BibTeX, RIS and CSL-JSON, of records, sources and passages, and no date that nobody knows."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents import Passage
from templates.data.citing import (
    Entry,
    document_entries,
    passage_entry,
    record_entry,
    source_entry,
    written,
)
from templates.data.names import Names
from tests.conftest import make_document
from tests.knowledge.small_world import make_case, make_source, small_catalogue
from tests.templates.data_world import ADDRESS, HOSTILE, hostile, hostile_catalogue, shipped


def fields(bibtex: str) -> dict[str, str]:
    """The fields of one entry; raises where braces do not match."""
    depth = 0
    for sign in re.sub(r"\\[{}]", "", bibtex):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
    return dict(re.findall(r"^  (\w+) = \{(.*)\},$", bibtex, re.M))


def test_a_record_is_cited_by_version_and_without_a_date() -> None:
    known = small_catalogue()
    entry = record_entry(known.cases["lampen"], known, Names(ADDRESS), "9.9")
    assert entry.line == (
        "Thuishaven (z.d.). Lampen keren terug. In: Thuishaven, open kennisbank over reshoring, versie 9.9. CC BY 4.0. "
        f"{ADDRESS}cases/lampen.html"
    )
    assert "year" not in fields(written([entry], "bib"))
    assert "PY  - " not in written([entry], "ris")
    assert "issued" not in json.loads(written([entry], "json"))[0]


def test_a_noted_change_dates_the_citation() -> None:
    known = hostile_catalogue()
    entry = record_entry(known.cases["lampen"], known, Names(), "9.9")
    assert entry.line.startswith("Thuishaven (6 mei 2024). ")
    assert "http" not in entry.line
    assert json.loads(written([entry], "json"))[0]["issued"] == {"date-parts": [[2024, 5, 6]]}
    assert "DA  - 2024/05/06/\r\n" in written([entry], "ris")


@pytest.mark.parametrize(
    ("date", "parts", "ris"),
    [("2022", [2022], "2022///"), ("2022-12", [2022, 12], "2022/12//"), ("2022-12-05", [2022, 12, 5], "2022/12/05/")],
)
def test_a_source_is_cited_with_as_much_of_its_date_as_is_known(date: str, parts: list[int], ris: str) -> None:
    entry = source_entry(make_source(date=date, kind="report"))
    (csl,) = json.loads(written([entry], "json"))
    assert csl["issued"] == {"date-parts": [parts]}
    assert (csl["type"], csl["URL"]) == ("report", "https://voorbeeld.be/nota")
    assert f"DA  - {ris}\r\n" in written([entry], "ris")
    found = fields(written([entry], "bib"))
    assert (found["year"], found["date"], found["institution"]) == ("2022", date, "Raad van de Test")


def test_a_passage_is_cited_with_its_place_and_its_link() -> None:
    document = make_document("nota", title="Nota over terugkeer", publisher="Raad van de Test", date="2022-12-05")
    passage = Passage.make(
        "nota", 0, "Een tekst.", seen={}, heading_path=("2. Steun", "2.1 Criteria"), page=4, page_end=5, speaker="An"
    )
    entry = passage_entry(document, passage, Names(ADDRESS))
    assert entry.line.startswith(
        "Raad van de Test, Nota over terugkeer (5 december 2022), 2.1 Criteria, p. 4-5, spreker: An"
    )
    assert entry.line.endswith(f"{ADDRESS}documenten/nota.html#{passage.anchor}")
    text = written(document_entries(document, [passage], Names()), "ris")
    assert "SP  - 4\r\nEP  - 5\r\n" in text
    assert text.count("ER  - \r\n") == 2
    assert json.loads(written([entry], "json"))[0]["page"] == "4-5"
    assert fields(written([entry], "bib"))["pages"] == "4--5"


def test_every_record_has_its_three_files() -> None:
    files = shipped()
    found = {path for path in files if path.startswith("citaties/cases/")}
    assert {path.rsplit(".", 1)[1] for path in found} == {"bib", "ris", "json"}
    known = json.loads(files["cases.json"])["records"]
    assert len(found) == 3 * len(known)
    keys = re.findall(r"^@\w+\{(.*),$", files["citaties/bronnen.bib"], re.M)
    assert sorted(keys) == sorted(r["id"] for r in json.loads(files["sources.json"])["records"])


def test_hostile_titles_stay_inside_their_field() -> None:
    files = hostile()
    for number in range(len(HOSTILE)):
        found = fields(files[f"citaties/cases/vals-{number}.bib"])
        assert found.keys() == {"author", "title", "howpublished", "version", "language", "note"}
        assert len(files[f"citaties/cases/vals-{number}.ris"].splitlines()) == 9
        assert "\\input" not in found["title"]


@given(st.text(max_size=60))
def test_any_text_can_be_cited(text: str) -> None:
    case = make_case(title=text.strip() or "x", summary="x")
    entry = record_entry(case, small_catalogue(), Names(), "1")
    fields(written([entry], "bib"))
    ris = written([entry], "ris")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in ris.split("\r\n")[:-1])
    assert json.loads(written([entry], "json"))


def test_what_is_not_known_is_left_out() -> None:
    entry = Entry(key="x", kind="other", title="Iets", author="", line="Iets")
    assert written([entry], "bib") == "@misc{x,\n  title = {{Iets}},\n  language = {nl},\n}\n"
    assert json.loads(written([entry], "json")) == [{"id": "x", "type": "document", "title": "Iets", "language": "nl"}]
