"""Hits in the order in which they answer: retrieval's score with what can be seen of the unit itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.matching import Evidence
from rag.question import QUANTITIES, Asks, Question
from rag.types import Hit

SIMILARITY, COVERAGE, QUANTITY, KIND, LEVEL, LENGTH, STUB = 12.0, 2.0, 2.1, 1.5, 1.5, -1.4, -0.7
"""Weights of: mean cosine; strict coverage; a figure where a quantity is asked; another kind's mark; the level asked (or, with
the opposite sign, another one); length up to 40 words; fewer than six words. Fitted by pairwise logistic regression of units
that hold an expected fact against the 30 best that don't, over one half of the questions in evals/ and checked on the other."""
_LONG_WORDS, _STUB_WORDS = 40, 6
_POINTS_ON = re.compile(
    r"\b(?:let me|let's|let’s|in this (?:video|article|guide|section|post)|see you|comment section|subscribe|stay tuned|welcome back|"
    r"hello|here is the key|check our|use our|learn more about|read more|watch the|join the|the practical takeaway is simple)\b",
    re.IGNORECASE,
)


def rank(question: Question, hits: Sequence[Hit], evidence: Evidence) -> list[Hit]:
    """The hits that can be quoted as an answer, best first; the score is comparable within one question only."""
    scored = [replace(hit, score=_worth(question, hit, evidence)) for hit in hits if is_statement(hit)]
    return sorted(scored, key=lambda hit: (-hit.score, hit.number))


def is_statement(hit: Hit) -> bool:
    """Whether a unit says something: it doesn't ask, greet, or only point to what comes."""
    text = hit.unit.text
    return not text.rstrip("\"”')").endswith("?") and not _POINTS_ON.search(text)


def _worth(question: Question, hit: Hit, evidence: Evidence) -> float:
    words = len(hit.unit.text.split())
    worth = SIMILARITY * hit.mean_cosine + COVERAGE * evidence.coverage(question, [hit.number], strict=True)
    worth += LENGTH * min(words, _LONG_WORDS) / _LONG_WORDS + STUB * (words < _STUB_WORDS)
    if evidence.answers_kind(question, hit.number):
        worth += QUANTITY if question.asks in QUANTITIES | {Asks.MOMENT} else KIND
    if question.levels:
        named = evidence.levels(hit.number)
        worth += LEVEL if named & question.levels else -LEVEL if named else 0.0
    return worth
