"""The pages of the open data: what there is to download, what each column means, and where a former id leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from templates import links
from templates.data.citing import FORMATS, document_entries, written
from templates.data.data_sets import DATA_SETS, MEDIA
from templates.data.dictionary import type_nl
from templates.data.feeds import ALL
from templates.data.names import FOLDER, URN, Names, page_of, title_of
from templates.data.schema_org import as_block, data_page
from templates.holdings import Holdings
from templates.open_data import data_tables, open_data
from templates.sheets import Crumb, Sheet

__all__ = ["data_pages"]

DATA: Crumb = ("Open data", "open-data")
COLUMNS: Crumb = ("Betekenis van de kolommen", "open-data-kolommen")


@dataclass(frozen=True)
class Download:
    """A file to download: its link, what it is called, and how large it is in kilobytes."""

    href: str
    label: str
    kilobytes: int


@dataclass(frozen=True)
class Part:
    """A data set on the page."""

    title: str
    text: str
    files: tuple[Download, ...]


def data_pages(holdings: Holdings) -> Iterator[tuple[str, str]]:
    """The files of the open data, the pages about them, and a page at the address of each former id that had one."""
    files = dict(open_data(holdings.catalogue, version=holdings.version, address=holdings.address))
    parts = [Part(one.title, one.text, tuple(_download(path, files[path]) for path in one.paths)) for one in DATA_SETS]
    described = [
        {
            "title": one.title,
            "text": one.text,
            "files": [(_address(holdings, path), _media(path)) for path in one.paths],
        }
        for one in DATA_SETS
    ]
    yield Sheet(DATA[1], holdings).render(
        "data",
        DATA[0],
        parts=parts,
        urn=URN,
        columns_page=COLUMNS[1],
        feed=f"{FOLDER}/{ALL}",
        others=[
            (_download(path, files[path]), text)
            for path, text in (
                ("datapackage.json", "beschrijving van alle bestanden als Frictionless Data Package"),
                ("csv-metadata.json", "beschrijving van de CSV-bestanden volgens CSVW"),
                ("catalog.ttl", "beschrijving voor dataportalen volgens DCAT-AP"),
                ("catalog.jsonld", "dezelfde beschrijving als JSON-LD"),
                ("dictionary.csv", "elke kolom met haar betekenis"),
                ("codes.csv", "elke code met haar betekenis"),
            )
        ],
        redirects=[
            (one.old, _link(one.new), title_of(holdings.catalogue, one.new)) for one in holdings.catalogue.redirects
        ],
        block=as_block(data_page(described, holdings.version)),
    )
    yield Sheet(COLUMNS[1], holdings).render(
        "data_columns", COLUMNS[0], crumbs=(DATA,), tables=data_tables(holdings.catalogue), type_nl=type_nl, toc=True
    )
    yield from _moved(holdings)
    yield from ((f"{FOLDER}/{path}", text) for path, text in files.items())
    yield from _document_citations(holdings)


def _link(name: str) -> str:
    """The link from the page of the open data to a record; empty for what no page shows."""
    place = page_of(name)
    return links.href(DATA[1], *place) if place else ""


def _download(path: str, text: str) -> Download:
    return Download(f"{FOLDER}/{path}", path, max(1, round(len(text.encode()) / 1000)))


def _address(holdings: Holdings, path: str) -> str:
    return f"{holdings.address}{FOLDER}/{path}"


def _media(path: str) -> str:
    return MEDIA[path.rsplit(".", 1)[1]]


def _moved(holdings: Holdings) -> Iterator[tuple[str, str]]:
    """A page for each former id that had a page of its own; the others keep a place on the page where they stood."""
    for redirect in holdings.catalogue.redirects:
        place, target = page_of(redirect.old), page_of(redirect.new)
        if place and target and not place[1]:
            sheet = Sheet(place[0], holdings)
            yield sheet.render(
                "moved",
                "Deze pagina is verhuisd",
                title_now=title_of(holdings.catalogue, redirect.new),
                href=sheet.to(*target),
                reason=redirect.reason,
            )


def _document_citations(holdings: Holdings) -> Iterator[tuple[str, str]]:
    """The citation files of each document, with the passages of it that the site shows."""
    names = Names(holdings.address)
    for document in holdings.documents.values():
        source = holdings.catalogue.sources.get(document.source or "")
        shown = [p for p in holdings.of_document[document.id] if p.id in holdings.shown]
        entries = document_entries(document, shown, names, source.url if source else None)
        for end, _ in FORMATS:
            yield f"{FOLDER}/citaties/documenten/{document.id}.{end}", written(entries, end)
