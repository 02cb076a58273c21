"""Our own encoder: what ships is what the card says, other libraries read it alike, damage is told in a sentence."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

import thuishaven
from knowledge.concepts import Vocabulary
from knowledge.errors import EncoderError
from knowledge.store import Store
from search.encoders import OWN, Encoder, load_encoder
from search.engine import Question, Searcher
from search.index import open_index
from search.static import CARD, DUTCH, ENGLISH, FOLDER, StaticEncoder
from tests.conftest import ROOT, make_document, make_passages
from training.ship import write_model
from training.shrink import Table

TOKENIZER, TABLE = "tokenizer.json", "model.safetensors"
OTHERS = {"modules.json", "config.json"}
"""Files that only other libraries read."""

DUTCH_TEXTS = [
    "Waarom haalde de lampenmaker zijn montage terug uit Polen?",
    "Mag de gemeente bij een aankoop letten op de afstand tot de werkplaats?",
    "Hoeveel bedroeg het budget in 2021, en hoeveel in 2022?",
    "Welke ondernemingen vonden geen personeel meer in het buitenland?",
    "steun voor kleine ondernemingen",
    "loonkostenkloof",
    "leveringszekerheid van kritieke grondstoffen",
    "strenge regels voor staatssteun",
    "Wie beslist er over een vestiging?",
    "artikel 107 VWEU",
]
ENGLISH_TEXTS = [
    "Why did the lamp maker bring its assembly back from Poland?",
    "Which companies could no longer find staff abroad?",
    "How much was the budget in 2021?",
    "May a municipality look at the distance when it buys something?",
    "What are the rules on state aid?",
    "Who decides where a new plant is built?",
    "Is there any help for small businesses?",
    "How long does delivery take from Asia?",
]
ENGLISH_KEYWORDS = [
    "wage costs",
    "state aid small enterprises",
    "shortage of skilled workers",
    "critical raw materials",
    "supply chain risks",
    "energy prices",
    "customs duties",
    "shipping costs from Asia",
    "bring back the factory",
    "rare earths",
]
ODD_TEXTS = ["", "🏭🚚", "zzqxv", "ﬁnanciële Ĳsland œuvre", "x" * 300, "De regel. " * 400, "2019 1949 12,5 %"]


@pytest.fixture(scope="module")
def encoder() -> StaticEncoder:
    """The shipped encoder."""
    return StaticEncoder()


@pytest.fixture(scope="module")
def card() -> dict[str, Any]:
    """What is told of the shipped encoder."""
    told: dict[str, Any] = json.loads((FOLDER / CARD).read_text(encoding="utf-8"))
    return told


# what ships


def test_the_files_are_those_of_the_card(card: dict[str, Any]) -> None:
    assert {path.name for path in FOLDER.iterdir()} == {CARD, TOKENIZER, TABLE} | OTHERS
    for name in (TOKENIZER, TABLE):
        data = (FOLDER / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == card["sha256"][name], f"{name} is not the file of the card"
        assert zlib.crc32(data) == card["crc32"][name]


def test_it_is_small_and_in_whole_numbers(card: dict[str, Any], encoder: StaticEncoder) -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 20_000_000
    header, _ = parts_of(FOLDER)
    assert header["embeddings"]["dtype"] == "I8"
    assert header["embeddings"]["shape"] == [card["rows"], card["dimension"]]
    assert {header[name]["shape"][0] for name in ("mapping", "weights", "languages")} == {card["tokens"]}
    assert encoder.dimension == card["dimension"]
    assert encoder.name == OWN
    assert isinstance(load_encoder(OWN), StaticEncoder)


def test_vectors_have_length_one_or_are_nothing(encoder: StaticEncoder) -> None:
    made = encoder.encode_passages([*DUTCH_TEXTS, "", "🏭", "zzqxv"])
    assert made.dtype == np.float32
    assert np.allclose(np.linalg.norm(made[:-3], axis=1), 1, atol=1e-5)
    assert not made[-3:].any()
    assert encoder.encode_passages([]).shape == (0, encoder.dimension)


def test_a_text_gets_the_same_vector_in_any_company(encoder: StaticEncoder) -> None:
    many = [f"{text} {number}" for number in range(2000, 2140) for text in DUTCH_TEXTS]
    together = encoder.encode_passages(many)
    for number in (0, 7, 999, 1000, len(many) - 1):
        assert np.array_equal(together[number], encoder.encode_passages([many[number]])[0])


def test_the_words_are_the_same_looked_up_one_by_one_or_read_at_once(encoder: StaticEncoder) -> None:
    vocabulary: dict[str, int] = json.loads((FOLDER / TOKENIZER).read_text(encoding="utf-8"))["model"]["vocab"]
    header, body = parts_of(FOLDER)
    first, last = header["languages"]["data_offsets"]
    languages = body[first:last]
    names = random.Random(5).sample(sorted(vocabulary), 600)
    names += [min(vocabulary), max(vocabulary), "[UNK]", "0", "", "a" * 70, "~", "!", "zzqxv", "\x7f"]
    names += [name[:-1] + "q" for name in names[:200]]
    fresh = StaticEncoder()
    expected = [languages[vocabulary[name]] if name in vocabulary else 0 for name in names]
    assert [fresh.language_of(name) for name in names] == expected
    for name in list(vocabulary)[:5_000]:
        fresh.language_of(name)
    assert [fresh.language_of(name) for name in names] == expected


ALONE = """
import sys
from search.static import StaticEncoder
made = StaticEncoder().encode_queries(["Welke steun is er voor kleine ondernemingen?", "state aid for small firms"])
heavy = "torch sentence_transformers transformers tokenizers spacy faiss safetensors sqlite3 snowballstemmer".split()
print(made.shape[0], int(made.any(axis=1).sum()), sorted(set(heavy) & set(sys.modules)))
"""


def test_encoding_a_question_takes_numpy_only() -> None:
    command = [sys.executable, "-c", ALONE]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip() == "2 2 []"


def assert_same_direction(one: Any, other: Any) -> None:
    """The same vectors but for the last digits, those without a word among them."""
    assert one.shape == other.shape
    empty = ~other.any(axis=1)
    assert not np.asarray(one)[empty].any()
    assert ((one * other).sum(axis=1)[~empty] > 0.99999).all()


def test_sentence_transformers_makes_the_same_vectors(encoder: StaticEncoder) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    model = SentenceTransformer(str(FOLDER), device="cpu", local_files_only=True)
    assert isinstance(model[0], StaticEmbedding)
    texts = [*DUTCH_TEXTS, *ODD_TEXTS]
    made = model.encode(texts, convert_to_numpy=True, show_progress_bar=False)
    assert_same_direction(made, encoder.encode_passages(texts))
    assert_same_direction(made, encoder.encode_queries(texts))


def test_model2vec_makes_the_same_vectors(encoder: StaticEncoder) -> None:
    model2vec = pytest.importorskip("model2vec", reason="model2vec is not installed: it is only asked for a comparison")
    texts = [*DUTCH_TEXTS, *ODD_TEXTS]
    model = model2vec.StaticModel.from_pretrained(str(FOLDER))
    assert_same_direction(model.encode(texts), encoder.encode_passages(texts))


# two languages


@pytest.mark.parametrize("text", [*DUTCH_TEXTS, "export", "reshoring", "data", "", "2019", "🏭", "Made in China"])
def test_dutch_is_not_taken_for_english(encoder: StaticEncoder, text: str) -> None:
    assert not encoder.is_english(text)


@pytest.mark.parametrize("text", ENGLISH_TEXTS)
def test_english_questions_are_told(encoder: StaticEncoder, text: str) -> None:
    assert encoder.is_english(text)


def test_most_english_keywords_are_told(encoder: StaticEncoder) -> None:
    missed = [text for text in ENGLISH_KEYWORDS if not encoder.is_english(text)]
    assert len(missed) <= len(ENGLISH_KEYWORDS) // 5, missed


def test_a_dutch_word_in_an_english_question_leaves_it_english(encoder: StaticEncoder) -> None:
    assert encoder.is_english("What does the Vlaamse Raad say about bringing factories home?")
    assert not encoder.is_english("Wat zegt het rapport over de supply chain en total cost of ownership?")


def test_a_word_of_both_languages_keeps_its_english_sense(encoder: StaticEncoder) -> None:
    shared = ["wet", "beer", "die", "rust", "slim", "war"]
    dutch, english = encoder.encode_words(shared), encoder.encode_words(shared, english=True)
    assert ((dutch * english).sum(axis=1) < 0.8).all()
    assert all(encoder.language_of(word) == DUTCH | ENGLISH for word in shared)
    (law, damp) = encoder.encode_words(["regelgeving", "vochtig"])
    assert dutch[0] @ law > english[0] @ law
    assert english[0] @ damp > dutch[0] @ damp
    question = "Is the floor wet because the roof does not keep the rain out?"
    assert encoder.is_english(question)
    assert not np.allclose(encoder.encode_queries([question]), encoder.encode_passages([question]), atol=1e-3)


def test_words_that_mean_the_same_lie_near_in_both_languages(encoder: StaticEncoder) -> None:
    dutch = encoder.encode_words(["fabriek", "loon", "steun", "vervoer", "school"])
    english = encoder.encode_words(["factory", "wage", "support", "transport", "school"], english=True)
    assert (dutch @ english.T).argmax(axis=1).tolist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Why did the lamp maker bring its assembly back from Poland?", "lampenmaker"),
        ("Do European rules allow state aid?", "Staatssteun"),
        ("Can a municipality look at distance when it buys something?", "Gemeenten"),
    ],
)
def test_an_english_question_finds_a_dutch_passage(
    searchers: Callable[[Encoder | None], Searcher], encoder: StaticEncoder, question: str, words: str
) -> None:
    answer = searchers(encoder).ask(Question(text=question))
    assert words in answer.hits[0].passage.text
    assert any(reason.startswith("near word: ") for reason in answer.hits[0].why), answer.hits[0].why


def test_a_near_word_is_told_with_the_word_that_was_asked(
    searchers: Callable[[Encoder | None], Searcher], encoder: StaticEncoder
) -> None:
    hit = searchers(encoder).ask(Question(text="gemeente met onderwijsinstelling in de buurt")).hits[0]
    assert "Gemeenten" in hit.passage.text
    assert "near word: school (onderwijsinstelling)" in hit.why


# a small encoder of our own, and what may be wrong with it

NAMES = ["##en", "##kosten", "0", "[UNK]", "en:wet", "fabriek", "factory", "lamp", "loon", "steun", "the", "wet"]


def write_small(folder: Path, seed: int = 1, names: list[str] = NAMES) -> Path:
    """A whole encoder with random vectors of four numbers."""
    draw = np.random.default_rng(seed)
    table = Table(
        directions=draw.integers(-127, 128, (len(names), 4)).astype(np.int8),
        tokens=names,
        mapping=np.arange(len(names), dtype=np.int32),
        weights=np.where(np.array(names) == "[UNK]", 0, 0.01).astype(np.float32),
        languages=np.full(len(names), DUTCH, dtype=np.uint8),
    )
    write_model(folder, table, {"name": "small"})
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The folder of a small encoder."""
    return write_small(tmp_path / "small")


def parts_of(folder: Path) -> tuple[dict[str, Any], bytes]:
    """The header and the numbers of a table."""
    data = (folder / TABLE).read_bytes()
    size = int.from_bytes(data[:8], "little")
    return json.loads(data[8 : 8 + size]), data[8 + size :]


def sign(folder: Path) -> None:
    """Makes the card name the files as they are."""
    card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    for name in (TOKENIZER, TABLE):
        data = (folder / name).read_bytes()
        card["sha256"][name], card["crc32"][name] = hashlib.sha256(data).hexdigest(), zlib.crc32(data)
    (folder / CARD).write_text(json.dumps(card), encoding="utf-8")


def assert_refused(folder: Path, said: str = "") -> None:
    """One sentence, with what to do about it."""
    with pytest.raises(EncoderError, match="missing or damaged") as error:
        StaticEncoder(folder)
    assert str(folder) in error.value.message
    assert said in error.value.message
    assert "\n" not in str(error.value)
    assert "--encoder none" in error.value.cure


def test_a_small_encoder_is_read(small: Path) -> None:
    made = StaticEncoder(small, "klein")
    assert (made.name, made.dimension) == ("klein", 4)
    assert made.encode_words(["lamp", "loonkosten", "nergens"]).any(axis=1).tolist() == [True, True, False]
    assert not np.allclose(made.encode_words(["wet"]), made.encode_words(["wet"], english=True))
    assert made.fingerprint != StaticEncoder(write_small(small.parent / "ander", seed=2)).fingerprint
    assert made.fingerprint == StaticEncoder(write_small(small.parent / "zelfde")).fingerprint


@pytest.mark.parametrize("name", [CARD, TOKENIZER, TABLE])
@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "noise", "changed", "folder"])
def test_damaged_files_are_told(small: Path, name: str, damage: str) -> None:
    path = small / name
    content = path.read_bytes()
    if damage in ("gone", "folder"):
        path.unlink()
    if damage == "folder":
        path.mkdir()
    made = {
        "empty": b"",
        "cut": content[: len(content) // 2],
        "noise": random.Random(3).randbytes(len(content)),
        "changed": content[:-1] + bytes([content[-1] ^ 1]) if name != CARD else content.replace(b": ", b"; "),
    }
    if damage in made:
        path.write_bytes(made[damage])
    assert_refused(small, name)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert_refused(tmp_path / "nowhere", CARD)


@pytest.mark.parametrize(
    "card",
    [
        *("", "{}", "[]", "3", "null", '"x"', "[", "[" * 100_000, '{"sha256": 5}'),
        '{"sha256": {"tokenizer.json": 1, "model.safetensors": 2}}',
        '{"sha256": {"tokenizer.json": "ab", "model.safetensors": "cd"}}',
    ],
)
def test_a_card_that_names_no_hashes(small: Path, card: str) -> None:
    (small / CARD).write_text(card, encoding="utf-8")
    assert_refused(small, CARD)


@pytest.mark.parametrize("name", [TOKENIZER, TABLE])
def test_a_card_of_another_encoder(small: Path, tmp_path: Path, name: str) -> None:
    """One file of each: the words of this encoder with the numbers of that one would give nonsense, silently."""
    other = write_small(tmp_path / "other", seed=9, names=sorted([*NAMES, "zeevaart"]))
    shutil.copyfile(other / name, small / name)
    assert_refused(small, name)


Change = Callable[[dict[str, Any]], object]


def set_part(name: str, key: str, value: object) -> Change:
    return lambda header: header[name].update({key: value})


@pytest.mark.parametrize(
    "change",
    [
        set_part("embeddings", "data_offsets", [0, 10**15]),
        set_part("embeddings", "data_offsets", [10**15, 10**15 + 48]),
        set_part("embeddings", "data_offsets", [10**30, 10**30 + 48]),
        set_part("embeddings", "data_offsets", [-8, 40]),
        set_part("embeddings", "data_offsets", [48, 0]),
        set_part("embeddings", "data_offsets", [49, 48]),
        set_part("embeddings", "data_offsets", [0.0, 48.0]),
        set_part("embeddings", "data_offsets", ["0", "48"]),
        set_part("embeddings", "data_offsets", [0]),
        set_part("embeddings", "data_offsets", None),
        set_part("embeddings", "shape", [-1, 4]),
        set_part("embeddings", "shape", [2**40, 2**40]),
        set_part("embeddings", "shape", [48]),
        set_part("embeddings", "shape", [12, 4, 1]),
        set_part("embeddings", "shape", [12, 5]),
        set_part("embeddings", "shape", []),
        set_part("embeddings", "shape", "12"),
        set_part("embeddings", "dtype", "F99"),
        set_part("embeddings", "dtype", "U8"),
        set_part("embeddings", "dtype", 8),
        set_part("weights", "dtype", "I32"),
        set_part("mapping", "dtype", "F32"),
        set_part("mapping", "shape", [3, 4]),
        set_part("languages", "shape", [-12]),
        lambda header: header.pop("weights"),
        lambda header: header.pop("languages"),
        lambda header: header.update(embeddings=[1, 2]),
        lambda header: header.update(mapping="x"),
        lambda header: header.clear(),
    ],
)
def test_a_hostile_header_of_a_table_is_refused(small: Path, change: Change) -> None:
    header, body = parts_of(small)
    change(header)
    rewrite(small, json.dumps(header).encode(), body)
    assert_refused(small)


def rewrite(folder: Path, header: bytes, body: bytes) -> None:
    (folder / TABLE).write_bytes(len(header).to_bytes(8, "little") + header + body)
    sign(folder)


@pytest.mark.parametrize("header", [b"", b"[]", b"3", b"null", b"{", b"\xff\xfe", b'["embeddings"]', b"[" * 200_000])
def test_a_header_that_is_none_is_refused(small: Path, header: bytes) -> None:
    rewrite(small, header, parts_of(small)[1])
    assert_refused(small)


@pytest.mark.parametrize("length", [2**64 - 1, 2**63, 2**31, 1_000_001, 5_000, 0])
def test_a_header_of_any_length_is_refused_before_it_is_read(small: Path, length: int) -> None:
    data = (small / TABLE).read_bytes()
    (small / TABLE).write_bytes(length.to_bytes(8, "little") + data[8:])
    sign(small)
    assert_refused(small)


def replaced(folder: Path, name: str, values: Any) -> None:
    """Writes other numbers in the place of a part of the table."""
    header, body = parts_of(folder)
    first, last = header[name]["data_offsets"]
    data = values.tobytes()
    assert len(data) == last - first
    rewrite(folder, json.dumps(header).encode(), body[:first] + data + body[last:])


@pytest.mark.parametrize("row", [-1, len(NAMES), 2**31 - 1, -(2**31)])
def test_a_table_that_points_outside_itself_is_refused(small: Path, row: int) -> None:
    mapping = np.arange(len(NAMES), dtype=np.int32)
    mapping[5] = row
    replaced(small, "mapping", mapping)
    assert_refused(small, "rows")


@pytest.mark.parametrize("weight", [np.nan, np.inf, -np.inf])
def test_weights_that_are_no_numbers_are_refused(small: Path, weight: float) -> None:
    weights = np.full(len(NAMES), 0.01, dtype=np.float32)
    weights[5] = weight
    replaced(small, "weights", weights)
    assert_refused(small)


@pytest.mark.parametrize("names", [NAMES[:-1], sorted([*NAMES, "zeevaart"]), [n for n in NAMES if n != "[UNK]"]])
def test_other_words_than_the_table_has_are_refused(small: Path, tmp_path: Path, names: list[str]) -> None:
    vocabulary = {name: number for number, name in enumerate(names)}
    made = json.loads((small / TOKENIZER).read_text(encoding="utf-8"))
    made["model"]["vocab"] = vocabulary
    (small / TOKENIZER).write_text(json.dumps(made, separators=(",", ":")), encoding="utf-8")
    sign(small)
    assert_refused(small)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"model":{}}', '{"model":{"vocab":{}}}', '{"model":{"vocab":{"a":'])
def test_a_file_without_words_is_refused(small: Path, text: str) -> None:
    (small / TOKENIZER).write_text(text, encoding="utf-8")
    sign(small)
    assert_refused(small)


def test_the_command_line_tells_it_and_goes_on_without(
    home: Path, filled: Store, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small / TABLE).write_bytes(b"no table")
    monkeypatch.setattr("search.static.StaticEncoder", partial(StaticEncoder, small))
    result = CliRunner().invoke(thuishaven.main, ["--home", str(home), "search", "ledlampen"])
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    assert result.stdout == ""
    assert result.stderr.startswith(f"thuishaven: {small}: the encoder's files are missing or damaged")
    assert len(result.stderr.strip().splitlines()) == 1
    without = CliRunner().invoke(thuishaven.main, ["--home", str(home), "--encoder", "none", "search", "ledlampen"])
    assert without.exit_code == 0, without.output


# an index of it


class Remembering(StaticEncoder):
    """Remembers which passages it was asked to encode."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.seen: list[str] = []

    def encode_passages(self, texts: list[str]) -> Any:
        self.seen += texts
        return super().encode_passages(texts)


def vectors_by_id(home: Path, store: Store, encoder: Encoder) -> dict[str, Any]:
    """The vector of every passage in the index."""
    with open_index(home, store, encoder) as index:
        assert index.semantic is not None
        rows = np.flatnonzero(index.lexical.columns.alive).tolist()
        return {name: index.semantic.vectors(row)[0][0] for row, name in index.lexical.ids(rows).items()}


def test_other_weights_make_another_index_and_are_never_mixed(home: Path, filled: Store, tmp_path: Path) -> None:
    one, other = (Remembering(write_small(tmp_path / f"e{seed}", seed)) for seed in (1, 2))
    before = vectors_by_id(home, filled, one)
    after = vectors_by_id(home, filled, other)
    assert sorted(one.seen) == sorted(other.seen)
    assert before.keys() == after.keys()
    assert all(not np.allclose(before[name], after[name]) for name in before if before[name].any())
    assert any(vector.any() for vector in before.values())
    again = Remembering(tmp_path / "e1")
    kept = vectors_by_id(home, filled, again)
    assert again.seen == []
    assert all(np.array_equal(kept[name], before[name]) for name in before)


def test_unchanged_passages_keep_their_vectors(home: Path, filled: Store, tmp_path: Path) -> None:
    folder = write_small(tmp_path / "e1")
    before = vectors_by_id(home, filled, StaticEncoder(folder))
    filled.replace(make_document("vers"), make_passages("vers", ["Steun voor een lamp."]), [], configuration="1")
    filled.remove("gids")
    encoder = Remembering(folder)
    after = vectors_by_id(home, filled, encoder)
    assert set(encoder.seen) == {"Steun voor een lamp."}
    kept = before.keys() & after.keys()
    assert kept == {name for name in before if not name.startswith("gids/")}
    assert all(np.array_equal(after[name], before[name]) for name in kept)
    assert {name.split("/")[0] for name in after.keys() - kept} == {"vers"}


def test_a_model_by_path_takes_its_place_and_goes_again(
    home: Path, filled: Store, vocabulary: Vocabulary, small: Path
) -> None:
    """The same folder, read by us and by sentence-transformers: another encoder, and an index of its own."""
    ours, theirs = StaticEncoder(small), load_encoder(str(small))
    assert theirs is not None
    assert ours.fingerprint != theirs.fingerprint
    assert_same_direction(theirs.encode_passages(["steun lamp loonkosten", "wet"]), ours.encode_passages(
        ["steun lamp loonkosten", "wet"]
    ))  # fmt: skip
    names = set()
    for encoder in (ours, theirs):
        with open_index(home, filled, encoder) as index:
            names.add(index.folder.name)
            assert (index.near is None) == (encoder is theirs)
            assert Searcher(filled, vocabulary, index, encoder).ask(Question(text="ledlampen uit Aalst")).hits
    assert len(names) == 2
