"""Passages that say the same in nearly the same words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge.store import Store
from search.index import open_index
from search.twins import elsewhere, groups
from tests.conftest import make_document, make_passages

TEXT = " ".join(f"woord{n}" for n in range(60))


def test_what_says_the_same_shares_a_group(store: Store, tmp_path: Path) -> None:
    turned = " ".join(reversed(TEXT.split()))
    texts = [TEXT, f"{TEXT} erbij", turned, TEXT.replace("woord3", "anders3"), "kort", "Kort!"]
    passages = make_passages("nota", texts)
    store.replace(make_document(), passages, [], configuration="1")
    with open_index(tmp_path, store, None) as index:
        found = index.groups()
        first, longer, reverse, other, short, shout = (found[passage.id] for passage in passages)
        assert index.lexical.twins(0) == [0, 1]
        assert index.lexical.twins(2) == [2]
    assert first == longer
    assert short == shout
    assert len({first, reverse, other, short}) == 4


def test_a_group_falls_apart_when_what_connects_it_goes(store: Store, tmp_path: Path) -> None:
    chain = [" ".join(f"woord{n}" for n in range(start, start + 80)) for start in (0, 7, 14)]
    for number, text in enumerate(chain):
        store.replace(make_document(f"stuk-{number}"), make_passages(f"stuk-{number}", [text]), [], configuration="1")
    with open_index(tmp_path, store, None) as index:
        assert len(set(index.groups().values())) == 1
    store.remove("stuk-1")
    with open_index(tmp_path, store, None) as index:
        assert len(set(index.groups().values())) == 2


@given(st.lists(st.integers(0, 6), min_size=1, max_size=12), st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6))))
def test_groups_are_what_links_connect(said: list[int], links: set[tuple[int, int]]) -> None:
    near = {(a, b) for a, b in links if a in said and b in said and a != b}
    found = groups(np.array(said, dtype=np.int64), sorted(near))
    together = {(a, b) for a in said for b in said if a == b} | near | {(b, a) for a, b in near}
    for _ in said:
        together |= {(a, d) for a, b in together for c, d in together if b == c}
    for one, mine in enumerate(said):
        others = [other for other, its in enumerate(said) if (mine, its) in together]
        assert found[one] == (-1 if others == [one] else others[0])


def test_what_another_document_says_too_is_found_and_short_passages_are_not() -> None:
    one = make_passages("een", [TEXT, "een korte zin"])
    other = make_passages("ander", [f"{TEXT} erbij", "een korte zin", " ".join(reversed(TEXT.split()))])
    twice = make_passages("dubbel", [TEXT, f"{TEXT} nog"])
    found = elsewhere([*one, *other, *twice])
    assert found[one[0].id] == (other[0].id, twice[0].id, twice[1].id)
    assert found[twice[0].id] == (one[0].id, other[0].id)
    assert set(found) == {one[0].id, other[0].id, twice[0].id, twice[1].id}


def test_without_passages_nothing_is_elsewhere() -> None:
    assert elsewhere([]) == {}
