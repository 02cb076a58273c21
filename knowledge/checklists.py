"""A checklist: the criteria of a scheme for one project, what stands behind each, and what the answers come to."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator

from knowledge.base import Citation
from knowledge.catalogue import Catalogue
from knowledge.checklist_records import Applies, Checklist, Line, ProfileFact, SchemeSummary
from knowledge.concepts import Vocabulary
from knowledge.conditions import applies, check_conditions, explain
from knowledge.evidence import Evidence, Shelf, is_stale, resolve_all
from knowledge.precedents import ConceptReference, Related, SourceReference, like_project, reference, touching
from knowledge.profile_files import check_answers, read_answers, read_profile
from knowledge.profiles import Answer, Answers, AnswerValue, Profile, Size, check_profile
from knowledge.schemes import Criterion, Group, Scheme, SchemeStatus
from knowledge.store import Store
from knowledge.verdicts import Need, NeedKind, Point, Reason, Result, ResultState, judge
from knowledge.wording import FACTS, SIZES, nl_date

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
    "read_answers",
    "read_profile",
]

REVIEW_DAYS = 365
"""After how many days without review a checklist says so."""


def make_checklist(
    scheme: Scheme,
    profile: Profile | None = None,
    answers: Answers | None = None,
    *,
    catalogue: Catalogue,
    store: Store | Shelf | None = None,
    today: datetime.date,
) -> Checklist:
    """The checklist of a scheme for a project, with what is known of it and what was answered.

    Without `store` the lines have sources and no passages. Raises UnknownRecord for a sector, motive, criterion or
    source that nothing carries, RecordError for a condition of the scheme that cannot be asked.
    """
    words = catalogue.vocabulary
    known = check_profile(profile or Profile(), words)
    given = check_answers(answers or Answers(), scheme).given
    shelf = Shelf(store) if isinstance(store, Store) else store
    points: dict[str, Point] = {}
    for criterion in _in_order(scheme):
        holds, why = explain(criterion, known, words)
        parent = points.get(criterion.parent or "")
        if parent is not None and holds is not False and parent.applies is not True:
            holds, why = parent.applies, f"Hangt af van '{parent.criterion.title}'. {parent.why}"
        points[criterion.id] = Point(criterion, holds, why, given.get(criterion.id, Answer()))
    numbers = dict(zip(points, _numbers(points), strict=True))
    lines = tuple(_line(numbers[key], point, key in given, known, catalogue, shelf) for key, point in points.items())
    return Checklist(
        knowledge_version=knowledge_version(catalogue),
        made=today,
        scheme=_summary(scheme, catalogue),
        profile=known,
        facts=tuple(_facts(known, words)),
        notices=tuple(_notices(scheme, lines, today, shelf is not None)),
        result=judge(tuple(points.values())),
        lines=lines,
        similar_cases=like_project(known, catalogue),
    )


def _in_order(scheme: Scheme) -> Iterator[Criterion]:
    """The criteria in the order of the scheme, each sub-test right after its parent."""
    for criterion in scheme.criteria:
        if criterion.parent is None:
            yield criterion
            yield from (sub for sub in scheme.criteria if sub.parent == criterion.id)


def _numbers(points: dict[str, Point]) -> Iterator[str]:
    frames = criteria = subs = 0
    for point in points.values():
        match point.criterion.group:
            case Group.FRAME:
                frames += 1
                yield f"R{frames}"
            case Group.CRITERION:
                criteria, subs = criteria + 1, 0
                yield str(criteria)
            case Group.SUB_TEST:
                subs += 1
                yield f"{criteria}{chr(96 + subs)}" if subs <= 26 else f"{criteria}.{subs}"


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
        **scheme.model_dump(
            include={"id", "title", "summary", "authority", "status", "version", "reviewed", "variant_of", "difference"}
        ),
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
        values = [words.concept(v).pref.nl if v in words else SIZES.get(v, v) for v in profile.values(fact)]
        name = name.split(" ", 1)[1]
        yield ProfileFact(fact=fact, name=name, value=", ".join(values) or "niet bekend", known=bool(values))


def _notices(scheme: Scheme, lines: tuple[Line, ...], today: datetime.date, searched: bool) -> Iterator[str]:
    """What a reader must know before using the checklist."""
    match scheme.status:
        case SchemeStatus.PROPOSED:
            yield "Dit is een voorstel en geen geldend recht: wie aan alles voldoet, heeft daarmee geen recht op steun."
        case SchemeStatus.EXPLANATION:
            yield "Dit is een toelichting bij een andere regeling, zonder eigen rechtskracht."
        case SchemeStatus.ENDED:
            yield "Deze regeling is beëindigd; ze dient alleen nog als precedent."
    until = scheme.valid_until.value
    if until is not None and today.isoformat()[: len(until)] > until:
        yield f"Deze regeling gold tot {nl_date(scheme.valid_until)}."
    if (today - scheme.reviewed).days > REVIEW_DAYS:
        yield f"Deze regeling is het laatst nagekeken op {nl_date(scheme.reviewed)}; ga na of ze nog klopt."
    if stale := [line.number for line in lines if line.stale]:
        yield f"De brontekst is gewijzigd sinds het nazicht; lees de bron opnieuw bij {', '.join(stale)}."
    if any(passage.digest for line in lines for passage in line.passages):
        yield "Waar 'samenvatting' staat, is niet de bron zelf geciteerd maar een samenvatting ervan in eigen woorden."
    if not searched:
        yield "Er is geen verzameling documenten geraadpleegd: de bronnen staan vermeld, zonder passages."


def knowledge_version(catalogue: Catalogue) -> str:
    """A short hash of the curated content: the same content gives the same version on every machine."""
    digest = hashlib.sha256()
    for concept in catalogue.vocabulary:
        digest.update(concept.model_dump_json().encode())
    for records in (catalogue.sources, catalogue.cases, catalogue.measures, catalogue.schemes):
        for key in sorted(records):
            digest.update(records[key].model_dump_json().encode())
    return digest.hexdigest()[:12]
