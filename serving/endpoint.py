"""The guides as a model that OpenAI's clients can ask: /v1/chat/completions and /v1/models, and each guide's text."""

from __future__ import annotations

import hmac
import json
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from functools import partial
from typing import Any

from anyio import create_task_group
from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from rag.errors import CareerError, GuideUnknown, UsageError
from rag.seams import Pieces
from serving.completions import Asked, Completion, Problem, asked, known_model, models
from serving.links import GUIDES, is_signed
from serving.replies import whole
from serving.running import is_local
from serving.writing import place_of, plain, written
from terminal.parts import Assistant

MOST_BYTES = 1_000_000
"""The longest request: a long conversation is a hundredth of that."""
HEALTH = "/health"
Event = Callable[[Mapping[str, Any] | str], Awaitable[None]]
"""Sends one event of a stream."""


def endpoint(assistant: Assistant, key: str = "") -> Starlette:
    """The app. Without a key it answers to this machine's own names alone, with one to whoever has it."""
    faces = Faces(assistant, key)
    return Starlette(
        routes=[
            Route("/v1/chat/completions", faces.complete, methods=["POST"]),
            Route("/v1/models", faces.models),
            Route("/v1/models/{name}", faces.model),
            Route(GUIDES + "{guide:path}", faces.guide),
            Route(HEALTH, faces.health),
        ],
        middleware=[Middleware(Gate, key=key)],
        exception_handlers=dict.fromkeys((Problem, CareerError, HTTPException, ClientDisconnect, Exception), _told),
    )


class Gate:
    """Lets through who has the key. Where there is none, a page elsewhere could reach this machine by a name of its
    own; so then only this machine's names are answered to."""

    def __init__(self, app: ASGIApp, key: str) -> None:
        self._app = app
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = self._refused(Request(scope)) if scope["type"] == "http" and scope["path"] != HEALTH else None
        await (JSONResponse(refused.body, refused.status) if refused else self._app)(scope, receive, send)

    def _refused(self, request: Request) -> Problem | None:
        headers = request.headers
        if not self._key:
            name = headers.get("host", "").rpartition(":")[0] or headers.get("host", "")
            return (
                None if is_local(name) else Problem(403, "Without a key, only names of this machine are answered to.")
            )
        given = headers.get("authorization", "").removeprefix("Bearer ")
        if hmac.compare_digest(given.encode(), self._key.encode()) or is_signed(
            request.scope["path"], request.query_params, self._key
        ):
            return None
        return Problem(401, "The key is missing or wrong; it is the server's CAREER_SERVE_KEY.", code="invalid_api_key")


class Faces:
    """What each address gives."""

    def __init__(self, assistant: Assistant, key: str) -> None:
        self._assistant = assistant
        self._key = key
        self._started = int(time.time())

    async def complete(self, request: Request) -> Response:
        """An answer, whole or as it comes."""
        wanted = asked(await _body(request))
        ask = partial(self._assistant.ask, wanted.question, wanted.history, mode=wanted.mode)
        reply = await run_sync(ask)
        as_completion = Completion(f"chatcmpl-{uuid.uuid4().hex}", int(time.time()), wanted.model)
        place = partial(place_of, base_url=str(request.base_url), key=self._key)
        if wanted.stream:
            return Events(partial(_stream, reply, wanted, as_completion, place))
        answer = await unless_left(request.receive, partial(whole, reply))
        if answer is None:
            return Response(status_code=499)  # nobody is there to read it
        text = written(answer)
        annotations = [each.object(place) for each in text.annotations]
        return JSONResponse(as_completion.whole(text.text, annotations, answer.usage, career=asdict(answer)))

    async def models(self, request: Request) -> Response:
        """The models there are."""
        return JSONResponse({"object": "list", "data": models(self._started)})

    async def model(self, request: Request) -> Response:
        """One of them."""
        name = known_model(request.path_params["name"])
        return JSONResponse(next(each for each in models(self._started) if each["id"] == name))

    async def guide(self, request: Request) -> Response:
        """A guide's text, where annotations lead."""
        article = await run_sync(self._assistant.guide, request.path_params["guide"])
        return PlainTextResponse(article.text)

    async def health(self, request: Request) -> Response:
        """Whether there is an index to answer from."""
        await run_sync(lambda: self._assistant.manifest)
        return JSONResponse({"status": "ok"})


async def _stream(
    reply: Pieces, wanted: Asked, completion: Completion, place: Callable[[Any], str], send: Event
) -> None:
    """Sends the answer's pieces, then its annotations, then the contract's answer beside the last chunk."""
    streamed: list[str] = []

    async def each(piece: str) -> None:
        streamed.append(plain(piece))
        await send(completion.chunk({"content": streamed[-1]}))

    await send(completion.chunk({"role": "assistant", "content": ""}))
    answer = await whole(reply, each)
    sent = "".join(streamed)
    text = written(answer).behind(sent)
    if rest := text.text[len(sent) :]:
        await send(completion.chunk({"content": rest}))
    if text.annotations:
        await send(completion.chunk({"annotations": [one.object(place) for one in text.annotations]}))
    await send(completion.chunk({}, "stop", career=asdict(answer)))
    if wanted.with_usage:
        await send(completion.counted(answer.usage))
    await send("[DONE]")


class Events(Response):
    """A stream of events that ends where its reader leaves."""

    def __init__(self, produce: Callable[[Event], Awaitable[None]]) -> None:
        super().__init__(media_type="text/event-stream", headers={"Cache-Control": "no-cache"})
        del self.headers["content-length"]
        self._produce = produce

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def event(data: Mapping[str, Any] | str) -> None:
            text = data if isinstance(data, str) else json.dumps(data)
            await send({"type": "http.response.body", "body": f"data: {text}\n\n".encode(), "more_body": True})

        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        try:
            await unless_left(receive, partial(self._produce, event))
        except CareerError as error:  # the status has gone out already
            await event(_problem(error).body)
        await send({"type": "http.response.body", "body": b""})


async def unless_left(receive: Receive, work: Callable[[], Awaitable[Any]]) -> Any:
    """What the work gives; None where the client left before, and then the work is ended. Raises CareerError."""
    given: list[Any] = []
    failed: list[CareerError] = []

    async def watch() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        group.cancel_scope.cancel()

    async with create_task_group() as group:
        group.start_soon(watch)
        try:
            given.append(await work())
        except CareerError as error:  # as itself, and not in a group of errors
            failed.append(error)
        group.cancel_scope.cancel()
    if failed:
        raise failed[0]
    return given[0] if given else None


async def _body(request: Request) -> bytes:
    """The request's body. Raises Problem where it is no JSON by its own word, or too long."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        # Also what a page elsewhere could send without asking this server first.
        raise Problem(415, "A request comes as Content-Type: application/json.")
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise Problem(413, f"The request is longer than {MOST_BYTES:,} bytes; leave earlier messages out.")
    return bytes(body)


def _problem(error: Exception) -> Problem:
    """What a client is told of an error; of a fault of ours, no more than that there is one."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, HTTPException):
        return Problem(error.status_code, f"{error.detail}: there are /v1/chat/completions and /v1/models.")
    if isinstance(error, CareerError):
        status = 400 if isinstance(error, UsageError) else 404 if isinstance(error, GuideUnknown) else 503
        return Problem(status, str(error))
    return Problem(500, "The server has a fault; its own words stand where it was started.")


async def _told(request: Request, error: Exception) -> Response:
    """An error as an object."""
    if isinstance(error, ClientDisconnect):
        return Response(status_code=499)
    problem = _problem(error)
    return JSONResponse(problem.body, problem.status)
