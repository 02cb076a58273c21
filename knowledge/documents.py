"""A document as it was read: where it comes from, and the passages that it consists of."""

from __future__ import annotations

import hashlib
import unicodedata
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from knowledge.base import PartialDate, Record, Sentence, Slug

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
PassageId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/p-[0-9a-f]{12}(?:-\d+)?$")]


class DocumentKind(StrEnum):
    """The kinds of `document-kinds`, and *other*."""

    ADVICE = "advice"
    REPORT = "report"
    MINUTES = "minutes"
    LETTER = "letter"
    ANSWER = "answer"
    LAW = "law"
    STUDY = "study"
    CASE = "case"
    GUIDE = "guide"
    OTHER = "other"


class Publish(StrEnum):
    """How much of a document the site may show: all, excerpts around evidence, or the bibliographic data alone."""

    FULL = "full"
    EXCERPT = "excerpt"
    METADATA = "metadata"


class Person(Record):
    """A person named in the document's own data, with the role given there."""

    name: Sentence
    role: Sentence | None = None


class RelationKind(StrEnum):
    """How one document stands to another."""

    UNDERPINS = "underpins"
    DISCUSSES = "discusses"
    ANSWERS = "answers"
    AMENDS = "amends"
    DIGESTS = "digests"
    REPLACES = "replaces"


class Relation(Record):
    """A relation to another source. `since` is the day from which it works, where that is not the source's own date."""

    kind: RelationKind
    source: Slug
    since: PartialDate = PartialDate()


class Source(Record):
    """A bibliographic source: what records cite, whether or not its text is in the store.

    `recognise` lists short runs of words that together tell a file as this source (all must occur in it).
    """

    id: Slug
    title: Sentence
    publisher: Sentence
    date: PartialDate = PartialDate()
    kind: DocumentKind = DocumentKind.OTHER
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] = "nl"
    jurisdiction: Slug | None = None
    identifiers: dict[str, str] = Field(default_factory=dict)
    people: tuple[Person, ...] = ()
    relations: tuple[Relation, ...] = ()
    url: Annotated[str, StringConstraints(pattern=r"^https://[^\s\"'<>]+$", max_length=500)] | None = None
    licence: Sentence | None = None
    note: Sentence | None = None
    recognise: tuple[Sentence, ...] = ()


class Guess(Record):
    """How a piece of metadata came about: read off the text (with the words that show it) or given by a person."""

    field: str
    confidence: Annotated[float, Field(ge=0, le=1)]
    words: Annotated[str, StringConstraints(max_length=300)] = ""


class ReadQuality(Record):
    """How well a document was read. Counts, but for two shares: `unknown_words` (of different words) and `score`.

    `removed` tells by reason how many words of the file are in no passage. `tables_flat` are tables without cells,
    `odd_sizes` passages of running text with too few or too many words to be quoted. A low `score` (0 to 1) says: look
    at this one. `ingest.quality` has the rules.
    """

    pages: Annotated[int, Field(ge=0)] | None = None
    words: Annotated[int, Field(ge=0)]
    removed: dict[str, int] = Field(default_factory=dict)
    doubtful_hyphens: Annotated[int, Field(ge=0)] = 0
    notes: Annotated[int, Field(ge=0)] = 0
    notes_unplaced: Annotated[int, Field(ge=0)] = 0
    tables: Annotated[int, Field(ge=0)] = 0
    tables_flat: Annotated[int, Field(ge=0)] = 0
    odd_sizes: Annotated[int, Field(ge=0)] = 0
    unknown_words: Annotated[float, Field(ge=0, le=1)] | None = None
    score: Annotated[float, Field(ge=0, le=1)]


class Document(Record):
    """A document of the store. `file` is the base name of the file that it was read from."""

    id: Slug
    file: str
    title: str
    publisher: str | None = None
    date: PartialDate = PartialDate()
    kind: DocumentKind = DocumentKind.OTHER
    language: str = "nl"
    jurisdiction: Slug | None = None
    identifiers: dict[str, str] = Field(default_factory=dict)
    people: tuple[Person, ...] = ()
    relations: tuple[Relation, ...] = ()
    licence: str | None = None
    publish: Publish = Publish.EXCERPT
    source: Slug | None = None
    origin: str
    media_type: str
    encoding: str | None = None
    sha256: Sha256
    pages: Annotated[int, Field(ge=0)] | None = None
    guesses: tuple[Guess, ...] = ()
    warnings: tuple[str, ...] = ()
    quality: ReadQuality | None = None


class PassageKind(StrEnum):
    """What a passage is in its document."""

    BODY = "body"
    LIST_ITEM = "list item"
    TABLE = "table"
    FOOTNOTE = "footnote"
    CAPTION = "caption"
    QUESTION = "question"
    CONTENTS = "contents"
    REFERENCE = "reference"


class ListLevels(StrEnum):
    """Whether the levels of the items of a list are known: the text shows them by its indents then, else not at all."""

    KNOWN = "known"
    UNSURE = "unsure"


def normalised(text: str) -> str:
    """The text as it is compared: NFC, white space collapsed, ends trimmed."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def passage_hash(kind: PassageKind, text: str) -> str:
    """SHA-256 (hex) of a passage's kind and normalised text."""
    return hashlib.sha256(f"{kind.value}\n{normalised(text)}".encode()).hexdigest()


class Footnote(Record):
    """A note that hangs on the passage that cites it."""

    number: Annotated[str, StringConstraints(max_length=12)]
    text: str


class Quotation(Record):
    """A stretch of a passage in another language (ISO 639-1) than its document: `start` and `end` are offsets."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(gt=0)]
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]


class Passage(Record):
    """A piece of a document of about 60-250 words that never crosses a heading or a speaker.

    `text` holds no note marks and no page furniture; `footnotes` are the notes that the passage cites. A question is
    `answered_by` passages: none when no answer was found, None when that is not known. Of a question asked aloud the
    answers are likely ones, found by their words. An answer that only refers to another `points_to` that one.
    `list_levels` is None where no list items stand.
    The id is made of the document's id and the hash of kind and text, so unchanged text keeps its id and its link.
    """

    id: PassageId
    document: Slug
    order: Annotated[int, Field(ge=0)]
    kind: PassageKind = PassageKind.BODY
    heading_path: tuple[str, ...] = ()
    page: Annotated[int, Field(ge=1)] | None = None
    page_end: Annotated[int, Field(ge=1)] | None = None
    speaker: str | None = None
    text: Annotated[str, StringConstraints(min_length=1)]
    footnotes: tuple[Footnote, ...] = ()
    answered_by: tuple[PassageId, ...] | None = None
    answer_is_likely: bool = False
    points_to: tuple[PassageId, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    list_levels: ListLevels | None = None
    hash: Sha256

    @model_validator(mode="after")
    def id_and_hash_fit_the_text(self) -> Self:
        if self.hash != passage_hash(self.kind, self.text):
            raise ValueError("the hash is not that of the passage's kind and text")
        if not self.id.startswith(f"{self.document}/p-{self.hash[:12]}"):
            raise ValueError("the id is not made of the document and the hash")
        if any(not q.start < q.end <= len(self.text) for q in self.quotations):
            raise ValueError("a quotation does not lie in the text")
        if self.page_end is not None and (self.page is None or self.page_end < self.page):
            raise ValueError("the last page lies before the first")
        return self

    @property
    def anchor(self) -> str:
        """The name by which a page links to this passage."""
        return self.id.rsplit("/", 1)[1]

    @classmethod
    def make(
        cls,
        document: str,
        order: int,
        text: str,
        *,
        seen: dict[str, int],
        kind: PassageKind = PassageKind.BODY,
        heading_path: tuple[str, ...] = (),
        page: int | None = None,
        page_end: int | None = None,
        speaker: str | None = None,
        footnotes: tuple[Footnote, ...] = (),
        list_levels: ListLevels | None = None,
    ) -> Self:
        """A passage with its id. `seen` counts the ids given so far in the document, so that repeats stay apart."""
        digest = passage_hash(kind, text)
        name = f"{document}/p-{digest[:12]}"
        seen[name] = seen.get(name, 0) + 1
        suffix = f"-{seen[name]}" if seen[name] > 1 else ""
        return cls(
            id=name + suffix,
            document=document,
            order=order,
            kind=kind,
            heading_path=heading_path,
            page=page,
            page_end=page_end,
            speaker=speaker,
            text=text,
            footnotes=footnotes,
            list_levels=list_levels,
            hash=digest,
        )
