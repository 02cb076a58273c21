"""Which checklist? The schemes that can apply to a project, with reasons, and those that cannot, with reasons."""

from __future__ import annotations

import datetime

from knowledge.base import Record
from knowledge.catalogue import Catalogue
from knowledge.checklist_records import Applies
from knowledge.checklists import scope
from knowledge.conditions import explain
from knowledge.laws import law_notices
from knowledge.profiles import Profile, check_profile
from knowledge.schemes import Scheme, SchemeKind, SchemeStatus
from knowledge.sentences import SAY

__all__ = ["STATUSES", "Choice", "choose"]

_ORDER = {Applies.YES: 0, Applies.UNKNOWN: 1, Applies.NO: 2}
STATUSES = {SchemeStatus.IN_FORCE: 0, SchemeStatus.PROPOSED: 1, SchemeStatus.EXPLANATION: 2, SchemeStatus.ENDED: 3}
"""The order of schemes that apply equally."""


class Choice(Record):
    """A scheme beside a project: whether it can apply and why, and how many of its criteria do.

    `open` counts the criteria of which that depends on facts that the profile does not tell. `notices` tell which texts
    that it rests on were replaced, or amended after its review.
    """

    scheme: str
    title: str
    kind: SchemeKind
    status: SchemeStatus
    applies: Applies
    why: str
    criteria: int
    open: int
    notices: tuple[str, ...] = ()


def choose(profile: Profile, catalogue: Catalogue, day: datetime.date) -> tuple[Choice, ...]:
    """All schemes on a day: those that apply, those of which it is not known, those that do not.

    Raises UnknownRecord for a value of the profile that nothing carries, RecordError for a condition that cannot be
    asked.
    """
    known = check_profile(profile, catalogue.vocabulary)
    found = [_choice(scheme, known, catalogue, day) for scheme in catalogue.schemes.values()]
    return tuple(sorted(found, key=lambda c: (_ORDER[c.applies], STATUSES[c.status], c.title)))


def _choice(scheme: Scheme, profile: Profile, catalogue: Catalogue, day: datetime.date) -> Choice:
    whole = scope(scheme, profile, catalogue.vocabulary, day)
    parts = [explain(criterion, profile, catalogue.vocabulary)[0] for criterion in scheme.criteria]
    applies, why = whole.applies, whole.why
    if applies is not False and all(part is False for part in parts):
        applies, why = False, SAY["nothing"]
    return Choice(
        scheme=scheme.id,
        title=scheme.title,
        kind=scheme.kind,
        status=scheme.status,
        applies={True: Applies.YES, None: Applies.UNKNOWN, False: Applies.NO}[applies],
        why=why,
        criteria=0 if applies is False else sum(part is True for part in parts),
        open=0 if applies is False else sum(part is None for part in parts),
        notices=tuple(law_notices(scheme, catalogue.sources, day, {})),
    )
