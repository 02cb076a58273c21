"""Title, publisher, date, kind, language, identifiers and people, read off the text with the words that show them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.blocks import Block, Kind
from ingest.clean import collapse
from ingest.dates import dates
from ingest.signs import (
    ADDRESS,
    ADDRESSEE,
    CONTACT,
    DATING,
    FUNCTION_WORDS,
    IDENTIFIERS,
    ISSUER,
    KINDS,
    MADE_BY,
    NO_TITLE,
    SUBJECT,
)
from knowledge.base import PartialDate
from knowledge.documents import DocumentKind, Guess, Person

__all__ = ["Metadata", "guess", "title_from_name"]

FRONT = 40
"""How many blocks at the start may show what the document is."""


@dataclass(slots=True)
class Metadata:
    """What the text shows about the document; `guesses` holds how sure each field is and on which words."""

    title: str | None = None
    publisher: str | None = None
    date: PartialDate = field(default_factory=PartialDate)
    kind: DocumentKind = DocumentKind.OTHER
    language: str = "nl"
    identifiers: dict[str, str] = field(default_factory=dict)
    people: tuple[Person, ...] = ()
    guesses: list[Guess] = field(default_factory=list)

    def note(self, name: str, confidence: float, words: str) -> None:
        """Remembers on which words a field rests."""
        self.guesses.append(Guess(field=name, confidence=confidence, words=collapse(words)[:300]))


def title_from_name(name: str) -> str:
    """A file name in words: `serv-advies_2022` becomes `Serv advies 2022`."""
    stem = re.sub(r"[_\W]+", " ", re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name)).strip()
    return (stem[:1].upper() + stem[1:]) or name


def guess(blocks: Sequence[Block], *, own_title: str, roles: dict[str, str]) -> Metadata:
    """What the blocks of a document show about it. Nothing is invented: a field without words stays empty.

    `own_title` is the title in the file's own properties, `roles` the people whom the minutes introduce.
    """
    found = Metadata()
    front = [block for block in blocks if block.kind not in (Kind.CONTENTS, Kind.FOOTNOTE)][:FRONT]
    text = "\n".join(block.text for block in front)[:12_000]
    _language(found, blocks)
    _title(found, front, own_title)
    _kind(found, front, any(block.speaker for block in blocks))
    _date(found, front)
    _publisher(found, front)
    for name, pattern in IDENTIFIERS:
        match = pattern.search(text) if name != "doi" else pattern.search("\n".join(b.text for b in front[:8]))
        if match:
            found.identifiers[name] = collapse(match[1]).rstrip(".,;")
            found.note(f"identifiers.{name}", 0.7, match[0])
    people = [Person(name=name, role=collapse(role)) for name, role in roles.items()]
    if match := CONTACT.search(text):
        name = collapse(match[1])
        if name not in roles:
            people.append(Person(name=name, role="contactpersoon" if "ontact" in match[0][:8] else "auteur"))
            found.note("people", 0.7, match[0])
    if roles:
        found.note("people", 0.8, "; ".join(f"{name}, {role}" for name, role in roles.items()))
    found.people = tuple(people)
    return found


def _language(found: Metadata, blocks: Sequence[Block]) -> None:
    words = Counter(word for block in blocks[:400] for word in block.text[:4000].casefold().split())
    scores = {code: sum(words[word] for word in known.split()) for code, known in FUNCTION_WORDS.items()}
    best = max(scores, key=lambda code: scores[code])
    total = sum(scores.values())
    if total < 5:
        return
    found.language = best
    common = [word for word, _ in words.most_common(60) if f" {word} " in FUNCTION_WORDS[best]]
    found.note("language", round(min(0.99, scores[best] / total), 2), " ".join(common[:8]))


def _title(found: Metadata, front: Sequence[Block], own_title: str) -> None:
    """What a letter is about; else the first heading or short line, when it says more than a section's name."""
    if match := SUBJECT.search("\n".join(collapse(block.text) for block in front[:20])):
        found.title = match[1]
        found.note("title", 0.75, match[0])
        return
    first = [block for block in front[:12] if block.page in (None, 1)]
    top = min((block.level for block in first if block.kind is Kind.HEADING and block.page == 1), default=0)
    for block in first:
        text = collapse(block.text)
        words = text.split()
        if top and (block.kind is not Kind.HEADING or block.level != top):
            continue
        if (
            block.kind is Kind.CAPTION
            or not 1 <= len(words) <= 25
            or len(text) < 5
            or NO_TITLE.match(text)
            or text[-1:] in ".:;,"
        ):
            if len(words) > 40:
                break
            continue
        if block.kind is Kind.HEADING or text[0].isupper() or block is front[0]:
            if text.isupper():
                text = _capitals(front, block)
            found.title = _uncapitalised(text[0].upper() + text[1:])
            found.note("title", 0.7 if block.kind is Kind.HEADING else 0.5, text)
            return
    title = collapse(own_title)
    if (
        len(title.split()) >= 2
        and "_" not in title
        and not re.search(r"\.(?:docx?|indd|pdf|xlsx?)$|^microsoft", title, re.I)
    ):
        found.title = title
        found.note("title", 0.6, title)


def _capitals(front: Sequence[Block], first: Block) -> str:
    """The lines in capitals that begin with `first`, as one title."""
    start = next(i for i, block in enumerate(front) if block is first)
    lines = []
    for block in front[start : start + 3]:
        if not block.text.isupper() or len(block.text.split()) > 14:
            break
        lines.append(collapse(block.text))
    return " ".join(lines[:2]) + (f": {lines[2]}" if len(lines) > 2 else "")


def _uncapitalised(text: str) -> str:
    return text.capitalize() if text.isupper() and len(text) > 8 else text


def _kind(found: Metadata, front: Sequence[Block], is_minutes: bool) -> None:
    if is_minutes:
        found.kind = DocumentKind.MINUTES
        found.note("kind", 0.8, "speakers are introduced")
        return
    best: tuple[float, int, DocumentKind, str] | None = None
    for rank, (kind, pattern) in enumerate(KINDS):
        for i, block in enumerate(front[:20]):
            match = pattern.search(block.text[:400])
            if match and block.kind is not Kind.TABLE:
                short = len(block.text.split()) <= 14
                score = (0.8 if short else 0.5) - 0.01 * i - 0.005 * rank
                if best is None or score > best[0]:
                    best = (score, i, kind, match[0])
                break
    if best is not None:
        found.kind = best[2]
        found.note("kind", round(max(0.3, best[0]), 2), best[3])


def _date(found: Metadata, front: Sequence[Block]) -> None:
    """The first date that is called the document's own; else the only or first date of the front, less sure."""
    candidates: list[tuple[float, str, str]] = []
    for i, block in enumerate(front[:25]):
        text = block.text[:1500]
        for match, value in dates(text):
            around = text[max(0, match.start() - 60) : match.end()]
            named = DATING.search(around) is not None
            alone = len(text.split()) <= 8
            if named or alone:
                candidates.append(((0.85 if named else 0.6) - 0.01 * i, value, around))
    if candidates:
        score, value, words = max(candidates)
        found.date = PartialDate(value=value)
        found.note("date", round(score, 2), words)


def _publisher(found: Metadata, front: Sequence[Block]) -> None:
    """An issuing body with its address, in a line of its own, or named as the maker; a mere mention is none."""
    for block in front[:16]:
        text = collapse(block.text)[:600]
        address = ADDRESS.match(re.sub(r"^(?:Advies|Rapport|Verslag) van (?:de|het) ", "", text))
        for match in [address] if address else ISSUER.finditer(text):
            own_line = len(text.split()) <= 16 and block.kind is not Kind.LIST_ITEM
            if ADDRESSEE.search(text[max(0, match.start() - 40) : match.start()]):
                continue
            if address or own_line or MADE_BY.search(text[max(0, match.start() - 40) : match.start()]):
                found.publisher = match[1].strip(" ,")
                found.note("publisher", 0.7 if address else 0.6, match[0])
                return
