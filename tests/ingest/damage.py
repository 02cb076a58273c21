"""Small sound files of every kind that is read, and the ways in which a seed damages them."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from ingest.readers.registry import EXTENSIONS
from tests.conftest import ROOT
from tests.ingest.builders import At, column, docx, paragraph, pdf

__all__ = ["corpus_files", "damaged", "made_files", "packed"]

_SENTENCE = "De dienst telde in 2021 {} bedrijven die werk uit het buitenland terug-\nhaalden, zie noot 3 en § 4.{}."
_ODT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:text>{}</office:text>'
    "</office:body></office:document-content>"
)


def made_files() -> dict[str, bytes]:
    """A small sound file of every kind that is read, by name."""
    lines = [_SENTENCE.format(n, n) for n in range(12)]
    text = "Nota over werk\n\n1. Inleiding\n\n" + "\n\n".join(lines) + "\n\n1 Een noot bij de tekst.\n"
    marked = (
        "# Nota\n\n## 1. Deel\n\n" + "\n\n".join(lines) + "\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- punt\n  - onder\n"
    )
    marked += "\nTekst met **vet** en een noot.<sup>1</sup>\n\n<sup>1</sup> De noot.\n\n---\n"
    body = "".join(f"<p>{line}</p>" for line in lines)
    page = f"<!doctype html><html><head><title>Nota</title></head><body><nav>weg</nav><h1>Nota</h1>{body}"
    page += "<table><tr><th>a</th><td rowspan=2>b</td></tr><tr><td>c</td></tr></table><ul><li>een<ol><li>twee</ol></ul>"
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    note = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    word = paragraph("Nota", style="Kop1") + "".join(paragraph(line, inner=note) for line in lines) + table
    sheet: list[At] = [At(50, 790, "Nota over werk", 16, bold=True), *column(50, 760, text.split("\n"), size=9)]
    odt = "<text:h text:outline-level='1'>Nota</text:h>" + "".join(f"<text:p>{line}</text:p>" for line in lines)
    odt += "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>"
    odt += "</table:table>"
    mail = "From: a@b.be\nTo: c@d.be\nSubject: Nota\nMIME-Version: 1.0\nDate: Mon, 3 Mar 2025 10:00:00 +0100\n"
    mail += (
        'Content-Type: multipart/mixed; boundary="grens"\n\n--grens\nContent-Type: text/plain; charset=utf-8\n\n' + text
    )
    mail += f"\n--grens\nContent-Type: text/html\n\n{page}\n--grens\nContent-Type: text/plain\n"
    mail += 'Content-Disposition: attachment; filename="bijlage.txt"\n\n' + text + "\n--grens--\n"
    found = {
        "tekst.txt": text.encode(),
        "oud.txt": text.encode("cp1252"),
        "opmaak.md": marked.encode(),
        "pagina.html": page.encode(),
        "woord.docx": docx(word, footnotes=["De noot bij de tekst."]),
        "blad.pdf": pdf([sheet, sheet, column(50, 700, lines)], title="Nota"),
        "open.odt": packed(
            {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": _ODT.format(odt).encode()}
        ),
        "post.eml": mail.encode(),
    }
    return {name: data for name, data in found.items() if Path(name).suffix in EXTENSIONS}


def corpus_files() -> dict[str, bytes]:
    """The real documents, by name; none where ../shared is not present."""
    folder = ROOT.parent / "shared" / "corpus"
    paths = [*folder.glob("*.txt"), *folder.glob("pdf/*.pdf"), *(ROOT / "knowledge" / "digests").glob("*.md")]
    return {path.name: path.read_bytes() for path in sorted(paths)}


def packed(parts: dict[str, bytes]) -> bytes:
    """A zip package of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


# ways of damaging

_TOKENS = [
    *(b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x1b[31m", b"\r\r\n", b"\x0c", b"\x85"),
    *("\u202e".encode(), "\u200b".encode(), "\u00b9\u00b2\u00b3".encode(), b"%s%n", b"../../etc/passwd"),
    *(b"-1", b"0", b"99999999999999999999", b"1e400", b"NaN", b"\n\n1 ", b"\n2021 ", b"....... 3\n", b"--"),
    *(b"<", b">", b"&", b"&#0;", b"&#xD800;", b"<![CDATA[", b"<!--", b"]]>", b'<!ENTITY a "b">', b"</p></p>"),
    *(b"<table><tr>", b"<div>", b"<script>", b"<svg onload=x>", b"javascript:", b"<w:tbl>", b"</w:p>", b"<w:del>"),
    *(b'w:id="-7"', b"<text:list>", b"<text:p>", b"xml:space", b"endobj", b"stream\n", b"endstream", b"1 0 R"),
    *(b"/Length 9999999", b"/Kids [2 0 R]", b"/Count -5", b"(((((", b"<<<<", b"BT ", b" Tf", b"/Rotate 45"),
    *(b"/MediaBox [0 0 0 0]", b"[0 0 1e9 1e9]", b"/Encrypt 1 0 R", b"startxref\n0\n", b"| | |\n|-|-|\n", b"```"),
    *(b"# ", b"###### ", b"[^1]", b"[a](b)", b"![](", b"**", b"<sup>", b"> > > > ", b"- - - -", b"\n- ", b"\n    "),
    *(b"--grens", b"Content-Type: ", b"=?utf-8?q?", b"filename*=", b"Content-Transfer-Encoding: base64\n"),
]


def _cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data))]


def _cut_head(data: bytes, dice: random.Random) -> bytes:
    return data[dice.randrange(min(len(data), 4096)) :]


def _flip(data: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice([1, 4, 16, 256])):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _noise(data: bytes, dice: random.Random) -> bytes:
    at, size = dice.randrange(len(data)), dice.choice([1, 8, 64, 1024])
    return data[:at] + dice.randbytes(size) + data[at + size :]


def _drop(data: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + data[at + dice.choice([1, 10, 100, 1000, 10_000]) :]


def _repeat(data: bytes, dice: random.Random) -> bytes:
    at, size = dice.randrange(len(data)), dice.choice([1, 10, 100, 1000])
    return data[:at] + data[at : at + size] * dice.choice([2, 20, 200, 2000]) + data[at:]


def _swap(data: bytes, dice: random.Random) -> bytes:
    a, b, c = sorted(dice.randrange(len(data)) for _ in range(3))
    return data[:a] + data[b:c] + data[a:b] + data[c:]


def _insert(data: bytes, dice: random.Random) -> bytes:
    for _ in range(dice.choice([1, 5, 30])):
        at = dice.randrange(len(data))
        data = data[:at] + dice.choice(_TOKENS) * dice.choice([1, 1, 1, 3, 500, 5000]) + data[at:]
    return data


def _numbers(data: bytes, dice: random.Random) -> bytes:
    """Some numbers become others: lengths, offsets, sizes, ids."""
    others = [b"0", b"-1", b"1", b"7", b"65536", b"2147483648", b"99999999999", b"0.00001"]
    chance = dice.choice([0.01, 0.1, 0.5])
    return re.sub(rb"\d+", lambda m: dice.choice(others) if dice.random() < chance else m[0], data)


def _lines(data: bytes, dice: random.Random) -> bytes:
    """Lines change their order, or all stand on one."""
    lines = data.split(b"\n")
    dice.shuffle(lines)
    return dice.choice([b"\n", b"", b" ", b"\n\n", b"\r", b"\x0c"]).join(lines)


WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_cut, _cut_head, _flip, _noise, _drop, _repeat, _swap, _insert, _numbers, _lines),
)


def damaged(name: str, data: bytes, dice: random.Random) -> bytes:
    """The bytes of a file, damaged in one to three ways; in a zip package mostly the parts are, not the package."""
    if name.endswith((".docx", ".odt")) and dice.random() < 0.8:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {part: package.read(part) for part in package.namelist()}
        part = (
            max(parts, key=lambda p: len(parts[p]) * (1 + dice.random()))
            if dice.random() < 0.7
            else dice.choice([*parts])
        )
        return packed(parts | {part: damaged("", parts[part], dice)})
    for _ in range(dice.choice([1, 1, 2, 3])):
        data = dice.choice(WAYS)(data or b"x", dice)
    return data
