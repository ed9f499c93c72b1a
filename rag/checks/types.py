"""A claim, what it cites, and what the check found, as frozen dataclasses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CitedPassage:
    """A numbered passage that sentences may cite."""

    number: int
    text: str
    guide: str = ""
    author: str | None = None
    published: str | None = None
    context: str = ""
    """What a reader sees around the text: the guide's title, the section, names of rows and columns, a time mark."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check says of one sentence."""

    reason: str | None
    """Why it fails, in one line; None where it passes."""
    support: float
    """0 to 1: how far the cited passages carry the sentence by its words and meaning, figures and stance aside."""

    @property
    def ok(self) -> bool:
        return self.reason is None


@dataclass(frozen=True, slots=True)
class Statement:
    """A stretch of a sentence and the numbers it cites."""

    text: str
    cites: tuple[int, ...]
