"""What the program warned of while it read a document, in Dutch: the store keeps it in English."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Told", "in_dutch"]


@dataclass(frozen=True)
class Told:
    """A warning as a page prints it; `lang` is `en` for one that has no Dutch words here."""

    text: str
    lang: str = ""


_PATTERNS: tuple[tuple[str, str], ...] = (
    (r"1 footnote has no mark in the text: (.*)", r"1 voetnoot zonder verwijzing in de tekst: \1"),
    (r"(\d+) footnotes have no mark in the text: (.*)", r"\1 voetnoten zonder verwijzing in de tekst: \2"),
    (r"page (\d+): no text, probably .*", r"bladzijde \1: geen tekst, waarschijnlijk ingescand of een afbeelding"),
    (
        r"pages without text: (.*) \((\d+) of (\d+)\), probably .*",
        r"bladzijden zonder tekst: \1 (\2 van \3), waarschijnlijk ingescand of afbeeldingen",
    ),
    (r"is a PDF though its name ends in '(.*)'", r"is een pdf, hoewel de bestandsnaam op '\1' eindigt"),
    (r"is a Word document though its name ends in '(.*)'", r"is een Word-document, hoewel de naam op '\1' eindigt"),
    (r"is HTML though its name says plain text", r"is HTML, hoewel de bestandsnaam platte tekst belooft"),
    (r"1 damaged characters (?:in what is otherwise UTF-8|\(encoding .*\))", r"1 beschadigd teken"),
    (r"(\d+) damaged characters in what is otherwise UTF-8", r"\1 beschadigde tekens in een tekst in UTF-8"),
    (r"(\d+) damaged characters \(encoding (.*)\)", r"\1 beschadigde tekens (codering \2)"),
    (r"1 NUL bytes left out", r"1 leeg teken (NUL) weggelaten"),
    (r"(\d+) NUL bytes left out", r"\1 lege tekens (NUL) weggelaten"),
    (
        r"not UTF-8; read as (.*): check the accents",
        r"niet in UTF-8, gelezen als \1: kijk de letters met een accent na",
    ),
    (
        r"the text shows no title; the file name stands in for it",
        r"de tekst toont geen titel; de bestandsnaam staat in de plaats",
    ),
)
"""Each kind of warning that the readers give, with its Dutch words."""


def in_dutch(warning: str) -> Told:
    """The warning in Dutch, or as it stands where its kind is not known."""
    for pattern, words in _PATTERNS:
        if found := re.fullmatch(pattern, warning, re.DOTALL):
            return Told(found.expand(words))
    return Told(warning, "en")
