"""The pairs that the table is trained on: open parallel text, our own sentences and terms, and the vocabulary."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from knowledge.catalogue import read_vocabulary

__all__ = ["COPYLEFT", "OWN", "Kind", "Pair", "read_pairs"]

OWN = Path(__file__).parent / "pairs"
COPYLEFT = ("GPL", "AGPL")
"""Licences whose rows are left out, wherever they turn up."""
_SENTENCES = "nl-en-sentences.tsv.gz"
_FILES = ("nl-en-dictionary.tsv.gz", "nl-en-wordnet.tsv.gz", "nl-en-cognates.tsv.gz", _SENTENCES)


class Kind(StrEnum):
    """What a pair is, which decides how often it is seen and what is learned from it."""

    TERM = "term"
    GLOSS = "gloss"
    SENTENCE = "sentence"
    OWN_SENTENCE = "own sentence"
    OWN_TERM = "own term"


@dataclass(frozen=True, slots=True)
class Pair:
    """A Dutch text and an English one that mean the same; `source` names where it comes from."""

    dutch: str
    english: str
    kind: Kind
    source: str


def read_pairs(parallel: Path) -> list[Pair]:
    """All pairs, without those that stand there twice, in a fixed order."""
    found: dict[tuple[str, str], Pair] = {}
    for pair in (*_own(), *_vocabulary(), *_parallel(parallel)):
        found.setdefault((pair.dutch.lower(), pair.english.lower()), pair)
    return list(found.values())


def _parallel(folder: Path) -> Iterator[Pair]:
    for name in _FILES:
        with gzip.open(folder / name, "rt", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row["licence"].startswith(COPYLEFT):
                    continue
                source = row["source"]
                kind = Kind.SENTENCE if name == _SENTENCES else Kind.GLOSS if "gloss" in source else Kind.TERM
                yield Pair(row["nl"], row["en"], kind, source)


def _own() -> Iterator[Pair]:
    """Our own sentences and terms: a line each, Dutch and English with a tab between."""
    for path in sorted(OWN.glob("*.tsv")):
        kind = Kind.OWN_TERM if path.stem.endswith("-terms") else Kind.OWN_SENTENCE
        for line in path.read_text(encoding="utf-8").splitlines():
            dutch, english = line.split("\t")
            yield Pair(dutch, english, kind, f"own pairs: {path.stem}")


def _vocabulary() -> Iterator[Pair]:
    """Labels of a concept in both languages, its lay words with the English label, and its definition."""
    for concept in read_vocabulary():
        label = concept.pref
        english = [text for text in (label.en, *concept.alt.en, *concept.hidden.en) if text]
        for dutch in (label.nl, *concept.alt.nl, *concept.hidden.nl):
            if english:
                yield Pair(dutch, english[0], Kind.OWN_TERM, "vocabulary")
        for text in english[1:]:
            yield Pair(label.nl, text, Kind.OWN_TERM, "vocabulary")
        if concept.definition.en:
            yield Pair(concept.definition.nl, concept.definition.en, Kind.OWN_SENTENCE, "vocabulary")
