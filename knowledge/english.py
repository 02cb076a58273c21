"""The English of every label of a checklist, by its Dutch: the one catalogue, for what writes and what reads."""

from __future__ import annotations

from typing import Final

__all__ = ["DUTCH_BLANKS", "ENGLISH", "NOTICES"]

_TITLES = {
    "Checklist": "Checklist",
    "voor": "for",
    "Stand van de toets": "Result so far",
    "Nog nodig": "Still needed",
    "De regeling": "The scheme",
    "Wat de regeling is": "What the scheme is",
    "Bron van de regeling": "Source of the scheme",
    "Verschil met": "Difference from",
    "Niet in deze variant": "Not in this variant",
    "Alleen in deze variant": "Only in this variant",
    "Let op": "Please note",
    "Het project": "The project",
    "Wat van het project bekend is": "What is known of the project",
    "Randvoorwaarden": "Frame conditions",
    "Criteria": "Criteria",
    "Niet van toepassing op dit project": "Not applicable to this project",
    "Praktijkgevallen die op het project lijken": "Cases that resemble the project",
    "Bronnen en voorbeelden per punt": "Sources and examples for each point",
    "Bronnen en voorbeelden bij dit punt": "Sources and examples for this point",
}
"""Titles of sections."""

_HEAD = {
    "Regeling": "Scheme",
    "Instantie": "Authority",
    "Rechtsgebied": "Jurisdiction",
    "Soort": "Kind",
    "Status": "Status",
    "Versie": "Version",
    "versie {version}": "version {version}",
    "{version}, nagekeken op {day}": "{version}, reviewed on {day}",
    "Geldig vanaf": "Valid from",
    "Geldig tot": "Valid until",
    "Checklist gemaakt op": "Checklist made on",
    "Versie van de kennisbank": "Version of the knowledge base",
    "Kenmerk": "Fingerprint",
    "Project": "Project",
    "Titel": "Title",
    "Gegeven": "Item",
    "Waarde": "Value",
    "Niet bekend": "Not known",
    "niet bekend": "not known",
    "datum onbekend": "date unknown",
    "geen juridisch advies": "not legal advice",
    "Geen juridisch advies": "Not legal advice",
}
"""Names at the head and at the foot."""

_LINE = {
    "Vraag": "Question",
    "Antwoord": "Answer",
    "Antwoord in woorden": "Answer in words",
    "Bewijs en toelichting": "Evidence and explanation",
    "Schrijf hier": "Write here",
    "Nota": "Note",
    "Ingevuld door": "Filled in by",
    "niet vermeld": "not stated",
    "Wat het betekent": "What it means",
    "Gevraagd bewijs": "Evidence asked for",
    "Voorbeeld van ja": "Example of yes",
    "Voorbeelden van ja": "Examples of yes",
    "Voorbeeld van nee": "Example of no",
    "Voorbeelden van nee": "Examples of no",
    "Wat de bronnen niet zeggen": "What the sources do not say",
    "Bij de beoordeling": "On the assessment",
    "Hangt samen met": "Related to",
    "Rechtsgrond": "Legal basis",
    "Bron": "Source",
    "Bronnen": "Sources",
    "Passage": "Passage",
    "Passages": "Passages",
    "Precedent (maatregel)": "Precedent (measure)",
    "Precedenten (maatregelen)": "Precedents (measures)",
    "Praktijkgeval": "Case",
    "Praktijkgevallen": "Cases",
    "Waarom hier": "Why here",
    "zie punt": "see point",
    "samenvatting van de bron": "summary of the source",
    "brontekst gewijzigd sinds het nazicht": "source text changed since the review",
    "Voor het geheel": "For the whole",
    "beantwoord de vraag": "answer the question",
}
"""What stands with a line."""

_WORDS = {
    "ja": "yes",
    "nee": "no",
    "deels": "partly",
    "onbekend": "unknown",
    "randvoorwaarde": "frame condition",
    "criterium": "criterion",
    "deeltoets": "sub-test",
    "doorslaggevend": "decisive",
    "af te wegen": "to be weighed",
    "open vraag": "open question",
    "voldoet": "meets the conditions",
    "voldoet niet": "does not meet the conditions",
    "nog niet te beslissen": "not yet to be decided",
    "niet van toepassing": "not applicable",
    "toets": "test",
    "steunregeling": "support scheme",
    "beslissingshulp": "decision check",
    "interview": "interview",
    "voorstel": "proposal",
    "van kracht": "in force",
    "beëindigd": "ended",
    "toelichting bij een andere regeling": "explanation of another scheme",
    "reshoring": "reshoring",
    "tegenvoorbeeld": "counter-example",
    "buitenlands voorbeeld": "foreign example",
    "investering": "investment",
    "vermelding zonder naam": "mentioned without a name",
    "vermelding in ander verband": "mentioned in another context",
}
"""The values of enums."""

_FACTS = {
    "sector": "sector",
    "motief": "motive",
    "activiteit": "activity",
    "soort verplaatsing": "kind of relocation",
    "land van herkomst": "country of origin",
    "bestemming": "destination",
    "regio": "region",
    "afzetmarkt": "sales market",
    "grootte": "size",
    "technologie": "technology",
    "inspanning voor circulariteit": "effort on circularity",
    "grondstof": "raw material",
    "partner uit de sociale economie": "partner from the social economy",
    "start": "start",
    "gevraagde steun": "aid asked for",
    "vorm van de steun": "form of the aid",
    "micro-onderneming": "micro-enterprise",
    "kleine onderneming": "small enterprise",
    "middelgrote onderneming": "medium-sized enterprise",
    "grote onderneming": "large enterprise",
}
"""The facts of a project and the sizes of a firm."""

_WORKBOOK = {
    "Nr": "No.",
    "Criterium": "Criterion",
    "Groep": "Group",
    "Gewicht": "Weight",
    "Geldt": "Applies",
    "Waarom": "Why",
    "Door": "By",
    "Datum": "Date",
    "Code": "Code",
    "Toelichting": "Explanation",
    "Resultaat": "Result",
    "Onderdeel": "Part",
    "Tekst": "Text",
    "Pagina &P van &N": "Page &P of &N",
    "Hoever de antwoorden staan": "How far the answers are",
    "Punten die gelden of kunnen gelden": "Points that apply or may apply",
    "Ingevuld": "Filled in",
    "Voortgang": "Progress",
    "Antwoord {word}": "Answer {word}",
    "Doorslaggevende punten zonder ja, nee of deels": "Decisive points without yes, no or partly",
    "Doorslaggevende punten met nee": "Decisive points with no",
    "Stand": "State",
    "Samenvatting": "Summary",
}
"""Columns, sheets and counts of the workbook."""

_SENTENCES = {
    "Dit is geen juridisch advies. De checklist helpt om een dossier voor te bereiden; "
    "alleen de bevoegde overheid oordeelt over steun.": "This is not legal advice. The checklist helps to prepare a "
    "file; only the competent authority decides on support.",
    "De regeling, haar vragen en de redenen staan in het Nederlands, de taal van de bronnen.": "The scheme, its "
    "questions and the reasons are in Dutch, the language of the sources.",
    "Vul de gele cellen in: kies een antwoord uit de lijst en noteer waaruit het blijkt. "
    "De andere bladen geven uitleg, de stand en wat van het project bekend is.": "Fill in the yellow cells: choose an "
    "answer from the list and note what shows it. The other sheets give the explanation, the result and what is known "
    "of the project.",
    "Een open vraag beantwoordt u in woorden, onder 'Bewijs en toelichting'.": "Answer an open question in words, "
    "under 'Evidence and explanation'.",
    "De stand hieronder is berekend toen dit bestand werd gemaakt en verandert niet mee met de antwoorden. "
    "Lees het ingevulde bestand weer in om de nieuwe stand te kennen.": "The result below was worked out when this "
    "file was made and does not change with the answers. Read the filled-in file back in to learn the new result.",
    "Kies {listed}, of laat de cel leeg.": "Choose {listed}, or leave the cell empty.",
    "Kies {listed}.": "Choose {listed}.",
    "Schrijf ten hoogste {most} tekens.": "Write at most {most} characters.",
    "Schrijf 2026-11-21, 2026-11 of 21/11/2026.": "Write 2026-11-21, 2026-11 or 21/11/2026.",
}
"""What a reader is told, and what a cell tells who fills it in."""

NOTICES: dict[str, str] = {
    "Deze checklist is gevraagd voor {day} en gemaakt op {made}.": "This checklist was asked for {day} and made on "
    "{made}.",
    "Dit is een voorstel en geen geldend recht: wie aan alles voldoet, heeft daarmee geen recht op steun.": "This is a "
    "proposal and not law in force: meeting every point gives no right to support.",
    "Dit is een toelichting bij een andere regeling, zonder eigen rechtskracht.": "This explains another scheme and "
    "has no legal force of its own.",
    "Deze regeling is beëindigd; ze dient alleen nog als precedent.": "This scheme has ended; it serves as a precedent "
    "only.",
    "Deze regeling gold tot en met {day}.": "This scheme applied up to and including {day}.",
    "Deze regeling is het laatst nagekeken op {day}; ga na of ze nog klopt.": "This scheme was last reviewed on {day}; "
    "check whether it is still right.",
    "De brontekst is gewijzigd sinds het nazicht; lees de bron opnieuw bij {lines}.": "The source text changed since "
    "the review; read the source again at {lines}.",
    "Waar 'samenvatting' staat, is niet de bron zelf geciteerd maar een samenvatting ervan in eigen woorden.": "Where "
    "it says 'summary', not the source itself is quoted but a summary of it in our own words.",
    "Er is geen verzameling documenten geraadpleegd: de bronnen staan vermeld, zonder passages.": "No collection of "
    "documents was consulted: the sources are named, without passages.",
}
NOTICES |= {
    f"'{{text}}' is sinds {{day}} {dutch} door '{{by}}'{late}.{at}": f"'{{text}}' has been {english} by '{{by}}' since "
    f"{{day}}{later}.{look}"
    for dutch, english in (("gewijzigd", "amended"), ("vervangen", "replaced"))
    for late, later in (
        ("", ""),
        (", na het laatste nazicht van deze regeling", ", after this scheme was last reviewed"),
    )
    for at, look in (("", ""), (" Kijk na bij {where}.", " Check at {where}."))
}
"""The notices that `knowledge.checklists` and `knowledge.laws` give with a checklist, by their form."""
DUTCH_BLANKS: Final = frozenset({"text", "by"})
"""The blanks of a notice that hold Dutch: the titles of laws."""

ENGLISH: Final[dict[str, str]] = _TITLES | _HEAD | _LINE | _WORDS | _FACTS | _WORKBOOK | _SENTENCES | NOTICES
"""The English label by the Dutch one; a name in braces is filled in."""
