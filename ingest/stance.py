"""What a sentence does with a concept: asserts it, denies it, supposes it or asks about it."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.context import Context
from ingest.labels import Word
from knowledge.base import Stance

__all__ = ["stance_of"]

CLAUSE_REACH, NEGATION_REACH, NO_REACH, ANAPHOR_WORDS = 40, 4, 3, 14
_CUTS = frozenset({";", ":", "\u2013", "\u2014"})
_CLAUSE_WORDS = frozenset(
    {
        *(
            "maar",
            "want",
            "terwijl",
            "hoewel",
            "omdat",
            "doordat",
            "zodat",
            "waardoor",
            "waarbij",
            "waarvoor",
            "tenzij",
        ),
        *("indien", "mits", "zonder", "but", "while", "although", "because", "unless", "if", "whereas", "without"),
    }
)
_AFTER_COMMA = frozenset(
    {"en", "of", "die", "dat", "als", "dus", "toch", "wanneer", "and", "or", "which", "who", "when"}
)
_NOT = frozenset({"niet", "nooit", "noch", "evenmin", "not", "never", "neither", "nor"})
_NO = frozenset({"geen", "zonder", "no", "without"})
_NOT_WHOLLY = (
    *(("alleen",), ("enkel",), ("louter",), ("slechts",), ("zozeer",), ("zonder",), ("langer",), ("eens",), ("of",)),
    *(
        ("least",),
        ("only",),
        ("merely",),
        ("just",),
        ("enige",),
        ("altijd",),
        ("zo",),
        ("per", "definitie"),
        ("het", "enige"),
    ),
    *(("de", "enige"), ("in", "het", "minst"), ("in", "de", "laatste"), ("always",), ("the", "only"), ("het", "minst")),
    *(("het", "enige"), ("te", "onderschatten"), ("overschat",), ("onderschat",)),
)
_NOT_AT_ALL = frozenset(
    {
        *("aanwezig", "belangrijk", "bepalend", "doorslaggevend", "gewenst", "haalbaar", "mee", "nodig", "realistisch"),
        *("relevant", "vereist", "wenselijk", "decisive", "important", "needed", "relevant", "required"),
    }
)
_NO_PART = frozenset(
    {
        *(
            "belang",
            "criterium",
            "doel",
            "drijfveer",
            "factor",
            "motief",
            "optie",
            "reden",
            "rol",
            "sprake",
            "vereiste",
        ),
        *("voorwaarde", "driver", "factor", "motive", "reason", "role"),
    }
)
_BEYOND_REACH = frozenset(
    {"onbereikbaar", "onbereikbare", "onhaalbaar", "onhaalbare", "onrealistisch", "onrealistische"}
)
_SUPPOSED = frozenset(
    {"zou", "zouden", "mocht", "mochten", "misschien", "wellicht", "mogelijkerwijs", "might", "perhaps"}
)
_OUGHT = frozenset({"moeten", "dienen"})
_MAY = frozenset({"kan", "kunnen", "can", "could", "may"})
_CHANCE = frozenset(
    {"opportuniteit", "kans", "optie", "piste", "mogelijkheid", "toekomst", "opportunity", "option", "future"}
)
_IF = frozenset({"indien", "mits", "tenzij", "if", "unless", "provided"})
_IF_EMPTY = frozenset({"nodig", "gewenst", "mogelijk", "relevant", "needed", "necessary", "possible"})
_IF_FIRST = frozenset({"als", "wanneer"})
_AFTER_IF = frozenset(
    {"de", "het", "een", "er", "dat", "dit", "deze", "die", "ze", "zij", "hij", "we", "wij", "men", "je"}
)
_POSSIBLE = frozenset({"mogelijke", "eventuele", "possible"})
_BACK = frozenset({"daarover", "hierover", "daarvan", "hiervan", "daarmee", "hiermee", "daaraan", "hieraan", "daarin"})
_ASKERS = frozenset({"vraagt", "vragen", "vroeg", "vroegen", "weten", "asks", "asked", "wonders"})
_WHETHER = frozenset({"of", "hoe", "wat", "welke", "waarom", "whether", "how", "what", "which", "why"})


def stance_of(context: Context, first: int, last: int, *, question: bool = False) -> Stance:
    """The stance of a text towards the words `first` to `last` of it; `question` says that the whole text is asked.

    Asked goes before denied, denied before hypothetical. Only the clause counts: a negation does not reach over a comma
    with a conjunction. What is part of the label itself (`geen doel op zich`) is no cue.
    """
    if question or _asked(context, first):
        return Stance.ASKED
    clause = _clause(context, first, last)
    if _denied(context.words, clause, first, last):
        return Stance.DENIED
    if _supposed(context.words, clause, first, last):
        return Stance.HYPOTHETICAL
    return Stance.ASSERTED


def _clause(context: Context, first: int, last: int) -> range:
    """The words of the clause around a label, CLAUSE_REACH at most on either side."""
    sentence = context.sentence(first)
    start, stop = max(sentence.start, first - CLAUSE_REACH), min(max(sentence.stop, last), last + CLAUSE_REACH)
    start = next((i for i in range(first, start, -1) if _begins(context.words, i)), start)
    stop = next((i for i in range(last, stop) if _begins(context.words, i)), stop)
    return range(start, stop)


def _begins(found: Sequence[Word], index: int) -> bool:
    """Whether a clause begins with the word `index`."""
    before, word = found[index - 1], found[index]
    if before.key in _CUTS or word.key in _CLAUSE_WORDS:
        return True
    return before.key == "," and word.key in _AFTER_COMMA


def _asked(context: Context, first: int) -> bool:
    """Whether the sentence is a question, reports one, or is taken up by one (`Wat vindt u daarvan?`)."""
    found, sentence = context.words, context.sentence(first)
    if _is_question(found, sentence):
        return True
    for index in range(max(sentence.start, first - CLAUSE_REACH), first):
        next_keys = {word.key for word in found[index + 1 : min(index + 4, first)]}
        if found[index].key in _ASKERS and next_keys & _WHETHER:
            return True
        if found[index].key == "vraag" and found[index + 1].key in ("of", "is"):
            return True
    after = context.after(first)
    if after is None or len(after) > ANAPHOR_WORDS or not _is_question(found, after):
        return False
    return any(found[i].key in _BACK for i in after)


def _is_question(found: Sequence[Word], sentence: range) -> bool:
    return found[sentence.stop - 1].key == "?"


def _denied(found: Sequence[Word], clause: range, first: int, last: int) -> bool:
    keys = [word.key for word in found[clause.start : clause.stop]]
    begin, end = first - clause.start, last - clause.start
    for index, word in enumerate(keys):
        if begin <= index < end:
            continue
        between = keys[index + 1 : begin] if index < begin else keys[end:index]
        if "," in between or len(between) > NEGATION_REACH:
            continue
        at = clause.start + index
        following = tuple(later.key for later in found[at + 1 : at + 4])
        if word in _NO:
            if index < begin and len(between) <= NO_REACH and not (word == "zonder" and "te" in keys[end:]):
                return True
            if index >= end and _NO_PART.intersection(following):
                return True
        elif word in _NOT:
            hanging = found[at].hyphen or _is_glued(found, at) or keys[max(0, index - 2) : index] == ["al", "dan"]
            if hanging or any(following[: len(run)] == run for run in _NOT_WHOLLY):
                continue
            ends = index + 1 == len(keys) or found[at + 1].is_stop
            if index < begin or ends or _NOT_AT_ALL.intersection(following[:2]):
                return True
        elif word in _BEYOND_REACH and index >= end:
            return True
    return False


def _is_glued(found: Sequence[Word], index: int) -> bool:
    """Whether a hyphen ties it to the next word (niet-Amerikaans)."""
    return index + 1 < len(found) and found[index + 1].glued


def _supposed(found: Sequence[Word], clause: range, first: int, last: int) -> bool:
    keys = [found[i].key for i in clause if not first <= i < last]
    start = clause.start
    opening = found[start].key
    following = found[start + 1].key if start + 1 < clause.stop else ""
    if opening in _IF and following not in _IF_EMPTY and not first <= start < last:
        return True
    if opening in _IF_FIRST and following in _AFTER_IF:
        return True
    if _SUPPOSED.intersection(keys) and not _OUGHT.intersection(keys):
        return True
    if _MAY.intersection(keys) and _CHANCE.intersection(keys):
        return True
    return any(word.key in _POSSIBLE for word in found[max(start, first - 2) : first])
