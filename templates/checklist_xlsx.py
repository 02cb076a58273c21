"""A checklist as a workbook: answers chosen from a list, formulas that count them, and nothing else that can change.

`knowledge.answer_files` reads it back. No text in it is a formula; docs/decisions/0002 says why openpyxl.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from knowledge.answer_sheet import FORMAT, FORMAT_VERSION, MARK_SHEET, SHEET, WORDS, Column, Mark
from knowledge.checklist_records import Applies, Checklist, Line
from knowledge.precedents import Related
from knowledge.profiles import AnswerValue
from knowledge.schemes import Weight
from templates.checklists import (
    ADVICE,
    head_rows,
    headings,
    legal_text,
    merged,
    passage_text,
    reasons,
    source_text,
    still_needed,
)
from templates.labels import dutch
from templates.workbook_parts import Look, add_sheet, packed, put, put_formula, put_lead, put_row, set_up

__all__ = ["checklist_xlsx"]

ABOUT = "Toelichting"
RESULT = "Resultaat"
PROJECT = "Project"

WIDTHS = {
    Column.NUMBER: 5,
    Column.TITLE: 22,
    Column.GROUP: 15,
    Column.WEIGHT: 15,
    Column.APPLIES: 9,
    Column.WHY: 24,
    Column.QUESTION: 34,
    Column.ANSWER: 12,
    Column.EVIDENCE: 34,
    Column.NOTE: 20,
    Column.BY: 13,
    Column.DATE: 12,
    Column.CODE: 12,
}
"""The columns from left to right, with their widths in characters."""
FIRST = 6
"""The row of the first criterion."""
LONGEST = {Column.EVIDENCE: 4000, Column.NOTE: 4000, Column.BY: 200}
"""How many characters an answer may have."""
HOW = (
    "Vul de gele cellen in: kies een antwoord uit de lijst en noteer waaruit het blijkt. "
    "De andere bladen geven uitleg, de stand en wat van het project bekend is."
)
IN_WORDS = "Een open vraag beantwoordt u in woorden, onder 'Bewijs en toelichting'."
STANDS = (
    "De stand hieronder is berekend toen dit bestand werd gemaakt en verandert niet mee met de antwoorden. "
    "Lees het ingevulde bestand weer in om de nieuwe stand te kennen."
)


def checklist_xlsx(checklist: Checklist) -> bytes:
    """The bytes of an .xlsx file; the same checklist gives the same bytes."""
    book = Workbook()
    book.remove(book.active)
    _questions(book, checklist)
    _explanation(book, checklist)
    values = _result(book, checklist)
    _project(book, checklist)
    _mark(book, checklist)
    set_up(
        book,
        title=f"Checklist: {checklist.scheme.title}",
        subject=checklist.profile.title or checklist.scheme.authority,
        keywords=f"{checklist.scheme.id} {checklist.scheme.version} {checklist.knowledge_version}",
        description=ADVICE,
        made=checklist.made,
    )
    return packed(book, checklist.made, {RESULT: values})


def _questions(book: Workbook, checklist: Checklist) -> None:
    """The sheet that is filled in: a row for each criterion, also for those that do not apply now."""
    sheet = add_sheet(book, SHEET, tuple(WIDTHS.values()), landscape=True)
    put(sheet, 1, 1, f"Checklist: {checklist.scheme.title}", Look.TITLE)
    project = f"Project: {checklist.profile.title}. " if checklist.profile.title else ""
    put_lead(sheet, 2, f"{project}{HOW}", _place(Column.DATE))
    put_lead(sheet, 3, ADVICE, _place(Column.DATE))
    put_row(sheet, FIRST - 1, list(WIDTHS), Look.HEAD)
    for row, line in enumerate(checklist.lines, FIRST):
        look = Look.OFF if line.applies is Applies.NO else Look.TEXT
        for column, value in _given(line).items():
            put(sheet, row, _place(column), value, look)
        for column, value in _answered(line).items():
            put(sheet, row, _place(column), value, Look.FIELD, exact=True)
    last = FIRST + len(checklist.lines) - 1
    sheet.column_dimensions[_letter(Column.CODE)].hidden = True
    sheet.freeze_panes = f"C{FIRST}"
    sheet.print_title_rows = f"{FIRST - 1}:{FIRST - 1}"
    sheet.print_area = f"A1:{_letter(Column.DATE)}{last}"
    sheet.auto_filter.ref = f"A{FIRST - 1}:{_letter(Column.DATE)}{last}"
    _validate(sheet, last)


def _given(line: Line) -> dict[Column, str]:
    """What a row says of its criterion."""
    return {
        Column.NUMBER: line.number,
        Column.TITLE: line.title,
        Column.GROUP: dutch(line.group),
        Column.WEIGHT: dutch(line.weight),
        Column.APPLIES: APPLIES[line.applies],
        Column.WHY: line.applies_reason,
        Column.QUESTION: line.question,
        Column.CODE: line.id,
    }


APPLIES = {Applies.YES: "ja", Applies.NO: "nee", Applies.UNKNOWN: "niet bekend"}


def _answered(line: Line) -> dict[Column, str]:
    """What a row says of its answer; all empty when none was given."""
    given = line.answer
    return {
        Column.ANSWER: WORDS[given.answer] if line.answered else "",
        Column.EVIDENCE: given.evidence,
        Column.NOTE: given.note,
        Column.BY: given.by,
        Column.DATE: given.date.value or "",
    }


def _validate(sheet: Any, last: int) -> None:
    """What the cells of an answer take: a word of the list, a text that is not too long."""
    listed = ", ".join(WORDS.values())
    choice = DataValidation(
        type="list", formula1=f'"{",".join(WORDS.values())}"', allow_blank=True, showErrorMessage=True
    )
    choice.errorTitle, choice.error = "Antwoord", f"Kies {listed}, of laat de cel leeg."
    choice.showInputMessage, choice.promptTitle, choice.prompt = True, "Antwoord", f"Kies {listed}. {IN_WORDS}"
    choice.add(_range(Column.ANSWER, last))
    sheet.add_data_validation(choice)
    for column, most in LONGEST.items():
        length = DataValidation(
            type="textLength", operator="lessThanOrEqual", formula1=str(most), allow_blank=True, showErrorMessage=True
        )
        length.errorTitle, length.error = str(column), f"Schrijf ten hoogste {most} tekens."
        length.add(_range(column, last))
        sheet.add_data_validation(length)
    date = DataValidation(type="textLength", operator="lessThanOrEqual", formula1="10", allow_blank=True)
    date.showInputMessage, date.promptTitle, date.prompt = True, "Datum", "Schrijf 2026-11-21, 2026-11 of 21/11/2026."
    date.add(_range(Column.DATE, last))
    sheet.add_data_validation(date)


def _explanation(book: Workbook, checklist: Checklist) -> None:
    """What stands behind each criterion, a row for each piece, so that it can be filtered and printed."""
    sheet = add_sheet(book, ABOUT, (5, 24, 22, 80))
    put_row(sheet, 1, [Column.NUMBER, Column.TITLE, "Onderdeel", "Tekst"], Look.HEAD)
    titles = headings(checklist)
    rows = [(line.number, line.title, *piece) for line in checklist.lines for piece in _pieces(line, titles)]
    for row, texts in enumerate(rows, 2):
        put_row(sheet, row, texts)
    sheet.freeze_panes, sheet.print_title_rows, sheet.auto_filter.ref = "A2", "1:1", f"A1:D{len(rows) + 1}"


def _pieces(line: Line, titles: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The pieces of an explanation: what it is, and its text."""
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
    yield from (("Rechtsgrond", _with_address(legal_text(legal), legal.url)) for legal in line.legal)
    yield from (("Bron", _with_address(source_text(source), source.url)) for source in merged(line.sources))
    yield from (("Passage", passage_text(passage)) for passage in line.passages)
    yield from (("Precedent (maatregel)", _related(measure)) for measure in line.measures)
    yield from (("Praktijkgeval", _related(case)) for case in line.cases)


def _with_address(text: str, address: str | None) -> str:
    """The text with its address as text: a workbook with links asks its reader whether to trust it."""
    return f"{text}: {address}" if address else text


def _related(related: Related) -> str:
    kind = f" ({dutch(related.case_kind)})" if related.case_kind else ""
    sources = "; ".join(map(source_text, merged(related.sources)))
    return f"{related.title}{kind}: {related.summary} Waarom hier: {related.why}. Bron: {sources}."


def _result(book: Workbook, checklist: Checklist) -> dict[str, float]:
    """The head, the counts of the answers as formulas, and the state; the values of the formulas by cell."""
    sheet = add_sheet(book, RESULT, (44, 72))
    put(sheet, 1, 1, "Resultaat", Look.TITLE)
    put_lead(sheet, 2, ADVICE, 2)
    rows: list[tuple[str, str]] = list(head_rows(checklist))
    rows += [("Let op", notice) for notice in checklist.notices]
    for row, pair in enumerate(rows, 4):
        put_row(sheet, row, pair, first=Look.LABEL)
    counts = list(_counts(checklist))
    start = 4 + len(rows) + 1
    put(sheet, start, 1, "Hoever de antwoorden staan", Look.SECTION)
    for row, (name, formula, value) in enumerate(counts, start + 1):
        put(sheet, row, 1, name, Look.LABEL)
        put_formula(sheet, row, 2, formula, percent=isinstance(value, float))
    values = {f"B{row}": value for row, (_, _, value) in enumerate(counts, start + 1)}
    start += len(counts) + 2
    put(sheet, start, 1, "Stand van de toets", Look.SECTION)
    put_lead(sheet, start + 1, STANDS, 2)
    result = checklist.result
    told = [("Stand", dutch(result.state)), ("Samenvatting", result.summary)]
    told += [("Waarom", reason) for reason in reasons(checklist)]
    told += [("Nog nodig", need) for need in still_needed(checklist)]
    for row, pair in enumerate(told, start + 2):
        put_row(sheet, row, pair, first=Look.LABEL)
    return values


def _counts(checklist: Checklist) -> Iterator[tuple[str, str, float]]:
    """What is counted in the answers: its name, its formula, and its value now. Only what may apply counts."""
    lines = [line for line in checklist.lines if line.applies is not Applies.NO]
    last = FIRST + len(checklist.lines) - 1
    applies, weight, answer, evidence, note = (
        f"{SHEET}!{_range(column, last, '$')}"
        for column in (Column.APPLIES, Column.WEIGHT, Column.ANSWER, Column.EVIDENCE, Column.NOTE)
    )
    here = f'({applies}<>"{APPLIES[Applies.NO]}")'
    words = f'({weight}="{dutch(Weight.OPEN)}")'
    # Arithmetic and no IF, which looks at one row of a range only.
    filled = f"(({words}*(LEN({evidence})+LEN({note}))+(1-{words})*LEN({answer}))>0)"
    total, done = len(lines), sum(map(_is_filled, lines))
    yield "Punten die gelden of kunnen gelden", f"=SUMPRODUCT({here}*1)", total
    yield "Ingevuld", f"=SUMPRODUCT({here}*{filled})", done
    progress = f"=IF(SUMPRODUCT({here}*1)=0,0,SUMPRODUCT({here}*{filled})/SUMPRODUCT({here}*1))"
    yield "Voortgang", progress, done / total if total else 0.0
    for value, word in WORDS.items():
        count = sum(line.answered and line.answer.answer is value for line in lines)
        yield f"Antwoord {word}", f'=SUMPRODUCT({here}*({answer}="{word}"))', count
    decides = f'({weight}="{dutch(Weight.KNOCK_OUT)}")'
    hard = [line for line in lines if line.weight is Weight.KNOCK_OUT]
    missing = sum(not line.answered or line.answer.answer is AnswerValue.UNKNOWN for line in hard)
    open_ = f'(({answer}="")+({answer}="{WORDS[AnswerValue.UNKNOWN]}"))'
    yield "Doorslaggevende punten zonder ja, nee of deels", f"=SUMPRODUCT({here}*{decides}*{open_})", missing
    fails = sum(line.applies is Applies.YES and line.answered and line.answer.answer is AnswerValue.NO for line in hard)
    sure = f'({applies}="{APPLIES[Applies.YES]}")'
    no = f'({answer}="{WORDS[AnswerValue.NO]}")'
    yield "Doorslaggevende punten met nee", f"=SUMPRODUCT({sure}*{decides}*{no})", fails


def _is_filled(line: Line) -> bool:
    """Whether an answer stands there: a word, or for an open question some text."""
    given = line.answer
    return bool(given.evidence or given.note) if line.weight is Weight.OPEN else line.answered


def _project(book: Workbook, checklist: Checklist) -> None:
    """What is known of the project."""
    sheet = add_sheet(book, PROJECT, (36, 72))
    put(sheet, 1, 1, "Het project", Look.TITLE)
    put_row(sheet, 3, ["Gegeven", "Waarde"], Look.HEAD)
    facts = [("Titel", checklist.profile.title or "niet bekend")]
    facts += [(fact.name.capitalize(), fact.value) for fact in checklist.facts]
    for row, pair in enumerate(facts, 4):
        put_row(sheet, row, pair, first=Look.LABEL)
    if checklist.similar_cases:
        start = 4 + len(facts) + 1
        put(sheet, start, 1, "Praktijkgevallen die op het project lijken", Look.SECTION)
        for row, case in enumerate(checklist.similar_cases, start + 1):
            put_row(sheet, row, [case.title, _related(case)], first=Look.LABEL)


def _mark(book: Workbook, checklist: Checklist) -> None:
    """The hidden sheet by which the workbook is known when it comes back."""
    sheet = add_sheet(book, MARK_SHEET, (20, 60))
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


def _place(column: Column) -> int:
    """The number of a column, from 1."""
    return list(WIDTHS).index(column) + 1


def _letter(column: Column) -> str:
    return chr(64 + _place(column))


def _range(column: Column, last: int, fixed: str = "") -> str:
    """The cells of a column, such as H6:H12, or with `fixed` $H$6:$H$12."""
    letter = _letter(column)
    return f"{fixed}{letter}{fixed}{FIRST}:{fixed}{letter}{fixed}{last}"
