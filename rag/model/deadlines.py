"""One answer within its deadlines: asked again as long as no word has come, given up when one is late."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from rag.errors import Fault, ModelError
from rag.model.structured import Form
from rag.model.writing import Delta, Writing

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

TAIL_SECONDS = 2.0
"""Longest wait for the count of tokens and the stream's end, once the server said that the answer has ended."""


class Endpoint(Protocol):
    """A model on a server: one request, without retry or deadline."""

    @property
    def form(self) -> Form | None:
        """By what the server holds a reply to a schema, as far as is known; None where it can't."""

    def stream(
        self, messages: Sequence[BaseMessage], schema: Mapping[str, Any] | None = None
    ) -> AsyncGenerator[Delta]: ...

    async def aclose(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Longest waits, in seconds: for the first word, all retries included; between two words; for the whole answer."""

    first_token: float
    stall: float
    total: float
    before_retries: tuple[float, ...] = (0.5, 1.5)
    """Waits before the second and the third request; there is no fourth."""

    def within(self, seconds: float) -> Deadlines:
        """The same, ended after so many seconds and without a second request."""
        return Deadlines(min(self.first_token, seconds), min(self.stall, seconds), min(self.total, seconds), ())


class TimedRequest:
    """An answer being written. What it has so far is in `writing`."""

    def __init__(
        self,
        endpoint: Endpoint,
        messages: Sequence[BaseMessage],
        deadlines: Deadlines,
        schema: Mapping[str, Any] | None = None,
    ) -> None:
        self.writing = Writing()
        self._endpoint = endpoint
        self._messages = messages
        self._schema = schema
        self._deadlines = deadlines
        self._last = 0.0

    async def run(self, show: Callable[[str], None]) -> ModelError | None:
        """Why the stream failed, or None; `show` gets each piece of text as it comes."""
        now = asyncio.get_running_loop().time()
        self._last = now + self._deadlines.total
        limit = asyncio.timeout_at(min(now + self._deadlines.first_token, self._last))
        try:
            async with limit:
                return await self._ask(limit, show)
        except TimeoutError:
            return self._late(limit)

    async def _ask(self, limit: asyncio.Timeout, show: Callable[[str], None]) -> ModelError | None:
        for wait in (*self._deadlines.before_retries, None):
            try:
                await self._request(limit, show)
                return None
            except ModelError as error:
                pause = self._pause(error, wait, limit)
                if pause is None:
                    return error
            await asyncio.sleep(pause)
        raise AssertionError  # without a wait there is no pause

    async def _request(self, limit: asyncio.Timeout, show: Callable[[str], None]) -> None:
        now = asyncio.get_running_loop().time
        self.writing = Writing()
        async with aclosing(self._endpoint.stream(self._messages, self._schema)) as deltas:
            async for delta in deltas:
                piece = self.writing.add(delta)
                if piece:
                    show(piece)
                if self.writing.full:
                    return
                if self.writing.reason:
                    limit.reschedule(min(self._last, now() + TAIL_SECONDS))
                elif self.writing.thinking:  # which may take long, and says that the server is at work
                    limit.reschedule(min(self._last, now() + self._deadlines.first_token))
                elif piece.strip():  # blanks and empty deltas are signs of life, not of an answer
                    limit.reschedule(min(self._last, now() + self._deadlines.stall))

    def _pause(self, error: ModelError, wait: float | None, limit: asyncio.Timeout) -> float | None:
        """Seconds to wait before asking again; None where it's no use, or there is no time for it."""
        if wait is None or self.writing.text or not error.fault.retry:
            return None
        pause = max(wait, error.retry_after_seconds or 0.0)
        return pause if asyncio.get_running_loop().time() + pause < (limit.when() or 0.0) else None

    def _late(self, limit: asyncio.Timeout) -> ModelError:
        if limit.when() == self._last:
            return ModelError(Fault.TOO_SLOW, f"The model wasn't done within {self._deadlines.total:g} s")
        if self.writing.text:
            return ModelError(Fault.STALLED, f"The model fell silent for {self._deadlines.stall:g} s")
        return ModelError(Fault.TOO_SLOW, f"The model didn't answer within {self._deadlines.first_token:g} s")
