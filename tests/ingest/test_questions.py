"""Written questions and their answers, from text to links."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.read import read_document
from knowledge.documents import Passage, PassageKind

FLEMISH = """# Schriftelijke vraag nr. 41 over kabelfabrieken

Vorig jaar kondigde een kabelfabriek haar terugkeer aan.

1. Hoeveel kabelfabrieken kregen dit jaar steun van het agentschap?

2. Welke voorwaarden legde de minister daarbij op?

3. Wordt de regeling later nog geëvalueerd?

# Antwoord

1. Het agentschap steunde drie kabelfabrieken, samen voor 1,2 miljoen euro.

2. Ik verwijs naar mijn antwoord op deelvraag 1.
"""
IN_TURN = """Vraag 1

Kent u het bericht over de gesloten touwslagerij?

Antwoord vraag 1

Ja, ik heb het bericht gelezen en met de touwslagerij gesproken.

Vraag 2

Wat betekent dat voor de werknemers?

Vraag 3

Komt er steun voor hen?

Antwoord op vraag 2 en 3

De werknemers krijgen begeleiding van de dienst; daar is 40.000 euro voor.
"""
ANSWERS_ALONE = """Antwoord

1. Er bestaat geen lijst van touwslagerijen.

2. Zie de website van de dienst.

3. Ik verwijs voor dit punt naar het antwoord op vraag 1.
"""


def read(tmp_path: Path, text: str) -> list[Passage]:
    path = tmp_path / "vraag.md"
    path.write_text(text, encoding="utf-8")
    return read_document(path).passages


def holding(passages: list[Passage], words: str) -> Passage:
    (found,) = (passage for passage in passages if words in passage.text)
    return found


def test_numbered_questions_name_their_answers_and_what_a_pointer_points_to(tmp_path: Path) -> None:
    passages = read(tmp_path, FLEMISH)
    first, second, third = (holding(passages, words) for words in ("Hoeveel", "Welke voor", "geëvalueerd"))
    answer, pointer = holding(passages, "1,2 miljoen"), holding(passages, "deelvraag 1")
    assert [p.kind for p in (first, second, third)] == [PassageKind.QUESTION] * 3
    assert first.answered_by == (answer.id,)
    assert second.answered_by == (pointer.id, answer.id)
    assert third.answered_by == ()
    assert pointer.points_to == (answer.id,)
    assert (answer.points_to, answer.answered_by) == ((), None)
    assert holding(passages, "kondigde").kind is PassageKind.BODY


def test_labels_in_turn(tmp_path: Path) -> None:
    passages = read(tmp_path, IN_TURN)
    asked = [passage for passage in passages if passage.kind is PassageKind.QUESTION]
    assert [passage.text.split()[0] for passage in asked] == ["Kent", "Wat", "Komt"]
    both = holding(passages, "40.000")
    assert asked[0].answered_by == (holding(passages, "gelezen").id,)
    assert asked[1].answered_by == asked[2].answered_by == (both.id,)


def test_answers_without_their_questions(tmp_path: Path) -> None:
    passages = read(tmp_path, ANSWERS_ALONE)
    assert not [passage for passage in passages if passage.kind is PassageKind.QUESTION]
    assert holding(passages, "Ik verwijs").points_to == (holding(passages, "geen lijst").id,)


@pytest.mark.parametrize(
    "text",
    [
        "Het antwoord op vraag 1 staat in de bijlage.\n\n1. Wie weet het?\n\n2. Niemand.",
        "# Vragen\n\n1. Wie betaalt?\n\n2. Wat kost het?",
    ],
)
def test_a_text_without_the_label_of_an_answer_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    assert all(p.answered_by is None and not p.points_to for p in read(tmp_path, text))


def test_the_links_survive_the_store_and_a_second_reading(tmp_path: Path) -> None:
    first = read(tmp_path, FLEMISH)
    again = [Passage.model_validate_json(passage.model_dump_json()) for passage in read(tmp_path, FLEMISH)]
    assert again == first
