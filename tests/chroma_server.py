"""A Chroma server on this machine, as `chroma run` starts it: ended with the test, killed and started again in it."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx2

START_SECONDS = 60.0
RUN = "import sys, chromadb_rust_bindings as chroma; chroma.cli(['chroma', 'run', *sys.argv[1:]])"
"""What the command `chroma` does, without the three seconds that it takes to import all else first."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class ChromaServer:
    """One that keeps its data in the folder, and its port for as long as it is started again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        options = ["--host", "127.0.0.1", "--port", str(self.port), "--path", str(self.folder)]
        self._process = subprocess.Popen(
            [sys.executable, "-c", RUN, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            with contextlib.suppress(httpx2.HTTPError):
                if httpx2.get(f"{self.url}/api/v2/heartbeat", timeout=1, verify=False).is_success:
                    return
            assert self._process.poll() is None, "the server ended at once"
            time.sleep(0.03)
        raise AssertionError("the server didn't start")

    def kill(self) -> None:
        """Ends it on the spot, as a power cut would."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def cpu_seconds(self) -> float:
        """What it took of the processors so far."""
        assert self._process
        told = Path(f"/proc/{self._process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> float:
        """The memory that it holds."""
        assert self._process
        pages = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def disk_megabytes(self) -> float:
        """What its files take."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file()) / 1e6


Answer = tuple[int, bytes, dict[str, str]]


class Before:
    """A server before a Chroma server, or in place of one: what it answers itself, else what the other does."""

    def __init__(self, answer: Callable[[str, Any], Answer | None], upstream: str = "") -> None:
        client = httpx2.Client(base_url=upstream, verify=False)

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                told = answer(self.path, self.headers)
                if told is None:
                    sent = {"Content-Type": "application/json"} if body else {}
                    try:
                        passed = client.request(self.command, self.path, content=body, headers=sent)
                    except RuntimeError:  # closed meanwhile: the test is over
                        return
                    told = passed.status_code, passed.content, {"Content-Type": "application/json"}
                status, data, headers = told
                with contextlib.suppress(OSError):  # who asked may have left
                    self.send_response(status)
                    for name, value in {**headers, "Content-Length": str(len(data))}.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(data)

            do_GET = do_POST = do_PUT = do_DELETE = handle_any

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        self._client = client
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Before:
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._client.close()
