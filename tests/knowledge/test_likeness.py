"""Cases like mine: what counts as shared, what weighs, and that every reason given is true."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.cases import Case, CaseKind
from knowledge.catalogue import catalogue
from knowledge.likeness import Alike, Ground, Traits, comparable_cases, like, like_case, nouns, traits_of
from tests.knowledge.small_world import cite, make_case, small_vocabulary

WORDS = small_vocabulary()


@cache
def shipped() -> dict[str, Traits]:
    """The traits of the shipped cases, worked out once."""
    return comparable_cases(catalogue().cases.values(), catalogue().vocabulary)


def said(value: str) -> dict[str, Any]:
    return {"value": value, "citations": [cite("§3")]}


def bare(case_id: str, **fields: Any) -> Case:
    """A case that shares nothing with another unless a field says so."""
    silent = {"product": "not stated", "object": "not stated", "automation": "not stated", "partner": "not stated"}
    claims = {
        "route": {"origin": "not stated", "destination": "not stated"},
        "sectors": [{"concept": "sectors/clothing", "citations": [cite("§3")]}],
        "motives": [],
        "motives_denied": [],
    }
    return make_case(case_id, title=case_id, **(silent | claims | fields))


def sector(concept: str) -> list[dict[str, Any]]:
    return [{"concept": concept, "citations": [cite("§3")]}]


motive = sector


def told(found: tuple[Alike, ...]) -> dict[str, dict[str, tuple[str, ...]]]:
    return {one.case: {reason.ground.value: reason.shared for reason in one.reasons} for one in found}


def ask(wanted: Traits, *cases: Case) -> dict[str, dict[str, tuple[str, ...]]]:
    return told(like(wanted, comparable_cases(cases, WORDS), WORDS))


def test_a_case_is_never_like_itself_and_tells_what_it_shares() -> None:
    one = bare("een", sectors=sector("sectors/batteries"), motives=motive("motives/labour-cost"))
    other = bare("ander", sectors=sector("sectors/batteries"), motives=motive("motives/labour-cost"))
    found = told(like_case(one, comparable_cases((one, other), WORDS), WORDS))
    assert found == {"ander": {"sector": ("sectors/batteries",), "motive": ("motives/labour-cost",)}}


def test_what_is_denied_is_not_shared() -> None:
    denied = [{"concept": "motives/quality", "stance": "denied", "citations": [cite("§3")]}]
    assert ask(Traits(motives=("motives/quality",)), bare("een", motives_denied=denied)) == {}


def test_two_motives_of_one_driver_share_the_driver() -> None:
    case = bare("een", motives=motive("motives/labour-cost"))
    assert ask(Traits(motives=("motives/cost",)), case) == {"een": {"motive": ("motives/cost",)}}


def test_only_the_most_specific_that_is_shared_is_told() -> None:
    case = bare("een", motives=motive("motives/labour-cost"))
    assert ask(Traits(motives=("motives/labour-cost",)), case) == {"een": {"motive": ("motives/labour-cost",)}}


def test_what_few_cases_have_weighs_more_than_what_many_have() -> None:
    many = [bare(f"veel-{n}", motives=motive("motives/quality")) for n in range(3)]
    rest = [bare(f"rest-{n}") for n in range(6)]
    rare = bare("zeldzaam", motives=motive("motives/labour-cost"))
    wanted = Traits(motives=("motives/quality", "motives/labour-cost"))
    assert next(iter(ask(wanted, *many, *rest, rare))) == "zeldzaam"


def test_what_more_than_a_third_of_the_cases_has_says_nothing() -> None:
    cases = [bare(f"geval-{n}", motives=motive("motives/quality")) for n in range(4)]
    rest = [bare(f"rest-{n}") for n in range(8)]
    wanted = Traits(motives=("motives/quality",))
    assert set(ask(wanted, *cases, *rest)) == {case.id for case in cases}
    assert ask(wanted, *cases, *rest[:7]) == {}


@pytest.mark.parametrize("kind", [CaseKind.MENTION, CaseKind.UNNAMED])
def test_what_tells_no_story_is_no_answer_though_it_may_ask(kind: CaseKind) -> None:
    shared = {"sectors": sector("sectors/batteries")}
    silent, story = bare("stil", kind=kind, **shared), bare("verhaal", **shared)
    among = comparable_cases((silent, story), WORDS)
    assert set(among) == {"verhaal"}
    assert set(told(like_case(silent, among, WORDS))) == {"verhaal"}
    assert like_case(story, among, WORDS) == ()


def test_a_region_counts_as_its_country() -> None:
    case = bare("een", route={"origin": said("een fabriek in Vlaanderen"), "destination": "not stated"})
    assert traits_of(case, WORDS).origins == ("jurisdictions/be",)


def test_a_place_is_found_by_another_label_but_not_inside_a_word() -> None:
    def origins(text: str) -> tuple[str, ...]:
        return traits_of(bare("een", route={"origin": said(text), "destination": "not stated"}), WORDS).origins

    assert origins("de Volksrepubliek China") == ("jurisdictions/cn",)
    assert origins("chinaklei uit eigen streek") == ()
    assert origins("Lageloonlanden") == ()


def test_an_abbreviation_is_a_place_only_in_capitals() -> None:
    read = catalogue().vocabulary

    def destinations(text: str) -> tuple[str, ...]:
        return traits_of(bare("een", route={"origin": "not stated", "destination": said(text)}), read).destinations

    assert destinations("een fabriek in de VS") == ("jurisdictions/us",)
    assert destinations("productie hier vs. elders") == ()


def test_words_alone_make_no_case_alike_unless_only_words_were_asked() -> None:
    case = bare("een", product=said("Sensoren voor voertuigen"))
    words = nouns("een sensor")
    assert ask(Traits(words=words, motives=("motives/quality",)), case) == {}
    assert ask(Traits(words=words), case) == {"een": {"words": ("sensor",)}}


def test_words_are_nouns_in_their_base_form_with_the_parts_of_compounds() -> None:
    found = nouns("De printplaten en de kabelladders worden niet zomaar voor ons gemaakt.")
    assert {"printplaat", "plaat", "kabel", "ladder"} <= set(found)
    assert not {"niet", "voor", "zomaar", "gemaakt"} & set(found)
    assert nouns("") == ()


def test_nothing_shared_gives_no_case() -> None:
    assert ask(Traits(), bare("een")) == {}
    assert like(Traits(motives=("motives/quality",)), {}, WORDS) == ()
    assert ask(Traits(motives=("motives/onbekend",)), bare("een")) == {}


def test_no_more_are_given_than_asked() -> None:
    cases = [bare(f"geval-{n}", motives=motive("motives/quality")) for n in range(3)]
    among = comparable_cases([*cases, *(bare(f"rest-{n}") for n in range(6))], WORDS)
    assert len(like(Traits(motives=("motives/quality",)), among, WORDS, most=2)) == 2


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_the_order_in_which_cases_are_read_changes_nothing(data: st.DataObject) -> None:
    read = catalogue()
    among = shipped()
    shuffled = {case_id: among[case_id] for case_id in data.draw(st.permutations(sorted(among)))}
    case = read.case("eda-kalmthout")
    assert like_case(case, shuffled, read.vocabulary) == like_case(case, among, read.vocabulary)


def test_every_reason_that_a_shipped_case_gives_is_true() -> None:
    read = catalogue()
    among = shipped()

    def has(traits: Traits, ground: Ground, thing: str) -> bool:
        if ground is Ground.WORDS:
            return thing in traits.words
        own = {
            Ground.SECTOR: traits.sectors,
            Ground.MOTIVE: traits.motives,
            Ground.ORIGIN: traits.origins,
            Ground.DESTINATION: traits.destinations,
        }[ground]
        return bool(set(own) & read.vocabulary.with_narrower(thing))

    given_any = False
    for case in read.cases.values():
        mine = traits_of(case, read.vocabulary)
        found = like_case(case, among, read.vocabulary)
        assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
        for one in found:
            for reason in one.reasons:
                given_any = True
                for thing in reason.shared:
                    assert has(mine, reason.ground, thing)
                    assert has(among[one.case], reason.ground, thing)
    assert given_any


def test_who_came_back_from_china_for_quality_finds_others_who_did() -> None:
    read = catalogue()
    wanted = Traits(motives=("motives/quality-control",), origins=("jurisdictions/cn",))
    found = like(wanted, shipped(), read.vocabulary, most=3)
    assert {one.case for one in found} == {"eda-kalmthout", "ivc-avelgem", "sylvania-tienen"}
    assert all({reason.ground for reason in one.reasons} == {Ground.MOTIVE, Ground.ORIGIN} for one in found)
