"""What the record of a case suggests for the profile of a project."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from knowledge.base import Basis, Citation, Claim, Stance, Text
from knowledge.cases import Case, DefinitionTest
from knowledge.catalogue import Catalogue
from knowledge.concepts import Vocabulary
from knowledge.facts import Fact
from knowledge.suggesting import SAYS_NOTHING, Ground, Suggestion, in_order

__all__ = ["from_case"]

_DEFINITIONS: Final = {
    DefinitionTest.NARROW: "definitions/reshoring-narrow",
    DefinitionTest.BROAD: "definitions/reshoring-broad",
}
_IMPLIED: Final = {
    "motives/circular-production": Fact.CIRCULARITY,
    "motives/sheltered-workshop-partner": Fact.SOCIAL_PARTNER,
}
"""Motives of a case from which we infer a yes."""


def from_case(case: Case, catalogue: Catalogue) -> tuple[Suggestion, ...]:
    """What a case tells of the facts of a profile, in the order of the interview; what is not stated gives nothing."""
    words = catalogue.vocabulary

    def told(fact: Fact, value: str, field: str, basis: Basis, cited: Sequence[Citation], note: str | None) -> None:
        places = [f"{catalogue.source(one.source).title}, {one.locator}" for one in cited]
        found.append(
            Suggestion(
                fact=fact,
                value=value,
                label=words.concept(value).pref.nl if value in words else value,
                ground=Ground.STATED if basis is Basis.STATED else Ground.INFERRED,
                origin="; ".join(dict.fromkeys((f"geval {case.id}, {field}", *places))),
                citations=tuple(cited),
                note=note,
            )
        )

    def claims(fact: Fact, listed: Iterable[Claim], field: str) -> None:
        for one in listed:
            if one.stance is Stance.ASSERTED:
                told(fact, one.concept, field, one.basis, one.citations, one.note)

    def places(fact: Fact, field: Text, name: str) -> None:
        for place in _places(field.value or "", words):
            told(fact, place, name, field.basis, field.citations, field.note)

    found: list[Suggestion] = []
    claims(Fact.SECTOR, case.sectors, "sector")
    if case.object.value and len(case.object.value) <= 200:
        told(
            *(Fact.ACTIVITY, case.object.value, "wat terugkeerde"),
            *(case.object.basis, case.object.citations, case.object.note),
        )
    model = case.governance
    if model.value and model.value not in SAYS_NOTHING:
        told(Fact.ACTIVITY, model.value, "governancemodel", model.basis, model.citations, model.note)
    claims(Fact.MOTIVE, case.motives, "motief")
    tested = case.definition
    if tested.value in _DEFINITIONS:
        meant = _DEFINITIONS[tested.value]
        told(Fact.DEFINITION, meant, "definitie", tested.basis, tested.citations, tested.note)
    places(Fact.ROUTE_FROM, case.route.origin, "herkomst")
    places(Fact.ROUTE_TO, case.route.destination, "bestemming")
    for one in case.motives:
        if one.concept in _IMPLIED and one.stance is Stance.ASSERTED:
            why = f"Het geval noemt het motief {words.concept(one.concept).pref.nl}."
            told(_IMPLIED[one.concept], "ja", "motief", Basis.INFERRED, one.citations, why)
    return in_order(found)


def _places(text: str, vocabulary: Vocabulary) -> list[str]:
    """The jurisdictions that a text names by a proper name, without those that hold another one that it names."""
    if "jurisdictions" not in vocabulary.schemes:
        return []
    named = []
    for concept in vocabulary.of("jurisdictions"):
        rest = text
        for other in concept.negative:
            rest = rest.replace(other, " ")
        names = (label for label in concept.labels() if label[:1].isupper())
        if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", rest) for name in names):
            named.append(concept)
    above = {concept.broader for concept in named}
    return [concept.id for concept in named if concept.id not in above]
