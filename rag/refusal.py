"""What is said where no guide answers: what is missing, and the nearest thing a guide does say."""

from __future__ import annotations

from rag.asks import Asks
from rag.question import Question
from rag.types import Coverage

_SAYS = {
    Asks.MONEY: "gives an amount",
    Asks.DURATION: "says how long",
    Asks.SHARE: "gives a share",
    Asks.GROWTH: "gives a growth figure",
    Asks.COUNT: "gives a number",
    Asks.AGE: "gives an age",
    Asks.YEAR: "gives a date",
    Asks.PERSON: "says who",
    Asks.REASON: "says why",
}
NOTHING = "No guide here speaks of this."
"""What an answer says where not even something near was found."""


def missing_sentence(question: Question, coverage: Coverage) -> str:
    """One sentence on what no guide says, named by the words that the evidence lacks."""
    says = _SAYS.get(question.asks, "answers this")
    named = " or ".join(f"“{word}”" for word in coverage.missing[:3])
    if not named:
        return f"No guide {says} here." if says != "answers this" else "No guide answers this."
    return f"No guide {says} for {named}." if question.asks in _SAYS else f"No guide speaks of {named} in this sense."
