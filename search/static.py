"""Our own encoder: a Dutch-English table of word vectors, one row of whole numbers a word. It needs numpy only.

The folder is in the form of model2vec, which sentence-transformers reads as a StaticEmbedding: `tokenizer.json`,
`model.safetensors` (embeddings as int8, and for each token its row and its weight) and `card.json` with their hashes.
A text's vector is the sum of its tokens' rows, each times its weight, made of length 1. Trained by `training`; see
docs/encoder/model-card.md.
"""

from __future__ import annotations

import json
import threading
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.errors import EncoderError
from search.encoders import OWN
from search.pieces import Pieces, plain_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

__all__ = ["CARD", "DUTCH", "ENGLISH", "FOLDER", "StaticEncoder"]

FOLDER = Path(__file__).parent / "model"
CARD, TOKENIZER, TABLE = "card.json", "tokenizer.json", "model.safetensors"
DUTCH, ENGLISH = 1, 2
"""Bits of the languages that a word was seen in."""

_PARTS = {
    "embeddings": ("I8", "int8", 2),
    "mapping": ("I32", "<i4", 1),
    "weights": ("F32", "<f4", 1),
    "languages": ("U8", "uint8", 1),
}
"""What the table holds: the kind of number as its header and as numpy names it, and in how many directions."""
_VOCABULARY = b'"vocab":{'
_FEW = 2_000
"""After this many looked up one by one all words are read."""
_MAX_HEADER = 100_000
_DAMAGE = (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError)
"""What reading a damaged file may raise."""
_CHUNK = 1_000
"""Texts that are done at a time, so that long work needs little memory."""


class StaticEncoder:
    """The shipped table, or another folder of the same form. A question that `is_english` is read as English."""

    def __init__(self, folder: Path = FOLDER, name: str = OWN) -> None:
        """Raises EncoderError when a file is missing, or is not the one that the card names."""
        self.name = name
        card = self._card(folder)
        table, words = _Reading(folder / TABLE, card), _Reading(folder / TOKENIZER, card)
        import numpy as np  # meanwhile the files are read and checked

        try:
            tokens = _Tokens(words.whole())
            tensors = _tensors(table.whole())
            self._rows: NDArray[np.int8] = tensors["embeddings"]
            self._mapping: NDArray[np.int32] = tensors["mapping"]
            self._weights: NDArray[np.float32] = tensors["weights"]
            self._languages: NDArray[np.uint8] = tensors["languages"]
            if not len(tokens) == len(self._mapping) == len(self._weights) == len(self._languages):
                raise ValueError("its parts are of different sizes")
            if not 0 <= int(self._mapping.min()) <= int(self._mapping.max()) < len(self._rows):
                raise ValueError("it points to rows that it does not hold")
            if not bool(np.isfinite(self._weights).all()):
                raise ValueError("its weights are no numbers")
            self._pieces = Pieces(tokens)
        except _DAMAGE as error:
            raise _damaged(folder, str(error)) from None
        self._tokens = tokens
        self.dimension = int(self._rows.shape[1])
        self.fingerprint = f"static-1-{card['sha256'][TABLE][:16]}-{card['sha256'][TOKENIZER][:16]}"

    @staticmethod
    def _card(folder: Path) -> dict[str, Any]:
        try:
            card: dict[str, Any] = json.loads((folder / CARD).read_text(encoding="utf-8"))
            if not all(len(card["sha256"][name]) == 64 for name in (TOKENIZER, TABLE)):
                raise ValueError("it names no hashes")
        except _DAMAGE as error:
            raise _damaged(folder, f"{CARD}: {error}") from None
        return card

    def encode_passages(self, texts: list[str]) -> Vectors:
        """One row of float32 for each text, of length 1; a text without a known word gets zeros."""
        return self._encode([self._read(text) for text in texts])

    def encode_queries(self, texts: list[str]) -> Vectors:
        """The same for questions; in an English one a word that Dutch has too keeps its English sense."""
        return self._encode([self._read(text, english=self.is_english(text)) for text in texts])

    def encode_words(self, words: list[str], *, english: bool = False) -> Vectors:
        """One row for each plain word, in its English sense where that is asked; zeros for an unknown one."""
        return self._encode([self._pieces.of(word, english=english) for word in words])

    def language_of(self, word: str) -> int:
        """The languages that a plain word was seen in, as bits; 0 where it is unknown or stands in pieces only."""
        token = self._tokens.get(word)
        return 0 if token is None else int(self._languages[token])

    def is_english(self, text: str) -> bool:
        """Whether more words of a text are English only than Dutch only."""
        seen = [self.language_of(word) for word in dict.fromkeys(plain_words(text))]
        return seen.count(ENGLISH) > seen.count(DUTCH)

    def _read(self, text: str, *, english: bool = False) -> list[int]:
        return [token for word in plain_words(text) for token in self._pieces.of(word, english=english)]

    def _encode(self, texts: Sequence[Sequence[int]]) -> Vectors:
        """The vectors of texts that are given as tokens."""
        import numpy as np

        made = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _CHUNK):
            chunk = texts[start : start + _CHUNK]
            place = {token: number for number, token in enumerate(dict.fromkeys(chain.from_iterable(chunk)))}
            used = np.fromiter(place, dtype=np.int64, count=len(place))
            places = np.fromiter((place[token] for text in chunk for token in text), dtype=np.int64)
            rows = self._rows[self._mapping[used]] * self._weights[used, None]
            end = 0
            for number, text in enumerate(chunk, start):
                begin, end = end, end + len(text)
                rows.take(places[begin:end], axis=0).sum(axis=0, out=made[number])
        lengths = np.linalg.norm(made, axis=1, keepdims=True)
        unit: Vectors = np.divide(made, lengths, out=np.zeros_like(made), where=lengths > 0)
        return unit


class _Tokens(Mapping[str, int]):
    """The words of tokenizer.json, which stand there in order: a few are looked up in the bytes, for many it is parsed.

    Reading the whole list costs ten times what a question costs.
    """

    def __init__(self, data: bytes) -> None:
        """Raises ValueError where the file holds no list of words."""
        start = data.find(_VOCABULARY)
        end = data.find(b"}", start + len(_VOCABULARY))  # no word holds a brace
        if start < 0 or end < 0:
            raise ValueError(f"{TOKENIZER} holds no list of words")
        self._data, self._start, self._end = data, start + len(_VOCABULARY), end
        self._size = int(data[data.rindex(b":", start, end) + 1 : end]) + 1
        self._parsed: dict[str, int] | None = None
        self._asked = 0

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __getitem__(self, word: str) -> int:
        self._asked += 1
        if self._parsed is None and self._asked <= _FEW:
            found = self._found(word.encode())
            if found is None:
                raise KeyError(word)
            return found
        return self._all()[word]

    def _all(self) -> dict[str, int]:
        if self._parsed is None:
            self._parsed = json.loads(self._data[self._start - 1 : self._end + 1])
        return self._parsed

    def _found(self, word: bytes) -> int | None:
        """The number of a word, by halving."""
        low, high = self._start, self._end
        while low < high:
            middle = (low + high) // 2
            first = max(low, self._data.rfind(b',"', low, middle + 1) + 1)
            stop = self._data.index(b'":', first)
            after = self._data.find(b",", stop, self._end)
            after = self._end if after < 0 else after + 1
            name = self._data[first + 1 : stop]
            if name == word:
                return int(self._data[stop + 2 : after].rstrip(b","))
            if name < word:
                low = after
            else:
                high = first
        return None


class _Reading(threading.Thread):
    """Reads a file and checks that it is the one that the card names, by a checksum, which costs less than the hash."""

    def __init__(self, path: Path, card: dict[str, Any]) -> None:
        super().__init__(name=f"reading {path.name}", daemon=True)
        self._path, self._card = path, card
        self._data = b""
        self._error: Exception | None = None
        self.start()

    def run(self) -> None:
        """Runs beside the caller; what goes wrong is kept for `whole`."""
        try:
            self._data = self._path.read_bytes()
            if zlib.crc32(self._data) != self._card["crc32"][self._path.name]:
                raise ValueError(f"{self._path.name} is not the file that {CARD} names")
        except _DAMAGE as error:
            self._error = error

    def whole(self) -> bytes:
        """The bytes of the file; raises one of _DAMAGE."""
        self.join()
        if self._error is not None:
            raise self._error
        return self._data


def _tensors(data: bytes) -> dict[str, Any]:
    """The arrays of a safetensors file: a length, a JSON header with places and shapes, then the numbers."""
    import numpy as np

    size = int.from_bytes(data[:8], "little")
    if size > min(_MAX_HEADER, len(data) - 8):
        raise ValueError(f"{TABLE} has no readable header")
    header = json.loads(data[8 : 8 + size])
    numbers = memoryview(data)[8 + size :]
    found: dict[str, Any] = {}
    for name, (kind, numpy_kind, directions) in _PARTS.items():
        about = header[name]
        (first, last), shape = about["data_offsets"], about["shape"]
        inside = 0 <= first < last <= len(numbers)
        if not inside or about["dtype"] != kind or len(shape) != directions or min(shape) < 1:
            raise ValueError(f"{TABLE} does not hold its {name} as its header says")
        found[name] = np.frombuffer(numbers[first:last], numpy_kind).reshape(shape)
    return found


def _damaged(folder: Path, reason: str) -> EncoderError:
    return EncoderError(
        f"{folder}: the encoder's files are missing or damaged ({reason}).",
        cure="Install Thuishaven again (or restore search/model), or search without meaning: --encoder none.",
    )
