"""An actor: who does what in the field, and for which matter a firm or an official turns to whom."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from knowledge.base import Citation, ConceptId, Record, Sentence, Slug, Text

__all__ = ["Actor", "ActorKind"]


class ActorKind(StrEnum):
    """What sort of body it is."""

    ADVISORY = "advisory council"
    AGENCY = "agency"
    ADMINISTRATION = "administration"
    GOVERNMENT = "government"
    PARLIAMENT = "parliament"
    SCREENING = "screening body"
    EUROPEAN = "european institution"
    INTERNATIONAL = "international organisation"
    RESEARCH = "research"
    STATISTICS = "data and statistics"
    NETWORK = "network"
    EMPLOYERS = "employers and sector"
    SOCIAL_ECONOMY = "social economy"
    CONSULTANCY = "consultancy"
    TRAINING = "training"


class Actor(Record):
    """A body, or bodies of a kind, that the documents name.

    `purposes` are the matters for which one turns to it, as the sources give them; `contact` is the way to it that the
    sources give, never the personal data of someone; `members` are the bodies that one record stands for; `systems`
    are those that it runs or is asked to run.
    """

    POINTERS: ClassVar[dict[str, str]] = {"systems": "systems", "measures": "measures"}

    id: Slug
    title: Sentence
    short: Sentence | None = None
    kind: ActorKind
    jurisdiction: ConceptId
    role: Text
    purposes: tuple[Text, ...] = ()
    contact: Text
    members: tuple[Text, ...] = ()
    silent: tuple[Sentence, ...] = ()
    systems: tuple[Slug, ...] = ()
    measures: tuple[Slug, ...] = ()
    citations: tuple[Citation, ...] = Field(min_length=1)
