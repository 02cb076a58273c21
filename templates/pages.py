"""Every generated page and data file of the site, as text: what a site builder is given."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.catalogue import Catalogue
from knowledge.store import Store
from search.bundle import bundle
from templates.bundle_rows import bundle_rows
from templates.checklist_pages import checklist_pages
from templates.concepts import concept_pages
from templates.documents import document_pages
from templates.holdings import read_holdings
from templates.overviews import overview_pages
from templates.records import case_pages, measure_pages

__all__ = ["pages"]


def pages(catalogue: Catalogue, store: Store, *, version: str) -> Iterator[tuple[str, str]]:
    """The path (relative to the folder of pages) and the text of every page (Markdown) and of the search bundle.

    All text that comes from documents or records is escaped: nothing in it can act as Markdown or HTML.
    """
    holdings = read_holdings(catalogue, store, version)
    yield from overview_pages(holdings)
    yield from document_pages(holdings)
    yield from concept_pages(holdings)
    yield from case_pages(holdings)
    yield from measure_pages(holdings)
    yield from checklist_pages(holdings)
    yield from bundle(bundle_rows(holdings))
