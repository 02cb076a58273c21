"""E-mail messages with what they quote and what is attached to them."""

from __future__ import annotations

import random
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from ingest.blocks import Kind, Reading
from ingest.readers import eml, eml_message, registry
from ingest.readers.eml_quotes import unflowed
from knowledge.documents import PassageKind
from knowledge.errors import UnreadableFile
from tests.ingest.builders import column, docx, paragraph, pdf
from tests.ingest.reading import all_text, holding, of_kind, read_bytes_as

WORDS = "De dienst telde vorig jaar twaalf bedrijven die hun werk naar de streek terughaalden."
PAGE = f"<html><body><p>{WORDS}</p><p>Vier ervan kregen een lening.</p><script>alert(1)</script></body></html>"


def message(text: str = WORDS, *, subject: str = "Vraag over steun", html: str = "") -> EmailMessage:
    """A message with a plain text, and a page beside it."""
    made = EmailMessage()
    made["Subject"] = subject
    made["From"] = "Jan Peeters <jan@example.org>"
    made["To"] = "Dienst Economie <dienst@example.org>, an@example.org"
    made["Date"] = datetime.fromisoformat("2025-03-07T10:00:00+01:00")
    if text:
        made.set_content(text)
    if html and text:
        made.add_alternative(html, subtype="html")
    elif html:
        made.set_content(html, subtype="html")
    return made


def read(made: EmailMessage | bytes) -> Reading:
    """What the reader makes of a message."""
    return registry.read(Path("bericht.eml"), made if isinstance(made, bytes) else made.as_bytes())


def shown(reading: Reading) -> list[tuple[str, int, str]]:
    """The blocks after the subject and the headers, as (kind, level, text)."""
    return [(block.kind.value, block.level, block.text) for block in reading.blocks[2:]]


def test_subject_headers_and_text(tmp_path: Path) -> None:
    made = message(f"Beste,\n\n{WORDS}\n", subject="Bedrijven die terugkeren naar de régio")
    got = read_bytes_as(tmp_path, made.as_bytes(), "bericht.eml")
    assert got.document.title == "Bedrijven die terugkeren naar de régio"
    assert got.document.date.value == "2025-03-07"
    assert got.document.media_type == "message/rfc822"
    assert got.document.people == ()
    assert holding(got, WORDS).heading_path == ("Bedrijven die terugkeren naar de régio",)
    assert of_kind(got, PassageKind.TABLE)[0].text.split("\n")[:3] == [
        "Van | Jan Peeters",
        "Aan | Dienst Economie, an@example.org",
        "Datum | 7 maart 2025",
    ]
    assert "jan@example.org" not in all_text(got)


def test_the_plain_text_goes_before_the_page_unless_it_is_a_mere_notice() -> None:
    assert shown(read(message(WORDS, html=PAGE))) == [("body", 0, WORDS)]
    notice = message("Open dit bericht als webpagina.", html=f"<p>{WORDS}</p>" * 4)
    assert shown(read(notice)) == [("body", 0, WORDS)] * 4
    page = read(message("", html=PAGE))
    assert [text for _, _, text in shown(page)] == [WORDS, "Vier ervan kregen een lening."]


QUOTING = f"""Beste,

{WORDS}

Op 3 maart 2025 om 14:02 schreef An Claes
<an@example.org>:

> Hoeveel bedrijven kwamen er terug?

Het waren er twaalf.

> En welke steun kregen ze?
>> Dit vroeg ik eerder al eens.

Ze kregen een lening.

--\N{SPACE}
Jan Peeters
Tel. 02 000 00 00
"""


def test_what_is_quoted_stands_under_the_line_that_says_who_wrote_it() -> None:
    reading = read(message(QUOTING))
    subject, asked = ("heading", 1, "Vraag over steun"), ("heading", 2, "Op 3 maart 2025 om 14:02 schreef An Claes")
    assert shown(reading) == [
        ("body", 0, "Beste,"),
        ("body", 0, WORDS),
        asked,
        ("body", 0, "Hoeveel bedrijven kwamen er terug?"),
        subject,
        ("body", 0, "Het waren er twaalf."),
        asked,
        ("body", 0, "En welke steun kregen ze?"),
        ("heading", 3, "Aangehaald bericht"),
        ("body", 0, "Dit vroeg ik eerder al eens."),
        subject,
        ("body", 0, "Ze kregen een lening."),
    ]
    assert [(r.reason, r.text) for r in reading.removed] == [("signature", "Jan Peeters Tel. 02 000 00 00")]


def test_a_forwarded_message_without_quotation_marks_stands_apart() -> None:
    text = (
        f"{WORDS}\n\n-----Oorspronkelijk bericht-----\nVan: Piet Janssens <piet@example.org>\n"
        "Verzonden: maandag 3 maart 2025 9:00\nAan: An Claes\nOnderwerp: Telling\n\nDe telling is klaar.\n\n"
        "Van: Els Maes\nVerzonden: zondag 2 maart 2025\nAan: Piet\nOnderwerp: Telling\n\nIs de telling klaar?\n"
    )
    assert shown(read(message(text))) == [
        ("body", 0, WORDS),
        ("heading", 2, "Van: Piet Janssens"),
        (
            "table",
            0,
            "Van | Piet Janssens\nVerzonden | maandag 3 maart 2025 9:00\nAan | An Claes\nOnderwerp | Telling",
        ),
        ("body", 0, "De telling is klaar."),
        ("heading", 2, "Van: Els Maes"),
        ("table", 0, "Van | Els Maes\nVerzonden | zondag 2 maart 2025\nAan | Piet\nOnderwerp | Telling"),
        ("body", 0, "Is de telling klaar?"),
    ]


def test_an_earlier_message_in_a_page_stands_apart() -> None:
    page = (
        f"<p>{WORDS}</p><p>Op 3 maart 2025 schreef An Claes &lt;an@example.org&gt;:</p>"
        "<blockquote><p>Hoeveel bedrijven kwamen er terug?</p></blockquote>"
    )
    assert shown(read(message("", html=page))) == [
        ("body", 0, WORDS),
        ("heading", 2, "Op 3 maart 2025 schreef An Claes"),
        ("body", 0, "Hoeveel bedrijven kwamen er terug?"),
    ]


def test_soft_line_ends_are_undone() -> None:
    assert unflowed("een \ntwee\n\n> aan \n> gehaald\n-- \nJan") == "een twee\n\n> aan gehaald\n-- \nJan"
    assert unflowed("lange \nwoorden", without_space=True) == "langewoorden"
    made = message("De dienst telde twaalf \nbedrijven.\n\n> En wat \n> toen?\n")
    made.set_param("format", "flowed")
    assert ("body", 0, "De dienst telde twaalf bedrijven.") in shown(read(made))


def test_attachments_are_read_under_their_names(tmp_path: Path) -> None:
    made = message()
    word = docx(paragraph("Steun", style="Kop1") + paragraph("Ze kregen een lening.") + paragraph("Deel", style="Kop2")
                + paragraph("Dat duurde een jaar."))  # fmt: skip
    kind = "vnd.openxmlformats-officedocument.wordprocessingml.document"
    made.add_attachment(word, maintype="application", subtype=kind, filename="../../etc/nota.docx")
    made.add_attachment(pdf([column(50, 700, ["Een regel tekst in een bestand."])]), maintype="application",
                        subtype="pdf", filename="blad\u202efdp.pdf")  # fmt: skip
    made.add_attachment("<h1>Kop</h1><p>Een alinea.</p>", subtype="html", filename="pagina.html")
    made.add_attachment(b"PK\x03\x04rest", maintype="application", subtype="zip", filename="alles.zip")
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    made.add_attachment(b"", maintype="application", subtype="octet-stream", filename="leeg.txt")
    got = read_bytes_as(tmp_path, made.as_bytes(), "bericht.eml")
    assert holding(got, "Ze kregen een lening.").heading_path == ("Vraag over steun", "nota.docx", "Steun")
    assert holding(got, "Dat duurde een jaar.").heading_path == ("Vraag over steun", "nota.docx", "Steun", "Deel")
    assert holding(got, "Een regel tekst").heading_path == ("Vraag over steun", "bladfdp.pdf")
    assert holding(got, "Een alinea.").heading_path == ("Vraag over steun", "pagina.html", "Kop")
    assert got.document.title == "Vraag over steun"
    assert [w for w in got.document.warnings if "not read" in w] == [
        "attachment 'alles.zip' was not read: is a damaged Office file or zip archive, not a document that can be read",
        "attachment 'leeg.txt' was not read: holds no text",
        "1 picture was not read: logo.png",
    ]


def test_messages_within_messages_are_read_to_a_depth() -> None:
    made = message("Tekst op diepte 0.", subject="Bericht 0")
    for depth in range(1, 6):
        outer = message(f"Tekst op diepte {depth}.", subject=f"Bericht {depth}")
        outer.add_attachment(made)
        made = outer
    reading = read(made)
    headings = [(b.level, b.text) for b in reading.blocks if b.kind is Kind.HEADING]
    assert headings == [(1, "Bericht 5"), (2, "Bericht 4"), (3, "Bericht 3")]
    assert [w for w in reading.warnings if "within 3 others" in w] != []


def test_a_message_file_that_is_attached_counts_as_a_message_within() -> None:
    made = message("Binnenste tekst.").as_bytes()
    for _ in range(5):
        outer = message("Buitenste tekst.")
        outer.add_attachment(made, maintype="application", subtype="octet-stream", filename="stuk.eml")
        made = outer.as_bytes()
    reading = read(made)
    assert max(b.level for b in reading.blocks) == 3
    assert "attachment 'stuk.eml' was not read: a message within 3 others" in reading.warnings


def test_too_many_attachments_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eml, "MOST_PARTS", 3)
    made = message()
    for i in range(5):
        made.add_attachment(f"Bijlage met nummer {i}.", filename=f"b{i}.txt")
    reading = read(made)
    assert [b.text for b in reading.blocks if b.kind is Kind.HEADING][1:] == ["b0.txt", "b1.txt", "b2.txt"]
    assert reading.warnings == ["2 further parts were not read: more than 3"]


def test_signed_and_encrypted_messages() -> None:
    part = f"--x\r\nContent-Type: text/plain\r\n\r\n{WORDS}\r\n--x\r\n"
    part += "Content-Type: application/pgp-signature\r\n\r\nAAAA\r\n--x--"
    head = "Subject: Vraag\r\nFrom: Jan <jan@example.org>\r\nContent-Type: multipart/{}; boundary=x\r\n\r\n"
    signed = read((head.format("signed") + part).encode())
    assert shown(signed) == [("body", 0, WORDS)]
    assert signed.warnings == []
    with pytest.raises(UnreadableFile, match=r"bericht\.eml: the message holds no text \(it is encrypted\)\."):
        read((head.format("encrypted") + part).encode())


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "utf-16", "bestaat-niet", "idna", "zip"])
def test_charsets(charset: str) -> None:
    data = "Één café telt één bedrijf meer.".encode("utf-16" if charset == "utf-16" else "cp1252")
    head = f"Subject: x\r\nContent-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    assert read(head.encode() + data).blocks[-1].text == "Één café telt één bedrijf meer."


HOSTILE = [
    b"Subject: " + b"=?utf-8?q?a?= " * 20_000 + b"\r\n\r\ntekst hier",
    b"Subject: x\r\nFrom: " + b"(" * 50_000 + b"\r\n\r\ntekst hier",
    b"Subject: x\r\nTo: " + b"a@b.be, " * 50_000 + b"\r\n\r\ntekst hier",
    b"Subject: x\r\nDate: 99 Foo 99999 99:99:99 +9999\r\n\r\ntekst hier",
    b"Subject: x\r\nContent-Type: " + b";" * 50_000 + b"\r\n\r\ntekst hier",
    b'Subject: x\r\nContent-Disposition: attachment; filename*=utf-8\'\'%00%ff%2e%2e%2f\r\n\r\ntekst hier',
    b"Subject: x\r\n\r\n" + b"> " * 50_000 + b"tekst hier",
    b"Subject: x\r\n\r\n" + b"".join(b">" * n + b" tekst hier\n" for n in range(500)),
    b"Subject: x\r\n\r\n" + b"Van: a\nAan: b\nOnderwerp: c\n\ntekst hier\n" * 2_000,
    b"Subject: x\r\n\r\ntekst hier\n" + b"Op " + b"x" * 50_000 + b" schreef\n> tekst",
]  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_messages_are_read_all_the_same(data: bytes) -> None:
    assert "tekst" in "".join(block.text for block in read(data).blocks)


def test_what_is_no_message_or_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableFile, match=r"bericht\.eml: is not an e-mail message, whatever its name says"):
        read(b"Een gewone tekst zonder meer.\n\nEn nog wat.")
    with pytest.raises(UnreadableFile, match="the message holds no text"):
        read(b"Subject: x\r\n\r\n")
    nested = "Subject: x\r\n" + "".join(
        f"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n" for i in range(1_200)
    )
    with pytest.raises(UnreadableFile, match="has more parts than a message has"):
        read(nested.encode())
    monkeypatch.setattr(eml_message, "MAX_BOUNDARIES", 5)
    with pytest.raises(UnreadableFile, match="has more parts than a message has"):
        read(b"Subject: x\n\n" + b"--x\n" * 10)
    monkeypatch.setattr(eml_message, "MAX_BYTES", 100)
    with pytest.raises(UnreadableFile, match="of a message at most 0 MB is read"):
        read(message())


def test_parts_nested_deeper_than_any_mailer_does_are_told() -> None:
    def nested(depth: int) -> bytes:
        head = "".join(f"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n" for i in range(depth))
        return f"Subject: x\r\n{head}Content-Type: text/plain\r\n\r\n{WORDS}".encode()

    assert read(nested(15)).blocks[-1].text == WORDS
    with pytest.raises(UnreadableFile, match="the message holds no text"):
        read(nested(60))


def test_damaged_messages_are_told_or_read() -> None:
    made = message(QUOTING, html=PAGE)
    made.add_attachment(docx(paragraph(WORDS)), maintype="application", subtype="octet-stream", filename="nota.docx")
    whole = made.as_bytes()
    chance = random.Random(4)
    good = 0
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            good += bool(read(bytes(data[: chance.choice((len(data), chance.randrange(len(data))))])).blocks)
        except UnreadableFile as error:
            assert str(error).startswith("bericht.eml: ")
            assert "\n" not in str(error)
    assert good > 50
