"""A page in the making: its links, the sources that it cites, numbered, and its text from a template."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from knowledge.base import Citation
from knowledge.wording import citation_of
from templates import links
from templates.data.page_data import PageData
from templates.environment import clean, environment
from templates.holdings import Holdings

__all__ = ["Crumb", "Reference", "Sheet"]

Crumb = tuple[str, str]
"""The title and the page of a step on the way to this one."""

HOME: Crumb = ("Home", "index")


@dataclass(frozen=True)
class Reference:
    """A line in the list of sources of a page: the source and the place in it, and where a reader can see it."""

    text: str
    href: str
    link_text: str
    stale: bool = False


class Sheet:
    """One page: where it stands and what it cites."""

    def __init__(self, here: str, holdings: Holdings) -> None:
        self.here = here
        self.holdings = holdings
        self.references: list[Reference] = []
        self._numbers: dict[Reference, int] = {}

    @property
    def base(self) -> str:
        """The way from this page to the root of the site, ending in a slash, or nothing."""
        return "../" * self.here.count("/")

    def to(self, page: str, anchor: str = "") -> str:
        """The link to another page or to a place in it."""
        return links.href(self.here, page, anchor)

    def cite(self, citations: Iterable[Citation]) -> list[int]:
        """The numbers (from 1) of these citations in the page's list of sources, each once."""
        return self._numbered(self._reference(citation) for citation in citations)

    def cite_records(self, places: Iterable[tuple[str, str, str]]) -> list[int]:
        """The same for records of the knowledge base, each given as its title, its page and its place in it."""
        return self._numbered(
            Reference(f"Thuishaven, {title}", self.to(page, anchor), "lees het record")
            for title, page, anchor in places
        )

    def _numbered(self, references: Iterable[Reference]) -> list[int]:
        numbers: dict[int, None] = {}
        for reference in references:
            if reference not in self._numbers:
                self.references.append(reference)
                self._numbers[reference] = len(self.references)
            numbers[self._numbers[reference]] = None
        return list(numbers)

    def _reference(self, citation: Citation) -> Reference:
        """Leads to the passage where the site shows it, else to a digest of it, else to the bibliography."""
        source = self.holdings.catalogue.source(citation.source)
        text = citation_of(source, citation.locator)
        found = self.holdings.evidence.get(citation, ())
        stale = any(one.stale for one in found)
        own = [one.passage for one in found if not one.digest]
        digest = self.holdings.digests.get((citation.source, citation.locator))
        for passage_id in (*own, digest):
            if passage_id in self.holdings.shown:
                passage = self.holdings.passages[passage_id]
                told = "lees de passage" if passage_id in own else "onze samenvatting"
                return Reference(text, self.to(links.document(passage.document), passage.anchor), told, stale)
        return Reference(text, self.to(links.BIBLIOGRAPHY, f"bron-{source.id}"), "bibliografie", stale)

    def render(
        self,
        template: str,
        title: str,
        *,
        crumbs: Sequence[Crumb] = (),
        toc: bool = False,
        menu: bool = False,
        **context: object,
    ) -> tuple[str, str]:
        """The path and the Markdown of the page. What the template cites is listed at the end.

        `toc` shows a table of contents beside the page, `menu` the other pages of its part of the site.
        """
        made = environment("html").get_template(f"pages/{template}.md.j2")
        text = made.render(
            sheet=self,
            links=links,
            title=title,
            yaml_title=_yaml(title),
            crumbs=(HOME, *crumbs) if self.here != "index" else (),
            open_data=PageData(self.holdings, self.here),
            hide=[name for name, shown in (("navigation", menu), ("toc", toc)) if not shown],
            **context,
        )
        return links.written(self.here), text


def _yaml(title: str) -> object:
    """The title for the page's settings: what the theme prints there it does not escape, so it is escaped here."""
    from markupsafe import Markup

    return Markup(json.dumps(escape(clean(title)), ensure_ascii=False))  # noqa: S704 - escaped by escape()
