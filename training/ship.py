"""Writes the table in the form that model2vec and sentence-transformers read, and a card with what it was made from."""

from __future__ import annotations

import hashlib
import json
import zlib
from pathlib import Path
from typing import Any

from search.pieces import MAX_LETTERS, PREFIX, UNKNOWN
from training.shrink import Table

__all__ = ["sha256", "write_model"]

CARD, TOKENIZER, WEIGHTS = "card.json", "tokenizer.json", "model.safetensors"

_NUMBER = r"(?<![0-9])(?!(?:19[5-9][0-9]|20[0-4][0-9])(?![0-9]))[0-9]+"


def write_model(folder: Path, table: Table, about: dict[str, Any]) -> None:
    """Writes tokenizer.json, model.safetensors, what other libraries ask beside them, and a card that names hashes."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    (folder / TOKENIZER).write_text(_tokenizer(table.tokens), encoding="utf-8")
    tensors: dict[str, Any] = {
        "embeddings": table.directions,
        "mapping": table.mapping,
        "weights": table.weights,
        "languages": table.languages,
    }
    save_file(tensors, folder / WEIGHTS)
    (folder / WEIGHTS).chmod(0o644)  # it is written for its maker only
    config = {"model_type": "model2vec", "normalize": True, "max_length": None}
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
    ]
    (folder / "modules.json").write_text(json.dumps(modules, indent=1) + "\n", encoding="utf-8")
    card = about | {
        "rows": len(table.directions),
        "dimension": int(table.directions.shape[1]),
        "tokens": len(table.tokens),
        "sha256": {name: sha256(folder / name) for name in (TOKENIZER, WEIGHTS)},
        "crc32": {name: zlib.crc32((folder / name).read_bytes()) for name in (TOKENIZER, WEIGHTS)},
    }
    (folder / CARD).write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def sha256(path: Path) -> str:
    """The hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _tokenizer(tokens: list[str]) -> str:
    """The rules of search.pieces as a file of the tokenizers library."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    model = models.WordPiece(
        {token: number for number, token in enumerate(tokens)},
        unk_token=UNKNOWN,
        continuing_subword_prefix=PREFIX,
        max_input_chars_per_word=MAX_LETTERS,
    )
    tokenizer: Any = Tokenizer(model)
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKD(),
            normalizers.Replace(Regex("[\u0300-\u036f]+"), ""),
            normalizers.Lowercase(),
            normalizers.Replace(Regex(_NUMBER), "0"),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("[a-z]+|[0-9]+"), "removed", invert=True)
    made: str = tokenizer.to_str()
    return made
