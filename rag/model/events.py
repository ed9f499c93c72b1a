"""A server's stream of events, cleaned of what the SDK stumbles over: only `data:` lines with something in them.

The SDK parses each event as JSON, a bare `retry:`, `id:` or `event: ping` too, and so loses a good answer to it.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterable, AsyncIterator

MOST_BYTES = 8_000_000
"""More than any answer takes; a server that sends more is not answering."""
_LINE_END = re.compile(rb"[\r\n]")
_THOUGHT = re.compile(rb'"reasoning(?:_content)?"\s*:\s*"[^"]')


class StreamTooLong(Exception):
    """A server sends and sends."""


class Events:
    """The `data:` lines of a body, and whether the body said that it is whole."""

    def __init__(self) -> None:
        self.done = False
        """Whether `[DONE]` came."""
        self.thought = 0
        """How many events held what a model thinks beside its answer, which LangChain leaves out."""

    async def lines(self, body: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
        """The events, line by line, up to `[DONE]`. Raises StreamTooLong."""
        rest, size = b"", 0
        async for chunk in body:
            size += len(chunk)
            if size > MOST_BYTES:
                raise StreamTooLong
            *lines, rest = _LINE_END.split(rest + chunk)
            for line in lines:
                if kept := self._kept(line):
                    yield kept
                if self.done:
                    return
        yield self._kept(rest) + b"\n\n"

    def _kept(self, line: bytes) -> bytes:
        if not line:
            return b"\n"
        name, _, value = line.partition(b":")
        if name != b"data" or not value.strip():
            return b""
        self.thought += bool(_THOUGHT.search(value))
        self.done = value.strip().startswith(b"[DONE]")
        return line + b"\n" + (b"\n" if self.done else b"")
