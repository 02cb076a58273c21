"""What a case or a document suggests for a profile: with its evidence, and never as a fact."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.annotations import Annotation
from knowledge.base import Stance, Status
from knowledge.case_suggestions import from_case
from knowledge.cases import CaseKind
from knowledge.catalogue import catalogue, read_vocabulary
from knowledge.document_suggestions import from_document
from knowledge.documents import Passage, PassageKind
from knowledge.errors import UnknownRecord
from knowledge.facts import SCHEMES, Fact
from knowledge.interview import QUESTIONS
from knowledge.profile_files import read_profile
from knowledge.profiles import Profile
from knowledge.store import Store
from knowledge.suggesting import SAYS_NOTHING, Ground, Suggestion, as_profile
from tests.conftest import annotate, make_document, make_passages
from tests.knowledge.small_world import make_case, small_catalogue
from thuishaven import main

WORDS = read_vocabulary()
FLEMISH = {
    "barco-kortrijk": ("jurisdictions/no", "jurisdictions/be", "definitions/reshoring-broad"),
    "continental-mechelen": ("jurisdictions/hu", "jurisdictions/be", "definitions/reshoring-narrow"),
    "corbeo-zele": (None, "jurisdictions/be-vlg", "definitions/reshoring-narrow"),
    "eda-kalmthout": ("jurisdictions/cn", "jurisdictions/be-vlg", "definitions/reshoring-narrow"),
    "ivc-avelgem": ("jurisdictions/cn", "jurisdictions/be", "definitions/reshoring-broad"),
    "metes-dilsen-stokkem": ("jurisdictions/rs", "jurisdictions/be", None),
    "sylvania-tienen": ("jurisdictions/cn", "jurisdictions/be-vlg", None),
    "vergokan-oudenaarde": ("jurisdictions/ro", "jurisdictions/be", "definitions/reshoring-narrow"),
}
"""By case where it came from, where to, and the definition that it meets."""


def values(found: Sequence[Suggestion], fact: Fact) -> list[str]:
    return [one.value for one in found if one.fact is fact]


def put(store: Store, passages: Sequence[Passage], annotations: Sequence[Annotation] = ()) -> None:
    store.replace(make_document("plan"), passages, annotations, configuration="test")


def told(store: Store, *texts: str) -> dict[Fact, str]:
    """What a document with these texts suggests by its words alone."""
    put(store, make_passages("plan", texts))
    return {one.fact: one.value for one in from_document("plan", store, WORDS)}


# from a case


@pytest.mark.parametrize("case_id", FLEMISH)
def test_the_flemish_cases_suggest_what_their_records_state_and_nothing_else(case_id: str) -> None:
    known = catalogue()
    case = known.case(case_id)
    found = from_case(case, known)
    assert values(found, Fact.SECTOR) == [claim.concept for claim in case.sectors]
    assert values(found, Fact.MOTIVE) == [claim.concept for claim in case.motives]
    origin, target, definition = FLEMISH[case_id]
    assert values(found, Fact.ROUTE_FROM) == ([origin] if origin else [])
    assert values(found, Fact.ROUTE_TO) == [target]
    assert values(found, Fact.DEFINITION) == ([definition] if definition else [])
    model = case.governance.value
    unclear = case_id == "corbeo-zele"
    assert values(found, Fact.ACTIVITY) == [case.object.value, *([] if unclear else [model])]
    assert values(found, Fact.SOCIAL_PARTNER) == (["ja"] if case_id == "vergokan-oudenaarde" else [])
    assert values(found, Fact.CIRCULARITY) == (["ja"] if case_id == "ivc-avelgem" else [])
    silent = {Fact.REGION, Fact.MARKET, Fact.SIZE, Fact.INVESTMENT, Fact.TECHNOLOGY, Fact.MATERIAL}
    silent |= {Fact.START, Fact.AID, Fact.AID_FORM}
    assert not silent & {one.fact for one in found}
    assert all(one.citations or one.note for one in found)
    assert all(case_id in one.origin for one in found)


def test_what_we_inferred_is_suggested_as_such_with_the_reason() -> None:
    found = from_case(catalogue().case("metes-dilsen-stokkem"), catalogue())
    (motive,) = [one for one in found if one.fact is Fact.MOTIVE]
    assert (motive.ground, bool(motive.note)) == (Ground.INFERRED, True)
    assert [one.ground for one in found if one.fact is Fact.ROUTE_FROM] == [Ground.STATED]


def test_a_denied_motive_of_a_case_is_not_suggested() -> None:
    known = small_catalogue()
    found = from_case(make_case(), known)
    assert values(found, Fact.MOTIVE) == ["motives/labour-cost"]
    assert values(found, Fact.ROUTE_FROM) == ["jurisdictions/cn"]
    assert "Nota over terugkeer, §3" in next(one.origin for one in found)


def test_two_countries_are_both_offered_and_a_region_stands_for_its_country() -> None:
    said = {"value": "Duitsland en de Verenigde Staten", "citations": [{"source": "raadsnota", "locator": "§3"}]}
    there = said | {"value": "Gent, Vlaanderen, België"}
    case = make_case(route={"origin": said, "destination": there}, kind=CaseKind.RESHORING)
    known = small_catalogue()
    known = type(known)(vocabulary=WORDS, sources=known.sources)
    found = from_case(case.model_copy(update={"sectors": (), "motives": (), "governance": said_nothing()}), known)
    assert values(found, Fact.ROUTE_FROM) == ["jurisdictions/de", "jurisdictions/us"]
    assert values(found, Fact.ROUTE_TO) == ["jurisdictions/be-vlg"]


def said_nothing() -> object:
    return catalogue().case("adidas").parent


# from a document: its annotations


def test_what_most_passages_assert_comes_first_with_its_passage_and_a_short_quote(store: Store) -> None:
    long = "Met veel woorden vooraf " + "en nog wat " * 20 + "telt voor ons de levertijd " + "en dan nog iets " * 12
    passages = make_passages("plan", ["De kwaliteit telt.", long, "Weer de levertijd."], page=4)
    put(
        store,
        passages,
        [
            annotate(passages[0], "motives/quality-control", "kwaliteit"),
            annotate(passages[1], "motives/delivery-time", "levertijd"),
            annotate(passages[2], "motives/delivery-time", "levertijd"),
        ],
    )
    first, second = from_document("plan", store, WORDS)
    assert (first.value, first.passages, first.ground) == ("motives/delivery-time", 2, Ground.ANNOTATED)
    assert (second.value, second.quote) == ("motives/quality-control", "De kwaliteit telt.")
    assert first.passage == passages[1].id
    assert "levertijd" in first.quote
    assert len(first.quote.split()) <= 25
    assert "p. 4" in first.origin


@pytest.mark.parametrize("stance", [s for s in Stance if s is not Stance.ASSERTED])
def test_what_is_denied_asked_or_supposed_is_not_suggested(store: Store, stance: Stance) -> None:
    passages = make_passages("plan", ["Over de levertijd valt iets te zeggen."])
    put(store, passages, [annotate(passages[0], "motives/delivery-time", "levertijd", stance=stance)])
    assert from_document("plan", store, WORDS) == ()


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.ACCEPTED])
def test_what_nobody_stands_behind_is_not_suggested(store: Store, status: Status) -> None:
    passages = make_passages("plan", ["De levertijd telt."])
    put(store, passages, [annotate(passages[0], "motives/delivery-time", "levertijd", status=status)])
    assert from_document("plan", store, WORDS) == ()


def test_what_is_denied_as_often_as_asserted_is_in_doubt(store: Store) -> None:
    passages = make_passages("plan", ["De levertijd telt.", "Niet de levertijd telt.", "Toch telt de levertijd."])
    stances = [Stance.ASSERTED, Stance.DENIED, Stance.ASSERTED]
    all_three = [
        annotate(p, "motives/delivery-time", "levertijd", stance=s) for p, s in zip(passages, stances, strict=True)
    ]
    put(store, passages[:2], all_three[:2])
    assert from_document("plan", store, WORDS) == ()
    put(store, passages, all_three)
    assert values(from_document("plan", store, WORDS), Fact.MOTIVE) == ["motives/delivery-time"]


@pytest.mark.parametrize("kind", [PassageKind.QUESTION, PassageKind.CONTENTS, PassageKind.REFERENCE])
def test_questions_contents_and_references_tell_nothing(store: Store, kind: PassageKind) -> None:
    passages = make_passages("plan", ["De levertijd telt bij een investering van 2 miljoen euro."], kind=kind)
    put(store, passages, [annotate(passages[0], "motives/delivery-time", "levertijd")])
    assert from_document("plan", store, WORDS) == ()


def test_at_most_three_values_a_fact_of_its_own_concept_schemes(store: Store) -> None:
    names = [c.id for c in WORDS.of("technologies")[:5]]
    passages = make_passages("plan", ["Zij gebruiken techniek in een keten."])
    found = [annotate(passages[0], name, "techniek") for name in names]
    found += [annotate(passages[0], name, "keten") for name in sorted(SAYS_NOTHING)]
    put(store, passages, found)
    suggested = from_document("plan", store, WORDS)
    assert len(values(suggested, Fact.TECHNOLOGY)) == 3
    assert {one.fact for one in suggested} == {Fact.TECHNOLOGY}
    assert all(name in WORDS for name in SAYS_NOTHING)


def test_a_policy_is_no_form_of_aid(store: Store) -> None:
    passages = make_passages("plan", ["Wij vragen een subsidie; het flankerend beleid helpt ook."])
    named = (("instruments/subsidies", "subsidie"), ("instruments/flanking-policy", "flankerend beleid"))
    put(store, passages, [annotate(passages[0], name, word) for name, word in named])
    assert values(from_document("plan", store, WORDS), Fact.AID_FORM) == ["instruments/subsidies"]


# from a document: its words


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("Het plan vergt een investering van 2,5 miljoen euro.", Fact.INVESTMENT, "2500000"),
        ("Het plan vergt een investering van 2,5 miljoen euro in een hal.", Fact.INVESTMENT, "2500000"),
        ("Investering: EUR 1.250.000", Fact.INVESTMENT, "1250000"),
        ("De totale investeringskosten bedragen: \u20ac 300 000,50.", None, ""),
        ("Investeringskosten: \u20ac 300 000,50.", Fact.INVESTMENT, "300000,50"),
        ("Wij voorzien 3 mln euro aan investeringen voor 2 miljoen euro investering.", Fact.INVESTMENT, "2000000"),
        ("De gevraagde steun bedraagt 400.000 euro.", Fact.AID, "400000"),
        ("Steunaanvraag voor \u20ac400.000", Fact.AID, "400000"),
        ("Wij zijn een middelgrote onderneming uit Gent.", Fact.SIZE, "medium"),
        ("De aanvrager is een micro-onderneming.", Fact.SIZE, "micro"),
        ("Omvang: klein", Fact.SIZE, "small"),
    ],
)
def test_words_that_leave_no_doubt_are_suggested(store: Store, text: str, fact: Fact | None, value: str) -> None:
    assert told(store, text) == ({fact: value} if fact else {})
    for one in from_document("plan", store, WORDS):
        assert one.ground is Ground.WORDS
        assert one.quote


@pytest.mark.parametrize(
    "text",
    [
        "De omzet bedraagt 2,5 miljoen euro.",
        "De investering haalt niet de 2 miljoen euro.",
        "Een investering van 3 machines.",
        "Een investering van 2 tot 3 miljoen euro.",
        "Een investering van EUR 2 \u00e0 3 miljoen.",
        "Een investering van EUR 2-3 miljoen.",
        "Een investering van ongeveer 2 miljoen euro.",
        "Een investering van 2 miljoen euro per jaar.",
        "Een jaarlijkse investering van 2 miljoen euro.",
        "Een investering van 2,500 euro.",
        "Een investering van 2.5 miljoen euro.",
        "Een investering van EUR 2,5 mio.",
        "Een investering van EUR 2,5M.",
        "Een investering van 2 miljoen dollar.",
        "De desinvestering van 2 miljoen euro.",
        "De investeringssteun van 2 miljoen euro.",
        "De vorige investering van 2 miljoen euro loopt af.",
        "Een concurrent plant een investering van 2 miljoen euro.",
        "Komt er een investering van 2 miljoen euro?",
        "Er komt geen investering van 2 miljoen euro.",
        "Misschien komt er een investering van 2 miljoen euro.",
        "Wij zijn een kmo.",
        "De regeling helpt kleine ondernemingen.",
        "Onze leverancier is een grote onderneming.",
        "Wij zijn geen grote onderneming.",
        "Omvang: klein of middelgroot",
    ],
)
def test_words_that_may_mean_something_else_suggest_nothing(store: Store, text: str) -> None:
    assert told(store, text) == {}


def test_two_different_amounts_are_a_doubt_and_the_same_twice_is_not(store: Store) -> None:
    once = "Dit is een investering van 2 miljoen euro."
    assert told(store, once, "Het gaat om een investering van 300.000 euro.") == {}
    assert told(store, once, "Investering: 2.000.000 euro") == {Fact.INVESTMENT: "2000000"}
    (found,) = from_document("plan", store, WORDS)
    assert found.passages == 2


def test_a_jurisdiction_alone_is_no_route_and_no_region(store: Store) -> None:
    assert routed(store, "Wij kopen in China en werken in Vlaanderen.") == {}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Wij halen de assemblage terug uit China naar Vlaanderen.", True),
        ("De productie verhuist uit onze fabriek in China naar een hal in Vlaanderen.", True),
        ("De productie verhuisde toen uit China naar Vlaanderen.", False),
        ("Wij verplaatsen de assemblage niet uit China naar Vlaanderen.", False),
        ("Verplaatsen wij de assemblage uit China naar Vlaanderen?", False),
        ("Wij leveren lampen uit China naar Vlaanderen en nemen ze terug.", False),
        ("Wij keren terug. Uit China komt staal; naar Vlaanderen gaat koper.", False),
    ],
)
def test_a_route_needs_the_words_that_show_it(store: Store, text: str, shown: bool) -> None:
    route = {Fact.ROUTE_FROM: "jurisdictions/cn", Fact.ROUTE_TO: "jurisdictions/be-vlg"}
    assert routed(store, text) == (route if shown else {})
    assert routed(store, text, Stance.HYPOTHETICAL) == {}


def routed(store: Store, text: str, stance: Stance = Stance.ASSERTED) -> dict[Fact, str]:
    """What a text suggests of which China and Vlaanderen are annotated."""
    passages = make_passages("plan", [text])
    named = (("jurisdictions/cn", "China"), ("jurisdictions/be-vlg", "Vlaanderen"))
    put(store, passages, [annotate(passages[0], name, word, stance=stance) for name, word in named])
    return {one.fact: one.value for one in from_document("plan", store, WORDS)}


# the profile


def test_a_suggestion_needs_its_evidence() -> None:
    fields = {"fact": Fact.SIZE, "value": "small", "label": "klein", "origin": "Plan"}
    for ground in Ground:
        with pytest.raises(ValidationError):
            Suggestion.model_validate(fields | {"ground": ground})
    long = {"ground": Ground.WORDS, "passage": "plan/p-0123456789ab", "quote": "woord " * 26}
    with pytest.raises(ValidationError, match="at most 25 words"):
        Suggestion.model_validate(fields | long)


@pytest.mark.parametrize("case_id", sorted(catalogue().cases))
def test_nothing_is_known_until_the_mark_is_taken_away(case_id: str, tmp_path: Path) -> None:
    found = from_case(catalogue().case(case_id), catalogue())
    text = as_profile(found)
    path = tmp_path / "profiel.yml"
    path.write_text(text, encoding="utf-8")
    assert read_profile(path, WORDS) == Profile()
    # one value at a time where one alone may stand: a field cannot be there twice
    offered = re.findall(r"^ *#(?!\s).*  # voorstel: .*$", text, re.MULTILINE)
    assert len(offered) == len(found)
    seen = set()
    for one, line in zip(found, offered, strict=True):
        accepted = text.replace(line, line.replace("#", "", 1), 1)
        key = line.split("#")[1].split(":")[0].strip()
        if not line.startswith("#- "):
            accepted = re.sub(rf"^( *){key}: onbekend\n", "", accepted, count=1, flags=re.MULTILINE)
        path.write_text(accepted, encoding="utf-8")
        assert len(read_profile(path, WORDS).values(one.fact)) == 1
        seen.add(one.fact)
    assert seen == {one.fact for one in found}


@given(st.text(min_size=1, max_size=60))
def test_no_words_of_a_document_write_the_profile(words: str) -> None:
    import yaml

    quote = " ".join(f"{words}\nsector: sectors/textiles".split()[:25])
    for text in (quote, f"{words}\nregion: jurisdictions/be"):
        made = as_profile(
            [
                Suggestion(
                    fact=fact,
                    value="x",
                    label=f"l{text}",
                    ground=Ground.WORDS,
                    origin=f"o{text}",
                    passage="plan/p-0123456789ab",
                    quote=quote,
                )
                for fact in Fact
            ]
        )
        assert Profile.model_validate(yaml.safe_load(made)) == Profile()


def test_every_fact_has_its_place_in_the_order() -> None:
    assert {question.fact for question in QUESTIONS} >= set(SCHEMES)


# the command


def test_the_command_writes_the_profile_of_a_case(tmp_path: Path) -> None:
    path = tmp_path / "profiel.yml"
    done = CliRunner().invoke(main, ["profile", "--from-case", "eda-kalmthout", "--output", str(path)])
    assert done.exit_code == 0, done.output
    assert "#- sectors/electronics  # voorstel: " in path.read_text(encoding="utf-8")
    assert read_profile(path, WORDS) == Profile()
    done = CliRunner().invoke(main, ["profile", "--from-case", "eda-kalmthout", "--json"])
    found = json.loads(done.stdout)
    assert (found["case"], found["document"]) == ("eda-kalmthout", None)
    assert {"fact", "value", "label", "ground", "origin", "citations", "note"} <= set(found["suggestions"][0])


def test_the_command_draws_from_an_ingested_document(tmp_path: Path) -> None:
    home = tmp_path / "home"
    plan = tmp_path / "plan.txt"
    plan.write_text(
        "Projectplan van De Zwaan\n\nWij halen de assemblage van lampen terug uit China naar Vlaanderen. Het plan "
        "vergt een investering van 2,5 miljoen euro. De onderneming keert terug om de levertijd te verkorten. De "
        "loonkosten zijn niet de reden voor de terugkeer. Wij gebruiken robotica en kobalt.\n",
        encoding="utf-8",
    )
    base = ["--home", str(home), "--encoder", "none"]
    done = CliRunner().invoke(main, [*base, "ingest", str(plan)])
    assert done.exit_code == 0, done.output
    done = CliRunner().invoke(main, [*base, "profile", "--from-document", "plan", "--json"])
    assert done.exit_code == 0, done.output
    found = {(one["fact"], one["value"]) for one in json.loads(done.stdout)["suggestions"]}
    assert ("investment", "2500000") in found
    assert {("route_from", "jurisdictions/cn"), ("route_to", "jurisdictions/be-vlg")} <= found
    assert {("motive", "motives/delivery-time"), ("technology", "technologies/robotics")} <= found
    assert not any("labour-cost" in value for _, value in found)
    assert "definition" not in {fact for fact, _ in found}, "the return is denied its reason there"
    done = CliRunner().invoke(main, [*base, "profile", "--from-document", "plan"])
    assert "#investment: '2500000'  # voorstel: " in done.stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--from-case", "barco-kortrij"], r"no case 'barco-kortrij'.*Did you mean barco-kortrijk"),
        (["--from-document", "plann"], r"no document 'plann'.*Did you mean plan\?"),
        (["--from-case", "barco-kortrijk", "--from-document", "plan"], "one thing"),
        (["--json"], "Use --json with"),
    ],
)
def test_a_wrong_call_is_told_with_its_cure(tmp_path: Path, options: list[str], said: str) -> None:
    with Store(tmp_path / "home" / "thuishaven.sqlite") as store:
        put(store, make_passages("plan", ["Een plan."]))
    done = CliRunner().invoke(main, ["--home", str(tmp_path / "home"), "profile", *options])
    assert done.exit_code == 2
    assert re.search(said, done.output)


def test_an_unknown_document_is_told(store: Store) -> None:
    with pytest.raises(UnknownRecord):
        from_document("plan", store, WORDS)
