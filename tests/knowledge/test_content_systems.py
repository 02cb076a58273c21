"""The shipped systems and actors: all that the list of facts names, each field cited, each link leading somewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from knowledge.actors import Actor, ActorKind
from knowledge.base import Basis, Record, Stated
from knowledge.catalogue import CONTENT, Catalogue, cited, concepts_of, dangling
from knowledge.systems import LinkKind, System, SystemGroup, SystemLink, SystemStatus

SYSTEMS = {
    1: "reshoring-databank",
    2: "reshoring-rekentool",
    3: "koppeling-rekentool-databank",
    4: "grondstoffenscanner",
    5: "monitoring-ketenrisicos",
    6: "lijst-strategische-goederen",
    7: "analyse-essentiele-productketens",
    8: "ecoom-store-waardeketens",
    9: "ewi-ecosystemen",
    10: "vil-landenselectietool",
    11: "vil-nearshoring-roadmap",
    12: "reshoring-initiative",
    13: "reshoringtool-nl",
    14: "kvk-reshoring-potentieel-scan",
    15: "colbert-2-0",
    16: "european-reshoring-monitor",
    17: "reshoring-uk",
    18: "reshore-uk",
    19: "supply-chain-resilience-platform",
    20: "fit-dienstverlening",
    21: "digitale-keteninstrumenten",
    22: "scenarioanalyse-productienetwerk",
    23: "eurostat-international-sourcing",
    24: "european-manufacturing-survey",
    25: "cbs-internationale-organisatie",
    26: "oecd-tiva",
    27: "oecd-metro",
    28: "baci",
    29: "commissie-handelsstromen",
    30: "kearney-reshoring-index",
    31: "trendeo",
    32: "eu-lijst-kritieke-grondstoffen",
    33: "commissie-ecosysteemfiches",
    34: "sdg-barometer",
    35: "stakeholder-capitalism-metrics",
    36: "cdp",
    37: "eu-waarnemingscentrum-kritieke-technologieen",
    38: "smei",
    39: "screening-buitenlandse-investeringen",
    40: "strategische-prognoseverslagen",
    41: "afhankelijkheidsstudies-2024",
    42: "enquetes-bij-ondernemingen",
    43: "dossierpagina-parlement",
    44: "eurofound-matrix",
    45: "makers-push-pull",
    46: "sequeira-vestin-uitkomsten",
    47: "unctad-vier-trajecten",
    48: "strategische-waardeketens",
    49: "lineair-digitaal-keten",
    50: "beleidsmatrix-vs-vk-japan",
    51: "prioriteitenanalyse",
    52: "voorbeeldbedrijven",
    53: "signalen-fit-vlaio",
}
"""The systems of the list of facts by its number; a row that names several of a kind is one record with parts."""
WITH_PARTS = {21: 4, 41: 2, 42: 10}
"""The rows that name several, with how many."""

ACTORS = (
    ("serv", "serv-secretariaat", "vlaio", "fit", "departement-ewi", "departement-omgeving", "ecoom-vives"),
    ("vito-planbureau", "vil", "vlaamse-regering", "vlaams-parlement-commissie-economie", "sociale-economie"),
    ("federale-overheid", "fod-economie", "europese-instellingen", "europese-netwerken", "europese-data"),
    ("internationale-instellingen", "nederlandse-instellingen", "adviesbureaus", "bedrijfsorganisaties"),
    ("nederlands-onderzoek", "belgisch-universitair-onderzoek", "interfederale-screeningscommissie"),
    ("buitenlandse-initiatieven", "opleidingsaanbieders"),
)
"""The 26 actors of the list of facts, in its order."""


def stated_fields(record: Record) -> dict[str, Stated[Any]]:
    """The fields of a record that say on what they rest."""
    fields = {name: getattr(record, name) for name in type(record).model_fields}
    return {name: value for name, value in fields.items() if isinstance(value, Stated)}


def test_the_catalogue_has_the_systems_of_the_list_and_no_others(content: Catalogue) -> None:
    assert len(SYSTEMS) == len(set(SYSTEMS.values())) == 53
    assert set(content.systems) == set(SYSTEMS.values())
    assert Counter(s.group for s in content.systems.values()) == {
        SystemGroup.ASKED: 12,
        SystemGroup.TOOL: 12,
        SystemGroup.DATA: 22,
        SystemGroup.FRAME: 7,
    }


def test_a_row_that_names_several_has_them_as_parts(content: Catalogue) -> None:
    assert {n: len(content.systems[SYSTEMS[n]].parts) for n in WITH_PARTS} == WITH_PARTS
    assert [s.id for s in content.systems.values() if s.parts and s.id not in {SYSTEMS[n] for n in WITH_PARTS}] == []


def test_the_signpost_has_the_actors_of_the_list_and_no_others(content: Catalogue) -> None:
    wanted = [actor for row in ACTORS for actor in row]
    assert len(wanted) == len(set(wanted)) == 26
    assert set(content.actors) == set(wanted)


def test_records_are_named_as_their_files_and_point_to_what_exists(content: Catalogue) -> None:
    for folder in ("systems", "actors"):
        assert all(record.id == stem for stem, record in getattr(content, folder).items())
    wrong = [(name, text) for name, text in dangling(content) if name.startswith(("systems/", "actors/"))]
    assert wrong == []


def test_a_pointer_to_nothing_is_told_with_its_record_and_field(content: Catalogue) -> None:
    system = content.systems["baci"].model_copy(update={"measures": ("bestaat-niet",)})
    broken = Catalogue(vocabulary=content.vocabulary, sources=content.sources, systems={"baci": system})
    assert any(
        name == "systems/baci" and "measures: There is no measure 'bestaat-niet'" in text
        for name, text in dangling(broken)
    )


def test_every_field_is_cited_or_says_that_it_is_silent(content: Catalogue) -> None:
    records: list[System | Actor] = [*content.systems.values(), *content.actors.values()]
    for record in records:
        for name, value in stated_fields(record).items():
            assert value.basis is Basis.NOT_STATED or value.citations, f"{record.id}: {name}"
        assert concepts_of(record), record.id


def test_what_is_asked_for_is_not_told_as_existing(content: Catalogue) -> None:
    asked = [s for s in content.systems.values() if s.group is SystemGroup.ASKED]
    assert SystemStatus.EXISTS not in {s.status.value for s in asked}
    status = {s.id: s.status.value for s in content.systems.values()}
    assert status["reshoring-databank"] is SystemStatus.ASKED
    assert status["grondstoffenscanner"] is SystemStatus.DECLINED
    assert {i for i, s in status.items() if s is SystemStatus.ENDED} == {
        "kvk-reshoring-potentieel-scan",
        "colbert-2-0",
        "reshore-uk",
        "european-reshoring-monitor",
        "eurostat-international-sourcing",
        "cbs-internationale-organisatie",
    }


def test_calculator_and_databank_are_linked_from_both_sides(content: Catalogue) -> None:
    def links(system_id: str) -> set[tuple[LinkKind, str]]:
        return {(link.kind, link.system) for link in content.systems[system_id].links}

    assert (LinkKind.CONNECTS_TO, "reshoring-databank") in links("reshoring-rekentool")
    assert (LinkKind.CONNECTS_TO, "reshoring-rekentool") in links("reshoring-databank")
    assert (LinkKind.BUILDS_ON, "vil-landenselectietool") in links("reshoring-rekentool")


def test_lists_that_the_sources_do_not_give_are_not_made_up(content: Catalogue) -> None:
    silent = {s.id: " ".join(s.silent) for s in content.systems.values()}
    assert "dertien criteria" in silent["vil-landenselectietool"]
    assert "34 stellingen staan niet" in silent["kvk-reshoring-potentieel-scan"]
    assert "kolom" in silent["beleidsmatrix-vs-vk-japan"]
    assert "tabel 2" in silent["makers-push-pull"]


def test_the_signpost_holds_no_personal_data(content: Catalogue) -> None:
    for path in sorted((CONTENT / "actors").glob("*.yml")):
        told = re.sub(r"anchor: .*", "", path.read_text(encoding="utf-8"))
        assert not re.search(r"[\w.]+@\w|\+\d{2} ?\d", told), path.name


def test_those_that_run_or_are_asked_to_run_a_system_are_linked(content: Catalogue) -> None:
    run = {system for actor in content.actors.values() for system in actor.systems}
    assert run <= set(content.systems)
    assert {"fit-dienstverlening", "ewi-ecosystemen", "reshoring-databank", "supply-chain-resilience-platform"} <= run
    assert content.actors["fit"].kind is ActorKind.AGENCY
    assert "FDI Manager" in (content.actors["fit"].contact.value or "")


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda s: SystemLink(kind=LinkKind.USES, system="baci"), "needs a citation"),
        (
            lambda s: System.model_validate(
                s.model_dump() | {"links": [{"kind": "uses", "system": s.id, "note": "Onzin."}]}
            ),
            "does not link to itself",
        ),
        (lambda s: System.model_validate(s.model_dump() | {"kleur": "groen"}), "Extra inputs"),
    ],
)
def test_a_wrong_system_is_refused(content: Catalogue, make: Callable[[System], Record], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        make(content.systems["baci"])


@pytest.mark.corpus
def test_every_anchor_stands_in_the_document_that_it_points_to(content: Catalogue, shared: Path) -> None:
    assert_anchors(shared, [*content.systems.values(), *content.actors.values()], at_least=450)


def assert_anchors(shared: Path, records: list[Any], *, at_least: int) -> None:
    """Each citation of a document that is here has an anchor, and its words stand in that document."""
    texts = {}
    for source, number in (
        ("serv-advies-reshoring-2022", "000"),
        ("vlaams-parlement-verslag-1563", "001"),
        ("serv-rapport-reshoring-2022", "002"),
    ):
        (path,) = (shared / "corpus").glob(f"{number}-*.txt")
        joined = re.sub(r"(\w)-\s*\n\s*(?=\w)", r"\1", path.read_text(encoding="utf-8"))
        texts[source] = " ".join(joined.split())
    here = [(record.id, c) for record in records for c in cited(record) if c.source in texts]
    assert len(here) >= at_least
    assert [(n, c.anchor) for n, c in here if c.anchor is None or c.anchor not in texts[c.source]] == []
    beyond = [(record.id, c) for record in records for c in cited(record) if c.source not in texts]
    assert [(n, c.anchor) for n, c in beyond if c.anchor is not None] == []
