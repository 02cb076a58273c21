"""What a checklist says in any of its formats: labels in the language asked for, content in Dutch and known as such."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from knowledge.checklist_records import Applies, Checklist, Line, ProfileFact
from knowledge.concepts import Vocabulary
from knowledge.evidence import Evidence
from knowledge.facts import KINDS, Fact, FactKind
from knowledge.languages import Speech
from knowledge.precedents import Related, SourceReference
from knowledge.profiles import Answer, Profile
from knowledge.schemes import Group, LegalReference
from knowledge.verdicts import STATES, NeedKind, Result
from templates.labels import dutch
from templates.said import Piece, Said, content, said

__all__ = [
    "ADVICE",
    "IN_DUTCH",
    "Block",
    "blocks",
    "described",
    "fact_rows",
    "head_rows",
    "heading",
    "headings",
    "legal_said",
    "merged",
    "notices",
    "passage_said",
    "reasons",
    "related_said",
    "signed",
    "source_said",
    "state",
    "still_needed",
]

ADVICE = (
    "Dit is geen juridisch advies. De checklist helpt om een dossier voor te bereiden; "
    "alleen de bevoegde overheid oordeelt over steun."
)
IN_DUTCH = "De regeling, haar vragen en de redenen staan in het Nederlands, de taal van de bronnen."
"""What a checklist with labels in another language says first."""
KENMERK = 16
"""How many letters of the fingerprint are shown: enough to tell any two checklists apart."""


@dataclass(frozen=True)
class Block:
    """The lines of a checklist under one title."""

    title: str
    lines: tuple[Line, ...]


def blocks(checklist: Checklist, say: Speech) -> list[Block]:
    """The lines that apply or may apply, frame conditions first; what does not apply is left to the end of the page."""
    shown = [line for line in checklist.lines if line.applies is not Applies.NO]
    frame = tuple(line for line in shown if line.group is Group.FRAME)
    others = tuple(line for line in shown if line.group is not Group.FRAME)
    return [block for block in (Block(say("Randvoorwaarden"), frame), Block(say("Criteria"), others)) if block.lines]


def heading(line: Line) -> str:
    """The number and title of a line."""
    return f"{line.number}. {line.title}"


def headings(checklist: Checklist) -> dict[str, str]:
    """The number and title of each line by its id."""
    return {line.id: heading(line) for line in checklist.lines}


def signed(answer: Answer, say: Speech) -> str:
    """By whom an answer was given, and when; empty when neither is known."""
    known = answer.by or answer.date.value
    return ", ".join((answer.by or say("niet vermeld"), say.date(answer.date))) if known else ""


def state(result: Result, say: Speech) -> Said:
    """The state of a result: in the words of its scheme where it has them."""
    return said(say(result.label) if result.label == STATES[result.state] else content(result.label))


def passage_said(passage: Evidence, say: Speech) -> Said:
    """A passage: a short quote, where it stands, and whether it is a digest or stale."""
    quote = f"“{passage.quote}” — " if passage.quote else ""
    marks = [("samenvatting van de bron", passage.digest), ("brontekst gewijzigd sinds het nazicht", passage.stale)]
    return said(content(f"{quote}{passage.citation}"), *(f" [{say(mark)}]" for mark, told in marks if told))


def source_said(source: SourceReference, say: Speech) -> Said:
    """A source, with the place in it."""
    named = content(f"{source.publisher}, {source.title}")
    return said(named, f" ({say.date(source.date)}), ", content(source.locator))


def legal_said(legal: LegalReference, say: Speech) -> Said:
    """A legal reference, with its date where it is known."""
    return said(content(legal.text), f" ({say.date(legal.date)})" if legal.date.value else "")


def related_said(related: Related, say: Speech) -> Said:
    """A measure or case, why it is shown, and its sources."""
    kind = f" ({say(dutch(related.case_kind))})" if related.case_kind else ""
    why = (f" {say('Waarom hier')}: ", content(f"{related.why}."))
    parts: list[str | Piece] = []
    for source in merged(related.sources):
        parts += ["; " if parts else "", *source_said(source, say)]
    return said(content(related.title), f"{kind}: ", content(related.summary), *why, f" {say('Bron')}: ", *parts, ".")


def described(checklist: Checklist, say: Speech) -> Callable[[Related, str], str]:
    """Tells at which other point than `here` a measure or case is described on paper; empty where it is here.

    Many points share a precedent: it is told in full at the first of them, and the others refer to that.
    """
    first: dict[tuple[bool, str], str] = {}
    for line in (line for block in blocks(checklist, say) for line in block.lines):
        for one in (*line.measures, *line.cases):
            first.setdefault((one.case_kind is None, one.id), line.number)

    def elsewhere(one: Related, here: str) -> str:
        place = first.get((one.case_kind is None, one.id), here)
        return "" if place == here else place

    return elsewhere


def notices(checklist: Checklist, say: Speech) -> list[Said]:
    """What a reader must know before using the checklist; one that has no form in the language stays in Dutch."""
    told = [say.notice(notice) or [(notice, True)] for notice in checklist.notices]
    return [
        tuple(Piece("".join(text for text, _ in run), content=dutch) for dutch, run in groupby(parts, itemgetter(1)))
        for parts in told
    ]


def reasons(checklist: Checklist) -> list[Said]:
    """Why the result is what it is, but for what the summary or what is still needed says already."""
    result = checklist.result
    asked = {need.criterion for need in result.needed if need.kind is NeedKind.ANSWER}
    told = [one for one in result.reasons if one.criterion not in asked and one.text not in result.summary]
    return [said(content(f"{reason.title}: {reason.text}")) for reason in told]


def still_needed(checklist: Checklist, say: Speech) -> list[Said]:
    """What is still needed: a sentence for each fact of the profile, then one for each line of the checklist."""
    facts = [said(content(need.text)) for need in checklist.result.needed if need.fact is not None]
    by_line: dict[str | None, list[Piece]] = {}
    for need in (need for need in checklist.result.needed if need.fact is None):
        asked = need.kind is NeedKind.ANSWER and any(need.text == line.question for line in checklist.lines)
        piece = Piece(say("beantwoord de vraag")) if asked else content(_lower(need.text))
        by_line.setdefault(need.criterion, []).append(piece)
    titles = headings(checklist)
    told = []
    for key, pieces in by_line.items():
        first = content(titles[key]) if key in titles else Piece(say("Voor het geheel"))
        rest = [part for piece in pieces for part in ("; ", piece)][1:]
        told.append(said(first, ": ", *rest, "" if pieces[-1].text.endswith("?") else "."))
    return [*facts, *told]


def _lower(sentence: str) -> str:
    """A sentence as it follows a colon."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")


def merged(sources: Iterable[SourceReference]) -> list[SourceReference]:
    """The sources, each once, with all the places that are cited in it."""
    places: dict[str, list[SourceReference]] = {}
    for source in sources:
        places.setdefault(source.id, []).append(source)
    return [
        found[0].model_copy(update={"locator": "; ".join(dict.fromkeys(s.locator for s in found))})
        for found in places.values()
    ]


def head_rows(checklist: Checklist, say: Speech) -> Iterator[tuple[str, Said]]:
    """What stands at the head of a checklist: name and value."""
    scheme = checklist.scheme
    yield say("Regeling"), said(content(scheme.title))
    yield say("Instantie"), said(content(scheme.authority))
    yield say("Rechtsgebied"), said(content(scheme.jurisdiction))
    yield say("Soort"), said(say(dutch(scheme.kind)))
    yield say("Status"), said(say(dutch(scheme.status)))
    reviewed = say("{version}, nagekeken op {day}", version=scheme.version, day=say.date(scheme.reviewed))
    yield say("Versie"), said(reviewed)
    if scheme.valid_from.value:
        yield say("Geldig vanaf"), said(say.date(scheme.valid_from))
    if scheme.valid_until.value:
        yield say("Geldig tot"), said(say.date(scheme.valid_until))
    yield say("Checklist gemaakt op"), said(say.date(checklist.made))
    yield say("Versie van de kennisbank"), said(checklist.knowledge_version)
    yield say("Kenmerk"), said(checklist.fingerprint[:KENMERK])


def fact_rows(checklist: Checklist, say: Speech, words: Vocabulary | None = None) -> Iterator[tuple[str, Said]]:
    """What is known of the project, name and value, and in a last row what is not.

    Concepts are named in the language asked for where `words` is given and has a label in it.
    """
    for fact in checklist.facts:
        if fact.known:
            yield say(fact.name).capitalize(), _fact_said(fact, checklist.profile, say, words)
    if unknown := [say(fact.name) for fact in checklist.facts if not fact.known]:
        yield say("Niet bekend"), said(", ".join(unknown))


def _fact_said(fact: ProfileFact, profile: Profile, say: Speech, words: Vocabulary | None) -> Said:
    if say.dutch or (words is None and KINDS[fact.fact] is FactKind.CONCEPT):
        return said(content(fact.value))
    pieces = [_value_said(fact.fact, value, say, words) for value in profile.values(fact.fact)]
    return said(*[part for piece in pieces for part in (", ", piece)][1:])


def _value_said(fact: Fact, value: str, say: Speech, words: Vocabulary | None) -> str | Piece:
    """A value: a concept by its label, an amount or a date as the language writes it, own words as they are."""
    if words is not None and value in words:
        label = words.concept(value).pref
        return label.en or content(label.nl)
    return say.value(fact, value) or value
