"""The nearness leg: scores that can be worked out by hand, for living rows only, whatever came before."""

from __future__ import annotations

import math
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.concepts import Vocabulary
from knowledge.errors import EncoderError
from knowledge.store import Store
from search import making, nearness
from search.analysis import analyser
from search.encoders import OWN, HashEncoder, load_encoder
from search.engine import Question, Searcher
from search.index import Index, open_index
from search.nearness import CODES, NearWords, WordEncoder, write_near
from search.query import Query, parse
from search.static import StaticEncoder
from search.vectors import write_codes
from tests.conftest import make_document, make_passages
from tests.search.test_incremental import STEPS, WORDS, Step, rounded, take

if TYPE_CHECKING:
    from search.encoders import Vectors

DIRECTIONS = {
    "auto": (1.0, 0.0, 0.0, 0.0),
    "wagen": (0.8, 0.6, 0.0, 0.0),
    "voertuig": (0.6, 0.8, 0.0, 0.0),
    "kar": (0.34, 0.94, 0.0, 0.0),
    "school": (0.0, 0.0, 1.0, 0.0),
    "klas": (0.0, 0.6, 0.8, 0.0),
}
ENGLISH = {"car": DIRECTIONS["auto"], "auto": DIRECTIONS["school"]}
"""What words mean in an English question: `auto` something else there than in a Dutch one."""
TEXTS = {
    "een": ["Zijn wagen staat naast mijn wagen.", "Dit voertuig volgt een wagen over lange kasseien."],
    "twee": ["Haar auto blinkt.", "Hun kar kraakt.", "Oude klas zonder school."],
}


class Near(HashEncoder):
    """Knows a handful of words; for whole texts it is the tiny encoder."""

    fingerprint = "near-1"
    dimension = 4

    def encode_words(self, words: list[str], *, english: bool = False) -> Vectors:
        known = ENGLISH if english else DIRECTIONS
        made = [known.get(word, (0.0, 0.0, 0.0, 0.0)) for word in words]
        return np.array(made, dtype=np.float32).reshape(len(words), 4)

    def is_english(self, text: str) -> bool:
        return "the" in text.lower().split()


def test_who_knows_words() -> None:
    assert isinstance(Near(), WordEncoder)
    assert isinstance(StaticEncoder(), WordEncoder)
    assert not isinstance(HashEncoder(), WordEncoder)


def put(store: Store, name: str, texts: list[str]) -> None:
    store.replace(make_document(name), make_passages(name, texts), [], configuration="1")


@pytest.fixture
def garage(store: Store) -> Store:
    """Five passages of a handful of words."""
    for name, texts in TEXTS.items():
        put(store, name, texts)
    return store


@pytest.fixture
def index(home: Path, garage: Store) -> Iterator[Index]:
    """Their index."""
    with open_index(home, garage, Near()) as opened:
        yield opened


def ask(index: Index, text: str) -> tuple[Query, dict[str, float], dict[str, dict[str, tuple[str, float]]]]:
    """The question, the score of each living passage by its words, and the near terms."""
    assert index.near is not None
    query = parse(text, is_english=Near().is_english)
    leg = index.near.search(query, index.lexical, index.analyser)
    living = np.flatnonzero(index.lexical.columns.alive).tolist()
    return query, {name: float(leg.scores[row]) for row, name in index.lexical.ids(living).items()}, leg.near


def by_text(store: Store, scores: dict[str, float]) -> dict[str, float]:
    """The scores by the first two words of the passage."""
    return {" ".join(passage.text.split()[:2]): scores[name] for name, passage in store.passages_with(scores).items()}


def lengths(index: Index, store: Store) -> dict[str, float]:
    """How many words each passage has for BM25, by its first two words."""
    columns = index.lexical.columns
    found = index.lexical.ids(range(len(columns)))
    return by_text(store, {name: float(columns.words[row]) for row, name in found.items()})


def bm25(times: dict[str, float], holding: int, words: dict[str, float]) -> dict[str, float]:
    """BM25 with k1 1.2 and b 0.75 for how often, near words counted in, a passage has the word that is asked."""
    rarity = math.log(1 + (len(words) - holding + 0.5) / (holding + 0.5))
    mean = sum(words.values()) / len(words)
    return {
        name: rarity * 2.2 * found / (found + 1.2 * (0.25 + 0.75 * words[name] / mean)) if found else 0.0
        for name, found in ((name, times.get(name, 0.0)) for name in words)
    }


def test_a_word_counts_by_a_power_of_its_cosine(index: Index, garage: Store) -> None:
    assert (nearness.LEAST_COSINE, nearness.POWER, nearness.HOLDS) == (0.35, 2.5, 0.3)
    _, scores, near = ask(index, "auto")
    # 0.8 ** 2.5 = 0.5724 for `wagen`, 0.6 ** 2.5 = 0.2789 for `voertuig`; `kar`, at 0.34, is too far
    times = {"Zijn wagen": 2 * 0.5724, "Dit voertuig": 0.5724 + 0.2789, "Haar auto": 1.0}
    expected = bm25(times, holding=3, words=lengths(index, garage))
    assert by_text(garage, scores) == pytest.approx(expected, rel=2e-3)
    assert list(near) == ["auto"]
    assert {word: pytest.approx(cosine, abs=1e-3) for word, cosine in near["auto"].values()} == {
        "auto": 1.0,
        "wagen": 0.8,
        "voertuig": 0.6,
    }


def test_the_words_of_a_question_are_added_up(index: Index, garage: Store) -> None:
    (_, car, _), (_, school, _), (_, both, near) = (ask(index, text) for text in ("auto", "school", "auto school"))
    assert both == pytest.approx({name: car[name] + school[name] for name in car}, rel=1e-5)
    assert set(near) == {"auto", "school"}
    times = {"Oude klas": 1 + 0.8**2.5}
    assert by_text(garage, school) == pytest.approx(bm25(times, 1, lengths(index, garage)), rel=2e-3)


def test_a_word_that_the_encoder_does_not_know_counts_as_itself(index: Index, garage: Store) -> None:
    _, scores, near = ask(index, "kasseien")
    assert by_text(garage, scores) == pytest.approx(bm25({"Dit voertuig": 1.0}, 1, lengths(index, garage)), rel=1e-5)
    assert [word for word, _ in near["kasseien"].values()] == ["kasseien"]
    _, nothing, near = ask(index, "zeppelin")
    assert not any(nothing.values())
    assert [word for word, _ in near["zeppelin"].values()] in ([], ["zeppelin"])


def test_an_english_word_finds_what_it_means_and_not_what_it_looks_like(index: Index, garage: Store) -> None:
    dutch, english, car = ask(index, "auto"), ask(index, "the auto"), ask(index, "the car")
    assert (dutch[0].english, english[0].english, car[0].english) == (False, True, True)
    assert {word for word, _ in english[2]["auto"].values()} == {"school", "klas"}
    assert car[2]["car"].keys() == dutch[2]["auto"].keys()
    assert car[1] == pytest.approx(dutch[1], rel=2e-3)
    found = {name for name, score in by_text(garage, english[1]).items() if score > 0}
    assert found == {"Oude klas"}


@pytest.mark.parametrize("remembered", [0, 2, 1000])
def test_what_was_asked_before_changes_nothing(index: Index, monkeypatch: pytest.MonkeyPatch, remembered: int) -> None:
    def found(near: NearWords, text: str) -> tuple[list[float], dict[str, dict[str, tuple[str, float]]]]:
        leg = near.search(parse(text, is_english=Near().is_english), index.lexical, index.analyser)
        return leg.scores.tolist(), leg.near

    texts = ["auto school", "the auto", "auto", "klas auto voertuig", "the car", "auto school"]
    expected = {text: found(NearWords(index.folder, Near(), 4), text) for text in texts}
    monkeypatch.setattr(nearness, "KNOWN_WORDS", remembered)
    near = NearWords(index.folder, Near(), 4)
    for text in [*texts, *reversed(texts)]:
        assert found(near, text) == expected[text]


def test_only_so_many_near_words_count(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearness, "MOST_NEAR", 1)
    assert [word for word, _ in ask(index, "voertuig")[2]["voertuig"].values()] == ["voertuig"]
    assert [word for word, _ in ask(index, "the car")[2]["car"].values()] == ["auto"]


def test_only_the_commonest_words_are_compared(home: Path, garage: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearness, "MOST_FORMS", 1)
    with open_index(home, garage, Near()) as index:
        assert {word for word, _ in ask(index, "auto")[2]["auto"].values()} == {"auto", "wagen"}


def test_dead_rows_neither_count_nor_are_found(
    home: Path, garage: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "MOST_DEAD", 1.0)
    put(garage, "weg", ["Vele auto auto auto auto auto.", "Nog een wagen, een auto en een voertuig."])
    open_index(home, garage, Near()).close()
    garage.remove("weg")
    put(garage, "een", [*TEXTS["een"], "Verse wagen."])
    with open_index(home, garage, Near()) as index, open_index(tmp_path / "anew", garage, Near()) as anew:
        assert index.near is not None
        assert len(index.lexical.columns) > len(index.lexical) == len(anew.lexical.columns) == 6
        leg = index.near.search(parse("auto"), index.lexical, index.analyser)
        assert not leg.scores[~index.lexical.columns.alive].any()
        for text in ("auto", "school klas", "the car"):
            assert ask(index, text)[1] == pytest.approx(ask(anew, text)[1], rel=1e-5)
            assert ask(index, text)[2] == ask(anew, text)[2]


def test_a_near_word_is_told(home: Path, garage: Store, vocabulary: Vocabulary) -> None:
    encoder = Near()
    with open_index(home, garage, encoder) as index:
        answer = Searcher(garage, vocabulary, index, encoder).ask(Question(text="auto"))
    why = {hit.passage.text.split()[1]: hit.why for hit in answer.hits}
    assert "term: auto" in why["auto"]
    assert "near word: wagen (auto)" in why["wagen"]
    assert {"near word: wagen (auto)", "near word: voertuig (auto)"} <= set(why["voertuig"])
    assert not any(reason.startswith("near word") for reason in why.get("kar", ()))
    marked = {hit.passage.text[start:end] for hit in answer.hits for start, end in hit.highlights}
    assert {"auto", "wagen", "voertuig"} <= marked


class Foreign(Near):
    """Gives for words what it is told to give."""

    def __init__(self, vectors: Any) -> None:
        self.vectors = vectors

    def encode_words(self, words: list[str], *, english: bool = False) -> Vectors:
        made: Vectors = self.vectors(len(words))
        return made


@pytest.mark.parametrize(
    ("vectors", "said"),
    [
        (lambda count: np.full((count, 4), np.nan, dtype=np.float32), "no numbers"),
        (lambda count: np.full((count, 4), np.inf, dtype=np.float32), "no numbers"),
        (lambda count: np.ones((count, 7), dtype=np.float32), "shape"),
        (lambda count: np.ones((count + 1, 4), dtype=np.float32), "shape"),
    ],
)
def test_vectors_of_words_that_cannot_be_used_are_refused(
    home: Path, garage: Store, vocabulary: Vocabulary, vectors: Any, said: str
) -> None:
    with pytest.raises(EncoderError, match=said):
        open_index(home, garage, Foreign(vectors))
    open_index(home, garage, Near()).close()
    encoder = Foreign(vectors)  # it was well when the index was made
    with (
        open_index(home, garage, encoder) as index,
        pytest.raises(EncoderError, match=said),
    ):
        Searcher(garage, vocabulary, index, encoder).ask(Question(text="auto"))


def test_the_vectors_of_words_are_scaled_to_length_one(home: Path, garage: Store) -> None:
    def long(count: int) -> Any:
        return 7 * np.ones((count, 4), dtype=np.float32)

    with open_index(home, garage, Foreign(long)) as index:
        assert index.near is not None
        near = index.near.search(parse("auto"), index.lexical, index.analyser).near["auto"]
        assert all(cosine == pytest.approx(1, abs=1e-3) for _, cosine in near.values())


@pytest.mark.parametrize("name", ["near.npy", "near.txt"])
@pytest.mark.parametrize("damage", ["gone", "cut", "noise"])
def test_damaged_files_are_made_anew(home: Path, garage: Store, name: str, damage: str) -> None:
    with open_index(home, garage, Near()) as index:
        path = index.folder / name
        before = ask(index, "auto")
    content = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(content[: len(content) // 2] if damage == "cut" else b"\xff" * len(content))
    with open_index(home, garage, Near()) as index:
        assert index.notes == ("The search index was damaged and was made anew.",)
        assert ask(index, "auto") == before


def test_a_form_that_has_gone_still_finds_its_stem(
    home: Path, garage: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether `kassei` ever stood in a passage may not decide what it finds."""
    monkeypatch.setattr(making, "MOST_DEAD", 1.0)
    put(garage, "weg", ["Gladde kassei, wagens en wagen."])
    open_index(home, garage, Near()).close()
    garage.remove("weg")
    with open_index(home, garage, Near()) as index, open_index(tmp_path / "anew", garage, Near()) as anew:
        for text in ("kassei", "wagens", "wagen", "zeppelin"):
            assert ask(index, text)[1:] == ask(anew, text)[1:]
        assert any(ask(anew, "kassei")[1].values())


class Known(HashEncoder):
    """Vectors for the words of the histories; parts of compounds lie near the whole."""

    fingerprint = "known-1"

    def encode_words(self, words: list[str], *, english: bool = False) -> Vectors:
        made = self.encode_passages(words)
        made[[word not in LEARNED for word in words]] = 0
        return made

    def is_english(self, text: str) -> bool:
        return False


LEARNED = {word.lower() for word in WORDS}


def told(home: Path, store: Store, vocabulary: Vocabulary) -> list[object]:
    """What the leg and the whole search make of some questions."""
    encoder = Known()
    found: list[object] = []
    with open_index(home, store, encoder) as index:
        searcher = Searcher(store, vocabulary, index, encoder)
        for text in ("loonkosten robots", "steun voor toelevering", "energie", "regels fabriek haven"):
            _, scores, near = ask(index, text)
            answer = searcher.ask(Question(text=text, limit=20))
            hits = [(hit.passage.id, hit.score, hit.why, hit.highlights) for hit in answer.hits]
            found += [sorted(scores.items()), sorted((word, sorted(terms)) for word, terms in near.items()), hits]
    return found


@settings(max_examples=8)
@given(steps=STEPS)
@example(steps=[("put", 0, (2, 3)), ("put", 1, (0, 1, 4)), ("open", 0, (0,)), ("remove", 1, (0,))])
def test_any_history_gives_the_leg_of_an_index_made_anew(vocabulary: Vocabulary, steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "MOST_DEAD", 1.0)
        home, anew = Path(folder) / "home", Path(folder) / "anew"
        with Store(home / "s.sqlite") as store:
            for step in steps:
                take(store, step)
                if step[0] == "open":
                    open_index(home, store, Known()).close()
            assert told(home, store, vocabulary) == rounded(told(anew, store, vocabulary))


@settings(max_examples=20)
@given(st.lists(st.sampled_from(sorted(DIRECTIONS)), min_size=1, max_size=4, unique=True))
def test_more_words_never_take_score_away(words: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "s.sqlite") as store:
        for name, texts in TEXTS.items():
            put(store, name, texts)
        with open_index(Path(folder), store, Near()) as index:
            fewer, more = ask(index, " ".join(words[:1]))[1], ask(index, " ".join(words))[1]
    assert all(more[name] >= fewer[name] - 1e-5 for name in fewer)


def test_where_there_are_many_words_codes_propose_and_the_same_are_found(shipped: Searcher, tmp_path: Path) -> None:
    assert isinstance(shipped.index.near, NearWords)
    assert not (shipped.index.folder / CODES).exists(), "so few words are compared one by one"
    folder, encoder = tmp_path / "index", load_encoder(OWN)
    assert isinstance(encoder, WordEncoder)
    shutil.copytree(shipped.index.folder, folder)
    write_near(folder, encoder, exact=100)
    assert (folder / CODES).exists()
    lexical, read = shipped.index.lexical, analyser()
    exact, coded = shipped.index.near, NearWords(folder, encoder, encoder.dimension)
    held = asked = 0
    for text in ("Waarom keren fabrieken terug uit lagelonenlanden?", "steun voor robots", "Zzqx", "supply of chips"):
        query = parse(text, is_english=encoder.is_english)
        one, other = (words.search(query, lexical, read).near for words in (exact, coded))
        assert one.keys() == other.keys()
        for form, near in one.items():
            cosines = {term: cosine for term, (_, cosine) in other[form].items()}
            same = [term for term, (_, cosine) in near.items() if cosines.get(term) == pytest.approx(cosine)]
            asked, held = asked + len(near), held + len(same)
    assert asked > 100
    assert held >= 0.98 * asked
    write_near(folder, encoder)
    assert not (folder / CODES).exists()


def test_codes_of_other_words_are_damage(shipped: Searcher, tmp_path: Path) -> None:
    folder, encoder = tmp_path / "index", load_encoder(OWN)
    assert isinstance(encoder, WordEncoder)
    shutil.copytree(shipped.index.folder, folder)
    write_codes(folder / CODES, encoder.encode_words(["loon", "fabriek", "haven", "steun"] * 200))
    with pytest.raises(RuntimeError, match="another number"):
        NearWords(folder, encoder, encoder.dimension)
