"""Figures, series and contradictions as tables, and the lists that all tables lean on: concepts, sources, codes."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from operator import attrgetter, itemgetter
from typing import Any

from knowledge.catalogue import Catalogue
from knowledge.documents import DocumentKind
from knowledge.figures import ChartKind, Qualifier, Topic
from templates.data.columns import (
    CONCEPTS,
    coded,
    dated,
    identifier,
    listed,
    of_record,
    plain,
    titled,
)
from templates.data.tables import Column, Table
from templates.labels import dutch

__all__ = ["code_table", "figure_tables", "list_tables"]

COUNTED = (
    plain("unit", "Eenheid", "De eenheid van de waarde."),
    plain("population", "Waarover", "Wat er geteld of gevraagd is, en bij wie."),
    plain("period", "Periode", "Over welke tijd het gaat, in woorden."),
    plain("caveat", "Let op", "Wat men moet weten voor men het gebruikt."),
    CONCEPTS,
)


def _number(get: Any) -> tuple[Column, ...]:
    """A number, the upper end of a range, and what the source says of a number that it does not give exactly."""
    return (
        Column("up_to", "Tot", "Het hoogste getal, als de bron een spreiding geeft.", get("up_to"), "number"),
        Column("qualifier", "Benadering", "Ongeveer, bijna, meer of minder dan.", get("qualifier"), codes=Qualifier),
    )


def figure_tables(catalogue: Catalogue) -> tuple[Table, ...]:
    """Figures, series with a row for each value, and contradictions with a row for each statement."""
    series, conflicts = catalogue.series.values(), catalogue.conflicts.values()
    values = [
        (one.id, place, row, column, value)
        for one in series
        for place, row in enumerate(one.rows, 1)
        for column, value in zip(one.columns, row.values, strict=True)
    ]
    return (
        Table.of(
            "figures",
            "Cijfers",
            "Losse statistieken uit de bronnen.",
            (
                identifier("het cijfer"),
                titled("het cijfer"),
                coded("topic", "Onderwerp", "Waarover het cijfer gaat.", Topic),
                plain("value", "Waarde", "Het getal, of het laagste als de bron een spreiding geeft.", kind="number"),
                *_number(attrgetter),
                *COUNTED,
            ),
            catalogue.figures.values(),
        ),
        Table.of(
            "series",
            "Reeksen",
            "Cijfers uit een telling of enquête die bij elkaar horen; de waarden staan in series_values.",
            (
                identifier("de reeks"),
                titled("de reeks"),
                coded("topic", "Onderwerp", "Waarover de reeks gaat.", Topic),
                *COUNTED,
                coded("chart", "Grafiek", "Hoe de site de reeks tekent.", ChartKind),
            ),
            series,
        ),
        Table.of(
            "series_values",
            "Waarden van reeksen",
            "Elke waarde van een reeks, met haar rij en kolom. Zonder getal en tekst: de bron geeft de waarde niet.",
            (
                of_record("series", "Reeks", "series", itemgetter(0)),
                plain("order", "Rangnummer", "Rang van de rij in de reeks, vanaf 1.", itemgetter(1), kind="integer"),
                plain("row", "Rij", "Wat de rij is.", lambda row: row[2].label),
                plain("column", "Kolom", "Wat de kolom is.", itemgetter(3)),
                Column("number", "Getal", "Het getal.", lambda row: row[4] and row[4].number, "number"),
                *_number(lambda name: lambda row: row[4] and getattr(row[4], name)),
                Column("text", "Tekst", "Wat er staat in plaats van een getal.", lambda row: row[4] and row[4].text),
                Column("concept", "Begrip", "Het begrip van de rij.", lambda row: row[2].concept, refers="concepts"),
                Column("note", "Noot", "Voorbehoud bij de rij.", lambda row: row[2].note),
            ),
            values,
            ("series", "order", "column"),
        ),
        Table.of(
            "conflicts",
            "Tegenspraken",
            "Plaatsen waar de bronnen elkaar tegenspreken.",
            (
                identifier("de tegenspraak"),
                titled("de tegenspraak"),
                plain("reading", "Lezing", "Hoe wij ermee omgaan."),
                CONCEPTS,
            ),
            conflicts,
        ),
        Table.of(
            "conflict_positions",
            "Uitspraken die elkaar tegenspreken",
            "De uitspraken van een tegenspraak, naast elkaar.",
            (
                of_record("conflict", "Tegenspraak", "conflicts", itemgetter(0)),
                plain("order", "Volgnummer", "Rang in de tegenspraak, vanaf 1.", itemgetter(1), kind="integer"),
                plain("statement", "Uitspraak", "De uitspraak, in eigen woorden.", lambda row: row[2].statement),
            ),
            ((c.id, order, one) for c in conflicts for order, one in enumerate(c.positions, 1)),
            ("conflict", "order"),
        ),
    )


def list_tables(catalogue: Catalogue) -> tuple[Table, ...]:
    """The vocabulary, the sources, and the ids that went out of use."""
    return (
        Table.of(
            "concepts",
            "Begrippen",
            "De woordenlijst; als linked data staat ze in vocabulary.ttl en vocabulary.jsonld.",
            (
                identifier("het begrip"),
                plain("scheme", "Lijst", "De lijst waarin het begrip staat."),
                plain("label", "Term", "De voorkeursterm in het Nederlands.", attrgetter("pref.nl")),
                Column("label_en", "Engelse term", "De voorkeursterm in het Engels.", attrgetter("pref.en")),
                listed("synonyms", "Synoniemen", "Andere termen in het Nederlands.", attrgetter("alt.nl")),
                listed("synonyms_en", "Engelse synoniemen", "Andere termen in het Engels.", attrgetter("alt.en")),
                listed("negative", "Niet bedoeld", "Woorden die op een term lijken en iets anders betekenen."),
                plain("definition", "Definitie", "Wat het begrip betekent.", attrgetter("definition.nl")),
                Column("note", "Toelichting", "Hoe het begrip gebruikt wordt.", lambda c: c.note and c.note.nl),
                Column("broader", "Ruimer begrip", "Het begrip erboven.", attrgetter("broader"), refers="concepts"),
                Column("notation", "Code", "Code, zoals die van NACE Rev. 2.", attrgetter("notation")),
                listed("exact", "Zelfde begrip elders", "Codes van hetzelfde begrip in NACE Rev. 2 of EuroVoc."),
                listed("close", "Verwant begrip elders", "Codes van een verwant begrip in NACE Rev. 2 of EuroVoc."),
                Column(
                    "deprecated",
                    "Vervallen",
                    "Waarom het begrip niet meer gebruikt wordt; leeg als het in gebruik is.",
                    lambda c: c.deprecated and c.deprecated.nl,
                ),
                Column(
                    "replaced_by",
                    "Gebruik nu",
                    "Het begrip dat in de plaats kwam van een vervallen begrip.",
                    attrgetter("replaced_by"),
                    refers="concepts",
                ),
            ),
            catalogue.vocabulary,
        ),
        Table.of(
            "sources",
            "Bronnen",
            "De documenten waarop de records rusten.",
            (
                identifier("de bron"),
                titled("de bron"),
                plain("publisher", "Uitgever", "Wie de bron uitgaf."),
                dated("date", "Datum", "Datum van de bron, zover bekend.", attrgetter("date")),
                coded("kind", "Soort", "Wat voor document het is.", DocumentKind),
                plain("language", "Taal", "Taal van de bron (ISO 639-1)."),
                Column("url", "Adres", "Waar de bron te vinden is.", attrgetter("url")),
                Column(
                    "licence",
                    "Licentie",
                    "Onder welke licentie de bron staat, als dat bekend is.",
                    attrgetter("licence"),
                ),
                Column("note", "Noot", "Wat men over de bron moet weten.", attrgetter("note")),
            ),
            catalogue.sources.values(),
        ),
        Table.of(
            "redirects",
            "Vroegere kenmerken",
            "Kenmerken die niet meer gebruikt worden, met het record dat in de plaats kwam.",
            (
                plain("old", "Vroeger kenmerk", "Map en kenmerk dat vroeger gold."),
                plain("new", "Nu", "Map en kenmerk van het record dat in de plaats kwam."),
                Column("reason", "Reden", "Waarom het kenmerk verviel.", attrgetter("reason")),
            ),
            catalogue.redirects,
            ("old",),
        ),
    )


def code_table(tables: Iterable[Table]) -> Table:
    """The codes that columns of these tables use, each with its Dutch word."""
    codes: list[tuple[str, str, StrEnum]] = [
        (table.name, column.name, code)
        for table in tables
        for column in table.columns
        if column.codes is not None
        for code in column.codes
    ]
    return Table.of(
        "codes",
        "Codes",
        "Wat de codes in de tabellen betekenen.",
        (
            plain("table", "Tabel", "De tabel.", itemgetter(0)),
            plain("column", "Kolom", "De kolom van die tabel.", itemgetter(1)),
            plain("code", "Code", "De code, zoals ze in de tabel en in JSON staat.", lambda row: row[2].value),
            plain("label", "Betekenis", "De code in het Nederlands.", lambda row: dutch(row[2])),
        ),
        codes,
        ("table", "column", "code"),
    )
