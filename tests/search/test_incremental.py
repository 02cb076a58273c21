"""Whatever was added, changed and removed before: the same store gives the same answers as an index made anew."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.concepts import Vocabulary
from knowledge.documents import Passage, PassageKind
from knowledge.store import Store
from search import making
from search.encoders import HashEncoder
from search.engine import Question, Searcher
from search.index import open_index
from tests.conftest import annotate, make_document, make_passages

WORDS = (
    "fabriek",
    "lamp",
    "loonkosten",
    "loonkostenkloof",
    "steun",
    "subsidie",
    "haven",
    "vervoer",
    "robots",
    "grondstoffen",
    "toelevering",
    "school",
    "markt",
    "energie",
    "krimp",
    "Wallonië",
    "Polen",
    "Aalst",
    "2019",
    "500.000",
    "niet-Europese",
    "kabelgoot",
    "metaal",
    "textiel",
    "voeding",
    "regels",
    "advies",
)
TEXTS = [
    " ".join(random.Random(seed).choices(WORDS, k=12)) + ". " + " ".join(random.Random(seed + 99).choices(WORDS, k=9))
    for seed in range(14)
]
LONG = " ".join(random.Random(7).choices([f"{one}{other}" for one in WORDS[:9] for other in WORDS[:9]], k=40))
TEXTS += [LONG, f"{LONG} erbij", LONG.replace("lamphaven", "havenlamp"), f"Nog {LONG}", f"{LONG} erbij en verder ook."]
QUESTIONS = (
    Question(text="loonkosten fabriek steun"),
    Question(text="lamphaven fabrieklamp loonkosten"),
    Question(text="subsidie voor robots -haven", limit=30),
    Question(text="robots in Wallonië", kind="advice", limit=30),
    Question(text="energie kloof", mode="lexical", limit=30),
    Question(text="vervoer en grondstoffen", mode="semantic", limit=30),
)

Step = tuple[str, int, tuple[int, ...]]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["put", "put", "put", "remove", "annotate", "open"]),
        st.integers(0, 4),
        st.lists(st.integers(0, len(TEXTS) - 1), min_size=1, max_size=6).map(tuple),
    ),
    min_size=2,
    max_size=12,
)


def take(store: Store, step: Step) -> None:
    """Does a step to the store."""
    what, number, chosen = step
    name = f"stuk-{number}"
    there = name in store.states()
    if what == "put":
        passages = make_passages(name, [TEXTS[n] for n in chosen])
        kind = PassageKind.CONTENTS if number == 3 else PassageKind.BODY
        passages += make_passages(f"{name}", [f"Slot van {name} over steun."], kind=kind)
        passages = [p.model_copy(update={"order": order}) for order, p in enumerate(passages)]
        relations = [{"kind": "digests", "source": "bron-1"}] if number == 2 else []
        document = make_document(
            name,
            kind="advice" if number % 2 else "report",
            source=f"bron-{number}",
            relations=relations,
            title=f"Over {WORDS[chosen[0]]}",
        )
        store.replace(document, passages, [], configuration="1")
    elif what == "remove" and there:
        store.remove(name)
    elif what == "annotate" and there:
        store.replace_annotations(
            name,
            [
                annotate(p, "motives/labour-cost-gap", "loonkosten")
                for p in store.passages(name)
                if "loonkosten" in p.text
            ],
        )


def answers(home: Path, store: Store, vocabulary: Vocabulary) -> list[object]:
    """What is answered to every question, without what depends on when."""
    told: list[object] = []
    encoder = HashEncoder()
    with open_index(home, store, encoder) as index:
        searcher = Searcher(store, vocabulary, index, encoder)
        for question in QUESTIONS:
            answer = searcher.ask(question)
            hits = [
                (hit.passage.id, hit.score, hit.why, hit.sentence, {twin.passage for twin in hit.also_in})
                for hit in answer.hits
            ]
            notes = [note for note in answer.notes if "search index" not in note]
            told.append((answer.total, answer.enough_evidence, hits, answer.facets, notes))
    return told


@settings(max_examples=15)
@given(steps=STEPS)
def test_any_history_answers_as_an_index_made_anew(vocabulary: Vocabulary, steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "MOST_DEAD", 1.0)
        home, anew = Path(folder) / "home", Path(folder) / "anew"
        with Store(home / "s.sqlite") as store:
            for step in steps:
                take(store, step)
                if step[0] == "open":
                    open_index(home, store, HashEncoder()).close()
            assert_same(answers(home, store, vocabulary), answers(anew, store, vocabulary))


def assert_same(one: list[object], other: list[object]) -> None:
    """Equal but for the last digits of a score."""
    assert one == rounded(other)


def rounded(told: Any) -> Any:
    if isinstance(told, float):
        return pytest.approx(told, abs=1e-6)
    if isinstance(told, list | tuple):
        return type(told)(rounded(part) for part in told)
    return told


def rows(home: Path, store: Store) -> int:
    """How many rows the index has, dead ones too."""
    with open_index(home, store, None) as index:
        return len(index.lexical.columns)


def test_one_document_costs_one_document_until_too_much_is_dead(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        take(store, ("put", number, (1, 2, 3)))
    read: list[str | None] = []
    passages = store.passages

    def told(name: str | None = None) -> Iterator[Passage]:
        read.append(name)
        return passages(name)

    monkeypatch.setattr(store, "passages", told)
    assert rows(tmp_path, store) == 20
    assert len(read) == 5
    read.clear()
    take(store, ("put", 1, (4, 5)))
    assert rows(tmp_path, store) == 23
    assert read == ["stuk-1"]
    for number in (2, 3):
        store.remove(f"stuk-{number}")
    assert rows(tmp_path, store) == 11


def test_an_earlier_index_that_turns_out_damaged_is_not_begun_with(
    tmp_path: Path, store: Store, vocabulary: Vocabulary
) -> None:
    for number in range(5):
        take(store, ("put", number, (1, 2, 3)))
    with open_index(tmp_path, store, HashEncoder()) as index:
        path = index.folder / "words.sqlite"
    content = bytearray(path.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    path.write_bytes(content)
    take(store, ("put", 1, (4, 5)))
    got = answers(tmp_path, store, vocabulary)
    shutil.rmtree(tmp_path / "index")
    assert_same(got, answers(tmp_path, store, vocabulary))
