"""Open data as RDF: both forms say the same, SKOS and DCAT-AP hold what their profiles ask."""

from __future__ import annotations

import hashlib
import warnings
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from knowledge.catalogue import catalogue
from templates.data.data_sets import DATA_SETS
from templates.data.names import Names
from templates.data.rdf import PREFIXES, json_ld
from templates.data.skos import NACE, vocabulary_graph
from tests.knowledge.small_world import small_catalogue
from tests.templates.data_world import ADDRESS, hostile, shipped

SHAPES = Path(__file__).parent / "shapes"
SKOS, DCT, DCAT = PREFIXES["skos"], PREFIXES["dct"], PREFIXES["dcat"]
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
    for concept in known:
        iri = URIRef(names.of(concept.id))
        assert Literal(concept.pref.nl, lang="nl") in set(made.objects(iri, URIRef(SKOS + "prefLabel")))
        assert bool(concept.broader) == bool(list(made.objects(iri, URIRef(SKOS + "broader"))))
        assert (iri, URIRef(SKOS + "inScheme"), URIRef(names.of(f"concept-schemes/{concept.scheme}"))) in made
    assert len(set(made.subjects(URIRef(SKOS + "inScheme")))) == len(known)


def test_a_sector_matches_its_class_of_nace() -> None:
    from rdflib import URIRef

    made, names = vocabulary_graph(small_catalogue(), Names()), Names()
    close = URIRef(SKOS + "closeMatch")
    found = {name: [str(one) for one in made.objects(URIRef(names.of(f"sectors/{name}")), close)]
             for name in ("manufacturing", "electrical", "batteries")}  # fmt: skip
    assert found == {"manufacturing": [NACE + "C"], "electrical": [NACE + "27"], "batteries": [NACE + "272"]}


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
