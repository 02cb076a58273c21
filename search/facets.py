"""How many of the passages found have what one can filter by: so that a reader sees what a filter would leave."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from search.concepts import Concepts
from search.filters import SCHEMES, fact_rows, from_places
from search.lexical import LexicalIndex

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.int64]

__all__ = ["MOST", "Facets"]

MOST = 30
"""So many values of a facet are told, those with the most passages first."""


class Facets:
    """Counts over an index; what it has looked up of concepts it remembers."""

    def __init__(self, index: LexicalIndex, concepts: Concepts) -> None:
        self._index, self._concepts = index, concepts

    def count(self, rows: Rows) -> dict[str, dict[str, int]]:
        """By facet (named as the filter is) and value how many of these rows have it, most first."""
        kinds: Counter[str] = Counter()
        documents: Counter[str] = Counter()
        years: Counter[str] = Counter()
        counts = np.bincount(self._index.columns.document[rows])
        for number in np.flatnonzero(counts).tolist():
            document, found = self._index.numbered[number], int(counts[number])
            documents[document.id] += found
            kinds[document.kind] += found
            years[document.date[:4] if document.date else "unknown"] += found
        facets = {"kind": kinds, "document": documents, "year": years}
        chosen = np.zeros(len(self._index.columns), dtype=bool)
        chosen[rows] = True
        for name, values in self._rows.items():
            facets[name] = Counter({value: int(np.count_nonzero(chosen[having])) for value, having in values.items()})
        return {name: _most(found) for name, found in facets.items()}

    @cached_property
    def _rows(self) -> dict[str, dict[str, Rows]]:
        """By facet and concept the rows that the filter on it leaves."""
        found: dict[str, dict[str, Rows]] = {name: {} for name in (*SCHEMES, "jurisdiction")}
        names = {scheme: name for name, scheme in SCHEMES.items()} | {"jurisdictions": "jurisdiction"}
        facts = {concept: fact_rows(marks) for concept, marks in self._index.all_marks()}
        for concept in self._concepts:
            name = names.get(concept.scheme)
            if name is None:
                continue
            wanted = self._concepts.with_narrower(concept.id)
            having = from_places(wanted if name == "jurisdiction" else set(), self._index)
            for one in wanted & facts.keys():
                having[facts[one]] = True
            rows = np.flatnonzero(having)
            if len(rows):
                found[name][concept.id.split("/", 1)[1]] = rows
        return found


def _most(found: Counter[str]) -> dict[str, int]:
    ordered = sorted(((value, count) for value, count in found.items() if count), key=lambda item: (-item[1], item[0]))
    return dict(ordered[:MOST])
