"""The benchmarks measure what they say: own processes, one way to rank for all, text that is made the same twice."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from benchmarks import invented, limits, scale, synthetic
from benchmarks.apart import PEAK, apart, size_mb
from benchmarks.engines import Entry, entries, measure, milliseconds
from benchmarks.peers import Fts5
from benchmarks.search import folded
from benchmarks.synthetic import Writer
from benchmarks.tables import commit, table
from ingest.annotate import Annotate
from knowledge.catalogue import read_vocabulary
from knowledge.store import Store
from search.engine import Searcher
from search.evaluate import relevant_groups, texts_by_file
from search.index import open_index

TEXTS = [
    "De stad bouwt een nieuwe brug. De brug komt over de rivier, naast het station.",
    "Het station krijgt een fietsenstalling. De stad betaalt die samen met de provincie.",
    "De provincie vraagt een plan voor de rivier. Het plan komt in de lente.",
]
RARE = [f"zeldzaam{letter}woord" for letter in "abcdefghij"]


def test_a_table_names_the_commit_that_was_measured() -> None:
    assert commit() in table("Iets", ("a",), [(1,)]).splitlines()[0]


def test_work_goes_on_in_a_process_of_its_own(tmp_path: Path) -> None:
    texts = tmp_path / "texts.json"
    texts.write_text(json.dumps(dict(zip("abc", TEXTS, strict=True))), encoding="utf-8")
    told = apart(measure, kind="fts5", settings={}, texts=str(texts), questions=["brug", "fietsenstalling", "kroket"])
    assert told["rankings"] == [["a"], ["b"], []]
    assert 5 < told[PEAK] < 500
    assert told["disk_mb"] > 0


def test_work_that_fails_is_told() -> None:
    with pytest.raises(RuntimeError, match=r"benchmarks\.engines:measure failed: .*texts"):
        apart(measure, kind="fts5", settings={}, texts="no such texts", questions=[])


def test_a_question_is_no_query_syntax_for_fts5(tmp_path: Path) -> None:
    engine = Fts5()
    engine.index({"a": TEXTS[0]}, tmp_path)
    assert engine.find('brug AND "NOT (NEAR', 10) == ["a"]


def test_every_engine_says_what_it_misses() -> None:
    found = entries()
    assert len({entry.name for entry in found}) == len(found) >= 10
    assert all(isinstance(entry, Entry) and entry.kind for entry in found)
    assert all(Path(e.settings["model"]).is_dir() for e in found if "model" in e.settings and not e.missing)


def test_passages_that_say_the_same_count_once() -> None:
    assert folded(["a", "b", "contents", "c", "a"], {"a": 1, "b": 1, "c": 2}) == [1, 2]


def test_times_have_a_median_and_a_95th_percentile() -> None:
    times = milliseconds(lambda question: None, ["vraag"] * 40)
    assert 0 <= times["median_ms"] <= times["p95_ms"]


def test_the_same_text_is_made_each_time() -> None:
    made = [list(itertools.islice(Writer(TEXTS, RARE), count)) for count in (5, 40)]
    assert made[0] == made[1][:5]
    assert len(set(made[1])) == 40


def test_made_text_has_the_words_of_the_real_and_rare_ones_besides() -> None:
    words = {word.strip(".,").lower() for text in itertools.islice(Writer(TEXTS, RARE), 200) for word in text.split()}
    assert {"stad", "brug", "rivier"} <= words
    assert words & set(RARE)
    assert words <= {word.strip(".,").lower() for text in TEXTS for word in text.split()} | set(RARE)


def test_a_store_is_filled_and_searched_beside_its_limit(tmp_path: Path) -> None:
    source, home, pure = tmp_path / "bron.txt", tmp_path / "home", tmp_path / "pure"
    source.write_text("\n\n".join(TEXTS) + "\n", encoding="utf-8")
    home.mkdir()
    pure.mkdir()
    made = synthetic.fill(str(home), 7, [str(source)])
    assert made["words"] > 5
    with Store(home / "thuishaven.sqlite") as store:
        assert store.counts()["passages"] == 7
    assert scale.index(str(home), "hash")["disk_mb"] > 0
    assert limits.index(str(home), "hash", str(pure), ["brug over de rivier"])["disk_mb"] <= size_mb(pure)
    assert sorted(path.suffix for path in pure.iterdir()) == [".faiss", ".faiss", ".json", ".sqlite"]
    for times in (scale.ask(str(home), "hash", ["brug", "rivier"]), limits.ask(str(pure))):
        assert set(times) == {"open_ms", "median_ms", "p95_ms"}


def test_each_invented_question_has_the_one_passage_that_it_was_written_for(tmp_path: Path) -> None:
    passages = invented.read()
    assert len(passages) == len({passage.text for passage in passages})
    assert all(passage.questions.keys() in (set(), set(invented.ASKED)) for passage in passages)
    asked = [question for questions in invented.question_sets().values() for question in questions]
    assert len({question.id for question in asked}) == len(asked) == 2400
    with Store(tmp_path / "s.sqlite") as store:
        vocabulary = read_vocabulary()
        invented.fill(store, Annotate(vocabulary))
        assert store.counts()["passages"] == len(passages)
        with Searcher(store, vocabulary, open_index(tmp_path, store, None)) as searcher:
            texts = texts_by_file(searcher)
            right = [relevant_groups(question, texts) for question in asked]
    assert all(len(groups) == 1 and len(groups[0]) == 1 for groups in right)
