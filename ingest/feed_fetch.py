"""One address fetched over http or https, within bounds of size, time and redirects."""

from __future__ import annotations

import contextlib
import http.client
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from ingest.feed_guard import Guard, Opening, OutOfReach, Reach
from knowledge.errors import UnreadableFile
from knowledge.plain import plain_line

__all__ = ["Answer", "fetch", "host_of", "is_web"]

MAX_REDIRECTS = 5
SOCKET_SECONDS = 20.0
"""So long a server may be silent."""
_PIECE = 65_536
_LEFT_AS_IT_IS = "%/:=&?~#+!$,;'@()*[]-._"
_AGENT = "Thuishaven (reads a feed and its documents)"
_MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: where it was found in the end, its type, and the marks by which it tells a change."""

    url: str
    content_type: str
    etag: str
    modified: str


def is_web(address: str) -> bool:
    """Whether this is an address of http or https."""
    return address.partition(":")[0].casefold() in ("http", "https")


def host_of(url: str) -> str:
    """The host of an address, for a sentence."""
    return plain_line(urlsplit(url).hostname or "")[:100]


def fetch(
    url: str,
    into: IO[bytes],
    *,
    most: int,
    seconds: float,
    reach: Reach,
    etag: str = "",
    modified: str = "",
    first: bool = False,
) -> Answer | None:
    """Writes what stands at an address into a file; None when it has not changed since `etag` or `modified`.

    At most `most` bytes and `seconds` are taken. A redirect is followed when it leads to http or https, and never from
    https back to http. `first` says that this is the feed itself, which decides about its reach. Raises UnreadableFile
    with the reason.
    """
    with Guard(seconds) as guard:
        for hop in range(MAX_REDIRECTS + 1):
            starts, url = first and hop == 0, _sound(url)
            with _asked(url, guard, None if starts else reach, etag, modified) as response:
                if starts:
                    reach.started_at(guard.peer_is_local)
                if response.status == 304 and (etag or modified):
                    return None
                if response.status in _MOVED and (target := response.headers.get("Location", "")):
                    url = _redirected(url, target)
                    continue
                if response.status != 200:
                    raise UnreadableFile(f"{host_of(url)}: answers {response.status} {_reason(response.status)}.")
                head = response.headers
                _copy(response, into, most, guard, host_of(url))
                return Answer(
                    url,
                    head.get("Content-Type", "")[:200],
                    head.get("ETag", "")[:200],
                    head.get("Last-Modified", "")[:100],
                )
    raise UnreadableFile(f"{host_of(url)}: sends on more than {MAX_REDIRECTS} times.")


def _reason(status: int) -> str:
    return http.client.responses.get(status, "").lower() or "(no known answer)"


def _sound(url: str) -> str:
    """The address as it can be sent; raises UnreadableFile for one that cannot."""
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
        path, query = (quote(part, safe=_LEFT_AS_IT_IS) for part in (parts.path or "/", parts.query))
    except (ValueError, UnicodeError):
        raise UnreadableFile("The address is none that can be fetched.") from None
    if parts.scheme not in ("http", "https") or not host:
        told = plain_line(parts.scheme)[:20] or "none"
        raise UnreadableFile(f"Only http and https addresses are fetched, and this one has the scheme '{told}'.")
    if parts.username is not None or parts.password is not None:
        raise UnreadableFile(f"{host}: an address with a name or password in it is not fetched.")
    name = f"[{host}]" if ":" in host else host
    return urlunsplit((parts.scheme, f"{name}:{port}" if port else name, path, query, ""))


def _redirected(url: str, target: str) -> str:
    try:
        found = urljoin(url, target.strip())
    except ValueError:
        raise UnreadableFile(f"{host_of(url)}: sends on to an address that is none.") from None
    scheme = found.partition(":")[0].casefold()
    if scheme not in ("http", "https") or (url.startswith("https:") and scheme != "https"):
        told = plain_line(scheme)[:20]
        raise UnreadableFile(f"{host_of(url)}: sends on to an address of another kind ('{told}:'); it is not followed.")
    return found


@contextlib.contextmanager
def _asked(url: str, guard: Guard, reach: Reach | None, etag: str, modified: str) -> Iterator[Any]:
    """The response to one request; every way in which it can fail becomes a sentence."""
    headers = {"User-Agent": _AGENT, "Accept": "*/*", "Accept-Encoding": "identity"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": modified} if modified else {}
    guard.reach = reach
    opener = urllib.request.OpenerDirector()  # no handler for file:, ftp: or data:, and none that follows redirects
    for handler in (urllib.request.ProxyHandler(), Opening(guard)):
        opener.add_handler(handler)
    host = host_of(url)
    try:
        response = opener.open(urllib.request.Request(url, headers=headers), timeout=SOCKET_SECONDS)  # noqa: S310
        assert response is not None
        with response:
            yield response
    except UnreadableFile:
        raise
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        if isinstance(reason, OutOfReach):
            told = "lies on this machine or the local network, where a feed from the internet may not send us"
        elif guard.late:
            told = f"took longer than {guard.seconds:,.0f} seconds"
        elif isinstance(reason, TimeoutError):
            told = "does not answer"
        elif isinstance(reason, ssl.SSLCertVerificationError):
            told = "has a certificate that is not trusted"
        elif isinstance(reason, ssl.SSLError):
            told = "offers no safe connection"
        elif isinstance(reason, OSError):
            told = f"cannot be reached ({plain_line(reason.strerror or type(reason).__name__)})"
        else:
            told = f"answers something that is no http ({type(reason).__name__})"
        raise UnreadableFile(f"{host}: {told}.") from None


def _copy(response: Any, into: IO[bytes], most: int, guard: Guard, host: str) -> None:
    told = response.headers.get("Content-Length", "")
    size = 0
    if not (told.isdigit() and len(told) < 20 and int(told) > most):
        while piece := response.read1(_PIECE):
            size += len(piece)
            if size > most:
                break
            into.write(piece)
        else:
            if guard.late:
                raise TimeoutError
            if told.isdigit() and size < int(told):
                raise UnreadableFile(f"{host}: broke off after {size:,} of {int(told):,} bytes.")
            return
    raise UnreadableFile(f"{host}: sends more than {most / 1e6:,.0f} MB.")
