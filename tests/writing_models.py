"""Models that write what a test scripts: fakes of rag.types.Generator and Generation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from langchain_core.messages import BaseMessage

from rag.errors import ModelError
from rag.types import Answer, Finish, Usage

USED = Usage(321, 45)


class ScriptedGeneration:
    """A text in pieces of a few characters, and then its end; an error without a word before it is raised."""

    usage = USED

    def __init__(self, text: str, finish: Finish | None, error: ModelError | None) -> None:
        self.finish: Finish | None = None
        self.error: ModelError | None = None
        self.closed = False
        self.sent = 0
        """Characters that were asked for."""
        self._text = text
        self._end = finish, error

    def __iter__(self) -> Iterator[str]:
        for start in range(0, len(self._text), 5):
            self.sent = start + 5
            yield self._text[start : start + 5]
            yield ""
        self.finish, self.error = self._end
        if self.error and not self._text:
            raise self.error

    def close(self) -> None:
        self.closed = True


class ScriptedModel:
    """A model that writes one text, or what a function makes of the messages."""

    model = "scripted"
    generation = ScriptedGeneration

    def __init__(
        self,
        text: str | Callable[[Sequence[BaseMessage]], str],
        finish: Finish | None = "stop",
        error: ModelError | None = None,
        verdicts: str | Callable[[Sequence[BaseMessage]], str] = "",
    ) -> None:
        self._text = text
        self._end = finish, error
        self._verdicts = verdicts
        """What it writes when it is to verify."""
        self.generations: list[ScriptedGeneration] = []
        self.messages: list[Sequence[BaseMessage]] = []

    def close(self) -> None:
        """Nothing is open."""

    def generate(
        self, messages: Sequence[BaseMessage], seconds: float | None = None, schema: Mapping[str, Any] | None = None
    ) -> ScriptedGeneration:
        self.messages.append(messages)
        if schema and "verdicts" in schema["properties"]:
            verdicts = self._verdicts if isinstance(self._verdicts, str) else self._verdicts(messages)
            self.generations.append(ScriptedGeneration(verdicts, "stop", None))
            return self.generations[-1]
        text = self._text if isinstance(self._text, str) else self._text(messages)
        self.generations.append(self.generation(text, *self._end))
        return self.generations[-1]


TRAINING = "How long does a carpentry apprenticeship take?"
WRITTEN = "A carpentry apprenticeship takes four years [3]."
"""As a model writes it over the tests' guides, whose units it sees numbered; [4] is the classroom."""
GOOD = "A carpentry apprenticeship takes four years [1]."
MORE = "Apprentices spend one day a week in a classroom [4]."
Wrote = Callable[..., Answer]


def quotes(answer: Answer) -> list[str]:
    """What an answer cites."""
    return [citation.quote for citation in answer.citations]


def removed(answer: Answer) -> list[str]:
    """The sentences that went."""
    return [one.sentence for one in answer.removed]
