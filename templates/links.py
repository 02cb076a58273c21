"""Where each thing stands on the site, and the links between pages.

A page is named by its path without extension, such as `cases/sylvania`: it is written as Markdown and served as HTML.
All links are relative, so that the site works in any folder of a server and from a file.
"""

from __future__ import annotations

import posixpath
from urllib.parse import quote

__all__ = ["BIBLIOGRAPHY", "case", "checklist", "concept", "document", "href", "measure", "scheme", "served", "written"]

BIBLIOGRAPHY = "bronnen"
_TAKEN = frozenset({"index", "readme"})
"""Names that a folder of pages gives to its own front page."""


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


def checklist(scheme_id: str) -> str:
    """The page of the checklist of a support scheme."""
    return f"checklists/{_name(scheme_id)}"


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
