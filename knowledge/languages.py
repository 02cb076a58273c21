"""The languages in which the labels of a checklist are written: Dutch as it stands in the code, English by catalogue.

A label is written in Dutch where it is used and looked up by its Dutch words; docs/decisions/0013 says why.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from knowledge.base import PartialDate
from knowledge.english import DUTCH_BLANKS, ENGLISH, NOTICES
from knowledge.errors import MisuseError
from knowledge.facts import KINDS, Fact, FactKind
from knowledge.wording import MONTHS, nl_date, value_nl

__all__ = ["Language", "Speech", "language_named", "speech"]


class Language(StrEnum):
    """The languages of labels."""

    NL = "nl"
    EN = "en"


TAGS = {Language.NL: "nl-BE", Language.EN: "en-GB"}
"""The languages as documents name them."""
ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_TRANSLATED_MONTHS = dict(zip(MONTHS, ENGLISH_MONTHS, strict=True))
_DUTCH_MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})(?= \d{{4}}\b)")
_BLANK = re.compile(r"\{(\w+)\}")


def language_named(name: str) -> Language:
    """The language with this code; raises MisuseError that lists the languages."""
    try:
        return Language(name.strip().lower())
    except ValueError:
        listed = ", ".join(language.value for language in Language)
        told = f"There are no labels in the language '{name[:40]}'."
        raise MisuseError(told, cure=f"Choose one of: {listed}.") from None


@dataclass(frozen=True)
class Speech:
    """Labels, dates and values in one language. A label that has no English raises KeyError."""

    language: Language

    @property
    def tag(self) -> str:
        """The language as a document names it, such as nl-BE."""
        return TAGS[self.language]

    @property
    def dutch(self) -> bool:
        """Whether it is the language of the content too, so that nothing needs to be marked as Dutch."""
        return self.language is Language.NL

    def __call__(self, label: str, **values: object) -> str:
        """A label, given in Dutch; `values` fill the names in braces in it."""
        told = label if self.dutch else ENGLISH[label]
        return told.format(**values) if values else told

    def date(self, value: PartialDate | datetime.date | str | None) -> str:
        """A date as far as it is known: 21 november 2026 or 21 November 2026."""
        told = nl_date(value)
        return told if self.dutch else ENGLISH.get(told) or _english_months(told)

    def value(self, fact: Fact, value: str) -> str | None:
        """The value of a fact that is an amount, a date, a size, yes or no; None for one that is words or a concept."""
        if KINDS[fact] is FactKind.CONCEPT:
            return None
        told = value_nl(fact, value)
        if self.dutch:
            return told
        if KINDS[fact] is FactKind.AMOUNT:
            return told.translate(str.maketrans(",.", ".,"))
        return self.date(value) if KINDS[fact] is FactKind.DATE else ENGLISH[told]

    def notice(self, text: str) -> list[tuple[str, bool]] | None:
        """A notice that the core gave in Dutch, in this language: its parts, each with whether it still is Dutch.

        None where the catalogue does not know its form.
        """
        if self.dutch:
            return [(text, True)]
        for form, pattern in _forms().items():
            if found := pattern.fullmatch(text):
                parts = enumerate(_BLANK.split(ENGLISH[form]))
                return [
                    (_english_months(found[part]), part in DUTCH_BLANKS) if place % 2 else (part, False)
                    for place, part in parts
                ]
        return None


def _english_months(text: str) -> str:
    return _DUTCH_MONTH.sub(lambda found: _TRANSLATED_MONTHS[found[0]], text)


@cache
def _forms() -> Mapping[str, re.Pattern[str]]:
    """The notices of the catalogue, each as a pattern with its blanks as groups."""
    made = {}
    for form in NOTICES:
        first, *rest = _BLANK.split(form)
        pairs = zip(rest[::2], rest[1::2], strict=True)
        made[form] = re.compile(re.escape(first) + "".join(f"(?P<{n}>.+)" + re.escape(text) for n, text in pairs))
    return made


@cache
def speech(language: Language | str = Language.NL) -> Speech:
    """The labels of a language; raises MisuseError for another."""
    return Speech(language_named(language))
