"""A real web server on 127.0.0.1 whose pages a test decides on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Served:
    """What the server sends for a path."""

    body: bytes = b""
    type: str | None = "text/html; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    drip: Callable[[], Iterator[bytes]] | None = None
    """Pieces that follow the body; the test's end breaks them off."""


@dataclass
class Server:
    """A real server, with what it was asked."""

    base: str
    pages: dict[str, Served]
    hosts: list[str]

    def serve(self, path: str, **served: object) -> str:
        """The address of a page that sends this from now on."""
        self.pages[path] = Served(**served)  # type: ignore[arg-type]
        return self.base + path


@contextmanager
def serving() -> Iterator[Server]:
    """The server, on a port of this machine alone."""
    pages: dict[str, Served] = {}
    hosts: list[str] = []
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hosts.append(self.headers["Host"])
            page = pages.get(self.path, Served(b"nothing here", status=404))
            self.send_response(page.status)
            for name, value in (("Content-Type", page.type), *page.headers):
                if value is not None:
                    self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(page.body)
                for piece in page.drip() if page.drip else ():
                    if over.wait(0.02):
                        return
                    self.wfile.write(piece)
            except OSError:
                pass  # the reader has had enough

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield Server(f"http://127.0.0.1:{http.server_port}", pages, hosts)
        over.set()
        http.shutdown()
        thread.join(10)
