"""The rules of the checklists as a browser needs them: every condition resolved, every sentence written out.

A browser knows no vocabulary. What a condition asks is given as the values that count as meant (with all that is
narrower) and those too wide to tell; what JavaScript adds is three-valued logic. A test compares its results with ours.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from knowledge.catalogue import Catalogue
from knowledge.checklists import knowledge_version
from knowledge.choosing import STATUSES
from knowledge.concepts import Concept, Vocabulary
from knowledge.documents import RelationKind
from knowledge.facts import KINDS, SCHEMES, Fact, FactKind, as_amount, as_yes_no
from knowledge.interview import QUESTIONS
from knowledge.laws import law_changes, law_notices
from knowledge.notices import REVIEW_DAYS, notices
from knowledge.profiles import STRICT, UNKNOWN_WORDS, AnswerValue, resolve_value
from knowledge.schemes import Condition, Operator, Scheme
from knowledge.sentences import SAY
from knowledge.verdicts import STATES, ResultState
from knowledge.wording import FACTS, MONTHS, SIZES, YES_NO, value_nl
from templates import links
from templates.checklists import ADVICE
from templates.labels import dutch

__all__ = ["FOLDER", "PROFILE", "rule_files"]

FOLDER = "regels"
PROFILE = "checklists/profiel"
"""The page on which the project is told; the links to the checklists start there."""


def rule_files(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """The scripts with the rules: one for all schemes, one with the labels of the vocabulary, one for each scheme."""
    yield _file("index", _index(catalogue))
    yield _file("woorden", {"names": _words(catalogue.vocabulary), "nace": _codes(catalogue.vocabulary)})
    for scheme in catalogue.schemes.values():
        yield _file(f"regeling-{scheme.id}", _scheme(scheme, catalogue))


def _index(catalogue: Catalogue) -> dict[str, Any]:
    words = catalogue.vocabulary
    conditions: dict[str, int] = {}

    def when(rules: Iterable[Condition]) -> list[int]:
        return [conditions.setdefault(_json(_condition(one, words)), len(conditions)) for one in rules]

    ordered = sorted(catalogue.schemes.values(), key=lambda s: (STATUSES[s.status], s.title))
    schemes = [
        {
            "id": s.id,
            "page": links.href(PROFILE, links.checklist(s.id)),
            "title": s.title,
            "status": dutch(s.status),
            "from": s.valid_from.value,
            "until": s.valid_until.value,
            "when": when(s.applies_when),
            "criteria": [when(criterion.applies_when) for criterion in s.criteria],
            "notices": list(_law(s, catalogue, {})),
        }
        for s in ordered
    ]
    used = {scheme for listed in SCHEMES.values() for scheme in listed}
    return {
        "version": knowledge_version(catalogue),
        "fields": [
            {
                "path": [*question.field, "value"] if question.fact is Fact.START else question.field,
                "fact": question.fact,
                "kind": KINDS[question.fact] if question.fact else None,
                "several": question.several,
                "schemes": SCHEMES.get(question.fact, ()) if question.fact else (),
                "strict": question.fact in STRICT,
            }
            for question in QUESTIONS
        ],
        "order": list(Fact),
        "names": FACTS,
        "labels": {concept.id: concept.pref.nl for concept in words if concept.scheme in used},
        "values": SIZES | YES_NO,
        "unknown": sorted(UNKNOWN_WORDS),
        "answers": {value: dutch(value) for value in AnswerValue},
        "states": {state: STATES[state] for state in ResultState},
        "months": MONTHS,
        "advice": ADVICE,
        "say": SAY,
        "conditions": [json.loads(one) for one in conditions],
        "schemes": schemes,
    }


def _condition(condition: Condition, words: Vocabulary) -> dict[str, Any]:
    """A condition without any question left: `means` and `wide` name all values that settle or blur it."""
    fact, kind = condition.fact, KINDS[condition.fact]
    made: dict[str, Any] = {"fact": fact}
    match condition.operator:
        case Operator.KNOWN:
            return made | {"asks": "known"}
        case Operator.AT_LEAST | Operator.AT_MOST | Operator.FROM | Operator.UNTIL:
            limit = str(as_amount(condition.values[0])) if kind is FactKind.AMOUNT else condition.values[0]
            way = "from" if condition.operator in (Operator.AT_LEAST, Operator.FROM) else "until"
            return made | {"asks": way, "limit": limit, "shown": value_nl(fact, limit)}
    wanted = list(dict.fromkeys(_value(fact, value, words) for value in condition.values))
    means: dict[str, list[int]] = {}
    wide: set[str] = set()
    for place, value in enumerate(wanted):
        concept = value in words
        for one in sorted(words.with_narrower(value)) if concept else [value.casefold()]:
            means.setdefault(one, []).append(place)
        wide |= set(_above(value, words)) if concept else set()
    return made | {
        "asks": "not among" if condition.operator is Operator.NOT_ONE_OF else "among",
        "labels": [words.concept(v).pref.nl if v in words else value_nl(fact, v) for v in wanted],
        "means": means,
        "wide": sorted(wide - set(means)),
    }


def _value(fact: Fact, value: str, words: Vocabulary) -> str:
    return as_yes_no(value).value if KINDS[fact] is FactKind.YES_NO else resolve_value(fact, value, words)


def _above(value: str, words: Vocabulary) -> Iterator[str]:
    """All that is broader than a concept."""
    seen = {value}
    while (broader := words.concept(value).broader) is not None and broader not in seen and broader in words:
        seen.add(broader)
        yield broader
        value = broader


def _words(words: Vocabulary) -> dict[str, dict[str, list[str]]]:
    """For facts that may be told in words of one's own: what else a concept is called, case folded, by scheme."""
    used = dict.fromkeys(s for fact, listed in SCHEMES.items() if fact not in STRICT for s in listed)
    return {s: {c.id.split("/", 1)[1]: _also(c) for c in words.of(s)} for s in used if s in words.schemes}


def _codes(words: Vocabulary) -> list[tuple[str, str]]:
    """The NACE codes of the sectors, each with its concept: a longer code stands for the finest that holds it."""
    found = [c for s in SCHEMES[Fact.SECTOR] if s in words.schemes for c in words.of(s) if c.notation]
    return [(code, concept.id) for concept in found for code in (concept.notation or "").split("-") if code]


def _also(concept: Concept) -> list[str]:
    first, *others = (label.casefold() for label in concept.labels())
    return list(dict.fromkeys(label for label in others if label != first))


def _scheme(scheme: Scheme, catalogue: Catalogue) -> dict[str, Any]:
    """A scheme as it is, from which a browser makes the same fingerprint, with what a reader of the print must see."""
    place, words, numbered = scheme.jurisdiction, catalogue.vocabulary, scheme.numbers()
    return {
        "scheme": scheme.model_dump(mode="json"),
        "numbers": numbered,
        "status": dutch(scheme.status),
        "jurisdiction": words.concept(place).pref.nl if place in words else place,
        "notices": [*_standing(scheme), *_law(scheme, catalogue, numbered)],
    }


def _standing(scheme: Scheme) -> Iterator[dict[str, str | None]]:
    """What a reader must know of the force of a scheme, and once it was not reviewed for long, of its age."""
    said = list(notices(scheme, (), scheme.reviewed, scheme.reviewed, {}, searched=True))
    yield from ({"since": None, "text": text} for text in said)
    later = scheme.reviewed + datetime.timedelta(days=REVIEW_DAYS + 1)
    for text in notices(scheme, (), later, later, {}, searched=True):
        if text not in said:
            yield {"since": later.isoformat(), "text": text}


def _law(scheme: Scheme, catalogue: Catalogue, numbered: Mapping[str, str]) -> Iterator[dict[str, str | None]]:
    """What became of the texts that a scheme rests on, each with the day since when it is so."""
    told = law_notices(scheme, catalogue.sources, datetime.date.max, numbered)
    changes = [c for c in law_changes(scheme, catalogue.sources) if c.after_review or c.kind is RelationKind.REPLACES]
    for change, text in zip(changes, told, strict=True):
        yield {"since": change.since.value, "text": text}


def _json(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # Safe in a script wherever it may be put: no end of a script element, no line separators.
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _file(name: str, data: Any) -> tuple[str, str]:
    return f"{FOLDER}/{name}.js", f"thuishavenRegels({_json(name)},{_json(data)});\n"
