"""A small store of made-up documents that shows everything a site must show, and the site that is built of it once."""

from __future__ import annotations

import functools
import pickle
from pathlib import Path

from knowledge.annotations import Annotation
from knowledge.base import Stance, Status
from knowledge.catalogue import catalogue
from knowledge.documents import Document, Footnote, Passage, PassageKind
from knowledge.store import Store
from templates.build import BuildReport, build
from tests.conftest import annotate, make_document
from tests.once import common, once

FULL, EXCERPT, METADATA, NASTY = "nota-terugkeer", "rapport-metaal", "brief-minister", "index"
NASTY_TITLE = '<script>window.bezet=9</script> "Titel" [x](javascript:alert(1)) </title><b>'

HOSTILE = (
    "<script>window.bezet=1</script>",
    "<img src=x onerror=window.bezet=2>",
    "[klik hier](javascript:window.bezet=3)",
    "![plaatje](https://kwaad.example/x.png)",
    "Tekst {: onclick=window.bezet=4 #overgenomen }",
    "# Geen kop maar tekst",
    "| een | twee |",
    "{{ 7 * 7 }} en {% raw %}",
    '--8<-- "mkdocs.yml"',
    "!!! note Geen kader",
    ":smile: ==gemarkeerd== ^^onder^^ ~~door~~",
    "[^1] en [[wiki]] en <https://kwaad.example/>",
    "https://kwaad.example/pad www.kwaad.example",
    "&lt;b&gt; &amp; &#60;i&#62;",
    "</div></section></article><h1>uitgebroken</h1>",
    "\x02wzxhzdk:0\x03 en \x02klzzwxh:0001\x03",
    "`code` **vet** _cursief_ $$x^2$$ ++toets++",
    "    vier spaties",
    "---\ntitle: gekaapt\n---",
    "__config",
    "__config en nog iets",
    "<!-- weg --> <? php ?> <![CDATA[x]]>",
    '" onmouseover="window.bezet=5" x="',
    "*[HTML]: afkorting\n[ref]: https://kwaad.example 'x'",
    "<style>body{display:none}</style><iframe src=//kwaad.example></iframe>",
)
"""Texts that a document may hold and that must stay text."""


def _nota() -> tuple[Document, list[Passage], list[Annotation]]:
    document = make_document(
        FULL,
        title="Nota over de terugkeer van productie",
        publisher="Dienst Nijverheid",
        date="2023-04",
        kind="report",
        jurisdiction="be-vlg",
        publish="full",
        pages=4,
        warnings=("page 3: two columns were read as one", "1 footnote has no mark in the text: 9"),
        people=({"name": "An Peeters", "role": "auteur"},),
    )
    seen: dict[str, int] = {}
    make = functools.partial(Passage.make, document.id, seen=seen)
    passages = [
        make(
            0,
            "De fabriek kwam terug omdat de levertijd te lang werd. De loonkosten speelden geen rol bij die keuze.",
            heading_path=("1. Aanleiding",),
            page=1,
            footnotes=(Footnote(number="1", text="Gesprek met de directie, voorjaar."),),
        ),
        make(
            1,
            "Gesprek met de directie, voorjaar.",
            kind=PassageKind.FOOTNOTE,
            heading_path=("1. Aanleiding",),
            page=1,
        ),
        make(
            2,
            "Zou maatwerk een reden kunnen zijn om terug te keren?",
            kind=PassageKind.QUESTION,
            heading_path=("1. Aanleiding", "1.1 Vragen"),
            page=2,
            speaker="Mevrouw De Smet",
        ),
        make(
            3,
            "Land | Steun\nJapan | ja\nItalië | nee",
            kind=PassageKind.TABLE,
            heading_path=("2. Vergelijking",),
            page=3,
        ),
        make(
            4,
            "Met automatisering kan het misschien wel, zo denkt men.",
            heading_path=("2. Vergelijking",),
            page=3,
            page_end=4,
        ),
    ]
    annotations = [
        annotate(passages[0], "motives/delivery-time", "levertijd"),
        annotate(passages[0], "motives/labour-cost-gap", "loonkosten", stance=Stance.DENIED),
        annotate(passages[2], "motives/customisation", "maatwerk", stance=Stance.ASKED),
        annotate(passages[4], "motives/automation", "automatisering", stance=Stance.HYPOTHETICAL),
        annotate(passages[4], "motives/customisation", "denkt", status=Status.SUGGESTED),
    ]
    return document, passages, annotations


def _rapport() -> tuple[Document, list[Passage], list[Annotation]]:
    document = make_document(EXCERPT, title="Rapport over de metaalsector", kind="study", publish="excerpt")
    seen: dict[str, int] = {}
    texts = [
        f"Alinea {n} gaat over iets anders. Zij zegt dat de levertijd in jaar {n} korter werd. "
        "Daarna volgt een geheim slot dat niemand hoeft te lezen, want het blijft bij de auteur en is enkel vulling."
        for n in range(40)
    ]
    passages = [
        Passage.make(document.id, n, text, seen=seen, heading_path=("Deel A",), page=n + 1)
        for n, text in enumerate(texts)
    ]
    return document, passages, [annotate(p, "motives/delivery-time", "levertijd") for p in passages]


def _brief() -> tuple[Document, list[Passage], list[Annotation]]:
    document = make_document(METADATA, title="Brief aan de minister", kind="letter", publish="metadata")
    seen: dict[str, int] = {}
    passages = [Passage.make(document.id, 0, "Deze vertrouwelijke zin over kwaliteit blijft binnen.", seen=seen)]
    return document, passages, [annotate(passages[0], "motives/quality-control", "kwaliteit")]


def _nasty() -> tuple[Document, list[Passage], list[Annotation]]:
    """A document of which every field and passage tries to be more than text; its id is that of a front page."""
    document = make_document(
        NASTY,
        title=NASTY_TITLE,
        publisher="<img src=x onerror=window.bezet=7>",
        publish="full",
        file="<b>bestand</b>.txt",
        identifiers={"<i>nummer</i>": "[x](javascript:1)"},
        people=({"name": "<u>Jan</u>", "role": '"><script>window.bezet=8</script>'},),
        warnings=("<script>window.bezet=6</script>",),
    )
    seen: dict[str, int] = {}
    passages = [
        Passage.make(
            document.id,
            order,
            text,
            seen=seen,
            heading_path=("Wat er zoal in een bestand kan staan", text[:60]),
            speaker="<script>window.bezet=10</script>",
            footnotes=(Footnote(number="1", text=text),),
        )
        for order, text in enumerate(HOSTILE)
    ]
    return document, passages, []


def fill(store: Store) -> None:
    """Puts four documents into the store: one shown whole, one in excerpts, one not at all, and a hostile one."""
    for document, passages, found in (_nota(), _rapport(), _brief(), _nasty()):
        store.replace(document, passages, found, configuration="proef")


@functools.cache
def built_site() -> tuple[Path, Path, BuildReport]:
    """The pages, the site and the report of one build of this store with the shipped catalogue; made once a run."""
    home = common() / "site"
    pages_dir, site_dir = home / "_pages", home / "_site"

    def make() -> None:
        home.mkdir()
        with Store(home / "thuishaven.sqlite") as store:
            fill(store)
            report = build(catalogue(), store, pages_dir=pages_dir, site_dir=site_dir)
        (common() / "site.report").write_bytes(pickle.dumps(report))

    report = once(common() / "site.report", make)
    return pages_dir, site_dir, pickle.loads(report.read_bytes())
