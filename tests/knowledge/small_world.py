"""A small scheme with its sources, cases, measures and documents, for the tests of checklists and their rendering."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from knowledge.base import Citation
from knowledge.cases import Case
from knowledge.catalogue import Catalogue
from knowledge.concepts import ConceptScheme, Vocabulary
from knowledge.documents import Document, Passage, Source
from knowledge.measures import Measure
from knowledge.schemes import Scheme
from knowledge.store import Store
from tests.conftest import make_document

TODAY = datetime.date(2026, 11, 21)


def concept(concept_id: str, label: str, **fields: Any) -> dict[str, Any]:
    """A concept as a vocabulary file would hold it."""
    text = {"nl": f"Wat {label} is."}
    return {"id": concept_id, "pref": {"nl": label}, "definition": text, "source": ["test"], **fields}


def small_vocabulary() -> Vocabulary:
    """A handful of sectors, motives, criteria and jurisdictions."""
    concepts = {
        "sectors": [
            concept("sectors/manufacturing", "industrie", notation="C", exact=["nace2:C"]),
            concept(
                "sectors/electrical",
                "elektrische toestellen",
                notation="C27",
                exact=["nace2:C27"],
                broader="sectors/manufacturing",
            ),
            concept(
                "sectors/batteries",
                "batterijen",
                notation="C27.2",
                close=["nace2:C27.2", "eurovoc:1"],
                broader="sectors/electrical",
            ),
            concept("sectors/clothing", "kleding", notation="C14", broader="sectors/manufacturing"),
        ],
        "motives": [
            concept("motives/cost", "kosten"),
            concept("motives/labour-cost", "loonkosten", broader="motives/cost"),
            concept("motives/quality", "kwaliteit"),
        ],
        "criteria": [
            concept("criteria/support", "steun"),
            concept("criteria/circular", "kringloop", broader="criteria/support"),
        ],
        "jurisdictions": [
            concept("jurisdictions/be", "België"),
            concept("jurisdictions/be-vlg", "Vlaanderen", broader="jurisdictions/be"),
            concept("jurisdictions/cn", "China", alt={"nl": ["Volksrepubliek China"]}),
        ],
        "instruments": [concept("instruments/subsidies", "subsidies")],
        "governance-models": [concept("governance-models/in-house", "in eigen huis")],
    }
    return Vocabulary(
        ConceptScheme.model_validate(
            {"scheme": {"id": name, "title": {"nl": name}, "description": {"nl": name}}, "concepts": listed}
        )
        for name, listed in concepts.items()
    )


def cite(place: str, anchor: str | None = None, **fields: Any) -> dict[str, Any]:
    """A citation of the small source."""
    return {"source": "raadsnota", "locator": place, "anchor": anchor, **fields}


def criterion(criterion_id: str, **fields: Any) -> dict[str, Any]:
    """A criterion with sensible fields, any of which may be given."""
    return {
        "id": criterion_id,
        "title": f"Punt {criterion_id}",
        "question": f"Is aan {criterion_id} voldaan?",
        "meaning": "Het project draagt bij tot de kringloop van materialen.",
        "evidence": ["Een nota van twee bladzijden"],
        "citations": [cite("§2.1")],
    } | fields


def make_scheme(*criteria: dict[str, Any], **fields: Any) -> Scheme:
    """A scheme with these criteria."""
    values: dict[str, Any] = {
        "id": "proefregeling",
        "title": "Proefregeling voor terugkeer",
        "summary": "Een verzonnen regeling om checklists mee te beproeven.",
        "authority": "Raad van de Test",
        "jurisdiction": "jurisdictions/be-vlg",
        "status": "proposed",
        "version": "1.2",
        "reviewed": "2026-10-01",
        "valid_from": "2022-12",
        "criteria": criteria,
        "citations": [cite("§2")],
    }
    return Scheme.model_validate(values | fields)


def small_scheme() -> Scheme:
    """Two frame conditions, of which one hangs on the sector, a criterion with a sub-test, and one on the region."""
    return make_scheme(
        criterion("gericht", title="Gerichte steun", group="frame condition", weight="knock-out"),
        criterion(
            "sector",
            title="Geschikte sector",
            group="frame condition",
            weight="knock-out",
            applies_when=[{"fact": "sector", "operator": "one of", "values": ["sectors/electrical"]}],
        ),
        criterion(
            "toets",
            title="Toets aan het beleid",
            judgement="De raad zegt niet hoe zwaar dit weegt.",
            citations=[cite("§2.1", "kringloop van koper")],
            concepts=["criteria/circular", "motives/labour-cost"],
            legal=[{"text": "Wet op de test, artikel 3", "date": "2020-05", "url": "https://voorbeeld.be/wet?a=1&b=2"}],
        ),
        criterion("deeltoets", title="Deeltoets", group="sub-test", parent="toets"),
        criterion(
            "streek",
            title="Ligging",
            applies_when=[{"fact": "region", "operator": "not one of", "values": ["jurisdictions/cn"]}],
        ),
    )


def make_source(source_id: str = "raadsnota", **fields: Any) -> Source:
    """The source that the small scheme cites."""
    values = {
        "id": source_id,
        "title": "Nota over terugkeer",
        "publisher": "Raad van de Test",
        "date": "2022-12-05",
        "kind": "advice",
        "url": "https://voorbeeld.be/nota",
    }
    return Source.model_validate(values | fields)


def make_case(case_id: str = "lampen", **fields: Any) -> Case:
    """A case in the electrical sector whose motive is labour cost, and that denies quality."""
    said = {"value": "Zo staat het er", "citations": [cite("§3")]}
    fill = dict.fromkeys(
        ("company", "place", "parent", "product", "offshored", "reshored", "object", "barriers", "automation"), said
    ) | dict.fromkeys(
        ("stayed_abroad", "partner", "outcome", "lesson", "steps", "challenges", "success_factors", "benefits"),
        "not stated",
    )
    values: dict[str, Any] = fill | {
        "id": case_id,
        "title": "Lampen keren terug",
        "summary": "Een lampenmaker haalt de assemblage terug.",
        "sectors": [{"concept": "sectors/electrical", "citations": [cite("§3")]}],
        "route": {"origin": said | {"value": "fabriek in China"}, "destination": said},
        "governance": {"value": "governance-models/in-house", "citations": [cite("§3")]},
        "motives": [{"concept": "motives/labour-cost", "citations": [cite("§3")]}],
        "motives_denied": [{"concept": "motives/quality", "stance": "denied", "citations": [cite("§3")]}],
        "jobs": "not stated",
        "definition": {"value": "narrow", "citations": [cite("§3")]},
        "citations": [cite("§3"), cite("§3, p. 9"), cite("§4")],
    }
    return Case.model_validate(values | fields)


def make_measure(measure_id: str = "kringloopsteun", **fields: Any) -> Measure:
    """A measure that carries the circular criterion."""
    silent = "not stated"
    values: dict[str, Any] = {
        "id": measure_id,
        "title": "Steun voor de kringloop",
        "summary": "Een overheid betaalt de helft van een proefopstelling.",
        "jurisdiction": "jurisdictions/be",
        "instruments": [{"concept": "instruments/subsidies", "citations": [cite("§4")]}],
        "criteria": ["criteria/circular"],
        "citations": [cite("§4")],
    } | dict.fromkeys(
        ("period", "budget", "beneficiaries", "conditions", "evaluation", "status", "explicit_reshoring"), silent
    )
    return Measure.model_validate(values | fields)


def small_catalogue(*schemes: Scheme, source: Source | None = None) -> Catalogue:
    """The small scheme (or these schemes) with a source, a case and a measure."""
    listed = schemes or (small_scheme(),)
    return Catalogue(
        vocabulary=small_vocabulary(),
        sources={"raadsnota": source or make_source()},
        cases={"lampen": make_case()},
        measures={"kringloopsteun": make_measure()},
        schemes={scheme.id: scheme for scheme in listed},
    )


LONG = " ".join(f"woord{number}" for number in range(90))
PLACES: Sequence[tuple[tuple[str, ...], str, int]] = (
    (("1. Inleiding",), "De raad schetst waarom ondernemingen terugkeren.", 1),
    (("2. Steun", "2.1 Criteria"), "De toets kijkt naar de “kringloop van koper” en ander metaal. " + LONG, 4),
    (("2. Steun", "2.1 Criteria"), "Over vergaderingen en verslagen valt weinig te melden.", 5),
    (("2. Steun", "2.10 Slot"), "Het slot herhaalt de kringloop van materialen.", 7),
    (("3. Gevallen",), "Een lampenmaker haalt de assemblage terug.", 9),
)


def make_note(document_id: str = "nota", **fields: Any) -> tuple[Document, list[Passage]]:
    """The small source as a document, with numbered headings and pages."""
    seen: dict[str, int] = {}
    passages = [
        Passage.make(document_id, order, text, seen=seen, heading_path=path, page=page)
        for order, (path, text, page) in enumerate(PLACES)
    ]
    values = {"title": "Nota over terugkeer", "publisher": "Raad van de Test", "source": "raadsnota"}
    return make_document(document_id, **(values | {"date": "2022-12-05"} | fields)), passages


def put(store: Store, document: Document, passages: Sequence[Passage]) -> None:
    """A document into a store, without annotations."""
    store.replace(document, passages, [], configuration="test")


def citation(place: str, anchor: str | None = None, **fields: Any) -> Citation:
    """A citation of the small source, as a record."""
    return Citation.model_validate(cite(place, anchor, **fields))
