"""What a searcher answers: hits with their reasons, and the form that the command line prints."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from knowledge.documents import Document, Passage
from search.question import Mode

__all__ = ["Answer", "Hit", "Twin"]

Span = tuple[int, int]


@dataclass(frozen=True)
class Twin:
    """Another passage that says the same."""

    document: str
    passage: str


@dataclass(frozen=True)
class Hit:
    """A passage found. `sentence` is the span of the sentence that answers best; `group` is shared with `also_in`."""

    rank: int
    score: float
    document: Document
    passage: Passage
    highlights: tuple[Span, ...]
    sentence: Span
    why: tuple[str, ...]
    citation: str
    also_in: tuple[Twin, ...]
    group: int

    def to_json(self) -> dict[str, Any]:
        """The hit as the command line's contract has it."""
        document, passage = self.document, self.passage
        return {
            "rank": self.rank,
            "score": round(self.score, 4),
            "document": {
                "id": document.id,
                "title": document.title,
                "file": document.file,
                "date": document.date.value,
                "kind": document.kind.value,
            },
            "passage": {
                "id": passage.id,
                "text": passage.text,
                "page": passage.page,
                "heading_path": list(passage.heading_path),
                "kind": passage.kind.value,
                "speaker": passage.speaker,
            },
            "highlights": [list(span) for span in self.highlights],
            "why": list(self.why),
            "citation": self.citation,
            "also_in": [{"document": twin.document, "passage": twin.passage} for twin in self.also_in],
        }


@dataclass(frozen=True)
class Answer:
    """What was found. `enough_evidence` is False when nothing in the store seems to answer the question."""

    query: str
    mode: Mode
    took_ms: float
    enough_evidence: bool
    total: int
    hits: tuple[Hit, ...]
    notes: tuple[str, ...] = ()
    facets: dict[str, dict[str, int]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The answer as the command line's contract has it."""
        return {
            "query": self.query,
            "mode": self.mode.value,
            "took_ms": round(self.took_ms, 1),
            "enough_evidence": self.enough_evidence,
            "total": self.total,
            "hits": [hit.to_json() for hit in self.hits],
            "notes": list(self.notes),
            "facets": self.facets,
        }
