"""Connections that are ended when their time is over, and that lead nowhere where a feed may not send us."""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import urllib.request
from functools import partial
from typing import Any

__all__ = ["Guard", "Opening", "OutOfReach", "Reach"]


class Reach:
    """How far a feed may send us: one from the open internet not to this machine or the local network.

    A feed that itself comes from there, or from a file, may. It is known when the feed has been fetched. Behind a
    proxy the proxy decides: we see only its address.
    """

    def __init__(self) -> None:
        self.local = True

    def started_at(self, peer_is_local: bool) -> None:
        """The feed was fetched from such a place."""
        self.local = peer_is_local


class OutOfReach(OSError):
    """The server stands where the feed may not send us."""


class Guard:
    """Ends the connection when the time is over, whatever the server still sends, and looks where it leads to."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.late = False
        self.peer_is_local = False
        self.reach: Reach | None = None
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def connected(self, connection: socket.socket) -> None:
        """Takes note of a connection, before anything is sent; raises OSError when it may not be."""
        self.peer_is_local = _is_local(connection)
        if self.reach is not None and self.peer_is_local and not self.reach.local:
            raise OutOfReach
        with self._lock:
            if self.late:
                raise TimeoutError
            self._sockets.append(connection.dup())  # lives on when TLS takes the connection over

    def _end(self) -> None:
        with self._lock:
            self.late = True
            for each in self._sockets:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Guard:
        self._timer.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._timer.cancel()
        with self._lock:
            for each in self._sockets:
                each.close()
            self._sockets = []


def _is_local(connection: socket.socket) -> bool:
    """Whether the other end is no address of the open internet."""
    try:
        address = ipaddress.ip_address(str(connection.getpeername()[0]).partition("%")[0])
    except (OSError, ValueError, IndexError):
        return True
    mapped = getattr(address, "ipv4_mapped", None)
    return not (mapped or address).is_global


class _Plain(http.client.HTTPConnection):
    guard: Guard

    def connect(self) -> None:
        super().connect()
        try:
            self.guard.connected(self.sock)
        except OSError:
            self.close()
            raise


class _Secure(http.client.HTTPSConnection, _Plain):
    """First the connection is made and looked at by `_Plain`, then TLS begins."""


class Opening(urllib.request.HTTPHandler, urllib.request.HTTPSHandler):
    """Opens http and https by guarded connections."""

    def __init__(self, guard: Guard) -> None:
        super().__init__()
        self._guard = guard

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(self._made, _Plain), req)

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        made = partial(self._made, _Secure, context=ssl.create_default_context())
        return self.do_open(made, req)

    def _made(self, kind: type[_Plain], host: str, **settings: Any) -> _Plain:
        made = kind(host, **settings)
        made.guard = self._guard
        return made
