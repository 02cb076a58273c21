"""The page on the quality of the vocabulary: what each list holds, what the documents show of it, and the lint."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.concepts import ConceptScheme
from knowledge.findings import Finding, Kind
from knowledge.label_rules import dutch_labels, english_labels
from knowledge.linting import Corpus, corpus_of, lint, used_concepts
from templates.holdings import Holdings
from templates.links import VOCABULARY_QUALITY
from templates.overviews import ABOUT
from templates.sheets import Sheet

__all__ = ["vocabulary_quality_page"]


@dataclass(frozen=True)
class Line:
    """A line of the table: a list of concepts, how many it has, and of how many there is something to see."""

    scheme: str
    title: str
    concepts: int
    defined: int
    noted: int
    in_passages: int
    in_records: int
    dutch: int
    english: int
    negative: int
    occurring: int


@dataclass(frozen=True)
class Group:
    """The findings of one kind, by list of concepts; a `long` one is folded in the page."""

    title: str
    explanation: str
    count: int
    schemes: tuple[tuple[str, tuple[Finding, ...]], ...]
    long: bool


LONG = 12
_TOLD: dict[Kind, tuple[str, str]] = {
    Kind.POINTER: ("Verwijzingen naar niets", "Het begrip verwijst naar een begrip dat niet bestaat."),
    Kind.CIRCLE: ("Kringen", "Het begrip staat boven zichzelf."),
    Kind.CODE: ("Onmogelijke codes", "De code kan niet bestaan in de NACE-nomenclatuur."),
    Kind.DEPRECATED: ("Vervallen maar gebruikt", "Een record of begrip noemt een begrip dat vervallen is."),
    Kind.COLLISION: ("Hetzelfde woord binnen een lijst", "Twee begrippen van één lijst hebben hetzelfde label."),
    Kind.ACROSS: (
        "Hetzelfde woord in twee lijsten",
        "Begrippen van verschillende lijsten delen een label en verwijzen niet naar elkaar.",
    ),
    Kind.TWICE: ("Dubbele labels", "Een begrip heeft hetzelfde label tweemaal."),
    Kind.SELF_DENIED: (
        "Labels die zichzelf uitsluiten",
        "Een niet bedoeld woord is een andere vorm van een label van het begrip, zodat het label nooit wordt herkend.",
    ),
    Kind.LANGUAGE: ("Labels in de verkeerde taal", "Een label staat bij de andere taal."),
    Kind.DEFINITION: ("Ontbrekende omschrijvingen", "De omschrijving of het label ontbreekt in het Engels."),
    Kind.REPEATS: ("Omschrijvingen die niets toevoegen", "De omschrijving herhaalt alleen het label."),
    Kind.ONE_WAY: (
        "Verwantschap die niet klopt",
        "Het verwante begrip verwijst niet terug, of is al een ruimer of enger begrip.",
    ),
    Kind.ORPHAN: ("Begrippen zonder buren", "Niets leidt naar het begrip: geen begrip, geen record en geen passage."),
    Kind.MANY: (
        "Begrippen die te vaak voorkomen",
        "Het begrip staat in meer dan een vijfde van de passages; wie erop filtert, houdt bijna alles over.",
    ),
    Kind.EVIDENCE: (
        "Begrippen zonder vindplaats",
        "Geen passage stelt het begrip vast en geen record noemt het. Dat kan terecht zijn: een volledige lijst, zoals"
        " die van de kritieke grondstoffen, bevat ook wat de documenten niet bespreken.",
    ),
    Kind.ABSENT: (
        "Labels die niet in de documenten staan",
        "Deze woorden staan in geen passage. Vaak zijn het woorden die een lezer intikt en een auteur niet schrijft;"
        " soms is de spelling anders dan in de teksten.",
    ),
}
"""How a kind of finding is told to a reader."""


def vocabulary_quality_page(holdings: Holdings) -> Iterator[tuple[str, str]]:
    """The one page."""
    catalogue = holdings.catalogue
    vocabulary = catalogue.vocabulary
    annotations = (a for found in holdings.annotations.values() for a in found)
    corpus = corpus_of(holdings.passages.values(), annotations, vocabulary)
    used = used_concepts(catalogue)
    lines = [_line(scheme, corpus, used) for scheme in vocabulary.schemes.values()]
    findings = lint(catalogue, corpus)
    yield Sheet(VOCABULARY_QUALITY, holdings).render(
        "vocabulary_quality",
        "Kwaliteit van de woordenlijst",
        crumbs=(ABOUT,),
        menu=True,
        lines=lines,
        total=len(vocabulary),
        passages=corpus.passages if corpus else 0,
        groups=list(_groups(holdings, findings)),
        clean=[_TOLD[kind][0] for kind in Kind if kind not in {f.kind for f in findings}],
    )


def _line(scheme: ConceptScheme, corpus: Corpus | None, used: frozenset[str]) -> Line:
    concepts = scheme.concepts
    dutch = [label for concept in concepts for label in dutch_labels(concept)]
    return Line(
        scheme=scheme.scheme.id,
        title=scheme.scheme.title.nl,
        concepts=len(concepts),
        defined=sum(c.definition.en is not None for c in concepts),
        noted=sum(c.note is not None for c in concepts),
        in_passages=sum(bool(corpus.facts.get(c.id)) for c in concepts) if corpus else 0,
        in_records=sum(c.id in used for c in concepts),
        dutch=len(dutch),
        english=sum(len(english_labels(c)) for c in concepts),
        negative=sum(len(c.negative) for c in concepts),
        occurring=sum(label in corpus.labels for label in dutch) if corpus else 0,
    )


def _groups(holdings: Holdings, findings: Sequence[Finding]) -> Iterator[Group]:
    """The findings by kind, the gravest kind first."""
    by_kind: dict[Kind, dict[str, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        by_kind[finding.kind][_heading(holdings, finding.record)].append(finding)
    for kind in Kind:
        if schemes := by_kind.get(kind):
            count = sum(map(len, schemes.values()))
            listed = tuple((title, tuple(found)) for title, found in schemes.items())
            yield Group(*_TOLD[kind], count, listed, count > LONG)


def _heading(holdings: Holdings, record: str) -> str:
    """The title of the concept scheme of a concept, or of the scheme itself; the name of another record."""
    head = holdings.catalogue.vocabulary.schemes.get(record.split("/")[0])
    return head.scheme.title.nl if head is not None else record
