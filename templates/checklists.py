"""A checklist as a file: Markdown, HTML that can be filled in and printed, a Word document, or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from knowledge.checklist_records import Applies, Checklist, Line
from knowledge.errors import MisuseError
from knowledge.precedents import SourceReference
from knowledge.profiles import AnswerValue
from knowledge.schemes import Group
from knowledge.verdicts import NeedKind
from knowledge.wording import nl_date
from templates.environment import environment
from templates.labels import dutch

__all__ = [
    "ADVICE",
    "Block",
    "Format",
    "blocks",
    "format_named",
    "head_rows",
    "heading",
    "merged",
    "reasons",
    "render",
    "still_needed",
]

ADVICE = (
    "Dit is geen juridisch advies. De checklist helpt om een dossier voor te bereiden; "
    "alleen de bevoegde overheid oordeelt over steun."
)


class Format(StrEnum):
    """The formats of a checklist."""

    MD = "md"
    HTML = "html"
    DOCX = "docx"
    JSON = "json"


LATER = frozenset({"pdf", "xlsx"})


def format_named(name: str) -> Format:
    """The format with this name; raises MisuseError that lists the formats."""
    try:
        return Format(name.strip().lower())
    except ValueError:
        listed = ", ".join(f.value for f in Format)
        told = "is not made yet" if name.strip().lower() in LATER else "is not known"
        raise MisuseError(f"The format '{name[:40]}' {told}.", cure=f"Choose one of: {listed}.") from None


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
    titles = {line.id: heading(line) for line in checklist.lines}
    return [f"{titles.get(key or '', 'Voor het geheel')}: {'; '.join(texts)}." for key, texts in by_line.items()]


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
    yield "Status", dutch(scheme.status)
    yield "Versie", f"{scheme.version}, nagekeken op {nl_date(scheme.reviewed)}"
    if scheme.valid_from.value:
        yield "Geldig vanaf", nl_date(scheme.valid_from)
    if scheme.valid_until.value:
        yield "Geldig tot", nl_date(scheme.valid_until)
    yield "Checklist gemaakt op", nl_date(checklist.made)
    yield "Versie van de kennisbank", checklist.knowledge_version


def render(checklist: Checklist, form: Format | str) -> str | bytes:
    """The checklist in a format: text for md, html and json, bytes for docx. Raises MisuseError for another format."""
    match format_named(form):
        case Format.JSON:
            return json.dumps(checklist.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
        case Format.DOCX:
            from templates.checklist_docx import checklist_docx

            return checklist_docx(checklist)
        case Format.HTML:
            return _from_template(checklist, "html")
        case Format.MD:
            return _from_template(checklist, "markdown")


def _from_template(checklist: Checklist, kind: str) -> str:
    names = {"html": "checklist.html.j2", "markdown": "checklist.md.j2"}
    template = environment("html" if kind == "html" else "markdown").get_template(names[kind])
    text = template.render(
        checklist=checklist,
        blocks=blocks(checklist),
        head=list(head_rows(checklist)),
        skipped=[line for line in checklist.lines if line.applies is Applies.NO],
        answers=list(AnswerValue),
        advice=ADVICE,
        reasons=reasons(checklist),
        needed=still_needed(checklist),
        merged=merged,
    )
    return re.sub(r"\n{3,}", "\n\n", text) if kind == "markdown" else text
