"""One OpenAI-compatible server through LangChain's ChatOpenAI: messages to deltas, its faults to ModelErrors.

Imports langchain and openai, which takes seconds; so nothing imports this module before a model is to answer.
"""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping, Sequence
from contextlib import aclosing
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import httpx2
import openai
from langchain_core.messages import AIMessageChunk, BaseMessage, BaseMessageChunk
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from rag.errors import Fault, ModelError
from rag.model.events import Events, StreamTooLong
from rag.model.faults import fault, retry_after_seconds
from rag.model.structured import Form
from rag.model.writing import Delta, End
from rag.types import Usage

NO_KEY = "none"
"""Sent where no key is set: servers of one's own want none, and the SDK wants one."""
OPTIONAL = ("temperature", "stream_options")
"""Parameters that some servers don't know; left out for those that refuse them."""
FORMS: tuple[Form, ...] = ("json_schema", "json_object")
"""What a reply's form can be held by, the better one first; the next one for servers that refuse it."""
_log = logging.getLogger(__name__)


class ParametersRefused(Exception):
    """The server takes the request without these."""

    def __init__(self, names: frozenset[str]) -> None:
        super().__init__(", ".join(sorted(names)))
        self.names = names


class _WebPage(Exception):
    """The server sent a web page for an answer."""


class _Body(httpx2.AsyncByteStream):
    """A response's body with nothing but its events."""

    def __init__(self, events: Events, body: httpx2.AsyncByteStream) -> None:
        self._events = events
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for line in self._events.lines(self._body):
            yield line

    async def aclose(self) -> None:
        await self._body.aclose()


class _Exchange:
    """What one response shows beside the events."""

    def __init__(self) -> None:
        self.events = Events()
        self.framed = False

    @property
    def end(self) -> End:
        """How the body ended, where it ended without a fault."""
        return End.SAID if self.events.done else End.FRAMED if self.framed else End.OPEN


_exchange: ContextVar[_Exchange] = ContextVar("exchange")
"""That of the request which the running task makes."""


async def _look(response: httpx2.Response) -> None:
    if not response.is_success:
        return
    if "html" in response.headers.get("content-type", ""):
        raise _WebPage
    exchange = _exchange.get()
    exchange.framed = "content-length" in response.headers or "transfer-encoding" in response.headers
    if isinstance(response.stream, httpx2.AsyncByteStream):
        response.stream = _Body(exchange.events, response.stream)


class ChatEndpoint:
    """A model on a server, with one client for all requests; these are made in one event loop."""

    def __init__(self, base_url: str, api_key: str, model: str) -> None:
        for library in ("httpx2", "httpcore2"):  # they log addresses and headers, which may hold the key
            logging.getLogger(library).setLevel(logging.WARNING)
        self._client = openai.DefaultAsyncHttpxClient(
            timeout=None,  # deadlines are the caller's
            # A connection that is kept may have been closed by the server just as it is used again: a fault more.
            limits=httpx2.Limits(max_keepalive_connections=0),
            headers={"Accept-Encoding": "identity"},
            event_hooks={"response": [_look]},
        )
        self._model = ChatOpenAI(
            model=model,
            base_url=base_url,
            api_key=SecretStr(api_key or NO_KEY),
            http_async_client=self._client,
            openai_proxy="",
            http_socket_options=(),  # else it warns of proxies, on stderr, for a client that isn't used
            use_responses_api=False,
            max_retries=0,
            stream_chunk_timeout=None,
        )
        self._refused: frozenset[str] = frozenset()
        """The optional parameters that the server has refused."""

    @property
    def form(self) -> Form | None:
        """What the server hasn't refused to hold a reply to: "json_schema", "json_object" or nothing."""
        return next((each for each in FORMS if each not in self._refused), None)

    async def stream(
        self, messages: Sequence[BaseMessage], schema: Mapping[str, Any] | None = None
    ) -> AsyncGenerator[Delta]:
        """The answer in deltas, without retry or deadline. Raises ModelError."""
        refused = self._refused
        while True:
            try:
                async with aclosing(self._request(messages, refused, schema)) as deltas:
                    async for delta in deltas:
                        self._refused = refused
                        yield delta
                return
            except ParametersRefused as more:
                refused |= more.names

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._client.aclose()

    async def _request(
        self, messages: Sequence[BaseMessage], refused: frozenset[str], schema: Mapping[str, Any] | None
    ) -> AsyncGenerator[Delta]:
        exchange = _Exchange()
        _exchange.set(exchange)
        sent = _parameters(refused, schema)
        failure: Exception | None = None
        try:
            async with aclosing(self._model.astream(list(messages), **sent.values)) as chunks:  # type: ignore[type-var]
                async for chunk in chunks:
                    yield _delta(chunk, exchange.events)
        except Exception as error:  # libraries raise JSONDecodeError, UnicodeDecodeError, KeyError ... as they come
            failure = _failure(error, sent.names)
        if failure:
            raise failure
        yield Delta(end=exchange.end)


@dataclass(frozen=True, slots=True)
class _Parameters:
    """The optional parameters of a request: by their own names, and as LangChain's client takes them."""

    names: Mapping[str, str]
    """What a server calls it -> what it is to be remembered by, where it is refused."""
    values: Mapping[str, Any]


def _parameters(refused: frozenset[str], schema: Mapping[str, Any] | None) -> _Parameters:
    names = {name: name for name in OPTIONAL if name not in refused}
    values: dict[str, Any] = {"stream_usage": "stream_options" in names}
    if "temperature" in names:
        values["temperature"] = 0
    form = next((each for each in FORMS if each not in refused), None) if schema else None
    if form:
        names["response_format"] = form
        wanted: dict[str, Any] = {"type": form}
        if form == "json_schema":
            wanted[form] = {"name": "reply", "strict": True, "schema": schema}
        # As a parameter of its own it would be parsed by the SDK, which chokes on what lesser servers send.
        values["extra_body"] = {"response_format": wanted}
    return _Parameters(names, values)


def _delta(chunk: BaseMessageChunk, events: Events) -> Delta:
    counted = chunk.usage_metadata if isinstance(chunk, AIMessageChunk) else None
    return Delta(
        text=str(chunk.text),
        reason=chunk.response_metadata.get("finish_reason"),
        usage=Usage(counted["input_tokens"], counted["output_tokens"]) if counted else None,
        thought=events.thought,
    )


def _failure(error: Exception, sent: Mapping[str, str]) -> Exception:
    """The error in our terms; new, and so without the library's, whose text may hold what the server said."""
    _log.debug("The model's server: %s", type(error).__name__)
    if isinstance(error, openai.APIStatusError):
        said = _said(error)
        named = frozenset(known for name, known in sent.items() if name in said)
        found = fault(error.status_code, said)
        if sent and error.status_code in (400, 422) and found is Fault.REJECTED:
            return ParametersRefused(named or frozenset(sent.values()))
        return ModelError(found, retry_after_seconds=retry_after_seconds(error.response.headers))
    if isinstance(error, openai.APIConnectionError):
        unreached = any(isinstance(cause, httpx2.ConnectError | httpx2.ConnectTimeout) for cause in _causes(error))
        return ModelError(Fault.UNREACHABLE if unreached else Fault.CUT)
    if isinstance(error, openai.APIError):  # an error object in the stream
        return ModelError(fault(_status(error.code), _said(error)))
    return _nonsense(error)


def _nonsense(error: Exception) -> ModelError:
    if isinstance(error, _WebPage):
        return ModelError(
            Fault.NONSENSE, "The model's server sent a web page for an answer (does OPENAI_BASE_URL end in /v1?)"
        )
    if isinstance(error, httpx2.UnsupportedProtocol | httpx2.InvalidURL):
        return ModelError(Fault.UNREACHABLE, "OPENAI_BASE_URL is no address of a server")
    if isinstance(error, UnicodeDecodeError | json.JSONDecodeError | StreamTooLong):
        return ModelError(Fault.NONSENSE, "The model's server sent broken data")
    return ModelError(Fault.NONSENSE)


def _said(error: openai.APIError) -> str:
    """All that the server said, to be searched and never shown."""
    return f"{error.message} {error.body}"


def _status(code: str | None) -> int | None:
    """The HTTP status in an error object's code, as some servers put it there."""
    return int(code) if code and code.isdigit() and 400 <= int(code) < 600 else None


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause:
        yield cause
        cause = cause.__cause__ or cause.__context__
