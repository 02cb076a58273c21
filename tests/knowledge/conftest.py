"""The shipped vocabulary, read once."""

from __future__ import annotations

import pytest

from knowledge.catalogue import read_vocabulary
from knowledge.concepts import Vocabulary


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The shipped vocabulary."""
    return read_vocabulary()
