"""The curated sources, cases and digests: whole, cited, honest about what the texts leave open, in our own words."""

from __future__ import annotations

import itertools
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from knowledge.base import Basis, Citation, PartialDate
from knowledge.cases import Case, CaseKind, DefinitionTest, Phase
from knowledge.catalogue import CONTENT, Catalogue, catalogue, cited
from knowledge.documents import DocumentKind, Publish, Relation, RelationKind
from knowledge.reading import read_yaml

THE_EIGHT = {
    "continental-mechelen",
    "barco-kortrijk",
    "metes-dilsen-stokkem",
    "sylvania-tienen",
    "ivc-avelgem",
    "corbeo-zele",
    "eda-kalmthout",
    "vergokan-oudenaarde",
}
OTHERS = {
    CaseKind.FOREIGN: {"adidas", "organon-oss"},
    CaseKind.COUNTER_CASE: {"soudal-kempen"},
    CaseKind.INVESTMENT: {
        "bms-gilead-nederland",
        "engie-fluxys-hy2tech",
        "ford-elektrische-voertuigen",
        "gm-michigan",
        "intel-arizona",
        "janssen-halix-leiden",
        "micron-chipfabriek",
        "texas-instruments-texas",
        "tsmc-arizona",
    },
    CaseKind.UNNAMED: {
        "fedustria-enquetes-2021",
        "goede-praktijken-parlement-2023",
        "vlaamse-ondernemingen-antwoord-2025",
        "west-vlaams-maatwerkbedrijf-2023",
    },
    CaseKind.MENTION: {
        "apple-oproep-trump",
        "autobedrijven-rusland",
        "just-in-time-gebruikers",
        "kuka",
        "vliegtuigbouwers-rusland",
        "ymtc",
    },
}
"""Every other firm that the documents name, by what sort of example it is."""
ASKED_FOR = ("steps", "challenges", "success_factors", "benefits")
DIGESTED = {
    "serv-advies-reshoring-2022",
    "vlaams-parlement-verslag-1563",
    "serv-rapport-reshoring-2022",
    "vlaams-parlement-antwoord-313-2025",
    "kamerbrief-reshoring-2021",
}
CORPUS = {
    "serv-advies-reshoring-2022": "000-serv-advies-reshoring.txt",
    "vlaams-parlement-verslag-1563": "001-vlaams-parlement-verslag.txt",
    "serv-rapport-reshoring-2022": "002-serv-rapport-reshoring.txt",
}
MOTIVES = {
    "continental-mechelen": {"motives/host-skills-shortage", "motives/labour-cost-gap", "motives/automation"},
    "sylvania-tienen": {"motives/intellectual-property", "motives/ethics-labour-conditions"},
    "vergokan-oudenaarde": {"motives/transport-logistics", "motives/sheltered-workshop-partner"},
}
DIGESTS = sorted((CONTENT / "digests").glob("*.md"))
LONGEST_SHARED_RUN = 10


@pytest.fixture(scope="module")
def content() -> Catalogue:
    return catalogue()


@pytest.fixture(scope="module", params=sorted(THE_EIGHT))
def flemish(request: pytest.FixtureRequest, content: Catalogue) -> Case:
    return content.case(request.param)


@cache
def running_text(path: Path) -> str:
    """A document on one line: words that a line break cut are joined, white space is collapsed."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    text = "\n".join(line for line in lines if line)
    return re.sub(r"\s+", " ", re.sub(r"(\w)-\n(?=[a-zà-ÿ])", r"\1", text))


def recognised(text: str, phrases: tuple[str, ...]) -> bool:
    folded = text.casefold()
    return bool(phrases) and all(phrase.casefold() in folded for phrase in phrases)


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = re.findall(r"[^\W_]+", text.casefold())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def sidecar(digest: Path) -> dict[str, Any]:
    data, _ = read_yaml(digest.with_suffix(".yml"))
    assert isinstance(data, dict)
    return data


def test_the_eight_are_there_and_only_they_count_as_flemish_reshoring(content: Catalogue) -> None:
    counted = {case.id for case in content.cases.values() if case.kind is CaseKind.RESHORING}
    assert counted == THE_EIGHT


@pytest.mark.parametrize("kind", list(OTHERS), ids=lambda kind: kind.name)
def test_every_other_named_firm_is_there_under_its_kind(kind: CaseKind, content: Catalogue) -> None:
    found = {case.id for case in content.cases.values() if case.kind is kind}
    assert found == OTHERS[kind]
    assert [case_id for case_id in found if content.case(case_id).motives] == []


def test_no_kind_is_left_out(content: Catalogue) -> None:
    assert {case.kind for case in content.cases.values()} == set(CaseKind)
    assert len(content.cases) == len(THE_EIGHT) + sum(map(len, OTHERS.values()))


def test_only_the_eight_meet_the_narrow_definition(content: Catalogue) -> None:
    assert {c.id for c in content.cases.values() if c.definition.value is DefinitionTest.NARROW} <= THE_EIGHT


def test_every_definition_says_why(content: Catalogue) -> None:
    assert [case.id for case in content.cases.values() if not case.definition.note] == []


def test_a_claim_without_a_name_names_no_company(content: Catalogue) -> None:
    for case_id in OTHERS[CaseKind.UNNAMED]:
        company = content.case(case_id).company
        assert company.basis is Basis.NOT_STATED
        assert company.note


def test_jobs_of_a_whole_project_or_of_a_group_are_nobodys_jobs(content: Catalogue) -> None:
    told = {case.id: case.jobs.value for case in content.cases.values() if case.jobs.value is not None}
    assert told == {"adidas": 160, "ford-elektrische-voertuigen": 11_000, "gm-michigan": 4_000}
    assert all(content.case(case_id).jobs.note for case_id in told)


def test_what_parliament_asked_for_is_told_or_said_to_be_silent(flemish: Case) -> None:
    """The report tells of no challenge on the way back; the three other things are told of some cases."""
    assert flemish.challenges.basis is Basis.NOT_STATED
    for name in ASKED_FOR:
        field = getattr(flemish, name)
        assert field.basis is Basis.NOT_STATED or field.citations


@pytest.mark.parametrize(("name", "of"), [("steps", 5), ("challenges", 0), ("success_factors", 5), ("benefits", 5)])
def test_how_much_the_report_tells_of_what_parliament_asked_for(name: str, of: int, content: Catalogue) -> None:
    told = [case_id for case_id in THE_EIGHT if getattr(content.case(case_id), name).value is not None]
    assert len(told) == of


def test_every_year_of_leaving_and_returning_is_a_milestone_and_the_other_way_round(flemish: Case) -> None:
    in_words = re.findall(r"\b(?:19|20)\d\d\b", f"{flemish.offshored.value} {flemish.reshored.value}")
    dated = {str(e.date.value) for e in flemish.milestones if e.phase is not Phase.OTHER}
    if flemish.id == "metes-dilsen-stokkem":
        assert "Na de" in (flemish.reshored.value or ""), (
            "the crisis of 2008 is a point in time, not the year of return"
        )
    assert set(in_words) == dated


def test_a_case_whose_return_has_no_year_has_no_milestone_of_return(content: Catalogue) -> None:
    returned = {
        case_id
        for case_id in THE_EIGHT
        for one in content.case(case_id).milestones
        if one.phase in (Phase.DECIDED, Phase.BACK)
    }
    assert returned == THE_EIGHT - {"barco-kortrijk", "metes-dilsen-stokkem", "vergokan-oudenaarde"}


def test_other_spellings_are_kept_as_other_names(content: Catalogue) -> None:
    names = {case.id: {name.value for name in case.also_called} for case in content.cases.values() if case.also_called}
    assert names == {
        "barco-kortrijk": {"Belgian American Radio Corporation"},
        "corbeo-zele": {"Ledent"},
        "eda-kalmthout": {"ED&A"},
        "vergokan-oudenaarde": {"Atkore Verdogan"},
        "ymtc": {"YMTC"},
    }


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"kind": "investment"}, "has no motives"),
        ({"sectors": []}, "a sector is missing"),
        ({"also_called": ["not stated"]}, "another name"),
        ({"definition": "not stated"}, "say 'unclear'"),
        ({"definition": {"value": "counter-case", "basis": "inferred", "note": "Zo lezen we het."}}, "counter-case"),
    ],
)
def test_a_case_that_contradicts_itself_is_refused(fields: dict[str, Any], told: str, content: Catalogue) -> None:
    whole = content.case("sylvania-tienen").model_dump(mode="json")
    with pytest.raises(ValidationError, match=told):
        Case.model_validate(whole | fields)


def test_milestones_have_a_date_and_stand_in_order(content: Catalogue) -> None:
    whole = content.case("continental-mechelen").model_dump(mode="json")
    with pytest.raises(ValidationError, match="order of time"):
        Case.model_validate(whole | {"milestones": whole["milestones"][::-1]})
    undated = whole["milestones"][0] | {"date": None}
    with pytest.raises(ValidationError, match="a milestone needs a date"):
        Case.model_validate(whole | {"milestones": [undated]})


def test_every_motive_and_sector_has_a_citation(flemish: Case) -> None:
    assert flemish.motives
    assert [claim.concept for claim in (*flemish.motives, *flemish.sectors) if not claim.citations] == []


@pytest.mark.parametrize("case_id", sorted(MOTIVES))
def test_the_reasons_that_the_report_gives_are_stated_motives(case_id: str, content: Catalogue) -> None:
    stated = {claim.concept for claim in content.case(case_id).motives if claim.basis is Basis.STATED}
    assert stated >= MOTIVES[case_id]


def test_a_broad_motive_beside_a_narrow_one_has_words_of_its_own(flemish: Case, content: Catalogue) -> None:
    """A motive and one below it may both hold, but the same words are never counted twice."""
    words = {claim.concept: {c.anchor for c in claim.citations} for claim in flemish.motives}
    broader = {concept: content.vocabulary.concept(concept).broader for concept in words}
    twice = [c for c, above in broader.items() if above is not None and words[c] & words.get(above, set())]
    assert twice == []


def test_no_flemish_case_tells_how_many_jobs_came_back(flemish: Case) -> None:
    assert flemish.jobs.basis is Basis.NOT_STATED


def test_the_governance_model_is_inferred_with_a_reason(flemish: Case, content: Catalogue) -> None:
    assert flemish.governance.basis is Basis.INFERRED
    assert flemish.governance.note
    assert flemish.governance.value in {c.id for c in content.vocabulary.of("governance-models")}


def test_the_definition_is_our_reading_and_says_why(flemish: Case) -> None:
    assert flemish.definition.basis is Basis.INFERRED
    assert flemish.definition.note


@pytest.mark.parametrize("case_id", ["barco-kortrijk", "ivc-avelgem", "sylvania-tienen"])
def test_what_never_left_belgium_is_no_return(case_id: str, content: Catalogue) -> None:
    case = content.case(case_id)
    assert case.definition.value is not DefinitionTest.NARROW
    assert case.offshored.basis is Basis.NOT_STATED


@pytest.mark.parametrize("case_id", ["barco-kortrijk", "vergokan-oudenaarde"])
def test_a_year_that_the_text_does_not_give_is_not_given(case_id: str, content: Catalogue) -> None:
    assert content.case(case_id).reshored.basis is Basis.NOT_STATED


def test_the_return_of_metes_is_partial(content: Catalogue) -> None:
    metes = content.case("metes-dilsen-stokkem")
    assert metes.governance.value == "governance-models/partial-reshoring"
    assert metes.stayed_abroad.value is not None
    assert "Servië" in metes.stayed_abroad.value


def test_both_spellings_of_vergokan_are_told(content: Catalogue) -> None:
    company = content.case("vergokan-oudenaarde").company
    assert company.value == "Atkore Vergokan"
    assert "Verdogan" in (company.note or "")


def test_every_citation_of_a_case_has_an_anchor(content: Catalogue) -> None:
    """Of what is no document of the corpus there are no words to point to."""
    without = {(c.source, c.anchor is None) for case in content.cases.values() for c in cited(case)}
    assert without == {(source_id, source_id not in CORPUS) for source_id in {s for s, _ in without}}


def test_every_source_that_has_a_digest_can_be_recognised(content: Catalogue) -> None:
    for source_id in DIGESTED:
        phrases = content.source(source_id).recognise
        assert 1 <= len(phrases) <= 3, source_id
        assert all(len(phrase.split()) <= 8 for phrase in phrases), source_id


def test_the_sources_relate_as_the_documents_do(content: Catalogue) -> None:
    relations = {
        (source.id, relation.kind, relation.source)
        for source in content.sources.values()
        for relation in source.relations
    }
    assert {
        ("serv-rapport-reshoring-2022", RelationKind.UNDERPINS, "serv-advies-reshoring-2022"),
        ("vlaams-parlement-verslag-1563", RelationKind.DISCUSSES, "serv-advies-reshoring-2022"),
        ("vlaams-parlement-verslag-1563", RelationKind.DISCUSSES, "serv-rapport-reshoring-2022"),
    } <= relations


def test_jurisdictions_are_those_of_the_vocabulary(content: Catalogue) -> None:
    used = {s.jurisdiction for s in content.sources.values()} | {sidecar(d)["jurisdiction"] for d in DIGESTS}
    assert [j for j in used if f"jurisdictions/{j}" not in content.vocabulary] == []


def test_each_of_the_five_documents_has_one_digest() -> None:
    assert {d.stem for d in DIGESTS} == {f"digest-{source_id}" for source_id in DIGESTED}


@pytest.mark.parametrize("digest", DIGESTS, ids=lambda d: d.stem)
def test_the_sidecar_tells_what_the_digest_is(digest: Path, content: Catalogue) -> None:
    data = sidecar(digest)
    assert set(data) == {
        "title", "publisher", "date", "kind", "language", "jurisdiction", "licence", "publish", "relations",
    }  # fmt: skip
    assert data["publisher"] == "Thuishaven"
    assert data["licence"] == "CC BY 4.0"
    assert DocumentKind(data["kind"]) is DocumentKind.OTHER
    assert Publish(data["publish"]) is Publish.FULL
    PartialDate.model_validate(data["date"])
    (relation,) = [Relation.model_validate(r) for r in data["relations"]]
    assert relation.kind is RelationKind.DIGESTS
    assert f"digest-{relation.source}" == digest.stem
    assert relation.source in content.sources


@pytest.mark.parametrize("digest", DIGESTS, ids=lambda d: d.stem)
def test_a_digest_is_never_taken_for_the_document_that_it_digests(digest: Path, content: Catalogue) -> None:
    text = running_text(digest)
    assert [s.id for s in content.sources.values() if recognised(text, s.recognise)] == []


@pytest.mark.parametrize("digest", DIGESTS, ids=lambda d: d.stem)
def test_a_digest_has_the_length_and_structure_of_a_digest(digest: Path) -> None:
    text = digest.read_text(encoding="utf-8")
    prose = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert 650 <= sum(len(line.split()) for line in prose) <= 2500
    assert max(len(line.split()) for line in prose) <= 180, "a paragraph is too long to cite"
    levels = [len(mark) for mark in re.findall(r"^(#+) ", text, flags=re.MULTILINE)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), "a heading level is skipped"


def test_the_digest_of_the_report_tells_each_flemish_case(content: Catalogue) -> None:
    text = (CONTENT / "digests" / "digest-serv-rapport-reshoring-2022.md").read_text(encoding="utf-8")
    section = text.split("#### 2.3.6", 1)[1].split("#### 2.3.7", 1)[0]
    for case_id in THE_EIGHT:
        place = (content.case(case_id).place.value or "").split(" (")[0]
        assert place in section, case_id


def test_the_digest_of_the_minutes_tells_questions_as_questions() -> None:
    text = (CONTENT / "digests" / "digest-vlaams-parlement-verslag-1563.md").read_text(encoding="utf-8")
    parts = re.findall(r"#### Tussenkomst van ([^\n]+)\n\n([^\n]+)", text)
    assert len(parts) == 5
    assert [name for name, words in parts if not words.startswith("Het lid vraagt")] == []


@pytest.mark.corpus
@pytest.mark.parametrize("source_id", sorted(CORPUS))
def test_a_source_recognises_its_own_document_and_no_other(source_id: str, shared: Path, content: Catalogue) -> None:
    phrases = content.source(source_id).recognise
    found = {i for i, name in CORPUS.items() if recognised(running_text(shared / "corpus" / name), phrases)}
    assert found == {source_id}


@pytest.mark.corpus
def test_every_anchor_of_a_case_stands_once_in_the_real_document(shared: Path, content: Catalogue) -> None:
    def times(citation: Citation) -> int:
        return running_text(shared / "corpus" / CORPUS[citation.source]).count(citation.anchor or "\n")

    wrong = {
        (case.id, citation.anchor): times(citation)
        for case in content.cases.values()
        for citation in cited(case)
        if citation.anchor is not None and times(citation) != 1
    }
    assert wrong == {}


@pytest.mark.corpus
@pytest.mark.parametrize("digest", DIGESTS, ids=lambda d: d.stem)
def test_a_digest_copies_no_sentence(digest: Path, shared: Path) -> None:
    length = LONGEST_SHARED_RUN + 1
    real = set().union(*(runs(running_text(shared / "corpus" / name), length) for name in CORPUS.values()))
    assert sorted(runs(running_text(digest), length) & real) == []
