"""What changed between two versions of a scheme: criteria that came, went or moved, and each field that differs."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from knowledge.base import Record
from knowledge.errors import MisuseError
from knowledge.schemes import Criterion, Scheme

__all__ = ["SchemeChange", "SchemeChangeKind", "scheme_changes"]


class SchemeChangeKind(StrEnum):
    """What happened."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


class SchemeChange(Record):
    """One change. `criterion` is None for a field of the scheme itself; `field` is None for a criterion as a whole."""

    kind: SchemeChangeKind
    criterion: str | None = None
    field: str | None = None
    before: str | None = None
    after: str | None = None


def scheme_changes(old: Scheme, new: Scheme) -> tuple[SchemeChange, ...]:
    """The changes from the one version to the other, the scheme's own fields first, then by criterion in its order.

    Raises MisuseError for two different schemes, and for two versions that differ under one version number.
    """
    if old.id != new.id:
        raise MisuseError(
            f"'{old.id}' and '{new.id}' are two schemes, not two versions of one.",
            cure="Name two files of the same scheme.",
        )
    found = (*_fields(old, new, None, {"criteria", "version", "reviewed"}), *_criteria(old, new))
    if found and old.version == new.version:
        raise MisuseError(
            f"'{old.id}': the two differ, and both say version {old.version}.",
            cure="Raise 'version' in the newer file: a checklist names the version that it was made with.",
        )
    return found


def _criteria(old: Scheme, new: Scheme) -> Iterator[SchemeChange]:
    before, after = ({c.id: c for c in scheme.criteria} for scheme in (old, new))
    for name, criterion in before.items():
        if name not in after:
            yield SchemeChange(kind=SchemeChangeKind.REMOVED, criterion=name, before=criterion.title)
    stayed = [name for name in before if name in after]
    order = [name for name in after if name in before]
    for name, criterion in after.items():
        if name not in before:
            yield SchemeChange(kind=SchemeChangeKind.ADDED, criterion=name, after=criterion.title)
            continue
        if stayed.index(name) != order.index(name):
            yield SchemeChange(
                kind=SchemeChangeKind.MOVED,
                criterion=name,
                before=str(stayed.index(name) + 1),
                after=str(order.index(name) + 1),
            )
        yield from _fields(before[name], criterion, name, {"id"})


def _fields(
    old: Scheme | Criterion, new: Scheme | Criterion, criterion: str | None, left_out: set[str]
) -> Iterator[SchemeChange]:
    before, after = (record.model_dump(mode="json", exclude=left_out) for record in (old, new))
    for field in before:
        if before[field] != after[field]:
            yield SchemeChange(
                kind=SchemeChangeKind.CHANGED,
                criterion=criterion,
                field=field,
                before=_told(before[field]),
                after=_told(after[field]),
            )


def _told(value: Any) -> str | None:
    """A value in one line."""
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_told(part)}" for key, part in value.items() if part not in (None, [], ()))
    if isinstance(value, list):
        return "; ".join(str(_told(part)) for part in value) or None
    return None if value is None else str(value)
