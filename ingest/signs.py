"""The words by which a document shows its kind, date, language, publisher and identifiers."""

from __future__ import annotations

import re

from knowledge.documents import DocumentKind

__all__ = [
    "ADDRESS",
    "ADDRESSEE",
    "CONTACT",
    "DATING",
    "FUNCTION_WORDS",
    "IDENTIFIERS",
    "ISSUER",
    "KINDS",
    "MADE_BY",
    "NO_TITLE",
    "SUBJECT",
]


def _any(*words: str) -> re.Pattern[str]:
    """Any of these runs of words, whole."""
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.I)


DATING = re.compile(
    r"goedkeuring|goedgekeurd|vastgesteld|versie|version|publicatiedatum|gepubliceerd|datum|date|uitgebracht|hield op"
    r"|vergadering van|d\.d\.|brussel,|den haag,|gent,|antwerpen,|hasselt,|leuven,|approved|published",
    re.I,
)
KINDS: tuple[tuple[DocumentKind, re.Pattern[str]], ...] = (
    (
        DocumentKind.MINUTES,
        _any(
            "verslag (?:van|namens|gedachtewisseling)",
            "gedachtewisseling",
            "hoorzitting",
            "notulen",
            "commissieverslag",
            "handelingen",
        ),
    ),
    (DocumentKind.ANSWER, _any("antwoord.{0,40}op (?:de )?(?:schriftelijke )?vraag", "antwoord.{0,40}vraag nr")),
    (DocumentKind.ADVICE, _any("advies op eigen initiatief", "adviesvraag", "advies", "initiatiefadvies")),
    (
        DocumentKind.LETTER,
        _any(
            "kamerbrief",
            "geachte voorzitter",
            "geachte (?:heer|mevrouw)",
            "hierbij (?:zend|stuur|informeer) ik",
            "retouradres",
        ),
    ),
    (
        DocumentKind.GUIDE,
        _any(
            "handreiking",
            "handleiding",
            "leidraad",
            "gids",
            "blauwdruk",
            "stappenplan",
            "veelgestelde vragen",
            "brochure",
            "wegwijzer",
        ),
    ),
    (
        DocumentKind.LAW,
        re.compile(
            r"^(?:verordening|richtlijn|decreet|wet van|besluit van|(?:koninklijk|ministerieel) besluit)\b", re.I
        ),
    ),
    (DocumentKind.STUDY, _any("masterproef", "scriptie", "working paper", "onderzoeksrapport", "studie")),
    (
        DocumentKind.REPORT,
        _any(
            "achtergrondrapport",
            "achtergronddocument",
            "informatierapport",
            "eindrapport(?:age)?",
            "rapportage",
            r"rapport\d{0,3}",
        ),
    ),
)
FUNCTION_WORDS = {
    "nl": " de het een van en in is dat op te voor met zijn niet aan er om ook als bij door wordt worden naar ",
    "en": " the of and to in is that for it as was with be by on not are this which or from ",
    "fr": " le la les de des et du en un une est que pour dans qui sur par au avec ",
    "de": " der die das und in den von zu mit sich des auf ist im dem nicht ein eine als ",
}
_CODE = r"(?=[A-Za-z]{0,12}\d|[A-Z]{1,12}\b|[A-Z][A-Za-z]{0,12}[./-]\w)[A-Za-z0-9]{1,20}(?:[./-][A-Za-z0-9]{1,20}){0,6}"
"""A run of letters and digits as in `DGBI-TOP` or `21166044`: no word of a sentence, and no full stop at its end."""
IDENTIFIERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "parliamentary",
        re.compile(r"\b(\d{1,5}(?:-[A-Z]{1,3})?\s?\(\d{4}\s?[-–]\s?\d{4}\)\s?[-–—]?\s?[Nn]r\.?\s?\d{1,3})\b"),
    ),
    ("doi", re.compile(r"\b(?:doi:\s?|https?://(?:dx\.)?doi\.org/)(10\.\d{4,9}/[^\s\"<>]{3,120})", re.I)),
    ("eli", re.compile(r"\b(https?://[^\s\"<>]{3,80}/eli/[^\s\"<>]{3,160})", re.I)),
    (
        "reference",
        re.compile(
            r"\b(?i:(?:ons )?kenmerk|(?:onze )?referentie)\s?:?\s{0,3}(?=[\w./-]{0,20}[ /-]{0,3}[\w./-]{0,20}\d)"
            rf"({_CODE}(?: ?[/-]? ?{_CODE}){{0,3}})"
        ),
    ),
    (
        "number",
        re.compile(
            r"\b(?:advies|vraag|dossier|stuk|rapport)\s?-?\s?(?:nr\.?|nummer)\s?(\d{1,5}(?:/\d{1,4})?)\b",
            re.I,
        ),
    ),
)
ADDRESS = re.compile(r"^([A-ZÀ-Þ][\w’' &().-]{3,90}?),\s[A-Z][\w’' -]{2,40}\s\d{1,4}(?:[-/]\d{1,4})?,\s\d{4}\b")
ISSUER = re.compile(
    r"\b((?:Sociaal-Economische Raad|Vlaams Parlement|Vlaamse Regering|Departement|Agentschap|Ministerie van"
    r"|Federale Overheidsdienst|Tweede Kamer|Europese Commissie|Kamer van Koophandel|CIO Rijk|Rijksoverheid"
    r"|Universiteit)"
    r"(?:\s(?:van|voor|der|den|de|en|&)|\s[A-ZÀ-Þ][\w-]{1,30}){0,7})"
)
ADDRESSEE = re.compile(r"\b(?:aan (?:de|het)|t\.a\.v\.|voorzitters? van (?:de|het)|leden van (?:de|het)) $", re.I)
MADE_BY = re.compile(r"(?:ontwikkeld|opgesteld|gemaakt|uitgegeven|geschreven) door|uitgave van|advies van|©", re.I)
CONTACT = re.compile(r"\b(?:Contactpersoon|Auteurs?|Contact) ?:? ((?:[A-ZÀ-Þ][\w’'-]+ ){1,3}[A-ZÀ-Þ][\w’'-]+)")
SUBJECT = re.compile(r"(?m)\b(?:Betreft|Onderwerp|Subject)\s?:?(?:\s\|)?\s(\S[^\n]{4,140}?)(?=$|\sGeachte)")
NO_TITLE = re.compile(
    r"^(?:inhoud(?:sopgave|stafel)?|contents|https?://|www\.|\d|pagina|geachte|retouradres|colofon)", re.I
)
