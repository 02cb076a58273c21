"""Office packages (zip archives of XML) opened within bounds, and their XML read without entities or network."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any

from ingest.limits import MAX_UNPACKED
from knowledge.errors import UnreadableFile

__all__ = ["MAX_ENTRIES", "MAX_RATIO", "MAX_TAGS", "MAX_XML", "listed", "media_type", "parts", "root"]

MAX_ENTRIES = 10_000
"""A package of more files is refused; the largest documents hold some thousands of pictures."""
MAX_XML = 40_000_000
"""Bytes of the XML that is read of one package, all parts together; its tree takes some fifteen times as much."""
MAX_TAGS = 3_000_000
"""Tags of one part. A book of a thousand pages has some 500,000."""
MAX_RATIO = 400
"""A part of some size that shrinks more than so many times holds nothing but repetition; written text shrinks 5-60."""
SMALL = 5_000_000
"""Bytes below which the ratio does not matter."""

_ENTRY = b"PK\x01\x02"
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, ValueError)


def listed(data: bytes) -> set[str] | None:
    """The names of a package's files; None when it is damaged or lists more files than a document has."""
    if data.count(_ENTRY) > MAX_ENTRIES:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return set(package.namelist())
    except _DAMAGED:
        return None


def media_type(data: bytes) -> str:
    """What an OpenDocument package says that it is, in its file `mimetype`; empty when it says nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package, package.open("mimetype") as file:
            return file.read(100).decode("ascii", errors="replace").strip()
    except (*_DAMAGED, KeyError, RuntimeError):
        return ""


def parts(
    name: str, data: bytes, wanted: re.Pattern[str], *, what: str, most: int = MAX_UNPACKED, cure: str
) -> dict[str, bytes]:
    """The files of a package whose names fit `wanted`, unpacked.

    Sizes, ratios and names are checked before anything is unpacked, and what a file claims about its size is not
    trusted. Raises UnreadableFile that calls the document `what` and ends with `cure`.
    """
    if data.count(_ENTRY) > MAX_ENTRIES:
        raise UnreadableFile(f"{name}: packs more than {MAX_ENTRIES:,} files; no {what} does.", cure=cure)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
            chosen = [info for info in infos if wanted.fullmatch(info.filename)]
            _check(name, infos, chosen, len(data), what, most, cure)
            return {info.filename: _unpack(name, package, info, what, cure) for info in chosen}
    except _DAMAGED:
        raise UnreadableFile(f"{name}: is a damaged {what}.", cure=f"Fetch it again, or {_lower(cure)}") from None
    except RuntimeError:
        raise UnreadableFile(
            f"{name}: is encrypted; it needs a password.", cure="Save it without a password."
        ) from None


def _check(
    name: str,
    infos: list[zipfile.ZipInfo],
    chosen: list[zipfile.ZipInfo],
    size: int,
    what: str,
    most: int,
    cure: str,
) -> None:
    """Refuses a package that would unpack to too much, or whose names lead out of it or come twice."""
    total = sum(info.file_size for info in infos)
    if total > most:
        raise UnreadableFile(
            f"{name}: unpacks to {total / 1e6:,.0f} MB; at most {most / 1e6:,.0f} MB is read.", cure=cure
        )
    xml = sum(info.file_size for info in chosen)
    if xml > MAX_XML:
        raise UnreadableFile(
            f"{name}: holds {xml / 1e6:,.0f} MB of text with its mark-up; at most {MAX_XML / 1e6:,.0f} MB is read.",
            cure="Split it.",
        )
    for info in chosen:
        if info.file_size > SMALL and info.file_size > MAX_RATIO * max(1, info.compress_size):
            raise UnreadableFile(
                f"{name}: {info.filename} unpacks to {info.file_size // max(1, info.compress_size):,} times its size, "
                f"as no {what} does.",
                cure=cure,
            )
    odd = next((info.filename for info in infos if _leads_out(info.filename)), None)
    if odd is not None:
        shown = "".join(c if c.isprintable() else "\ufffd" for c in odd[:80])
        raise UnreadableFile(f"{name}: packs a file whose name leads out of it ('{shown}').", cure=cure)
    names = [info.filename for info in chosen]
    if len(set(names)) < len(names) or sum(info.compress_size for info in infos) > size:
        raise UnreadableFile(f"{name}: is a damaged {what} (files lie over each other).", cure=cure)


def _leads_out(name: str) -> bool:
    """Whether a name in a package is absolute or goes up."""
    steps = name.replace("\\", "/").split("/")
    return steps[0] == "" or ".." in steps or steps[0].endswith(":")


def _unpack(name: str, package: zipfile.ZipFile, info: zipfile.ZipInfo, what: str, cure: str) -> bytes:
    with package.open(info) as part:
        data = part.read(info.file_size + 1)
    if len(data) > info.file_size:
        raise UnreadableFile(f"{name}: is a damaged {what} ({info.filename}).", cure=cure)
    return data


def root(name: str, part: str, data: bytes, *, what: str, cure: str) -> Any:
    """The root element of a part.

    Document types and entities have no place in a package, so they are refused: nothing is expanded and nothing is
    fetched. Nesting deeper than 256 is refused by the parser.
    """
    from lxml import etree

    tags = data.count(b"<")
    if tags > MAX_TAGS:
        raise UnreadableFile(
            f"{name}: {part} has {tags:,} tags; at most {MAX_TAGS:,} are read.", cure="Split the document."
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        if _DOCTYPE.search(data):
            raise UnreadableFile(f"{name}: is a damaged {what} ({part} declares entities).", cure=cure)
        tree = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        told = str(error.msg or "no XML").split("\n")[0][:120]
        raise UnreadableFile(f"{name}: is a damaged {what} ({part}: {told}).", cure=cure) from None
    if tree.getroottree().docinfo.doctype:
        raise UnreadableFile(f"{name}: is a damaged {what} ({part} declares entities).", cure=cure)
    return tree


def _lower(cure: str) -> str:
    return cure[:1].lower() + cure[1:]
