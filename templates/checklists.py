"""A checklist as a file: Markdown, HTML that can be filled in, DOCX, PDF, XLSX that can be read back, or JSON.

Its labels are Dutch or English; what it holds of the scheme, the sources and the reasons is Dutch.
"""

from __future__ import annotations

import json
import re
from enum import StrEnum
from typing import Literal

from knowledge.checklist_records import Applies, Checklist
from knowledge.concepts import Vocabulary
from knowledge.errors import MisuseError
from knowledge.languages import Language, Speech, speech
from knowledge.profiles import AnswerValue
from templates.checklist_texts import (
    ADVICE,
    IN_DUTCH,
    blocks,
    described,
    fact_rows,
    head_rows,
    headings,
    merged,
    notices,
    reasons,
    state,
    still_needed,
)
from templates.environment import environment

__all__ = ["ADVICE", "BINARY", "Format", "format_named", "page", "render"]


class Format(StrEnum):
    """The formats of a checklist."""

    MD = "md"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"
    JSON = "json"


BINARY = frozenset({Format.DOCX, Format.PDF, Format.XLSX})
"""The formats that are bytes and no text."""


def format_named(name: str) -> Format:
    """The format with this name; raises MisuseError that lists the formats."""
    try:
        return Format(name.strip().lower())
    except ValueError:
        listed = ", ".join(f.value for f in Format)
        raise MisuseError(f"The format '{name[:40]}' is not known.", cure=f"Choose one of: {listed}.") from None


def render(
    checklist: Checklist,
    form: Format | str,
    language: Language | str = Language.NL,
    *,
    vocabulary: Vocabulary | None = None,
) -> str | bytes:
    """The checklist in a format: text for md, html and json, bytes for docx, pdf and xlsx.

    `language` is that of the labels; in another than Dutch a concept is named by its label in the `vocabulary`. JSON is
    the same in every language. Raises MisuseError for another format or language, and BuildError where what draws a PDF
    is not installed.
    """
    say = speech(language)
    match format_named(form):
        case Format.JSON:
            return json.dumps(checklist.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
        case Format.DOCX:
            from templates.checklist_docx import checklist_docx

            return checklist_docx(checklist, say, vocabulary)
        case Format.PDF:
            from templates.checklist_pdf import checklist_pdf

            return checklist_pdf(checklist, say, vocabulary)
        case Format.XLSX:
            from templates.checklist_xlsx import checklist_xlsx

            return checklist_xlsx(checklist, say, vocabulary)
        case Format.HTML:
            return page(checklist, say, vocabulary)
        case Format.MD:
            return re.sub(r"\n{3,}", "\n\n", _from_template(checklist, "checklist.md.j2", "markdown", say, vocabulary))


def page(
    checklist: Checklist, say: Speech | None = None, vocabulary: Vocabulary | None = None, *, paper: bool = False
) -> str:
    """The checklist as HTML; on `paper` the answers are text and not fields."""
    return _from_template(checklist, "checklist.html.j2", "html", say or speech(), vocabulary, paper=paper)


def _from_template(
    checklist: Checklist,
    name: str,
    kind: Literal["html", "markdown"],
    say: Speech,
    vocabulary: Vocabulary | None,
    **more: object,
) -> str:
    return (
        environment(kind, say.language)
        .get_template(name)
        .render(
            checklist=checklist,
            state=state(checklist.result, say),
            notices=notices(checklist, say),
            blocks=blocks(checklist, say),
            head=list(head_rows(checklist, say)),
            facts=list(fact_rows(checklist, say, vocabulary)),
            skipped=[line for line in checklist.lines if line.applies is Applies.NO],
            answers=list(AnswerValue),
            advice=ADVICE,
            in_dutch=IN_DUTCH,
            reasons=reasons(checklist),
            needed=still_needed(checklist, say),
            merged=merged,
            described=described(checklist, say),
            headings=headings(checklist),
            **more,
        )
    )
