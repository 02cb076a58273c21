"""Links between pages: relative, right from everywhere, and never two things on one page."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates import links

ids = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,3}", fullmatch=True)
pages = st.one_of(
    st.sampled_from(["index", "zoeken", "documenten/index", "begrippen/index"]),
    ids.map(links.document),
    ids.map(links.case),
    ids.map(links.measure),
    ids.map(links.checklist),
    st.tuples(ids, ids).map(lambda pair: links.concept("/".join(pair))),
)


@given(here=pages, there=pages)
def test_a_link_leads_where_it_says_in_any_folder_of_a_server(here: str, there: str) -> None:
    for root in ("https://voorbeeld.test/", "https://voorbeeld.test/map/", "file:///home/iemand/site/"):
        assert urljoin(root + links.served(here), links.href(here, there)) == root + links.served(there)


@given(here=pages, there=pages)
def test_a_link_to_a_place_keeps_the_place(here: str, there: str) -> None:
    reached = urljoin("https://voorbeeld.test/" + links.served(here), links.href(here, there, "p-0a1b2c"))
    assert reached == "https://voorbeeld.test/" + links.served(there, "p-0a1b2c")


@pytest.mark.parametrize(
    "page",
    [
        links.document("index"),
        links.case("index"),
        links.measure("readme"),
        links.checklist("index"),
        links.concept("motives/index"),
    ],
)
def test_a_record_never_takes_the_place_of_a_front_page(page: str) -> None:
    assert page.rsplit("/", 1)[1] not in {"index", "readme"}


def test_a_page_is_written_as_markdown_and_served_as_html() -> None:
    assert links.written(links.case("sylvania")) == "cases/sylvania.md"
    assert links.served(links.case("sylvania"), "bron 1") == "cases/sylvania.html#bron%201"
