"""What things are called in open data: names that last, addresses of files, and the page on which a record stands.

Where the address of the site is known (`site_url` in mkdocs.yml, or --address), a thing is named by its page and `#dit`
(the thing, not the page): such a name resolves on any server, without settings. Where it is not known, a thing is named
under one URN that is ours, so that a name never depends on where a file happens to lie. Atom always uses the URN, for
an id in a feed must outlive a move of the site.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from knowledge.base import Record
from knowledge.cases import Case
from knowledge.catalogue import Catalogue
from knowledge.errors import MisuseError
from knowledge.measures import Measure
from knowledge.systems import System
from templates import links

__all__ = [
    "FOLDER",
    "HOLDER",
    "LICENCE",
    "LICENCE_NAME",
    "NAME",
    "URN",
    "Names",
    "called",
    "page_of",
    "record_name",
    "title_of",
]

NAME = "Thuishaven"
HOLDER = "Thuishaven, open kennisbank over reshoring"
"""What a record is part of, as a citation says it."""
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_NAME = "CC BY 4.0"
FOLDER = "data"
"""The folder of the site in which the open data stands."""
URN = "urn:uuid:7a17b9e3-c424-4cf0-a5d7-d402657fbf91#"
"""The name under which all our names stand. It is never changed."""

_ADDRESS = re.compile(r"https://[^\s\"'<>\\^`{|}?#]+")

_PAGES: dict[str, Callable[[str], str]] = {
    "cases": links.case,
    "measures": links.measure,
    "systems": links.system,
    "schemes": links.checklist,
    "series": links.series,
    "dossiers": links.dossier,
    "concept-schemes": links.scheme,
}
_PLACES = {
    "figures": "cijfers",
    "conflicts": "tegenspraken",
    "actors": links.ACTORS,
    "questions": links.QUESTIONS,
    "requests": links.REQUESTS,
    "sources": links.BIBLIOGRAPHY,
}
_FOLDERS: dict[type[Record], str] = {Case: "cases", Measure: "measures", System: "systems"}


def checked_address(text: str) -> str:
    """The address of a site, ending in a slash; empty stays empty. Raises MisuseError for what is no https address."""
    if text and not _ADDRESS.fullmatch(text):
        cure = "Write one such as https://kennis.voorbeeld.be/reshoring/."
        raise MisuseError(f"'{text[:200]}' is not the address of a site.", cure=cure)
    return f"{text.rstrip('/')}/" if text else ""


def record_name(record: Case | Measure | System) -> str:
    """The name of a record: its folder and its id."""
    return f"{_FOLDERS[type(record)]}/{record.id}"


def page_of(name: str) -> tuple[str, str] | None:
    """The page and the place in it of a record (folder/id) or concept (its id); None for what no page shows."""
    folder, _, record_id = name.partition("/")
    if folder in _PAGES:
        return _PAGES[folder](record_id), ""
    if folder in _PLACES:
        return _PLACES[folder], f"bron-{record_id}" if folder == "sources" else record_id
    if folder == "glossary":
        return None
    return links.concept(name), ""


def title_of(catalogue: Catalogue, name: str) -> str:
    """What a record (folder/id) or concept (its id) is called; the name itself where there is no such thing."""
    if name in catalogue.vocabulary:
        return catalogue.vocabulary.concept(name).pref.nl
    folder, _, record_id = name.partition("/")
    record = getattr(catalogue, folder, {}).get(record_id)
    return name if record is None else called(record)


def called(record: Record) -> str:
    """What a record is called; a question by its own words, an abbreviation by itself."""
    title = getattr(record, "title", None) or getattr(record, "short", None)
    if title is None:
        title = getattr(getattr(record, "question", None), "value", None)
    return str(title or getattr(record, "id", ""))


@dataclass(frozen=True)
class Names:
    """The names and addresses of one edition; `address` is that of the site, ending in a slash, or empty."""

    address: str = ""

    def of(self, name: str) -> str:
        """The IRI of a record (folder/id) or a concept (its id)."""
        place = page_of(name) if self.address else None
        if place is None:
            return self.own(name)
        page, anchor = place
        return self.address + links.served(page, anchor or "dit")

    def own(self, name: str) -> str:
        """The IRI of something that is no record: a data set, a file of it, a term that we define, ourselves."""
        return f"{self.address}{FOLDER}/catalog.ttl#{name}" if self.address else URN + name

    def file(self, path: str) -> str:
        """The address of a file of the open data; seen from a file in their folder where the site's is not known."""
        return f"{self.address}{FOLDER}/{path}" if self.address else path

    def page(self, page: str, anchor: str = "", base: str = "../") -> str:
        """The address of a page; seen from `base`, the way to the root of the site, where the site's is not known."""
        return (self.address or base) + links.served(page, anchor)
