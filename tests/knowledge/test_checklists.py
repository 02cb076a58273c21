"""From a scheme, a profile and answers to a checklist and what it comes to."""

from __future__ import annotations

import dataclasses
import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.catalogue import Catalogue, catalogue
from knowledge.checklists import (
    Answers,
    AnswerValue,
    Applies,
    Checklist,
    Profile,
    ResultState,
    applies,
    check_conditions,
    check_profile,
    knowledge_version,
    make_checklist,
    read_answers,
    read_profile,
)
from knowledge.documents import Source
from knowledge.errors import RecordError, UnknownRecord
from knowledge.schemes import Criterion, Scheme, Weight
from knowledge.store import Store
from tests.conftest import ROOT
from tests.knowledge.small_world import (
    TODAY,
    cite,
    criterion,
    make_case,
    make_note,
    make_scheme,
    make_source,
    put,
    small_catalogue,
    small_scheme,
    small_vocabulary,
)

UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
WORDS = small_vocabulary()
SMALL = small_catalogue()


def make(
    profile: dict[str, Any] | None = None,
    answers: dict[str, Any] | None = None,
    *,
    scheme: Scheme | None = None,
    known: Catalogue = SMALL,
    today: datetime.date = TODAY,
    store: Store | None = None,
    asked_on: datetime.date | None = None,
) -> Checklist:
    return make_checklist(
        scheme or small_scheme(),
        Profile.model_validate(profile or {}),
        Answers.of(answers or {}),
        catalogue=known,
        store=store,
        today=today,
        asked_on=asked_on,
    )


def asked(*conditions: dict[str, Any]) -> Criterion:
    return Criterion.model_validate(criterion("punt", applies_when=conditions))


# profiles


@pytest.mark.parametrize(
    "given_as", ["sectors/electrical", "electrical", "C27", "c27", "27", "NACE C27", "27.12", "C27.90"]
)
def test_a_sector_is_understood_by_id_code_and_finer_code(given_as: str) -> None:
    assert check_profile(Profile(sector=(given_as,)), WORDS).sector == ("sectors/electrical",)


def test_names_are_resolved_in_their_own_scheme() -> None:
    profile = Profile.model_validate(
        {
            "sector": ["C27.20", "Batterijen", "C"],
            "motives": "labour-cost",
            "route": {"origin": "volksrepubliek china", "destination": "Atlantis"},
            "region": "be-vlg",
        }
    )
    found = check_profile(profile, WORDS)
    assert found.sector == ("sectors/batteries", "sectors/manufacturing")
    assert found.motives == ("motives/labour-cost",)
    assert (found.route.origin, found.route.destination) == ("jurisdictions/cn", "Atlantis")
    assert found.region == "jurisdictions/be-vlg"
    assert check_profile(found, WORDS) == found


@pytest.mark.parametrize("unknown", ["unknown", "onbekend", "", None, ["onbekend"]])
def test_unknown_is_always_allowed(unknown: object) -> None:
    told = None if isinstance(unknown, list) else unknown
    fields = {"sector": unknown, "motives": unknown, "activity": unknown, "route": told, "region": told, "size": told}
    assert Profile.model_validate(fields | {"title": told}) == Profile()


def test_a_motive_that_nothing_carries_offers_near_ids() -> None:
    with pytest.raises(UnknownRecord, match=r"no motive 'labor-cost'.*motives/labour-cost"):
        check_profile(Profile(motives=("labor-cost",)), WORDS)
    with pytest.raises(UnknownRecord, match="no sector 'motives/cost'"):
        check_profile(Profile(sector=("motives/cost",)), WORDS)


def test_a_profile_file_tells_every_mistake_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "profiel.yml"
    path.write_text("title: Proef\nsector:\n  - C27\n  - C99\nmotives: kost\n")
    with pytest.raises(RecordError) as error:
        read_profile(path, WORDS)
    first, second = error.value.message.splitlines()
    assert first.startswith(f"{path}:4: sector: There is no sector 'C99'. Did you mean ")
    assert second.startswith(f"{path}:5: motives: There is no motive 'kost'.")
    path.write_text("sector: C27\nregion: no\ngrootte: small\n")
    with pytest.raises(RecordError, match=r":2: region: YAML reads this word as true or false; put it in quotes"):
        read_profile(path, WORDS)


def test_the_example_profile_is_sound() -> None:
    profile = read_profile(ROOT / "docs" / "how-to" / "profile-example.yml", catalogue().vocabulary)
    assert profile.sector
    assert profile.motives
    assert profile.region == "jurisdictions/be-vlg"


# answers


def test_answers_are_read_from_yaml_and_json_alike(tmp_path: Path) -> None:
    yml, javascript = tmp_path / "a.yml", tmp_path / "a.json"
    yml.write_text("gericht: yes\ntoets: {answer: deels, evidence: map 3, by: An, date: 2026-11-01}\nstreek:\n")
    told = {"gericht": "yes", "toets": {"answer": "partly", "evidence": "map 3", "by": "An", "date": "2026-11-01"}}
    javascript.write_text(json.dumps(told | {"streek": {"answer": "unknown", "evidence": ""}}, indent="\t"))
    read = read_answers(yml, small_scheme())
    assert read.given == read_answers(javascript, small_scheme()).given
    assert [a.answer for a in read.given.values()] == [AnswerValue.YES, AnswerValue.PARTLY, AnswerValue.UNKNOWN]


def test_answers_to_other_questions_are_refused_with_line_and_near_ids(tmp_path: Path) -> None:
    path = tmp_path / "antwoorden.yml"
    path.write_text("gericht: yes\ntoest: no\n")
    with pytest.raises(RecordError, match=r"antwoorden\.yml:2: There is no criterion 'toest'. Did you mean toets"):
        read_answers(path, small_scheme())
    path.write_text("gericht: {answer: misschien}\n")
    with pytest.raises(RecordError, match=r"antwoorden\.yml:1: gericht\.answer: 'misschien' is not allowed"):
        read_answers(path, small_scheme())
    path.write_text("Geen Id: yes\n")
    with pytest.raises(RecordError, match="'Geen Id' is not the id of a criterion"):
        read_answers(path, small_scheme())
    with pytest.raises(UnknownRecord, match="toest"):
        make(answers={"toest": "yes"})


# when a criterion applies


@pytest.mark.parametrize(
    ("operator", "values", "sector", "verdict"),
    [
        ("one of", ["sectors/electrical"], ["C27"], True),
        ("one of", ["sectors/electrical"], ["batteries"], True),
        ("is", ["C"], ["batteries"], True),
        ("one of", ["sectors/electrical"], ["clothing"], False),
        ("one of", ["sectors/electrical", "sectors/clothing"], ["clothing"], True),
        ("one of", ["sectors/batteries"], ["electrical"], None),
        ("one of", ["sectors/batteries"], [], None),
        ("one of", ["sectors/batteries"], ["electrical", "batteries"], True),
        ("not one of", ["sectors/electrical"], ["batteries"], False),
        ("not one of", ["sectors/electrical"], ["clothing"], True),
        ("not one of", ["sectors/batteries"], ["electrical"], None),
        ("not one of", ["sectors/electrical"], [], None),
        ("known", [], ["clothing"], True),
        ("known", [], [], None),
    ],
)
def test_whether_a_criterion_applies(operator: str, values: list[str], sector: list[str], verdict: bool | None) -> None:
    condition = {"fact": "sector", "operator": operator, "values": values}
    assert applies(asked(condition), Profile(sector=tuple(sector)), WORDS) is verdict


def test_all_conditions_must_hold_and_one_that_fails_decides() -> None:
    sector = {"fact": "sector", "operator": "is", "values": ["C27"]}
    region = {"fact": "region", "operator": "is", "values": ["be"]}
    both = asked(sector, region)
    assert applies(both, Profile(sector=("C27",), region="Vlaanderen"), WORDS) is True
    assert applies(both, Profile(sector=("C27",)), WORDS) is None
    assert applies(both, Profile(sector=("C14",)), WORDS) is False
    assert applies(asked(), Profile(), WORDS) is True


def test_free_words_settle_nothing_unless_they_are_the_value_itself() -> None:
    condition = {"fact": "activity", "operator": "one of", "values": ["assemblage"]}
    assert applies(asked(condition), Profile(activity=("Assemblage",)), WORDS) is True
    assert applies(asked(condition), Profile(activity=("lassen",)), WORDS) is None
    origin = {"fact": "route_from", "operator": "not one of", "values": ["jurisdictions/be"]}
    assert applies(asked(origin), Profile.model_validate({"route": {"origin": "Azië"}}), WORDS) is None
    assert applies(asked(origin), Profile.model_validate({"route": {"origin": "China"}}), WORDS) is True


def test_the_size_of_a_firm_is_a_closed_list() -> None:
    condition = {"fact": "size", "operator": "one of", "values": ["small", "medium"]}
    sizes = {
        size: applies(asked(condition), Profile.model_validate({"size": size}), WORDS) for size in ("small", "large")
    }
    assert sizes == {"small": True, "large": False}


def test_a_condition_on_an_unknown_concept_is_told_by_the_check() -> None:
    scheme = make_scheme(criterion("punt", applies_when=[{"fact": "sector", "operator": "is", "values": ["electric"]}]))
    (told,) = check_conditions(scheme, WORDS)
    assert "proefregeling: Criterion 'punt', applies_when: There is no sector 'electric'." in told
    assert check_conditions(small_scheme(), WORDS) == []
    with pytest.raises(RecordError, match="punt"):
        make({"sector": "C27"}, scheme=scheme)


# the lines


def test_lines_carry_the_criterion_its_reason_and_its_sources(store: Store) -> None:
    document, passages = make_note()
    put(store, document, passages)
    made = make({"sector": "batteries"}, {"toets": {"answer": "yes", "evidence": "balans"}}, store=store)
    assert [line.number for line in made.lines] == ["R1", "R2", "1", "1a", "2"]
    test = made.lines[2]
    assert (test.id, test.answer.evidence, test.answered) == ("toets", "balans", True)
    assert [(s.id, s.publisher, s.locator) for s in test.sources] == [("raadsnota", "Raad van de Test", "§2.1")]
    assert [p.passage for p in test.passages] == [passages[1].id]
    assert test.legal[0].text.startswith("Wet op de test")
    assert [m.id for m in test.measures] == ["kringloopsteun"]
    assert test.measures[0].why == "hangt samen met dit criterium via kringloop"
    sector = made.lines[1]
    assert sector.applies is Applies.YES
    assert sector.applies_reason == "Geldt: de sector is batterijen; het criterium geldt voor elektrische toestellen."
    assert made.lines[4].applies_reason == "Niet bekend of dit geldt: de regio staat niet in het profiel."


def test_without_a_store_sources_stand_and_passages_do_not() -> None:
    made = make()
    assert all(line.sources and not line.passages for line in made.lines)
    assert any("geen verzameling documenten" in notice for notice in made.notices)


def test_a_sub_test_follows_its_parent() -> None:
    scheme = make_scheme(
        criterion("deel", group="sub-test", parent="ouder"),
        criterion("ouder", applies_when=[{"fact": "sector", "operator": "is", "values": ["C27"]}]),
    )
    states = {s: make({"sector": s} if s else {}, scheme=scheme).lines for s in ("C27", "C14", "")}
    assert {s: [(x.id, x.applies.value) for x in lines] for s, lines in states.items()} == {
        "C27": [("ouder", "yes"), ("deel", "yes")],
        "C14": [("ouder", "no"), ("deel", "no")],
        "": [("ouder", "unknown"), ("deel", "unknown")],
    }


def test_a_line_without_passage_and_source_cannot_be_made() -> None:
    with pytest.raises(ValidationError, match="no passage and no named source"):
        Criterion.model_validate(criterion("punt", citations=[]))
    line = make().lines[0]
    with pytest.raises(ValidationError, match="no passage and no named source"):
        type(line).model_validate(line.model_dump() | {"sources": (), "legal": ()})


def test_cases_touch_by_what_they_assert_and_not_by_what_they_deny() -> None:
    def scheme(concept: str) -> Scheme:
        return make_scheme(criterion("punt", concepts=[concept]))

    def cases(concept: str, profile: dict[str, Any] | None = None) -> list[str]:
        return [c.why for c in make(profile, scheme=scheme(concept)).lines[0].cases]

    assert cases("motives/labour-cost") == ["hangt samen met dit criterium via loonkosten"]
    assert cases("motives/cost") == ["hangt samen met dit criterium via loonkosten"]
    assert cases("motives/quality") == []
    assert make({"sector": "C27"}, scheme=make_scheme(criterion("punt"))).lines[0].cases == ()
    assert cases("sectors/manufacturing") == []
    assert cases("sectors/batteries") == []
    assert cases("motives/cost", {"sector": "C27.2", "route": {"origin": "China"}}) == [
        "hangt samen met dit criterium via loonkosten; sluit aan bij het project via elektrische toestellen; "
        "zelfde herkomst als het project: fabriek in China"
    ]


def test_cases_like_the_project_are_given_with_their_sources() -> None:
    (found,) = make({"motives": ["loonkosten"]}).similar_cases
    assert (found.id, [s.locator for s in found.sources]) == ("lampen", ["§3", "§3, p. 9"])
    assert make({"motives": ["quality"]}).similar_cases == ()
    assert make().similar_cases == ()


def test_the_nearest_cases_come_first_and_there_are_few() -> None:
    cases = {f"ver-{n}": make_case(f"ver-{n}", title=f"Ver {n}", motives=()) for n in range(9)}
    known = Catalogue(vocabulary=WORDS, sources=SMALL.sources, cases=cases | {"nabij": make_case("nabij", title="Z")})
    found = make({"sector": "C27", "motives": ["cost"]}, known=known).similar_cases
    assert [c.id for c in found] == ["nabij", "ver-0", "ver-1", "ver-2", "ver-3"]


def test_a_variant_shows_its_difference() -> None:
    told = {"variant_of": "proefregeling", "difference": "De ligging telt niet mee."}
    new = criterion("nieuw", title="Nieuw punt")
    variant = make_scheme(criterion("toets"), new, id="variant", status="explanation of another scheme", **told)
    made = make(scheme=variant, known=small_catalogue(small_scheme(), variant))
    assert (made.scheme.variant_of_title, made.scheme.difference) == (
        "Proefregeling voor terugkeer",
        "De ligging telt niet mee.",
    )
    assert made.scheme.left_out == ("Deeltoets", "Ligging")
    assert made.scheme.added == ("Nieuw punt",)


def test_notices_tell_what_a_reader_must_know(store: Store) -> None:
    document, passages = make_note(source=None, relations=[{"kind": "digests", "source": "raadsnota"}])
    put(store, document, passages)
    late = make(scheme=make_scheme(criterion("a"), valid_until="2025"), today=datetime.date(2027, 12, 1), store=store)
    told = " ".join(late.notices)
    for words in ("geen geldend recht", "gold tot en met 2025", "nagekeken op 1 oktober 2026", "samenvatting ervan"):
        assert words in told
    in_force = make(scheme=make_scheme(criterion("a"), status="in force", valid_until="2026"), store=store)
    assert len(in_force.notices) == 1


def test_a_changed_source_is_told(store: Store) -> None:
    document, passages = make_note()
    put(store, document, passages)
    scheme = make_scheme(criterion("a", citations=[cite("§2.1", "kringloop van koper", passage_hash="0" * 64)]))
    made = make(scheme=scheme, store=store)
    assert made.lines[0].stale
    assert any("gewijzigd sinds het nazicht" in n and n.endswith("bij 1.") for n in made.notices)


def test_the_checklist_says_of_which_content_it_is_made() -> None:
    made = make()
    assert (made.format, made.format_version) == ("thuishaven-checklist", "1.0")
    assert made.knowledge_version == knowledge_version(small_catalogue())
    assert made.knowledge_version != knowledge_version(small_catalogue(make_scheme(criterion("a"))))
    assert Checklist.model_validate_json(made.model_dump_json()) == made


# what it comes to

YES = {"gericht": "yes", "sector": "yes", "toets": "yes", "deeltoets": "partly", "streek": "no"}
FULL = {"sector": "C27", "region": "Vlaanderen"}


def test_it_meets_when_all_is_known_and_answered() -> None:
    result = make(FULL, YES).result
    assert result.state is ResultState.MEETS
    assert result.summary.endswith("Af te wegen criteria: 1 ja, 1 nee; wie beslist, weegt ze.")
    assert [(n.criterion, n.kind.value) for n in result.needed] == [
        ("gericht", "evidence"), ("sector", "evidence"), ("toets", "evidence"), ("deeltoets", "evidence"),
    ]  # fmt: skip


def test_a_knock_out_answered_no_fails_and_stands_first() -> None:
    result = make(FULL, YES | {"sector": "no", "streek": "unknown"}).result
    assert (result.state, [r.criterion for r in result.reasons]) == (ResultState.FAILS, ["sector"])
    assert "Geschikte sector" in result.summary
    late = make_scheme(criterion("a"), criterion("b", weight="knock-out"))
    assert [n.criterion for n in make(scheme=late).result.needed] == ["b", "a"]


@pytest.mark.parametrize(
    ("profile", "changes", "open_points"),
    [
        (FULL, {"gericht": "partly"}, ["gericht"]),
        (FULL, {"gericht": "unknown"}, ["gericht"]),
        (FULL, {"toets": "unknown"}, ["toets"]),
        ({"region": "be"}, {"sector": "no"}, ["sector"]),
        ({"region": "be"}, {"sector": "unknown"}, ["sector"]),
        (FULL, {"toets": "no", "deeltoets": "no"}, [None]),
        ({"sector": "C27"}, {"toets": "no", "deeltoets": "no", "streek": "yes"}, [None]),
    ],
)
def test_what_keeps_it_undecided(
    profile: dict[str, Any], changes: dict[str, str], open_points: list[str | None]
) -> None:
    result = make(profile, YES | changes).result
    assert (result.state, [r.criterion for r in result.reasons]) == (ResultState.UNDECIDED, open_points)


def test_a_fact_that_cannot_change_the_result_does_not_hold_it_up() -> None:
    result = make({"region": "be"}, YES).result
    assert result.state is ResultState.MEETS
    assert ("sector", "fact") in [(n.criterion, n.kind.value) for n in result.needed]


def test_what_fails_needs_nothing_more() -> None:
    result = make({}, YES | {"gericht": "no", "toets": "unknown"}).result
    assert (result.state, result.needed) == (ResultState.FAILS, ())


ELECTRICAL = {"fact": "sector", "operator": "is", "values": ["C27"]}


def with_sub_tests(binds: str | None, **fields: Any) -> Scheme:
    """A criterion with two sub-tests that bind it in this way; the first asks for a sector when `fields` says so."""
    return make_scheme(
        criterion("ouder", sub_tests=binds),
        criterion("een", group="sub-test", parent="ouder", **fields),
        criterion("twee", group="sub-test", parent="ouder"),
    )


@pytest.mark.parametrize(
    ("binds", "answers", "state", "open_points"),
    [
        ("all", ("yes", "yes", "no"), "undecided", ["ouder"]),
        ("all", ("partly", "yes", "no"), "meets", []),
        ("all", ("yes", "yes", "partly"), "meets", []),
        ("all", ("no", "yes", "unknown"), "undecided", [None]),
        ("any", ("yes", "yes", "no"), "meets", []),
        ("any", ("yes", "partly", "unknown"), "meets", []),
        ("any", ("yes", "no", "no"), "undecided", ["ouder"]),
        ("any", ("yes", "no", "unknown"), "undecided", ["ouder", "twee"]),
        (None, ("yes", "no", "no"), "meets", []),
        (None, ("yes", "yes", "unknown"), "undecided", ["twee"]),
    ],
)
def test_sub_tests_bind_the_answer_of_their_parent(
    binds: str | None, answers: tuple[str, ...], state: str, open_points: list[str | None]
) -> None:
    result = make({}, dict(zip(("ouder", "een", "twee"), answers, strict=True)), scheme=with_sub_tests(binds)).result
    assert (result.state.value, [reason.criterion for reason in result.reasons]) == (state, open_points)


def test_a_contradiction_names_the_sub_test() -> None:
    given = {"ouder": "yes", "een": "yes", "twee": "no"}
    (reason,) = make({}, given, scheme=with_sub_tests("all")).result.reasons
    assert reason.text == "Het antwoord is ja, maar nee op de deeltoets Punt twee. Kijk na welk antwoord klopt."


def test_a_sub_test_that_may_not_apply_does_not_carry_its_parent() -> None:
    scheme = with_sub_tests("any", applies_when=[ELECTRICAL])
    given = {"ouder": "yes", "een": "yes", "twee": "no"}
    assert make({}, given, scheme=scheme).result.state is ResultState.UNDECIDED
    assert make({"sector": "C27"}, given, scheme=scheme).result.state is ResultState.MEETS
    assert make({"sector": "C14"}, given, scheme=scheme).result.state is ResultState.UNDECIDED


def test_the_sub_tests_of_what_is_denied_are_not_asked() -> None:
    result = make({}, {"ouder": "no"}, scheme=with_sub_tests("all")).result
    assert [need.criterion for need in result.needed if need.kind.value == "answer"] == []


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"sub_tests": "all"}, "tells how its sub-tests bind it, and has none"),
        ({"group": "sub-test", "parent": "b", "weight": "knock-out"}, "decides nothing but its parent"),
    ],
)
def test_a_scheme_with_sub_tests_that_cannot_bind_is_refused(fields: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValidationError, match=wrong):
        make_scheme(criterion("a", **fields), criterion("b"))


def test_a_fact_is_asked_once_and_the_one_that_decides_most_first() -> None:
    size = {"fact": "size", "operator": "is", "values": ["small"]}
    scheme = make_scheme(
        criterion("a", applies_when=[ELECTRICAL]),
        criterion("b", weight="knock-out", applies_when=[size]),
        criterion("c", applies_when=[size]),
        criterion("d", weight="open question"),
    )
    needed = make({"sector": "C"}, {"a": "yes"}, scheme=scheme).result.needed
    assert [(n.kind.value, n.criterion, n.fact) for n in needed] == [
        ("fact", None, "size"),
        ("fact", "a", "sector"),
        ("answer", "b", None),
        ("answer", "c", None),
        ("answer", "d", None),
        ("evidence", "a", None),
    ]
    assert needed[0].text == "Vul in het profiel de grootte in: 2 punten hangen ervan af."
    assert needed[1].text == "Omschrijf in het profiel de sector preciezer: daarvan hangt af of 'Punt a' geldt."


def test_what_settles_the_whole_scheme_is_asked_before_all_else() -> None:
    lines = [criterion(name, applies_when=[ELECTRICAL]) for name in ("a", "b")]
    scheme = make_scheme(*lines, applies_when=[{"fact": "region", "operator": "is", "values": ["jurisdictions/be"]}])
    first, second, *_ = make({}, scheme=scheme).result.needed
    assert (first.fact, first.text.endswith("daarvan hangt af of de regeling geldt.")) == ("region", True)
    assert second.fact == "sector"


OUTCOMES = {
    "meets": {"label": "is staatssteun", "text": "De maatregel is staatssteun."},
    "fails": {"label": "is geen staatssteun", "text": "De maatregel is geen staatssteun."},
}


@pytest.mark.parametrize(
    ("answer", "label", "start"),
    [
        ("yes", "is staatssteun", "De maatregel is staatssteun."),
        ("no", "is geen staatssteun", "De maatregel is geen staatssteun. Het project voldoet niet"),
        ("unknown", "nog niet te beslissen", "Nog niet te beslissen"),
    ],
)
def test_a_scheme_words_its_own_outcomes(answer: str, label: str, start: str) -> None:
    scheme = make_scheme(criterion("a", weight="knock-out"), outcomes=OUTCOMES)
    result = make({}, {"a": answer}, scheme=scheme).result
    assert (result.label, result.summary[: len(start)]) == (label, start)


def test_an_outcome_that_cannot_come_about_is_refused() -> None:
    with pytest.raises(ValidationError, match="without a knock-out criterion nothing fails"):
        make_scheme(criterion("a"), outcomes=OUTCOMES)


def test_a_ground_of_an_open_question_is_refused() -> None:
    """It would decide where the question itself is not to: meets, with nothing else answered."""
    below = criterion("b", weight="weighing", group="sub-test", parent="a")
    with pytest.raises(ValidationError, match="'a' is an open question: it has no yes that 'b' grounds"):
        make_scheme(criterion("a", weight="open question"), below)


def test_an_ended_scheme_without_a_beginning_is_not_said_to_have_applied() -> None:
    scheme = make_scheme(criterion("a"), status="ended", valid_from=None, valid_until="2021-11-03")
    made = make(scheme=scheme, asked_on=datetime.date(2010, 1, 1))
    assert made.result.state is ResultState.UNDECIDED
    assert "Wanneer deze regeling begon, is niet bekend" in made.result.reasons[0].text
    late = make(scheme=scheme, asked_on=datetime.date(2021, 11, 4))
    assert late.result.state is ResultState.NOT_APPLICABLE


def changed_sources(kind: str, since: str) -> dict[str, Source]:
    """The source of the small scheme, and a text that changes it since a day."""
    relation = {"kind": kind, "source": "raadsnota", "since": since}
    return {
        "raadsnota": make_source(),
        "nota-twee": make_source("nota-twee", title="Tweede nota", date="2021", relations=[relation]),
    }


@pytest.mark.parametrize(
    ("kind", "since", "told"),
    [
        ("amends", "2026-09-30", ""),
        ("amends", "2026-10-15", "gewijzigd door 'Tweede nota', na het laatste nazicht"),
        ("amends", "2027", ""),
        ("replaces", "2026-09-30", "vervangen door 'Tweede nota'. Kijk na bij 1."),
        ("replaces", "2026-10-15", "vervangen door 'Tweede nota', na het laatste nazicht van deze regeling. Kijk na"),
        ("replaces", "2026-12-31", ""),
    ],
)
def test_a_law_that_changed_is_told(kind: str, since: str, told: str) -> None:
    scheme = make_scheme(criterion("a"))  # reviewed on 1 October 2026
    known = dataclasses.replace(small_catalogue(scheme), sources=changed_sources(kind, since))
    made = make(scheme=scheme, known=known, today=datetime.date(2026, 11, 1))
    found = [notice for notice in made.notices if "is sinds" in notice]
    assert [told in notice for notice in found] == ([True] if told else [])


def test_nothing_that_applies_is_not_applicable() -> None:
    scheme = make_scheme(criterion("a", applies_when=[{"fact": "sector", "operator": "is", "values": ["C14"]}]))
    assert make({"sector": "C27"}, scheme=scheme).result.state is ResultState.NOT_APPLICABLE


FACTS: dict[str, list[Any]] = {
    "sector": [["batteries"], ["electrical"], ["clothing"], ["manufacturing"]],
    "motives": [["cost"], ["labour-cost"], ["quality"]],
    "region": ["be", "be-vlg", "cn", "ergens"],
    "size": ["small", "large"],
}
VALUES = st.sampled_from([value.value for value in AnswerValue])
CONDITIONS = st.one_of(
    st.builds(
        lambda operator, value: {"fact": "sector", "operator": operator, "values": [value]},
        st.sampled_from(["is", "one of", "not one of"]),
        st.sampled_from(["sectors/batteries", "sectors/electrical", "sectors/clothing"]),
    ),
    st.builds(
        lambda operator, value: {"fact": "region", "operator": operator, "values": [value]},
        st.sampled_from(["is", "not one of"]),
        st.sampled_from(["jurisdictions/be", "jurisdictions/be-vlg"]),
    ),
    st.sampled_from([{"fact": fact, "operator": "known"} for fact in ("sector", "motive", "region", "size")]),
)


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    """Up to five criteria and sub-tests with any weights and conditions."""
    listed: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 5))):
        parents = [c["id"] for c in listed if c.get("group") is None and c["weight"] != "open question"]
        parent = draw(st.sampled_from([None, *parents]))
        more = {"group": "sub-test", "parent": parent} if parent else {}
        weight = "weighing" if parent else draw(st.sampled_from([w.value for w in Weight]))
        listed.append(
            criterion(f"p{number}", weight=weight, applies_when=draw(st.lists(CONDITIONS, max_size=2)), **more)
        )
    for parent in {c["parent"] for c in listed if "parent" in c}:
        binds = draw(st.sampled_from([None, "all", "any"]))
        listed = [c | {"sub_tests": binds} if c["id"] == parent else c for c in listed]
    return make_scheme(*listed)


@UNTIMED
@given(data=st.data(), scheme=schemes())
def test_filling_in_what_is_unknown_never_unsettles(data: st.DataObject, scheme: Scheme) -> None:
    facts = {name: data.draw(st.sampled_from(values)) for name, values in FACTS.items()}
    known = set(data.draw(st.lists(st.sampled_from(sorted(FACTS)), unique=True)))
    answers = {c.id: data.draw(VALUES) for c in scheme.criteria}
    given_before = {key: answers[key] if data.draw(st.booleans()) else "unknown" for key in answers}
    before = make({name: facts[name] for name in known}, given_before, scheme=scheme)
    after = make(facts, answers, scheme=scheme)
    assert all(line.sources for line in (*before.lines, *after.lines))
    for earlier, later in zip(before.lines, after.lines, strict=True):
        assert earlier.applies in (Applies.UNKNOWN, later.applies)
    if before.result.state is ResultState.MEETS:
        assert after.result.state is not ResultState.UNDECIDED
    if before.result.state is ResultState.FAILS:
        assert after.result.state is ResultState.FAILS


@UNTIMED
@given(scheme=schemes(), facts=st.fixed_dictionaries({n: st.sampled_from(v) for n, v in FACTS.items()}))
def test_without_answers_nothing_is_met_or_failed(scheme: Scheme, facts: dict[str, Any]) -> None:
    state = make(facts, scheme=scheme).result.state
    assert state in (ResultState.UNDECIDED, ResultState.NOT_APPLICABLE)


# the shipped schemes


@pytest.mark.parametrize("scheme", catalogue().schemes.values(), ids=lambda s: s.id)
def test_the_shipped_schemes_make_a_checklist(scheme: Scheme) -> None:
    assert check_conditions(scheme, catalogue().vocabulary) == []
    made = make(scheme=scheme, known=catalogue())
    assert len(made.lines) == len(scheme.criteria)
    assert all(line.sources or line.legal for line in made.lines)
    until = scheme.valid_until.value
    over = until is not None and TODAY.isoformat()[: len(until)] > until
    assert made.result.state is (ResultState.NOT_APPLICABLE if over else ResultState.UNDECIDED)
