"""E-mail messages: what was written, the messages that it answers, and the attachments that can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

from ingest.blocks import Block, Kind, Reading
from ingest.limits import check_text
from ingest.readers import eml_message
from ingest.readers.eml_quotes import Body, cut_blocks, under, unflowed
from ingest.readers.html import read_html
from ingest.readers.text import read_text
from knowledge.errors import UnreadableFile

__all__ = ["MOST_PARTS", "read_eml"]

ReadFile = Callable[[str, bytes], Reading]
"""Reads the file of a name and its bytes; raises UnreadableFile."""

MOST_PARTS = 100
"""Attachments and messages within a message that are read; what comes after is told."""
DEEPEST = 3
"""Messages within messages within messages."""
DEEPEST_PARTS = 20
STUB = 40
"""A plain text of fewer words may be a mere notice that the message is a page."""
_EXTENSIONS = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "message/rfc822": ".eml",
}
_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})
_ENCRYPTED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"})
_ROWS = (("Van", "from"), ("Aan", "to"), ("Cc", "cc"))


def read_eml(name: str, data: bytes, read_file: ReadFile) -> Reading:
    """The blocks of a message in a file, with those of its attachments below a heading of their own.

    `read_file` reads an attachment. Raises UnreadableFile when the file is no message, or one without any text.
    """
    reader = _Eml(read_file)
    message = eml_message.parsed(name, data)
    reader.message(message, 1, 1, "")
    if not reader.found:
        told = " (it is encrypted)" if reader.encrypted else ""
        raise UnreadableFile(f"{name}: the message holds no text{told}.", cure="Save what matters of it as text.")
    reader.finish()
    reader.reading.title = eml_message.text(message, "subject")
    return reader.reading


class _Eml:
    """A message that is being read, with all that it holds."""

    def __init__(self, read_file: ReadFile) -> None:
        self._read_file = read_file
        self._parts = 0
        self._images: list[str] = []
        self._beyond = 0
        self.reading = Reading(blocks=[], media_type="message/rfc822")
        self.found = False
        self.encrypted = False

    def message(self, message: EmailMessage, level: int, depth: int, name: str) -> None:
        """Reads a message under its subject, a heading of `level`; `name` is that of the attachment that it is."""
        subject = eml_message.text(message, "subject") or name
        if subject:
            self.reading.blocks.append(Block(Kind.HEADING, subject, level=level))
        rows = [(label, ", ".join(eml_message.people(message, header))) for label, header in _ROWS]
        rows += [("Datum", eml_message.date_of(message)), ("Onderwerp", eml_message.text(message, "subject"))]
        shown = [f"{label} | {value}" for label, value in rows if value]
        if shown:
            self.reading.blocks.append(Block(Kind.TABLE, "\n".join(shown)))
        bodies: list[EmailMessage] = []
        attached: list[EmailMessage] = []
        for part in self._leaves(message, 0):
            is_body = part.get_content_type() in ("text/plain", "text/html") and not _is_attached(part)
            (bodies if is_body else attached).append(part)
        for part in bodies:
            self._body(part, subject, level)
        for part in attached:
            self._attachment(part, level + 1, depth)

    def finish(self) -> None:
        """Tells what was left out as a whole."""
        if self._images:
            self.reading.warnings.append(f"{_count(len(self._images), 'picture')} not read: {_listed(self._images)}")
        if self._beyond:
            self.reading.warnings.append(f"{_count(self._beyond, 'further part')} not read: more than {MOST_PARTS}")

    def _leaves(self, part: EmailMessage, depth: int) -> Iterator[EmailMessage]:
        """The parts that hold something, of alternatives only the one that is read."""
        kind = part.get_content_type()
        children = [each for each in part.iter_parts() if isinstance(each, EmailMessage)] if part.is_multipart() else []
        if kind == "message/rfc822" or not part.is_multipart():
            yield part
        elif depth == DEEPEST_PARTS:
            self._beyond += 1
        elif kind == "multipart/encrypted":
            self.encrypted = True
            self.reading.warnings.append("an encrypted part was not read")
        elif kind == "multipart/alternative":
            leaves = [list(self._leaves(each, depth + 1)) for each in children]
            chosen = _preferred(leaves)
            for form in leaves:
                yield from form if form is chosen else (leaf for leaf in form if _is_attached(leaf))
        elif kind.startswith("message/"):
            self.reading.warnings.append(f"a part of kind {kind} was not read")
        else:
            for each in children:
                yield from self._leaves(each, depth + 1)

    def _body(self, part: EmailMessage, subject: str, level: int) -> None:
        """Reads a part that is the text of the message itself."""
        try:
            text, warnings = eml_message.words("the message", part)
            if not text.strip():
                return
            check_text("the message", text)
        except UnreadableFile as error:
            self.reading.warnings.append(error.message)
            return
        self.reading.warnings += warnings
        if part.get_content_type() == "text/html":
            page = read_html(text)
            blocks = cut_blocks(under(page.blocks, level), level)
            self.reading.removed += page.removed
            self.reading.warnings += page.warnings
        else:
            if str(part.get_param("format") or "").casefold() == "flowed":
                text = unflowed(text, without_space=str(part.get_param("delsp") or "").casefold() == "yes")
            body = Body(read_text, subject)
            body.take(text, level)
            blocks = body.blocks
            self.reading.removed += body.removed
            self.reading.warnings += body.warnings
        self.reading.blocks += blocks
        self.found = self.found or bool(blocks)

    def _attachment(self, part: EmailMessage, level: int, depth: int) -> None:
        kind = part.get_content_type()
        name = eml_message.file_name(part)
        if kind in _SIGNATURES:
            return
        if kind.startswith("image/"):
            self._images.append(name or kind)
            return
        if kind in _ENCRYPTED and not name.lower().endswith(".p7c"):
            self.encrypted = True
        self._parts += 1
        if self._parts > MOST_PARTS:
            self._beyond += 1
            return
        extension = _EXTENSIONS.get(kind, "")
        shown = name or f"bijlage {self._parts}{extension}"
        if extension and not Path(shown).suffix:
            shown += extension
        if kind == "message/rfc822" or shown.lower().endswith(".eml"):
            self._message_within(part, shown, level, depth)
            return
        try:
            read = self._read_file(shown, eml_message.content(part))
            check_text(shown, "\n".join(block.text for block in read.blocks))
        except UnreadableFile as error:
            self._unread(shown, error)
            return
        self.found = True
        self.reading.blocks += [Block(Kind.HEADING, shown, level=level), *under(read.blocks, level)]
        self.reading.removed += read.removed
        self.reading.warnings += [f"attachment '{shown}': {warning}" for warning in read.warnings]

    def _message_within(self, part: EmailMessage, name: str, level: int, depth: int) -> None:
        """Reads an attached message, be it one that the parser took apart or a file."""
        if depth >= DEEPEST:
            self.reading.warnings.append(f"attachment '{name}' was not read: a message within {DEEPEST} others")
            return
        try:
            inner = next((each for each in part.iter_parts()), None) if part.is_multipart() else None
            if not isinstance(inner, EmailMessage):
                inner = eml_message.parsed(name, eml_message.content(part))
        except UnreadableFile as error:
            self._unread(name, error)
            return
        self.message(inner, level, depth + 1, name)

    def _unread(self, name: str, error: UnreadableFile) -> None:
        told = error.message.removeprefix(f"{name}: ").rstrip(".")
        self.reading.warnings.append(f"attachment '{name}' was not read: {told}")


def _is_attached(part: EmailMessage) -> bool:
    """Whether a part is a file beside the text rather than text."""
    return part.get_content_disposition() == "attachment" or bool(eml_message.file_name(part))


def _preferred(leaves: list[list[EmailMessage]]) -> list[EmailMessage] | None:
    """Of several forms of a text the plain one, unless it is a mere notice beside a page that says far more."""

    def of_kind(kind: str) -> list[EmailMessage] | None:
        fitting = (each for each in leaves if any(p.get_content_type() == kind and not _is_attached(p) for p in each))
        return next(fitting, None)

    plain, page = of_kind("text/plain"), of_kind("text/html")
    if plain is None or page is None:
        return plain or page or next((each for each in leaves if each), None)
    said = _words_of(plain, "text/plain")
    return page if said < STUB and _words_of(page, "text/html") > 3 * said + 20 else plain


def _words_of(leaves: list[EmailMessage], kind: str) -> int:
    part = next(each for each in leaves if each.get_content_type() == kind)
    try:
        text, _ = eml_message.words("the message", part)
    except UnreadableFile:
        return 0
    if kind == "text/html":
        text = " ".join(block.text for block in read_html(text).blocks)
    return len(text.split())


def _count(number: int, noun: str) -> str:
    return f"1 {noun} was" if number == 1 else f"{number} {noun}s were"


def _listed(names: list[str]) -> str:
    return ", ".join(names[:8]) + (" ..." if len(names) > 8 else "")
