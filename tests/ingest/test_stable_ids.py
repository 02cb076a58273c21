"""A passage keeps its id over re-ingest and over edits elsewhere in its document, and so does what links to it."""

from __future__ import annotations

import random
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.blocks import Block, Kind
from ingest.pipeline import run
from ingest.read import Read, read_document
from ingest.segment import passages
from knowledge.store import Store
from tests.ingest.builders import docx, paragraph

SUBJECTS = ("De dienst", "Een fabriek in Genk", "De raad", "Het bestuur", "Een klant", "De haven")
VERBS = ("telde", "vroeg om", "kreeg", "meldde", "vergeleek", "betaalde")
OBJECTS = ("twaalf nieuwe machines", "minder levertijd", "een lening", "hogere lonen", "een plan", "steun")
Section = tuple[str, tuple[str, ...]]
"""A heading and the paragraphs below it."""

sentences = st.builds(
    lambda who, does, what, year: f"{who} {does} in {year} {what}.",
    st.sampled_from(SUBJECTS),
    st.sampled_from(VERBS),
    st.sampled_from(OBJECTS),
    st.integers(1950, 2030),
)
paragraphs = st.lists(sentences, min_size=1, max_size=25).map(" ".join)
bodies = st.lists(paragraphs, min_size=1, max_size=6).map(tuple)
NAMES = ("Aanleiding", "Werkwijze", "Bevindingen", "Kosten en baten", "Verdere stappen", "Besluit")


def document(bodies: Sequence[tuple[str, ...]]) -> list[Section]:
    """Sections with names of their own, in which no two paragraphs are alike."""
    return [
        (NAMES[n], tuple(f"Onder punt {n} en {k} staat dit. {text}" for k, text in enumerate(body)))
        for n, body in enumerate(bodies)
    ]


def read(kind: str, sections: Sequence[Section]) -> Read:
    """The document that sections make in a file of a kind."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"nota.{kind}"
        if kind == "docx":
            body = paragraph("Nota over werk", style="Kop1")
            for name, texts in sections:
                body += paragraph(name, style="Kop2") + "".join(map(paragraph, texts))
            path.write_bytes(docx(body))
        else:
            parts = (f"## {name}\n\n" + "\n\n".join(texts) for name, texts in sections)
            path.write_text("# Nota over werk\n\n" + "\n\n".join(parts) + "\n", encoding="utf-8")
        return read_document(path)


def ids(read: Read, name: str) -> list[str]:
    """The ids of the passages below a heading, in order."""
    return [p.id for p in read.passages if p.heading_path[-1:] == (name,)]


@pytest.mark.parametrize("kind", ["md", "docx"])
@settings(max_examples=25)
@given(data=st.data())
def test_an_edit_in_one_section_leaves_the_ids_of_all_others(kind: str, data: st.DataObject) -> None:
    whole = document(data.draw(st.lists(bodies, min_size=2, max_size=len(NAMES))))
    before = read(kind, whole)
    assert [p.id for p in read(kind, whole).passages] == [p.id for p in before.passages]
    at = data.draw(st.integers(0, len(whole) - 1))
    name, texts = whole[at]
    edited = list(whole)
    match data.draw(st.sampled_from(["word", "paragraph", "cut", "drop", "move", "new"])):
        case "word":
            edited[at] = (name, (*texts[:-1], texts[-1].replace("staat dit", "staat nu iets anders")))
        case "paragraph":
            edited[at] = (name, (f"Vooraf dit. {data.draw(paragraphs)}", *texts))
        case "cut":
            edited[at] = (name, texts[: len(texts) // 2] or ("Weg.",))
        case "drop":
            del edited[at]
        case "move":
            edited.append(edited.pop(at))
        case "new":
            edited.insert(at, ("Tussenin", ("Dit hoofdstuk is nieuw en telt niet veel woorden.",)))
    if not edited:
        return
    after = read(kind, edited)
    for other, _ in whole[:at] + whole[at + 1 :]:
        assert ids(after, other) == ids(before, other), other


@pytest.mark.parametrize("edit", ["word", "sentence", "paragraph", "delete"])
def test_an_edit_in_a_long_section_changes_the_passages_around_it_only(edit: str) -> None:
    lost = []
    for seed in range(100):
        dice = random.Random(seed)
        texts = [" ".join(_numbered(dice) for _ in range(dice.choice([1, 2, 4, 6, 9, 14]))) for _ in range(40)]
        at = dice.randrange(5)
        edited = list(texts)
        match edit:
            case "word":
                edited[at] = edited[at].replace("telde", "vond", 1)
            case "sentence":
                edited[at] += " En nog een zin erbij van acht woorden."
            case "paragraph":
                edited.insert(at, _numbered(dice) * 3)
            case "delete":
                del edited[at]
        before, after = ({p.id for p in passages("nota", _below_one_heading(each))} for each in (texts, edited))
        lost.append(len(before - after))
    assert statistics.median(lost) <= 2
    assert statistics.mean(lost) < 3


def _numbered(dice: random.Random) -> str:
    return f"De dienst telde er {dice.randrange(10**6)} die werk terughaalden naar straat {dice.randrange(10**6)}."


def _below_one_heading(texts: Sequence[str]) -> list[tuple[Block, tuple[str, ...]]]:
    return [(Block(Kind.BODY, text), ("Deel",)) for text in texts]


def test_a_link_survives_what_a_publisher_does_to_a_file(tmp_path: Path, store: Store) -> None:
    """A new date above, a paragraph more at the end, another name, another folder: the cited passage keeps its id."""
    text = "# Nota\n\nVersie {}.\n\n## Deel\n\n" + "De loonkosten stegen sneller dan de baten, zei men daar. " * 8
    path = tmp_path / "nota.md"
    path.write_text(text.format(1), encoding="utf-8")
    run([path], store)
    (cited,) = [p.id for p in store.passages("nota") if p.heading_path[-1:] == ("Deel",)]
    path.write_text(text.format(2) + "\n\n## Slot\n\nEn een slot erbij.\n", encoding="utf-8")
    run([path], store)
    assert cited in {p.id for p in store.passages("nota")}
    (tmp_path / "map").mkdir()
    path.rename(tmp_path / "map" / "verslag-2.md")
    assert run([tmp_path], store)[0].status == "updated"
    assert cited in {p.id for p in store.passages("nota")}
