"""What goes wrong with model servers, each as a script for tests.endpoint and what has to come of it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

from rag import errors
from rag.types import Finish
from tests.endpoint import BEGUN, SENTENCES, WHOLE, Behaviour, Connection, answer, chunk, error


@dataclass(frozen=True)
class Fault:
    """A server's behaviour; the text that comes, how it ends, the error's class or None, and the requests it takes."""

    name: str
    behave: Behaviour | None
    """None where nothing listens."""
    error: type[errors.ModelError] | None
    text: str = ""
    finish: Finish | None = None
    requests: int = 1


def _status(status: str, body: bytes | dict[str, Any], *headers: str) -> Behaviour:
    return lambda connection: connection.reply(status, body, *headers)


def _once(first: Behaviour) -> Behaviour:
    return lambda connection: (first if connection.number == 1 else answer)(connection)


def _stream(*events: dict[str, Any] | str | bytes, before: tuple[str, ...] = (), done: bool = True) -> Behaviour:
    def behave(connection: Connection) -> None:
        connection.begin()
        connection.words(*before)
        for event in events:
            if isinstance(event, bytes):
                connection.send(event)
            else:
                connection.event(event)
        connection.end(done=done)

    return behave


def _words(*texts: str, reason: str | None, done: bool = True, chunked: bool = True) -> Behaviour:
    def behave(connection: Connection) -> None:
        connection.begin(chunked=chunked)
        connection.words(*texts, reason=reason)
        connection.end(done=done)

    return behave


def _drip(data: bytes, *before: str, headers: bool = False) -> Behaviour:
    def behave(connection: Connection) -> None:
        if headers:
            connection.raw(b"HTTP/1.1 200 OK\r\n")
        else:
            connection.begin()
            connection.words(*before)
        for _ in connection.ticks(0.05):
            (connection.raw if headers else connection.send)(data)

    return behave


def _hang(*before: str, begin: bool = True, reason: str | None = None) -> Behaviour:
    def behave(connection: Connection) -> None:
        if begin:
            connection.begin()
            connection.words(*before, reason=reason)
        connection.hang()

    return behave


def _cut(connection: Connection) -> None:
    connection.begin()
    connection.words(BEGUN)
    connection.gone(0.1)  # so that the words arrive before the end


def _reset(connection: Connection) -> None:
    _cut(connection)
    connection.reset()


def _echo(status: str) -> Behaviour:
    def behave(connection: Connection) -> None:
        said = connection.request.headers["authorization"]
        connection.reply(status, error(f"Bad {said}", code=said), f"X-Echo: {said}")

    return behave


def _slow_words(connection: Connection) -> None:
    connection.begin()
    for count in connection.ticks(0.1):
        connection.words(f"word{count} ")


def _endless(connection: Connection) -> None:
    connection.begin()
    for count in itertools.count():
        connection.words(f"word {count} " * 50)


def _refuses(*names: str) -> Behaviour:
    def behave(connection: Connection) -> None:
        unknown = [name for name in names if name in connection.request.body]
        if unknown:
            connection.reply("400 Bad Request", error(f"Unknown parameter: {unknown[0]}", param=unknown[0]))
        else:
            answer(connection)

    return behave


_CONTEXT = error("This model's maximum context length is 4096 tokens.", code="context_length_exceeded")
_LLAMA = error("Requested tokens (5000) exceed context window of 2048", type="invalid_request_error")
_QUOTA = error("You exceeded your current quota, please check your plan.", code="insufficient_quota")
_RATE = error("Rate limit reached", code="rate_limit_exceeded")
_MODEL = error('model "tiny" not found, try pulling it first', type="api_error")


def _thought(text: str) -> dict[str, Any]:
    return chunk(delta={"content": "", "reasoning_content": text})


def _thinks(connection: Connection) -> None:
    """Longer than the first word may take, and not so long as the whole answer may."""
    connection.begin()
    for _ in range(12):
        connection.event(_thought("Hm. "))
        if connection.gone(0.1):
            return
    connection.words(*SENTENCES, reason="stop")
    connection.end()


def _thinks_on(connection: Connection) -> None:
    connection.begin()
    for _ in connection.ticks(0.05):
        connection.event(_thought("Hm. "))


def _words_beside(*thoughts: str) -> Behaviour:
    return _stream(*map(_thought, thoughts), chunk(delta={}, finish_reason="stop"))


def _blanks(connection: Connection) -> None:
    connection.begin()
    for _ in connection.ticks(0.001):
        connection.words("\n        ")


def _blanks_within(connection: Connection) -> None:
    connection.begin()
    connection.words('{"verdicts": [')
    for _ in connection.ticks(0.001):
        connection.words("\n        ")


_NULL: dict[str, Any] = {"id": "c", "object": "chat.completion.chunk", "choices": None}
_EMPTY: dict[str, Any] = {**_NULL, "choices": []}
_BROKEN = b'data: {"choices": [{"delta": {"content": "Jun\n\n'
_LATIN = b'data: {"choices": [{"index": 0, "delta": {"content": "caf\xe9"}}]}\n\n'

FAULTS = (
    Fault("none: a good answer", answer, None, WHOLE, "stop"),
    Fault("connection refused", None, errors.ModelUnreachable, requests=0),
    Fault("no response", _hang(begin=False), errors.ModelTooSlow),
    Fault("headers, then nothing", _hang(), errors.ModelTooSlow),
    Fault("headers that drip for ever", _drip(b"X-Wait: 1\r\n", headers=True), errors.ModelTooSlow),
    Fault("401", _status("401 Unauthorized", error("Incorrect API key", code="invalid_api_key")), errors.ModelRefused),
    Fault("401 that echoes the key", _echo("401 Unauthorized"), errors.ModelRefused),
    Fault("403", _status("403 Forbidden", b"no"), errors.ModelRefused),
    Fault("429", _status("429 Too Many Requests", _RATE), errors.ModelRateLimited, requests=3),
    Fault("429 once, Retry-After 0.2 s", _once(_status("429 Slow", _RATE, "Retry-After: 0.2")), None, WHOLE, "stop", 2),
    Fault("429, Retry-After an hour", _status("429 Slow", _RATE, "Retry-After: 3600"), errors.ModelRateLimited),
    Fault("insufficient quota", _status("429 Too Many Requests", _QUOTA), errors.ModelQuota),
    Fault("500", _status("500 Internal Server Error", b"oops"), errors.ModelOverloaded, requests=3),
    Fault("500 that echoes the key", _echo("500 Internal Server Error"), errors.ModelOverloaded, requests=3),
    Fault("503", _status("503 Service Unavailable", b""), errors.ModelOverloaded, requests=3),
    Fault("503 once", _once(_status("503 Service Unavailable", b"")), None, WHOLE, "stop", 2),
    Fault("400, context too long", _status("400 Bad Request", _CONTEXT), errors.ModelContextTooLong),
    Fault("400, context too long (llama.cpp)", _status("400 Bad Request", _LLAMA), errors.ModelContextTooLong),
    Fault("400, no reason given", _status("400 Bad Request", error("Bad request")), errors.ModelRejected, requests=2),
    Fault("400, stream_options unknown", _refuses("stream_options"), None, WHOLE, "stop", 2),
    Fault("400, two parameters unknown", _refuses("temperature", "stream_options"), None, WHOLE, "stop", 3),
    Fault("model doesn't exist, 404", _status("404 Not Found", _MODEL), errors.ModelNotFound),
    Fault("model doesn't exist, 400", _status("400 Bad Request", _MODEL), errors.ModelNotFound),
    Fault(
        "HTML with status 200", lambda c: c.reply("200 OK", b"<html>Hi</html>", kind="text/html"), errors.ModelNonsense
    ),
    Fault("empty body", lambda c: c.reply("200 OK", b"", kind="text/event-stream"), errors.ModelNonsense),
    Fault("JSON without a stream", _status("200 OK", {"choices": []}), errors.ModelNonsense),
    Fault("malformed JSON", _stream(_BROKEN), errors.ModelNonsense),
    Fault("malformed JSON after words", _stream(_BROKEN, before=(BEGUN,)), errors.ModelNonsense, BEGUN, "cut"),
    Fault("invalid UTF-8", _stream(_LATIN), errors.ModelNonsense),
    Fault("invalid UTF-8 after words", _stream(_LATIN, before=(BEGUN,)), errors.ModelNonsense, BEGUN, "cut"),
    Fault("JSON that is no object", _stream("5", '"text"', "null"), errors.ModelNonsense),
    Fault(
        "a bare retry: line, then the answer",
        _stream(b"retry: 3000\n\n", chunk(delta={"content": WHOLE}, finish_reason="stop")),
        None,
        WHOLE,
        "stop",
    ),
    Fault("a bare retry: line alone", _stream(b"retry: 3000\n\n", done=False), errors.ModelNonsense),
    Fault(
        "pings among the words",
        _stream(b"event: ping\nid: 7\n\n", chunk(delta={"content": WHOLE}), b": on\n\n", b"data:\n\n"),
        None,
        WHOLE,
    ),
    Fault("choices null", _stream(_NULL), errors.ModelEmpty),
    Fault("choices empty", _stream(_EMPTY), errors.ModelEmpty),
    Fault("choices null after words", _stream(_NULL, before=SENTENCES), None, WHOLE),
    Fault("delta null", _stream(chunk(delta=None)), errors.ModelNonsense),
    Fault(
        "error object at once", _stream(error("Overloaded", type="server_error")), errors.ModelOverloaded, requests=3
    ),
    Fault(
        "error object mid-stream", _stream(error("Overloaded"), before=(BEGUN,)), errors.ModelOverloaded, BEGUN, "cut"
    ),
    Fault("connection cut mid-stream", _cut, errors.ModelCut, BEGUN, "cut"),
    Fault("connection reset mid-stream", _reset, errors.ModelCut, BEGUN, "cut"),
    Fault(
        "connection closed mid-stream, no framing",
        _words(BEGUN, reason=None, done=False, chunked=False),
        errors.ModelCut,
        BEGUN,
        "cut",
    ),
    Fault("stream ends mid-sentence", _words(BEGUN, reason=None, done=False), errors.ModelCut, BEGUN, "cut"),
    Fault("connection closed before the first word", lambda c: None, errors.ModelCut, requests=3),
    Fault("stall after words", _hang(BEGUN), errors.ModelStalled, BEGUN, "cut"),
    Fault("keep-alives that drip for ever", _drip(b": keep-alive\n\n"), errors.ModelTooSlow),
    Fault(
        "empty deltas that drip for ever",
        _drip(b'data: {"choices": [{"index": 0, "delta": {"content": ""}}]}\n\n'),
        errors.ModelTooSlow,
    ),
    Fault("keep-alives for ever after words", _drip(b": keep-alive\n\n", BEGUN), errors.ModelStalled, BEGUN, "cut"),
    Fault("words that never end", _slow_words, errors.ModelTooSlow, "word0 word1", "cut"),
    Fault("more and more words", _endless, errors.ModelLength, "word 0 ", "length"),
    Fault("end without finish_reason", _words(*SENTENCES, reason=None), None, WHOLE),
    Fault("end without finish_reason and [DONE]", _words(*SENTENCES, reason=None, done=False), None, WHOLE),
    Fault("no end after finish_reason", _hang(*SENTENCES, reason="stop"), None, WHOLE, "stop"),
    Fault("finish_reason length", _words(BEGUN, reason="length"), errors.ModelLength, BEGUN, "length"),
    Fault("finish_reason length without a word", _words(reason="length"), errors.ModelLength),
    Fault(
        "finish_reason content_filter",
        _words(BEGUN, reason="content_filter"),
        errors.ModelFiltered,
        BEGUN,
        "content_filter",
    ),
    Fault("content_filter without a word", _words(reason="content_filter"), errors.ModelFiltered),
    Fault("empty text", _words("", reason="stop"), errors.ModelEmpty),
    Fault("blank text", _words(" ", "\n\n", reason="stop"), errors.ModelEmpty),
    Fault(
        "a model that thinks aloud",
        _words("\n<thi", "nk>\nHm. ", "So</think>\n\n", *SENTENCES, reason="stop"),
        None,
        WHOLE,
        "stop",
    ),
    Fault("a model that thinks for longer than a word may take", _thinks, None, WHOLE, "stop"),
    Fault("thoughts beside the answer, and no answer", _words_beside("Hm. ", "So."), errors.ModelEmpty),
    Fault("thoughts that never end", _thinks_on, errors.ModelTooSlow),
    Fault("blanks that never end", _blanks, errors.ModelLength),
    Fault("a form filled with blanks", _blanks_within, errors.ModelLength, '{"verdicts": [', "length"),
    Fault(
        "another language",
        _words("Junge ", "verdienen 90.000 $.", reason="stop"),
        None,
        "Junge verdienen 90.000 $.",
        "stop",
    ),
    Fault("another format", _words('{"answer": ', '"x"}', reason="stop"), None, '{"answer": "x"}', "stop"),
)
