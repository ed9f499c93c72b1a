"""What a question names and the evidence doesn't have."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rag.asking.asks import QUANTITIES, Asks
from rag.asking.question import Question, Term
from rag.finding.matching import SAME_MATTER, Evidence
from rag.text.lexical import WORD, terms
from rag.text.roles import roles, same_role
from rag.text.seniority import levels

Fit = Callable[[Sequence[str], Sequence[int]], list[list[float]]]
"""(texts, unit numbers) -> for each text its cosine similarity with each unit."""

_SPAN = re.compile(r"(?<!\S)(\d{1,3}) (?:year|month|week|day|hour|decad)(?!\S)")
"""A span of time, in stems: another one is another quantity."""
_WITHIN_SPANS = frozenset({Asks.GROWTH, Asks.SHARE, Asks.COUNT})


def gains(question: Question, numbers: Sequence[int], evidence: Evidence, fit: Fit) -> dict[str, float]:
    """Word -> how much nearer (cosine) the best of the units comes when the word is left out, for words the units lack.

    A word that the evidence speaks of in other words keeps the question near it; a word about something else ("in
    Canada") pulls it away.
    """
    lacking = [
        term for term in question.terms if not term.inherited and _is_lacking(evidence.best_support(term, numbers))
    ]
    if not lacking:
        return {}
    without = [re.sub(rf"\b{re.escape(term.word)}(?!\w)", "", question.text) for term in lacking]
    whole, *rest = fit([question.text, *without], numbers)
    return {
        term.word: max(a - b for a, b in zip(row, whole, strict=True)) for term, row in zip(lacking, rest, strict=True)
    }


def _is_lacking(support: float) -> bool:
    return support < SAME_MATTER


def apart(question: Question, numbers: Sequence[int], evidence: Evidence) -> list[str]:
    """Years, levels, roles and names of the question, in its words, that the nearest unit lacks or has otherwise."""
    return min((_apart(question, number, evidence) for number in numbers), key=len, default=[])


def _apart(question: Question, number: int, evidence: Evidence) -> list[str]:
    unit = evidence.snapshot.units[number]
    around = f"{unit.text} {unit.context} {unit.section} {evidence.snapshot.articles[unit.article_id].published}"
    found = [year for year in sorted(question.years) if year not in around]
    if question.asks in QUANTITIES:
        found += _level_apart(question, number, evidence) + _role_apart(question, number, evidence)
        found += [term.word for term in question.terms if _is_foreign_name(term, number, evidence)]
    if question.asks in _WITHIN_SPANS:
        stems = terms(unit.text)
        found += [span for span in _SPAN.findall(" ".join(terms(question.text))) if span not in stems]
    return found


def _is_foreign_name(term: Term, number: int, evidence: Evidence) -> bool:
    """Whether a place or the like was named that the unit knows nothing of, though another one may."""
    return term.is_name and evidence.support(term, number) == 0


def _level_apart(question: Question, number: int, evidence: Evidence) -> list[str]:
    if not question.levels or evidence.levels(number) & question.levels:
        return []
    return [word for word in WORD.findall(question.text) if levels(word)]


def _role_apart(question: Question, number: int, evidence: Evidence) -> list[str]:
    asked, said = roles(question.text, evidence.disciplines), evidence.roles(number)
    if not asked or not said or any(same_role(one, other) for one in asked for other in said):
        return []
    stems = frozenset().union(*asked)
    return [" ".join(word for word in WORD.findall(question.text) if stems & set(terms(word)))]
