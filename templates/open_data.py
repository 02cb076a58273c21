"""The curated records as open data: JSON files, the JSON Schemas that they fit, and a list of all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from knowledge.base import Record
from knowledge.cases import Case
from knowledge.catalogue import Catalogue
from knowledge.concepts import ConceptScheme
from knowledge.documents import Source
from knowledge.figures import Abbreviation, Conflict, Figure
from knowledge.measures import Measure
from knowledge.schemes import Scheme

__all__ = ["FORMAT", "open_data"]

FORMAT = "thuishaven-open-data"
FORMAT_VERSION = "1.0"


def open_data(catalogue: Catalogue, *, version: str) -> Iterator[tuple[str, str]]:
    """(relative path, text) of every file, `datapackage.json` last.

    Each data file says its format, its version and the version of the knowledge base. Documents that were ingested are
    not in it: they are not ours to give away.
    """
    kinds: dict[str, tuple[type[Record], Iterable[Record]]] = {
        "concept-schemes": (ConceptScheme, catalogue.vocabulary.schemes.values()),
        "sources": (Source, catalogue.sources.values()),
        "cases": (Case, catalogue.cases.values()),
        "measures": (Measure, catalogue.measures.values()),
        "schemes": (Scheme, catalogue.schemes.values()),
        "figures": (Figure, catalogue.figures.values()),
        "conflicts": (Conflict, catalogue.conflicts.values()),
        "abbreviations": (Abbreviation, catalogue.abbreviations),
    }
    resources = []
    for name, (model, records) in kinds.items():
        rows = [record.model_dump(mode="json") for record in records]
        head = {"format": FORMAT, "format_version": FORMAT_VERSION, "knowledge_base": version}
        yield f"{name}.json", _json(head | {"kind": name, "records": rows})
        yield f"schemas/{name}.json", _json(model.model_json_schema())
        resources.append({"name": name, "path": f"{name}.json", "schema": f"schemas/{name}.json", "records": len(rows)})
    yield (
        "datapackage.json",
        _json(
            {
                "name": "thuishaven",
                "title": "Thuishaven: open kennisbank over reshoring",
                "version": version,
                "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
                "resources": resources,
            }
        ),
    )


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
