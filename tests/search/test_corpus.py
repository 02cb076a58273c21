"""Searching the real documents: everyday queries, and that fusion does not lose to its best leg."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.store import Store
from search.analysis import analyser, words
from search.engine import Answer, Question, Searcher
from search.evaluate import evaluate_search
from search.index import open_index
from search.stopwords import DUTCH

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def searcher(corpus: Searcher) -> Iterator[Searcher]:
    """A searcher on the real documents without an encoder."""
    with open_index(corpus.store.path.parent, corpus.store, None) as index:
        yield Searcher(corpus.store, corpus.concepts, index)


@pytest.mark.parametrize(
    ("query", "file", "held"),
    [
        ("Sylvania Tienen LED", "002-serv-rapport-reshoring.txt", ["Sylvania", "Tienen"]),
        ("landenselectietool VIL criteria", "000-serv-advies-reshoring.txt", ["landenselectietool", "VIL"]),
        (
            "maatwerkbedrijf kabelladders Oudenaarde",
            "002-serv-rapport-reshoring.txt",
            ["Oudenaarde", "maatwerkbedrijf"],
        ),
    ],
)
def test_everyday_queries(searcher: Searcher, query: str, file: str, held: list[str]) -> None:
    answer = searcher.ask(Question(text=query))
    right = [h.rank for h in answer.hits if h.document.file == file and all(word in h.passage.text for word in held)]
    assert right
    assert right[0] <= 2
    assert answer.enough_evidence


def keyword_queries(store: Store, count: int) -> list[dict[str, object]]:
    """Queries of two or three words that stand in one passage, at least two of them in few others."""
    passages = [p for p in store.passages() if p.kind.value in {"body", "list item"} and len(p.text.split()) > 50]
    files = {d.id: d.file for d in store.documents()}
    stem = analyser().stem
    df: Counter[str] = Counter()
    for passage in passages:
        df.update({stem(word.form) for word in words(passage.text)})
    draw = random.Random(11)
    made: list[dict[str, object]] = []
    for passage in draw.sample(passages, 3 * count):
        forms = sorted({w.form for w in words(passage.text) if w.form.isalpha() and len(w.form) > 3} - DUTCH)
        rare = [form for form in forms if 2 <= df[stem(form)] <= 12]
        common = [form for form in forms if 12 < df[stem(form)] <= 150]
        if len(rare) >= 2 and common and len(made) < count:
            answers = [{"file": files[passage.document], "quote": passage.text}]
            query = " ".join([*draw.sample(rare, 2), draw.choice(common)])
            made.append({"id": passage.id, "question": query, "answers": answers, "unanswerable": False})
    return made


def test_fusion_does_not_lose_to_its_best_leg(searcher: Searcher, shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "keywords.json"
    path.write_text(json.dumps(keyword_queries(searcher.store, 60)), encoding="utf-8")
    for gold, floor in ((path, 0.9), (shared / "eval" / "questions-dev.json", 0.3)):
        hybrid, lexical = (evaluate_search(gold, searcher, mode=mode)["metrics"] for mode in ("hybrid", "lexical"))
        assert hybrid["ndcg@10"] >= lexical["ndcg@10"] - 0.01
        assert hybrid["ndcg@10"] >= floor


@pytest.mark.parametrize(
    "text", ["Welke planeet heeft de meeste manen?", "appeltaart zonder eieren", "wereldkampioenschap voetbal doelman"]
)
def test_what_the_documents_do_not_treat(searcher: Searcher, text: str) -> None:
    answer: Answer = searcher.ask(Question(text=text))
    assert not answer.enough_evidence
