"""Encoders: none, the tiny one, and models on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from click.testing import CliRunner, Result

import thuishaven
from knowledge.concepts import Vocabulary
from knowledge.errors import EncoderError
from knowledge.store import Store
from search.encoders import HashEncoder, ModelEncoder, checked, load_encoder
from search.engine import Question, Searcher
from search.index import open_index

if TYPE_CHECKING:
    from search.encoders import Vectors


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real sentence-transformers model, made here: a table of random vectors for a handful of words."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    names = ["[UNK]", "lamp", "fabriek", "steun", "loon", "query", "passage", ":"]
    tokenizer = Tokenizer(WordLevel({name: number for number, name in enumerate(names)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    table = np.random.default_rng(3).normal(size=(len(names), 16)).astype(np.float32)
    folder = tmp_path_factory.mktemp("models") / "klein-model"
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=table)], device="cpu").save(str(folder))
    return folder


def test_none_and_hash() -> None:
    assert load_encoder("none") is None
    encoder = load_encoder("hash")
    assert encoder is not None
    vectors = encoder.encode_passages(["loonkosten dalen", "loonkosten", "zeevaart", ""])
    assert vectors.dtype == np.float32
    assert vectors.shape == (4, encoder.dimension)
    assert np.allclose(np.linalg.norm(vectors[:3], axis=1), 1)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]
    assert not vectors[3].any()
    assert np.array_equal(vectors, HashEncoder().encode_queries(["loonkosten dalen", "loonkosten", "zeevaart", ""]))


def test_a_model_by_folder(model: Path) -> None:
    encoder = load_encoder(str(model))
    assert encoder is not None
    assert encoder.dimension == 16
    assert encoder.encode_queries(["lamp"]).shape == (1, 16)
    assert encoder.fingerprint == ModelEncoder(str(model)).fingerprint


def test_e5_models_get_their_prefixes(model: Path, tmp_path: Path) -> None:
    named = tmp_path / "multilingual-e5-small"
    named.symlink_to(model)
    plain, prefixed = ModelEncoder(str(model)), ModelEncoder(str(named))
    assert np.allclose(prefixed.encode_queries(["lamp"]), plain.encode_queries(["query: lamp"]))
    assert np.allclose(prefixed.encode_passages(["lamp"]), plain.encode_passages(["passage: lamp"]))
    assert prefixed.fingerprint != plain.fingerprint


@pytest.mark.parametrize("name", ["geen-model", "iemand/geen-model", "/geen/map", "../x", "a/b/c", "met spatie", ""])
def test_a_model_that_is_not_here(name: str) -> None:
    with pytest.raises(EncoderError, match="no encoder") as error:
        load_encoder(name)
    assert "none" in error.value.cure


def test_a_folder_that_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("{not json", encoding="utf-8")
    with pytest.raises(EncoderError, match="cannot be loaded"):
        load_encoder(str(tmp_path))


class Broken(HashEncoder):
    """Gives what it is told to give."""

    def __init__(self, vectors: Vectors) -> None:
        self.vectors = vectors

    def encode_passages(self, texts: list[str]) -> Vectors:
        return self.vectors


@pytest.mark.parametrize(
    ("vectors", "said"),
    [
        (np.full((10, 256), np.nan, dtype=np.float32), "no numbers"),
        (np.full((10, 256), np.inf, dtype=np.float32), "no numbers"),
        (np.ones((10, 8), dtype=np.float32), "shape"),
        (np.ones((3, 256), dtype=np.float32), "shape"),
        (np.ones(256, dtype=np.float32), "shape"),
    ],
)
def test_vectors_that_cannot_be_used_are_refused(home: Path, filled: Store, vectors: Vectors, said: str) -> None:
    assert filled.counts()["passages"] == 10
    with pytest.raises(EncoderError, match=said):
        open_index(home, filled, Broken(vectors))
    assert [path.name for path in (home / "index").iterdir()] == []


def test_vectors_are_scaled_to_length_one() -> None:
    made = checked(HashEncoder(), np.full((2, 256), 7.0), 2)
    assert np.allclose(np.linalg.norm(made, axis=1), 1)


class BrokenLater(HashEncoder):
    """Reads passages well and questions not."""

    def __init__(self, vectors: Vectors) -> None:
        self.vectors = vectors

    def encode_queries(self, texts: list[str]) -> Vectors:
        return self.vectors


UNUSABLE = [
    (np.full((1, 256), np.nan, dtype=np.float32), "no numbers"),
    (np.full((1, 256), -np.inf, dtype=np.float32), "no numbers"),
    (np.ones((1, 8), dtype=np.float32), "shape"),
    (np.ones((2, 256), dtype=np.float32), "shape"),
    (np.ones(256, dtype=np.float32), "shape"),
]


@pytest.mark.parametrize(("vectors", "said"), UNUSABLE)
@pytest.mark.parametrize("mode", ["hybrid", "semantic"])
def test_a_question_that_gets_no_vector_is_told(
    home: Path, filled: Store, vocabulary: Vocabulary, vectors: Vectors, said: str, mode: str
) -> None:
    encoder = BrokenLater(vectors)
    with open_index(home, filled, encoder) as index:
        searcher = Searcher(filled, vocabulary, index, encoder)
        with pytest.raises(EncoderError, match=said) as error:
            searcher.ask(Question(text="ledlampen", mode=mode))
        assert "none" in error.value.cure
        assert searcher.ask(Question(text="ledlampen", mode="lexical")).hits


class Wider(HashEncoder):
    """The tiny encoder in another dimension; by mistake it says that it is the same."""

    dimension = 128


def test_an_encoder_of_another_dimension_gets_its_own_vectors(
    home: Path, filled: Store, vocabulary: Vocabulary
) -> None:
    open_index(home, filled, HashEncoder()).close()
    for encoder in (Wider(), HashEncoder()):
        with open_index(home, filled, encoder) as index:
            assert index.notes == ("The search index was damaged and was made anew.",)
            assert index.manifest["encoder"]["dimension"] == encoder.dimension
            assert Searcher(filled, vocabulary, index, encoder).ask(Question(text="ledlampen")).hits


def one_sentence(result: Result, said: str) -> None:
    """Exit code 1, a sentence, no traceback and no data."""
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    assert result.stdout == ""
    (told,) = result.stderr.strip().splitlines()
    assert told.startswith("thuishaven: ")
    assert said in told


def search(home: Path, encoder: str) -> Result:
    command = ["--home", str(home), "--encoder", encoder, "search", "ledlampen"]
    return CliRunner().invoke(thuishaven.main, command)


@pytest.mark.parametrize(("vectors", "said"), UNUSABLE)
def test_the_command_line_tells_of_a_question_without_a_vector(
    home: Path, filled: Store, monkeypatch: pytest.MonkeyPatch, vectors: Vectors, said: str
) -> None:
    open_index(home, filled, HashEncoder()).close()
    monkeypatch.setattr(HashEncoder, "encode_queries", lambda encoder, texts: vectors)
    one_sentence(search(home, "hash"), said)


@pytest.mark.parametrize(("width", "value", "said"), [(256, np.nan, "no numbers"), (8, 1.0, "shape")])
def test_the_command_line_tells_of_passages_without_vectors(
    home: Path, filled: Store, monkeypatch: pytest.MonkeyPatch, width: int, value: float, said: str
) -> None:
    monkeypatch.setattr(HashEncoder, "encode_passages", lambda encoder, texts: np.full((len(texts), width), value))
    one_sentence(search(home, "hash"), said)


def test_the_command_line_tells_of_an_encoder_that_is_not_here(home: Path, filled: Store, tmp_path: Path) -> None:
    one_sentence(search(home, "geen-model"), "no encoder 'geen-model'")
    (tmp_path / "leeg").mkdir()
    one_sentence(search(home, str(tmp_path / "leeg")), "cannot be loaded")


def test_a_model_takes_the_place_of_another_and_nothing_is_mixed(
    home: Path, filled: Store, vocabulary: Vocabulary, model: Path
) -> None:
    foreign = ModelEncoder(str(model))
    assert foreign.fingerprint != HashEncoder().fingerprint
    for encoder in (HashEncoder(), foreign, HashEncoder()):
        with open_index(home, filled, encoder) as index:
            assert index.manifest["encoder"]["fingerprint"] == encoder.fingerprint
            assert index.semantic is not None
            assert index.semantic.vectors(0)[0].shape == (1, encoder.dimension)
            assert Searcher(filled, vocabulary, index, encoder).ask(Question(text="lamp")).hits
