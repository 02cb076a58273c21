"""The facts of a project that a rule may look at, and how each is written: a closed list.

What a person writes is read generously where it can mean one thing only, and refused where it can mean two.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from typing import Final

__all__ = ["KINDS", "SCHEMES", "Fact", "FactKind", "Size", "YesNo", "amount_text", "as_amount", "as_yes_no"]


class Fact(StrEnum):
    """The facts of a profile that a condition may look at."""

    SECTOR = "sector"
    ACTIVITY = "activity"
    MOTIVE = "motive"
    DEFINITION = "definition"
    ROUTE_FROM = "route_from"
    ROUTE_TO = "route_to"
    REGION = "region"
    MARKET = "market"
    SIZE = "size"
    INVESTMENT = "investment"
    TECHNOLOGY = "technology"
    CIRCULARITY = "circularity"
    MATERIAL = "material"
    SOCIAL_PARTNER = "social_partner"
    START = "start"
    AID = "aid"
    AID_FORM = "aid_form"


class FactKind(StrEnum):
    """What the value of a fact is."""

    CONCEPT = "concept"
    SIZE = "size"
    YES_NO = "yes or no"
    AMOUNT = "amount in euro"
    DATE = "date"


class Size(StrEnum):
    """The size class of a firm in the sense of Recommendation 2003/361/EC."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class YesNo(StrEnum):
    """A fact that is so or not."""

    YES = "yes"
    NO = "no"


KINDS: Final[dict[Fact, FactKind]] = {
    **dict.fromkeys(Fact, FactKind.CONCEPT),
    Fact.SIZE: FactKind.SIZE,
    Fact.INVESTMENT: FactKind.AMOUNT,
    Fact.AID: FactKind.AMOUNT,
    Fact.CIRCULARITY: FactKind.YES_NO,
    Fact.SOCIAL_PARTNER: FactKind.YES_NO,
    Fact.START: FactKind.DATE,
}

SCHEMES: Final[dict[Fact, tuple[str, ...]]] = {
    Fact.SECTOR: ("sectors",),
    Fact.MOTIVE: ("motives",),
    Fact.ACTIVITY: ("governance-models", "value-chains", "ecosystems", "sectors"),
    Fact.DEFINITION: ("definitions",),
    Fact.ROUTE_FROM: ("jurisdictions",),
    Fact.ROUTE_TO: ("jurisdictions",),
    Fact.REGION: ("jurisdictions",),
    Fact.MARKET: ("jurisdictions",),
    Fact.TECHNOLOGY: ("technologies",),
    Fact.MATERIAL: ("materials",),
    Fact.AID_FORM: ("instruments",),
}
"""The concept schemes that the values of a fact come from."""

_YES_NO = {"ja": YesNo.YES, "yes": YesNo.YES, "nee": YesNo.NO, "neen": YesNo.NO, "no": YesNo.NO}
_AMOUNT = re.compile(
    r"(?:(?:EUR|euro|\u20ac)\s*)?"
    r"(?P<whole>\d{1,3}(?:[. \u00a0\u202f]\d{3})+|\d+)(?:,(?P<part>\d+))?"
    r"(?:\s*(?P<times>duizend|miljoen|miljard|mln|mld)\.?)?"
    r"(?:\s*(?:EUR|euro|\u20ac))?",
    re.IGNORECASE,
)
_TIMES = {"duizend": 10**3, "miljoen": 10**6, "mln": 10**6, "miljard": 10**9, "mld": 10**9}


def as_yes_no(value: object) -> YesNo:
    """Ja, nee, yes, no, or what YAML makes of these; raises ValueError."""
    if isinstance(value, bool):
        return YesNo.YES if value else YesNo.NO
    found = _YES_NO.get(value.strip().casefold()) if isinstance(value, str) else None
    if found is None:
        raise ValueError("write ja, nee or onbekend")
    return found


def as_amount(value: object) -> Decimal:
    """An amount in euro as Dutch writes it: `1.250.000`, `1250000,50`, `EUR 2,5 miljoen`; raises ValueError.

    A number with a point that YAML has read already is refused: it makes 500 of `500.000`.
    """
    if isinstance(value, Decimal):
        found = value
    elif isinstance(value, bool):
        raise ValueError("write an amount in euro, such as 1.250.000")
    elif isinstance(value, int):
        found = Decimal(value)
    elif isinstance(value, float):
        raise ValueError(f"YAML reads the point as the decimal one ({value:g}); write 500000, or '500.000' in quotes")
    else:
        match = _AMOUNT.fullmatch(value.strip()) if isinstance(value, str) and len(value) <= 60 else None
        if match is None:
            raise ValueError("write an amount in euro with the comma for decimals, such as 1.250.000 or 2,5 miljoen")
        whole = re.sub(r"\D", "", match["whole"])
        found = Decimal(f"{whole}.{match['part']}" if match["part"] else whole) * _TIMES.get(
            (match["times"] or "").lower(), 1
        )
    if not 0 <= found < 10**15:
        raise ValueError("an amount lies between 0 and a million billion euro")
    # one amount, one number, however it is written: a checklist has its mark by it
    if found == found.to_integral_value():
        return found.to_integral_value()
    cents = found.quantize(Decimal("0.01"))
    return cents if cents == found else found.normalize()


def amount_text(amount: Decimal) -> str:
    """An amount as a profile holds it and `as_amount` reads it: no more decimals than it has, after a comma."""
    whole = amount == amount.to_integral_value()
    return str(int(amount)) if whole else f"{amount:f}".replace(".", ",")
