"""Whether a criterion applies to a project: yes, no, or unknown because a fact of the project is not known.

Nothing is concluded from a fact that is missing, too general or not in the vocabulary, so filling in a fact can settle
what was unknown and never unsettles what was settled.
"""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.concepts import Vocabulary
from knowledge.errors import RecordError, UnknownRecord
from knowledge.profiles import Profile, resolve_value
from knowledge.schemes import Condition, Criterion, Fact, Operator, Scheme
from knowledge.wording import FACTS, SIZES

__all__ = ["applies", "check_conditions", "explain"]

SHOWN = 4
"""How many of the values of a condition a reason names."""


def applies(criterion: Criterion, profile: Profile, vocabulary: Vocabulary | None = None) -> bool | None:
    """Whether the criterion applies; None when it depends on a fact that is not known.

    All its conditions must hold. A concept counts as what it is narrower than. Without `vocabulary` the shipped one is
    used. Raises UnknownRecord for a sector or motive of the profile that is no concept, RecordError for one of the
    criterion.
    """
    return explain(criterion, profile, vocabulary)[0]


def explain(criterion: Criterion, profile: Profile, vocabulary: Vocabulary | None = None) -> tuple[bool | None, str]:
    """As `applies`, with the reason in Dutch."""
    if not criterion.applies_when:
        return True, "Geldt voor elk project."
    words = vocabulary if vocabulary is not None else _shipped()
    outcomes = [_holds(criterion, condition, profile, words) for condition in criterion.applies_when]
    for verdict, start in ((False, "Geldt niet"), (None, "Niet bekend of dit geldt")):
        reasons = [reason for outcome, reason in outcomes if outcome is verdict]
        if reasons:
            return verdict, f"{start}: {'; '.join(reasons)}."
    return True, f"Geldt: {'; '.join(reason for _, reason in outcomes)}."


def _shipped() -> Vocabulary:
    from knowledge.catalogue import catalogue

    return catalogue().vocabulary


def _holds(criterion: Criterion, condition: Condition, profile: Profile, words: Vocabulary) -> tuple[bool | None, str]:
    fact, name = condition.fact, FACTS[condition.fact]
    given = [resolve_value(fact, value, words) for value in profile.values(fact)]
    if not given:
        return None, f"{name} staat niet in het profiel"
    shown = _listed(fact, given, words)
    if condition.operator is Operator.KNOWN:
        return True, f"{name} is bekend ({shown})"
    wanted = _values(criterion, condition, words)
    meant = [v for v in wanted if any(v.casefold() in _upward(one, words) for one in given)]
    negative = condition.operator is Operator.NOT_ONE_OF
    scope = f"het criterium geldt {'niet ' * negative}voor {_listed(fact, [*meant, *wanted], words)}"
    if meant:
        return not negative, f"{name} is {shown}; {scope}"
    unsure = any(
        (one not in words and fact is not Fact.SIZE) or any(one.casefold() in _upward(value, words) for value in wanted)
        for one in given
    )
    if unsure:
        return None, f"{name} ({shown}) is te ruim of te vrij omschreven; {scope}"
    return negative, f"{name} is {shown}; {scope}"


def _values(criterion: Criterion, condition: Condition, words: Vocabulary) -> list[str]:
    try:
        return [resolve_value(condition.fact, value, words) for value in condition.values]
    except UnknownRecord as error:
        raise RecordError(f"Criterion '{criterion.id}', applies_when: {error.message}", cure=error.cure) from None


def _upward(value: str, words: Vocabulary) -> Iterator[str]:
    """A value as it is compared (case folded), and every concept that is broader than it."""
    seen: set[str] = set()
    current: str | None = value
    while current is not None and current not in seen:
        seen.add(current)
        yield current.casefold()
        current = words.concept(current).broader if current in words else None


def _listed(fact: Fact, values: list[str], words: Vocabulary) -> str:
    sizes = SIZES if fact is Fact.SIZE else {}
    labels = [words.concept(v).pref.nl if v in words else sizes.get(v, v) for v in dict.fromkeys(values)]
    if len(labels) > SHOWN:
        return f"{', '.join(labels[:SHOWN])} of een van {len(labels) - SHOWN} andere"
    return " of ".join(filter(None, (", ".join(labels[:-1]), labels[-1])))


def check_conditions(scheme: Scheme, vocabulary: Vocabulary) -> list[str]:
    """What is wrong with the conditions of a scheme: one sentence for each value that is no concept."""
    told = []
    for criterion in scheme.criteria:
        for condition in criterion.applies_when:
            try:
                _values(criterion, condition, vocabulary)
            except RecordError as error:
                told.append(f"{scheme.id}: {error.message} {error.cure}".strip())
    return told
