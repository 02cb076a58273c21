"""The shipped vocabulary, and the shipped records that systems, actors, questions and requests point to."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.actors import Actor
from knowledge.catalogue import CONTENT, Catalogue, read_vocabulary
from knowledge.concepts import Vocabulary
from knowledge.dialogue import Question, Request
from knowledge.documents import Source
from knowledge.figures import Conflict, Figure
from knowledge.measures import Measure
from knowledge.reading import read_record
from knowledge.systems import System


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The shipped vocabulary."""
    return read_vocabulary()


def read(folder: str, model: type[Any]) -> dict[str, Any]:
    """The records of one folder."""
    return {p.stem: read_record(p, model) for p in sorted((CONTENT / folder).glob("*.yml"))}


@pytest.fixture(scope="module")
def content(vocabulary: Vocabulary) -> Catalogue:
    """Systems, actors, questions and requests, with the records that they point to."""
    return Catalogue(
        vocabulary=vocabulary,
        sources=read("sources", Source),
        systems=read("systems", System),
        actors=read("actors", Actor),
        questions=read("questions", Question),
        requests=read("requests", Request),
        measures=read("measures", Measure),
        figures=read("figures", Figure),
        conflicts=read("conflicts", Conflict),
    )
