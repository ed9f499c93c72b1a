"""A follow-up put by the model into words that need no conversation, with questions to go on with, in one call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing

from rag.answering.suggestions import was_asked
from rag.checking.exact import wrong
from rag.checking.quantities import Line
from rag.errors import ModelError
from rag.language.words import new_words
from rag.model.form import is_question, unfit, visible
from rag.model.prompting import message_tokens, rewrite_messages
from rag.model.structured import form, objects
from rag.seams import Generator
from rag.types import Turn, Usage

REWRITE_SECONDS = 8.0
"""Longest wait for it; the answer comes after."""
REWRITE_TOKENS = 250
"""Kept free for it."""
LONGEST_CHARS = 500
MOST_NEXT = 3
SCHEMA = form(question={"type": "string"}, next={"type": "array", "items": {"type": "string"}})


class Rewriting:
    """One call for one question: iterate it, for empty pieces while it waits.

    Then `question` is there or None, where it is asked as typed, and `next` has what may be asked after it.
    """

    def __init__(self, question: str, history: Sequence[Turn], generator: Generator, context_tokens: int) -> None:
        self.question: str | None = None
        self.next: tuple[str, ...] = ()
        self.usage: Usage | None = None
        self._history = history
        self._asked = question
        self._generator = generator
        self._context_tokens = context_tokens

    def __iter__(self) -> Iterator[str]:
        messages = rewrite_messages(self._asked, self._history)
        if message_tokens(messages) + REWRITE_TOKENS > self._context_tokens:
            return
        text = ""
        try:
            with closing(self._generator.generate(messages, REWRITE_SECONDS, SCHEMA)) as generation:
                for piece in generation:
                    text += piece
                    yield ""
                self.usage = generation.usage
                whole = generation.error is None
        except ModelError:
            return
        question, following = read_rewrite(text) if whole else ("", ())
        asks, _, behind = question.rpartition("?")
        if asks and new_words(behind, _known(self._asked, self._history)):  # an order, say, that nobody gave
            question = f"{asks}?"
        if question and self._stays(question):
            self.question = question
        asked = [self._asked, *(turn.question for turn in self._history)]
        self.next = tuple(each for each in following if self._stays(each) and not was_asked(each, asked))[:MOST_NEXT]

    def _stays(self, written: str) -> bool:
        return stays_with(written, self._asked, self._history)


def read_rewrite(text: str) -> tuple[str, tuple[str, ...]]:
    """The question that a model rewrote, empty where it wrote none, and those to go on with.

    Of a model that wrote no JSON, the one line that it wrote.
    """
    found = next((each for each in objects(text) if isinstance(each.get("question"), str)), None)
    if found is None:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        found = {"question": lines[0].removeprefix("Next question:")} if len(lines) == 1 and "{" not in text else {}
    question = visible(str(found.get("question", ""))).strip(" \"'“”*`")
    listed = found.get("next")
    following = [" ".join(each.split()) for each in listed if isinstance(each, str)] if isinstance(listed, list) else []
    plain = len(question) <= LONGEST_CHARS and not unfit(question.rstrip("?"))
    return question if plain else "", tuple(filter(is_question, dict.fromkeys(following)))


def stays_with(written: str, asked: str, history: Sequence[Turn]) -> bool:
    """Whether a question adds no name and no figure to what was asked and said."""
    return wrong(written, [Line(_known(asked, history))]) is None


def _known(asked: str, history: Sequence[Turn]) -> str:
    return " ".join([asked, *(f"{turn.question} {turn.answer or ''}" for turn in history)])
