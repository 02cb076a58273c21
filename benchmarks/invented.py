"""Passages and questions written to measure the search on what it was not made on (see questions/README.md)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from ingest.annotate import Annotate
from knowledge.documents import Document, Passage
from knowledge.store import Store
from search.evaluate import GoldQuestion
from search.gold import GoldAnswer

__all__ = ["FOLDER", "Invented", "fill", "question_sets", "read"]

FOLDER = Path(__file__).parent / "questions"
ASKED = {
    "hard": "hard questions",
    "hard2": "hard questions",
    "plain": "plain questions",
    "english": "English questions",
    "keywords": "keywords",
}
"""The ways in which a passage is asked for, and the table that each counts in."""


@dataclass(frozen=True)
class Invented:
    """A passage, its place, and the question that it answers by the way of asking; none for a passage that is dull."""

    document: str
    heading: str
    text: str
    questions: dict[str, str]


def read(folder: Path = FOLDER) -> list[Invented]:
    """All passages, in the order of their documents; the name of a file comes before the names of its documents."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            questions = {way: row[way] for way in ASKED if way in row}
            found.append(Invented(f"{path.stem}-{row['document']}", row["heading"], row["text"], questions))
    return found


def fill(store: Store, annotate: Annotate) -> None:
    """Puts the passages into a store, annotated as those of other documents are."""
    for name, rows in groupby(read(), key=lambda passage: passage.document):
        seen: dict[str, int] = {}
        passages = [
            Passage.make(name, order, row.text, seen=seen, heading_path=(row.heading,))
            for order, row in enumerate(rows)
        ]
        document = Document(
            id=name,
            file=_file(name),
            title=name.replace("-", " "),
            origin=f"invented:{name}",
            media_type="text/plain",
            sha256=hashlib.sha256(name.encode()).hexdigest(),
        )
        store.replace(document, passages, annotate(passages), configuration="0" * 64)


def question_sets() -> dict[str, list[GoldQuestion]]:
    """The questions by the name of their table; the one right answer is the passage for which each was written."""
    sets: dict[str, list[GoldQuestion]] = {}
    for number, passage in enumerate(read()):
        answers = (GoldAnswer(file=_file(passage.document), quote=passage.text),)
        for way, text in passage.questions.items():
            question = GoldQuestion(id=f"{number}-{way}", group=way, question=text, answers=answers)
            sets.setdefault(ASKED[way], []).append(question)
    return sets


def _file(document: str) -> str:
    return f"{document}.txt"
