"""The files of a checklist: what they hold, that nothing in a document comes alive in them, and golden copies.

THUISHAVEN_GOLDEN=write rewrites the golden copies; the tests fail while it is on.
"""

from __future__ import annotations

import dataclasses
import io
import itertools
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document as Paper
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html
from markdown import Markdown, markdown  # type: ignore[import-untyped]
from markdown_it import MarkdownIt

from knowledge.base import PartialDate
from knowledge.checklists import Answers, Checklist, Profile, make_checklist
from knowledge.errors import MisuseError
from knowledge.schemes import Scheme
from knowledge.store import Store
from knowledge.trail import AnswerFile
from templates.checklists import ADVICE, Format, format_named, render
from templates.environment import clean, environment, md, safe_url
from templates.labels import DUTCH, dutch
from templates.open_data import open_data
from tests.knowledge.small_world import (
    TODAY,
    criterion,
    make_case,
    make_note,
    make_scheme,
    make_source,
    put,
    small_catalogue,
    small_scheme,
)

UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
GOLDEN = Path(__file__).parent / "golden"
WRITING = os.environ.get("THUISHAVEN_GOLDEN") == "write"
EVIL = '[x](javascript:alert(1)) <script>alert(2)</script> | {: onclick="z"} ![y](https://kwaad.be) \x07\u202e`c` **d**'


@pytest.fixture
def checklist(store: Store) -> Checklist:
    """The small scheme for a project of which a part is known, with the small source in the store."""
    document, passages = make_note()
    put(store, document, passages)
    profile = {"title": "Lampen terug", "sector": "batteries", "motives": "labour-cost", "route": {"origin": "China"}}
    answers = {
        "gericht": {
            "answer": "yes",
            "evidence": "Bundel 1",
            "note": "Nog te tekenen",
            "by": "An",
            "date": "2026-11-20",
        },
        "toets": {"answer": "partly"},
    }
    return make_checklist(
        small_scheme(),
        Profile.model_validate(profile),
        Answers.of(answers),
        catalogue=small_catalogue(),
        store=store,
        today=TODAY,
    )


def test_what_is_written_as_json_keeps_to_its_published_schema(checklist: Checklist) -> None:
    """Other programs read the checklist, the profile and the answers by these."""
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed (pip install jsonschema)")
    files = dict(open_data(small_catalogue(), version="0"))
    given = {line.id: line.answer for line in checklist.lines if line.answered}
    answers = AnswerFile(scheme=checklist.scheme.id, version=checklist.scheme.version, answers=given)
    for name, written in (
        ("checklist", json.loads(text_of(checklist, Format.JSON))),
        ("profile", checklist.profile.model_dump(mode="json")),
        ("answers", answers.model_dump(mode="json")),
    ):
        schema = json.loads(files[f"schemas/{name}.json"])
        jsonschema.Draft202012Validator.check_schema(schema)
        assert [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(written)] == [], name
        assert schema["additionalProperties"] is False, name


def text_of(checklist: Checklist, form: Format) -> str:
    made = render(checklist, form)
    assert isinstance(made, str)
    return made


def docx_of(checklist: Checklist) -> Any:
    made = render(checklist, Format.DOCX)
    assert isinstance(made, bytes)
    return Paper(io.BytesIO(made))


def outline(paper: Any) -> str:
    """Every paragraph and table row of a Word document with its style, in reading order."""
    told = []
    for block in paper.iter_inner_content():
        if hasattr(block, "rows"):
            told += ["| " + " | ".join(_said(cell._tc) for cell in row.cells) for row in block.rows]
        else:
            told.append(f"{block.style.name}: {_said(block._p)}")
    return "\n".join(told) + "\n"


def _said(element: Any) -> str:
    return "".join(part.text or "" for part in element.iter(qn("w:t")))


def test_the_golden_switch_is_off() -> None:
    assert not WRITING, "THUISHAVEN_GOLDEN=write is on: look at the new copies, then run the tests without it"


@pytest.mark.parametrize("form", [Format.MD, Format.HTML, Format.DOCX, Format.JSON])
def test_a_checklist_looks_as_it_did(checklist: Checklist, form: Format) -> None:
    checklist = checklist.model_copy(update={"knowledge_version": "0" * 12})
    name = "checklist.docx.txt" if form is Format.DOCX else f"checklist.{form.value}"
    made = outline(docx_of(checklist)) if form is Format.DOCX else text_of(checklist, form)
    if WRITING:
        (GOLDEN / name).write_text(made, encoding="utf-8")
    assert made == (GOLDEN / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("form", [Format.MD, Format.HTML, Format.DOCX])
def test_a_reader_finds_all_that_a_line_needs(checklist: Checklist, form: Format) -> None:
    made = (
        outline(docx_of(checklist))
        if form is Format.DOCX
        else html.fromstring(_as_html(checklist, form)).text_content()
    )
    said = " ".join(made.split())
    for words in (
        ADVICE,
        "Proefregeling voor terugkeer",
        "1.2, nagekeken op 1 oktober 2026",
        "december 2022",
        "voorstel",
        "R1. Gerichte steun",
        "Is aan gericht voldaan?",
        "Het project draagt bij tot de kringloop van materialen.",
        "Een nota van twee bladzijden",
        "Bundel 1",
        "Nog te tekenen",
        "An, 20 november 2026",
        "Wet op de test, artikel 3",
        "(mei 2020)",
        "Raad van de Test, Nota over terugkeer (5 december 2022), §2.1",
        "2.1 Criteria, p. 4",
        "Steun voor de kringloop",
        "Lampen keren terug",
        "De raad zegt niet hoe zwaar dit weegt.",
        "Niet bekend of dit geldt: de regio staat niet in het profiel.",
    ):
        assert words in said, words
    if form is not Format.HTML:  # a browser adds the marks of <q>
        assert "“De toets kijkt naar de" in said
    for word in ("Ja", "Nee", "Deels", "Onbekend"):
        assert said.count(word) >= len(checklist.lines)


def _as_html(checklist: Checklist, form: Format) -> str:
    made = text_of(checklist, form)
    return made if form is Format.HTML else markdown(made, extensions=["tables"])


def test_html_can_be_filled_in_without_script_or_network(checklist: Checklist) -> None:
    page = html.fromstring(text_of(checklist, Format.HTML))
    assert page.get("lang") == "nl-BE"
    assert not page.xpath("//script|//link|//img|//iframe|//@src|//@style|//*[@onclick]")
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert len(page.xpath("//fieldset[legend]")) == len(page.xpath("//textarea")) == len(checklist.lines)
    assert page.xpath("//input[@checked]/@value") == ["yes", "partly"]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {f"#{i}" for i in ids} >= set(page.xpath("//a[starts-with(@href, '#')]/@href"))
    assert set(page.xpath("//label/@for")) <= set(ids)
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


def test_what_does_not_apply_is_listed_and_not_asked(store: Store) -> None:
    made = make_checklist(
        small_scheme(), Profile(sector=("clothing",)), catalogue=small_catalogue(), store=store, today=TODAY
    )
    page = html.fromstring(text_of(made, Format.HTML))
    assert "sector" not in page.xpath("//textarea/@id") + page.xpath("//input/@name")
    assert "Geldt niet: de sector is kleding; het criterium geldt voor elektrische toestellen." in page.text_content()
    assert "Niet van toepassing op dit project" in outline(docx_of(made))
    assert "## Niet van toepassing op dit project\n\n- R2. Geschikte sector: Geldt niet" in text_of(made, Format.MD)


def test_a_variant_shows_its_difference_in_every_format(store: Store) -> None:
    variant = make_scheme(
        criterion("toets"),
        id="variant",
        status="explanation of another scheme",
        variant_of="proefregeling",
        difference="De ligging telt niet mee.",
    )
    known = small_catalogue(small_scheme(), variant)
    made = make_checklist(variant, catalogue=known, store=store, today=TODAY)
    for said in (text_of(made, Format.MD), text_of(made, Format.HTML), outline(docx_of(made))):
        for words in ("Verschil met Proefregeling voor terugkeer", "De ligging telt niet mee.", "Ligging"):
            assert words in said


def test_json_has_a_named_format_and_comes_back_whole(checklist: Checklist) -> None:
    made = text_of(checklist, Format.JSON)
    assert json.loads(made)["format"] == "thuishaven-checklist"
    assert Checklist.model_validate_json(made) == checklist


def test_a_word_document_is_sound(checklist: Checklist) -> None:
    made = render(checklist, Format.DOCX)
    assert isinstance(made, bytes)
    assert made == render(checklist, Format.DOCX)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert parts.testzip() is None
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(parts.read(name))
    paper = Paper(io.BytesIO(made))
    styles = [p.style.name for p in paper.paragraphs]
    assert styles[0] == "Title"
    assert {"Heading 1", "Heading 2", "Heading 3", "List Bullet"} <= set(styles)
    core = paper.core_properties
    assert (core.title, core.author, core.language) == (
        "Checklist: Proefregeling voor terugkeer",
        "Thuishaven",
        "nl-BE",
    )
    assert (core.created.date(), core.revision) == (TODAY, 1)
    languages = {e.get(qn("w:val")) for e in paper.styles.element.iter(qn("w:lang"))}
    assert languages == {"nl-BE"}
    boxes = paper.element.body.xpath("//w:sdt[w:sdtPr/*[local-name()='checkbox']]")
    assert len(boxes) == 4 * len(checklist.lines)
    assert sum(_said(box) == "☒" for box in boxes) == 2
    fields = paper.element.body.xpath("//w:sdt[w:sdtPr/w:text]")
    assert [_said(field) for field in fields] == ["Bundel 1", *["Schrijf hier"] * 4]
    assert len(paper.element.body.xpath("//w:sdt[w:sdtPr/w:showingPlcHdr]")) == 4
    assert all(table.style.name == "Table Grid" for table in paper.tables)
    links = [r.target_ref for r in paper.part.rels.values() if r.is_external]
    assert set(links) == {"https://voorbeeld.be/nota", "https://voorbeeld.be/wet?a=1&b=2"}


# nothing that a document says comes alive


@pytest.fixture
def hostile(store: Store) -> Checklist:
    """A checklist in which everything that may come from outside tries to be something else."""
    document, _ = make_note(title=EVIL, publisher=EVIL)
    seen: dict[str, int] = {}
    evil = type(make_note()[1][0]).make(
        "nota", 0, f"{EVIL} kringloop van koper", seen=seen, heading_path=("2.1 " + EVIL,)
    )
    put(store, document, [evil])
    scheme: Scheme = make_scheme(criterion("toets", title=EVIL, meaning=EVIL, concepts=["motives/labour-cost"]))
    known = small_catalogue(scheme, source=make_source(title=EVIL, publisher=EVIL))
    known = dataclasses.replace(known, cases={"lampen": make_case(title=EVIL, summary=EVIL)})
    answers = Answers.of({"toets": {"answer": "no", "evidence": f"</textarea>{EVIL}", "note": EVIL, "by": EVIL}})
    profile = Profile(title=EVIL, activity=(EVIL,), region=EVIL)
    return make_checklist(scheme, profile, answers, catalogue=known, store=store, today=TODAY)


@pytest.mark.parametrize("form", [Format.MD, Format.HTML])
def test_nothing_comes_alive_in_a_page(hostile: Checklist, form: Format) -> None:
    page = html.fromstring(_as_html(hostile, form))
    assert not page.xpath("//script|//img|//code|//*[@onclick]|//iframe")
    assert set(page.xpath("//@href")) <= {"https://voorbeeld.be/nota"}
    assert "alert(2)" in page.text_content()
    assert "\u202e" not in page.text_content()
    assert all(len(row.xpath("./td|./th")) == 2 for row in page.xpath("//tr"))
    if form is Format.HTML:
        assert page.xpath("//textarea")[0].text.strip().startswith("</textarea>")


def test_nothing_breaks_a_word_document(hostile: Checklist) -> None:
    paper = docx_of(hostile)
    assert "<script>" in outline(paper)
    assert {r.target_ref for r in paper.part.rels.values() if r.is_external} == {"https://voorbeeld.be/nota"}


EXTENSIONS = ["tables", "attr_list", "def_list", "footnotes", "abbr", "admonition", "md_in_html", "fenced_code", "toc"]
EXTENSIONS += [f"pymdownx.{name}" for name in ("caret", "keys", "magiclink", "mark", "tilde", "superfences", "details")]
PYTHON_MARKDOWN = Markdown(extensions=EXTENSIONS)
COMMONMARK = MarkdownIt("commonmark").enable(["table", "strikethrough"])
MARKS = r"""
    * _ ` ~ ^ = + - # > < | : ; ! ? [ ] ( ) { } \ & " ' $ @ . 1. 2) a B &lt; &#35; <b> https://x.be www.x.be [a](b)
    ![a](b) a@b.be ~~ == ++ ^^ --- ``` ::: !!! ??? *[a]: [^1]: {#a} :smile: <!-- <?php </p> é
    """
PIECES = st.sampled_from([*MARKS.split(), "\n", "\t", "    "])


@UNTIMED
@given(st.lists(PIECES, max_size=12).map(" ".join) | st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=40))
def test_markdown_shows_text_as_it_is(text: str) -> None:
    for before in ("", "- ", "### ", "1. ") if clean(text) else ():
        written = before + md(text)
        for made in (PYTHON_MARKDOWN.reset().convert(written), COMMONMARK.render(written)):
            page = html.fromstring(f"<main>{made}</main>")
            assert {e.tag for e in page.iter()} <= {"main", "p", "ul", "ol", "li", "h3"}
            assert not page.xpath("//@href|//@src|//@class|//@onclick|//@title")
            assert " ".join(page.text_content().split()) == _plain(text)


def _plain(text: str) -> str:
    """What a reader should see: what HTML parsers cannot hold is left out on both sides."""
    return clean(text)


def test_text_that_is_escaped_is_not_escaped_again() -> None:
    assert md(md("a*b")) == md("a*b") == "a\\*b"


def test_the_markdown_environment_escapes_without_being_asked() -> None:
    template = environment("markdown").from_string("{% macro m(x) %}**{{ x }}**{% endmacro %}{{ m(t) }} {{ t }}{{ u }}")
    assert template.render(t="<i>|", u=" einde ") == "**&lt;i&gt;&#124;** &lt;i&gt;&#124; einde "


def test_only_https_addresses_become_links() -> None:
    assert safe_url('https://x.be/a?b=1&c="><i>') == "https://x.be/a?b=1&amp;c=%22%3E%3Ci%3E"
    for address in ("javascript:alert(1)", "http://x.be", "data:text/html,x", " https://x.be"):
        with pytest.raises(ValueError, match="no https address"):
            safe_url(address)


# words and formats


@pytest.mark.parametrize("enum", DUTCH, ids=lambda e: e.__name__)
def test_every_value_has_its_own_dutch_word(enum: Any) -> None:
    words = [dutch(value) for value in enum]
    assert len(set(words)) == len(DUTCH[enum]) == len(list(enum))


def test_filters_speak_dutch() -> None:
    template = environment("html").from_string(
        "{{ d | nl_date }}, {{ e | nl_date }}, {{ n | number_nl }}, {{ m | number_nl }}"
    )
    assert (
        template.render(d=PartialDate(value="2023-01"), e=None, n=12840.5, m=26)
        == "januari 2023, datum onbekend, 12.840,5, 26"
    )


@pytest.mark.parametrize("name", ["md", "HTML", " docx ", "Pdf", "xlsx", "json"])
def test_formats_are_known_by_name(name: str) -> None:
    assert format_named(name).value == name.strip().lower()


def test_other_formats_are_refused_with_the_list(checklist: Checklist) -> None:
    told = r"'odt' is not known\. Choose one of: md, html, docx, pdf, xlsx, json\."
    with pytest.raises(MisuseError, match=told):
        render(checklist, "odt")
