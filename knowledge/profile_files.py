"""Profiles and answers read from files and checked: what nothing carries is told with line and near ids."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from knowledge.concepts import Vocabulary
from knowledge.errors import RecordError, UnknownRecord
from knowledge.facts import Fact
from knowledge.profiles import Answers, Profile, check_profile, resolve_value
from knowledge.reading import read_record, read_yaml
from knowledge.schemes import Scheme

__all__ = ["check_answers", "read_answers", "read_profile"]

FIELDS = (
    ("sector", Fact.SECTOR),
    ("motives", Fact.MOTIVE),
    ("definition", Fact.DEFINITION),
    ("technology", Fact.TECHNOLOGY),
)
"""The fields of which the vocabulary must know every value."""


def read_profile(path: Path, vocabulary: Vocabulary) -> Profile:
    """The profile in a YAML file, its names resolved; raises RecordError with line, field and near ids."""
    profile = read_record(path, Profile)
    lines = read_yaml(path)[1]
    told = []
    for field, fact in FIELDS:
        for index, value in enumerate(profile.values(fact)):
            try:
                resolve_value(fact, value, vocabulary)
            except UnknownRecord as error:
                line = lines.get((field, index), lines.get((field,), 1))
                told.append(f"{path}:{line}: {field}: {error.message} {error.cure}")
    if told:
        raise RecordError("\n".join(told))
    return check_profile(profile, vocabulary)


def read_answers(path: Path, scheme: Scheme) -> Answers:
    """The answers in a YAML or JSON file; raises RecordError with line, field and near criterion ids."""
    answers = read_record(path, Answers)
    lines = read_yaml(path)[1]
    told = [f"{path}:{lines.get((key,), 1)}: {e.message} {e.cure}" for key, e in _unknown(answers, scheme)]
    if told:
        raise RecordError("\n".join(told))
    return answers


def check_answers(answers: Answers, scheme: Scheme) -> Answers:
    """The answers, when each belongs to a criterion of the scheme; else raises UnknownRecord with near ids."""
    for _, error in _unknown(answers, scheme):
        raise error
    return answers


def _unknown(answers: Answers, scheme: Scheme) -> Iterator[tuple[str, UnknownRecord]]:
    ids = [criterion.id for criterion in scheme.criteria]
    for key in answers.given:
        if key not in ids:
            yield key, UnknownRecord("criterion", key, ids)
