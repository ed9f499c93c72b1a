"""One OpenAI-compatible server through LangChain's ChatOpenAI: messages to deltas, its faults to ModelErrors.

Imports langchain and openai, which takes seconds; so nothing imports this module before a model is to answer.
"""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping, Sequence
from contextlib import aclosing
from typing import Any

import httpx2
import openai
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    BaseMessageChunk,
    HumanMessage,
    SystemMessage,
)
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from rag.errors import ModelCut, ModelError, ModelNonsense, ModelRejected, ModelUnreachable
from rag.model.events import Events, StreamTooLong
from rag.model.faults import fault, retry_after_seconds
from rag.model.writing import Delta, End
from rag.types import Message, Usage

NO_KEY = "none"
"""Sent where no key is set: servers of one's own want none, and the SDK wants one."""
OPTIONAL = frozenset({"temperature", "stream_options", "response_format"})
"""Parameters that some servers don't know; left out for those that refuse them."""
_MESSAGES = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}
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
    """One request's HTTP client, and what its response shows beside the events."""

    def __init__(self) -> None:
        self.events = Events()
        self._framed = False

    @property
    def end(self) -> End:
        """How the body ended, where it ended without a fault."""
        return End.SAID if self.events.done else End.FRAMED if self._framed else End.OPEN

    def client(self) -> httpx2.AsyncClient:
        """A client without deadlines, which are the caller's, that reads uncompressed events."""
        return openai.DefaultAsyncHttpxClient(
            timeout=None, headers={"Accept-Encoding": "identity"}, event_hooks={"response": [self._look]}
        )

    async def _look(self, response: httpx2.Response) -> None:
        if not response.is_success:
            return
        if "html" in response.headers.get("content-type", ""):
            raise _WebPage
        self._framed = "content-length" in response.headers or "transfer-encoding" in response.headers
        if isinstance(response.stream, httpx2.AsyncByteStream):
            response.stream = _Body(self.events, response.stream)


class ChatEndpoint:
    """A model on a server. Safe for several threads, each with an event loop of its own."""

    def __init__(self, base_url: str, api_key: str, model: str) -> None:
        self._base_url = base_url
        self._api_key = SecretStr(api_key or NO_KEY)
        self._model = model
        self._optional = OPTIONAL
        """Those that the server hasn't refused."""
        for library in ("httpx2", "httpcore2"):  # they log addresses and headers, which may hold the key
            logging.getLogger(library).setLevel(logging.WARNING)

    async def stream(
        self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None
    ) -> AsyncGenerator[Delta]:
        """The answer in deltas, without retry or deadline. Raises ModelError."""
        optional = self._optional
        while True:
            try:
                async with aclosing(self._request(messages, optional, schema)) as deltas:
                    async for delta in deltas:
                        self._optional = optional
                        yield delta
                return
            except ParametersRefused as refused:
                optional -= refused.names

    async def _request(
        self, messages: Sequence[Message], optional: frozenset[str], schema: Mapping[str, Any] | None
    ) -> AsyncGenerator[Delta]:
        exchange = _Exchange()
        failure: Exception | None = None
        async with exchange.client() as client:
            try:
                async with aclosing(self._chunks(client, messages, optional, schema)) as chunks:
                    async for chunk in chunks:
                        yield _delta(chunk)
            except Exception as error:  # libraries raise JSONDecodeError, UnicodeDecodeError, KeyError ... as they come
                failure = _failure(error, optional)
        if failure:
            raise failure
        yield Delta(end=exchange.end)

    async def _chunks(
        self,
        client: httpx2.AsyncClient,
        messages: Sequence[Message],
        optional: frozenset[str],
        schema: Mapping[str, Any] | None,
    ) -> AsyncGenerator[BaseMessageChunk]:
        model = ChatOpenAI(
            model=self._model,
            base_url=self._base_url,
            api_key=self._api_key,
            http_async_client=client,
            openai_proxy="",
            http_socket_options=(),  # else it warns of proxies, on stderr, for a client that isn't used
            use_responses_api=False,
            max_retries=0,
            stream_chunk_timeout=None,
            temperature=0 if "temperature" in optional else None,
            stream_usage="stream_options" in optional,
            # As a parameter of its own it would be parsed by the SDK, which chokes on what lesser servers send.
            extra_body={"response_format": _form(schema)} if schema and "response_format" in optional else None,
        )
        sent: list[BaseMessage] = [_MESSAGES[message.role](message.content) for message in messages]
        async for chunk in model.astream(sent):
            yield chunk


def _form(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A JSON schema as the servers want it."""
    return {"type": "json_schema", "json_schema": {"name": "reply", "strict": True, "schema": dict(schema)}}


def _delta(chunk: BaseMessageChunk) -> Delta:
    counted = chunk.usage_metadata if isinstance(chunk, AIMessageChunk) else None
    return Delta(
        text=str(chunk.text),
        reason=chunk.response_metadata.get("finish_reason"),
        usage=Usage(counted["input_tokens"], counted["output_tokens"]) if counted else None,
    )


def _failure(error: Exception, optional: frozenset[str]) -> Exception:
    """The error in our terms; new, and so without the library's, whose text may hold what the server said."""
    _log.debug("The model's server: %s", type(error).__name__)
    if isinstance(error, openai.APIStatusError):
        said = _said(error)
        named = frozenset(name for name in optional if name in said)
        found = fault(error.status_code, said, retry_after_seconds(error.response.headers))
        refused = error.status_code in (400, 422) and isinstance(found, ModelRejected)
        return ParametersRefused(named or optional) if refused and optional else found
    if isinstance(error, openai.APIConnectionError):
        unreached = any(isinstance(cause, httpx2.ConnectError | httpx2.ConnectTimeout) for cause in _causes(error))
        return ModelUnreachable() if unreached else ModelCut()
    if isinstance(error, openai.APIError):  # an error object in the stream
        return fault(_status(error.code), _said(error))
    return _nonsense(error)


def _nonsense(error: Exception) -> ModelError:
    if isinstance(error, _WebPage):
        return ModelNonsense("The model's server sent a web page for an answer (does OPENAI_BASE_URL end in /v1?)")
    if isinstance(error, httpx2.UnsupportedProtocol | httpx2.InvalidURL):
        return ModelUnreachable("OPENAI_BASE_URL is no address of a server")
    if isinstance(error, UnicodeDecodeError | json.JSONDecodeError | StreamTooLong):
        return ModelNonsense("The model's server sent broken data")
    return ModelNonsense()


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
