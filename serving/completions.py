"""Chat completions as OpenAI words them: messages to a question with its history, an answer to a message or chunks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rag.types import Turn, Usage
from terminal.questions import parsed, valid_text

MODELS: Mapping[str, str | None] = {"career": None, "career-quotes": "quotes"}
"""Name -> mode to ask with; None leaves the choice to the assistant."""
OWNER = "career"
_UNHEARD = ("system", "developer", "tool", "function")
"""Roles that neither ask nor answer. What they say is never taken for a question, nor for what a guide says."""


class Problem(Exception):
    """A request that can't be answered: the HTTP status, and what a client gets as an error object."""

    def __init__(self, status: int, message: str, *, code: str | None = None, param: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.param = param

    @property
    def body(self) -> dict[str, Any]:
        """The error object."""
        kind = "invalid_request_error" if self.status < 500 else "server_error"
        return {"error": {"message": str(self), "type": kind, "param": self.param, "code": self.code}}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for."""

    question: str
    history: tuple[Turn, ...]
    model: str
    stream: bool
    with_usage: bool
    """Whether a stream is to end with the count of tokens."""

    @property
    def mode(self) -> str | None:
        """The mode that the model's name stands for."""
        return MODELS[self.model]


def asked(body: bytes) -> Asked:
    """The question in a request's body. Raises Problem, and UsageError for what is no text or no JSON."""
    value = parsed(body)
    if not isinstance(value, Mapping):
        raise Problem(400, "A request is a JSON object with model and messages.")
    model, options = value.get("model"), value.get("stream_options")
    if not isinstance(model, str):
        raise Problem(400, f"Name a model: {' or '.join(MODELS)}.", param="model")
    known_model(model)
    if value.get("n") not in (None, 1):
        raise Problem(400, "There is one answer to a question; leave n out.", param="n")
    question, history = conversation(value.get("messages"))
    with_usage = isinstance(options, Mapping) and bool(options.get("include_usage"))
    return Asked(question, history, model, bool(value.get("stream")), with_usage)


def known_model(name: str) -> str:
    """The name itself. Raises Problem where no model goes by it."""
    if name not in MODELS:
        message = f"There is no model {name!r}; there are {' and '.join(MODELS)}."
        raise Problem(404, message, code="model_not_found", param="model")
    return name


def conversation(messages: Any) -> tuple[str, tuple[Turn, ...]]:
    """The question in the last message, and the turns before it. Raises Problem, UsageError."""
    if not isinstance(messages, Sequence) or not all(isinstance(each, Mapping) for each in messages):
        raise Problem(400, 'messages takes a list of {"role": ..., "content": ...}.', param="messages")
    heard = [each for each in messages if each.get("role") not in _UNHEARD]
    if not heard or heard[-1].get("role") != "user":
        raise Problem(400, "The last message has to be the user's question.", param="messages")
    return _text(heard[-1]), tuple(_turns(heard[:-1]))


def _turns(messages: Sequence[Mapping[str, Any]]) -> Iterator[Turn]:
    """A turn for each question, with the answer that followed it, if one did."""
    question: str | None = None
    for message in messages:
        role = message.get("role")
        if role not in ("user", "assistant"):
            raise Problem(
                400, f"There is no role {role!r}; a message is the user's or the assistant's.", param="messages"
            )
        text = _text(message)
        if role == "user":
            if question is not None:
                yield Turn(question)
            question = text
        elif question is not None:  # an assistant's greeting answers nothing
            yield Turn(question, text)
            question = None
    if question is not None:
        yield Turn(question)


def _text(message: Mapping[str, Any]) -> str:
    """A message's text, which may come in parts."""
    content = message.get("content")
    if content is None and message.get("role") == "assistant":
        return ""
    parts = [{"type": "text", "text": content}] if isinstance(content, str) else content
    if not isinstance(parts, Sequence) or not all(_is_text_part(part) for part in parts):
        raise Problem(400, "A message is text; pictures, sound and files can't be read.", param="messages")
    return valid_text("\n".join(part["text"] for part in parts), "A message")


def _is_text_part(part: Any) -> bool:
    return isinstance(part, Mapping) and part.get("type") == "text" and isinstance(part.get("text"), str)


def models(created: int) -> list[dict[str, Any]]:
    """The models, as a list of them holds each."""
    return [{"id": name, "object": "model", "created": created, "owned_by": OWNER} for name in MODELS]


@dataclass(frozen=True, slots=True)
class Completion:
    """One answer's envelope: the same id, moment and model on all that is sent of it."""

    id: str
    created: int
    """Seconds since 1970."""
    model: str

    def whole(self, content: str, annotations: Sequence[Any], usage: Usage | None, **more: Any) -> dict[str, Any]:
        """The answer in one object."""
        message = {"role": "assistant", "content": content, "refusal": None, "annotations": list(annotations)}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return {**self._head("chat.completion"), "choices": [choice], "usage": tokens(usage), **more}

    def chunk(self, delta: Mapping[str, Any], finish: str | None = None, **more: Any) -> dict[str, Any]:
        """A piece of the answer."""
        choice = {"index": 0, "delta": dict(delta), "logprobs": None, "finish_reason": finish}
        return {**self._head("chat.completion.chunk"), "choices": [choice], **more}

    def counted(self, usage: Usage | None) -> dict[str, Any]:
        """The chunk that tells the tokens."""
        return {**self._head("chat.completion.chunk"), "choices": [], "usage": tokens(usage)}

    def _head(self, kind: str) -> dict[str, Any]:
        return {"id": self.id, "object": kind, "created": self.created, "model": self.model}


def tokens(usage: Usage | None) -> dict[str, int]:
    """The tokens that a language model took; none where the guides' own sentences answer."""
    used = usage or Usage(0, 0)
    return {
        "prompt_tokens": used.input_tokens,
        "completion_tokens": used.output_tokens,
        "total_tokens": used.input_tokens + used.output_tokens,
    }
