"""How good a ranking is, given the words that right passages hold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from knowledge.comparing import comparable
from search.engine import Searcher
from search.gold import GoldAnswer, GoldQuestion

__all__ = ["DEPTH", "METRICS", "Texts", "holding", "mean", "relevant_groups", "scores", "texts_by_file"]

DEPTH = 10
METRICS = ("ndcg@10", "mrr@10", "recall@10", "success@1")


class SearchableText(NamedTuple):
    """A passage as gold quotes are compared with it; passages of one group say the same."""

    passage: str
    group: int
    text: str


Texts = dict[str, list[SearchableText]]


def texts_by_file(searcher: Searcher) -> Texts:
    """The searchable passages of each file."""
    files = {document.id: document.file for document in searcher.store.documents()}
    texts: Texts = {file: [] for file in files.values()}
    twins = searcher.index.groups()
    for passage in searcher.store.passages():
        if passage.id in twins:
            found = SearchableText(passage.id, twins[passage.id], comparable(passage.text))
            texts[files[passage.document]].append(found)
    return texts


def holding(answer: GoldAnswer, texts: Texts) -> list[SearchableText]:
    """The passages that hold the quote of an answer, in reading order."""
    quote = comparable(answer.quote)
    return [found for found in texts.get(answer.file, ()) if quote in found.text]


def relevant_groups(question: GoldQuestion, texts: Texts) -> list[set[int]]:
    """For each answer of a question the groups of twins that hold its quote."""
    return [{found.group for found in holding(answer, texts)} for answer in question.answers]


def scores(groups: Sequence[int], right: Sequence[set[int]]) -> dict[str, float]:
    """nDCG@10 (binary), reciprocal rank, share of answers found and success at 1 of a ranking of groups of twins."""
    relevant = set().union(*right)
    ranks = [rank for rank, group in enumerate(groups[:DEPTH], start=1) if group in relevant]
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(max(1, len(relevant)), DEPTH) + 1))
    return {
        "ndcg@10": round(sum(1 / math.log2(rank + 1) for rank in ranks) / ideal, 4),
        "mrr@10": round(1 / ranks[0], 4) if ranks else 0.0,
        "recall@10": round(sum(bool(found & set(groups[:DEPTH])) for found in right) / len(right), 4),
        "success@1": 1.0 if 1 in ranks else 0.0,
    }


def mean(values: Sequence[float]) -> float | None:
    """The mean to four decimals; None of nothing."""
    return round(sum(values) / len(values), 4) if values else None
