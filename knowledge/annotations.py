"""An annotation: a concept found in the words of a passage, by whom, when, how surely and with what stance."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from knowledge.base import ConceptId, Record, Stance, Status
from knowledge.documents import Passage, PassageId

__all__ = ["Annotation", "Annotator", "AnnotatorKind", "fact_counts", "facts"]


class AnnotatorKind(StrEnum):
    """What made an annotation."""

    RULE = "rule"
    MODEL = "model"
    PERSON = "person"


class Annotator(Record):
    """Who or what made an annotation: a rule or model with its version, or a person."""

    kind: AnnotatorKind
    name: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    version: Annotated[str, StringConstraints(max_length=60)] = ""


class Annotation(Record):
    """The words `quote` of a passage, from `start` to `end` (characters of its text), carry `concept`."""

    id: Annotated[str, StringConstraints(pattern=r"^a-[0-9a-f]{16}$")]
    passage: PassageId
    concept: ConceptId
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(gt=0)]
    quote: Annotated[str, StringConstraints(min_length=1)]
    annotator: Annotator
    time: datetime.datetime
    confidence: Annotated[float, Field(ge=0, le=1)]
    stance: Stance = Stance.ASSERTED
    status: Status = Status.ACCEPTED

    @model_validator(mode="after")
    def the_span_is_as_long_as_its_quote(self) -> Self:
        if self.end - self.start != len(self.quote):
            raise ValueError(f"the span {self.start}-{self.end} is not as long as its quote ({len(self.quote)})")
        return self

    @classmethod
    def on(
        cls,
        passage: Passage,
        concept: str,
        start: int,
        end: int,
        *,
        annotator: Annotator,
        time: datetime.datetime,
        confidence: float,
        stance: Stance = Stance.ASSERTED,
        status: Status = Status.ACCEPTED,
    ) -> Self:
        """The annotation of a span of `passage`; the quote is read off it.

        Raises ValueError when the span does not lie in the passage.
        """
        if not 0 <= start < end <= len(passage.text):
            raise ValueError(f"the span {start}-{end} does not lie in {passage.id} ({len(passage.text)} characters)")
        name = "\n".join((passage.id, concept, str(start), str(end), annotator.kind, annotator.name))
        return cls(
            id="a-" + hashlib.sha256(name.encode()).hexdigest()[:16],
            passage=passage.id,
            concept=concept,
            start=start,
            end=end,
            quote=passage.text[start:end],
            annotator=annotator,
            time=time,
            confidence=confidence,
            stance=stance,
            status=status,
        )

    def check_against(self, passage: Passage) -> None:
        """Raises ValueError when this annotation does not stand in `passage`."""
        if self.passage != passage.id:
            raise ValueError(f"annotation {self.id} belongs to {self.passage}, not to {passage.id}")
        if passage.text[self.start : self.end] != self.quote:
            raise ValueError(f"annotation {self.id}: its quote is not what stands at {self.start}-{self.end}")


def facts(annotations: Iterable[Annotation]) -> list[Annotation]:
    """The annotations that may be served as facts: asserted and accepted."""
    return [a for a in annotations if a.stance is Stance.ASSERTED and a.status is Status.ACCEPTED]


def fact_counts(annotations: Iterable[Annotation]) -> Counter[str]:
    """In how many passages each concept is asserted; what is denied, asked, supposed or suggested does not count."""
    return Counter(concept for concept, _ in {(a.concept, a.passage) for a in facts(annotations)})
