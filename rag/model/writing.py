"""A model's text as it grows: thinking aloud and blank starts left out, its length bounded, its end understood."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from rag.errors import Fault, ModelError
from rag.types import Finish, Usage

MOST_CHARS = 16_000
"""More than any answer of ours needs; a model that goes on is one that repeats itself."""
MOST_BLANKS = 500
"""In a row; models that are held to a form are known to write them for ever."""
LOOP_CHARS = 160
"""A text that ends in so many characters for the third time goes round and round, as small models' texts do."""
_THINK, _THOUGHT = "<think>", "</think>"
_SENTENCE_ENDS = ".!?:;)]\"'”’…"


class End(Enum):
    """How a stream that had no fault came to its end."""

    SAID = "the server said so"
    FRAMED = "HTTP shows that nothing is missing"
    OPEN = "the connection was closed, which may be an end or not"


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of an answer as the server sent it. `reason` is its finish_reason; the last delta alone has an `end`."""

    text: str = ""
    reason: str | None = None
    usage: Usage | None = None
    end: End | None = None
    thought: int = 0
    """How many events of hidden thinking there were up to here."""


class Writing:
    """What one request has brought so far."""

    def __init__(self) -> None:
        self.text = ""
        """What the reader may see."""
        self.reason: str | None = None
        self.usage: Usage | None = None
        self.thinking = False
        """Whether the last delta was of its thoughts."""
        self._end: End | None = None
        self._held = ""
        """What came and isn't text yet: the beginning, or the end of thoughts that are told aloud."""
        self._thought = 0
        self._blanks = 0

    @property
    def full(self) -> bool:
        """Whether it is as long as an answer may be, or nothing new comes."""
        loops = self.text.count(self.text[-LOOP_CHARS:]) > 2
        return len(self.text) >= MOST_CHARS or self._blanks >= MOST_BLANKS or loops

    def add(self, delta: Delta) -> str:
        """The new piece of text; empty where nothing of the delta is for the reader."""
        self.reason = delta.reason or self.reason
        self.usage = delta.usage or self.usage
        self._end = delta.end or self._end
        piece = delta.text if self.text else self._opening(delta)
        self.thinking = delta.thought > self._thought or (bool(self._held) and bool(delta.text.strip()))
        self._thought = delta.thought
        self._blanks = 0 if delta.text.strip() else self._blanks + len(delta.text)
        self.text += piece
        return piece

    def outcome(self, failure: ModelError | None) -> tuple[Finish | None, ModelError | None]:
        """How the answer ended, and why it isn't all there, after a stream that ended with a failure or none."""
        if not self.text.strip():
            return None, failure or self._without_text()
        if self.reason == "content_filter":
            return "content_filter", ModelError(Fault.FILTERED)
        if self.full or self.reason in ("length", "max_tokens"):
            return "length", ModelError(Fault.LENGTH)
        if self.reason:  # what failed after it is only the stream's tail
            return "stop", None
        if failure:
            return "cut", failure
        return (None, None) if self._whole() else ("cut", ModelError(Fault.CUT))

    def _opening(self, delta: Delta) -> str:
        self._held = (self._held + delta.text).lstrip()
        opens = self._held.startswith(_THINK)
        if opens and _THOUGHT in self._held:
            self._held = self._held.partition(_THOUGHT)[2].lstrip()
        elif opens:
            self._held = _THINK + self._held[len(_THINK) :][-len(_THOUGHT) :]
            return ""
        elif _THINK.startswith(self._held) and delta.end is None:
            return ""
        piece, self._held = self._held, ""
        return piece

    def _without_text(self) -> ModelError:
        if self.reason == "content_filter":
            return ModelError(Fault.FILTERED)
        if self.full or self.reason in ("length", "max_tokens"):
            return ModelError(Fault.LENGTH, "The model reached the limit of its length before it answered")
        return ModelError(Fault.EMPTY) if self.reason or self._end is End.SAID else ModelError(Fault.NONSENSE)

    def _whole(self) -> bool:
        """Whether a text that ended without finish_reason (Ollama's may) is all there."""
        if self._end is End.FRAMED:
            return self.text.rstrip().endswith(tuple(_SENTENCE_ENDS))
        return self._end is End.SAID
