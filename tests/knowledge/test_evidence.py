"""A citation leads to the passages that stand behind it, in the source itself or in a digest of it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.comparing import comparable
from knowledge.documents import Footnote, Passage, PassageKind
from knowledge.evidence import FoundBy, Shelf, is_stale, resolve, resolve_all
from knowledge.places import place_of
from knowledge.quoting import QUOTE_WORDS, overlaps, quote_of
from knowledge.store import Store
from tests.conftest import make_document
from tests.knowledge.small_world import citation, make_note, make_source, put

UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SOURCES = {"raadsnota": make_source()}


def passage(text: str, path: tuple[str, ...] = (), **fields: object) -> Passage:
    return Passage.make("nota", 0, text, seen={}, heading_path=path, **fields)  # type: ignore[arg-type]


def test_an_anchor_is_found_whatever_its_quotes_case_and_spaces(store: Store) -> None:
    document, passages = make_note()
    put(store, document, passages)
    (found,) = resolve(citation("§2.1", 'kijkt  naar de "Kringloop van koper"'), store, SOURCES)
    assert (found.passage, found.hash) == (passages[1].id, passages[1].hash)
    assert (found.found_by, found.digest, found.stale) == (FoundBy.ANCHOR, False, False)
    assert found.citation == "Raad van de Test, Nota over terugkeer (5 december 2022), 2.1 Criteria, p. 4"
    assert (found.page, found.heading) == (4, "2. Steun › 2.1 Criteria")
    assert found.url == "https://voorbeeld.be/nota"


def test_an_anchor_counts_first_in_the_section_that_is_named(store: Store) -> None:
    document, passages = make_note()
    put(store, document, passages)
    assert [e.passage for e in resolve(citation("§2.10", "de kringloop van"), store, SOURCES)] == [passages[3].id]


def test_an_anchor_in_a_footnote_or_heading_is_found(store: Store) -> None:
    text = passage("De raad verwijst naar een wet.", ("2.1 Criteria voor kranen",)).model_copy(
        update={"footnotes": (Footnote(number="7", text="Zie het staatsblad van mei."),)}
    )
    put(store, make_document(source="raadsnota"), [text])
    (found,) = resolve(citation("§2.1, voetnoot 7", "staatsblad van mei"), store, SOURCES)
    assert (found.quote, found.citation) == (
        "Zie het staatsblad van mei.",
        "De nota (datum onbekend), 2.1 Criteria voor kranen, voetnoot 7",
    )
    (headed,) = resolve(citation("§2.1", "criteria voor kranen"), store, SOURCES)
    assert (headed.passage, headed.found_by) == (text.id, FoundBy.ANCHOR)


@pytest.mark.parametrize("context", ["", "EU en VK", "visserij op zee"])
def test_a_heading_of_very_short_words_is_found_whatever_the_context(store: Store, context: str) -> None:
    parts = [("3. R&D", "Wat het kost"), ("5. ED&A", "Wat het kost")]
    seen: dict[str, int] = {}
    passages = [
        Passage.make("nota", n, f"Tekst {n} over machines.", seen=seen, heading_path=p) for n, p in enumerate(parts)
    ]
    put(store, make_document(source="raadsnota"), passages)
    (found,) = resolve(citation("§5", "ED&A"), store, SOURCES, context)
    assert (found.passage, found.found_by) == (passages[1].id, FoundBy.ANCHOR)


def test_a_heading_counts_first_in_the_section_that_is_named(store: Store) -> None:
    parts = [("3. R&D", "In het VK"), ("5. ED&A", "In het VK")]
    seen: dict[str, int] = {}
    passages = [
        Passage.make("nota", n, f"Tekst {n} over machines.", seen=seen, heading_path=p) for n, p in enumerate(parts)
    ]
    put(store, make_document(source="raadsnota"), passages)
    assert [e.passage for e in resolve(citation("§5", "In het VK"), store, SOURCES)] == [passages[1].id]


def test_words_too_short_to_compare_leave_no_passage_of_the_section_out(store: Store) -> None:
    document, passages = make_note()
    put(store, document, passages)
    found = resolve(citation("§2.1, EU"), store, SOURCES)
    assert [e.passage for e in found] == [passages[1].id, passages[2].id]


def test_without_anchor_the_section_and_the_context_decide(store: Store) -> None:
    document, passages = make_note()
    put(store, document, passages)
    (found,) = resolve(citation("§2.1"), store, SOURCES, "verslagen van een vergadering")
    assert (found.passage, found.found_by) == (passages[2].id, FoundBy.SECTION)
    both = resolve(citation("§2.1"), store, SOURCES)
    assert [e.passage for e in both] == [passages[1].id, passages[2].id]
    assert resolve(citation("§2.1"), store, SOURCES, "visserij op zee") == []


def test_a_section_holds_what_stands_below_it_and_not_its_namesake(store: Store) -> None:
    document, passages = make_note()
    put(store, document, passages)
    below = resolve(citation("§2"), store, SOURCES, "slot")
    assert [e.passage for e in below] == [passages[3].id]
    assert resolve(citation("§2.1"), store, SOURCES, "slot herhaalt") == []
    assert resolve(citation("§7"), store, SOURCES) == []


@pytest.mark.parametrize(
    ("locator", "headings", "page", "rank"),
    [
        ("§4.2.1", ("4 Rol", "4.2.1 Direct"), None, 2),
        ("§4.2.1", ("4.2.10 Elders",), None, 0),
        ("§4.2.1, voetnoot 3", ("4.2.1 Direct",), None, 0),
        ("§4", ("4.2 Rol",), None, 1),
        ("artikel 107, lid 3", ("Artikel 107", "Lid 1"), None, 2),
        ("art. 107", ("Artikel 107",), None, 2),
        ("artikel 10", ("Artikel 107",), None, 0),
        ("p. 12", ("Iets",), 12, 2),
        ("§4.2, p. 12", ("4.2 Rol",), 13, 0),
        ("Krachtlijnen", ("KRACHTLIJNEN van het advies",), None, 2),
        ("Krachtlijnen", ("Besluit",), None, 0),
        ("antwoord 5", ("Antwoorden", "5. Steun"), None, 2),
        ("antwoord 5", ("Antwoorden", "15. Steun"), None, 0),
    ],
)
def test_a_locator_means_a_place(locator: str, headings: tuple[str, ...], page: int | None, rank: int) -> None:
    assert place_of(locator).rank(passage("Tekst.", headings, page=page)) == rank


def test_words_that_a_locator_adds_choose_the_heading_or_speaker(store: Store) -> None:
    seen: dict[str, int] = {}
    parts = [("2.2 Replieken", "Antwoorden van minister Jo Peeters"), ("2.2 Replieken", "Antwoorden van mevrouw Claes")]
    passages = [
        Passage.make("nota", n, f"Tekst {n} over steun.", seen=seen, heading_path=p) for n, p in enumerate(parts)
    ]
    put(store, make_document(source="raadsnota"), passages)
    found = resolve(citation("§2.2, antwoorden van minister Peeters"), store, SOURCES, "steun")
    assert [e.passage for e in found] == [passages[0].id]
    assert "§2.2, Antwoorden van minister Jo Peeters" in found[0].citation


def test_a_digest_stands_in_and_says_so(store: Store) -> None:
    document, passages = make_note(source=None, relations=[{"kind": "digests", "source": "raadsnota"}])
    put(store, document, passages)
    (found,) = resolve(citation("§2.1", "woorden die alleen de bron heeft"), store, SOURCES, "kringloop van koper")
    assert (found.digest, found.passage, found.stale) == (True, passages[1].id, False)


def test_the_source_goes_before_its_digest(store: Store) -> None:
    own, own_passages = make_note("samenvatting", source=None, relations=[{"kind": "digests", "source": "raadsnota"}])
    put(store, own, own_passages)
    document, passages = make_note()
    put(store, document, passages)
    found = resolve(citation("§2.1", "kringloop van koper"), store, SOURCES)
    assert [(e.document, e.digest) for e in found] == [("nota", False)]


def test_a_document_that_only_discusses_the_source_is_no_evidence(store: Store) -> None:
    document, passages = make_note(source=None, relations=[{"kind": "discusses", "source": "raadsnota"}])
    put(store, document, passages)
    assert resolve(citation("§2.1", "kringloop van koper"), store, SOURCES) == []


def test_a_changed_passage_is_stale_and_an_unchanged_one_is_found_by_its_hash(store: Store) -> None:
    document, passages = make_note()
    put(store, document, passages)
    same = citation("§9", passage_hash=passages[1].hash)
    assert [(e.found_by, e.passage, e.stale) for e in resolve(same, store, SOURCES)] == [
        (FoundBy.HASH, passages[1].id, False)
    ]
    changed = citation("§2.1", "kringloop van koper", passage_hash="0" * 64)
    assert [e.stale for e in resolve(changed, store, SOURCES)] == [True]
    assert is_stale(citation("§9", "staat er niet meer", passage_hash="0" * 64), store)
    assert not is_stale(citation("§2.1"), store)


def test_without_the_source_nothing_is_called_stale(store: Store) -> None:
    assert not is_stale(citation("§2.1", passage_hash="0" * 64), store)


def test_contents_and_reference_lists_are_no_evidence(store: Store) -> None:
    seen: dict[str, int] = {}
    passages = [
        Passage.make("nota", 0, "Kringloop van koper ..... 4", seen=seen, kind=PassageKind.CONTENTS),
        Passage.make("nota", 1, "Jans, A. Kringloop van koper.", seen=seen, kind=PassageKind.REFERENCE),
    ]
    put(store, make_document(source="raadsnota"), passages)
    assert resolve(citation("§2.1", "kringloop van koper"), store, SOURCES) == []


def test_a_document_that_may_not_be_quoted_is_cited_without_words(store: Store) -> None:
    document, passages = make_note(publish="metadata")
    put(store, document, passages)
    (found,) = resolve(citation("§2.1", "kringloop van koper"), store, SOURCES)
    assert found.quote == ""
    assert found.citation.endswith("p. 4")


def test_a_speaker_is_named_where_people_speak(store: Store) -> None:
    seen: dict[str, int] = {}
    said = [Passage.make("nota", 0, "Ik ben tegen.", seen=seen, heading_path=("1.1 Debat",), speaker="An Peeters")]
    put(store, make_document(source="raadsnota", kind="minutes"), said)
    assert resolve(citation("§1.1"), store, SOURCES)[0].citation.endswith("1.1 Debat, spreker: An Peeters")


def test_several_citations_give_each_passage_once(store: Store) -> None:
    document, passages = make_note()
    put(store, document, passages)
    asked = [citation("§3"), citation("§2.1", "kringloop van koper"), citation("§3", "haalt de assemblage terug")]
    found = resolve_all(asked, Shelf(store), SOURCES)
    assert [e.passage for e in found] == [passages[4].id, passages[1].id]


def test_words_that_few_passages_hold_weigh_more() -> None:
    rare, common = overlaps("koper steun", ["koper", "steun"] + ["steun"] * 5)[:2]
    assert rare > common > 0
    assert overlaps("", ["koper"]) == [0]


WORDS = st.lists(
    st.sampled_from(["Koper.", "lood", "“Zink”", "tin;", "A", "en", "\u00adijzer"]), min_size=1, max_size=200
)


@UNTIMED
@given(words=WORDS, data=st.data(), context=st.sampled_from(["", "lood en tin", "iets anders"]))
def test_a_quote_is_short_and_stands_in_the_passage(words: list[str], data: st.DataObject, context: str) -> None:
    held = passage(" ".join(words))
    start = data.draw(st.integers(0, len(words) - 1))
    anchor = data.draw(st.sampled_from([None, " ".join(words[start : start + 3]), "staat er niet"]))
    quote = quote_of(held, anchor, context)
    assert 0 < len(quote.split()) <= QUOTE_WORDS
    core = quote.removeprefix("… ").removesuffix(" …")
    assert core in " ".join(held.text.split())
    if anchor and len(words) <= QUOTE_WORDS:
        assert (comparable(anchor) in comparable(quote)) == (anchor != "staat er niet")


def test_a_quote_shows_the_anchor_in_a_very_long_sentence() -> None:
    words = [f"w{n}" for n in range(400)]
    quote = quote_of(passage(" ".join(words)), "w300 w301 w302")
    assert "w300 w301 w302" in quote
    assert quote.startswith("… ")
    assert quote.endswith(" …")
