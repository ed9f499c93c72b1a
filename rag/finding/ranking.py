"""Hits in the order in which they answer: retrieval's score with what can be seen of the unit itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.asking.asks import QUANTITIES, Asks
from rag.asking.question import Question
from rag.finding.matching import Evidence
from rag.text.roles import roles, same_role
from rag.text.seniority import experience
from rag.types import Figure, Hit

SIMILARITY, FUSED, COVERAGE, QUANTITY, KIND, LEVEL, LENGTH, STUB = 12.0, 0.2, 4.0, 2.2, 1.2, 1.5, -1.2, -0.7
"""Weights of: mean cosine; retrieval's fused score; strict coverage; a figure where a quantity is asked; another kind's
mark; the level asked (or, with the opposite sign, another one); length up to 40 words; fewer than six words. From a
pairwise logistic regression of units that hold an expected fact against the 30 best that don't, over one half of the
questions in evals/, rounded, and checked on the other half."""
_KIND_WORTH = dict.fromkeys(QUANTITIES | {Asks.MOMENT}, QUANTITY) | {Asks.AUTHOR: 3 * QUANTITY}
OTHER_ROLE = -1.5
REPLY = -4.0
"""Weight of how little a unit that says Yes or No speaks of what is asked: it answered another question."""
_IS_REPLY = re.compile(r"\W*(?:yes|no)\b\s*[,.:;!–—]", re.IGNORECASE)
_LONG_WORDS, _STUB_WORDS = 40, 6
_FEWEST_WORDS = 3
_POINTS_ON = re.compile(
    r"\b(?:let me|let's|let’s|in this (?:video|article|guide|section|post)|see you|comment section|subscribe|stay tuned"
    r"|welcome back|hello|check our|use our|learn more about|read more|watch the|join the)\b",
    re.IGNORECASE,
)
_OF_ITSELF = re.compile(
    r"\bthis (?:guide|article|post|video) (?:retells|covers|explains|tells|shows|looks)\b"
    r"|^\W*by (?-i:(?:[A-Z][\w.'’-]*\s?){2,4})$",
    re.IGNORECASE,
)


def rank(question: Question, hits: Sequence[Hit], evidence: Evidence) -> list[Hit]:
    """The hits that can be quoted as an answer, best first; the score is comparable within one question only."""
    speakers = evidence.speakers(question.text)
    heard = [hit for hit in hits if is_statement(hit, question) and (not speakers or hit.unit.article_id in speakers)]
    scored = [replace(hit, score=_worth(question, hit, evidence)) for hit in heard]
    return sorted(scored, key=lambda hit: (-hit.score, hit.number))


def _within(years: float, figures: Sequence[Figure]) -> int:
    """1 where a span of years among the figures holds so many, -1 where there are only others, 0 where none is."""
    spans = [figure for figure in figures if figure.unit == "years"]
    return 1 if any(figure.low <= years <= figure.high for figure in spans) else -bool(spans)


def is_statement(hit: Hit, question: Question) -> bool:
    """Whether a unit says something: it doesn't ask, greet, only point ahead, or (unless asked) tell of itself."""
    text = hit.unit.text
    if question.asks not in (Asks.AUTHOR, Asks.YEAR) and _OF_ITSELF.search(text):
        return False
    return not text.rstrip("\"”')").endswith("?") and not _POINTS_ON.search(text) and len(text.split()) >= _FEWEST_WORDS


def _worth(question: Question, hit: Hit, evidence: Evidence) -> float:
    words = len(hit.unit.text.split())
    worth = SIMILARITY * hit.mean_cosine + FUSED * hit.score
    covered = evidence.coverage(question, [hit.number], strict=True)
    worth += COVERAGE * covered
    if _IS_REPLY.match(hit.unit.text):
        worth += REPLY * (1 - covered)
    worth += LENGTH * min(words, _LONG_WORDS) / _LONG_WORDS + STUB * (words < _STUB_WORDS)
    if evidence.answers_kind(question, hit.number):
        worth += _KIND_WORTH.get(question.asks, KIND)
    if question.levels:
        named = evidence.levels(hit.number)
        worth += LEVEL if named & question.levels else -LEVEL if named else 0.0
    elif question.asks is Asks.MONEY and (years := experience(question.text)) is not None:
        worth += LEVEL * _within(years, evidence.figures(hit.unit)) * evidence.answers_kind(question, hit.number)
    elif question.asks in QUANTITIES and evidence.levels(hit.number):
        worth -= LEVEL / 2  # who names no level wants the figure for all before the one for some
    asked, said = roles(question.text, evidence.disciplines), evidence.own_roles(hit.number)
    if asked and said and not any(same_role(a, b) for a in asked for b in said):
        worth += OTHER_ROLE
    return worth
