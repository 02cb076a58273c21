"""The controlled vocabulary: concepts in schemes (SKOS), and the questions that one asks of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from knowledge.base import ConceptId, Label, Record, Sentence, Slug
from knowledge.errors import UnknownRecord

__all__ = ["Concept", "ConceptScheme", "Labels", "Vocabulary"]


Code = Annotated[str, StringConstraints(pattern=r"^(?:nace2|eurovoc):[A-Za-z0-9.]+$", max_length=40)]
"""A concept of another list: `nace2:C27` of NACE Rev. 2, `eurovoc:889` of EuroVoc."""


class Labels(Record):
    """Labels beside the preferred one, by language."""

    nl: tuple[Sentence, ...] = ()
    en: tuple[Sentence, ...] = ()


class Concept(Record):
    """A concept. `negative` labels are words that look like a label and mean something else.

    `match` are the concepts of other schemes of ours that mean about the same; `exact` and `close` are codes of other
    lists. A `deprecated` concept says why it is no longer used; its id stays, and `replaced_by` is what to use instead.
    """

    id: ConceptId
    pref: Label
    alt: Labels = Labels()
    hidden: Labels = Labels()
    negative: tuple[Sentence, ...] = ()
    broader: ConceptId | None = None
    definition: Label
    note: Label | None = None
    notation: Annotated[str, StringConstraints(max_length=40)] | None = None
    related: tuple[ConceptId, ...] = ()
    match: tuple[str, ...] = ()
    exact: tuple[Code, ...] = ()
    close: tuple[Code, ...] = ()
    deprecated: Label | None = None
    replaced_by: ConceptId | None = None
    source: tuple[Sentence, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def a_label_is_not_both_positive_and_negative(self) -> Self:
        both = {label.casefold() for label in self.labels()} & {label.casefold() for label in self.negative}
        if both:
            raise ValueError(f"{', '.join(sorted(both))}: a label cannot be a negative label too")
        return self

    @property
    def scheme(self) -> str:
        """The id of the concept scheme that holds it."""
        return self.id.split("/", 1)[0]

    def labels(self) -> tuple[str, ...]:
        """Every label in either language, the preferred ones first."""
        preferred = (self.pref.nl, *((self.pref.en,) if self.pref.en else ()))
        return (*preferred, *self.alt.nl, *self.alt.en, *self.hidden.nl, *self.hidden.en)


class SchemeHead(Record):
    """Name and purpose of a concept scheme."""

    id: Slug
    title: Label
    description: Label


class ConceptScheme(Record):
    """A concept scheme with its concepts, as one file of `knowledge/vocabulary` holds them."""

    scheme: SchemeHead
    concepts: tuple[Concept, ...]

    @model_validator(mode="after")
    def ids_belong_here_and_are_unique(self) -> Self:
        seen: set[str] = set()
        for concept in self.concepts:
            if concept.scheme != self.scheme.id:
                raise ValueError(f"{concept.id} does not belong in scheme {self.scheme.id}")
            if concept.id in seen:
                raise ValueError(f"{concept.id} stands here twice")
            seen.add(concept.id)
        return self


class Vocabulary:
    """All concept schemes together. Iterating gives the concepts in the order of the files."""

    def __init__(self, schemes: Iterable[ConceptScheme]) -> None:
        self.schemes = {s.scheme.id: s for s in schemes}
        self._concepts = {c.id: c for s in self.schemes.values() for c in s.concepts}

    def __iter__(self) -> Iterator[Concept]:
        return iter(self._concepts.values())

    def __len__(self) -> int:
        return len(self._concepts)

    def __contains__(self, concept_id: object) -> bool:
        return concept_id in self._concepts

    def concept(self, concept_id: str) -> Concept:
        """The concept with this id; raises UnknownRecord with near ids."""
        try:
            return self._concepts[concept_id]
        except KeyError:
            raise UnknownRecord("concept", concept_id, self._concepts) from None

    def of(self, scheme_id: str) -> tuple[Concept, ...]:
        """The concepts of one scheme; raises UnknownRecord with near ids."""
        try:
            return self.schemes[scheme_id].concepts
        except KeyError:
            raise UnknownRecord("concept scheme", scheme_id, self.schemes) from None

    def narrower(self, concept_id: str) -> list[Concept]:
        """The concepts directly below this one."""
        return [c for c in self if c.broader == concept_id]

    def with_narrower(self, concept_id: str) -> set[str]:
        """This concept's id and those of everything below it; raises UnknownRecord."""
        found, todo = set(), [self.concept(concept_id).id]
        while todo:
            current = todo.pop()
            if current not in found:
                found.add(current)
                todo += [c.id for c in self.narrower(current)]
        return found
