"""Questions asked aloud in minutes, and what likely answers them."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.documents import PassageKind
from tests.ingest.reading import holding, read_text_as

MINUTES = """Verslag van de commissievergadering

2.1 Tussenkomst van An Peeters

An Peeters vraagt of de minister weet hoeveel brouwerijen hun mouterij naar Limburg verhuizen en welke subsidie daarvoor
bestaat. {filler}

2.2 Tussenkomst van Bart Claes

Bart Claes vraagt wanneer de nieuwe sluis in het kanaal opengaat en wie de sluiswachters opleidt tot loods. {other}

3. Antwoorden

3.1 Antwoord van minister Chris Daems

Chris Daems antwoordt dat twaalf brouwerijen een mouterij in Limburg bouwen en dat zij daarvoor een subsidie van het
agentschap krijgen. {filler}
"""
FILLER = (
    "De commissie neemt daar kennis van en bespreekt de zaak verder in een volgende vergadering met de administratie."
)
OTHER = "Dat onderwerp staat al jaren op de agenda zonder dat er schot in komt, zo blijkt uit brieven van schippers."


def test_a_question_names_the_passage_that_likely_answers_it(tmp_path: Path) -> None:
    read = read_text_as(tmp_path, MINUTES.format(filler=FILLER, other=OTHER))
    question, answer = holding(read, "vraagt of de minister weet"), holding(read, "antwoordt dat twaalf")
    assert question.kind is PassageKind.QUESTION
    assert question.answered_by == (answer.id,)
    assert question.answer_is_likely


def test_a_question_that_nobody_takes_up_has_no_answer(tmp_path: Path) -> None:
    question = holding(read_text_as(tmp_path, MINUTES.format(filler=FILLER, other=OTHER)), "nieuwe sluis")
    assert question.answered_by == ()
    assert not question.answer_is_likely


def test_where_nobody_answers_nothing_is_told(tmp_path: Path) -> None:
    asked = MINUTES.split("3. Antwoorden")[0]
    question = holding(read_text_as(tmp_path, asked.format(filler=FILLER, other=OTHER)), "vraagt of de minister weet")
    assert question.answered_by is None


def test_what_is_too_long_to_compare_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.replies.MOST_PAIRS", 5)
    read = read_text_as(tmp_path, MINUTES.format(filler=FILLER, other=OTHER))
    assert holding(read, "vraagt of de minister weet").answered_by is None
