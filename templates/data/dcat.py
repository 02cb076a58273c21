"""The description of our data sets for data portals: DCAT-AP 3, with what the Dutch and Flemish profiles add to it.

A portal asks who publishes, how to reach them, which licence, which theme and which files. Dates are left out where
nobody knows them: DCAT-AP does not ask for them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from templates.data.data_sets import DATA_SETS, MEDIA, DataSet
from templates.data.dictionary import TEXT, TITLE
from templates.data.names import NAME, Names
from templates.data.rdf import add, new_graph

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = ["AUTHORITY", "catalog_graph"]

AUTHORITY = "http://publications.europa.eu/resource/authority"
"""Where the Publications Office keeps the lists of codes that DCAT-AP prescribes."""
IANA = "https://www.iana.org/assignments/media-types/"
_TYPES = {
    "csv": "CSV",
    "json": "JSON",
    "jsonld": "JSON_LD",
    "ttl": "RDF_TURTLE",
    "xml": "ATOM",
    "bib": "TXT",
    "ris": "TXT",
}
_STANDARDS = {
    "csv": "https://www.w3.org/TR/tabular-metadata/",
    "json": "https://json-schema.org/draft/2020-12/schema",
    "ttl": "http://www.w3.org/2004/02/skos/core",
    "jsonld": "http://www.w3.org/2004/02/skos/core",
    "xml": "https://www.rfc-editor.org/rfc/rfc4287",
}
_ENGLISH = (
    "Cases, policy measures, figures, contradictions, systems, actors, questions and requests about reshoring, in our "
    "own words, with the source of each statement, and the vocabulary that describes them."
)


def catalog_graph(files: Mapping[str, bytes], names: Names, version: str) -> Graph:
    """The catalogue with its data sets and their files (`files` holds the content of each by its path)."""
    graph = new_graph({})
    catalog, ourselves, contact = names.own("catalog"), names.own("agents/thuishaven"), names.own("contact")
    home, page, columns = names.page("index"), names.page("open-data"), names.page("open-data-kolommen")
    add(graph, catalog, "rdf:type", "dcat:Catalog")
    _described(graph, catalog, TITLE, "Thuishaven: open knowledge base on reshoring", TEXT, _ENGLISH)
    add(graph, catalog, "dct:identifier", "thuishaven", kind="text")
    add(graph, catalog, "dct:license", f"{AUTHORITY}/licence/CC_BY_4_0")
    add(graph, catalog, "foaf:homepage", home)
    add(graph, catalog, "dcat:themeTaxonomy", f"{AUTHORITY}/data-theme")
    add(graph, catalog, "dcat:version", version, kind="text")
    _shared(graph, catalog, ourselves, contact)
    add(graph, ourselves, "rdf:type", "foaf:Agent")
    add(graph, ourselves, "foaf:name", NAME, lang="nl")
    add(graph, ourselves, "foaf:homepage", home)
    add(graph, contact, "rdf:type", "vcard:Kind")
    add(graph, contact, "vcard:fn", NAME, kind="text")
    add(graph, contact, "vcard:hasURL", home)
    for document in (home, page, columns):
        add(graph, document, "rdf:type", "foaf:Document")
    provenance = names.own("provenance")
    add(graph, provenance, "rdf:type", "dct:ProvenanceStatement")
    text = "Door mensen geschreven en nagekeken op grond van de bronnen waarnaar elk gegeven verwijst."
    add(graph, provenance, "rdfs:label", text, lang="nl")
    for offered in DATA_SETS:
        iri = names.own(f"datasets/{offered.id}")
        add(graph, catalog, "dcat:dataset", iri)
        _data_set(graph, iri, offered, version)
        _shared(graph, iri, ourselves, contact)
        add(graph, iri, "dcat:landingPage", page)
        add(graph, iri, "foaf:page", columns)
        add(graph, iri, "dct:provenance", provenance)
        for path in offered.paths:
            add(graph, iri, "dcat:distribution", _distribution(graph, names, path, files[path]))
    return graph


def _described(graph: Graph, iri: str, title: str, title_en: str, text: str, text_en: str = "") -> None:
    add(graph, iri, "dct:title", title, lang="nl")
    add(graph, iri, "dct:title", title_en, lang="en")
    add(graph, iri, "dct:description", text, lang="nl")
    if text_en:
        add(graph, iri, "dct:description", text_en, lang="en")


def _shared(graph: Graph, iri: str, ourselves: str, contact: str) -> None:
    """What the catalogue and each data set say alike."""
    add(graph, iri, "dct:publisher", ourselves)
    add(graph, iri, "dct:creator", ourselves)
    add(graph, iri, "dcat:contactPoint", contact)
    for language in ("NLD", "ENG"):
        add(graph, iri, "dct:language", f"{AUTHORITY}/language/{language}")


def _data_set(graph: Graph, iri: str, offered: DataSet, version: str) -> None:
    add(graph, iri, "rdf:type", "dcat:Dataset")
    _described(graph, iri, offered.title, offered.english, offered.text)
    add(graph, iri, "dct:identifier", iri, kind="text")
    add(graph, iri, "dct:accessRights", f"{AUTHORITY}/access-right/PUBLIC")
    add(graph, iri, "dct:accrualPeriodicity", f"{AUTHORITY}/frequency/IRREG")
    add(graph, iri, "dcat:version", version, kind="text")
    for theme in offered.themes:
        add(graph, iri, "dcat:theme", f"{AUTHORITY}/data-theme/{theme}")
    for keyword in offered.keywords:
        add(graph, iri, "dcat:keyword", keyword, lang="nl")


def _distribution(graph: Graph, names: Names, path: str, content: bytes) -> str:
    iri, address, end = names.own(f"distributions/{path}"), names.file(path), path.rsplit(".", 1)[1]
    add(graph, iri, "rdf:type", "dcat:Distribution")
    add(graph, iri, "dct:title", path, lang="nl")
    add(graph, iri, "dcat:accessURL", address)
    add(graph, iri, "dcat:downloadURL", address)
    add(graph, iri, "dcat:mediaType", IANA + MEDIA[end])
    add(graph, iri, "dct:format", f"{AUTHORITY}/file-type/{_TYPES[end]}")
    add(graph, iri, "dct:license", f"{AUTHORITY}/licence/CC_BY_4_0")
    add(graph, iri, "dct:language", f"{AUTHORITY}/language/NLD")
    add(graph, iri, "dcat:byteSize", len(content), kind="xsd:nonNegativeInteger")
    if end in _STANDARDS and not path.startswith("citaties/"):
        add(graph, iri, "dct:conformsTo", _STANDARDS[end])
    checksum = f"{iri}/checksum"
    add(graph, iri, "spdx:checksum", checksum)
    add(graph, checksum, "rdf:type", "spdx:Checksum")
    add(graph, checksum, "spdx:algorithm", "spdx:checksumAlgorithm_sha256")
    add(graph, checksum, "spdx:checksumValue", hashlib.sha256(content).hexdigest(), kind="xsd:hexBinary")
    return iri
