"""The vocabulary as a search needs it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from knowledge import catalogue
from knowledge.catalogue import CONTENT
from knowledge.concepts import Vocabulary
from knowledge.errors import UnknownRecord
from search.analysis import analyser, words
from search.concepts import FILE, Concepts, open_concepts
from search.stopwords import DUTCH


def test_it_says_what_the_vocabulary_says(tmp_path: Path, vocabulary: Vocabulary) -> None:
    for _ in range(2):
        concepts = open_concepts(tmp_path)
        assert [concept.id for concept in concepts] == [concept.id for concept in vocabulary]
        for concept in vocabulary:
            known = concepts.concept(concept.id)
            assert (known.scheme, known.nl, known.en) == (concept.scheme, concept.pref.nl, concept.pref.en)
            for label in (*concept.labels(), *concept.negative) if concept.deprecated is None else ():
                stems = [analyser().stem(word.form) for word in words(label) if word.form not in DUTCH]
                kept = concepts.labels(stems[0]) if stems else []
                said = [(found.concept, found.stems, found.negative) for found in kept]
                assert not stems or (concept.id, stems, label in concept.negative) in said
            assert concepts.with_narrower(concept.id) == vocabulary.with_narrower(concept.id)
    with pytest.raises(UnknownRecord, match="motives/labour-cost-gab"):
        concepts.concept("motives/labour-cost-gab")


def test_the_vocabulary_is_read_once_and_again_when_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "vocabulary"
    shutil.copytree(CONTENT / "vocabulary", folder)
    size = len(open_concepts(tmp_path, folder))
    with monkeypatch.context() as patch:
        patch.setattr(catalogue, "read_vocabulary", lambda _: pytest.fail("the vocabulary was read again"))
        assert len(open_concepts(tmp_path, folder)) == size
    (folder / "motives.yml").unlink()
    assert "motives/automation" not in open_concepts(tmp_path, folder)


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"fingerprint": 1}', "\x00"])
def test_a_damaged_file_is_made_again(tmp_path: Path, damage: str) -> None:
    concepts = open_concepts(tmp_path)
    path = tmp_path / "index" / FILE
    whole = path.read_bytes()
    path.write_text(damage, encoding="utf-8")
    assert list(open_concepts(tmp_path)) == list(concepts)
    assert path.read_bytes() == whole
    told = json.loads(whole)
    told["concepts"][0].pop()
    path.write_text(json.dumps(told), encoding="utf-8")
    assert list(open_concepts(tmp_path)) == list(concepts)


def test_a_home_that_cannot_be_written_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("in the way", encoding="utf-8")
    assert "motives/automation" in open_concepts(tmp_path)


def test_a_question_means_no_concept_that_is_out_of_use(vocabulary: Vocabulary) -> None:
    scheme = vocabulary.schemes["motives"]
    first, *_ = scheme.concepts
    gone = first.model_copy(update={"deprecated": first.pref})
    stem = analyser().stem(next(iter(words(first.pref.nl))).form)
    for concept, known in ((first, True), (gone, False)):
        found = Concepts.of(Vocabulary([scheme.model_copy(update={"concepts": (concept,)})]))
        assert concept.id in found
        assert any(label.concept == concept.id for label in found.labels(stem)) == known
