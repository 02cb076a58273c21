"""Every generated page and data file of the site, as text: what a site builder is given."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.catalogue import Catalogue
from knowledge.store import Store
from search.bundle import bundle
from templates.bundle_rows import bundle_rows
from templates.checklist_pages import checklist_pages
from templates.compare import compare_pages
from templates.concepts import concept_pages
from templates.data_pages import data_pages
from templates.dialogue_pages import question_page, request_page
from templates.documents import document_pages
from templates.dossier_pages import dossier_pages
from templates.figure_pages import figure_pages
from templates.holdings import read_holdings
from templates.overviews import overview_pages
from templates.records import case_pages, measure_pages
from templates.statistics_pages import statistics_pages
from templates.system_pages import actor_page, system_pages
from templates.theme_pages import theme_pages
from templates.timeline import timeline_page
from templates.vocabulary_quality import vocabulary_quality_page

__all__ = ["pages"]


def pages(catalogue: Catalogue, store: Store, *, version: str, address: str = "") -> Iterator[tuple[str, str]]:
    """The path (relative to the folder of pages) and the text of every page (Markdown) and of the search bundle and
    the open data. `address` is that of the site, ending in a slash, where it is known.

    All text that comes from documents or records is escaped: nothing in it can act as Markdown or HTML.
    """
    holdings = read_holdings(catalogue, store, version, address)
    yield from overview_pages(holdings)
    yield from document_pages(holdings)
    yield from concept_pages(holdings)
    yield from case_pages(holdings)
    yield from measure_pages(holdings)
    yield from compare_pages(holdings)
    yield from checklist_pages(holdings)
    yield from figure_pages(holdings)
    yield from statistics_pages(holdings)
    yield from actor_page(holdings)
    yield from system_pages(holdings)
    yield from question_page(holdings)
    yield from request_page(holdings)
    yield from theme_pages(holdings)
    yield from dossier_pages(holdings)
    yield from timeline_page(holdings)
    yield from vocabulary_quality_page(holdings)
    yield from data_pages(holdings)
    yield from bundle(bundle_rows(holdings))
