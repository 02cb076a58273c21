"""Questions asked aloud, in minutes, and the passages that seem to answer them: told as likely, never as certain."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from knowledge.documents import Passage, PassageKind
from knowledge.quoting import Overlaps

__all__ = ["link"]

ENOUGH = 0.14
"""This share of the words of a question, the rare ones counting more, stands in what answers it. In the one report of a
committee that we have, of 11 questions the 9 that were answered have 0.16 and more, the others at most 0.13."""
NEARLY = 0.85
"""A second passage counts as an answer when it shares this much of what the best one shares."""
MOST = 3
MOST_PAIRS = 5_000_000
"""Questions times passages that are compared; the minutes of a long session have about a million."""
_ANSWERS = re.compile(r"antwoord|reactie|repliek|uiteenzetting|answer", re.I)
_OFFICE = re.compile(r"\b(?:minister|staatssecretaris|gedeputeerde|schepen|burgemeester|commissaris)\b", re.I)
_ANSWERING = re.compile(r"^.{0,120}?\b(?:antwoordt|antwoordde|repliceert|reageert|replies|answers)\b", re.S)
_VOICED = (PassageKind.BODY, PassageKind.LIST_ITEM)


def link(passages: Sequence[Passage], roles: Mapping[str, str]) -> list[Passage]:
    """The passages, of which each question that a speaker asks names the passages that likely answer it.

    An answer comes later, from another speaker who answers: under a heading that says so, by an office in `roles`, or
    in so many words. Where nobody answers in the document, or it is too long to compare, nothing is told of them.
    """
    asked = sum(p.kind is PassageKind.QUESTION for p in passages)
    if asked * len(passages) > MOST_PAIRS:
        return list(passages)
    answering = [place for place, passage in enumerate(passages) if _answers(passage, roles)]
    out = list(passages)
    overlaps = Overlaps([passage.text for passage in passages]) if answering else None
    for place, passage in enumerate(passages):
        if passage.kind is not PassageKind.QUESTION or passage.speaker is None or passage.answered_by is not None:
            continue
        later = [n for n in answering if n > place and passages[n].speaker != passage.speaker]
        if not later or overlaps is None:
            continue
        shared = overlaps.of(passage.text)
        least = max(ENOUGH * shared[place], NEARLY * max(shared[n] for n in later))
        best = sorted((n for n in later if shared[n] >= least), key=lambda n: -shared[n])[:MOST]
        found = tuple(passages[n].id for n in best)
        out[place] = passage.model_copy(update={"answered_by": found, "answer_is_likely": bool(found)})
    return out


def _answers(passage: Passage, roles: Mapping[str, str]) -> bool:
    if passage.speaker is None or passage.kind not in _VOICED:
        return False
    office = f"{roles.get(passage.speaker, '')} {passage.speaker}"
    heading = passage.heading_path[-1] if passage.heading_path else ""
    return bool(_ANSWERS.search(heading) or _OFFICE.search(office) or _ANSWERING.match(passage.text))
