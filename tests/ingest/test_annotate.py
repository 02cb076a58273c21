"""Passages become annotations: which labels stand, how surely, and that every span is what stands there."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.annotate import Annotate, annotator_version, counts
from knowledge.annotations import Annotation
from knowledge.base import Stance, Status
from knowledge.concepts import ConceptScheme, Vocabulary
from knowledge.documents import Passage, PassageKind
from tests.ingest.small_vocabulary import SCHEMES, annotator, vocabulary

CONTEXT = "De firma haalde haar productie terug uit het gastland."
PIECES = st.sampled_from(
    [
        *("thuismerk", "huismerk", "loonkostenkloof", "kwaliteits- en kostenbeheersing", "AI", "FIT", "Namen", "namen"),
        *(
            "strategische  autonomie",
            "problemen in de aanvoer",
            "niet",
            "geen",
            "zou",
            "indien",
            "?",
            ". ",
            ", maar ",
            "\n",
        ),
        *(
            "\U0001f600",
            "e\u0301",
            "\u0130",
            "\u00df",
            "\u0133",
            "\u00ad",
            "\u200d",
            "COVID-19-crisis",
            "het",
            "van",
            "- ",
            "12",
        ),
    ]
)
TEXTS = (
    st.text(min_size=1, max_size=300)
    | st.lists(PIECES, min_size=1, max_size=30).map(" ".join)
    | st.lists(PIECES, min_size=1, max_size=30).map("".join)
)


def passage(text: str, **fields: object) -> Passage:
    return Passage.make("nota", 0, text, seen={}, **fields)  # type: ignore[arg-type]


def annotated(text: str, **fields: object) -> list[Annotation]:
    return annotator()([passage(text, **fields)])


def accepted(text: str, **fields: object) -> dict[str, str]:
    """The accepted concepts with their words."""
    return {a.concept: a.quote for a in annotated(text, **fields) if a.status is Status.ACCEPTED}


@settings(deadline=None, max_examples=200)
@given(TEXTS)
def test_every_span_is_what_stands_in_the_passage(text: str) -> None:
    one = passage(text)
    found = annotator()([one])
    for annotation in found:
        annotation.check_against(one)
        assert 0 < annotation.confidence <= 1
        assert annotation.concept in vocabulary()
        assert (annotation.status is Status.ACCEPTED) == (annotation.confidence >= 0.6)
    assert len({a.id for a in found}) == len(found)
    assert [(a.concept, a.start, a.end) for a in annotator()([one])] == [(a.concept, a.start, a.end) for a in found]


def test_a_very_long_text_without_full_stops_comes_through() -> None:
    soup = "de thuismerk loonkostenkloof niet zou digitalisering kwaliteits- en kostenbeheersing van AI plafond " * 2000
    assert len(soup) > 190_000
    assert "motives/home-brand" in {a.concept for a in annotated(soup)}
    assert annotated("x" * 200_000) == []
    assert annotated("- " * 100_000) == []


def test_a_negative_label_suppresses_only_over_whole_words_and_parts() -> None:
    assert accepted("Het thuismerk telt.") == {"motives/home-brand": "thuismerk"}
    assert accepted("Het huismerk telt.") == {}
    assert accepted("De loonkostenkloof telt.") == {"motives/labour-cost": "loonkostenkloof"}
    assert accepted("De loonkostensubsidie telt.") == {}


def test_a_sentence_is_annotated_with_a_concept_once_by_its_longest_label() -> None:
    text = f"{CONTEXT} Het thuismerk telt; zij wil ook, naast het thuismerk, het thuismerk uitspelen."
    found = [a.quote for a in annotated(text) if a.concept == "motives/home-brand"]
    assert found == ["thuismerk", "het thuismerk uitspelen"]


def test_a_longer_label_of_the_same_concept_scheme_wins() -> None:
    assert accepted("De textielindustrie groeit.") == {"sectors/textiles": "textielindustrie"}


def test_both_halves_of_a_joined_compound_stand() -> None:
    assert accepted("Kwaliteits- en kostenbeheersing telden.") == {
        "motives/cost-control": "kostenbeheersing",
        "motives/quality-control": "Kwaliteits- en kostenbeheersing",
    }


def test_a_word_that_a_hyphen_ties_belongs_to_the_quote() -> None:
    assert accepted("Door de COVID-19-crisis stokte de aanvoer.")["motives/supply-disruption"] == "COVID-19-crisis"


def test_an_everyday_word_is_a_motive_only_near_a_decision() -> None:
    assert accepted(f"{CONTEXT} De reden was innovatie.")["motives/innovation"] == "innovatie"
    assert "motives/innovation" not in accepted("De conferentie over innovatie begint om tien uur.")
    assert accepted("Ook innovatie telde.", heading_path=("Drijfveren",))["motives/innovation"] == "innovatie"


def test_a_criterion_needs_talk_of_support() -> None:
    assert accepted("Het crisiskader laat steun toe.") == {"criteria/crisis-frame": "crisiskader"}
    assert accepted("In de kamer hing een verlaagd plafond.") == {}
    assert accepted("De steun heeft een plafond.") == {"criteria/ceiling": "plafond"}


def test_the_bare_name_of_a_test_gives_way_to_its_detail() -> None:
    assert set(accepted("Het crisiskader kent een plafond voor steun.")) == {"criteria/ceiling"}


def test_a_word_for_a_motive_and_a_criterion_has_one_sense_in_a_text() -> None:
    assert set(accepted(f"{CONTEXT} Digitalisering hielp.")) == {"motives/digitalisation"}
    weighed = "Plannen worden getoetst aan de criteria: digitalisering en steun."
    assert set(accepted(weighed)) == {"criteria/digital-fit"}


def test_names_verbs_and_references_are_no_concepts() -> None:
    assert accepted("De minister van Economie, Innovatie en Werk bezocht de fabriek.") == {}
    assert accepted("Zie Nota over kostenbeheersing, Brussel, COM(2030) 999 final, 3 mei 2030.") == {}


def test_a_verb_is_not_the_noun_that_it_looks_like() -> None:
    for text in ("De firma kan patenten.", "De firma kan hier patenten terwijl zij groeit."):
        assert "motives/patent" not in accepted(f"{CONTEXT} {text}")
    assert accepted(f"{CONTEXT} Zij kan rekenen op patenten terwijl zij groeit.")["motives/patent"] == "patenten"


def test_an_english_label_that_is_a_dutch_word_counts_in_english_only() -> None:
    assert "sectors/manufacturing" not in accepted("Een plant en een dier zijn het sieraad van de kamer.")
    assert "sectors/manufacturing" in accepted("They built a new plant for the production of the yarn.")


def test_confidence_follows_the_way_of_finding() -> None:
    sure = {
        text: next(a.confidence for a in annotated(text) if a.concept == concept)
        for text, concept in (
            ("onderwijs", "sectors/education"),
            ("beroepsonderwijs", "sectors/education"),
            ("onderwijsbeleid", "sectors/education"),
        )
    }
    assert sure["onderwijs"] > sure["beroepsonderwijs"] > sure["onderwijsbeleid"]


def test_a_weak_hit_is_only_suggested() -> None:
    assert [a.status for a in annotated("onderwijsbeleid")] == [Status.SUGGESTED]


def test_a_question_passage_asserts_nothing() -> None:
    found = annotated(f"{CONTEXT} Het thuismerk telde.", kind=PassageKind.QUESTION)
    assert {a.stance for a in found} == {Stance.ASKED}


def test_each_sentence_has_its_own_stance() -> None:
    found = annotated("Het thuismerk telt. Er is geen thuismerk.")
    assert [(a.stance, a.start) for a in found] == [(Stance.ASSERTED, 4), (Stance.DENIED, 31)]


def test_annotations_of_one_call_carry_its_time_and_the_version() -> None:
    found = annotator()([passage("Het thuismerk telt."), passage("Ook AI en het thuismerk tellen in de fabriek.")])
    assert len({a.time for a in found}) == 1
    assert {(a.annotator.name, a.annotator.version) for a in found} == {("label-matcher", annotator().version)}


def test_the_version_follows_the_vocabulary_and_travels_with_a_copy() -> None:
    fewer = vocabulary().schemes["sectors"]
    other = Annotate(Vocabulary([ConceptScheme(scheme=fewer.scheme, concepts=fewer.concepts[:1])]))
    assert other.version != annotator().version == annotator_version(vocabulary())
    copy = pickle.loads(pickle.dumps(other))
    assert copy.version == other.version
    text = [passage("De industrie groeit.")]
    assert [a.id for a in copy(text)] == [a.id for a in other(text)]


def test_counts_are_by_passage_and_stance() -> None:
    texts = ["Het thuismerk telt. Er is geen thuismerk.", "Het thuismerk telt.", "onderwijsbeleid"]
    seen: dict[str, int] = {}
    passages = [Passage.make("nota", i, text, seen=seen) for i, text in enumerate(texts)]
    assert counts(annotator()(passages)) == {
        "motives/home-brand": {
            "passages": 2,
            "asserted": 2,
            "denied": 1,
            "hypothetical": 0,
            "asked": 0,
            "suggested": 0,
        },
        "sectors/education": {
            "passages": 0,
            "asserted": 0,
            "denied": 0,
            "hypothetical": 0,
            "asked": 0,
            "suggested": 1,
        },
    }


@pytest.mark.parametrize("concept", [c for concepts in SCHEMES.values() for c in concepts], ids=lambda c: str(c["id"]))
def test_every_preferred_label_is_found_by_itself(concept: dict[str, object]) -> None:
    labels = concept["pref"]
    assert isinstance(labels, dict)
    text = f"De criteria voor steun aan de productie noemen {labels['nl']}."
    if str(concept["id"]).startswith("motives/"):
        text = f"De productie keerde terug. De reden was {labels['nl']}."
    assert concept["id"] in {a.concept for a in annotated(text)}
