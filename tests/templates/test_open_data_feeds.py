"""Atom feeds: well formed, as RFC 4287 asks, dated by what is known and never by the build."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from knowledge.base import PartialDate
from knowledge.catalogue import catalogue, concepts_of, curated
from templates.data.feeds import ALL, concepts_followed, feed_files, feed_of, latest_day
from templates.data.names import URN, Names, page_of
from tests.knowledge.small_world import make_source
from tests.templates.data_world import ADDRESS, HOSTILE, hostile, hostile_catalogue, shipped

ATOM = "{http://www.w3.org/2005/Atom}"


def feeds(files: dict[str, str]) -> dict[str, Any]:
    return {path: etree.fromstring(text.encode()) for path, text in files.items() if path.startswith("feeds/")}


def texts(element: Any, name: str) -> list[str]:
    return [one.text or "" for one in element.findall(ATOM + name)]


@pytest.mark.parametrize("address", ["", ADDRESS])
@pytest.mark.parametrize("made", [shipped, hostile], ids=["shipped", "hostile"])
def test_every_feed_is_what_the_rules_ask(made: Any, address: str) -> None:
    for path, feed in feeds(made(address)).items():
        assert feed.tag == f"{ATOM}feed"
        assert [len(texts(feed, name)) for name in ("id", "title", "updated", "author")] == [1, 1, 1, 1], path
        assert feed.find(f"{ATOM}author/{ATOM}name").text == "Thuishaven"
        rel = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert rel.keys() == {"self", "alternate"}
        assert rel["self"].endswith(path.rsplit("/", 1)[1])
        assert not address or all(href.startswith(address) for href in rel.values())
        entries = feed.findall(f"{ATOM}entry")
        assert entries, path
        moments = []
        for entry in entries:
            assert [len(texts(entry, name)) for name in ("id", "title", "updated", "summary")] == [1, 1, 1, 1]
            assert texts(entry, "title")[0].strip()
            assert entry.find(f"{ATOM}link").get("rel") == "alternate"
            moments.append(datetime.datetime.fromisoformat(texts(entry, "updated")[0]))
        assert moments == sorted(moments, reverse=True)
        assert datetime.datetime.fromisoformat(texts(feed, "updated")[0]) == moments[0]
        ids = [texts(entry, "id")[0] for entry in entries]
        assert len(ids) == len(set(ids))
        assert all(one.startswith(URN) for one in (*ids, *texts(feed, "id")))


def test_every_record_with_a_page_is_in_the_feed_of_all_and_of_its_concepts() -> None:
    found = feeds(shipped())
    listed = {path: {texts(e, "id")[0].removeprefix(URN) for e in feed.findall(f"{ATOM}entry")}
              for path, feed in found.items()}  # fmt: skip
    wanted = {name: record for name, record in curated(catalogue()) if page_of(name)}
    assert listed[ALL] == wanted.keys()
    for name, record in wanted.items():
        for concept in concepts_of(record):
            assert name in listed[feed_of(concept)]
    assert found.keys() == {ALL} | {feed_of(one) for one in concepts_followed(catalogue())}


def test_hostile_titles_are_text() -> None:
    feed = feeds(hostile())[ALL]
    titles = {texts(e, "id")[0]: texts(e, "title")[0] for e in feed.findall(f"{ATOM}entry")}
    assert titles[f"{URN}cases/vals-7"] == HOSTILE[7]
    names = "feed id title subtitle updated author name rights link generator entry category summary"
    assert {one.tag.removeprefix(ATOM) for one in feed.iter()} <= {*names.split(" ")}


def entry(known: Any, name: str) -> tuple[str, str]:
    feed = etree.fromstring(dict(feed_files(known, Names()))[ALL].encode())
    (found,) = (e for e in feed.findall(f"{ATOM}entry") if texts(e, "id")[0] == URN + name)
    return texts(found, "updated")[0], texts(found, "summary")[0]


def test_a_noted_change_dates_a_record_and_else_its_newest_source_does() -> None:
    known = hostile_catalogue()
    assert entry(known, "cases/lampen")[0] == "2024-05-06T00:00:00Z"
    assert "Banen aangevuld." in entry(known, "cases/lampen")[1]
    moment, summary = entry(known, "measures/kringloopsteun")
    assert moment == "2022-12-05T00:00:00Z"
    assert "Jongste bron: 5 december 2022." in summary


def test_a_source_of_which_the_day_is_unknown_says_so() -> None:
    known = replace(hostile_catalogue(), sources={"raadsnota": make_source(date="2022")})
    moment, summary = entry(known, "measures/kringloopsteun")
    assert moment == "2022-12-31T00:00:00Z"
    assert "alleen het jaar is bekend" in summary
    known = replace(known, sources={"raadsnota": make_source(date=None)})
    assert "measures/kringloopsteun" not in dict(feed_files(known, Names()))[ALL]


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)), st.sampled_from([4, 7, 10]))
def test_the_latest_day_is_the_last_that_a_date_can_mean(day: datetime.date, length: int) -> None:
    found = latest_day(PartialDate(value=day.isoformat()[:length]))
    assert found is not None
    assert found >= day
    assert found.isoformat()[:length] == day.isoformat()[:length]
    after = found + datetime.timedelta(days=1)
    assert after.isoformat()[:length] != day.isoformat()[:length]
    assert found.day <= calendar.monthrange(found.year, found.month)[1]


def test_nothing_is_known_of_an_unknown_date() -> None:
    assert latest_day(PartialDate()) is None
