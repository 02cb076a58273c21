"""A small store of own Dutch texts with its index and searcher; the digests and the real documents, read once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from ingest.annotate import Annotate
from ingest.pipeline import run
from knowledge.base import Stance, Status
from knowledge.catalogue import CONTENT, read_vocabulary
from knowledge.concepts import Vocabulary
from knowledge.documents import Footnote, Passage, PassageKind
from knowledge.store import Store
from search.encoders import OWN, Encoder, load_encoder
from search.engine import Searcher
from search.index import open_index
from tests.conftest import annotate, make_document
from tests.once import once

LAMP = (
    "De lampenmaker uit Aalst haalde in 2019 de assemblage van ledlampen terug uit Polen. De loonkostenkloof was klein"
    " geworden, en de klant wilde binnen drie dagen zijn bestelling in huis hebben."
)
REPEATED = (
    "Een keuzehulp voor landen laat een onderneming loonkosten, vervoer, belastingen en risico's naast elkaar zetten"
    " voordat zij beslist waar een nieuwe fabriek moet komen."
)
TEXTS: dict[str, tuple[tuple[PassageKind, str], ...]] = {
    "advies": (
        (PassageKind.CONTENTS, "Inhoud: assemblage 3, ledlampen 4, loonkostenkloof 5, Aalst 6"),
        (PassageKind.BODY, LAMP),
        (PassageKind.BODY, REPEATED),
        (
            PassageKind.BODY,
            "Staatssteun mag alleen wanneer de Europese regels dat toelaten; de minister legt elk dossier voor.",
        ),
        (PassageKind.QUESTION, "Mevrouw Peeters vraagt of subsidies voor robots niet eerder naar kmo's moeten gaan."),
    ),
    "verslag": (
        (PassageKind.BODY, REPEATED.replace("moet komen", "moet staan")),
        (PassageKind.BODY, "De spreker ontkent dat goedkope arbeid de reden was: de kwaliteit viel tegen, zegt hij."),
        (PassageKind.BODY, "Niet-Europese toeleveranciers leverden te laat; het bedrijf zocht er twee in Wallonië."),
        (PassageKind.BODY, "Het budget bedroeg 500.000 euro in 2021 en 2,5 miljoen euro in 2022."),
    ),
    "gids": (
        (PassageKind.BODY, "Gemeenten kunnen bij een aankoop letten op de afstand tussen de werkplaats en de school."),
    ),
}


def fill(store: Store) -> dict[str, list[Passage]]:
    """Puts the texts into a store, with annotations in several stances; gives the passages by document."""
    about = {
        "advies": {"kind": "advice", "date": "2022-12", "jurisdiction": "be-vlg", "publisher": "De Raad"},
        "verslag": {"kind": "minutes", "date": "2023-01-12", "jurisdiction": "be-vlg"},
        "gids": {"kind": "guide", "jurisdiction": "nl"},
    }
    made: dict[str, list[Passage]] = {}
    for name, texts in TEXTS.items():
        seen: dict[str, int] = {}
        made[name] = [
            Passage.make(
                name,
                order,
                text,
                seen=seen,
                kind=kind,
                page=order + 1,
                heading_path=("Deel 1", "Verlichting") if text == LAMP else (),
                footnotes=(Footnote(number="1", text="Zie het jaarboek van Boekarest."),) if text == LAMP else (),
            )
            for order, (kind, text) in enumerate(texts)
        ]
        annotations = []
        if name == "advies":
            annotations = [
                annotate(made[name][1], "motives/labour-cost-gap", "loonkostenkloof"),
                annotate(made[name][1], "motives/delivery-time", "binnen drie dagen", status=Status.SUGGESTED),
                annotate(made[name][4], "motives/automation", "robots", stance=Stance.ASKED),
            ]
        if name == "verslag":
            annotations = [annotate(made[name][1], "motives/labour-cost-gap", "goedkope arbeid", stance=Stance.DENIED)]
        store.replace(make_document(name, **about[name]), made[name], annotations, configuration="1")
    return made


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The shipped vocabulary."""
    return read_vocabulary()


@pytest.fixture
def filled(store: Store) -> Store:
    """The store with the small texts."""
    fill(store)
    return store


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home that the store lies in."""
    return tmp_path / "home"


@pytest.fixture
def searchers(filled: Store, home: Path, vocabulary: Vocabulary) -> Iterator[Callable[[Encoder | None], Searcher]]:
    """Makes searchers with the encoder given; their indexes are closed afterwards."""
    opened = []

    def make(encoder: Encoder | None = None) -> Searcher:
        index = open_index(home, filled, encoder)
        opened.append(index)
        return Searcher(filled, vocabulary, index, encoder)

    yield make
    for index in opened:
        index.close()


@pytest.fixture
def searcher(searchers: Callable[[Encoder | None], Searcher]) -> Searcher:
    """A searcher with the default settings: no encoder."""
    return searchers(None)


def opened(home: Path, paths: Sequence[Path]) -> Iterator[Searcher]:
    """A searcher with the default encoder on what a user has after reading these files."""
    vocabulary = read_vocabulary()
    encoder = load_encoder(OWN)
    path = home / "thuishaven.sqlite"

    def make() -> None:
        with Store(path) as store:
            outcomes = run(paths, store, annotate=Annotate(vocabulary))
            assert {outcome.status for outcome in outcomes} == {"added"}
            open_index(home, store, encoder).close()
        (home / "ready").touch()

    home.mkdir(exist_ok=True)
    once(home / "ready", make)
    with Store(path) as store, open_index(home, store, encoder) as index:
        yield Searcher(store, vocabulary, index, encoder)


@pytest.fixture(scope="session")
def shipped(common: Path) -> Iterator[Searcher]:
    """A searcher on the shipped digests."""
    yield from opened(common / "shipped", [CONTENT / "digests"])


@pytest.fixture(scope="session")
def corpus(common: Path, shared: Path) -> Iterator[Searcher]:
    """A searcher on the real documents."""
    found = [*sorted((shared / "corpus").glob("0*.txt")), shared / "corpus" / "pdf"]
    yield from opened(common / "corpus", found)
