"""A checklist as a workbook: answers chosen from a list, formulas that count them, and nothing else that can change.

`knowledge.answer_files` reads it back. No text in it is a formula; docs/decisions/0002 says why openpyxl.
"""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl import Workbook

from knowledge.answer_sheet import FORMAT, FORMAT_VERSION, MARK_SHEET, SHEET, WORDS, Column, Mark
from knowledge.checklist_records import Applies, Checklist, Line
from knowledge.concepts import Vocabulary
from knowledge.languages import Speech, speech
from templates.answer_columns import FIRST, WIDTHS, letter, place, validate
from templates.checklist_counts import APPLIES, result_sheet
from templates.checklist_texts import (
    ADVICE,
    IN_DUTCH,
    fact_rows,
    headings,
    legal_said,
    merged,
    passage_said,
    related_said,
    source_said,
)
from templates.labels import dutch
from templates.said import plain
from templates.workbook_parts import Look, add_sheet, packed, put, put_lead, put_row, set_up

__all__ = ["checklist_xlsx"]

HOW = (
    "Vul de gele cellen in: kies een antwoord uit de lijst en noteer waaruit het blijkt. "
    "De andere bladen geven uitleg, de stand en wat van het project bekend is."
)


def checklist_xlsx(checklist: Checklist, say: Speech | None = None, words: Vocabulary | None = None) -> bytes:
    """The bytes of an .xlsx file; the same checklist gives the same bytes."""
    say = say or speech()
    book = Workbook()
    book.remove(book.active)
    _questions(book, checklist, say)
    _explanation(book, checklist, say)
    values = result_sheet(book, checklist, say)
    _project(book, checklist, say, words)
    _mark(book, checklist, say)
    set_up(
        book,
        title=f"{say('Checklist')}: {checklist.scheme.title}",
        subject=checklist.profile.title or checklist.scheme.authority,
        keywords=f"{checklist.scheme.id} {checklist.scheme.version} {checklist.knowledge_version}",
        description=say(ADVICE),
        language=say.tag,
        made=checklist.made,
    )
    return packed(book, checklist.made, {say("Resultaat"): values})


def _questions(book: Workbook, checklist: Checklist, say: Speech) -> None:
    """The sheet that is filled in: a row for each criterion, also for those that do not apply now."""
    sheet = add_sheet(book, SHEET, tuple(WIDTHS.values()), say, landscape=True)
    put(sheet, 1, 1, f"{say('Checklist')}: {checklist.scheme.title}", Look.TITLE)
    project = f"{say('Project')}: {checklist.profile.title}. " if checklist.profile.title else ""
    put_lead(sheet, 2, f"{project}{say(HOW)}", place(Column.DATE))
    put_lead(sheet, 3, say(ADVICE) if say.dutch else f"{say(ADVICE)} {say(IN_DUTCH)}", place(Column.DATE))
    put_row(sheet, FIRST - 1, list(map(say, WIDTHS)), Look.HEAD)
    for row, line in enumerate(checklist.lines, FIRST):
        look = Look.OFF if line.applies is Applies.NO else Look.TEXT
        for column, value in _given(line, say).items():
            put(sheet, row, place(column), value, look)
        for column, value in _answered(line, say).items():
            put(sheet, row, place(column), value, Look.FIELD, exact=True)
    last = FIRST + len(checklist.lines) - 1
    sheet.column_dimensions[letter(Column.CODE)].hidden = True
    sheet.freeze_panes = f"C{FIRST}"
    sheet.print_title_rows = f"{FIRST - 1}:{FIRST - 1}"
    sheet.print_area = f"A1:{letter(Column.DATE)}{last}"
    sheet.auto_filter.ref = f"A{FIRST - 1}:{letter(Column.DATE)}{last}"
    validate(sheet, last, say)


def _given(line: Line, say: Speech) -> dict[Column, str]:
    """What a row says of its criterion."""
    return {
        Column.NUMBER: line.number,
        Column.TITLE: line.title,
        Column.GROUP: say(dutch(line.group)),
        Column.WEIGHT: say(dutch(line.weight)),
        Column.APPLIES: say(APPLIES[line.applies]),
        Column.WHY: line.applies_reason,
        Column.QUESTION: line.question,
        Column.CODE: line.id,
    }


def _answered(line: Line, say: Speech) -> dict[Column, str]:
    """What a row says of its answer; all empty when none was given."""
    given = line.answer
    return {
        Column.ANSWER: say(WORDS[given.answer]) if line.answered else "",
        Column.EVIDENCE: given.evidence,
        Column.NOTE: given.note,
        Column.BY: given.by,
        Column.DATE: given.date.value or "",
    }


def _explanation(book: Workbook, checklist: Checklist, say: Speech) -> None:
    """What stands behind each criterion, a row for each piece, so that it can be filtered and printed."""
    sheet = add_sheet(book, say("Toelichting"), (5, 24, 22, 80), say)
    put_row(sheet, 1, list(map(say, (Column.NUMBER, Column.TITLE, "Onderdeel", "Tekst"))), Look.HEAD)
    titles = headings(checklist)
    rows = [
        (line.number, line.title, say(name), text)
        for line in checklist.lines
        for name, text in _pieces(line, titles, say)
    ]
    for row, texts in enumerate(rows, 2):
        put_row(sheet, row, texts)
    sheet.freeze_panes, sheet.print_title_rows, sheet.auto_filter.ref = "A2", "1:1", f"A1:D{len(rows) + 1}"


def _pieces(line: Line, titles: dict[str, str], say: Speech) -> Iterator[tuple[str, str]]:
    """The pieces of an explanation: what it is, in Dutch, and its text."""
    yield "Wat het betekent", line.meaning
    for name, texts in (
        ("Gevraagd bewijs", line.evidence_asked),
        ("Voorbeeld van ja", line.examples_yes),
        ("Voorbeeld van nee", line.examples_no),
    ):
        yield from ((name, text) for text in texts)
    if line.not_stated:
        yield "Wat de bronnen niet zeggen", line.not_stated
    if line.judgement:
        yield "Bij de beoordeling", line.judgement
    yield from (("Hangt samen met", titles[other]) for other in line.related)
    yield from (("Rechtsgrond", _with_address(plain(legal_said(legal, say)), legal.url)) for legal in line.legal)
    for source in merged(line.sources):
        yield "Bron", _with_address(plain(source_said(source, say)), source.url)
    yield from (("Passage", plain(passage_said(passage, say))) for passage in line.passages)
    yield from (("Precedent (maatregel)", plain(related_said(measure, say))) for measure in line.measures)
    yield from (("Praktijkgeval", plain(related_said(case, say))) for case in line.cases)


def _with_address(text: str, address: str | None) -> str:
    """The text with its address as text: a workbook with links asks its reader whether to trust it."""
    return f"{text}: {address}" if address else text


def _project(book: Workbook, checklist: Checklist, say: Speech, words: Vocabulary | None) -> None:
    """What is known of the project."""
    sheet = add_sheet(book, say("Project"), (36, 72), say)
    put(sheet, 1, 1, say("Het project"), Look.TITLE)
    put_row(sheet, 3, [say("Gegeven"), say("Waarde")], Look.HEAD)
    facts = [(say("Titel"), checklist.profile.title or say("niet bekend"))]
    facts += [(name, plain(value)) for name, value in fact_rows(checklist, say, words)]
    for row, pair in enumerate(facts, 4):
        put_row(sheet, row, pair, first=Look.LABEL)
    if checklist.similar_cases:
        start = 4 + len(facts) + 1
        put(sheet, start, 1, say("Praktijkgevallen die op het project lijken"), Look.SECTION)
        for row, case in enumerate(checklist.similar_cases, start + 1):
            put_row(sheet, row, [case.title, plain(related_said(case, say))], first=Look.LABEL)


def _mark(book: Workbook, checklist: Checklist, say: Speech) -> None:
    """The hidden sheet by which the workbook is known when it comes back."""
    sheet = add_sheet(book, MARK_SHEET, (20, 60), say)
    sheet.sheet_state = "veryHidden"
    marks = {
        Mark.FORMAT: FORMAT,
        Mark.FORMAT_VERSION: FORMAT_VERSION,
        Mark.SCHEME: checklist.scheme.id,
        Mark.VERSION: checklist.scheme.version,
        Mark.KNOWLEDGE_VERSION: checklist.knowledge_version,
        Mark.FINGERPRINT: checklist.fingerprint,
        Mark.MADE: checklist.made.isoformat(),
    }
    for row, pair in enumerate(marks.items(), 1):
        put_row(sheet, row, pair)
