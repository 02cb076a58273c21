"""The facts of a project as a person writes them: read where they mean one thing, refused where they mean two."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.catalogue import catalogue
from knowledge.checklists import Profile, applies, read_profile
from knowledge.errors import RecordError
from knowledge.facts import KINDS, SCHEMES, Fact, FactKind, YesNo, as_amount, as_yes_no
from knowledge.schemes import Condition, Criterion
from knowledge.wording import FACTS
from tests.knowledge.small_world import criterion, small_vocabulary

WORDS = small_vocabulary()


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1.250.000", "1250000"),
        ("1250000", "1250000"),
        (500, "500"),
        ("1.250.000,50", "1250000.50"),
        ("12,5", "12.5"),
        ("2,5 miljoen", "2500000"),
        ("EUR 3 mln", "3000000"),
        ("€ 1 200", "1200"),
        ("750 duizend euro", "750000"),
        ("1,2 miljard", "1200000000"),
        ("0", "0"),
    ],
)
def test_amounts_are_read_as_dutch_writes_them(written: object, amount: str) -> None:
    assert as_amount(written) == Decimal(amount)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (500.0, "YAML reads the point as the decimal one"),
        ("1.5", "comma for decimals"),
        ("1,250,000", "comma for decimals"),
        ("12.34.567", "comma for decimals"),
        ("veel", "comma for decimals"),
        ("-5", "comma for decimals"),
        (-5, "between 0 and"),
        (10**16, "between 0 and"),
        (True, "write an amount"),
        ("9" * 70, "comma for decimals"),
        ([1], "comma for decimals"),
    ],
)
def test_an_amount_that_may_mean_two_things_or_none_is_refused(written: object, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        as_amount(written)


@given(st.integers(0, 10**14), st.integers(0, 99))
def test_an_amount_is_what_was_written(whole: int, cents: int) -> None:
    dotted = f"{whole:,}".replace(",", ".")
    assert as_amount(f"{dotted},{cents:02}") == Decimal(whole) + Decimal(cents) / 100
    assert as_amount(f"EUR {dotted}") == whole


def test_yes_and_no_in_two_languages_and_as_yaml_reads_them() -> None:
    assert [as_yes_no(v) for v in ("ja", "Yes", True)] == [YesNo.YES] * 3
    assert [as_yes_no(v) for v in ("nee", "neen", "NO", False)] == [YesNo.NO] * 4
    for wrong in ("misschien", 1, None):
        with pytest.raises(ValueError, match="ja, nee or onbekend"):
            as_yes_no(wrong)


def test_every_fact_has_a_name_a_kind_and_where_its_values_come_from() -> None:
    assert set(FACTS) == set(KINDS) == set(Fact)
    assert {fact for fact, kind in KINDS.items() if kind is FactKind.CONCEPT} == set(SCHEMES)
    known = catalogue().vocabulary.schemes
    assert all(scheme in known for schemes in SCHEMES.values() for scheme in schemes)


@pytest.mark.parametrize("unknown", ["onbekend", "unknown", "?", "", None])
def test_every_new_fact_may_be_unknown(unknown: object) -> None:
    names = ("definition", "market", "investment", "technology", "circularity", "materials", "social_partner", "start")
    assert Profile.model_validate({**dict.fromkeys(names, unknown), "aid": unknown}) == Profile()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("investment: 500.000\n", r":1: investment: YAML reads the point as the decimal one \(500\); write 500000"),
        ("investment: 100000\naid: {amount: 200000}\n", r"the aid asked \(200,000 euro\) is more than the investment"),
        ("route: {origin: China, destination: china}\n", "nothing comes back from where it stays"),
        ("circularity: wat\n", r":1: circularity: write ja, nee or onbekend"),
        ("technology: toverij\n", r":1: technology: There is no technology 'toverij'"),
        ("definition: reshoren\n", r":1: definition: There is no definition 'reshoren'"),
        ("start: 2026-13\n", r":1: start"),
        ("geld: 5\n", r":1: geld"),
    ],
)
def test_a_profile_that_cannot_be_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "profiel.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RecordError, match=told):
        read_profile(path, catalogue().vocabulary)


def asked(*conditions: dict[str, Any]) -> Criterion:
    return Criterion.model_validate(criterion("punt", applies_when=conditions))


@pytest.mark.parametrize(
    ("condition", "profile", "expected"),
    [
        ({"fact": "investment", "operator": "at least", "values": ["1.000.000"]}, {"investment": "1 miljoen"}, True),
        ({"fact": "investment", "operator": "at least", "values": ["1.000.000"]}, {"investment": "999.999,99"}, False),
        ({"fact": "investment", "operator": "at most", "values": ["1.000.000"]}, {"investment": 10**6}, True),
        ({"fact": "aid", "operator": "at most", "values": ["500.000"]}, {"aid": {"amount": 500_001}}, False),
        ({"fact": "aid", "operator": "at most", "values": ["500.000"]}, {}, None),
        ({"fact": "start", "operator": "from", "values": ["2022-03-23"]}, {"start": "2022-03-23"}, True),
        ({"fact": "start", "operator": "from", "values": ["2022-03-23"]}, {"start": "2022-03-22"}, False),
        ({"fact": "start", "operator": "from", "values": ["2022-03-23"]}, {"start": "2022"}, None),
        ({"fact": "start", "operator": "from", "values": ["2022-03-23"]}, {"start": "2023"}, True),
        ({"fact": "start", "operator": "until", "values": ["2023-12"]}, {"start": "2023-12-31"}, True),
        ({"fact": "start", "operator": "until", "values": ["2023-12"]}, {"start": "2024-01-01"}, False),
        ({"fact": "circularity", "operator": "is", "values": ["ja"]}, {"circularity": True}, True),
        ({"fact": "social_partner", "operator": "is", "values": ["yes"]}, {"social_partner": "nee"}, False),
        ({"fact": "start", "operator": "known"}, {"start": "2026"}, True),
    ],
)
def test_a_condition_compares_amounts_dates_and_yes_or_no(
    condition: dict[str, Any], profile: dict[str, Any], expected: bool | None
) -> None:
    assert applies(asked(condition), Profile.model_validate(profile), WORDS) is expected


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ({"fact": "sector", "operator": "at least", "values": ["3"]}, "compares a amount|compares an amount"),
        ({"fact": "investment", "operator": "is", "values": ["3"]}, "ask 'known', 'at least'"),
        ({"fact": "investment", "operator": "at least", "values": ["veel"]}, "comma for decimals"),
        ({"fact": "start", "operator": "from", "values": ["morgen"]}, "YYYY"),
        ({"fact": "circularity", "operator": "is", "values": ["soms"]}, "ja, nee"),
        ({"fact": "size", "operator": "is", "values": ["reus"]}, "reus"),
        ({"fact": "investment", "operator": "at least", "values": ["1", "2"]}, "takes one value"),
    ],
)
def test_a_condition_that_cannot_be_asked_is_refused(condition: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Condition.model_validate(condition)


@pytest.mark.parametrize(
    ("ways", "number"),
    [
        (("2500000", "2.500.000", "2,5 miljoen", "2500000,00", 2500000, Decimal("2500000.0")), "2500000"),
        (("1234,5", "1.234,50", Decimal("1234.500")), "1234.50"),
        (("0,125", Decimal("0.12500")), "0.125"),
        (("0", 0, "0,00"), "0"),
    ],
)
def test_an_amount_is_one_number_however_it_is_written(ways: tuple[object, ...], number: str) -> None:
    assert {str(as_amount(way)) for way in ways} == {number}
