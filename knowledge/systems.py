"""A system: a tool, databank, list, data source or frame of analysis that the documents ask for or speak of."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Self

from pydantic import Field, model_validator

from knowledge.base import Citation, ConceptId, Record, Sentence, Slug, Stated, Text

__all__ = ["LinkKind", "System", "SystemGroup", "SystemKind", "SystemLink", "SystemStatus"]


class SystemGroup(StrEnum):
    """Why a system is in the catalogue: someone asks for it, firms can use it, it holds data, or it orders thought."""

    ASKED = "asked for"
    TOOL = "tool for firms"
    DATA = "data source"
    FRAME = "frame of analysis"


class SystemKind(StrEnum):
    """What sort of thing it is."""

    DATABANK = "databank"
    CALCULATOR = "calculator"
    SCANNER = "scanner"
    MONITOR = "monitor"
    LIST = "list"
    ANALYSIS = "analysis"
    PLATFORM = "platform"
    SERVICE = "service"
    SURVEY = "survey"
    INDEX = "index"
    MODEL = "model"
    STANDARD = "standard"
    MECHANISM = "mechanism"
    GUIDE = "guide"
    CHANNEL = "channel"
    FRAME = "frame"


class SystemStatus(StrEnum):
    """How it stands with a system, in the words of the latest source that says so."""

    ASKED = "asked"
    ANNOUNCED = "announced"
    UNDER_WAY = "under way"
    EXISTS = "exists"
    ENDED = "ended"
    DECLINED = "declined"


class LinkKind(StrEnum):
    """How one system stands to another; each reads from the record that holds the link."""

    PART_OF = "part of"
    CONNECTS_TO = "connects to"
    BUILDS_ON = "builds on"
    SUCCEEDS = "succeeds"
    EXAMPLE_FOR = "example for"
    USES = "uses"
    BESIDE = "beside"


class SystemLink(Record):
    """The relation of a system to another, with the places that state it or the note from which we infer it."""

    kind: LinkKind
    system: Slug
    citations: tuple[Citation, ...] = ()
    note: Sentence | None = None

    @model_validator(mode="after")
    def a_link_has_evidence(self) -> Self:
        if not self.citations and not self.note:
            raise ValueError(f"the link to '{self.system}' needs a citation, or a note that says how we know")
        return self


class System(Record):
    """A system of the catalogue.

    `reservations` is what the sources hold against it; `silent` says, in our words, what a reader would expect and
    the sources do not tell; `parts` are the members where one record stands for several of a kind.
    """

    POINTERS: ClassVar[dict[str, str]] = {
        "linked": "systems",
        "measures": "measures",
        "conflicts": "conflicts",
        "figures": "figures",
    }

    id: Slug
    title: Sentence
    aliases: tuple[Sentence, ...] = ()
    group: SystemGroup
    kind: SystemKind
    jurisdiction: ConceptId
    summary: Sentence
    status: Stated[SystemStatus]
    operator: Text
    users: Text
    input: Text
    output: Text
    reservations: Text
    parts: tuple[Text, ...] = ()
    silent: tuple[Sentence, ...] = ()
    links: tuple[SystemLink, ...] = ()
    concepts: tuple[ConceptId, ...] = ()
    measures: tuple[Slug, ...] = ()
    conflicts: tuple[Slug, ...] = ()
    figures: tuple[Slug, ...] = ()
    citations: tuple[Citation, ...] = Field(min_length=1)

    @property
    def linked(self) -> tuple[str, ...]:
        """The ids of the systems that this record links to."""
        return tuple(link.system for link in self.links)

    @model_validator(mode="after")
    def no_link_leads_back(self) -> Self:
        if self.id in self.linked:
            raise ValueError("a system does not link to itself")
        return self
