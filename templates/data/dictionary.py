"""What each column means, three times: a Frictionless data package, CSVW metadata, and a data dictionary as a table."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from templates.data.columns import plain
from templates.data.names import LICENCE, NAME
from templates.data.tables import LIST_MARK, Column, Table

__all__ = ["PATTERNS", "csvw", "dictionary_table", "package"]

PATTERNS = {"date": r"\d{4}(-\d{2}(-\d{2})?)?"}
"""Kinds of column that are texts of a certain form, for a date of which the day is unknown is no date elsewhere."""

TITLE = "Thuishaven: open kennisbank over reshoring"
TEXT = (
    "Praktijkgevallen, beleidsmaatregelen, cijfers, tegenspraken, systemen, actoren, vragen en verzoeken over "
    "reshoring, in eigen woorden, met bij elk gegeven de bron, en de woordenlijst waarmee ze beschreven zijn."
)
KINDS = {"string": "tekst", "integer": "geheel getal", "number": "getal", "boolean": "true of false", "date": "datum"}


def dictionary_table(tables: Iterable[Table]) -> Table:
    """Every column of these tables with what it holds; itself not among them."""
    return Table.of(
        "dictionary",
        "Gegevenswoordenboek",
        "Elke kolom van elke tabel, met haar betekenis.",
        (
            plain("table", "Tabel", "De tabel.", lambda row: row[0].name),
            plain("column", "Kolom", "De naam in de eerste rij van het CSV-bestand.", lambda row: row[1].name),
            plain("order", "Volgnummer", "Rang van de kolom in de tabel, vanaf 1.", itemgetter(2), kind="integer"),
            plain("title", "Titel", "De naam in het Nederlands.", lambda row: row[1].title),
            plain("type", "Type", "Wat er in de kolom staat.", lambda row: type_nl(row[1])),
            plain(
                "required", "Verplicht", "Of elke rij een waarde heeft.", lambda row: row[1].required, kind="boolean"
            ),
            plain("description", "Betekenis", "Wat de kolom betekent.", lambda row: row[1].text),
        ),
        ((table, column, order) for table in tables for order, column in enumerate(table.columns, 1)),
        ("table", "column"),
    )


def type_nl(column: Column) -> str:
    """What stands in a column, in Dutch."""
    if column.codes is not None:
        return "code (zie de tabel codes)"
    if column.refers:
        return f"kenmerk uit de tabel {column.refers}"
    return f"lijst, gescheiden door {LIST_MARK}" if column.several else KINDS[column.kind]


def package(
    tables: Sequence[Table], files: Mapping[str, bytes], schemas: Mapping[str, str], version: str
) -> dict[str, Any]:
    """The data package: a resource for each table, and for each JSON file (`schemas` names the schema of each)."""
    keys = {table.name: table.key for table in tables}
    resources = [
        _resource(table.name, f"{table.name}.csv", files, "csv", "text/csv")
        | {"profile": "tabular-data-resource", "type": "table", "title": table.title, "description": table.text}
        | {"dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n"}}
        | {"schema": _schema(table, keys)}
        for table in tables
    ]
    resources += [
        _resource(f"{path.removesuffix('.json')}-json", path, files, "json", "application/json")
        | {"profile": "data-resource", "type": "json", "jsonSchema": schema}
        for path, schema in schemas.items()
    ]
    return {
        "profile": "data-package",
        "name": "thuishaven",
        "title": TITLE,
        "description": TEXT,
        "version": version,
        "licenses": [{"name": "CC-BY-4.0", "title": "Creative Commons Naamsvermelding 4.0", "path": LICENCE}],
        "contributors": [{"title": NAME, "role": "publisher"}],
        "keywords": ["reshoring", "industriebeleid", "productie", "strategische autonomie", "Vlaanderen"],
        "resources": resources,
    }


def _resource(name: str, path: str, files: Mapping[str, bytes], form: str, media: str) -> dict[str, Any]:
    content = files[path]
    return {
        "name": name.replace("_", "-"),
        "path": path,
        "format": form,
        "mediatype": media,
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }


def _schema(table: Table, keys: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    links = [
        {
            "fields": column.name,
            "reference": {
                "resource": "" if column.refers == table.name else column.refers.replace("_", "-"),
                "fields": keys[column.refers][0],
            },
        }
        for column in table.columns
        if column.refers
    ]
    fields = [_field(column) for column in table.columns]
    made: dict[str, Any] = {"fields": fields, "missingValues": [""], "primaryKey": list(table.key)}
    return made | ({"foreignKeys": links} if links else {})


def _field(column: Column) -> dict[str, Any]:
    limits: dict[str, Any] = {"required": True} if column.required else {}
    if column.codes is not None:
        limits["enum"] = [code.value for code in column.codes]
    if column.kind in PATTERNS:
        limits["pattern"] = PATTERNS[column.kind]
    text = f"{column.text} Meer waarden staan gescheiden door {LIST_MARK}." if column.several else column.text
    made = {
        "name": column.name,
        "type": "string" if column.kind in PATTERNS else column.kind,
        "title": column.title,
        "description": text,
    }
    return made | ({"constraints": limits} if limits else {})


def csvw(tables: Sequence[Table], version: str) -> dict[str, Any]:
    """The CSVW metadata of all tables (W3C Metadata Vocabulary for Tabular Data)."""
    keys = {table.name: table.key for table in tables}
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "dc:title": TITLE,
        "dc:description": TEXT,
        "dc:license": {"@id": LICENCE},
        "dc:publisher": NAME,
        "schema:version": version,
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True, "lineTerminators": ["\r\n", "\n"]},
        "tables": [
            {
                "url": f"{table.name}.csv",
                "dc:title": table.title,
                "dc:description": table.text,
                "tableSchema": {
                    "columns": [_csvw_column(column) for column in table.columns],
                    "primaryKey": list(table.key),
                }
                | _csvw_links(table, keys),
            }
            for table in tables
        ],
    }


def _csvw_column(column: Column) -> dict[str, Any]:
    """`titles` is what stands in the header; the Dutch name is a common property, or the two would not match."""
    made: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:title": column.title,
        "dc:description": column.text,
        "datatype": column.kind,
        "required": column.required,
    }
    if column.codes is not None:
        made["datatype"] = {"base": "string", "format": "|".join(code.value for code in column.codes)}
    elif column.kind in PATTERNS:
        made["datatype"] = {"base": "string", "format": PATTERNS[column.kind]}
    return made | ({"separator": LIST_MARK} if column.several else {})


def _csvw_links(table: Table, keys: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    links = [
        {
            "columnReference": column.name,
            "reference": {"resource": f"{column.refers}.csv", "columnReference": keys[column.refers][0]},
        }
        for column in table.columns
        if column.refers
    ]
    return {"foreignKeys": links} if links else {}
