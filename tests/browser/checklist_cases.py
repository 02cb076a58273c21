"""Projects and answers at random, and what Python makes of them: what the rules in the browser must say too."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from knowledge.catalogue import catalogue
from knowledge.checklists import Profile, check_profile, points, read_answers, read_profile, scope
from knowledge.choosing import choose
from knowledge.facts import KINDS, SCHEMES, Fact, FactKind, Size, YesNo
from knowledge.interview import QUESTIONS
from knowledge.profiles import Answer
from knowledge.schemes import Scheme
from knowledge.verdicts import judge
from tests.conftest import ROOT

__all__ = ["GOLDEN", "TODAY", "cases"]

GOLDEN = ROOT / "tests" / "golden" / "projects"
TODAY = datetime.date(2026, 11, 21)
DAYS = (TODAY, TODAY, TODAY, datetime.date(2021, 9, 1), datetime.date(2022, 8, 1), datetime.date(2013, 1, 1))
SEED = 6
AT_RANDOM = 100
SCHEMES_EACH = 7
"""To how many schemes a project at random has answers."""
TEXTS = (
    "",
    "",
    "Zie bijlage 2.",
    "Überprüfung — “goed” \U0001f600",
    '<b>vet</b> & \\ "aanhaling"',
    "twee\nregels\ten een tab\x7f",
)


def cases() -> Iterator[dict[str, Any]]:
    """Each project with the day that is asked, the choice among all schemes, and filled checklists."""
    draw = random.Random(SEED)
    for path in sorted(GOLDEN.glob("*.yml")):
        if "." not in path.stem:
            yield _case(read_profile(path, catalogue().vocabulary), TODAY, draw, path)
    for _ in range(AT_RANDOM):
        yield _case(check_profile(_project(draw), catalogue().vocabulary), draw.choice(DAYS), draw)


def _case(profile: Profile, day: datetime.date, draw: random.Random, path: Path | None = None) -> dict[str, Any]:
    words = catalogue().vocabulary
    made = []
    schemes = list(catalogue().schemes.values())
    for scheme in schemes if path else draw.sample(schemes, SCHEMES_EACH):
        given = _given(scheme, draw, path)
        filled = points(scheme, profile, given, words)
        result = judge(tuple(filled.values()), scope(scheme, profile, words, day), scheme.outcomes)
        made.append(
            {
                "scheme": scheme.id,
                "answers": {key: answer.model_dump(mode="json") for key, answer in given.items()},
                "points": [[key, point.applies, point.why] for key, point in filled.items()],
                "result": result.model_dump(mode="json"),
                # Dear to make: for all that is written by hand, and for one in eight of the others.
                "fingerprint": _fingerprint_of(scheme, profile, given) if path or draw.random() < 1 / 8 else None,
            }
        )
    found = choose(profile, catalogue(), day)
    return {
        "name": path.stem if path else "at random",
        "profile": profile.model_dump(mode="json"),
        "day": day.isoformat(),
        "chosen": [[one.scheme, one.applies.value, one.why, one.criteria, one.open] for one in found],
        "checklists": made,
    }


def _fingerprint_of(scheme: Scheme, profile: Profile, given: Mapping[str, Answer]) -> str:
    from knowledge.checklists import _fingerprint

    return _fingerprint(scheme, profile, dict(given))


def _given(scheme: Scheme, draw: random.Random, path: Path | None) -> dict[str, Answer]:
    """The answers of a golden project where it has them, else some at random."""
    file = path.with_name(f"{path.stem}.{scheme.id}.answers.yml") if path else None
    if file is not None and file.exists():
        return dict(read_answers(file, scheme).given)
    # Half of the lists are nearly all answered, most of these with yes: else no scheme is ever met.
    told, yes = draw.choice(((0.5, 1), (0.97, 1), (0.97, 6), (1, 12)))
    return {
        criterion.id: Answer.model_validate(
            {
                "answer": draw.choice(["yes"] * yes + ["no", "partly"] + ["unknown"] * (told < 1)),
                "evidence": draw.choice(TEXTS),
                "note": draw.choice(TEXTS),
                "by": draw.choice(("", "An Peeters")),
                "date": draw.choice((None, "2026", "2026-11-21")),
            }
        )
        for criterion in scheme.criteria
        if draw.random() < told
    }


def _project(draw: random.Random) -> Profile:
    fields: dict[str, Any] = {}
    share = draw.choice((0.2, 0.6, 1))
    for question in QUESTIONS:
        if draw.random() < share:
            values = [_value(question.fact, draw) for _ in range(draw.choice((1, 1, 2, 5)) if question.several else 1)]
            inner = fields.setdefault(question.field[0], {}) if len(question.field) > 1 else fields
            inner[question.field[-1]] = values if question.several else values[0]
    for place in ("route", "aid"):
        fields.setdefault(place, {})
    if fields["route"].get("origin") == fields["route"].get("destination"):
        fields["route"].pop("origin", None)
    if fields.get("investment") is not None and fields["aid"].get("amount", 0) > fields["investment"]:
        fields["aid"].pop("amount")
    return Profile.model_validate(fields)


def _value(fact: Fact | None, draw: random.Random) -> Any:
    match KINDS[fact] if fact else None:
        case None:
            return draw.choice(("Een proef", "Größe & <script>"))
        case FactKind.AMOUNT:
            return draw.choice((Decimal(0), Decimal(1_250_000), Decimal("2500000.50"), Decimal("99.05")))
        case FactKind.DATE:
            return draw.choice(("2026", "2027-03", "2026-11-21", "1999-12-31"))
        case FactKind.SIZE:
            return draw.choice(list(Size))
        case FactKind.YES_NO:
            return draw.choice(list(YesNo))
        case FactKind.CONCEPT:
            words = catalogue().vocabulary
            strict = fact in (Fact.SECTOR, Fact.MOTIVE, Fact.DEFINITION, Fact.TECHNOLOGY)
            own = () if strict else ("Iets <anders>", "Atlantis")
            listed = [c.id for s in SCHEMES[fact] if s in words.schemes for c in words.of(s)] if fact else []
            near = [one for one in listed if one.startswith(("jurisdictions/be", "jurisdictions/kr"))]
            return draw.choice((draw.choice(listed), draw.choice(near or listed), *own))
