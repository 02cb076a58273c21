"""Footnotes that say something, told apart from those that only name a source."""

from __future__ import annotations

import re

from ingest.sentences import sentences
from knowledge.dutch import fold, lexicon

__all__ = ["ENOUGH", "says_something"]

ENOUGH = 12
"""A note of fewer words, its links left out, says too little to be found by itself."""
CLAUSE = 6
"""A sentence of fewer words says nothing by itself."""

_LINK = re.compile(r"<?(?:https?://|www\.)\S+>?")
_QUOTED = re.compile(r"(?<![^\s(\[])(?:[‘'][^‘’']{2,400}[’']|[\"“„][^\"“”„]{2,400}[\"”“])(?!\w)")
_YEAR_OF_WORK = re.compile(r"\((?:[^\W\d_]{3,12}\s)?(?:19|20)\d\d[a-z]?\)(\.?$|\s?[,.:])")
_ENDS_IN_DATE = re.compile(
    r",\s(?:\d{1,2}\s)?(?:[^\W\d_]{3,10}\.?\s)?(?:\d{1,2},?\s)?(?:19|20)\d\d[\s.,;]*$|[,:]\s*$", re.I
)
_TELLS = re.compile(r"(?:in|uit|volgens|dit|deze|dat|met|ook|op|bij|daarbij|hierbij|according|this|these)\s", re.I)
_GIVES_EXAMPLES = re.compile(
    r"(?:bijvoorbeeld|bv\.|onder meer|onder andere|o\.a\.|zoals|namelijk|met name|dat wil zeggen|d\.w\.z\.|het gaat"
    r"|for example|such as|namely|that is)\s",
    re.I,
)
_FINITE = frozenset(
    """
    is zijn was waren wordt worden werd werden heeft hebben had hadden kan kunnen kon konden moet moeten moest moesten
    mag mogen mocht zal zullen zou zouden gaat ging komt kwam kwamen blijft bleef doet deed staat stond ligt lag zit
    geeft gaf gaven stelt maakt maakte biedt bood vindt vond toont geldt gold gelden lijkt leek houdt hield laat liet
    telt vormt dient krijgt kreeg neemt nam ziet zag zegt zei wil willen wilde hoeft behoeft
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
_FINITE_ENGLISH = frozenset(
    "is are was were has have had can could may might must will would should does did".split()  # noqa: SIM905
)
_WORD = re.compile(r"[^\W\d_]+")


def says_something(text: str) -> bool:
    """Whether a note holds a statement, an example or an explanation, and is no mere reference.

    A reference shows by its year of publication in brackets behind the author, or by the date or link in which it
    ends. What such a sentence and the title after it leave over must hold a finite verb. Titles within quotation marks
    do not count.
    """
    plain = " ".join(_LINK.sub(" ", text).split())
    if len(plain.split()) < ENOUGH:
        return False
    if _GIVES_EXAMPLES.match(plain) and _YEAR_OF_WORK.search(plain) is None:
        return True
    bare = _QUOTED.sub(" ", plain)
    refers = title_follows = False
    for clause in _clauses(bare):
        work = None if _TELLS.match(clause) else _YEAR_OF_WORK.search(clause)
        if work is not None:
            refers, title_follows = True, work.end() >= len(clause) - 1
        elif title_follows:
            title_follows = False
        elif _ENDS_IN_DATE.search(clause):
            refers = True
        elif _states(clause, english=not refers):
            return True
    return False


def _clauses(text: str) -> list[str]:
    """The sentences of a text, cut at semicolons, too."""
    return [part.strip() for start, end in sentences(text) for part in text[start:end].split(";") if part.strip()]


def _states(clause: str, *, english: bool) -> bool:
    """Whether a sentence has a finite verb, in English only where it cannot be a work's title. Questions are titles."""
    words = [fold(word) for word in _WORD.findall(clause)]
    if len(words) < CLAUSE or clause.endswith("?"):
        return False
    return any(word in _FINITE or (english and word in _FINITE_ENGLISH) or _is_verb(word) for word in words)


def _is_verb(word: str) -> bool:
    """Whether the word list traces a word back to an infinitive, and it is neither that nor a participle."""
    if len(word) < 3 or word.startswith("ge") or word.endswith(("d", "nde")):
        return False
    base = lexicon().lemma(word)
    return base != word and base.endswith("en")
