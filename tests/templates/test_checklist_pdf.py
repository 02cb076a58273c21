"""The PDF of a checklist: tagged, Dutch, with bookmarks, all its text, and nothing fetched for it."""

from __future__ import annotations

import builtins
import ctypes
import importlib.util
import io
import re
import sys
import zlib
from collections.abc import Iterator
from functools import partial
from typing import Any

import pypdfium2
import pypdfium2.raw as raw
import pytest
from docx import Document

from knowledge.checklists import Answers, Checklist, Profile, make_checklist
from knowledge.errors import BuildError
from knowledge.languages import speech
from knowledge.store import Store
from templates.checklist_pdf import _refusing, _weasyprint, checklist_pdf
from templates.checklist_texts import ADVICE, head_rows, heading
from templates.checklists import page, render
from templates.said import plain
from tests.knowledge.small_world import TODAY, criterion, make_note, make_scheme, make_source, put, small_catalogue
from tests.templates.test_checklist_xlsx import filled
from tests.templates.test_checklists import outline

EVIL = '</p><script>alert(1)</script><img src="https://kwaad.be/x.png"><link rel=stylesheet href=file:///etc/passwd>'


def drawn(checklist: Checklist) -> bytes:
    try:
        return checklist_pdf(checklist)
    except BuildError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def checklist(module_store: Store) -> Checklist:
    put(module_store, *make_note())
    return filled(store=module_store)


@pytest.fixture(scope="module")
def module_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(tmp_path_factory.mktemp("pdf") / "store.sqlite") as opened:
        yield opened


@pytest.fixture(scope="module")
def made(checklist: Checklist) -> bytes:
    return drawn(checklist)


@pytest.fixture
def paper(made: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(made)
    yield document
    document.close()


def text_of(paper: pypdfium2.PdfDocument) -> str:
    said = " ".join(one.get_textpage().get_text_range() for one in paper)
    return " ".join(said.replace("\ufffe", "-").replace("•", " ").split())


def tags_of(paper: pypdfium2.PdfDocument) -> dict[tuple[str, str], str]:
    """The kinds of elements in the structure of all pages, with the language that they say, and the text in them."""
    found: dict[tuple[str, str], str] = {}

    def told(ask: Any, element: Any) -> str:
        size = ask(element, None, 0)
        name = ctypes.create_string_buffer(size)
        ask(element, name, size)
        return name.raw.decode("utf-16-le").rstrip("\0")

    def walk(element: Any, texts: dict[int, str], language: str) -> None:
        language = told(raw.FPDF_StructElement_GetLang, element) or language
        key = (told(raw.FPDF_StructElement_GetType, element), language)
        numbers = map(partial(raw.FPDF_StructElement_GetMarkedContentIdAtIndex, element), range(8))
        found[key] = found.get(key, "") + "".join(texts.get(number, "") for number in numbers)
        for number in range(raw.FPDF_StructElement_CountChildren(element)):
            if child := raw.FPDF_StructElement_GetChildAtIndex(element, number):
                walk(child, texts, language)

    for one in paper:
        texts: dict[int, str] = {}
        words = one.get_textpage()
        for shown in one.get_objects([raw.FPDF_PAGEOBJ_TEXT]):
            size = raw.FPDFTextObj_GetText(shown, words, None, 0)
            text = ctypes.create_string_buffer(size)
            raw.FPDFTextObj_GetText(shown, words, ctypes.cast(text, ctypes.POINTER(ctypes.c_ushort)), size)
            place = raw.FPDFPageObj_GetMarkedContentID(shown)
            texts[place] = texts.get(place, "") + text.raw.decode("utf-16-le").rstrip("\0")
        tree = raw.FPDF_StructTree_GetForPage(one)
        for number in range(raw.FPDF_StructTree_CountChildren(tree)):
            walk(raw.FPDF_StructTree_GetChildAtIndex(tree, number), texts, "")
        raw.FPDF_StructTree_Close(tree)
    return found


def test_it_is_tagged_and_says_its_language_and_title(made: bytes, paper: pypdfium2.PdfDocument) -> None:
    assert raw.FPDFCatalog_IsTagged(paper)
    told = {kind for kind, _ in tags_of(paper)}
    assert {"H1", "H2", "H3", "P", "Table", "TR", "TH", "TD", "L", "LI", "Link"} <= told
    assert b"/Lang (nl-BE)" in _objects(made)
    assert paper.get_metadata_value("Title") == "Checklist: Proefregeling voor terugkeer"
    assert b'pdfuaid:part="1"' in _objects(made)


def test_in_another_language_what_is_dutch_says_so(checklist: Checklist, paper: pypdfium2.PdfDocument) -> None:
    assert {language for _, language in tags_of(paper)} == {""}, "all is in the language of the document"
    made = render(checklist, "pdf", "en")
    assert isinstance(made, bytes)
    assert b"/Lang (en-GB)" in _objects(made)
    told = tags_of(pypdfium2.PdfDocument(made))
    dutch = "".join(text for (_, language), text in told.items() if language == "nl-BE")
    rest = "".join(text for (_, language), text in told.items() if not language)
    for words in ("Gerichte steun", "Geldt voor elk project.", "Koper dat wordt", "Raad van de Test"):
        assert words in dutch, words
        assert words not in rest, words
    for words in ("Evidence asked for", "decisive", "Yes", "Filled in by", "5 December 2022", "Lampen terug"):
        assert words in rest, words
        assert words not in dutch, words


def _objects(made: bytes) -> bytes:
    """The objects of the file, those in streams unpacked."""
    found = [made]
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL):
        try:
            found.append(zlib.decompress(match[1]))
        except zlib.error:
            found.append(match[1])
    return b"\n".join(found)


def test_all_that_a_line_needs_can_be_read(checklist: Checklist, paper: pypdfium2.PdfDocument) -> None:
    said = text_of(paper)
    for words in (
        ADVICE,
        *(plain(value) for _, value in head_rows(checklist, speech())),
        *(heading(line) for line in checklist.lines),
        "☒ Ja",
        "☐ Nee",
        "☒ Deels",
        "Bundel 1",
        "Nota: Nog te tekenen",
        "Ingevuld door An, 20 november 2026",
        "Voorbeelden van ja Koper dat wordt teruggewonnen",
        "Voorbeelden van nee Koper dat wordt gestort",
        "Wat de bronnen niet zeggen Hoeveel koper volstaat, staat nergens.",
        "Hangt samen met R1. Gerichte steun",
        "Wet op de test, artikel 3 (mei 2020)",
    ):
        assert words in said, words


def test_it_has_bookmarks_page_numbers_and_a_foot(checklist: Checklist, paper: pypdfium2.PdfDocument) -> None:
    marks = [mark.get_title() for mark in paper.get_toc()]
    assert marks[0] == checklist.scheme.title
    wanted = [heading(line) for line in checklist.lines if line.id != "sector"]
    assert [mark for mark in marks if re.match(r"R?\d+[a-z]?\. ", mark)] == wanted * 2, "the form, and what is behind"
    for number, one in enumerate(paper, 1):
        said = one.get_textpage().get_text_range()
        assert f"{number} / {len(paper)}" in said
        assert "geen juridisch advies" in said


def test_the_same_checklist_gives_the_same_bytes(checklist: Checklist, made: bytes) -> None:
    assert made == render(checklist, "pdf")
    assert made != drawn(checklist.model_copy(update={"knowledge_version": "0" * 12}))


def test_on_paper_nothing_asks_to_be_clicked(checklist: Checklist) -> None:
    assert not re.search("<(?:form|input|textarea|fieldset|label)", page(checklist, paper=True))
    assert re.search("<form>.*<input.*<textarea", page(checklist), re.DOTALL)


def test_nothing_comes_alive_and_nothing_is_fetched(store: Store) -> None:
    put(store, *make_note(title=EVIL, publisher=EVIL))
    known = small_catalogue(
        make_scheme(criterion("toets", title=EVIL, meaning=EVIL)), source=make_source(title=EVIL, publisher=EVIL)
    )
    checklist = make_checklist(
        known.schemes["proefregeling"],
        Profile(title=EVIL, region=EVIL),
        Answers.of({"toets": {"answer": "no", "evidence": EVIL}}),
        catalogue=known,
        store=store,
        today=TODAY,
    )
    content = drawn(checklist)
    assert "<script>alert(1)" in text_of(pypdfium2.PdfDocument(content))
    assert not re.search(rb"/JavaScript|/JS\b|/Launch|/EmbeddedFile|/SubmitForm", _objects(content))
    assert set(re.findall(rb"/URI \((.*?)\)", _objects(content))) <= {b"https://voorbeeld.be/nota"}


@pytest.mark.parametrize("address", ["https://kwaad.be/x.png", "file:///etc/passwd", "data:text/plain,x"])
def test_no_address_is_fetched(address: str) -> None:
    if importlib.util.find_spec("weasyprint") is None:
        pytest.skip("weasyprint is not installed (pip install 'thuishaven[pdf]')")
    with pytest.raises(ValueError, match="nothing is fetched for a checklist"):
        _refusing(_weasyprint()).fetch(address)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ImportError("no module"), r"the package weasyprint is not installed\. Install it with `pip install"),
        (
            OSError("no library"),
            r"weasyprint finds no Pango on this machine\. Install it with `apt-get install libpango",
        ),
    ],
)
def test_what_is_missing_is_told_with_its_cure(
    checklist: Checklist, monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    real = builtins.__import__

    def fail(name: str, *more: Any, **named: Any) -> Any:
        if name == "weasyprint":
            raise error
        return real(name, *more, **named)

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(builtins, "__import__", fail)
    with pytest.raises(BuildError, match=told):
        checklist_pdf(checklist)


@pytest.mark.parametrize("form", ["html", "md", "docx", "pdf"])
def test_an_open_question_is_answered_in_words(checklist: Checklist, form: str) -> None:
    made = drawn(checklist) if form == "pdf" else render(checklist, form)
    if form == "pdf":
        said = text_of(pypdfium2.PdfDocument(made))
    elif form == "docx":
        assert isinstance(made, bytes)
        said = outline(Document(io.BytesIO(made)))
    else:
        assert isinstance(made, str)
        said = made
    at = said.index("Antwoord in woorden")
    assert said.count("Antwoord in woorden") == 1
    assert "In twee bladzijden" in said[at : at + 200]
    boxes = re.findall(r"☐|☒|- \[[ x]\]|type=\"radio\"", said)
    assert len(boxes) == 4 * 5, "for the five lines that apply and are no open question"
