"""What goes wrong with model servers, each as a script for tests.endpoint and what has to come of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rag import errors
from rag.types import Finish
from tests.endpoint import BEGUN, SENTENCES, WHOLE, Behaviour, answer, chunk, error
from tests.misbehaving import (
    ROUND,
    blanks,
    blanks_within,
    cut,
    drip,
    echo,
    endless,
    goes_round,
    hang,
    once,
    refuses,
    reset,
    slow_words,
    status,
    stream,
    thinks,
    thinks_on,
    words,
    words_beside,
)


@dataclass(frozen=True)
class Fault:
    """A server's behaviour; the text that comes, how it ends, the error's class or None, and the requests it takes."""

    name: str
    behave: Behaviour | None
    """None where nothing listens."""
    error: errors.Fault | None
    text: str = ""
    finish: Finish | None = None
    requests: int = 1


_CONTEXT = error("This model's maximum context length is 4096 tokens.", code="context_length_exceeded")
_LLAMA = error("Requested tokens (5000) exceed context window of 2048", type="invalid_request_error")
_QUOTA = error("You exceeded your current quota, please check your plan.", code="insufficient_quota")
_RATE = error("Rate limit reached", code="rate_limit_exceeded")
_MODEL = error('model "tiny" not found, try pulling it first', type="api_error")


_NULL: dict[str, Any] = {"id": "c", "object": "chat.completion.chunk", "choices": None}
_EMPTY: dict[str, Any] = {**_NULL, "choices": []}
_BROKEN = b'data: {"choices": [{"delta": {"content": "Jun\n\n'
_LATIN = b'data: {"choices": [{"index": 0, "delta": {"content": "caf\xe9"}}]}\n\n'

FAULTS = (
    Fault("none: a good answer", answer, None, WHOLE, "stop"),
    Fault("connection refused", None, errors.Fault.UNREACHABLE, requests=0),
    Fault("no response", hang(begin=False), errors.Fault.TOO_SLOW),
    Fault("headers, then nothing", hang(), errors.Fault.TOO_SLOW),
    Fault("headers that drip for ever", drip(b"X-Wait: 1\r\n", headers=True), errors.Fault.TOO_SLOW),
    Fault("401", status("401 Unauthorized", error("Incorrect API key", code="invalid_api_key")), errors.Fault.REFUSED),
    Fault("401 that echoes the key", echo("401 Unauthorized"), errors.Fault.REFUSED),
    Fault("403", status("403 Forbidden", b"no"), errors.Fault.REFUSED),
    Fault("429", status("429 Too Many Requests", _RATE), errors.Fault.RATE_LIMITED, requests=3),
    Fault("429 once, Retry-After 0.2 s", once(status("429 Slow", _RATE, "Retry-After: 0.2")), None, WHOLE, "stop", 2),
    Fault("429, Retry-After an hour", status("429 Slow", _RATE, "Retry-After: 3600"), errors.Fault.RATE_LIMITED),
    Fault("insufficient quota", status("429 Too Many Requests", _QUOTA), errors.Fault.QUOTA),
    Fault("500", status("500 Internal Server Error", b"oops"), errors.Fault.OVERLOADED, requests=3),
    Fault("500 that echoes the key", echo("500 Internal Server Error"), errors.Fault.OVERLOADED, requests=3),
    Fault("503", status("503 Service Unavailable", b""), errors.Fault.OVERLOADED, requests=3),
    Fault("503 once", once(status("503 Service Unavailable", b"")), None, WHOLE, "stop", 2),
    Fault("400, context too long", status("400 Bad Request", _CONTEXT), errors.Fault.CONTEXT_TOO_LONG),
    Fault("400, context too long (llama.cpp)", status("400 Bad Request", _LLAMA), errors.Fault.CONTEXT_TOO_LONG),
    Fault("400, no reason given", status("400 Bad Request", error("Bad request")), errors.Fault.REJECTED, requests=2),
    Fault("400, stream_options unknown", refuses("stream_options"), None, WHOLE, "stop", 2),
    Fault("400, two parameters unknown", refuses("temperature", "stream_options"), None, WHOLE, "stop", 3),
    Fault("model doesn't exist, 404", status("404 Not Found", _MODEL), errors.Fault.NOT_FOUND),
    Fault("model doesn't exist, 400", status("400 Bad Request", _MODEL), errors.Fault.NOT_FOUND),
    Fault(
        "HTML with status 200", lambda c: c.reply("200 OK", b"<html>Hi</html>", kind="text/html"), errors.Fault.NONSENSE
    ),
    Fault("empty body", lambda c: c.reply("200 OK", b"", kind="text/event-stream"), errors.Fault.NONSENSE),
    Fault("JSON without a stream", status("200 OK", {"choices": []}), errors.Fault.NONSENSE),
    Fault("malformed JSON", stream(_BROKEN), errors.Fault.NONSENSE),
    Fault("malformed JSON after words", stream(_BROKEN, before=(BEGUN,)), errors.Fault.NONSENSE, BEGUN, "cut"),
    Fault("invalid UTF-8", stream(_LATIN), errors.Fault.NONSENSE),
    Fault("invalid UTF-8 after words", stream(_LATIN, before=(BEGUN,)), errors.Fault.NONSENSE, BEGUN, "cut"),
    Fault("JSON that is no object", stream("5", '"text"', "null"), errors.Fault.NONSENSE),
    Fault(
        "a bare retry: line, then the answer",
        stream(b"retry: 3000\n\n", chunk(delta={"content": WHOLE}, finish_reason="stop")),
        None,
        WHOLE,
        "stop",
    ),
    Fault("a bare retry: line alone", stream(b"retry: 3000\n\n", done=False), errors.Fault.NONSENSE),
    Fault(
        "pings among the words",
        stream(b"event: ping\nid: 7\n\n", chunk(delta={"content": WHOLE}), b": on\n\n", b"data:\n\n"),
        None,
        WHOLE,
    ),
    Fault("choices null", stream(_NULL), errors.Fault.EMPTY),
    Fault("choices empty", stream(_EMPTY), errors.Fault.EMPTY),
    Fault("choices null after words", stream(_NULL, before=SENTENCES), None, WHOLE),
    Fault("delta null", stream(chunk(delta=None)), errors.Fault.NONSENSE),
    Fault(
        "error object at once", stream(error("Overloaded", type="server_error")), errors.Fault.OVERLOADED, requests=3
    ),
    Fault(
        "error object mid-stream", stream(error("Overloaded"), before=(BEGUN,)), errors.Fault.OVERLOADED, BEGUN, "cut"
    ),
    Fault("connection cut mid-stream", cut, errors.Fault.CUT, BEGUN, "cut"),
    Fault("connection reset mid-stream", reset, errors.Fault.CUT, BEGUN, "cut"),
    Fault(
        "connection closed mid-stream, no framing",
        words(BEGUN, reason=None, done=False, chunked=False),
        errors.Fault.CUT,
        BEGUN,
        "cut",
    ),
    Fault("stream ends mid-sentence", words(BEGUN, reason=None, done=False), errors.Fault.CUT, BEGUN, "cut"),
    Fault("connection closed before the first word", lambda c: None, errors.Fault.CUT, requests=3),
    Fault("stall after words", hang(BEGUN), errors.Fault.STALLED, BEGUN, "cut"),
    Fault("keep-alives that drip for ever", drip(b": keep-alive\n\n"), errors.Fault.TOO_SLOW),
    Fault(
        "empty deltas that drip for ever",
        drip(b'data: {"choices": [{"index": 0, "delta": {"content": ""}}]}\n\n'),
        errors.Fault.TOO_SLOW,
    ),
    Fault("keep-alives for ever after words", drip(b": keep-alive\n\n", BEGUN), errors.Fault.STALLED, BEGUN, "cut"),
    Fault("words that never end", slow_words, errors.Fault.TOO_SLOW, "word0 word1", "cut"),
    Fault("more and more words", endless, errors.Fault.LENGTH, "word 0 ", "length"),
    Fault("end without finish_reason", words(*SENTENCES, reason=None), None, WHOLE),
    Fault("end without finish_reason and [DONE]", words(*SENTENCES, reason=None, done=False), None, WHOLE),
    Fault("no end after finish_reason", hang(*SENTENCES, reason="stop"), None, WHOLE, "stop"),
    Fault("finish_reason length", words(BEGUN, reason="length"), errors.Fault.LENGTH, BEGUN, "length"),
    Fault("finish_reason length without a word", words(reason="length"), errors.Fault.LENGTH),
    Fault(
        "finish_reason content_filter",
        words(BEGUN, reason="content_filter"),
        errors.Fault.FILTERED,
        BEGUN,
        "content_filter",
    ),
    Fault("content_filter without a word", words(reason="content_filter"), errors.Fault.FILTERED),
    Fault("empty text", words("", reason="stop"), errors.Fault.EMPTY),
    Fault("blank text", words(" ", "\n\n", reason="stop"), errors.Fault.EMPTY),
    Fault(
        "a model that thinks aloud",
        words("\n<thi", "nk>\nHm. ", "So</think>\n\n", *SENTENCES, reason="stop"),
        None,
        WHOLE,
        "stop",
    ),
    Fault("a model that thinks for longer than a word may take", thinks, None, WHOLE, "stop"),
    Fault("thoughts beside the answer, and no answer", words_beside("Hm. ", "So."), errors.Fault.EMPTY),
    Fault("thoughts that never end", thinks_on, errors.Fault.TOO_SLOW),
    Fault("a text that goes round and round", goes_round, errors.Fault.LENGTH, 3 * ROUND, "length"),
    Fault("blanks that never end", blanks, errors.Fault.LENGTH),
    Fault("a form filled with blanks", blanks_within, errors.Fault.LENGTH, '{"verdicts": [', "length"),
    Fault(
        "another language",
        words("Junge ", "verdienen 90.000 $.", reason="stop"),
        None,
        "Junge verdienen 90.000 $.",
        "stop",
    ),
    Fault("another format", words('{"answer": ', '"x"}', reason="stop"), None, '{"answer": "x"}', "stop"),
)
