"""Atom feeds (RFC 4287): one of all records, and one of each concept that a record names.

What `updated` is. Atom asks for a moment, and a record has none of its own. Where an editor noted a change
(`knowledge/changes.yml`) it is that day. Else it is the last day on which the newest source of the record can have
appeared: the record says nothing newer. Of a source that is dated by its year alone that is 31 December; the entry then
says in words that only the year is known. The moment of the build is never used: it would announce changes that nobody
made, and the same records would give another feed each day.
"""

from __future__ import annotations

import calendar
import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from knowledge.base import PartialDate, Precision, Record
from knowledge.catalogue import Catalogue, cited, concepts_of, curated
from knowledge.wording import nl_date
from templates import links
from templates.data.names import HOLDER, LICENCE, LICENCE_NAME, NAME, URN, Names, called, page_of
from templates.environment import clean

__all__ = ["ALL", "concepts_followed", "feed_files", "feed_of", "latest_day"]

ALL = "feeds/alles.xml"
EPOCH = datetime.date(1970, 1, 1)
"""What the feed of an empty knowledge base is dated."""


@dataclass(frozen=True)
class _Item:
    name: str
    title: str
    summary: str
    day: datetime.date
    about: tuple[str, ...]


def latest_day(date: PartialDate) -> datetime.date | None:
    """The last day that a date can mean: 2022 is at the latest 31 December 2022; None when nothing is known."""
    year, month, day = (*(int(part) for part in (date.value or "").split("-") if part), 0, 0, 0)[:3]
    if not year:
        return None
    month = month or 12
    return datetime.date(year, month, day or calendar.monthrange(year, month)[1])


def feed_of(concept_id: str) -> str:
    """The path of the feed of a concept among the open data."""
    return f"feeds/{concept_id}.xml"


def concepts_followed(catalogue: Catalogue) -> set[str]:
    """The concepts that have a feed: those that a record with a day names."""
    return {concept_id for item in _items(catalogue) for concept_id in item.about}


def feed_files(catalogue: Catalogue, names: Names) -> Iterator[tuple[str, str]]:
    """(path, text) of every feed."""
    items = sorted(_items(catalogue), key=lambda item: (-item.day.toordinal(), item.name))
    yield ALL, _feed(ALL, URN + "feeds/alles", f"{NAME}: alle records", items, names, links.served("index"))
    by_concept: dict[str, list[_Item]] = defaultdict(list)
    for item in items:
        for concept_id in item.about:
            by_concept[concept_id].append(item)
    for concept_id, found in by_concept.items():
        label = clean(catalogue.vocabulary.concept(concept_id).pref.nl)
        page = links.served(links.concept(concept_id))
        yield (
            feed_of(concept_id),
            _feed(feed_of(concept_id), f"{URN}feeds/{concept_id}", f"{NAME}: {label}", found, names, page),
        )


def _items(catalogue: Catalogue) -> Iterator[_Item]:
    changes = {one.record: one for one in sorted(catalogue.changes, key=lambda one: one.date)}
    for name, record in curated(catalogue):
        if page_of(name) is None:
            continue
        about = tuple(one for one in concepts_of(record) if one in catalogue.vocabulary)
        change = changes.get(name)
        if change is not None:
            told = f"{clean(change.text)} {_summary(record)}"
            yield _Item(name, clean(called(record)), told.strip(), change.date, about)
            continue
        dates = [catalogue.sources[one.source].date for one in cited(record) if one.source in catalogue.sources]
        days = [(day, date) for date in dates if (day := latest_day(date)) is not None]
        if not days:
            continue
        day, date = max(days, key=lambda one: one[0])
        rough = {Precision.YEAR: "alleen het jaar", Precision.MONTH: "alleen de maand"}.get(date.precision, "")
        told = f"Jongste bron: {nl_date(date)}{f' ({rough} is bekend)' if rough else ''}."
        yield _Item(name, clean(called(record)), f"{_summary(record)} {told}".strip(), day, about)


def _summary(record: Record) -> str:
    return clean(getattr(record, "summary", "") or "")


def _feed(path: str, feed_id: str, title: str, items: Sequence[_Item], names: Names, page: str) -> str:
    root = names.address or "../" * (path.count("/") + 1)
    own = names.file(path) if names.address else path.rsplit("/", 1)[1]
    latest = max((item.day for item in items), default=EPOCH)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="nl">',
        f"<id>{escape(feed_id)}</id>",
        f"<title>{escape(title)}</title>",
        f"<subtitle>{escape(_EXPLAINED)}</subtitle>",
        f"<updated>{_moment(latest)}</updated>",
        f"<author><name>{escape(NAME)}</name></author>",
        f"<rights>{escape(f'{LICENCE_NAME}, {LICENCE}')}</rights>",
        f'<link rel="self" type="application/atom+xml" href="{escape(own)}"/>',
        f'<link rel="alternate" type="text/html" href="{escape(root + page)}"/>',
        f'<generator version="1.0">{escape(HOLDER)}</generator>',
    ]
    for item in items:
        place, anchor = page_of(item.name) or ("index", "")
        lines += [
            "<entry>",
            f"<id>{escape(URN + item.name)}</id>",
            f"<title>{escape(item.title)}</title>",
            f"<updated>{_moment(item.day)}</updated>",
            f'<link rel="alternate" type="text/html" href="{escape(root + links.served(place, anchor))}"/>',
            *(f'<category term="{escape(concept)}"/>' for concept in item.about),
            f"<summary>{escape(item.summary)}</summary>",
            "</entry>",
        ]
    return "\n".join((*lines, "</feed>", ""))


_EXPLAINED = (
    "De datum bij een record is de dag waarop een redacteur een wijziging noteerde, en anders de laatste dag waarop de "
    "jongste bron van het record verschenen kan zijn."
)


def _moment(day: datetime.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
