"""What holds of every answer, whatever is asked: its pages, facets, filters, highlights and twins."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from knowledge.base import Stance, Status
from knowledge.documents import Passage, PassageKind
from knowledge.errors import UnknownRecord
from knowledge.store import Store
from search.encoders import OWN, load_encoder
from search.engine import Answer, Hit, Question, Searcher
from search.explain import sentences
from search.index import open_index
from search.question import Filters
from tests.conftest import make_document
from tests.search.relevance.suites import CASES, MARKS

ASKED = tuple(case.question for case in CASES["shipped"] if not case.filters)[::6][:20]
SCHEMES = {"motive": "motives", "sector": "sectors", "criterion": "criteria", "jurisdiction": "jurisdictions"}


@pytest.fixture(params=[pytest.param(suite, marks=marks) for suite, marks in MARKS.items()])
def searcher(request: pytest.FixtureRequest) -> Searcher:
    """The one store and the other."""
    found: Searcher = request.getfixturevalue(request.param)
    return found


def ask(searcher: Searcher, text: str, **given: Any) -> Answer:
    """The answer to a question."""
    return searcher.ask(Question(text=text, **given))


def bare(answer: Answer) -> dict[str, Any]:
    """The answer without the time that it took and what was told of the index."""
    return answer.to_json() | {"took_ms": None, "notes": None}


def test_there_are_twenty_questions() -> None:
    assert len(ASKED) == 20


def test_two_pages_are_one_long_page(searcher: Searcher) -> None:
    for text in ASKED:
        whole = ask(searcher, text, limit=10)
        pages = [ask(searcher, text, limit=5, offset=offset) for offset in (0, 5)]
        assert [hit.to_json() for page in pages for hit in page.hits] == [hit.to_json() for hit in whole.hits]
        assert [hit.rank for hit in whole.hits] == list(range(1, len(whole.hits) + 1))
        assert {page.total for page in pages} == {whole.total}
        assert [page.facets for page in pages] == [whole.facets] * 2
        assert all(before.score >= after.score for before, after in zip(whole.hits, whole.hits[1:], strict=False))


def test_the_last_page_and_what_lies_beyond(searcher: Searcher) -> None:
    for text in ASKED[:5]:
        everything = ask(searcher, text, limit=1000)
        total = everything.total
        assert len(everything.hits) == min(total, 1000)
        assert len({hit.passage.id for hit in everything.hits}) == len(everything.hits)
        assert ask(searcher, text, offset=total - 1).hits[0].passage.id == everything.hits[-1].passage.id
        for offset in (total, total + 7, 99_999):
            beyond = ask(searcher, text, offset=offset)
            assert beyond.hits == ()
            assert (beyond.total, beyond.facets) == (total, everything.facets)


def test_the_same_question_gets_the_same_answer(searcher: Searcher) -> None:
    encoder = load_encoder(OWN)
    with open_index(searcher.store.path.parent, searcher.store, encoder) as index:
        anew = Searcher(searcher.store, searcher.concepts, index, encoder)
        for text in ASKED:
            first = bare(ask(searcher, text))
            assert bare(ask(searcher, text)) == first
            assert bare(ask(anew, text)) == first


def test_facets_add_up(searcher: Searcher) -> None:
    for text in ASKED[:5]:
        answer = ask(searcher, text, limit=1000)
        hits = answer.hits
        assert answer.facets["kind"] == Counter(hit.document.kind.value for hit in hits)
        assert answer.facets["document"] == Counter(hit.document.id for hit in hits)
        assert sum(answer.facets["kind"].values()) == answer.total
        assert sum(answer.facets["document"].values()) == answer.total
        for counts in answer.facets.values():
            assert all(0 < count <= answer.total for count in counts.values())
            assert list(counts.values()) == sorted(counts.values(), reverse=True) or not counts


def test_a_facet_counts_what_its_filter_leaves(shipped: Searcher) -> None:
    names = {field.name for field in dataclasses.fields(Filters)}
    for text in ASKED[:4]:
        answer = ask(shipped, text, mode="lexical", limit=1)
        for name in names & set(answer.facets):
            for value, count in list(answer.facets[name].items())[:4]:
                assert ask(shipped, text, mode="lexical", limit=1, **{name: value}).total == count, (text, name, value)


def filters(searcher: Searcher) -> Iterator[tuple[str, str]]:
    """Every filter with values that stand in the store: the commonest and the rarest."""
    documents = searcher.store.documents()
    asserted = Counter(a.concept for a in searcher.store.annotations() if fact(a))
    values: dict[str, Counter[str]] = {
        "kind": Counter(document.kind.value for document in documents),
        "document": Counter(document.id for document in documents),
        "since": Counter(document.date.value for document in documents if document.date.value),
        "until": Counter(document.date.value for document in documents if document.date.value),
    }
    for name, scheme in SCHEMES.items():
        values[name] = Counter({c: n for c, n in asserted.items() if c.startswith(f"{scheme}/")})
    for name, counted in values.items():
        ordered = [value for value, _ in counted.most_common()]
        assert ordered, name
        yield from ((name, value) for value in dict.fromkeys((ordered[0], ordered[-1])))


def fact(annotation: Any) -> bool:
    """Whether the text states what is annotated, and it was accepted."""
    return annotation.stance is Stance.ASSERTED and annotation.status is Status.ACCEPTED


def fits(hit: Hit, name: str, value: str, held: dict[str, set[str]], searcher: Searcher) -> bool:
    """Whether a hit lies within a filter; `held` are the concepts that each passage states."""
    document = hit.document
    if name in ("since", "until"):
        date = document.date.value or ""
        width = min(len(date), len(value))
        return bool(date) and (date[:width] >= value[:width] if name == "since" else date[:width] <= value[:width])
    if name == "kind":
        return document.kind.value == value
    if name == "document":
        return document.id == value
    wanted = searcher.vocabulary.with_narrower(value)
    from_there = name == "jurisdiction" and f"jurisdictions/{document.jurisdiction}" in wanted
    return from_there or bool(held.get(hit.passage.id, set()) & wanted)


def test_no_hit_lies_outside_a_filter(searcher: Searcher) -> None:
    held: dict[str, set[str]] = {}
    for annotation in searcher.store.annotations():
        if fact(annotation):
            held.setdefault(annotation.passage, set()).add(annotation.concept)
    tried = list(filters(searcher))
    assert {name for name, _ in tried} == {field.name for field in dataclasses.fields(Filters)}
    found = 0
    for name, value in tried:
        for text in ASKED[::4]:
            answer = ask(searcher, text, limit=5, **{name: value})
            assert all(fits(hit, name, value, held, searcher) for hit in answer.hits), (text, name, value)
            found += len(answer.hits)
    assert found


def test_a_filter_loses_nothing_that_fits(shipped: Searcher) -> None:
    held: dict[str, set[str]] = {}
    for annotation in shipped.store.annotations():
        if fact(annotation):
            held.setdefault(annotation.passage, set()).add(annotation.concept)
    for name, value in filters(shipped):
        for text in ASKED[:6]:
            whole = ask(shipped, text, mode="lexical", limit=1000).hits
            kept = {hit.passage.id for hit in whole if fits(hit, name, value, held, shipped)}
            narrowed = ask(shipped, text, mode="lexical", limit=1000, **{name: value}).hits
            assert {hit.passage.id for hit in narrowed} == kept, (text, name, value)


def test_marks_and_sentences_lie_in_the_text(searcher: Searcher) -> None:
    for text in ASKED:
        for hit in ask(searcher, text, limit=30).hits:
            assert hit.highlights
            length = len(hit.passage.text)
            ends = [0, *(place for span in hit.highlights for place in span), length]
            assert ends == sorted(ends), "spans are in order, do not overlap and end within the text"
            assert all(start < end for start, end in hit.highlights)
            assert hit.sentence in sentences(hit.passage.text)
            assert hit.why
            assert hit.citation


def test_what_is_folded_is_told_once(searcher: Searcher) -> None:
    for text in ASKED:
        hits = ask(searcher, text, limit=50).hits
        shown = {hit.passage.id for hit in hits}
        twins = [twin.passage for hit in hits for twin in hit.also_in]
        assert len(twins) == len(set(twins))
        assert not shown & set(twins)
        assert all(twin.passage.startswith(f"{twin.document}/") for hit in hits for twin in hit.also_in)
        assert len({hit.group for hit in hits}) == len(hits)


def test_a_name_that_stands_once_brings_nothing_that_has_nothing_of_it(shipped: Searcher) -> None:
    for name in ("Corbeo", "Soudal", "Xylofonia Corbeo"):
        answer = ask(shipped, name, limit=100)
        assert name.split()[-1] in answer.hits[0].passage.text
        assert all(hit.score > 0 for hit in answer.hits)
        assert not [hit.why for hit in answer.hits if hit.why == ("similarity 0.00",)]


@pytest.mark.parametrize(
    ("name", "wrong", "near"),
    [
        ("kind", "othr", "other"),
        ("document", "digest-serv-advies-reshoring-2021", "digest-serv-advies-reshoring-2022"),
        ("document", "digest-serv-advies-reshoring-2021.md", "digest-serv-advies-reshoring-2022.md"),
        ("jurisdiction", "be-vlag", "be-vlg"),
        ("motive", "motives/autmation", "automation"),
        ("sector", "elektronics", "electronics"),
        ("criterion", "ipcie", "ipcei"),
    ],
)
def test_near_values_are_offered_for_one_that_does_not_exist(
    shipped: Searcher, name: str, wrong: str, near: str
) -> None:
    for value in (wrong, (near, wrong)):
        with pytest.raises(UnknownRecord) as error:
            ask(shipped, "steun", **{name: value})
        assert wrong.rsplit("/", 1)[-1] in error.value.message
        assert near in error.value.cure


@pytest.mark.parametrize("text", ["haspelmachines", "haspelmachines Lokeren", "Wie maakt haspelmachines in Lokeren?"])
@pytest.mark.parametrize("mode", ["hybrid", "lexical"])
def test_contents_and_sources_go_below_the_text_itself(store: Store, shipped: Searcher, text: str, mode: str) -> None:
    told = (
        "Een werkplaats in Lokeren bouwt sinds dit voorjaar weer haspelmachines met eigen mensen, na jaren in Turkije."
    )
    texts = {
        PassageKind.CONTENTS: "Inhoud: haspelmachines 3, Lokeren 4, haspelmachines in Lokeren 5",
        PassageKind.REFERENCE: "Maes, P. (2021), Haspelmachines in Lokeren. Haspelmachines, Lokeren: Eigen beheer.",
        PassageKind.BODY: told,
    }
    seen: dict[str, int] = {}
    passages = [
        Passage.make("nota", order, words, seen=seen, kind=kind) for order, (kind, words) in enumerate(texts.items())
    ]
    store.replace(make_document("nota"), passages, [], configuration="1")
    encoder = load_encoder(OWN) if mode == "hybrid" else None
    with open_index(store.path.parent, store, encoder) as index:
        answer = Searcher(store, shipped.concepts, index, encoder).ask(Question(text=text))
    assert answer.hits[0].passage.text == told
