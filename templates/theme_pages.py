"""The pages that look over risks, barriers and alternatives: each with what it means and the passages that tell it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.annotations import Annotation
from knowledge.base import Stance, Status
from knowledge.concepts import Concept
from templates import links
from templates.concepts import Part, best_first, linked, title_of
from templates.excerpts import EvidenceItem, evidence_item
from templates.holdings import Holdings
from templates.sheets import Crumb, Sheet
from templates.uses import Use, uses_of

__all__ = ["theme_pages"]

WHO: Crumb = ("Wie en wat", links.ACTORS)
MOST = 3
"""How many passages are shown of each concept here; its own page has more."""

_THEMES = (
    (
        "risicos",
        "risks",
        "Risico's",
        "Wat er voor economie, handel en samenleving mis kan gaan als productie terugkeert of als een overheid daarop "
        "inzet. Het zijn waarschuwingen van wie ze uit, geen vaststellingen over een bepaald project.",
    ),
    (
        "drempels",
        "barriers",
        "Drempels",
        "Wat één onderneming tegenhoudt of vertraagt als zij wil terugkeren. Het rapport werkt de meeste drempels uit "
        "met een vestiging in China als voorbeeld.",
    ),
    (
        "alternatieven",
        "alternatives",
        "Alternatieven",
        "Andere wegen om ketens steviger te maken of minder van anderen af te hangen, naast reshoring of in de plaats "
        "ervan.",
    ),
)


@dataclass(frozen=True)
class Line:
    """A concept of a theme: title, note, passages that assert it (with how many there are), records that name it."""

    concept: Concept
    title: str
    note: tuple[Part, ...]
    items: tuple[EvidenceItem, ...]
    total: int
    uses: tuple[tuple[str, list[Use]], ...]


def theme_pages(holdings: Holdings) -> Iterator[tuple[str, str]]:
    """A page for each of the three concept schemes, without concepts where the vocabulary does not have it."""
    uses = uses_of(holdings.catalogue)
    for page, scheme_id, title, told in _THEMES:
        scheme = holdings.catalogue.vocabulary.schemes.get(scheme_id)
        yield Sheet(page, holdings).render(
            "theme",
            title,
            crumbs=(WHO,),
            menu=True,
            told=told,
            scheme_page=links.scheme(scheme_id) if scheme is not None else "",
            lines=[_line(holdings, c, uses.get(c.id, [])) for c in (scheme.concepts if scheme is not None else ())],
        )


def _line(holdings: Holdings, concept: Concept, uses: list[tuple[str, list[Use]]]) -> Line:
    found = best_first(holdings, filter(_is_fact, holdings.of_concept.get(concept.id, ())))
    items = tuple(evidence_item(holdings, annotation) for annotation in found[:MOST])
    note = tuple(linked(concept.note.nl, holdings.catalogue.vocabulary)) if concept.note else ()
    return Line(concept, title_of(concept), note, items, len(found), tuple(uses))


def _is_fact(annotation: Annotation) -> bool:
    return annotation.status is Status.ACCEPTED and annotation.stance is Stance.ASSERTED
