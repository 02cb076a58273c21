"""What one would take instead: search engines behind one face, each with the settings that its manual begins with."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any, Protocol

Texts = dict[str, str]
"""Texts by id."""


class Engine(Protocol):
    """Indexes texts once, leaves its files in a folder, then answers questions with ids, best first."""

    def index(self, texts: Texts, folder: Path) -> None: ...

    def find(self, question: str, limit: int) -> list[str]: ...


class Fts5:
    """SQLite FTS5 as it comes: unicode61, its own bm25, any word of the question."""

    def index(self, texts: Texts, folder: Path) -> None:
        self._db = sqlite3.connect(folder / "fts5.sqlite")
        self._db.execute("CREATE VIRTUAL TABLE f USING fts5 (id UNINDEXED, text)")
        self._db.executemany("INSERT INTO f VALUES (?, ?)", texts.items())
        self._db.commit()

    def find(self, question: str, limit: int) -> list[str]:
        query = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", question))
        found = self._db.execute("SELECT id FROM f WHERE f MATCH ? ORDER BY rank LIMIT ?", (query, limit))
        return [row[0] for row in found]


class Bm25s:
    """The bm25s library with the Snowball stems and the stop words of a language."""

    def __init__(self, language: str) -> None:
        import bm25s
        import snowballstemmer

        self._library: Any = bm25s
        self._stem = snowballstemmer.stemmer(language).stemWords
        self._stop = {"dutch": "nl", "english": "en"}[language]

    def _tokens(self, texts: list[str]) -> Any:
        return self._library.tokenize(texts, stopwords=self._stop, stemmer=self._stem, show_progress=False)

    def index(self, texts: Texts, folder: Path) -> None:
        self._ids = list(texts)
        self._index = self._library.BM25()
        self._index.index(self._tokens(list(texts.values())), show_progress=False)
        self._index.save(folder)

    def find(self, question: str, limit: int) -> list[str]:
        found, scores = self._index.retrieve(
            self._tokens([question]), k=min(limit, len(self._ids)), show_progress=False
        )
        return [self._ids[int(i)] for i, score in zip(found[0], scores[0], strict=True) if score > 0]


class Txtai:
    """txtai with words and vectors together; the weights, the fusion and the index are its own."""

    def __init__(self, model: str) -> None:
        from txtai import Embeddings

        self._embeddings: Any = Embeddings(path=model, hybrid=True, gpu=False)

    def index(self, texts: Texts, folder: Path) -> None:
        self._embeddings.index(texts.items())
        self._embeddings.save(str(folder))

    def find(self, question: str, limit: int) -> list[str]:
        return [found[0] for found in self._embeddings.search(question, limit)]


class Haystack:
    """Haystack's store in memory: BM25 and vectors, joined by reciprocal rank."""

    def __init__(self, model: str) -> None:
        from haystack import Document
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from sentence_transformers import SentenceTransformer

        self._document: Any = Document
        self._model: Any = SentenceTransformer(model, device="cpu", local_files_only=True)
        self._store: Any = InMemoryDocumentStore(return_embedding=False)
        self._words: Any = InMemoryBM25Retriever(self._store)
        self._vectors: Any = InMemoryEmbeddingRetriever(self._store)
        self._joiner: Any = DocumentJoiner(join_mode="reciprocal_rank_fusion")

    def index(self, texts: Texts, folder: Path) -> None:
        vectors = self._model.encode(list(texts.values()), show_progress_bar=False)
        pairs = zip(texts.items(), vectors, strict=True)
        self._store.write_documents(
            [self._document(id=name, content=text, embedding=made.tolist()) for (name, text), made in pairs]
        )
        self._store.save_to_disk(str(folder / "haystack.json"))

    def find(self, question: str, limit: int) -> list[str]:
        vector = self._model.encode(question, show_progress_bar=False).tolist()
        legs = [
            self._words.run(query=question, top_k=limit)["documents"],
            self._vectors.run(query_embedding=vector, top_k=limit)["documents"],
        ]
        return [found.id for found in self._joiner.run(legs, top_k=limit)["documents"]]


class Vectors:
    """Vectors alone, each compared with the question's: what the first page of an encoder's manual shows."""

    def __init__(self, model: str, library: str) -> None:
        if library == "model2vec":
            from model2vec import StaticModel

            self._model: Any = StaticModel.from_pretrained(model)
        else:
            from sentence_transformers import SentenceTransformer

            self._model = SentenceTransformer(model, device="cpu", local_files_only=True)

    def _encode(self, texts: list[str]) -> Any:
        import numpy as np

        made = np.asarray(self._model.encode(texts, show_progress_bar=False), dtype=np.float32)
        lengths = np.linalg.norm(made, axis=1, keepdims=True)
        return made / np.where(lengths > 0, lengths, 1)

    def index(self, texts: Texts, folder: Path) -> None:
        import numpy as np

        self._ids = list(texts)
        self._table = self._encode(list(texts.values()))
        np.save(folder / "vectors.npy", self._table)

    def find(self, question: str, limit: int) -> list[str]:
        import numpy as np

        return [self._ids[i] for i in np.argsort(-(self._table @ self._encode([question])[0]))[:limit].tolist()]
