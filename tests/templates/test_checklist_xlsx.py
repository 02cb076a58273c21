"""The workbook of a checklist: what can be changed in it, what it counts, and that no text in it is a formula."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from knowledge.answer_files import read_answer_file
from knowledge.answer_sheet import MARK_SHEET, SHEET, Column
from knowledge.checklists import Answers, Checklist, Profile, make_checklist
from knowledge.schemes import Scheme
from knowledge.store import Store
from templates.checklist_xlsx import checklist_xlsx
from templates.checklists import ADVICE
from tests.knowledge.small_world import (
    TODAY,
    criterion,
    make_case,
    make_note,
    make_scheme,
    make_source,
    put,
    small_catalogue,
)

OFFICE = shutil.which("libreoffice") or shutil.which("soffice")
ANSWERED = (Column.ANSWER, Column.EVIDENCE, Column.NOTE, Column.BY, Column.DATE)
EVIL = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("https://kwaad.be";"x")', "=cmd|' /C calc'!A0", "<r>x</r>")


def scheme() -> Scheme:
    """A scheme with every kind of line and every field that a line can have."""
    return make_scheme(
        criterion("gericht", title="Gerichte steun", group="frame condition", weight="knock-out"),
        criterion(
            "sector",
            group="frame condition",
            weight="knock-out",
            applies_when=[{"fact": "sector", "operator": "one of", "values": ["sectors/clothing"]}],
        ),
        criterion(
            "toets",
            title="Toets aan het beleid",
            examples_yes=["Koper dat wordt teruggewonnen"],
            examples_no=["Koper dat wordt gestort"],
            not_stated="Hoeveel koper volstaat, staat nergens.",
            related=["gericht"],
            judgement="De raad zegt niet hoe zwaar dit weegt.",
            citations=[{"source": "raadsnota", "locator": "§2.1", "anchor": "kringloop van koper"}],
            concepts=["criteria/circular", "motives/labour-cost"],
            legal=[{"text": "Wet op de test, artikel 3", "date": "2020-05", "url": "https://voorbeeld.be/wet"}],
        ),
        criterion("deeltoets", group="sub-test", parent="toets"),
        criterion("bewijsbaar", weight="knock-out"),
        criterion("verhaal", title="Het verhaal", weight="open question"),
        criterion(
            "streek", applies_when=[{"fact": "region", "operator": "not one of", "values": ["jurisdictions/cn"]}]
        ),
    )


ANSWERS = {
    "gericht": {"answer": "yes", "evidence": "Bundel 1", "note": "Nog te tekenen", "by": "An", "date": "2026-11-20"},
    "sector": {"answer": "no"},
    "toets": {"answer": "partly"},
    "deeltoets": {"answer": "no"},
    "bewijsbaar": {"answer": "no"},
    "verhaal": {"evidence": "In twee bladzijden"},
}


def filled(answers: dict[str, Any] | None = None, store: Store | None = None) -> Checklist:
    """The checklist of that scheme for a project of which a part is known."""
    return make_checklist(
        scheme(),
        Profile.model_validate({"title": "Lampen terug", "sector": "batteries", "route": {"origin": "China"}}),
        Answers.of(ANSWERS if answers is None else answers),
        catalogue=small_catalogue(scheme()),
        store=store,
        today=TODAY,
    )


@pytest.fixture
def checklist(store: Store) -> Checklist:
    put(store, *make_note())
    return filled(store=store)


def opened(checklist: Checklist, *, values: bool = False) -> Any:
    return openpyxl.load_workbook(io.BytesIO(checklist_xlsx(checklist)), data_only=values)


def titles(sheet: Any) -> dict[str, int]:
    """The columns of the sheet of questions by the titles above them."""
    head = next(row for row in sheet.iter_rows() if any(cell.value == Column.CODE for cell in row))
    return {cell.value: cell.column for cell in head}


def texts(sheet: Any) -> str:
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


# what it holds


def test_the_same_checklist_gives_the_same_bytes_of_a_fixed_day(checklist: Checklist) -> None:
    made = checklist_xlsx(checklist)
    assert made == checklist_xlsx(checklist)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert package.testzip() is None
        assert {info.date_time for info in package.infolist()} == {(2026, 11, 21, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2026-11-21T00:00:00Z"}
    assert "Checklist: Proefregeling voor terugkeer" in core
    assert ">nl-BE<" in core


def test_a_reader_finds_all_that_a_line_needs(checklist: Checklist) -> None:
    book = opened(checklist)
    assert book.sheetnames == [SHEET, "Toelichting", "Resultaat", "Project", MARK_SHEET]
    assert book[MARK_SHEET].sheet_state == "veryHidden"
    for name, words in {
        SHEET: (
            ADVICE,
            "Lampen terug",
            "R1",
            "Gerichte steun",
            "randvoorwaarde",
            "open vraag",
            "Bundel 1",
            "2026-11-20",
        ),
        "Toelichting": (
            "Het project draagt bij tot de kringloop van materialen.",
            "Een nota van twee bladzijden",
            "Koper dat wordt teruggewonnen",
            "Koper dat wordt gestort",
            "Hoeveel koper volstaat, staat nergens.",
            "R1. Gerichte steun",
            "Wet op de test, artikel 3 (mei 2020): https://voorbeeld.be/wet",
            "Raad van de Test, Nota over terugkeer (5 december 2022), §2.1: https://voorbeeld.be/nota",
            "“De toets kijkt naar de",
            "Steun voor de kringloop",
            "Lampen keren terug (reshoring)",
        ),
        "Resultaat": (ADVICE, "1.2, nagekeken op 1 oktober 2026", checklist.fingerprint[:16], "voldoet niet"),
        "Project": ("Lampen terug", "batterijen", "China", "Niet bekend", "motief, activiteit"),
        MARK_SHEET: ("thuishaven-checklist-xlsx", "proefregeling", "1.2", checklist.fingerprint),
    }.items():
        found = texts(book[name])
        for word in words:
            assert word in found, (name, word)


def test_there_is_a_row_for_each_criterion_with_its_answer(checklist: Checklist) -> None:
    sheet = opened(checklist)[SHEET]
    at = titles(sheet)
    rows = {row[at[Column.CODE] - 1].value: row for row in sheet.iter_rows()}
    told = {
        line.id: [rows[line.id][at[column] - 1].value for column in (Column.APPLIES, *ANSWERED)]
        for line in checklist.lines
    }
    assert told == {
        "gericht": ["ja", "ja", "Bundel 1", "Nog te tekenen", "An", "2026-11-20"],
        "sector": ["nee", "nee", None, None, None, None],
        "toets": ["ja", "deels", None, None, None, None],
        "deeltoets": ["ja", "nee", None, None, None, None],
        "bewijsbaar": ["ja", "nee", None, None, None, None],
        "verhaal": ["ja", "onbekend", "In twee bladzijden", None, None, None],
        "streek": ["niet bekend", None, None, None, None, None],
    }
    assert sheet.column_dimensions["M"].hidden
    assert sheet.freeze_panes == "C6"


# what can be changed


def test_only_the_cells_of_an_answer_can_be_changed(checklist: Checklist) -> None:
    book = opened(checklist)
    at = titles(book[SHEET])
    for sheet in book:
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        free = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
        fields = [openpyxl.utils.get_column_letter(at[column]) for column in ANSWERED]
        wanted = {f"{letter}{row}" for letter in fields for row in range(6, 6 + len(checklist.lines))}
        assert free == (wanted if sheet.title == SHEET else set())


def test_an_answer_is_chosen_from_a_list(checklist: Checklist) -> None:
    sheet = opened(checklist)[SHEET]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert set(rules) == {"H6:H12", "I6:I12", "J6:J12", "K6:K12", "L6:L12"}
    choice = rules["H6:H12"]
    assert (choice.type, choice.formula1, choice.showErrorMessage) == ("list", '"ja,nee,deels,onbekend"', True)
    assert [(rules[f"{c}6:{c}12"].type, rules[f"{c}6:{c}12"].formula1) for c in "IJK"] == [
        ("textLength", "4000"),
        ("textLength", "4000"),
        ("textLength", "200"),
    ]


# what it counts


def counts(book: Any) -> dict[str, Any]:
    """What stands next to the name of each count."""
    rows = [(row[0].value, row[1].value) for row in book["Resultaat"].iter_rows()]
    start = next(n for n, (name, _) in enumerate(rows) if name == "Hoever de antwoorden staan")
    return dict(rows[start + 1 : start + 10])


COUNTED = {
    "Punten die gelden of kunnen gelden": 6,
    "Ingevuld": 5,
    "Voortgang": 5 / 6,
    "Antwoord ja": 1,
    "Antwoord nee": 2,
    "Antwoord deels": 1,
    "Antwoord onbekend": 1,
    "Doorslaggevende punten zonder ja, nee of deels": 0,
    "Doorslaggevende punten met nee": 1,
}


def test_formulas_count_the_answers_and_carry_their_values(checklist: Checklist) -> None:
    assert counts(opened(checklist, values=True)) == COUNTED
    formulas = counts(opened(checklist))
    assert formulas.keys() == COUNTED.keys()
    assert all(str(formula).startswith("=") for formula in formulas.values())
    names = set(re.findall(r"[A-Z]{2,}", " ".join(map(str, formulas.values()))))
    assert names == {"SUMPRODUCT", "LEN", "IF"}, "functions that every spreadsheet knows by this name"


def office(folder: Path, path: Path, form: str, made: str) -> Path:
    """The file of this name that LibreOffice makes when it opens, calculates and saves the workbook."""
    if OFFICE is None:
        pytest.skip("LibreOffice is not on this machine (apt-get install libreoffice-calc)")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", form, "--outdir", str(folder / "out"), str(path)]
    done = subprocess.run(command, capture_output=True, timeout=180, check=False)
    if b"could not be loaded" in done.stdout + done.stderr:
        pytest.skip("LibreOffice is here without Calc (apt-get install libreoffice-calc)")
    assert (folder / "out" / made).exists(), (done.stdout, done.stderr)
    return folder / "out" / made


ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def test_libreoffice_calculates_the_same(tmp_path: Path) -> None:
    path = tmp_path / "checklist.xlsx"
    book = opened(filled({}))
    sheet = book[SHEET]
    at = titles(sheet)
    for row in sheet.iter_rows(min_row=6):
        given = ANSWERS.get(row[at[Column.CODE] - 1].value, {})
        words = {"yes": "ja", "no": "nee", "partly": "deels", None: "onbekend"}
        if given:
            row[at[Column.ANSWER] - 1].value = words[given.get("answer")]
            row[at[Column.EVIDENCE] - 1].value = given.get("evidence")
    book.save(path)
    rows = list(
        csv.reader(
            office(tmp_path, path, ALL_SHEETS, "checklist-Resultaat.csv").read_text(encoding="utf-8").splitlines()
        )
    )
    told = {row[0]: row[1] for row in rows if row and row[0] in COUNTED}
    assert float(told.pop("Voortgang").rstrip("%")) == pytest.approx(100 * COUNTED["Voortgang"])
    assert told == {name: str(value) for name, value in COUNTED.items() if name != "Voortgang"}


def test_libreoffice_gives_the_answers_back_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "checklist.xlsx"
    evil = {
        "gericht": {"answer": "yes", "evidence": "\n".join(EVIL[:4]) + "\n_x0041_ <b>&amp;"},
        "toets": {"note": "007"},
    }
    path.write_bytes(checklist_xlsx(filled(ANSWERS | evil)))
    assert read_answer_file(office(tmp_path, path, "xlsx", "checklist.xlsx"), scheme()) == Answers.of(ANSWERS | evil)


# no text is a formula


@pytest.mark.parametrize("evil", EVIL)
def test_no_text_is_a_formula(store: Store, evil: str) -> None:
    document, passages = make_note(title=evil, publisher=evil)
    put(store, document, passages)
    made_of = make_scheme(
        criterion("toets", title=evil, question=evil, meaning=evil, judgement=evil, concepts=["motives/labour-cost"]),
        title=evil,
        authority=evil,
    )
    known = small_catalogue(made_of, source=make_source(title=evil, publisher=evil))
    known.cases["lampen"] = make_case(title=evil, summary=evil)
    given = {"toets": {"answer": "no", "evidence": evil, "note": evil, "by": evil}}
    checklist = make_checklist(
        made_of,
        Profile(title=evil, activity=(evil,), region=evil),
        Answers.of(given),
        catalogue=known,
        store=store,
        today=TODAY,
    )
    book = opened(checklist)
    formulas = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert {(cell.parent.title, cell.column) for cell in formulas} == {("Resultaat", 2)}
    assert not any(evil in str(cell.value) for cell in formulas)
    assert all(cell.number_format == "@" for row in book[SHEET].iter_rows() for cell in row if cell.value)
    with zipfile.ZipFile(io.BytesIO(checklist_xlsx(checklist))) as package:
        assert not [name for name in package.namelist() if "external" in name.lower()]
        assert b"External" not in b"".join(package.read(name) for name in package.namelist())
