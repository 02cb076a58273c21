"""The pages of the vocabulary: the lists of concepts, and each concept with its meaning, evidence and use."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.annotations import Annotation, fact_counts
from knowledge.base import Stance, Status
from knowledge.concepts import Concept, Vocabulary
from knowledge.wording import origin_nl
from templates import links
from templates.data.feeds import concepts_followed
from templates.excerpts import EvidenceItem, evidence_item, is_shown
from templates.holdings import Holdings
from templates.sheets import Crumb, Sheet
from templates.uses import uses_of

__all__ = ["Part", "best_first", "concept_pages", "linked", "title_of"]

CONCEPTS: Crumb = ("Begrippen", "begrippen/index")
MOST = 20
"""How many passages a concept page shows of each group."""


@dataclass(frozen=True)
class Part:
    """A run of text; `concept` is the id that stood there, to be shown as a link."""

    text: str
    concept: str = ""


@dataclass(frozen=True)
class Fact:
    """A line of the table of a concept."""

    label: str
    parts: tuple[Part, ...]
    lang: str = ""


@dataclass(frozen=True)
class Node:
    """A concept in the tree of its list, with the number of passages that assert it."""

    concept: Concept
    count: int
    below: tuple[Node, ...]


_ID = re.compile(r"(?<![\w/-])([a-z0-9-]+/[a-z0-9-]+)(?![\w/])")
Group = tuple[str, str, list[EvidenceItem], int]


def concept_pages(holdings: Holdings) -> Iterator[tuple[str, str]]:
    """The list of lists, the list of each concept scheme, and the page of each concept."""
    vocabulary = holdings.catalogue.vocabulary
    counts = fact_counts(a for found in holdings.of_concept.values() for a in found)
    heads = [
        {
            "id": scheme.scheme.id,
            "title": scheme.scheme.title.nl,
            "description": scheme.scheme.description.nl,
            "concepts": len(scheme.concepts),
            "passages": sum(counts[c.id] for c in scheme.concepts),
        }
        for scheme in vocabulary.schemes.values()
    ]
    yield Sheet(CONCEPTS[1], holdings).render("concepts", "Begrippen", schemes=heads, total=len(vocabulary))
    narrower: dict[str | None, list[Concept]] = defaultdict(list)
    for concept in vocabulary:
        narrower[concept.broader].append(concept)
    matched: dict[str, list[str]] = defaultdict(list)
    for concept in vocabulary:
        for other in concept.match:
            matched[other].append(concept.id)
    uses = uses_of(holdings.catalogue)
    followed = concepts_followed(holdings.catalogue)
    for scheme in vocabulary.schemes.values():
        head = scheme.scheme
        tops = [c for c in scheme.concepts if c.broader is None or c.broader not in vocabulary]
        yield Sheet(links.scheme(head.id), holdings).render(
            "scheme",
            head.title.nl,
            crumbs=(CONCEPTS,),
            description=list(linked(head.description.nl, vocabulary)),
            tree=[_node(c, narrower, counts) for c in tops],
        )
        for concept in scheme.concepts:
            yield Sheet(links.concept(concept.id), holdings).render(
                "concept",
                title_of(concept),
                crumbs=(CONCEPTS, (head.title.nl, links.scheme(head.id))),
                concept=concept,
                facts=list(_facts(concept, vocabulary)),
                relations=list(_relations(concept, narrower[concept.id], matched[concept.id])),
                groups=list(_groups(holdings, holdings.of_concept.get(concept.id, ()))),
                uses=uses.get(concept.id, []),
                has_feed=concept.id in followed,
            )


def _node(concept: Concept, narrower: dict[str | None, list[Concept]], counts: dict[str, int]) -> Node:
    below = tuple(_node(c, narrower, counts) for c in narrower[concept.id])
    return Node(concept, counts.get(concept.id, 0), below)


def _facts(concept: Concept, vocabulary: Vocabulary) -> Iterator[Fact]:
    english = [label for label in (concept.pref.en, *concept.alt.en) if label]
    lines = (
        ("Ook genoemd", ", ".join(concept.alt.nl), ""),
        ("Engels", ", ".join(english), "en"),
        ("Omschrijving (Engels)", concept.definition.en, "en"),
        ("Gebruik", concept.note.nl if concept.note else "", ""),
        ("Niet bedoeld", ", ".join(concept.negative), ""),
        ("Vervallen", concept.deprecated.nl if concept.deprecated else "", ""),
        ("Gebruik nu", concept.replaced_by or "", ""),
        ("Code", concept.notation, ""),
        ("Zelfde begrip elders", ", ".join(map(_code, concept.exact)), ""),
        ("Verwant begrip elders", ", ".join(map(_code, concept.close)), ""),
        ("Komt overeen met", ", ".join(concept.match), ""),
        ("Herkomst", "; ".join(map(origin_nl, concept.source)), ""),
    )
    for label, text, lang in lines:
        if text:
            yield Fact(label, tuple(linked(text, vocabulary)), lang)


_LISTS = {"nace2": "NACE Rev. 2", "eurovoc": "EuroVoc"}


def _code(code: str) -> str:
    """A code of another list as a reader knows it: EuroVoc 889."""
    name, _, value = code.partition(":")
    return f"{_LISTS[name]} {value}"


def linked(text: str, vocabulary: Vocabulary) -> Iterator[Part]:
    """The text in runs, with each id of a concept that it names apart."""
    for run in _ID.split(text):
        if run:
            yield Part(run, run if run in vocabulary else "")


def title_of(concept: Concept) -> str:
    """The preferred label as a title: its first letter, or the letters ij, in capitals."""
    label = concept.pref.nl
    return label[:2].upper() + label[2:] if label.startswith("ij") else label[:1].upper() + label[1:]


def _relations(
    concept: Concept, narrower: Sequence[Concept], matched: Sequence[str]
) -> Iterator[tuple[str, list[str]]]:
    if concept.broader:
        yield "Ruimer begrip", [concept.broader]
    if narrower:
        yield "Engere begrippen", [c.id for c in narrower]
    if concept.related:
        yield "Verwant", list(concept.related)
    if others := [one for one in matched if one not in concept.match]:
        yield "Ook in", others


def _groups(holdings: Holdings, annotations: Sequence[Annotation]) -> Iterator[Group]:
    """The places that carry the concept: facts first, then what is no fact, each passage once in a group."""
    accepted = [a for a in annotations if a.status is Status.ACCEPTED]
    wanted: tuple[tuple[str, str, Iterable[Annotation]], ...] = (
        (
            "Passages",
            "Passages waarin dit begrip als vaststelling voorkomt.",
            (a for a in accepted if a.stance is Stance.ASSERTED),
        ),
        (
            "Ontkend",
            "Hier zegt de tekst dat het niet zo is: dit telt niet mee als vaststelling.",
            (a for a in accepted if a.stance is Stance.DENIED),
        ),
        (
            "Gevraagd of verondersteld",
            "Hier stelt iemand een vraag of een veronderstelling voorop: dit telt niet mee als vaststelling.",
            (a for a in accepted if a.stance in {Stance.ASKED, Stance.HYPOTHETICAL}),
        ),
        (
            "Voorgesteld",
            "Door een taalmodel voorgesteld en nog niet nagekeken: dit telt niet mee als vaststelling.",
            (a for a in annotations if a.status is Status.SUGGESTED),
        ),
    )
    for title, explanation, found in wanted:
        if ordered := best_first(holdings, found):
            yield title, explanation, [evidence_item(holdings, a) for a in ordered[:MOST]], len(ordered)


def best_first(holdings: Holdings, annotations: Iterable[Annotation]) -> list[Annotation]:
    """The best annotation of each passage: those whose words may be shown first, by turns of different documents.

    Within a turn the surest goes first, and where they are as sure the order of the store stays.
    """

    def worth(annotation: Annotation) -> tuple[bool, float]:
        return not is_shown(holdings, annotation), -annotation.confidence

    best: dict[str, Annotation] = {}
    for annotation in sorted(annotations, key=worth):
        best.setdefault(annotation.passage, annotation)
    turns: Counter[str] = Counter()
    placed: list[tuple[bool, int, float, Annotation]] = []
    for annotation in best.values():
        hidden, unsure = worth(annotation)
        document = holdings.passages[annotation.passage].document
        placed.append((hidden, turns[document], unsure, annotation))
        turns[document] += 1
    return [annotation for *_, annotation in sorted(placed, key=lambda one: one[:3])]
