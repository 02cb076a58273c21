"""The lint of the vocabulary finds what it is for, and the shipped vocabulary has nothing that it warns of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.catalogue import Catalogue, catalogue
from knowledge.concepts import ConceptScheme, Vocabulary
from knowledge.findings import Finding, Kind, Severity
from knowledge.linting import Corpus, corpus_of, lint
from knowledge.nace import is_nace
from knowledge.occurrence import occurring
from tests.conftest import annotate, make_passages
from tests.knowledge.small_world import concept, make_measure


def known(*concepts: dict[str, Any], **records: Any) -> Catalogue:
    """A catalogue of these concepts, each with English texts unless it says otherwise."""
    schemes: dict[str, list[dict[str, Any]]] = {}
    for one in concepts:
        name = one["id"].split("/")[0]
        english = {"pref": one["pref"] | {"en": one["pref"].get("en", f"{one['id']} in English")}}
        meaning = {"definition": {"nl": "Een uitleg met heel andere termen.", "en": "An explanation in other terms."}}
        schemes.setdefault(name, []).append(one | english | (meaning if one["definition"] == GIVEN else {}))
    return Catalogue(
        Vocabulary(
            ConceptScheme.model_validate(
                {"scheme": {"id": name, "title": {"nl": name}, "description": {"nl": name}}, "concepts": listed}
            )
            for name, listed in schemes.items()
        ),
        **records,
    )


GIVEN: dict[str, str] = {}


def row(concept_id: str, label: str, **fields: Any) -> dict[str, Any]:
    """A concept with a definition that is in order."""
    return concept(concept_id, label, **({"definition": GIVEN} | fields))


def seen(passages: Sequence[str], facts: dict[str, int] | None = None, labels: Sequence[str] = ()) -> Corpus:
    return Corpus(len(passages), facts or {}, frozenset(labels))


def told(found: Sequence[Finding], kind: Kind) -> list[tuple[str, str]]:
    return [(f.record, f.sentence) for f in found if f.kind is kind]


def test_two_concepts_in_order_give_nothing() -> None:
    assert lint(known(row("motives/a", "vracht"), row("motives/b", "lonen"))) == []


def test_a_pointer_to_nothing_and_a_circle_are_errors_and_come_first() -> None:
    found = lint(
        known(
            row("motives/a", "vracht", broader="motives/b"),
            row("motives/b", "lonen", broader="motives/a"),
            row("motives/c", "vracht", related=["motives/weg"], match=["motives/ook-weg", "elders/is-niet-van-ons"]),
        )
    )
    assert [f.severity for f in found] == sorted((f.severity for f in found), key=list(Severity).index)
    pointers = told(found, Kind.POINTER)
    assert ("motives/c", "points to motives/weg, which does not exist.") in pointers
    assert ("motives/c", "points to motives/ook-weg, which does not exist.") in pointers
    assert not any("elders" in sentence for _, sentence in pointers)
    assert {record for record, _ in told(found, Kind.CIRCLE)} == {"motives/a", "motives/b"}


def test_a_label_of_two_concepts_of_one_scheme_is_told_once() -> None:
    found = lint(known(row("motives/a", "vracht"), row("motives/b", "lonen", alt={"nl": ["Vracht"]})))
    assert told(found, Kind.COLLISION) == [("motives", "the label 'vracht' belongs to motives/a, motives/b.")]


@pytest.mark.parametrize(
    ("fields", "linked"),
    [
        ({}, False),
        ({"related": ["outcomes/b"]}, True),
        ({"match": ["outcomes/b"]}, True),
        ({"note": {"nl": "Wat eruit volgt: outcomes/b."}}, True),
    ],
)
def test_a_label_in_two_schemes_is_told_unless_the_concepts_are_linked(fields: dict[str, Any], linked: bool) -> None:
    found = lint(known(row("motives/a", "vracht", **fields), row("outcomes/b", "vracht")))
    assert bool(told(found, Kind.ACROSS)) is not linked


def test_a_label_that_stands_twice_is_told_whatever_its_capitals_and_accents() -> None:
    found = lint(known(row("materials/a", "maïs", alt={"nl": ["Mais", "koren"]}, hidden={"nl": ["koren"]})))
    assert told(found, Kind.TWICE) == [("materials/a", "has the Dutch label 'mais', 'koren' twice.")]


def test_a_negative_label_that_is_a_form_of_a_label_is_told() -> None:
    found = lint(known(row("materials/a", "koper", negative=["kopers", "verkoper"])))
    (one,) = [f for f in found if f.kind is Kind.SELF_DENIED]
    assert one.labels == ("kopers", "koper")


def test_a_label_in_the_other_language_is_told_and_a_loan_or_a_name_is_not() -> None:
    dutch_in_english = row("motives/a", "vracht", alt={"en": ["kosten van vervoer", "cost of transport"]})
    english_in_dutch = row("motives/b", "lonen", alt={"nl": ["wages and salaries", "loon in natura"]})
    loan = row("motives/c", "netwerk", alt={"nl": ["hub and spoke"], "en": ["hub and spoke"]})
    name = row("motives/d", "raad", alt={"nl": ["Trade and Technology Council"]})
    found = told(lint(known(dutch_in_english, english_in_dutch, loan, name)), Kind.LANGUAGE)
    assert [record for record, _ in found] == ["motives/a", "motives/b"]
    assert "'kosten van vervoer'" in found[0][1]
    assert "'wages and salaries'" in found[1][1]


def test_a_definition_that_is_missing_or_repeats_the_label_is_told() -> None:
    bare = row("motives/a", "hoge kosten", definition={"nl": "De hoge kosten."})
    found = lint(known(bare, row("motives/b", "lonen")))
    assert told(found, Kind.DEFINITION) == [("motives/a", "has no definition in English.")]
    assert [record for record, _ in told(found, Kind.REPEATS)] == ["motives/a"]


def test_related_concepts_must_know_each_other() -> None:
    one_way = (row("motives/a", "vracht", related=["motives/b"]), row("motives/b", "lonen"))
    assert told(lint(known(*one_way)), Kind.ONE_WAY)
    both = (one_way[0], row("motives/b", "lonen", related=["motives/a"]))
    assert not told(lint(known(*both)), Kind.ONE_WAY)
    held = (one_way[0], row("motives/b", "lonen", related=["motives/a"], broader="motives/a"))
    assert told(lint(known(*held)), Kind.ONE_WAY) == [("motives/a", "is related to motives/b, which it holds.")]


def test_a_concept_out_of_use_is_told_where_it_is_used() -> None:
    old = {"deprecated": {"nl": "Opgegaan in steun."}, "replaced_by": "criteria/support"}
    listed = (
        row("criteria/support", "steun"),
        row("criteria/circular", "kringloop", **old),
        row("criteria/below", "afval", broader="criteria/circular"),
    )
    found = lint(known(*listed, measures={"kringloopsteun": make_measure()}))
    assert told(found, Kind.DEPRECATED) == [
        ("measures/kringloopsteun", "uses criteria/circular, which is out of use."),
        ("criteria/below", "uses criteria/circular, which is out of use."),
    ]
    assert {f.cure for f in found if f.kind is Kind.DEPRECATED} == {"Use criteria/support."}


RIGHT = ("C", "C27", "C27.2", "C27.20", "Q88")
WRONG = ("C09", "D36", "V01", "27", "C2", "C27.200")


@pytest.mark.parametrize(("code", "right"), [(code, code in RIGHT) for code in (*RIGHT, *WRONG)])
def test_a_code_of_nace_has_a_division_of_its_section(code: str, right: bool) -> None:
    assert is_nace(code) is right
    found = lint(known(row("sectors/a", "toestellen", close=[f"nace2:{code}"])))
    assert bool(told(found, Kind.CODE)) is not right


def test_without_documents_nothing_is_said_of_them() -> None:
    assert corpus_of([], [], known(row("motives/a", "vracht")).vocabulary) is None
    assert not {f.kind for f in lint(known(row("motives/a", "vracht")))} & {Kind.ORPHAN, Kind.EVIDENCE, Kind.ABSENT}


def test_what_the_documents_show_is_noted() -> None:
    known_ = known(
        row("motives/a", "vrachtkosten", alt={"nl": ["dure containers"]}),
        row("motives/b", "lonen"),
        row("motives/c", "loonkloof", broader="motives/b"),
    )
    passages = make_passages("nota", ["De vrachtkosten stegen, en het loon ook.", "Containers waren duur."])
    corpus = corpus_of(passages, [annotate(passages[0], "motives/a", "vrachtkosten")], known_.vocabulary)
    assert corpus is not None
    assert corpus.facts == {"motives/a": 1}
    assert corpus.labels == {"vrachtkosten"}
    found = lint(known_, corpus)
    assert [record for record, _ in told(found, Kind.EVIDENCE)] == ["motives/b", "motives/c"]
    assert told(found, Kind.ABSENT)[0] == (
        "motives/a",
        "1 of its 2 Dutch labels stand in no passage: 'dure containers'.",
    )
    assert not told(found, Kind.ORPHAN), "b has a narrower concept, c a broader one, a stands in a passage"


def test_a_concept_that_nothing_leads_to_is_told() -> None:
    lonely = row("motives/a", "vracht"), row("document-kinds/letter", "brief")
    assert [r for r, _ in told(lint(known(*lonely), seen(["x"])), Kind.ORPHAN)] == [
        "motives/a",
        "document-kinds/letter",
    ]
    assert not told(lint(known(*lonely), seen(["x"], {"motives/a": 1, "document-kinds/letter": 2})), Kind.ORPHAN)


@pytest.mark.parametrize(("passages", "facts", "noted"), [(100, 21, True), (100, 20, False), (10, 10, False)])
def test_a_concept_of_too_many_passages_is_noted(passages: int, facts: int, noted: bool) -> None:
    corpus = seen(["x"] * passages, {"motives/a": facts})
    assert bool(told(lint(known(row("motives/a", "vracht")), corpus), Kind.MANY)) is noted


def test_labels_are_found_in_other_forms_and_in_compounds() -> None:
    texts = ["De loonkostenkloof met de lageloonlanden.", "Een dure container kwam te laat."]
    labels = ["loonkosten", "lageloonland", "dure containers", "te late containers", "kloven", "AI", "laat"]
    assert occurring(labels, texts) == {"loonkosten", "lageloonland", "dure containers", "laat"}


@given(st.lists(st.from_regex(r"[a-z]{1,9}", fullmatch=True), min_size=1, max_size=12), st.data())
def test_any_run_of_words_of_a_text_occurs_in_it(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    label = " ".join(words[first:last])
    assert occurring([label], [" ".join(words)]) == {label}


def test_the_shipped_vocabulary_has_nothing_to_warn_of() -> None:
    assert [(f.record, f.sentence) for f in lint(catalogue()) if f.severity is not Severity.NOTE] == []


def test_every_sector_has_a_code_of_nace() -> None:
    for sector in catalogue().vocabulary.of("sectors"):
        codes = [code.removeprefix("nace2:") for code in (*sector.exact, *sector.close)]
        assert codes, sector.id
        assert set((sector.notation or "").split("-")) <= set(codes), sector.id
