"""The sentences that a checklist speaks in when it says what applies, what it comes to and what is needed, in Dutch.

They stand apart from the rules because the site works checklists out in the browser, with the same sentences.
"""

from __future__ import annotations

from typing import Final

__all__ = ["SAY"]

SAY: Final = {
    "always": "Geldt voor elk project.",
    "yes": "Geldt: {reasons}.",
    "no": "Geldt niet: {reasons}.",
    "unknown": "Niet bekend of dit geldt: {reasons}.",
    "absent": "{name} staat niet in het profiel",
    "known": "{name} is bekend ({given})",
    "told": "{name} is {given}; {what} {scope}",
    "scheme": "de regeling geldt",
    "criterion": "het criterium geldt",
    "for": "voor {values}",
    "notFor": "niet voor {values}",
    "from": "vanaf {limit}",
    "until": "tot en met {limit}",
    "wide": ", en dat is er te ruim of te vrij voor omschreven",
    "more": "{shown} of een van {count} andere",
    "before": "Op {day} gold deze regeling nog niet: ze geldt vanaf {limit}.",
    "after": "Op {day} gold deze regeling niet meer: ze gold tot en met {limit}.",
    "begun": "Wanneer deze regeling begon, is niet bekend; ze gold tot en met {limit}.",
    "hangs": "Hangt af van '{title}'. {why}",
    "whole": "De regeling als geheel",
    "nothing": "Geen enkel criterium van deze regeling geldt voor dit project.",
    "fails": "Het antwoord is nee, en dit punt beslist alleen.",
    "failsIf": "Het antwoord is nee, en dit punt beslist alleen als de regeling voor het project geldt.",
    "open": "De vraag is nog niet beantwoord.",
    "openIf": "{why} De vraag is niet beantwoord.",
    "partly": "Het antwoord is deels; dit punt moet volledig vervuld zijn.",
    "noIf": "Het antwoord is nee; dat weegt alleen door als dit punt geldt. {why}",
    "contradicts": "Het antwoord is ja, maar nee op de {which} {titles}. Kijk na welk antwoord klopt.",
    "subTest": "deeltoets",
    "subTests": "deeltoetsen",
    "balance": "De afweging",
    "onlyUnknown": "Alleen punten waarvan niet bekend is of ze gelden, spreken voor het project.",
    "against": "Geen enkel af te wegen criterium spreekt voor het project. De regeling noemt geen drempel; "
    "wie beslist, weegt zelf, en de kans op een gunstig oordeel lijkt klein.",
    "judgement": "Een oordeel van wie beslist.",
    "failing": "Het project voldoet niet aan {count} {which}: {titles}.",
    "condition": "doorslaggevende voorwaarde",
    "conditions": "doorslaggevende voorwaarden",
    "undecided": "Nog niet te beslissen. {text}",
    "undecidedOne": "Nog niet te beslissen: {count} punt staat open.",
    "undecidedMore": "Nog niet te beslissen: {count} punten staan open.",
    "answered": "Alle vragen zijn beantwoord.",
    "meets": "Volgens de antwoorden voldoet het project aan elke doorslaggevende voorwaarde. ",
    "weighed": "Af te wegen criteria: {tally}; wie beslist, weegt ze.",
    "needWide": "Omschrijf in het profiel {name} preciezer: {end}.",
    "needFact": "Vul in het profiel {name} in: {end}.",
    "endWhole": "daarvan hangt af of de regeling geldt",
    "endOne": "daarvan hangt af of '{title}' geldt",
    "endMore": "{count} punten hangen ervan af",
    "needProof": "Bewijs, bijvoorbeeld: {proof}",
    "needWholly": "Toon aan dat volledig aan dit punt is voldaan: {question}",
}
"""Each sentence or piece of one by its name, with places to fill in."""
