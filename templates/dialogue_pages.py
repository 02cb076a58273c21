"""The pages of what was asked: questions, told apart from facts, and requests with what became of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from knowledge.dialogue import AnswerState, Question, Request, RequestStatus, Subject
from templates import links
from templates.holdings import Holdings
from templates.sheets import Crumb, Sheet
from templates.uses import uses_of

__all__ = ["question_page", "request_page"]

WHO: Crumb = ("Wie en wat", links.ACTORS)


def question_page(holdings: Holdings) -> Iterator[tuple[str, str]]:
    """All questions: a table by subject, and below it each in full, by document and by who asked."""
    questions = sorted(holdings.catalogue.questions.values(), key=lambda q: (_when(holdings, q), q.number))
    subjects = list(Subject)
    counts = Counter(q.state for q in questions)
    yield Sheet(links.QUESTIONS, holdings).render(
        "questions",
        "Vragen en antwoorden",
        crumbs=(WHO,),
        menu=True,
        listed=sorted(questions, key=lambda q: subjects.index(q.subject)),
        subjects=[s for s in subjects if any(q.subject is s for q in questions)],
        states=[(state, counts[state]) for state in AnswerState if counts[state]],
        askers=list(dict.fromkeys(q.asker for q in questions)),
        documents=_by_document(holdings, questions),
        total=len(questions),
        slug=_slug,
        uses=uses_of(holdings.catalogue),
    )


def _when(holdings: Holdings, question: Question) -> str:
    return holdings.catalogue.source(question.source).date.value or ""


def _by_document(
    holdings: Holdings, questions: Iterable[Question]
) -> list[tuple[object, list[tuple[str, list[Question]]]]]:
    """The questions of each document, by who asked, in the order in which they were put."""
    found: dict[str, dict[str, list[Question]]] = defaultdict(lambda: defaultdict(list))
    for question in questions:
        found[question.source][question.asker].append(question)
    return [(holdings.catalogue.source(source), list(askers.items())) for source, askers in found.items()]


def _slug(text: str) -> str:
    """A name as one word, by which a table can be narrowed."""
    return "-".join(text.casefold().split())


def request_page(holdings: Holdings) -> Iterator[tuple[str, str]]:
    """All requests, each with its history; those of the SERV first."""
    requests = sorted(holdings.catalogue.requests.values(), key=lambda r: (r.requester != "SERV", _order(r)))
    counts = Counter(r.status.value for r in requests)
    yield Sheet(links.REQUESTS, holdings).render(
        "requests",
        "Verzoeken en wat ervan kwam",
        crumbs=(WHO,),
        menu=True,
        requests=requests,
        states=[(status, counts[status]) for status in RequestStatus if counts[status]],
        questions=_questions_of(holdings),
        uses=uses_of(holdings.catalogue),
    )


def _order(request: Request) -> tuple[int, str]:
    """The requests about which most is told come first."""
    return -len(request.history), request.title.casefold()


def _questions_of(holdings: Holdings) -> dict[str, list[Question]]:
    found: dict[str, list[Question]] = defaultdict(list)
    for question in holdings.catalogue.questions.values():
        for request_id in question.requests:
            found[request_id].append(question)
    return found
