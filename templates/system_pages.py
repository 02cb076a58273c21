"""The pages of systems, and the page that shows for which matter one turns to whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from knowledge.actors import Actor, ActorKind
from knowledge.base import Basis
from knowledge.systems import LinkKind, System, SystemGroup
from knowledge.wording import nl_date
from templates import links
from templates.holdings import Holdings
from templates.labels import dutch
from templates.sheets import Crumb, Sheet
from templates.uses import uses_of

__all__ = ["actor_page", "system_pages"]

WHO: Crumb = ("Wie en wat", links.ACTORS)
SYSTEMS: Crumb = ("Systemen", links.SYSTEMS)

_FROM_THE_OTHER_SIDE = {
    LinkKind.PART_OF: "omvat",
    LinkKind.CONNECTS_TO: dutch(LinkKind.CONNECTS_TO),
    LinkKind.BUILDS_ON: "is de basis voor",
    LinkKind.SUCCEEDS: "werd opgevolgd door",
    LinkKind.EXAMPLE_FOR: "heeft als voorbeeld",
    LinkKind.USES: "wordt gebruikt door",
    LinkKind.BESIDE: dutch(LinkKind.BESIDE),
}
"""How a link reads on the page of the system that it leads to."""


def system_pages(holdings: Holdings) -> Iterator[tuple[str, str]]:
    """The list of systems, those that were asked for first, and the page of each."""
    systems = holdings.catalogue.systems
    order = list(SystemGroup)
    listed = sorted(systems.values(), key=lambda s: (order.index(s.group), s.title.casefold()))
    yield Sheet(SYSTEMS[1], holdings).render(
        "systems", SYSTEMS[0], crumbs=(WHO,), menu=True, systems=listed, groups=[g for g in order if _of(listed, g)]
    )
    towards = _towards(listed)
    uses = uses_of(holdings.catalogue)
    for system in listed:
        yield Sheet(links.system(system.id), holdings).render(
            "system",
            system.title,
            crumbs=(WHO, SYSTEMS),
            system=system,
            as_of=_as_of(holdings, system),
            towards=[t for t in towards[system.id] if t[1].id not in system.linked],
            inverse=_FROM_THE_OTHER_SIDE,
            dossiers=dict(uses.get(f"systems/{system.id}", [])).get("Dossiers", []),
            about=_about(holdings, system.id),
        )


def _of(systems: Iterable[System], group: SystemGroup) -> list[System]:
    return [system for system in systems if system.group is group]


def _towards(systems: Iterable[System]) -> dict[str, list[tuple[LinkKind, System]]]:
    """For each system the links that lead to it, with the system that holds the link."""
    found: dict[str, list[tuple[LinkKind, System]]] = defaultdict(list)
    for system in systems:
        for link in system.links:
            found[link.system].append((link.kind, system))
    return found


def _as_of(holdings: Holdings, system: System) -> str:
    """The date of the latest source that tells how it stands with a system; empty where no source tells."""
    if system.status.basis is Basis.NOT_STATED:
        return ""
    dates = [holdings.catalogue.source(c.source).date for c in system.status.citations]
    known = [date for date in dates if date.value]
    return nl_date(max(known, key=lambda date: str(date.value))) if known else ""


def _about(holdings: Holdings, system_id: str) -> dict[str, object]:
    """The records of other kinds that name a system."""
    catalogue = holdings.catalogue
    return {
        "actors": [a for a in catalogue.actors.values() if system_id in a.systems],
        "requests": [r for r in catalogue.requests.values() if system_id in r.systems],
        "questions": [q for q in catalogue.questions.values() if system_id in q.systems],
    }


def actor_page(holdings: Holdings) -> Iterator[tuple[str, str]]:
    """The signpost: a table of matters with the body for each, and every body in full below it."""
    actors = sorted(holdings.catalogue.actors.values(), key=_place)
    kinds = sorted({a.kind for a in actors}, key=list(ActorKind).index)
    yield Sheet(WHO[1], holdings).render("actors", "Wegwijzer", crumbs=(WHO,), menu=True, actors=actors, kinds=kinds)


def _place(actor: Actor) -> tuple[int, str]:
    """Flemish and Belgian bodies first, for they are whom most readers turn to."""
    near = ("jurisdictions/be-vlg", "jurisdictions/be", "jurisdictions/eu")
    return near.index(actor.jurisdiction) if actor.jurisdiction in near else len(near), actor.title.casefold()
