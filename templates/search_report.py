"""A measured search run as one HTML page that an expert on the documents can read and judge, in Dutch."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.concepts import Vocabulary
from knowledge.documents import Document, Passage
from knowledge.store import Store
from knowledge.wording import number_nl, place_in
from search.metrics import METRICS
from templates.environment import environment

__all__ = ["render_search_report"]

FIRST = 5
"""So many hits of a question are always shown; of the others those that are right."""
AROUND = 160
"""Characters shown before and after the best sentence."""
LONGEST = 600
"""Characters shown of one sentence or quote."""
SURE = 0.05

MEANINGS = {
    "ndcg@10": (
        "Volgorde van de eerste tien (nDCG@10)",
        "1 is volmaakt: alle juiste passages staan bovenaan. Wat lager staat, telt minder; wat na de tiende plaats"
        " komt, telt niet.",
    ),
    "mrr@10": (
        "Plaats van de eerste juiste passage (MRR@10)",
        "1 is de eerste plaats, 0,5 de tweede, 0,1 de tiende; 0 betekent niet bij de eerste tien.",
    ),
    "recall@10": (
        "Gevonden antwoorden (recall@10)",
        "Het aandeel van de verwachte antwoorden dat bij de eerste tien passages staat.",
    ),
    "success@1": ("Meteen raak (success@1)", "Het aandeel van de vragen waarbij de bovenste passage juist is."),
}
MODES = {
    "hybrid": "alles samen (hybrid)",
    "lexical": "alleen woorden (lexical)",
    "semantic": "alleen betekenis (semantic)",
}
_REASONS = {
    "term": "woord",
    "phrase": "woordgroep",
    "heading": "in de titel",
    "footnote": "in een voetnoot",
    "compound part": "deel van een samenstelling",
    "near word": "verwant woord",
    "concept": "begrip",
}
_TOLD = {
    " (denied, not stated)": " (ontkend)",
    " (asked, not stated)": " (gevraagd, niet beweerd)",
    " (supposed, not stated)": " (verondersteld)",
}


@dataclass(frozen=True)
class Reason:
    """Why a passage was found, and the language in which that is said."""

    text: str
    language: str = "nl"


@dataclass(frozen=True)
class ShownHit:
    """A passage found: where it stands, and its best sentence between what stands around it."""

    rank: int
    right: bool
    where: str
    passage: str
    before: str
    sentence: str
    after: str
    twins: int
    why: tuple[Reason, ...]


@dataclass(frozen=True)
class Expected:
    """An expected quote, where it stands in the documents searched, and at which rank it was found."""

    quote: str
    file: str
    places: tuple[str, ...]
    rank: int | None


@dataclass(frozen=True)
class Entry:
    """A question with its outcome; `row` is what was measured."""

    row: Mapping[str, Any]
    anchor: str
    filters: str
    expected: tuple[Expected, ...]
    hits: tuple[ShownHit, ...]
    left_out: int


def render_search_report(
    report: Mapping[str, Any], store: Store, vocabulary: Vocabulary, *, made: datetime.date
) -> str:
    """The page of a report of `evaluate_search`, with the comparison that stands in it.

    It is whole by itself: no script, and nothing is asked of another place. All text of documents, questions and file
    names is escaped. The words of the passages are taken from the store.
    """
    entries = _entries(report, store, vocabulary)
    template = environment("html").get_template("search_report.html.j2")
    return template.render(
        report=report,
        made=made,
        entries=entries,
        anchors={entry.row["id"]: entry.anchor for entry in entries},
        found=sum(entry.row.get("first_rank") is not None for entry in entries),
        at_once=sum(entry.row.get("first_rank") == 1 for entry in entries),
        metrics=METRICS,
        meanings=MEANINGS,
        modes=MODES,
        value=_value,
        between=_between,
        signed=_signed,
        verdict=_verdict,
    )


def _entries(report: Mapping[str, Any], store: Store, vocabulary: Vocabulary) -> list[Entry]:
    rows = report["per_query"]
    kept = {row["id"]: [hit for hit in row["hits"] if hit["rank"] <= FIRST or hit["right"]] for row in rows}
    wanted = {hit["passage"] for hits in kept.values() for hit in hits}
    wanted |= {passage for row in rows for answer in row.get("expected", ()) for passage in answer["passages"]}
    passages = store.passages_with(wanted)
    documents = {document.id: document for document in store.documents()}
    return [
        Entry(
            row=row,
            anchor=f"vraag-{number}",
            filters="; ".join(f"{name}: {_listed(value)}" for name, value in row.get("filters", {}).items()),
            expected=tuple(_expected(answer, passages, documents) for answer in row.get("expected", ())),
            hits=tuple(_shown(hit, passages.get(hit["passage"]), documents, vocabulary) for hit in kept[row["id"]]),
            left_out=len(row["hits"]) - len(kept[row["id"]]),
        )
        for number, row in enumerate(rows, start=1)
    ]


def _listed(value: str | list[str]) -> str:
    return value if isinstance(value, str) else " of ".join(value)


def _expected(
    answer: Mapping[str, Any], passages: Mapping[str, Passage], documents: Mapping[str, Document]
) -> Expected:
    places = [_where(passages[one], documents) for one in answer["passages"] if one in passages]
    return Expected(_cut(answer["quote"], LONGEST), answer["file"], tuple(dict.fromkeys(places)), answer["rank"])


def _where(passage: Passage, documents: Mapping[str, Document]) -> str:
    """The document's title and the place in it."""
    title = documents[passage.document].title if passage.document in documents else passage.document
    return ", ".join(filter(None, (title, place_in(passage))))


def _shown(
    hit: Mapping[str, Any], passage: Passage | None, documents: Mapping[str, Document], vocabulary: Vocabulary
) -> ShownHit:
    text = passage.text if passage else ""
    start, end = (min(len(text), at) for at in hit["sentence"])
    return ShownHit(
        rank=hit["rank"],
        right=hit["right"],
        where=_where(passage, documents) if passage else hit["file"],
        passage=hit["passage"],
        before=_cut(text[:start], AROUND, end=False),
        sentence=_cut(text[start:end], LONGEST),
        after=_cut(text[end:], AROUND),
        twins=len(hit["also_in"]),
        why=tuple(_reason(reason, vocabulary) for reason in hit["why"]),
    )


def _cut(text: str, size: int, *, end: bool = True) -> str:
    """At most `size` characters from the start of a text, or from its end, by whole words, with a mark of what went."""
    if len(text) <= size:
        return text
    if end:
        return re.sub(r"\s+\S*$", "", text[: size + 1]) + " …"
    return "… " + re.sub(r"^\S*\s+", "", text[-size - 1 :])


def _reason(reason: str, vocabulary: Vocabulary) -> Reason:
    """Why a passage was found, in Dutch as far as we know its form."""
    if near := re.fullmatch(r"similarity (-?\d+)\.(\d+)", reason):
        return Reason(f"nabijheid in betekenis {near[1]},{near[2]}")
    kind, colon, rest = reason.partition(": ")
    if not colon or kind not in _REASONS:
        return Reason(reason, "en")
    for english, dutch in _TOLD.items():
        rest = rest.replace(english, dutch)
    if kind == "concept":
        name, space, told = rest.partition(" ")
        rest = (vocabulary.concept(name).pref.nl if name in vocabulary else name) + space + told
    return Reason(f"{_REASONS[kind]}: {rest}")


def _value(value: float | None, decimals: int = 2) -> str:
    return "niet gemeten" if value is None else number_nl(value, decimals)


def _signed(value: float) -> str:
    shown = round(value, 2) + 0.0  # no minus before a zero
    return f"{'+' if shown > 0 else ''}{number_nl(shown, 2)}"


def _between(bounds: Iterable[float] | None, *, sign: bool = False) -> str:
    if bounds is None:
        return "te weinig vragen"
    return " tot ".join(_signed(bound) if sign else number_nl(bound, 2) for bound in bounds)


def _verdict(found: Mapping[str, Any]) -> str:
    """What a difference and its p say together."""
    if not found["difference"]:
        return "geen verschil"
    if found["p"] >= SURE:
        return "kan toeval zijn"
    return "beter, wellicht geen toeval" if found["difference"] > 0 else "slechter, wellicht geen toeval"
