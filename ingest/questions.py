"""Written questions and their answers: which paragraphs ask, which answer, and where an answer only points to another.

Three shapes are known: labels in turn (`Vraag 1`, `Antwoord vraag 1`), numbered questions followed by the heading
`Antwoord` and numbered answers, and answers alone. A text without the label of an answer is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.blocks import Block, Kind
from knowledge.documents import Passage, PassageKind

__all__ = ["link", "mark"]

_NUMBER = r"\d{1,3}[a-z]?"
_NUMBERS = rf"{_NUMBER}(?:\s?(?:,|-|\u2013|en|and|t/m|tot en met)\s?{_NUMBER}){{0,30}}"
_QUESTION = re.compile(rf"(?:deel)?(?:vraag|vragen|questions?)(?:\s(?:nr\.\s?)?({_NUMBERS}))?\s?[.:]?", re.I)
_ANSWER = re.compile(
    rf"(?:gezamenlijk\s)?(?:antwoord(?:en)?|answers?)(?:\s(?:op|to))?(?:\s(?:de|the))?"
    rf"(?:\s(?:deel)?(?:vraag|vragen|questions?))?(?:\s({_NUMBERS}))?\s?[.:]?",
    re.I,
)
_ITEM = re.compile(rf"({_NUMBERS})\s?[.)]\s+(?=\S)")
_POINTER = re.compile(
    rf"\b(?:verwijs|verwijzen|verwezen|verwijst|refer)\b.{{0,60}}?\b(?:antwoord(?:en)?|answers?)\b.{{0,40}}?"
    rf"\b(?:deel)?(?:vraag|vragen|questions?)\s(?:nr\.\s?)?({_NUMBERS})",
    re.I | re.S,
)
_MOST_POINTER_WORDS = 60
"""A longer answer says something itself, also where it refers to another."""
_RUNNING = (Kind.BODY, Kind.LIST_ITEM)
ASKED, ANSWERED = "q", "a"


def mark(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, of which those of written questions and answers carry the `part` that they belong to.

    A part is `q` or `a` with numbers, as in `q:2` or `a:1,3`. What asks is marked as asking.
    """
    labels = [_label(block) for block in blocks]
    kinds = {label[0] for label in labels if label}
    if ANSWERED not in kinds:
        return list(blocks)
    out: list[Block] = []
    side, numbers = (ASKED if ASKED not in kinds and _asks_above(blocks, labels) else ""), ""
    for block, label in zip(blocks, labels, strict=True):
        if side == ASKED and block.kind is Kind.HEADING and not label and _is_item(block):
            block = block.but(kind=Kind.BODY, level=0)  # a short numbered question looks like a heading
        if label:
            if label[0] == ASKED or label[1]:
                numbers = label[1]
            elif side == ANSWERED or not _in_turn(labels):
                numbers = ""
            side = label[0]
        elif side and block.kind in _RUNNING:
            item = _ITEM.match(block.text)
            if item:
                numbers = _expanded(item[1])
            elif side == ASKED and not numbers:
                out.append(block)
                continue
            block = block.but(part=f"{side}:{numbers}", asks=block.asks or side == ASKED)
        elif block.kind is Kind.HEADING and side == ANSWERED:  # another chapter begins
            side, numbers = "", ""
        out.append(block)
    return out


def link(passages: Sequence[Passage], parts: Sequence[str]) -> list[Passage]:
    """The passages, of which a question names its answers and a mere pointer the answer that it points to.

    `parts` has for each passage the part that `mark` gave its blocks, or nothing.
    """
    answers: dict[str, list[int]] = {}
    for place, part in enumerate(parts):
        if part.startswith(ANSWERED):
            for number in _split(part):
                answers.setdefault(number, []).append(place)
    pointing = {place: _pointed(passages[place], answers, place) for places in answers.values() for place in places}
    out = list(passages)
    for place, (passage, part) in enumerate(zip(passages, parts, strict=True)):
        if targets := pointing.get(place):
            out[place] = passage.model_copy(update={"points_to": tuple(passages[n].id for n in targets)})
        elif part.startswith(ASKED) and passage.kind is PassageKind.QUESTION:
            found = dict.fromkeys(n for number in _split(part) for n in answers.get(number, answers.get("", [])))
            final = dict.fromkeys(target for n in found for target in (n, *pointing.get(n, ())))
            out[place] = passage.model_copy(update={"answered_by": tuple(passages[n].id for n in final)})
    return out


def _label(block: Block) -> tuple[str, str] | None:
    """The side and the numbers of a heading or short line that is nothing but the label of a question or answer."""
    text = block.text.strip()
    if block.kind not in (Kind.HEADING, *_RUNNING) or len(text) > 90:
        return None
    for side, pattern in ((ANSWERED, _ANSWER), (ASKED, _QUESTION)):
        match = pattern.fullmatch(text)
        if match:
            return side, _expanded(match[1] or "")
    return None


def _asks_above(blocks: Sequence[Block], labels: Sequence[tuple[str, str] | None]) -> bool:
    """Whether numbered questions stand above the first label of an answer, though none has a label itself."""
    above = blocks[: next(place for place, label in enumerate(labels) if label)]
    return any(_is_item(block) for block in above)


def _is_item(block: Block) -> bool:
    """Whether a block is one of the numbered questions."""
    return _ITEM.match(block.text) is not None and block.text.rstrip().endswith("?")


def _in_turn(labels: Sequence[tuple[str, str] | None]) -> bool:
    """Whether labels of questions and answers take turns: then an answer without a number answers what stands above."""
    return sum(1 for label in labels if label and label[0] == ASKED) > 1


def _expanded(numbers: str) -> str:
    """`1, 3 en 5` and `1-3` as `1,3,5` and `1,2,3`."""
    found: list[str] = []
    for first, last in re.findall(rf"({_NUMBER})(?:\s?(?:-|\u2013|t/m|tot en met)\s?({_NUMBER}))?", numbers):
        if last and first.isdigit() and last.isdigit() and 0 < int(last) - int(first) < 40:
            found += [str(n) for n in range(int(first), int(last) + 1)]
        else:
            found += [first, *([last] if last else [])]
    return ",".join(found)


def _split(part: str) -> Iterator[str]:
    yield from part.split(":", 1)[1].split(",")


def _pointed(passage: Passage, answers: dict[str, list[int]], here: int) -> tuple[int, ...]:
    """The places of the answers that a short answer only points to."""
    if len(passage.text.split()) > _MOST_POINTER_WORDS:
        return ()
    numbers = [n for match in _POINTER.finditer(passage.text) for n in _expanded(match[1]).split(",")]
    return tuple(dict.fromkeys(place for n in numbers for place in answers.get(n, ()) if place != here))
