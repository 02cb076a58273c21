"""The shipped questions and requests, and the risks, barriers and alternatives: complete, and never told as facts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from knowledge.base import Basis
from knowledge.catalogue import CONTENT, Catalogue, dangling
from knowledge.concepts import Vocabulary
from knowledge.dialogue import AnswerState, EventKind, Question, Request, RequestStatus
from tests.knowledge.test_content_systems import assert_anchors, stated_fields

MINUTES, ANSWER = "vlaams-parlement-verslag-1563", "vlaams-parlement-antwoord-313-2025"

ROWS = {"Björn Rzoska": 4, "Thijs Verbeurgt": 5, "Stijn De Roo": 5, "Maurits Vande Reyde": 2, "Allessia Claes": 10}
"""How many questions the list of facts has for each member."""
SPLIT = {
    "de-roo-beheerder-databank": "de-roo-databank",
    "de-roo-betrokkenheid-maatwerkbedrijven": "de-roo-steun-maatwerkbedrijven",
    "claes-tool-van-het-vil": "claes-rekentool",
    "claes-levenslang-leren": "claes-werkkrachten-stem",
    "claes-productiviteit": "claes-loonkosten",
}
"""Questions that the list of facts takes together with another, and that fared differently."""

UNANSWERED = {
    "rzoska-indruk-ewi",
    "verbeurgt-bereikbaarheid",
    "de-roo-strategische-sectoren",
    "de-roo-beheerder-databank",
    "de-roo-betrokkenheid-maatwerkbedrijven",
    "vande-reyde-steun-buurlanden",
    "claes-tool-van-het-vil",
    "claes-wat-ondernemingen-vragen",
    "claes-aanpak-vs",
    "claes-rol-eu-armslag",
    "claes-werkkrachten-stem",
    "claes-productiviteit",
    "claes-innovatiebeleid",
}

LISTED_REQUESTS = {
    "scrp-bekend-maken",
    "informeren-kmo-portefeuille-groeisubsidie",
    "hefboom-europese-steun",
    "ipcei-uitvoering-opvolgen",
    "informeren-offshore-ondernemingen-ipcei",
    "essentiele-ketens-analyseren",
    "krachten-bundelen-met-ewi",
    "grondstoffenscanner-onderzoeken",
    "databank-oprichten",
    "rekentool-ontwikkelen",
    "eu-instrumenten-afbakenen",
    "partnerschap-levenslang-leren",
    "sociale-economie-in-flankerend-beleid",
}
"""The requests of the SERV that the list of facts has."""
MORE_OF_THE_SERV = {
    "koppeling-maken",
    "lijst-strategische-goederen-opmaken",
    "ketenrisicos-helpen-opvolgen",
    "vlaio-fit-aanspreekpunt",
    "overheidsopdrachten-inzetten",
}
"""Requests of the SERV that the list of facts tells of elsewhere, with the systems."""
OF_OTHERS = {
    "fit-actief-signalen-opsporen",
    "voorbeeldondernemingen-laten-vertellen",
    "administratie-onderzoekt-instrumenten",
    "jambon-meer-aandacht-bij-fit",
    "prioriteitenanalyse-maken",
    "vertegenwoordigingen-helpen-terugkeerders",
    "sociale-economie-als-partner",
}

RISKS = {
    1: "risks/self-sufficiency-unattainable",
    2: "risks/large-investment",
    3: "risks/no-safety-guarantee",
    4: "risks/gdp-volatility",
    5: "risks/trade-law-breach",
    6: "risks/welfare-loss",
    7: "risks/protectionist-race",
    8: "risks/purchasing-concentration",
    9: "alternatives/diversification",  # what the source sets against reshoring medicines
    10: "barriers/host-embeddedness",  # cost gaps and sunk costs keep a firm where it is
    11: "risks/welfare-loss",  # the price of political pressure
    12: "risks/loss-of-growth-markets",
    13: "risks/domestic-shocks",
    14: "risks/economic-context",
    15: "risks/geopolitical-climate",
    16: "risks/jobs-developing-countries",
    17: "risks/consumer-reluctance",
    18: "risks/reverse-decentralisation",
}
BARRIERS = {
    1: "labour-contracts ip-left-behind moving-assets relocation-taxes reshoring-cost time-horizon "
    "home-skills-shortage environmental-requirements host-market-size host-embeddedness project-risk",
    2: "small-scale missing-supplier-base",
    3: "host-embeddedness",
    4: "home-skills-shortage",
    5: "intention-realisation-gap",
    6: "home-skills-shortage",
    7: "sheltered-workshop-investment",
    8: "cheaper-elsewhere-in-europe",
    9: "cheaper-elsewhere-in-europe",
    10: "high-home-costs administrative-burden",
    11: "missing-supplier-base time-horizon",
}
ALTERNATIVES = {
    1: "diversification",
    2: "mutual-dependence",
    3: "friendshoring nearshoring",
    4: "partnerships",
    5: "stocks",
    6: "circularity",
    7: "substitution",
    8: "alternative-technology",
    9: "european-alliances",
    10: "domestic-raw-materials",
    11: "partnerships",
    12: "strategic-capacity strategic-reserves",
    13: "flexible-capacity",
    14: "digital-chain-transparency",
    15: "risk-management",
    16: "parallel-chains",
    17: "dual-sourcing",
    18: "trade-cooperation",
    19: "trade-agreements",
    20: "diversification regionalisation replication",  # the fourth trajectory is reshoring itself
    21: "strategic-reserves",
    22: "domestic-raw-materials",
    23: "new-low-cost-suppliers",
}


def test_every_question_of_every_member_is_there(content: Catalogue) -> None:
    asked = [q for q in content.questions.values() if q.source == MINUTES]
    assert Counter(q.asker for q in asked if q.id not in SPLIT) == ROWS
    assert sum(ROWS.values()) == 26
    for part, beside in SPLIT.items():
        assert content.questions[part].number == content.questions[beside].number + 1
        assert content.questions[part].asker == content.questions[beside].asker
    assert sorted(q.number for q in asked) == list(range(1, 26 + len(SPLIT) + 1))


def test_the_nine_numbered_answers_are_there_and_say_that_the_question_is_not(content: Catalogue) -> None:
    asked = {q.number: q for q in content.questions.values() if q.source == ANSWER}
    assert sorted(asked) == list(range(1, 10))
    assert {q.question.basis for q in asked.values()} == {Basis.INFERRED, Basis.NOT_STATED}
    assert {n for n, q in asked.items() if q.state is AnswerState.REFERRED} == {6, 7}
    assert asked[9].state is AnswerState.NOT_KNOWN
    assert len(content.questions) == 26 + len(SPLIT) + 9


def test_what_was_not_answered_is_told_so(content: Catalogue) -> None:
    open_ = {q.id for q in content.questions.values() if q.state is AnswerState.NOT_ANSWERED}
    assert open_ == UNANSWERED
    for question in content.questions.values():
        if question.state is AnswerState.NOT_ANSWERED:
            assert question.replies == ()
            assert question.note


def test_a_reply_is_given_by_those_who_answered(content: Catalogue) -> None:
    said = {(q.source, r.by) for q in content.questions.values() for r in q.replies}
    assert said == {(MINUTES, "Wim Knaepen (SERV)"), (MINUTES, "Minister Jo Brouns"), (ANSWER, "De minister")}
    for question in content.questions.values():
        for reply in question.replies:
            asked = {(c.source, c.anchor) for c in question.citations if c.anchor}
            assert not asked & {(c.source, c.anchor) for c in reply.text.citations}, question.id


def test_the_56_percent_stays_what_a_member_took_for_granted(content: Catalogue) -> None:
    for name in ("de-roo-appetijt", "claes-berekening-56-procent"):
        question = content.questions[name]
        assert question.premise is not None
        assert "56 procent" in (question.premise.value or "")
        assert question.state is AnswerState.PARTLY
        assert question.conflicts == ("tco-56-procent-wiens-ondernemingen",)


def test_every_request_of_the_list_is_there_and_the_others_are_named(content: Catalogue) -> None:
    assert set(content.requests) == LISTED_REQUESTS | MORE_OF_THE_SERV | OF_OTHERS
    assert len(LISTED_REQUESTS) == 13
    of_the_serv = {r.id for r in content.requests.values() if r.requester == "SERV"}
    assert of_the_serv == LISTED_REQUESTS | MORE_OF_THE_SERV


def test_the_scanner_was_asked_looked_at_and_declined(content: Catalogue) -> None:
    request = content.requests["grondstoffenscanner-onderzoeken"]
    told = [(event.date.value, event.kind) for event in request.history]
    assert told[0] == ("2022-12-05", EventKind.ASKED)
    assert ("2023-01-12", EventKind.EXAMINED) in told
    assert told[-1] == ("2025", EventKind.DECLINED)
    assert request.status.value is RequestStatus.DECLINED
    declined = [r.id for r in content.requests.values() if r.status.value is RequestStatus.DECLINED]
    assert declined == [request.id]


def test_no_follow_up_is_our_reading_and_says_so(content: Catalogue) -> None:
    for request in content.requests.values():
        if request.status.value in {RequestStatus.NO_TRACE, RequestStatus.PARTLY}:
            assert request.status.basis is Basis.INFERRED, request.id


def test_records_are_named_as_their_files_cite_and_point_to_what_exists(content: Catalogue) -> None:
    for folder in ("questions", "requests"):
        found = {p.stem for p in (CONTENT / folder).glob("*.yml")}
        assert found == {record.id for record in getattr(content, folder).values()}
    wrong = [(name, text) for name, text in dangling(content) if name.startswith(("questions/", "requests/"))]
    assert wrong == []
    records: list[Question | Request] = [*content.questions.values(), *content.requests.values()]
    for record in records:
        for name, value in stated_fields(record).items():
            assert value.basis is not Basis.STATED or value.citations, f"{record.id}: {name}"


def test_questions_requests_and_systems_name_each_other(content: Catalogue) -> None:
    asked = {system for request in content.requests.values() for system in request.systems}
    assert {s.id for s in content.systems.values() if s.group.value == "asked for"} <= asked
    questioned = {request for question in content.questions.values() for request in question.requests}
    assert {"databank-oprichten", "rekentool-ontwikkelen", "grondstoffenscanner-onderzoeken"} <= questioned


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"state": "answered", "replies": []}, "has a reply"),
        ({"note": None}, "what stays open"),
        ({"state": "not answered"}, "has no reply"),
        ({"replies": [{"by": "Iemand", "text": "not stated"}]}, "no reply"),
    ],
)
def test_a_question_whose_state_does_not_fit_is_refused(content: Catalogue, change: dict[str, Any], told: str) -> None:
    question = content.questions["de-roo-appetijt"]
    with pytest.raises(ValidationError, match=told):
        Question.model_validate(question.model_dump() | change)


def test_a_history_runs_from_the_request_forward(content: Catalogue) -> None:
    request = content.requests["grondstoffenscanner-onderzoeken"]
    events = request.model_dump()["history"]
    for wrong, told in ((events[::-1], "starts with the request"), ([events[0], events[-1], events[1]], "old to new")):
        with pytest.raises(ValidationError, match=told):
            Request.model_validate(request.model_dump() | {"history": wrong})
    later = [events[0], events[1], events[-1] | {"date": "2023"}]
    assert Request.model_validate(request.model_dump() | {"history": later}).history[-1].date.value == "2023"


@pytest.mark.parametrize(
    ("scheme", "rows"),
    [
        ("risks", RISKS),
        ("barriers", {n: " ".join(f"barriers/{i}" for i in ids.split()) for n, ids in BARRIERS.items()}),
        ("alternatives", {n: " ".join(f"alternatives/{i}" for i in ids.split()) for n, ids in ALTERNATIVES.items()}),
    ],
)
def test_every_risk_barrier_and_alternative_of_the_list_is_a_concept(
    vocabulary: Vocabulary, scheme: str, rows: dict[int, str]
) -> None:
    assert sorted(rows) == list(range(1, len(rows) + 1))
    assert len(rows) == {"risks": 18, "barriers": 11, "alternatives": 23}[scheme]
    for concept_id in {i for ids in rows.values() for i in ids.split()}:
        concept = vocabulary.concept(concept_id)
        assert concept.definition.nl
        assert concept.alt.nl, concept_id
        assert concept.source, concept_id


@pytest.mark.corpus
def test_every_anchor_stands_in_the_document_that_it_points_to(content: Catalogue, shared: Path) -> None:
    assert_anchors(shared, [*content.questions.values(), *content.requests.values()], at_least=200)
