"""How well and how fast passages are found, beside what one would take otherwise: same passages, same questions."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import invented
from benchmarks.apart import PEAK, apart, say
from benchmarks.engines import BASE, TIMED, Entry, entries, measure
from benchmarks.models import default_encoder
from benchmarks.tables import ROOT, SHARED, difference, table
from ingest.annotate import Annotate
from ingest.pipeline import run as ingest
from knowledge.catalogue import read_vocabulary
from knowledge.reading import read_yaml
from knowledge.store import Store
from search.engine import Searcher
from search.evaluate import GoldQuestion, read_gold, relevant_groups, scores, texts_by_file
from search.index import open_index
from search.metrics import DEPTH, METRICS, Texts

DOCUMENTS = [*sorted((SHARED / "corpus").glob("*.txt")), SHARED / "corpus" / "pdf"]
DEVELOPMENT = SHARED / "eval" / "questions-dev.json"
IN_ENGLISH = ROOT / "tests" / "search" / "dev-english.yml"
SUITE = sorted((ROOT / "tests" / "search" / "relevance").glob("*.yml"))
OWN_SETS = {"paraphrase": "hard questions", "keywords": "keywords", "english": "English questions"}
"""Kinds of the relevance suite with a table of their own; the others are together in one."""
Folded = list[list[int]]


def files() -> list[Path]:
    """The documents, folders opened."""
    return [file for path in DOCUMENTS for file in (sorted(path.glob("*.pdf")) if path.is_dir() else [path])]


def suite() -> list[GoldQuestion]:
    """The questions of the relevance suite that these documents answer and that any engine can be asked."""
    there = {path.name for path in files()}
    return [
        question
        for question in read_gold(SUITE)
        if there & {answer.file for answer in question.answers} and not question.filters and question.mode is None
    ]


def question_sets() -> dict[str, list[GoldQuestion]]:
    """The questions that have an answer, by the name of their table."""
    development = [question for question in read_gold(DEVELOPMENT) if question.answers]
    sets = {"development questions": development}
    if IN_ENGLISH.exists():
        english = read_yaml(IN_ENGLISH)[0]
        sets["development questions in English"] = [
            question.model_copy(update={"question": english[question.id]})
            for question in development
            if question.id in english
        ]
    for question in suite():
        sets.setdefault(OWN_SETS.get(question.group, "exact kinds"), []).append(question)
    return sets


def run() -> str:
    """A table of quality for each set of questions and one of what each engine costs, on both collections."""
    real = _compared("real documents", fill, question_sets())
    return f"{real}\n{_compared('invented documents', invented.fill, invented.question_sets())}"


def fill(store: Store, annotate: Annotate) -> None:
    """Reads the real documents into a store."""
    ingest(DOCUMENTS, store, annotate=annotate, annotate_version=annotate.version)


def _compared(collection: str, fill: Callable[[Store, Annotate], object], sets: dict[str, list[GoldQuestion]]) -> str:
    """The tables of one collection, of which `fill` puts the passages into a store."""
    asked = [question for questions in sets.values() for question in questions]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        groups, texts = _prepare(folder, fill)
        measured = {
            entry.name: _measured(entry, folder, [q.question for q in asked])
            for entry in entries()
            if not entry.missing
        }
        store_mb = (folder / "thuishaven.sqlite").stat().st_size / 1e6
    rankings = {name: [folded(ids, groups) for ids in found["rankings"]] for name, found in measured.items()}
    parts, first = [], 0
    for title, questions in sets.items():
        part = slice(first, first := first + len(questions))
        right = [relevant_groups(question, texts) for question in questions]
        engines = {name: found[part] for name, found in rankings.items()}
        parts.append(_quality(f"{len(right)} {title}, {len(groups)} passages of {collection}", right, engines))
    return "\n".join([*parts, _costs(measured, len(asked), len(groups), store_mb)])


def _prepare(folder: Path, fill: Callable[[Store, Annotate], object]) -> tuple[dict[str, int], Texts]:
    """Fills a store and writes the texts for peers; gives the group of every passage, and what it says."""
    with Store(folder / "thuishaven.sqlite") as store:
        vocabulary = read_vocabulary()
        fill(store, Annotate(vocabulary))
        known = {p.id: " ".join((*p.heading_path, p.text)) for p in store.passages()}
        (folder / "texts.json").write_text(json.dumps(known), encoding="utf-8")
        with Searcher(store, vocabulary, open_index(folder / "groups", store, None)) as searcher:
            return searcher.index.groups(), texts_by_file(searcher)


def _measured(entry: Entry, folder: Path, questions: list[str]) -> dict[str, Any]:
    """What an engine does, in its own process; ours gets a home without an index each time."""
    say(f"search: {entry.name}")
    settings = entry.settings
    if entry.kind == "own":
        home = folder / "home"
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
        shutil.copyfile(folder / "thuishaven.sqlite", home / "thuishaven.sqlite")
        settings = {**settings, "home": str(home)}
    return apart(measure, kind=entry.kind, settings=settings, texts=str(folder / "texts.json"), questions=questions)


def folded(ids: Sequence[str], groups: Mapping[str, int]) -> list[int]:
    """The ranking as we give it: passages that say the same count once, and contents pages do not count."""
    return list(dict.fromkeys(groups[name] for name in ids if name in groups))[:DEPTH]


def _quality(title: str, right: list[list[set[int]]], rankings: Mapping[str, Folded]) -> str:
    per_query = {
        name: [scores(ranking, answers) for ranking, answers in zip(found, right, strict=True)]
        for name, found in rankings.items()
    }
    base = [row["ndcg@10"] for row in per_query[BASE]]
    rows = [
        (
            name,
            *(sum(row[metric] for row in found) / len(found) for metric in METRICS),
            "" if name == BASE else difference([row["ndcg@10"] for row in found], base),
        )
        for name, found in per_query.items()
    ]
    head = ("engine", "nDCG@10", "MRR@10", "recall@10", "success@1", "nDCG against Dutch bm25s [95 %]")
    return table(f"Search: {title}", head, rows)


def _costs(measured: Mapping[str, dict[str, Any]], questions: int, passages: int, store_mb: float) -> str:
    rows = [
        (
            name,
            f"{found['index_s']:.2f}",
            f"{found['median_ms']:.1f}",
            f"{found['p95_ms']:.1f}",
            f"{found[PEAK]:.0f}",
            f"{found['disk_mb']:.1f}",
        )
        for name, found in measured.items()
    ]
    head = ("engine", "index (s)", "median (ms)", "p95 (ms)", "peak memory (MB)", "disk (MB)")
    cost = table(f"Search: what it costs, {passages} passages, {questions} questions", head, rows)
    left_out = "".join(f"- {entry.name}: left out, {entry.missing}.\n" for entry in entries() if entry.missing)
    return (
        f"{cost}\nTimes are those of about {TIMED} of the questions, warm, one by one."
        " Each engine ran in its own process; the memory is the largest that the process ever held, libraries"
        f" and model included. The disk is what the engine writes; our store of the passages ({store_mb:.1f} MB) comes"
        f" with it, as the texts do for bm25s, txtai and the vectors. Our encoder: {default_encoder()}.\n{left_out}"
    )
