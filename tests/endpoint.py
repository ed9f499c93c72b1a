"""An OpenAI-compatible server on a real socket of this machine that answers each request as a test scripts it."""

from __future__ import annotations

import contextlib
import json
import select
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self

SENTENCES = ("Juniors earn $90K, ", "says Ann Lee [1]. ", "Seniors earn $150K [2].")
WHOLE = "".join(SENTENCES)
BEGUN = SENTENCES[0]
KEY = "sk-test-8f2b61c04e"
USAGE = {"prompt_tokens": 120, "completion_tokens": 21, "total_tokens": 141}
LONGEST_SECONDS = 60.0
"""A connection ends by itself after that, whatever its script."""


@dataclass(frozen=True)
class Request:
    """What a client sent."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


class Connection:
    """A client's request and the way to answer it, byte by byte."""

    def __init__(self, client: socket.socket, request: Request, number: int, stopped: Event) -> None:
        self.request = request
        self.number = number
        """Which request of the server's it is, from 1."""
        self._client = client
        self._stopped = stopped
        self._chunked = True
        self._until = time.monotonic() + LONGEST_SECONDS

    def raw(self, data: bytes) -> None:
        """Sends bytes as they are."""
        self._client.sendall(data)

    def reply(self, status: str, body: bytes | dict[str, Any], *headers: str, kind: str = "application/json") -> None:
        """A whole response."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        lines = (f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(data)}", *headers)
        self.raw("\r\n".join((*lines, "", "")).encode() + data)

    def begin(self, *, chunked: bool = True) -> None:
        """Starts a stream; one that isn't chunked ends where the connection does."""
        self._chunked = chunked
        framing = "Transfer-Encoding: chunked" if chunked else "Connection: close"
        self.raw(f"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{framing}\r\n\r\n".encode())

    def send(self, data: bytes) -> None:
        """A stretch of the stream."""
        self.raw(b"%x\r\n%s\r\n" % (len(data), data) if self._chunked else data)

    def event(self, data: dict[str, Any] | str) -> None:
        """An event of the stream."""
        self.send(f"data: {data if isinstance(data, str) else json.dumps(data)}\n\n".encode())

    def words(self, *texts: str, reason: str | None = None) -> None:
        """Pieces of an answer, and the finish_reason after them."""
        for text in texts:
            self.event(chunk(delta={"content": text}))
        if reason:
            self.event(chunk(delta={}, finish_reason=reason))

    def end(self, *, done: bool = True) -> None:
        """The stream's end as HTTP has it, after `[DONE]`."""
        if done:
            self.event("[DONE]")
        if self._chunked:
            self.raw(b"0\r\n\r\n")

    def ticks(self, seconds: float) -> Iterator[int]:
        """Counts on at that pace until the client has gone."""
        count = 0
        while not self.gone(seconds):
            yield count
            count += 1

    def hang(self) -> None:
        """Does nothing until the client has gone."""
        while not self.gone(0.05):
            pass

    def gone(self, seconds: float) -> bool:
        """Whether the client has closed, or the server is to stop, after waiting so long."""
        readable, _, _ = select.select([self._client], [], [], seconds)
        if self._stopped.is_set() or time.monotonic() > self._until:
            return True
        return bool(readable) and not self._client.recv(4096)

    def reset(self) -> None:
        """Breaks the connection off with an RST."""
        self._client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def chunk(**choice: Any) -> dict[str, Any]:
    """A chunk of a streamed chat completion with one choice."""
    return {
        "id": "c",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, **choice}],
    }


def error(message: str, **more: Any) -> dict[str, Any]:
    """An error as OpenAI words one."""
    return {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": None, **more}}


def answer(connection: Connection) -> None:
    """A good answer."""
    connection.begin()
    connection.event(chunk(delta={"role": "assistant", "content": ""}))
    connection.words(*SENTENCES, reason="stop")
    if connection.request.body.get("stream_options"):
        connection.event({**chunk(), "choices": [], "usage": USAGE})
    connection.end()


Behaviour = Callable[[Connection], None]


@dataclass
class FakeEndpoint:
    """The server; a context manager. Each connection takes one request."""

    behave: Behaviour
    port: int = 0
    """0 takes any that is free."""
    requests: list[Request] = field(default_factory=list)
    open: int = 0
    """Connections that are open now."""

    @property
    def url(self) -> str:
        """Its base URL."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/v1"

    def __enter__(self) -> Self:
        self._stopped = Event()
        self._socket = socket.create_server(("127.0.0.1", self.port))
        self._threads = [Thread(target=self._accept)]
        self._threads[0].start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stopped.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for thread in self._threads:
            thread.join(5)

    def closed(self, seconds: float = 2.0) -> bool:
        """Whether all connections are closed, or come to be in that time."""
        until = time.monotonic() + seconds
        while self.open and time.monotonic() < until:
            time.sleep(0.01)
        return not self.open

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # closed
            while True:
                client, _ = self._socket.accept()
                self.open += 1
                self._threads.append(Thread(target=self._serve, args=(client,)))
                self._threads[-1].start()

    def _serve(self, client: socket.socket) -> None:
        try:
            with client, contextlib.suppress(OSError):  # the client has gone
                client.settimeout(5)
                if request := _read(client):
                    self.requests.append(request)
                    self.behave(Connection(client, request, len(self.requests), self._stopped))
        finally:
            self.open -= 1


def _read(client: socket.socket) -> Request | None:
    with client.makefile("rb") as lines:
        first = lines.readline().decode().split()
        headers: dict[str, str] = {}
        while line := lines.readline().decode().strip():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        body = lines.read(int(headers.get("content-length", 0)))
    return Request(first[1], headers, json.loads(body or b"{}")) if first else None
