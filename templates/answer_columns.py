"""The columns of the sheet of a workbook that is filled in: where they stand, and what their cells take."""

from __future__ import annotations

from typing import Any

from openpyxl.worksheet.datavalidation import DataValidation

from knowledge.answer_sheet import WORDS, Column
from knowledge.languages import Speech

__all__ = ["FIRST", "WIDTHS", "cells", "letter", "place", "validate"]

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
IN_WORDS = "Een open vraag beantwoordt u in woorden, onder 'Bewijs en toelichting'."


def place(column: Column) -> int:
    """The number of a column, from 1."""
    return list(WIDTHS).index(column) + 1


def letter(column: Column) -> str:
    """The letter of a column."""
    return chr(64 + place(column))


def cells(column: Column, last: int, fixed: str = "") -> str:
    """The cells of a column, such as H6:H12, or with `fixed` $H$6:$H$12."""
    name = letter(column)
    return f"{fixed}{name}{fixed}{FIRST}:{fixed}{name}{fixed}{last}"


def validate(sheet: Any, last: int, say: Speech) -> None:
    """What the cells of an answer take: a word of the list, a text that is not too long."""
    words = list(map(say, WORDS.values()))
    listed = ", ".join(words)
    choice = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=True)
    choice.errorTitle, choice.error = say("Antwoord"), say("Kies {listed}, of laat de cel leeg.", listed=listed)
    choice.showInputMessage, choice.promptTitle = True, say("Antwoord")
    choice.prompt = f"{say('Kies {listed}.', listed=listed)} {say(IN_WORDS)}"
    choice.add(cells(Column.ANSWER, last))
    sheet.add_data_validation(choice)
    for column, most in LONGEST.items():
        length = DataValidation(
            type="textLength", operator="lessThanOrEqual", formula1=str(most), allow_blank=True, showErrorMessage=True
        )
        length.errorTitle, length.error = say(column), say("Schrijf ten hoogste {most} tekens.", most=most)
        length.add(cells(column, last))
        sheet.add_data_validation(length)
    date = DataValidation(type="textLength", operator="lessThanOrEqual", formula1="10", allow_blank=True)
    date.showInputMessage, date.promptTitle = True, say("Datum")
    date.prompt = say("Schrijf 2026-11-21, 2026-11 of 21/11/2026.")
    date.add(cells(Column.DATE, last))
    sheet.add_data_validation(date)
