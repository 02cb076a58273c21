"""Records cannot hold nonsense, and a mistake in a file is told with file, line, field and cure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.annotations import Annotation, fact_counts, facts
from knowledge.base import Basis, Citation, Claim, PartialDate, Precision, Stance, Stated, Status
from knowledge.cases import Case
from knowledge.concepts import Concept, Vocabulary
from knowledge.documents import Footnote, Passage, PassageKind, normalised, passage_hash
from knowledge.errors import RecordError, UnknownRecord
from knowledge.figures import Figure
from knowledge.reading import read_record
from knowledge.schemes import Condition, Criterion, Scheme
from knowledge.wording import origin_nl
from tests.conftest import annotate, make_passages

CITED = {"source": "nota", "locator": "§1"}


@pytest.mark.parametrize(
    ("value", "precision"),
    [("2022", "year"), ("2022-12", "month"), ("2022-12-05", "day"), (None, "unknown"), (2022, "year")],
)
def test_a_date_says_how_much_of_it_is_known(value: object, precision: str) -> None:
    assert PartialDate.model_validate(value).precision is Precision(precision)


@pytest.mark.parametrize("value", ["2022-13", "2022-02-30", "5 december 2022", "22", "0000"])
def test_a_date_that_does_not_exist_is_refused(value: str) -> None:
    with pytest.raises(ValidationError):
        PartialDate.model_validate(value)


def test_a_stated_value_needs_a_citation_an_inferred_one_a_note_and_silence_has_no_value() -> None:
    assert Stated[str].model_validate("not stated").basis is Basis.NOT_STATED
    assert Stated[str].model_validate({"value": "x", "citations": [CITED]}).value == "x"
    for wrong in (
        {"value": "x"},
        {"value": "x", "basis": "inferred"},
        {"basis": "stated", "citations": [CITED]},
        {"value": "x", "basis": "not stated"},
    ):
        with pytest.raises(ValidationError):
            Stated[str].model_validate(wrong)


def test_an_anchor_points_and_does_not_copy() -> None:
    with pytest.raises(ValidationError, match="at most ten words"):
        Citation(source="nota", locator="§1", anchor="een twee drie vier vijf zes zeven acht negen tien elf")


def test_a_span_outside_its_passage_is_refused() -> None:
    (passage,) = make_passages("nota", ["Lonen stijgen."])
    annotation = annotate(passage, "motives/labour-cost-gap", "Lonen")
    assert annotation.quote == "Lonen"
    for start, end in ((0, 99), (-1, 3), (5, 5), (7, 2)):
        with pytest.raises(ValueError, match="does not lie in"):
            Annotation.on(
                passage, "a/b", start, end, annotator=annotation.annotator, time=annotation.time, confidence=1
            )


def test_an_annotation_whose_quote_is_not_there_is_refused() -> None:
    passage, other = make_passages("nota", ["Lonen stijgen.", "Prijzen dalen."])
    annotation = annotate(passage, "motives/labour-cost-gap", "Lonen")
    with pytest.raises(ValueError, match="belongs to"):
        annotation.check_against(other)
    with pytest.raises(ValueError, match="not as long"):
        Annotation.model_validate(annotation.model_dump() | {"end": 99})
    moved = Annotation.model_validate(annotation.model_dump() | {"start": 1, "end": 6})
    with pytest.raises(ValueError, match="its quote is not what stands"):
        moved.check_against(passage)


@pytest.mark.parametrize(
    ("stance", "status"),
    [
        (Stance.DENIED, Status.ACCEPTED),
        (Stance.ASKED, Status.ACCEPTED),
        (Stance.HYPOTHETICAL, Status.ACCEPTED),
        (Stance.ASSERTED, Status.SUGGESTED),
        (Stance.ASSERTED, Status.REJECTED),
    ],
)
def test_what_is_not_asserted_and_accepted_is_no_fact(stance: Stance, status: Status) -> None:
    (passage,) = make_passages("nota", ["Lonen stijgen, prijzen dalen."])
    fact = annotate(passage, "motives/labour-cost-gap", "Lonen")
    other = annotate(passage, "motives/total-cost", "prijzen", stance=stance, status=status)
    assert facts([fact, other]) == [fact]
    assert fact_counts([fact, other]) == {"motives/labour-cost-gap": 1}


@given(st.text(min_size=1, max_size=80).filter(lambda text: text.strip()), st.integers(0, 500))
def test_unchanged_text_keeps_its_id_wherever_it_stands(text: str, order: int) -> None:
    first = Passage.make("nota", order, text, seen={})
    again = Passage.make("nota", order + 7, text, seen={}, heading_path=("Elders",), page=3)
    assert first.id == again.id
    assert first.hash == again.hash == passage_hash(PassageKind.BODY, text)


@pytest.mark.parametrize("space", ["\t", "\r\n", "\u00a0", "\u2009 \u3000", "\u2028", "\x1c\x85"])
def test_white_space_of_any_kind_makes_no_other_text(space: str) -> None:
    assert normalised(f"{space}Lonen{space}stijgen.{space}") == "Lonen stijgen."


def test_equal_passages_of_one_document_stay_apart() -> None:
    first, second = make_passages("nota", ["Hetzelfde.", "Hetzelfde."])
    assert second.id == first.id + "-2"


def test_a_passage_cannot_carry_another_texts_id() -> None:
    (passage,) = make_passages("nota", ["Lonen stijgen."])
    with pytest.raises(ValidationError, match="hash"):
        Passage.model_validate(passage.model_dump() | {"text": "Lonen dalen."})
    assert passage.model_copy(update={"footnotes": (Footnote(number="1", text="Bron"),)}).id == passage.id


def concept(concept_id: str, label: str, **fields: Any) -> Concept:
    values = {"id": concept_id, "pref": {"nl": label}, "definition": {"nl": "Iets."}, "source": ["eigen"]}
    return Concept.model_validate(values | fields)


def test_a_label_is_not_both_positive_and_negative() -> None:
    with pytest.raises(ValidationError, match="negative label too"):
        concept("motives/quality", "kwaliteit", negative=["Kwaliteit"])


def test_an_unknown_concept_is_told_with_near_ones(vocabulary: Vocabulary) -> None:
    with pytest.raises(UnknownRecord, match="motives/automation") as caught:
        vocabulary.concept("motives/automatio")
    assert caught.value.exit_code == 2


def test_narrower_concepts_are_found_at_every_depth(vocabulary: Vocabulary) -> None:
    found = vocabulary.with_narrower("motives/market-and-customer-demand")
    assert {"motives/market-and-customer-demand", "motives/customer-proximity"} <= found


def test_the_shipped_vocabulary_is_the_first_edition_or_more(vocabulary: Vocabulary) -> None:
    assert len(vocabulary.schemes) >= 16
    assert len(vocabulary) >= 467


def criterion(**fields: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": "c",
        "title": "C",
        "question": "Klopt het?",
        "meaning": "Dat het klopt.",
        "evidence": ["een stuk"],
        "citations": [CITED],
    }
    return values | fields


def test_a_criterion_without_passage_or_named_source_cannot_be_published() -> None:
    with pytest.raises(ValidationError, match="cannot be published"):
        Criterion.model_validate(criterion(citations=[]))
    assert Criterion.model_validate(criterion(citations=[], legal=[{"text": "Artikel 107, lid 1, VWEU"}])).legal


@pytest.mark.parametrize(
    ("operator", "values"), [("known", ["x"]), ("is", []), ("is", ["a", "b"]), ("one of", []), ("not one of", [])]
)
def test_a_condition_has_the_values_that_its_operator_takes(operator: str, values: list[str]) -> None:
    with pytest.raises(ValidationError, match="takes"):
        Condition.model_validate({"fact": "size", "operator": operator, "values": values})


def test_a_scheme_hangs_together() -> None:
    head = {
        "id": "s",
        "title": "S",
        "summary": "S.",
        "authority": "SERV",
        "jurisdiction": "jurisdictions/be-vlg",
        "status": "proposed",
        "version": "1.0",
        "reviewed": "2026-11-21",
        "citations": [CITED],
    }
    assert Scheme.model_validate(head | {"criteria": [criterion()]}).criteria[0].id == "c"
    for criteria in (
        [criterion(), criterion()],
        [criterion(), criterion(id="d", group="sub-test")],
        [criterion(), criterion(id="d", group="sub-test", parent="nergens")],
    ):
        with pytest.raises(ValidationError):
            Scheme.model_validate(head | {"criteria": criteria})
    with pytest.raises(ValidationError, match="variant"):
        Scheme.model_validate(head | {"criteria": [criterion()], "variant_of": "t"})


CASE = """\
id: voorbeeld
title: Een voorbeeld
summary: Kort.
company: {value: Voorbeeld nv, citations: [{source: nota, locator: §1}]}
place: not stated
parent: not stated
sectors: [{concept: sectors/electronics, citations: [{source: nota, locator: §1}]}]
product: not stated
route: {origin: not stated, destination: not stated}
offshored: not stated
reshored: not stated
governance: not stated
object: not stated
motives: [{concept: motives/automation, citations: [{source: nota, locator: §1}]}]
barriers: not stated
automation: not stated
stayed_abroad: not stated
partner: not stated
outcome: not stated
jobs: not stated
lesson: not stated
definition: {value: unclear, basis: inferred, note: De tekst zwijgt.}
citations: [{source: nota, locator: §1}]
steps: not stated
challenges: not stated
success_factors: not stated
benefits: not stated
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "voorbeeld.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_case_is_read(tmp_path: Path) -> None:
    case = read_record(write(tmp_path, CASE), Case)
    assert case.jobs.basis is Basis.NOT_STATED
    assert case.motives == (Claim(concept="motives/automation", citations=(Citation(source="nota", locator="§1"),)),)


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("place: not stated", "plaats: not stated", 5, "plaats: no such field"),
        ("place: not stated\n", "", 1, "place: is missing"),
        ("place: not stated", "place: not stated\nplase: x", 6, "Did you mean place"),
        ("jobs: not stated", "jobs: {value: veel, citations: [{source: nota, locator: §1}]}", 20, "jobs"),
        ("motives/automation,", "motives/automation, stance: denied,", 1, "cannot count as a motive"),
        ("motives/automation", "sectors/electronics", 1, "is not a motive"),
        ("value: unclear", "value: misschien", 22, "misschien"),
        ("title: Een voorbeeld", "title: Een voorbeeld\ntitle: Nog een", 3, "twice"),
        ("id: voorbeeld", "id: Voor Beeld", 1, "wrong form"),
        ("title: Een voorbeeld", "title: [", 4, "not YAML"),
        ("title: Een voorbeeld", "title: &a x\nsummary: *a", 3, "alias"),
    ],
)
def test_a_mistake_is_told_with_file_line_field_and_cure(
    tmp_path: Path, old: str, new: str, line: int, told: str
) -> None:
    path = write(tmp_path, CASE.replace(old, new, 1))
    with pytest.raises(RecordError) as caught:
        read_record(path, Case)
    sentences = caught.value.message.splitlines()
    assert any(s.startswith(f"{path}:{line}:") and told in s for s in sentences), sentences
    assert all(s.startswith(f"{path}:") for s in sentences)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "holds no fields"),
        (b"\xff\xfe\x00x", "not UTF-8"),
        (b"- a\n- b\n", "holds no fields"),
        (None, "cannot be read"),
    ],
)
def test_a_file_that_is_no_record_is_told(tmp_path: Path, content: bytes | None, told: str) -> None:
    path = tmp_path / "x.yml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RecordError, match=told):
        read_record(path, Case)


def test_a_range_goes_up() -> None:
    fields = {"id": "f", "title": "F", "unit": "%", "population": "alle", "period": "2020", "caveat": "Geen."}
    made = Figure.model_validate(fields | {"value": 2, "up_to": 5, "citations": [CITED]})
    assert (made.value, made.up_to) == (2, 5)
    with pytest.raises(ValidationError, match="lies above"):
        Figure.model_validate(fields | {"value": 5, "up_to": 2, "citations": [CITED]})


def test_a_reader_is_told_the_documents_by_name() -> None:
    assert origin_nl("002 \u00a72.2.1") == "SERV-rapport 2022 \u00a72.2.1"
    assert origin_nl("003 pt5") == "antwoord op vraag 313 (2025), punt 5"
    assert origin_nl("ISO 3166, 0012") == "ISO 3166, 0012"
