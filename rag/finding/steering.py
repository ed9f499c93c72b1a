"""Hits for somebody of whom something is known: units that speak of such a person come before general ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.asking.background import Kind, Said
from rag.asking.question import Question, Term, told_terms
from rag.finding.matching import SAME_MATTER, Evidence
from rag.finding.missing import Fit
from rag.text.roles import Role, roles, same_role
from rag.types import Hit

STEERING = 4.0
"""How much a unit gains that speaks of all that was said; the weight of strict coverage in ranking."""
_UNLIKE, _ALIKE = 0.35, 0.7
"""Cosine of a statement and a unit that have nothing to do with each other, and of two that say the same."""
_WITHOUT = re.compile(
    r"\b(?:no|not|n['’]t|never|nor|without|less|low(?:er)?|rather than|more than|instead of|enough"
    r"|overkill|hardly|alternative|free)\b",
    re.IGNORECASE,
)
_FOR_LOVERS = re.compile(r"\b(?:loves?|enjoys?|likes?|drawn to|fond of|excited by|passion\w*)\b", re.IGNORECASE)
"""What says whom something suits, which is not who does without it."""
_PLAIN = 0.6
"""Worth of a unit that speaks of what the asker lacks and doesn't say how it goes without."""
_HALF = 0.5
_BESIDES = 0.3
"""Weight of the statements that a unit speaks of beside the one that it speaks of most."""
_MANNER = re.compile(
    r"\b(?:(?:with|for|over)\s)?(?:\w+\s)?(?:years?|months?|decades?)(?:\sof)?(?:\sexperience)?\b|\bfor a living\b"
    r"|\b(?:hates?|loves?|likes?|enjoys?|dislikes?|prefers?|wants?|hopes?|wish(?:es)?|dreams?|keen"
    r"|afraid|interested|live|only|never|finished|know)\b",
    re.IGNORECASE,
)
"""Words that tell how somebody stands to something, or for how long; the matter itself is in the others."""


@dataclass(frozen=True, slots=True)
class _Statement:
    said: Said
    terms: tuple[Term, ...]
    roles: frozenset[Role]


def steered(
    hits: Sequence[Hit], said: Sequence[Said], evidence: Evidence, fit: Fit, question: Question | None = None
) -> list[Hit]:
    """The hits, those first that answer and speak of what was said; the score is ranking's with what was gained.

    Of a question's own words a unit has to speak as the others do, or it gains less.
    """
    if not said or not hits:
        return list(hits)
    answers = _answers(question, hits, evidence) if question else [1.0] * len(hits)
    statements = [_read(item, evidence) for item in said]
    alike = fit([matter(item.text) for item in said], [hit.number for hit in hits])
    gained = [
        _joined([_speaks(statement, hit, row[n], evidence) for statement, row in zip(statements, alike, strict=True)])
        for n, hit in enumerate(hits)
    ]
    worth = [STEERING * gain * answer for gain, answer in zip(gained, answers, strict=True)]
    scored = [replace(hit, score=hit.score + more) for hit, more in zip(hits, worth, strict=True)]
    return sorted(scored, key=lambda hit: (-hit.score, hit.number))


def _answers(question: Question, hits: Sequence[Hit], evidence: Evidence) -> list[float]:
    """For each hit how far it speaks of what is asked, beside the one that does most; 1 where nothing is named.

    Roles don't count: of "MLOps or ML engineer?" a unit need not name both.
    """
    named = frozenset[str]().union(*roles(question.text, evidence.disciplines))
    own = tuple(term for term in question.terms if not term.inherited and term.stem not in named)
    covered = [evidence.coverage(replace(question, terms=own), [hit.number]) for hit in hits] if own else []
    most = max(covered, default=0.0)
    return [share / most for share in covered] if most else [1.0] * len(hits)


def speaks_of(said: Sequence[Said], hit: Hit, evidence: Evidence) -> bool:
    """Whether a unit speaks in its own words of something that was said."""
    return any(_in_words(_read(item, evidence), hit, evidence) >= _HALF for item in said)


def speaks_against(said: Sequence[Said], hit: Hit, evidence: Evidence) -> bool:
    """Whether a unit speaks of something that is lacked or disliked, and not of how one goes without it."""
    lacked = [item for item in said if item.kind is Kind.LACKS]
    without = _WITHOUT.search(hit.unit.text) or _FOR_LOVERS.search(hit.unit.text)
    return not without and speaks_of(lacked, hit, evidence)


def matter(text: str) -> str:
    """What a statement is about, without how its speaker stands to it: "maths" of "I hate maths"."""
    return _MANNER.sub(" ", text)


def _read(item: Said, evidence: Evidence) -> _Statement:
    text = matter(item.text)
    found = roles(text, evidence.disciplines) if item.kind is Kind.IS else frozenset()
    told = tuple(term for term in told_terms(text, evidence.vocabulary) if not term.stem.isdigit())
    return _Statement(item, told, found)


def _joined(gains: Sequence[float]) -> float:
    best = max(gains)
    return best + _BESIDES * (sum(gains) - best)


def _speaks(statement: _Statement, hit: Hit, cosine: float, evidence: Evidence) -> float:
    """How far a unit speaks of a statement, 0 to 1: in its words, or else in its meaning."""
    meaning = min(max((cosine - _UNLIKE) / (_ALIKE - _UNLIKE), 0.0), 1.0)
    speaks = max(meaning, _in_words(statement, hit, evidence))
    if statement.said.kind is not Kind.LACKS:
        return speaks
    if _FOR_LOVERS.search(hit.unit.text):
        return 0.0
    return speaks if _WITHOUT.search(hit.unit.text) else _PLAIN * speaks


def _in_words(statement: _Statement, hit: Hit, evidence: Evidence) -> float:
    own = evidence.own_roles(hit.number)
    if statement.roles and any(same_role(one, other) for one in statement.roles for other in own):
        return 1.0
    total = sum(evidence.weight(term) for term in statement.terms)
    supported = [term for term in statement.terms if evidence.support(term, hit.number) >= SAME_MATTER]
    return sum(evidence.weight(term) for term in supported) / total if total else 0.0
