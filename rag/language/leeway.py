"""What the words around a number allow it to be: about, more than, less than, nearly so much."""

from __future__ import annotations

import re
from dataclasses import dataclass

ABOUT, BOUND = 0.05, 0.15
"""By which part of the true value "about so much" may be off, and by which "more than", "less than" and "nearly"."""
_LONGEST = 32
"""Characters: the longest of these words."""
_END = r"\s)(?:(?:an?|the|only|just)\s)?[$€£₹]?$"
_ABOUT = re.compile(
    r"(?:[~≈]\s?|(?<!\w)(?:about|around|roughly|approximately|approx\.?|just (?:over|under|above|below)|some|circa|ca\."
    rf"|maybe|perhaps|probably|likely|like|somewhere between|an estimated|estimated at){_END}",
    re.IGNORECASE,
)
_NEARLY = re.compile(rf"(?:\b(?:nearly|almost|not quite|close to){_END}", re.IGNORECASE)
_MORE = re.compile(
    r"(?:\b(?:over|more than|above|at least|exceed\w*|upwards of|past|beyond|north of|no less than|a minimum of"
    rf"|from|starts? at|starting at){_END}",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"(?:\b(?:under|less than|fewer than|below|up to|at most|no more than|as (?:much|many) as|a maximum of|within"
    rf"|capped at|tops? out at|(?:can|could|may|might) (?:\w+ )?(?:reach|go up to|climb to|hit)){_END}",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\s*(?:(?P<more>\+|or (?:more|above|higher|longer)|and (?:more|up|above|beyond)|upwards?|at (?:the )?least)"
    r"|or (?:less|fewer)|at (?:the )?most|tops|at best|max\b)"
)


@dataclass(frozen=True, slots=True)
class Leeway:
    """By which part of the true value a number may be more, and less, than it."""

    over: float = 0.0
    under: float = 0.0
    vague: bool = False
    """Whether it is said to be near the true value, on whichever side."""
    words: str = ""
    """The words that say so."""


def leeway(text: str, start: int) -> Leeway:
    """What the words before the number that begins at `start` allow."""
    before = text[max(0, start - _LONGEST) : start]
    for pattern, over, under, vague in (
        (_ABOUT, ABOUT, ABOUT, True),
        (_NEARLY, BOUND, 0.0, True),
        (_MORE, 0.0, BOUND, False),
        (_LESS, BOUND, 0.0, False),
    ):
        if match := pattern.search(before):
            return Leeway(over, under, vague, match.group().strip(" $€£₹"))
    return Leeway()


def open_ends(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether less, and whether more, is meant than the amount at `text[start:end]`: "up to 30%", "$200K or more"."""
    before, after = leeway(text, start), _OPEN.match(text, end)
    amount = text[start:end].rstrip()
    more = amount.endswith(("+", "plus")) or "or more" in amount or bool(after and after["more"])
    bound = not before.vague
    return (bound and before.over > 0) or bool(after and not after["more"]), more or (bound and before.under > 0)
