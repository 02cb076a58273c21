"""Encoders: what makes vectors of texts. None is a valid choice; a tiny one that needs no model ships for tests."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from knowledge.errors import EncoderError
from search.analysis import words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors: TypeAlias = NDArray[np.float32]

__all__ = ["OWN", "Encoder", "HashEncoder", "ModelEncoder", "checked", "load_encoder"]

NONE, HASH, OWN = "none", "hash", "nl-en"


class Encoder(Protocol):
    """Makes vectors of length 1. `fingerprint` changes whenever the same text would get another vector."""

    @property
    def name(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    @property
    def fingerprint(self) -> str: ...

    def encode_passages(self, texts: list[str]) -> Vectors:
        """One row of float32 for each passage; raises EncoderError."""
        ...

    def encode_queries(self, texts: list[str]) -> Vectors:
        """One row of float32 for each question; raises EncoderError."""
        ...


def load_encoder(name: str) -> Encoder | None:
    """The encoder of this name: nl-en (ours), none, hash, or a sentence-transformers model by path or name.

    Raises EncoderError when it cannot be loaded. Nothing is fetched from another machine.
    """
    if name == NONE:
        return None
    if name == OWN:
        from search.static import StaticEncoder

        return StaticEncoder()
    return HashEncoder() if name == HASH else ModelEncoder(name)


def checked(encoder: Encoder, vectors: Any, count: int) -> Vectors:
    """The vectors as float32 rows of length 1; raises EncoderError when their number, dimension or values are wrong."""
    import numpy as np

    made: Vectors = np.ascontiguousarray(vectors, dtype=np.float32)
    if made.ndim != 2 or made.shape != (count, encoder.dimension):
        raise EncoderError(
            f"The encoder {encoder.name} gave vectors of shape {made.shape}, not {(count, encoder.dimension)}.",
            cure="Choose another encoder, or none.",
        )
    if not bool(np.isfinite(made).all()):
        raise EncoderError(
            f"The encoder {encoder.name} gave vectors that hold no numbers (NaN or infinite).",
            cure="Choose another encoder, or none.",
        )
    lengths = np.linalg.norm(made, axis=1, keepdims=True)
    unit: Vectors = np.divide(made, lengths, out=np.zeros_like(made), where=lengths > 0)
    return unit


class HashEncoder:
    """Runs of three to five letters, hashed into 256 places. It knows no meaning: it is there for tests."""

    name = HASH
    dimension = 256
    fingerprint = "hash-1"

    def encode_passages(self, texts: list[str]) -> Vectors:
        """One row for each text; a text without words gets zeros."""
        import numpy as np

        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in words(text):
                padded = f"<{word.form}>"
                for size in (3, 4, 5):
                    for start in range(len(padded) - size + 1):
                        code = zlib.crc32(padded[start : start + size].encode())
                        vectors[row, code % self.dimension] += 1.0 if code & 0x10000 else -1.0
        return checked(self, vectors, len(texts))

    def encode_queries(self, texts: list[str]) -> Vectors:
        """The same as for passages."""
        return self.encode_passages(texts)


class ModelEncoder:
    """A sentence-transformers model that is on this machine. E5 models get the prefixes they were trained with."""

    def __init__(self, name: str) -> None:
        """Raises EncoderError when the package or the model is not there."""
        folder = _folder(name)
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise EncoderError(
                f"The encoder {name} needs sentence-transformers, which cannot be loaded ({error}).",
                cure="Install Thuishaven with its dependencies, or choose the encoder none.",
            ) from None
        try:
            self._model: Any = SentenceTransformer(str(folder), local_files_only=True, device="cpu")
        except (OSError, ValueError, KeyError, RuntimeError, ImportError, AttributeError, TypeError) as error:
            reason = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
            raise EncoderError(
                f"The encoder {name} cannot be loaded ({reason}).",
                cure="Give the folder of a sentence-transformers model, or choose the encoder none.",
            ) from None
        self.name = name
        measure = getattr(self._model, "get_embedding_dimension", None) or self._model.get_sentence_embedding_dimension
        self.dimension = int(measure())
        prefixed = "e5" in f"{name} {folder.name}".lower().replace("_", "-").replace("/", "-").split("-")
        self._query, self._passage = ("query: ", "passage: ") if prefixed else ("", "")
        self.fingerprint = f"model-{_fingerprint(folder)}{'-e5' if prefixed else ''}"

    def encode_passages(self, texts: list[str]) -> Vectors:
        """One row for each text; raises EncoderError."""
        return self._encode([self._passage + text for text in texts])

    def encode_queries(self, texts: list[str]) -> Vectors:
        """One row for each question; raises EncoderError."""
        return self._encode([self._query + text for text in texts])

    def _encode(self, texts: list[str]) -> Vectors:
        made = self._model.encode(texts, convert_to_numpy=True, show_progress_bar=False)
        return checked(self, made, len(texts))


def _folder(name: str) -> Path:
    """Where a model lies on this machine: the path given, or the place where the hub's library keeps its copies."""
    path = Path(name).expanduser()
    if name.strip() and path.is_dir():
        return path
    missing = EncoderError(
        f"There is no encoder '{name[:120]}' on this machine.",
        cure="Use none, hash, or the folder of a sentence-transformers model; nothing is fetched from elsewhere.",
    )
    if not name.strip() or path.exists() or name.count("/") > 1 or name.startswith((".", "~", "/")):
        raise missing
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

        repository = name if "/" in name else f"sentence-transformers/{name}"
        return Path(snapshot_download(repository, local_files_only=True))
    except (ImportError, OSError, HFValidationError, HfHubHTTPError, LocalEntryNotFoundError):
        raise missing from None


def _fingerprint(folder: Path) -> str:
    """A hash of all files of a model, so that other weights under the same name count as another encoder."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix.lower() != ".md"):
        digest.update(f"{path.relative_to(folder).as_posix()}\n".encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:32]
