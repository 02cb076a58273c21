"""A checklist with English labels: each has one, nothing Dutch is left that does not say so, answers come back."""

from __future__ import annotations

import ast
import datetime
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from docx import Document
from docx.oxml.ns import qn
from jinja2 import Environment
from jinja2.ext import extract_from_ast
from lxml import html

import thuishaven
from knowledge.answer_files import read_answer_file
from knowledge.answer_sheet import SHEET, WORDS, Column
from knowledge.base import PartialDate
from knowledge.cases import CaseKind
from knowledge.checklists import Answers, Checklist, make_checklist
from knowledge.concepts import ConceptScheme, Vocabulary
from knowledge.english import ENGLISH, NOTICES
from knowledge.errors import MisuseError
from knowledge.facts import Fact, Size
from knowledge.languages import Language, language_named, speech
from knowledge.laws import law_notices
from knowledge.profiles import AnswerValue, Profile
from knowledge.schemes import Group, SchemeKind, SchemeStatus, Weight
from knowledge.store import Store
from knowledge.verdicts import ResultState
from knowledge.wording import FACTS
from templates.checklists import page, render
from templates.environment import md
from templates.labels import dutch
from tests.knowledge.small_world import TODAY, concept, make_note, make_source, put, small_catalogue
from tests.templates.test_checklist_xlsx import ANSWERS, filled, scheme

TEMPLATES = Path(thuishaven.__file__).parent / "templates"
PAGES = ("checklist.html.j2", "checklist.md.j2", "macros/checklist.html.j2", "macros/checklist.md.j2")
STYLES = ("checklist.css", "checklist_paper.css")
WRITERS = ("answer_columns", "checklist_counts", "checklist_docx", "checklist_texts", "checklist_xlsx", "word_parts")
ENUMS = (AnswerValue, CaseKind, Fact, Group, ResultState, SchemeKind, SchemeStatus, Size, Weight)
ENGLISH_ONLY = speech("en")


@pytest.fixture
def checklist(store: Store) -> Checklist:
    """A checklist with every kind of line, of a variant, with a precedent, a case and two kinds of notices."""
    put(store, *make_note())
    plain = scheme()
    fields = {"variant_of": "proefregeling", "difference": "De ligging telt niet mee.", "valid_until": "2030"}
    made_of = plain.model_validate(plain.model_dump(mode="json") | {"id": "variant"} | fields)
    profile = {
        "title": "Lampen terug",
        "sector": "batteries",
        "motives": "labour-cost",
        "route": {"origin": "China"},
        "size": "small",
        "investment": "1.250.000,50",
        "circularity": "ja",
        "start": "2027-03",
    }
    return make_checklist(
        made_of,
        Profile.model_validate(profile),
        Answers.of(ANSWERS),
        catalogue=small_catalogue(scheme(), made_of),
        store=store,
        today=TODAY,
        asked_on=datetime.date(2026, 10, 1),
    )


# the catalogue


def test_every_label_of_a_template_has_its_english() -> None:
    asked = set(_asked_in_templates())
    assert len(asked) > 40
    assert asked <= ENGLISH.keys(), asked - ENGLISH.keys()


def _asked_in_templates() -> Iterator[str]:
    environment = Environment(autoescape=True, trim_blocks=True)
    for name in (*PAGES, *STYLES):
        for _, _, message in extract_from_ast(environment.parse(_source(name)), gettext_functions=("_",)):
            if isinstance(message, str):
                yield message


def _source(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_a_template_holds_no_label_of_its_own(name: str) -> None:
    tokens = Environment(autoescape=True).lex(_source(name))
    text = " ".join(value for _, kind, value in tokens if kind == "data")
    shown = re.sub(r"<style>.*?</style>|<[^>]*>|</?$|\b(?:href|class|id|lang)=\"", " ", text, flags=re.DOTALL)
    marked = re.sub(r"<[a-z!/][^<]*|[a-z-]+=\"[^\"]*|\" ?[a-z]*>?", " ", shown)
    assert set(re.findall(r"[A-Za-zÀ-ÿ]{2,}", marked)) <= {"th", "td", "tr", "li", "scope", "row"}, marked


@pytest.mark.parametrize("name", WRITERS)
def test_every_label_of_a_writer_has_its_english(name: str) -> None:
    asked = [call.args[0] for call in _calls(name)]
    told = {one.value for one in asked if isinstance(one, ast.Constant)}
    assert told <= ENGLISH.keys(), told - ENGLISH.keys()
    assert asked


def _calls(name: str) -> Iterator[ast.Call]:
    """The places where a module asks for a label."""
    for node in ast.walk(ast.parse(_source(f"{name}.py"))):
        if isinstance(node, ast.Call) and node.args:
            called = node.func
            if (isinstance(called, ast.Name) and called.id == "say") or (
                isinstance(called, ast.Attribute) and called.attr == "say"
            ):
                yield node


@pytest.mark.parametrize("enum", ENUMS, ids=lambda e: e.__name__)
def test_every_word_of_a_checklist_has_its_own_english(enum: Any) -> None:
    words = [dutch(value).removeprefix("de ").removeprefix("het ") for value in enum]
    assert len({ENGLISH[word] for word in words}) == len(words)


def test_every_column_and_answer_has_its_own_english() -> None:
    for labels in (list(Column), list(WORDS.values())):
        assert len({ENGLISH[label] for label in labels}) == len(labels)


def test_no_english_stands_in_the_catalogue_that_nobody_asks_for() -> None:
    used = set(_asked_in_templates()) | {dutch(value) for enum in ENUMS for value in enum} | set(NOTICES)
    used |= {*Column, *WORDS.values(), *(name.split(" ", 1)[1] for name in FACTS.values()), "datum onbekend"}
    for name in (*WRITERS, "workbook_parts"):
        nodes = ast.walk(ast.parse(_source(f"{name}.py")))
        used |= {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    assert set(ENGLISH) <= used, set(ENGLISH) - used


def test_the_names_in_braces_are_the_same_in_both_languages() -> None:
    for label, english in ENGLISH.items():
        assert set(re.findall(r"\{\w+\}", label)) == set(re.findall(r"\{\w+\}", english)), label


@pytest.mark.parametrize("status", list(SchemeStatus))
@pytest.mark.parametrize("searched", [True, False])
def test_every_notice_has_its_english(store: Store, status: SchemeStatus, searched: bool) -> None:
    put(store, *make_note())
    plain = scheme().model_dump(mode="json")
    old = {"status": status, "reviewed": "2024-05-01", "valid_until": "2025", "criteria": plain["criteria"]}
    old["criteria"][2]["citations"][0]["passage_hash"] = "0" * 16
    made_of = scheme().model_validate(plain | old)
    checklist = make_checklist(
        made_of,
        catalogue=small_catalogue(made_of),
        store=store if searched else None,
        today=TODAY,
        asked_on=datetime.date(2025, 1, 31),
    )
    told = [in_english(notice) for notice in checklist.notices]
    assert len(told) >= 4 - (status is SchemeStatus.IN_FORCE)
    assert "This checklist was asked for 31 January 2025 and made on 21 November 2026." in told


def in_english(notice: str) -> str:
    parts = ENGLISH_ONLY.notice(notice)
    assert parts is not None, notice
    return "".join(text for text, _ in parts)


@pytest.mark.parametrize(("kind", "word"), [("amends", "amended"), ("replaces", "replaced")])
@pytest.mark.parametrize("since", ["2026-03-01", "2026-11-02"])
def test_every_notice_of_a_law_has_its_english(kind: str, word: str, since: str) -> None:
    later = make_source(
        "later", title="Wet van later", relations=[{"kind": kind, "source": "raadsnota", "since": since}]
    )
    known = {"raadsnota": make_source(), "later": later}
    for numbers in ({}, {"toets": "1", "gericht": "R1"}):
        notices = list(law_notices(scheme(), known, TODAY, numbers))
        assert len(notices) == (kind == "replaces" or since > "2026-10-01")
        for notice in notices:
            told = in_english(notice)
            assert told.startswith(f"'Nota over terugkeer' has been {word} by 'Wet van later' since "), told
            assert told.endswith(" Check at R1, 1." if numbers else "."), told
            assert [text for text, dutch in ENGLISH_ONLY.notice(notice) or () if dutch] == [
                "Nota over terugkeer",
                "Wet van later",
            ]


def test_a_notice_of_another_form_stays_dutch_and_says_so(checklist: Checklist) -> None:
    unknown = checklist.model_copy(update={"notices": ("Dit is een nieuw bericht.",)})
    tree = html.fromstring(page(unknown, ENGLISH_ONLY))
    assert tree.xpath("//ul[@class='notices']//span[@lang='nl']/text()") == ["Dit is een nieuw bericht."]


# what is left of Dutch


_BLANK = re.compile(r"\\\{\w+\\\}")
_VALUES = sorted((_BLANK.sub(r"[\\w., ]+?", re.escape(value)) for value in ENGLISH.values()), key=len, reverse=True)
_DATE = r"(?:\d{1,2} )?(?:January|March|May|October|November|December) \d{4}"
_KNOWN = re.compile(
    rf"(?:\b(?:{'|'.join(_VALUES)}|{_DATE})(?!\w)|(?<!\w)R\d|\beuro\b|\d[a-z]\b|[^A-Za-zÀ-ÿ])*", re.IGNORECASE
)
OWN = ("Lampen terug", "Bundel 1", "Nog te tekenen", "An", "In twee bladzijden")
"""What the user wrote."""


def strange(texts: Iterator[str] | list[str], *known: str) -> list[str]:
    """The texts in which something is neither a label in English nor written by the user nor `known`."""
    found = []
    for text in texts:
        rest = re.sub(r"https://[\w./]+|^- \[x\]", " ", text)
        for word in sorted((*OWN, *known), key=len, reverse=True):
            rest = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", " ", rest)
        if not _KNOWN.fullmatch(rest):
            found.append(text)
    return found


@pytest.mark.parametrize("paper", [True, False])
def test_a_page_marks_all_that_is_dutch(checklist: Checklist, paper: bool) -> None:
    tree = html.fromstring(page(checklist, ENGLISH_ONLY, paper=paper))
    assert tree.get("lang") == "en-GB"
    for away in tree.xpath("//style|//head"):
        away.drop_tree()
    texts = tree.xpath("//text()[not(ancestor::*[@lang='nl'])]")
    data = (checklist.fingerprint[:16], checklist.knowledge_version)
    assert strange([str(text) for text in texts], *data) == []
    marked = " ".join(tree.xpath("//*[@lang='nl']//text()"))
    for line in checklist.lines:
        assert line.applies_reason in marked
        assert line.title in marked
    labels = {label for label, english in ENGLISH.items() if label != english}
    assert not labels & {text.strip(" .:") for text in tree.xpath("//*[@lang='nl']/text()")} - {"voorstel"}


def test_a_page_in_dutch_marks_nothing(checklist: Checklist) -> None:
    tree = html.fromstring(page(checklist))
    assert tree.xpath("//@lang") == ["nl-BE"]


def test_a_word_document_marks_all_that_is_dutch(checklist: Checklist) -> None:
    made = render(checklist, "docx", "en")
    assert isinstance(made, bytes)
    paper = Document(io.BytesIO(made))
    runs = list(paper.element.body.iter(qn("w:r"))) + list(paper.sections[0].footer._element.iter(qn("w:r")))
    plain: list[str] = []
    marked: list[str] = []
    for run in runs:
        language = run.find(f"{qn('w:rPr')}/{qn('w:lang')}")
        text = "".join(part.text or "" for part in run.iter(qn("w:t")))
        (plain if language is None else marked).append(text)
    assert strange(plain, checklist.fingerprint[:16], checklist.knowledge_version) == []
    assert {line.title for line in checklist.lines if line.id != "sector"} <= set(marked)
    assert paper.core_properties.language == "en-GB"
    assert {e.get(qn("w:val")) for e in paper.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    aliases = {e.get(qn("w:val")) for e in paper.element.body.iter(qn("w:alias"))}
    assert aliases == {"Yes", "No", "Partly", "Unknown", "Evidence and explanation", "Answer in words"}


def contents(checklist: Checklist) -> list[str]:
    """All that a checklist holds that is no label: every text of the scheme, its sources and its reasons."""
    told = checklist.model_dump(mode="json", exclude={"facts", "notices", "profile"})
    told["result"].pop("label")
    texts = [text for text in _texts(told) if " " in text or text[:1].isupper() or "§" in text]
    lowered = [text[:1].lower() + text[1:].rstrip(".") for text in texts if " " in text]
    data = (checklist.fingerprint[:16], checklist.knowledge_version)
    return [*texts, *lowered, *data, "batterijen", "loonkosten", "China", "p. 9"]


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for one in data.values() if isinstance(data, dict) else data:
            yield from _texts(one)


def test_markdown_has_no_dutch_label(checklist: Checklist) -> None:
    made = render(checklist, "md", "en")
    assert isinstance(made, str)
    known = [str(form) for text in contents(checklist) for form in (md(text), text.replace("&", "&amp;"))]
    assert strange(made.replace("_", " ").splitlines(), *known) == []
    assert "**What it means.** Het project draagt bij" in made


def test_a_workbook_has_no_dutch_label(checklist: Checklist) -> None:
    made = render(checklist, "xlsx", "en")
    assert isinstance(made, bytes)
    book = openpyxl.load_workbook(io.BytesIO(made), data_only=True)
    assert book.sheetnames[:4] == ["Checklist", "Explanation", "Result", "Project"]
    assert book.properties.language == "en-GB"
    rows = [row for sheet in book.worksheets[:4] for row in sheet.iter_rows()]
    cells = {str(cell.value) for row in rows for cell in row if cell.value} - {line.id for line in checklist.lines}
    feet = [sheet.oddFooter.left.text + sheet.oddFooter.right.text for sheet in book.worksheets[:4]]
    told = [
        text
        for rule in book[SHEET].data_validations.dataValidation
        for text in (rule.prompt, rule.promptTitle, rule.error, rule.errorTitle, rule.formula1)
        if text
    ]
    known = contents(checklist)
    assert strange([*cells, *feet, *told], *known) == []


def test_json_is_the_same_in_every_language(checklist: Checklist) -> None:
    assert render(checklist, "json", "en") == render(checklist, "json")


def test_a_scheme_with_an_outcome_of_its_own_keeps_its_dutch_words(checklist: Checklist) -> None:
    result = checklist.result.model_copy(update={"label": "is staatssteun"})
    tree = html.fromstring(page(checklist.model_copy(update={"result": result}), ENGLISH_ONLY))
    assert tree.xpath("//h2[1]/span[@lang='nl']/text()")[0] == "is staatssteun"
    assert tree.xpath("//h2[1]/text()")[0] == "Result so far: "


# values and dates


def test_facts_are_told_in_english(checklist: Checklist) -> None:
    words = Vocabulary(
        ConceptScheme.model_validate(
            {
                "scheme": {"id": name, "title": {"nl": name}, "description": {"nl": name}},
                "concepts": [concept(key, "x") | {"pref": label}],
            }
        )
        for name, key, label in (
            ("sectors", "sectors/batteries", {"nl": "batterijen", "en": "batteries"}),
            ("motives", "motives/labour-cost", {"nl": "loonkosten"}),
        )
    )
    made = render(checklist, "html", "en", vocabulary=words)
    assert isinstance(made, str)
    for row in (
        '<th scope="row">Sector</th><td>batteries</td>',
        '<th scope="row">Motive</th><td><span lang="nl">loonkosten</span></td>',
        '<th scope="row">Size</th><td>small enterprise</td>',
        '<th scope="row">Investment</th><td>1,250,000.50 euro</td>',
        '<th scope="row">Effort on circularity</th><td>yes</td>',
        '<th scope="row">Start</th><td>March 2027</td>',
    ):
        assert row in made, row


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (datetime.date(2026, 11, 21), "21 November 2026"),
        (PartialDate(value="2026-03"), "March 2026"),
        ("2026", "2026"),
        (None, "date unknown"),
    ],
)
def test_dates_are_told_in_english(value: Any, told: str) -> None:
    assert ENGLISH_ONLY.date(value) == told


# the workbook comes back


@pytest.mark.parametrize("language", list(Language))
def test_a_workbook_in_either_language_gives_the_same_answers(tmp_path: Path, language: Language) -> None:
    path = tmp_path / "checklist.xlsx"
    content = render(filled(), "xlsx", language)
    assert isinstance(content, bytes)
    path.write_bytes(content)
    read = read_answer_file(path, scheme())
    assert read == Answers.of(ANSWERS)
    assert filled(read.given).result == filled().result


@pytest.mark.parametrize(
    ("language", "listed"), [("nl", "ja, nee, deels, onbekend"), ("en", "yes, no, partly, unknown")]
)
def test_a_wrong_answer_is_told_in_the_words_of_its_list(tmp_path: Path, language: str, listed: str) -> None:
    path = tmp_path / "checklist.xlsx"
    content = render(filled({}), "xlsx", language)
    assert isinstance(content, bytes)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book[SHEET]
    for cell, word in zip(sheet["H"][5:9], listed.split(", "), strict=True):
        cell.value = word
    book.save(path)
    assert [a.answer for a in read_answer_file(path, scheme()).given.values()] == list(AnswerValue)
    sheet["H9"].value = "misschien"
    book.save(path)
    with pytest.raises(Exception, match=rf"H9: 'misschien' is no answer\. Choose {listed} or leave it empty"):
        read_answer_file(path, scheme())


# the choice of a language


@pytest.mark.parametrize("name", ["nl", " EN "])
def test_languages_are_known_by_their_code(name: str) -> None:
    assert language_named(name).value == name.strip().lower()


def test_another_language_is_refused_with_the_list(checklist: Checklist, tmp_path: Path) -> None:
    with pytest.raises(MisuseError, match=r"no labels in the language 'fr'\. Choose one of: nl, en\."):
        render(checklist, "md", "fr")
    called = ["--home", str(tmp_path), "checklist", "serv-direct-support", "--language", "fr"]
    told = CliRunner().invoke(thuishaven.main, called)
    assert told.exit_code == 2
    assert "There are no labels in the language 'fr'. Choose one of: nl, en." in told.stderr
