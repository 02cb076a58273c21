"""Systems, actors, questions and requests as tables, with what they have more than one of in tables of their own."""

from __future__ import annotations

from operator import attrgetter, itemgetter

from knowledge.actors import ActorKind
from knowledge.catalogue import Catalogue
from knowledge.dialogue import AnswerState, EventKind, RequestForm, RequestStatus, Subject
from knowledge.systems import LinkKind, SystemGroup, SystemKind, SystemStatus
from templates.data.columns import (
    CONCEPTS,
    coded,
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

__all__ = ["system_tables"]

JURISDICTION = Column(
    "jurisdiction",
    "Rechtsgebied",
    "Land, gewest of Unie, als begrip.",
    attrgetter("jurisdiction"),
    required=True,
    refers="concepts",
)
MEASURES = listed("measures", "Maatregelen", "Kenmerken van maatregelen waarmee het samenhangt.")
SYSTEMS = listed("systems", "Systemen", "Kenmerken van systemen waarmee het samenhangt.")
CONFLICTS = listed("conflicts", "Tegenspraken", "Kenmerken van tegenspraken waarmee het samenhangt.")
FIGURES = listed("figures", "Cijfers", "Kenmerken van cijfers waarmee het samenhangt.")


def system_tables(catalogue: Catalogue) -> tuple[Table, ...]:
    """Systems with their links, actors, questions with their replies, requests with their history."""
    return (*_systems(catalogue), *_questions(catalogue), *_requests(catalogue))


def _systems(catalogue: Catalogue) -> tuple[Table, ...]:
    systems = catalogue.systems.values()
    what, who = "het systeem", "de actor"
    return (
        Table.of(
            "systems",
            "Systemen",
            "Databanken, instrumenten, bronnen van gegevens en denkkaders die de documenten vragen of noemen.",
            (
                identifier(what),
                titled(what),
                listed("aliases", "Andere namen", "Hoe de bronnen het ook noemen."),
                coded("group", "Groep", "Waarom het in de lijst staat.", SystemGroup),
                coded("kind", "Soort", "Wat voor ding het is.", SystemKind),
                JURISDICTION,
                summary(what),
                *stated("status", "Stand", "Hoe het ermee staat volgens de jongste bron.", codes=SystemStatus),
                *stated("operator", "Beheerder", "Wie het beheert."),
                *stated("users", "Voor wie", "Voor wie het bedoeld is."),
                *stated("input", "Wat erin gaat", "Welke gegevens het gebruikt."),
                *stated("output", "Wat eruit komt", "Wat het oplevert."),
                *stated("reservations", "Voorbehoud", "Wat de bronnen ertegen inbrengen."),
                listed("silent", "Niet gezegd", "Wat een lezer verwacht en de bronnen niet zeggen."),
                CONCEPTS,
                MEASURES,
                CONFLICTS,
                FIGURES,
            ),
            systems,
        ),
        Table.of(
            "system_links",
            "Verbanden tussen systemen",
            "Hoe een systeem tot een ander staat, gelezen vanuit het eerste.",
            (
                of_record("system", "Systeem", "systems", itemgetter(0)),
                plain("order", "Volgnummer", "Rang in het systeem, vanaf 1.", itemgetter(1), kind="integer"),
                coded("kind", "Verband", "Soort verband.", LinkKind, lambda row: row[2].kind),
                of_record("other", "Ander systeem", "systems", lambda row: row[2].system),
                Column("note", "Noot", "Hoe we dat weten, als de bron het niet zegt.", lambda row: row[2].note),
            ),
            ((s.id, order, one) for s in systems for order, one in enumerate(s.links, 1)),
            ("system", "order"),
        ),
        Table.of(
            "actors",
            "Actoren",
            "Wie wat doet, en waarvoor men zich tot wie wendt. Zonder persoonsgegevens.",
            (
                identifier(who),
                titled(who),
                Column("short", "Afkorting", "De afkorting.", attrgetter("short")),
                coded("kind", "Soort", "Wat voor instantie het is.", ActorKind),
                JURISDICTION,
                *stated("role", "Rol", "Wat de actor doet."),
                listed(
                    "purposes",
                    "Waarvoor",
                    "Waarvoor men zich tot de actor wendt.",
                    lambda actor: tuple(one.value for one in actor.purposes if one.value is not None),
                ),
                *stated("contact", "Contact", "De weg naar de actor die de bronnen geven."),
                SYSTEMS,
                MEASURES,
            ),
            catalogue.actors.values(),
        ),
    )


def _questions(catalogue: Catalogue) -> tuple[Table, ...]:
    questions = catalogue.questions.values()
    return (
        Table.of(
            "questions",
            "Vragen",
            "Vragen uit de documenten, met wat ervan kwam. Een vraag is geen feit.",
            (
                identifier("de vraag"),
                of_record("source", "Bron", "sources", attrgetter("source")),
                plain("number", "Nummer", "Rang van de vraag in het document.", kind="integer"),
                plain("asker", "Vraagsteller", "Wie het vroeg."),
                *stated("addressee", "Aan wie", "Aan wie het gevraagd werd."),
                coded("subject", "Onderwerp", "Waarover de vraag gaat.", Subject),
                *stated("question", "Vraag", "De vraag, in eigen woorden."),
                Column(
                    "premise",
                    "Uitgangspunt",
                    "Wat de vraagsteller voor waar aanneemt; door de vraag is het niet bevestigd.",
                    lambda question: question.premise.value if question.premise else None,
                ),
                coded("state", "Stand", "Wat er van de vraag kwam.", AnswerState),
                Column("note", "Noot", "Wat openbleef.", attrgetter("note")),
                CONCEPTS,
                SYSTEMS,
                listed("requests", "Verzoeken", "Kenmerken van verzoeken waarmee het samenhangt."),
                MEASURES,
                FIGURES,
                CONFLICTS,
            ),
            questions,
        ),
        Table.of(
            "question_replies",
            "Antwoorden op vragen",
            "Wat iemand op een vraag antwoordde.",
            (
                of_record("question", "Vraag", "questions", itemgetter(0)),
                plain("order", "Volgnummer", "Rang bij de vraag, vanaf 1.", itemgetter(1), kind="integer"),
                plain("by", "Door", "Wie antwoordde.", lambda row: row[2].by),
                plain("text", "Antwoord", "Het antwoord, in eigen woorden.", lambda row: row[2].text.value),
            ),
            ((q.id, order, one) for q in questions for order, one in enumerate(q.replies, 1)),
            ("question", "order"),
        ),
    )


def _requests(catalogue: Catalogue) -> tuple[Table, ...]:
    requests = catalogue.requests.values()
    return (
        Table.of(
            "requests",
            "Verzoeken",
            "Uitdrukkelijke verzoeken, met wat ervan kwam.",
            (
                identifier("het verzoek"),
                titled("het verzoek"),
                coded("form", "Vorm", "Hoe sterk het gevraagd wordt.", RequestForm),
                plain("requester", "Vrager", "Wie het vraagt."),
                *stated("addressee", "Aan wie", "Aan wie het gevraagd wordt."),
                summary("het verzoek"),
                *stated("status", "Stand", "Hoe het ermee staat in het jongste document.", codes=RequestStatus),
                CONCEPTS,
                SYSTEMS,
                MEASURES,
                CONFLICTS,
            ),
            requests,
        ),
        Table.of(
            "request_events",
            "Verloop van verzoeken",
            "Wat er met een verzoek gebeurde, van oud naar nieuw.",
            (
                of_record("request", "Verzoek", "requests", itemgetter(0)),
                plain("order", "Volgnummer", "Rang bij het verzoek, vanaf 1.", itemgetter(1), kind="integer"),
                dated("date", "Datum", "De datum, zover bekend.", lambda row: row[2].date),
                coded("kind", "Gebeurtenis", "Soort gebeurtenis.", EventKind, lambda row: row[2].kind),
                plain("by", "Door", "Wie het deed of zei.", lambda row: row[2].by),
                plain("text", "Tekst", "Wat er gebeurde.", lambda row: row[2].text),
                Column("note", "Noot", "Onze noot erbij.", lambda row: row[2].note),
            ),
            ((r.id, order, one) for r in requests for order, one in enumerate(r.history, 1)),
            ("request", "order"),
        ),
    )
