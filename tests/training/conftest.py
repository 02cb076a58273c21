"""Invented pairs and a teacher that knows nothing: enough to take the training through all its steps in seconds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from training import __main__ as command
from training import shrink
from training.rows import Rows, make_rows
from training.sources import Kind, Pair

WHO = {
    "de bakker uit Lier": "the baker from Lier",
    "een weverij": "a weaving mill",
    "onze scheepswerf": "our shipyard",
    "de fietsenmaker": "the bicycle maker",
    "het chemiebedrijf": "the chemical company",
    "de drukker": "the printer",
    "zijn zus": "his sister",
    "de burgemeester": "the mayor",
}
WHAT = {
    "kocht in 2019 een natte kelder": "bought a wet cellar in 2019",
    "verloor 12 orders aan Hongarije": "lost 12 orders to Hungary",
    "haalt de loonkosten omlaag": "brings the wage costs down",
    "vraagt steun voor robots": "asks for support for robots",
    "sluit de toeleveringsketen kort": "shortens the supply chain",
    "betaalt te veel voor vervoer": "pays too much for transport",
    "zoekt een lasser met ervaring": "is looking for an experienced welder",
}
TERMS = {
    "loonkosten": "wage costs",
    "toeleveringsketen": "supply chain",
    "wet": "law",
    "fabriek": "factory",
    "loonkostenkloof": "wage cost gap",
    "staatssteun": "state aid",
    "beer": "bear",
    "gemoederen": "tempers",
    "loon": "wage",
    "kosten": "costs",
}
SYLLABLES = [f"{one}{two}{three}" for one in "bdfklmnprtvz" for two in "aeiou" for three in ("bo", "dix", "mu", "gra")]


def invented() -> list[Pair]:
    """66 pairs of our own."""
    pairs = [Pair(nl, en, Kind.OWN_TERM, "own terms") for nl, en in TERMS.items()]
    for (who, by_whom), (what, done) in product(WHO.items(), WHAT.items()):
        pairs.append(Pair(f"{who} {what}", f"{by_whom} {done}", Kind.SENTENCE, "own sentences"))
    return pairs


class Blind:
    """Gives every text a vector that depends on its letters alone."""

    def words(self) -> list[str]:
        """Invented words: the table wants a few hundred rows."""
        return sorted({*SYLLABLES, "factory", "law", "wet", "damp"})

    def encode(self, texts: list[str], progress: Callable[[int, int], object]) -> NDArray[np.float32]:
        """Unit vectors."""
        made = np.stack([vector(text) for text in texts])
        progress(len(texts), len(texts))
        return made


def vector(text: str) -> NDArray[np.float32]:
    """A random direction for a text, always the same."""
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")
    made = np.random.default_rng(seed).normal(size=384).astype(np.float32)
    return np.asarray(made / np.linalg.norm(made), dtype=np.float32)


def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[Pair]:
    """Runs the command on the invented pairs; it writes into `folder`. Gives the pairs that it trained on."""
    import torch

    used: list[Pair] = []
    rows_of = make_rows

    def remember(pairs: list[Pair], words: list[str]) -> Rows:
        used.extend(pairs)
        return rows_of(pairs, words)

    monkeypatch.setattr(command, "make_rows", remember)
    monkeypatch.setattr(command, "Teacher", Blind)
    monkeypatch.setattr(command, "read_pairs", lambda parallel: invented())
    monkeypatch.setattr(command, "LIBRARIES", ("numpy", "torch"))
    monkeypatch.setattr(shrink, "MAX_ROWS", 300)
    monkeypatch.setattr("sys.argv", ["training", "--parallel", str(folder.parent), "--out", str(folder)])
    try:
        assert command.main() == 0
    finally:  # it would stay so for other tests
        torch.use_deterministic_algorithms(False)
    return used
