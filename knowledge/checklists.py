"""A checklist: the criteria of a scheme for one project, what stands behind each, and what the answers come to."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator, Mapping

from knowledge.base import Citation
from knowledge.catalogue import Catalogue
from knowledge.checklist_records import Applies, Checklist, Line, ProfileFact, SchemeSummary
from knowledge.concepts import Vocabulary
from knowledge.conditions import applies, check_conditions, explain
from knowledge.evidence import Evidence, Shelf, is_stale, resolve_all
from knowledge.facts import Size
from knowledge.notices import notices
from knowledge.precedents import ConceptReference, Related, SourceReference, like_project, reference, touching
from knowledge.profile_files import check_answers, read_answers, read_profile
from knowledge.profiles import Answer, Answers, AnswerValue, Profile, check_profile
from knowledge.schemes import Criterion, Group, Scheme
from knowledge.sentences import SAY
from knowledge.store import Store
from knowledge.verdicts import Need, NeedKind, Point, Reason, Result, ResultState, Scope, judge
from knowledge.wording import FACTS, nl_date, value_nl

__all__ = [
    "Answer",
    "AnswerValue",
    "Answers",
    "Applies",
    "Checklist",
    "ConceptReference",
    "Evidence",
    "Line",
    "Need",
    "NeedKind",
    "Profile",
    "ProfileFact",
    "Reason",
    "Related",
    "Result",
    "ResultState",
    "SchemeSummary",
    "Size",
    "SourceReference",
    "applies",
    "check_answers",
    "check_conditions",
    "check_profile",
    "knowledge_version",
    "make_checklist",
    "points",
    "read_answers",
    "read_profile",
    "scope",
]

SHOWN = {"id", "title", "summary", "authority", "kind", "status", "version", "reviewed", "variant_of", "difference"}
"""What a checklist shows of a scheme as it is."""


def make_checklist(
    scheme: Scheme,
    profile: Profile | None = None,
    answers: Answers | None = None,
    *,
    catalogue: Catalogue,
    store: Store | Shelf | None = None,
    today: datetime.date,
    asked_on: datetime.date | None = None,
) -> Checklist:
    """The checklist of a scheme for a project, with what is known of it and what was answered.

    `asked_on` is the day for which it is asked whether the scheme applied; without it, `today`. Without `store` the
    lines have sources and no passages. Raises UnknownRecord for a sector, motive, criterion or
    source that nothing carries, RecordError for a condition of the scheme that cannot be asked.
    """
    words = catalogue.vocabulary
    known = check_profile(profile or Profile(), words)
    given = check_answers(answers or Answers(), scheme).given
    day = asked_on or today
    shelf = Shelf(store) if isinstance(store, Store) else store
    found = points(scheme, known, given, words)
    numbers = scheme.numbers()
    lines = tuple(_line(numbers[key], point, key in given, known, catalogue, shelf) for key, point in found.items())
    return Checklist(
        knowledge_version=knowledge_version(catalogue),
        made=today,
        asked_on=day,
        fingerprint=_fingerprint(scheme, known, given),
        scheme=_summary(scheme, catalogue),
        profile=known,
        facts=tuple(_facts(known, words)),
        notices=tuple(notices(scheme, lines, today, day, catalogue.sources, shelf is not None)),
        result=judge(tuple(found.values()), scope(scheme, known, words, day), scheme.outcomes),
        lines=lines,
        similar_cases=like_project(known, catalogue),
    )


def points(scheme: Scheme, profile: Profile, given: Mapping[str, Answer], words: Vocabulary) -> dict[str, Point]:
    """The criteria of a scheme by id and in order, each with whether it applies to the project, and its answer.

    A sub-test applies where its parent does.
    """
    found: dict[str, Point] = {}
    for criterion in scheme.in_order():
        holds, why, facts = explain(criterion, profile, words)
        parent = found.get(criterion.parent or "")
        if parent is not None and holds is not False and parent.applies is not True:
            holds, why = parent.applies, SAY["hangs"].format(title=parent.criterion.title, why=parent.why)
            facts = tuple(dict.fromkeys((*parent.missing, *facts))) if holds is None else ()
        found[criterion.id] = Point(criterion, holds, why, given.get(criterion.id, Answer()), facts)
    return found


def scope(scheme: Scheme, profile: Profile, words: Vocabulary, day: datetime.date) -> Scope:
    """Whether a scheme as a whole is for a project on a day; raises as `explain` does."""
    date, begun, ended = day.isoformat(), scheme.valid_from.value, scheme.valid_until.value
    if begun is not None and date[: len(begun)] < begun:
        return Scope(False, SAY["before"].format(day=nl_date(day), limit=nl_date(scheme.valid_from)))
    if ended is not None and date[: len(ended)] > ended:
        return Scope(False, SAY["after"].format(day=nl_date(day), limit=nl_date(scheme.valid_until)))
    whole = explain(scheme, profile, words)
    if begun is None and ended is not None and whole[0]:
        return Scope(None, SAY["begun"].format(limit=nl_date(scheme.valid_until)))
    return Scope(*whole)


def _fingerprint(scheme: Scheme, profile: Profile, given: dict[str, Answer]) -> str:
    answers = {key: given[key].model_dump(mode="json") for key in sorted(given)}
    told = json.dumps([scheme.model_dump(mode="json"), profile.model_dump(mode="json"), answers], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _line(
    number: str, point: Point, answered: bool, profile: Profile, catalogue: Catalogue, shelf: Shelf | None
) -> Line:
    criterion, words = point.criterion, catalogue.vocabulary
    context = f"{criterion.title} {criterion.question} {criterion.meaning}"
    measures, cases = touching(criterion.concepts, profile, catalogue)
    return Line(
        number=number,
        id=criterion.id,
        group=criterion.group,
        parent=criterion.parent,
        weight=criterion.weight,
        title=criterion.title,
        question=criterion.question,
        meaning=criterion.meaning,
        evidence_asked=criterion.evidence,
        examples_yes=criterion.examples_yes,
        examples_no=criterion.examples_no,
        not_stated=criterion.not_stated,
        related=criterion.related,
        legal=criterion.legal,
        judgement=criterion.judgement,
        concepts=tuple(
            ConceptReference(id=i, label=words.concept(i).pref.nl if i in words else i) for i in criterion.concepts
        ),
        applies={True: Applies.YES, False: Applies.NO, None: Applies.UNKNOWN}[point.applies],
        applies_reason=point.why,
        answered=answered,
        answer=point.answer,
        sources=_references(criterion.citations, catalogue),
        passages=tuple(resolve_all(criterion.citations, shelf, catalogue.sources, context)) if shelf else (),
        stale=any(is_stale(citation, shelf) for citation in criterion.citations) if shelf else False,
        measures=measures,
        cases=cases,
    )


def _references(citations: tuple[Citation, ...], catalogue: Catalogue) -> tuple[SourceReference, ...]:
    places = dict.fromkeys((citation.source, citation.locator) for citation in citations)
    return tuple(reference(source, locator, catalogue) for source, locator in places)


def _summary(scheme: Scheme, catalogue: Catalogue) -> SchemeSummary:
    words = catalogue.vocabulary
    base = catalogue.schemes.get(scheme.variant_of) if scheme.variant_of else None
    here = [c for c in scheme.criteria if c.group is not Group.FRAME]
    there = [c for c in base.criteria if c.group is not Group.FRAME] if base else here
    return SchemeSummary(
        **scheme.model_dump(include=SHOWN),
        jurisdiction=words.concept(scheme.jurisdiction).pref.nl
        if scheme.jurisdiction in words
        else scheme.jurisdiction,
        valid_from=scheme.valid_from,
        valid_until=scheme.valid_until,
        sources=_references(scheme.citations, catalogue),
        variant_of_title=base.title if base else None,
        left_out=tuple(c.title for c in there if not any(_same(c, other) for other in here)),
        added=tuple(c.title for c in here if not any(_same(c, other) for other in there)),
    )


def _same(one: Criterion, other: Criterion) -> bool:
    """Whether two schemes ask the same thing here: the same id, or a concept of the criteria in common."""
    shared = set(one.concepts) & set(other.concepts)
    return one.id == other.id or any(concept.startswith("criteria/") for concept in shared)


def _facts(profile: Profile, words: Vocabulary) -> Iterator[ProfileFact]:
    for fact, name in FACTS.items():
        values = [words.concept(v).pref.nl if v in words else value_nl(fact, v) for v in profile.values(fact)]
        name = name.split(" ", 1)[1]
        yield ProfileFact(fact=fact, name=name, value=", ".join(values) or "niet bekend", known=bool(values))


def knowledge_version(catalogue: Catalogue) -> str:
    """A short hash of the curated content: the same content gives the same version on every machine."""
    digest = hashlib.sha256()
    for concept in catalogue.vocabulary:
        digest.update(concept.model_dump_json().encode())
    for records in (catalogue.sources, catalogue.cases, catalogue.measures, catalogue.schemes):
        for key in sorted(records):
            digest.update(records[key].model_dump_json().encode())
    return digest.hexdigest()[:12]
