"""The data sets that we offer: which tables and files belong together, and what they are about."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DATA_SETS", "MEDIA", "DataSet"]

MEDIA = {
    "csv": "text/csv",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "ttl": "text/turtle",
    "xml": "application/atom+xml",
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
}
"""The media type of a file by the end of its name."""


@dataclass(frozen=True)
class DataSet:
    """A data set. `json` are the JSON files (without extension), `tables` the tables, `files` what else it has.

    `themes` are codes of the EU's list of data themes.
    """

    id: str
    title: str
    english: str
    text: str
    json: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    themes: tuple[str, ...] = ("ECON",)
    keywords: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of its files."""
        return (*(f"{one}.csv" for one in self.tables), *(f"{one}.json" for one in self.json), *self.files)


DATA_SETS = (
    DataSet(
        "cases",
        "Praktijkgevallen van reshoring",
        "Reshoring cases",
        "Ondernemingen die productie terughaalden, en voorbeelden die daarvan onderscheiden worden, met motieven, "
        "route en resultaat.",
        json=("cases",),
        tables=("cases", "case_milestones"),
        keywords=("reshoring", "ondernemingen", "motieven"),
    ),
    DataSet(
        "measures",
        "Beleidsmaatregelen rond reshoring",
        "Reshoring policy measures",
        "Maatregelen van overheden in binnen- en buitenland, met instrument, periode, budget, voorwaarden en "
        "evaluatie.",
        json=("measures", "schemes"),
        tables=("measures", "measure_amounts"),
        themes=("ECON", "GOVE"),
        keywords=("reshoring", "industriebeleid", "steun"),
    ),
    DataSet(
        "figures",
        "Cijfers over reshoring en tegenspraken",
        "Reshoring figures and contradictions",
        "Statistieken uit de bronnen met wat er geteld is en waarop men moet letten, en plaatsen waar bronnen elkaar "
        "tegenspreken.",
        json=("figures", "series", "conflicts"),
        tables=("figures", "series", "series_values", "conflicts", "conflict_positions"),
        keywords=("reshoring", "statistiek"),
    ),
    DataSet(
        "systems",
        "Systemen en actoren",
        "Systems and actors",
        "Databanken, instrumenten en denkkaders die de documenten vragen of noemen, en wie wat doet.",
        json=("systems", "actors"),
        tables=("systems", "system_links", "actors"),
        themes=("ECON", "GOVE"),
        keywords=("reshoring", "instrumenten", "wegwijzer"),
    ),
    DataSet(
        "questions",
        "Vragen en verzoeken",
        "Questions and requests",
        "Vragen uit de documenten met hun antwoorden, en verzoeken met wat ervan kwam.",
        json=("questions", "requests"),
        tables=("questions", "question_replies", "requests", "request_events"),
        themes=("GOVE", "ECON"),
        keywords=("reshoring", "parlement", "advies"),
    ),
    DataSet(
        "vocabulary",
        "Woordenlijst over reshoring",
        "Reshoring vocabulary",
        "Begrippen in het Nederlands en het Engels: motieven, sectoren, instrumenten, criteria en andere.",
        json=("concept-schemes", "abbreviations"),
        tables=("concepts",),
        files=("vocabulary.ttl", "vocabulary.jsonld"),
        keywords=("reshoring", "thesaurus", "SKOS"),
    ),
    DataSet(
        "evidence",
        "Bronnen en verwijzingen",
        "Sources and citations",
        "De bronnen, en van elk gegeven waarop het rust: vermeld, afgeleid of niet vermeld, en op welke plaats.",
        json=("sources",),
        tables=("sources", "statements", "claims", "citations"),
        files=("citaties/bronnen.bib", "citaties/bronnen.ris", "citaties/bronnen.json"),
        keywords=("reshoring", "bronnen"),
    ),
    DataSet(
        "history",
        "Wijzigingen en vroegere kenmerken",
        "Changes and former identifiers",
        "Een feed van alle records, en de kenmerken die niet meer gebruikt worden.",
        tables=("redirects",),
        files=("feeds/alles.xml",),
        keywords=("reshoring",),
    ),
)
