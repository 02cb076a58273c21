"""Dossiers: no sentence without what it rests on, no number that the records no longer bear, no link to nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError

from knowledge.base import Citation
from knowledge.catalogue import Catalogue, catalogue, cited, dangling, holds
from knowledge.counts import COUNTS, count_of, stale_counts
from knowledge.dossiers import Dossier, Statement, View
from tests.knowledge.small_world import small_vocabulary
from tests.knowledge.test_content_systems import assert_anchors

CITED = {"source": "raadsnota", "locator": "§1"}


def dossier(**fields: object) -> Dossier:
    """A dossier of one sentence, to which fields may be given."""
    sentence = {"text": "De fabriek kwam terug.", "citations": [CITED]} | fields
    return Dossier.model_validate(
        {
            "id": "proef",
            "title": "Proef",
            "question": "Wat bleek?",
            "summary": [{"text": "Weinig.", "ours": True}],
            "sections": [{"title": "Deel", "paragraphs": [[sentence]]}],
        }
    )


def world(**records: object) -> Catalogue:
    """A catalogue with the small vocabulary and these records."""
    return replace(Catalogue(vocabulary=small_vocabulary()), **records)  # type: ignore[arg-type]


def test_a_sentence_rests_on_a_source_a_record_or_ourselves() -> None:
    with pytest.raises(ValidationError, match="nothing on which it rests"):
        Statement(text="De lonen stegen.")
    assert Statement(text="De lonen stegen.", citations=(Citation(source="x", locator="§1"),)).citations
    assert Statement(text="Kijk ook naar de lonen.", ours=True).ours
    assert Statement(text="De lonen stegen.", refs=("cases/x",)).records == ("cases/x",)


def test_words_that_lead_to_a_record_are_read_as_words() -> None:
    told = Statement(text="Bij [Sylvania](cases/sylvania-tienen) en [elders](motives/cost) bleek dat.")
    assert told.plain == "Bij Sylvania en elders bleek dat."
    assert [(run.text, run.ref) for run in told.runs] == [
        ("Bij ", ""),
        ("Sylvania", "cases/sylvania-tienen"),
        (" en ", ""),
        ("elders", "motives/cost"),
        (" bleek dat.", ""),
    ]
    assert told.records == ("cases/sylvania-tienen", "motives/cost")


@pytest.mark.parametrize("text", ["Zie [dit](https://kwaad.example).", "Zie [dit](cases/).", "Zie [dit](Cases/X)."])
def test_a_link_leads_to_a_record_and_nowhere_else(text: str) -> None:
    with pytest.raises(ValidationError, match="a link to a record is written as"):
        Statement(text=text, ours=True)


def test_the_citations_deep_in_a_dossier_are_found() -> None:
    assert [c.source for c in cited(dossier())] == ["raadsnota"]


@pytest.mark.parametrize(("show", "of"), [("series", None), ("cases", "iets")])
def test_a_view_says_of_what_when_it_must(show: str, of: str | None) -> None:
    with pytest.raises(ValidationError, match="say in 'of' which one"):
        View.model_validate({"show": show, "of": of})


@pytest.mark.parametrize("ref", ["cases/nergens", "motives/nergens", "nergens/iets"])
def test_a_record_that_is_not_there_is_told(ref: str) -> None:
    told = list(dangling(world(dossiers={"proef": dossier(refs=[ref])})))
    assert ("dossiers/proef", f"leads to '{ref}', which does not exist. Correct the id.") in told


def test_a_number_that_no_longer_holds_is_told() -> None:
    read = world(dossiers={"proef": dossier(counts={"measures": 0, "motives/cost": 0})})
    assert not list(stale_counts(read))
    read = world(dossiers={"proef": dossier(counts={"measures": 3})})
    ((name, told),) = stale_counts(read)
    assert name == "dossiers/proef"
    assert told.endswith("counts 'measures' as 3; there are 0. Write it again.")
    read = world(dossiers={"proef": dossier(counts={"koeien": 3})})
    assert "nothing can be counted by" in next(stale_counts(read))[1]


def test_counts_of_the_shipped_records_agree_with_a_look_at_them() -> None:
    known = catalogue()
    assert count_of(known, "measures") == len(known.measures)
    assert count_of(known, "all-cases") == (count_of(known, "cases") or 0) + (count_of(known, "other-cases") or 0)
    assert count_of(known, "motives/automation") == 4
    assert all(isinstance(count_of(known, name), int) for name in COUNTS)


SIX = {
    "waarom-keren-ondernemingen-terug",
    "waar-en-in-welke-sectoren",
    "werkt-steun",
    "welke-alternatieven-zijn-er",
    "wat-ging-er-mis",
    "wat-weten-we-niet",
}


def test_the_six_dossiers_are_there_in_their_order() -> None:
    dossiers = catalogue().dossiers
    assert set(dossiers) >= SIX
    orders = [one.order for one in dossiers.values()]
    assert len(set(orders)) == len(orders)


@pytest.mark.parametrize("name", sorted(SIX))
def test_a_dossier_is_written_and_rests_on_what_it_names(name: str) -> None:
    known = catalogue()
    one = known.dossiers[name]
    words = sum(len(statement.plain.split()) for statement in one.statements)
    assert 400 <= words <= 900
    assert all(holds(known, ref) for ref in one.records)
    facts = [statement for statement in one.statements if not statement.ours]
    assert all(statement.citations or statement.records for statement in facts)
    assert len(facts) > 2 * sum(statement.ours for statement in one.statements), "more is known than concluded"
    assert sum(bool(statement.citations) for statement in facts) >= 0.6 * len(facts)


def test_no_written_number_has_fallen_behind() -> None:
    assert not list(stale_counts(catalogue()))


@pytest.mark.corpus
def test_every_anchor_of_a_dossier_stands_in_the_real_text(shared: Path) -> None:
    assert_anchors(shared, list(catalogue().dossiers.values()), at_least=100)
