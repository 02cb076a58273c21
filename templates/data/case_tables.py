"""Cases and measures as tables, with what they have more than one of in tables of their own."""

from __future__ import annotations

from operator import attrgetter, itemgetter

from knowledge.base import Basis
from knowledge.cases import CaseKind, DefinitionTest, Phase
from knowledge.catalogue import Catalogue
from knowledge.measures import MeasureKind, MeasureStatus
from templates.data.columns import (
    coded,
    concepts,
    dated,
    identifier,
    listed,
    of_record,
    plain,
    stated,
    summary,
    titled,
)
from templates.data.tables import Column, Table

__all__ = ["case_tables"]

CASE = "het praktijkgeval"
MEASURE = "de maatregel"

CASES = (
    identifier(CASE),
    titled(CASE),
    coded("kind", "Soort voorbeeld", "Alleen reshoring telt mee in cijfers over reshoring.", CaseKind),
    summary(CASE),
    *stated("company", "Onderneming", "Naam van de onderneming."),
    listed(
        "also_called",
        "Ook genoemd",
        "Andere namen en schrijfwijzen in de bronnen.",
        lambda case: tuple(name.value for name in case.also_called),
    ),
    *stated("place", "Plaats", "Waar de productie nu staat, of zou komen."),
    *stated("parent", "Groep", "De groep waartoe de onderneming behoort."),
    concepts("sectors", "Sectoren", "Sectoren van de productie.", lambda case: tuple(c.concept for c in case.sectors)),
    *stated("product", "Product", "Wat er gemaakt wordt."),
    *stated("origin", "Van", "Vanwaar de productie terugkwam.", at="route.origin"),
    *stated("destination", "Naar", "Waarheen de productie kwam.", at="route.destination"),
    *stated("offshored", "Vertrek", "Wanneer de productie vertrok."),
    *stated("reshored", "Terugkeer", "Wanneer de productie terugkeerde."),
    *stated("governance", "Governancemodel", "Hoe de productie georganiseerd is, als begrip.", refers="concepts"),
    *stated("object", "Wat terugkwam", "Welk deel van de productie het betreft."),
    concepts(
        "motives",
        "Motieven",
        "Motieven die een bron bevestigt of die wij afleiden; de tabel claims zegt welke.",
        lambda case: tuple(c.concept for c in case.motives),
    ),
    concepts(
        "motives_denied",
        "Geen motief",
        "Motieven die een bron uitdrukkelijk ontkent.",
        lambda case: tuple(c.concept for c in case.motives_denied),
    ),
    *stated("steps", "Stappen", "Wat er gedaan werd om de productie terug te halen."),
    *stated("challenges", "Uitdagingen", "Wat daarbij moeilijk was."),
    *stated("success_factors", "Succesfactoren", "Waarvan het welslagen afhing."),
    *stated("benefits", "Voordelen", "Wat de onderneming won of verwachtte te winnen."),
    *stated("barriers", "Drempels", "Wat tegen de terugkeer sprak of ze klein hield."),
    *stated("automation", "Automatisering", "De rol van automatisering."),
    *stated("stayed_abroad", "Bleef in het buitenland", "Wat niet terugkwam."),
    *stated("partner", "Partner", "Met wie de onderneming werkte."),
    *stated("outcome", "Resultaat", "Wat ervan kwam."),
    *stated("jobs", "Banen", "Aantal banen dat de bron noemt.", kind="integer"),
    *stated("lesson", "Les", "Wat een ander ervan kan leren."),
    *stated("definition", "Definitie", "Welke definitie van reshoring het geval haalt.", codes=DefinitionTest),
)

MEASURES = (
    identifier(MEASURE),
    titled(MEASURE),
    coded("kind", "Soort", "Of het om steun, regels, een strategie of een standpunt gaat.", MeasureKind),
    summary(MEASURE),
    Column(
        "jurisdiction",
        "Rechtsgebied",
        "Land, gewest of Unie, als begrip.",
        attrgetter("jurisdiction"),
        required=True,
        refers="concepts",
    ),
    concepts(
        "instruments", "Instrumenten", "Soorten beleidsinstrument.", lambda m: tuple(c.concept for c in m.instruments)
    ),
    Column("start", "Begin", "Begin van de periode, als de bron het geeft.", lambda m: _end(m, "start"), "date"),
    Column("end", "Einde", "Einde van de periode, als de bron het geeft.", lambda m: _end(m, "end"), "date"),
    coded("period_basis", "Periode: grond", "Waarop de periode rust.", Basis, attrgetter("period.basis")),
    coded(
        "budget_basis",
        "Budget: grond",
        "Waarop het budget rust; de bedragen staan in de tabel measure_amounts.",
        Basis,
        attrgetter("budget.basis"),
    ),
    *stated("beneficiaries", "Begunstigden", "Wie steun of dienst krijgt, of wie gebonden is."),
    *stated("conditions", "Voorwaarden", "Waaraan voldaan moet zijn."),
    *stated("evaluation", "Evaluatie", "Hoe de maatregel beoordeeld is."),
    *stated("status", "Stand", "Hoe ver de maatregel staat.", codes=MeasureStatus),
    *stated("explicit_reshoring", "Uitdrukkelijk reshoring", "Of de bron reshoring als doel noemt.", kind="boolean"),
    concepts("criteria", "Criteria", "Criteria uit de woordenlijst die de maatregel raakt.", attrgetter("criteria")),
    concepts("sectors", "Sectoren", "Sectoren waarop de maatregel zich richt.", attrgetter("sectors")),
    listed("related", "Verwant", "Kenmerken van verwante maatregelen."),
)


def _end(measure: object, which: str) -> str | None:
    """One end of the period of a measure, as far as it is known."""
    period = attrgetter("period.value")(measure)
    found: str | None = getattr(period, which).value if period else None
    return found


def case_tables(catalogue: Catalogue) -> tuple[Table, ...]:
    """Cases with their milestones, and measures with their amounts of money."""
    cases, measures = catalogue.cases.values(), catalogue.measures.values()
    return (
        Table.of("cases", "Praktijkgevallen", "Ondernemingen en wat er met hun productie gebeurde.", CASES, cases),
        Table.of(
            "case_milestones",
            "Mijlpalen van praktijkgevallen",
            "Wat de bronnen over een praktijkgeval dateren, in de volgorde van de tijd.",
            (
                of_record("case", "Praktijkgeval", "cases", itemgetter(0)),
                plain("order", "Volgnummer", "Rang in het praktijkgeval, vanaf 1.", itemgetter(1), kind="integer"),
                dated("date", "Datum", "De datum, zover de bron die geeft.", lambda row: row[2].date),
                coded("phase", "Fase", "Wat de mijlpaal is in het verhaal.", Phase, lambda row: row[2].phase),
                plain("text", "Tekst", "Wat er gebeurde.", lambda row: row[2].text),
            ),
            ((case.id, order, one) for case in cases for order, one in enumerate(case.milestones, 1)),
            ("case", "order"),
        ),
        Table.of("measures", "Beleidsmaatregelen", "Maatregelen van overheden, ook buitenlandse.", MEASURES, measures),
        Table.of(
            "measure_amounts",
            "Bedragen van maatregelen",
            "De bedragen die de bronnen bij een maatregel noemen. Tel ze niet op: ze meten niet hetzelfde.",
            (
                of_record("measure", "Maatregel", "measures", itemgetter(0)),
                plain("order", "Volgnummer", "Rang in de maatregel, vanaf 1.", itemgetter(1), kind="integer"),
                plain("amount", "Bedrag", "Het bedrag in hele munteenheden.", lambda row: row[2].amount, kind="number"),
                plain("currency", "Munt", "Munt volgens ISO 4217.", lambda row: row[2].currency),
                Column("purpose", "Waarvoor", "Waarvoor het bedrag dient.", lambda row: row[2].purpose),
            ),
            ((m.id, order, one) for m in measures for order, one in enumerate(m.budget.value or (), 1)),
            ("measure", "order"),
        ),
    )
