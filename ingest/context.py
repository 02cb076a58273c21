"""What stands around a label: its sentence, the language, names and references, and what the text is about there."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from enum import Enum
from functools import cached_property

from ingest.labels import Word

__all__ = ["Context", "Cue"]

_ABBREVIATIONS = frozenset(
    {
        *("art", "bijv", "blz", "bv", "bvb", "ca", "cf", "dhr", "enz", "etc", "evt", "excl", "fig", "ib", "incl", "jl"),
        *(
            "max",
            "mevr",
            "min",
            "mln",
            "mld",
            "mr",
            "nl",
            "no",
            "nr",
            "nrs",
            "parl",
            "par",
            "pct",
            "pp",
            "prof",
            "resp",
        ),
        *("st", "tab", "tel", "vgl", "vl", "vs", "zgn"),
    }
)
WORD_REACH = 90
"""How many words away a cue may stand; a text without full stops is one sentence."""
VERB_REACH = 15
_BULLET = re.compile(r"\n\s*(?:[-\u2022\u2013*\u25aa]|\d{1,2}[.)])\s")
_DUTCH = frozenset(
    {"de", "het", "een", "van", "en", "is", "dat", "niet", "voor", "met", "op", "zijn", "te", "door", "bij", "die"}
)
_ENGLISH = frozenset(
    {"the", "of", "and", "to", "a", "is", "that", "not", "for", "with", "on", "are", "by", "which", "this"}
)
_MODALS = frozenset(
    {
        *(
            "kan",
            "kunnen",
            "kon",
            "konden",
            "moet",
            "moeten",
            "moest",
            "moesten",
            "zal",
            "zullen",
            "zou",
            "zouden",
            "wil",
        ),
        *("willen", "wilde", "wilden", "mag", "mogen", "laat", "laten", "gaat", "gaan", "helpt", "helpen", "blijft"),
    }
)
_BEFORE_NOUN = frozenset(
    {"de", "deze", "die", "door", "een", "en", "het", "in", "met", "of", "op", "tot", "van", "voor"}
)
_AFTER_VERB = frozenset({"als", "indien", "maar", "omdat", "terwijl", "waardoor", "wanneer", "want", "zodat"})
_MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_ASIDE = re.compile(r"\([^()]{12,300}\)")
_REFERENCE = re.compile(
    r"https?://|www\.|\bCOM ?\(\d{4}\)|\bSWD ?\(\d{4}\)|\bdoi\b|\bISBN\b|\b(?:blz|pp?)\. ?\d|\b\d{4}/C \d|Parl\. ?St\."
    rf"|, (?:\d{{1,2}} )?(?:{_MONTHS}) \d{{4}}(?=\.|\s*$)|\(\d{{4}}\), ",
    re.IGNORECASE,
)


class Cue(Enum):
    """What a text may be about near a word, by the stems that tell it."""

    DECISION = re.compile(
        r"reshor|nearshor|backshor|friendshor|onshor|offshor|outsourc|insourc|terug(?:ha|ge|ke|br|tr|te)|gastland|verplaats"
        r"|thuis(?:land|bas|markt)|productieland|lage ?lone?n|lageloon|delokalis|relokalis|herlokalis|relocat|uitbested"
        r"|motie[fv](?!er)|drijfve|beweegred|aanleiding|katalysator|(?:toeleverings|waarde|productie|aanvoer)ket|vestig"
        r"|(?:eigen|ander) land|dichter ?bij|produc(?:tie|eren|eert|eerde)|fabriek|moederbedrijf|supply chain"
        r"|value chain|\bmotives?\b|\bdrivers?\b|home country|host country|bring(?:ing)? back|production|factory",
        re.IGNORECASE,
    )
    """A firm's decision where to produce, and why."""
    SUPPORT = re.compile(
        r"steun|subsid|criteri|voorwaard|toets|overhe(?:id|den)|beleid|lidsta|commissie|regeling|kader|richtsnoer"
        r"|verordening|instrument|premie|vrijstelling|aanbested|gunning|screening|staa?ts|publiek"
        r"|\baid\b|support|government|policy|member state",
        re.IGNORECASE,
    )
    """Public support and policy."""
    WEIGHING = re.compile(
        r"criteri|getoetst|toets(?:en|ing|t)?\b|de mate waar|voorwaarden?\b|in aanmerking|afweg|afgewogen|evalueren"
        r"|beoordel|steunaanvra|gunning|\bassess|eligib|\bconditions?\b",
        re.IGNORECASE,
    )
    """A project being weighed against demands."""


class Context:
    """A text cut into sentences, with questions about the surroundings of a word in it."""

    def __init__(self, text: str, found: Sequence[Word], heading: str = "") -> None:
        """`found` are the words of `text`, at least one; `heading` is what stands above it."""
        self.text = text
        self.words = found
        self.heading = heading
        self._cues: dict[Cue, list[int]] = {}
        self.starts = _sentence_starts(text, found)

    def sentence(self, index: int) -> range:
        """The words of the sentence that holds the word `index`."""
        number = bisect_right(self.starts, index) - 1
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.words)
        return range(self.starts[number], end)

    def after(self, index: int) -> range | None:
        """The words of the sentence after that one."""
        stop = self.sentence(index).stop
        return self.sentence(stop) if stop < len(self.words) else None

    @cached_property
    def is_english(self) -> bool:
        """Whether the text holds more English function words than Dutch ones."""
        dutch = sum(w.key in _DUTCH for w in self.words)
        return sum(w.key in _ENGLISH for w in self.words) > dutch

    def is_name(self, first: int, last: int) -> bool:
        """Whether the words `first` to `last` are part of a name: spelled with a capital inside a sentence.

        A phrase with a capital is still itself (Strategische Autonomie) unless it stands in a row of capitalised words
        (minister van Economie, Werk en Sociale Economie).
        """
        if not _capital(self.words[first]) or first == self.sentence(first).start:
            return False
        before = self._neighbour(first - 1, -1)
        if last - first == 1:
            return before is None or not before.is_stop or before.key == ","
        after = self._neighbour(last, 1)
        return any(word is not None and _capital(word) for word in (before, after))

    def _neighbour(self, index: int, step: int) -> Word | None:
        """The next word on one side, past commas and `en`."""
        while 0 <= index < len(self.words):
            word = self.words[index]
            if word.key not in (",", "en", "van", "voor", "and"):
                return word
            index += step
        return None

    def is_infinitive(self, index: int) -> bool:
        """Whether the word is a verb: after `te`, or ending in -en after a modal verb in its sentence."""
        word = self.words[index].key
        if not word.endswith("en") or index == 0:
            return False
        if self.words[index - 1].key == "te":
            return True
        if self.words[index - 1].key in _BEFORE_NOUN:
            return False
        following = self.words[index + 1] if index + 1 < len(self.words) else None
        stop = following is None or following.is_stop or following.key in _AFTER_VERB
        verb_before = self.words[index - 1].key in _MODALS
        earliest = max(self.sentence(index).start, index - VERB_REACH)
        return verb_before or (stop and any(self.words[i].key in _MODALS for i in range(earliest, index)))

    def is_reference(self, index: int) -> bool:
        """Whether its sentence cites a publication rather than says something; a citation in brackets is an aside."""
        return _any_between(self._references, *self._reach(index, 0))

    def near(self, index: int, cue: Cue, reach: int) -> bool:
        """Whether a cue stands in its sentence or, with `reach` above 0, in as many around it or in the heading."""
        if cue not in self._cues:
            self._cues[cue] = [match.start() for match in cue.value.finditer(self.text)]
        if _any_between(self._cues[cue], *self._reach(index, reach)):
            return True
        return reach > 0 and cue.value.search(self.heading) is not None

    @cached_property
    def _references(self) -> list[int]:
        without_asides = _ASIDE.sub(lambda aside: " " * len(aside.group()), self.text)
        return [match.start() for match in _REFERENCE.finditer(without_asides)]

    def _reach(self, index: int, reach: int) -> tuple[int, int]:
        """The letters of its sentence and of `reach` sentences around it, at most WORD_REACH words each way."""
        number = bisect_right(self.starts, index) - 1
        stop = number + reach + 1
        first = max(self.starts[max(0, number - reach)], index - WORD_REACH)
        last = min((self.starts[stop] if stop < len(self.starts) else len(self.words)) - 1, index + WORD_REACH)
        return self.words[first].start, self.words[last].end


def _any_between(places: Sequence[int], start: int, end: int) -> bool:
    """Whether one of the ordered places lies there."""
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


def _capital(word: Word) -> bool:
    """Whether it begins with a capital and goes on in small letters."""
    return word.text[:1].isupper() and word.text[1:2].islower()


def _sentence_starts(text: str, found: Sequence[Word]) -> list[int]:
    starts = [0]
    for index in range(1, len(found)):
        before, word = found[index - 1], found[index]
        gap = text[before.end : word.start]
        if (before.is_stop and _ends(text, found, index)) or (gap.count("\n") and _BULLET.search(gap)) or "\n\n" in gap:
            starts.append(index)
    return starts


def _ends(text: str, found: Sequence[Word], index: int) -> bool:
    """Whether the mark before the word `index` ends a sentence."""
    mark, word = found[index - 1], found[index]
    if mark.key in "!?\u2022|;":
        return True
    if mark.key != ".":
        return False
    if word.start == mark.end or not (
        word.text[:1].isupper() or word.text[:1].isdigit() or "\n" in text[mark.end : word.start]
    ):
        return False
    last = found[index - 2].key if index >= 2 else ""
    return last not in _ABBREVIATIONS and not (len(last) == 1 and last.isalpha())
