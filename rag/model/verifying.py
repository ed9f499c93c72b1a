"""The verifying look: one call over all sentences of an answer, each with its quotes; is all of it said by them?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from rag.errors import ModelError
from rag.model.prompting import Claim, message_tokens, verify_messages
from rag.model.structured import form, objects
from rag.seams import Generator
from rag.types import Usage

VERIFY_SECONDS = 30.0
"""Longest wait for it; what it has not judged by then stays as the exact checks left it."""
TOKENS_A_SENTENCE = 40
"""Kept free for the verdicts."""
SCHEMA = form(
    verdicts={
        "type": "array",
        "items": form(number={"type": "integer"}, carried={"type": "boolean"}, beyond={"type": "string"}),
    }
)
"""The form of its reply, for servers that can hold a model to one."""
_YES, _NO = ("true", "yes", "1"), ("false", "no", "0")


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
        if told.keys() <= set(range(1, len(self._claims) + 1)):  # else nobody knows which is whose
            self.verdicts = {number - 1: verdict for number, verdict in told.items()}


def read_verdicts(text: str) -> dict[int, Verdict]:
    """The verdicts by sentence number, of a reply that holds them as JSON somewhere; of several for one, a no."""
    found: dict[int, Verdict] = {}
    for each in objects(text):
        within = each.get("verdicts")
        for told in within if isinstance(within, list) else [each]:
            if not isinstance(told, dict):
                continue
            digits = "".join(filter(str.isdecimal, str(told.get("number")).removesuffix(".0")))  # "Sentence 2", 2.0
            number, carried = int(digits[:9] or -1), str(told.get("carried")).lower().strip(" .!")
            if digits and carried in (*_YES, *_NO) and found.get(number, Verdict(carried=True)).carried:
                found[number] = Verdict(carried in _YES, " ".join(str(told.get("beyond") or "").split()))
    return found
