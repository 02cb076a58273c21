"""How a Word document of ours looks: page, fonts, colours and room, its language, and the edition of Word it is for."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

__all__ = ["FIELD", "WARNING", "set_up"]

INK, GREY = RGBColor(0x0B, 0x53, 0x45), RGBColor(0x5F, 0x5F, 0x5F)
FONT = "Calibri"
WARNING, FIELD = "Waarschuwing", "Placeholder Text"
"""The styles of our own: a sentence not to overlook, and what stands in an empty field."""


def set_up(document: Any, tag: str) -> None:
    """Makes the template of python-docx ours; `tag` is the language of all text that names no other."""
    _set_page(document)
    _set_styles(document)
    _set_language(document, tag)


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)


TABLES = {"Normal Table", "Table Grid"}
"""The styles of tables that we use; the template has a hundred, and each look for a style goes past them all."""


def _set_styles(document: Any) -> None:
    styles = document.styles
    for style in [one for one in styles if one.type == WD_STYLE_TYPE.TABLE and one.name not in TABLES]:
        style.delete()
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        styles[name].font.color.rgb = INK
    for fonts in styles.element.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        fonts.set(qn("w:ascii"), FONT)
        fonts.set(qn("w:hAnsi"), FONT)
        fonts.set(qn("w:cs"), FONT)
    styles["Normal"].font.size = Pt(10.5)
    defaults = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:pPrDefault')}/{qn('w:pPr')}/{qn('w:spacing')}")
    defaults.set(qn("w:after"), "120")  # twentieths of a point; a style of ours would reach into the tables too
    for side in ("w:top", "w:bottom"):
        for room in styles["Table Grid"].element.iterfind(f".//{qn('w:tblCellMar')}/{qn(side)}"):
            room.set(qn("w:w"), "40")
    styles["Footer"].font.size = Pt(8)
    warning = styles.add_style(WARNING, WD_STYLE_TYPE.PARAGRAPH)
    warning.base_style, warning.font.bold = styles["Normal"], True
    styles.add_style(FIELD, WD_STYLE_TYPE.CHARACTER).font.color.rgb = GREY


def _set_language(document: Any, tag: str) -> None:
    """The language of all text that names no other, and the edition of Word that the file is for."""
    styles, settings = document.styles.element, document.settings.element
    for properties in styles.iter(qn("w:rPr")):
        for language in properties.findall(qn("w:lang")):
            properties.remove(language)
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    defaults.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{tag}" w:eastAsia="{tag}" w:bidi="ar-SA"/>'))
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), tag)
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # an older edition opens with "compatibility mode" in its title
