"""Bytes become the text that was meant, and what could not be read is told."""

from __future__ import annotations

import codecs

import pytest

from ingest.readers.decode import decode
from knowledge.errors import UnreadableFile

TEXT = "Eén coöperatie in België verplaatst haar productie. "


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        ((TEXT * 20).encode("cp1252"), "cp1252"),
    ],
)
def test_the_encoding_is_found(data: bytes, encoding: str) -> None:
    text, found, warnings = decode("nota.txt", data)
    assert text.startswith(TEXT)
    assert found == encoding
    assert bool(warnings) is (encoding == "cp1252")


def test_a_short_text_with_more_broken_bytes_than_accents_is_still_utf8() -> None:
    text, encoding, warnings = decode("nota.txt", "Eén coöperatie ".encode() + b"\xff\xfe\x80" + b" verder.")
    assert (encoding, text.count("\ufffd"), "Eén coöperatie" in text) == ("utf-8", 3, True)
    assert warnings == ["3 damaged characters in what is otherwise UTF-8"]


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(UnreadableFile, match=r"nota\.txt: is not text"):
        decode("nota.txt", bytes(range(256)) * 20)
