"""Cases like mine: which share a sector, a motive, the route or words with a case or a wish, and what they share.

What few cases share counts for more: each shared thing weighs the logarithm of how rare it is among the cases that are
compared, and what more than a third of them has says nothing. The rank follows from the reasons that are given.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum

from knowledge.base import Claim, Record, Stance
from knowledge.cases import Case, CaseKind
from knowledge.concepts import Vocabulary
from knowledge.dutch import fold, lexicon

__all__ = [
    "Alike",
    "Ground",
    "Reason",
    "Traits",
    "comparable_cases",
    "like",
    "like_case",
    "nouns",
    "traits_of",
]

COMPARED = frozenset({CaseKind.RESHORING, CaseKind.COUNTER_CASE, CaseKind.FOREIGN, CaseKind.INVESTMENT})
"""The kinds that are given as an answer: a mention or a claim without a name has no story to learn from."""
MOST = 5
"""How many cases are given at most, where the asker does not say."""
COMMON = 3
"""What more than one case in so many has, says nothing."""
MOST_WORDS = 4
"""How many shared words are told and counted at most: words say less than what a source states of the firm."""
WORD_LETTERS = 5
_EVERYDAY = """
achter afgeleid ander beide belangrijk bestaand bouwen deels eigen enkel geheel gemaakt grote huidig kleine lokaal maken
modern nieuw onderneming produceren productie staat steeds tekst terug terugkeer verder volledig werken zeker zulke
"""
EVERYDAY = frozenset(_EVERYDAY.split())
"""Words that tell of any case: what they share is no likeness."""
_WORD = re.compile(r"[^\W\d_]+")


class Ground(StrEnum):
    """In what two cases are alike."""

    SECTOR = "sector"
    MOTIVE = "motive"
    ORIGIN = "origin"
    DESTINATION = "destination"
    WORDS = "words"


class Reason(Record):
    """What is shared on one ground, rarest first: ids of concepts, or for *words* the words."""

    ground: Ground
    shared: tuple[str, ...]


class Alike(Record):
    """A case that is like what was asked, with how much (only for ranking) and why."""

    case: str
    score: float
    reasons: tuple[Reason, ...]


class Traits(Record):
    """What is compared: concepts of sectors, motives and places, and words (see `nouns`)."""

    sectors: tuple[str, ...] = ()
    motives: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def traits_of(case: Case, vocabulary: Vocabulary) -> Traits:
    """The traits that a case states or that are inferred of it; what it denies is none."""
    told = (case.product, case.object, case.automation, case.partner)
    return Traits(
        sectors=_asserted(case.sectors),
        motives=_asserted(case.motives),
        origins=_places(case.route.origin.value, vocabulary),
        destinations=_places(case.route.destination.value, vocabulary),
        words=nouns(". ".join(field.value for field in told if field.value)),
    )


def comparable_cases(cases: Iterable[Case], vocabulary: Vocabulary) -> dict[str, Traits]:
    """The traits of the cases that can be an answer, by id: worked out once, asked of often."""
    return {case.id: traits_of(case, vocabulary) for case in cases if case.kind in COMPARED}


def like_case(
    case: Case, among: Mapping[str, Traits], vocabulary: Vocabulary, *, most: int = MOST
) -> tuple[Alike, ...]:
    """The other cases (see `comparable_cases`) that are most like this one, best first."""
    others = {case_id: traits for case_id, traits in among.items() if case_id != case.id}
    return like(traits_of(case, vocabulary), others, vocabulary, most=most)


def like(wanted: Traits, among: Mapping[str, Traits], vocabulary: Vocabulary, *, most: int = MOST) -> tuple[Alike, ...]:
    """The cases that share most with what is wanted, best first; none where nothing telling is shared.

    Words alone make a case alike only where nothing but words was asked for.
    """
    known = {case_id: _grounds(traits, vocabulary) for case_id, traits in among.items()}
    weights = _weights(known.values())
    asked = _grounds(wanted, vocabulary)
    only_words = not any(things for ground, things in asked.items() if ground is not Ground.WORDS)
    found = []
    for case_id, grounds in known.items():
        reasons, score = [], 0.0
        for ground, things in asked.items():
            shared = _most_specific(things & grounds[ground], vocabulary)
            telling = sorted((x for x in shared if weights[ground, x] > 0), key=lambda x: (-weights[ground, x], x))
            told = telling[:MOST_WORDS] if ground is Ground.WORDS else telling
            if told:
                reasons.append(Reason(ground=ground, shared=tuple(told)))
                # words together weigh as one thing that a source states
                score += sum(weights[ground, x] for x in told) / (MOST_WORDS if ground is Ground.WORDS else 1)
        if any(only_words or reason.ground is not Ground.WORDS for reason in reasons):
            found.append(Alike(case=case_id, score=round(score, 6), reasons=tuple(reasons)))
    return tuple(sorted(found, key=lambda one: (-one.score, one.case))[:most])


def nouns(text: str) -> tuple[str, ...]:
    """The Dutch nouns and adjectives of a text in their base form, with the parts of compounds, each once."""
    known = lexicon()
    found: list[str] = []
    for word in map(fold, _WORD.findall(text)):
        base = known.lemma(word)
        terms = (base, *(known.lemma(part) for part in known.split(base)))
        found += [t for t in terms if len(t) >= WORD_LETTERS and t not in EVERYDAY and known.is_nominal(t)]
    return tuple(dict.fromkeys(found))


def _asserted(claims: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(claim.concept for claim in claims if claim.stance is Stance.ASSERTED)


def _places(text: str | None, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The countries that a text names by a label of theirs, or of a region in them."""
    if not text:
        return ()
    scheme = vocabulary.schemes.get("jurisdictions")
    named = (c for c in (scheme.concepts if scheme else ()) if any(_names(text, label) for label in c.labels()))
    return tuple(dict.fromkeys(concept.broader or concept.id for concept in named))


def _names(text: str, label: str) -> bool:
    """Whether a label stands in the text as a word; an abbreviation only in capitals."""
    flags = re.NOFLAG if label.isupper() else re.IGNORECASE
    return re.search(rf"(?<!\w){re.escape(label)}(?!\w)", text, flags) is not None


def _grounds(traits: Traits, vocabulary: Vocabulary) -> dict[Ground, frozenset[str]]:
    """The traits by ground; a concept brings those above it, so that two of one branch share something."""
    return {
        Ground.SECTOR: _with_broader(traits.sectors, vocabulary),
        Ground.MOTIVE: _with_broader(traits.motives, vocabulary),
        Ground.ORIGIN: _with_broader(traits.origins, vocabulary),
        Ground.DESTINATION: _with_broader(traits.destinations, vocabulary),
        Ground.WORDS: frozenset(traits.words),
    }


def _with_broader(concepts: Iterable[str], vocabulary: Vocabulary) -> frozenset[str]:
    found: set[str] = set()
    for concept in concepts:
        current: str | None = concept
        while current is not None and current not in found:
            found.add(current)
            current = vocabulary.concept(current).broader if current in vocabulary else None
    return frozenset(found)


def _most_specific(shared: frozenset[str], vocabulary: Vocabulary) -> set[str]:
    """What is shared without what only follows from it: who shares wage costs shares costs too."""
    above = {x for one in shared if one in vocabulary for x in _with_broader([one], vocabulary) - {one}}
    return set(shared - above)


def _weights(known: Iterable[Mapping[Ground, frozenset[str]]]) -> dict[tuple[Ground, str], float]:
    """How telling each thing is: the logarithm of how rare it is, nothing where more than a third of the cases has it.

    What one case alone has is always telling.
    """
    listed = list(known)
    counts = Counter((ground, x) for grounds in listed for ground, things in grounds.items() for x in things)
    return {
        key: math.log((len(listed) + 1) / n) if n == 1 or COMMON * n <= len(listed) else 0.0
        for key, n in counts.items()
    }
