"""How well and how fast passages are found, beside BM25 engines on the very same passages and questions."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.tables import SHARED, difference, table, timed
from ingest.annotate import Annotate
from ingest.pipeline import run as ingest
from knowledge.catalogue import read_vocabulary
from knowledge.documents import Passage
from knowledge.store import Store
from search.engine import Question, Searcher
from search.evaluate import read_gold, relevant_groups, scores, texts_by_file
from search.index import open_index

QUESTIONS = SHARED / "eval" / "questions-dev.json"
DOCUMENTS = [*sorted((SHARED / "corpus").glob("*.txt")), SHARED / "corpus" / "pdf"]
Ranker = Callable[[str], list[str]]


def bm25s_ranker(passages: list[Passage], *, language: str) -> Ranker:
    """The bm25s library with Snowball stems and stop words of a language."""
    import bm25s
    import snowballstemmer

    stemmer = snowballstemmer.stemmer(language)
    stop = "nl" if language == "dutch" else "en"

    def tokens(texts: list[str]) -> Any:
        return bm25s.tokenize(texts, stopwords=stop, stemmer=stemmer.stemWords, show_progress=False)

    index = bm25s.BM25()
    index.index(tokens([" ".join((*p.heading_path, p.text)) for p in passages]), show_progress=False)

    def rank(question: str) -> list[str]:
        found, _ = index.retrieve(tokens([question]), k=10, show_progress=False)
        return [passages[int(i)].id for i in found[0]]

    return rank


def fts5_ranker(passages: list[Passage]) -> Ranker:
    """SQLite FTS5 as it comes: unicode61, its own bm25, any word of the question."""
    import sqlite3

    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE f USING fts5 (id UNINDEXED, text)")
    db.executemany("INSERT INTO f VALUES (?, ?)", [(p.id, " ".join((*p.heading_path, p.text))) for p in passages])

    def rank(question: str) -> list[str]:
        query = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", question))
        return [row[0] for row in db.execute("SELECT id FROM f WHERE f MATCH ? ORDER BY rank LIMIT 10", (query,))]

    return rank


def run() -> str:
    """Quality on the development questions and median milliseconds a question."""
    gold = [question for question in read_gold(QUESTIONS) if question.answers]
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "s.sqlite") as store:
        vocabulary = read_vocabulary()
        annotate = Annotate(vocabulary)
        ingest(DOCUMENTS, store, annotate=annotate, annotate_version=annotate.version)
        index, built = timed(lambda: open_index(Path(folder), store, None), repeats=1)
        searcher = Searcher(store, vocabulary, index, None)
        passages = list(store.passages())
        twins = index.groups()
        texts = texts_by_file(searcher)

        def ours(mode: str) -> Ranker:
            def rank(question: str) -> list[str]:
                return [h.passage.id for h in searcher.ask(Question(text=question, mode=mode, limit=10)).hits]

            return rank

        base = "bm25s, Dutch stems and stop words"
        rankers: dict[str, Ranker] = {
            "Thuishaven, hybrid (no encoder)": ours("hybrid"),
            "Thuishaven, lexical": ours("lexical"),
            base: bm25s_ranker(passages, language="dutch"),
            "bm25s, English (the usual default)": bm25s_ranker(passages, language="english"),
            "SQLite FTS5 as it comes": fts5_ranker(passages),
        }
        measured: dict[str, list[dict[str, float]]] = {}
        milliseconds: dict[str, float] = {}
        for name, rank in rankers.items():
            found, seconds = timed(lambda r=rank: [r(question.question) for question in gold])  # type: ignore[misc]
            milliseconds[name] = 1000 * seconds / len(gold)
            measured[name] = [
                scores([twins[i] for i in ids if i in twins], relevant_groups(question, texts))
                for question, ids in zip(gold, found, strict=True)
            ]
        searcher.close()
    rows = []
    for name, per_query in measured.items():
        means = [sum(row[metric] for row in per_query) / len(per_query) for metric in per_query[0]]
        against = [[row["ndcg@10"] for row in measured[other]] for other in (name, base)]
        gain = "" if name == base else difference(*against)
        rows.append((name, *means, f"{milliseconds[name]:.1f}", gain))
    head = ("engine", "nDCG@10", "MRR@10", "recall@10", "success@1", "ms a question", "nDCG against Dutch bm25s [95 %]")
    title = f"Search: {len(gold)} answerable questions, {len(passages)} passages; our index built in {built:.1f} s"
    return table(title, head, rows)
