"""The whole vocabulary as SKOS: concept schemes, concepts, their labels, their relations and what they match.

SKOS itself says all that we have but one thing: words that look like a label and mean something else. For these we
define one property of our own. SKOS-XL is not needed, for we say nothing about a label itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.base import Label
from knowledge.catalogue import Catalogue
from knowledge.concepts import Concept, ConceptScheme, Vocabulary
from knowledge.wording import origin_nl
from templates.data.names import LICENCE, Names
from templates.data.rdf import add, new_graph
from templates.environment import clean

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = ["vocabulary_graph"]

_LISTS = {"nace2": "http://data.europa.eu/ux2/nace2/", "eurovoc": "http://eurovoc.europa.eu/"}
"""Where the Publications Office names what stands in another list: NACE Rev. 2 and EuroVoc.

The namespace of NACE is that of Eurostat's note 'Modeling of Eurostat's statistical classifications in ShowVoc'
(cros.ec.europa.eu, 2023). A section is named by its letter (.../C), what stands below it by its number without section
and dots (.../27, .../272). EuroVoc names a concept by its number, as EUR-Lex does.
"""
_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_NEGATIVE = "terms/negativeLabel"


def vocabulary_graph(catalogue: Catalogue, names: Names) -> Graph:
    """Every concept scheme and concept, and the concepts that went out of use."""
    graph = new_graph({"thuishaven": names.own("terms/")})
    _define(graph, names)
    for scheme in catalogue.vocabulary.schemes.values():
        _scheme(graph, names, scheme)
        for concept in scheme.concepts:
            _concept(graph, names, concept, catalogue.vocabulary)
    for redirect in catalogue.redirects:
        if redirect.new in catalogue.vocabulary:
            old = names.of(redirect.old)
            add(graph, old, "rdf:type", "skos:Concept")
            add(graph, old, "owl:deprecated", "true", kind="xsd:boolean")
            add(graph, old, "dct:isReplacedBy", names.of(redirect.new))
    return graph


def _define(graph: Graph, names: Names) -> None:
    negative = names.own(_NEGATIVE)
    add(graph, negative, "rdf:type", "owl:AnnotationProperty")
    add(graph, negative, "rdfs:label", "niet bedoeld", lang="nl")
    text = "Een woord dat op een term van het begrip lijkt en iets anders betekent."
    add(graph, negative, "rdfs:comment", text, lang="nl")


def _scheme(graph: Graph, names: Names, scheme: ConceptScheme) -> None:
    iri = names.of(f"concept-schemes/{scheme.scheme.id}")
    add(graph, iri, "rdf:type", "skos:ConceptScheme")
    add(graph, iri, "dct:identifier", scheme.scheme.id, kind="text")
    add(graph, iri, "dct:license", LICENCE)
    for name, label in (("dct:title", scheme.scheme.title), ("dct:description", scheme.scheme.description)):
        for lang, text in _texts(label):
            add(graph, iri, name, text, lang=lang)


def _concept(graph: Graph, names: Names, concept: Concept, vocabulary: Vocabulary) -> None:
    iri, scheme = names.of(concept.id), names.of(f"concept-schemes/{concept.scheme}")
    add(graph, iri, "rdf:type", "skos:Concept")
    add(graph, iri, "dct:identifier", concept.id, kind="text")
    add(graph, iri, "skos:inScheme", scheme)
    for name, label in (
        ("skos:prefLabel", concept.pref),
        ("skos:definition", concept.definition),
        *((("skos:scopeNote", concept.note),) if concept.note else ()),
    ):
        for lang, text in _texts(label):
            add(graph, iri, name, text, lang=lang)
    given = {(lang, text.casefold()) for lang, text in _texts(concept.pref)}
    for name, labels in (("skos:altLabel", concept.alt), ("skos:hiddenLabel", concept.hidden)):
        for lang, text in (*(("nl", one) for one in labels.nl), *(("en", one) for one in labels.en)):
            # SKOS asks that a label is of one sort only in a language
            if (lang, clean(text).casefold()) not in given:
                given.add((lang, clean(text).casefold()))
                add(graph, iri, name, clean(text), lang=lang)
    for text in concept.negative:
        add(graph, iri, names.own(_NEGATIVE), clean(text), lang="nl")
    for source in concept.source:
        add(graph, iri, "dct:source", clean(origin_nl(source)), kind="text")
    if concept.notation:
        add(graph, iri, "skos:notation", clean(concept.notation), kind="text")
    if concept.broader:
        add(graph, iri, "skos:broader", names.of(concept.broader))
        add(graph, names.of(concept.broader), "skos:narrower", iri)
    else:
        add(graph, iri, "skos:topConceptOf", scheme)
        add(graph, scheme, "skos:hasTopConcept", iri)
    for other in concept.related:
        add(graph, iri, "skos:related", names.of(other))
        add(graph, names.of(other), "skos:related", iri)
    for relation, other in _matches(concept, vocabulary):
        add(graph, iri, relation, names.of(other) if other in vocabulary else other)
    if concept.deprecated is not None:
        add(graph, iri, "owl:deprecated", "true", kind="xsd:boolean")
        for lang, text in _texts(concept.deprecated):
            add(graph, iri, "skos:changeNote", text, lang=lang)
    if concept.replaced_by is not None:
        add(graph, iri, "dct:isReplacedBy", names.of(concept.replaced_by))


def _texts(label: Label) -> Iterator[tuple[str, str]]:
    yield "nl", clean(label.nl)
    if label.en:
        yield "en", clean(label.en)


def _matches(concept: Concept, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """What a concept matches: another of ours, loosely; an address of another list, closely; a code as it is told."""
    for other in concept.match:
        if other in vocabulary:
            yield "skos:relatedMatch", other
        elif _IRI.fullmatch(other):
            yield "skos:closeMatch", other
    for relation, codes in (("skos:exactMatch", concept.exact), ("skos:closeMatch", concept.close)):
        for code in codes:
            yield relation, _address(code)


def _address(code: str) -> str:
    """The address of a code of another list, such as nace2:C27.2 or eurovoc:889."""
    name, _, value = code.partition(":")
    if name == "nace2":
        value = value[1:].replace(".", "") or value
    return _LISTS[name] + value
