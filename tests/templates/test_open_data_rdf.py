"""Open data as RDF: both forms say the same, SKOS and DCAT-AP hold what their profiles ask."""

from __future__ import annotations

import hashlib
import re
import warnings
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from knowledge.catalogue import catalogue
from knowledge.concepts import Concept, Vocabulary
from templates.data.data_sets import DATA_SETS
from templates.data.names import Names
from templates.data.rdf import PREFIXES, json_ld, turtle
from templates.data.skos import vocabulary_graph
from tests.knowledge.small_world import concept, small_catalogue
from tests.templates.data_world import ADDRESS, hostile, shipped

SHAPES = Path(__file__).parent / "shapes"
SKOS, DCT, DCAT = PREFIXES["skos"], PREFIXES["dct"], PREFIXES["dcat"]
NACE, EUROVOC = "http://data.europa.eu/ux2/nace2/", "http://eurovoc.europa.eu/"
BASE = "https://elders.example/map/"


@cache
def graph(text: str, form: str) -> Any:
    """The graph of a file that stands at BASE."""
    from rdflib import Graph

    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # rdflib's reader of JSON-LD uses a class that it deprecates
        return Graph().parse(data=text, format=form, publicID=BASE)


def conforms(text: str, shapes: str) -> str:
    """What a validator finds wrong, or nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the validator itself
        from pyshacl import validate

        fits, _, told = validate(graph(text, "turtle"), shacl_graph=str(SHAPES / shapes), inference="none")
    return "" if fits else str(told)


@pytest.mark.parametrize("name", ["vocabulary", "catalog"])
@pytest.mark.parametrize(
    ("made", "address"), [(shipped, ""), (hostile, ""), (hostile, ADDRESS)], ids=["shipped", "hostile", "address"]
)
def test_turtle_and_json_ld_say_the_same(made: Any, address: str, name: str) -> None:
    files = made(address)
    one, other = graph(files[f"{name}.ttl"], "turtle"), graph(files[f"{name}.jsonld"], "json-ld")
    assert len(one) > 50
    assert set(one) == set(other)
    for node in {node for triple in one for node in triple}:
        if not hasattr(node, "datatype"):
            assert urlsplit(str(node)).scheme in ("http", "https", "urn"), node
            assert " " not in str(node)


@pytest.mark.parametrize(
    ("name", "shapes"), [("vocabulary.ttl", "skos.ttl"), ("catalog.ttl", "dcat-ap.ttl")], ids=["skos", "dcat"]
)
def test_the_profiles_are_kept(name: str, shapes: str) -> None:
    assert conforms(shipped()[name], shapes) == ""
    assert conforms(hostile(ADDRESS)[name], shapes) == ""


@pytest.mark.parametrize(
    ("name", "shapes", "right", "wrong", "told"),
    [
        ("vocabulary.ttl", "skos.ttl", 'skos:prefLabel "batterijen"@nl', 'skos:altLabel "batterijen"@nl', "prefLabel"),
        ("vocabulary.ttl", "skos.ttl", "skos:broader ", "skos:related ", "topConceptOf"),
        (
            "vocabulary.ttl",
            "skos.ttl",
            f"skos:exactMatch <{NACE}27>",
            f"skos:exactMatch <{NACE}27>; skos:closeMatch <{NACE}27>",
            "closeMatch",
        ),
        ("catalog.ttl", "dcat-ap.ttl", "dct:publisher ", "dct:contributor ", "publisher"),
        ("catalog.ttl", "dcat-ap.ttl", "data-theme/ECON", "data-theme/ECONOMIE", "theme"),
        ("catalog.ttl", "dcat-ap.ttl", "dcat:accessURL ", "dcat:accessService ", "accessURL"),
    ],
)
def test_the_shapes_see_what_is_wrong(name: str, shapes: str, right: str, wrong: str, told: str) -> None:
    text = hostile()[name]
    assert right in text
    found = conforms(text.replace(right, wrong), shapes)
    assert told in found


def test_every_concept_is_there_with_its_labels_and_its_place() -> None:
    from rdflib import Literal, URIRef

    made, known = graph(shipped()["vocabulary.ttl"], "turtle"), catalogue().vocabulary
    names = Names()
    for one in known:
        iri = URIRef(names.of(one.id))
        assert Literal(one.pref.nl, lang="nl") in set(made.objects(iri, URIRef(SKOS + "prefLabel")))
        assert bool(one.broader) == bool(list(made.objects(iri, URIRef(SKOS + "broader"))))
        assert (iri, URIRef(SKOS + "inScheme"), URIRef(names.of(f"concept-schemes/{one.scheme}"))) in made
    assert len(set(made.subjects(URIRef(SKOS + "inScheme")))) == len(known)


@pytest.mark.parametrize("form", ["turtle", "json-ld"])
def test_codes_of_other_lists_become_matches(form: str) -> None:
    """A section of NACE is named by its letter, a class by its number without dots; EuroVoc has numbers of its own."""
    from rdflib import URIRef

    written = vocabulary_graph(small_catalogue(), Names())
    made = graph(turtle(written) if form == "turtle" else json_ld(written), form)
    found = {
        (str(subject).rpartition("/")[2], relation): sorted(map(str, made.objects(subject, URIRef(SKOS + relation))))
        for relation in ("exactMatch", "closeMatch")
        for subject in set(made.subjects(URIRef(SKOS + relation)))
    }
    assert found == {
        ("manufacturing", "exactMatch"): [f"{NACE}C"],
        ("electrical", "exactMatch"): [f"{NACE}27"],
        ("batteries", "closeMatch"): [f"{NACE}272", f"{EUROVOC}1"],
    }


def test_every_code_that_ships_is_a_match() -> None:
    from rdflib import URIRef

    made = graph(shipped()["vocabulary.ttl"], "turtle")
    for relation, codes in (
        ("exactMatch", [code for known in catalogue().vocabulary for code in known.exact]),
        ("closeMatch", [code for known in catalogue().vocabulary for code in known.close]),
    ):
        matched = [str(target) for target in made.objects(predicate=URIRef(SKOS + relation))]
        ours = [one for one in matched if one.startswith((NACE, EUROVOC))]
        assert len(ours) == len(codes) > 5
        assert all(re.fullmatch(rf"{NACE}(?:[A-U]|\d{{2,4}})|{EUROVOC}\d+", one) for one in ours)


@pytest.mark.parametrize("replaced_by", ["motives/cost", None])
def test_a_concept_that_is_out_of_use_says_so_why_and_what_to_use_instead(replaced_by: str | None) -> None:
    from rdflib import Literal, URIRef
    from rdflib.namespace import XSD

    known, names = small_catalogue(), Names()
    why = {"nl": "Opgegaan in kosten.", "en": "Merged into cost."}
    kept = next(scheme for scheme in known.vocabulary.schemes.values() if scheme.scheme.id == "motives")
    old = Concept.model_validate(concept("motives/prijs", "prijs", deprecated=why, replaced_by=replaced_by))
    schemes = known.vocabulary.schemes | {"motives": kept.model_copy(update={"concepts": (*kept.concepts, old)})}
    written = vocabulary_graph(replace(known, vocabulary=Vocabulary(schemes.values())), names)
    for made in (graph(turtle(written), "turtle"), graph(json_ld(written), "json-ld")):
        iri = URIRef(names.of("motives/prijs"))
        assert set(made.subjects(URIRef(PREFIXES["owl"] + "deprecated"))) == {iri}
        assert list(made.objects(iri, URIRef(PREFIXES["owl"] + "deprecated"))) == [
            Literal("true", datatype=XSD.boolean)
        ]
        instead = [str(one) for one in made.objects(iri, URIRef(DCT + "isReplacedBy"))]
        assert instead == ([names.of(replaced_by)] if replaced_by else [])
        notes = set(made.objects(iri, URIRef(SKOS + "changeNote")))
        assert notes == {Literal(why["nl"], lang="nl"), Literal(why["en"], lang="en")}
    assert conforms(turtle(written), "skos.ttl") == ""


def test_a_concept_that_went_out_of_use_leads_to_the_one_that_came_instead() -> None:
    from rdflib import URIRef

    made, names = graph(hostile()["vocabulary.ttl"], "turtle"), Names()
    (now,) = made.objects(URIRef(names.of("motives/vroeger")), URIRef(DCT + "isReplacedBy"))
    assert str(now) == names.of("motives/quality")


def test_names_lead_to_pages_where_the_address_is_known() -> None:
    names = Names(ADDRESS)
    assert names.of("motives/quality") == f"{ADDRESS}begrippen/motives/quality.html#dit"
    assert names.of("actors/vlaio") == f"{ADDRESS}wegwijzer.html#vlaio"
    assert names.of("concept-schemes/motives") == f"{ADDRESS}begrippen/motives/index.html#dit"
    assert names.of("motives/quality") in hostile(ADDRESS)["vocabulary.ttl"]
    assert Names().of("motives/quality").startswith("urn:uuid:")


@pytest.mark.parametrize("address", ["", ADDRESS])
def test_every_distribution_is_a_file_of_that_size_and_sum(address: str) -> None:
    from rdflib import URIRef

    files = hostile(address)
    made = graph(files["catalog.ttl"], "turtle")
    root = f"{address}data/" if address else BASE
    paths = []
    for one, target in made.subject_objects(URIRef(DCAT + "downloadURL")):
        path = str(target).removeprefix(root)
        content = files[path].encode()
        (size,) = made.objects(one, URIRef(DCAT + "byteSize"))
        (checksum,) = made.objects(one, URIRef(PREFIXES["spdx"] + "checksum"))
        (digest,) = made.objects(checksum, URIRef(PREFIXES["spdx"] + "checksumValue"))
        assert int(str(size)) == len(content)
        assert str(digest).casefold() == hashlib.sha256(content).hexdigest()
        paths.append(path)
    assert sorted(paths) == sorted(path for one in DATA_SETS for path in one.paths)


def test_json_ld_keeps_what_looks_like_a_short_name() -> None:
    """A text with a colon is a text; an address that starts like a prefix is read back as it was."""
    from rdflib import Literal, URIRef

    from templates.data.rdf import add, new_graph

    made = new_graph({})
    add(made, "urn:a:1", "dct:title", "skos: een titel", lang="nl")
    add(made, "urn:a:1", "dct:source", "http://purl.org/dc/terms/x")
    assert set(graph(json_ld(made), "json-ld")) == {
        (URIRef("urn:a:1"), URIRef(DCT + "title"), Literal("skos: een titel", lang="nl")),
        (URIRef("urn:a:1"), URIRef(DCT + "source"), URIRef(DCT + "x")),
    }
