"""The curated records as open data: JSON, CSV, SKOS, DCAT, feeds and citations, with what describes each of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from knowledge.actors import Actor
from knowledge.base import Record
from knowledge.cases import Case
from knowledge.catalogue import Catalogue
from knowledge.checklist_records import Checklist
from knowledge.concepts import ConceptScheme
from knowledge.dialogue import Question, Request
from knowledge.documents import Source
from knowledge.dossiers import Dossier
from knowledge.figures import Abbreviation, Conflict, Figure, Series
from knowledge.history import Change, Redirect
from knowledge.measures import Measure
from knowledge.profiles import Profile
from knowledge.schemes import Scheme
from knowledge.systems import System
from knowledge.trail import AnswerFile
from templates.data.case_tables import case_tables
from templates.data.citing import citation_files
from templates.data.dcat import catalog_graph
from templates.data.dictionary import csvw, dictionary_table, package
from templates.data.evidence_tables import evidence_tables
from templates.data.feeds import feed_files
from templates.data.figure_tables import code_table, figure_tables, list_tables
from templates.data.names import Names
from templates.data.rdf import json_ld, turtle
from templates.data.skos import vocabulary_graph
from templates.data.system_tables import system_tables
from templates.data.tables import Table, csv_text

__all__ = ["FORMAT", "data_tables", "open_data"]

FORMAT = "thuishaven-open-data"
FORMAT_VERSION = "2.0"
FORMS: dict[str, type[Record]] = {"checklist": Checklist, "profile": Profile, "answers": AnswerFile}
"""What commands and the site write for a project, and other programs may read; data of a project are not among ours."""


def open_data(catalogue: Catalogue, *, version: str, address: str = "") -> Iterator[tuple[str, str]]:
    """(relative path, text) of every file.

    `address` is that of the site on which the files are published, ending in a slash, where it is known: names and
    links are then https addresses. Documents that were ingested are not in it: they are not ours to give away.
    """
    names = Names(address)
    graph = vocabulary_graph(catalogue, names)
    tables = data_tables(catalogue)
    schemas: dict[str, str] = {}
    files: dict[str, str] = {"vocabulary.ttl": turtle(graph), "vocabulary.jsonld": json_ld(graph)}
    for name, (model, records) in _kinds(catalogue).items():
        rows = [record.model_dump(mode="json") for record in records]
        head = {"format": FORMAT, "format_version": FORMAT_VERSION, "knowledge_base": version}
        files[f"{name}.json"] = _json(head | {"kind": name, "records": rows})
        files[f"schemas/{name}.json"] = _json(model.model_json_schema())
        schemas[f"{name}.json"] = f"schemas/{name}.json"
    for name, form in FORMS.items():
        files[f"schemas/{name}.json"] = _json(form.model_json_schema(mode="serialization"))
    files |= {f"{table.name}.csv": csv_text(table) for table in tables}
    files |= dict(citation_files(catalogue, names, version))
    files |= dict(feed_files(catalogue, names))
    content = {path: text.encode() for path, text in files.items()}
    described = catalog_graph(content, names, version)
    files["catalog.ttl"], files["catalog.jsonld"] = turtle(described), json_ld(described)
    files["csv-metadata.json"] = _json(csvw(tables, version))
    files["datapackage.json"] = _json(package(tables, content, schemas, version))
    yield from files.items()


def data_tables(catalogue: Catalogue) -> tuple[Table, ...]:
    """Every table, the codes and the data dictionary last."""
    tables = (
        *case_tables(catalogue),
        *figure_tables(catalogue),
        *system_tables(catalogue),
        *list_tables(catalogue),
        *evidence_tables(catalogue),
    )
    tables = (*tables, code_table(tables))
    return (*tables, dictionary_table(tables))


def _kinds(catalogue: Catalogue) -> dict[str, tuple[type[Record], Iterable[Record]]]:
    return {
        "concept-schemes": (ConceptScheme, catalogue.vocabulary.schemes.values()),
        "sources": (Source, catalogue.sources.values()),
        "cases": (Case, catalogue.cases.values()),
        "measures": (Measure, catalogue.measures.values()),
        "schemes": (Scheme, catalogue.schemes.values()),
        "figures": (Figure, catalogue.figures.values()),
        "series": (Series, catalogue.series.values()),
        "conflicts": (Conflict, catalogue.conflicts.values()),
        "systems": (System, catalogue.systems.values()),
        "actors": (Actor, catalogue.actors.values()),
        "questions": (Question, catalogue.questions.values()),
        "requests": (Request, catalogue.requests.values()),
        "dossiers": (Dossier, catalogue.dossiers.values()),
        "abbreviations": (Abbreviation, catalogue.abbreviations),
        "redirects": (Redirect, catalogue.redirects),
        "changes": (Change, catalogue.changes),
    }


def _json(data: Any) -> str:
    """The data as JSON in which a character that shows nothing is written as an escape: it cannot steer a terminal."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return _NO_ASCII.sub(_plain, text) + "\n"


def _plain(found: re.Match[str]) -> str:
    return found[0] if found[0].isprintable() else json.dumps(found[0])[1:-1].replace("\x7f", "\\u007f")


_NO_ASCII = re.compile(r"[^\x00-\x7e]")
