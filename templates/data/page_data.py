"""What a page says of itself to reference managers and search engines: how to cite it, and schema.org."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from knowledge.cases import Case
from knowledge.documents import Document
from knowledge.measures import Measure
from knowledge.systems import System
from templates import links
from templates.data.citing import FORMATS, passage_entry, record_entry, source_entry
from templates.data.feeds import ALL, feed_of
from templates.data.names import FOLDER, Names, page_of, record_name, title_of
from templates.data.schema_org import as_block, document_page, record_page
from templates.holdings import Holdings

__all__ = ["Citing", "PageData"]


@dataclass(frozen=True)
class Citing:
    """How a page is cited: a line of text, the files of a citation (name, link), and the page's schema.org block."""

    line: str
    files: tuple[tuple[str, str], ...]
    block: Markup


class PageData:
    """The open data of the page `here`."""

    def __init__(self, holdings: Holdings, here: str) -> None:
        self._holdings = holdings
        self._names = Names(holdings.address)
        self._here = here
        self._base = "../" * here.count("/")

    def record(self, record: Case | Measure | System) -> Citing:
        """How a record is cited."""
        entry = record_entry(record, self._holdings.catalogue, self._names, self._holdings.version)
        return Citing(entry.line, self._files(record_name(record)), as_block(record_page(record, self._holdings)))

    def document(self, document: Document) -> Citing:
        """How a document is cited; its files hold its passages too."""
        entry = source_entry(document, self._address(document))
        block = as_block(document_page(document, self._holdings))
        return Citing(entry.line, self._files(f"documenten/{document.id}"), block)

    def passage(self, document: Document, anchor: str) -> str:
        """The line by which a passage is cited."""
        passage = self._holdings.passages[f"{document.id}/{anchor}"]
        return passage_entry(document, passage, self._names, self._address(document)).line

    def feed(self, concept_id: str = "") -> str:
        """The link to the feed of a concept, or to that of all records."""
        return f"{self._base}{FOLDER}/{feed_of(concept_id) if concept_id else ALL}"

    def moved(self) -> list[tuple[str, str, str]]:
        """What stood on this page under an id that is no longer used: the place, and the link and title of what is now.

        Such a place keeps its link: it leads to what came instead.
        """
        known = self._holdings.catalogue
        found = []
        for redirect in known.redirects:
            place, target = page_of(redirect.old), page_of(redirect.new)
            if place and target and place[0] == self._here and place[1]:
                found.append((place[1], links.href(self._here, *target), title_of(known, redirect.new)))
        return found

    def _address(self, document: Document) -> str | None:
        source = self._holdings.catalogue.sources.get(document.source or "")
        return source.url if source else None

    def _files(self, name: str) -> tuple[tuple[str, str], ...]:
        return tuple((label, f"{self._base}{FOLDER}/citaties/{name}.{end}") for end, label in FORMATS)
