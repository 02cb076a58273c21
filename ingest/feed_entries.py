"""The bytes of an Atom or RSS feed as entries: what each is called, when it was written, and where its document is."""

from __future__ import annotations

import datetime
import email.utils
import html
import html.entities
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from ingest.clean import collapse
from ingest.readers.registry import EXTENSIONS
from knowledge.errors import UnreadableFile
from knowledge.plain import plain_line

__all__ = ["MAX_ENTRIES", "MAX_FEED", "Entry", "Feed", "extension", "parse_feed"]

MAX_FEED = 5_000_000
"""Bytes of a feed. A thousand entries with their summaries have about one million."""
MAX_ENTRIES = 5_000
MAX_TITLE = 300
MAX_ID = 2_000
MAX_TEXT = 5_000

_TYPES = {
    "application/pdf": ".pdf",
    "application/x-pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "message/rfc822": ".eml",
}
_VAGUE = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/force-download", "text/plain"})
"""Content types that say nothing: here the name goes first."""
_DUBLIN = "{http://purl.org/dc/elements/1.1/"
_NAMED = re.compile(rb"&([A-Za-z]{2,8}\d{0,2});")
_XML_NAMES = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_MARKED_UP = re.compile(
    r"</?(?:[abipu]|em|strong|span|su[bp]|br)\b[^<>]{0,500}>|&(?:#\d{1,6}|[a-z]{2,8});", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_ISO_DAY = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed. `date` is YYYY-MM-DD or empty, `changed` what the feed says of its last change, and `link`
    where its document is: as the feed gives it, made absolute when the feed has an address; empty when there is none.
    """

    id: str
    title: str
    date: str
    changed: str
    link: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its title and its entries, each id once, in the order of the feed."""

    title: str
    entries: tuple[Entry, ...]


def parse_feed(name: str, data: bytes, address: str = "") -> Feed:
    """The feed in these bytes; raises UnreadableFile when it is too large, declares entities, or is no feed.

    Nothing is fetched and nothing expanded; what is not well-formed is read as far as it goes. `address` is where the
    feed came from: relative links start there.
    """
    from lxml import etree

    if len(data) > MAX_FEED:
        raise UnreadableFile(
            f"{name}: is larger than {MAX_FEED / 1e6:,.0f} MB, as no feed is.", cure="Check its address."
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(_NAMED.sub(_numbered, data), parser, base_url=address or None)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or _local(root) not in ("feed", "rss", "RDF"):
        raise UnreadableFile(f"{name}: is no Atom or RSS feed.", cure="Give the address of the feed itself.")
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(iter(declared.iterentities()), None) is not None:
        raise UnreadableFile(f"{name}: declares entities, as no feed needs to.", cure="Check where it comes from.")
    found = [element for element in root.iter() if _local(element) in ("entry", "item")]
    if len(found) > MAX_ENTRIES:
        raise UnreadableFile(f"{name}: has {len(found):,} entries; at most {MAX_ENTRIES:,} are read.", cure="Split it.")
    entries: dict[str, Entry] = {}
    for each in found:
        entry = _entry(each)
        entries.setdefault(entry.id, entry)
    channel = next((element for element in root if _local(element) == "channel"), root)
    return Feed(_title(channel) or name, tuple(entries.values()))


def _numbered(match: re.Match[bytes]) -> bytes:
    """A letter that HTML has a name for, by its number: XML knows five names."""
    number = html.entities.name2codepoint.get(match[1].decode("ascii"))
    return match[0] if number is None or match[1] in _XML_NAMES else b"&#%d;" % number


def extension(content_type: str, url: str) -> str:
    """The extension of a document by the type that its server gives, or by its name where that says nothing; empty for
    what is not read."""
    kind = content_type.partition(";")[0].strip().casefold()
    try:
        suffix = PurePosixPath(unquote(urlsplit(url).path)).suffix.casefold()
    except ValueError:
        suffix = ""
    if kind in _VAGUE and suffix in EXTENSIONS:
        return suffix
    return _TYPES.get(kind, "")


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _own(element: Any, *names: str) -> Iterator[Any]:
    """The children with these names that are of the feed's own language (or Dublin Core), not of some extension."""
    space = element.tag.rpartition("}")[0]
    for child in element:
        if isinstance(child.tag, str) and _local(child) in names and child.tag.rpartition("}")[0] in (space, _DUBLIN):
            yield child


def _text(element: Any, *names: str) -> str:
    """The text of the first child that has one of these names, the names in this order."""
    for name in names:
        for child in _own(element, name):
            if text := "".join(child.itertext())[:MAX_TEXT].strip():
                return text
    return ""


def _entry(found: Any) -> Entry:
    link, title, changed = _link(found), _title(found), _text(found, "updated", "modified")
    written = _text(found, "published", "issued", "pubDate", "date") or changed
    name = _text(found, "id", "guid") or link or f"{title}\n{written}"
    return Entry(plain_line(name)[:MAX_ID], title, _day(written), plain_line(changed)[:100], link[:MAX_ID])


def _title(found: Any) -> str:
    """The title as plain text on one line."""
    text = _text(found, "title")
    if _MARKED_UP.search(text):
        text = html.unescape(_TAG.sub(" ", text))
    return plain_line(collapse(text))[:MAX_TITLE].strip()


def _link(found: Any) -> str:
    """Where the document is: an enclosure that can be read goes before the page about it."""
    pages: list[str] = []
    for relation, kind, address in _links(found):
        if relation == "enclosure" and _is_readable(kind, address):
            return address
        if relation == "alternate" and (not kind or _is_readable(kind, address)):
            pages.append(address)
    return pages[0] if pages else ""


def _links(found: Any) -> Iterator[tuple[str, str, str]]:
    """Relation, type and address of each link."""
    for each in _own(found, "link", "enclosure", "guid"):
        name = _local(each)
        relation = "enclosure" if name == "enclosure" else each.get("rel") or "alternate"
        address = each.get("href") or each.get("url") or "".join(each.itertext())
        if name == "guid" and (each.get("isPermaLink", "true") != "true" or ":" not in address):
            continue
        if address := address.strip():
            yield relation, each.get("type") or "", _whole(each.base or "", address)


def _whole(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _is_readable(kind: str, address: str) -> bool:
    return bool(extension(kind, address))


def _day(written: str) -> str:
    """The day as the feed writes it, in the zone of its writer; empty when it cannot be told."""
    if match := _ISO_DAY.match(written):
        parts = [int(part) for part in match.groups()]
    elif (told := email.utils.parsedate(written)) is not None:
        parts = list(told[:3])
    else:
        return ""
    try:
        return datetime.date(*parts).isoformat()
    except ValueError:
        return ""
