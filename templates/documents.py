"""The pages of documents: what is known of each, and its passages as far as they may be shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.annotations import fact_counts
from knowledge.comparing import comparable
from knowledge.documents import Document, DocumentKind, ListLevels, Passage, PassageKind, Publish
from knowledge.dutch import fold
from knowledge.wording import nl_date, place_in
from templates import links
from templates.excerpts import Excerpt, Found, concepts_in, excerpts
from templates.footnotes import Note, notes_of, right_after
from templates.holdings import Holdings
from templates.labels import dutch
from templates.sheets import Crumb, Sheet
from templates.warnings_nl import in_dutch

__all__ = ["document_pages"]

DOCUMENTS: Crumb = ("Documenten", "documenten/index")

_POLICIES = {
    Publish.FULL: "De volledige tekst van dit document staat hieronder, zoals hij is ingelezen.",
    Publish.EXCERPT: (
        "Van dit document tonen we enkel korte uittreksels, rond de plaatsen die een begrip dragen of waarnaar deze "
        "kennisbank verwijst. Lees het origineel voor de volledige tekst."
    ),
    Publish.METADATA: "Van dit document tonen we geen tekst, enkel de bibliografische gegevens.",
}


@dataclass(frozen=True)
class Value:
    """A value in the table of facts, with a link where it has one."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Row:
    """A line of that table; without values it says that the document does not state it."""

    label: str
    values: tuple[Value, ...]
    guess: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading of the document, at the level (2-6) that it has on the page, with the name of its place."""

    heading: str
    level: int
    anchor: str


@dataclass(frozen=True)
class Pointer:
    """Where another passage stands: a link, or words alone where that passage is not shown."""

    text: str
    href: str


@dataclass(frozen=True)
class Shown:
    """A passage as its page shows it; `rows` are the cells of a table.

    `answers` are the passages that answer a question (none: no answer was found; None: that is not known); `likely`
    says that they were found by their words;
    `pointed` those to which an answer only points, `elsewhere` those of other documents that say the same.
    `flat` says that the items of its list may have levels that are not known.
    """

    anchor: str
    kind: str
    kind_label: str
    speaker: str
    where: str
    excerpts: tuple[Excerpt, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[Note, ...]
    concepts: tuple[Found, ...]
    answers: tuple[Pointer, ...] | None
    likely: bool
    pointed: tuple[Pointer, ...]
    elsewhere: tuple[Pointer, ...]
    flat: bool
    heading: str = ""


def document_pages(holdings: Holdings) -> Iterator[tuple[str, str]]:
    """The list of documents and the page of each."""
    documents = sorted(holdings.documents.values(), key=lambda d: (d.date.value or "", d.title), reverse=True)
    present = {d.kind for d in documents}
    yield Sheet("documenten/index", holdings).render(
        "documents",
        "Documenten",
        documents=documents,
        counts={d.id: len(holdings.of_document[d.id]) for d in documents},
        kinds=[(kind.value, dutch(kind)) for kind in DocumentKind if kind in present],
    )
    for document in documents:
        yield _page(holdings, document)


def _page(holdings: Holdings, document: Document) -> tuple[str, str]:
    sheet = Sheet(links.document(document.id), holdings)
    passages = holdings.of_document[document.id]
    facts = fact_counts(a for p in passages for a in holdings.annotations.get(p.id, ()))
    return sheet.render(
        "document",
        document.title,
        crumbs=(DOCUMENTS,),
        document=document,
        toc=any(p.heading_path for p in passages if p.id in holdings.shown),
        facts=list(_facts(sheet, document)),
        technical=list(_technical(document)),
        policy=_POLICIES[document.publish],
        warnings=[in_dutch(warning) for warning in document.warnings],
        concepts=sorted(facts.items(), key=lambda item: (-item[1], item[0])),
        blocks=list(_blocks(holdings, sheet, document, passages)),
    )


def _facts(sheet: Sheet, document: Document) -> Iterator[Row]:
    """What is known of a document; what the text did not say itself but was read off it carries its certainty."""
    guesses = {
        g.field: f"automatisch herkend, zekerheid {g.confidence:.0%}" for g in document.guesses if g.confidence < 1
    }

    def row(label: str, field: str, *values: str | None) -> Row:
        return Row(label, tuple(Value(v) for v in values if v), guesses.get(field, ""))

    yield row("Uitgever", "publisher", document.publisher)
    yield row("Datum", "date", nl_date(document.date) if document.date.value else None)
    yield row("Soort", "kind", dutch(document.kind))
    jurisdiction = f"jurisdictions/{document.jurisdiction}"
    known = jurisdiction in sheet.holdings.catalogue.vocabulary
    place = Value(sheet.holdings.label(jurisdiction), sheet.to(links.concept(jurisdiction))) if known else None
    yield Row("Rechtsgebied", (place,) if place else (), guesses.get("jurisdiction", ""))
    yield row(
        "Taal",
        "language",
        {"nl": "Nederlands", "en": "Engels", "fr": "Frans"}.get(document.language, document.language),
    )
    yield row("Kenmerken", "identifiers", *(f"{name}: {value}" for name, value in document.identifiers.items()))
    yield row("Personen", "people", *(f"{p.name} ({p.role})" if p.role else p.name for p in document.people))
    if relations := tuple(_relations(sheet, document)):
        yield Row("Verband", relations, guesses.get("relations", ""))
    if document.source:
        yield Row("Bron", (Value("in de bibliografie", sheet.to(links.BIBLIOGRAPHY, f"bron-{document.source}")),))
    yield row("Licentie", "licence", document.licence)
    yield row("Bladzijden", "pages", str(document.pages) if document.pages is not None else None)


def _technical(document: Document) -> Iterator[Row]:
    """What lets a reader check that a file is the one that was read."""
    values = {"Bestand": document.file, "Formaat": document.media_type, "Codering": document.encoding}
    yield from (Row(label, (Value(value),) if value else ()) for label, value in values.items())
    yield Row("SHA-256", (Value(document.sha256),))


def _relations(sheet: Sheet, document: Document) -> Iterator[Value]:
    sources = sheet.holdings.catalogue.sources
    for relation in document.relations:
        title = sources[relation.source].title if relation.source in sources else relation.source
        target = sheet.to(links.BIBLIOGRAPHY, f"bron-{relation.source}") if relation.source in sources else ""
        yield Value(f"{dutch(relation.kind)}: {title}", target)


def _blocks(
    holdings: Holdings, sheet: Sheet, document: Document, passages: tuple[Passage, ...]
) -> Iterator[Heading | Shown]:
    """The shown passages in reading order, each new heading before the first passage under it.

    The title of the document stands above the page and is not repeated as its first heading. A footnote passage stands
    under the passage that cites it where that one is shown with its notes, else by itself.
    """
    path: tuple[str, ...] = ()
    taken: Counter[str] = Counter()
    under: frozenset[str] = frozenset()
    for place, passage in enumerate(passages):
        if passage.id not in holdings.shown or passage.id in under:
            continue
        notes: tuple[Note, ...] = ()
        if document.publish is Publish.FULL:
            notes, shown = notes_of(holdings, passage, right_after(passages, place))
            under |= shown
        headings = passage.heading_path
        if headings and comparable(headings[0]) == comparable(document.title):
            headings = headings[1:]
        same = 0
        while same < min(len(path), len(headings)) and path[same] == headings[same]:
            same += 1
        for depth, heading in enumerate(headings[same:], start=same):
            yield Heading(heading, min(depth + 2, 6), _anchor(heading, taken))
        path = headings
        yield _shown(holdings, sheet, passage, notes)


def _anchor(heading: str, taken: Counter[str]) -> str:
    """The name of a heading's place: its words behind `s-`, so that it never is a name that the theme uses."""
    words = re.findall(r"[a-z0-9]+", fold(heading))
    name = "-".join(("s", *words))[:60].rstrip("-")
    taken[name] += 1
    return name if taken[name] == 1 else f"{name}-nr-{taken[name]}"


def _pointers(holdings: Holdings, sheet: Sheet, passage: Passage, ids: Sequence[str]) -> tuple[Pointer, ...]:
    """Links to passages, named by where they stand, and by their document where that is another one."""
    found: list[Pointer] = []
    for target in (holdings.passages[name] for name in ids if name in holdings.passages):
        place = place_in(target)
        if target.document != passage.document:
            place = ", ".join(filter(None, (holdings.documents[target.document].title, place)))
        href = sheet.to(links.document(target.document), target.anchor) if target.id in holdings.shown else ""
        found.append(Pointer(place or "elders in dit document", href))
    return tuple(found)


def _shown(holdings: Holdings, sheet: Sheet, passage: Passage, notes: tuple[Note, ...]) -> Shown:
    where = ""
    if passage.page is not None:
        several = passage.page_end is not None and passage.page_end > passage.page
        where = f"p. {passage.page}-{passage.page_end}" if several else f"p. {passage.page}"
    return Shown(
        anchor=passage.anchor,
        kind=passage.kind.value,
        kind_label=""
        if passage.kind in {PassageKind.BODY, PassageKind.LIST_ITEM}
        else dutch(passage.kind).capitalize(),
        speaker=passage.speaker or "",
        where=where,
        excerpts=tuple(excerpts(holdings, passage)),
        rows=_rows(passage.text) if holdings.is_whole(passage) and passage.kind is PassageKind.TABLE else (),
        notes=notes,
        concepts=concepts_in(holdings, passage),
        answers=None if passage.answered_by is None else _pointers(holdings, sheet, passage, passage.answered_by),
        likely=passage.answer_is_likely,
        pointed=_pointers(holdings, sheet, passage, passage.points_to),
        elsewhere=_pointers(holdings, sheet, passage, holdings.elsewhere.get(passage.id, ())),
        flat=passage.list_levels is ListLevels.UNSURE,
    )


def _rows(text: str) -> tuple[tuple[str, ...], ...]:
    """The cells of a table that was kept as lines with bars or tabs; nothing where it was not."""
    lines = [line.strip().strip("|") for line in text.splitlines() if line.strip()]
    mark = next((m for m in ("\t", "|") if lines and all(m in line for line in lines)), None)
    if mark is None:
        return ()
    rows = [tuple(cell.strip() for cell in line.split(mark)) for line in lines]
    return tuple(row for row in rows if not all(set(cell) <= set("-: ") for cell in row))
