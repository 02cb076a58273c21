"""How much of a document may be shown: the rule holds for any text, and the words that matter are in it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.annotations import Annotation
from knowledge.base import Stance, Status
from knowledge.documents import Passage
from templates.publishing import (
    MAX_EXCERPT,
    MAX_EXCERPTS,
    MAX_IN_PASSAGE,
    MAX_SHARE,
    excerpt,
    published_text,
    span_of,
)
from tests.conftest import annotate, make_document, make_passages

words = st.lists(
    st.sampled_from(["steun", "de", "fabriek.", "Zij", "art. 5", "kost\n", "x" * 90]), min_size=1, max_size=120
)
texts = st.lists(words.map(" ".join), min_size=1, max_size=12)


@st.composite
def annotated(draw: st.DrawFn) -> tuple[list[Passage], list[Annotation]]:
    passages = make_passages("nota", draw(texts))
    found = [
        annotate(passage, f"motives/{concept}", passage.text.split()[0])
        for passage in passages
        for concept in draw(st.lists(st.sampled_from(["a", "b", "c"]), max_size=3, unique=True))
    ]
    return passages, found


@given(annotated(), st.data())
def test_excerpts_stay_few_and_short_whatever_is_annotated_and_cited(
    made: tuple[list[Passage], list[Annotation]], data: st.DataObject
) -> None:
    passages, found = made
    cited = [
        (p.id, (start, data.draw(st.integers(start + 1, len(p.text)))))
        for p in passages
        for start in [data.draw(st.integers(0, len(p.text) - 1))]
    ]
    shown = published_text(make_document(publish="excerpt"), passages, found, cited)
    sizes = [end - start for spans in shown.values() for start, end in spans]
    assert sum(sizes) <= MAX_SHARE * sum(len(p.text) for p in passages)
    assert len(sizes) <= MAX_EXCERPTS
    assert all(0 <= size <= MAX_EXCERPT for size in sizes)
    for passage in passages:
        spans = shown.get(passage.id, ())
        assert len(spans) <= MAX_IN_PASSAGE
        assert all(0 <= start < end <= len(passage.text) for start, end in spans)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(annotated())
def test_the_licence_decides_before_anything_else(made: tuple[list[Passage], list[Annotation]]) -> None:
    passages, found = made
    cited = [(passages[0].id, (0, 1))]
    assert published_text(make_document(publish="metadata"), passages, found, cited) == {}
    whole = published_text(make_document(publish="full"), passages)
    assert whole == {p.id: ((0, len(p.text)),) for p in passages}


@given(st.text(min_size=1, max_size=900), st.data())
def test_an_excerpt_holds_the_words_it_is_about(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 60)))
    first, last = excerpt(text, start, end)
    assert 0 <= first <= last <= len(text)
    assert last - first <= MAX_EXCERPT
    assert text[start:end].strip() in text[first:last]


def test_an_excerpt_is_the_sentence_and_an_abbreviation_does_not_end_it() -> None:
    text = "Vooraf. Zie art. 107 van het Verdrag over steun. Daarna volgt iets anders."
    start = text.index("steun")
    first, last = excerpt(text, start, start + 5)
    assert text[first:last] == "Zie art. 107 van het Verdrag over steun."


FILLER = "Deze zin vult de alinea aan met woorden die er niet toe doen. " * 12


def test_what_is_cited_goes_before_what_is_annotated() -> None:
    passages = make_passages(
        "nota", [FILLER + "Hier staat kwaliteit.", FILLER + "Hier staat snelheid en meer dan dat alleen."]
    )
    room_for_one = [annotate(passages[1], "motives/b", "snelheid")]
    start = passages[0].text.index("kwaliteit")
    for cited, wanted in (([], passages[1].id), ([(passages[0].id, (start, start + 9))], passages[0].id)):
        shown = published_text(make_document(publish="excerpt"), passages, room_for_one, cited)
        assert wanted in shown


@pytest.mark.parametrize("status", [Status.SUGGESTED, Status.REJECTED])
def test_what_nobody_accepted_opens_no_excerpt(status: Status) -> None:
    passages = make_passages("nota", [FILLER + "Hier staat kwaliteit."])
    found = [annotate(passages[0], "motives/a", "kwaliteit", status=status)]
    assert published_text(make_document(publish="excerpt"), passages, found) == {}


def test_a_denied_concept_is_shown_after_the_asserted_ones() -> None:
    passages = make_passages("nota", [FILLER + "Hier staat kwaliteit.", FILLER + "Daar staat kwaliteit."])
    found = [
        annotate(passages[0], "motives/a", "kwaliteit", stance=Stance.DENIED),
        annotate(passages[1], "motives/a", "kwaliteit"),
    ]
    few = make_passages("nota", [p.text for p in passages])
    shown = published_text(make_document(publish="excerpt"), few, found)
    assert passages[1].id in shown


def test_an_anchor_is_found_whatever_its_quotes_and_white_space() -> None:
    text = "Men sprak van ‘local-for\u2011local’\n en niet van massa."
    first, last = span_of("van 'Local-for-local' en", text) or (0, 0)
    assert text[first:last] == "van ‘local-for\u2011local’\n en"
    assert span_of("komt niet voor", text) is None
