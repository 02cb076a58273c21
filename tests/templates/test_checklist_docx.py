"""The parts of a Word document in the order that its schema demands: Word refuses or repairs a file that breaks it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from docx.oxml.ns import qn
from lxml import etree

from knowledge.checklists import Checklist
from knowledge.store import Store
from templates.checklists import render
from tests.knowledge.small_world import make_note, put
from tests.templates.test_checklist_xlsx import ANSWERS, filled

ORDER = {
    "sdtPr": "rPr alias tag id lock placeholder temporary showingPlcHdr dataBinding label tabIndex text checkbox",
    "sdt": "sdtPr sdtEndPr sdtContent",
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs"
    " suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd"
    " snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment"
    " textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid"
    " vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em"
    " lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing"
    " tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tbl": "bookmarkStart bookmarkEnd tblPr tblGrid tr",
    "tc": "tcPr p",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked"
    " personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
}
"""For each element the children it may have, in their order (ISO/IEC 29500-1, annex A, transitional)."""


@pytest.fixture(params=["nl", "en"])
def parts(request: pytest.FixtureRequest, store: Store) -> dict[str, Any]:
    put(store, *make_note())
    lines = ANSWERS | {"toets": {"answer": "partly", "evidence": "Bundel 2\nen bundel 3 <b>"}}
    return opened(filled(lines, store), request.param)


def opened(checklist: Checklist, language: str) -> dict[str, Any]:
    made = render(checklist, "docx", language)
    assert isinstance(made, bytes)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        return {name: etree.fromstring(package.read(name)) for name in package.namelist() if name.endswith("l")}


def test_children_stand_in_their_order(parts: dict[str, Any]) -> None:
    seen = set()
    for name in ("word/document.xml", "word/styles.xml", "word/footer1.xml"):
        for element in parts[name].iter():
            kind = etree.QName(element).localname
            if kind in ORDER:
                order = ORDER[kind].split()
                places = [order.index(etree.QName(child).localname) for child in element]
                assert places == sorted(places), etree.tostring(element)[:600]
                seen.add(kind)
            assert kind != "tabs" or len(element), "a list of tab stops holds one"
    assert seen == set(ORDER)


def test_names_and_numbers_are_given_once(parts: dict[str, Any]) -> None:
    body = parts["word/document.xml"]
    for tag, attribute in (
        ("w:id", "w:val"),
        ("w:tag", "w:val"),
        ("w:bookmarkStart", "w:id"),
        ("w:bookmarkStart", "w:name"),
    ):
        given = [element.get(qn(attribute)) for element in body.iter(qn(tag))]
        assert len(given) == len(set(given)) > 4, tag
    names = {element.get(qn("w:name")) for element in body.iter(qn("w:bookmarkStart"))}
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", name) for name in names)
    assert {e.get(qn("w:anchor")) for e in body.iter(qn("w:hyperlink")) if e.get(qn("w:anchor"))} == names
    styles = {style.get(qn("w:styleId")) for style in parts["word/styles.xml"].iter(qn("w:style"))}
    used = {e.get(qn("w:val")) for kind in ("pStyle", "rStyle", "tblStyle") for e in body.iter(qn(f"w:{kind}"))}
    assert used <= styles


def test_answers_are_boxes_and_fields_that_hold_what_was_filled_in(parts: dict[str, Any]) -> None:
    told: dict[str, str] = {}
    for control in parts["word/document.xml"].iter(qn("w:sdt")):
        text = "".join("\n" if e.tag == qn("w:br") else e.text for e in control.iter(qn("w:t"), qn("w:br")))
        told[next(control.iter(qn("w:tag"))).get(qn("w:val"))] = text
    assert (told["gericht:yes"], told["gericht:no"], told["toets:partly"]) == ("☒", "☐", "☒")
    assert told["gericht:evidence"] == "Bundel 1"
    assert told["toets:evidence"] == "Bundel 2\nen bundel 3 <b>"
    assert told["verhaal:evidence"] == "In twee bladzijden"
    assert "verhaal:yes" not in told, "an open question is answered in words"


def test_it_is_for_the_word_of_today(parts: dict[str, Any]) -> None:
    settings = parts["word/settings.xml"]
    modes = {e.get(qn("w:name")): e.get(qn("w:val")) for e in settings.iter(qn("w:compatSetting"))}
    assert modes["compatibilityMode"] == "15"
    assert all(e.get(qn("w:percent")) for e in settings.iter(qn("w:zoom")))
    ignorable = parts["word/document.xml"].get("{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable")
    assert "w14" in ignorable.split(), "an older Word passes over the boxes it does not know"


def test_the_foot_numbers_the_pages(parts: dict[str, Any]) -> None:
    asked = [e.get(qn("w:instr")).strip() for e in parts["word/footer1.xml"].iter(qn("w:fldSimple"))]
    assert asked == ["PAGE", "NUMPAGES"]
