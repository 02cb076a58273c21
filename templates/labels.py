"""The Dutch words for the values of our enums, as pages and checklists print them."""

from __future__ import annotations

from enum import StrEnum

from knowledge.actors import ActorKind
from knowledge.annotations import AnnotatorKind
from knowledge.base import Basis, Stance, Status
from knowledge.cases import CaseKind, DefinitionTest, Phase
from knowledge.checklist_records import Applies
from knowledge.dialogue import AnswerState, EventKind, RequestForm, RequestStatus, Subject
from knowledge.documents import DocumentKind, PassageKind, Publish, RelationKind
from knowledge.dossiers import ViewKind
from knowledge.evidence import FoundBy
from knowledge.facts import Fact, Size
from knowledge.figures import ChartKind, Qualifier, Topic
from knowledge.measures import MeasureKind, MeasureStatus
from knowledge.profiles import AnswerValue
from knowledge.schemes import Group, SchemeKind, SchemeStatus, Weight
from knowledge.systems import LinkKind, SystemGroup, SystemKind, SystemStatus
from knowledge.verdicts import STATES, NeedKind, ResultState
from knowledge.wording import FACTS, SIZES

__all__ = ["DUTCH", "dutch"]

DUTCH: dict[type[StrEnum], tuple[str, ...]] = {
    ActorKind: (
        "adviesraad",
        "agentschap",
        "administratie",
        "regering",
        "parlement",
        "screeningscommissie",
        "Europese instelling",
        "internationale instelling",
        "onderzoek",
        "gegevens en statistiek",
        "netwerk of initiatief",
        "werkgevers en sectoren",
        "sociale economie",
        "adviesbureau",
        "opleiding",
    ),
    AnswerState: ("beantwoord", "deels beantwoord", "niet beantwoord", "doorverwezen", "antwoord niet bekend"),
    AnswerValue: ("ja", "nee", "deels", "onbekend"),
    Applies: ("van toepassing", "niet van toepassing", "niet bekend of dit geldt"),
    AnnotatorKind: ("regel", "model", "persoon"),
    Basis: ("vermeld in de bron", "afgeleid", "niet vermeld"),
    CaseKind: (
        "reshoring",
        "tegenvoorbeeld",
        "buitenlands voorbeeld",
        "investering",
        "vermelding zonder naam",
        "vermelding in ander verband",
    ),
    ChartKind: ("staven", "gegroepeerde staven", "lijnen", "geen"),
    DefinitionTest: ("enge definitie", "ruime definitie", "onduidelijk", "tegenvoorbeeld", "geen van beide"),
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
    EventKind: (
        "gevraagd",
        "herhaald",
        "een vraag gesteld",
        "met voorbehoud beantwoord",
        "toegezegd om te onderzoeken",
        "in uitvoering",
        "ingevuld",
        "niet weerhouden",
    ),
    Fact: tuple(FACTS[fact] for fact in Fact),
    FoundBy: ("nagekeken passage", "gevonden op woorden uit de passage", "gevonden op het onderdeel"),
    Group: ("randvoorwaarde", "criterium", "deeltoets"),
    LinkKind: (
        "maakt deel uit van",
        "koppelbaar met",
        "bouwt voort op",
        "volgt op",
        "voorbeeld voor",
        "gebruikt",
        "naast",
    ),
    MeasureKind: ("steun of dienst", "regelgeving", "strategie", "standpunt"),
    MeasureStatus: ("aangekondigd", "voorgesteld", "loopt", "beëindigd", "niet aangenomen", "niet vermeld"),
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
    Phase: ("vertrek", "beslissing om terug te keren", "terugkeer", "ander feit"),
    Publish: ("volledige tekst", "uittreksels", "alleen bibliografische gegevens"),
    Qualifier: ("ongeveer", "bijna", "meer dan", "minder dan"),
    RelationKind: ("onderbouwt", "bespreekt", "beantwoordt", "wijzigt", "vat samen", "vervangt"),
    RequestForm: ("vraagt", "pleit", "raadt aan", "stelt voor", "zegt toe"),
    RequestStatus: (
        "geen gevolg gevonden",
        "toegezegd om te onderzoeken",
        "deels ingevuld",
        "ingevuld",
        "niet weerhouden",
    ),
    ResultState: tuple(STATES[state] for state in ResultState),
    SchemeKind: ("toets", "steunregeling", "beslissingshulp", "interview"),
    SchemeStatus: ("voorstel", "van kracht", "beëindigd", "toelichting bij een andere regeling"),
    Size: tuple(SIZES[size] for size in Size),
    Stance: ("bevestigd", "ontkend", "verondersteld", "gevraagd"),
    Status: ("voorgesteld", "aanvaard", "verworpen"),
    Subject: (
        "omvang en cijfers",
        "steun en beleid",
        "databank, rekentool en scanner",
        "opsporen en begeleiden",
        "strategische sectoren",
        "werknemers en opleiding",
        "concurrentiekracht",
        "Europa",
        "andere landen",
        "sociale economie",
        "afhankelijkheid en autonomie",
    ),
    SystemGroup: ("gevraagd of voorgesteld", "instrument voor ondernemingen", "bron van gegevens", "denkkader"),
    SystemKind: (
        "databank",
        "rekentool of keuzehulp",
        "scanner",
        "opvolging",
        "lijst",
        "analyse",
        "platform",
        "dienst",
        "enquête",
        "index",
        "model",
        "standaard",
        "mechanisme",
        "stappenplan",
        "kanaal",
        "denkkader",
    ),
    SystemStatus: ("gevraagd", "aangekondigd", "in uitvoering", "bestaat", "gestopt", "niet weerhouden"),
    Topic: (
        "Omvang en trend van reshoring",
        "Verplaatsing naar het buitenland",
        "Plannen en verwachtingen",
        "Motieven en verwachte uitkomsten",
        "Banen en arbeidsmarkt",
        "Technologie en productiviteit",
        "Duurzaamheid",
        "Toelevering en voorraden",
        "Afhankelijkheid en handel",
        "Investeringen en economische vooruitzichten",
        "Over de bronnen",
    ),
    ViewKind: (
        "Cijfers",
        "Motieven van de gevallen van reshoring",
        "Sectoren van de gevallen van reshoring",
        "De gevallen van reshoring",
        "Andere voorbeelden",
        "Maatregelen waarvan de bron het resultaat beoordeelt of meet",
        "Maatregelen die uitdrukkelijk op reshoring gericht zijn",
        "Wat ophield",
        "Begrippen",
        "Tegenspraken",
        "Vragen die niet of maar deels beantwoord zijn",
        "Verzoeken en hun stand",
        "Waarover de bronnen bij de gevallen zwijgen",
    ),
    Weight: ("doorslaggevend", "af te wegen", "open vraag"),
}
"""For each enum the Dutch words in the order of its members."""


def dutch(value: StrEnum) -> str:
    """The Dutch word for a value of one of our enums; raises KeyError for an enum that has no words here."""
    return DUTCH[type(value)][list(type(value)).index(value)]
