"""The nearness leg: words of the passages that mean nearly what a word of the question means, each with how near.

It is BM25 in which a word of the question stands for the words near it: a passage has as much of the word as it has of
those, each counted by a power of its cosine. English words find Dutch ones in the same way. It needs an encoder of
single words.
"""

from __future__ import annotations

import math
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np

from search.analysis import Analyser
from search.encoders import Encoder, checked
from search.legs import K1, B
from search.lexical import FIELDS, WORDS, LexicalIndex
from search.query import Query
from search.ranking import DECIMALS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from search.encoders import Vectors

    Scores = NDArray[np.float32]

__all__ = ["NearLeg", "NearWords", "WordEncoder", "write_near"]

VECTORS, FORMS, CODES = "near.npy", "near.txt", "near.codes"
MOST_FORMS = 50_000
"""Only so many of the words of the passages, the commonest, are compared with those of the question."""
EXACT_WORDS, CANDIDATES = 12_000, 300
"""Above so many words codes of 64 bytes propose so many for each word of the question, and the exact vectors decide.

Measured on 36,199 words and 313 of questions: 2 ms for six words instead of 8, with 0.996 of the right near words.
"""
KNOWN_WORDS = 1_000
"""So many words of questions are remembered with the words near them (some 10 kB each)."""
LEAST_COSINE, MOST_NEAR, POWER = 0.35, 60, 2.5
"""A word counts from this cosine on, the nearest so many, each with the cosine to this power."""
HOLDS = 0.3
"""A passage holds a word of the question, for its rarity, when the words near it count this much together."""

_STEMS = FIELDS.index("stems")


@runtime_checkable
class WordEncoder(Encoder, Protocol):
    """An encoder that also makes vectors of single words, so cheaply that all words of an index can have one."""

    def encode_words(self, words: list[str], *, english: bool = False) -> Vectors:
        """One row of length 1 for each plain word, zeros for one that it does not know."""
        ...

    def is_english(self, text: str) -> bool:
        """Whether a text is in English rather than in Dutch."""
        ...


@dataclass(frozen=True)
class NearLeg:
    """Scores by row, and which share of the question, weighed by rarity, a row holds nearly (0 to 1).

    `near` gives for each word of the question the terms near it, each with its nearest form and the cosine of that.
    """

    scores: Scores
    coverage: Scores
    near: dict[str, dict[str, tuple[str, float]]] = field(default_factory=dict)


def write_near(folder: Path, encoder: WordEncoder, exact: int = EXACT_WORDS) -> None:
    """Writes the vectors of the words of an index in a folder that nobody reads yet, from the index's own word list.

    Raises EncoderError when the encoder gives something else than vectors.
    """
    database = sqlite3.connect(f"{(folder / WORDS).resolve().as_uri()}?mode=ro", uri=True)
    try:
        query = "SELECT word, stem FROM splits WHERE passages > 0 ORDER BY passages DESC, word LIMIT ?"
        found = database.execute(query, (MOST_FORMS,)).fetchall()
    finally:
        database.close()
    vectors = checked(encoder, encoder.encode_words([word for word, _ in found]), len(found))
    known = np.flatnonzero(vectors.any(axis=1))
    kept = np.ascontiguousarray(vectors[known], dtype=np.float32)
    np.save(folder / VECTORS, kept)
    (folder / CODES).unlink(missing_ok=True)
    if len(kept) > exact:
        from search.vectors import write_codes

        write_codes(folder / CODES, kept)
    (folder / FORMS).write_text("".join(f"{found[n][0]} {found[n][1]}\n" for n in known.tolist()), encoding="ascii")


class NearWords:
    """The words of an index with their vectors."""

    def __init__(self, folder: Path, encoder: WordEncoder, dimension: int) -> None:
        """Raises OSError or ValueError when the files are not what the encoder made."""
        self._encoder = encoder
        self._forms = (folder / FORMS).read_text(encoding="ascii").splitlines()
        self._vectors: Vectors = np.load(folder / VECTORS, mmap_mode="r").view(np.ndarray)
        self._codes = None
        if (folder / CODES).exists():  # FAISS is loaded only where there are so many
            from search.vectors import read_codes

            self._codes = read_codes(folder / CODES, len(self._forms))
        if self._vectors.shape != (len(self._forms), dimension):
            raise ValueError(f"{folder / VECTORS} does not fit {FORMS}")
        self._known: dict[tuple[str, bool], dict[str, tuple[str, float]]] = {}

    def search(self, query: Query, index: LexicalIndex, analyser: Analyser) -> NearLeg:
        """The leg for the words of a question; raises EncoderError."""
        scores = np.zeros(len(index.columns), dtype=np.float32)
        forms = [word.form for word in query.words]
        if not forms or not len(self._forms):
            return NearLeg(scores, scores)
        near = self._near(forms, None if query.english else analyser)
        postings = index.raw_postings({stem for stems in near.values() for stem in stems})
        columns = index.columns
        norm = np.float32(K1) * (1 - B + B * columns.words / np.float32(max(1.0, columns.mean_words)))
        total, covered = 0.0, np.zeros_like(scores)
        for stems in near.values():
            found = [(*postings[stem], cosine) for stem, (_, cosine) in reversed(stems.items()) if stem in postings]
            if not found:
                continue
            of_rows, of_counts, of_cosines = zip(*found, strict=True)
            rows = np.frombuffer(b"".join(of_rows), dtype="<i4")
            counts = np.frombuffer(b"".join(of_counts), dtype=np.uint8)
            each, sizes = np.array(of_cosines, dtype=np.float32), [len(rows) // 4 for rows in of_rows]
            cosines, worth = np.repeat(each, sizes), np.repeat(each ** np.float32(POWER), sizes)
            times = counts.reshape(len(rows), len(FIELDS))[:, _STEMS] * worth
            frequency = np.bincount(rows, times, minlength=len(scores)).astype(np.float32)
            if not columns.all_alive:
                frequency[~columns.alive] = 0
            holding = int(np.count_nonzero(frequency >= HOLDS))
            rarity = math.log(1 + (len(index) - holding + 0.5) / (holding + 0.5))
            scores += np.float32(rarity * (K1 + 1)) * frequency / (frequency + norm)
            nearest = np.zeros_like(scores)
            held = times > 0
            nearest[rows[held]] = cosines[held]  # they rise: of a row that comes twice the last is the nearest
            covered += np.float32(rarity) * nearest
            total += rarity
        return NearLeg(scores, covered / np.float32(total or 1.0), near)

    def _near(self, forms: list[str], analyser: Analyser | None) -> dict[str, dict[str, tuple[str, float]]]:
        """For each word its near terms, the nearest first, by the nearest form of each.

        The first is its own term, as `analyser` has it; without one the words are English and have none here.
        """
        english = analyser is None
        new = [form for form in forms if (form, english) not in self._known]
        if len(self._known) + len(new) > KNOWN_WORDS:
            self._known.clear()
            new = forms
        vectors = checked(self._encoder, self._encoder.encode_words(new, english=english), len(new))
        for form, vector in zip(new, vectors, strict=True):
            own = {} if analyser is None else {analyser.stem(form): (form, 1.0)}
            self._known[form, english] = self._with_near(own, vector)
        return {form: self._known[form, english] for form in forms}

    def _with_near(self, terms: dict[str, tuple[str, float]], vector: Vectors) -> dict[str, tuple[str, float]]:
        """These terms and, behind them, those near a vector."""
        places, cosines = self._proposed(vector)
        kept = np.flatnonzero(cosines >= LEAST_COSINE)
        # many words share a direction: of those that are as near the commonest come first, whatever the last digit is
        kept = kept[np.argsort(-cosines[kept].round(DECIMALS), kind="stable")][:MOST_NEAR]
        for place, cosine in zip(places[kept].tolist(), cosines[kept].tolist(), strict=True):
            word, stem = self._forms[place].split()
            if stem not in terms:
                terms[stem] = (word, cosine)
        return terms

    def _proposed(self, vector: Vectors) -> tuple[NDArray[np.int64], Vectors]:
        """Places of words that may be near, in order, and their exact cosines.

        Each word is compared by itself, so that it gets the same numbers whatever it is asked with.
        """
        if self._codes is None:
            return np.arange(len(self._forms)), self._vectors @ vector
        found = self._codes.search(vector[None], CANDIDATES)[1][0]
        places = np.sort(found[found >= 0])
        return places, self._vectors[places] @ vector
