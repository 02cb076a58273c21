"""Where each thing stands on the site, and the links between pages.

A page is named by its path without extension, such as `cases/sylvania`: it is written as Markdown and served as HTML.
All links are relative, so that the site works in any folder of a server and from a file.
"""

from __future__ import annotations

import posixpath
from urllib.parse import quote

__all__ = [
    "ACTORS",
    "BIBLIOGRAPHY",
    "COMPARE_CASES",
    "COMPARE_MEASURES",
    "CONFLICTS",
    "DOSSIERS",
    "FIGURES",
    "QUESTIONS",
    "REQUESTS",
    "STATISTICS",
    "SYSTEMS",
    "TIMELINE",
    "VOCABULARY_QUALITY",
    "case",
    "checklist",
    "concept",
    "document",
    "dossier",
    "href",
    "measure",
    "scheme",
    "series",
    "served",
    "system",
    "written",
]

BIBLIOGRAPHY = "bronnen"
ACTORS = "wegwijzer"
QUESTIONS = "vragen"
REQUESTS = "verzoeken"
STATISTICS = "cijfers-over-de-gevallen"
SYSTEMS = "systemen/index"
FIGURES = "cijfers"
CONFLICTS = "tegenspraken"
DOSSIERS = "dossiers/index"
TIMELINE = "tijdlijn"
VOCABULARY_QUALITY = "over/kwaliteit-woordenlijst"
COMPARE_CASES = "cases/vergelijken"
COMPARE_MEASURES = "maatregelen/vergelijken"
_TAKEN = frozenset({"index", "readme", "vergelijken"})
"""Names that a folder of pages gives to pages of its own."""


def document(document_id: str) -> str:
    """The page of a document of the store."""
    return f"documenten/{_name(document_id)}"


def concept(concept_id: str) -> str:
    """The page of a concept, in the folder of its concept scheme."""
    scheme_id, name = concept_id.split("/", 1)
    return f"begrippen/{_name(scheme_id)}/{_name(name)}"


def scheme(scheme_id: str) -> str:
    """The page that lists the concepts of one concept scheme."""
    return f"begrippen/{_name(scheme_id)}/index"


def case(case_id: str) -> str:
    """The page of a case."""
    return f"cases/{_name(case_id)}"


def measure(measure_id: str) -> str:
    """The page of a measure."""
    return f"maatregelen/{_name(measure_id)}"


def system(system_id: str) -> str:
    """The page of a system."""
    return f"systemen/{_name(system_id)}"


def dossier(dossier_id: str) -> str:
    """The page of a dossier."""
    return f"dossiers/{_name(dossier_id)}"


def checklist(scheme_id: str) -> str:
    """The page of the checklist of a support scheme."""
    return f"checklists/{_name(scheme_id)}"


def series(series_id: str) -> str:
    """The page of a series of statistics."""
    return f"cijfers/{_name(series_id)}"


def written(page: str) -> str:
    """The path of a page among the Markdown files."""
    return f"{page}.md"


def served(page: str, anchor: str = "") -> str:
    """The address of a page, or of a place in it, seen from the root of the site."""
    return f"{page}.html" + (f"#{quote(anchor, safe='-_.')}" if anchor else "")


def href(here: str, there: str, anchor: str = "") -> str:
    """The link from page `here` to page `there`, or to the place `anchor` in it."""
    if here == there and anchor:
        return f"#{quote(anchor, safe='-_.')}"
    return posixpath.relpath(served(there), posixpath.dirname(here) or ".") + (
        f"#{quote(anchor, safe='-_.')}" if anchor else ""
    )


def _name(record_id: str) -> str:
    return f"{record_id}-pagina" if record_id in _TAKEN else record_id
