"""A short interview that makes a profile: one question for each fact, in Dutch; unknown is always an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import yaml
from pydantic import ValidationError

from knowledge.concepts import Vocabulary
from knowledge.errors import MisuseError
from knowledge.facts import KINDS, SCHEMES, Fact, FactKind, amount_text
from knowledge.plain import plain_line
from knowledge.profiles import Profile, check_profile, resolve_value

__all__ = ["QUESTIONS", "Question", "answer", "as_yaml", "profile_of"]


@dataclass(frozen=True)
class Question:
    """A question: where its answer goes in the profile, and an example of how it may be answered.

    `fact` is None for the title; `several` tells that more answers may be given, with semicolons between them.
    """

    field: tuple[str, ...]
    fact: Fact | None
    text: str
    example: str
    several: bool = False


QUESTIONS = (
    Question(("title",), None, "Hoe heet het project?", "Assemblage van werklampen terug naar Vlaanderen"),
    Question(("sector",), Fact.SECTOR, "In welke sector (NACE-code of naam)?", "C27", several=True),
    Question(("activity",), Fact.ACTIVITY, "Welke activiteit?", "assemblage en eindcontrole", several=True),
    Question(("motives",), Fact.MOTIVE, "Om welke redenen?", "automatisering; levertijd", several=True),
    Question(("definition",), Fact.DEFINITION, "Om welke soort verplaatsing gaat het?", "reshoring"),
    Question(("route", "origin"), Fact.ROUTE_FROM, "Uit welk land komt de productie?", "China"),
    Question(("route", "destination"), Fact.ROUTE_TO, "Waarheen gaat ze?", "Vlaanderen"),
    Question(("region",), Fact.REGION, "Welke overheid zou steunen?", "Vlaanderen"),
    Question(("market",), Fact.MARKET, "Op welke markten wordt verkocht?", "België; Nederland", several=True),
    Question(("size",), Fact.SIZE, "Hoe groot is de onderneming (micro, small, medium, large)?", "small"),
    Question(("investment",), Fact.INVESTMENT, "Hoeveel wordt geïnvesteerd, in euro?", "2,5 miljoen"),
    Question(("technology",), Fact.TECHNOLOGY, "Welke technologie speelt een rol?", "robotica", several=True),
    Question(("circularity",), Fact.CIRCULARITY, "Werkt het project met herwonnen of hernieuwbare stoffen?", "ja"),
    Question(("materials",), Fact.MATERIAL, "Welke grondstoffen zijn nodig?", "kobalt; lithium", several=True),
    Question(("social_partner",), Fact.SOCIAL_PARTNER, "Werkt een onderneming uit de sociale economie mee?", "nee"),
    Question(("start",), Fact.START, "Wanneer begint het (jaar, maand of dag)?", "2027-03"),
    Question(("aid", "amount"), Fact.AID, "Hoeveel steun wordt gevraagd, in euro?", "400.000"),
    Question(("aid", "form"), Fact.AID_FORM, "In welke vorm?", "subsidie"),
)


def answer(question: Question, given: str, vocabulary: Vocabulary) -> Any:
    """The value for the profile; None for nothing or unknown. Raises MisuseError with what would be understood.

    What the vocabulary knows becomes its id; where words of one's own will do they stay as they are.
    """
    parts = [part.strip() for part in given.split(";")] if question.several else [given.strip()]
    try:
        known = Profile.model_validate(_placed({question.field: parts if question.several else parts[0]}))
        if question.fact is None:
            return known.title
        found = [resolve_value(question.fact, value, vocabulary) for value in known.values(question.fact)]
        if KINDS[question.fact] is FactKind.AMOUNT:
            found = [amount_text(Decimal(value)) for value in found]
    except ValidationError as error:
        told = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
        raise MisuseError(f"'{given[:60]}' is not understood: {told}.", cure=_cure(question)) from None
    if not found:
        return None
    return found if question.several else found[0]


def _cure(question: Question) -> str:
    listed = f" `thuishaven concepts {SCHEMES[question.fact][0]}` lists them." if question.fact in SCHEMES else ""
    return f"Write for example: {question.example}. Enter alone means unknown.{listed}"


def profile_of(answers: Mapping[tuple[str, ...], Any], vocabulary: Vocabulary) -> Profile:
    """The profile with these answers by field; raises MisuseError where two contradict each other."""
    try:
        made = Profile.model_validate(_placed({field: value for field, value in answers.items() if value is not None}))
    except ValidationError as error:
        told = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
        raise MisuseError(f"The answers contradict each other: {told}.", cure="Answer one of them anew.") from None
    return check_profile(made, vocabulary)


def _placed(answers: Mapping[tuple[str, ...], Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for (first, *rest), value in answers.items():
        if rest:
            fields.setdefault(first, {})[rest[0]] = value
        else:
            fields[first] = value
    return fields


def as_yaml(profile: Profile, offered: Mapping[Fact, Sequence[tuple[str, str]]] | None = None) -> str:
    """The profile as a file, a question above each field; what is unknown is there too, as `onbekend`.

    `offered` are values with the remark that explains each. They stand as comments where they would count: nothing is
    known by them until a person takes the '#' away.
    """
    given = {fact: values for fact, values in (offered or {}).items() if values}
    fields = profile.model_dump(mode="json")
    # JSON has the point for decimals, a profile the comma
    fields["investment"] = None if profile.investment is None else amount_text(profile.investment)
    fields["aid"]["amount"] = None if profile.aid.amount is None else amount_text(profile.aid.amount)
    return "\n".join([*(_HOW if given else ()), *_lines(fields, given)]) + "\n"


_HOW = (
    "# Een regel met # en `voorstel` telt niet mee. Klopt hij, haal dan de eerste # weg; staat het veld er daarna",
    "# twee keer, wis dan de regel met `onbekend`.",
    "",
)


def _lines(fields: Mapping[str, Any], offered: Mapping[Fact, Sequence[tuple[str, str]]]) -> Iterator[str]:
    """The lines of the file; groups of questions on one field stand together."""
    for field in dict.fromkeys(question.field[0] for question in QUESTIONS):
        value = fields[field]
        questions = [question for question in QUESTIONS if question.field[0] == field]
        yield from (f"# {question.text} Bijvoorbeeld: {question.example}" for question in questions)
        if field == "start":
            value = value["value"]
        if any(question.fact in offered for question in questions):
            yield from _with_offers(field, value, questions, offered)
        elif isinstance(value, dict):
            yield f"{field}: {_dumped({key: _told(part) for key, part in value.items()})}"
        else:
            yield f"{field}: {_dumped(_told(value))}"


def _with_offers(
    field: str, value: Any, questions: Sequence[Question], offered: Mapping[Fact, Sequence[tuple[str, str]]]
) -> Iterator[str]:
    """A field one value a line, with what is offered above what stands there, in a form that counts without the '#'."""
    if questions[0].several or len(questions[0].field) > 1:
        yield f"{field}:"
    for question in questions:
        indent = "  " * (len(question.field) - 1)
        name = "- " if question.several else f"{question.field[-1]}: "
        for given, remark in offered.get(question.fact, ()) if question.fact else ():
            yield f"{indent}#{name}{_dumped(_one_line(given))}  # voorstel: {_one_line(remark)}"
        stands = value[question.field[-1]] if isinstance(value, dict) else value
        for one in (stands or [None]) if question.several else [stands]:
            yield f"{indent}{name}{_dumped(_told(one))}"


def _told(value: Any) -> Any:
    return "onbekend" if value in (None, []) else value


def _dumped(value: Any) -> str:
    return yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=1000).split("\n")[0]


def _one_line(text: str) -> str:
    """The text without what would end a comment or may not stand in YAML: documents are not to write the profile."""
    return re.sub("[\ufffe\uffff]", "\ufffd", plain_line(" ".join(text.split())))
