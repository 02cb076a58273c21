"""The Dutch words for the values of our enums, as pages and checklists print them."""

from __future__ import annotations

from enum import StrEnum

from knowledge.annotations import AnnotatorKind
from knowledge.base import Basis, Stance, Status
from knowledge.cases import CaseKind, DefinitionTest
from knowledge.checklist_records import Applies
from knowledge.documents import DocumentKind, PassageKind, Publish, RelationKind
from knowledge.evidence import FoundBy
from knowledge.measures import MeasureStatus
from knowledge.profiles import AnswerValue, Size
from knowledge.schemes import Fact, Group, SchemeStatus, Weight
from knowledge.verdicts import NeedKind, ResultState
from knowledge.wording import FACTS, SIZES

__all__ = ["DUTCH", "dutch"]

DUTCH: dict[type[StrEnum], tuple[str, ...]] = {
    AnswerValue: ("ja", "nee", "deels", "onbekend"),
    Applies: ("van toepassing", "niet van toepassing", "niet bekend of dit geldt"),
    AnnotatorKind: ("regel", "model", "persoon"),
    Basis: ("vermeld in de bron", "afgeleid", "niet vermeld"),
    CaseKind: ("reshoring", "tegenvoorbeeld", "buitenlands voorbeeld", "investering", "vermelding zonder naam"),
    DefinitionTest: ("enge definitie", "ruime definitie", "onduidelijk", "tegenvoorbeeld"),
    DocumentKind: (
        "advies",
        "rapport",
        "verslag",
        "brief",
        "antwoord op een vraag",
        "wet- of regelgeving",
        "studie",
        "praktijkgeval",
        "handleiding",
        "ander document",
    ),
    Fact: tuple(FACTS[fact] for fact in Fact),
    FoundBy: ("nagekeken passage", "gevonden op woorden uit de passage", "gevonden op het onderdeel"),
    Group: ("randvoorwaarde", "criterium", "deeltoets"),
    MeasureStatus: ("aangekondigd", "loopt", "beëindigd", "niet vermeld"),
    NeedKind: ("gegeven", "antwoord", "bewijs", "oordeel"),
    PassageKind: (
        "tekst",
        "opsomming",
        "tabel",
        "voetnoot",
        "bijschrift",
        "vraag",
        "inhoudstafel",
        "literatuurverwijzing",
    ),
    Publish: ("volledige tekst", "uittreksels", "alleen bibliografische gegevens"),
    RelationKind: ("onderbouwt", "bespreekt", "beantwoordt", "wijzigt", "vat samen"),
    ResultState: ("voldoet", "voldoet niet", "nog niet te beslissen", "niet van toepassing"),
    SchemeStatus: ("voorstel", "van kracht", "beëindigd", "toelichting bij een andere regeling"),
    Size: tuple(SIZES[size] for size in Size),
    Stance: ("bevestigd", "ontkend", "verondersteld", "gevraagd"),
    Status: ("voorgesteld", "aanvaard", "verworpen"),
    Weight: ("doorslaggevend", "af te wegen"),
}
"""For each enum the Dutch words in the order of its members."""


def dutch(value: StrEnum) -> str:
    """The Dutch word for a value of one of our enums; raises KeyError for an enum that has no words here."""
    return DUTCH[type(value)][list(type(value)).index(value)]
