"""Small PDF and Word files made by hand, so that each test shows the page that it speaks of."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["At", "Dot", "Stroke", "column", "docx", "paragraph", "pdf"]


@dataclass(frozen=True)
class At:
    """A line of text on a page: where it starts (points from the left and the foot), its size and weight.

    `matrix` turns or stretches its letters, as in (0, 1, -1, 0) for text that runs up; `mode` 2 outlines them, too.
    `spacing` is white between them, in points.
    """

    x: float
    y: float
    text: str
    size: float = 10.0
    bold: bool = False
    matrix: tuple[float, float, float, float] = (1, 0, 0, 1)
    mode: int = 0
    spacing: float = 0.0


@dataclass(frozen=True)
class Stroke:
    """A level line drawn from `x` to `right`."""

    x: float
    right: float
    y: float


@dataclass(frozen=True)
class Dot:
    """A small black square, as drawn before the items of a list: its left, its foot, and how wide it is."""

    x: float
    y: float
    size: float = 3.5


def column(x: float, top: float, lines: Sequence[str], *, size: float = 10.0, leading: float = 12.0) -> list[At]:
    """Lines under each other."""
    return [At(x, top - i * leading, line, size) for i, line in enumerate(lines)]


def pdf(
    pages: Sequence[Sequence[At | Stroke | Dot]],
    *,
    title: str = "",
    encrypted: bool = False,
    rotate: int = 0,
    shown: tuple[int, int, int, int] = (0, 0, 595, 842),
) -> bytes:
    """A PDF with these lines on its pages, in Helvetica; of each page the box `shown` shows, turned by `rotate`."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    fonts = "<< /F1 3 0 R /F2 4 0 R >>"
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>")
    kids = []
    for lines in pages:
        stream = b"\n".join(_shown(line) for line in lines)
        objects.append(b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream")
        content = len(objects)
        resources = f"/Resources << /Font {fonts} >> /Contents {content} 0 R"
        crop = f"/CropBox [{' '.join(map(str, shown))}] /Rotate {rotate}"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {crop} {resources} >>".encode())
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    objects.append(f"<< /Title ({title}) >>".encode("cp1252"))
    info = len(objects)
    extra = b""
    if encrypted:
        key = b"<" + b"5a" * 32 + b">"
        objects.append(b"<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O " + key + b" /U " + key + b" >>")
        extra = b" /Encrypt %d 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]" % len(
            objects
        )
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R%s >>\n" % (len(objects) + 1, info, extra)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def _shown(line: At | Stroke | Dot) -> bytes:
    if isinstance(line, Dot):
        return b"%.1f %.1f %.1f %.1f re f" % (line.x, line.y, line.size, line.size)
    if isinstance(line, Stroke):
        return b"0.5 w %.1f %.1f m %.1f %.1f l S" % (line.x, line.y, line.right, line.y)
    text = line.text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    font = b"F2" if line.bold else b"F1"
    place = b"%.3f %.3f %.3f %.3f %.1f %.1f Tm" % (*line.matrix, line.x, line.y)
    drawn = b"%d Tr %.1f Tc /%b %.1f Tf" % (line.mode, line.spacing, font, line.size)
    return b"BT %b %b (%b) Tj ET" % (drawn, place, text)


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def paragraph(text: str, *, style: str = "", inner: str = "") -> str:
    """A paragraph of a Word document; `inner` is put after the text as it is."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{text}</w:t></w:r>{inner}</w:p>'


def docx(body: str, *, footnotes: Sequence[str] = (), parts: dict[str, bytes] | None = None) -> bytes:
    """A .docx file with this body; the notes have the ids 1, 2, ..."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="Kop{n}"><w:name w:val="heading {n}"/></w:style>' for n in range(1, 4)
    )
    notes = "".join(
        f'<w:footnote w:id="{i}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
        for i, text in enumerate(footnotes, start=1)
    )
    files = {
        "[Content_Types].xml": b"<Types/>",
        "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>".encode(),
        "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>".encode(),
        "word/footnotes.xml": f"<w:footnotes {_W}>{notes}</w:footnotes>".encode(),
        **(parts or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return out.getvalue()
