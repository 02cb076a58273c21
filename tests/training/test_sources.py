"""The pairs that are trained on: well-formed, of licences that we may use, and none made of what we measure with."""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from search import stopwords
from search.pieces import plain_words
from search.static import FOLDER
from tests.conftest import ROOT
from training import sources
from training.sources import OWN, Kind, Pair, fingerprint, held_apart, read_pairs, vocabulary_pairs, write_vocabulary

FILES = sorted(OWN.glob("*.tsv"))
NEAR_COPY, LEAST_SHARED = 0.7, 3


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_our_own_pairs_are_two_texts_a_line(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.endswith("\n") and "\r" not in text
    wrong = [
        f"{path.name}:{number}"
        for number, line in enumerate(text.splitlines(), 1)
        if len(parts := line.split("\t")) != 2 or any(part != part.strip() or not plain_words(part) for part in parts)
    ]
    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_pair_stands_twice_in_a_file(path: Path) -> None:
    found = Counter(path.read_text(encoding="utf-8").lower().splitlines())
    assert [line for line, times in found.items() if times > 1] == []


def own_sentences() -> list[tuple[str, str, str]]:
    """File, Dutch and English of every sentence pair of our own."""
    return [
        (path.name, *line.split("\t"))  # type: ignore[misc]
        for path in FILES
        if not path.stem.endswith("-terms")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def test_we_wrote_at_least_four_thousand_sentence_pairs() -> None:
    pairs = {(dutch.lower(), english.lower()) for _, dutch, english in own_sentences()}
    assert len(pairs) >= 4_000
    dutch = [len(plain_words(text)) for text, _ in pairs]
    assert sum(dutch) / len(dutch) >= 6, "sentences, not terms"


def content(text: str, language: str) -> frozenset[str]:
    """The words that say what a text is about."""
    stop = stopwords.DUTCH if language == "nl" else stopwords.ENGLISH
    return frozenset(plain_words(text)) - frozenset(stop)


def near_copies(questions: Iterable[str]) -> list[str]:
    """The sentences of ours that share most of their words with a question, in either language."""
    found = []
    for language in ("nl", "en"):
        texts = [(name, dutch if language == "nl" else english) for name, dutch, english in own_sentences()]
        words = [content(text, language) for _, text in texts]
        holding = defaultdict(list)
        for number, told in enumerate(words):
            for word in told:
                holding[word].append(number)
        for question in questions:
            asked = content(question, language)
            shared = Counter(number for word in asked for number in holding[word])
            for number, count in shared.items():
                if count >= LEAST_SHARED and count / (len(asked) + len(words[number]) - count) >= NEAR_COPY:
                    name, text = texts[number]
                    found.append(f"{name}: {text!r} is nearly {question!r}")
    return found


def questions_of(data: Any) -> list[str]:
    """The questions of a file of them, in any of our forms."""
    if isinstance(data, dict):
        return [str(text) for text in data.values()]
    return [str(entry["question"]) for entry in data]


def test_no_sentence_is_a_near_copy_of_a_question_that_we_measure_with() -> None:
    files = [*sorted((ROOT / "tests/search/relevance").glob("*.yml")), ROOT / "tests/search/dev-english.yml"]
    questions = [text for path in files for text in questions_of(yaml.safe_load(path.read_text(encoding="utf-8")))]
    assert len(questions) > 120
    assert near_copies(questions) == []


@pytest.mark.corpus
def test_no_sentence_is_a_near_copy_of_a_development_question(shared: Path) -> None:
    data = json.loads((shared / "eval" / "questions-dev.json").read_text(encoding="utf-8"))
    assert near_copies(questions_of(data)) == []


def test_a_near_copy_would_be_found() -> None:
    _, dutch, english = max(own_sentences(), key=lambda row: len(content(row[1], "nl")))
    assert near_copies([dutch.upper() + "?"])
    assert near_copies([english])
    assert not near_copies([f"{dutch} {' '.join(f'woord{letter}' for letter in 'abcdefghijklmnopqrstuvwxyz')}"])


# licences and kinds

HEADER = "nl\ten\tsource\tlicence\n"


@pytest.fixture
def parallel(tmp_path: Path) -> Path:
    """A folder of parallel text of our own, with rows under every kind of licence."""
    files = {
        "nl-en-dictionary.tsv.gz": [
            ("kelder", "cellar", "wiktionary", "CC-BY-SA-3.0"),
            ("zolder", "attic", "freedict", "GPL-2.0-or-later"),
            ("zin met \" en 'n", "quoted", "wiktionary-gloss", "CC-BY-SA-3.0"),
        ],
        "nl-en-wordnet.tsv.gz": [("ruimte onder een huis", "room under a house", "odwn-gloss", "CC-BY-SA-4.0")],
        "nl-en-cognates.tsv.gz": [("natie", "nation", "cognate-rules", "MIT (package)")],
        "nl-en-sentences.tsv.gz": [
            ("De kelder is nat.", "The cellar is wet.", "tatoeba", "CC-BY-2.0-FR"),
            ("Uw verzoek loopt.", "Your request is pending.", "alaveteli", "AGPL-3.0-or-later"),
            ("Kies een map.", "Choose a folder.", "gnome", "GPL-3.0"),
            ("de Kelder is nat.", "the cellar is wet.", "twice", "CC-BY-4.0"),
        ],
    }
    for name, rows in files.items():
        with gzip.open(tmp_path / name, "wt", encoding="utf-8", newline="") as file:
            file.write(HEADER + "".join("\t".join(row) + "\n" for row in rows))
    return tmp_path


def test_rows_under_gpl_and_agpl_are_left_out(parallel: Path) -> None:
    found = {pair.source: pair for pair in read_pairs(parallel)}
    assert not {"freedict", "alaveteli", "gnome"} & set(found)
    assert found["wiktionary"] == Pair("kelder", "cellar", Kind.TERM, "wiktionary")
    assert found["wiktionary-gloss"].dutch == "zin met \" en 'n"
    assert found["odwn-gloss"].kind is Kind.GLOSS
    assert found["tatoeba"].kind is Kind.SENTENCE
    assert "twice" not in found


@pytest.mark.corpus
def test_of_the_real_text_nothing_copyleft_is_used(shared: Path) -> None:
    with_licence: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in (shared / "parallel").glob("*.tsv.gz"):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                dutch, english, _, licence = line.rstrip("\n").split("\t")
                with_licence[dutch, english].add(licence)
    pairs = [pair for pair in read_pairs(shared / "parallel") if (pair.dutch, pair.english) in with_licence]
    assert len(pairs) > 100_000
    for pair in pairs:
        licences = with_licence[pair.dutch, pair.english]
        assert any(not licence.startswith(("GPL", "AGPL")) for licence in licences), pair


def test_our_own_and_the_vocabulary_come_first_and_always_in_the_same_order(
    parallel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.tsv").write_text("De kelder is nat.\tThe cellar is wet.\n", encoding="utf-8")
    (tmp_path / "own" / "a-terms.tsv").write_text("kelder\tcellar\n", encoding="utf-8")
    monkeypatch.setattr(sources, "OWN", tmp_path / "own")
    found = read_pairs(parallel)
    assert found == read_pairs(parallel)
    assert [pair.kind for pair in found[:2]] == [Kind.OWN_TERM, Kind.OWN_SENTENCE]
    assert not {"wiktionary", "tatoeba"} & {pair.source for pair in found}, "what stands there twice comes once"
    labels = {(pair.dutch, pair.english): pair.kind for pair in found if pair.source == "vocabulary"}
    assert len(labels) > 100
    assert set(labels.values()) == {Kind.OWN_TERM, Kind.OWN_SENTENCE}


@pytest.mark.corpus
def test_the_shipped_table_can_be_made_again_from_what_stands_here(shared: Path) -> None:
    """Whoever changes a pair, or lets the vocabulary of today in, must train the table anew."""
    card = json.loads((FOLDER / "card.json").read_text(encoding="utf-8"))
    pairs, _ = held_apart(read_pairs(shared / "parallel"))
    assert fingerprint(pairs) == card["pairs sha256"]


def test_the_vocabulary_of_today_can_be_kept_for_the_next_training(tmp_path: Path) -> None:
    path = tmp_path / "vocabulary.tsv"
    written = write_vocabulary(path)
    assert written == len(list(vocabulary_pairs())) == len(path.read_text(encoding="utf-8").splitlines())
    assert "reshoring\treshoring\town term" in path.read_text(encoding="utf-8")
