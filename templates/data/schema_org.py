"""What a page tells a search engine: schema.org as JSON-LD, in a block of data that no browser runs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from knowledge.base import Citation
from knowledge.cases import Case
from knowledge.catalogue import cited, concepts_of
from knowledge.documents import Document, DocumentKind, Source
from knowledge.measures import Measure
from knowledge.systems import System
from templates.data.names import HOLDER, LICENCE, NAME
from templates.environment import clean
from templates.holdings import Holdings

__all__ = ["as_block", "data_page", "document_page", "record_page"]

_TYPES = {
    DocumentKind.ADVICE: "Report",
    DocumentKind.REPORT: "Report",
    DocumentKind.MINUTES: "Report",
    DocumentKind.STUDY: "ScholarlyArticle",
    DocumentKind.LAW: "Legislation",
}
_OURS = {"@type": "Organization", "name": NAME}


def as_block(data: Mapping[str, Any]) -> Markup:
    """The data as a script element of type application/ld+json.

    Only ASCII, and no <, > or &: nothing in it can end the element, start a comment or steer a terminal.
    """
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=True)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(f'<script type="application/ld+json">{text}</script>')  # noqa: S704 - escaped above


def record_page(record: Case | Measure | System, holdings: Holdings) -> dict[str, Any]:
    """A page of ours about a case, measure or system, with the sources that it cites."""
    return {
        "@type": "Article",
        "headline": clean(record.title),
        "abstract": clean(record.summary),
        "inLanguage": "nl",
        "license": LICENCE,
        "isAccessibleForFree": True,
        "author": _OURS,
        "publisher": _OURS,
        "version": holdings.version,
        "isPartOf": {"@type": "DataCatalog", "name": HOLDER},
        "about": [
            {"@type": "DefinedTerm", "name": clean(holdings.label(one)), "termCode": one} for one in concepts_of(record)
        ],
        "citation": _sources(cited(record), holdings.catalogue.sources),
    }


def _sources(citations: Iterable[Citation], sources: Mapping[str, Source]) -> list[dict[str, Any]]:
    """The works that are cited, each once."""
    return [_work(sources[one]) for one in dict.fromkeys(c.source for c in citations) if one in sources]


def _work(source: Source | Document) -> dict[str, Any]:
    work: dict[str, Any] = {"@type": _TYPES.get(source.kind, "CreativeWork"), "name": clean(source.title)}
    if source.publisher:
        work["publisher"] = {"@type": "Organization", "name": clean(source.publisher)}
    if source.date.value:
        work["datePublished"] = source.date.value
    address = getattr(source, "url", None)
    return work | ({"url": address} if address else {}) | {"inLanguage": source.language}


def document_page(document: Document, holdings: Holdings) -> dict[str, Any]:
    """The page of a document: what the document is, and the documents that it answers, discusses or digests."""
    sources = holdings.catalogue.sources
    work = _work(document)
    own = sources.get(document.source) if document.source else None
    if own and own.url:
        work["url"] = own.url
    others = [sources[one.source] for one in document.relations if one.source in sources]
    named = {clean(value) for value in document.identifiers.values()}
    work |= {"identifier": sorted(named)} if named else {}
    work |= {"license": clean(document.licence)} if document.licence else {}
    return work | ({"citation": [_work(one) for one in others]} if others else {})


def data_page(parts: Iterable[Mapping[str, Any]], version: str) -> dict[str, Any]:
    """The page of the open data: the catalogue with its data sets and their files.

    Each part has `title`, `text`, and `files`: (address, media type) pairs.
    """
    return {
        "@type": "DataCatalog",
        "name": HOLDER,
        "inLanguage": "nl",
        "license": LICENCE,
        "publisher": _OURS,
        "dataset": [
            {
                "@type": "Dataset",
                "name": part["title"],
                "description": part["text"],
                "license": LICENCE,
                "isAccessibleForFree": True,
                "creator": _OURS,
                "version": version,
                "inLanguage": "nl",
                "distribution": [
                    {"@type": "DataDownload", "contentUrl": address, "encodingFormat": media}
                    for address, media in part["files"]
                ],
            }
            for part in parts
        ],
    }
