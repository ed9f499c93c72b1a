"""A model writes: messages to a stream of text that begins, goes on and ends in time, whatever the server does.

One thread runs all requests of a model, so that whoever reads can leave at any moment and nothing is left behind. The
libraries' own deadlines are not enough: a server that sends signs of life for ever keeps them waiting.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from threading import Lock
from typing import TYPE_CHECKING, Any

from rag.errors import Fault, ModelError, SettingsError
from rag.model.breaker import Breaker
from rag.model.deadlines import Deadlines, Endpoint, TimedRequest
from rag.model.loop import Loop
from rag.model.structured import Form
from rag.settings import Settings
from rag.types import Finish, Usage

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

FAILURES_BEFORE_REST = 3
TICK_SECONDS = 0.25
"""How often a reader who waits gets an empty piece, and with it the chance to leave."""
GRACE_SECONDS = 1.0
"""How long after its deadline a request that doesn't end is waited for."""
_log = logging.getLogger(__name__)


class ModelGenerator:
    """A model on an OpenAI-compatible server; see rag.seams.Generator. Safe for several threads."""

    def __init__(self, endpoint: Endpoint, model: str, deadlines: Deadlines, breaker: Breaker) -> None:
        self._endpoint = endpoint
        self.model = model
        self._deadlines = deadlines
        self._breaker = breaker
        self._loop = Loop(endpoint.aclose)

    @property
    def form(self) -> Form | None:
        """By what the server holds a reply to a schema, as far as is known; None where it can't."""
        return self._endpoint.form

    def generate(
        self, messages: Sequence[BaseMessage], seconds: float | None = None, schema: Mapping[str, Any] | None = None
    ) -> ModelGeneration:
        """The answer as it comes; the request is made when the first piece is asked for. `seconds` bounds all of it."""
        deadlines = self._deadlines if seconds is None else self._deadlines.within(seconds)
        request = TimedRequest(self._endpoint, tuple(messages), deadlines, schema)
        return ModelGeneration(request, self._loop, deadlines.total, self._breaker, hurried=seconds is not None)

    def close(self) -> None:
        """Ends all requests and closes the connections."""
        self._loop.close()


class ModelGeneration:
    """See rag.seams.Generation. It can be iterated once; a loop in another thread runs its request."""

    def __init__(
        self, request: TimedRequest, loop: Loop, total_seconds: float, breaker: Breaker, *, hurried: bool
    ) -> None:
        self.finish: Finish | None = None
        """How it ended; `cut` too where the reader stopped it."""
        self.error: ModelError | None = None
        """Why the text isn't all of the answer."""
        self._request = request
        self._loop = loop
        self._total_seconds = total_seconds
        self._breaker = breaker
        self._hurried = hurried
        self._pieces: SimpleQueue[str | None] = SimpleQueue()
        """Text as it comes; None at the end."""
        self._lock = Lock()
        self._running: Future[ModelError | None] | None = None
        self._closed = False
        self._shown = False
        self._given_up = False

    @property
    def usage(self) -> Usage | None:
        """The tokens that the server counted, once it told."""
        return self._request.writing.usage

    def __iter__(self) -> Iterator[str]:
        if rest := self._breaker.rest_seconds():
            self.error = ModelError(
                Fault.RESTING, f"The model failed several times in a row and isn't asked for {rest:.0f} s"
            )
            raise self.error
        try:
            self._begin()
            yield from self._shown_pieces()
        finally:
            self.close()
            self._conclude()
        if self.error and not self._shown:
            raise self.error

    def close(self) -> None:
        """Ends the request; from any thread."""
        with self._lock:
            self._closed = True
            if self._running:
                self._running.cancel()

    def _begin(self) -> None:
        with self._lock:
            if self._closed:
                self._pieces.put(None)
            else:
                self._running = self._loop.run(self._request.run(self._pieces.put))
                self._running.add_done_callback(lambda _: self._pieces.put(None))

    def _shown_pieces(self) -> Iterator[str]:
        until = time.monotonic() + self._total_seconds + GRACE_SECONDS
        while not self._given_up:
            try:
                piece = self._pieces.get(timeout=TICK_SECONDS)
            except Empty:
                self._given_up = time.monotonic() > until
                piece = ""
            if piece is None:
                return
            self._shown = self._shown or bool(piece)
            yield piece

    def _conclude(self) -> None:
        if self._given_up:  # what its thread may still bring comes too late to count
            self.finish = "cut" if self._shown else None
            self.error = ModelError(Fault.TOO_SLOW, f"The model wasn't done within {self._total_seconds:g} s")
        elif self._running is None or self._running.cancelled():
            self.finish = "cut"
            self._breaker.record(None)
            return
        else:
            self.finish, self.error = self._request.writing.outcome(_failure(self._running))
        # In a hurry of ours it is no fault of the server's.
        late = self._hurried and self.error is not None and self.error.fault is Fault.TOO_SLOW
        self._breaker.record(None if late else not (self.error and self.error.fault.counts))


def _failure(ended: Future[ModelError | None]) -> ModelError | None:
    """Why a request failed; a fault of ours must not cost the reader the answer either."""
    if error := ended.exception():
        _log.error("The model's answer failed: %s", type(error).__name__)
        return ModelError(Fault.NONSENSE)
    return ended.result()


def open_generator(settings: Settings) -> ModelGenerator:
    """The model that the settings name; importing what it needs takes seconds. Raises SettingsError where none can."""
    if settings.no_model or not settings.model:
        raise SettingsError(f"No model can answer: {settings.no_model}.")
    from rag.model.chat_model import ChatEndpoint  # late: quotes need neither langchain nor openai

    return ModelGenerator(
        ChatEndpoint(settings.base_url, settings.api_key, settings.model),
        settings.model,
        Deadlines(settings.model_first_token_seconds, settings.model_stall_seconds, settings.model_total_seconds),
        Breaker(FAILURES_BEFORE_REST, settings.model_rest_seconds),
    )
