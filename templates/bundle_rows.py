"""What the search of the static site may find: published passages, and every curated record."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.annotations import facts
from knowledge.base import Stance
from knowledge.catalogue import concepts_of
from knowledge.documents import Document, Passage, PassageKind
from knowledge.figures import Row, Series
from knowledge.wording import place_in
from search.bundle import BundleRow
from templates import links
from templates.environment import clean
from templates.figure_pages import figure_nl, value_nl
from templates.holdings import Holdings
from templates.labels import dutch

__all__ = ["bundle_rows"]

_FACETS = {"motives": "motief", "sectors": "sector", "criteria": "criterium", "jurisdictions": "rechtsgebied"}
"""The concept schemes by which a reader can narrow a search, with the name of the choice."""
_PASSED_OVER = frozenset({PassageKind.CONTENTS, PassageKind.REFERENCE})


def bundle_rows(holdings: Holdings) -> Iterator[BundleRow]:
    """A row for each thing that can be found. Of a document only what the site shows goes in."""
    for document in holdings.documents.values():
        for passage in holdings.of_document[document.id]:
            if passage.id in holdings.shown and passage.kind not in _PASSED_OVER:
                yield _passage(holdings, document, passage)
    yield from _concepts(holdings)
    yield from _records(holdings)


def _passage(holdings: Holdings, document: Document, passage: Passage) -> BundleRow:
    shown = holdings.shown[passage.id]
    carried = {a.concept for a in facts(holdings.annotations.get(passage.id, ()))}
    return BundleRow(
        id=passage.id,
        url=links.served(links.document(document.id), passage.anchor),
        title=clean(document.title),
        section=clean(", ".join(filter(None, (place_in(passage), _note(passage))))),
        kind="document",
        text=clean(" … ".join(passage.text[start:end] for start, end in shown)),
        date=document.date.value or "",
        facets=_facets(holdings, carried, document.jurisdiction),
    )


def _note(passage: Passage) -> str:
    return dutch(passage.kind) if passage.kind is PassageKind.FOOTNOTE else ""


def _concepts(holdings: Holdings) -> Iterator[BundleRow]:
    vocabulary = holdings.catalogue.vocabulary
    for concept in vocabulary:
        labels = [label for label in (*concept.alt.nl, concept.pref.en, *concept.alt.en) if label]
        yield BundleRow(
            id=concept.id,
            url=links.served(links.concept(concept.id)),
            title=concept.pref.nl,
            section=f"begrip · {holdings.scheme_title(concept.id)}",
            kind="begrip",
            text=concept.definition.nl + (f" Ook: {', '.join(labels)}." if labels else ""),
            facets=_facets(holdings, {concept.id}, None),
        )


def _records(holdings: Holdings) -> Iterator[BundleRow]:
    catalogue = holdings.catalogue
    for case in catalogue.cases.values():
        asserted = set(concepts_of(case)) - {c.concept for c in case.motives_denied if c.stance is not Stance.ASSERTED}
        words = (case.product, case.route.origin, case.route.destination, case.object, case.outcome, case.lesson)
        yield BundleRow(
            id=f"case/{case.id}",
            url=links.served(links.case(case.id)),
            title=case.title,
            section=f"praktijkgeval · {dutch(case.kind)}",
            kind="case",
            text=_sentences(case.summary, *(field.value for field in words)),
            facets=_facets(holdings, asserted, None),
        )
    for measure in catalogue.measures.values():
        fields = (measure.beneficiaries, measure.conditions, measure.evaluation)
        yield BundleRow(
            id=f"maatregel/{measure.id}",
            url=links.served(links.measure(measure.id)),
            title=measure.title,
            section=f"maatregel · {holdings.label(measure.jurisdiction)}",
            kind="maatregel",
            text=_sentences(measure.summary, *(field.value for field in fields)),
            date=(measure.period.value.start.value or "") if measure.period.value else "",
            facets=_facets(holdings, set(concepts_of(measure)), measure.jurisdiction.split("/", 1)[1]),
        )
    for scheme in catalogue.schemes.values():
        for criterion in scheme.criteria:
            yield BundleRow(
                id=f"checklist/{scheme.id}/{criterion.id}",
                url=links.served(links.checklist(scheme.id), f"c-{criterion.id}"),
                title=criterion.title,
                section=f"checklist · {scheme.title}",
                kind="checklist",
                text=_sentences(criterion.question, criterion.meaning),
                facets=_facets(holdings, set(criterion.concepts), None),
            )
    yield from _dialogue(holdings)
    yield from _dossiers(holdings)
    yield from _figures(holdings)
    for entry in catalogue.abbreviations:
        yield BundleRow(
            id=f"afkorting/{entry.id}",
            url=links.served("begrippenlijst", entry.id),
            title=entry.short,
            section="afkorting",
            kind="begrip",
            text=_sentences(entry.full, entry.english, entry.explanation),
        )


def _dialogue(holdings: Holdings) -> Iterator[BundleRow]:
    """Systems, actors and requests, and questions that say that they are questions; these carry no facet as a fact."""
    catalogue = holdings.catalogue
    for system in catalogue.systems.values():
        fields = (system.operator, system.users, system.input, system.output, system.reservations)
        yield BundleRow(
            id=f"systeem/{system.id}",
            url=links.served(links.system(system.id)),
            title=system.title,
            section=f"systeem · {dutch(system.kind)}",
            kind="systeem",
            text=_sentences(system.summary, *system.aliases, *(field.value for field in fields)),
            facets=_facets(holdings, set(system.concepts), system.jurisdiction.split("/", 1)[1]),
        )
    for actor in catalogue.actors.values():
        told = (actor.role, *actor.purposes, actor.contact, *actor.members)
        yield BundleRow(
            id=f"wie/{actor.id}",
            url=links.served(links.ACTORS, actor.id),
            title=actor.title,
            section=f"wegwijzer · {dutch(actor.kind)}",
            kind="wegwijzer",
            text=_sentences(*(field.value for field in told)),
        )
    for request in catalogue.requests.values():
        status = dutch(request.status.value) if request.status.value else ""
        yield BundleRow(
            id=f"verzoek/{request.id}",
            url=links.served(links.REQUESTS, request.id),
            title=request.title,
            section=f"verzoek · {request.requester} · {status}",
            kind="verzoek",
            text=_sentences(request.summary, *(event.text for event in request.history)),
            date=request.history[0].date.value or "",
        )
    for question in catalogue.questions.values():
        yield BundleRow(
            id=f"vraag/{question.id}",
            url=links.served(links.QUESTIONS, question.id),
            title=question.question.value or f"Vraag {question.number} van {question.asker}",
            section=f"vraag van {question.asker} · {dutch(question.state)}",
            kind="vraag",
            text=_sentences(*(reply.text.value for reply in question.replies), question.note),
            date=catalogue.source(question.source).date.value or "",
        )


def _dossiers(holdings: Holdings) -> Iterator[BundleRow]:
    for dossier in holdings.catalogue.dossiers.values():
        yield BundleRow(
            id=f"dossier/{dossier.id}",
            url=links.served(links.dossier(dossier.id)),
            title=dossier.title,
            section="dossier",
            kind="dossier",
            text=_sentences(dossier.question, *(statement.plain for statement in dossier.statements)),
        )


def _figures(holdings: Holdings) -> Iterator[BundleRow]:
    """Figures and series with their caveat, and contradictions with every statement, for none stands alone."""
    catalogue = holdings.catalogue
    for figure in catalogue.figures.values():
        value = f"{figure_nl(figure)} {figure.unit}"
        yield BundleRow(
            id=f"cijfer/{figure.id}",
            url=links.served(links.FIGURES, figure.id),
            title=figure.title,
            section=f"cijfer · {dutch(figure.topic)}",
            kind="cijfer",
            text=_sentences(value, figure.population, figure.period, figure.caveat),
            facets=_facets(holdings, set(figure.concepts), None),
        )
    for series in catalogue.series.values():
        yield BundleRow(
            id=f"reeks/{series.id}",
            url=links.served(links.series(series.id)),
            title=series.title,
            section=f"cijfer · {dutch(series.topic)}",
            kind="cijfer",
            text=_sentences(
                series.population,
                f"{series.period}, {series.unit}",
                *(text for row in series.rows for text in (_row(row, series), row.note)),
                series.caveat,
            ),
            facets=_facets(holdings, set(concepts_of(series)), None),
        )
    for conflict in catalogue.conflicts.values():
        said = (position.statement for position in conflict.positions)
        yield BundleRow(
            id=f"tegenspraak/{conflict.id}",
            url=links.served(links.CONFLICTS, conflict.id),
            title=conflict.title,
            section="tegenspraak",
            kind="tegenspraak",
            text=_sentences(*said, f"Onze lezing: {conflict.reading}"),
            facets=_facets(holdings, set(conflict.concepts), None),
        )


def _row(row: Row, series: Series) -> str:
    """A line of a series in words, with the names of the columns where there is more than one."""
    told = [value_nl(value, series.unit) for value in row.values]
    if len(told) > 1:
        told = [f"{text} ({name})" for name, text in zip(series.columns, told, strict=True)]
    return f"{row.label}: {'; '.join(told)}"


def _sentences(*texts: str | None) -> str:
    """The texts after each other, each closed as a sentence."""
    return " ".join(text if text[-1] in ".?!" else f"{text}." for text in texts if text)


def _facets(holdings: Holdings, concepts: set[str], jurisdiction: str | None) -> dict[str, list[str]]:
    """The Dutch labels of the concepts by which a reader can narrow a search."""
    found: dict[str, list[str]] = {}
    for concept_id in sorted(concepts | ({f"jurisdictions/{jurisdiction}"} if jurisdiction else set())):
        name = _FACETS.get(concept_id.split("/", 1)[0])
        if name is not None and concept_id in holdings.catalogue.vocabulary:
            found.setdefault(name, []).append(holdings.label(concept_id))
    return found
