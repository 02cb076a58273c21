"""Measures a searcher against questions of which the answers are known."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from knowledge.errors import QueryError, UnknownRecord
from search.comparison import as_run, compare
from search.engine import Answer, Hit, Mode, Question, Searcher
from search.gold import GoldAnswer, GoldQuestion, read_gold
from search.metrics import DEPTH, METRICS, Texts, holding, mean, relevant_groups, scores, texts_by_file
from search.significance import interval

__all__ = [
    "ALL_MODES",
    "GoldAnswer",
    "GoldQuestion",
    "evaluate_search",
    "read_gold",
    "relevant_groups",
    "scores",
    "texts_by_file",
]

ALL_MODES = "all"
NO_GROUP = "(no group)"


def evaluate_search(gold: Path | Sequence[Path], searcher: Searcher, *, mode: str = Mode.HYBRID) -> dict[str, Any]:
    """Asks every question of a gold file, or of several, and measures the first ten hits.

    A passage is right when its document's file is named in an answer and its text holds that answer's quote; what is
    folded into a hit counts with it. nDCG is binary, its ideal all right passages of the store; recall is the share of
    the answers that are found. A question of which no answer stands in the store counts as not found, and is named.
    Intervals are 95 % bootstrap intervals of the mean; times are milliseconds.

    With mode *all* each leg is measured beside the hybrid: `modes` holds the run of each, `hybrid_against` how much
    better the hybrid is than each leg, and the other keys are those of the hybrid.

    Raises MisuseError for a malformed file and QueryError for a mode that cannot be asked.
    """
    questions = read_gold(gold)
    texts = texts_by_file(searcher)
    names = [gold.name] if isinstance(gold, Path) else [path.name for path in gold]
    if mode != ALL_MODES:
        return {"gold": names, **_run(questions, searcher, Mode(_usable(searcher, mode)), texts)}
    notes = []
    modes = [Mode.HYBRID, Mode.LEXICAL, Mode.SEMANTIC]
    if searcher.index.semantic is None:
        notes.append("The semantic leg was left out: no encoder is chosen.")
        modes.remove(Mode.SEMANTIC)
    runs = {one.value: _run(questions, searcher, Mode(_usable(searcher, one)), texts) for one in modes}
    hybrid = runs[Mode.HYBRID.value]
    against = {
        name: compare(hybrid, as_run(run, name=f"the {name} leg")) for name, run in runs.items() if run is not hybrid
    }
    return {
        "gold": names,
        **hybrid,
        "notes": [*hybrid["notes"], *notes],
        "modes": runs,
        "hybrid_against": against,
    }


def _usable(searcher: Searcher, mode: str) -> str:
    """The mode, once it has been asked: one that cannot be asked is told, and no first load is counted in the times."""
    searcher.ask(Question(text="reshoring", mode=mode, limit=1))
    return mode


def _run(questions: list[GoldQuestion], searcher: Searcher, mode: Mode, texts: Texts) -> dict[str, Any]:
    """All questions asked in one mode, and what came of them."""
    rows = [_measured(question, searcher, mode, texts) for question in questions]
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row["group"] or NO_GROUP, []).append(row)
    named = {answer.file for question in questions for answer in question.answers}
    counts = searcher.store.counts()
    semantic = searcher.index.semantic
    return {
        **_summary(rows),
        "mode": mode.value,
        "groups": {name: _summary(found) for name, found in groups.items()},
        "took_ms": _times(rows),
        "per_query": rows,
        "not_in_store": [row["id"] for row in rows if row.get("expected") and not any(map(_stands, row["expected"]))],
        "partly_in_store": [
            row["id"] for row in rows if len({_stands(answer) for answer in row.get("expected", ())}) > 1
        ],
        "missing_files": sorted(named - set(texts)),
        "searched": {name: counts[name] for name in ("documents", "passages")},
        "encoder": "none" if semantic is None else semantic.encoder.name,
        "notes": _notes(rows),
    }


def _summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The means of some questions with their intervals, and how many could and could not be answered."""
    measured = [row for row in rows if not row.get("unanswerable")]
    columns = {name: [row[name] for row in measured] for name in METRICS}
    return {
        "queries": len(rows),
        "metrics": {name: mean(values) for name, values in columns.items()},
        "intervals": {name: _rounded(interval(values)) for name, values in columns.items()},
        "answerable": {"enough_evidence": sum(row["enough_evidence"] for row in measured), "of": len(measured)},
        "unanswerable": {
            "rejected": sum(row.get("rejected", False) for row in rows),
            "of": len(rows) - len(measured),
        },
    }


def _rounded(found: tuple[float, float] | None) -> list[float] | None:
    return None if found is None else [round(bound, 4) for bound in found]


def _times(rows: list[dict[str, Any]]) -> dict[str, float | None]:
    """The median and the 95th percentile of the milliseconds that questions took."""
    import numpy as np

    times = [row["took_ms"] for row in rows if row["took_ms"] is not None]
    if not times:
        return {"median": None, "p95": None}
    median, p95 = np.percentile(times, [50, 95])
    return {"median": round(float(median), 1), "p95": round(float(p95), 1)}


def _notes(rows: list[dict[str, Any]]) -> list[str]:
    return [f"Question {row['id']} could not be asked: {row['error']}" for row in rows if "error" in row]


def _measured(question: GoldQuestion, searcher: Searcher, mode: Mode, texts: Texts) -> dict[str, Any]:
    """What became of one question."""
    row: dict[str, Any] = {"id": question.id, "group": question.group, "question": question.question}
    if question.mode is not None:
        row["mode"] = question.mode.value
    if question.filters:
        row["filters"] = {name: list(v) if isinstance(v, tuple) else v for name, v in question.filters.items()}
    answer: Answer | None = None
    unasked = False
    filters: dict[str, Any] = dict(question.filters)
    try:
        answer = searcher.ask(Question(text=question.question, limit=DEPTH, mode=question.mode or mode, **filters))
    except UnknownRecord as error:
        row["error"], unasked = str(error), True
    except QueryError as error:
        row["error"] = str(error)
    hits = answer.hits if answer is not None else ()
    groups = [searcher.group(hit) for hit in hits]
    right = relevant_groups(question, texts)
    relevant = set().union(*right)
    row["took_ms"] = None if answer is None else round(answer.took_ms, 2)
    row["enough_evidence"] = answer is not None and answer.enough_evidence
    row["hits"] = [_hit(hit, group in relevant) for hit, group in zip(hits, groups, strict=True)]
    if question.unanswerable:
        # words that cannot be searched for are told to who asks; a filter that does not exist is a fault of the gold
        return row | {"unanswerable": True, "rejected": not row["enough_evidence"] and not unasked}
    expected = [_expected(gold, texts, groups) for gold in question.answers]
    return row | {
        "first_rank": next((rank for rank, group in enumerate(groups, start=1) if group in relevant), None),
        **scores(groups, right),
        "expected": expected,
        "not_in_store": [{"file": e["file"], "quote": e["quote"]} for e in expected if not _stands(e)],
    }


def _expected(answer: GoldAnswer, texts: Texts, groups: list[int]) -> dict[str, Any]:
    """An answer, the passages of the store that hold it, and the rank at which the first of them came."""
    found = holding(answer, texts)
    those = {text.group for text in found}
    return {
        "file": answer.file,
        "quote": answer.quote,
        "passages": [text.passage for text in found],
        "rank": next((rank for rank, group in enumerate(groups, start=1) if group in those), None),
    }


def _stands(expected: dict[str, Any]) -> bool:
    return bool(expected["passages"])


def _hit(hit: Hit, right: bool) -> dict[str, Any]:
    """What is kept of a hit: enough to look it up and to see why it came."""
    return {
        "rank": hit.rank,
        "document": hit.document.id,
        "file": hit.document.file,
        "passage": hit.passage.id,
        "score": round(hit.score, 4),
        "why": list(hit.why),
        "right": right,
        "sentence": list(hit.sentence),
        "also_in": [twin.passage for twin in hit.also_in],
    }
