"""Dutch text of any length with natural statistics, made from a seed, and a store filled with it.

Words follow one another as in the real documents (pairs of words, now and then any word), in sentences and passages
of the lengths that they have there. Where a word would come that the documents hold only once, a rare word comes,
drawn by Zipf's law from those and the Dutch word list: so the number of different words keeps growing with the text.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from ingest.pipeline import read_document
from knowledge.annotations import Annotation, Annotator, AnnotatorKind
from knowledge.base import PartialDate
from knowledge.catalogue import read_vocabulary
from knowledge.documents import Document, Passage
from knowledge.store import Store

SEED = 20261121
ANY_WORD = 0.3
"""How often the next word is drawn without regard to the one before: else the text would be the documents again."""
CHAINS, STEPS = 1024, 512
PASSAGES = 200
"""How many passages a document has."""
MOST_ANNOTATIONS = 2
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\u00c0-\u00dd])")
_TIME = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
_ANNOTATOR = Annotator(kind=AnnotatorKind.RULE, name="synthetic-labels", version="1")


def real_texts(files: Iterable[Path]) -> list[str]:
    """The passages of real documents."""
    return [passage.text for file in files for passage in read_document(file).passages]


def rare_words() -> list[str]:
    """The Dutch word list that the lemma table brings: some 200,000 forms, in the order of the alphabet."""
    import gzip
    import json
    from importlib.resources import files

    path = files("spacy_lookups_data") / "data" / "nl_lemma_lookup.json.gz"
    return sorted(word for word in json.loads(gzip.decompress(path.read_bytes())) if word.isalpha() and word.islower())


class Writer:
    """Writes passages without end, always the same ones: the first thousand are the same of however many."""

    def __init__(self, texts: Sequence[str], rare: Sequence[str]) -> None:
        import numpy as np

        self._draw = np.random.default_rng(SEED)
        sentences = [words for text in texts for part in _SENTENCE_END.split(text) if (words := _words(part))]
        running = [word for words in sentences for word in words]
        counts = Counter(running)
        known = sorted(counts, key=lambda word: (-counts[word], word))
        number = {word: place for place, word in enumerate(known)}
        self._running = np.array([number[word] for word in running])
        self._order = np.argsort(self._running, kind="stable")
        self._count = np.bincount(self._running)
        self._first = np.concatenate([[0], np.cumsum(self._count)[:-1]])
        self._known = np.array(known, dtype=object)
        self._once = int((self._count > 1).sum())
        drawn = [rare[place] for place in self._draw.permutation(len(rare))]
        self._rare = np.array(known[self._once :] + drawn, dtype=object)
        share = 1 / (self._once + 1 + np.arange(len(self._rare)))
        self._rare_up_to = np.cumsum(share / share.sum())
        self._sentences = np.array([len(words) for words in sentences])
        self._half = self._sentences.mean() / 2
        self._passages = np.array([len(text.split()) for text in texts])

    def __iter__(self) -> Iterator[str]:
        words, sentences, lengths = self._words(), self._drawn(self._sentences), self._drawn(self._passages)
        for wanted in lengths:
            parts: list[str] = []
            held = 0
            while not parts or held + self._half < wanted:
                length = next(sentences)
                held += length
                text = " ".join(islice(words, length))
                parts.append(f"{text[0].upper()}{text[1:]}.")
            yield " ".join(parts)

    def _drawn(self, values: Any) -> Iterator[int]:
        while True:
            yield from self._draw.choice(values, 4096).tolist()

    def _words(self) -> Iterator[str]:
        """The chains one after another, then their sequels: each step goes to a word that followed the last one."""
        import numpy as np

        state = self._draw.choice(self._running, CHAINS)
        while True:
            steps = np.empty((STEPS, CHAINS), dtype=np.int64)
            for step in range(STEPS):
                nth = (self._draw.random(CHAINS) * self._count[state]).astype(np.int64)
                place = (self._order[self._first[state] + nth] + 1) % len(self._running)
                jump = self._draw.random(CHAINS) < ANY_WORD
                place[jump] = self._draw.integers(0, len(self._running), int(jump.sum()))
                steps[step] = state = self._running[place]
            numbers = steps.T.reshape(-1)
            made = self._known[numbers]
            rare = np.flatnonzero(numbers >= self._once)
            made[rare] = self._rare[np.searchsorted(self._rare_up_to, self._draw.random(len(rare)))]
            yield from made.tolist()


def _words(sentence: str) -> list[str]:
    """The words of a sentence as written, without the mark at its end and the capital of its beginning."""
    words = sentence.rstrip(".!?: ").split()
    if words and words[0][1:].islower():
        words[0] = words[0].lower()
    return words


def fill(home: str, count: int, files: Sequence[str]) -> dict[str, float]:
    """Writes so many passages into the store of a home, with annotations on labels of one word; tells what was made."""
    labels = {
        label: concept.id
        for concept in read_vocabulary()
        for label in concept.labels()
        if label.isalpha() and label.islower()
    }
    writer = iter(Writer(real_texts(map(Path, files)), rare_words()))
    words = annotated = 0
    with Store(Path(home) / "thuishaven.sqlite") as store:
        for start in range(0, count, PASSAGES):
            name = f"synthetic-{start // PASSAGES:05}"
            seen: dict[str, int] = {}
            texts = islice(writer, min(PASSAGES, count - start))
            passages = [Passage.make(name, order, text, seen=seen) for order, text in enumerate(texts)]
            marked = [annotation for passage in passages for annotation in _annotated(passage, labels)]
            store.replace(_document(name), passages, marked, configuration="0" * 64)
            words += sum(len(passage.text.split()) for passage in passages)
            annotated += len(marked)
    return {"words": words / count, "annotations": annotated / count}


def _annotated(passage: Passage, labels: dict[str, str]) -> Iterator[Annotation]:
    found = (match for match in re.finditer(r"[^\W\d_]+", passage.text) if match.group() in labels)
    for match in islice(found, MOST_ANNOTATIONS):
        yield Annotation.on(
            passage,
            labels[match.group()],
            match.start(),
            match.end(),
            annotator=_ANNOTATOR,
            time=_TIME,
            confidence=1.0,
        )


def _document(name: str) -> Document:
    return Document(
        id=name,
        file=f"{name}.txt",
        title=f"Document {name}",
        date=PartialDate(value="2026"),
        origin=f"synthetic:{name}",
        media_type="text/plain",
        sha256=f"{int(name.rsplit('-', 1)[1]):064x}",
    )
