"""A question, the questions before it and a background to what is asked and what is known of the asker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.asking.background import Said, Told, parse_background, together, told
from rag.asking.followup import Standalone, standalone
from rag.asking.personal import IsCareer
from rag.types import Turn


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, for the evidence and for the reader, and of whom."""

    alone: Standalone
    """Stands without the history, and without what the asker says of themselves."""
    shown: str
    """The question as understood, for the reader: as typed where nothing had to be filled in."""
    said: tuple[Said, ...] = ()
    now: tuple[Said, ...] = ()
    """Of these, what the question itself says."""


def read_conversation(question: str, history: Sequence[Turn], background: str | None, is_career: IsCareer) -> Asked:
    """What is asked, and all that the asker said of themselves. A message that only tells repeats the last question."""
    before = [told(turn.question, is_career) for turn in history]
    this = told(question, is_career)
    given = parse_background(background, is_career) if background else ()
    said = together(given, *(earlier.said for earlier in before), this.said)
    turns = [Turn(earlier.question, turn.answer) for earlier, turn in zip(before, history, strict=True)]
    if this.question:
        alone = standalone(this.question, turns)
        return Asked(alone, question if alone.text == this.question else alone.text, said, this.said)
    return _retold(question, this, turns, said)


def with_rewritten(asked: Asked, rewritten: Standalone, is_career: IsCareer) -> Asked:
    """The same with a question that a model wrote out, less what that tells of the asker once more."""
    text = told(rewritten.text, is_career).question or rewritten.text
    return replace(asked, alone=replace(rewritten, text=text), shown=rewritten.text)


def _retold(question: str, this: Told, turns: Sequence[Turn], said: tuple[Said, ...]) -> Asked:
    """The last question once more, for somebody of whom more is known; what was told itself, where none was asked."""
    asked = [turn for turn in turns if turn.question]
    if asked:
        alone = standalone(asked[-1].question, asked[:-1])
        return Asked(alone, alone.text, said, this.said)
    return Asked(Standalone(", ".join(item.text for item in this.said) or question), question, said, this.said)
