"""What a question asks for: "deadline" in "What is the application deadline?", "negotiate" in "How do I negotiate?"."""

from __future__ import annotations

import re

from rag.asking.asks import DURATIONS, MEASURES
from rag.asking.question import Question, Term
from rag.text.lexical import WORD, terms
from rag.text.words import FILLERS, STOPWORDS

_ASKER = r"(?:i|you|we|one|people|they|someone|somebody|he|she|it)"
_MANNER = re.compile(rf"^\W*(?:so |and |but )?how (?:do|does|can|could|should|would|to|might)\s+(?:{_ASKER}\s+)?", re.I)
_GRADES = frozenset("best better worst worse easiest fastest first even work works".split())
_NO_ADVERBS = frozenset("apply rely supply reply comply multiply family assembly".split())
_THING = re.compile(
    r"\b(?:which|how many|what(?:'s|’s| is| are| was| were)\s+(?:the|an?|my|your|their|its))\s+(?=\w)"
    r"|\bwhat\s+(?=(?:[\w/'-]+\s+){1,3}(?:is|are|was|were|do|does|did|has|have|can|could|should|would|will|must)\b)",
    re.IGNORECASE,
)
"""A bare "what" asks for the word behind it only where a verb follows: "What triggers it?" asks for no triggers."""


def focus(question: Question) -> Term | None:
    """The word for what is asked for: of "how do I" the act, of "which", "what" and "how many" the thing.

    None where the question has no such wording, or asks for a quantity by its name.
    """
    named = {term.word.lower(): term for term in question.terms if not term.inherited}
    manner = _MANNER.match(question.text)
    if manner:
        words = _run(question.text[manner.end() :], named)
        return named[words[0]] if words else None
    for thing in reversed(list(_THING.finditer(question.text))):
        words = _run(question.text[thing.end() :], named)
        if words:
            return None if _is_measure(words[-1]) else named[words[-1]]
    return None


def _is_manner(word: str) -> bool:
    """Whether a word says how well or how fast, and not what: "best", "swiftly"."""
    return word in _GRADES or (word.endswith("ly") and word not in _NO_ADVERBS)


def _is_measure(word: str) -> bool:
    return terms(word)[-1] in MEASURES or f"{word.removesuffix('s')}s" in DURATIONS


def _run(text: str, named: dict[str, Term]) -> list[str]:
    """The question's terms, in lower case, from the text's start up to the first function word or mark."""
    found: list[str] = []
    end = 0
    for match in WORD.finditer(text):
        word = match.group().lower()
        if text[end : match.start()].strip() or word in STOPWORDS | FILLERS:
            break
        end = match.end()
        if word in named and not _is_manner(word):
            found.append(word)
    return found
