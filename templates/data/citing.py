"""How a record, a source or a passage is cited: as a line of text, and as BibTeX, RIS and CSL-JSON.

A record has no date of its own, unless an editor noted a change: it is cited by the version of the knowledge base, and
'z.d.' (no date) stands where a date would. No date is made up.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from knowledge.base import PartialDate
from knowledge.cases import Case
from knowledge.catalogue import Catalogue
from knowledge.documents import Document, DocumentKind, Passage, Source
from knowledge.measures import Measure
from knowledge.systems import System
from knowledge.wording import citation_of, nl_date, place_in
from templates import links
from templates.data.names import HOLDER, LICENCE_NAME, NAME, Names, page_of, record_name
from templates.environment import clean

__all__ = [
    "FORMATS",
    "Entry",
    "citation_files",
    "document_entries",
    "passage_entry",
    "record_entry",
    "source_entry",
    "written",
]

EntryKind = Literal["report", "law", "web", "other"]
FORMATS = (("bib", "BibTeX"), ("ris", "RIS"), ("json", "CSL-JSON"))
"""The ends of the names of citation files, with what each is called."""

_KINDS: dict[DocumentKind, EntryKind] = {
    DocumentKind.ADVICE: "report",
    DocumentKind.REPORT: "report",
    DocumentKind.MINUTES: "report",
    DocumentKind.STUDY: "report",
    DocumentKind.GUIDE: "report",
    DocumentKind.LAW: "law",
}
_BIBTEX = {"report": "techreport", "law": "misc", "web": "misc", "other": "misc"}
_RIS = {"report": "RPRT", "law": "LEGAL", "web": "ELEC", "other": "GEN"}
_CSL = {"report": "report", "law": "legislation", "web": "webpage", "other": "document"}
_SPECIAL = str.maketrans(
    {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    | {sign: f"\\{sign}" for sign in "{}$&#_%"}
)


UNDATED = PartialDate()


@dataclass(frozen=True)
class Entry:
    """What is cited: `line` is that as a line of text, `pages` a page or a range, `note` a place in words."""

    key: str
    kind: EntryKind
    title: str
    author: str
    line: str
    date: PartialDate = UNDATED
    container: str = ""
    version: str = ""
    url: str = ""
    language: str = "nl"
    pages: str = ""
    note: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """Year, month and day as far as they are known."""
        return tuple((self.date.value or "").split("-")) if self.date.value else ()


def record_entry(record: Case | Measure | System, catalogue: Catalogue, names: Names, version: str) -> Entry:
    """The citation of a page of ours."""
    name = record_name(record)
    days = [change.date for change in catalogue.changes if change.record == name]
    date = PartialDate(value=max(days).isoformat()) if days else UNDATED
    place = page_of(name)
    url = names.page(place[0]) if place and names.address else ""
    when = nl_date(date) if days else "z.d."
    line = f"{NAME} ({when}). {clean(record.title)}. In: {HOLDER}, versie {version}. {LICENCE_NAME}."
    return Entry(
        key=f"{NAME.lower()}-{name.replace('/', '-')}",
        kind="web",
        title=clean(record.title),
        author=NAME,
        line=f"{line} {url}".strip(),
        date=date,
        container=HOLDER,
        version=version,
        url=url,
        note=LICENCE_NAME,
    )


def source_entry(source: Source | Document, url: str | None = None) -> Entry:
    """The citation of a bibliographic source, or of a document of the store."""
    return Entry(
        key=source.id,
        kind=_KINDS.get(source.kind, "other"),
        title=clean(source.title),
        author=clean(source.publisher or ""),
        line=clean(citation_of(source)),
        date=source.date,
        url=url or getattr(source, "url", None) or "",
        language=source.language,
    )


def passage_entry(document: Document, passage: Passage, names: Names, url: str | None = None) -> Entry:
    """The citation of a passage; it leads to the passage on this site where the site's address is known."""
    whole = source_entry(document, url)
    here = names.page(links.document(document.id), passage.anchor) if names.address else whole.url
    place = clean(place_in(passage, speaker=True))
    pages = str(passage.page or "")
    if passage.page and passage.page_end and passage.page_end > passage.page:
        pages = f"{passage.page}-{passage.page_end}"
    return Entry(
        key=f"{document.id}-{passage.anchor}",
        kind=whole.kind,
        title=whole.title,
        author=whole.author,
        line=f"{clean(citation_of(document, place))} {here}".strip(),
        date=document.date,
        url=here,
        language=document.language,
        pages=pages,
        note=place,
    )


def document_entries(
    document: Document, passages: Iterable[Passage], names: Names, url: str | None = None
) -> list[Entry]:
    """The citation of a document and of each of these passages of it."""
    return [source_entry(document, url), *(passage_entry(document, p, names, url) for p in passages)]


def citation_files(catalogue: Catalogue, names: Names, version: str) -> Iterator[tuple[str, str]]:
    """(path, text) of the citation files of every case, measure and system, and of all sources together."""
    records: list[Mapping[str, Case] | Mapping[str, Measure] | Mapping[str, System]] = [
        catalogue.cases,
        catalogue.measures,
        catalogue.systems,
    ]
    for group in records:
        for record in group.values():
            entry = record_entry(record, catalogue, names, version)
            yield from _files(f"citaties/{record_name(record)}", [entry])
    yield from _files("citaties/bronnen", [source_entry(source) for source in catalogue.sources.values()])


def _files(path: str, entries: list[Entry]) -> Iterator[tuple[str, str]]:
    for end, _ in FORMATS:
        yield f"{path}.{end}", written(entries, end)


def written(entries: Iterable[Entry], form: str) -> str:
    """The entries in one of the formats: bib, ris or json."""
    if form == "bib":
        return "\n".join(_bibtex(entry) for entry in entries)
    if form == "ris":
        return "\n".join(_ris(entry) for entry in entries)
    return json.dumps([_csl(entry) for entry in entries], ensure_ascii=False, indent=1) + "\n"


def _bibtex(entry: Entry) -> str:
    def told(text: str) -> str:
        return text.translate(_SPECIAL)

    fields = {
        "author": f"{{{told(entry.author)}}}" if entry.author else "",
        "title": f"{{{told(entry.title)}}}",
        "institution": told(entry.author) if entry.kind == "report" else "",
        "howpublished": told(entry.container),
        "version": told(entry.version),
        "year": entry.parts[0] if entry.parts else "",
        "month": str(int(entry.parts[1])) if len(entry.parts) > 1 else "",
        "date": entry.date.value or "",
        "pages": entry.pages.replace("-", "--"),
        "url": entry.url,
        "language": entry.language,
        "note": told(entry.note),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{_BIBTEX[entry.kind]}{{{entry.key},\n{lines}}}\n"


def _ris(entry: Entry) -> str:
    first, _, last = entry.pages.partition("-")
    fields = (
        ("TY", _RIS[entry.kind]),
        ("ID", entry.key),
        ("AU", entry.author),
        ("TI", entry.title),
        ("T2", entry.container),
        ("PB", entry.author if entry.kind != "web" else ""),
        ("PY", entry.parts[0] if entry.parts else ""),
        ("DA", "/".join((*entry.parts, "", "", "")[:4]) if entry.parts else ""),
        ("ET", entry.version),
        ("SP", first),
        ("EP", last),
        ("LA", entry.language),
        ("UR", entry.url),
        ("N1", entry.note),
    )
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields if value) + "ER  - \r\n"


def _csl(entry: Entry) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": entry.key,
        "type": _CSL[entry.kind],
        "title": entry.title,
        "author": [{"literal": entry.author}] if entry.author else None,
        "container-title": entry.container,
        "publisher": entry.author if entry.kind != "web" else "",
        "issued": {"date-parts": [[int(part) for part in entry.parts]]} if entry.parts else None,
        "version": entry.version,
        "page": entry.pages,
        "URL": entry.url,
        "language": entry.language,
        "note": entry.note,
    }
    return {name: value for name, value in fields.items() if value}
