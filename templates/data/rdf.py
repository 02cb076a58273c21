"""RDF as text that is the same for the same graph: Turtle, and JSON-LD with short names.

rdflib is loaded inside these functions only: reading and searching documents never needs it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = ["PREFIXES", "add", "json_ld", "new_graph", "turtle"]

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def new_graph(own: Mapping[str, str]) -> Graph:
    """An empty graph that knows our prefixes and these."""
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    for prefix, address in {**PREFIXES, **own}.items():
        graph.bind(prefix, address)
    return graph


def add(graph: Graph, subject: str, name: str, value: object, *, lang: str = "", kind: str = "") -> None:
    """One statement: `name` is a short name such as skos:broader.

    `value` is an IRI, unless a language or a datatype (a short name, or 'text' for a plain text) is given.
    """
    from rdflib import Literal, URIRef

    datatype = URIRef(_full(kind)) if kind not in ("", "text") else None
    literal = Literal(value, lang=lang or None, datatype=datatype)
    made = literal if lang or kind else URIRef(_full(str(value)))
    graph.add((URIRef(subject), URIRef(_full(name)), made))


def _full(name: str) -> str:
    """A short name written out; an IRI stays as it is."""
    prefix, _, rest = name.partition(":")
    return PREFIXES[prefix] + rest if prefix in PREFIXES and not rest.startswith("//") else name


def turtle(graph: Graph) -> str:
    """The graph as Turtle. rdflib sorts subjects, properties and values; no node of ours is blank."""
    return graph.serialize(format="turtle")


def json_ld(graph: Graph) -> str:
    """The graph as JSON-LD with short names, in the order of the names.

    Not by rdflib, which writes subjects in the order of a set: the same graph would give other bytes each time.
    """
    context = {prefix: str(address) for prefix, address in graph.namespaces()}
    nodes: dict[str, dict[str, Any]] = {}
    for subject, name, value in sorted(graph, key=_place):
        node = nodes.setdefault(str(subject), {"@id": str(subject)})
        short = _short(str(name), context)
        if short == "rdf:type":
            node.setdefault("@type", []).append(_short(str(value), context))
        else:
            node.setdefault(short, []).append(_value(value, context))
    short_values = [{name: _alone(value) for name, value in node.items()} for node in nodes.values()]
    return json.dumps({"@context": context, "@graph": short_values}, ensure_ascii=False, indent=1) + "\n"


def _place(statement: tuple[Any, Any, Any]) -> tuple[str, ...]:
    subject, name, value = statement
    return str(subject), str(name), str(value), str(getattr(value, "language", "")), str(getattr(value, "datatype", ""))


def _value(value: Any, context: Mapping[str, str]) -> Any:
    """An IRI, a text in a language, a plain text, or a text with its datatype."""
    from rdflib import Literal

    if not isinstance(value, Literal):
        return {"@id": str(value)}
    if value.language:
        return {"@value": str(value), "@language": value.language}
    return {"@value": str(value), "@type": _short(str(value.datatype), context)} if value.datatype else str(value)


def _short(iri: str, context: Mapping[str, str]) -> str:
    for prefix, address in context.items():
        if iri.startswith(address):
            return f"{prefix}:{iri.removeprefix(address)}"
    return iri


def _alone(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value
