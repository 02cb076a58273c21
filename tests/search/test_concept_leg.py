"""Concepts found in questions by their labels."""

from __future__ import annotations

import pytest

from knowledge.base import Label
from knowledge.concepts import Concept, ConceptScheme, Labels, SchemeHead, Vocabulary
from search.analysis import analyser
from search.concept_leg import ConceptFinder
from search.concepts import Concepts
from search.query import parse


def concept(name: str, *labels: str, negative: tuple[str, ...] = (), broader: str | None = None) -> Concept:
    return Concept(
        id=f"dingen/{name}",
        pref=Label(nl=labels[0]),
        alt=Labels(nl=labels[1:], en=("wage costs",) if name == "loonkosten" else ()),
        negative=negative,
        broader=broader,
        definition=Label(nl="Een ding."),
        source=("test",),
    )


@pytest.fixture
def finder() -> ConceptFinder:
    words = Label(nl="Dingen")
    concepts = (
        concept("loonkosten", "loonkosten", "kosten van arbeid"),
        concept("kosten", "kosten"),
        concept("agentschap", "FIT"),
        concept("merk", "thuismerk", negative=("merk van het huis",)),
        concept("huis", "huis"),
    )
    head = SchemeHead(id="dingen", title=words, description=words)
    vocabulary = Vocabulary([ConceptScheme(scheme=head, concepts=concepts)])
    return ConceptFinder(Concepts.of(vocabulary), analyser())


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("hoe hoog zijn de loonkosten", ["dingen/loonkosten"]),
        ("what are the wage costs of that", ["dingen/loonkosten"]),
        ("de kosten van arbeid", ["dingen/loonkosten"]),
        ("kosten en loonkosten", ["dingen/kosten", "dingen/loonkosten"]),
        ("wat doet FIT", ["dingen/agentschap"]),
        ("een fit bedrijf", []),
        ("het merk van het huis", []),
        ("thuismerken en huizen", ["dingen/merk", "dingen/huis"]),
        ('"loonkosten" -FIT', ["dingen/loonkosten"]),
        ("voetbal", []),
    ],
)
def test_labels_in_questions(finder: ConceptFinder, question: str, found: list[str]) -> None:
    assert finder.find(parse(question)) == found
