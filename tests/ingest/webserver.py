"""A web server of this machine for tests: what it answers at each path is said by the test."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

__all__ = ["Page", "Web", "serving"]


@dataclass
class Page:
    """An answer: its body (or what writes it), its status and its head; with an `etag` it is sent once."""

    body: bytes | Callable[[BaseHTTPRequestHandler], None] = b""
    kind: str = "text/html"
    status: int = 200
    etag: str = ""
    head: dict[str, str] = field(default_factory=dict)


class Web:
    """The pages by path, the paths that were asked for, and the address of the server."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.asked: list[str] = []
        self.address = ""

    def url(self, path: str) -> str:
        """The address of a path."""
        return self.address + path


@contextmanager
def serving() -> Iterator[Web]:
    """Serves on this machine as long as the block lasts."""
    web = Web()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named so in the standard library
            """Says nothing."""

        def do_GET(self) -> None:
            web.asked.append(self.path)
            page = web.pages.get(self.path, Page(b"niet hier", status=404))
            if page.etag and self.headers.get("If-None-Match") == page.etag:
                page = Page(status=304)
            self.send_response(page.status)
            if page.kind:
                self.send_header("Content-Type", page.kind)
            if page.etag:
                self.send_header("ETag", page.etag)
            for name, value in page.head.items():
                self.send_header(name, value)
            self.end_headers()
            if isinstance(page.body, bytes):
                self.wfile.write(page.body)
            else:
                page.body(self)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        web.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield web
        finally:
            server.shutdown()
            thread.join()
