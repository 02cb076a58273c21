"""Measures a searcher against questions of which the answers are known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError

from knowledge.comparing import comparable
from knowledge.errors import MisuseError, QueryError
from knowledge.reading import read_json
from search.engine import Mode, Question, Searcher

__all__ = [
    "GoldAnswer",
    "GoldQuestion",
    "evaluate_search",
    "read_gold",
    "relevant_groups",
    "scores",
    "texts_by_file",
]

Texts = dict[str, list[tuple[int, str]]]

DEPTH = 10
MAX_BYTES = 20_000_000


class GoldAnswer(BaseModel):
    """Words that a right passage holds, and the base name of the document's file."""

    model_config = ConfigDict(frozen=True)
    file: Annotated[str, StringConstraints(min_length=1)]
    quote: Annotated[str, StringConstraints(min_length=1)]


class GoldQuestion(BaseModel):
    """A question with its known answers; none when nothing in the documents answers it."""

    model_config = ConfigDict(frozen=True)
    id: str
    group: str = ""
    question: str
    answers: tuple[GoldAnswer, ...] = ()
    unanswerable: bool = False


def read_gold(path: Path) -> list[GoldQuestion]:
    """The questions of a gold file; raises MisuseError that says which entry is wrong."""
    form = "A gold file is a JSON list of {id, group, question, answers: [{file, quote}], unanswerable}."
    data = read_json(path, form=form, max_bytes=MAX_BYTES)
    try:
        questions = TypeAdapter(list[GoldQuestion]).validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise MisuseError(f"{path}: entry {where}: {first['msg'].lower()}.", cure=form) from None
    for question in questions:
        if question.unanswerable == bool(question.answers):
            raise MisuseError(
                f"{path}: question {question.id} must have answers, or be marked unanswerable, and not both.", cure=form
            )
    if len({question.id for question in questions}) < len(questions):
        raise MisuseError(f"{path}: two questions have the same id.", cure=form)
    return questions


def evaluate_search(gold_path: Path, searcher: Searcher, *, mode: str = Mode.HYBRID) -> dict[str, Any]:
    """Asks every question of a gold file and measures the first ten hits.

    A passage is right when its document's file is named in an answer and its text holds that answer's quote; what is
    folded into a hit counts with it. nDCG is binary, its ideal all right passages of the store; recall is the share of
    the answers that are found. Raises MisuseError for a malformed file.
    """
    questions = read_gold(gold_path)
    texts = texts_by_file(searcher)
    per_query = [_measured(question, searcher, mode, texts) for question in questions]
    measured = [row for row in per_query if "ndcg@10" in row]
    names = ("ndcg@10", "mrr@10", "recall@10", "success@1")
    named = {answer.file for question in questions for answer in question.answers}
    return {
        "queries": len(questions),
        "mode": str(mode),
        "metrics": {name: _mean([row[name] for row in measured]) for name in names},
        "answerable": {"enough_evidence": sum(row["enough_evidence"] for row in measured), "of": len(measured)},
        "unanswerable": {
            "rejected": sum(row.get("rejected", False) for row in per_query),
            "of": sum(question.unanswerable for question in questions),
        },
        "per_query": per_query,
        "missing_files": sorted(named - set(texts)),
    }


def texts_by_file(searcher: Searcher) -> Texts:
    """By file, each searchable passage's group of twins and its text as it is compared with quotes."""
    files = {document.id: document.file for document in searcher.store.documents()}
    texts: Texts = {file: [] for file in files.values()}
    twins = {fact.id: fact.twin for fact in searcher.index.lexical.passages.values()}
    for passage in searcher.store.passages():
        if passage.id in twins:
            texts[files[passage.document]].append((twins[passage.id], comparable(passage.text)))
    return texts


def relevant_groups(question: GoldQuestion, texts: Texts) -> list[set[int]]:
    """For each answer of a question the groups of twins that hold its quote."""
    quotes = [(answer.file, comparable(answer.quote)) for answer in question.answers]
    return [{group for group, text in texts.get(file, ()) if quote in text} for file, quote in quotes]


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


def _measured(question: GoldQuestion, searcher: Searcher, mode: str, texts: Texts) -> dict[str, Any]:
    """What became of one question."""
    head: dict[str, Any] = {"id": question.id, "group": question.group}
    try:
        answer = searcher.ask(Question(text=question.question, limit=DEPTH, mode=mode))
        enough, groups = answer.enough_evidence, [searcher.group(hit) for hit in answer.hits]
    except QueryError as error:
        head["error"], enough, groups = error.message, False, []
    if question.unanswerable:
        return head | {"unanswerable": True, "rejected": not enough}
    right = relevant_groups(question, texts)
    relevant = set().union(*right)
    return head | {
        "first_rank": next((rank for rank, group in enumerate(groups, start=1) if group in relevant), None),
        "enough_evidence": enough,
        **scores(groups, right),
        "not_in_store": [
            {"file": gold.file, "quote": gold.quote}
            for gold, found in zip(question.answers, right, strict=True)
            if not found
        ],
    }


def _mean(values: list[float]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0
