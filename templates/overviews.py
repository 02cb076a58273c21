"""The pages that look over the whole: home, search, bibliography, abbreviations, reading quality."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from knowledge.base import Stance, Status
from knowledge.cases import CaseKind
from knowledge.documents import Document, PassageKind, Publish
from knowledge.wording import citation_of, number_nl
from templates.holdings import Holdings
from templates.labels import dutch
from templates.links import ACTORS, BIBLIOGRAPHY, DOSSIERS, QUESTIONS, REQUESTS, SYSTEMS
from templates.sheets import Crumb, Sheet
from templates.warnings_nl import in_dutch

__all__ = ["ABOUT", "overview_pages"]

ABOUT: Crumb = ("Over", "over/methode")


def overview_pages(holdings: Holdings) -> Iterator[tuple[str, str]]:
    """Each page that is about the whole knowledge base."""
    catalogue = holdings.catalogue
    reshored = sum(case.kind is CaseKind.RESHORING for case in holdings.catalogue.cases.values())
    yield Sheet("index", holdings).render(
        "home", "Thuishaven", counts=_counts(holdings), reshored=reshored, version=holdings.version
    )
    yield Sheet("zoeken", holdings).render("search", "Zoeken")
    about: tuple[tuple[str, str, str, dict[str, object]], ...] = (
        (BIBLIOGRAPHY, "bibliography", "Bibliografie", {"sources": _sources(holdings)}),
        (
            "begrippenlijst",
            "glossary",
            "Afkortingen",
            {"abbreviations": sorted(catalogue.abbreviations, key=lambda a: a.short.casefold())},
        ),
        ("over/leeskwaliteit", "reading", "Leeskwaliteit", _reading(holdings)),
    )
    for page, template, title, found in about:
        yield Sheet(page, holdings).render(template, title, crumbs=(ABOUT,), menu=True, found=found)


def _counts(holdings: Holdings) -> list[tuple[str, str, str]]:
    """What is in the knowledge base: number, noun, page."""
    catalogue = holdings.catalogue
    facts = sum(
        a.stance is Stance.ASSERTED and a.status is Status.ACCEPTED
        for found in holdings.annotations.values()
        for a in found
    )
    counted = (
        (len(holdings.documents), "document", "documenten", "documenten/index"),
        (len(holdings.passages), "passage", "passages", "documenten/index"),
        (facts, "vindplaats van een begrip", "vindplaatsen van begrippen", "begrippen/index"),
        (len(catalogue.vocabulary), "begrip", "begrippen", "begrippen/index"),
        (len(catalogue.sources), "bron", "bronnen", BIBLIOGRAPHY),
        (len(catalogue.figures), "cijfer", "cijfers", "cijfers"),
        (len(catalogue.series), "reeks cijfers", "reeksen cijfers", "cijfers"),
        (len(catalogue.conflicts), "tegenspraak", "tegenspraken", "tegenspraken"),
        (len(catalogue.systems), "systeem", "systemen", SYSTEMS),
        (len(catalogue.actors), "instantie in de wegwijzer", "instanties in de wegwijzer", ACTORS),
        (len(catalogue.questions), "vraag", "vragen", QUESTIONS),
        (len(catalogue.requests), "verzoek", "verzoeken", REQUESTS),
        (len(catalogue.dossiers), "dossier", "dossiers", DOSSIERS),
    )
    return [(number_nl(n), one if n == 1 else many, page) for n, one, many, page in counted]


def _sources(holdings: Holdings) -> list[dict[str, object]]:
    """The bibliography: each source with what of it is in the store (itself, or our digest of it)."""
    documents = holdings.documents.values()
    return [
        {
            "id": source.id,
            "source": source,
            "line": citation_of(source),
            "documents": [d for d in documents if d.source == source.id],
            "digests": [
                d for d in documents if any(r.source == source.id and r.kind.value == "digests" for r in d.relations)
            ],
            "relations": [
                (dutch(relation.kind), holdings.catalogue.source(relation.source)) for relation in source.relations
            ],
        }
        for source in sorted(
            holdings.catalogue.sources.values(), key=lambda s: (s.publisher.casefold(), s.title.casefold())
        )
    ]


def _reading(holdings: Holdings) -> dict[str, object]:
    """How well each document was read: passages by kind, what was warned of, and what may be shown."""

    def line(document: Document) -> dict[str, object]:
        passages = holdings.of_document[document.id]
        size = sum(len(p.text) for p in passages)
        shown = sum(end - start for p in passages for start, end in holdings.shown.get(p.id, ()))
        return {
            "document": document,
            "passages": len(passages),
            "words": sum(len(p.text.split()) for p in passages),
            "notes": sum(len(p.footnotes) for p in passages),
            "shown": shown / size if size else 0.0,
            "excerpts": sum(len(holdings.shown.get(p.id, ())) for p in passages)
            if document.publish is Publish.EXCERPT
            else None,
        }

    kinds = Counter(p.kind for p in holdings.passages.values())
    documents = sorted(
        holdings.documents.values(),
        key=lambda d: (d.quality.score if d.quality else 0.0, -len(d.warnings), d.title.casefold()),
    )
    return {
        "lines": [line(d) for d in documents],
        "kinds": [(dutch(kind), number_nl(kinds[kind])) for kind in PassageKind if kinds[kind]],
        "warned": [(d, [in_dutch(warning) for warning in d.warnings]) for d in documents if d.warnings],
    }
