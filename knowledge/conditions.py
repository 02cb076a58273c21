"""Whether a criterion applies to a project: yes, no, or unknown because a fact of the project is not known.

Nothing is concluded from a fact that is missing, too general or not in the vocabulary, so filling in a fact can settle
what was unknown and never unsettles what was settled.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from knowledge.concepts import Vocabulary
from knowledge.errors import RecordError, UnknownRecord
from knowledge.facts import KINDS, Fact, FactKind, as_amount, as_yes_no
from knowledge.profiles import Profile, resolve_value
from knowledge.schemes import Condition, Criterion, Operator, Scheme
from knowledge.sentences import SAY
from knowledge.wording import FACTS, value_nl

__all__ = ["applies", "check_conditions", "explain"]

SHOWN = 4
"""How many of the values of a condition a reason names."""


def applies(rule: Criterion | Scheme, profile: Profile, vocabulary: Vocabulary | None = None) -> bool | None:
    """Whether the criterion or scheme applies; None when it depends on a fact that is not known.

    All its conditions must hold. A concept counts as what it is narrower than. Without `vocabulary` the shipped one is
    used. Raises UnknownRecord for a sector or motive of the profile that is no concept, RecordError for one of the
    rule.
    """
    return explain(rule, profile, vocabulary)[0]


def explain(
    rule: Criterion | Scheme, profile: Profile, vocabulary: Vocabulary | None = None
) -> tuple[bool | None, str, tuple[tuple[Fact, bool], ...]]:
    """As `applies`, with the reason in Dutch and the facts on which it hangs where it is not known.

    Each of these with whether the profile tells it too widely or freely (True), or not at all.
    """
    if not rule.applies_when:
        return True, SAY["always"], ()
    words = vocabulary if vocabulary is not None else _shipped()
    outcomes = [_holds(rule, condition, profile, words) for condition in rule.applies_when]
    for verdict, name in ((False, "no"), (None, "unknown")):
        reasons = [reason for outcome, reason in outcomes if outcome is verdict]
        if reasons:
            asked = zip(rule.applies_when, outcomes, strict=True)
            missing = [c.fact for c, (outcome, _) in asked if outcome is None] if verdict is None else []
            told = tuple((fact, bool(profile.values(fact))) for fact in missing)
            return verdict, SAY[name].format(reasons="; ".join(reasons)), told
    return True, SAY["yes"].format(reasons="; ".join(reason for _, reason in outcomes)), ()


def _shipped() -> Vocabulary:
    from knowledge.catalogue import catalogue

    return catalogue().vocabulary


def _holds(
    rule: Criterion | Scheme, condition: Condition, profile: Profile, words: Vocabulary
) -> tuple[bool | None, str]:
    fact, name = condition.fact, FACTS[condition.fact]
    given = [resolve_value(fact, value, words) for value in profile.values(fact)]
    if not given:
        return None, SAY["absent"].format(name=name)
    shown = _listed(fact, given, words)
    if condition.operator is Operator.KNOWN:
        return True, SAY["known"].format(name=name, given=shown)
    compares = KINDS[fact] in (FactKind.AMOUNT, FactKind.DATE)
    outcome, scope = _compared(condition, given[0]) if compares else _among(rule, condition, given, words)
    what = SAY["scheme" if isinstance(rule, Scheme) else "criterion"]
    return outcome, SAY["told"].format(name=name, given=shown, what=what, scope=scope)


def _compared(condition: Condition, given: str) -> tuple[bool | None, str]:
    """Whether an amount or date lies on the right side; None for a date that is not exact enough to tell."""
    (limit,) = condition.values
    shown = value_nl(condition.fact, str(as_amount(limit)) if KINDS[condition.fact] is FactKind.AMOUNT else limit)
    match condition.operator:
        case Operator.AT_LEAST:
            return Decimal(given) >= as_amount(limit), SAY["from"].format(limit=shown)
        case Operator.AT_MOST:
            return Decimal(given) <= as_amount(limit), SAY["until"].format(limit=shown)
        case Operator.FROM:
            size = min(len(given), len(limit))
            same = given[:size] == limit[:size] and len(given) < len(limit)
            return None if same else given[:size] >= limit[:size], SAY["from"].format(limit=shown)
        case _:
            size = min(len(given), len(limit))
            same = given[:size] == limit[:size] and len(given) < len(limit)
            return None if same else given[:size] <= limit[:size], SAY["until"].format(limit=shown)


def _among(
    rule: Criterion | Scheme, condition: Condition, given: list[str], words: Vocabulary
) -> tuple[bool | None, str]:
    """Whether one of the values given is one of those asked, or narrower; None where they are too wide or too free."""
    fact = condition.fact
    wanted = _values(rule, condition, words)
    meant = [v for v in wanted if any(v.casefold() in _upward(one, words) for one in given)]
    negative = condition.operator is Operator.NOT_ONE_OF
    scope = SAY["notFor" if negative else "for"].format(values=_listed(fact, [*meant, *wanted], words))
    if meant:
        return not negative, scope
    unsure = any(
        (one not in words and KINDS[fact] is FactKind.CONCEPT)
        or any(one.casefold() in _upward(value, words) for value in wanted)
        for one in given
    )
    if unsure:
        return None, scope + SAY["wide"]
    return negative, scope


def _values(rule: Criterion | Scheme, condition: Condition, words: Vocabulary) -> list[str]:
    if KINDS[condition.fact] is FactKind.YES_NO:
        return [as_yes_no(value).value for value in condition.values]
    try:
        return [resolve_value(condition.fact, value, words) for value in condition.values]
    except UnknownRecord as error:
        kind = "Scheme" if isinstance(rule, Scheme) else "Criterion"
        raise RecordError(f"{kind} '{rule.id}', applies_when: {error.message}", cure=error.cure) from None


def _upward(value: str, words: Vocabulary) -> Iterator[str]:
    """A value as it is compared (case folded), and every concept that is broader than it."""
    seen: set[str] = set()
    current: str | None = value
    while current is not None and current not in seen:
        seen.add(current)
        yield current.casefold()
        current = words.concept(current).broader if current in words else None


def _listed(fact: Fact, values: list[str], words: Vocabulary) -> str:
    labels = [words.concept(v).pref.nl if v in words else value_nl(fact, v) for v in dict.fromkeys(values)]
    if len(labels) > SHOWN:
        return SAY["more"].format(shown=", ".join(labels[:SHOWN]), count=len(labels) - SHOWN)
    return " of ".join(filter(None, (", ".join(labels[:-1]), labels[-1])))


def check_conditions(scheme: Scheme, vocabulary: Vocabulary) -> list[str]:
    """What is wrong with the conditions of a scheme: one sentence for each value that is no concept."""
    told = []
    rules: tuple[Criterion | Scheme, ...] = (scheme, *scheme.criteria)
    for rule in rules:
        for condition in rule.applies_when:
            try:
                _values(rule, condition, vocabulary)
            except RecordError as error:
                told.append(f"{scheme.id}: {error.message} {error.cure}".strip())
    return told
