"""Which concepts a document holds, and which of them somebody waits for."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.annotate import counts
from knowledge.concepts import Vocabulary
from knowledge.errors import UnknownRecord
from knowledge.store import Store

__all__ = ["Flags", "held"]


def held(store: Store, document_id: str) -> dict[str, int]:
    """In how many passages of a document each concept stands, the most frequent first; a suggestion does not count.

    A passage that denies or asks something is about it too, and counts.
    """
    return {concept: n["passages"] for concept, n in counts(store.annotations(document_id)).items() if n["passages"]}


class Flags:
    """The concepts that somebody waits for, each with all that is narrower."""

    def __init__(self, wanted: Iterable[str], vocabulary: Vocabulary) -> None:
        """Ids may be given without the name of their concept scheme; raises UnknownRecord with near ids."""
        self._ids: set[str] = set()
        for name in wanted:
            self._ids |= vocabulary.with_narrower(_whole(name, vocabulary))

    def __bool__(self) -> bool:
        return bool(self._ids)

    def among(self, concepts: Iterable[str]) -> list[str]:
        """Those of the concepts that somebody waits for, in the same order."""
        return [concept for concept in concepts if concept in self._ids]


def _whole(name: str, vocabulary: Vocabulary) -> str:
    """The id with its concept scheme, which may be left out where only one concept has the name."""
    if "/" in name:
        return name
    found = [c.id for c in vocabulary if c.id.split("/", 1)[1] == name]
    if len(found) > 1:
        raise UnknownRecord("concept", name, found)
    return found[0] if found else name
