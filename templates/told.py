"""Periods, amounts of money and yes or no as a Belgian writes them."""

from __future__ import annotations

from knowledge.measures import Amount, Period
from knowledge.wording import nl_date, number_nl

__all__ = ["amounts_nl", "period_nl", "yes_no"]

_SCALES = ((1_000_000_000, "miljard"), (1_000_000, "miljoen"))
_CURRENCIES = {
    "EUR": "euro",
    "USD": "Amerikaanse dollar",
    "GBP": "pond sterling",
    "JPY": "yen",
    "KRW": "won",
    "TWD": "Taiwanese dollar",
    "CNY": "yuan",
    "CHF": "Zwitserse frank",
}


def period_nl(period: Period) -> str:
    """The period in words: 'van 2014 tot maart 2016', 'sinds 2020', 'tot 2019' or 'datum onbekend'."""
    start = nl_date(period.start) if period.start.value else ""
    end = nl_date(period.end) if period.end.value else ""
    if start and end:
        return start if start == end else f"van {start} tot {end}"
    return f"sinds {start}" if start else f"tot {end}" if end else nl_date(None)


def amounts_nl(amounts: tuple[Amount, ...]) -> str:
    """The amounts in words, such as '5,4 miljard euro (overheidsgeld van de lidstaten)'."""
    return "; ".join(f"{_amount_nl(a)} ({a.purpose})" if a.purpose else _amount_nl(a) for a in amounts)


def _amount_nl(amount: Amount) -> str:
    currency = _CURRENCIES.get(amount.currency, amount.currency)
    for scale, word in _SCALES:
        if amount.amount >= scale:
            # two decimals of a million at most: where that would round, the amount is written out
            shown = amount.amount / scale
            if round(shown, 2) == shown:
                return f"{number_nl(shown)} {word} {currency}"
    return f"{number_nl(amount.amount)} {currency}"


def yes_no(value: bool | None) -> str:
    """'ja', 'nee' or 'niet vermeld'."""
    return "niet vermeld" if value is None else "ja" if value else "nee"
