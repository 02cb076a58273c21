"""What a sentence does with a concept."""

from __future__ import annotations

import pytest

from ingest.context import Context
from ingest.labels import words
from ingest.stance import stance_of
from knowledge.base import Stance


def stance(text: str, label: str, *, question: bool = False) -> Stance:
    """The stance of the text towards the first occurrence of `label`."""
    found = words(text)
    start = text.index(label)
    inside = [i for i, word in enumerate(found) if start <= word.start < start + len(label)]
    return stance_of(Context(text, found), inside[0], inside[-1] + 1, question=question)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("De firma keerde terug omwille van de loonkosten.", "loonkosten"),
        ("De firma keerde niet alleen terug voor de loonkosten.", "loonkosten"),
        ("Niet alleen de loonkosten telden.", "loonkosten"),
        ("Het is niet goedkoop, maar de loonkosten dalen.", "loonkosten"),
        ("Reshoring is geen doel op zich.", "geen doel op zich"),
        ("De loonkosten, die ginds niet of minder wegen, dalen.", "loonkosten"),
        ("Voor niet-Europese firma's telt innovatie.", "innovatie"),
        ("Machines maken een flexibele productie mogelijk.", "flexibele productie"),
        ("De kennis is nabij, indien nodig ook de innovatie.", "innovatie"),
        ("De overheid zou meer innovatie moeten steunen.", "innovatie"),
        ("Reshoring kan een piste zijn zonder de open economie los te laten, zegt de raad.", "economie"),
        ("De kosten dalen, al dan niet door innovatie.", "innovatie"),
        ("De innovatie verloopt niet zonder kosten.", "innovatie"),
        ("Last but not least telt de innovatie.", "innovatie"),
        ("Innovation brought the plant home.", "Innovation"),
    ],
)
def test_a_plain_statement_is_asserted(text: str, label: str) -> None:
    assert stance(text, label) is Stance.ASSERTED


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("De firma keerde terug zonder kostenbesparing.", "kostenbesparing"),
        ("Er is geen enkele kostenbesparing.", "kostenbesparing"),
        ("De terugkeer komt niet door de loonkosten.", "loonkosten"),
        ("Van kostenbesparing is geen sprake.", "kostenbesparing"),
        ("De loonkosten waren niet doorslaggevend.", "loonkosten"),
        ("Innovatie telde niet.", "Innovatie"),
        ("Volledige zelfvoorziening blijft een onbereikbaar doel.", "zelfvoorziening"),
        ("Wages rose, but there was no innovation.", "innovation"),
        ("De lonen stegen, maar innovatie was nooit belangrijk.", "innovatie"),
    ],
)
def test_a_negation_in_the_clause_denies(text: str, label: str) -> None:
    assert stance(text, label) is Stance.DENIED


def test_a_negation_does_not_reach_over_a_comma_with_a_conjunction() -> None:
    assert stance("De lonen speelden niet mee, maar de innovatie wel.", "innovatie") is Stance.ASSERTED
    assert stance("Er was geen innovatie, want de lonen stegen.", "lonen") is Stance.ASSERTED


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Dat zou de innovatie versnellen.", "innovatie"),
        ("Indien de loonkosten stijgen, keert de firma terug.", "loonkosten"),
        ("Als de loonkosten stijgen, keert de firma terug.", "loonkosten"),
        ("De firma blijft, tenzij de loonkosten stijgen.", "loonkosten"),
        ("Het kan een kans zijn om de recyclage hier te doen.", "recyclage"),
        ("Men vreest mogelijke aanvoerproblemen.", "aanvoerproblemen"),
        ("If wages rise, the firm returns.", "wages"),
        ("It might bring innovation.", "innovation"),
    ],
)
def test_what_is_supposed_is_hypothetical(text: str, label: str) -> None:
    assert stance(text, label) is Stance.HYPOTHETICAL


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Speelt innovatie een rol?", "innovatie"),
        ("Het lid vraagt of innovatie een rol speelt.", "innovatie"),
        ("Zij wil weten welke innovatie telt.", "innovatie"),
        ("De raad noemt de innovatie. Wat vindt de minister daarvan?", "innovatie"),
        ("Speelt innovatie geen rol?", "innovatie"),
    ],
)
def test_questions_and_reported_questions_are_asked(text: str, label: str) -> None:
    assert stance(text, label) is Stance.ASKED


def test_a_question_elsewhere_asks_nothing_here() -> None:
    assert stance("De innovatie groeit. Hoeveel kost een fabriek?", "innovatie") is Stance.ASSERTED


def test_all_of_a_question_passage_is_asked() -> None:
    assert stance("De innovatie groeit.", "innovatie", question=True) is Stance.ASKED


def test_an_abbreviation_does_not_end_the_sentence() -> None:
    assert stance("Denkt u, bv. Als u kiest, aan innovatie?", "innovatie") is Stance.ASKED
