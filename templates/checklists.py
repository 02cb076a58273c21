"""A checklist as a file: Markdown, HTML that can be filled in, DOCX, PDF, XLSX that can be read back, or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from knowledge.checklist_records import Applies, Checklist, Line
from knowledge.errors import MisuseError
from knowledge.evidence import Evidence
from knowledge.precedents import SourceReference
from knowledge.profiles import Answer, AnswerValue
from knowledge.schemes import Group, LegalReference
from knowledge.verdicts import NeedKind
from knowledge.wording import nl_date
from templates.environment import environment
from templates.labels import dutch

__all__ = [
    "ADVICE",
    "BINARY",
    "Block",
    "Format",
    "blocks",
    "fact_rows",
    "format_named",
    "head_rows",
    "heading",
    "headings",
    "legal_text",
    "merged",
    "page",
    "passage_text",
    "reasons",
    "render",
    "signed",
    "source_text",
    "still_needed",
]

ADVICE = (
    "Dit is geen juridisch advies. De checklist helpt om een dossier voor te bereiden; "
    "alleen de bevoegde overheid oordeelt over steun."
)

KENMERK = 16
"""How many letters of the fingerprint are shown: enough to tell any two checklists apart."""


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


@dataclass(frozen=True)
class Block:
    """The lines of a checklist under one title."""

    title: str
    lines: tuple[Line, ...]


def blocks(checklist: Checklist) -> list[Block]:
    """The lines that apply or may apply, frame conditions first; what does not apply is left to the end of the page."""
    shown = [line for line in checklist.lines if line.applies is not Applies.NO]
    frame = tuple(line for line in shown if line.group is Group.FRAME)
    others = tuple(line for line in shown if line.group is not Group.FRAME)
    return [block for block in (Block("Randvoorwaarden", frame), Block("Criteria", others)) if block.lines]


def heading(line: Line) -> str:
    """The number and title of a line."""
    return f"{line.number}. {line.title}"


def headings(checklist: Checklist) -> dict[str, str]:
    """The number and title of each line by its id."""
    return {line.id: heading(line) for line in checklist.lines}


def signed(answer: Answer) -> str:
    """By whom an answer was given, and when; empty when neither is known."""
    return ", ".join((answer.by or "niet vermeld", nl_date(answer.date))) if answer.by or answer.date.value else ""


def passage_text(passage: Evidence) -> str:
    """A passage in a line of text: a short quote, where it stands, and whether it is a digest or stale."""
    quote = f"“{passage.quote}” — " if passage.quote else ""
    marks = " [samenvatting van de bron]" * passage.digest + " [brontekst gewijzigd sinds het nazicht]" * passage.stale
    return f"{quote}{passage.citation}{marks}"


def source_text(source: SourceReference) -> str:
    """A source in a line of text, with the place in it."""
    return f"{source.publisher}, {source.title} ({nl_date(source.date)}), {source.locator}"


def legal_text(legal: LegalReference) -> str:
    """A legal reference in a line of text, with its date where it is known."""
    return f"{legal.text} ({nl_date(legal.date)})" if legal.date.value else legal.text


def reasons(checklist: Checklist) -> list[str]:
    """Why the result is what it is; that a question is open is left to what is still needed."""
    asked = {need.criterion for need in checklist.result.needed if need.kind is NeedKind.ANSWER}
    told = [reason for reason in checklist.result.reasons if reason.criterion not in asked]
    return [f"{reason.title}: {reason.text}" for reason in told]


def still_needed(checklist: Checklist) -> list[str]:
    """What is still needed, one sentence a line of the checklist."""
    by_line: dict[str | None, list[str]] = {}
    for need in checklist.result.needed:
        asked = need.kind is NeedKind.ANSWER and any(need.text == line.question for line in checklist.lines)
        by_line.setdefault(need.criterion, []).append("beantwoord de vraag" if asked else _lower(need.text))
    titles = headings(checklist)
    told = ((titles.get(key or "", "Voor het geheel"), "; ".join(texts)) for key, texts in by_line.items())
    return [f"{title}: {text}{'' if text.endswith('?') else '.'}" for title, text in told]


def _lower(sentence: str) -> str:
    """A sentence as it follows a colon."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")


def merged(sources: Iterable[SourceReference]) -> list[SourceReference]:
    """The sources, each once, with all the places that are cited in it."""
    places: dict[str, list[SourceReference]] = {}
    for source in sources:
        places.setdefault(source.id, []).append(source)
    return [
        found[0].model_copy(update={"locator": "; ".join(dict.fromkeys(s.locator for s in found))})
        for found in places.values()
    ]


def head_rows(checklist: Checklist) -> Iterator[tuple[str, str]]:
    """What stands at the head of a checklist: name and value."""
    scheme = checklist.scheme
    yield "Regeling", scheme.title
    yield "Instantie", scheme.authority
    yield "Rechtsgebied", scheme.jurisdiction
    yield "Soort", dutch(scheme.kind)
    yield "Status", dutch(scheme.status)
    yield "Versie", f"{scheme.version}, nagekeken op {nl_date(scheme.reviewed)}"
    if scheme.valid_from.value:
        yield "Geldig vanaf", nl_date(scheme.valid_from)
    if scheme.valid_until.value:
        yield "Geldig tot", nl_date(scheme.valid_until)
    yield "Checklist gemaakt op", nl_date(checklist.made)
    yield "Versie van de kennisbank", checklist.knowledge_version
    yield "Kenmerk", checklist.fingerprint[:KENMERK]


def fact_rows(checklist: Checklist) -> Iterator[tuple[str, str]]:
    """What is known of the project, name and value, and in a last row what is not."""
    yield from ((fact.name.capitalize(), fact.value) for fact in checklist.facts if fact.known)
    if unknown := [fact.name for fact in checklist.facts if not fact.known]:
        yield "Niet bekend", ", ".join(unknown)


def render(checklist: Checklist, form: Format | str) -> str | bytes:
    """The checklist in a format: text for md, html and json, bytes for docx, pdf and xlsx.

    Raises MisuseError for another format, and BuildError where what draws a PDF is not installed.
    """
    match format_named(form):
        case Format.JSON:
            return json.dumps(checklist.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
        case Format.DOCX:
            from templates.checklist_docx import checklist_docx

            return checklist_docx(checklist)
        case Format.PDF:
            from templates.checklist_pdf import checklist_pdf

            return checklist_pdf(checklist)
        case Format.XLSX:
            from templates.checklist_xlsx import checklist_xlsx

            return checklist_xlsx(checklist)
        case Format.HTML:
            return page(checklist)
        case Format.MD:
            return re.sub(r"\n{3,}", "\n\n", _from_template(checklist, "checklist.md.j2", "markdown"))


def page(checklist: Checklist, *, paper: bool = False) -> str:
    """The checklist as HTML; on `paper` the answers are text and not fields."""
    return _from_template(checklist, "checklist.html.j2", "html", paper=paper)


def _from_template(checklist: Checklist, name: str, kind: Literal["html", "markdown"], **more: object) -> str:
    return (
        environment(kind)
        .get_template(name)
        .render(
            checklist=checklist,
            blocks=blocks(checklist),
            head=list(head_rows(checklist)),
            facts=list(fact_rows(checklist)),
            skipped=[line for line in checklist.lines if line.applies is Applies.NO],
            answers=list(AnswerValue),
            advice=ADVICE,
            reasons=reasons(checklist),
            needed=still_needed(checklist),
            merged=merged,
            headings=headings(checklist),
            **more,
        )
    )
