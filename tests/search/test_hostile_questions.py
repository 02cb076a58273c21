"""Whatever is typed gets an answer or one sentence: no traceback, no syntax, and no more work than is bounded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import thuishaven
from knowledge.errors import QueryError, UnknownRecord
from knowledge.store import Store
from search.encoders import OWN, Encoder, HashEncoder, load_encoder
from search.engine import Answer, Question, Searcher
from search.explain import sentences
from search.query import MAX_LENGTH, MAX_WORDS
from tests.conftest import ROOT
from tests.search.conftest import fill

if TYPE_CHECKING:
    from search.encoders import Vectors

LONG = 100_000
REFUSED = {
    "nothing": "",
    "blank": " \t\r\n\u00a0\u3000",
    "emoji": "\U0001f600\U0001f3ed \U0001f1e7\U0001f1ea",
    "only a minus": "-",
    "minuses": "- -- --- -",
    "a wall of minuses": "-" * LONG,
    "empty quotes": '"" "" “” «»',
    "a wall of quotes": '"' * LONG,
    "punctuation": "?!...(((([[[{{{***///\\\\\\",
    "NUL alone": "\x00\x00",
    "control characters alone": "\x01\x02\x1b\x7f\x85\u2028\u200b\u202e\ufeff",
    "stop words": "de het een van en",
    "very many stop words": "de het een van " * (LONG // 15),
    "only exclusions": '-steun -"grote robots"',
}
ASKED = {
    "one letter": "a",
    "one digit": "7",
    "one letter too many": "s t e u n",
    "SQL": "'; DROP TABLE passages; -- steun",
    "SQL union": 'steun" UNION SELECT record FROM documents WHERE "1"="1',
    "FTS5 words": "steun AND NOT robots OR NEAR(loonkosten kloof, 3)",
    "FTS5 columns": "text:steun heading : robots ^loon* {stems parts}: gemeente",
    "FTS5 symbols": 'steun* + "loon"* ^ ( : - ) , .',
    "an open quote": '"steun voor robots',
    "a closing quote": 'steun voor robots"',
    "quotes in quotes": 'steun "de "robots" van" morgen"',
    "unlike quotes": "„steun” «robots “loonkosten»",
    "NUL in a word": "steun\x00loon\x00",
    "colours of a terminal": "\x1b[31msteun\x1b[0m\x07",
    "backwards": "\u202esteun\u202c \u200brobots",
    "half a character": "steun \udcff\ud800",
    "an accent alone": "\u0301" * 300 + "steun",
    "ligatures": "oﬃcieel ﬁnanciering ①② ½",
    "other scripts": "стеун 支援 دعم ٣٤ Ǆ ß İ",
    "a format": "steun %s %(x)s {0} {steun} $HOME `id`",
    "HTML": "<script>alert(1)</script><b>steun</b>&amp;",
    "a formula": '=HYPERLINK("http://x","steun")',
    "paths": "../../etc/passwd steun C:\\steun",
    "one very long word": "x" * LONG,
    "one very long compound": "loonkosten" * (LONG // 10),
    "one very long hyphened word": "a-" * (LONG // 2),
    "one very long abbreviation": "a." * (LONG // 2),
    "one very long number": "1.000," * (LONG // 6),
    "very many words": " ".join(f"woord{n}" for n in range(LONG // 8)),
    "very many exclusions": "steun" + "".join(f" -x{n}" for n in range(LONG // 8)),
    "very many phrases": " ".join(f'"steun {n}"' for n in range(LONG // 12)),
    "very many articles": "artikel 107, lid 3, b) VWEU " * (LONG // 28),
    "very many accents": "é" * LONG,
}


class Counting:
    """The encoder for tests that keeps how much it was given."""

    def __init__(self) -> None:
        self._inner = HashEncoder()
        self.name, self.dimension, self.fingerprint = "counting", HashEncoder.dimension, "counting-1"
        self.asked: list[int] = []

    def encode_passages(self, texts: list[str]) -> Vectors:
        """As the encoder for tests does."""
        return self._inner.encode_passages(texts)

    def encode_queries(self, texts: list[str]) -> Vectors:
        """Keeps how long the questions were."""
        self.asked += [len(text) for text in texts]
        return self._inner.encode_queries(texts)


Searchers = Callable[[Encoder | None], Searcher]


def sound(answer: Answer) -> None:
    """What holds of an answer to whatever was asked."""
    json.dumps(answer.to_json(), allow_nan=False)
    assert answer.total >= len(answer.hits)
    assert all(len(note) < 1000 for note in answer.notes)
    for hit in answer.hits:
        assert hit.sentence in sentences(hit.passage.text)
        assert all(0 <= start < end <= len(hit.passage.text) for start, end in hit.highlights)
        assert len(hit.why) < 100
        assert all(len(reason) < 500 for reason in hit.why)


def told(error: QueryError) -> None:
    """A refusal says what is wrong and what to do, in short."""
    assert error.message.endswith(".")
    assert error.cure.endswith(".")
    assert len(str(error)) < 400


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all that is asked here: a question changes nothing."""
    return tmp_path_factory.mktemp("vragen") / "home"


@pytest.fixture(scope="module")
def filled(home: Path) -> Iterator[Store]:
    """The store with the small texts."""
    with Store(home / "thuishaven.sqlite") as store:
        fill(store)
        yield store


@pytest.fixture(params=["none", OWN])
def searcher(request: pytest.FixtureRequest, searchers: Searchers) -> Searcher:
    """Without an encoder, and with ours."""
    return searchers(load_encoder(request.param))


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_holds_no_word_is_refused_with_a_sentence(searcher: Searcher, text: str) -> None:
    for mode in ("hybrid", "lexical"):
        with pytest.raises(QueryError) as error:
            searcher.ask(Question(text=text, mode=mode))
        told(error.value)


@pytest.mark.parametrize("text", ASKED.values(), ids=ASKED)
def test_what_holds_a_word_is_answered(searcher: Searcher, text: str) -> None:
    for mode in ("hybrid", "lexical", *(("semantic",) if searcher.index.semantic else ())):
        answer = searcher.ask(Question(text=text, mode=mode))
        sound(answer)
        if len(text) > MAX_LENGTH:
            assert any(f"{MAX_LENGTH:,}" in note for note in answer.notes)


@pytest.mark.parametrize("text", [text for text in ASKED.values() if len(text) > MAX_LENGTH // 2])
def test_the_work_that_a_long_question_makes_is_bounded(searchers: Searchers, text: str) -> None:
    encoder = Counting()
    searcher = searchers(encoder)
    for mode in ("hybrid", "semantic"):
        encoder.asked.clear()
        searcher.ask(Question(text=text, mode=mode))
        assert len(encoder.asked) <= MAX_WORDS + 1
        assert max(encoder.asked, default=0) <= MAX_LENGTH, "the encoder was given more than was looked at"


def test_nothing_that_was_asked_changes_the_store(filled: Store, searcher: Searcher) -> None:
    before, counts = filled.fingerprint(), filled.counts()
    for text in (ASKED["SQL"], ASKED["SQL union"], ASKED["NUL in a word"]):
        searcher.ask(Question(text=text))
    assert (filled.fingerprint(), filled.counts()) == (before, counts)


@pytest.mark.parametrize("name", ["kind", "jurisdiction", "motive", "sector", "criterion", "document"])
@pytest.mark.parametrize("value", ["x" * LONG, "' OR '1'='1", "\x00", "\udcff", "motives/../sectors/energy", "%"])
def test_a_hostile_filter_value_is_one_that_does_not_exist(searchers: Searchers, name: str, value: str) -> None:
    with pytest.raises(UnknownRecord) as error:
        searchers(None).ask(Question(text="steun", **{name: value}))  # type: ignore[arg-type]
    told_in = str(error.value)
    assert len(told_in) < 400
    assert "\x00" not in told_in


@pytest.mark.parametrize(
    "value", ["gisteren", "0000", "2022-02-30", "2022-13", "-1", "x" * LONG, "\x00", "2022 OR 1=1"]
)
@pytest.mark.parametrize("name", ["since", "until"])
def test_a_hostile_date_is_refused(searchers: Searchers, name: str, value: str) -> None:
    with pytest.raises(QueryError) as error:
        searchers(None).ask(Question(text="steun", **{name: value}))  # type: ignore[arg-type]
    told(error.value)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=60)
    | st.lists(
        st.sampled_from(
            ["steun", "robots", '"', "-", " ", "“", "AND", "NEAR(", "*", "\x00", "loon", "niet", "107", "'"]
        ),
        max_size=25,
    ).map("".join)
)
def test_any_text_is_answered_or_refused(searcher: Searcher, text: str) -> None:
    try:
        answer = searcher.ask(Question(text=text, limit=3))
    except QueryError as error:
        told(error)
    else:
        sound(answer)


@pytest.fixture
def command(filled: Store, home: Path, searchers: Searchers) -> Callable[..., tuple[int, str]]:
    """Runs the search command on the small store; gives its exit code and all that it said."""

    def call(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(thuishaven.main, ["--home", str(home), "search", *arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.output

    return call


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_the_command_refuses_with_a_sentence(command: Callable[..., tuple[int, str]], text: str) -> None:
    code, said = command("--", text)
    assert code == 2
    assert said.startswith("thuishaven: The question ")
    assert len(said.strip().splitlines()) == 1


@pytest.mark.parametrize("text", [v for k, v in ASKED.items() if k != "half a character"],
                         ids=[k for k in ASKED if k != "half a character"])  # fmt: skip
@pytest.mark.parametrize("options", [(), ("--json",)], ids=["text", "json"])
def test_the_command_answers(command: Callable[..., tuple[int, str]], text: str, options: tuple[str, ...]) -> None:
    code, said = command(*options, "--", text)
    assert code == 0
    assert "Traceback" not in said
    assert "\x1b" not in said
    assert "\x00" not in said


@pytest.mark.parametrize(
    ("option", "wrong", "near"),
    [("kind", "advise", "advice"), ("motive", "labour-cost-gab", "labour-cost-gap"), ("document", "avies", "advies")],
)
def test_the_command_offers_near_values(
    command: Callable[..., tuple[int, str]], option: str, wrong: str, near: str
) -> None:
    code, said = command(f"--{option}", wrong, "steun")
    assert code == 2
    assert near in said.split("Did you mean", 1)[1]


@pytest.mark.skipif(sys.platform == "win32", reason="arguments are text there")
@pytest.mark.parametrize("options", [(), ("--json",)], ids=["text", "json"])
def test_bytes_that_are_no_text(filled: Store, home: Path, options: tuple[str, ...]) -> None:
    """A real process, with an output that refuses half characters, as a terminal in a UTF-8 locale does."""
    command = [
        sys.executable,
        str(ROOT / "thuishaven.py"),
        "--encoder",
        "none",
        "--home",
        str(home),
        "search",
        *options,
    ]
    result = subprocess.run(
        [*(part.encode() for part in command), b"steun \xff\xfe"],
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONIOENCODING": "utf-8:strict"},
    )
    assert b"Traceback" not in result.stderr
    assert result.returncode in (0, 2)
