"""The row of a table that is the cheapest, the longest or the like, where a question asks for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.asking.asks import Asks
from rag.asking.question import Question
from rag.finding.matching import Evidence, is_amount_of, names_measure
from rag.types import Hit, UnitKind

_LARGEST = r"(?:most|highest|largest|biggest|longest|priciest|dearest|costliest)"
_SMALLEST = r"(?:least|lowest|smallest|cheapest|shortest)"
_DIRECTIONS = (
    (re.compile(rf"\b{_SMALLEST}\b", re.IGNORECASE), min),
    (re.compile(rf"\b{_LARGEST}\b", re.IGNORECASE), max),
)
_COMPARED = frozenset({Asks.COST, Asks.MONEY, Asks.DURATION})
_LOOKED_AT = 5
_DAYS = {"minutes": 1 / 1440, "hours": 1 / 24, "days": 1, "weeks": 7, "months": 30.4, "years": 365}


def extreme(question: Question, hits: Sequence[Hit], evidence: Evidence) -> Hit | None:
    """The row with the smallest or largest figure of the kind asked, of the table that the best hits are rows of.

    Rows that lack a word of the question which other rows have are left out ("the cheapest online one"). None where no
    superlative is asked or no table was found; a sentence can't be compared with others, as it may speak of anything.
    """
    pick = next((choose for pattern, choose in _DIRECTIONS if pattern.search(question.text)), None)
    row = next((hit for hit in hits[:_LOOKED_AT] if hit.unit.kind is UnitKind.ROW), None)
    if pick is None or row is None or question.asks not in _COMPARED:
        return None
    values = {
        number: amount
        for number in evidence.passage(row.number)
        if (amount := _amount(question.asks, number, evidence)) is not None
    }
    terms = [term for term in question.terms if not names_measure(question, term)]
    spoken = {number: sum(evidence.support(term, number) for term in terms) for number in values}
    nearest = [number for number in values if spoken[number] >= max(spoken.values()) - 1e-9]
    if len(nearest) < 2:
        return None
    best = pick(nearest, key=values.__getitem__)
    return next((hit for hit in hits if hit.number == best), None)


def _amount(asks: Asks, number: int, evidence: Evidence) -> float | None:
    """The row's one figure of the kind; None where it has none, or several of which it isn't clear which is meant."""
    unit = evidence.snapshot.units[number]
    found = [
        figure.low * _DAYS.get(figure.unit, 1) for figure in evidence.figures(unit) if is_amount_of(asks, figure, unit)
    ]
    return found[0] if len(found) == 1 else None
