"""A follow-up question put by the model into words that need no conversation; without it, it is asked as typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing

from rag.errors import ModelError
from rag.language.lexical import WORD, terms
from rag.language.words import is_topical
from rag.model.prompting import message_tokens, read_rewrite, rewrite_messages
from rag.seams import Generator
from rag.types import Turn, Usage

REWRITE_SECONDS = 8.0
"""Longest wait for it; the answer comes after."""
REWRITE_TOKENS = 150
"""Kept free for it."""
FEWEST_KNOWN = 0.5
"""Share of a rewritten question's words that it or the conversation has to hold."""
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


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
    """Whether a rewritten question keeps to its matter, without a name or figure that the conversation lacks."""
    known = " ".join([asked, *(f"{turn.question} {turn.answer or ''}" for turn in history)])
    if not set(_FIGURE.findall(written)) <= set(_FIGURE.findall(known)):
        return False
    stems = set(terms(known))
    names = [word for place, word in enumerate(WORD.findall(written)) if _is_name(word, place)]
    if not set(terms(" ".join(names))) <= stems:
        return False
    wanted, own = _topics(written), _topics(asked)
    return len(wanted & stems) >= FEWEST_KNOWN * len(wanted) and (not own or 2 * len(own & wanted) > len(own))


def _is_name(word: str, place: int) -> bool:
    return any(c.isupper() for c in word[1:]) or (place > 0 and word[0].isupper())


def _topics(text: str) -> set[str]:
    return set(terms(" ".join(word for word in WORD.findall(text) if is_topical(word))))
