"""The sheet of a workbook that says how far the answers are, in formulas that count them, and what they came to."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl import Workbook

from knowledge.answer_sheet import SHEET, WORDS, Column
from knowledge.checklist_records import Applies, Checklist, Line
from knowledge.languages import Speech
from knowledge.profiles import AnswerValue
from knowledge.schemes import Weight
from templates.answer_columns import FIRST, cells
from templates.checklist_texts import ADVICE, head_rows, notices, reasons, state, still_needed
from templates.labels import dutch
from templates.said import plain
from templates.workbook_parts import Look, add_sheet, put, put_formula, put_lead, put_row

__all__ = ["APPLIES", "result_sheet"]

APPLIES = {Applies.YES: "ja", Applies.NO: "nee", Applies.UNKNOWN: "niet bekend"}
"""Whether a line applies, in the word of its column."""
STANDS = (
    "De stand hieronder is berekend toen dit bestand werd gemaakt en verandert niet mee met de antwoorden. "
    "Lees het ingevulde bestand weer in om de nieuwe stand te kennen."
)


def result_sheet(book: Workbook, checklist: Checklist, say: Speech) -> dict[str, float]:
    """Adds the head, the counts of the answers as formulas, and the state; the values of the formulas by cell."""
    sheet = add_sheet(book, say("Resultaat"), (44, 72), say)
    put(sheet, 1, 1, say("Resultaat"), Look.TITLE)
    put_lead(sheet, 2, say(ADVICE), 2)
    rows = [(name, plain(value)) for name, value in head_rows(checklist, say)]
    rows += [(say("Let op"), plain(notice)) for notice in notices(checklist, say)]
    for row, pair in enumerate(rows, 4):
        put_row(sheet, row, pair, first=Look.LABEL)
    counts = list(_counts(checklist, say))
    start = 4 + len(rows) + 1
    put(sheet, start, 1, say("Hoever de antwoorden staan"), Look.SECTION)
    for row, (name, formula, value) in enumerate(counts, start + 1):
        put(sheet, row, 1, name, Look.LABEL)
        put_formula(sheet, row, 2, formula, percent=isinstance(value, float))
    values = {f"B{row}": value for row, (_, _, value) in enumerate(counts, start + 1)}
    start += len(counts) + 2
    put(sheet, start, 1, say("Stand van de toets"), Look.SECTION)
    put_lead(sheet, start + 1, say(STANDS), 2)
    result = checklist.result
    told = [(say("Stand"), plain(state(result, say))), (say("Samenvatting"), result.summary)]
    told += [(say("Waarom"), plain(reason)) for reason in reasons(checklist)]
    told += [(say("Nog nodig"), plain(need)) for need in still_needed(checklist, say)]
    for row, pair in enumerate(told, start + 2):
        put_row(sheet, row, pair, first=Look.LABEL)
    return values


def _counts(checklist: Checklist, say: Speech) -> Iterator[tuple[str, str, float]]:
    """What is counted in the answers: its name, its formula, and its value now. Only what may apply counts."""
    lines = [line for line in checklist.lines if line.applies is not Applies.NO]
    last = FIRST + len(checklist.lines) - 1
    applies, weight, answer, evidence, note = (
        f"{SHEET}!{cells(column, last, '$')}"
        for column in (Column.APPLIES, Column.WEIGHT, Column.ANSWER, Column.EVIDENCE, Column.NOTE)
    )
    here = f'({applies}<>"{say(APPLIES[Applies.NO])}")'
    words = f'({weight}="{say(dutch(Weight.OPEN))}")'
    # Arithmetic and no IF, which looks at one row of a range only.
    filled = f"(({words}*(LEN({evidence})+LEN({note}))+(1-{words})*LEN({answer}))>0)"
    total, done = len(lines), sum(map(_is_filled, lines))
    yield say("Punten die gelden of kunnen gelden"), f"=SUMPRODUCT({here}*1)", total
    yield say("Ingevuld"), f"=SUMPRODUCT({here}*{filled})", done
    progress = f"=IF(SUMPRODUCT({here}*1)=0,0,SUMPRODUCT({here}*{filled})/SUMPRODUCT({here}*1))"
    yield say("Voortgang"), progress, done / total if total else 0.0
    for value, word in WORDS.items():
        count = sum(line.answered and line.answer.answer is value for line in lines)
        yield say("Antwoord {word}", word=say(word)), f'=SUMPRODUCT({here}*({answer}="{say(word)}"))', count
    decides = f'({weight}="{say(dutch(Weight.KNOCK_OUT))}")'
    hard = [line for line in lines if line.weight is Weight.KNOCK_OUT]
    missing = sum(not line.answered or line.answer.answer is AnswerValue.UNKNOWN for line in hard)
    open_ = f'(({answer}="")+({answer}="{say(WORDS[AnswerValue.UNKNOWN])}"))'
    name = say("Doorslaggevende punten zonder ja, nee of deels")
    yield name, f"=SUMPRODUCT({here}*{decides}*{open_})", missing
    fails = sum(line.applies is Applies.YES and line.answered and line.answer.answer is AnswerValue.NO for line in hard)
    sure = f'({applies}="{say(APPLIES[Applies.YES])}")'
    no = f'({answer}="{say(WORDS[AnswerValue.NO])}")'
    yield say("Doorslaggevende punten met nee"), f"=SUMPRODUCT({sure}*{decides}*{no})", fails


def _is_filled(line: Line) -> bool:
    """Whether an answer stands there: a word, or for an open question some text."""
    given = line.answer
    return bool(given.evidence or given.note) if line.weight is Weight.OPEN else line.answered
