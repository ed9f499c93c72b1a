"""The verifying look: one call over all sentences of an answer, each with its quotes; is all of it said by them?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from rag.errors import ModelError
from rag.model.prompting import Claim, message_tokens, verify_messages
from rag.seams import Generator
from rag.types import Usage

VERIFY_SECONDS = 30.0
"""Longest wait for it; what it has not judged by then stays as the exact checks left it."""
TOKENS_A_SENTENCE = 40
"""Kept free for the verdicts."""
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "verdicts": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "number": {"type": "integer"},
                    "carried": {"type": "boolean"},
                    "beyond": {"type": "string"},
                },
                "required": ["number", "carried", "beyond"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["verdicts"],
    "additionalProperties": False,
}
"""The form of its reply, for servers that can hold a model to one."""
_YES, _NO = ("true", "yes"), ("false", "no")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether all of a sentence is said by its quotes, and what goes beyond."""

    carried: bool
    beyond: str = ""


class Verifying:
    """One call: iterate it, for empty pieces while it waits; then `verdicts` has what it judged."""

    def __init__(self, claims: Sequence[Claim], generator: Generator, context_tokens: int) -> None:
        self.verdicts: dict[int, Verdict] = {}
        """By the claim's place."""
        self.usage: Usage | None = None
        self._claims = claims
        self._generator = generator
        self._context_tokens = context_tokens

    def __iter__(self) -> Iterator[str]:
        messages = verify_messages(self._claims)
        if message_tokens(messages) + TOKENS_A_SENTENCE * len(self._claims) > self._context_tokens:
            return
        text = ""
        try:
            with closing(self._generator.generate(messages, VERIFY_SECONDS, SCHEMA)) as generation:
                for piece in generation:
                    text += piece
                    yield ""
                self.usage = generation.usage
        except ModelError:
            return
        told = read_verdicts(text)
        self.verdicts = {place: told[place + 1] for place in range(len(self._claims)) if place + 1 in told}


def read_verdicts(text: str) -> dict[int, Verdict]:
    """The verdicts by sentence number, of a reply that holds them as JSON somewhere; empty where it doesn't."""
    found: dict[int, Verdict] = {}
    for each in _objects(text):
        number, carried = each.get("number"), str(each.get("carried")).lower()
        if isinstance(number, int) and carried in (*_YES, *_NO):
            found[number] = Verdict(carried in _YES, " ".join(str(each.get("beyond") or "").split()))
    return found


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """All JSON objects in a text that hold no others, in order; of one that was cut off, those that are whole."""
    decoder = json.JSONDecoder()
    place = text.find("{")
    while place >= 0:
        try:
            value, end = decoder.raw_decode(text, place)
        except ValueError:
            end = place + 1
        else:
            within = value.get("verdicts") if isinstance(value.get("verdicts"), list) else [value]
            yield from (each for each in within if isinstance(each, dict))
        place = text.find("{", end)
