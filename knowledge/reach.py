"""Whether each criterion of a scheme can be reached, and each outcome: a profile and answers that show it.

A rule that no project can meet, or none can escape, is a mistake in the scheme. The conditions are few and simple, so a
witness is made, not searched for: a value for each fact on which something hangs, tried by the engine itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import islice, product

from knowledge.base import Record
from knowledge.checklist_records import Applies
from knowledge.checklists import points
from knowledge.concepts import Vocabulary
from knowledge.conditions import applies, explain
from knowledge.facts import KINDS, SCHEMES, Fact, FactKind, Size, as_amount
from knowledge.profiles import Answer, AnswerValue, Profile, resolve_value
from knowledge.schemes import Condition, Criterion, Scheme, Weight
from knowledge.verdicts import ResultState, Scope, judge

__all__ = ["Reach", "Reached", "reach", "unreachable"]

TRIED = 5_000
"""No more combinations of values than this are tried for one rule."""


class Reached(Record):
    """A criterion that can apply or not (`applies`), or an outcome (`outcome`), with the profile that shows it.

    `profile` is None where no project does.
    """

    criterion: str | None = None
    applies: Applies | None = None
    outcome: ResultState | None = None
    profile: Profile | None = None


class Reach(Record):
    """What of a scheme can be reached."""

    scheme: str
    reached: tuple[Reached, ...]


def reach(scheme: Scheme, vocabulary: Vocabulary) -> Reach:
    """The report on a scheme. Raises RecordError for a condition that cannot be asked."""
    found: list[Reached] = []
    for criterion in scheme.criteria:
        rules = _rules(criterion, scheme)
        conditions = [condition for rule in rules for condition in rule.applies_when]
        wanted = [Applies.YES] if not criterion.applies_when else [Applies.YES, Applies.NO, Applies.UNKNOWN]
        for one in wanted:
            profile = _witness((criterion,) if one is not Applies.YES else rules, conditions, one, vocabulary)
            found.append(Reached(criterion=criterion.id, applies=one, profile=profile))
    outcomes = _outcomes(scheme, vocabulary)
    found += [Reached(outcome=state, profile=outcomes.get(state)) for state in _possible(scheme)]
    return Reach(scheme=scheme.id, reached=tuple(found))


def unreachable(scheme: Scheme, vocabulary: Vocabulary) -> list[str]:
    """One sentence for each criterion or outcome of a scheme that no project reaches."""
    told = []
    for one in reach(scheme, vocabulary).reached:
        if one.profile is not None:
            continue
        if one.criterion is not None:
            what = {
                Applies.YES: "applies to no project: its conditions (with those of its parent) exclude each other",
                Applies.NO: "has conditions that every project meets",
                Applies.UNKNOWN: "is never unknown, whatever a profile leaves out",
            }[one.applies or Applies.YES]
            told.append(f"{scheme.id}: criterion '{one.criterion}' {what}.")
        else:
            told.append(f"{scheme.id}: no project and no answers make it '{one.outcome}'.")
    return told


def _rules(criterion: Criterion, scheme: Scheme) -> tuple[Criterion | Scheme, ...]:
    """What must apply for a criterion to apply: itself, its parent and the scheme."""
    parents = tuple(one for one in scheme.criteria if one.id == criterion.parent)
    return (criterion, *parents, scheme)


def _witness(
    rules: Iterable[Criterion | Scheme], conditions: Iterable[Condition], wanted: Applies, vocabulary: Vocabulary
) -> Profile | None:
    """A profile for which the rules apply (all), or do not (the first), or of which it is not known."""
    rules = tuple(rules)
    if wanted is Applies.UNKNOWN:
        return Profile() if applies(rules[0], Profile(), vocabulary) is None else None
    for values in _combinations(conditions, vocabulary):
        profile = _profile(values)
        if profile is None:
            continue
        if wanted is Applies.YES and all(applies(rule, profile, vocabulary) for rule in rules):
            return profile
        if wanted is Applies.NO and applies(rules[0], profile, vocabulary) is False:
            return profile
    return None


def _combinations(conditions: Iterable[Condition], vocabulary: Vocabulary) -> Iterator[dict[Fact, str]]:
    """Values for the facts that conditions look at: those that they name, and one that they do not."""
    by_fact: dict[Fact, dict[str, None]] = {}
    for condition in conditions:
        by_fact.setdefault(condition.fact, {}).update(dict.fromkeys(_values(condition, vocabulary)))
    every = product(*by_fact.values())
    return (dict(zip(by_fact, values, strict=True)) for values in islice(every, TRIED))


def _values(condition: Condition, vocabulary: Vocabulary) -> Iterator[str]:
    """Values on both sides of a condition."""
    fact = condition.fact
    match KINDS[fact]:
        case FactKind.AMOUNT:
            yield from (str(max(Decimal(0), as_amount(v) + step)) for v in condition.values for step in (-1, 0, 1))
            yield "1"
        case FactKind.DATE:
            yield from condition.values
            yield from ("1990-01-01", "2090-12-31")
        case FactKind.YES_NO:
            yield from ("yes", "no")
        case FactKind.SIZE:
            yield from (size.value for size in Size)
        case FactKind.CONCEPT:
            named = [resolve_value(fact, value, vocabulary) for value in condition.values]
            yield from named
            below = {one for value in named if value in vocabulary for one in vocabulary.with_narrower(value)}
            above = {one for value in named for one in _above(value, vocabulary)}
            others = (c.id for s in SCHEMES[fact] if s in vocabulary.schemes for c in vocabulary.of(s))
            yield from islice((one for one in others if one not in below | above), 1)


def _above(value: str, vocabulary: Vocabulary) -> Iterator[str]:
    current: str | None = value
    while current is not None and current in vocabulary:
        yield current
        current = vocabulary.concept(current).broader


_PLACES = {
    Fact.MOTIVE: ("motives", ""),
    Fact.MATERIAL: ("materials", ""),
    Fact.ROUTE_FROM: ("route", "origin"),
    Fact.ROUTE_TO: ("route", "destination"),
    Fact.AID: ("aid", "amount"),
    Fact.AID_FORM: ("aid", "form"),
}
"""Where a fact stands in a profile, when that is not in a field of its own name."""


def _profile(values: Mapping[Fact, str]) -> Profile | None:
    """A profile that tells these facts; None where they contradict each other."""
    fields: dict[str, object] = {}
    for fact, value in values.items():
        told: object = Decimal(value) if KINDS[fact] is FactKind.AMOUNT else value
        field, part = _PLACES.get(fact, (fact.value, ""))
        if part:
            whole = fields.setdefault(field, {})
            assert isinstance(whole, dict)
            whole[part] = told
        else:
            fields[field] = told
    try:
        return Profile.model_validate(fields)
    except ValueError:
        return None


def _possible(scheme: Scheme) -> list[ResultState]:
    """The outcomes that a scheme should have."""
    states = [ResultState.MEETS, ResultState.UNDECIDED]
    if any(criterion.weight is Weight.KNOCK_OUT for criterion in scheme.criteria):
        states.append(ResultState.FAILS)
    conditional = scheme.applies_when or all(criterion.applies_when for criterion in scheme.criteria)
    if conditional or scheme.valid_from.value or scheme.valid_until.value:
        states.append(ResultState.NOT_APPLICABLE)
    return states


def _outcomes(scheme: Scheme, vocabulary: Vocabulary) -> dict[ResultState, Profile]:
    """For each outcome that can be reached a profile that reaches it, with fitting answers, by the engine itself."""
    found: dict[ResultState, Profile] = {}
    wanted = set(_possible(scheme))
    if scheme.valid_from.value or scheme.valid_until.value:
        found[ResultState.NOT_APPLICABLE] = Profile()  # on a day outside its period
    told = Answer(answer=AnswerValue.YES, evidence="map 1")
    for profile in _profiles(scheme, vocabulary):
        whole = Scope(*explain(scheme, profile, vocabulary))
        for knock_outs, others in ((told, told), (Answer(), Answer()), (Answer(answer=AnswerValue.NO), told)):
            given = {c.id: knock_outs if c.weight is Weight.KNOCK_OUT else others for c in scheme.criteria}
            state = judge(tuple(points(scheme, profile, given, vocabulary).values()), whole).state
            found.setdefault(state, profile)
        if wanted <= found.keys():
            break
    return found


def _profiles(scheme: Scheme, vocabulary: Vocabulary) -> Iterator[Profile]:
    """Profiles that meet and that escape the conditions of the scheme and of each criterion."""
    yield Profile()
    every_rule: tuple[Criterion | Scheme, ...] = (scheme, *scheme.criteria)
    for rule in every_rule:
        conditions = (*scheme.applies_when, *(rule.applies_when if isinstance(rule, Criterion) else ()))
        for wanted in (Applies.YES, Applies.NO):
            rules: tuple[Criterion | Scheme, ...] = (rule, scheme) if wanted is Applies.YES else (rule,)
            if (profile := _witness(rules, conditions, wanted, vocabulary)) is not None:
                yield profile
    every = [condition for rule in every_rule for condition in rule.applies_when]
    for values in islice(_combinations(every, vocabulary), TRIED // 50):
        if (profile := _profile(values)) is not None:
            yield profile
