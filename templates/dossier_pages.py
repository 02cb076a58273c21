"""The dossiers: what the records say together on a question, each sentence with what it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.dossiers import Dossier
from templates import links
from templates.dossier_views import shown
from templates.holdings import Holdings
from templates.sheets import Crumb, Sheet
from templates.uses import place_of

__all__ = ["dossier_pages"]

DOSSIERS: Crumb = ("Dossiers", links.DOSSIERS)


def dossier_pages(holdings: Holdings) -> Iterator[tuple[str, str]]:
    """The list of dossiers and the page of each."""
    dossiers = sorted(holdings.catalogue.dossiers.values(), key=lambda d: (d.order, d.title.casefold()))
    yield Sheet(DOSSIERS[1], holdings).render("dossiers", DOSSIERS[0], dossiers=dossiers)
    for dossier in dossiers:
        yield Sheet(links.dossier(dossier.id), holdings).render(
            "dossier",
            dossier.title,
            crumbs=(DOSSIERS,),
            toc=True,
            dossier=dossier,
            places=_places(holdings, dossier),
            views=[[shown(holdings, view) for view in section.views] for section in dossier.sections],
            others=[other for other in dossiers if other is not dossier],
        )


def _places(holdings: Holdings, dossier: Dossier) -> dict[str, tuple[str, str, str]]:
    """For each record that the dossier names its title, its page and its place in it."""
    found = {ref: place_of(holdings.catalogue, ref) for ref in dossier.records}
    return {ref: (place.label, place.page, place.anchor) for ref, place in found.items()}
