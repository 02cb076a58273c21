"""The sidecar of a file: it goes before what the text shows, and a mistake in it is told by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.read import read_document
from ingest.sidecar import beside, read_sidecar
from knowledge.documents import DocumentKind, Publish, Source
from knowledge.errors import RecordError

TEXT = "Nota over werk\n\nDe dienst telde vorig jaar twaalf bedrijven die hun werk uit het buitenland terughaalden.\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A text file without a sidecar."""
    path = tmp_path / "nota.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def source(**fields: object) -> Source:
    """A source that the text above may be recognised by."""
    values = {"id": "bron-nota", "title": "De hele nota", "publisher": "De dienst", "date": "2020-01", "kind": "report"}
    return Source.model_validate(values | fields)


def test_what_a_person_says_goes_first(file: Path) -> None:
    file.with_suffix(".yml").write_text(
        "title: Een andere naam\nkind: study\ndate: 2019\npublish: full\nlicence: CC0\n"
    )
    document = read_document(file).document
    assert (document.title, document.kind, document.date.value) == ("Een andere naam", DocumentKind.STUDY, "2019")
    assert (document.publish, document.licence) == (Publish.FULL, "CC0")
    assert {g.field: g.confidence for g in document.guesses}["title"] == 1.0


def test_a_name_with_its_extension_goes_before_one_without(file: Path) -> None:
    file.with_suffix(".yml").write_text("title: Zonder\n")
    file.with_name("nota.txt.yml").write_text("title: Met\n")
    assert beside(file) == file.with_name("nota.txt.yml")
    assert read_document(file).document.title == "Met"


def test_a_wrong_key_is_told_with_file_line_field_and_cure(file: Path) -> None:
    sidecar = file.with_suffix(".yml")
    sidecar.write_text("title: Goed\ntitel: Fout\n")
    with pytest.raises(RecordError, match=r"nota\.yml:2: titel: no such field\. Did you mean title\?"):
        read_document(file)


@pytest.mark.parametrize("text", ["", "- een\n- lijst\n", "title: [\n", "kind: brief\n", "date: 2020-13\n"])
def test_other_mistakes_are_told_too(file: Path, text: str) -> None:
    sidecar = file.with_suffix(".yml")
    sidecar.write_text(text)
    with pytest.raises(RecordError, match=r"nota\.yml:\d"):
        read_sidecar(sidecar)


def test_a_source_is_recognised_by_all_its_phrases(file: Path) -> None:
    known = {"bron-nota": source(recognise=("De dienst   telde", "TWAALF bedrijven"))}
    document = read_document(file, sources=known).document
    assert (document.source, document.publisher, document.date.value) == ("bron-nota", "De dienst", "2020-01")
    assert document.title == "De hele nota"
    none = {"bron-nota": source(recognise=("De dienst telde", "dertien bedrijven"))}
    assert read_document(file, sources=none).document.source is None


def test_the_sidecar_names_the_source(file: Path) -> None:
    file.with_suffix(".yml").write_text("source: bron-nota\npublisher: Iemand anders\n")
    document = read_document(file, sources={"bron-nota": source()}).document
    assert (document.source, document.publisher, document.title) == ("bron-nota", "Iemand anders", "De hele nota")
