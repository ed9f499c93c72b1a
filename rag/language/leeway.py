"""What the words before a number allow it to be: about, more than, less than, nearly so much."""

from __future__ import annotations

import re
from dataclasses import dataclass

ABOUT, BOUND = 0.05, 0.15
"""By which part of the true value "about so much" may be off, and by which "more than", "less than" and "nearly"."""
_LONGEST = 24
"""Characters: the longest of these words."""
_ARTICLE = r"(?:an?\s|the\s)?"
_ABOUT = re.compile(
    r"(?:\b(?:about|around|roughly|approximately|approx\.?|just (?:over|under|above|below)|some|circa)\s"
    rf"{_ARTICLE}|[~≈]\s?)[$€£₹]?$",
    re.IGNORECASE,
)
_NEARLY = re.compile(rf"\b(?:nearly|almost|not quite|close to)\s{_ARTICLE}[$€£₹]?$", re.IGNORECASE)
_MORE = re.compile(
    rf"\b(?:over|more than|above|at least|exceed\w*|upwards of|past|beyond)\s{_ARTICLE}[$€£₹]?$", re.IGNORECASE
)
_LESS = re.compile(rf"\b(?:under|less than|fewer than|below|up to|at most)\s{_ARTICLE}[$€£₹]?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Leeway:
    """By which part of the true value a number may be more, and less, than it."""

    over: float = 0.0
    under: float = 0.0
    vague: bool = False
    """Whether it is said to be near the true value, on whichever side."""


def leeway(text: str, start: int) -> Leeway:
    """What the words before the number that begins at `start` allow."""
    before = text[max(0, start - _LONGEST) : start]
    if _ABOUT.search(before):
        return Leeway(ABOUT, ABOUT, vague=True)
    if _NEARLY.search(before):
        return Leeway(BOUND, 0.0, vague=True)
    if _MORE.search(before):
        return Leeway(0.0, BOUND)
    return Leeway(BOUND, 0.0) if _LESS.search(before) else Leeway()
