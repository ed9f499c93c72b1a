"""What is said where no guide answers: what is missing, and the nearest thing a guide does say."""

from __future__ import annotations

import re

from rag.asking.asks import Asks
from rag.asking.question import Question
from rag.types import Coverage

_SAYS = {
    Asks.COST: "gives a cost",
    Asks.DURATION: "says how long",
    Asks.SHARE: "gives a share",
    Asks.GROWTH: "gives a growth figure",
    Asks.COUNT: "gives a number",
    Asks.AGE: "gives an age",
    Asks.YEAR: "gives a date",
    Asks.PERSON: "says who",
    Asks.REASON: "says why",
}
_PAY = re.compile(r"\b(?:earns?|pays?|paid|salar(?:y|ies)|income|wages?|compensation|makes?|gets?)\b", re.IGNORECASE)
_BEFORE = r"\b(?:in|at|for|from|with|as|by|of|on|to)\s+(?:an?\s+|the\s+)?"
NOTHING = "No guide here speaks of this."
"""What an answer says where not even something near was found."""


def missing_sentence(question: Question, coverage: Coverage) -> str:
    """One sentence on what no guide says, named by the question's words that the evidence lacks."""
    named = " or ".join(_phrase(word, question.text) for word in coverage.missing[:2])
    says = _says(question)
    if says:
        return f"No guide {says} {named}." if named else f"No guide {says} for this."
    words = " or ".join(f"“{word}”" for word in coverage.missing[:2])
    return f"No guide speaks of {words}." if words else "No guide answers this."


def _says(question: Question) -> str | None:
    if question.asks is Asks.MONEY:
        return "gives pay" if _PAY.search(question.text) else "gives an amount"
    return _SAYS.get(question.asks)


def _phrase(word: str, question: str) -> str:
    """The word with the preposition it has in the question ("in Germany"), or as the word that was asked for."""
    match = re.search(rf"{_BEFORE}{re.escape(word)}(?!\w)", question, re.IGNORECASE)
    return match.group() if match else f"for {word}" if word.isdigit() else f"for “{word}”"
