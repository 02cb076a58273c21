"""A message parsed within bounds: its headers, which may hold anything, and the text and bytes of its parts."""

from __future__ import annotations

import codecs
import email
import re
from collections.abc import Callable
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any, TypeVar

from ingest.clean import characters, collapse
from ingest.readers.decode import decode
from knowledge.errors import UnreadableFile

__all__ = ["MAX_BYTES", "MAX_HEADER", "content", "date_of", "file_name", "parsed", "people", "text", "words"]

MAX_BYTES = 80_000_000
"""Bytes of a message with its attachments; mail servers take 25 to 50 million."""
MAX_BOUNDARIES = 20_000
"""Lines that may part a message; the parser makes an object for each part."""
MAX_MULTIPARTS = 500
"""Parts that hold parts; what the parser takes to tell them apart grows with their number times their depth."""
MAX_HEADER = 8_000
"""Characters of a header that are looked at: some thousands of recipients have no place in a passage."""
MAX_CONTENT_HEADER = 2_000
"""Characters of a header that says what a part is; it is taken apart each time that it is asked."""
MAX_NAME = 120
MOST_PEOPLE = 30
_MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()  # noqa: SIM905
_HEADERS = ("from", "to", "subject", "date", "received", "message-id", "return-path", "mime-version")
_FAULTS = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, MessageError, RuntimeError, TypeError, ValueError),
)
"""What the parser of the standard library raises on headers that are nothing like headers."""
_PLAIN_CODECS = ("utf", "ascii", "iso8859", "iso2022", "cp", "latin", "koi8", "mac", "gb", "big5", "shift", "euc")
_MULTIPART = re.compile(rb"(?i)\bboundary\s{0,3}=")
_T = TypeVar("_T")


class _Careful(EmailPolicy):
    """The default policy with headers cut to a length, and a header that it cannot take apart left as it is."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[: MAX_CONTENT_HEADER if name.lower().startswith("content-") else MAX_HEADER]

    def header_fetch_parse(self, name: str, value: str) -> Any:
        try:
            return super().header_fetch_parse(name, value)
        except _FAULTS:
            return " ".join(value.split())


_POLICY = _Careful()


def parsed(name: str, data: bytes) -> EmailMessage:
    """The message in a file; raises UnreadableFile when it is none, or larger or deeper than messages are."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile(
            f"{name}: has {len(data) / 1e6:,.0f} MB; of a message at most {MAX_BYTES / 1e6:,.0f} MB is read.",
            cure="Save its attachments by themselves.",
        )
    if data.count(b"\n--") > MAX_BOUNDARIES or len(_MULTIPART.findall(data)) > MAX_MULTIPARTS:
        raise UnreadableFile(f"{name}: has more parts than a message has.", cure="Save what matters of it as text.")
    try:
        message = email.message_from_bytes(data.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n"), policy=_POLICY)
    except (*_FAULTS, UnicodeError):
        raise UnreadableFile(
            f"{name}: is a damaged e-mail message, or nests its parts too deep.", cure="Save it anew from the mailbox."
        ) from None
    if not isinstance(message, EmailMessage) or not any(message.get(header) for header in _HEADERS):
        raise UnreadableFile(
            f"{name}: is not an e-mail message, whatever its name says.", cure="Give it its own extension."
        )
    return message


def _careful(call: Callable[[], _T], otherwise: _T) -> _T:
    try:
        return call()
    except _FAULTS:
        return otherwise


def text(message: EmailMessage, header: str) -> str:
    """A header as one line of plain text, empty when there is none."""
    return collapse(characters(str(message.get(header) or "").encode("utf-8", "replace").decode("utf-8")))[:1000]


def people(message: EmailMessage, header: str) -> list[str]:
    """The people in a header by name; by address those without a name."""
    addresses = getattr(message.get(header), "addresses", None)
    if addresses is None:
        return [text(message, header)] if message.get(header) else []
    names = [_plain(_careful(lambda a=each: a.display_name or a.addr_spec, "")) for each in addresses]  # type: ignore[misc]
    names = list(dict.fromkeys(name for name in names if name))
    return names if len(names) <= MOST_PEOPLE else [*names[:MOST_PEOPLE], f"en {len(names) - MOST_PEOPLE} anderen"]


def _plain(name: str) -> str:
    name = name.encode("utf-8", "replace").decode("utf-8")
    return collapse(characters(name)).strip("'\"|")[:MAX_NAME]


def date_of(message: EmailMessage) -> str:
    """The day on which a message was sent, in Dutch; empty when it does not tell."""
    moment = _careful(lambda: getattr(message.get("date"), "datetime", None), None)
    if moment is None or not 1900 < moment.year < 2100:
        return ""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def file_name(part: EmailMessage) -> str:
    """The name of an attachment as one plain word or more, without any path; empty when it has none."""
    name = _plain(_careful(lambda: part.get_filename() or "", ""))
    return name.replace("\\", "/").rsplit("/", 1)[-1].lstrip(".~ ").strip()


def content(part: EmailMessage) -> bytes:
    """The bytes of a part, decoded from what they travelled in."""

    def payload() -> object:
        return part.get_payload(decode=True)

    data = _careful(payload, None)
    return data if isinstance(data, bytes) else b""


def words(name: str, part: EmailMessage) -> tuple[str, list[str]]:
    """(text, warnings) of a part that is text; raises UnreadableFile when it is none."""
    data = content(part)
    if not data:
        return "", []
    charset = _careful(lambda: codecs.lookup(str(part.get_content_charset() or "")).name, "")
    if charset in {"", "ascii", "utf-8"} or not charset.startswith(_PLAIN_CODECS):
        decoded, _, warnings = decode(name, data)
        return decoded, warnings
    decoded = data.decode(charset, errors="replace")
    damaged = decoded.count("\ufffd")
    return decoded, [f"{damaged} damaged characters (encoding {charset})"] if damaged else []
