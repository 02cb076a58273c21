"""Plain Dutch BM25 on the same passages: what one would take instead for names, numbers and keywords."""

from __future__ import annotations

from typing import Any

from search.engine import Searcher
from search.evaluate import relevant_groups, scores, texts_by_file
from search.gold import GoldQuestion
from search.metrics import DEPTH


def ndcg(questions: list[GoldQuestion], searcher: Searcher) -> dict[str, float] | None:
    """By id of a question its nDCG@10 with the bm25s library as it comes; None where bm25s is not installed.

    Headings are given with the text. What says the same counts once, as it does in our own answers.
    """
    try:
        import bm25s
    except ImportError:
        return None
    import snowballstemmer

    groups = searcher.index.groups()
    texts = {p.id: " ".join((*p.heading_path, p.text)) for p in searcher.store.passages() if p.id in groups}
    ids = list(texts)
    stem = snowballstemmer.stemmer("dutch").stemWords

    def tokens(found: list[str]) -> Any:
        return bm25s.tokenize(found, stopwords="nl", stemmer=stem, show_progress=False)

    index = bm25s.BM25()
    index.index(tokens(list(texts.values())), show_progress=False)
    searchable = texts_by_file(searcher)
    measured = {}
    for question in questions:
        rows, weights = index.retrieve(tokens([question.question]), k=min(5 * DEPTH, len(ids)), show_progress=False)
        ranked = [groups[ids[int(row)]] for row, weight in zip(rows[0], weights[0], strict=True) if weight > 0]
        found = scores(list(dict.fromkeys(ranked)), relevant_groups(question, searchable))
        measured[question.id] = found["ndcg@10"]
    return measured
