"""Words and pieces: the same tokens as the tokenizers library makes of the shipped file, at a cost that is bounded."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, normalizers

from search.pieces import ENGLISH, MAX_LETTERS, NUMBER, PREFIX, UNKNOWN, Pieces, plain_words
from search.static import FOLDER

NAMES = (UNKNOWN, NUMBER, "loon", "loonkosten", "##kosten", "##kost", "##en", "##s", "wet", f"{ENGLISH}wet", "fabriek")
SMALL = {name: number for number, name in enumerate(NAMES)}
COMPATIBLE = normalizers.NFKD()


@pytest.fixture(scope="module")
def library() -> Tokenizer:
    """The shipped rules, as another library reads them."""
    return Tokenizer.from_file(str(FOLDER / "tokenizer.json"))


@pytest.fixture(scope="module")
def vocabulary_of() -> dict[str, int]:
    """The shipped words and pieces with their numbers."""
    found: dict[str, int] = json.loads((FOLDER / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    return found


@pytest.fixture(scope="module")
def pieces(vocabulary_of: dict[str, int]) -> Pieces:
    """The shipped rules as we read them."""
    return Pieces(vocabulary_of)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De fabriek in Aalst", ["de", "fabriek", "in", "aalst"]),
        ("coördinatie, cafés en reünie", ["coordinatie", "cafes", "en", "reunie"]),
        ("ﬁnanciële ĳs Ĳsland", ["financiele", "ijs", "ijsland"]),
        ("in 2019 en 1949 en 2050", ["in", "2019", "en", "0", "en", "0"]),
        ("500.000 euro (12%)", ["0", "0", "euro", "0"]),
        ("B2B en covid-19", ["b", "0", "b", "en", "covid", "0"]),
        ("x² ½ Ⅷ ①", ["x", "0", "0", "0", "viii", "0"]),
        ("12019 20190", ["0", "0"]),
        ("🏭 中文 Ελλάδα \x00", []),
        ("fa\u0301briek soft\u00adware", ["fabriek", "soft", "ware"]),
        ("", []),
    ],
)
def test_plain_words(text: str, expected: list[str]) -> None:
    assert plain_words(text) == expected


@given(st.text(max_size=60))
def test_plain_words_are_letters_a_number_or_a_year_and_stay_so(text: str) -> None:
    found = plain_words(text)
    assert all(re.fullmatch("[a-z]+|0|19[5-9][0-9]|20[0-4][0-9]", word) for word in found)
    assert plain_words(" ".join(found)) == found


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("loonkosten", ["loonkosten"]),
        ("loonkost", ["loon", "##kost"]),
        ("loonkostens", ["loonkosten", "##s"]),
        ("fabrieken", ["fabriek", "##en"]),
        ("kosten", [UNKNOWN]),
        ("fabriekx", [UNKNOWN]),
        ("wet", ["wet"]),
        ("", []),
        ("a" * (MAX_LETTERS + 1), [UNKNOWN]),
    ],
)
def test_the_longest_piece_goes_first(word: str, expected: list[str]) -> None:
    made = Pieces(SMALL)
    assert [NAMES[number] for number in made.of(word)] == expected
    assert made.knows(word) == (UNKNOWN not in expected)


def test_an_english_sense_is_only_had_by_asking() -> None:
    made = Pieces(SMALL)
    assert made.of("wet", english=True) == (SMALL[f"{ENGLISH}wet"],)
    assert made.of("wet") == (SMALL["wet"],)
    assert made.of("fabriek", english=True) == made.of("fabriek")
    assert plain_words(f"{ENGLISH}wet") == ["en", "wet"]


WORDS = (
    *("de", "het", "fabriek", "fabrieken", "loonkosten", "loonkostenkloof", "staatssteun", "reshoring", "kmo's"),
    *("coördinatie", "Wallonië", "toeleveringsketen", "made-in-China", "ĳzer", "ﬁnanciële", "œuvre", "straße"),
    *("İstanbul", "productieverantwoordelijke", "groepsvrijstellingsverordening", "hospitalisatieverzekering"),
    *("2019", "1949", "2050", "12019", "500.000", "2,5", "½", "x²", "№", "24/7"),
    *("🏭", "👩\u200d🏭", "🇧🇪", "中文", "Ελλάδα", "завод", "مصنع"),
)
PARTS = ("loon", "kosten", "arbeid", "s", "en", "e", "fabriek", "staats", "maatschappij", "xq", "verzekering", "heid")
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(WORDS),
        st.lists(st.sampled_from(PARTS), min_size=2, max_size=7).map("".join),
        st.text(max_size=12),
        st.text("aé0 1²'-"),
    ),
    max_size=10,
).flatmap(lambda words: st.sampled_from([" ", "", "-", "\n", "\u00a0"]).map(lambda between: between.join(words)))


@settings(max_examples=400)
@given(text=TEXTS)
def test_the_tokenizers_library_makes_the_same_tokens(library: Tokenizer, pieces: Pieces, text: str) -> None:
    # its tables of Unicode are older than Python's: a few characters of later years are taken apart here only
    assume(COMPATIBLE.normalize_str(text) == unicodedata.normalize("NFKD", text))
    ours = [token for word in plain_words(text) for token in pieces.of(word)]
    assert ours == library.encode(text, add_special_tokens=False).ids


def test_the_longest_words_are_pieces_like_any_other(
    library: Tokenizer, pieces: Pieces, vocabulary_of: dict[str, int]
) -> None:
    words = sorted((word for word in vocabulary_of if word.isalpha()), key=len)[-200:]
    assert len(words[0]) > 20
    for word in words:
        for text in (word, f"{word}s", f"{word}fabriek", f"loon{word}", f"{word}xq"):
            assert list(pieces.of(text)) == library.encode(text, add_special_tokens=False).ids, text


@given(st.integers(min_value=MAX_LETTERS - 3, max_value=MAX_LETTERS + 3), st.sampled_from(["en", "s", "loon"]))
def test_both_give_up_at_the_same_length(library: Tokenizer, pieces: Pieces, length: int, part: str) -> None:
    word = ("loon" + part * length)[:length]
    assert list(pieces.of(word)) == library.encode(word, add_special_tokens=False).ids


class Counted(Mapping[str, int]):
    """Counts how often something is looked up."""

    def __init__(self, tokens: dict[str, int]) -> None:
        self.tokens, self.asked = tokens, 0

    def __getitem__(self, name: str) -> int:
        self.asked += 1
        return self.tokens[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tokens)

    def __len__(self) -> int:
        return len(self.tokens)


def looked_up(text: str) -> int:
    """How many times the words of a text are looked up, in a fresh table."""
    counted = Counted(SMALL)
    made = Pieces(counted)
    before = counted.asked
    for word in plain_words(text):
        made.of(word)
    return counted.asked - before


def test_a_word_of_a_hundred_thousand_letters_is_one_unknown_token() -> None:
    word = "loon" * 25_000
    assert Pieces(SMALL).of(word) == (SMALL[UNKNOWN],)
    assert looked_up(word) == 0


def test_the_work_grows_with_the_text_and_not_faster() -> None:
    most = MAX_LETTERS * (MAX_LETTERS + 1) // 2
    worst = "loon" + "s" * (MAX_LETTERS - 5) + "x"
    assert 0 < looked_up(worst) <= most
    different = ["".join(chr(97 + n // 26**place % 26) for place in range(4)) for n in range(2_000)]
    half, whole = looked_up(" ".join(different[:1_000])), looked_up(" ".join(different))
    assert whole <= 2.5 * half
    assert looked_up(" ".join(different * 3)) == whole


def test_a_text_can_hold_nearly_every_shipped_word(vocabulary_of: dict[str, int]) -> None:
    plain = re.compile(f"(?:{PREFIX}|{ENGLISH})?(?:[a-z]+|[0-9]+)")
    lost = [name for name in vocabulary_of if name != UNKNOWN and not plain.fullmatch(name)]
    assert len(lost) <= len(vocabulary_of) // 10_000, lost
    assert max(map(len, vocabulary_of)) <= MAX_LETTERS


def test_the_shipped_words_are_numbered_in_the_order_of_their_letters(vocabulary_of: dict[str, int]) -> None:
    assert list(vocabulary_of) == sorted(vocabulary_of, key=str.encode)
    assert list(vocabulary_of.values()) == list(range(len(vocabulary_of)))


def test_the_rules_in_the_file_are_ours(library: Tokenizer) -> None:
    rules: Any = json.loads(library.to_str())["model"]
    assert (rules["type"], rules["unk_token"], rules["continuing_subword_prefix"]) == ("WordPiece", UNKNOWN, PREFIX)
    assert rules["max_input_chars_per_word"] == MAX_LETTERS
