"""What a search loads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from knowledge.store import Store
from search.concepts import open_concepts
from search.index import open_index

HEAVY = ("torch", "spacy", "sentence_transformers", "faiss", "transformers", "huggingface_hub")

SEARCH = """
import sys
from pathlib import Path
from knowledge import dutch
from search.concepts import open_concepts
from knowledge.store import Store
from search.encoders import load_encoder
from search.engine import Question, Searcher
from search.index import open_index

home = Path(sys.argv[1])
encoder = load_encoder("none")
with Store(home / "thuishaven.sqlite") as store, open_index(home, store, encoder) as index:
    answer = Searcher(store, open_concepts(home), index, encoder).ask(Question(text="ledlampen loonkostenkloof"))
print(len(answer.hits), dutch.lexicon.cache_info().misses, sorted(set(sys.argv[2].split(",")) & set(sys.modules)))
"""


def run(code: str, *arguments: str) -> str:
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.strip()


def test_a_default_search_loads_no_heavy_package_and_not_the_word_list(home: Path, filled: Store) -> None:
    open_index(home, filled, None).close()
    open_concepts(home)
    assert run(SEARCH, str(home), ",".join((*HEAVY, "yaml"))) == "4 0 []"


def test_importing_search_loads_nothing_heavy() -> None:
    code = "import sys, search.engine, search.evaluate, search.bundle\n"
    code += "print(sorted(set(sys.argv[1].split(',')) & set(sys.modules)))"
    assert run(code, ",".join((*HEAVY, "numpy", "snowballstemmer"))) == "[]"
