"""The pairs that the table is trained on: open parallel text, our own sentences and terms, and those of the vocabulary.

Those of the vocabulary are kept beside this module as they were when the shipped table was trained: a concept that is
added later must not change what that table is made of. `python -m training --vocabulary` writes them anew.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from knowledge.catalogue import read_vocabulary

__all__ = [
    "COPYLEFT",
    "OWN",
    "VOCABULARY",
    "Kind",
    "Pair",
    "fingerprint",
    "held_apart",
    "read_pairs",
    "vocabulary_pairs",
    "write_vocabulary",
]

OWN = Path(__file__).parent / "pairs"
VOCABULARY = Path(__file__).parent / "vocabulary.tsv"
"""The pairs of the vocabulary that the shipped table was trained on: Dutch, English and kind, with tabs between."""
COPYLEFT = ("GPL", "AGPL")
"""Licences whose rows are left out, wherever they turn up."""
HELD_OUT = 1000
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
    for line in VOCABULARY.read_text(encoding="utf-8").splitlines():
        dutch, english, kind = line.split("\t")
        yield Pair(dutch, english, Kind(kind), "vocabulary")


def write_vocabulary(path: Path = VOCABULARY) -> int:
    """Writes the pairs of the vocabulary as it is now; gives how many. The next training uses them."""
    pairs = list(vocabulary_pairs())
    path.write_text("".join(f"{p.dutch}\t{p.english}\t{p.kind.value}\n" for p in pairs), encoding="utf-8")
    return len(pairs)


def vocabulary_pairs() -> Iterator[Pair]:
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


def held_apart(pairs: list[Pair]) -> tuple[list[Pair], list[Pair]]:
    """The pairs to train on, and a thousand sentence pairs that are kept out, with all that share their English."""
    sentences = [pair for pair in pairs if pair.kind is Kind.SENTENCE]
    chosen = np.random.default_rng(123).choice(len(sentences), min(HELD_OUT, len(sentences) // 10), replace=False)
    held = [sentences[n] for n in sorted(chosen.tolist())]
    apart = {pair.english for pair in held} | {pair.dutch for pair in held}
    return [pair for pair in pairs if pair.english not in apart and pair.dutch not in apart], held


def fingerprint(pairs: list[Pair]) -> str:
    """The sha256 of pairs in their order: the card of a table tells by it what the table was made of."""
    digest = hashlib.sha256()
    for pair in pairs:
        digest.update(f"{pair.dutch}\t{pair.english}\t{pair.source}\n".encode())
    return digest.hexdigest()
