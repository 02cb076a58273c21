"""A short interview that makes a profile: one question for each fact, in Dutch; unknown is always an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from knowledge.concepts import Vocabulary
from knowledge.errors import MisuseError
from knowledge.facts import SCHEMES, Fact
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


def as_yaml(profile: Profile) -> str:
    """The profile as a file, a question above each field; what is unknown is there too, as `onbekend`."""
    return "\n".join(_lines(profile.model_dump(mode="json"))) + "\n"


def _lines(fields: Mapping[str, Any]) -> Iterator[str]:
    """The lines of the file; groups of questions on one field stand together."""
    for field in dict.fromkeys(question.field[0] for question in QUESTIONS):
        value = fields[field]
        questions = [question for question in QUESTIONS if question.field[0] == field]
        yield from (f"# {question.text} Bijvoorbeeld: {question.example}" for question in questions)
        if field == "start":
            value = value["value"]
        if isinstance(value, dict):
            value = {key: "onbekend" if part is None else part for key, part in value.items()}
        told = "onbekend" if value in (None, []) else value
        yield f"{field}: {yaml.safe_dump(told, allow_unicode=True, default_flow_style=True, width=1000)}".split("\n")[0]
