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
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import UnknownRecord

if TYPE_CHECKING:
    from knowledge.concepts import Vocabulary

__all__ = ["FILE", "Concepts", "KnownConcept", "open_concepts"]

FILE = "concepts.json"
FORMAT = "1"
VOCABULARY = Path(__file__).parents[1] / "knowledge" / "vocabulary"


@dataclass(frozen=True, slots=True)
class KnownConcept:
    """A concept: its preferred labels, every label (in the order in which they count), and those that deny it."""

    id: str
    nl: str
    en: str | None
    labels: tuple[str, ...]
    negative: tuple[str, ...]
    below: tuple[str, ...]

    @property
    def scheme(self) -> str:
        """The id of the concept scheme that holds it."""
        return self.id.split("/", 1)[0]


class Concepts:
    """All concepts, in the order of the vocabulary."""

    def __init__(self, concepts: dict[str, KnownConcept]) -> None:
        self._concepts = concepts

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

    def with_narrower(self, concept_id: str) -> set[str]:
        """This concept's id and those of everything below it; raises UnknownRecord."""
        return {concept_id, *self.concept(concept_id).below}

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> Concepts:
        """What a search needs of a vocabulary."""
        found = {}
        for concept in vocabulary:
            below = tuple(sorted(vocabulary.with_narrower(concept.id) - {concept.id}))
            pref = concept.pref
            found[concept.id] = KnownConcept(
                concept.id, pref.nl, pref.en, concept.labels(), tuple(concept.negative), below
            )
        return cls(found)


def open_concepts(home: Path, vocabulary: Path = VOCABULARY) -> Concepts:
    """The concepts of a vocabulary's folder; raises RecordError when they must be read anew and a file is wrong."""
    path = home / "index" / FILE
    fingerprint = _fingerprint(vocabulary)
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["fingerprint"] == fingerprint:
            return Concepts({entry["id"]: _read(entry) for entry in data["concepts"]})
    from knowledge.catalogue import read_vocabulary

    concepts = Concepts.of(read_vocabulary(vocabulary))
    with contextlib.suppress(OSError):  # it is only a short cut
        _write(path, {"fingerprint": fingerprint, "concepts": [asdict(concept) for concept in concepts]})
    return concepts


def _read(entry: dict[str, object]) -> KnownConcept:
    lists = {name: tuple(map(str, entry[name])) for name in ("labels", "negative", "below")}  # type: ignore[call-overload]
    return KnownConcept(id=str(entry["id"]), nl=str(entry["nl"]), en=entry["en"], **lists)  # type: ignore[arg-type]


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
    """A hash of the files, their names and the form of what is made of them."""
    digest = hashlib.sha256(FORMAT.encode())
    for path in sorted(folder.glob("*.yml")):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"\n{path.name} {content}".encode())
    return digest.hexdigest()
