"""The page on which a visitor tells of a project: a question for each fact of a profile, with its choices in Dutch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.concepts import Concept
from knowledge.facts import KINDS, SCHEMES, Fact, FactKind
from knowledge.interview import QUESTIONS, Question
from knowledge.profiles import STRICT
from knowledge.wording import SIZES, YES_NO
from templates.checklist_rules import PROFILE
from templates.holdings import Holdings
from templates.sheets import Crumb, Sheet

__all__ = ["profile_page"]

MANY = 12
"""From how many choices on a box narrows the list."""
_SETS = (
    ("Het project", (None, Fact.SECTOR, Fact.ACTIVITY, Fact.MOTIVE)),
    ("De verplaatsing", (Fact.DEFINITION, Fact.ROUTE_FROM, Fact.ROUTE_TO, Fact.MARKET, Fact.START)),
    (
        "De onderneming en de productie",
        (Fact.SIZE, Fact.TECHNOLOGY, Fact.MATERIAL, Fact.CIRCULARITY, Fact.SOCIAL_PARTNER),
    ),
    ("De investering en de steun", (Fact.INVESTMENT, Fact.REGION, Fact.AID, Fact.AID_FORM)),
)
"""The questions in the order of a conversation."""
_HINTS = {
    None: "Een naam waaraan u het project herkent. Ze staat op de afdruk.",
    Fact.SECTOR: "U kunt zoeken op naam of NACE-code.",
    Fact.ROUTE_TO: "Kies het gewest als u het kent: België alleen is soms te ruim.",
    Fact.REGION: "De overheid bij wie u steun zou vragen.",
    Fact.SIZE: "Volgens de Europese definitie van kmo's (Aanbeveling 2003/361/EG).",
    Fact.INVESTMENT: "Bijvoorbeeld 1.250.000 of 2,5 miljoen.",
    Fact.AID: "Bijvoorbeeld 400.000. Het kan niet meer zijn dan de investering.",
    Fact.START: "Een jaar, een maand of een dag: 2027, 3/2027 of 15/03/2027.",
    Fact.MATERIAL: "Grondstoffen waarvan de productie afhangt.",
}


@dataclass(frozen=True)
class Choice:
    """A value that can be chosen, what it is called, and by which other words it can be found."""

    value: str
    label: str
    words: str = ""


@dataclass(frozen=True)
class Entry:
    """A question on the page. `form` is text, choices (several), list (one), yes-no, amount or date.

    `own` tells whether words of one's own will do.
    """

    name: str
    question: str
    hint: str
    form: str
    own: bool
    choices: tuple[Choice, ...] = ()

    @property
    def many(self) -> bool:
        """Whether a box narrows the choices."""
        return len(self.choices) >= MANY


def profile_page(holdings: Holdings, crumbs: tuple[Crumb, ...]) -> tuple[str, str]:
    """The path and the Markdown of the page."""
    entries = {question.fact: _entry(question, holdings) for question in QUESTIONS}
    return Sheet(PROFILE, holdings).render(
        "profile",
        "Uw project",
        crumbs=crumbs,
        sets=[(title, [entries[fact] for fact in facts]) for title, facts in _SETS],
        total=len(entries),
    )


def _entry(question: Question, holdings: Holdings) -> Entry:
    kind = KINDS[question.fact] if question.fact else None
    choices = tuple(_choices(question.fact, holdings)) if question.fact else ()
    match kind:
        case FactKind.CONCEPT:
            form = "choices" if question.several else "list"
        case FactKind.SIZE:
            form = "list"
        case FactKind.YES_NO:
            form = "yes-no"
        case FactKind.AMOUNT:
            form = "amount"
        case _:
            form = "date" if kind else "text"
    return Entry(
        name=".".join(question.field),
        # What the command line adds in brackets is here a list or a hint.
        question=re.sub(r" \([^)]*\)(?=\?$)", "", question.text),
        hint=_HINTS.get(question.fact, ""),
        form=form,
        own=kind is FactKind.CONCEPT and question.fact not in STRICT,
        choices=choices,
    )


def _choices(fact: Fact, holdings: Holdings) -> Iterator[Choice]:
    match KINDS[fact]:
        case FactKind.SIZE:
            yield from (Choice(value, label) for value, label in SIZES.items())
        case FactKind.YES_NO:
            yield from (Choice(value, label.capitalize()) for value, label in YES_NO.items())
        case FactKind.CONCEPT:
            words = holdings.catalogue.vocabulary
            found = [_choice(c) for s in SCHEMES[fact] if s in words.schemes for c in words.of(s) if not c.deprecated]
            yield from sorted(found, key=lambda choice: choice.label.casefold())


def _choice(concept: Concept) -> Choice:
    other = (*concept.alt.nl, *((concept.pref.en,) if concept.pref.en else ()))
    code = f" ({concept.notation})" if concept.notation and concept.scheme == "sectors" else ""
    return Choice(concept.id, f"{concept.pref.nl}{code}", "; ".join(other))
