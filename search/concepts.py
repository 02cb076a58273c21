"""The vocabulary as a search needs it: labels and what lies below each concept, kept in a file that is read in no time.

`home/index/concepts.json` is derived from the YAML files of the vocabulary and names their hash: it is made again
when they change. A home that cannot be written is no hindrance: then they are read each time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from knowledge.errors import UnknownRecord
from search.analysis import VERSION as ANALYSIS
from search.analysis import analyser, words
from search.stopwords import DUTCH

if TYPE_CHECKING:
    from knowledge.concepts import Vocabulary

__all__ = ["FILE", "Concepts", "KnownConcept", "KnownLabel", "open_concepts"]

FILE = "concepts.json"
FORMAT = "3"
SHORT_NAME = 3
"""Labels in capitals of at most this many letters (FIT, AI, VS) must be typed in capitals."""
VOCABULARY = Path(__file__).parents[1] / "knowledge" / "vocabulary"


class KnownLabel(NamedTuple):
    """A label as a question is compared with it: the stems of its words, stop words left out.

    A `negative` one denies its concept; a `cased` one must be typed in capitals.
    """

    concept: str
    stems: list[str]
    negative: bool
    cased: bool


class KnownConcept(NamedTuple):
    """A concept: its preferred labels, and the ids of what lies below it."""

    id: str
    nl: str
    en: str | None
    below: list[str]

    @property
    def scheme(self) -> str:
        """The id of the concept scheme that holds it."""
        return self.id.split("/", 1)[0]


class Concepts:
    """All concepts, in the order of the vocabulary."""

    def __init__(self, concepts: dict[str, KnownConcept], labels: dict[str, list[list[Any]]]) -> None:
        """`labels` has what a KnownLabel holds, in the order in which they count, by the first stem of each."""
        self._concepts = concepts
        self._labels = labels

    def __iter__(self) -> Iterator[KnownConcept]:
        return iter(self._concepts.values())

    def __len__(self) -> int:
        return len(self._concepts)

    def __contains__(self, concept_id: object) -> bool:
        return concept_id in self._concepts

    def concept(self, concept_id: str) -> KnownConcept:
        """The concept with this id; raises UnknownRecord with near ids."""
        try:
            return self._concepts[concept_id]
        except KeyError:
            raise UnknownRecord("concept", concept_id, self._concepts) from None

    def labels(self, stem: str) -> list[KnownLabel]:
        """The labels of which this is the first stem."""
        return [KnownLabel(*entry) for entry in self._labels.get(stem, ())]

    def with_narrower(self, concept_id: str) -> set[str]:
        """This concept's id and those of everything below it; raises UnknownRecord."""
        return {concept_id, *self.concept(concept_id).below}

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> Concepts:
        """What a search needs of a vocabulary."""
        found: dict[str, KnownConcept] = {}
        labels: dict[str, list[list[Any]]] = {}
        for concept in vocabulary:
            below = sorted(vocabulary.with_narrower(concept.id) - {concept.id})
            found[concept.id] = KnownConcept(concept.id, concept.pref.nl, concept.pref.en, below)
            if concept.deprecated is not None:
                continue  # a question means what replaces it
            for texts, negative in ((concept.labels(), False), (concept.negative, True)):
                for text in texts:
                    if stems := [analyser().stem(word.form) for word in words(text) if word.form not in DUTCH]:
                        cased = text.isupper() and len(text) <= SHORT_NAME
                        labels.setdefault(stems[0], []).append([concept.id, stems, negative, cased])
        return cls(found, labels)


def open_concepts(home: Path, vocabulary: Path = VOCABULARY) -> Concepts:
    """The concepts of a vocabulary's folder; raises RecordError when they must be read anew and a file is wrong."""
    path = home / "index" / FILE
    fingerprint = _fingerprint(vocabulary)
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["fingerprint"] == fingerprint:
            return Concepts({entry[0]: KnownConcept(*entry) for entry in data["concepts"]}, dict(data["labels"]))
    from knowledge.catalogue import read_vocabulary

    concepts = Concepts.of(read_vocabulary(vocabulary))
    with contextlib.suppress(OSError):  # it is only a short cut
        _write(path, {"fingerprint": fingerprint, "concepts": list(concepts), "labels": concepts._labels})
    return concepts


def _write(path: Path, data: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(prefix=".concepts-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(data, file, ensure_ascii=False)
        Path(aside).chmod(0o644)
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


def _fingerprint(folder: Path) -> str:
    """A hash of the files, their names, and what decides what is made of them."""
    digest = hashlib.sha256(f"{FORMAT} {ANALYSIS}".encode())
    for path in sorted(folder.glob("*.yml")):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"\n{path.name} {content}".encode())
    return digest.hexdigest()
