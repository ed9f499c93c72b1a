"""A follow-up question put by the model into words that need no conversation; without it, it is asked as typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing

from rag.checking.exact import wrong
from rag.checking.types import Line
from rag.errors import ModelError
from rag.model.prompting import message_tokens, read_rewrite, rewrite_messages
from rag.seams import Generator
from rag.types import Turn, Usage

REWRITE_SECONDS = 8.0
"""Longest wait for it; the answer comes after."""
REWRITE_TOKENS = 150
"""Kept free for it."""


class Rewriting:
    """One call for one question: iterate it, for empty pieces while it waits, then `question` is there or None."""

    def __init__(self, question: str, history: Sequence[Turn], generator: Generator, context_tokens: int) -> None:
        self.question: str | None = None
        self.usage: Usage | None = None
        self._asked = question
        self._history = history
        self._generator = generator
        self._context_tokens = context_tokens

    def __iter__(self) -> Iterator[str]:
        messages = rewrite_messages(self._asked, self._history)
        if message_tokens(messages) + REWRITE_TOKENS > self._context_tokens:
            return
        text = ""
        try:
            with closing(self._generator.generate(messages, seconds=REWRITE_SECONDS)) as generation:
                for piece in generation:
                    text += piece
                    yield ""
                self.usage = generation.usage
                whole = generation.error is None
        except ModelError:
            return
        written = read_rewrite(text) if whole else None
        if written and stays_with(written, self._asked, self._history):
            self.question = written


def stays_with(written: str, asked: str, history: Sequence[Turn]) -> bool:
    """Whether a rewritten question adds no name and no figure to what was asked and said."""
    known = " ".join([asked, *(f"{turn.question} {turn.answer or ''}" for turn in history)])
    return wrong(written, [Line(known)]) is None
