"""What a feed may name on this machine: nothing. Where its documents lie and what they are called is said here."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from ingest.feed_entries import Entry
from ingest.read import slug
from knowledge.errors import UnreadableFile
from knowledge.plain import plain_line

__all__ = ["file_name", "folder_name", "inside", "sidecar_for"]


def inside(folder: Path, link: str) -> Path:
    """The file that a link of a feed file means; raises UnreadableFile for one outside the folder of the feed."""
    outside = UnreadableFile("Its link leads out of the folder of the feed; only what lies in it is read.")
    try:
        parts = urlsplit(link)
        scheme = parts.scheme.casefold()
        if scheme not in ("", "file") or (scheme == "" and parts.netloc):
            raise UnreadableFile(f"Its link is of another kind ('{plain_line(scheme)[:20]}:'); it is not followed.")
        named = url2pathname(parts.path) if scheme else unquote(parts.path)
        if parts.netloc not in ("", "localhost") or not named:
            raise outside
        real = (folder / named).resolve()
        inside = real.is_relative_to(folder.resolve())
    except (ValueError, OSError, RuntimeError):
        raise outside from None
    if not inside:
        raise outside
    return real


def folder_name(address: str, *, web: bool) -> str:
    """A name by which a person knows the feed, and which no other feed has."""
    told = address
    if web:
        with contextlib.suppress(ValueError):
            parts = urlsplit(address)
            told = f"{parts.hostname}-{parts.path}"
    else:
        told = Path(address).name
    return f"{slug(told)[:60].strip('-')}-{hashlib.sha256(address.encode()).hexdigest()[:8]}"


def file_name(entry: Entry) -> str:
    """A name made of letters, digits and hyphens alone, whatever the feed says; the same entry keeps it."""
    digest = hashlib.sha256(entry.id.encode("utf-8", errors="replace")).hexdigest()[:8]
    return f"{slug(entry.title or 'entry')[:60].strip('-')}-{digest}"


def sidecar_for(entry: Entry, url: str) -> bytes:
    """The sidecar: what the entry gives of title and date, and the address of the document."""
    import yaml

    told: dict[str, object] = {}
    if entry.title:
        told["title"] = entry.title
    if entry.date:
        told["date"] = entry.date
    if url:
        told["identifiers"] = {"url": plain_line(url)[:2000]}
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False).encode() if told else b""
