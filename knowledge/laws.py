"""What became of the texts that a scheme rests on: amended or replaced, when, by what, before its review or after."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge.base import PartialDate
from knowledge.documents import RelationKind, Source
from knowledge.schemes import Scheme
from knowledge.wording import nl_date

__all__ = ["CHANGING", "LawChange", "law_changes", "law_notices"]

CHANGING = frozenset({RelationKind.AMENDS, RelationKind.REPLACES})
"""How one text may change another."""
_NL = {RelationKind.AMENDS: "gewijzigd", RelationKind.REPLACES: "vervangen"}


@dataclass(frozen=True)
class LawChange:
    """A text that a scheme cites and one that changed it: the ids of both, since when, and the criteria that cite it.

    `after_review` tells that the change came after the scheme was last reviewed, so that it may be out of date.
    """

    source: str
    kind: RelationKind
    by: str
    since: PartialDate
    criteria: tuple[str, ...]
    after_review: bool

    def begun(self, day: datetime.date) -> bool:
        """Whether the change works on a day; one without a date always does."""
        return _until(self.since, day)


def law_changes(scheme: Scheme, sources: Mapping[str, Source]) -> Iterator[LawChange]:
    """The changes of the texts that a scheme cites, in the order of its criteria and of the sources."""
    citing: dict[str, list[str]] = {citation.source: [] for citation in scheme.citations}
    for criterion in scheme.criteria:
        for source in dict.fromkeys(citation.source for citation in criterion.citations):
            citing.setdefault(source, []).append(criterion.id)
    for source, criteria in citing.items():
        for other in sources.values():
            for relation in other.relations:
                if relation.source == source and relation.kind in CHANGING:
                    since = relation.since if relation.since.value else other.date
                    late = not _until(since, scheme.reviewed)
                    yield LawChange(source, relation.kind, other.id, since, tuple(criteria), late)


def law_notices(
    scheme: Scheme, sources: Mapping[str, Source], day: datetime.date, numbers: Mapping[str, str]
) -> Iterator[str]:
    """What a reader must know of these changes on a day, in Dutch; `numbers` are those of the criteria by id.

    An amendment that was there when the scheme was reviewed is left out: the scheme was written with it.
    """
    for change in law_changes(scheme, sources):
        if not change.begun(day) or not (change.after_review or change.kind is RelationKind.REPLACES):
            continue
        where = ", ".join(numbers[one] for one in change.criteria if one in numbers)
        at = f" Kijk na bij {where}." if where else ""
        late = ", na het laatste nazicht van deze regeling" if change.after_review else ""
        yield (
            f"'{sources[change.source].title}' is sinds {nl_date(change.since)} {_NL[change.kind]} door "
            f"'{sources[change.by].title}'{late}.{at}"
        )


def _until(date: PartialDate, day: datetime.date) -> bool:
    return date.value is None or date.value <= day.isoformat()[: len(date.value)]
