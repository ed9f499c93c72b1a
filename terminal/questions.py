"""Questions and histories as they come in JSON: checked, and turned into the project's own types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.errors import UsageError
from rag.types import Turn

MODES = ("auto", "quotes", "model")


@dataclass(frozen=True, slots=True)
class Request:
    """One question with what may stand beside it in a line."""

    question: str
    history: tuple[Turn, ...] = ()
    mode: str | None = None
    background: str | None = None


def parsed(line: bytes) -> Any:
    """The JSON value of a line or file. Raises UsageError where it is not UTF-8 or not JSON."""
    try:
        return json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError("This is not UTF-8 text.") from None
    except (ValueError, RecursionError):
        raise UsageError("This is not JSON.") from None


def known_question(value: Any) -> str:
    """The question of a line as far as it has one, else an empty string."""
    question = value.get("question") if isinstance(value, Mapping) else None
    return question if isinstance(question, str) and _is_text(question) else ""


def request(value: Any) -> Request:
    """The request in a line's JSON value. Raises UsageError that names what is wrong; unknown keys are ignored."""
    if not isinstance(value, Mapping):
        raise UsageError('A line takes an object such as {"question": "What does an MLOps engineer earn?"}.')
    mode, history = value.get("mode"), value.get("history")
    if mode is not None and mode not in MODES:
        raise UsageError(f'"mode" takes one of {", ".join(MODES)}.')
    return Request(
        question=_text(value, "question"),
        history=turns([] if history is None else history),
        mode=mode,
        background=_text(value, "background") if value.get("background") is not None else None,
    )


def turns(value: Any) -> tuple[Turn, ...]:
    """The history in a JSON value. Raises UsageError that says what it takes."""
    if not isinstance(value, list):
        raise UsageError('The history takes a JSON list of {"question": ..., "answer": ... or null}.')
    return tuple(_turn(number, item) for number, item in enumerate(value, start=1))


def read_history(path: Path) -> tuple[Turn, ...]:
    """The history in a file. Raises UsageError that names the file and what is wrong with it."""
    try:
        return turns(parsed(path.read_bytes()))
    except OSError as error:
        raise UsageError(f"The history {path} can't be read: {error.strerror}.") from None
    except UsageError as error:
        raise UsageError(f"The history {path} can't be used. {error}") from None


def valid_text(text: str, name: str) -> str:
    """The text itself. Raises UsageError where it holds a NUL or half a surrogate pair."""
    if not _is_text(text):
        raise UsageError(f"{name} holds characters that are no text (NUL, or bytes that are not UTF-8).")
    return text


def _is_text(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _text(value: Mapping[str, Any], key: str, of: str = "") -> str:
    text = value.get(key)
    if not isinstance(text, str):
        found = f"{key!r} is no string" if key in value else f"{key!r} is missing"
        raise UsageError(f"{of}{found}.".replace("'", '"'))
    return valid_text(text, f'{of}"{key}"')


def _turn(number: int, item: Any) -> Turn:
    of = f"Turn {number} of the history: "
    if not isinstance(item, Mapping):
        raise UsageError(f'{of}it takes an object {{"question": ..., "answer": ... or null}}.')
    answer = _text(item, "answer", of) if item.get("answer") is not None else None
    return Turn(_text(item, "question", of), answer)
